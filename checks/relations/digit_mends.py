"""Whether a slip in the digits of a number turns it into another one."""

from __future__ import annotations

import math


def mend(printed: int, places: int, low: float, high: float) -> int:
    """Which slip puts a number into an interval: 1 another digit, 2 a swap of two, 3 a factor of ten, 0 none.

    `places` is how many digits the printed number has.
    """
    if printed <= 0 or high <= 0 or low > 100.001 * printed:
        return 0
    up, down = low - printed, high - printed
    if up <= 0.91 * 10**places:  # else no digit can raise it so far
        power = 1
        for _ in range(places):
            if up / power <= 9.1 and down / power >= -9.1:
                digit = printed // power % 10
                lowest, highest = math.ceil(up / power - 1e-9), math.floor(down / power + 1e-9)
                if lowest <= highest and highest >= -digit and lowest <= 9 - digit and (lowest, highest) != (0, 0):
                    return 1
            power *= 10
        power = 1
        for _ in range(places - 1):
            pair = printed // power % 100
            raised = 9 * (pair % 10 - pair // 10)  # what a swap adds: 9 for "12", -9 for "21"
            if raised and low <= printed + raised * power <= high:
                return 2
            power *= 10
    tenfold = low <= printed * 10 <= high or low <= printed / 10 <= high
    return 3 if tenfold or low <= printed * 100 <= high or low <= printed / 100 <= high else 0
