"""Decides whether a headline's figure states one of the story's: rounded, truncated or loosely; or with a digit wrong.

A headline is shorter than its story, so it may be the less exact of the two, and never the more exact one.
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
TRUNCATION_RATIO = Fraction(6, 5)  # up to this ratio a figure cut off for a headline passes: "5k" for 5,600
MAX_CUT = Fraction(1, 10)  # share that a headline may cut off: "$31bn" for $31.9bn


def agrees(figure: Figure, other: Figure) -> bool:
    """Whether a headline's figure states the story's, rounded or truncated. It is never the more exact of the two."""
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

    No headline says 52 for "at least 25", or 51 for "about 50".
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


def is_near(figure: Figure, other: Figure) -> bool:
    """Whether the agreement is close enough for a tick. A headline's $600m for $640m passes and proves nothing."""
    figure_value, other_value = figure.value or Fraction(0), other.value or Fraction(0)
    return within(figure_value, other_value, MAX_CUT if figure.hedge else ROUNDING_TOLERANCE)


def is_whole(figure: Figure, other: Figure) -> bool:
    """Whether both ends of a range agree: "1-27" does not state 1-13, nor does "18-27" state 18."""
    ranges = figure.is_range or other.is_range
    return not ranges or (figure.value, figure.second) == (other.value, other.second)


def is_misprint(figure: Figure, other: Figure) -> bool:
    """Whether one digit of two or more differs, as in "$17bn" above "$11bn".

    Holds for money and shares, and for counts of the same thing.
    """
    a, b = printed_digits(figure).rstrip("0"), printed_digits(other).rstrip("0")
    counts = figure.kind in (Kind.COUNT, Kind.NUMBER)
    if (
        (counts and compare_figures(figure, other) is not Sameness.SAME)
        or figure.hedge
        or other.hedge
        or figure.value is None
        or other.value is None
    ):
        return False
    near = max(figure.value, other.value) < 2 * min(figure.value, other.value)
    return near and figure.kind is not Kind.AGE and len(a) == len(b) > 1 and sum(map(ne, a, b)) == 1


def _exceeds_lower_bound(figure: Figure, other: Figure) -> bool:
    """Whether the story's "at least" is below the headline: who knows of twelve dead does not write "at least 11"."""
    counts = figure.kind is Kind.COUNT and other.kind in (Kind.COUNT, Kind.NUMBER)
    floor = other.hedge is Hedge.AT_LEAST and figure.hedge is Hedge.NONE
    return counts and floor and (other.value or 0) < (figure.value or 0) < 100


def _is_vague(figure: Figure) -> bool:
    """Whether the figure is as vague as "dozens" or "scores"."""
    low, high = figure.interval
    return low is not None and high is not None and high - low > (figure.value or 0)


def within(first: Fraction, second: Fraction, share: Fraction) -> bool:
    """Whether two values differ by at most `share` of the larger one."""
    return abs(first - second) <= share * max(first, second)
