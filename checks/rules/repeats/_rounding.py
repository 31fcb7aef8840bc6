"""Decides whether a headline's figure states one of the story's, rounded, truncated or loosely, or misprints it.

A headline is shorter than its story, so it may be the less exact of the two, but not the more exact one.
"""

from __future__ import annotations

from fractions import Fraction
from operator import ne

from checks.digit_slips import printed_digits
from checks.model import Figure, Hedge, Kind
from checks.rules._printed import place_of
from checks.rules.repeats._agreement import may_agree
from checks.sameness import Sameness, compare_figures

ROUNDING_TOLERANCE = Fraction(1, 25)  # relative error allowed to a headline that rounds a sum or difference
TRUNCATION_RATIO = Fraction(6, 5)  # largest ratio of a value to its truncated form: "5k" for 5,600
MAX_CUT = Fraction(1, 10)  # largest part of a value that a headline may cut off: "$31bn" for $31.9bn


def agrees(figure: Figure, other: Figure) -> bool:
    """Whether a headline's figure states the story's, possibly rounded or truncated, and is not the more exact one."""
    figure_value, other_value = figure.value, other.value
    if not figure_value or not other_value:
        return False
    if _exceeds_lower_bound(figure, other):
        return False
    if (
        figure_value != other_value
        and not figure.is_range
        and not other.is_range
        and place_of(figure_value) < place_of(other_value)
    ):
        return False
    if may_agree(figure, other):
        return True
    place = place_of(figure_value)
    return place <= MAX_CUT * figure_value and figure_value <= other_value < figure_value + place


def may_be_loose(figure: Figure, other: Figure) -> bool:
    """Whether a headline may round this loosely: "over 100" for 120, "dozens" for 36.

    It may not say 52 for "at least 25", or 51 for "about 50".
    """
    if not figure.interval.overlaps(other.interval):
        return False
    if _is_vague(figure) or _is_vague(other):
        return True
    if _exceeds_lower_bound(figure, other):
        return False
    figure_value, other_value = figure.value or Fraction(0), other.value or Fraction(0)
    if not figure.hedge and not other.hedge:
        return figure_value <= other_value < min(figure_value + place_of(figure_value), TRUNCATION_RATIO * figure_value)
    if figure.hedge and figure.hedge == other.hedge and figure_value and other_value:
        return place_of(figure_value) > place_of(other_value) or within(
            figure_value, other_value, MAX_CUT
        )  # "at least 37" is not "at least 47"
    if figure.hedge:
        return True
    return (
        within(figure_value, other_value, MAX_CUT)
        if other.interval.high is None
        else place_of(figure_value) >= place_of(other_value)
    )


def is_close(figure: Figure, other: Figure) -> bool:
    """Whether the values are close enough for a tick; $600m for $640m is not questioned, but proves nothing."""
    figure_value, other_value = figure.value or Fraction(0), other.value or Fraction(0)
    return within(figure_value, other_value, MAX_CUT if figure.hedge else ROUNDING_TOLERANCE)


def have_same_ends(figure: Figure, other: Figure) -> bool:
    """Whether neither figure is a range or both ends agree: "1-27" does not state 1-13, nor does "18-27" state 18."""
    has_range = figure.is_range or other.is_range
    return not has_range or (figure.value, figure.second) == (other.value, other.second)


def is_misprint(figure: Figure, other: Figure) -> bool:
    """Whether exactly one digit of two or more differs, as in "$17bn" above "$11bn".

    Counts must be of the same thing; ages never qualify.
    """
    digits, other_digits = printed_digits(figure).rstrip("0"), printed_digits(other).rstrip("0")
    is_count = figure.kind in (Kind.COUNT, Kind.NUMBER)
    if (
        (is_count and compare_figures(figure, other) is not Sameness.SAME)
        or figure.hedge
        or other.hedge
        or figure.value is None
        or other.value is None
    ):
        return False
    is_similar = max(figure.value, other.value) < 2 * min(figure.value, other.value)
    return (
        is_similar
        and figure.kind is not Kind.AGE
        and len(digits) == len(other_digits) > 1
        and sum(map(ne, digits, other_digits)) == 1
    )


def _exceeds_lower_bound(figure: Figure, other: Figure) -> bool:
    """Whether the headline exceeds the story's "at least": nobody who knows of twelve dead writes "at least 11"."""
    are_counts = figure.kind is Kind.COUNT and other.kind in (Kind.COUNT, Kind.NUMBER)
    is_lower_bound = other.hedge is Hedge.AT_LEAST and figure.hedge is Hedge.NONE
    return are_counts and is_lower_bound and (other.value or 0) < (figure.value or 0) < 100


def _is_vague(figure: Figure) -> bool:
    """Whether the figure is as vague as "dozens" or "scores"."""
    low, high = figure.interval
    return low is not None and high is not None and high - low > (figure.value or 0)


def within(first: Fraction, second: Fraction, share: Fraction) -> bool:
    """Whether two values differ by at most `share` of the larger one."""
    return abs(first - second) <= share * max(first, second)
