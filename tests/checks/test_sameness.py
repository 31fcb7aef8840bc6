"""Do two statements speak of the same thing?"""

from __future__ import annotations

import pytest

from checks.digit_slips import Slip, slip_between
from checks.model import Figure
from checks.read import read
from checks.sameness import (
    Sameness,
    compare_figures,
    counted_entity,
    is_kind_of,
    is_person,
    may_be_part,
    noun_class,
    same_unit,
)


def pair(one: str, other: str) -> tuple[Figure, Figure]:
    return read(one).figures[0], read(other).figures[0]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Police made 144 arrests.", "Police arrested 144 people."),
        ("Police held 12 individuals.", "Police held 12 people."),
        ("The storm caused 30 deaths.", "The storm killed 30 people."),
        ("Twelve nations signed.", "Twelve countries signed."),
        ("They lost 40 jobs.", "They lost 40 posts."),
    ],
)
def test_synonyms_of_the_news_are_one_thing(one: str, other: str) -> None:
    assert compare_figures(*pair(one, other)) is Sameness.SAME


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The storm killed 30 people.", "The storm injured 30 people."),
        ("They bought 30 cows.", "They bought 30 ships."),
        ("It cost £30.", "It cost $30."),
        ("It took 30 days.", "It took 30 people."),
    ],
)
def test_another_noun_event_or_unit_is_another_thing(one: str, other: str) -> None:
    assert compare_figures(*pair(one, other)) is Sameness.DIFFERENT


def test_a_kind_of_the_other_is_neither_the_same_nor_another() -> None:
    assert compare_figures(*pair("There were 30 men.", "There were 30 people.")) is Sameness.UNSURE


@pytest.mark.parametrize(
    ("part", "whole", "may"),
    [
        ("There were 12 men.", "There were 30 people.", True),
        ("There were 12 boys.", "There were 30 children.", True),
        ("It cost £12.", "It cost £30.", True),
        ("There were 12 dogs.", "There were 30 people.", False),
        ("It cost £12.", "It cost $30.", False),
        ("It cost £12.", "There were 30 people.", False),
    ],
)
def test_only_what_is_of_one_kind_can_be_a_part(part: str, whole: str, may: bool) -> None:
    assert may_be_part(*pair(part, whole)) is may


def test_a_money_sum_is_no_count() -> None:
    assert not same_unit(*pair("It cost £12.", "There were 12 men."))
    assert same_unit(*pair("It cost £12.", "It cost £13."))


def test_nouns_fold_with_their_plurals_and_synonyms() -> None:
    assert noun_class("Individuals") == noun_class("people") == "person"
    assert noun_class("nations") == "country"
    assert noun_class("parties") == "party"


def test_boys_are_children_and_people_and_children_are_no_boys() -> None:
    assert is_kind_of("boy", "child")
    assert is_kind_of("boy", "person")
    assert not is_kind_of("child", "boy")


@pytest.mark.parametrize(
    ("word", "person"), [("firefighter", True), ("bishop", True), ("letter", False), ("cow", False)]
)
def test_words_for_people_are_known_by_table_or_ending(word: str, person: bool) -> None:
    assert is_person(word) is person


def test_an_arrest_counts_a_person_who_was_held() -> None:
    entity = counted_entity(read("Police made 144 arrests.").figures[0])
    assert (entity.head, entity.event) == ("person", "held")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("There were 12,540 men.", "There were 15,240 men.", Slip.SWAP),
        ("There were 54 men.", "There were 45 men.", Slip.SWAP),
        ("There were 600,000 men.", "There were 60,000 men.", Slip.DIGIT),
        ("There were 1,254 men.", "There were 1,264 men.", Slip.DIGIT),
        ("There were 1,254 men.", "There were 125 men.", Slip.DIGIT),
        ("There were 12 men.", "There were 15 men.", Slip.NONE),
        ("There were 3,000 men.", "There were 5,000 men.", Slip.NONE),
        ("There were 54 men.", "There were 54 men.", Slip.NONE),
        ("There were 1,254 men.", "There were 4,251 men.", Slip.NONE),
    ],
)
def test_a_slip_is_one_digit_or_two_neighbours_that_changed_places(one: str, other: str, expected: Slip) -> None:
    first, second = pair(one, other)
    assert slip_between(first, second) is slip_between(second, first) is expected


def test_a_state_may_be_a_country_or_a_part_of_one() -> None:
    assert compare_figures(*pair("It joined 12 countries.", "It joined 12 states.")) is Sameness.UNSURE


@pytest.mark.parametrize(
    "noun",
    """elephant pelican tanker bomber scooter skyscraper sedan heist answer dinner tender chamber warrant career
    kilometer subcommittee merger assist rupee diocese newsletter""".split(),
)
def test_what_only_ends_like_a_person_is_none(noun: str) -> None:
    assert not is_person(noun)


@pytest.mark.parametrize(
    "noun",
    """teacher voter spokeswoman fisherman historian librarian journalist detainee applicant villager chairperson
    Portuguese councillor orphan elite colourist sister driver player""".split(),
)
def test_who_ends_like_a_person_is_one(noun: str) -> None:
    assert is_person(noun_class(noun))


@pytest.mark.parametrize(
    ("plural", "singular"),
    [
        ("thieves", "thief"),
        ("wolves", "wolf"),
        ("heroes", "hero"),
        ("buses", "bus"),
        ("ties", "tie"),
        ("boats", "boat"),
    ],
)
def test_plurals_fold_with_the_singulars_that_the_figures_have(plural: str, singular: str) -> None:
    assert noun_class(plural) == noun_class(singular) == singular
