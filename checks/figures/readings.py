"""The reading that a kind of figure proposes for the text at an anchor."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from checks.figures.amounts import Amount
from checks.model import Kind

KINDS_WITH_UNIT = (Kind.MONEY, Kind.PERCENT, Kind.POINTS, Kind.MEASURE)


class Reading(NamedTuple):
    """A proposal to read tokens `start` to `end` (exclusive) as this quantity. The longest proposal wins."""

    start: int
    end: int
    kind: Kind
    value: Fraction | None = None
    second: Fraction | None = None
    unit: str | None = None
    step: Fraction = Fraction(0)
    scale: int = 1
    upper_bound: Fraction | None = None
    is_fraction: bool = False
    is_range: bool = False
    reason: str = ""
    noun_at: int | None = None  # token from which the counted noun is looked for, if not right after the number

    @classmethod
    def of(cls, amount: Amount) -> Reading:
        """Returns the reading of a single amount."""
        kind = Kind.FRACTION if amount.is_fraction else amount.kind
        return cls(
            amount.start,
            amount.end,
            kind,
            amount.value,
            None,
            amount.unit,
            amount.step,
            amount.scale,
            amount.upper_bound,
            amount.is_fraction,
        )

    @classmethod
    def spanning(cls, low: Amount, high: Amount) -> Reading:
        """Returns the reading of the range from `low` to `high`."""
        end = max(low.end, high.end)
        step = max(low.step, high.step)
        return cls(low.start, end, low.kind, low.value, high.value, low.unit, step, high.scale, is_range=True)
