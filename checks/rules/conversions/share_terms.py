"""A percentage that is restated in basis points or as odds, with another value.

Ties "0.42 per cent or 42 basis points", "50 basis points (0.5%)" and "90 to one, or 1.1%". A basis point is a hundredth
of a percentage point; odds of 90 to one are one in 91, or one in 90 as many read them.

Silent where points are followed by the percentage of a change and its level ("12 basis points, or 4%, to 3.12%"), and
where what looks like odds is a score.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from checks.model import Article, Figure, Finding, Interval, Outcome, Severity, Tick
from checks.number_format import number
from checks.pattern import pattern
from checks.questions import which_is_right
from checks.rule import Example, Rule
from checks.rules._change_verbs import SECOND_SIDE
from checks.rules._printed import exact_or_about, printed_interval, round_significant
from checks.rules._text import plain_words, spans, text_between
from checks.rules.conversions._restated_figures import is_restated

ODDS_TO_ONE = pattern(r"(?:-|\s)to(?:-|\s)(?:one|1)\b|/1$", re.IGNORECASE)
LEVEL_AFTER = pattern(r"[,)]?\s*(?:to|at|higher|lower|from)\b", re.IGNORECASE)
ODDS_SLACK = Fraction(1, 5)  # of the percentage: odds are round numbers
PERCENT_UNITS = frozenset(("percent", "percentage point"))


def check(article: Article) -> Iterator[Outcome]:
    for first, second in pairwise(article.figures):
        percent, other = (first, second) if first.unit in PERCENT_UNITS else (second, first)
        if percent.unit not in PERCENT_UNITS or percent.second is not None:
            continue
        gap = text_between(article, first, second)
        if not is_restated(article, first, second) or not ("(" in gap or "or" in plain_words(gap)):
            continue
        if other.unit == "basis point" and other.second is None:
            level = LEVEL_AFTER.match(article.text, second.span.end)
            may_be_relative = percent is second and percent.unit == "percent" and level is not None
            yield from _judged(
                percent,
                other,
                [printed_interval(other).times(Fraction(1, 100))],
                Fraction(0),
                may_be_relative=may_be_relative,
            )
        elif other.second == 1 and other.value and ODDS_TO_ONE.search(other.words):
            if SECOND_SIDE.match(article.text, percent.span.end):
                continue
            chances = [Interval.exact(100 / other.value), Interval.exact(100 / (other.value + 1))]
            yield from _judged(percent, other, chances, ODDS_SLACK, may_be_relative=False)


def _judged(
    percent: Figure, other: Figure, allowed: list[Interval], slack: Fraction, *, may_be_relative: bool
) -> Iterator[Outcome]:
    """The tick or finding for a percentage and what the other figure allows, with a share of it as slack."""
    stated = printed_interval(percent)
    centre = ((allowed[0].low or Fraction(0)) + (allowed[0].high or Fraction(0))) / 2
    shown = f"{exact_or_about(centre)}%"
    if any(stated.overlaps(interval) for interval in allowed):
        yield Tick(f"{other.words} is {percent.words}.", spans(percent, other), f"{other.words} = {shown}")
    elif not may_be_relative and not any(
        stated.overlaps(Interval(interval.low * (1 - slack), interval.high * (1 + slack)))
        for interval in allowed
        if interval.low is not None and interval.high is not None
    ):
        yield Finding(
            Severity.WARNING,
            f"{other.words} is {shown}, and the text gives {percent.words}.",
            spans(percent, other),
            f"{other.words} = {shown}, not {percent.words}",
            (f"{percent.words} -> {number(round_significant(centre))}%",),
            which_is_right(other.words, percent.words),
        )


EXAMPLES = (
    Example("basis points", "Prices rose by 0.42 per cent or 42 basis points in July.", "tick"),
    Example("basis points, wrong", "Prices rose by 0.42 per cent or 24 basis points in July.", "warning"),
    Example("in brackets", "The bank cut its rate by 75 basis points (0.75 percentage points).", "tick"),
    Example("in brackets, wrong", "The bank cut its rate by 75 basis points (7.5 percentage points).", "warning"),
    Example("odds", "She has a 90 to one, or 1.1%, chance of the title.", "tick"),
    Example("odds, wrong", "She has a 90 to one, or 9%, chance of the title.", "warning"),
    Example("odds as one in so many", "She has a 50-to-1 (2%) chance of the title.", "tick"),
    Example("a relative change", "The yield fell 12 basis points, or 4%, to 2.88%.", "silent"),
    Example("two changes", "The yield fell 12 basis points and shares rose 3%.", "silent"),
    Example("a level and its rise", "The yield is at 3.4%, up 12 basis points, this week.", "silent"),
    Example("a spread", "The yield is 6.1%, about 130 basis points above that of bonds.", "silent"),
    Example("a level", "The yield rose 12 basis points to 3.4%.", "silent"),
    Example("two sides", "By about two to one (63% to 31%), members want a new hall.", "silent"),
    Example("a score", "They won 10 to 1 and hold 60% of the ball.", "silent"),
)

RULE = Rule(
    code="UC03", slug="share-in-other-terms", scope="article", relation="convert", check=check, examples=EXAMPLES
)
