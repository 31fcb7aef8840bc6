"""Years as an article states them, sentence by sentence, and durations in years."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from checks.figures.units import UNITS
from checks.model import Article, Figure, Granularity, Interval, Kind, Moment, Span

YEAR = UNITS["year"].factor
COARSE_GRANULARITIES = frozenset((Granularity.DECADE, Granularity.WEEKDAY, Granularity.TIME))
"""Moments that do not state one year."""
MAX_PER_SENTENCE = 40  # years or ages; a sentence with more is a table
PERIOD_JOINERS = frozenset(("to", "until", "till", "-", "–", "—", "up to", "to the end of", "through"))
"""The words between the first and the last year of a period."""
BETWEEN_REACH = 20  # characters before the first year in which "between" is looked for
LONG_UNITS = frozenset(("year", "decade", "century"))


class Year(NamedTuple):
    """A stated year and its place in the text; `moment` may be more precise."""

    year: int
    span: Span
    sentence: int
    moment: Moment


class Period(NamedTuple):
    """The first and the last year of a stated period, such as "1985 to 1998" or "between 1982 and 1992"."""

    start: int
    end: int
    span: Span
    sentence: int
    spans: tuple[Span, ...]


def years(article: Article) -> list[Year]:
    """Every year that a moment states, in text order. A period gives its first and its last year."""
    return [
        Year(end.year, end.span, moment.sentence, end)
        for moment in article.moments
        for end in (moment, moment.until)
        if end is not None and end.year is not None and end.granularity not in COARSE_GRANULARITIES and not end.relative
    ]


def years_by_sentence(stated: list[Year]) -> dict[int, list[Year]]:
    """The years by sentence index, without sentences that have more than MAX_PER_SENTENCE."""
    found: dict[int, list[Year]] = {}
    for year in stated:
        found.setdefault(year.sentence, []).append(year)
    return {sentence: group for sentence, group in found.items() if len(group) <= MAX_PER_SENTENCE}


def periods(article: Article, stated: list[Year]) -> Iterator[Period]:
    """Yields the pairs of rising years that the text joins: as one moment, or by "and", "to", "until" or a dash."""
    for moment in article.moments:
        end = moment.until
        if end is None or moment.year is None or end.year is None or moment.granularity in COARSE_GRANULARITIES:
            continue
        if moment.year < end.year:
            yield Period(moment.year, end.year, moment.span, moment.sentence, (moment.span,))
    for first, second in pairwise(stated):
        if first.sentence == second.sentence and first.moment.until is None and first.year < second.year:
            gap = article.text[first.span.end : second.span.start].strip().lower()
            front = article.text[max(0, first.span.start - BETWEEN_REACH) : first.span.start].lower()
            if gap in PERIOD_JOINERS or (gap in {"and", "and in"} and "between" in front):  # "won in 2017 and 2021"
                yield Period(
                    first.year,
                    second.year,
                    Span(first.span.start, second.span.end),
                    first.sentence,
                    (first.span, second.span),
                )


def interval_in_years(duration: Figure) -> Interval | None:
    """The interval of a duration in years, as wide as its words allow; None if it is in shorter units."""
    if duration.kind is not Kind.DURATION or duration.unit not in UNITS or duration.value is None or duration.is_range:
        return None
    if duration.unit not in LONG_UNITS and "year" not in duration.words:
        return None
    return duration.interval.times(UNITS[duration.unit or ""].factor / YEAR)


def stated_years(duration: Figure) -> Fraction:
    """The stated value of a duration in years."""
    assert duration.value is not None
    return duration.value * UNITS[duration.unit or ""].factor / YEAR
