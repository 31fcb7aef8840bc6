"""A sentence without an end, such as a table that lost its lines, takes the rules as long as it is, not its square."""

from __future__ import annotations

import gc
import time

import pytest

import checks
from checks.model import Article
from checks.registry import catalogue
from checks.rule import Rule

SMALL, LARGE = 4_000, 16_000
MOST = 9  # times longer for four times the text; its square would be sixteen
LEAST = 0.02  # seconds below which the clock tells nothing


def of_size(piece: str, size: int) -> str:
    return piece * (size // len(piece))


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
        "the United States of America and the Bank of ",
    ],
)
def test_no_rule_takes_square_time(piece: str) -> None:
    small, large = (checks.read(of_size(piece, size)) for size in (SMALL, LARGE))
    slow = {
        rule.slug: took
        for rule in catalogue().of_scope("article")
        if (took := seconds(rule, large) / max(seconds(rule, small), LEAST)) > MOST
    }
    assert not slow


def seconds(rule: Rule, article: Article) -> float:
    gc.disable()  # what it takes to collect what other tests left is not the rule's
    started = time.process_time()
    for _ in rule.check(article):
        pass
    took = time.process_time() - started
    gc.enable()
    return took


@pytest.mark.parametrize("piece", ["United States of America and the Bank of ", "Ann Lee and Bo Hay, ", "a, B and "])
def test_listings_are_read_once(piece: str) -> None:
    def took(size: int) -> float:
        text = of_size(piece, size)
        started = time.process_time()
        checks.read(text)
        return time.process_time() - started

    assert took(4 * LARGE) / max(took(LARGE), LEAST) < MOST
