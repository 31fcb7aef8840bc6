"""Which slip in the digits of a printed number, when undone, puts it into an interval.

Four modules look for slips of digits, each with its own question:

- here: does undoing one slip in a member make an equation hold? The value needed is an interval.
- `checks.relations.slip_evidence`: how do two stated values differ? Features for the learned tables, no decision.
- `checks.relations.span_slips`: to which moments and durations does one slip lead? Values with years, months and days.
- `checks.digit_slips`: does one slip turn one printed number into another? For phrase rules about two figures.
"""

from __future__ import annotations

import math
from enum import IntEnum


class Mend(IntEnum):
    """The slip that is undone; NONE is false."""

    NONE = 0
    DIGIT = 1  # one wrong digit
    SWAP = 2  # two neighbouring digits in the wrong order
    POWER_OF_TEN = 3  # a factor of 10 or 100


def mend(printed: int, places: int, low: float, high: float) -> Mend:
    """The first kind of slip, in the order of `Mend`, whose correction puts a number between `low` and `high`.

    `printed` is the number's digits as an integer, `places` their number; `low` and `high` are in units of the last
    digit.
    """
    if printed <= 0 or high <= 0 or low > 100.001 * printed:
        return Mend.NONE
    low_change, high_change = low - printed, high - printed
    if low_change <= 0.91 * 10**places:  # otherwise no other digit makes it large enough
        power = 1
        for _ in range(places):
            if low_change / power <= 9.1 and high_change / power >= -9.1:
                digit = printed // power % 10
                lowest, highest = math.ceil(low_change / power - 1e-9), math.floor(high_change / power + 1e-9)
                if lowest <= highest and highest >= -digit and lowest <= 9 - digit and (lowest, highest) != (0, 0):
                    return Mend.DIGIT
            power *= 10
        power = 1
        for _ in range(places - 1):
            pair = printed // power % 100
            added = 9 * (pair % 10 - pair // 10)  # by a swap: 9 for "12", -9 for "21"
            if added and low <= printed + added * power <= high:
                return Mend.SWAP
            power *= 10
    powers = (printed * 10, printed / 10, printed * 100, printed / 100)
    return Mend.POWER_OF_TEN if any(low <= value <= high for value in powers) else Mend.NONE
