"""Which two statements can be one fact, by their values and by the words around them."""

from __future__ import annotations

import pytest

import checks
from checks.relations.frames import frames_of
from checks.relations.restatement import (
    BEST_PARTNERS,
    MAX_GROUP,
    Pair,
    agree,
    are_ages_of_one_person,
    pairs_of,
)
from checks.relations.restatement_features import FEATURES
from checks.relations.slip_evidence import SlipEvidence


def pairs(text: str) -> list[Pair]:
    return list(pairs_of(frames_of(checks.read(text))))


def agreeing(first: str, second: str) -> bool:
    """Whether two statements agree, in either order."""
    frame, other = frames_of(checks.read(f"There: {first} there. There: {second} there.")).frames
    assert agree(frame, other) == agree(other, frame)
    return agree(frame, other)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("14 boats", "14 boats"),
        ("fourteen boats", "14 boats"),
        ("31,900 boats", "32,000 boats"),  # rounded
        ("31,900 boats", "31,000 boats"),  # cut off
        ("£31.9bn", "£32bn"),
        ("about 40 boats", "42 boats"),
        ("more than 300 boats", "312 boats"),
        ("nearly 40 boats", "39 boats"),
        ("over two dozen boats", "27 boats"),
        ("3 May 2010", "3 May"),
        ("3 May 2010", "May 2010"),
        ("3 May 2010", "2010"),
        ("3-1", "3-1"),
        ("in his 30s", "aged 32"),
    ],
)
def test_values_that_can_be_one(first: str, second: str) -> None:
    assert agreeing(first, second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("14 boats", "19 boats"),
        ("some 13 boats", "12 boats"),
        ("20 boats", "19 boats"),  # small whole numbers are meant as they stand
        ("20-year-old boats", "19-year-old boats"),
        ("2 boats", "3 boats"),
        ("£2bn", "£3bn"),
        ("31,900 boats", "34,000 boats"),
        ("1.4 boats", "2 boats"),  # rounding takes away no third
        ("about 40 boats", "90 boats"),
        ("more than 35,000 boats", "41,000 boats"),
        ("more than 300 boats", "280 boats"),
        ("nearly 40 boats", "43 boats"),
        ("3 May 2010", "4 May"),
        ("3 May 2010", "3 May 2011"),
        ("3-1", "3-2"),
        ("in his 30s", "aged 42"),
        ("3-5 boats", "4 boats"),
        ("9am", "10am"),
        ("3 May 2010", "2011"),
    ],
)
def test_values_that_cannot_be_one(first: str, second: str) -> None:
    assert not agreeing(first, second)


def test_statements_of_one_kind_and_unit_are_candidates() -> None:
    (pair,) = pairs("Ferry fire kills 14\n\nA fire on a ferry off Lorne killed 19 people in the night.")
    assert (pair.first.statement.words, pair.second.statement.words) == ("14", "19")
    assert not pair.equal
    assert len(pair.features) == len(FEATURES)
    assert isinstance(pair.evidence, SlipEvidence)


def test_an_agreeing_pair_has_no_evidence_of_a_slip() -> None:
    (pair,) = pairs("Ferry fire kills 14\n\nA fire on a ferry off Lorne killed 14 people in the night.")
    assert pair.equal
    assert pair.evidence == ()


@pytest.mark.parametrize(
    "text",
    [
        "It cost £14. It cost $19.",
        "It took 14 days. It took 19 weeks.",
        "Divers raised 14 anchors. It cost £14.",
        "Divers raised 3-5 anchors. Divers raised 4 anchors.",  # a range and a number
        "Divers raised 14 anchors.",
        "Nobody came.",
        "Divers raised dozens of anchors. Divers raised 64 anchors.",  # which dozens may be
        "Divers raised 14 anchors. Divers raised 862 anchors.",  # no slip
        "Fog hid 14 boats. Rain met 19 goats.",  # no word in common
    ],
)
def test_no_candidate(text: str) -> None:
    assert not pairs(text)


def test_the_earlier_statement_stands_first() -> None:
    text = "Divers raised 14 anchors. Divers raised 17 anchors. Divers raised 14 anchors."
    assert all(pair.first.start < pair.second.start for pair in pairs(text))
    assert len(pairs(text)) == 3


def test_features_do_not_depend_on_the_size_of_the_values() -> None:
    template = "Divers raised {} anchors off Lorne.\n\nThe divers of Lorne raised {} old anchors on Monday."
    (small,), (large,) = pairs(template.format(14, 14)), pairs(template.format(862, 862))
    assert small.features == large.features


def test_shared_words_raise_the_measures_of_overlap() -> None:
    far, near = (
        dict(zip(FEATURES, pairs(text)[0].features, strict=True))
        for text in (
            "Divers raised 14 anchors off Lorne. Bakers sold 14 loaves of rye.",
            "Divers raised 14 anchors off Lorne. Divers raised 14 anchors there.",
        )
    )
    for name in ("wide weight", "narrow count", "sentence share", "noun equal"):
        assert near[name] > far[name] == 0


def test_a_date_is_no_candidate_for_a_year() -> None:
    found = pairs("It opened on 3 May 2010. It opened on 8 May 2010. It closed in 2014.")
    assert {(pair.first.kind, pair.second.kind) for pair in found} == {("date", "date")}


def test_of_unequal_statements_only_the_best_partners_are_weighed() -> None:
    sentences = [f"Divers raised {number} anchors off Lorne." for number in range(1000, 1040)]
    place = FEATURES.index("rank better")
    found = pairs(" ".join(sentences))
    assert found
    assert all(pair.features[place] < BEST_PARTNERS for pair in found)


def test_the_number_of_candidates_is_bounded() -> None:
    assert len(pairs("Divers raised 14 anchors. " * 300)) == MAX_GROUP * (MAX_GROUP - 1) // 2


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("Ann Reed, 18, fell.", "Police said Ann Reed, 19, had fallen.", 1.0),  # a first word is no name
        ("Police said Ann Reed, 18, fell.", "Police said Ann Reed, 19, had fallen.", 2.0),
        ("Police said Ann Reed (18) fell.", "They found 19-year-old Reed's coat.", 1.0),
        ("Police said Ann Reed, 18, fell.", "Police said Bo Lund, 19, had fallen.", -1.0),
        ("Police said Ann Reed, 18, fell.", "An 19-year-old fell.", 0.0),
    ],
)
def test_whose_figures_they_are(first: str, second: str, expected: float) -> None:
    (pair,) = pairs(f"{first}\n\n{second}")
    assert dict(zip(FEATURES, pair.features, strict=True))["same owner"] == expected


@pytest.mark.parametrize("others", ["a cook and three others", "Ann Reed and two other cooks"])
def test_others_leave_out_those_who_are_named(others: str) -> None:
    assert not [pair for pair in pairs(f"Police held {others}.\n\nPolice held four cooks.") if not pair.equal]
    assert [pair for pair in pairs(f"Police held {others}.\n\nPolice held nine cooks, not four.") if not pair.equal]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("Ann Reed, 18, fell.", "Ann Reed, 19, had fallen.", True),
        ("Ann Lee Reed, aged 18, fell.", "They found 19-year-old Ann Lee Reed at home.", True),
        ("Goals: Ann Reed (66), Bo Lund (70).", "Goals: Ann Reed (69), Bo Lund (71).", False),
        ("Ann Reed, 18, fell.", "Bo Reed, 19, had fallen.", False),  # of one family
        ("Ann Reed, 18, fell.", "Reed, 19, had fallen.", True),
        ("Ann Reed, 18, fell.", "Ms Reed, who is 19, had fallen.", True),
        ("Ann Reed, 18, fell.", "Mrs Reed, 49, wept.", False),  # her mother
        ("Ann Reed, 18, fell with Bo Reed.", "Reed, 19, had fallen.", False),
        ("Ann Reed, 18, fell.", "Ann Reed, 17 when she left, wept.", False),
        ("Ann Reed, 18, fell.", "Ann Reed turned 19 in May.", False),
        ("Ann Reed, 18, fell.", "A boy of 19 fell.", False),
    ],
)
def test_ages_of_one_person(first: str, second: str, expected: bool) -> None:
    frames = frames_of(checks.read(f"Two fall\n\nTwo fell in May.\n\n{first}\n\n{second}"))
    ages = [frame for frame in frames.frames if frame.kind in ("age", "count") and frame.statement.sentence > 1]
    assert are_ages_of_one_person(frames, ages[0], ages[-1]) is expected
