"""What the derivation methods share: the result type, and which figures stand close enough and may be added."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise
from typing import Protocol, TypeVar

from checks.budget import spend
from checks.model import Article, Figure, Kind, Span
from checks.pattern import pattern
from checks.sameness import Sameness, compare_entities, counted_entity, noun_class

COUNTS = (Kind.COUNT, Kind.NUMBER)
MAX_FOLLOWERS = 8
"""Figures after a figure that are considered for a sum or difference with it."""
MAX_BEFORE = 60
"""Figures before a part that are considered as its whole: a table has thousands."""
CLAUSE_LENGTH = 300
MAX_SENTENCES_APART = 1
"""Sentences between two figures that a writer would add or subtract."""


class _HasSentence(Protocol):
    @property
    def sentence(self) -> int: ...


StatementT = TypeVar("StatementT", bound=_HasSentence)


@dataclass(frozen=True, slots=True)
class Derivation:
    """How a value follows from the source: the arithmetic as text, and the spans of the source that it uses."""

    arithmetic: str
    spans: tuple[Span, ...]
    weak: bool = False  # may be chance: only the number matches
    subtracted: tuple[Figure, ...] = ()  # what was taken from a whole: the target may not say the same of what is left
    rare: bool = True  # unlikely by chance; one that is not rare counts only if its passage is similar to the target's


def small_count(figure: Figure) -> int | None:
    """The figure's value if it is a whole number from 2 to 60, else None."""
    if figure.value is None or figure.value.denominator != 1 or not 2 <= figure.value <= 60:
        return None
    return int(figure.value)


def addable(figure: Figure, other: Figure) -> bool:
    if figure.kind in COUNTS and other.kind in COUNTS:
        nouns = {noun_class(figure.noun.head) for figure in (figure, other) if figure.noun}
        return len(nouns) <= 1
    return figure.kind is other.kind and figure.unit == other.unit


def states_entity(part: Figure) -> bool:
    return part.noun is not None or part.unit is not None or part.predicate is not None


def group_is_countable(parts: tuple[Figure, ...]) -> bool:
    """Whether at least one of the figures states what it counts and none is "one", which is rarely a count."""
    return any(states_entity(part) for part in parts) and all(part.value != 1 for part in parts)


def addable_groups(parts: list[Figure], size: int) -> Iterator[tuple[Figure, ...]]:
    """Groups of `size` addable figures that stand close together; more than two within one sentence only."""
    for first, rest in followers(parts, MAX_SENTENCES_APART if size == 2 else 0):
        if not any(states_entity(part) for part in (first, *rest)):
            continue
        for others in combinations(rest, size - 1):
            spend()
            group = (first, *others)
            if group_is_countable(group) and all(addable(figure, other) for figure, other in combinations(group, 2)):
                yield group


def followers(parts: Sequence[StatementT], window: int) -> Iterator[tuple[StatementT, list[StatementT]]]:
    """Each statement with the next MAX_FOLLOWERS at most that stand within `window` sentences of it."""
    for start, first in enumerate(parts):
        following = parts[start + 1 : start + 1 + MAX_FOLLOWERS]
        spend(1 + len(following))
        yield first, [part for part in following if part.sentence - first.sentence <= window]


def pairs(parts: Sequence[StatementT], window: int = MAX_SENTENCES_APART) -> Iterator[tuple[StatementT, StatementT]]:
    for first, rest in followers(parts, window):
        for other in rest:
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
    """The sentence around a figure, of an endless one CLAUSE_LENGTH characters on either side."""
    start, end = article.sentences[figure.sentence].span
    return article.text[max(start, figure.span.start - CLAUSE_LENGTH) : min(end, figure.span.end + CLAUSE_LENGTH)]


CHANGED_BY = pattern(r"\bby (?:about |some |nearly |almost |over |just |around )?$")
MORE_OR_LESS = pattern(
    r" ?(?:percentage )?(?:points? |[a-z]+ )?(?:more|less|fewer|higher|lower|above|below|ahead|behind|up|down)\b"
)


def is_change_amount(figure: Figure, target: Article) -> bool:
    """Whether the target gives the figure as a change or difference: "up by 12", "12 points more"."""
    preceding = target.text[max(0, figure.span.start - 16) : figure.span.start]
    return CHANGED_BY.search(preceding) is not None or MORE_OR_LESS.match(target.text, figure.span.end) is not None


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
    """Bare numbers with the unit of the figure before: "nine years to build. The plan had been for six"."""
    for previous, figure in pairwise(source.figures):
        follows = (
            previous.kind is kind
            and previous.unit == unit
            and 0 <= figure.sentence - previous.sentence <= MAX_SENTENCES_APART
        )
        if follows and figure.kind is Kind.NUMBER and figure.noun is None and figure.second is None:
            yield replace(figure, kind=kind, unit=unit)


def range_ends(parts: Sequence[Figure]) -> Iterator[tuple[Figure, Figure]]:
    """The two ends of each range as two figures: "rose from 40 to 120"."""
    for figure in parts:
        if figure.is_range and figure.second is not None:
            yield figure, replace(figure, value=figure.second)
