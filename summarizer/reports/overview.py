"""A batch in one view: a row an article, the worst first, as a web page and as a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from checks.ledger import coverage
from checks.model import Severity, Sheet, State
from summarizer.reports.marks import worst_first
from summarizer.reports.page import environment, headline
from summarizer.reports.visible import visible

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
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Row:
    """What the overview says of one article; of an unreadable one only its name and the reason."""

    name: str
    headline: str = ""
    severities: tuple[int, int, int] = (0, 0, 0)  # errors, warnings, notes
    ticks: int = 0
    states: tuple[int, int, int, int] = (0, 0, 0, 0)  # ticked, in question, alone, not checked
    coverage: str = ""
    failures: int = 0
    first: str = ""  # the message of the gravest finding
    summary: str = ""
    unreadable: str = ""
    page: str = ""  # where its page is, as seen from the overview

    def at(self, page: str) -> Row:
        return replace(self, page=page)

    def saying(self, summary: str) -> Row:
        return replace(self, summary=summary)

    def failed(self) -> Row:
        return replace(self, failures=self.failures + 1)

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
        coverage(sheet.ledger),
        len(sheet.failures),
        findings[0][1].message if findings else "",
    )


def overview_csv(rows: Sequence[Row]) -> str:
    """The rows for a spreadsheet. Cells that a spreadsheet would run as a formula get an apostrophe in front."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(COLUMNS)
    for row in rows:
        cells = [
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
        ]
        table.writerow([_safe(cell) if isinstance(cell, str) else cell for cell in cells])
    return out.getvalue()


def _safe(cell: str) -> str:
    shown = visible(cell)
    return f"'{shown}" if shown.startswith(_FORMULA) else shown


def overview_page(rows: Sequence[Row], name: str) -> str:
    unreadable = sum(bool(row.unreadable) for row in rows)
    read = len(rows) - unreadable
    data = {
        "name": name,
        "rows": rows,
        "read": read,
        "unreadable": unreadable,
        "errors": sum(row.severities[0] > 0 for row in rows),
        "warnings": sum(row.severities[1] > 0 and not row.severities[0] for row in rows),
        "clear": sum(not row.severities[0] and not row.severities[1] and not row.unreadable for row in rows),
        "failed": sum(row.failures > 0 for row in rows),
        "figures": sum(sum(row.states) for row in rows),
        "ticked": sum(row.states[0] for row in rows),
        "question": sum(row.states[1] for row in rows),
    }
    return environment().get_template("overview.html.j2").render(data)
