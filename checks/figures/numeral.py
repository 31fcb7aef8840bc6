"""The result of reading a numeral: its value and printed precision, or why it was not understood."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple


class Number(NamedTuple):
    """A numeral. `start` and `end` are token positions, `end` exclusive.

    `step` is the place value of the last printed digit, scale included: 0.1 million for "1.2 million"; 0 where the
    numeral is exact (plain integers, fractions in words). `upper_bound` is set for vague words: "dozens" is 24 to 200.
    """

    start: int
    end: int
    value: Fraction
    step: Fraction = Fraction(0)
    upper_bound: Fraction | None = None
    scale: int = 1
    spelled: bool = False  # written in words
    is_fraction: bool = False  # "half", "two-thirds", "3/4": a share rather than a number of things


class Malformed(NamedTuple):
    """Digits that are not a number in English, with the reason in plain words."""

    start: int
    end: int
    reason: str
