"""Which stated number of things the text names one by one."""

from __future__ import annotations

import pytest

import checks
from checks.relations.counted_lists import FEATURES, MAX_COUNTS, SENTENCES_AFTER, CountedList, counted_lists_of
from checks.relations.frames import frames_of


def candidates(text: str) -> list[CountedList]:
    return list(counted_lists_of(frames_of(checks.read(text))))


def feature(candidate: CountedList, name: str) -> float:
    return dict(zip(FEATURES, candidate.features, strict=True))[name]


@pytest.mark.parametrize(
    "text",
    [
        "The ban covers three lakes: Arden, Corrie and Finlay.",
        "The ban covers three lakes. They are Arden, Corrie and Finlay.",
        "Arden, Corrie and Finlay won. The three lakes are shut.",
        "The ban covers three lakes (Arden, Corrie and Finlay).",
        "The ban covers three lakes: Lake Arden; Lake Corrie; and Lake Finlay.",
        "She has two children: Jade, 10, and John, nine.",
        "They visited two towns: Lyme Regis, Dorset, and Staithes, North Yorkshire.",
        "The ban covers three lakes: Arden, Perth; Corrie in Fife; Finlay and Moss in Angus.",
        "The plan has two parts: the taxes, and the bonds and loans.",
        "The three lakes of Perth, Arden, Corrie and Finlay, are shut.",
        "The three members are the barrister Ann Lee, Ida Ash, chair of the board, and Ben Oak.",
        "The firm, which is mainly active in the north and has long been known there for its care, now sells in "
        "three towns including Ely, Hull and York.",
    ],
)
def test_a_count_that_agrees_with_its_list(text: str) -> None:
    assert any(
        candidate.agrees for candidate in candidates(text) if candidate.frame.statement.words in ("two", "three")
    )


@pytest.mark.parametrize(
    "text",
    [
        "The ban covers four lakes: Arden, Corrie and Finlay.",
        "The ban covers five lakes (Arden, Corrie and Finlay).",
        "She has four children: Jade, Moss and John.",
        "They visited two lakes: Arden, Corrie and Finlay, said Mia.",
        "It has three divisions: gaming, Hard Ash, bingo and Deluxe Films.",
        "The ban covers 14 lakes: Lake Arden; Lake Corrie; and Lake Finlay.",
        "Five were saved: Mr Oak, his wife, their two sons and two guests.",
        "Nine were saved: a couple, their five girls and a nurse.",
    ],
)
def test_a_count_that_no_reading_of_the_list_makes(text: str) -> None:
    found = candidates(text)
    assert found
    assert not any(candidate.agrees for candidate in found)


@pytest.mark.parametrize(
    "text",
    [
        "The ban covers Arden, Corrie and Finlay.",  # no count
        "The ban covers three lakes.",  # no list
        "One lake is shut: Arden, Corrie and Finlay know.",  # one counts nothing
        "Some 300 lakes are shut: Arden, Corrie and Finlay.",  # too many to name
        "It cost £3 in Arden, Corrie and Finlay.",  # money
        "It covers 3% of Arden, Corrie and Finlay.",
        "It covers 2.5 lakes: Arden, Corrie and Finlay.",
        "They won 3-1 in Arden, Corrie and Finlay.",
        "The ban covers three lakes. " + "Rain fell. " * (SENTENCES_AFTER + 1) + "Arden, Corrie and Finlay won.",
        "",
    ],
)
def test_no_candidate(text: str) -> None:
    assert not candidates(text)


def test_some_of_those_that_were_named_are_not_their_number() -> None:
    text = "It runs the Hengist, the Horsa, the Orford and the Rowena. Two of them are old."
    assert not [each for each in candidates(text) if each.frame.statement.words == "Two"]
    text = "Two of them are old: the Hengist and the Horsa."
    assert [each for each in candidates(text) if each.frame.statement.words == "Two"]


def test_where_they_are_from_is_none_of_them() -> None:
    (found,) = candidates("Both members from Arden, Ida Ash and Ben Oak, voted no.")
    assert found.agrees
    assert not any(each.agrees for each in candidates("All four members from Arden, Ida Ash and Ben Oak, voted no."))
    assert not any(each.agrees for each in candidates("She backs two members aside from Ash, Ben Oak and Mia Elm."))


def test_things_that_are_far_more_are_not_what_is_counted() -> None:
    assert not candidates("The plan has four zones with 48 changing rooms and 76 showers.")
    assert candidates("They found eight weapons: six rifles and three knives.")
    assert candidates("Three boys aged 16 and 17 deny it.")


def test_the_first_of_several_items_counts_no_list() -> None:
    assert not candidates("Five Argentine tourists, a Belgian woman, a New Yorker and a Czech died.")
    assert not candidates("He was backed by four more senators, a governor and five clerks.")
    assert candidates("Four people, a man, a girl and a boy, were held.")


def test_one_of_them_may_be_mentioned_before_the_others() -> None:
    assert any(each.agrees for each in candidates("Elm is one of four towns: Ash, Oak and Ely are the others."))
    assert not any(each.agrees for each in candidates("Elm is one of five towns: Ash, Oak and Ely are the others."))


def test_a_number_inside_the_list_does_not_count_it() -> None:
    assert not candidates("The boys are Jade, two, and John, nine.")


def test_features_and_evidence() -> None:
    (near,) = candidates("The ban covers four big lakes: Arden, Corrie and Finlay.")
    assert len(near.features) == len(FEATURES)
    assert near.evidence == (4, 3, 1, 1)
    assert feature(near, "in words") == feature(near, "noun plural") == feature(near, "list proper") == 1
    assert feature(near, "list after :") == feature(near, "list before .") == 1
    assert feature(near, "sentences apart") == feature(near, "count behind the list") == 0
    (behind,) = candidates("Arden, Corrie and Finlay won. The three lakes are shut.")
    assert feature(behind, "count behind the list") == feature(behind, "sentences apart") == 1
    assert feature(behind, "definite") == 1
    assert feature(behind, "list of numbers") == 0


def test_the_rank_counts_the_lists_in_reading_order() -> None:
    found = candidates("Two lakes are shut. Arden and Corrie won. Mia and Bo lost.")
    assert [feature(candidate, "rank of the list") for candidate in found] == list(range(len(found)))
    assert len(found) == 2


def test_the_number_of_counts_is_bounded() -> None:
    found = candidates("Three lakes are shut. " * (MAX_COUNTS + 20) + "Arden, Corrie and Finlay won.")
    assert not found
    found = candidates("Three lakes are shut: Arden, Corrie and Finlay. " * (MAX_COUNTS + 20))
    assert len({candidate.frame.index for candidate in found}) == MAX_COUNTS


@pytest.mark.parametrize(
    ("text", "agrees"),
    [
        ("Three people - two women and a man - were hurt.", True),
        ("Five people - two women and a man - were hurt.", False),
        ("The four victims were two brothers, their cousin and a neighbour.", True),
        ("The seven victims were two brothers, their cousin and a neighbour.", False),
        ("They found six weapons: two rifles, a pistol and three knives.", True),
        ("They found eight weapons: two rifles, a pistol and three knives.", False),
        ("He has three children, two sons and a daughter.", True),
        ("Four of the suspects, three boys aged 15 to 17 and a girl of 16, deny it.", True),
    ],
)
def test_items_count_for_as_many_as_they_name(text: str, agrees: bool) -> None:
    assert {candidate.agrees for candidate in candidates(text) if candidate.enumeration.quantified} == {agrees}


@pytest.mark.parametrize(
    "text",
    [
        "They got away with three watches, two rings and a necklace.",
        "The shop sells four sorts, two kilos and a bag.",
        "She sold three houses, her shares and a boat.",
        "It took three days, two hours and a minute.",
    ],
)
def test_a_number_before_numbers_may_be_of_one_thing_more(text: str) -> None:
    assert not any(candidate.enumeration.quantified for candidate in candidates(text))


def test_others_are_not_among_those_named_before_them() -> None:
    found = candidates("Kelham, Moss Lane and Fairhaven will shut; the four others, in Arden, Ely and Hull, will stay.")
    assert found
    assert all(candidate.enumeration.span.start > candidate.frame.start for candidate in found)
    assert not candidates("Arden, Corrie and Finlay are shut. Two others may follow.")


@pytest.mark.parametrize(
    ("text", "sizes"),
    [
        ("Work began at Lake Arden, Corrie, Finlay and Moss, three sites in all.", {4}),
        ("It has three brands owned by Stell, Arden, Corrie and Finlay.", {3, 4}),
    ],
)
def test_a_count_after_its_list_includes_the_name_after_a_preposition(text: str, sizes: set[int]) -> None:
    assert {candidate.enumeration.count for candidate in candidates(text)} == sizes


def test_a_list_stays_open_however_long_the_words_before_its_first_name_are() -> None:
    text = (
        "It is backed by five others, including the senior member of the House Committee on Trade Ann Lee and Ben Oak."
    )
    assert [candidate.is_open for candidate in candidates(text)] == [True]


@pytest.mark.parametrize(
    ("text", "has_candidates"),
    [
        ("Nine members chose Arden, six Corrie and two Finlay.", False),
        ("Of the 20 members, nine are from Arden, six from Corrie and five from Finlay.", False),
        ("Nine were in the boat: the skipper, two boys and six girls.", True),
    ],
)
def test_the_number_of_the_first_item_is_no_count_of_them_all(text: str, has_candidates: bool) -> None:
    assert any(candidate.frame.statement.words.lower() == "nine" for candidate in candidates(text)) is has_candidates


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("Three towns, Ely, Rye and Ash, will hold the four races.", {"Three"}),
        ("Four roads, the A1, A2, A3 and M4, were shut. Five people were hurt.", set()),
        ("Ann Lee, Bo Hay and Ed May, three clerks, left.", {"three"}),
    ],
)
def test_no_list_takes_the_count_of_its_items_for_one_of_them(text: str, counts: set[str]) -> None:
    agreeing = [candidate for candidate in candidates(text) if candidate.agrees]
    assert {candidate.frame.statement.words for candidate in agreeing} == counts


@pytest.mark.parametrize("noun", ["points", "votes", "goals"])
def test_what_is_scored_is_not_named_one_by_one(noun: str) -> None:
    assert not candidates(f"The lead is therefore four {noun}. Ely has 21 per cent, Ash 13 and Rye nine.")
    assert candidates("There are four towns. Ely has 21 per cent, Ash 13 and Rye nine.")
