"""Percentages that together are everything: "86% were willing ... The 14% who were not".

Which do is read from the words by a model (`checks.TieReading`): percentages near each other seldom do. Those that come
to a hundred are ticked where that is likely, the others are questioned where it is nearly certain.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from checks.relations.equations import point, step_of
from checks.relations.frames import Frame

HUNDRED = Fraction(100)
MOST_UNDECIDED = 25  # points to a hundred beyond which some have not answered


def is_a_hundred(shares: Sequence[Frame]) -> bool:
    """Whether percentages come to a hundred, as far as each may be rounded."""
    return abs(_total(shares) - HUNDRED) <= sum(map(step_of, shares)) / 2


def misses_a_hundred(shares: Sequence[Frame]) -> bool:
    """Whether a slip in one of them could be why percentages do not come to a hundred."""
    if any(frame.figure is None or frame.figure.hedge for frame in shares):
        return False
    return _total(shares) >= HUNDRED - MOST_UNDECIDED and _total(shares) - HUNDRED < max(map(point, shares))


def _total(shares: Sequence[Frame]) -> Fraction:
    return sum(map(point, shares), Fraction(0))
