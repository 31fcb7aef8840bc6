"""Years as an article states them, sentence by sentence, and durations in years."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from checks.figures.units import UNITS
from checks.model import Article, Figure, Granularity, Interval, Kind, Moment, Span

YEAR = UNITS["year"].factor
COARSE = frozenset((Granularity.DECADE, Granularity.WEEKDAY, Granularity.TIME))
MANY = 40
JOINED = frozenset(("to", "until", "till", "-", "–", "—", "up to", "to the end of", "through"))
BEFORE = 20  # characters in which "between" stands
LONG_UNITS = frozenset(("year", "decade", "century"))


class Year(NamedTuple):
    """A stated year; `moment` may be more precise."""

    year: int
    span: Span
    sentence: int
    moment: Moment


class Period(NamedTuple):
    """ "1985 to 1998", "between 1982 and 1992"."""

    start: int
    end: int
    span: Span
    sentence: int
    spans: tuple[Span, ...]


def years(article: Article) -> list[Year]:
    """Every moment that states its year, in text order; of a period both ends."""
    return [
        Year(one.year, one.span, moment.sentence, one)
        for moment in article.moments
        for one in (moment, moment.until)
        if one is not None and one.year is not None and one.granularity not in COARSE and not one.relative
    ]


def in_sentences(stated: list[Year]) -> dict[int, list[Year]]:
    """The years by the sentence they stand in; no sentence of prose has more than forty."""
    found: dict[int, list[Year]] = {}
    for year in stated:
        found.setdefault(year.sentence, []).append(year)
    return {sentence: here for sentence, here in found.items() if len(here) <= MANY}


def periods(article: Article, stated: list[Year]) -> Iterator[Period]:
    """Two years that the text joins: as one moment, or by "and", "to", "until" or a dash."""
    for moment in article.moments:
        end = moment.until
        if end is None or moment.year is None or end.year is None or moment.granularity in COARSE:
            continue
        if moment.year < end.year:
            yield Period(moment.year, end.year, moment.span, moment.sentence, (moment.span,))
    for one, other in pairwise(stated):
        if one.sentence == other.sentence and one.moment.until is None and one.year < other.year:
            gap = article.text[one.span.end : other.span.start].strip().lower()
            front = article.text[max(0, one.span.start - BEFORE) : one.span.start].lower()
            if gap in JOINED or (gap in {"and", "and in"} and "between" in front):  # "won in 2017 and 2021"
                yield Period(
                    one.year, other.year, Span(one.span.start, other.span.end), one.sentence, (one.span, other.span)
                )


def in_years(duration: Figure) -> Interval | None:
    """A duration in years, as wide as its words allow; None for one that is no matter of years."""
    if duration.kind is not Kind.DURATION or duration.unit not in UNITS or duration.value is None or duration.is_range:
        return None
    if duration.unit not in LONG_UNITS and "year" not in duration.words:
        return None
    return duration.interval.times(UNITS[duration.unit or ""].factor / YEAR)


def stated_years(duration: Figure) -> Fraction:
    """The duration as stated, in years."""
    assert duration.value is not None
    return duration.value * UNITS[duration.unit or ""].factor / YEAR
