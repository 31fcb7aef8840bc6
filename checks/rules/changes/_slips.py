"""Whether another digit in a printed level would make a statement of change right."""

from __future__ import annotations

from fractions import Fraction

from checks.digit_slips import printed_digits
from checks.relations.digit_mends import Mend, mend
from checks.rules.changes._parts import Level


def one_digit_makes(level: Level, needed: Fraction, slack: Fraction, least_digits: int) -> bool:
    """Whether one other digit turns a level of so many printed digits into the needed value, give or take the slack."""
    digits = printed_digits(level.figure)
    if len(digits) < least_digits or not int(digits or 0) or not level.value or needed <= 0:
        return False
    per_unit = int(digits) / level.value
    low, high = (float((needed + side) * per_unit) for side in (-slack, slack))
    return mend(int(digits), len(digits), low, high) is Mend.DIGIT
