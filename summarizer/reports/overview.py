"""The overview of a batch, as a web page and as a spreadsheet: a row per article, worst first.

The page is one file. Its script searches, sorts and pages through the rows that are in it; the content security policy
allows this script and these styles by their hashes, and nothing else. Without scripts the page shows all rows, 50 to a
page, or those of one kind.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, NamedTuple

from markupsafe import Markup

from checks.ledger import coverage
from checks.model import Severity, Sheet, State
from summarizer.reports.annotations import findings_worst_first, not_checked_reason, reader_note
from summarizer.reports.findings_chart import findings_chart
from summarizer.reports.near_duplicates import group_similar, sketch
from summarizer.reports.page import TEMPLATES, bar, headline, template_environment
from summarizer.reports.since_last_run import CHANGED, NEW, ChangesSinceLastRun
from summarizer.reports.skipped_files import Skipped, SkipReason, describe_skipped
from summarizer.reports.story_differences import ReportedEvent, differences_section, differences_table
from summarizer.reports.tables import Cell, Table, as_csv, findings_table, workbook
from summarizer.reports.version import version

OVERVIEW_COLUMNS = (
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
    "model host",
    "near-identical to",
)
OVERVIEW_STYLE_SHEETS = ("page.css", "overview.css")
PAGE_ROWS = 50  # rows on a page of the overview
ROW_FILTERS = (  # kind of a row, CSS class, label on the page
    ("error", "error", "with an error"),
    ("warning", "warning", "with a warning only"),
    ("note", "note", "with a note only"),
    ("failed", "error", "with a failed check"),
    ("unread", "plain", "could not be read or checked"),
    ("foreign", "plain", "not in English"),
    ("clear", "tick", "with nothing in question"),
    (NEW, "plain", "new since the last run"),
    (CHANGED, "plain", "changed since the last run"),
)

OTHERS = ("unread", "foreign")  # kinds of rows whose articles were not checked


@dataclass(frozen=True, slots=True)
class OverviewRow:
    """The overview's data on one article; for an unreadable article, only its name and the reason."""

    name: str
    headline: str = ""
    severities: tuple[int, int, int] = (0, 0, 0)  # errors, warnings, notes
    ticks: int = 0
    states: tuple[int, int, int, int] = (0, 0, 0, 0)  # figures: ticked, in question, alone, not checked
    bar: tuple[dict[str, Any], ...] = ()  # the parts of the bar of states: see `page.bar`
    coverage: str = ""
    failures: int = 0
    first_message: str = ""  # the message of the most serious finding
    summary: str = ""
    unreadable: str = ""
    is_foreign: bool = False  # parsed, but not in English
    dismissed: int = 0
    page: str = ""  # relative URL of its page
    model_host: str = ""  # the other machine, if a model there was asked to summarise it or to read its ties
    remote_notice: str = ""  # a sentence that says that the article was sent there
    sketch: str = ""  # of its text: see `near_duplicates.sketch`

    def with_page(self, page: str) -> OverviewRow:
        return replace(self, page=page)

    def with_summary(self, summary: str, model_host: str = "", remote_notice: str = "") -> OverviewRow:
        hosts = dict.fromkeys(filter(None, (self.model_host, model_host)))  # the model that read its ties may have one
        notices = filter(None, (self.remote_notice, remote_notice))
        return replace(self, summary=summary, model_host=", ".join(hosts), remote_notice=" ".join(notices))

    def with_failure(self) -> OverviewRow:
        return replace(self, failures=self.failures + 1)

    @property
    def kinds(self) -> list[str]:
        """The kinds of ROW_FILTERS that this row belongs to: one or several, or only "clear"."""
        errors, warnings, notes = self.severities
        applies = {
            "error": errors,
            "warning": warnings and not errors,
            "note": notes and not errors and not warnings,
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
        model_host=sheet.reader.host if sheet.reader else "",
        remote_notice=_sent_notice(sheet),
        is_foreign=bool(not_checked_reason(sheet)),
        sketch=sketch(sheet.article.text),
    )


def near_identical(rows: Sequence[OverviewRow]) -> dict[str, str]:
    """Maps the name of each article with nearly the same wording as a row above it to that row's name.

    Worse rows are to come first.
    """
    leads = group_similar([row.sketch for row in rows])
    return {row.name: rows[lead].name for row, lead in zip(rows, leads, strict=True) if rows[lead] is not row}


def _sent_notice(sheet: Sheet) -> str:
    """Where the article was sent to have its ties read; "" if it was not."""
    return reader_note(sheet) if sheet.reader and sheet.reader.host else ""


def overview_csv(rows: Sequence[OverviewRow], copies: dict[str, str]) -> str:
    """The rows as CSV; `copies` are those of `near_identical`."""
    return as_csv(OVERVIEW_COLUMNS, _cells(rows, copies))


def overview_xlsx(
    rows: Sequence[OverviewRow],
    copies: dict[str, str],
    records: Iterable[dict[str, Any]],
    events: Sequence[ReportedEvent] = (),
) -> bytes:
    """The rows as a workbook, each linked to its article's page, with the findings on a second sheet.

    Differences between the stories of an event are on a third sheet, if there are any.

    `copies` are those of `near_identical`, `records` those of findings.jsonl; skipped files have no row.
    """
    links = {number: row.page for number, row in enumerate(rows) if row.page}
    rank = {row.name: number for number, row in enumerate(rows)}
    ranked_records = sorted(records, key=lambda record: rank.get(record["article"], len(rank)))
    tables = [Table("Articles", OVERVIEW_COLUMNS, list(_cells(rows, copies)), links), findings_table(ranked_records)]
    return workbook([*tables, *([differences_table(events)] if any(event.differences for event in events) else [])])


def _cells(rows: Iterable[OverviewRow], copies: dict[str, str]) -> Iterator[list[Cell]]:
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
            row.model_host,
            copies.get(row.name, ""),
        ]


class CopyGroup(NamedTuple):
    """An article, and the articles below it with nearly the same wording."""

    row: OverviewRow
    copies: list[OverviewRow]


def group_copies(rows: Sequence[OverviewRow], copies: dict[str, str]) -> list[CopyGroup]:
    """The rows with their copies, in the order of the rows."""
    groups = {row.name: CopyGroup(row, []) for row in rows if row.name not in copies}
    for row in rows:
        if row.name in copies:
            groups[copies[row.name]].copies.append(row)
    return list(groups.values())


def overview_page(
    rows: Sequence[OverviewRow],
    name: str,
    records: Sequence[dict[str, Any]] = (),
    skipped: Sequence[Skipped] = (),
    *,
    copies: dict[str, str] | None = None,
    events: Sequence[ReportedEvent] = (),
    as_of: str = "",
    workbook: bool = False,
    reading: str = "",
    changes: ChangesSinceLastRun | None = None,
) -> str:
    """The overview page. `records` are those of findings.jsonl; `as_of` says how recent the articles are.

    `copies` are those of `near_identical`, `events` those that several articles cover. `workbook`: whether there is an
    overview.xlsx to link to. `reading` says how ties were read. `changes` are those since the last run, None on a first
    one.
    """
    changes = changes or ChangesSinceLastRun()
    kinds = {row.name: [*row.kinds, *filter(None, [changes.kind(row.name)])] for row in rows}
    count = Counter(kind for row_kinds in kinds.values() for kind in row_kinds)
    choices = [{"value": "all", "style": "plain", "count": len(rows), "words": "all"}]
    choices += [
        {"value": kind, "style": style, "count": count[kind], "words": words}
        for kind, style, words in ROW_FILTERS
        if count[kind]
    ]
    groups = group_copies(rows, copies or {})
    styles, script = _styles(), _script()
    data = {
        "name": name,
        "workbook": workbook,
        "version": version(),
        "as_of": as_of,
        "reading": reading,
        "changes": changes,
        "kinds": kinds,
        "dismissed_count": sum(row.dismissed for row in rows),
        "skipped": skipped,
        "unfinished_count": sum(entry.reason is SkipReason.STOPPED for entry in skipped),
        "skipped_description": describe_skipped(skipped),
        "rows": rows,
        "pages": [groups[first : first + PAGE_ROWS] for first in range(0, len(groups), PAGE_ROWS)],
        "page_rows": PAGE_ROWS,
        "copy_count": len(copies or {}),
        "across": differences_section(events, {row.name: row.page for row in rows if row.page}),
        "hosts": sorted({row.model_host for row in rows if row.model_host}),
        "checked_count": len(rows) - count["unread"] - count["foreign"],
        "not_checked": [f"{count[kind]:,} {words}" for kind, _, words in ROW_FILTERS if kind in OTHERS and count[kind]],
        "choices": choices,
        "chart": findings_chart(records),
        "rules_by_article": _rules_by_article(records),
        "rank_by_article": {row.name: rank for rank, row in enumerate(rows)},
        "figure_count": sum(sum(row.states) for row in rows),
        "ticked_count": sum(row.states[0] for row in rows),
        "question_count": sum(row.states[1] for row in rows),
        "styles": styles,
        "script": script,
        "styles_hash": _content_hash(styles),
        "script_hash": _content_hash(script),
    }
    return template_environment().get_template("overview.html.j2").render(data)


def _rules_by_article(records: Iterable[dict[str, Any]]) -> dict[str, str]:
    """Maps each article with findings to their rules, separated by spaces."""
    rules: dict[str, dict[str, None]] = defaultdict(dict)
    for record in records:
        if record["kind"] == "finding":
            rules[record["article"]][record["rule"]] = None
    return {name: " ".join(found) for name, found in rules.items()}


@cache
def _styles() -> Markup:
    """The content of the style element."""
    return Markup("".join(f"\n{(TEMPLATES / name).read_text(encoding='utf-8')}" for name in OVERVIEW_STYLE_SHEETS))


@cache
def _script() -> Markup:
    """The content of the script element."""
    return Markup("\n" + (TEMPLATES / "overview.js").read_text(encoding="utf-8"))


def _content_hash(content: str) -> str:
    """The source expression with which a content security policy allows an element with this content."""
    return f"sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}"
