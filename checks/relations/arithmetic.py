"""Finds candidate equations: sums, differences, means, changes, gains, shares, multiples, products and spans.

Any set of figures of fitting kinds and units is a candidate; the learned tables judge whether the words tie them. Two
of them are near each other, the third may be anywhere. To save work the values are checked first: features are computed
only for candidates that hold, or that one slip could keep from holding. Equations that a model considers likely or that
the words spell out are candidates whatever their values are (`include_implausible`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, combinations, islice

from checks.budget import spend
from checks.figures import number_words
from checks.relations import equations
from checks.relations.cue_classes import CUES
from checks.relations.digit_mends import Mend, mend
from checks.relations.equation_features import EquationFeatures
from checks.relations.float_arithmetic import (
    PrintedNumber,
    clearly_holds,
    clearly_within_rounding,
    holds_if_rounded,
    miss_of,
    printed_number_as_float,
    solve_as_floats,
)
from checks.relations.frames import Frame, Frames, is_in_time_phrase
from checks.relations.moments_in_days import DAYS_OF_COMMON_YEAR, day_of, days_between, has_year, may_bound_span
from checks.relations.proposals import COMPARING, Proposal, TieKind
from checks.relations.span_slips import one_slip_explains_span
from checks.word_set import word_set

EQUATION_KINDS = ("count", "money", "measure", "duration", "percent", "points")
MAX_NEARBY = 8  # figures of one kind and unit in neighbouring sentences that are combined
MAX_GROUP = 60  # figures of one kind and unit in an article
MAX_PROPOSALS = 1000  # of an article: a page of tables is no news story
MAX_CHECKED = 12_000  # sets of figures whose values are checked
MAX_PARTS = 14  # of a sum or mean
RATE_WORDS = (CUES["each"] | CUES["average"]) - {"a", "an"}
AVERAGE_WORDS = CUES["average"]
AVERAGE_BEFORE, AVERAGE_AFTER = 6, 4  # tokens around an average in which such a word is looked for
COMPARATIVES = number_words.SIZE_COMPARATIVES  # after a fraction that is one of a change
CHANGE_WORDS = (CUES["up"] | CUES["down"]) - {"add", "adds", "added"}  # before a fraction that is one of a change
APPROXIMATORS = word_set("about almost around just more nearly only over roughly some than")  # between the two
MAX_BEFORE_FRACTION = 5  # tokens before a fraction that are read
BIRTH_WORDS = frozenset(("born", "birth"))
PERIODS = word_set("second minute hour day night week month quarter season year")
MIN_WHOLE = 3  # in units of its last printed place
MIN_BARE = 10  # a number without a noun may have the unit of another figure; a smaller one may count anything
MIN_SPAN = 0.4  # in units of the duration: two days of one month are not the ends of "five years"
MAX_SPAN_MISS, MAX_SPAN_MISS_NEARBY = 2, 3
"""In units of the duration, how far it may miss the time between two moments: if they are far from it, and if they are
nearby. Beyond the latter a slip has to explain the miss."""
MAX_MOMENTS = 16  # of an article, for spans
MAX_SENTENCES_APART = 1  # between two members that count as near each other
MAX_SENTENCES_TO_THIRD = 2  # from one of these to a further member that counts as near
EXACT_MISS = 1e-9  # relative miss below which nothing needs mending
SMALL_MISS = 0.1  # relative miss up to which no slip needs to explain it
SMALL_MISS_AS_FLOAT = SMALL_MISS + 1e-6  # the same with a margin for rounding errors
MAX_HEDGED_MISS = 0.5  # relative miss beyond which no hedge lets an equation hold
DIGITS_OF_MOMENT = 4


def proposals_of(frames: Frames, include_implausible: bool = False) -> Iterator[Proposal]:
    """The candidates of an article, at most MAX_PROPOSALS; with `include_implausible` also those that miss by a lot."""
    builder = _Builder(frames, include_implausible)
    groups = builder.groups.values()
    generators = (
        *(_percentages(group, builder) for group in groups),
        _products(builder),
        _spans(builder),
        *(_means(group, builder) for group in groups),
        *(_sums(group, builder) for group in groups),
    )
    return islice((proposal for proposal in chain.from_iterable(generators) if proposal is not None), MAX_PROPOSALS)


def proposal_of(frames: Frames, kind: TieKind, members: Sequence[Frame]) -> Proposal | None:
    """A relation proposed from outside, as a candidate like the article's own.

    None if its members do not fit the kind, or if its values are implausible. The members are treated as near each
    other, wherever they are.
    """
    builder = _Builder(frames, include_implausible=False)
    if not _may_form(kind, members, builder):
        return None
    if kind in ("sum", "mean"):
        members = (members[0], *sorted(members[1:], key=lambda frame: frame.start))
    return builder.build(kind, members)


def proposals_for(frames: Frames, relations: Iterable[tuple[TieKind, tuple[Frame, ...]]]) -> Iterator[Proposal]:
    """The relations that a model considers likely or that the words spell out, as candidates, whatever their values."""
    builder = _Builder(frames, include_implausible=True)
    for kind, members in relations:
        proposal = builder.build(kind, members)
        if proposal is not None:
            yield proposal


def _may_form(kind: TieKind, members: Sequence[Frame], builder: _Builder) -> bool:
    """Whether members of these kinds and units can form an equation of this kind."""
    if len({frame.index for frame in members}) != len(members):
        return False
    if kind in ("sum", "mean"):
        return 3 <= len(members) <= MAX_PARTS + 1 and _of_one_measure(members, builder)
    if len(members) != 3:
        return False
    first, second, third = members
    if kind == "span":
        return (
            first.kind == second.kind
            and first.kind in ("year", "date", "time")
            and third.kind == "duration"
            and third.unit in equations.DAYS
            and third.index in builder.printed
        )
    if kind == "product":
        counted = second.kind in ("count", "duration") and second.index in builder.printed
        return counted and _of_one_measure((first, third), builder)
    if third.index not in builder.printed or not _of_one_measure((first, second), builder):
        return False
    if kind == "times":
        return third.kind == "multiple"
    if kind == "share":
        return third.kind in ("percent", "fraction") and builder.nominal_value(third) < 100
    return third.kind == "percent" or (kind == "change" and third.kind == "fraction")


def _of_one_measure(members: Sequence[Frame], builder: _Builder) -> bool:
    """Whether one group of amounts of a kind and unit has all these members."""
    return any(all(frame in group for frame in members) for group in builder.groups.values())


EVIDENCE = (
    "relative miss",
    "holds if rounded",
    "members that one digit mends",
    "members that a swap mends",
    "members that a factor of ten mends",
    "digits of the result",
    "digits of the shortest member",
    "digits of all",
    "size of the result",
    "members stated again",
    "near",
)
"""The names of a proposal's evidence, in its order. The relative miss is at most 1; the three counts of mends are 0 if
the equation holds exactly or its members are far apart; size is a decimal logarithm; "near" is 1 if all members are
near each other, else 0. Of a span the miss is in units of the duration, and there are no mends."""


class _Builder:
    """Makes the proposals of one article, each only once."""

    def __init__(self, frames: Frames, include_implausible: bool) -> None:
        self.frames, self.include_implausible, self.checked = frames, include_implausible, 0
        self.equation_features = EquationFeatures(frames)
        self.days: dict[int, float] = {}
        stated = [(frame.kind, frame.unit, frame.value) for frame in frames.frames]
        times = Counter(stated)
        self.restated = {frame.index for frame, key in zip(frames.frames, stated, strict=True) if times[key] > 1}
        self.seen: set[tuple[TieKind, tuple[int, ...]]] = set()
        self.groups: dict[tuple[str, str], list[Frame]] = defaultdict(list)
        self.percentages: list[Frame] = []
        self.printed: dict[int, PrintedNumber] = {}
        bare: list[Frame] = []  # numbers without a noun: "it pumped 250 barrels a day, and now pumps thirty"
        for frame in frames.frames:
            value = frame.value
            if isinstance(value, tuple) or not value or (value < 0 and frame.kind != "percent") or frame.is_attribute:
                continue
            self.printed[frame.index] = printed_number_as_float(frame)
            if value < 0:  # "a decrease of -18.5%" is a change, whatever its sign; it is no part of a sum
                self.percentages.append(frame)
                continue
            if frame.kind in EQUATION_KINDS:
                kind = "percent" if frame.kind == "points" else frame.kind
                unit = "" if kind == "percent" else frame.unit
                for key in ((kind, unit), ("percent", ""))[: 1 + _may_be_points(frame)]:
                    if len(self.groups[key]) < MAX_GROUP:
                        self.groups[key].append(frame)
            if frame.kind == "count" and not frame.noun and not frame.unit and value >= MIN_BARE:
                bare.append(frame)
            if frame.kind in ("percent", "fraction", "multiple") and len(self.percentages) < MAX_GROUP:
                self.percentages.append(frame)
        for (kind, _), group in self.groups.items():
            if kind in ("money", "measure") and len(group) + len(bare) <= MAX_GROUP:
                group += bare
                group.sort(key=lambda frame: frame.index)

    def skip(self, number: int) -> None:
        """Counts some sets of figures with implausible values towards MAX_CHECKED and the budget."""
        self.checked += number
        spend(number)

    def build(self, kind: TieKind, members: Sequence[Frame], near: bool = True) -> Proposal | None:
        """The proposal of these members; None if its values are implausible or it was already built.

        None also once MAX_CHECKED is reached.
        """
        self.checked += 1
        if self.checked > MAX_CHECKED:
            return None
        spend()
        if kind == "span" and not near and self._span_miss_as_float(members) > MAX_SPAN_MISS + 0.001:
            return None
        if not near and kind in COMPARING and not self.include_implausible:
            # The same members are far apart whenever they come again, so `seen` need not have them.
            first, second, third = members
            printed = self.printed
            points = [
                printed[first.index].nominal_value,
                printed[second.index].nominal_value,
                printed[third.index].nominal_value,
            ]
            if miss_of(kind, points)[1] > SMALL_MISS:
                return None
        key = (kind, tuple([frame.index for frame in members]))
        if key in self.seen:
            return None
        self.seen.add(key)
        if kind in COMPARING and equations.are_percentage_and_points(members[:2]):
            return None  # "at 41%, a drop of 11 points": no percentage compares these
        if any(index not in self.printed for index in (key[1][2:] if kind == "span" else key[1])):
            return None  # "nearly 2 per cent more than the 0 of 2023": nothing is a percentage of zero
        if kind == "span":
            numbers, result, mends = [], 0.0, (0, 0, 0)
            stated = self.printed[members[2].index].nominal_value
            actual = _units_between(members)
            if actual < MIN_SPAN:
                return None
            miss = abs(actual - stated)
            if miss > MAX_SPAN_MISS and not (
                near and (miss <= MAX_SPAN_MISS_NEARBY or one_slip_explains_span(members, actual))
            ):
                return None
            holds = equations.holds(kind, members)
        else:
            printed = self.printed
            numbers = [printed[index] for index in key[1]]
            points = [number.nominal_value for number in numbers]
            result, miss = miss_of(kind, points)
            if miss > SMALL_MISS and not near and not self.include_implausible:
                return None
            if kind == "sum" and min(points) < max([number.step for number in numbers]):
                return None  # a part this small makes no difference to the whole as it is printed
            mends = _mends(kind, numbers, solve_as_floats(kind, points)) if near and miss >= EXACT_MISS else (0, 0, 0)
            if miss > SMALL_MISS and not self.include_implausible and mends == (0, 0, 0):
                return None
            holds = miss <= MAX_HEDGED_MISS and self._holds(kind, members, numbers)
        if (
            not holds
            and not self.include_implausible
            and (not near or self._is_within_rounding(kind, members, numbers))
        ):
            return None
        evidence = self._evidence(kind, members, numbers, result, mends, miss, near)
        return Proposal(kind, tuple(members), holds, self.features(members), evidence, near)

    def _holds(self, kind: TieKind, members: Sequence[Frame], numbers: Sequence[PrintedNumber]) -> bool:
        answer = clearly_holds(kind, members, numbers)
        return equations.holds(kind, members) if answer is None else answer

    def _is_within_rounding(self, kind: TieKind, members: Sequence[Frame], numbers: Sequence[PrintedNumber]) -> bool:
        is_plain = bool(numbers) and not equations.are_percentage_and_points(members)
        answer = clearly_within_rounding(kind, numbers) if is_plain else None
        return equations.is_within_rounding(kind, members) if answer is None else answer

    def _evidence(
        self,
        kind: TieKind,
        members: Sequence[Frame],
        numbers: Sequence[PrintedNumber],
        computed: float,
        mends: tuple[int, int, int],
        miss: float,
        near: bool,
    ) -> tuple[float, ...]:
        index = equations.stated_index(kind)
        result = self.printed[members[index].index]
        digits = [number.digits for number in numbers] or [DIGITS_OF_MOMENT, DIGITS_OF_MOMENT, result.digits]
        return (
            min(miss, 1.0),
            float(holds_if_rounded(kind, numbers, computed) if numbers else miss <= MAX_SPAN_MISS),
            float(mends[0]),
            float(mends[1]),
            float(mends[2]),
            float(digits[index]),
            float(min(digits)),
            float(sum(digits)),
            result.size,
            float(sum([frame.index in self.restated for frame in members])),
            float(near),
        )

    def _span_miss_as_float(self, members: Sequence[Frame]) -> float:
        """`_span_miss` in floating point."""
        start, end, duration = members
        if start.kind == "time" or has_year(start) != has_year(end):
            return _span_miss(members)
        days = self.day(end) - self.day(start)
        if days < 0 and not has_year(start):
            days += DAYS_OF_COMMON_YEAR
        return abs(days / float(equations.days_of_unit(duration)) - self.printed[duration.index].nominal_value)

    def day(self, frame: Frame) -> float:
        """`day_of` in floating point."""
        day = self.days.get(frame.index)
        if day is None:
            day = self.days[frame.index] = float(day_of(frame))
        return day

    def features(self, members: Sequence[Frame]) -> tuple[float, ...]:
        """The features of three members; of a sum or mean with more, of its first one and its outermost parts."""
        if len(members) <= 3:
            return self.equation_features.features(members)
        ordered = sorted(members[1:], key=lambda frame: frame.start)
        return self.equation_features.features((members[0], ordered[0], ordered[-1]))

    def nominal_value(self, frame: Frame) -> float:
        """`equations.nominal_value` in floating point."""
        return self.printed[frame.index].nominal_value


def _may_be_points(frame: Frame) -> bool:
    """Whether a count may be a number of percentage points: "a six-point lead", "ahead by 6"."""
    return (
        frame.kind == "count"
        and frame.unit == ""
        and (frame.noun == "point" or bool(frame.before and frame.before[-1] == "by"))
    )


def _span_miss(members: Sequence[Frame]) -> float:
    """The difference between a duration and the time between two moments, in units of the duration."""
    return abs(_units_between(members) - float(equations.nominal_value(members[2])))


def _units_between(members: Sequence[Frame]) -> float:
    """The time between two moments, in the unit of the duration."""
    start, end, duration = members
    return float(days_between(start, end)) / float(equations.days_of_unit(duration))


def _mends(kind: TieKind, numbers: Sequence[PrintedNumber], needed_values: Sequence[float]) -> tuple[int, int, int]:
    """The numbers of members that another digit, a swap or a factor of ten would correct, in this order.

    `needed_values` has the value of each member that makes the equation hold, give or take the slack of the others.
    """
    digit = swap = power = 0
    slacks = [number.slack for number in numbers]
    largest = max([number.nominal_value for number in numbers]) if kind == "sum" else 0.0
    for index, (number, value) in enumerate(zip(numbers, needed_values, strict=True)):
        if value <= 0:
            continue
        step = number.step
        slack = sum(slacks[:index] + slacks[index + 1 :])
        if kind == "sum":
            slack *= largest
        else:
            slack *= 100 + value if kind == "change" and index == 2 else value
        slack += step / 2
        low, high = (value - slack) / step, (value + slack) / step
        if high <= 0:
            continue
        mended = mend(number.steps, number.places, low, high)
        digit += mended is Mend.DIGIT
        swap += mended is Mend.SWAP
        power += mended is Mend.POWER_OF_TEN
    return digit, swap, power


def _are_near(first: Frame, second: Frame) -> bool:
    return abs(first.sentence - second.sentence) <= MAX_SENTENCES_APART


def _sums(group: Sequence[Frame], builder: _Builder) -> Iterator[Proposal | None]:
    """A whole and its parts, or two amounts and their difference."""
    group = [frame for frame in group if not is_in_time_phrase(frame)]
    points = [builder.nominal_value(frame) for frame in group]
    steps = [builder.printed[frame.index].steps for frame in group]
    places = [(frame.sentence, frame.start) for frame in group]
    for index, first in enumerate(group):
        nearby = [other for other in group[index + 1 : index + MAX_NEARBY] if _are_near(first, other)]
        for second in nearby:
            second_index = group.index(second, index + 1)
            sentences = (places[index][0], places[second_index][0])
            pair_sum = points[index] + points[second_index]
            pair_largest = max(points[index], points[second_index])
            for third_index, third_point in enumerate(points):
                if third_index in (index, second_index):
                    continue
                sentence = places[third_index][0]
                near = (
                    abs(sentence - sentences[0]) <= MAX_SENTENCES_TO_THIRD
                    or abs(sentence - sentences[1]) <= MAX_SENTENCES_TO_THIRD
                )
                largest = pair_largest if pair_largest >= third_point else third_point
                if (
                    not near
                    and not builder.include_implausible
                    and not _may_be_sum(largest, pair_sum + third_point - largest)
                ):
                    builder.skip(1)
                    continue
                order = sorted((index, second_index, third_index), key=points.__getitem__)
                part, other_part, whole = order
                if steps[whole] >= MIN_WHOLE and (
                    points[part] != points[whole] or group[part].value != group[whole].value
                ):
                    if places[part][1] > places[other_part][1]:
                        part, other_part = other_part, part
                    yield builder.build("sum", (group[whole], group[part], group[other_part]), near)
        yield from _long_sums(group, index, builder)


def _may_be_sum(whole: float, parts: float) -> bool:
    """Whether parts that are far apart nearly make up the whole; both are values."""
    return abs(parts - whole) <= SMALL_MISS_AS_FLOAT * max(parts, whole)


def _long_sums(group: Sequence[Frame], start: int, builder: _Builder) -> Iterator[Proposal | None]:
    """Three consecutive figures or more as parts, with the whole right before or after them or first in the article."""
    end = start + 1
    while (
        builder.checked < MAX_CHECKED
        and end < min(len(group), start + MAX_PARTS)
        and _are_near(group[end], group[end - 1])
    ):
        spend()
        end += 1
        if end - start < 3:
            continue
        parts = group[start:end]
        points = [builder.nominal_value(part) for part in parts]
        for whole in {
            id(frame): frame for frame in (*group[:2], *group[max(0, start - 2) : start], *group[end : end + 2])
        }.values():
            if whole not in parts and builder.nominal_value(whole) > max(points):
                yield builder.build("sum", (whole, *parts), _is_close_to_ends(whole, parts))


def _means(group: Sequence[Frame], builder: _Builder) -> Iterator[Proposal | None]:
    """An average, and two consecutive values or more that it may be the average of."""
    for average in group:
        if not AVERAGE_WORDS.intersection((*average.before[-AVERAGE_BEFORE:], *average.after[:AVERAGE_AFTER])):
            continue
        others = [frame for frame in group if frame is not average]
        for start in range(len(others)):
            end = start + 1
            while end < min(len(others), start + MAX_PARTS) and _are_near(others[end], others[end - 1]):
                spend()
                end += 1
                parts = others[start:end]
                if _is_close_to_ends(average, parts):
                    yield builder.build("mean", (average, *parts))


def _is_close_to_ends(whole: Frame, parts: Sequence[Frame]) -> bool:
    """Whether a figure is at most MAX_SENTENCES_TO_THIRD from the first or the last of some others."""
    return any(abs(whole.sentence - part.sentence) <= MAX_SENTENCES_TO_THIRD for part in (parts[0], parts[-1]))


def _percentages(group: Sequence[Frame], builder: _Builder) -> Iterator[Proposal | None]:
    """A percentage, fraction or multiple with the two amounts that it compares."""
    percentages = [(frame, frame.sentence, builder.nominal_value(frame)) for frame in builder.percentages]
    for index, first in enumerate(group):
        first_sentence = first.sentence
        for second in group[index + 1 : index + MAX_NEARBY]:
            second_sentence = second.sentence
            if abs(first_sentence - second_sentence) > MAX_SENTENCES_APART:
                break
            if first.value == second.value:
                continue
            small, large = sorted((first, second), key=builder.nominal_value)
            fitting = _fitting_percentages(builder.nominal_value(small), builder.nominal_value(large))
            for frame, sentence, percentage in percentages:
                if frame is first or frame is second:
                    continue
                near = (
                    abs(sentence - first_sentence) <= MAX_SENTENCES_APART
                    or abs(sentence - second_sentence) <= MAX_SENTENCES_APART
                )
                if not near and not builder.include_implausible and frame.kind == "percent":
                    for low, high in fitting:
                        if low <= percentage <= high:
                            break
                    else:
                        builder.skip(3 + (percentage < 100))
                        continue
                if frame.kind == "multiple":
                    pair = (large, small) if builder.nominal_value(frame) > 1 else (small, large)
                    yield builder.build("times", (*pair, frame), near)
                    continue
                if frame.kind == "percent":
                    yield builder.build("change", (first, second, frame), near)
                    yield builder.build("change", (second, first, frame), near)
                    yield builder.build("gain", (small, large, frame), near)
                if frame.kind == "fraction" and _is_change(frame):
                    yield builder.build("change", (first, second, frame), near)
                    yield builder.build("change", (second, first, frame), near)
                elif (
                    builder.nominal_value(frame) < 100 and small.kind != "points"
                ):  # points are what two percentages differ by
                    yield builder.build("share", (small, large, frame), near)


def _is_change(fraction: Frame) -> bool:
    """Whether a fraction is the size of a change: "a third more", "by a third", "a fall of a third", "down a third"."""
    if COMPARATIVES.intersection(fraction.after[:1]):
        return True
    before = [word for word in fraction.before[-MAX_BEFORE_FRACTION:] if word not in APPROXIMATORS]
    if fraction.after[:1] == ("of",) or not before:
        return False  # "raised a third of the money"
    if before[-1] == "of":
        before.pop()
        return bool(before) and before[-1] in CHANGE_WORDS
    return before[-1] == "by" or before[-1] in CHANGE_WORDS


def _fitting_percentages(small: float, large: float) -> list[tuple[float, float]]:
    """The ranges of percentages that may be a change, a gain or a share of two amounts, if they are far from them."""
    shares = [100 * small / large, 100 * small / (large + small)]
    if large > small:
        change = large - small
        shares += [100 * change / small, 100 * change / large, 100 * small / change]
    return [(share * (1 - SMALL_MISS_AS_FLOAT), share / (1 - SMALL_MISS_AS_FLOAT)) for share in shares]


def _products(builder: _Builder) -> Iterator[Proposal | None]:
    """A rate, how many times it applies, and the total."""
    frames = builder.frames
    for sentence in sorted(frames.by_sentence):
        window = frames.window(sentence, sentence + MAX_SENTENCES_TO_THIRD)
        if not any(_is_near_rate(frame) for frame in window):
            continue
        counts = [frame for frame in window if frame.kind in ("count", "duration") and frame.index in builder.printed]
        groups: dict[tuple[str, str], list[Frame]] = defaultdict(list)
        for frame in window:
            if frame.kind in ("count", "money", "measure", "duration") and frame.index in builder.printed:
                groups[frame.kind, frame.unit].append(frame)
        for group in groups.values():
            for first, second in combinations(group[:MAX_NEARBY], 2):
                rate, total = sorted((first, second), key=builder.nominal_value)
                if rate.value == total.value:
                    continue
                for count in counts[: 2 * MAX_NEARBY]:
                    if count is rate or count is total or builder.nominal_value(count) <= 1:
                        continue
                    if equations.may_multiply(count, rate, total):
                        yield builder.build("product", (rate, count, total))


def _is_near_rate(frame: Frame) -> bool:
    """Whether a figure is a rate, "£40 a week", or its sentence has a word for one: "each", "an average of"."""
    if frame.sentence_words.words & RATE_WORDS or (frame.figure is not None and frame.figure.per):
        return True
    return len(frame.after) > 1 and frame.after[0] in ("a", "an") and frame.after[1] in PERIODS


def _spans(builder: _Builder) -> Iterator[Proposal | None]:
    """Two moments, and a duration or age that may be the time between them.

    The date that an article begins with counts as near to every duration.
    """
    frames = builder.frames
    opening_date = [
        frame for frame in frames.frames[:4] if frame.kind == "date" and has_year(frame) and frame.sentence <= 2
    ][:1]
    for duration in frames.frames:
        if (
            duration.kind not in ("duration", "age")
            or duration.unit not in equations.DAYS
            or duration.index not in builder.printed
        ):
            continue
        is_of_clock = duration.unit in ("hour", "minute")
        moments = [frame for frame in frames.frames if _may_end_span(frame, is_of_clock)][:MAX_MOMENTS]
        for first, second in combinations(moments, 2):
            if may_bound_span(first, second):
                start, end = sorted((first, second), key=builder.day)
                both_have_years = has_year(start) and has_year(end)
                if not both_have_years and _span_miss((end, start, duration)) < _span_miss((start, end, duration)):
                    start, end = end, start  # past midnight, or past New Year
                if duration.kind == "age" and not _mention_birth((duration, start, end)):
                    continue
                far = [
                    frame for frame in (start, end) if abs(frame.sentence - duration.sentence) > MAX_SENTENCES_TO_THIRD
                ]
                yield builder.build("span", (start, end, duration), near=not far or far == opening_date)


def _mention_birth(members: Sequence[Frame]) -> bool:
    """Whether a sentence of the members mentions a birth; otherwise two years are not the ends of somebody's age."""
    return not all(frame.sentence_words.words.isdisjoint(BIRTH_WORDS) for frame in members)


def _may_end_span(frame: Frame, is_of_clock: bool) -> bool:
    """Whether a frame is a clock time, or else a year or a date with a month."""
    if is_of_clock:
        return frame.kind == "time" and isinstance(frame.value, tuple) and frame.value[0] is not None
    return frame.kind == "year" or (frame.kind == "date" and isinstance(frame.value, tuple) and bool(frame.value[1]))
