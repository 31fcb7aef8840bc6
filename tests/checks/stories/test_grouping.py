"""Which stories of a batch tell of one event, and how much work that takes."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from checks import read
from checks.stories.digest import EventWords, digest
from checks.stories.grouping import MAX_CANDIDATES, Comparisons, group_stories

START = datetime(2026, 5, 11, 8)
PAIRS = [
    pair
    for pairs in json.loads(Path(__file__).with_name("story_pairs.json").read_text(encoding="utf-8")).values()
    for pair in pairs
]


def words(text: str, name: str, moment: datetime = START) -> EventWords:
    return digest(replace(read(text, published=moment), published_at=moment), name).words


def batch_of_pairs() -> list[EventWords]:
    stories = [(f"{pair['name']} {side}", pair[side]) for pair in PAIRS for side in ("first", "second")]
    return [words(text, name) for name, text in stories]


def names_of(stories: list[EventWords]) -> list[list[str]]:
    return [[stories[index].name for index in group.members] for group in group_stories(stories)]


def test_the_stories_of_an_event_are_put_together_and_no_others() -> None:
    assert sorted(names_of(batch_of_pairs())) == sorted(
        [f"{pair['name']} first", f"{pair['name']} second"] for pair in PAIRS
    )


def test_the_order_of_the_stories_does_not_matter() -> None:
    stories = batch_of_pairs()
    shuffled = list(stories)
    Random(3).shuffle(shuffled)
    assert names_of(shuffled) == names_of(stories)


def test_two_fires_on_one_day_are_two_events() -> None:
    stories = [
        words("Fire at mill in Gorsk\n\nGORSK - A fire destroyed the mill in Gorsk on Monday, killing two.", "a"),
        words("Barn burns in Lowick\n\nLOWICK - A fire destroyed a barn in Lowick on Monday. Two cows died.", "b"),
    ]
    assert names_of(stories) == []


def test_the_same_place_half_a_year_later_is_another_event() -> None:
    text = "Fire at mill in Gorsk\n\nGORSK - A fire destroyed the mill in Gorsk, killing two, Mayor Ida Brandt said."
    assert names_of([words(text, "a"), words(text, "b", START + timedelta(days=180))]) == []
    assert names_of([words(text, "a"), words(text, "b", START + timedelta(days=1))]) == [["a", "b"]]


@pytest.mark.parametrize(
    ("first", "second", "is_one_event"),
    [
        ("mill-2014-03-05.txt", "mill-2017-05-30.txt", False),
        ("https://news.example/2014/03/05/mill", "2014_03_20/mill.txt", False),
        ("mill-2014-03-05.txt", "mill-2014-03-07.txt", True),
        ("mill-2014-03-05.txt", "mill.txt", True),
        ("export-2014-03-05.csv#1", "export-2014-03-05.csv#2", True),
        ("mill-2014-03-05.txt", "2014-03-05 and 2017-05-30.txt", True),
        ("mill-2014-02-31.txt", "mill-2017-05-30.txt", True),  # no day
        ("mill-12014-03-05.txt", "mill-2017-05-30.txt", True),
    ],
)
def test_stories_whose_names_are_of_days_far_apart_are_two_events(first, second, is_one_event) -> None:
    text = "Fire at mill in Torley\n\nA fire destroyed the mill in Torley, killing two, Mayor Ida Holt of Torley said."
    found = names_of([digest(read(text), name).words for name in (first, second)])
    assert list(map(sorted, found)) == [sorted((first, second))] * is_one_event


def test_the_day_of_publication_counts_for_more_than_that_of_a_name() -> None:
    text = "Fire at mill in Torley\n\nA fire destroyed the mill in Torley, killing two, Mayor Ida Holt said."
    names = ["mill-2014-03-05.txt", "mill-2017-05-30.txt"]
    assert names_of([words(text, name) for name in names]) == [names]
    undated = digest(read(text), f"mill-{START:%Y-%m-%d}.txt").words
    assert len(names_of([words(text, names[0]), undated])) == 1
    assert names_of([words(text, "mill.txt"), digest(read(text), names[0]).words]) == []


def test_no_stories_and_no_words() -> None:
    assert group_stories([]) == []
    assert names_of([words("", "a"), words("", "b"), words("42", "c")]) == []


def test_five_hundred_stories_take_few_comparisons() -> None:
    """All of one day and one country, with a few names that most of them share: not 125,000 comparisons."""
    random = Random(5)
    stories = []
    for number in range(500):
        event = number // 5
        place, person = (
            f"Place{chr(97 + event % 26)}{chr(97 + event // 26)}",
            f"Person{chr(97 + event // 26)}{chr(97 + event % 26)}",
        )
        common = random.sample(["London", "Europe", "Parliament", "Treasury", "Britain", "Labour"], 4)
        text = (
            f"Council of {place} votes on plan\n\nLONDON - {' and '.join(common)} heard on Monday of the plan of "
            f"{person} for {place}.\n\nThe government said that the people of {place} would be asked."
        )  # fmt: skip
        stories.append(words(text, f"{number:03}"))
    comparisons = Comparisons()
    groups = group_stories(stories, comparisons)
    assert comparisons.count <= 500 * (MAX_CANDIDATES + 8)
    assert [len(group.members) for group in groups] == [5] * 100


def test_a_large_event_has_a_bounded_number_of_pairs() -> None:
    text = "Fire at mill in Gorsk\n\nGORSK - A fire destroyed the mill in Gorsk, killing two, Mayor Ida Brandt said."
    stories = [words(text, f"{number:03}", START + timedelta(minutes=number)) for number in range(120)]
    comparisons = Comparisons()
    (group,) = group_stories(stories, comparisons)
    assert len(group.members) == 120
    assert len(group.pairs) <= 200
    assert comparisons.count <= 120 * (MAX_CANDIDATES + 16)
