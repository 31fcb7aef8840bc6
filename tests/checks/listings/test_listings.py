"""Enumerations of names: what is one, what is none, and what its items are."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.listings import find
from checks.model import Listing, Zone
from checks.text import split


def listings(text: str) -> list[Listing]:
    return list(find(text, split(text)))


def names(text: str) -> list[tuple[str, ...]]:
    return [listing.names for listing in listings(text)]


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("The group includes Norway, Iceland, Finland and Malta.", ("Norway", "Iceland", "Finland", "Malta")),
        ("The group includes Norway, Iceland, Finland, and Malta.", ("Norway", "Iceland", "Finland", "Malta")),
        ("Norway, Iceland and the Netherlands signed it.", ("Norway", "Iceland", "Netherlands")),
        ("It was signed by Norway and Malta.", ("Norway", "Malta")),
        ("Norway and Malta and Fiji signed it.", ("Norway", "Malta", "Fiji")),
        ("He named Norway, Malta as well as Fiji.", ("Norway", "Malta", "Fiji")),
        ("He named Norway, Malta along with Fiji.", ("Norway", "Malta", "Fiji")),
        ("Ann Lee, 34, and Bo Hay, 12, were hurt.", ("Ann Lee", "Bo Hay")),
        ("Ann Lee, 34, of Leeds, Bo Hay, 40, of York, and Cy Poe, 22, were fined.", ("Ann Lee", "Bo Hay", "Cy Poe")),
        ("Ann Lee, a nurse, and Bo Hay, a driver, were hurt.", ("Ann Lee", "Bo Hay")),
        ("Norway (14), Malta (a new member), Fiji and Peru (three) came.", ("Norway", "Malta", "Fiji", "Peru")),
        ("It has shops in Oslo, Norway; Turin, Italy; and Bonn, Germany.", ("Oslo", "Turin", "Bonn")),
        ("Jamaica, Trinidad and Tobago, Cuba and Haiti came.", ("Jamaica", "Trinidad and Tobago", "Cuba", "Haiti")),
        ("Actor Ann Lee, singer Bo Hay and dancer Cy Poe came.", ("Actor Ann Lee", "Bo Hay", "Cy Poe")),
        ("“North”, “South” and “East” are new plays.", ("North", "South", "East")),
        ("Three towns were cut off: Basey, Marabut, Balangiga.", ("Basey", "Marabut", "Balangiga")),
        ("In Norway, Malta and Fiji, prices fell.", ("Norway", "Malta", "Fiji")),
        ("In Oslo, Ann Lee and Bo Hay said so.", ("Ann Lee", "Bo Hay")),
        ("Meanwhile, Norway and Malta met.", ("Norway", "Malta")),
        (
            "The banks are Bank of Oslo, AT&T Credit and Channel 4 Finance.",
            ("Bank of Oslo", "AT&T Credit", "Channel 4 Finance"),
        ),
        ("It hit Norway, Malta and Fiji’s coast.", ("Norway", "Malta", "Fiji")),
    ],
)
def test_names_in_a_row_are_a_listing(text, items):
    assert names(text) == [items]


@pytest.mark.parametrize(
    "text",
    [
        "The storm hit London, and Paris was closed.",
        "The mayor, Ann Lee, and Bo Hay left.",
        "It has shops in Paris, France and Rome, Italy.",
        "It has shops in Leeds, England, and Lyon, France.",
        "The Department for Roads and Rivers said so.",
        "The Office of Roads and Rivers agreed.",
        "There were 18 arrests, 20 charges and three fines.",
        "She came, saw and won.",
        "Oslo, the capital of Norway, is cold.",
        "He works for Marks and Spencer.",
        "It rained in Bosnia and Herzegovina.",
        "Prices rose by 3%, 4% and 5%.",
        "He left in 2011, 2014 and 2019.",
        "Ann Lee, who is 34, said that it was cold and wet.",
        "We ate well and slept well.",
        "",
    ],
)
def test_text_that_only_looks_like_a_list_is_not_one(text):
    assert names(text) == []


def test_common_nouns_are_read_only_after_words_that_introduce_a_list():
    assert names("They came from many trades, including baker, stone mason and taxi driver.") == [
        ("baker", "stone mason", "taxi driver")
    ]
    assert names("The baker, the stone mason and the taxi driver came.") == []
    assert not listings("They came from many trades, including baker, stone mason and taxi driver.")[0].proper


def test_the_lead_in_is_the_part_of_the_sentence_before_the_list():
    text = "It fell. The seven members are Norway, Malta and Fiji. It rose."
    (listing,) = listings(text)
    assert text[listing.lead_in.start : listing.lead_in.end] == "The seven members are"
    assert text[listing.span.start : listing.span.end] == "Norway, Malta and Fiji"
    assert listing.sentence == 1
    (listing,) = listings("Norway, Malta and Fiji left.")
    assert listing.lead_in.start == listing.lead_in.end


@pytest.mark.parametrize(
    "text",
    [
        "Countries such as Norway, Malta and Fiji left.",
        "Countries like Norway, Malta and Fiji left.",
        "Norway, Malta and Fiji, among others, left.",
        "Norway, Malta, Fiji and two others left.",
        "Norway, Malta, Fiji and others left.",
    ],
)
def test_a_list_that_says_there_are_more_is_open(text):
    (listing,) = listings(text)
    assert listing.names == ("Norway", "Malta", "Fiji")
    assert listing.is_open


@pytest.mark.parametrize(
    "text",
    [
        "Countries including Norway, Malta and Fiji left.",
        "Namely, it was Norway, Malta and Fiji.",
        "Norway, Malta and Fiji left.",
    ],
)
def test_a_list_that_does_not_say_so_is_not_open(text):
    assert not listings(text)[0].is_open


def test_bulleted_paragraphs_are_one_listing_led_in_by_the_paragraph_before():
    text = "Three clubs are left:\n\n- Hull\n- York City (holders)\n- Bath – who beat Leeds\n\nThe rest went home."
    (listing,) = listings(text)
    assert listing.names == ("Hull", "York City", "Bath")
    assert text[listing.lead_in.start : listing.lead_in.end] == "Three clubs are left:"
    assert listing.zone is Zone.LIST
    assert listing.proper


def test_bulleted_sentences_are_not_a_listing_of_names():
    assert names("We know this:\n\n- The storm has reached the coast of the island in the night\n- It rained") == []


def test_items_have_the_spans_of_the_names():
    text = "The mayor met Ann Lee, 34, the Bishop of Oslo and Bo Hay."
    for listing in listings(text):
        for item, name in zip(listing.items, listing.names, strict=True):
            assert text[item.start : item.end] in (name, f"the {name}")


_WORDS = st.lists(
    st.sampled_from(
        ["Norway", "the", "Ann Lee", "34", "and", "or", ",", ";", ":", "(x)", "of", "said", "“", "’s", "– ", ". ", "\n"]
    ),
    max_size=40,
).map(" ".join)


@given(_WORDS)
def test_spans_are_in_order_and_inside_whatever_the_text(text):
    for listing in listings(text):
        assert len(listing.items) == len(listing.names) >= 2
        assert listing.span.start == listing.items[0].start
        assert listing.span.end == listing.items[-1].end <= len(text)
        assert all(a.end <= b.start for a, b in pairwise(listing.items))
        assert listing.lead_in.end <= listing.span.start
        assert all(listing.names)


@pytest.mark.parametrize(
    "piece",
    [
        "A, ",
        "A and ",
        "A, B and C, ",
        "A and 5, ",
        "A; B, C and ",
        "a: A, ",
        "including a, b and ",
        "(",
        "A (",
        "of A and of ",
        "are ",
    ],
)
def test_a_megabyte_of_one_pattern_is_read_in_linear_time(piece):
    text = piece * (1_000_000 // len(piece))
    assert len(listings(text)) < len(text)
