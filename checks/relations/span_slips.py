"""Whether one slip explains why the time between two moments is not the stated duration.

The units of a duration are compared one by one: in "24 years and four months" for 34 years and four months one digit is
wrong, while 292 for 412 months would be two.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checks.relations import equations
from checks.relations.digit_mends import mend
from checks.relations.frames import Frame
from checks.relations.proposals import ROLES

LARGER_UNITS = {"month": (12, "year"), "minute": (60, "hour"), "hour": (24, "day"), "day": (7, "week")}
"""By unit: the larger unit that may be written before it, with how many make one of that."""
TOLERANCE = 0.5  # of the unit of the duration
MINUTES_PER_HOUR, HOURS_PER_DAY, MAX_DAYS_PER_MONTH = 60, 24, 31
MAX_YEAR, DIGITS_OF_YEAR = 9999, 4
DAYS_PER_YEAR = 365.25


def one_slip_explains_span(members: Sequence[Frame], actual: float) -> bool:
    """Whether one slip in the duration, or one digit or swap in a moment, explains why the stated duration is wrong.

    `members` are start, end and duration; `actual` is the time between the moments, in the unit of the duration.
    """
    assert len(members) == len(ROLES["span"])
    start, end, duration = members
    stated = float(equations.nominal_value(duration))
    lowest, highest = actual - TOLERANCE, actual + TOLERANCE
    if mend(round(stated), len(str(round(stated))), lowest, highest) or _has_slip_in_one_unit(duration, actual):
        return True
    unit = float(equations.days_of_unit(duration))
    shifts = [*_shifts(end), *(-days for days in _shifts(start))]
    return any(abs(actual + days / unit - stated) <= TOLERANCE for days in shifts)


def _has_slip_in_one_unit(duration: Frame, actual: float) -> bool:
    """Whether a duration in two units, "one hour and 35 minutes", has one slip in one of them."""
    size, larger_unit = LARGER_UNITS.get(duration.unit, (0, ""))
    if not size or larger_unit not in duration.statement.words:
        return False
    nominal = float(equations.nominal_value(duration))
    (large, small), (actual_large, actual_small) = (divmod(round(value), size) for value in (nominal, actual))
    if abs(small - actual_small) <= 1:  # months differ in length
        return bool(mend(large, len(str(large)), actual_large, actual_large))
    return large == actual_large and bool(mend(small, len(str(small)), actual_small, actual_small))


def _shifts(moment: Frame) -> Iterator[float]:
    """By how many days a moment moves if one of its digits is another, or two neighbouring ones are swapped."""
    fields = moment.value if isinstance(moment.value, tuple) else ()
    if moment.kind == "time" and len(fields) >= 2:
        hours = (fields[0], HOURS_PER_DAY, 1 / HOURS_PER_DAY)
        minutes = (fields[1], MINUTES_PER_HOUR, 1 / HOURS_PER_DAY / MINUTES_PER_HOUR)
        for value, limit, days in (hours, minutes):
            number = int(value or 0)
            yield from ((other - number) * days for other in _other_numbers(number, 2) if other < limit)
        return
    for index, (value, days) in enumerate(zip(fields, (DAYS_PER_YEAR, 0.0, 1.0), strict=False)):  # year, month, day
        if value and days:
            number, width = int(value), DIGITS_OF_YEAR if index == 0 else len(str(int(value)))
            limit = MAX_YEAR if index == 0 else MAX_DAYS_PER_MONTH
            yield from ((other - number) * days for other in _other_numbers(number, width) if 0 < other <= limit)


def _other_numbers(number: int, width: int) -> Iterator[int]:
    """The numbers that differ from one of `width` digits in one digit, or in the order of two neighbouring digits."""
    digits = str(number).zfill(width)
    for place, digit in enumerate(digits):
        for other in "0123456789":
            if other != digit:
                yield int(digits[:place] + other + digits[place + 1 :])
        if digits[place + 1 : place + 2]:
            yield int(digits[:place] + digits[place + 1] + digit + digits[place + 2 :])
