"""The arithmetic of `checks.relations.equations` in floating point, to check many candidates quickly.

If a candidate is so near a bound that a rounding error could decide, the answer is None, and the exact arithmetic has
to decide.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from checks.model import Interval
from checks.relations import equations
from checks.relations.frames import Frame, log_size, significant_digits
from checks.relations.proposals import TieKind
from checks.relations.slip_evidence import number_of

MARGIN = 1e-9  # relative: far more than the rounding errors of these few operations
NEAR_ZERO = 1e-6  # relative: a divisor this small makes those errors large


class PrintedNumber(NamedTuple):
    """A printed number in floating point; a fraction is in per cent, like `equations.nominal_value`."""

    nominal_value: float
    low: float  # the bounds of its strict interval
    high: float
    rounded_low: float  # the bounds of its lenient interval
    rounded_high: float
    step: float  # one unit of its last printed place
    digits: int  # without zeros at the ends
    slack: float  # half the width of its strict interval, relative to the number
    rounded_slack: float  # half the width of its lenient interval, relative to the number
    size: float  # `log_size`
    is_fraction: bool
    steps: int  # the number in units of its last printed place: its digits as an integer
    places: int  # the number of digits of `steps`


def printed_number_as_float(frame: Frame) -> PrintedNumber:
    """The printed number of a frame."""
    strict, lenient = equations.strict_interval(frame), equations.lenient_interval(frame)
    exact = equations.nominal_value(frame)
    nominal = _float(exact)
    low, high = _bounds(strict, nominal)
    rounded_low, rounded_high = (low, high) if lenient == strict else _bounds(lenient, nominal)
    step = _float(equations.last_printed_place(frame)) * (100 if frame.kind == "fraction" else 1)
    steps = round(nominal / step)
    return PrintedNumber(
        nominal,
        low,
        high,
        rounded_low,
        rounded_high,
        step,
        len(significant_digits(number_of(frame.value))[0]),
        (high - low) / 2 / nominal if nominal else 0.0,
        (rounded_high - rounded_low) / 2 / nominal if nominal else 0.0,
        log_size(exact),
        frame.kind == "fraction",
        steps,
        len(str(steps)),
    )


def _bounds(interval: Interval, nominal: float) -> tuple[float, float]:
    """The bounds of an interval; 0 and twice the number where they are open."""
    low, high = interval
    return 0.0 if low is None else _float(low), 2 * nominal if high is None else _float(high)


def _float(value: Fraction) -> float:
    numerator, denominator = value.as_integer_ratio()
    return numerator / denominator


def solve_as_floats(kind: TieKind, values: Sequence[float]) -> list[float]:
    """`equations.solve_for_each_member` in floating point; 0 where there is no value."""
    if kind == "sum":
        total = sum(values[1:])
        return [total, *(values[0] - total + part for part in values[1:])]
    if kind == "mean":
        total, count = sum(values[1:]), len(values) - 1
        return [total / count, *(values[0] * count - total + part for part in values[1:])]
    a, b, c = values
    if kind == "change":
        factor = 1 + c / 100 if b >= a else 1 - c / 100
        return [b / factor if factor > 0 else 0, a * factor, 100 * abs(b - a) / a]
    if kind == "gain":
        if b > a and abs(100 * a / (b - a) - c) <= abs(100 * a / (b + a) - c):
            return [b * c / (100 + c), a * (100 + c) / c, 100 * a / (b - a)]
        loss = max(100 - c, 0.0)
        return [b * c / loss if loss else 0, a * loss / c, 100 * a / (b + a)]
    if kind == "share":
        return [b * c / 100, 100 * a / c, 100 * a / b]
    if kind == "times":
        return [b * c, a / c, a / b]
    return [c / b, c / a, a * b]


def computed(kind: TieKind, values: Sequence[float]) -> float:
    """The result that the other members give, the same as `solve_as_floats` has for it."""
    if kind == "sum":
        return sum(values[1:])
    if kind == "mean":
        return sum(values[1:]) / (len(values) - 1)
    a, b, c = values
    if kind == "share":
        return 100 * a / b
    if kind == "change":
        return 100 * abs(b - a) / a
    if kind == "gain":
        loss = 100 * a / (b + a)
        if b <= a:
            return loss
        gain = 100 * a / (b - a)
        return gain if abs(gain - c) <= abs(loss - c) else loss
    return a / b if kind == "times" else a * b


def miss_of(kind: TieKind, points: Sequence[float]) -> tuple[float, float]:
    """The computed result, and its distance from the stated one, relative to the larger of the two."""
    result, stated = computed(kind, points), points[0 if kind in ("sum", "mean") else -1]
    if result <= 0:
        return result, 1.0
    return result, abs(result - stated) / (result if result >= stated else stated)


def holds_if_rounded(kind: TieKind, numbers: Sequence[PrintedNumber], computed: float) -> bool:
    """Whether the equation may hold if round numbers are rounded, to a rough approximation.

    `computed` is the result that the other members give.
    """
    index = equations.stated_index(kind) % len(numbers)
    stated = numbers[index]
    slack = sum([other.rounded_slack for place, other in enumerate(numbers) if place != index])
    if kind == "sum":
        slack *= max([number.nominal_value for number in numbers])
    else:
        slack *= (100 + computed) if kind == "change" else computed
    return stated.rounded_low - slack <= computed <= stated.rounded_high + slack


def clearly_holds(kind: TieKind, members: Sequence[Frame], numbers: Sequence[PrintedNumber]) -> bool | None:
    """`equations.holds` for figures; None if floating point is too coarse to decide."""
    index = equations.stated_index(kind)
    stated = numbers[index]
    if kind == "sum" and not any(frame.figure and frame.figure.hedge for frame in members):
        whole = sum([number.nominal_value for number in numbers[1:]])
        largest_step = max([number.step for number in numbers])  # rounding explains half of two steps at most
        return (
            False
            if abs(whole - stated.nominal_value) > largest_step + MARGIN * (whole + stated.nominal_value)
            else None
        )
    if kind == "mean":
        average = sum([number.nominal_value for number in numbers[1:]]) / (len(numbers) - 1)
        return _is_at_most(abs(average - stated.nominal_value), stated.step / 2, average + stated.nominal_value)
    overlap = _overlap(_results(kind, numbers), stated.low, stated.high)
    if not overlap and kind in ("change", "gain", "share") and members[index].kind == "percent":
        exact, half_step = solve_as_floats(kind, [number.nominal_value for number in numbers])[2], stated.step / 2
        cut_off = _is_at_most(
            abs(exact - stated.nominal_value - half_step), half_step, exact + stated.nominal_value + 100
        )
        return overlap if cut_off is False else cut_off
    return overlap


def clearly_within_rounding(kind: TieKind, numbers: Sequence[PrintedNumber]) -> bool | None:
    """`equations.is_within_rounding` for figures; None if floating point is too coarse to decide."""
    stated = numbers[equations.stated_index(kind)]
    half_step = stated.step / (200 if stated.is_fraction else 2)
    return _overlap(_results(kind, numbers), stated.low - half_step, stated.high + half_step)


def _is_at_most(value: float, limit: float, size: float) -> bool | None:
    """Whether a value is at most a limit; None if rounding errors could decide.

    `size` is the size of the numbers that they were computed from.
    """
    margin = MARGIN * (size + limit)
    if value < limit - margin:
        return True
    return False if value > limit + margin else None


def _overlap(results: Sequence[tuple[float, float]] | None, low: float, high: float) -> bool | None:
    """Whether an interval overlaps any of the results; None if rounding errors could decide."""
    if results is None:
        return None
    is_unsure = False
    for result_low, result_high in results:
        size = abs(low) + abs(high) + abs(result_low) + 100
        below = _is_at_most(result_low, high, size)
        above = _is_at_most(low, result_high, size) if result_high < math.inf else True
        if below and above:
            return True
        is_unsure = is_unsure or not (below is False or above is False)
    return None if is_unsure else False


def _results(kind: TieKind, numbers: Sequence[PrintedNumber]) -> list[tuple[float, float]] | None:
    """`equations.results_of` as bounds; None if a divisor is near zero."""
    if kind in ("sum", "mean"):
        low, high = sum([number.low for number in numbers[1:]]), sum([number.high for number in numbers[1:]])
        count = 1 if kind == "sum" else len(numbers) - 1
        return [(low / count, high / count)]
    first, second = (numbers[0].low, numbers[0].high), (numbers[1].low, numbers[1].high)
    if not 0 < first[0] <= first[1] or not 0 < second[0] <= second[1]:
        return None
    if min(first[0] / first[1], second[0] / second[1]) < NEAR_ZERO:
        return None
    if kind == "change":
        low, high = 100 * second[0] / first[1] - 100, 100 * second[1] / first[0] - 100
        if high <= 0:
            return [(-high, -low)]
        return [(0.0, max(-low, high)) if low < 0 else (low, high)]
    if kind == "product":
        return [(first[0] * second[0], first[1] * second[1])]
    if kind != "gain":
        factor = 100 if kind == "share" else 1
        return [(factor * first[0] / second[1], factor * first[1] / second[0])]
    loss = (100 * first[0] / (second[1] + first[1]), 100 * first[1] / (second[0] + first[0]))
    before = (second[0] - first[1], second[1] - first[0])
    if min(abs(before[0]), abs(before[1])) < NEAR_ZERO * (second[1] + first[1]):
        return None
    if before[1] < 0:
        return [loss]
    low = 100 * first[0] / before[1]
    return [(low, 100 * first[1] / before[0] if before[0] > 0 else math.inf), loss]
