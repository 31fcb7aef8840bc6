"""Lengths of time and other units: from one year to another, an age from a year of birth, miles for kilometres."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from checks.derivation.operands import Derivation, pairs
from checks.figures.units import to_base
from checks.model import Article, Figure, Granularity, Hedge, Kind, Moment, Span
from checks.number_format import number
from checks.pattern import pattern


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


LAID_DOWN = r"\b(?:jailed|imprisoned|locked up|sentenced|suspended|banned|disqualified|behind bars)\b"
FIXED = pattern(LAID_DOWN + r"[^.;]{0,30}$", re.IGNORECASE)
FIXED_AFTER = pattern(
    r"^[- ](?:(?:years?|in|of|a|his|her|for|prison|jail|custodial|suspended)[- ]){0,3}"
    r"(?:prison|jail|custody|detention|imprisonment|sentences?|terms?|bans?|behind bars)\b",
    re.IGNORECASE,
)
AROUND = 60


def _is_fixed(figure: Figure, target: Article) -> bool:
    """Is it a length that somebody laid down, such as a sentence in prison?"""
    behind = target.text[figure.span.end : target.sentences[figure.sentence].span.end]
    return _names_penalty(figure.span, figure.sentence, target) or FIXED_AFTER.match(behind[:AROUND]) is not None


def _names_penalty(span: Span, sentence: int, article: Article) -> bool:
    start = article.sentences[sentence].span.start
    return FIXED.search(article.text[max(start, span.start - AROUND) : span.start]) is not None


SPANS = {"year": 1, "decade": 10, "century": 100}


def spanned(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """The years from one date to another: "over a decade" for 1985 to 1998, an age from a year of birth."""
    step = SPANS.get(figure.unit or "")
    if figure.kind not in (Kind.DURATION, Kind.AGE) or step is None or figure.value is None:
        return
    fixed = _is_fixed(figure, target)  # the years of a crime do not give those in prison
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
        if fixed and not (one.sentence == other.sentence and _names_penalty(one.span, one.sentence, source)):
            continue  # "banned from 2016 to 2018" does give them
        if length and any(fits):
            said = f"{max(first, last)} - {min(first, last)} = {number(length * step)} years"
            said += "" if fits[0] else ", the first counted in"
            yield Derivation(said, (one.span, other.span), weak=not fits[0] and "-" in figure.words)
            return
    if source.published is not None and not fixed:
        for year, moment in years:
            if Fraction(source.published.year - year, step) in figure.interval and source.published.year > year:
                passed = source.published.year - year
                yield Derivation(f"{source.published.year} - {year} = {passed} years", (moment.span,))


CLOCK = {"minute": 1, "hour": 60}
DAYS = {"day": 1, "night": 1, "week": 7}
SOME_YEAR = 2001  # of dates that do not give theirs
A_DAY = 24 * 60
NEARLY = Fraction(1, 10)


def between(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """What lies between two clock times, two weekdays or two dates that stand together."""
    if figure.kind is not Kind.DURATION or not figure.value or figure.unit not in (*CLOCK, *DAYS):
        return
    moments = [end for one in source.moments for end in (one, one.until) if end is not None]
    for one, other in pairs(moments):
        length = _minutes(one, other) if figure.unit in CLOCK else _days(one, other)
        if not length:
            continue
        step = CLOCK.get(figure.unit) or DAYS[figure.unit]
        # From Monday to Thursday are three days, and four if both count.
        told = [Fraction(length, step), Fraction(length + 1 if figure.unit == "day" else length, step)]
        near = figure.value * NEARLY if figure.hedge is not Hedge.NONE else 0
        if any(abs(stretch - figure.value) <= near for stretch in told):
            said = f"{one.words} to {other.words}: {number(told[0])} {figure.unit}s"
            rare = figure.unit in CLOCK and one.sentence == other.sentence
            yield Derivation(said, (one.span, other.span), rare=rare)


def _minutes(one: Moment, other: Moment) -> int:
    if one.hour is None or other.hour is None:
        return 0
    start, end = (moment.hour * 60 + (moment.minute or 0) for moment in (one, other) if moment.hour is not None)
    return (end - start) % A_DAY


def _days(one: Moment, other: Moment) -> int:
    if one.month and one.day and other.month and other.day:
        years = (one.year or other.year or SOME_YEAR, other.year or one.year or SOME_YEAR)
        try:
            return max((date(years[1], other.month, other.day) - date(years[0], one.month, one.day)).days, 0)
        except ValueError:  # 30 February
            return 0
    if one.weekday is not None and other.weekday is not None and not (one.day or other.day):
        return (other.weekday - one.weekday) % 7
    return 0


BORN = pattern(r"\b(?:born|birth|b\.)\b[^.;]{0,60}$", re.IGNORECASE)
OF_AGE = pattern(r"\b(?:at|aged|was|is|turned|at the age of|,|when) ?$")


def since_birth(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """An age from the year of birth: 68 or 67 in 2019 for who was born in 1951."""
    before = target.text[max(0, figure.span.start - 16) : figure.span.start]
    bare = figure.kind is Kind.NUMBER and figure.noun is None and OF_AGE.search(before) is not None
    if not (bare or (figure.kind is Kind.AGE and figure.unit == "year")) or figure.value is None:
        return
    years = _years(source)
    for born, moment in years:
        start = max(source.sentences[moment.sentence].span.start, moment.span.start - 80)
        if BORN.search(source.text[start : moment.span.start]) is None:
            continue
        for year, other in years:
            if year > born and year - born - figure.value in (0, 1) and other.sentence - moment.sentence in (0, 1):
                yield Derivation(f"{year} - {born} = {year - born} years", (moment.span, other.span))
