"""Moments in days, and the time between two of them.

A clock time with a weekday next to it, "9:40 p.m. Tuesday", has its place in the week. A date without a year has that
of the date before it in its sentence: "set out on January 28, 2023 and reached it on March 4".
"""

from __future__ import annotations

from datetime import MAXYEAR, date
from fractions import Fraction
from functools import lru_cache

from checks.figures.calendar_words import SHORT_WEEKDAYS, WEEKDAYS
from checks.model import Interval
from checks.relations.frames import Frame
from checks.word_set import word_set

CACHED_FRAMES = 1 << 12  # frames are hashed by identity, so a cached one is the same frame
COMMON_YEAR = 2001  # a year without a leap day
FIRST_OF_COMMON_YEAR = date(COMMON_YEAR, 1, 1).toordinal()
DAYS_OF_COMMON_YEAR, DAYS_OF_WEEK = 365, 7
MIDDLE_OF_YEAR, MIDDLE_OF_MONTH = Fraction(365, 2), 15  # days from the start of the year; day of the month
HALF_YEAR, HALF_MONTH = Fraction(366, 2), Fraction(16)  # days from the middle of a year or month to its ends
DAYS_PER_YEAR = Fraction(146097, 400)
ZERO = Fraction(0)
WORDS_TO_WEEKDAY = word_set(
    """on at around about from until till by just shortly local time night morning evening afternoon et est edt ct cst
    cdt mt mst mdt pt pst pdt gmt bst eastern central mountain pacific late early ( )"""
)
"""Words between a clock time and its weekday: "4 a.m. local time on Monday", "Tuesday night at 9:40"."""
MAX_WORDS_TO_WEEKDAY = 4
RANGE_WORDS = word_set("to through thru and - – —")
"""Between two weekdays on which the same time comes again: "from 7 a.m. Monday to Friday"."""


def has_year(moment: Frame) -> bool:
    """Whether a date or year has its year; a clock time has none."""
    return moment.kind != "time" and isinstance(moment.value, tuple) and bool(moment.value[0])


@lru_cache(maxsize=CACHED_FRAMES)
def weekday_of(time: Frame) -> int | None:
    """The weekday that the words next to a clock time give it, from 0 for Monday; None without one."""
    after = time.after
    i = next((i for i, token in enumerate(after[:MAX_WORDS_TO_WEEKDAY]) if token not in WORDS_TO_WEEKDAY), 0)
    weekday = _weekday(after[i : i + 1])
    if weekday is not None:
        recurs = after[i + 1 : i + 2] and after[i + 1] in RANGE_WORDS and _weekday(after[i + 2 : i + 3]) is not None
        return None if recurs else weekday
    before = time.before[::-1]
    i = next((i for i, token in enumerate(before[:MAX_WORDS_TO_WEEKDAY]) if token not in WORDS_TO_WEEKDAY), 0)
    return _weekday(before[i : i + 1])


def _weekday(tokens: tuple[str, ...]) -> int | None:
    """The weekday that the only token names; None if it names none or there is no token."""
    return WEEKDAYS.get(tokens[0], SHORT_WEEKDAYS.get(tokens[0])) if tokens else None


def may_bound_span(first: Frame, second: Frame) -> bool:
    """Whether two moments differ and can be compared: both have a year, neither has one, or one takes the other's."""
    if has_year(first) != has_year(second):
        return _shares_its_year(*sorted((first, second), key=lambda frame: frame.start))
    if first.value != second.value:
        return True
    return first.kind == "time" and None not in (days := (weekday_of(first), weekday_of(second))) and days[0] != days[1]


def _shares_its_year(dated: Frame, other: Frame) -> bool:
    """Whether a date without a year stands in the sentence of the date with one before it."""
    return dated.kind == other.kind == "date" and has_year(dated) and dated.sentence == other.sentence


@lru_cache(maxsize=CACHED_FRAMES)
def day_of(frame: Frame, year: int = 0) -> Fraction:
    """A moment in days: a date as its proleptic ordinal, a clock time since midnight.

    A year or month is represented by its middle. A date without a year has the given one; without that it counts from
    the beginning of a common year.
    """
    fields = frame.value if isinstance(frame.value, tuple) else ()
    numbers = [Fraction(field or 0) for field in fields]
    if frame.kind == "time":
        return numbers[0] / 24 + numbers[1] / 1440
    own_year, month, day = (int(number) for number in (*numbers, ZERO, ZERO)[:3])
    year = own_year or year
    if not month or month > 12 or year > MAXYEAR:
        return (year - 1) * DAYS_PER_YEAR + MIDDLE_OF_YEAR
    first = date(year or COMMON_YEAR, month, 1)
    return first.toordinal() - Fraction(0 if year else FIRST_OF_COMMON_YEAR) + (day or MIDDLE_OF_MONTH) - 1


def slack_of_moment(moment: Frame) -> Fraction:
    """How many days a moment may be from `day_of`: those of half a year or month if that is all that is stated."""
    return HALF_YEAR if moment.kind == "year" else HALF_MONTH if has_no_day(moment) else ZERO


def has_no_day(moment: Frame) -> bool:
    """Whether a date is a month without a day."""
    return moment.kind == "date" and isinstance(moment.value, tuple) and not moment.value[-1]


def days_between(start: Frame, end: Frame) -> Fraction:
    """The days from one moment to the other; if that comes before it, to the next one of its kind if there is one.

    A clock time comes again after a day, so that a span may pass midnight; one with a weekday after a week; and a date
    without a year after a year, so that a span may pass New Year: in 366 days where a leap day is in between.
    """
    days, until_again = _days_to_end(start, end)
    return days if days >= 0 else days + until_again


def interval_between(start: Frame, end: Frame) -> Interval:
    """`days_between` with the slack of both moments."""
    slack = slack_of_moment(start) + slack_of_moment(end)
    days, until_again = _days_to_end(start, end)
    days += until_again if days + slack < 0 else 0
    return Interval(days - slack, days + slack)


def _days_to_end(start: Frame, end: Frame) -> tuple[Fraction, int]:
    """The days from one moment to the other, negative if that comes first, and how many days later that comes again."""
    if start.kind == end.kind == "time":
        days = day_of(end) - day_of(start)
        start_weekday, end_weekday = weekday_of(start), weekday_of(end)
        if start_weekday is None or end_weekday is None:
            return days, 1
        return days + end_weekday - start_weekday, DAYS_OF_WEEK
    if has_year(start) and has_year(end):
        return day_of(end) - day_of(start), 0
    year = _year(start) or _year(end)
    days = day_of(end, year) - day_of(start, year)
    if not year:
        return days, DAYS_OF_COMMON_YEAR
    if has_year(start):
        return days, int(day_of(end, year + 1) - day_of(end, year))
    return days, int(day_of(start, year) - day_of(start, year - 1))  # the start was in the year before


def _year(moment: Frame) -> int:
    """The year of a date or year; 0 without one."""
    return int(moment.value[0] or 0) if has_year(moment) and isinstance(moment.value, tuple) else 0
