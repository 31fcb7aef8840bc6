"""How many a stretch of text lists: what is a member, what belongs to one, and where that cannot be told."""

from __future__ import annotations

import pytest

from checks.listings.item_counting import read
from checks.model import Span


def members(text, **how):
    return read(text, Span(0, len(text)), **how)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Ann Lee, 34, Bo Hay, 40, and Cy Poe, 22.", 3),
        ("Ann Lee, 34, of Leeds, Bo Hay, 40, of York, and Cy Poe, 22.", 3),
        ("Ann Lee, a nurse, Bo Hay, who drives a bus, and Cy Poe", 3),
        ("Ann Lee, a nurse; Bo Hay, who drives a bus; and Cy Poe", 3),
        ("Lyon, France; Turin, Italy; and Bonn, Germany", 3),
        ("a pie, a plum tart and, to finish, a sharp cheese.", 3),
        ("a stiff neck, a cough that lasts, loss of taste, and fever", 4),
        ("transport and culture, with the rest left alone", 2),
        ("to cut costs, to hire 500 nurses and open a clinic", 3),
        ("cutting costs, closing depots and selling the fleet", 3),
        ("“Salt, Fire and Ash”, “Dust” and “Ember”", 3),
        ("Basey, Marabut, Balangiga", 3),
        ("one for oil, one for water and one for air", 3),
        ("who signed, who paid and who knew", 3),
        ("that he stay indoors, and that he hand in his passport", 2),
        ("Chile, Trinidad and Tobago, Cuba and Haiti", 4),
        ("a solo, a duet and a song by a duo or group", 3),
        ("4, 11, 19 and 41", 4),
        ("pea and ham, leek and potato, and fish", 3),
    ],
)
def test_a_list_has_as_many_members_as_it_names(text, count):
    found = members(text)
    assert found is not None
    assert found.likely == {count}
    assert found.allow(count)


@pytest.mark.parametrize(
    ("text", "fewest", "most"),
    [
        ("a mine in Chile, two mosques in Mali and a railway", 3, 4),
        ("the Parks, the Obis and a couple, Jan and Petra Novak, who had moved in", 3, 5),
        ("oil and gas, and retail", 2, 3),
        ("a nurse, Ann Lee, and a driver", 2, 3),
    ],
)
def test_where_a_list_can_be_read_in_two_ways_both_counts_are_allowed(text, fewest, most):
    found = members(text)
    assert found is not None
    assert found.low == fewest
    assert found.high is not None
    assert found.high >= most


def test_a_plural_of_persons_is_any_number_of_them():
    found = members("a boy of 12 and his grandparents")
    assert found is not None
    assert found.high is None


@pytest.mark.parametrize(
    ("text", "fewest", "most"),
    [
        ("a couple in their 60s, a boy of nine and a farm worker", 4, 4),
        ("six women and five men", 11, 11),
        ("Bo Hay, his wife and two children", 3, 4),
    ],
)
def test_of_persons_two_children_are_two(text, fewest, most):
    found = members(text, persons=True)
    assert found is not None
    assert (found.low, found.high) == (fewest, most)


def test_a_verb_behind_a_name_tells_of_a_clause():
    assert members("Lee scored twice and Hay once") is None


def test_an_age_each_says_how_many_they_are():
    found = members("Ann Lee, 52; her sons Luis, 24, and Ed, 21; a neighbour, Bo Hay, 67; and Cy Poe, 38", persons=True)
    assert found is not None
    assert (found.low, found.high, found.likely) == (5, 5, {5})


@pytest.mark.parametrize(
    "text", ["", "Ann Lee", "he was late and she was ill", "they say, and we agree", "all men, who left"]
)
def test_what_is_no_list_has_no_members(text):
    assert members(text) is None


@pytest.mark.parametrize("piece", ["A, ", "A and ", "a; ", "A, 3, of B, ", "the ", "“", "(", "and ", "two a, "])
def test_a_long_stretch_of_one_pattern_is_read_in_linear_time(piece):
    text = piece * (200_000 // len(piece))
    found = members(text)
    assert found is None or len(found.items) <= len(text)
