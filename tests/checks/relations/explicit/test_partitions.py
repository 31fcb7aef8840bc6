"""Sums of a whole that a sentence divides, without a model."""

from __future__ import annotations

import pytest

import checks
from checks.model import Severity
from checks.relations.explicit.partitions import explicit_partitions
from checks.relations.frames import frames_of


def members_of(text: str) -> list[tuple[str, ...]]:
    frames = frames_of(checks.read(text))
    return [tuple(frame.statement.words for frame in members) for members in explicit_partitions(frames)]


def questions(text: str) -> list[str]:
    found = checks.check_article(checks.read(text)).findings
    return [finding.message for finding in found if finding.severity is not Severity.NOTE]


PARTITIONS = [
    (
        "Fourteen of the 30 who turned it down are teachers, nine are nurses and seven clerks.",
        ("30", "Fourteen", "nine", "seven"),
        "seven",
        "eight",
    ),
    ("Thirty-two of the 75 trucks are in Elm, 26 in Ash and 17 in Oak.", ("75", "Thirty-two", "26", "17"), "26", "29"),
    ("Torley won 14 of the 30 seats, Elm nine and Skerra seven.", ("30", "14", "nine", "seven"), "nine", "ten"),
]


@pytest.mark.parametrize(("text", "members", "was", "now"), PARTITIONS)
def test_a_divided_whole_has_no_more_parts(text: str, members: tuple[str, ...], was: str, now: str) -> None:
    assert members_of(text) == [members]
    assert not questions(text)
    assert questions(text.replace(was, now))


@pytest.mark.parametrize(
    "text",
    [
        "Six of the 14 are women, five are from Ash and four are under 30.",  # the parts overlap
        "Eight of the 12 boats are new, five are from Elm and four for sale.",
        "Fourteen of the 30 who turned it down are teachers, nine are nurses and two clerks.",  # and five more
        "Fourteen of the 30 are teachers, nine also work as nurses and eight as clerks.",
        "Eleven of the 20 boats are new, five blue or red and six old.",
    ],
)
def test_other_parts_raise_no_question(text: str) -> None:
    assert not members_of(text)
    assert not questions(text)
