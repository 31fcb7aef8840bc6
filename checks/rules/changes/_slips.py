"""Whether one misprinted digit of a level would explain a wrong statement of change."""

from __future__ import annotations

from fractions import Fraction

from checks.digit_slips import printed_digits
from checks.relations.digit_mends import Mend, mend
from checks.rules.changes._levels import Level


def is_one_digit_off(level: Level, target: Fraction, slack: Fraction, least_digits: int) -> bool:
    """Whether changing one digit of the level gives the target value, within the slack.

    False for a level of fewer than `least_digits` printed digits, where such a fit is likely to be chance.
    """
    digits = printed_digits(level.figure)
    if len(digits) < least_digits or not int(digits or 0) or not level.value or target <= 0:
        return False
    per_unit = int(digits) / level.value
    low, high = (float((target + side) * per_unit) for side in (-slack, slack))
    return mend(int(digits), len(digits), low, high) is Mend.DIGIT
