"""Lists every tie that the figures of an article could form, by kind, unit and distance alone.

The embedded model scores each of them by the words. `arithmetic.proposals_of` looks at the values first, to save work;
the model does not need that, and recognises ties that no slip of one digit would explain. So any set of figures that
could form a relation is listed here, whether or not its values agree. Values only decide which amount of an equation is
the larger one, and thereby the roles.

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
from itertools import chain, combinations, islice

from checks.budget import spend
from checks.model import Zone
from checks.relations.equations import DAYS, may_multiply, nominal_value
from checks.relations.frames import Frame, Frames, is_in_time_phrase
from checks.relations.moments_in_days import has_year, may_bound_span
from checks.relations.proposals import TieKind
from checks.relations.restatement import comparable_groups
from checks.word_set import word_set

ADDABLE_KINDS = frozenset(("count", "money", "measure", "duration", "age", "percent", "points"))
CALENDAR_KINDS = frozenset(("year", "date", "season", "decade"))
MULTIPLIER_KINDS = frozenset(("count", "duration", "measure"))  # what a rate is multiplied by: shops, years, tonnes
POINT = "point"  # "43 per cent to 37, or 6 points": what two percentages differ by
BEGINNINGS = word_set("born birth founded established formed created built opened began started launched")
MAX_SENTENCES_APART = 12
OPENING_SENTENCES = 2  # the first two sentences: their figures may be tied to any other
MAX_FOLLOWING = 20  # figures of one measure that each figure is combined with
MAX_COMPARED = 12  # figures of one measure that a percentage may compare, the nearest to it
MAX_PARTS = 8  # of a sum
MIN_LONG_SUM = 3  # parts of a sum that are consecutive figures
WHOLE_AT_START, WHOLE_NEARBY = 2, 3
"""Where the whole of such a sum is looked for: among the first figures of the group, and that many before and after the
parts."""
MAX_MOMENTS = 10  # dates or years combined with a duration, the nearest to it
MAX_TIMES = 4  # times of day combined with a duration, the nearest to it
MAX_RATE_TO_COUNT = 2  # sentences
MAX_PER_GENERATOR = 4000  # relations from each of the generators below

Possible = tuple[TieKind, tuple[Frame, ...]]


def possible_relations(frames: Frames) -> Iterator[Possible]:
    """Kind and members of every possible relation, the members in the order of the kind's roles."""
    amounts = [frame for frame in frames.frames if frame.kind in ADDABLE_KINDS and frame.is_amount]
    groups = _groups(amounts)
    for possible in (
        _sums(groups),
        _ratios(frames, groups),
        _products(groups, amounts),
        _durations(frames),
        _parts(groups),
        _restatements(frames),
    ):
        seen: set[tuple[TieKind, tuple[int, ...]]] = set()
        for kind, members in islice(possible, MAX_PER_GENERATOR):
            key = kind, tuple(frame.index for frame in members)
            if key not in seen:
                seen.add(key)
                yield kind, members


def _is_bare(frame: Frame) -> bool:
    """Whether a number has neither noun nor unit, like the thirty in "from 250 barrels to thirty"."""
    return frame.kind == "count" and not frame.noun and not frame.unit


def _groups(amounts: Sequence[Frame]) -> list[list[Frame]]:
    """The amounts of each measure, with the numbers whose measure is not stated and may be this one."""
    groups: dict[tuple[str, str], list[Frame]] = defaultdict(list)
    for frame in amounts:
        groups[_measure_for_adding(frame)].append(frame)
    found = []
    for measure, group in groups.items():
        others = [frame for frame in amounts if _may_have_measure(frame, measure)] if measure != ("count", "") else []
        found.append(sorted({*group, *others}, key=lambda frame: frame.index))
    return found


def _measure_for_adding(frame: Frame) -> tuple[str, str]:
    """Kind and unit for adding up: an age is a duration, a percentage point a percentage, and counts have no unit."""
    if frame.kind in ("percent", "points"):
        return "percent", ""
    if frame.kind == "age":
        return "duration", frame.unit
    return frame.kind, "" if frame.kind == "count" else frame.unit


def _may_have_measure(frame: Frame, measure: tuple[str, str]) -> bool:
    """Whether a number without a measure may have this one: a bare number, or for per cent a number of points."""
    return _is_bare(frame) or (measure[0] == "percent" and frame.kind == "count" and frame.noun.startswith(POINT))


def _are_within_reach(first: Frame, second: Frame) -> bool:
    """Whether two figures are near enough to be tied; a figure of the headline or the opening may be tied to any."""
    near = abs(first.sentence - second.sentence) <= MAX_SENTENCES_APART
    return near or _in_opening(first) or _in_opening(second)


def _in_opening(frame: Frame) -> bool:
    """Whether a figure is in the headline or one of the first OPENING_SENTENCES sentences."""
    return frame.zone is Zone.HEADLINE or frame.sentence < OPENING_SENTENCES


def _have_one_measure(members: Iterable[Frame]) -> bool:
    """Whether the figures that are not bare have one kind of measure."""
    measures = {_measure_for_adding(frame) for frame in members if not _is_bare(frame)}
    percent = ("percent", "")
    if percent in measures:
        return all(_measure_for_adding(frame) == percent or _may_have_measure(frame, percent) for frame in members)
    return len({kind for kind, _ in measures}) <= 1


def _with_following(group: Sequence[Frame]) -> Iterator[tuple[Frame, list[Frame]]]:
    """Each figure with the figures after it that are within reach, the nearest first, at most MAX_FOLLOWING."""
    for position, first in enumerate(group):
        yield first, [other for other in group[position + 1 :] if _are_within_reach(first, other)][:MAX_FOLLOWING]


def _sums(groups: Sequence[Sequence[Frame]]) -> Iterator[Possible]:
    """A whole and its parts, or two amounts and their difference.

    Those of more than three members come first, as they are few, then those whose members are near each other.
    """
    groups = [[frame for frame in amounts if not is_in_time_phrase(frame)] for amounts in groups]
    yield from chain.from_iterable(map(_long_sums, groups))
    found: list[tuple[Frame, ...]] = []
    for group in groups:
        for first, following in _with_following(group):
            for second, third in combinations(following, 2):
                spend()
                if _are_within_reach(second, third) and _have_one_measure((first, second, third)):
                    found.append((first, second, third))
    found.sort(key=_statements_spanned_by_two)
    for members in found:
        whole = max(members, key=nominal_value)
        yield "sum", (whole, *[frame for frame in members if frame is not whole])


def _long_sums(group: Sequence[Frame]) -> Iterator[Possible]:
    """Three to MAX_PARTS consecutive figures as parts, with a whole close to them or at the start of the article."""
    for start in range(len(group)):
        for end in range(start + MIN_LONG_SUM, min(len(group), start + MAX_PARTS) + 1):
            parts = group[start:end]
            if parts[-1].sentence - parts[-2].sentence > 1:
                break
            before, after = group[max(0, start - WHOLE_NEARBY) : start], group[end : end + WHOLE_NEARBY]
            for whole in (*group[:WHOLE_AT_START], *before, *after):
                spend()
                if whole in parts or not _have_one_measure((whole, *parts)):
                    continue
                is_largest = nominal_value(whole) > max(map(nominal_value, parts))
                if is_largest and any(_are_within_reach(whole, part) for part in parts):
                    yield "sum", (whole, *parts)


def _ratios(frames: Frames, groups: Sequence[Sequence[Frame]]) -> Iterator[Possible]:
    """A percentage, fraction or multiple with the two amounts that it compares."""
    ratios = [
        frame
        for frame in frames.frames
        if frame.kind in ("percent", "fraction", "multiple") and isinstance(frame.value, Fraction) and frame.value
    ]
    found: list[tuple[Frame, Frame, Frame]] = []
    for group in groups:
        for ratio in ratios:
            within_reach = [frame for frame in group if frame is not ratio and _are_within_reach(ratio, frame)]
            for first, second in combinations(_nearest(within_reach, ratio, MAX_COMPARED), 2):
                spend()
                if nominal_value(first) != nominal_value(second) and _have_one_measure((first, second)):
                    found.append((first, second, ratio))
    found.sort(key=_statements_spanned)
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


def _statements_spanned(members: Sequence[Frame]) -> int:
    """How far apart the first and the last of the members are, in statements."""
    indices = [frame.index for frame in members]
    return max(indices) - min(indices)


def _statements_spanned_by_two(members: Sequence[Frame]) -> int:
    """How far apart the nearest two of three members are, in statements: a whole is often far from its parts."""
    return min(abs(one.index - other.index) for one, other in combinations(members, 2))


def _nearest(frames: Sequence[Frame], other: Frame, limit: int) -> list[Frame]:
    """At most `limit` frames, the nearest to another one, in reading order; the headline is near to everything."""

    def distance(frame: Frame) -> tuple[int, int]:
        sentences = 1 if frame.zone is Zone.HEADLINE else abs(frame.sentence - other.sentence)
        return sentences, abs(frame.index - other.index)

    return sorted(sorted(frames, key=distance)[:limit], key=lambda frame: frame.index)


def _products(groups: Sequence[Sequence[Frame]], amounts: Sequence[Frame]) -> Iterator[Possible]:
    """A rate, how many times it applies, and the total."""
    counts = [frame for frame in amounts if frame.kind in MULTIPLIER_KINDS and nominal_value(frame) > 1]
    for group in groups:
        for first, following in _with_following(group):
            for second in following:
                rate, total = sorted((first, second), key=nominal_value)
                if nominal_value(rate) == nominal_value(total) or not _have_one_measure((first, second)):
                    continue
                for count in counts:
                    spend()
                    near = abs(count.sentence - rate.sentence) <= MAX_RATE_TO_COUNT and _are_within_reach(count, total)
                    fits = _is_multiplier(count, rate, total) and may_multiply(count, rate, total)
                    if near and fits and nominal_value(count) <= nominal_value(total):
                        yield "product", (rate, count, total)


def _is_multiplier(count: Frame, rate: Frame, total: Frame) -> bool:
    """Whether a count is neither the rate nor the total, and has another measure than these if they have a unit."""
    return count not in (rate, total) and (not total.unit or count.measure != total.measure)


def _durations(frames: Frames) -> Iterator[Possible]:
    """Two moments, and a duration or age that may be the time between them."""
    stated = [frame for frame in frames.frames if isinstance(frame.value, tuple)]
    moments = [frame for frame in stated if frame.kind == "date" or (frame.kind in CALENDAR_KINDS and has_year(frame))]
    times = [frame for frame in stated if frame.kind == "time"]
    durations = [
        frame
        for frame in frames.frames
        if frame.is_amount and (_is_bare(frame) or (frame.kind in ("duration", "age") and frame.unit in DAYS))
    ]
    for duration in durations:
        near = [time for time in times if _are_within_reach(time, duration)]
        for start, end in combinations(_nearest(near, duration, MAX_TIMES), 2):
            if duration.unit in ("hour", "minute") and may_bound_span(start, end):
                yield "span", (start, end, duration)
        near = [moment for moment in moments if _are_within_reach(moment, duration)]
        for first, second in combinations(_nearest(near, duration, MAX_MOMENTS), 2):
            spend()
            if not may_bound_span(first, second):
                continue
            has_years = has_year(first) == has_year(second)
            start, end = sorted((first, second), key=nominal_value) if has_years else (first, second)
            if duration.kind != "age" or _mentions_beginning(start):
                yield "span", (start, end, duration)


def _mentions_beginning(frame: Frame) -> bool:
    """Whether the sentence of a moment mentions a birth or a beginning, from which an age could be counted."""
    return not frame.sentence_words.words.isdisjoint(BEGINNINGS)


def _parts(groups: Sequence[Sequence[Frame]]) -> Iterator[Possible]:
    """A whole and one of its parts."""
    for group in groups:
        for first, following in _with_following(group):
            for second in following:
                spend()
                if _have_one_measure((first, second)):
                    yield "part", (first, second)
                    yield "part", (second, first)


def _restatements(frames: Frames) -> Iterator[Possible]:
    """Two statements of one kind, and of one unit where the kind has units, that may state one fact."""
    for group in comparable_groups(frames):
        for first, second in combinations(group, 2):
            spend()
            if isinstance(first.value, tuple) == isinstance(second.value, tuple):
                yield "same", (first, second)
