"""Figures of two stories of one event: what contradicts, what agrees, what is an update."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import NamedTuple

import pytest

from checks import read
from checks.stories.differences import Difference, Nature, differences
from checks.stories.digest import Story, digest, story_of, story_record, words_of, words_record
from checks.stories.same_fact import agree
from checks.stories.value_qualifiers import sayers_in

DAY = "2026-05-11"


class StoryPair(NamedTuple):
    """Two stories of one event, and the figures that differ."""

    name: str
    first: str
    second: str
    figures: tuple[str, str] | None = None
    day: str = DAY
    hours: int = 1  # from the first story to the second


PAIRS = json.loads(Path(__file__).with_name("story_pairs.json").read_text(encoding="utf-8"))
BY_WORDING = json.loads(Path(__file__).with_name("story_pairs_by_wording.json").read_text(encoding="utf-8"))
CONTRADICTING, AGREEING, UPDATED = (
    [StoryPair(**pair) for pair in (*PAIRS[kind], *BY_WORDING.get(kind, ()))]
    for kind in ("contradicting", "agreeing", "updated")
)
KNOWN_MISSED = frozenset(
    (
        "volleyball sets",
        "time of blast",
        "paintings stolen",
        "jobless total region same",
        "rain in two units",
        "bridge toll",
        "homes flooded",
        "house fire ages",
    )
)
"""Contradictions for which the evidence is too weak."""
KNOWN_FALSE = frozenset(
    (
        "sought and given",
        "budget and overrun",
        "hurt officers and protesters",
        "injured, two hospitals",
        "dead by gender",
        "shares sold and stake kept",
    )
)
"""What is shown though it is none: what the words rule out weighs less than what is alike."""


def story(text: str, name: str, hour: int = 8, day: str = DAY) -> Story:
    article = read(text, published=day)
    return digest(replace(article, published_at=datetime.fromisoformat(f"{day}T{hour:02}:00")), name)


def compared(pair: StoryPair, hour: int | None = None) -> list[Difference]:
    later = datetime.fromisoformat(f"{pair.day}T08:00") + timedelta(hours=hour - 8 if hour else pair.hours)
    second = story(pair.second, "b", later.hour, later.date().isoformat())
    return differences([story(pair.first, "a", day=pair.day), second], [(0, 1)])


def by_name(pair: StoryPair) -> str:
    return pair.name


@pytest.mark.parametrize("pair", [pair for pair in CONTRADICTING if pair.name in KNOWN_MISSED], ids=by_name)
def test_contradictions_for_which_the_odds_are_too_low(pair: StoryPair) -> None:
    assert [difference for difference in compared(pair) if difference.nature is Nature.CONTRADICTION] == []


@pytest.mark.parametrize("pair", [pair for pair in CONTRADICTING if pair.name not in KNOWN_MISSED], ids=by_name)
def test_a_contradiction_is_found_with_both_passages(pair: StoryPair) -> None:
    found = [difference for difference in compared(pair) if difference.nature is Nature.CONTRADICTION]
    assert len(found) == 1
    assert pair.figures is not None
    assert found[0].first.words.startswith(pair.figures[0])
    assert found[0].second.words.startswith(pair.figures[1])
    assert found[0].first.words in found[0].first.passage
    assert found[0].second.words in pair.second
    assert found[0].newer == 1


@pytest.mark.parametrize("pair", [pair for pair in AGREEING if pair.name in KNOWN_FALSE], ids=by_name)
def test_what_is_shown_though_it_is_no_contradiction(pair: StoryPair) -> None:
    assert [difference for difference in compared(pair) if difference.nature is Nature.CONTRADICTION] != []


@pytest.mark.parametrize("pair", [pair for pair in AGREEING if pair.name not in KNOWN_FALSE], ids=by_name)
def test_what_agrees_or_is_another_thing_is_silent(pair: StoryPair) -> None:
    assert [difference for difference in compared(pair) if difference.nature is Nature.CONTRADICTION] == []


@pytest.mark.parametrize("pair", [pair for pair in AGREEING if pair.day == DAY and pair.hours == 1], ids=by_name)
def test_what_agrees_is_no_update_either(pair: StoryPair) -> None:
    assert compared(pair) == []


@pytest.mark.parametrize("pair", CONTRADICTING, ids=by_name)
def test_a_story_does_not_contradict_itself(pair: StoryPair) -> None:
    assert differences([story(pair.first, "a"), story(pair.first, "b")], [(0, 1)]) == []


@pytest.mark.parametrize("pair", UPDATED, ids=by_name)
def test_an_update_is_told_from_a_contradiction(pair: StoryPair) -> None:
    found = compared(pair)
    assert [difference.nature for difference in found] == [Nature.UPDATE]
    assert pair.figures is not None
    assert found[0].first.words.startswith(pair.figures[0])
    assert found[0].second.words.startswith(pair.figures[1])
    assert found[0].reason


TOLL = StoryPair(
    "toll",
    "Landslide kills six in Ardo\n\nARDO - A landslide killed six people in Ardo on Monday.\n\nIt rained.",
    "Ardo buries its dead\n\nARDO - The landslide in Ardo claimed eight lives, the priest said.\n\nIt was dry.",
)


def test_a_toll_may_change_in_half_a_day() -> None:
    assert [d.nature for d in compared(TOLL, hour=9)] == [Nature.CONTRADICTION]
    assert [d.nature for d in compared(TOLL, hour=22)] == [Nature.UPDATE]


def test_a_result_does_not_change_in_half_a_day() -> None:
    votes = next(pair for pair in CONTRADICTING if pair.name == "votes in a council")
    assert [d.nature for d in compared(votes, hour=22)] == [Nature.CONTRADICTION]


def test_which_is_newer_is_not_known_without_dates() -> None:
    opened = next(pair for pair in CONTRADICTING if pair.name == "age of a person")
    stories = [digest(read(text), name) for text, name in ((opened.first, "a"), (opened.second, "b"))]
    (difference,) = differences(stories, [(0, 1)])
    assert difference.newer is None
    assert difference.nature is Nature.CONTRADICTION


def test_datelines_tell_the_day() -> None:
    first = TOLL.first.replace("ARDO -", "ARDO, May 11 (Hill Press) -")
    second = TOLL.second.replace("ARDO -", "ARDO, May 13 (Hill Press) -")
    stories = [digest(read(text), name) for text, name in ((first, "a"), (second, "b"))]
    (difference,) = differences(stories, [(0, 1)])
    assert difference.newer == 1
    assert difference.nature is Nature.UPDATE
    assert not any(fact.kind == "date" for story in stories for fact in story.facts)


def test_people_on_board_are_not_the_dead() -> None:
    first = "Bus falls off Elk Pass\n\nA bus fell off Elk Pass on Monday, killing 12 people."
    second = "Elk Pass closed\n\nElk Pass is closed after a bus with 43 people on board fell off it on Monday."
    assert compared(StoryPair("", first, second)) == []


def test_two_matches_of_a_day_have_two_results() -> None:
    first = (
        "Terns win\n\nHOLM - Terns beat Colliers 3-1 in the Coastal League on Saturday, with two goals from Dee Ashby."
    )
    second = "Vale win\n\nSELBY - Vale beat Wanderers 2-0 in the Coastal League on Saturday, in the rain of Selby."
    assert compared(StoryPair("", first, second)) == []


def test_each_two_values_are_set_out_once() -> None:
    third = TOLL.second.replace("The landslide", "On Tuesday the landslide")
    stories = [story(text, name) for text, name in ((TOLL.first, "a"), (TOLL.second, "b"), (third, "c"))]
    assert len(differences(stories, [(0, 1), (0, 2), (1, 2)])) == 1


@pytest.mark.parametrize("pair", [*CONTRADICTING, *AGREEING, *UPDATED], ids=by_name)
def test_a_digest_is_the_same_after_being_stored(pair: StoryPair) -> None:
    kept = story(pair.first, "a")
    assert story_of(words_of(words_record(kept.words)), story_record(kept)) == kept


def test_a_long_text_has_few_facts() -> None:
    numbers = count(100)
    text = "Stocks\n\n" + "\n\n".join(f"Shares of Orrin rose {next(numbers)} cents on Monday." for _ in range(2_000))
    kept = digest(read(text), "a")
    assert len(kept.facts) <= 60


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Orsk, who was 89, sang.", "age"),
        ("The singer, now 36, sang.", "age"),
        ("The man who died on Tuesday, was 87.", "age"),
        ("The score, now 36 points, rose.", "count"),
        ("The score, now 3, rose.", "count"),
        ("The thieves took the 1848 canvas.", "year"),
        ("The thieves took 1848 canvases.", "count"),
        ("It was 44.7 degrees in Ardo.", "temperature"),
    ],
)
def test_a_bare_number_is_what_its_words_make_it(sentence: str, kind: str) -> None:
    kept = digest(read(f"Ardo\n\nARDO - It rained.\n\n{sentence}"), "a")
    assert [fact.kind for fact in kept.facts] == [kind]


def test_degrees_without_a_scale_are_of_the_one_that_fits() -> None:
    celsius, fahrenheit = (
        digest(read(f"Ardo\n\nIt was {words} in Ardo on Monday."), "a").facts[0]
        for words in ("40 degrees", "104 degrees")
    )
    assert agree(celsius, fahrenheit)


@pytest.mark.parametrize(
    ("sentence", "sayers"),
    [
        ("The metalworkers' union reckons that 1,400 posts will go.", {"metalworkers'", "union"}),
        ("Some 1,400 posts will go, according to the works council.", {"works", "council"}),
        ("Police put the crowd at 400.", {"police"}),
        ("Police said that 400 came.", {"police"}),
        ("Some 1,400 posts will go.", set()),
    ],
)
def test_who_says_so(sentence: str, sayers: set[str]) -> None:
    assert sayers_in(sentence) == sayers


def test_two_who_say_so_speak_against_a_contradiction() -> None:
    first = "Crowd in Ardo\n\nARDO - The city office said that 400 people came to Ardo on Monday."
    other = "Crowd in Ardo\n\nARDO - The ferry company said that 620 people came to Ardo on Monday."
    same = other.replace("ferry company", "city office")
    (alone,) = compared(StoryPair("", first, same))
    weights = [difference.weight for difference in compared(StoryPair("", first, other))]
    assert max(weights, default=-1.0) < alone.weight


def poll(place: str, points: int, day: int) -> Story:
    text = (
        f"Labour leads in {place}\n\n{place.upper()}, May {day} (Hill Press) - Labour has the support of "
        f"{points} percent in {place}, a poll by the Datum institute found.\n\nHousing is the main issue, it said."
    )
    return story(text, place, day=f"2026-05-{day}")


def test_polls_in_two_places_on_two_days_are_no_update() -> None:
    assert differences([poll("Norvik", 41, 11), poll("Estmoor", 37, 12)], [(0, 1)]) == []


def test_a_poll_of_another_day_is_neither_update_nor_contradiction() -> None:
    assert differences([poll("Norvik", 41, 11), poll("Norvik", 37, 13)], [(0, 1)]) == []
    assert len(differences([poll("Norvik", 41, 11), poll("Norvik", 37, 11)], [(0, 1)])) == 1


@pytest.mark.parametrize(
    ("first", "second", "agrees"),
    [
        ("Police made dozens of arrests in Ardo on Monday.", "Police made 46 arrests in Ardo on Monday.", True),
        ("Police made 64 arrests in Ardo on Monday.", "Police made 46 arrests in Ardo on Monday.", False),
        ("It was 49.6 degrees Celsius in Ardo on Monday.", "It was 118 Fahrenheit in Ardo on Monday.", False),
        ("It was 38.5 degrees Celsius in Ardo on Monday.", "It was 101 Fahrenheit in Ardo on Monday.", True),
        ("A loaf costs 35 piastres in Ardo.", "A loaf costs 40 piastres in Ardo.", False),
        ("The firm earned 212.4 million euros.", "The firm earned 212 million euros.", True),
        ("The fire began in Ardo at 10 p.m. on Monday.", "The fire began in Ardo at ten o'clock on Monday.", True),
        ("The fire began in Ardo at 10 p.m. on Monday.", "The fire began in Ardo at 8 p.m. on Monday.", False),
        ("It lasted for 14 minutes.", "It lasted for a quarter of an hour.", True),
    ],
)
def test_values_agree_as_far_as_their_precision_allows(first: str, second: str, agrees: bool) -> None:
    (fact,), (other,) = (story(f"Ardo\n\n{text}", "a").facts for text in (first, second))
    assert agree(fact, other) is agrees


def test_a_vague_value_does_not_settle_an_exact_one() -> None:
    first = "Dozens held\n\nPolice made dozens of arrests in Ardo on Monday. They had made 64 arrests by noon."
    second = "Ardo quiet\n\nPolice in Ardo detained 46 marchers on Monday."
    assert [d.nature for d in compared(StoryPair("", first, second))] == [Nature.CONTRADICTION]


def test_a_phrase_of_another_time_belongs_to_its_clause() -> None:
    clause = "Orvane, whose dam burst in 2020, offered $2 million on Monday."
    fronted = "In 2020, Orvane offered $2 million for the valley."
    sums = [
        next(fact for fact in story(f"Dam\n\n{text}", "a").facts if fact.kind == "money") for text in (clause, fronted)
    ]
    assert [fact.is_elsewhen for fact in sums] == [False, True]


def test_a_headline_has_the_flags_of_the_body() -> None:
    (fact,) = story("Nurses strike for 9 percent\n\nNurses in Halm demanded 9 percent more pay.", "a").facts
    assert fact.is_possible
    assert fact.place == "par 1"


def test_the_work_for_an_endless_sentence_is_bounded() -> None:
    numbers = count(100)
    text = "Tables\n\n" + ", ".join(f"the firm of Orrin sold {next(numbers)} tables in Ardo" for _ in range(3_000))
    kept = story(text, "a")
    assert len(kept.facts) <= 60
    assert all(len(fact.passage) <= 402 for fact in kept.facts)
