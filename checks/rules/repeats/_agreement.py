"""Decides whether two figures can state the same value, given their hedges and printed precision."""

from __future__ import annotations

from checks.digit_slips import Slip, printed_digits, slip_between
from checks.model import Figure, Hedge
from checks.rules._printed import significant_step

INVERSE_TOLERANCE = 10
"""Inverse of a relative tolerance: a hedged or rounded figure may be a tenth off and still state the same."""


FLOORS = frozenset((Hedge.MORE_THAN, Hedge.AT_LEAST, Hedge.JUST_OVER))
VAGUE = frozenset(("dozens", "scores", "hundreds", "thousands", "millions", "several", "tens of thousands"))


def may_agree(first: Figure, second: Figure) -> bool:
    """Whether both figures can state one quantity: "up to 37,000" and 37,000, 1.8m and 1,778,548; not £20,000 and
    £15,000.

    Of two figures without a hedge, one must be printed more coarsely than the other.
    """
    a, b = first.value, second.value
    if a is None or b is None:
        return False
    if VAGUE.isdisjoint((first.words.lower(), second.words.lower())) is False:
        return first.interval.overlaps(second.interval)  # "dozens" for 28
    # Integer arithmetic, because most pairs of an article end here and fractions are slow.
    first_scaled, second_scaled = a.numerator * b.denominator, b.numerator * a.denominator
    if (
        first_scaled == second_scaled
        or (first.is_range and first.second == b)
        or (second.is_range and second.second == a)
    ):
        return True
    if (
        abs(first_scaled - second_scaled) * INVERSE_TOLERANCE > max(first_scaled, second_scaled)
        or not first.interval.overlaps(second.interval)
        or slip_between(first, second) is Slip.SWAP
    ):
        return False
    return first.hedge != second.hedge or significant_step(a, first.words) != significant_step(b, second.words)


def equality_text(first: Figure, second: Figure) -> str:
    """The arithmetic shown in a tick ("$31bn = $31.4bn", "a dozen = 12"); empty where both are printed alike."""
    is_same_text = first.value == second.value and printed_digits(first) == printed_digits(second)
    return "" if is_same_text else f"{first.words} = {second.words}"
