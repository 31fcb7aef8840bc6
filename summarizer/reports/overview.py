"""A batch in one view: a row an article, the worst first, as a web page and as a spreadsheet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from checks.ledger import coverage
from checks.model import Severity, Sheet, State
from summarizer.reports.annotations import not_english, worst_first
from summarizer.reports.page import bar, environment, headline
from summarizer.reports.skipped_files import Passed, Why, passed_in_words
from summarizer.reports.tables import Cell, Table, as_csv, findings_table, workbook
from summarizer.reports.version import version

COLUMNS = (
    "article",
    "headline",
    "errors",
    "warnings",
    "notes",
    "ticks",
    "figures",
    "ticked",
    "in question",
    "alone",
    "not checked",
    "failed checks",
    "first finding",
    "summary",
    "unreadable",
    "page",
    "dismissed",
)
CHOICES = (  # kind of a row, its colour, what the overview calls it
    ("error", "error", "with an error"),
    ("warning", "warning", "with a warning only"),
    ("failed", "error", "with a failed check"),
    ("unread", "plain", "could not be read or checked"),
    ("foreign", "plain", "not in English"),
    ("clear", "tick", "with nothing in question"),
)


@dataclass(frozen=True, slots=True)
class Row:
    """What the overview says of one article; of an unreadable one only its name and the reason."""

    name: str
    headline: str = ""
    severities: tuple[int, int, int] = (0, 0, 0)  # errors, warnings, notes
    ticks: int = 0
    states: tuple[int, int, int, int] = (0, 0, 0, 0)  # ticked, in question, alone, not checked
    bar: tuple[dict[str, Any], ...] = ()  # the same as shares, with what an error ties apart
    coverage: str = ""
    failures: int = 0
    first: str = ""  # the message of the gravest finding
    summary: str = ""
    unreadable: str = ""
    foreign: bool = False  # read, and not in English
    dismissed: int = 0
    page: str = ""  # where its page is, as seen from the overview

    def at(self, page: str) -> Row:
        return replace(self, page=page)

    def saying(self, summary: str) -> Row:
        return replace(self, summary=summary)

    def failed(self) -> Row:
        return replace(self, failures=self.failures + 1)

    @property
    def kinds(self) -> list[str]:
        """What the overview can be narrowed to; an article may be several, but "clear" only alone."""
        errors, warnings, _ = self.severities
        found = {
            "error": errors,
            "warning": warnings and not errors,
            "unread": self.unreadable and not self.foreign,
            "foreign": self.foreign,
            "failed": self.failures,
        }
        return [kind for kind, holds in found.items() if holds] or ["clear"]

    def rank(self) -> tuple[Any, ...]:
        """Sorts the worst first; after those with errors and warnings comes what could not be read or checked."""
        errors, warnings, notes = self.severities
        return (-errors, -warnings, -self.failures, not self.unreadable, -notes, self.name)


def row_of(name: str, sheet: Sheet) -> Row:
    findings = worst_first(sheet)
    errors, warnings, notes = (sum(f.severity is severity for f in sheet.findings) for severity in Severity)
    ticked, question, alone, unchecked = (
        sheet.ledger.count(state) for state in (State.TICKED, State.IN_QUESTION, State.ALONE, State.NOT_CHECKED)
    )
    return Row(
        name,
        headline(sheet.article),
        (errors, warnings, notes),
        len(sheet.ticks),
        (ticked, question, alone, unchecked),
        tuple(bar(sheet)),
        coverage(sheet.ledger),
        len(sheet.failures),
        findings[0][1].message if findings else "",
        unreadable=not_english(sheet),
        dismissed=len(sheet.dismissed),
        foreign=bool(not_english(sheet)),
    )


def overview_csv(rows: Sequence[Row]) -> str:
    """The rows for a spreadsheet."""
    return as_csv(COLUMNS, _cells(rows))


def overview_xlsx(rows: Sequence[Row], records: Iterable[dict[str, Any]]) -> bytes:
    """The same as a workbook, each row with a link to its article's page, and the findings on a second sheet.

    `records` are those of findings.jsonl; of what was not looked at there is no row.
    """
    links = {number: row.page for number, row in enumerate(rows) if row.page}
    rank = {row.name: number for number, row in enumerate(rows)}
    worst = sorted(records, key=lambda one: rank.get(one["article"], len(rank)))
    return workbook([Table("Articles", COLUMNS, list(_cells(rows)), links), findings_table(worst)])


def _cells(rows: Iterable[Row]) -> Iterator[list[Cell]]:
    for row in rows:
        yield [
            row.name,
            row.headline,
            *row.severities,
            row.ticks,
            sum(row.states),
            *row.states,
            row.failures,
            row.first,
            row.summary,
            row.unreadable,
            row.page,
            row.dismissed,
        ]


def overview_page(
    rows: Sequence[Row],
    name: str,
    records: Iterable[dict[str, Any]] = (),
    passed: Sequence[Passed] = (),
    *,
    as_of: str = "",
    workbook: bool = False,
) -> str:
    """`records` are those of findings.jsonl. `as_of` says of when the articles are.

    `workbook`: is there an overview.xlsx to link to?
    """
    count = Counter(kind for row in rows for kind in row.kinds)
    choices = [{"value": "all", "style": "plain", "count": len(rows), "words": "all"}]
    choices += [
        {"value": kind, "style": style, "count": count[kind], "words": words}
        for kind, style, words in CHOICES
        if count[kind]
    ]
    data = {
        "name": name,
        "workbook": workbook,
        "version": version(),
        "as_of": as_of,
        "dismissed": sum(row.dismissed for row in rows),
        "passed": passed,
        "left": sum(one.why is Why.STOPPED for one in passed),
        "passed_in_words": passed_in_words(passed),
        "rows": rows,
        "read": len(rows) - count["unread"] - count["foreign"],
        "choices": choices,
        "rules": _by_rule(records),
        "figures": sum(sum(row.states) for row in rows),
        "ticked": sum(row.states[0] for row in rows),
        "question": sum(row.states[1] for row in rows),
    }
    return environment().get_template("overview.html.j2").render(data)


def _by_rule(records: Iterable[dict[str, Any]]) -> list[tuple[str, int, int]]:
    """Rule, its errors and warnings, the articles that have one; the rule that is raised most comes first."""
    raised = [one for one in records if one["kind"] == "finding" and one["severity"] != Severity.NOTE.value]
    times = Counter(one["rule"] for one in raised)
    articles = Counter(rule for rule, _ in {(one["rule"], one["article"]) for one in raised})
    return sorted(((rule, count, articles[rule]) for rule, count in times.items()), key=lambda one: (-one[1], one[0]))
