"""The work on a sentence without an end, such as a table that lost its lines, grows no faster than its length."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import checks
from checks.model import Article
from checks.registry import catalogue
from checks.rule import Rule

SMALL, LARGE = 3_000, 12_000  # characters; with less, limits on what a rule looks at are not yet reached
MAX_GROWTH = 8  # times more steps for four times the text; quadratic work would take sixteen times as many
MIN_STEPS = 1_000  # below which the growth is that of what does not depend on the text


def of_size(piece: str, size: int) -> str:
    return piece * (size // len(piece))


def outcomes(rule: Rule, article: Article) -> list[object]:
    return list(rule.check(article))


@pytest.mark.parametrize(
    "piece",
    [
        "6-4, 3-6, 7-5; ",
        "12 people paid £5 each, £60 in total; ",
        "John Smith, 34, and Mary Jones, 35, ",
        "12% of voters, 13% of men, ",
        "won 3, drew 4, ",
        "10 miles (16km), ",
        "£5m ($8m), ",
        "aged 60, born in 1950, died in 2010, ",
        "lost 2-1 on aggregate, 1-0 after 90 minutes, ",
        "rose 5% to £840 from £800 and ",
        "up 5% at £8, down 6% at £9, ",
        "Monday 3 May and Tuesday 5 May, ",
        "Monday 3 May 2021 and Tuesday 5 October, ",
        "the United States of America and the Bank of ",
    ],
)
def test_no_rule_takes_quadratic_work(piece: str, count_steps: Callable[..., int]) -> None:
    small, large = (checks.read(of_size(piece, size)) for size in (SMALL, LARGE))
    growth = {
        rule.slug: count_steps(outcomes, rule, large) / max(count_steps(outcomes, rule, small), MIN_STEPS)
        for rule in catalogue("article").rules
    }
    assert not {slug: times for slug, times in growth.items() if times > MAX_GROWTH}


@pytest.mark.parametrize("piece", ["United States of America and the Bank of ", "Ann Lee and Bo Hay, ", "a, B and "])
def test_reading_listings_takes_work_in_proportion_to_the_text(piece: str, count_steps: Callable[..., int]) -> None:
    small, large = (count_steps(checks.read, of_size(piece, size)) for size in (SMALL, LARGE))
    assert large / small < 5


def test_quadratic_work_would_be_seen(count_steps: Callable[..., int]) -> None:
    def pairs(number: int) -> list[tuple[int, int]]:
        return [(first, second) for first in range(number) for second in range(number)]

    assert count_steps(pairs, 400) / count_steps(pairs, 100) > MAX_GROWTH
