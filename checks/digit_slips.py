"""Typing slips between two numbers: a digit changed, dropped, or swapped with its neighbour.

Two figures that differ by such a slip and are said of the same thing are far likelier to be one figure than two.
Swapped digits are the surest sign: unrelated figures in a story hardly ever differ that way.
"""

from __future__ import annotations

from enum import IntEnum
from fractions import Fraction

from checks.budget import spend
from checks.model import Figure


class Slip(IntEnum):
    """A digit added, dropped or replaced; or, the stronger evidence, two neighbouring digits swapped."""

    NONE = 0
    DIGIT = 1
    SWAP = 2


def slip_between(first: Figure, second: Figure) -> Slip:
    """The slip that turns one printed number into the other."""
    if _value_of_last_place(first) != _value_of_last_place(second):
        return Slip.NONE
    return _slip_of_digits(printed_digits(first), printed_digits(second))


def _value_of_last_place(figure: Figure) -> Fraction:
    """The value of one unit in the last printed place: 1,000 for "4.86 lakh"; 0 if no digits are printed."""
    printed = printed_digits(figure)
    return (figure.value or Fraction(0)) / int(printed) if printed and int(printed) else Fraction(0)


def _slip_of_digits(first: str, second: str) -> Slip:
    """The slip between two strings of digits; zeros at the end of both are ignored."""
    while first.endswith("0") and second.endswith("0"):
        spend()
        first, second = first[:-1], second[:-1]
    if min(len(first), len(second)) < 2 or first == second:
        return Slip.NONE if first == second or not _differ_by_one_zero(first, second) else Slip.DIGIT
    if len(first) == len(second):
        differing = [index for index in range(len(first)) if first[index] != second[index]]
        if len(differing) == 2 and differing[1] - differing[0] == 1:
            left, right = differing
            return Slip.SWAP if first[left] == second[right] and first[right] == second[left] else Slip.NONE
        enough_digits = min(len(first.rstrip("0")), len(second.rstrip("0"))) > 2
        return Slip.DIGIT if len(differing) == 1 and enough_digits else Slip.NONE
    longer, shorter = (first, second) if len(first) > len(second) else (second, first)
    one_dropped = len(longer) - len(shorter) == 1 and len(shorter) > 1
    return (
        Slip.DIGIT
        if one_dropped and any(longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer)))
        else Slip.NONE
    )


def _differ_by_one_zero(first: str, second: str) -> bool:
    """Whether only the number of zeros at the end differs, by one: "600,000" and "60,000"."""
    return first.rstrip("0") == second.rstrip("0") and abs(len(first) - len(second)) == 1


def printed_digits(figure: Figure) -> str:
    """The printed digits; of a number in words the digits of its value, "" if that is no whole number."""
    printed = "".join(character for character in figure.words if character.isdecimal())
    if printed:
        return printed
    return str(figure.value) if figure.value is not None and figure.value.denominator == 1 else ""
