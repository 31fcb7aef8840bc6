"""The numbers at the start of paragraphs: which of them are missing or stand twice."""

from __future__ import annotations

import pytest

from checks.model import Finding
from checks.read import read
from checks.registry import catalogue


def findings_on(*items: str) -> list[Finding]:
    article = read("Torley votes on Thursday.\n\n" + "\n\n".join(items))
    return [each for each in catalogue().find("numbered-items").check(article) if isinstance(each, Finding)]


def numbered(*numbers: int) -> list[str]:
    return [f"{number}. The town has a question." for number in numbers]


@pytest.mark.parametrize(
    ("numbers", "message", "marked"),
    [
        ((1, 2, 4, 5), "go from 2 to 4: 3 is missing.", 2),
        ((1, 2, 2, 3), "go from 2 to 2: 2 stands twice.", 2),
        ((1, 2, 2, 4), "go from 2 to 2 and from 2 to 4: 2 stands twice and 3 is missing.", 3),
        ((1, 2, 2, 3, 5), "go from 2 to 2 and from 3 to 5: 2 stands twice and 4 is missing.", 4),
        ((1, 3, 4, 4, 5), "go from 1 to 3 and from 4 to 4: 4 stands twice and 2 is missing.", 4),
        ((5, 3, 2, 2, 1), "go from 5 to 3 and from 2 to 2: 2 stands twice and 4 is missing.", 4),
    ],
)
def test_a_repetition_and_a_gap_are_named_and_marked_where_they_are(
    numbers: tuple[int, ...], message: str, marked: int
) -> None:
    [finding] = findings_on(*numbered(*numbers))
    assert finding.message == f"The numbered items {message}"
    assert len(finding.spans) == marked


@pytest.mark.parametrize("numbers", [(1, 2, 3, 4), (1, 2, 2, 2, 3), (1, 4, 5, 8), (1, 2, 1, 2, 3), (4, 3, 2, 1)])
def test_no_fault_or_more_than_one_of_a_kind_is_not_asked_about(numbers: tuple[int, ...]) -> None:
    assert not findings_on(*numbered(*numbers))


@pytest.mark.parametrize("told", ["#3: It is dry.", "(3) It is dry.", "3) It is dry.", "No. 3: It is dry."])
@pytest.mark.parametrize("before", [" ", "\n\n"])
def test_an_item_in_another_style_or_inside_a_paragraph_is_not_missing(told: str, before: str) -> None:
    one, two, *others = numbered(1, 2, 4, 5)
    assert not findings_on(one, two + before + told, *others)


@pytest.mark.parametrize("told", ["It cost £3.20.", "It has room for 13. The road has none.", "Room 3 is dry."])
def test_another_number_in_between_is_no_item(told: str) -> None:
    one, two, *others = numbered(1, 2, 4, 5)
    [finding] = findings_on(one, f"{two} {told}", *others)
    assert "3 is missing" in finding.message


def test_a_repetition_is_told_beside_an_item_inside_a_paragraph() -> None:
    one, two, again, three, five = numbered(1, 2, 2, 3, 5)
    [finding] = findings_on(one, two, again, f"{three} 4) It is dry.", five)
    assert finding.message == "The numbered items go from 2 to 2: 2 stands twice."
    assert finding.repairs == ("6 items -> numbered 1 to 6",)
