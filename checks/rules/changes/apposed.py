"""A rise or fall, stated after two levels, that the two do not give.

Ties "paid £11.2m in 2020 and expects to pay £19.6m next year, an increase of 75 per cent" to the two sums before it, in
whichever order they stand: a rise begins at the lower one, a fall at the higher one.

Silent where the sentence states more than two levels of that measure, or of different things, and where the text
relates the change to something else ("a rise of 5% on last year").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from checks.model import Article, Figure, Finding, Interval, Kind, Outcome, Severity, Tick
from checks.number_format import format_interval, number
from checks.pattern import pattern
from checks.rule import Example, Rule
from checks.rules._printed import step_of
from checks.rules.changes._moves import moves
from checks.rules.sums._breakdown import text_after, text_before
from checks.rules.sums._rows import figures_between
from checks.sameness import noun_class, same_unit

UP = "increase|rise|jump|gain|surge|climb|leap|hike|uplift|growth"
DOWN = "fall|drop|decline|decrease|reduction|cut|slump|dip|slide|plunge|loss"
APPOSED = pattern(
    rf"(?:,|\s[–—-]|\() ?(?:which (?:is|was) |that is |representing |meaning |or )?(?:an?|the) (?:[a-z-]+ ){{0,2}}?"
    rf"(?:(?P<up>{UP})|{DOWN}) of (?:about |around |nearly |almost |just |some )?$",
    re.IGNORECASE,
)
OF_ELSE = pattern(
    r"^\s(?:on|from|over|compared|since|against|a (?:year|month)|per|annually|each|every"
    r"|in (?:the|its|their|his|her))\b"
)
KINDS = (Kind.COUNT, Kind.NUMBER, Kind.MONEY, Kind.MEASURE)
MAX_RATIO = Fraction(3)
"""Times that the change may differ from the two levels; beyond this it belongs to something else."""
ERROR_SHARE = Fraction(1, 10)  # of the stated percentage: beyond this, no rounding explains the difference
HUNDRED = Fraction(100)


def check(article: Article) -> Iterator[Outcome]:
    apposed = [
        (figure, found)
        for figure in article.figures
        if figure.kind is Kind.PERCENT
        and figure.value
        and not figure.is_range
        and (found := APPOSED.search(text_before(article, figure, 60)))
        and not OF_ELSE.match(text_after(article, figure, 16))
    ]
    if not apposed:
        return
    judged_elsewhere = {
        move.percent.span
        for move in moves(article)
        if move.percent is not None and move.before is not None and move.after is not None
    }
    for percent, found in apposed:
        levels = _levels(article, percent)
        if percent.span not in judged_elsewhere and len(levels) == 2:
            yield from _judged(percent, *levels, up=bool(found["up"]))


def _levels(article: Article, percent: Figure) -> Sequence[Figure]:
    """The two levels that the change may be of, the lower one first; none where that is not clear."""
    start = article.sentences[percent.sentence].span.start
    levels = [figure for figure in figures_between(article, start, percent.span.start) if _may_be_level(figure)]
    pairs = [figure for figure in levels if any(_are_alike(figure, other) for other in levels if other is not figure)]
    heads = {noun_class(figure.noun.head) for figure in pairs if figure.noun is not None}
    if len(pairs) != 2 or len(heads) > 1:
        return ()
    low, high = sorted(pairs, key=lambda figure: figure.value or 0)
    return (low, high) if low.value != high.value else ()


def _are_alike(first: Figure, second: Figure) -> bool:
    """Whether the two are of one measure, with "a month" ignored: "$1,475 a month, where it was $1,250"."""
    return same_unit(replace(first, per=None), replace(second, per=None))


def _may_be_level(figure: Figure) -> bool:
    """Whether the figure may be a level of the change; a year is none."""
    year = figure.kind is Kind.NUMBER and figure.words.isdecimal() and 1800 <= int(figure.words) <= 2100
    return figure.kind in KINDS and bool(figure.value) and not figure.is_range and not year


def _judged(percent: Figure, low: Figure, high: Figure, *, up: bool) -> Iterator[Outcome]:
    """The tick or finding for a percentage and two levels."""
    base = low if up else high
    real = _change(low, high, base)
    if real is None or not low.value or not high.value or not base.value or not percent.value:
        return
    exact = (high.value - low.value) * 100 / base.value
    spans = tuple(sorted((percent.span, low.span, high.span)))
    arithmetic = f"({number(high.value)} - {number(low.value)}) / {number(base.value)} = {number(round(exact, 1))}%"
    step = step_of(percent.value, percent.words)
    first, second = (low, high) if up else (high, low)
    noun = "rise" if up else "fall"
    if real.meets(percent.interval):
        yield Tick(f"{first.words} to {second.words} is a {noun} of {percent.words}.", spans, arithmetic)
        return
    if (
        abs(exact - percent.value) <= 2 * step
        or percent.hedge
        or not 1 / MAX_RATIO <= exact / percent.value <= MAX_RATIO
    ):
        return
    short = Interval(*(None if end is None else round(end, 1) for end in real))
    yield Finding(
        Severity.ERROR if abs(exact - percent.value) > ERROR_SHARE * percent.value else Severity.WARNING,
        f"{first.words} to {second.words} is a {noun} of {format_interval(short)}%, and the text says {percent.words}.",
        spans,
        f"{arithmetic}, not {percent.words}",
        (f"{percent.words} -> {number(round(exact, 1))}%",),
        f"Is the change {percent.words}, or is one of {first.words} and {second.words} another figure?",
    )


def _change(low: Figure, high: Figure, base: Figure) -> Interval | None:
    """The change in per cent that the two levels allow; None where an interval is open."""
    (least, most), (least_high, most_high) = low.interval, high.interval
    if least is None or most is None or least_high is None or most_high is None or least <= 0:
        return None
    if base is low:
        return Interval((least_high / most - 1) * HUNDRED, (most_high / least - 1) * HUNDRED)
    return Interval((1 - most / least_high) * HUNDRED, (1 - least / most_high) * HUNDRED)


EXAMPLES = (
    Example(
        "a rise behind two sums",
        "The council paid £11.2m for it in 2020-21 and expects to pay £19.6m next year, an increase of 57 per cent.",
        "error",
    ),
    Example(
        "a rise behind two sums, right",
        "The council paid £11.2m for it in 2020-21 and expects to pay £19.6m next year, an increase of 75 per cent.",
        "tick",
    ),
    Example(
        "the later level first",
        "The rent is now $1,475 a month, where it was $1,250 in 2021, a jump of 24 percent.",
        "error",
    ),
    Example("a fall", "It sold 480 boats in May, where it had sold 600 boats in April, a drop of 20%.", "tick"),
    Example(
        "a fall that is none", "It sold 480 boats in May, where it had sold 600 boats in April, a drop of 32%.", "error"
    ),
    Example("on another year", "It made £4m at home and £6m abroad, a rise of 9% on last year.", "silent"),
    Example("three levels", "It made £4m in May, £6m in June and £7m in July, a rise of 9%.", "silent"),
    Example("a cost by the way", "Without a charge of £4.8m it would have made £43.7m, a rise of 6.1%.", "silent"),
    Example("other things", "It has 40 shops and 900 lorries, an increase of 12%.", "silent"),
    Example("one level", "It made £4m in May, a rise of 9%.", "silent"),
    Example("a share", "It sold 480 of its 600 boats, a share of 80%.", "silent"),
)

RULE = Rule(code="PC04", slug="apposed-change", scope="article", check=check, examples=EXAMPLES)
