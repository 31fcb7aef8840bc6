"""Derives durations, ages and converted units: from two years, from a year of birth, miles from kilometres."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from checks.derivation.operands import HEDGED_TOLERANCE, Derivation, pairs
from checks.figures.units import to_base
from checks.model import Article, Figure, Granularity, Hedge, Kind, Moment, Span
from checks.number_format import number
from checks.pattern import pattern

CONVERSION_TOLERANCE = Fraction(3, 100)
"""Largest relative difference between converted values: printed conversions keep about two significant digits."""


def unit_conversion(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """The same measure or duration in another unit: "26 miles" for "42km", "18 months" for "1.5 years"."""
    if figure.kind not in (Kind.MEASURE, Kind.DURATION, Kind.AGE) or figure.value is None or not figure.unit:
        return
    target_base = to_base(figure.value, figure.unit)
    if target_base is None:
        return
    for other in source.figures:
        if other.unit == figure.unit or not other.unit or other.value is None:
            continue
        source_base = to_base(other.value, other.unit)
        if source_base is None or source_base[0] != target_base[0] or not source_base[1]:
            continue
        if abs(target_base[1] / source_base[1] - 1) <= CONVERSION_TOLERANCE:
            yield Derivation(f"{other.words} = {figure.words}", (other.span,))


class StatedYear(NamedTuple):
    """A year that the source states, and the date that it is part of."""

    year: int
    moment: Moment

    @property
    def sentence(self) -> int:
        return self.moment.sentence


def _stated_years(source: Article) -> list[StatedYear]:
    """The years of the source, in text order, without decades; both years of a period."""
    return [
        StatedYear(end.year, moment)
        for moment in source.moments
        for end in (moment, moment.until)
        if end is not None and end.year is not None and end.granularity is not Granularity.DECADE
    ]


PENALTY_VERB = r"\b(?:jailed|imprisoned|locked up|sentenced|suspended|banned|disqualified|behind bars)\b"
PENALTY_BEFORE = pattern(PENALTY_VERB + r"[^.;]{0,30}$", re.IGNORECASE)
PENALTY_AFTER = pattern(
    r"^[- ](?:(?:years?|in|of|a|his|her|for|prison|jail|custodial|suspended)[- ]){0,3}"
    r"(?:prison|jail|custody|detention|imprisonment|sentences?|terms?|bans?|behind bars)\b",
    re.IGNORECASE,
)
PENALTY_WINDOW = 60
"""Characters before and after a duration that are searched for a penalty."""


def _is_penalty(figure: Figure, target: Article) -> bool:
    """Whether a duration is a penalty, such as a prison sentence."""
    following = target.text[figure.span.end : target.sentences[figure.sentence].span.end]
    return (
        _follows_penalty_verb(figure.span, figure.sentence, target)
        or PENALTY_AFTER.match(following[:PENALTY_WINDOW]) is not None
    )


def _follows_penalty_verb(span: Span, sentence: int, article: Article) -> bool:
    """Whether a verb such as "jailed" or "banned" precedes the span in its clause."""
    start = article.sentences[sentence].span.start
    return PENALTY_BEFORE.search(article.text[max(start, span.start - PENALTY_WINDOW) : span.start]) is not None


YEARS_IN_UNIT = {"year": 1, "decade": 10, "century": 100}


def years_between_dates(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """The years from one date to another: "over a decade" for 1985 to 1998, an age from a year of birth."""
    years_per_unit = YEARS_IN_UNIT.get(figure.unit or "")
    if figure.kind not in (Kind.DURATION, Kind.AGE) or years_per_unit is None or figure.value is None:
        return
    is_penalty = _is_penalty(figure, target)  # the years of a crime are not those in prison
    low, high = figure.interval
    years = _stated_years(source)
    for (first_year, first_moment), (last_year, last_moment) in pairs(years):
        length = Fraction(abs(last_year - first_year), years_per_unit)
        # "From 1980 to 1982" may mean three years, but nobody born in 1980 is three in 1982.
        inclusive = length if figure.kind is Kind.AGE else length + Fraction(1, years_per_unit)
        fits = [
            (low is None or low <= value) and (high is None or value <= high) and value <= figure.value * 3 / 2
            for value in (length, inclusive)
        ]
        if is_penalty and not (
            first_moment.sentence == last_moment.sentence
            and _follows_penalty_verb(first_moment.span, first_moment.sentence, source)
        ):
            continue  # a penalty follows only from its own dates: "banned from 2016 to 2018"
        if length and any(fits):
            arithmetic = (
                f"{max(first_year, last_year)} - {min(first_year, last_year)} = {number(length * years_per_unit)} years"
            )
            arithmetic += "" if fits[0] else ", the first counted in"
            yield Derivation(
                arithmetic, (first_moment.span, last_moment.span), weak=not fits[0] and "-" in figure.words
            )
            return
    if source.published is not None and not is_penalty:
        for year, moment in years:
            if (
                Fraction(source.published.year - year, years_per_unit) in figure.interval
                and source.published.year > year
            ):
                elapsed = source.published.year - year
                yield Derivation(f"{source.published.year} - {year} = {elapsed} years", (moment.span,))


MINUTES_IN_UNIT = {"minute": 1, "hour": 60}
DAYS_IN_UNIT = {"day": 1, "night": 1, "week": 7}
DEFAULT_YEAR = 2001  # of dates without a year; neither it nor the next one is a leap year
HALF_A_YEAR = 183  # days
MINUTES_IN_DAY = 24 * 60


def time_between_moments(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """The time between two clock times, weekdays or dates that are close together."""
    if figure.kind is not Kind.DURATION or not figure.value or figure.unit not in (*MINUTES_IN_UNIT, *DAYS_IN_UNIT):
        return
    moments = [end for first in source.moments for end in (first, first.until) if end is not None]
    for first, second in pairs(moments):
        distance = _minutes_between(first, second) if figure.unit in MINUTES_IN_UNIT else _days_between(first, second)
        if not distance:
            continue
        unit_length = MINUTES_IN_UNIT.get(figure.unit) or DAYS_IN_UNIT[figure.unit]
        # Monday to Thursday is three days, or four if both ends count.
        lengths = [
            Fraction(distance, unit_length),
            Fraction(distance + 1 if figure.unit == "day" else distance, unit_length),
        ]
        tolerance = figure.value * HEDGED_TOLERANCE if figure.hedge is not Hedge.NONE else 0
        if any(abs(length - figure.value) <= tolerance for length in lengths):
            arithmetic = f"{first.words} to {second.words}: {number(lengths[0])} {figure.unit}s"
            rare = figure.unit in MINUTES_IN_UNIT and first.sentence == second.sentence
            yield Derivation(arithmetic, (first.span, second.span), rare=rare)


def _minutes_between(first: Moment, second: Moment) -> int:
    """The minutes from one clock time to the next occurrence of the other; 0 if one has no hour."""
    if first.hour is None or second.hour is None:
        return 0
    start, end = (moment.hour * 60 + (moment.minute or 0) for moment in (first, second) if moment.hour is not None)
    return (end - start) % MINUTES_IN_DAY


def _days_between(first: Moment, second: Moment) -> int:
    """The days from the first date or weekday to the second; 0 if unknown or not later.

    Of two dates that do not both state their year, the second may be less than half a year later in the next one.
    """
    if first.month and first.day and second.month and second.day:
        start_year = first.year or second.year or DEFAULT_YEAR
        end_year = second.year or start_year
        passes_new_year = (second.month, second.day) < (first.month, first.day) and not (first.year and second.year)
        if passes_new_year:
            start_year, end_year = (start_year - 1, end_year) if second.year else (start_year, end_year + 1)
        try:
            days = (date(end_year, second.month, second.day) - date(start_year, first.month, first.day)).days
        except ValueError:  # 30 February
            return 0
        return 0 if passes_new_year and days > HALF_A_YEAR else max(days, 0)
    if first.weekday is not None and second.weekday is not None and not (first.day or second.day):
        return (second.weekday - first.weekday) % 7
    return 0


BIRTH_WORDS = pattern(r"\b(?:born|birth|b\.)\b[^.;]{0,60}$", re.IGNORECASE)
WORDS_BEFORE_AGE = pattern(r"\b(?:at|aged|was|is|turned|at the age of|,|when) ?$")


def age_from_birth_year(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """An age from the year of birth: 67 or 68 in 2019 for a birth in 1951."""
    preceding = target.text[max(0, figure.span.start - 16) : figure.span.start]
    is_bare_number = (
        figure.kind is Kind.NUMBER and figure.noun is None and WORDS_BEFORE_AGE.search(preceding) is not None
    )
    if not (is_bare_number or (figure.kind is Kind.AGE and figure.unit == "year")) or figure.value is None:
        return
    years = _stated_years(source)
    for birth_year, birth_moment in years:
        start = max(source.sentences[birth_moment.sentence].span.start, birth_moment.span.start - 80)
        if BIRTH_WORDS.search(source.text[start : birth_moment.span.start]) is None:
            continue
        for year, later_moment in years:
            if (
                year > birth_year
                and year - birth_year - figure.value in (0, 1)
                and later_moment.sentence - birth_moment.sentence in (0, 1)
            ):
                yield Derivation(
                    f"{year} - {birth_year} = {year - birth_year} years", (birth_moment.span, later_moment.span)
                )
