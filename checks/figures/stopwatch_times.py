"""Reads durations as a stopwatch shows them: "7:42.5" is 462.5 seconds, "2:05:13" is 7,513.

Two parts without decimals ("4:39") may be a clock time, or minutes and seconds. `moments.py` reads those that are
clearly clock times; the others are kept as not understood.
"""

from __future__ import annotations

from fractions import Fraction

from checks.figures import digits
from checks.figures.readings import Reading
from checks.figures.tokens import Tokens
from checks.model import Kind


def read(tokens: Tokens, i: int) -> Reading | None:
    """Reads the duration whose first number is token `i`."""
    words = tokens.words
    parts, j = [words[i]], i + 1
    while (
        words[j] == ":"
        and tokens.is_attached(j)
        and tokens.is_attached(j + 1)
        and tokens.is_number(j + 1)
        and len(parts) < 4
    ):
        parts.append(words[j + 1])
        j += 2
    whole, _, places = parts[-1].partition(".")
    if not 2 <= len(parts) <= 3 or not all(part.isdecimal() for part in (*parts[:-1], whole)) or len(whole) != 2:
        return None
    if len(parts) == 2 and not places and len(parts[0]) < 4 and int(parts[0]) + int(whole) == 100:
        return None  # "a 70:30 split"
    if len(parts) == 2 and not places:
        return Reading(i, j, Kind.UNREAD, reason="a clock time, or minutes and seconds?")
    seconds = Fraction(0)
    for part in parts[:-1]:
        seconds = seconds * 60 + int(part[: digits.MAX_DIGITS])
    digits_and_decimals = digits.decimal(parts[-1])
    if digits_and_decimals is None:
        return None
    step = Fraction(1, 10 ** digits_and_decimals[1])
    return Reading(i, j, Kind.DURATION, seconds * 60 + digits_and_decimals[0] * step, unit="second", step=step)
