"""What a reader of one kind proposes for the text that an anchor begins."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from checks.figures.amounts import Amount
from checks.model import Kind


class Reading(NamedTuple):
    """A proposal: tokens `first` to `last` (exclusive) are this quantity. The longest proposal wins the text."""

    first: int
    last: int
    kind: Kind
    value: Fraction | None = None
    second: Fraction | None = None
    unit: str | None = None
    step: Fraction = Fraction(0)
    scale: int = 1
    top: Fraction | None = None
    is_fraction: bool = False
    is_range: bool = False
    reason: str = ""
    noun_at: int | None = None  # where the counted noun is looked for, if not right after the words

    @classmethod
    def of(cls, amount: Amount) -> Reading:
        kind = Kind.FRACTION if amount.is_fraction else amount.kind
        return cls(
            amount.first,
            amount.last,
            kind,
            amount.value,
            None,
            amount.unit,
            amount.step,
            amount.scale,
            amount.top,
            amount.is_fraction,
        )

    @classmethod
    def spanning(cls, low: Amount, high: Amount) -> Reading:
        """The range from `low` to `high`."""
        last = max(low.last, high.last)
        step = max(low.step, high.step)
        return cls(low.first, last, low.kind, low.value, high.value, low.unit, step, high.scale, is_range=True)
