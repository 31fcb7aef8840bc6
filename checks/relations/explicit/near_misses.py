"""Whether parts nearly make up their whole, so that one of the figures may be a slip."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from checks.relations.digit_mends import Mend, mend
from checks.relations.equations import nominal_value
from checks.relations.frames import Frame
from checks.word_set import word_set

MAX_RELATIVE_GAP = Fraction(1, 10)  # of the whole; parts that are off by more may be of something else
COMPARISON_PREPOSITIONS = word_set("from against than versus to")  # before the base of a comparison
COMPARISON_PHRASES = frozenset((("compared", "with"), ("compared", "to"), ("up", "on"), ("down", "on")))


def is_close(members: Sequence[Frame]) -> bool:
    """Whether the parts nearly make up the whole, which is the first member."""
    whole, *parts = map(nominal_value, members)
    return abs(whole - sum(parts)) <= whole * MAX_RELATIVE_GAP


def may_be_slip(members: Sequence[Frame]) -> bool:
    """Whether correcting one digit, or two in the wrong order, would make the sum hold: "Of those 35, 24 ... 15"."""
    whole, *parts = map(nominal_value, members)
    gap = whole - sum(parts)
    needed = (whole - gap, *(part + gap for part in parts))
    return any(
        value.denominator == wanted.denominator == 1
        and mend(int(value), len(str(value)), float(wanted), float(wanted)) in (Mend.DIGIT, Mend.SWAP)
        for value, wanted in zip((whole, *parts), needed, strict=True)
    )


def is_comparison_base(frame: Frame) -> bool:
    """Whether another figure is compared with this one: "21,204, against 14,136 a year before"."""
    return not COMPARISON_PREPOSITIONS.isdisjoint(frame.before[-1:]) or frame.before[-2:] in COMPARISON_PHRASES
