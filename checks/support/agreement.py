"""Do two figures agree: of one sort, in one unit, the same value, or an honest rounding of it?"""

from __future__ import annotations

import re
from fractions import Fraction

from checks.derivation.operands import time_unit
from checks.figures.units import CURRENCY_NAMES, to_base
from checks.model import Figure, Hedge, Interval, Kind
from checks.pattern import pattern
from checks.precision import last_nonzero_place
from checks.support.verdict import COUNTS, Link


def sort(figure: Figure) -> str:
    """Figures of one sort can stand for one another: a count is never a sum of money."""
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
            known = to_base(Fraction(1), figure.unit or "")
            return known[0] if known else "measure"
        case _:
            return str(figure.kind)


TELLING = 1000
"""A number of this size hardly stands in both texts by chance."""
LOOSE_FIT = 0.35
"""How close the words around must be before a bare number is taken for one whose unit the other text prints."""


def same_sort(one: Figure, other: Figure) -> bool:
    """Are both counts, or ages, or sums in one currency, so that one could stand in the other's place?"""
    return rivals(one, other) and unit_agrees(one, other)


def rivals(figure: Figure, other: Figure) -> bool:
    """Could one have been written for the other?"""
    if other.words.lower() in ("one", "1", "once", "first") or other.value is None:
        return False
    return figure.kind is other.kind or (figure.kind in COUNTS and other.kind in COUNTS)


def units_rival(figure: Figure, other: Figure) -> bool:
    """Could one unit have been written for the other: two currencies, two lengths of time, miles and kilometres?"""
    mine, theirs = sort(figure), sort(other)
    return mine == theirs and mine not in ("count", "score") and figure.unit != other.unit


def comparable(figure: Figure, link: Link) -> bool:
    """Are both of one sort? A unit may be left out ("a fine of 10" for Rs 10) where the passages are alike."""
    other = link.there
    if {figure.kind, other.kind} == {Kind.AGE, Kind.DURATION} and "old" not in figure.words + other.words:
        return link.unit and link.fit >= LOOSE_FIT
    if sort(figure) == sort(other) or _metres_or_millions(figure, other) or _metres_or_millions(other, figure):
        return True
    if _pounds(figure, other):
        return True
    if figure.kind is Kind.PERCENT and other.kind in COUNTS:
        return False
    if {figure.kind, other.kind} == {Kind.NUMBER, Kind.AGE}:
        return True  # "Ms Tull, 41,": an age that the grammar could not tell for one
    return link.unit and (link.fit >= LOOSE_FIT or (link.exact and (figure.value or 0) >= TELLING))


def value_agrees(figure: Figure, other: Figure) -> tuple[bool, bool]:
    """Does the source's value bear the target's out, and is it the very same?"""
    mine, theirs = figure.value, other.value
    if mine is None or theirs is None:
        return False, False
    if figure.kind is Kind.FRACTION and other.kind in (Kind.PERCENT, Kind.POINTS):
        return abs(mine * 100 - theirs) <= 3, False
    if other.kind is Kind.FRACTION and figure.kind in (Kind.PERCENT, Kind.POINTS):
        return abs(theirs * 100 - mine) <= 3, False
    if figure.second is not None and other.second is not None:
        if {mine, figure.second} == {theirs, other.second}:
            return True, True
        if figure.kind in (Kind.SCORE, Kind.RATIO):
            return False, False
    if mine == theirs or (other.is_range and mine == other.second):
        return True, True
    if _metres_or_millions(figure, other) or _metres_or_millions(other, figure):
        return True, True
    if figure.is_range and figure.second is not None:
        return theirs in (mine, figure.second), False
    return _rounds(figure, other), False


ROUNDING = Fraction(1, 10)
"""How far an honest rounding may lie from the value that it rounds."""
BOUND_ROUNDING = Fraction(1, 5)
"""The same for a bound: "more than 2,000" is fair for 2,226, and not for 12 million."""


SEVERAL = {
    "dozens": Interval(Fraction(24), Fraction(99)),
    "scores": Interval(Fraction(40), Fraction(199)),
    "hundreds": Interval(Fraction(150), Fraction(1999)),
    "thousands": Interval(Fraction(1500), Fraction(99_999)),
    "millions": Interval(Fraction(1_500_000), Fraction(99_999_999)),
}
"""What these may be said of in a text that does not give the number; where the next one takes over, writers differ."""
CUT_OFF = Fraction(3, 100)


COARSE = pattern(r"\b(?:quarters?|half|thirds?|dozen)\b", re.IGNORECASE)
"""Words that round whatever they stand for: "about a quarter of a million" for 240,000."""


def _rounds(figure: Figure, other: Figure) -> bool:
    """Is the target's number an honest rounding of the source's: near it, within its own bounds, and the coarser?"""
    mine, theirs = figure.value, _in_unit(other, figure)
    several = SEVERAL.get(figure.words.lower())
    if not mine or not theirs:
        return False
    if several is not None:
        return theirs in several
    if figure.hedge is Hedge.NONE and 0 < theirs - mine <= theirs * CUT_OFF and mine >= TELLING:
        return mine.denominator == 1 and theirs - mine < last_nonzero_place(mine)  # "38,000" for 38,526
    if theirs not in figure.interval:
        return False
    low, high = figure.interval
    bound = low is None or high is None
    near = abs(theirs - mine) <= abs(theirs) * (BOUND_ROUNDING if bound else ROUNDING)
    near = near or (bound and 10 <= theirs < 100 and mine % 10 == 0 and abs(theirs - mine) < 10)  # "under 20" for 14
    # "Nearly 60%" may be said of 57%, "nearly 58%" of nothing below 57%.
    coarse = COARSE.search(figure.words) is not None and figure.hedge is not Hedge.NONE
    finer = _digits(mine) < _digits(theirs) and abs(theirs - mine) < _printed_place(figure)
    return near and (coarse or finer)


def _in_unit(other: Figure, figure: Figure) -> Fraction | None:
    """The source's value in the target's unit, where one converts into the other: 5 hours 38 minutes is 5.63 hours."""
    if other.value is None or other.unit == figure.unit or not other.unit or not figure.unit:
        return other.value
    theirs, one = to_base(other.value, other.unit), to_base(Fraction(1), figure.unit)
    if theirs is None or one is None or theirs[0] != one[0] or theirs[0] == "temperature":
        return other.value
    return theirs[1] / one[1]


def _printed_place(figure: Figure) -> Fraction:
    """What one in the last digit told counts: 1 of 58, 10 of 60, 5 of 55, 0.1 of 2.3, 100,000 of 1.2 million."""
    value = figure.value or Fraction(0)
    place = last_nonzero_place(value)
    return place * 5 if value % (place * 5) == 0 else place


def _digits(value: Fraction) -> int:
    """How many digits of a number say something: 2 of 1,200, 4 of 2,226, 2 of 2.5."""
    return len(str(abs(round(value * 1000))).rstrip("0"))


def _metres_or_millions(figure: Figure, other: Figure) -> bool:
    """ "100m" may be either, and the two texts may be read differently."""
    return (
        other.words.endswith("m")
        and other.unit == "metre"
        and figure.unit is None
        and figure.value == (other.value or 0) * 10**6
    )


def _pounds(figure: Figure, other: Figure) -> bool:
    """ "95 pounds" may be a weight in one text and a sum in the other, going by the words around."""
    return {figure.unit, other.unit} == {"GBP", "pound"} and "pound" in figure.words + other.words


def unit_agrees(figure: Figure, other: Figure) -> bool:
    mine, theirs = sort(figure), sort(other)
    if _metres_or_millions(figure, other) or _metres_or_millions(other, figure) or _pounds(figure, other):
        return True
    if "count" in (mine, theirs):
        return mine == theirs or Kind.NUMBER in (figure.kind, other.kind) or Kind.MONEY in (figure.kind, other.kind)
    if mine == "score":
        return theirs == "score"
    if {figure.kind, other.kind} == {Kind.PERCENT, Kind.FRACTION}:
        return True
    if told_in_points(figure, other):
        return False
    if figure.kind is Kind.MEASURE and figure.unit == other.unit and None in (figure.per, other.per):
        return True  # "half a kilo daily", "half a kilo a day"
    return whole_unit(figure) == whole_unit(other)


def told_in_points(figure: Figure, other: Figure) -> bool:
    """Is one told in per cent and the other in points?"""
    return {figure.kind, other.kind} == {Kind.PERCENT, Kind.POINTS}


def whole_unit(figure: Figure) -> str | None:
    """ "350km per hour" and "350 kmph" are in one unit."""
    if figure.kind is Kind.MEASURE and figure.per:
        return f"{figure.unit} per {figure.per}"
    return figure.unit or time_unit(figure)
