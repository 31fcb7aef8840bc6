"""Slips of the keyboard: is one number another with a digit changed, dropped or swapped with its neighbour?

Two figures that differ by such a slip and are said of the same thing are far likelier to be one figure than two. Digits
that changed places are the surest sign: among figures that merely stand in one story they hardly ever occur.
"""

from __future__ import annotations

from enum import IntEnum
from fractions import Fraction

from checks.model import Figure


class Slip(IntEnum):
    """How telling a slip is: a digit more or less or another one; two digits that changed places."""

    NONE = 0
    DIGIT = 1
    SWAP = 2


def slip(one: Figure, other: Figure) -> Slip:
    """The slip that turns one printed number into the other."""
    if _scale(one) != _scale(other):
        return Slip.NONE
    return _slip(digits(one), digits(other))


def _scale(figure: Figure) -> Fraction:
    """What one in the last printed place stands for: 1,000 for "4.86 lakh"."""
    printed = digits(figure)
    return (figure.value or Fraction(0)) / int(printed) if printed and int(printed) else Fraction(0)


def swapped(figure: Figure, value: Fraction) -> bool:
    """Would a figure have this value if two neighbouring digits of it changed places?"""
    printed = digits(figure)
    if not printed or figure.value is None or not int(printed):
        return False
    needed = value * int(printed) / figure.value
    return needed.denominator == 1 and _slip(printed, str(needed)) is Slip.SWAP


def _slip(a: str, b: str) -> Slip:
    """Noughts at the end of both say nothing."""
    while a.endswith("0") and b.endswith("0"):
        a, b = a[:-1], b[:-1]
    if min(len(a), len(b)) < 2 or a == b:
        return Slip.NONE if a == b or not _nought_lost(a, b) else Slip.DIGIT
    if len(a) == len(b):
        differing = [index for index in range(len(a)) if a[index] != b[index]]
        if len(differing) == 2 and differing[1] - differing[0] == 1:
            first, second = differing
            return Slip.SWAP if a[first] == b[second] and a[second] == b[first] else Slip.NONE
        telling = min(len(a.rstrip("0")), len(b.rstrip("0"))) > 2
        return Slip.DIGIT if len(differing) == 1 and telling else Slip.NONE
    longer, shorter = (a, b) if len(a) > len(b) else (b, a)
    dropped = len(longer) - len(shorter) == 1 and len(shorter) > 1
    return (
        Slip.DIGIT
        if dropped and any(longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer)))
        else Slip.NONE
    )


def _nought_lost(a: str, b: str) -> bool:
    """ "600,000" and "60,000"."""
    return a.rstrip("0") == b.rstrip("0") and abs(len(a) - len(b)) == 1


def digits(figure: Figure) -> str:
    """The printed digits; the whole value for a number in words."""
    printed = "".join(character for character in figure.words if character.isdigit())
    if printed:
        return printed
    return str(figure.value) if figure.value is not None and figure.value.denominator == 1 else ""
