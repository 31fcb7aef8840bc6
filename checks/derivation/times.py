"""Lengths of time and other units: from one year to another, an age from a year of birth, miles for kilometres."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from checks.derivation.reckoning import Derivation, pairs
from checks.figures.units import to_base
from checks.model import Article, Figure, Granularity, Kind, Moment
from checks.wording import number


def converted(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """The same measure or length of time in another unit: "26 miles" for "42km", "18 months" for "1.5 years"."""
    if figure.kind not in (Kind.MEASURE, Kind.DURATION, Kind.AGE) or figure.value is None or not figure.unit:
        return
    mine = to_base(figure.value, figure.unit)
    if mine is None:
        return
    for other in source.figures:
        if other.unit == figure.unit or not other.unit or other.value is None:
            continue
        theirs = to_base(other.value, other.unit)
        if theirs is None or theirs[0] != mine[0] or not theirs[1]:
            continue
        # A conversion in print keeps two figures or so: 3 per cent either way covers its rounding.
        if abs(mine[1] / theirs[1] - 1) <= Fraction(3, 100):
            yield Derivation(f"{other.words} = {figure.words}", (other.span,))


class Year(NamedTuple):
    """A year that the source states, and where."""

    year: int
    moment: Moment

    @property
    def sentence(self) -> int:
        return self.moment.sentence


def _years(source: Article) -> list[Year]:
    return [
        Year(one.year, moment)
        for moment in source.moments
        for one in (moment, moment.until)
        if one is not None and one.year is not None and one.granularity is not Granularity.DECADE
    ]


SPANS = {"year": 1, "decade": 10, "century": 100}


def spanned(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """The years from one date to another: "over a decade" for 1985 to 1998, an age from a year of birth."""
    step = SPANS.get(figure.unit or "")
    if figure.kind not in (Kind.DURATION, Kind.AGE) or step is None or figure.value is None:
        return
    low, high = figure.interval
    years = _years(source)
    for (first, one), (last, other) in pairs(years):
        length = Fraction(abs(last - first), step)
        # Of "from 1980 to 1982" some say three years; nobody is three in 1982 who was born in 1980.
        inclusive = length if figure.kind is Kind.AGE else length + Fraction(1, step)
        fits = [
            (low is None or low <= value) and (high is None or value <= high) and value <= figure.value * 3 / 2
            for value in (length, inclusive)
        ]
        if length and any(fits):
            said = f"{max(first, last)} - {min(first, last)} = {number(length * step)} years"
            yield Derivation(said, (one.span, other.span), weak=not fits[0] and "-" in figure.words)
            return
    if source.published is not None:
        for year, moment in years:
            if Fraction(source.published.year - year, step) in figure.interval and source.published.year > year:
                passed = source.published.year - year
                yield Derivation(f"{source.published.year} - {year} = {passed} years", (moment.span,))
