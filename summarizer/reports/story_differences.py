"""Reports how the stories of a batch compare: events that several of them cover, and figures that differ.

Renders the same data as records for findings.jsonl, as rows of a spreadsheet and as a section of the overview.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from checks.model import Severity
from checks.stories.differences import Difference, Nature
from checks.stories.digest import EventWords, Fact
from summarizer.reports.annotations import pluralize
from summarizer.reports.data import SCHEMA_VERSION
from summarizer.reports.tables import Cell, Table, as_csv

DIFFERENCE_COLUMNS = (
    "severity", "what", "article", "words", "passage", "where", "published",
    "other article", "other words", "other passage", "other where", "other published", "newer", "why", "ask",
)  # fmt: skip
MAX_UNFOLDED_CONTRADICTIONS = 5  # the overview shows the most probable ones and folds the others
SEVERITY_OF_NATURE = {Nature.CONTRADICTION: Severity.WARNING, Nature.UPDATE: Severity.NOTE}


@dataclass(frozen=True, slots=True)
class Passage:
    """One side of a difference: what an article states, and where.

    `words` are those of the figure, `passage` is the text around it and `place` the name of its paragraph ("par 4");
    `line` and `column` count from 1. `published` is an ISO day or time, "" if not known.
    """

    article: str
    headline: str
    published: str
    words: str
    passage: str
    place: str
    line: int
    column: int

    @classmethod
    def of(cls, words: EventWords, fact: Fact) -> Passage:
        return cls(
            words.name, words.headline, words.published, fact.words, fact.passage, fact.place, fact.line, fact.column
        )

    @property
    def title(self) -> str:
        return self.headline or self.article

    @property
    def when(self) -> str:
        """The day or time of publication as readers see it: "2026-03-04 09:10"."""
        return self.published.replace("T", " ")

    @property
    def marked(self) -> Markup:
        """The passage as HTML, with the figure marked."""
        before, figure, after = self.passage.partition(self.words)
        return Markup("{}<mark>{}</mark>{}").format(before, figure, after) if figure else escape(self.passage)


@dataclass(frozen=True, slots=True)
class ReportedDifference:
    """Two passages whose figures differ. `newer` is the name of the newer article, "" if not known."""

    nature: Nature
    first: Passage
    second: Passage
    newer: str
    reason: str
    weight: float = 0.0  # probability, 0 to 1, that both state the same fact

    @classmethod
    def of(cls, difference: Difference, words: Sequence[EventWords]) -> ReportedDifference:
        first, second = words[difference.first_story], words[difference.second_story]
        return cls(
            difference.nature,
            Passage.of(first, difference.first),
            Passage.of(second, difference.second),
            "" if difference.newer is None else words[difference.newer].name,
            difference.reason,
            difference.probability,
        )

    @property
    def severity(self) -> Severity:
        return SEVERITY_OF_NATURE[self.nature]

    @property
    def message(self) -> str:
        first, second = self.first, self.second
        if self.nature is Nature.UPDATE:
            return f"{first.words} in {first.article}, {second.words} later in {second.article}: {self.reason}."
        return f"{first.words} in {first.article} and {second.words} in {second.article} seem to state the same thing."

    @property
    def question(self) -> str:
        if self.nature is Nature.UPDATE:
            return ""
        return f"Which is right, {self.first.words} or {self.second.words}, or are they two things?"


@dataclass(frozen=True, slots=True)
class ReportedEvent:
    """The stories of one event in order of publication, and the differences between them, contradictions first."""

    stories: tuple[EventWords, ...]
    differences: tuple[ReportedDifference, ...]

    @property
    def contradictions(self) -> int:
        return sum(difference.nature is Nature.CONTRADICTION for difference in self.differences)


def contradictions(events: Iterable[ReportedEvent]) -> int:
    """The number of contradictions in all events."""
    return sum(event.contradictions for event in events)


def describe(events: Sequence[ReportedEvent]) -> str:
    """ "2 events told by several articles: 1 contradiction, 3 updates"; "" without events."""
    if not events:
        return ""
    contradiction_count = contradictions(events)
    update_count = sum(len(event.differences) for event in events) - contradiction_count
    parts = [pluralize(contradiction_count, "contradiction")] if contradiction_count else ["no contradiction"]
    parts += [pluralize(update_count, "update")] if update_count else []
    return f"{pluralize(len(events), 'event')} told by several articles: {', '.join(parts)}"


def across_records(events: Iterable[ReportedEvent]) -> Iterator[dict[str, Any]]:
    """The records for findings.jsonl: one for each event and one for each of its differences."""
    for event in events:
        names = [story.name for story in event.stories]
        yield {"schema_version": SCHEMA_VERSION, "article": names[0], "kind": "event", "articles": names}
        for difference in event.differences:
            yield {
                "schema_version": SCHEMA_VERSION,
                "article": difference.first.article,
                "kind": "across",
                "nature": difference.nature.value,
                "severity": difference.severity.value,
                "message": difference.message,
                "question": difference.question,
                "reason": difference.reason,
                "newer": difference.newer or None,
                "passages": [_passage_record(passage) for passage in (difference.first, difference.second)],
            }


def _passage_record(passage: Passage) -> dict[str, Any]:
    return {
        "article": passage.article,
        "headline": passage.headline,
        "published": passage.published or None,
        "words": passage.words,
        "passage": passage.passage,
        "name": passage.place,
        "line": passage.line,
        "column": passage.column,
    }


def differences_table(events: Iterable[ReportedEvent]) -> Table:
    """The sheet "Across articles" of the workbook."""
    return Table("Across articles", DIFFERENCE_COLUMNS, list(_difference_rows(events)), {})


def across_csv(events: Iterable[ReportedEvent]) -> str:
    """The differences as CSV."""
    return as_csv(DIFFERENCE_COLUMNS, _difference_rows(events))


def _difference_rows(events: Iterable[ReportedEvent]) -> Iterator[list[Cell]]:
    for event in events:
        for difference in event.differences:
            sides: list[Cell] = []
            for side in (difference.first, difference.second):
                sides += [side.article, side.words, side.passage, side.place, side.when]
            yield [difference.severity.value, difference.nature.value, *sides, difference.newer,
                   difference.reason, difference.question]  # fmt: skip


def differences_section(events: Sequence[ReportedEvent], pages: Mapping[str, str]) -> dict[str, Any]:
    """The template values of the overview's section. `pages` maps an article's name to the relative URL of its page.

    `shown` has the most probable contradictions; `more` (the other contradictions) and `updates` are folded. Each is a
    list of events with some of their differences.
    """
    pairs = [(event, difference) for event in events for difference in event.differences]
    contradictory_pairs = [pair for pair in pairs if pair[1].nature is Nature.CONTRADICTION]
    contradictory_pairs.sort(key=lambda pair: -pair[1].weight)
    update_pairs = [pair for pair in pairs if pair[1].nature is Nature.UPDATE]
    return {
        "shown": _by_event(contradictory_pairs[:MAX_UNFOLDED_CONTRADICTIONS]),
        "more": _by_event(contradictory_pairs[MAX_UNFOLDED_CONTRADICTIONS:]),
        "more_count": len(contradictory_pairs[MAX_UNFOLDED_CONTRADICTIONS:]),
        "updates": _by_event(update_pairs),
        "updates_count": len(update_pairs),
        "agreeing": [(event, []) for event in events if not event.differences],
        "description": describe(events),
        "pages": pages,
    }


def _by_event(
    differences: Iterable[tuple[ReportedEvent, ReportedDifference]],
) -> list[tuple[ReportedEvent, list[ReportedDifference]]]:
    """The differences grouped by event, events in the order of their first difference."""
    grouped: dict[tuple[EventWords, ...], tuple[ReportedEvent, list[ReportedDifference]]] = {}
    for event, difference in differences:
        grouped.setdefault(event.stories, (event, []))[1].append(difference)
    return list(grouped.values())
