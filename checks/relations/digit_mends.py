"""Which slip in the digits of a printed number puts it into an interval, such as what other figures make of it.

Slips of digits are looked for in four places, each for its own question:

- here: can one slip in a member make an equation hold? The wanted value is an interval.
- `checks.relations.slip_evidence`: how do two stated values differ? Measures for the learned tables, no decision.
- `checks.relations.span_slips`: which moments and lengths does one slip lead to? Values with years, months and days.
- `checks.digit_slips`: does one slip turn one printed number into the other? For phrase rules on two figures.
"""

from __future__ import annotations

import math
from enum import IntEnum


class Mend(IntEnum):
    """The slip that is undone; NONE is false."""

    NONE = 0
    DIGIT = 1  # one other digit
    SWAP = 2  # two neighbouring digits in the other order
    POWER_OF_TEN = 3  # a factor of 10 or 100


def mend(printed: int, places: int, low: float, high: float) -> Mend:
    """The first kind of slip, in the order of `Mend`, that puts a number between `low` and `high`.

    `printed` are the digits of the number as an integer, `places` is how many there are; `low` and `high` are in units
    of its last digit.
    """
    if printed <= 0 or high <= 0 or low > 100.001 * printed:
        return Mend.NONE
    up, down = low - printed, high - printed
    if up <= 0.91 * 10**places:  # else no digit can raise it so far
        power = 1
        for _ in range(places):
            if up / power <= 9.1 and down / power >= -9.1:
                digit = printed // power % 10
                lowest, highest = math.ceil(up / power - 1e-9), math.floor(down / power + 1e-9)
                if lowest <= highest and highest >= -digit and lowest <= 9 - digit and (lowest, highest) != (0, 0):
                    return Mend.DIGIT
            power *= 10
        power = 1
        for _ in range(places - 1):
            pair = printed // power % 100
            raised = 9 * (pair % 10 - pair // 10)  # what a swap adds: 9 for "12", -9 for "21"
            if raised and low <= printed + raised * power <= high:
                return Mend.SWAP
            power *= 10
    powers = (printed * 10, printed / 10, printed * 100, printed / 100)
    return Mend.POWER_OF_TEN if any(low <= value <= high for value in powers) else Mend.NONE
