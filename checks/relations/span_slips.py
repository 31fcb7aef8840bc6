"""Whether one slip explains why the time between two moments is not the length that is stated.

The units of a length are compared one by one: in "24 years and four months" for 34 years and four months one digit is
wrong, while 292 for 412 months would be two.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checks.relations import equations
from checks.relations.digit_mends import mend
from checks.relations.frames import Frame
from checks.relations.proposals import ROLES

COMPOUNDS = {"month": (12, "year"), "minute": (60, "hour"), "hour": (24, "day"), "day": (7, "week")}
"""By unit: how many make one of the larger unit that may be written before it, and that unit's name."""
NEARLY = 0.5  # of the unit
MINUTES, HOURS, DAYS, MONTHS = 60, 24, 31, 12
DAYS_OF_YEAR = 365.25


def a_slip_explains(members: Sequence[Frame], real: float) -> bool:
    """Whether one slip in the length, or one digit or swap in a moment, would make the stated length the `real` one.

    `members` are start, end and length, `real` is the time between the moments in the unit of the length.
    """
    assert len(members) == len(ROLES["span"])
    start, end, length = members
    stated = float(equations.nominal_value(length))
    if mend(round(stated), len(str(round(stated))), real - NEARLY, real + NEARLY) or _mends_compound(length, real):
        return True
    unit = float(equations.days_of_unit(length))
    shifts = [*_shifts(end), *(-days for days in _shifts(start))]
    return any(abs(real + days / unit - stated) <= NEARLY for days in shifts)


def _mends_compound(length: Frame, real: float) -> bool:
    """Whether one of the two units that a length is written in is wrong: "one hour and 35 minutes"."""
    size, larger = COMPOUNDS.get(length.unit, (0, ""))
    if not size or larger not in length.statement.words:
        return False
    said, meant = (divmod(round(value), size) for value in (float(equations.nominal_value(length)), real))
    if abs(said[1] - meant[1]) <= 1:  # months are not of one length
        return bool(mend(said[0], len(str(said[0])), meant[0], meant[0]))
    return said[0] == meant[0] and bool(mend(said[1], len(str(said[1])), meant[1], meant[1]))


def _shifts(moment: Frame) -> Iterator[float]:
    """By how many days a moment moves if one digit of it is another, or two are swapped."""
    fields = moment.value if isinstance(moment.value, tuple) else ()
    if moment.kind == "time" and len(fields) >= 2:
        sizes = ((fields[0], HOURS, 1 / HOURS), (fields[1], MINUTES, 1 / HOURS / MINUTES))
        for value, limit, days in sizes:
            number = int(value or 0)
            yield from ((other - number) * days for other in _other_numbers(number, 2) if other < limit)
        return
    for place, (value, days) in enumerate(zip(fields, (DAYS_OF_YEAR, 0.0, 1.0), strict=False)):
        if value and days:
            number, width = int(value), 4 if place == 0 else len(str(int(value)))
            limit = 9999 if place == 0 else DAYS
            yield from ((other - number) * days for other in _other_numbers(number, width) if 0 < other <= limit)


def _other_numbers(number: int, width: int) -> Iterator[int]:
    """The numbers of `width` digits that differ from one in one digit, or in the order of two neighbouring digits."""
    digits = str(number).zfill(width)
    for place, digit in enumerate(digits):
        for other in "0123456789":
            if other != digit:
                yield int(digits[:place] + other + digits[place + 1 :])
        if digits[place + 1 : place + 2]:
            yield int(digits[:place] + digits[place + 1] + digit + digits[place + 2 :])
