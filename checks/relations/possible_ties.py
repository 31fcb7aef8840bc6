"""Lists which figures of an article could be tied, by their kinds, units and distances alone, for a reader to judge.

`arithmetic.proposals_of` looks at values first, to save work; a model that reads does not need that, and sees ties that
no slip of one digit would explain. So here every few figures that could stand in a relation are listed, whatever they
come to. Values only say which of the amounts in an equation is the larger one, as that decides the roles.

>>> from checks import read
>>> from checks.relations.frames import frames_of
>>> article = read("Of the 40 saved, 12 were crew and 28 were guests.")
>>> for kind, members in possible_relations(frames_of(article)):
...     if kind == "sum":
...         print([frame.statement.words for frame in members])
['40', '12', '28']
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import combinations, islice

from checks.budget import spend
from checks.model import Zone
from checks.relations.equations import DAYS, may_multiply, nominal_value
from checks.relations.frames import Frame, Frames, is_in_time_phrase
from checks.relations.proposals import TieKind
from checks.relations.restatement import WITH_UNIT
from checks.relations.restatement_features import KINDS as RESTATED
from checks.word_set import word_set

AMOUNTS = frozenset(("count", "money", "measure", "duration", "age", "percent", "points"))
DATED = frozenset(("year", "date", "season", "decade"))
COUNTED = frozenset(("count", "duration", "measure"))  # that a rate may be of: five shops, five years, five tonnes
POINT = "point"  # "43 per cent to 37, or 6 points": what two percentages differ by
BEGINNINGS = word_set("born birth founded established formed created built opened began started launched")
REACH = 12  # sentences from one member to the next
HEAD = 2  # sentences at the beginning whose figures may be tied to any other
MAX_BESIDE = 20  # figures of one measure that are combined with each other
MAX_COMPARED = 12  # of one measure that a percentage may compare, the nearest to it
MAX_PARTS = 8
MAX_GROUP = 60  # statements of one kind that may restate each other
MAX_MOMENTS = 10  # the nearest to a duration
MAX_TIMES = 4  # of day, likewise
MAX_OF_KIND = 4000  # relations of one kind

Possible = tuple[TieKind, tuple[Frame, ...]]


def possible_relations(frames: Frames) -> Iterator[Possible]:
    """Kind and members of every relation that could be, the members in the order of the kind's roles."""
    amounts = [frame for frame in frames.frames if frame.kind in AMOUNTS and frame.is_amount]
    groups = _groups(amounts)
    for found in (
        _sums(groups),
        _compared(frames, groups),
        _products(groups, amounts),
        _spans(frames),
        _parts(groups),
        _restatements(frames),
    ):
        seen: set[tuple[TieKind, tuple[int, ...]]] = set()
        for kind, members in islice(found, MAX_OF_KIND):
            key = kind, tuple(frame.index for frame in members)
            if key not in seen:
                seen.add(key)
                yield kind, members


def _is_bare(frame: Frame) -> bool:
    """Whether a number stands without a noun or unit, as in "from 250 barrels to thirty"."""
    return frame.kind == "count" and not frame.noun and not frame.unit


def _groups(amounts: Sequence[Frame]) -> list[list[Frame]]:
    """The amounts of each measure, with the numbers that leave their measure out and may be of this one."""
    groups: dict[tuple[str, str], list[Frame]] = defaultdict(list)
    for frame in amounts:
        groups[_measure(frame)].append(frame)
    found = []
    for measure, group in groups.items():
        others = [frame for frame in amounts if _may_be(frame, measure)] if measure != ("count", "") else []
        found.append(sorted({*group, *others}, key=lambda frame: frame.index))
    return found


def _measure(frame: Frame) -> tuple[str, str]:
    """The kind and unit of what can be added up: years of age and other years, percentages and points."""
    if frame.kind in ("percent", "points"):
        return "percent", ""
    if frame.kind == "age":
        return "duration", frame.unit
    return frame.kind, "" if frame.kind == "count" else frame.unit


def _may_be(frame: Frame, measure: tuple[str, str]) -> bool:
    """Whether a number is without a noun, or of points and the measure is per cent."""
    return _is_bare(frame) or (measure[0] == "percent" and frame.kind == "count" and frame.noun.startswith(POINT))


def _reach(first: Frame, second: Frame) -> bool:
    """Whether two figures stand near enough; those of the headline and the first sentence reach all others."""
    return abs(first.sentence - second.sentence) <= REACH or _in_head(first) or _in_head(second)


def _in_head(frame: Frame) -> bool:
    return frame.zone is Zone.HEADLINE or frame.sentence < HEAD


def _of_one_measure(members: Iterable[Frame]) -> bool:
    """Whether all that are not bare are of one kind of measure."""
    measures = {_measure(frame) for frame in members if not _is_bare(frame)}
    percent = ("percent", "")
    if percent in measures:
        return all(_measure(frame) == percent or _may_be(frame, percent) for frame in members)
    return len({kind for kind, _ in measures}) <= 1


def _windows(group: Sequence[Frame]) -> Iterator[tuple[Frame, list[Frame]]]:
    """Each figure with those after it that it reaches, the nearest first."""
    for place, first in enumerate(group):
        yield first, [other for other in group[place + 1 :] if _reach(first, other)][:MAX_BESIDE]


def _sums(groups: Sequence[Sequence[Frame]]) -> Iterator[Possible]:
    """A whole and its parts, or two amounts and their difference."""
    for told in groups:
        group = [frame for frame in told if not is_in_time_phrase(frame)]
        for first, beside in _windows(group):
            for second, third in combinations(beside, 2):
                spend()
                if _reach(second, third) and _of_one_measure((first, second, third)):
                    yield _sum((first, second, third))
        yield from _runs(group)


def _runs(group: Sequence[Frame]) -> Iterator[Possible]:
    """Three parts or more in a row, with a whole that stands near them or in the headline."""
    for start in range(len(group)):
        for end in range(start + 3, min(len(group), start + MAX_PARTS) + 1):
            parts = group[start:end]
            if parts[-1].sentence - parts[-2].sentence > 1:
                break
            for whole in (*group[:2], *group[max(0, start - 3) : start], *group[end : end + 3]):
                spend()
                if whole in parts or not _of_one_measure((whole, *parts)):
                    continue
                if nominal_value(whole) > max(map(nominal_value, parts)) and any(_reach(whole, part) for part in parts):
                    yield "sum", (whole, *parts)


def _sum(members: Sequence[Frame]) -> Possible:
    whole = max(members, key=nominal_value)
    return "sum", (whole, *[frame for frame in members if frame is not whole])


def _compared(frames: Frames, groups: Sequence[Sequence[Frame]]) -> Iterator[Possible]:
    """A percentage, fraction or multiple with the two amounts that it compares."""
    ratios = [
        frame
        for frame in frames.frames
        if frame.kind in ("percent", "fraction", "multiple") and isinstance(frame.value, Fraction) and frame.value
    ]
    found: list[tuple[Frame, Frame, Frame]] = []
    for group in groups:
        for ratio in ratios:
            near = [frame for frame in group if frame is not ratio and _reach(ratio, frame)]
            for first, second in combinations(_nearest(near, ratio, MAX_COMPARED), 2):
                spend()
                if nominal_value(first) != nominal_value(second) and _of_one_measure((first, second)):
                    found.append((first, second, ratio))
    found.sort(key=_width)
    for first, second, ratio in found:
        small, large = sorted((first, second), key=nominal_value)
        if ratio.kind == "multiple":
            yield "times", (large, small, ratio)
            continue
        yield "change", (first, second, ratio)
        yield "change", (second, first, ratio)
        yield "gain", (small, large, ratio)
        if nominal_value(ratio) < 100 and small.kind != "points":  # points are what two percentages differ by
            yield "share", (small, large, ratio)


def _width(members: Sequence[Frame]) -> int:
    """How far apart the outermost members stand, in statements."""
    indices = [frame.index for frame in members]
    return max(indices) - min(indices)


def _nearest(frames: Sequence[Frame], other: Frame, most: int) -> list[Frame]:
    """Those that stand nearest to another one, in reading order; the headline is near to everything."""

    def distance(frame: Frame) -> tuple[int, int]:
        apart = 1 if frame.zone is Zone.HEADLINE else abs(frame.sentence - other.sentence)
        return apart, abs(frame.index - other.index)

    return sorted(sorted(frames, key=distance)[:most], key=lambda frame: frame.index)


def _products(groups: Sequence[Sequence[Frame]], amounts: Sequence[Frame]) -> Iterator[Possible]:
    """A rate, how many times it applies, and the total."""
    counts = [frame for frame in amounts if frame.kind in COUNTED and nominal_value(frame) > 1]
    for group in groups:
        for first, beside in _windows(group):
            for second in beside:
                rate, total = sorted((first, second), key=nominal_value)
                if nominal_value(rate) == nominal_value(total) or not _of_one_measure((first, second)):
                    continue
                for count in counts:
                    spend()
                    near = abs(count.sentence - rate.sentence) <= 2 and _reach(count, total)
                    fits = _counts_others(count, rate, total) and may_multiply(count, rate, total)
                    if near and fits and nominal_value(count) <= nominal_value(total):
                        yield "product", (rate, count, total)


def _counts_others(count: Frame, rate: Frame, total: Frame) -> bool:
    """Whether it is neither of the amounts, and of another unit if they have one."""
    return count not in (rate, total) and (not total.unit or count.measure != total.measure)


def _spans(frames: Frames) -> Iterator[Possible]:
    """Two moments and the time between them."""
    stated = [frame for frame in frames.frames if isinstance(frame.value, tuple)]
    moments = [frame for frame in stated if frame.kind == "date" or (frame.kind in DATED and _has_year(frame))]
    times = [frame for frame in stated if frame.kind == "time"]
    lengths = [
        frame
        for frame in frames.frames
        if frame.is_amount and (_is_bare(frame) or (frame.kind in ("duration", "age") and frame.unit in DAYS))
    ]
    for length in lengths:
        near = [time for time in times if _reach(time, length)]
        for start, end in combinations(_nearest(near, length, MAX_TIMES), 2):
            if length.unit in ("hour", "minute") and start.value != end.value:
                yield "span", (start, end, length)
        near = [moment for moment in moments if _reach(moment, length)]
        for first, second in combinations(_nearest(near, length, MAX_MOMENTS), 2):
            spend()
            if _has_year(first) != _has_year(second):
                continue  # "from July 15 to 16" needs no year, but one with a year and one without cannot be compared
            start, end = sorted((first, second), key=nominal_value)
            begins = length.kind != "age" or _tells_of_a_beginning(start)
            if start.value != end.value and begins:
                yield "span", (start, end, length)


def _has_year(frame: Frame) -> bool:
    return isinstance(frame.value, tuple) and bool(frame.value[0])


def _tells_of_a_beginning(frame: Frame) -> bool:
    """Whether the sentence of a moment says that somebody was born or something begun then: ages count from there."""
    return not frame.sentence_words.words.isdisjoint(BEGINNINGS)


def _parts(groups: Sequence[Sequence[Frame]]) -> Iterator[Possible]:
    """A whole and one of its parts."""
    for group in groups:
        for first, beside in _windows(group):
            for second in beside:
                spend()
                if _of_one_measure((first, second)):
                    yield "part", (first, second)
                    yield "part", (second, first)


def _restatements(frames: Frames) -> Iterator[Possible]:
    """Two statements that can be compared: also a fraction and a percentage, a number with and without its unit."""
    groups: dict[tuple[str, str], list[Frame]] = defaultdict(list)
    for frame in frames.frames:
        if frame.kind in RESTATED and frame.may_restate:
            groups[frame.kind, frame.unit if frame.kind in WITH_UNIT else ""].append(frame)
    for group in groups.values():
        for first, second in combinations(group[:MAX_GROUP], 2):
            spend()
            if isinstance(first.value, tuple) == isinstance(second.value, tuple):
                yield "same", (first, second)
