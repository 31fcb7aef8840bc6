"""A fraction in words and the percentage beside it do not match.

Ties "more than half (53%)", "nearly two thirds - 64% -" and "one in four (25%)". A fraction in words stands for three
percentage points each way; "more than" and "nearly" say on which side the percentage must be.

Silent where the percentage is of something else ("half of the 40%"), where the two are levels that are compared, and
within a point of the edge.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from checks.model import Article, Figure, Finding, Hedge, Interval, Kind, Outcome, Severity, Tick
from checks.number_format import number, spread
from checks.pattern import pattern
from checks.rule import Example, Rule
from checks.rules._printed import GLOSS, between, by_sentence, plain_words, spans

NEAR = 3  # percentage points that a fraction in words allows
UNDER = 9  # as far below as "nearly" reaches
EXACT = 20
NUMBERS = pattern(r"\d+")
LONGEST = 60


def check(article: Article) -> Iterator[Outcome]:
    for _, figures in by_sentence(article):
        for one, other in pairwise(figures):
            if {one.kind, other.kind} != {Kind.FRACTION, Kind.PERCENT} or one.is_range or other.is_range:
                continue
            if _is_gloss(article, one, other):
                fraction, percent = (one, other) if one.kind is Kind.FRACTION else (other, one)
                yield from _judged(fraction, percent)


def _is_gloss(article: Article, one: Figure, other: Figure) -> bool:
    """Is the second the first again: in brackets, between dashes, or after "or"?"""
    gap = between(article, one, other)
    if len(gap) > LONGEST:
        return False
    noun, bracket, gloss = gap.partition("(")
    if bracket:
        closed = article.text[other.span.end : other.span.end + 1] == ")"
        return GLOSS.issuperset(plain_words(gloss)) and (closed or not plain_words(noun)) and ")" not in gap
    words = plain_words(gap)
    closed = article.text[other.span.end : other.span.end + 2].strip()[:1] in {"-", "–", "—", ","}
    if "or" in words:
        at = words.index("or")
        return GLOSS.issuperset(words[at:]) and at <= 5 and (not at or words[0] == "of")
    if gap.strip(" ").endswith(("-", "–", "—")):
        return not words or (words[0] == "of" and len(words) <= 4 and closed)
    dashed = gap.strip()[:1] in {"-", "–", "—", ","}
    return dashed and GLOSS.issuperset(words) and closed


def meant(fraction: Figure) -> Interval:
    """The percentages that a fraction in words can stand for."""
    assert fraction.value is not None
    share = fraction.value * 100
    hedge = fraction.hedge
    if hedge in (Hedge.MORE_THAN, Hedge.AT_LEAST):
        return Interval(share, None)
    if hedge is Hedge.JUST_OVER:
        return Interval(share, share + 2 * NEAR)
    if hedge is Hedge.NEARLY:
        return Interval(share - UNDER, share)
    if hedge in (Hedge.LESS_THAN, Hedge.AT_MOST):
        return Interval(None, share)
    slack = Fraction(2 * NEAR if hedge is Hedge.ABOUT else NEAR)
    if any(int(number) >= EXACT for number in NUMBERS.findall(fraction.words)):
        slack = Fraction(1, 2)  # "84 out of 700" is no word for a fraction
    return Interval(share - slack, share + slack)


def _judged(fraction: Figure, percent: Figure) -> Iterator[Outcome]:
    assert fraction.value is not None
    allowed = meant(fraction)
    said = f"{fraction.hedge.value} {fraction.words}".strip()
    exact = number(round(fraction.value * 100, 1))
    if percent.interval.meets(allowed):
        yield Tick(f"“{said}” is {percent.words}.", spans(fraction, percent), f"{fraction.words} = {exact}%")
        return
    low = None if allowed.low is None else allowed.low - Fraction(1)
    high = None if allowed.high is None else allowed.high + Fraction(1)
    if percent.interval.meets(Interval(low, high)):
        return
    yield Finding(
        Severity.WARNING,
        f"“{said}” is {_about(allowed)}, and the text gives {percent.words}.",
        spans(fraction, percent),
        f"{said}: {spread(_one_digit(allowed))} per cent, not {percent.words}",
        (f"{percent.words} -> {exact}%",),
        f"Is it “{said}”, or {percent.words}?",
    )


def _about(allowed: Interval) -> str:
    return f"{spread(_one_digit(allowed))} per cent"


def _one_digit(allowed: Interval) -> Interval:
    low, high = allowed
    return Interval(None if low is None else round(low, 1), None if high is None else round(high, 1))


EXAMPLES = (
    Example("more than half, and less than it", "More than half (46%) of the shops were shut.", "warning"),
    Example("one in four", "Bread is baked by one in four (31%) of the farms.", "warning"),
    Example("between dashes", "Nearly two thirds - 54% - of the tenants had voted.", "warning"),
    Example("nearly a half, and far from it", "Nearly half of drivers (74%) had never had a lesson.", "warning"),
    Example("a noun between", "A fifth of farms - 31% - have no well.", "warning"),
    Example("the percentage first", "Fully 34%, or a quarter, of the seats are empty.", "warning"),
    Example("more than half", "More than half (57%) of the shops were shut.", "tick"),
    Example("one in four, right", "Bread is baked by one in four (25%) of the farms.", "tick"),
    Example("nearly two thirds", "Nearly two thirds - 64% - of the tenants had voted.", "tick"),
    Example("a noun and or between", "A third of those asked, or 34%, said no.", "tick"),
    Example("a third, rounded", "A third of drivers (35%) had never had a lesson.", "tick"),
    Example("two levels", "Half of the shops were shut, compared with 31% a year ago.", "silent"),
    Example("a share of a share", "Half of the 40% stake was sold.", "silent"),
    Example("two groups", "Half were tenants and 31% were owners.", "silent"),
    Example("a fraction on its own", "More than half of the shops were shut.", "silent"),
    Example("a point from the edge", "Nearly half (50.9%) of the shops were shut.", "silent"),
)

RULE = Rule(code="FR01", slug="fraction-and-percent", scope="article", check=check, examples=EXAMPLES)
