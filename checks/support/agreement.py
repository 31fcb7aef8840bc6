"""Compares two figures by type, unit and value, allowing for honest rounding."""

from __future__ import annotations

import re
from fractions import Fraction

from checks.derivation.operands import time_unit
from checks.figures.units import CURRENCY_NAMES, to_base
from checks.model import Figure, Hedge, Interval, Kind
from checks.pattern import pattern
from checks.precision import last_nonzero_place
from checks.support.verdict import COUNTS, Candidate


def quantity_type(figure: Figure) -> str:
    """The type of quantity, such as "count", "money" or "time": figures of different types never state the same."""
    match figure.kind:
        case Kind.COUNT | Kind.NUMBER:
            if time_unit(figure):
                return "time"
            return "money" if figure.noun is not None and figure.noun.head in CURRENCY_NAMES else "count"
        case Kind.PERCENT | Kind.POINTS | Kind.FRACTION:
            return "share"
        case Kind.SCORE | Kind.RATIO:
            return "score"
        case Kind.AGE | Kind.DURATION:
            return "time"
        case Kind.MEASURE:
            base_unit = to_base(Fraction(1), figure.unit or "")
            return base_unit[0] if base_unit else "measure"
        case _:
            return str(figure.kind)


DISTINCTIVE_VALUE = 1000
"""A number of at least this size is hardly in both texts by chance."""
MIN_SIMILARITY_WITHOUT_UNIT = 0.35
"""Least similarity of the surrounding words at which a bare number may have the unit that the other text prints."""


def same_quantity_type(figure: Figure, other: Figure) -> bool:
    """Whether both are counts, or ages, or sums in one currency, so that one could be written in place of the other."""
    return could_replace(figure, other) and units_agree(figure, other)


def could_replace(figure: Figure, other: Figure) -> bool:
    """Whether one figure could have been written for the other, going by their kinds."""
    if other.words.lower() in ("one", "1", "once", "first") or other.value is None:
        return False
    return figure.kind is other.kind or (figure.kind in COUNTS and other.kind in COUNTS)


def could_replace_unit(figure: Figure, other: Figure) -> bool:
    """Whether one unit could have been written for the other: two currencies, two units of time or of length."""
    target_type, source_type = quantity_type(figure), quantity_type(other)
    return target_type == source_type and target_type not in ("count", "score") and figure.unit != other.unit


def is_comparable(figure: Figure, candidate: Candidate) -> bool:
    """Whether both are of one type. A unit may be missing ("a fine of 10" for Rs 10) where the passages are similar."""
    source_figure = candidate.source_figure
    if {figure.kind, source_figure.kind} == {
        Kind.AGE,
        Kind.DURATION,
    } and "old" not in figure.words + source_figure.words:
        return candidate.unit_agrees and candidate.similarity >= MIN_SIMILARITY_WITHOUT_UNIT
    if (
        quantity_type(figure) == quantity_type(source_figure)
        or _may_be_metres_or_millions(figure, source_figure)
        or _may_be_metres_or_millions(source_figure, figure)
    ):
        return True
    if _may_be_pounds(figure, source_figure):
        return True
    if figure.kind is Kind.PERCENT and source_figure.kind in COUNTS:
        return False
    if {figure.kind, source_figure.kind} == {Kind.NUMBER, Kind.AGE}:
        return True  # "Ms Tull, 41,": an age that the grammar could not recognise as one
    return candidate.unit_agrees and (
        candidate.similarity >= MIN_SIMILARITY_WITHOUT_UNIT
        or (candidate.exact and (figure.value or 0) >= DISTINCTIVE_VALUE)
    )


def compare_values(figure: Figure, source_figure: Figure) -> tuple[bool, bool]:
    """Whether the source's value supports the target's, and whether the two are exactly the same."""
    target_value, source_value = figure.value, source_figure.value
    if target_value is None or source_value is None:
        return False, False
    if figure.kind is Kind.FRACTION and source_figure.kind in (Kind.PERCENT, Kind.POINTS):
        return _is_share_in_words(target_value * 100, source_value) or _is_fair_bound(figure, source_value / 100), False
    if source_figure.kind is Kind.FRACTION and figure.kind in (Kind.PERCENT, Kind.POINTS):
        return _is_share_in_words(source_value * 100, target_value), False
    if figure.second is not None and source_figure.second is not None:
        if {target_value, figure.second} == {source_value, source_figure.second}:
            return True, True
        if figure.kind in (Kind.SCORE, Kind.RATIO):
            return False, False
    if target_value == source_value or (source_figure.is_range and target_value == source_figure.second):
        return True, True
    if _may_be_metres_or_millions(figure, source_figure) or _may_be_metres_or_millions(source_figure, figure):
        return True, True
    if figure.is_range and figure.second is not None:
        return source_value in (target_value, figure.second), False
    return _is_honest_rounding(figure, source_figure), False


def _is_share_in_words(in_words: Fraction, percentage: Fraction) -> bool:
    """Whether a fraction may round a percentage: "a third" for 31%, but not "a tenth" for 12%."""
    return abs(in_words - percentage) <= min(MAX_FRACTION_ERROR, in_words * ROUNDING_TOLERANCE)


def _is_fair_bound(figure: Figure, value: Fraction) -> bool:
    """Whether the figure is a bound near the value: "more than a tenth" for 12%."""
    low, high = figure.interval
    has_open_end = low is None or high is None
    return has_open_end and value in figure.interval and abs(value - (figure.value or 0)) <= value * BOUND_TOLERANCE


MAX_FRACTION_ERROR = Fraction(3)
"""Largest difference in percentage points between a fraction in words and the percentage that it rounds."""
ROUNDING_TOLERANCE = Fraction(1, 10)
"""Largest relative difference between an honest rounding and the value that it rounds."""
BOUND_TOLERANCE = Fraction(1, 5)
"""Largest relative difference between a fair bound and the value that it bounds.

"More than 2,000" is fair for 2,226, but not for 12 million.
"""


VAGUE_PLURALS = {
    "dozens": Interval(Fraction(24), Fraction(99)),
    "scores": Interval(Fraction(40), Fraction(199)),
    "hundreds": Interval(Fraction(150), Fraction(1999)),
    "thousands": Interval(Fraction(1500), Fraction(99_999)),
    "millions": Interval(Fraction(1_500_000), Fraction(99_999_999)),
}
"""The values that vague plurals may describe. They overlap, as writers differ on where the next one begins."""
TRUNCATION_TOLERANCE = Fraction(3, 100)
"""Largest part of a value that a plain number may cut off: "38,000" for 38,526."""


ROUND_WORDS = pattern(r"\b(?:quarters?|half|thirds?|dozen)\b", re.IGNORECASE)
"""Words that round by nature: "about a quarter of a million" for 240,000."""


def _is_honest_rounding(figure: Figure, source_figure: Figure) -> bool:
    """Whether the target's number rounds the source's: close to it, coarser, and with an interval that contains it."""
    target_value, source_value = figure.value, value_in_unit(source_figure, figure)
    vague_interval = VAGUE_PLURALS.get(figure.words.lower())
    if not target_value or not source_value:
        return False
    if vague_interval is not None:
        return source_value in vague_interval
    if figure.hedge is Hedge.NONE and _drops_decimals(target_value, source_value):
        return True
    if (
        figure.hedge is Hedge.NONE
        and 0 < source_value - target_value <= source_value * TRUNCATION_TOLERANCE
        and target_value >= DISTINCTIVE_VALUE
    ):
        return target_value.denominator == 1 and source_value - target_value < last_nonzero_place(target_value)
    if source_value not in figure.interval:
        return False
    low, high = figure.interval
    has_open_end = low is None or high is None
    is_close = abs(source_value - target_value) <= abs(source_value) * (
        BOUND_TOLERANCE if has_open_end else ROUNDING_TOLERANCE
    )
    is_close = is_close or (
        has_open_end and 10 <= source_value < 100 and target_value % 10 == 0 and abs(source_value - target_value) < 10
    )  # "under 20" for 14
    # "Nearly 60%" is fair for 57%; "nearly 58%" is fair for nothing below 57%.
    is_round_word = ROUND_WORDS.search(figure.words) is not None and figure.hedge is not Hedge.NONE
    is_finer = _significant_digits(target_value) < _significant_digits(source_value) and abs(
        source_value - target_value
    ) < _rounding_step(figure)
    return is_close and (is_round_word or is_finer)


def _drops_decimals(target_value: Fraction, source_value: Fraction) -> bool:
    """Whether the target prints the source's value without its decimals, cut off or rounded: "£85" for £85.39."""
    difference = abs(source_value - target_value)
    is_whole = target_value.denominator == 1 and source_value.denominator != 1
    is_next = difference < 1 if target_value < source_value else difference <= Fraction(1, 2)
    return is_whole and is_next and difference <= abs(source_value) * TRUNCATION_TOLERANCE


def value_in_unit(source_figure: Figure, target_figure: Figure) -> Fraction | None:
    """The source's value converted to the target's unit where possible: 5.63 hours for 5 hours 38 minutes."""
    if (
        source_figure.value is None
        or source_figure.unit == target_figure.unit
        or not source_figure.unit
        or not target_figure.unit
    ):
        return source_figure.value
    converted, unit_size = to_base(source_figure.value, source_figure.unit), to_base(Fraction(1), target_figure.unit)
    if converted is None or unit_size is None or converted[0] != unit_size[0] or converted[0] == "temperature":
        return source_figure.value
    return converted[1] / unit_size[1]


def _rounding_step(figure: Figure) -> Fraction:
    """The step to which a figure seems rounded: 1 for 58, 10 for 60, 5 for 55, 0.1 for 2.3, 100,000 for 1.2 million."""
    value = figure.value or Fraction(0)
    place = last_nonzero_place(value)
    return place * 5 if value % (place * 5) == 0 else place


def _significant_digits(value: Fraction) -> int:
    """The number of significant digits: 2 for 1,200, 4 for 2,226, 2 for 2.5."""
    return len(str(abs(round(value * 1000))).rstrip("0"))


def _may_be_metres_or_millions(figure: Figure, other: Figure) -> bool:
    """Whether "100m" was read as millions in `figure` and as metres in `other`."""
    return (
        other.words.endswith("m")
        and other.unit == "metre"
        and figure.unit is None
        and figure.value == (other.value or 0) * 10**6
    )


def _may_be_pounds(figure: Figure, other: Figure) -> bool:
    """Whether "95 pounds" was read as a weight in one text and as money in the other."""
    return {figure.unit, other.unit} == {"GBP", "pound"} and "pound" in figure.words + other.words


def units_agree(figure: Figure, other: Figure) -> bool:
    """Whether two figures of one type have the same unit, as far as both state it."""
    target_type, source_type = quantity_type(figure), quantity_type(other)
    if (
        _may_be_metres_or_millions(figure, other)
        or _may_be_metres_or_millions(other, figure)
        or _may_be_pounds(figure, other)
    ):
        return True
    if "count" in (target_type, source_type):
        return (
            target_type == source_type
            or Kind.NUMBER in (figure.kind, other.kind)
            or Kind.MONEY in (figure.kind, other.kind)
        )
    if target_type == "score":
        return source_type == "score"
    if {figure.kind, other.kind} == {Kind.PERCENT, Kind.FRACTION}:
        return True
    if mixes_percent_and_points(figure, other):
        return False
    if figure.kind is Kind.MEASURE and figure.unit == other.unit and None in (figure.per, other.per):
        return True  # "half a kilo daily", "half a kilo a day"
    return unit_with_rate(figure) == unit_with_rate(other)


def mixes_percent_and_points(figure: Figure, other: Figure) -> bool:
    """Whether one figure is in per cent and the other in percentage points."""
    return {figure.kind, other.kind} == {Kind.PERCENT, Kind.POINTS}


def unit_with_rate(figure: Figure) -> str | None:
    """The unit and what it is per, so that "350km per hour" and "350 kmph" have the same one."""
    if figure.kind is Kind.MEASURE and figure.per:
        return f"{figure.unit} per {figure.per}"
    return figure.unit or time_unit(figure)
