"""The overview of a batch, as a web page and as a spreadsheet: a row per article, worst first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from checks.ledger import coverage
from checks.model import Severity, Sheet, State
from summarizer.reports.annotations import findings_worst_first, not_checked_reason, reader_note
from summarizer.reports.page import bar, headline, template_environment
from summarizer.reports.skipped_files import Skipped, SkipReason, describe_skipped
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
FILTERS = (  # kind of a row, CSS class, label on the page
    ("error", "error", "with an error"),
    ("warning", "warning", "with a warning only"),
    ("failed", "error", "with a failed check"),
    ("unread", "plain", "could not be read or checked"),
    ("foreign", "plain", "not in English"),
    ("clear", "tick", "with nothing in question"),
)


@dataclass(frozen=True, slots=True)
class OverviewRow:
    """The overview's data on one article; for an unreadable article, only its name and the reason."""

    name: str
    headline: str = ""
    severities: tuple[int, int, int] = (0, 0, 0)  # errors, warnings, notes
    ticks: int = 0
    states: tuple[int, int, int, int] = (0, 0, 0, 0)  # ticked, in question, alone, not checked
    bar: tuple[dict[str, Any], ...] = ()  # the states as shares of a bar, errors apart from warnings
    coverage: str = ""
    failures: int = 0
    first_message: str = ""  # the message of the most serious finding
    summary: str = ""
    unreadable: str = ""
    is_foreign: bool = False  # parsed, but not in English
    dismissed: int = 0
    page: str = ""  # relative URL of its page
    remote_notice: str = ""  # that the article was sent to another machine, for its summary

    def with_page(self, page: str) -> OverviewRow:
        return replace(self, page=page)

    def with_summary(self, summary: str, remote_notice: str = "") -> OverviewRow:
        notices = (self.remote_notice, remote_notice)
        return replace(self, summary=summary, remote_notice=" ".join(filter(None, notices)))

    def with_failure(self) -> OverviewRow:
        return replace(self, failures=self.failures + 1)

    @property
    def kinds(self) -> list[str]:
        """The filters that show this row; several may apply, but "clear" only alone."""
        errors, warnings, _ = self.severities
        applies = {
            "error": errors,
            "warning": warnings and not errors,
            "unread": self.unreadable and not self.is_foreign,
            "foreign": self.is_foreign,
            "failed": self.failures,
        }
        return [kind for kind, matches in applies.items() if matches] or ["clear"]

    def rank(self) -> tuple[Any, ...]:
        """Sort key: articles with errors, with warnings, with failed checks, unreadable ones, then the others."""
        errors, warnings, notes = self.severities
        return (-errors, -warnings, -self.failures, not self.unreadable, -notes, self.name)


def overview_row(name: str, sheet: Sheet) -> OverviewRow:
    """The row of a checked article."""
    findings = findings_worst_first(sheet)
    errors, warnings, notes = (sum(f.severity is severity for f in sheet.findings) for severity in Severity)
    ticked, question, alone, unchecked = (
        sheet.ledger.count(state) for state in (State.TICKED, State.IN_QUESTION, State.ALONE, State.NOT_CHECKED)
    )
    return OverviewRow(
        name,
        headline(sheet.article),
        (errors, warnings, notes),
        len(sheet.ticks),
        (ticked, question, alone, unchecked),
        tuple(bar(sheet)),
        coverage(sheet.ledger),
        len(sheet.failures),
        findings[0][1].message if findings else "",
        unreadable=not_checked_reason(sheet),
        dismissed=len(sheet.dismissed),
        remote_notice=_sent(sheet),
        is_foreign=bool(not_checked_reason(sheet)),
    )


def _sent(sheet: Sheet) -> str:
    """Where the article was sent so that its ties were read; "" if it stayed on this machine."""
    return reader_note(sheet) if sheet.reader and sheet.reader.host else ""


def overview_csv(rows: Sequence[OverviewRow]) -> str:
    """The rows as comma-separated values."""
    return as_csv(COLUMNS, _cells(rows))


def overview_xlsx(rows: Sequence[OverviewRow], records: Iterable[dict[str, Any]]) -> bytes:
    """The rows as a workbook, each linked to its article's page, with the findings on a second sheet.

    `records` are those of findings.jsonl; skipped files have no row.
    """
    links = {number: row.page for number, row in enumerate(rows) if row.page}
    rank = {row.name: number for number, row in enumerate(rows)}
    ranked_records = sorted(records, key=lambda record: rank.get(record["article"], len(rank)))
    return workbook([Table("Articles", COLUMNS, list(_cells(rows)), links), findings_table(ranked_records)])


def _cells(rows: Iterable[OverviewRow]) -> Iterator[list[Cell]]:
    for row in rows:
        yield [
            row.name,
            row.headline,
            *row.severities,
            row.ticks,
            sum(row.states),
            *row.states,
            row.failures,
            row.first_message,
            row.summary,
            row.unreadable,
            row.page,
            row.dismissed,
        ]


def overview_page(
    rows: Sequence[OverviewRow],
    name: str,
    records: Iterable[dict[str, Any]] = (),
    skipped: Sequence[Skipped] = (),
    *,
    as_of: str = "",
    workbook: bool = False,
) -> str:
    """The overview page. `records` are those of findings.jsonl; `as_of` says how recent the articles are.

    `workbook`: whether there is an overview.xlsx to link to.
    """
    count = Counter(kind for row in rows for kind in row.kinds)
    choices = [{"value": "all", "style": "plain", "count": len(rows), "words": "all"}]
    choices += [
        {"value": kind, "style": style, "count": count[kind], "words": words}
        for kind, style, words in FILTERS
        if count[kind]
    ]
    data = {
        "name": name,
        "workbook": workbook,
        "version": version(),
        "as_of": as_of,
        "dismissed": sum(row.dismissed for row in rows),
        "skipped": skipped,
        "left": sum(entry.reason is SkipReason.STOPPED for entry in skipped),
        "skipped_description": describe_skipped(skipped),
        "rows": rows,
        "read": len(rows) - count["unread"] - count["foreign"],
        "choices": choices,
        "rules": _by_rule(records),
        "figures": sum(sum(row.states) for row in rows),
        "ticked": sum(row.states[0] for row in rows),
        "question": sum(row.states[1] for row in rows),
    }
    return template_environment().get_template("overview.html.j2").render(data)


def _by_rule(records: Iterable[dict[str, Any]]) -> list[tuple[str, int, int]]:
    """Per rule: its name, its number of errors and warnings, and of articles with one. Most frequent first."""
    findings = [r for r in records if r["kind"] == "finding" and r["severity"] != Severity.NOTE.value]
    counts = Counter(record["rule"] for record in findings)
    articles = Counter(rule for rule, _ in {(record["rule"], record["article"]) for record in findings})
    return sorted(((rule, count, articles[rule]) for rule, count in counts.items()), key=lambda row: (-row[1], row[0]))
