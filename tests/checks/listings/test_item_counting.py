"""How many items a stretch of text lists, and where that is ambiguous."""

from __future__ import annotations

import pytest

from checks.listings.item_counting import count_items
from checks.model import Span


def count_members(text, **options):
    return count_items(text, Span(0, len(text)), **options)


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
def test_the_items_of_a_list_are_counted(text, count):
    found = count_members(text)
    assert found is not None
    assert found.likely_counts == {count}
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
    found = count_members(text)
    assert found is not None
    assert found.min_count == fewest
    assert found.max_count is not None
    assert found.max_count >= most


def test_a_plural_of_persons_has_no_maximum():
    found = count_members("a boy of 12 and his grandparents")
    assert found is not None
    assert found.max_count is None


@pytest.mark.parametrize(
    ("text", "fewest", "most"),
    [
        ("a couple in their 60s, a boy of nine and a farm worker", 4, 4),
        ("six women and five men", 11, 11),
        ("Bo Hay, his wife and two children", 3, 4),
    ],
)
def test_a_counted_noun_of_persons_counts_as_so_many(text, fewest, most):
    found = count_members(text, persons=True)
    assert found is not None
    assert (found.min_count, found.max_count) == (fewest, most)


def test_a_verb_after_a_name_makes_it_a_clause():
    assert count_members("Lee scored twice and Hay once") is None


def test_an_age_for_each_person_decides_the_count():
    found = count_members(
        "Ann Lee, 52; her sons Luis, 24, and Ed, 21; a neighbour, Bo Hay, 67; and Cy Poe, 38", persons=True
    )
    assert found is not None
    assert (found.min_count, found.max_count, found.likely_counts) == (5, 5, {5})


@pytest.mark.parametrize(
    "text", ["", "Ann Lee", "he was late and she was ill", "they say, and we agree", "all men, who left"]
)
def test_text_that_is_not_a_list_has_no_members(text):
    assert count_members(text) is None


@pytest.mark.parametrize("piece", ["A, ", "A and ", "a; ", "A, 3, of B, ", "the ", "“", "(", "and ", "two a, "])
def test_a_long_stretch_of_one_pattern_is_read_in_linear_time(piece):
    text = piece * (200_000 // len(piece))
    found = count_members(text)
    assert found is None or len(found.items) <= len(text)


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("Ely, Rye and Ash will take part in it.", "Ash"),
        ("Ann Lee and striker Bo Hay left for a firm in Rye.", "striker Bo Hay"),
        ("Ash Town, Ely and the University of Rye at Ely drew.", "the University of Rye at Ely"),
        ("Ann Lee, 34, and Bo Hay, 40, will be in court.", "Bo Hay"),
        ("Ash and Ely", "Ely"),
    ],
)
def test_last_name_ends_where_the_sentence_goes_on(text, last):
    members = count_members(text)
    assert members is not None
    assert text[slice(*members.items[-1])] == last
