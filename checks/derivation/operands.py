"""What the ways of working share: which figures stand together, which are of one sort, what a derivation is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise
from typing import Protocol, TypeVar

from checks.budget import spend
from checks.model import Article, Figure, Kind, Span
from checks.pattern import pattern
from checks.sameness import Sameness, noun_class, same, thing

COUNTS = (Kind.COUNT, Kind.NUMBER)
FEW = 8
"""How many figures after one are looked at for a sum or a difference with it."""
MOST = 60
"""How many figures before one are looked at for its whole: a table has thousands."""
NEAR = 300
REACH = 1
"""Sentences between two figures of a source that a writer would add up or subtract."""


class _Placed(Protocol):
    @property
    def sentence(self) -> int: ...


Said = TypeVar("Said", bound=_Placed)


@dataclass(frozen=True, slots=True)
class Derivation:
    """How a value follows from the source: the arithmetic in words, and the source's places it rests on."""

    arithmetic: str
    spans: tuple[Span, ...]
    weak: bool = False  # it may be chance: nothing but the number says that this is what is counted
    rare: bool = True  # hardly there by chance; another counts only where the source tells of the same matter


def whole(figure: Figure) -> int | None:
    """The count as a small whole number."""
    if figure.value is None or figure.value.denominator != 1 or not 2 <= figure.value <= 60:
        return None
    return int(figure.value)


def same_sort(one: Figure, other: Figure) -> bool:
    if one.kind in COUNTS and other.kind in COUNTS:
        heads = {noun_class(figure.noun.head) for figure in (one, other) if figure.noun}
        return len(heads) <= 1
    return one.kind is other.kind and one.unit == other.unit


def told(part: Figure) -> bool:
    return part.noun is not None or part.unit is not None or part.predicate is not None


def sorts_told(parts: tuple[Figure, ...]) -> bool:
    """Does at least one say what it counts, and is none the word "one", which rarely counts?"""
    return any(told(part) for part in parts) and all(part.value != 1 for part in parts)


def groups(parts: list[Figure], size: int) -> Iterator[tuple[Figure, ...]]:
    """Figures that stand together and whose sorts agree, `size` at a time; larger groups within one sentence only."""
    for first, rest in followers(parts, REACH if size == 2 else 0):
        if not any(told(part) for part in (first, *rest)):
            continue
        for others in combinations(rest, size - 1):
            spend()
            group = (first, *others)
            if sorts_told(group) and all(same_sort(one, other) for one, other in combinations(group, 2)):
                yield group


def followers(parts: Sequence[Said], window: int) -> Iterator[tuple[Said, list[Said]]]:
    """Each statement with the next few that stand within `window` sentences of it."""
    for start, first in enumerate(parts):
        row = parts[start + 1 : start + 1 + FEW]
        spend(1 + len(row))
        yield first, [part for part in row if part.sentence - first.sentence <= window]


def pairs(parts: Sequence[Said], window: int = REACH) -> Iterator[tuple[Said, Said]]:
    for first, rest in followers(parts, window):
        for other in rest:
            yield first, other


def counts_alike(figure: Figure, *others: Figure) -> bool:
    """Of counts, does one of them at least count what the figure counts?"""
    if figure.kind not in COUNTS or figure.noun is None:
        return True
    return any(other.noun is None or same(thing(figure), thing(other)) is not Sameness.DIFFERENT for other in others)


def clause(figure: Figure, target: Article) -> str:
    """The sentence around a figure, or as much of an endless one as says anything of it."""
    start, end = target.sentences[figure.sentence].span
    return target.text[max(start, figure.span.start - NEAR) : min(end, figure.span.end + NEAR)]


MOVED_BY = pattern(r"\bby (?:about |some |nearly |almost |over |just |around )?$")
MORE_OR_LESS = pattern(
    r" ?(?:percentage )?(?:points? |[a-z]+ )?(?:more|less|fewer|higher|lower|above|below|ahead|behind|up|down)\b"
)


def is_moved(figure: Figure, target: Article) -> bool:
    """Does the target say that something went up or down by this much, or is this much more than something else?"""
    before = target.text[max(0, figure.span.start - 16) : figure.span.start]
    return MOVED_BY.search(before) is not None or MORE_OR_LESS.match(target.text, figure.span.end) is not None


TIME_UNITS = frozenset(("second", "minute", "hour", "day", "week", "month", "year", "decade"))


def time_unit(figure: Figure) -> str | None:
    """The unit of a length of time that is counted: of "14 continuous hours" the hour."""
    head = noun_class(figure.noun.head) if figure.kind in COUNTS and figure.noun is not None else ""
    return head if head in TIME_UNITS else None


def as_time(figure: Figure) -> Figure:
    """A length of time that is counted, as one that is told: "12 fewer hours" as "12 hours fewer"."""
    unit = time_unit(figure)
    return replace(figure, kind=Kind.DURATION, unit=unit) if unit else figure


def elided(kind: Kind, unit: str | None, source: Article) -> Iterator[Figure]:
    """Bare numbers that take their unit from the one before: "nine years to build. The plan had been for six"."""
    for last, one in pairwise(source.figures):
        beside = last.kind is kind and last.unit == unit and 0 <= one.sentence - last.sentence <= REACH
        if beside and one.kind is Kind.NUMBER and one.noun is None and one.second is None:
            yield replace(one, kind=kind, unit=unit)


def ends(parts: Sequence[Figure]) -> Iterator[tuple[Figure, Figure]]:
    """The two ends of a figure that has both: "rose from 40 to 120"."""
    for one in parts:
        if one.is_range and one.second is not None:
            yield one, replace(one, value=one.second)
