"""Do two figures agree as statements of one fact?"""

from __future__ import annotations

from fractions import Fraction

from checks.model import Figure, Hedge
from checks.rules._printed import place_of, step_of
from checks.digit_slips import Slip, digits, slip

NEAR = 10
"""A hedged or rounded figure may be a tenth from another and still state the same."""


FLOORS = frozenset((Hedge.MORE_THAN, Hedge.AT_LEAST, Hedge.JUST_OVER))
CEILINGS = frozenset((Hedge.LESS_THAN, Hedge.AT_MOST, Hedge.NEARLY))
VAGUE = frozenset(("dozens", "scores", "hundreds", "thousands", "millions", "several", "tens of thousands"))


def agree(one: Figure, other: Figure) -> bool:
    """Can both state one quantity? "Up to 37,000" agrees with 37,000, 1.8m with 1,778,548; £20,000 not with £15,000.

    Of two without a hedge, one has to be printed more coarsely than the other.
    """
    a, b = one.value, other.value
    if a is None or b is None:
        return False
    if VAGUE.isdisjoint((one.words.lower(), other.words.lower())) is False:
        return one.interval.meets(other.interval)  # "dozens" for 28
    # Whole numbers, because most pairs of an article are told apart here and reckoning with fractions is slow.
    mine, theirs = a.numerator * b.denominator, b.numerator * a.denominator
    if mine == theirs or (one.is_range and one.second == b) or (other.is_range and other.second == a):
        return True
    if (
        abs(mine - theirs) * NEAR > max(mine, theirs)
        or not one.interval.meets(other.interval)
        or slip(one, other) is Slip.SWAP
    ):
        return False
    return one.hedge != other.hedge or step_of(a, one.words) != step_of(b, other.words)


def says_the_same(one: Figure, other: Figure) -> bool:
    """Do they agree closely enough for a tick? "About 40" says what 42 says; "some 13" does not say 12."""
    a, b = one.value, other.value
    if a is None or b is None or not agree(one, other):
        return False
    if one.is_range or other.is_range:
        return (a, one.second) == (b, other.second)  # "1-27" does not say 1-13, nor does "18-27" say 18
    return a == b or _rounds_to(one, other) or _rounds_to(other, one)


def _rounds_to(coarse: Figure, exact: Figure) -> bool:
    """Is the first what the second is rounded to, or cut off to where it says "more than" or "nearly"?"""
    a, b = coarse.value or Fraction(0), exact.value or Fraction(0)
    place = step_of(a, coarse.words) if a.denominator != 1 else place_of(a)
    if coarse.hedge in FLOORS:
        return a <= b < a + place
    if coarse.hedge in CEILINGS:
        return a - place < b <= a
    return abs(a - b) * 2 < place


def as_equal(one: Figure, other: Figure) -> str:
    """The arithmetic of a tick: "$31bn = $31.4bn", "a dozen = 12"; "144 = 144" says nothing and is left out."""
    told = one.value == other.value and digits(one) == digits(other)
    return "" if told else f"{one.words} = {other.words}"
