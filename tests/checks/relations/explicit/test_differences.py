"""Differences that the words name, with and without a model."""

from __future__ import annotations

import pytest

import checks
from checks.model import Severity
from checks.relations.explicit.differences import explicit_differences
from checks.relations.frames import frames_of


def named_members(text: str) -> list[tuple[str, ...]]:
    """The larger amount, the difference and the smaller one, as printed."""
    found = explicit_differences(frames_of(checks.read(text)))
    return [tuple(frame.statement.words for frame in members) for members in found]


def questions(text: str) -> list[str]:
    found = checks.check_article(checks.read(text)).findings
    return [finding.message for finding in found if finding.severity is not Severity.NOTE]


EXPLICIT_DIFFERENCES = [
    ("It went for £412,000, £47,000 above its guide price of £365,000.", ("£412,000", "£47,000", "£365,000")),
    ("The petition has 11,400 names, 3,900 more than the 7,500 of 2023.", ("11,400", "3,900", "7,500")),
    ("Net debt fell by £12m to £29m from £41m.", ("£41m", "£12m", "£29m")),
    ("The motion passed by 58 votes to 41, a majority of 17.", ("58", "17", "41")),
    ("MPs rejected the bill by 318-289, a majority of 29.", ("318", "29", "289")),
    ("The board voted 7-4 to build a quay. The decision, three votes clear, stands.", ("7", "three", "4")),
    ("It took 184 pupils last autumn. This year it takes 158, 26 fewer.", ("184", "26", "158")),
    ("The high was 111 degrees, four degrees above the record of 107.", ("111 degrees", "four degrees", "107")),
    (
        "It rose by two feet to 1,041 feet from 1,039 feet. It is 19 feet below its full level of 1,060 feet.",
        ("1,060 feet", "19 feet", "1,041 feet"),
    ),
    ("It stood at 27 feet, six feet above flood stage. Flood stage is 21 feet.", ("27 feet", "six feet", "21 feet")),
    ("They voted for an $84m budget, down $4m from the current $88m.", ("$88m", "$4m", "$84m")),
    ("The ferry carries 380 passengers, against 295 on the old boat, 85 more.", ("380", "85", "295")),
    ("There were 847 votes for action and 181 against, a majority of 666.", ("847", "666", "181")),
    (
        "Exports came to $12.4bn and imports to $16.9bn, leaving a deficit of $4.5bn.",
        ("$16.9bn", "$4.5bn", "$12.4bn"),
    ),
    ("It reached 41.3C in Elm. The old record, 39.7C, was beaten by 1.6C.", ("41.3C", "1.6C", "39.7C")),
]


@pytest.mark.parametrize(("text", "members"), EXPLICIT_DIFFERENCES)
def test_both_amounts_are_found(text: str, members: tuple[str, ...]) -> None:
    assert members in named_members(text)
    assert not questions(text)


@pytest.mark.parametrize(
    "text",
    [
        "The team has 13 million users, three million more than Slack.",
        "She won at 16, 11 years ago, and is now 27. She has since added eight more.",
        "Prices are four pence below last year's 45 pence and nine short of the 50 that they need.",
        "The Tories have 163 seats, two fewer than they won in 1997.",
        "The contract settled at $56.13 a barrel. Gas was 49 cents higher at $2.36.",
        "Labour has 40 seats and the Greens have 31, a majority of 12.",
        "Wolves beat Stags 29-22 on Saturday and are three points clear.",
        "They plan 250 more buses, and had promised 450 by May and 100 in June.",
    ],
)
def test_other_amounts_near_a_comparative_are_not_compared(text: str) -> None:
    assert not named_members(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It went for £412,000, £57,000 above its guide price of £365,000.", "£422,000"),
        ("The petition has 11,400 names, 4,900 more than the 7,500 of 2023.", "12,400"),
        ("Net debt fell by £21m to £29m from £41m.", "£50 million"),
        ("MPs rejected the bill by 318-289, a majority of 39.", "318"),
        ("The board voted 7-4 to build a quay. The decision, two votes clear, stands.", "7"),
        ("It took 184 pupils last autumn. This year it takes 158, 36 fewer.", "194"),
        ("Exports came to $12.4bn and imports to $16.9bn, leaving a deficit of $2.7bn.", "$15.1"),
    ],
)
def test_a_difference_that_does_not_fit_is_questioned_without_a_model(text: str, expected: str) -> None:
    [question] = questions(text)
    assert expected in question


def test_amounts_nearby_that_fit_exactly_explain_a_difference() -> None:
    assert not named_members("The school has 412 pupils. Eastmoor, with a staff of 96, has 379 pupils, 33 fewer.")


@pytest.mark.parametrize(
    "text",
    [
        "Ash lost by nine votes. There were 30 for Holt, 24 for Crane and 15 against both.",
        "The motion passed by a majority of nine. There are 63 members and 25 seats for guests.",
        "The bid fell three votes short. It needed 90 of the 130; another 25 were away.",
        "Profit fell by £14m to £61m. In the same period last year sales were £850m.",
        "Debt grew by $3.1 billion. It was 41.4 billion in Ash, compared with 30.3 billion in Elm.",
        "The mill cut its staff by 40 to 160. A year ago another 20 left.",
        "Sales fell by £14m to £61m. A year earlier they had been £55m.",
        "Shares in Elm fell by $4 to $36. A year ago they were at $52.",
        "The pound fell by 4 cents to $1.36 on Monday. In the same week last year it was at $1.41.",
        "Output fell by 140. It was 860 in May, compared with 1,200 in 2019.",
        "The law passed by nine votes in the lower house. In the upper house 33 voted for it and 30 against.",
    ],
)
def test_other_amounts_after_a_difference_are_not_its_levels(text: str) -> None:
    assert not named_members(text)
    assert not questions(text)
