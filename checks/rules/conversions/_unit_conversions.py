"""Converts figures to another unit, with what their printed digits allow and with the rounding usual in news."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import starmap
from typing import NamedTuple

from checks.figures.units import Unit, unit_named
from checks.model import Figure, Interval
from checks.precision import DIGITS, printed_step
from checks.rules._printed import interval_around, printed_interval, significant_step

OTHER_SIZES = {
    "gallon": (Fraction("4.54609"), Fraction("3.785411784")),
    "pint": (Fraction("0.56826125"), Fraction("0.473176473")),
    "ton": (Fraction("907.18474"), Fraction("1016.0469088"), Fraction(1000)),
    "ounce": (Fraction("0.028349523125"), Fraction("0.0311034768")),
    "mile": (Fraction("1609.344"), Fraction(1852)),
    "mile per gallon": (Fraction("0.354006190"), Fraction("0.425143707")),
    "kilobyte": (Fraction(1000), Fraction(1024)),
    "megabyte": (Fraction(10**6), Fraction(1024**2)),
    "gigabyte": (Fraction(10**9), Fraction(1024**3)),
}
"""The sizes of units with one name, in base units of `checks.figures.units`: imperial and American, troy and plain."""

CONVERSION_SLACK = Fraction(1, 40)  # of the value: conversion by rule of thumb
MAX_ROUNDING_SHARE = Fraction(2, 5)  # of the smaller value: no rounding of a small number changes it by more
ERROR_SHARE = Fraction(1, 10)  # of the value: neither rounding nor rule of thumb explains a larger difference


class Conversion(NamedTuple):
    """A value in another unit: the interval that its printed digits allow, and that which rounding in news allows."""

    interval: Interval
    rounded: Interval


class Reading(NamedTuple):
    """The second of two figures as stated and rounded, and the first in its unit, for each size the units may have."""

    stated: Interval
    rounded: Interval
    conversions: list[Conversion]

    def is_right_for(self, conversion: Conversion) -> bool:
        """Whether one of the two values, converted and rounded like the other, equals the other."""
        exact, stated = centre(conversion.interval), centre(self.stated)
        is_close = abs(exact - stated) <= abs(stated) * ERROR_SHARE
        return exact in self.rounded or (stated in conversion.rounded and is_close)

    def is_far_from(self, conversion: Conversion) -> bool:
        """Whether a small number is too far off, although its single digit would allow it: "0.3 miles (1km)"."""
        exact, stated = centre(conversion.interval), centre(self.stated)
        return not self.is_right_for(conversion) and abs(exact - stated) > min(exact, stated) * MAX_ROUNDING_SHARE


def readings_of(figure: Figure, other: Figure) -> Iterator[Reading]:
    """Yields the comparison of two figures in different units, one for each end if both are ranges."""
    ends, other_ends = _ends(figure), _ends(other)
    if len(ends) != len(other_ends):
        ends, other_ends = [_hull(ends)], [_hull(other_ends)]
    source, target = unit_of(figure), unit_of(other)
    for (allowed, rounded), (stated, other_rounded) in zip(ends, other_ends, strict=True):
        pairs = zip(converted(allowed, source, target), converted(rounded, source, target), strict=True)
        yield Reading(stated, other_rounded, list(starmap(Conversion, pairs)))


def _ends(figure: Figure) -> list[tuple[Interval, Interval]]:
    """The values that a figure, or each end of a range, may state: by its printed digits, and by rounding in news."""
    assert figure.value is not None
    if figure.second is None:
        return [
            (printed_interval(figure), interval_around(figure.value, _rounding(figure.value, figure.words, figure)))
        ]
    values = (figure.value, figure.second) if figure.value else (figure.second,)  # "from zero to 60mph (97km/h)"
    return [(_end(value), interval_around(value, _rounding(value, "", figure))) for value in values]


def _hull(ends: list[tuple[Interval, Interval]]) -> tuple[Interval, Interval]:
    """The intervals from the first end to the last."""
    (first, first_rounded), (last, last_rounded) = ends[0], ends[-1]
    return Interval(first.low, last.high), Interval(first_rounded.low, last_rounded.high)


def _end(value: Fraction) -> Interval:
    """The values that the end of a range may state, by its own rounding."""
    return interval_around(
        value, max(significant_step(value, "") / 2 if value >= 10 else Fraction(1, 2), abs(value) * CONVERSION_SLACK)
    )


def _rounding(value: Fraction, words: str, figure: Figure) -> Fraction:
    """The largest rounding error of a value: half of its last printed place, or of 5 or 10 of these if it is round."""
    digits = DIGITS.search(words)
    if digits is not None and digits[1]:
        return significant_step(value, words) / 2
    if value.denominator > 1:
        return max(printed_step(value), Fraction(1, 4)) / 2 if words else printed_step(value) / 2
    if is_temperature(figure) and abs(value) < 500:
        return Fraction(1, 2)
    step = significant_step(value, words) if words else Fraction(1)
    steps = abs(value / step)
    if step >= 100 and steps < 100 and (not digits or int(digits[0].replace(",", "") or 1) % 100 == 0):
        return min(step / 2, abs(value) / 20)
    if steps % 10 == 0 and steps >= 100:
        return min(step * 5, abs(value) / 20)
    if steps % 5 == 0 and steps >= 10:
        return min(step * 5 / 2, abs(value) * 3 / 40)
    return step / 2


def converted(interval: Interval, source: Unit, target: Unit) -> list[Interval]:
    """An interval in another unit, for each size that the two units may have; the usual one first.

    Of a temperature: first as a level, then as a change.
    """
    low, high = low_end(interval), high_end(interval)
    factor = source.factor / target.factor
    if source.dimension == "temperature":
        shift = source.offset * factor - target.offset
        return [Interval(low * factor + shift, high * factor + shift), interval.times(factor)]
    factors = [
        source_factor / target_factor
        for source_factor in OTHER_SIZES.get(source.name, (source.factor,))
        for target_factor in OTHER_SIZES.get(target.name, (target.factor,))
    ]
    return [interval.times(candidate) for candidate in sorted(factors, key=lambda candidate: candidate != factor)]


def unit_of(figure: Figure) -> Unit:
    """The unit of a figure, which has to have a convertible one."""
    unit = unit_named(figure.unit)
    assert unit is not None
    return unit


def is_temperature(figure: Figure) -> bool:
    """Whether the figure is a temperature."""
    return unit_of(figure).dimension == "temperature"


def low_end(interval: Interval) -> Fraction:
    """The lower end of a closed interval."""
    assert interval.low is not None
    return interval.low


def high_end(interval: Interval) -> Fraction:
    """The upper end of a closed interval."""
    assert interval.high is not None
    return interval.high


def centre(interval: Interval) -> Fraction:
    """The middle of a closed interval."""
    return (low_end(interval) + high_end(interval)) / 2
