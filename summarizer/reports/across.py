"""Reports what the stories of a batch say about one another: events that several tell of, and figures that differ.

The same data as records for findings.jsonl, as rows of a spreadsheet, and for the section of the overview.
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

COLUMNS = (
    "severity", "what", "article", "words", "passage", "where", "published",
    "other article", "other words", "other passage", "other where", "other published", "newer", "why", "ask",
)  # fmt: skip
SHOWN_CONTRADICTIONS = 5  # that the overview shows open, the weightiest
SEVERITY = {Nature.CONTRADICTION: Severity.WARNING, Nature.UPDATE: Severity.NOTE}


@dataclass(frozen=True, slots=True)
class Passage:
    """One side of a difference: what an article states, and where."""

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
        """The day or time of publication as shown: "2026-03-04 09:10"."""
        return self.published.replace("T", " ")

    @property
    def marked(self) -> Markup:
        """The passage as HTML, with the figure marked."""
        before, figure, after = self.passage.partition(self.words)
        return Markup("{}<mark>{}</mark>{}").format(before, figure, after) if figure else escape(self.passage)


@dataclass(frozen=True, slots=True)
class ReportedDifference:
    """Two passages whose figures differ. `newer` is the newer article's name, "" where that is not known."""

    nature: Nature
    first: Passage
    second: Passage
    newer: str
    reason: str
    weight: float = 0.0  # how likely both state one fact, between 0 and 1

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
        return SEVERITY[self.nature]

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
    """Stories of one event in order of publication, and what differs between them, contradictions first."""

    stories: tuple[EventWords, ...]
    differences: tuple[ReportedDifference, ...]

    @property
    def contradictions(self) -> int:
        return sum(difference.nature is Nature.CONTRADICTION for difference in self.differences)


def contradictions(events: Iterable[ReportedEvent]) -> int:
    return sum(event.contradictions for event in events)


def describe(events: Sequence[ReportedEvent]) -> str:
    """ "2 events told by several articles: 1 contradiction, 3 updates"; "" without events."""
    if not events:
        return ""
    found = contradictions(events)
    updates = sum(len(event.differences) for event in events) - found
    parts = [pluralize(found, "contradiction")] if found else ["no contradiction"]
    parts += [pluralize(updates, "update")] if updates else []
    return f"{pluralize(len(events), 'event')} told by several articles: {', '.join(parts)}"


def across_records(events: Iterable[ReportedEvent]) -> Iterator[dict[str, Any]]:
    """For findings.jsonl: a record for each event and for each difference."""
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


def across_table(events: Iterable[ReportedEvent]) -> Table:
    """The sheet "Across articles" of the workbook."""
    return Table("Across articles", COLUMNS, list(_rows(events)), {})


def across_csv(events: Iterable[ReportedEvent]) -> str:
    """The differences as comma-separated values."""
    return as_csv(COLUMNS, _rows(events))


def _rows(events: Iterable[ReportedEvent]) -> Iterator[list[Cell]]:
    for event in events:
        for difference in event.differences:
            sides: list[Cell] = []
            for side in (difference.first, difference.second):
                sides += [side.article, side.words, side.passage, side.place, side.when]
            yield [difference.severity.value, difference.nature.value, *sides, difference.newer,
                   difference.reason, difference.question]  # fmt: skip


def across_section(events: Sequence[ReportedEvent], pages: Mapping[str, str]) -> dict[str, Any]:
    """What the template of the overview shows. `pages` has the relative address of each article's page.

    The weightiest contradictions are `shown`; `more` and `updates` are folded. Each is a list of events with some of
    their differences.
    """
    found = [(event, difference) for event in events for difference in event.differences]
    contradictory = [pair for pair in found if pair[1].nature is Nature.CONTRADICTION]
    contradictory.sort(key=lambda pair: -pair[1].weight)
    updates = [pair for pair in found if pair[1].nature is Nature.UPDATE]
    return {
        "shown": _by_event(contradictory[:SHOWN_CONTRADICTIONS]),
        "more": _by_event(contradictory[SHOWN_CONTRADICTIONS:]),
        "more_count": len(contradictory[SHOWN_CONTRADICTIONS:]),
        "updates": _by_event(updates),
        "updates_count": len(updates),
        "agreeing": [(event, []) for event in events if not event.differences],
        "description": describe(events),
        "pages": pages,
    }


def _by_event(
    differences: Iterable[tuple[ReportedEvent, ReportedDifference]],
) -> list[tuple[ReportedEvent, list[ReportedDifference]]]:
    """The events in order of their first difference, each with all of its differences."""
    grouped: dict[tuple[EventWords, ...], tuple[ReportedEvent, list[ReportedDifference]]] = {}
    for event, difference in differences:
        grouped.setdefault(event.stories, (event, []))[1].append(difference)
    return list(grouped.values())
