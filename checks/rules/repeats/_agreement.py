"""Decides whether two figures may state the same value, given their hedges and printed precision."""

from __future__ import annotations

from checks.digit_slips import Slip, printed_digits, slip_between
from checks.model import Figure
from checks.rules._printed import significant_step

INVERSE_TOLERANCE = 10
"""Inverse of the relative tolerance: a hedged or rounded figure may be a tenth off and still state the same."""


VAGUE_NUMBER_WORDS = frozenset(
    ("dozens", "scores", "hundreds", "thousands", "millions", "several", "tens of thousands")
)


def may_agree(first: Figure, second: Figure) -> bool:
    """Whether both figures may state one quantity: "up to 37,000" and 37,000, 1.8m and 1,778,548.

    £20,000 and £15,000 may not. Of two figures without a hedge, one must be printed more coarsely than the other.
    """
    first_value, second_value = first.value, second.value
    if first_value is None or second_value is None:
        return False
    if VAGUE_NUMBER_WORDS.isdisjoint((first.words.lower(), second.words.lower())) is False:
        return first.interval.overlaps(second.interval)  # "dozens" for 28
    # Integer arithmetic, because most pairs of an article end here and fractions are slow.
    first_scaled, second_scaled = (
        first_value.numerator * second_value.denominator,
        second_value.numerator * first_value.denominator,
    )
    if (
        first_scaled == second_scaled
        or (first.is_range and first.second == second_value)
        or (second.is_range and second.second == first_value)
    ):
        return True
    if (
        abs(first_scaled - second_scaled) * INVERSE_TOLERANCE > max(first_scaled, second_scaled)
        or not first.interval.overlaps(second.interval)
        or slip_between(first, second) is Slip.SWAP
    ):
        return False
    return first.hedge != second.hedge or significant_step(first_value, first.words) != significant_step(
        second_value, second.words
    )


def equality_text(first: Figure, second: Figure) -> str:
    """The arithmetic shown in a tick: "$31bn = $31.4bn", "a dozen = 12"; empty if both are printed alike."""
    is_same_text = first.value == second.value and printed_digits(first) == printed_digits(second)
    return "" if is_same_text else f"{first.words} = {second.words}"
