"""Sums that a stated total closes, without a model."""

from __future__ import annotations

import pytest

import checks
from checks.model import Severity
from checks.relations.explicit.totals import explicit_totals
from checks.relations.frames import frames_of


def members_of(text: str) -> list[tuple[str, ...]]:
    return [
        tuple(frame.statement.words for frame in members) for members in explicit_totals(frames_of(checks.read(text)))
    ]


def questions(text: str) -> list[str]:
    found = checks.check_article(checks.read(text)).findings
    return [finding.message for finding in found if finding.severity is not Severity.NOTE]


TOTALS = [
    (
        "Ash sent 24 boats, Elm 31 and Oak 17. All told, 72 boats set out.",
        ("72", "24", "31", "17"),
        "31",
        "36",
    ),
    (
        "The choir raised £3,400 in May. A sale brought in £2,150 and a raffle £650. Altogether £6,200 came in.",
        ("£6,200", "£3,400", "£2,150", "£650"),
        "£2,150",
        "£2,510",
    ),
    (
        "They walked 11.5 miles on Friday and 14 miles on Saturday. Sunday had 9 miles. It was 34.5 miles in all.",
        ("34.5 miles", "11.5 miles", "14 miles", "9 miles"),
        "14 miles",
        "15 miles",
    ),
    (
        "Twenty-three men were held in Ash. Seventeen more were held in Elm and another 12 in Oak, bringing the number "
        "of arrests to 52.",
        ("52", "Twenty-three", "Seventeen", "12"),
        "Seventeen",
        "Sixteen",
    ),
    (
        "A gauge recorded 41mm of rain on Friday, and 28mm more fell the next day. Sunday had 17mm. The three-day "
        "total, 86mm, was a record.",
        ("86mm", "41mm", "28mm", "17mm"),
        "28mm",
        "23mm",
    ),
    (
        "An attacker killed seven people. Two bombs had killed 12 and 16 people, so that 35 people died in all.",
        ("35", "seven", "12", "16"),
        "16",
        "19",
    ),
    ("Holt gave £1,200 and Crane £850, a combined £2,050.", ("£2,050", "£1,200", "£850"), "£850", "£880"),
    (
        "Dunn got 30 months for theft, 15 months for fraud and six months for lying, 51 months in all.",
        ("51 months", "30 months", "15 months", "six months"),
        "15",
        "18",
    ),
]


@pytest.mark.parametrize(("text", "members", "was", "now"), TOTALS)
def test_a_total_closes_a_sum(text: str, members: tuple[str, ...], was: str, now: str) -> None:
    assert members_of(text) == [members]
    assert not questions(text)
    assert any(members[0] in question for question in questions(text.replace(was, now)))


@pytest.mark.parametrize(
    "text",
    [
        "Three were shot in Elm and two stabbed in Ash, bringing the number of killings this year to 31.",
        "Two new deaths were reported in Ash and four in Elm, bringing the county's toll to 118 from 112.",
        "He won six titles in Elm and three in Ash, and won in all 10 towns that he played in.",
        "Holt flew 35 sorties and Crane 41. Meanwhile, a total of 79 boats set out.",
        "Repairs in Ash took 12 days and in Elm nine days. The one in Oak could take up to 23 days.",
        "Elm had 12 schools and Ash nine boats. The two have 22 teachers in all.",
        "They took 12 of the prizes in May, nine in June and 14 in July. Altogether 49 were given.",
    ],
)
def test_other_totals_close_no_sum(text: str) -> None:
    assert not members_of(text)


def test_amounts_that_make_up_a_total_in_another_order_explain_it() -> None:
    assert not members_of("Ash sent 24 boats, Elm 31 boats and Oak 17 boats, two of them new. In all, 41 boats came.")
