"""Do two figures agree as statements of one fact?"""

from __future__ import annotations

from fractions import Fraction

from checks.model import Figure

NEAR = Fraction(1, 10)
"""How far from its stated number an open-ended figure ("more than 40") still states the same as another."""


def agree(one: Figure, other: Figure) -> bool:
    """Can both state one quantity? "Up to 37,000" agrees with 37,000 and not with "thousands" or 12."""
    a, b = one.value, other.value
    if a is None or b is None:
        return False
    if a == b or (one.is_range and one.second == b) or (other.is_range and other.second == a):
        return True
    if not one.interval.meets(other.interval):
        return False
    if None in (*one.interval, *other.interval):
        return abs(a - b) <= NEAR * max(a, b)
    return True
