"""What the derivation methods share: the result type, and which figures are close together and may be added."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations, pairwise
from typing import Protocol, TypeVar

from checks.budget import spend
from checks.model import Article, Figure, Kind, Span
from checks.pattern import pattern
from checks.sameness import Sameness, compare_entities, counted_entity, noun_class

COUNTS = (Kind.COUNT, Kind.NUMBER)
MAX_FOLLOWING = 8
"""Most figures after a figure that are considered for a sum or difference with it."""
MAX_PRECEDING = 60
"""Most figures before a part that are considered as its whole: a table has thousands."""
HEDGED_TOLERANCE = Fraction(1, 10)
"""Largest difference of a hedged figure from its derived value, as a part of the figure."""
MAX_CLAUSE_REACH = 300
"""Most characters of a sentence that are read on either side of a figure."""
MAX_PAIR_DISTANCE = 1
"""Most sentences from one figure to another that a writer would add to it or subtract from it."""


class _HasSentence(Protocol):
    @property
    def sentence(self) -> int: ...


StatementT = TypeVar("StatementT", bound=_HasSentence)


@dataclass(frozen=True, slots=True)
class Derivation:
    """How a value follows from the source: the arithmetic as text, and the spans of the source that it uses."""

    arithmetic: str
    spans: tuple[Span, ...]
    weak: bool = False  # may be a coincidence, as only the value matches
    subtracted: tuple[Figure, ...] = ()  # parts taken from a whole: the target must not say of the rest what these did
    rare: bool = True  # unlikely by chance; one that is not counts only if its passage is similar to the target's


def small_count(figure: Figure) -> int | None:
    """The figure's value if it is a whole number from 2 to 60, else None."""
    if figure.value is None or figure.value.denominator != 1 or not 2 <= figure.value <= 60:
        return None
    return int(figure.value)


def may_be_added(figure: Figure, other: Figure) -> bool:
    """Whether two figures have the same kind and unit or, if both are counts, no two different nouns."""
    if figure.kind in COUNTS and other.kind in COUNTS:
        nouns = {noun_class(figure.noun.head) for figure in (figure, other) if figure.noun}
        return len(nouns) <= 1
    return figure.kind is other.kind and figure.unit == other.unit


def has_entity(part: Figure) -> bool:
    """Whether the text says what a figure counts or measures, by a noun, unit or predicate."""
    return part.noun is not None or part.unit is not None or part.predicate is not None


def may_be_parts_of_total(parts: tuple[Figure, ...]) -> bool:
    """Whether at least one of the figures states what it counts and none is "one", which is rarely a count."""
    return any(has_entity(part) for part in parts) and all(part.value != 1 for part in parts)


def groups_to_add(parts: list[Figure], size: int) -> Iterator[tuple[Figure, ...]]:
    """Groups of `size` figures that are close together and may be added; of more than two only within a sentence."""
    for first, following in with_following(parts, MAX_PAIR_DISTANCE if size == 2 else 0):
        if not any(has_entity(part) for part in (first, *following)):
            continue
        for others in combinations(following, size - 1):
            spend()
            group = (first, *others)
            if may_be_parts_of_total(group) and all(
                may_be_added(figure, other) for figure, other in combinations(group, 2)
            ):
                yield group


def with_following(parts: Sequence[StatementT], max_distance: int) -> Iterator[tuple[StatementT, list[StatementT]]]:
    """Each statement with those of the next MAX_FOLLOWING that are at most `max_distance` sentences away."""
    for start, first in enumerate(parts):
        following = parts[start + 1 : start + 1 + MAX_FOLLOWING]
        spend(1 + len(following))
        yield first, [part for part in following if part.sentence - first.sentence <= max_distance]


def pairs(
    parts: Sequence[StatementT], max_distance: int = MAX_PAIR_DISTANCE
) -> Iterator[tuple[StatementT, StatementT]]:
    """Each two statements that `with_following` finds close together, in text order."""
    for first, following in with_following(parts, max_distance):
        for other in following:
            yield first, other


def counts_same_entity(figure: Figure, *others: Figure) -> bool:
    """Whether at least one of the others may count what the figure counts; True for figures without a noun."""
    if figure.kind not in COUNTS or figure.noun is None:
        return True
    return any(
        other.noun is None or compare_entities(counted_entity(figure), counted_entity(other)) is not Sameness.DIFFERENT
        for other in others
    )


def clause_around(figure: Figure, article: Article) -> str:
    """The sentence around a figure, or at most MAX_CLAUSE_REACH characters of it on either side."""
    start, end = article.sentences[figure.sentence].span
    return article.text[max(start, figure.span.start - MAX_CLAUSE_REACH) : min(end, figure.span.end + MAX_CLAUSE_REACH)]


CHANGE_BEFORE = pattern(r"\bby (?:about |some |nearly |almost |over |just |around )?$")
CHANGE_AFTER = pattern(
    r" ?(?:percentage )?(?:points? |[a-z]+ )?(?:more|less|fewer|higher|lower|above|below|ahead|behind|up|down)\b"
)


def is_change_amount(figure: Figure, target: Article) -> bool:
    """Whether the target gives the figure as a change or difference: "up by 12", "12 points more"."""
    preceding = target.text[max(0, figure.span.start - 16) : figure.span.start]
    return CHANGE_BEFORE.search(preceding) is not None or CHANGE_AFTER.match(target.text, figure.span.end) is not None


TIME_UNITS = frozenset(("second", "minute", "hour", "day", "week", "month", "year", "decade"))


def time_unit(figure: Figure) -> str | None:
    """The unit of a duration that was read as a count: "hour" for "14 continuous hours"; None for other figures."""
    head = noun_class(figure.noun.head) if figure.kind in COUNTS and figure.noun is not None else ""
    return head if head in TIME_UNITS else None


def as_duration(figure: Figure) -> Figure:
    """The figure as a duration if it counts units of time ("12 fewer hours"); else the figure itself."""
    unit = time_unit(figure)
    return replace(figure, kind=Kind.DURATION, unit=unit) if unit else figure


def with_elided_unit(kind: Kind, unit: str | None, source: Article) -> Iterator[Figure]:
    """Bare numbers, with the unit of the preceding figure: "nine years to build. The plan had been for six"."""
    for previous, figure in pairwise(source.figures):
        follows = (
            previous.kind is kind
            and previous.unit == unit
            and 0 <= figure.sentence - previous.sentence <= MAX_PAIR_DISTANCE
        )
        if follows and figure.kind is Kind.NUMBER and figure.noun is None and figure.second is None:
            yield replace(figure, kind=kind, unit=unit)


def range_ends(parts: Sequence[Figure]) -> Iterator[tuple[Figure, Figure]]:
    """The two ends of each range as two figures, from "rose from 40 to 120"."""
    for figure in parts:
        if figure.is_range and figure.second is not None:
            yield figure, replace(figure, value=figure.second)
