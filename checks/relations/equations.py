"""The exact arithmetic of each kind of equation: the value of one member from the others, with intervals.

A printed number is read in two ways. The strict reading takes every printed digit at its word: a count is exact, and
"£120 million" lies within half a million, unless a hedge says otherwise. The lenient reading (`Figure.interval`) allows
round numbers to be rounded. A relation holds if it does so under the strict reading; if its result is in per cent, also
if the digits after the last printed place were cut off rather than rounded.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache

from checks.model import Hedge, Interval, Kind
from checks.pattern import pattern
from checks.precision import last_nonzero_place, printed_number
from checks.relations.frames import Frame
from checks.relations.moments_in_days import day_of, days_between, has_no_day, interval_between, slack_of_moment
from checks.relations.proposals import TieKind
from checks.relations.slip_evidence import number_of
from checks.sameness import noun_class

CACHED_FRAMES = 1 << 12  # frames are hashed by identity, so a cached one is the same frame
FRACTION_TOLERANCE = Fraction(1, 10)  # relative: "half" and "a third" are seldom exact
WORD_TOLERANCE = Fraction(1, 40)  # relative: "twice" and "three times" are seldom exact either
MAX_MORE_THAN_FRACTION = Fraction(5, 4)  # times: 60% may be described as "more than half", 70% hardly
HEDGE_TOLERANCE = Fraction(1, 25)  # relative: how far the true value usually is from a hedged number
MAX_HEDGE_TOLERANCE = Fraction(1, 10)  # relative: the same for a round number, at most, or any equation would hold
RATIO_TO_ONE = pattern(r"\b(?:1|one)$")  # "4 to 1", which may also describe 3.9 and 4.1
LOOSE_SUM = Fraction(1, 10)  # relative: a sum that misses by more holds only loosely
LOOSE = Fraction(1, 20)  # relative: another equation that misses by more holds only loosely
ZERO = Fraction(0)


@lru_cache(maxsize=CACHED_FRAMES)
def last_printed_place(frame: Frame) -> Fraction:
    """The value of one unit in the last printed place: a million for "£120 million", 1 for "1,500", 0.1 for "2.5%".

    Of several units the smallest counts: a minute for "2 hours 10 minutes".
    """
    value = number_of(frame.value)
    numerator, denominator = value.as_integer_ratio()
    if frame.figure is None or not numerator:
        return Fraction(1)
    printed = printed_number(value, frame.statement.words)
    if printed is None:
        return Fraction(1) if denominator == 1 else abs(value) * FRACTION_TOLERANCE
    if printed.scale is None:
        return Fraction(1, denominator)
    return printed.scale / Fraction(10**printed.decimals)


@lru_cache(maxsize=CACHED_FRAMES)
def strict_interval(frame: Frame) -> Interval:
    """The values that a printed number can mean when every digit is taken at its word."""
    figure, value = frame.figure, abs(number_of(frame.value))
    if figure is None:
        slack = slack_of_moment(frame)
        return Interval(day_of(frame) - slack, day_of(frame) + slack)
    if figure.kind is Kind.FRACTION:
        slack = value * FRACTION_TOLERANCE
        low = value if figure.hedge in (Hedge.MORE_THAN, Hedge.AT_LEAST, Hedge.JUST_OVER) else value - slack
        high = value if figure.hedge in (Hedge.LESS_THAN, Hedge.AT_MOST, Hedge.NEARLY) else value + slack
        if figure.hedge is Hedge.MORE_THAN:
            high = value * MAX_MORE_THAN_FRACTION
        elif figure.hedge is Hedge.LESS_THAN:
            low = value / MAX_MORE_THAN_FRACTION
        return Interval(100 * low, 100 * high)
    is_ratio = figure.kind is Kind.MULTIPLE and RATIO_TO_ONE.search(figure.words) is not None
    if figure.kind is Kind.MULTIPLE and figure.hedge is Hedge.NONE and (frame.in_words or is_ratio):
        return Interval(value * (1 - WORD_TOLERANCE), value * (1 + WORD_TOLERANCE))
    step = last_printed_place(frame)
    if figure.kind is Kind.MULTIPLE and figure.hedge in (Hedge.MORE_THAN, Hedge.AT_LEAST) and frame.in_words:
        return Interval(value, value + 1)  # "more than doubled": up to three times
    if figure.hedge is not Hedge.NONE:
        return _hedged(value, figure.hedge, max(step, last_nonzero_place(value)))
    if figure.kind in (Kind.COUNT, Kind.NUMBER, Kind.AGE, Kind.MULTIPLE) and step == 1:
        return Interval.exact(value)
    return Interval(value - step / 2, value + step / 2)


def _hedged(value: Fraction, hedge: Hedge, place: Fraction) -> Interval:
    """The values that a hedged number can mean in an equation: bounded on both sides, unlike on its own."""
    slack = max(value * HEDGE_TOLERANCE, min(place / 2, value * MAX_HEDGE_TOLERANCE))
    low = value - slack if hedge in (Hedge.ABOUT, Hedge.NEARLY, Hedge.LESS_THAN, Hedge.AT_MOST) else value
    high = value if hedge in (Hedge.NEARLY, Hedge.LESS_THAN, Hedge.AT_MOST) else value + slack
    if hedge in (Hedge.MORE_THAN, Hedge.AT_LEAST):
        high += slack
    return Interval(low, high)


@lru_cache(maxsize=CACHED_FRAMES)
def lenient_interval(frame: Frame) -> Interval:
    """The values that a printed number can mean if round numbers may be rounded."""
    figure = frame.figure
    if figure is None or figure.kind is Kind.FRACTION or figure.value is None or figure.value < 0:
        return strict_interval(frame)
    return figure.interval.times(frame.scale)


def _quotient(first: Interval, second: Interval) -> Interval:
    """The quotients of two intervals of positive numbers."""
    low = first.low / second.high if first.low is not None and second.high else ZERO
    high = first.high / second.low if first.high is not None and second.low and second.low > 0 else None
    return Interval(max(low, ZERO), high)


def _product(first: Interval, second: Interval) -> Interval:
    low = max(first.low or ZERO, ZERO) * max(second.low or ZERO, ZERO)
    high = first.high * second.high if first.high is not None and second.high is not None else None
    return Interval(low, high)


def _scaled(interval: Interval, factor: int) -> Interval:
    return interval.times(Fraction(factor))


def result_of(kind: TieKind, members: Sequence[Interval]) -> Interval:
    """The result that the other members give: of a sum or mean its first member, else the last one. Not for spans."""
    if kind in ("sum", "mean"):
        total = members[1]
        for part in members[2:]:
            total = total.plus(part)
        return total if kind == "sum" else total.times(Fraction(1, len(members) - 1))
    first, second = members[0], members[1]
    if kind == "change":
        grown = _scaled(_quotient(second, first), 100)
        low = None if grown.low is None else grown.low - 100
        high = None if grown.high is None else grown.high - 100
        if low is not None and high is not None and high <= 0:
            return Interval(-high, -low)
        if low is not None and low < 0:
            return Interval(ZERO, max(-low, high) if high is not None else None)
        return Interval(low, high)
    if kind == "share":
        return _scaled(_quotient(first, second), 100)
    if kind == "gain":
        return _scaled(_quotient(first, second.minus(first)), 100)
    if kind == "times":
        return _quotient(first, second)
    return _product(first, second)


def results_of(kind: TieKind, members: Sequence[Interval]) -> list[Interval]:
    """Every result that the other members can give: what changed a level may be a gain or a loss."""
    if kind != "gain":
        return [result_of(kind, members)]
    first, second = members[0], members[1]
    loss = _scaled(_quotient(first, second.plus(first)), 100)
    before = second.minus(first).high
    return [loss] if before is not None and before <= 0 else [result_of(kind, members), loss]


def stated_index(kind: TieKind) -> int:
    """The index of the result among the members: the whole of a sum, the average of a mean, else the last member."""
    return 0 if kind in ("sum", "mean") else -1


def holds(kind: TieKind, frames: Sequence[Frame]) -> bool:
    """Whether the equation holds under the strict reading.

    A result in per cent may be cut off after its last place instead of rounded. A sum of rounded numbers that misses by
    a whole unit of their last place does not hold: it may be right, and it may be a slip. A span may be counted in full
    units, and in days with both the first and the last day.
    """
    index = stated_index(kind)
    stated = frames[index]
    if kind == "sum" and not any(frame.figure and frame.figure.hedge for frame in frames):
        steps = [last_printed_place(frame) for frame in frames]
        step, coarsest = last_printed_place(stated), max(steps)
        rounding = step if step < 1 or min(steps) != coarsest else ZERO  # whole counts are not rounded
        if len(frames) > 3:
            rounding += coarsest  # of many parts, some are rounded up and some down
        whole = solve_for_each_member(kind, [nominal_value(frame) for frame in frames])[0] or ZERO
        return abs(whole - nominal_value(stated)) <= rounding / 2
    if kind == "mean":
        average = solve_for_each_member(kind, [nominal_value(frame) for frame in frames])[0] or ZERO
        return abs(average - nominal_value(stated)) <= last_printed_place(stated) / 2
    if kind == "span":
        return interval_between(frames[0], frames[1]).overlaps(_as_days(_counted_duration(stated), stated))
    computed = results_of(kind, [strict_interval(frame) for frame in frames])
    if kind in ("change", "gain", "share") and stated.kind == "percent":
        exact = solve_for_each_member(kind, [nominal_value(frame) for frame in frames])[2]
        if exact is not None and 0 <= exact - nominal_value(stated) < last_printed_place(stated):
            return True
    return any(result.overlaps(strict_interval(stated)) for result in computed)


def is_exact(kind: TieKind, frames: Sequence[Frame]) -> bool:
    """Whether an equation gives exactly the stated result, without rounding: "20p, or 5%, to 380p" is 5% of 400p."""
    values = [Interval.exact(nominal_value(frame)) for frame in frames]
    return any(result == values[-1] for result in results_of(kind, values))


def _counted_duration(duration: Frame) -> Interval:
    """The lengths, in its own unit, that a duration or age can mean; without a hedge, full units may be counted."""
    strict = strict_interval(duration)
    if strict.low is None or strict.high is None or (duration.figure and duration.figure.hedge is not Hedge.NONE):
        return strict
    nominal, step = nominal_value(duration), last_printed_place(duration)
    less = step if duration.unit == "day" else step / 2
    return Interval(min(strict.low, nominal - less), max(strict.high, nominal + step * NEARLY_ONE_UNIT))


def fits_only_loosely(kind: TieKind, frames: Sequence[Frame]) -> bool:
    """Whether an equation holds only because its members are printed or hedged so coarsely that wrong values fit too.

    That is a sum that misses by half of its smallest part or by more than LOOSE_SUM of the whole; another equation that
    misses by more than LOOSE of its result and than its last printed place; a duration that is rounded up ("five hours"
    for four and a half) or a year shorter than the difference between its years.
    """
    index = stated_index(kind)
    if kind == "span":
        return _is_rounded_up(days_between(frames[0], frames[1]), frames) or _is_a_year_short(frames)
    points = [nominal_value(frame) for frame in frames]
    computed = solve_for_each_member(kind, points)[index]
    if computed is None:
        return False
    miss = abs(computed - points[index])
    if kind == "sum" and miss:
        return 2 * miss >= min(points[1:]) or miss > LOOSE_SUM * points[0]
    return miss > max(LOOSE * points[index], _last_place_of_nominal_value(frames[index]))


def _is_a_year_short(span: Sequence[Frame]) -> bool:
    """Whether a duration is one year less than the difference between two years: "33 years, from 1981 to 2015"."""
    start, end, duration = span
    if not start.kind == end.kind == "year" or duration.unit != "year":
        return False
    if duration.figure is None or duration.figure.kind is Kind.AGE:
        return False
    return abs(number_of(end.value) - number_of(start.value)) == number_of(duration.value) + 1


def _is_rounded_up(days: Fraction, span: Sequence[Frame]) -> bool:
    """Whether a duration without a hedge is longer than the time between two moments stated to the day or minute."""
    *ends, length = span
    if length.unit == "day" or any(end.kind == "year" or has_no_day(end) for end in ends):
        return False
    allowed = MAX_DAYS_SHORT_OF_YEARS if days_of_unit(length) >= DAYS["year"] else LOOSE * days
    is_hedged = length.figure is not None and length.figure.hedge is not Hedge.NONE
    return not is_hedged and nominal_value(length) * days_of_unit(length) > days + allowed


def _last_place_of_nominal_value(frame: Frame) -> Fraction:
    """`last_printed_place` in the unit of `nominal_value`, which is per cent for a fraction."""
    return last_printed_place(frame) * (100 if frame.kind == "fraction" else 1)


def fits_if_rounded(kind: TieKind, frames: Sequence[Frame]) -> bool:
    """Whether an equation that does not hold would hold if its round numbers, none of them hedged, were rounded."""
    if kind == "span" or any(frame.figure is None or frame.figure.hedge for frame in frames):
        return False
    stated = lenient_interval(frames[stated_index(kind)])
    return any(result.overlaps(stated) for result in results_of(kind, [lenient_interval(frame) for frame in frames]))


def are_percentage_and_points(frames: Sequence[Frame]) -> bool:
    """Whether some frames are percentages and others the points by which they differ: "to 41%, down 11 points"."""
    kinds = {frame.kind for frame in frames}
    return "percent" in kinds and ("points" in kinds or any(frame.noun == "point" for frame in frames))


def is_within_rounding(kind: TieKind, frames: Sequence[Frame]) -> bool:
    """Whether rounding of the printed digits could explain a miss, so that it is neither ticked nor questioned."""
    index = stated_index(kind)
    stated = strict_interval(frames[index])
    if kind == "span":
        slack = last_printed_place(frames[index]) / 2
        return interval_between(frames[0], frames[1]).overlaps(_as_days(stated, frames[index]).widened(slack))
    slack = last_printed_place(frames[index]) / 2
    if are_percentage_and_points(frames):
        slack += max(map(last_printed_place, frames)) / 2  # "from 51.2% to 58.7%, up 8 points"
    results = results_of(kind, [strict_interval(frame) for frame in frames])
    return any(result.overlaps(stated.widened(slack)) for result in results)


def _as_days(duration: Interval, frame: Frame) -> Interval:
    """An interval in the unit of a frame, in days."""
    return duration.times(days_of_unit(frame))


MAX_DAYS_SHORT_OF_YEARS = Fraction(31)  # days by which some years may be incomplete and still be stated in full
NEARLY_ONE_UNIT = Fraction(99, 100)  # of a unit: it is still 10 years shortly before it is 11
DAYS: dict[str, Fraction] = {
    "decade": Fraction(3652),
    "year": Fraction(146097, 400),
    "month": Fraction(146097, 4800),
    "week": Fraction(7),
    "day": Fraction(1),
    "hour": Fraction(1, 24),
    "minute": Fraction(1, 1440),
}
"""Days in each unit in which a span may be stated."""


QUANTITY_UNITS = frozenset(
    "kilo kilogram gram tonne ton pound ounce litre gallon pint barrel bushel acre hectare mile kilometre metre foot "
    "share".split()
)
PERIODIC_WORDS = frozenset(
    "annual annually yearly monthly weekly daily nightly hourly salary wage wages pay rent pension allowance year month"
    " week day night hour".split()
)
"""Words next to an amount that is paid each period, even if no "per" was read: "a salary of £40,000"."""


def may_multiply(count: Frame, rate: Frame, total: Frame) -> bool:
    """Whether a rate may be multiplied by a count to give a total, judged by the unit that the rate is per.

    A price per kilo is multiplied by kilos and not by packages, money by years only if it is paid each period, and a
    rate per day by a duration, or by things if the total is per day too.
    """
    per, per_total = (frame.figure.per if frame.figure else None for frame in (rate, total))
    if count.kind == "duration" and rate.kind == "money":
        return per in DAYS or not PERIODIC_WORDS.isdisjoint((*rate.before[-3:], *rate.after[:4]))
    if count.kind == "measure" and count.after[:1] == ("each",):
        return False  # "960 packages of 1.25kg each"
    if per in QUANTITY_UNITS and count.kind == "count" and count.noun:
        return noun_class(count.noun) == noun_class(per)
    if per in QUANTITY_UNITS and count.kind == "measure":
        return (count.unit or "").startswith(per)
    return per not in DAYS or per == per_total or count.kind == "duration"


def days_of_unit(frame: Frame) -> Fraction:
    """The days in the unit of a duration or age; a number without one counts years: "from 1992 to 2004, all 12"."""
    return DAYS.get(frame.unit, DAYS["year"])


@lru_cache(maxsize=CACHED_FRAMES)
def nominal_value(frame: Frame) -> Fraction:
    """The printed value without its sign: a fraction in per cent, a moment in days (`day_of`)."""
    if isinstance(frame.value, tuple) and frame.figure is None:
        return day_of(frame)
    value = abs(number_of(frame.value))
    return 100 * value if frame.kind == "fraction" else value


def solve_for_each_member(kind: TieKind, values: Sequence[Fraction]) -> list[Fraction | None]:
    """For each member, the value that would make the equation hold with the others as printed; None if there is none.

    Not for spans, whose moments are no numbers: `moments_in_days.days_between` has their length.
    A gain may also be a loss: the one whose percentage is nearer to the stated one is solved.
    """
    if kind == "sum":
        whole, parts = values[0], values[1:]
        total = sum(parts, ZERO)
        return [total, *(whole - (total - part) for part in parts)]
    if kind == "mean":
        average, parts = values[0], values[1:]
        total = sum(parts, ZERO)
        return [total / len(parts), *(average * len(parts) - (total - part) for part in parts)]
    a, b, c = values
    if kind == "change":
        up = b >= a
        factor = 1 + c / 100 if up else 1 - c / 100
        return [b / factor if factor > 0 else None, a * factor, 100 * abs(b - a) / a if a else None]
    if kind == "share":
        return [b * c / 100, 100 * a / c if c else None, 100 * a / b if b else None]
    if kind == "gain":
        if b > a and abs(100 * a / (b - a) - c) <= abs(100 * a / (b + a) - c):
            return [b * c / (100 + c), a * (100 + c) / c if c else None, 100 * a / (b - a)]
        loss = c < 100
        return [b * c / (100 - c) if loss else None, a * (100 - c) / c if c and loss else None, 100 * a / (b + a)]
    if kind == "times":
        return [b * c, a / c if c else None, a / b if b else None]
    return [c / b if b else None, c / a if a else None, a * b]  # a product


def repairs_of(kind: TieKind, frames: Sequence[Frame]) -> list[Fraction | None]:
    """For each member, the value that would make the equation hold, rounded to the member's last printed place.

    None if there is none above zero. Not for spans, whose moments are no numbers and whose duration would be in days.
    """
    rounded: list[Fraction | None] = []
    for frame, value in zip(
        frames, solve_for_each_member(kind, [nominal_value(frame) for frame in frames]), strict=True
    ):
        if value is None or value <= 0:
            rounded.append(None)
            continue
        if frame.kind == "fraction":
            value /= 100
        step = last_printed_place(frame)
        rounded.append(round(value / step) * step)
    return rounded
