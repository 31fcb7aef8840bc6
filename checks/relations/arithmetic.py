"""Reads which figures may stand in one equation: sums, differences, changes, gains, shares, multiples, products, spans.

Every few figures of fitting kinds and units are a candidate; the learned tables judge whether the words tie them. Two
stand near each other, the third may stand anywhere. To save work the values are looked at first: only candidates that
hold, or that one slip could keep from holding, are measured. Equations that a model reads or that the words name are
candidates whatever their values are (`include_implausible`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, combinations, islice

from checks.budget import spend
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
from checks.relations.proposals import COMPARING, Proposal, TieKind
from checks.relations.span_slips import a_slip_explains
from checks.word_set import word_set

AMOUNTS = ("count", "money", "measure", "duration", "percent", "points")
MAX_IN_SENTENCES = 8  # figures of one kind and unit in neighbouring sentences
MAX_GROUP = 60  # figures of one kind and unit in an article
MAX_PROPOSALS = 1000  # of an article: a page of tables is no news story
MAX_LOOKED_AT = 12_000  # sets of figures whose values are looked at
MAX_RUN = 14  # parts of a sum
EACH = (CUES["each"] | CUES["average"]) - {"a", "an"}
AVERAGE = CUES["average"]
MORE = word_set("more less fewer higher lower up down")  # behind a fraction: it is one of a change
MOVES = (CUES["up"] | CUES["down"]) - {"add", "adds", "added"}  # before it, likewise
ROUGHLY = word_set("about almost around just more nearly only over roughly some than")  # between the two
MAX_BEFORE_FRACTION = 5  # tokens that are looked at
BIRTH = frozenset(("born", "birth"))
TIMES = word_set("second minute hour day night week month quarter season year")
MIN_WHOLE = 3  # of its last printed place
MIN_BARE = 10  # a number without a noun may share a unit that stands elsewhere; smaller ones count anything
MIN_SPAN = 0.4  # of its units: two days of one month are no start and end of "five years"
MAX_SPAN_MISS = 2  # of its units: beyond that, a slip has to explain why a duration is no span
MAX_MOMENTS = 16  # of an article, for spans
NEAR = 1  # sentences between what counts as near
EXACTLY = 1e-9  # relative miss below which nothing needs mending
NEARLY = 0.1  # relative miss up to which no digit needs to explain it
MAYBE = NEARLY + 1e-6  # the same, for rough arithmetic
LOOSELY = 0.5  # relative miss beyond which no hedge lets an equation hold


def proposals_of(frames: Frames, include_implausible: bool = False) -> Iterator[Proposal]:
    """The candidates of an article, at most MAX_PROPOSALS; with `include_implausible` also those that miss by far."""
    builder = _Builder(frames, include_implausible)
    groups = builder.groups.values()
    readers = (
        *(_percentages(group, builder) for group in groups),
        _products(builder),
        _spans(builder),
        *(_means(group, builder) for group in groups),
        *(_sums(group, builder) for group in groups),
    )
    return islice((proposal for proposal in chain.from_iterable(readers) if proposal is not None), MAX_PROPOSALS)


def proposal_of(frames: Frames, kind: TieKind, members: Sequence[Frame]) -> Proposal | None:
    """A relation proposed from outside as a candidate like the article's own.

    None if its members are of no fitting kinds, or if its values speak against it.

    The members are taken to stand near each other. Their values are looked at as those of any candidate are.
    """
    builder = _Builder(frames, include_implausible=False)
    if not _fit(kind, members, builder):
        return None
    if kind in ("sum", "mean"):
        members = (members[0], *sorted(members[1:], key=lambda frame: frame.start))
    return builder.build(kind, members)


def proposals_for(frames: Frames, relations: Iterable[tuple[TieKind, tuple[Frame, ...]]]) -> Iterator[Proposal]:
    """The relations that a model reads or that the words name, as candidates, whatever their values are."""
    builder = _Builder(frames, include_implausible=True)
    for kind, members in relations:
        proposal = builder.build(kind, members)
        if proposal is not None:
            yield proposal


def _fit(kind: TieKind, members: Sequence[Frame], builder: _Builder) -> bool:
    """Whether members of these kinds and units can stand in an equation of this kind."""
    if len({frame.index for frame in members}) != len(members):
        return False
    if kind in ("sum", "mean"):
        return 3 <= len(members) <= MAX_RUN + 1 and _of_one_measure(members, builder)
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
    """Whether all of these stand in one group of amounts of a kind and unit."""
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
"""The names of a proposal's evidence, in its order. The relative miss is at most 1; the three counts of mends are 0
where the equation holds; size is a decimal logarithm; "near" is 1 where all members stand close to each other."""


class _Builder:
    """Makes the proposals of one article, each only once."""

    def __init__(self, frames: Frames, include_implausible: bool) -> None:
        self.frames, self.include_implausible, self.looked_at = frames, include_implausible, 0
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
            if isinstance(value, tuple) or not value or (value < 0 and frame.kind != "percent"):
                continue
            self.printed[frame.index] = printed_number_as_float(frame)
            if value < 0:  # "a decrease of -18.5%" is a change, whatever its sign; it is no part of a sum
                self.percentages.append(frame)
                continue
            if frame.kind in AMOUNTS:
                kind = "percent" if frame.kind == "points" else frame.kind
                unit = "" if kind == "percent" else frame.unit
                for key in ((kind, unit), ("percent", ""))[: 1 + _in_points(frame)]:
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

    def pass_over(self, number: int) -> None:
        """Counts sets of figures whose values speak against them towards MAX_LOOKED_AT and the budget."""
        self.looked_at += number
        spend(number)

    def build(self, kind: TieKind, members: Sequence[Frame], near: bool = True) -> Proposal | None:
        """The proposal of these members; None if the values speak against it or it was made before."""
        self.looked_at += 1
        if self.looked_at > MAX_LOOKED_AT:
            return None
        spend()
        if kind == "span" and not near and self._rough_span_miss(members) > MAX_SPAN_MISS + 0.001:
            return None
        if not near and kind in COMPARING and not self.include_implausible:
            # The same members are far from each other in any order, so they need not be remembered.
            first, second, third = members
            printed = self.printed
            points = [
                printed[first.index].nominal_value,
                printed[second.index].nominal_value,
                printed[third.index].nominal_value,
            ]
            if miss_of(kind, points)[1] > NEARLY:
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
            length = self.printed[members[2].index].nominal_value
            real = _units_between(members)
            if real < MIN_SPAN:
                return None
            miss = abs(real - length)
            if miss > MAX_SPAN_MISS and not (near and (miss <= 3 or a_slip_explains(members, real))):
                return None
            holds = equations.holds(kind, members)
        else:
            printed = self.printed
            numbers = [printed[index] for index in key[1]]
            points = [number.nominal_value for number in numbers]
            result, miss = miss_of(kind, points)
            if miss > NEARLY and not near and not self.include_implausible:
                return None
            if kind == "sum" and min(points) < max([number.step for number in numbers]):
                return None  # so small a part does not show in the whole as it is printed
            mends = _mends(kind, numbers, solve_as_floats(kind, points)) if near and miss >= EXACTLY else (0, 0, 0)
            if miss > NEARLY and not self.include_implausible and mends == (0, 0, 0):
                return None
            holds = miss <= LOOSELY and self._holds(kind, members, numbers)
        if (
            not holds
            and not self.include_implausible
            and (not near or self._is_within_rounding(kind, members, numbers))
        ):
            return None
        evidence = self._evidence(kind, members, numbers, result, mends, miss, near)
        return Proposal(kind, tuple(members), holds, self.features(members), evidence, near)

    def _holds(self, kind: TieKind, members: Sequence[Frame], numbers: Sequence[PrintedNumber]) -> bool:
        clear = clearly_holds(kind, members, numbers)
        return equations.holds(kind, members) if clear is None else clear

    def _is_within_rounding(self, kind: TieKind, members: Sequence[Frame], numbers: Sequence[PrintedNumber]) -> bool:
        is_plain = bool(numbers) and not equations.are_percentage_and_points(members)
        clear = clearly_within_rounding(kind, numbers) if is_plain else None
        return equations.is_within_rounding(kind, members) if clear is None else clear

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
        place = equations.stated_index(kind)
        result = self.printed[members[place].index]
        digits = [number.digits for number in numbers] or [4, 4, result.digits]
        return (
            min(miss, 1.0),
            float(holds_if_rounded(kind, numbers, computed) if numbers else miss <= 2),
            float(mends[0]),
            float(mends[1]),
            float(mends[2]),
            float(digits[place]),
            float(min(digits)),
            float(sum(digits)),
            result.size,
            float(sum([frame.index in self.restated for frame in members])),
            float(near),
        )

    def _rough_span_miss(self, members: Sequence[Frame]) -> float:
        """`_span_miss` in floating point."""
        start, end, length = members
        days = self.day(end) - self.day(start)
        if days < 0:
            days += 1  # clock times may pass midnight
        return abs(days / float(equations.days_of_unit(length)) - self.printed[length.index].nominal_value)

    def day(self, frame: Frame) -> float:
        day = self.days.get(frame.index)
        if day is None:
            day = self.days[frame.index] = float(equations.day_of(frame))
        return day

    def features(self, members: Sequence[Frame]) -> tuple[float, ...]:
        if len(members) <= 3:
            return self.equation_features.features(members)
        ordered = sorted(members[1:], key=lambda frame: frame.start)
        return self.equation_features.features((members[0], ordered[0], ordered[-1]))

    def nominal_value(self, frame: Frame) -> float:
        return self.printed[frame.index].nominal_value


def _in_points(frame: Frame) -> bool:
    """Whether a count may be one of percentage points: "a six-point lead", "ahead by 6"."""
    return (
        frame.kind == "count"
        and frame.unit == ""
        and (frame.noun == "point" or bool(frame.before and frame.before[-1] == "by"))
    )


def _span_miss(members: Sequence[Frame]) -> float:
    """By how many of its units a duration misses the time between two moments."""
    return abs(_units_between(members) - float(equations.nominal_value(members[2])))


def _units_between(members: Sequence[Frame]) -> float:
    """The time between two moments in the unit of a duration."""
    days = equations.solve_for_each_member("span", [equations.nominal_value(frame) for frame in members])[2]
    return float(days or 0) / float(equations.days_of_unit(members[2]))


def _mends(kind: TieKind, numbers: Sequence[PrintedNumber], needed_values: Sequence[float]) -> tuple[int, int, int]:
    """How many members one other digit, one swap and one factor of ten would each mend, in this order.

    `needed_values` has for each member the value that makes the equation hold; the others' slack is allowed around it.
    """
    digit = swap = power = 0
    slacks = [number.slack for number in numbers]
    largest = max([number.nominal_value for number in numbers]) if kind == "sum" else 0.0
    for place, (number, value) in enumerate(zip(numbers, needed_values, strict=True)):
        if value <= 0:
            continue
        step = number.step
        slack = sum(slacks[:place] + slacks[place + 1 :])
        if kind == "sum":
            slack *= largest
        else:
            slack *= 100 + value if kind == "change" and place == 2 else value
        slack += step / 2
        low, high = (value - slack) / step, (value + slack) / step
        if high <= 0:
            continue
        mended = mend(number.steps, number.places, low, high)
        digit += mended is Mend.DIGIT
        swap += mended is Mend.SWAP
        power += mended is Mend.POWER_OF_TEN
    return digit, swap, power


def _near(first: Frame, second: Frame) -> bool:
    return abs(first.sentence - second.sentence) <= NEAR


def _sums(group: Sequence[Frame], builder: _Builder) -> Iterator[Proposal | None]:
    """A whole and its parts, or two amounts and their difference."""
    group = [frame for frame in group if not is_in_time_phrase(frame)]
    points = [builder.nominal_value(frame) for frame in group]
    steps = [builder.printed[frame.index].steps for frame in group]
    places = [(frame.sentence, frame.start) for frame in group]
    for index, first in enumerate(group):
        beside = [other for other in group[index + 1 : index + MAX_IN_SENTENCES] if _near(first, other)]
        for second in beside:
            second_index = group.index(second, index + 1)
            sentences = (places[index][0], places[second_index][0])
            pair_sum = points[index] + points[second_index]
            pair_most = max(points[index], points[second_index])
            for third_index, third_point in enumerate(points):
                if third_index in (index, second_index):
                    continue
                sentence = places[third_index][0]
                near = abs(sentence - sentences[0]) <= 2 * NEAR or abs(sentence - sentences[1]) <= 2 * NEAR
                largest = pair_most if pair_most >= third_point else third_point
                if (
                    not near
                    and not builder.include_implausible
                    and not _may_be_sum(largest, pair_sum + third_point - largest)
                ):
                    builder.pass_over(1)
                    continue
                order = sorted((index, second_index, third_index), key=points.__getitem__)
                least, other, most = order
                if steps[most] >= MIN_WHOLE and (
                    points[least] != points[most] or group[least].value != group[most].value
                ):
                    if places[least][1] > places[other][1]:
                        least, other = other, least
                    yield builder.build("sum", (group[most], group[least], group[other]), near)
        yield from _runs(group, index, builder)


def _may_be_sum(whole: float, parts: float) -> bool:
    """Whether parts that stand far from each other can be what makes up the whole."""
    return abs(parts - whole) <= MAYBE * max(parts, whole)


def _runs(group: Sequence[Frame], start: int, builder: _Builder) -> Iterator[Proposal | None]:
    """Three parts or more in a row, with the whole before or after them, or at the beginning of the article."""
    end = start + 1
    while (
        builder.looked_at < MAX_LOOKED_AT
        and end < min(len(group), start + MAX_RUN)
        and group[end].sentence - group[end - 1].sentence <= NEAR
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
                yield builder.build("sum", (whole, *parts), _within(whole, parts))


def _means(group: Sequence[Frame], builder: _Builder) -> Iterator[Proposal | None]:
    """An average, and two listed values or more of which it is one."""
    for average in group:
        if not AVERAGE.intersection((*average.before[-6:], *average.after[:4])):
            continue
        others = [frame for frame in group if frame is not average]
        for start in range(len(others)):
            end = start + 1
            while end < min(len(others), start + MAX_RUN) and others[end].sentence - others[end - 1].sentence <= NEAR:
                spend()
                end += 1
                parts = others[start:end]
                if _within(average, parts):
                    yield builder.build("mean", (average, *parts))


def _within(whole: Frame, parts: Sequence[Frame]) -> bool:
    """Whether a figure stands at most two sentences from the first or last of a row."""
    return abs(whole.sentence - parts[0].sentence) <= 2 * NEAR or abs(whole.sentence - parts[-1].sentence) <= 2 * NEAR


def _percentages(group: Sequence[Frame], builder: _Builder) -> Iterator[Proposal | None]:
    """A percentage, fraction or multiple with the two amounts that it compares."""
    percentages = [(frame, frame.sentence, builder.nominal_value(frame)) for frame in builder.percentages]
    for index, first in enumerate(group):
        first_sentence = first.sentence
        for second in group[index + 1 : index + MAX_IN_SENTENCES]:
            second_sentence = second.sentence
            if abs(first_sentence - second_sentence) > NEAR:
                break
            if first.value == second.value:
                continue
            small, large = sorted((first, second), key=builder.nominal_value)
            fitting = _fitting_percentages(builder.nominal_value(small), builder.nominal_value(large))
            for frame, sentence, percentage in percentages:
                if frame is first or frame is second:
                    continue
                near = abs(sentence - first_sentence) <= NEAR or abs(sentence - second_sentence) <= NEAR
                if not near and not builder.include_implausible and frame.kind == "percent":
                    for low, high in fitting:
                        if low <= percentage <= high:
                            break
                    else:
                        builder.pass_over(3 + (percentage < 100))
                        continue
                if frame.kind == "multiple":
                    pair = (large, small) if builder.nominal_value(frame) > 1 else (small, large)
                    yield builder.build("times", (*pair, frame), near)
                    continue
                if frame.kind == "percent":
                    yield builder.build("change", (first, second, frame), near)
                    yield builder.build("change", (second, first, frame), near)
                    yield builder.build("gain", (small, large, frame), near)
                if frame.kind == "fraction" and _tells_a_change(frame):
                    yield builder.build("change", (first, second, frame), near)
                    yield builder.build("change", (second, first, frame), near)
                elif (
                    builder.nominal_value(frame) < 100 and small.kind != "points"
                ):  # points are what two percentages differ by
                    yield builder.build("share", (small, large, frame), near)


def _tells_a_change(fraction: Frame) -> bool:
    """Whether something is so much more or less: "a third more", "by a third", "a fall of a third", "down a third"."""
    if MORE.intersection(fraction.after[:1]):
        return True
    before = [word for word in fraction.before[-MAX_BEFORE_FRACTION:] if word not in ROUGHLY]
    if fraction.after[:1] == ("of",) or not before:
        return False  # "raised a third of the money"
    if before[-1] == "of":
        before.pop()
        return bool(before) and before[-1] in MOVES
    return before[-1] == "by" or before[-1] in MOVES


def _fitting_percentages(small: float, large: float) -> list[tuple[float, float]]:
    """Which percentages can be a change, a gain or a share of two amounts that they stand far from, as ranges."""
    shares = [100 * small / large, 100 * small / (large + small)]
    if large > small:
        change = large - small
        shares += [100 * change / small, 100 * change / large, 100 * small / change]
    return [(share * (1 - MAYBE), share / (1 - MAYBE)) for share in shares]


def _products(builder: _Builder) -> Iterator[Proposal | None]:
    """A rate, how many times it applies, and the total."""
    frames = builder.frames
    for sentence in sorted(frames.by_sentence):
        window = frames.window(sentence, sentence + 2 * NEAR)
        if not any(_has_rate(frame) for frame in window):
            continue
        counts = [frame for frame in window if frame.kind in ("count", "duration") and frame.index in builder.printed]
        groups: dict[tuple[str, str], list[Frame]] = defaultdict(list)
        for frame in window:
            if frame.kind in ("count", "money", "measure", "duration") and frame.index in builder.printed:
                groups[frame.kind, frame.unit].append(frame)
        for group in groups.values():
            for first, second in combinations(group[:MAX_IN_SENTENCES], 2):
                rate, total = sorted((first, second), key=builder.nominal_value)
                if rate.value == total.value:
                    continue
                for count in counts[: 2 * MAX_IN_SENTENCES]:
                    if count is rate or count is total or builder.nominal_value(count) <= 1:
                        continue
                    if equations.may_multiply(count, rate, total):
                        yield builder.build("product", (rate, count, total))


def _has_rate(frame: Frame) -> bool:
    """Whether its sentence has a rate: "each", "an average of", "£40 a week"."""
    if frame.sentence_words.words & EACH or (frame.figure is not None and frame.figure.per):
        return True
    return len(frame.after) > 1 and frame.after[0] in ("a", "an") and frame.after[1] in TIMES


def _spans(builder: _Builder) -> Iterator[Proposal | None]:
    """Two moments and the time between them. The date that a text begins with may be the end of any of them."""
    frames = builder.frames
    dated = [frame for frame in frames.frames[:4] if frame.kind == "date" and _year(frame) and frame.sentence <= 2][:1]
    for length in frames.frames:
        if (
            length.kind not in ("duration", "age")
            or length.unit not in equations.DAYS
            or length.index not in builder.printed
        ):
            continue
        clock = length.unit in ("hour", "minute")
        moments = [frame for frame in frames.frames if _is_dated(frame, clock)][:MAX_MOMENTS]
        for first, second in combinations(moments, 2):
            start, end = sorted((first, second), key=builder.day)
            if (_year(start) == 0) == (_year(end) == 0) and start.value != end.value:
                if clock and _span_miss((end, start, length)) < _span_miss((start, end, length)):
                    start, end = end, start  # past midnight
                if length.kind == "age" and not _tells_of_a_birth((length, start, end)):
                    continue
                far = [frame for frame in (start, end) if abs(frame.sentence - length.sentence) > 2 * NEAR]
                yield builder.build("span", (start, end, length), near=not far or far == dated)


def _tells_of_a_birth(members: Sequence[Frame]) -> bool:
    """Whether a sentence of these does; if not, no two of its years are the ends of somebody's age."""
    return not all(frame.sentence_words.words.isdisjoint(BIRTH) for frame in members)


def _is_dated(frame: Frame, clock: bool) -> bool:
    if clock:
        return frame.kind == "time" and isinstance(frame.value, tuple) and frame.value[0] is not None
    return frame.kind == "year" or (frame.kind == "date" and isinstance(frame.value, tuple) and bool(frame.value[1]))


def _year(frame: Frame) -> int:
    value = frame.value
    year = value[0] if isinstance(value, tuple) and frame.kind != "time" else 0
    return int(year or 0)
