"""Slips of the keyboard: is one number the other with a digit changed, dropped, doubled or swapped?

Two figures that differ by such a slip and are said of the same thing are far likelier to be one figure than two.
"""

from __future__ import annotations

from checks.model import Figure


def is_slip(one: Figure, other: Figure) -> bool:
    """Do two printed numbers differ by one digit or by two digits that changed places? Never for single digits."""
    a, b = _digits(one), _digits(other)
    if min(len(a), len(b)) < 2 or a == b:
        return False
    if len(a) == len(b):
        differing = [index for index in range(len(a)) if a[index] != b[index]]
        if len(differing) == 2:
            first, second = differing
            return a[first] == b[second] and a[second] == b[first]
        return len(differing) == 1 and len(a) > 2
    longer, shorter = (a, b) if len(a) > len(b) else (b, a)
    return len(longer) - len(shorter) == 1 and any(longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer)))


def _digits(figure: Figure) -> str:
    """The printed digits; the whole value for a number in words."""
    printed = "".join(character for character in figure.words if character.isdigit())
    if printed:
        return printed
    return str(figure.value) if figure.value is not None and figure.value.denominator == 1 else ""
