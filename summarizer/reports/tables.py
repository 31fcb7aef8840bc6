"""Findings as rows of a spreadsheet: as comma-separated values, and as an Excel workbook.

What an article says is never run: in a workbook a cell is text or a number and nothing else; in comma-separated values,
where a spreadsheet guesses, a text that it would take for a formula has an apostrophe in front.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from checks.model import Figure, Sheet
from summarizer.reports.data import finding_records, number, unreadable_record
from summarizer.reports.annotations import Places, label
from summarizer.reports.checked_file import Checked
from summarizer.reports.escaping import visible

Cell = str | int | None

FINDINGS = (
    "article",
    "severity",
    "where",
    "words",
    "message",
    "why",
    "could be",
    "ask",
    "rule",
    "code",
    "line",
    "column",
)
TICKS = ("article", "where", "words", "message", "arithmetic", "rule", "code")
FIGURES = ("article", "where", "figure", "kind", "value", "state", "why not checked", "rules")

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_BLANK = " \u00a0\u200b\u2060\ufeff"  # some programs trim these before they look
_LONGEST = 32_000  # characters; a cell of a workbook holds 32,767
_WIDE = {"message": 60, "ask": 50, "why": 30, "could be": 30, "first finding": 60, "summary": 60, "headline": 50}
_WIDE |= {"article": 28, "words": 28, "figure": 28, "where": 10, "unreadable": 40, "why not checked": 40, "rule": 20}
_INK = {"error": "#A3160F", "warning": "#7A4F00", "note": "#24507F"}
_EPOCH = datetime(2000, 1, 1)  # the same input gives the same bytes


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet of a workbook. `links`: row number (from 0) to the file that its first cell opens."""

    name: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    links: dict[int, str]


def findings_csv(rows: Iterable[Checked]) -> str:
    return as_csv(FINDINGS, finding_rows(_records(rows)))


def has_workbooks() -> bool:
    """Is XlsxWriter installed?"""
    from importlib.util import find_spec

    return find_spec("xlsxwriter") is not None


def findings_xlsx(rows: Sequence[Checked]) -> bytes:
    """A workbook of findings, ticks and figures, where `has_workbooks`."""
    read = [(row.name, row.sheet) for row in rows if row.sheet]
    return workbook(
        [
            findings_table(_records(rows)),
            Table("Ticked", TICKS, [line for name, sheet in read for line in _ticks(name, sheet)], {}),
            Table("Figures", FIGURES, [line for name, sheet in read for line in _figures(name, sheet)], {}),
        ]
    )


def findings_table(records: Iterable[dict[str, Any]]) -> Table:
    return Table("Findings", FINDINGS, list(finding_rows(records)), {})


def finding_rows(records: Iterable[dict[str, Any]]) -> Iterator[list[Cell]]:
    """A row for each record of `data.finding_records`; what failed or could not be read has that for its severity.

    What somebody let stand is asked no more: it has none.
    """
    for one in records:
        if one["kind"] == "dismissed":
            continue
        if one["kind"] == "finding":
            place = one["places"][0] if one["places"] else {"name": "", "line": None, "column": None}
            yield [
                one["article"],
                one["severity"],
                place["name"],
                " · ".join(where["words"] for where in one["places"]),
                one["message"],
                one["arithmetic"],
                " or ".join(one["repairs"]),
                one["question"],
                one["rule"],
                one["code"],
                place["line"],
                place["column"],
            ]
        else:
            said = one.get("reason") or one.get("error", "")
            yield [one["article"], one["kind"], "", "", said, "", "", "", one.get("rule", ""), "", None, None]


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(columns)
    table.writerows([safe(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return out.getvalue()


def safe(cell: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    shown = visible(cell)
    return f"'{shown}" if shown.lstrip(_BLANK).startswith(_FORMULA) else shown


def workbook(tables: Iterable[Table]) -> bytes:
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"author": "Copydesk", "created": _EPOCH})
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    head = book.add_format({"bold": True, "bottom": 2, "valign": "top"})
    link = book.add_format({"text_wrap": True, "valign": "top", "font_color": "#1F4F8F", "underline": 1})
    inked = {word: book.add_format({"bold": True, "font_color": ink, "valign": "top"}) for word, ink in _INK.items()}
    for table in tables:
        sheet = book.add_worksheet(table.name)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, max(1, len(table.rows)), len(table.columns) - 1)
        for column, title in enumerate(table.columns):
            sheet.set_column(column, column, _WIDE.get(title, 11))
            sheet.write_string(0, column, title, head)
        for index, row in enumerate(table.rows):
            for column, cell in enumerate(row):
                if isinstance(cell, int):
                    sheet.write_number(index + 1, column, cell, plain)
                elif column == 0 and index in table.links:
                    sheet.write_url(index + 1, 0, f"external:{table.links[index]}", link, visible(str(cell))[:255])
                elif cell:
                    shown = visible(cell)
                    shown = shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]} …"
                    sheet.write_string(index + 1, column, shown, inked.get(cell, plain))
    book.close()
    return out.getvalue()


def _records(rows: Iterable[Checked]) -> Iterator[dict[str, Any]]:
    for row in rows:
        if row.sheet:
            yield from finding_records(row.sheet, row.name)
        else:
            yield unreadable_record(row.name, row.unreadable)


def _ticks(name: str, sheet: Sheet) -> Iterator[list[Cell]]:
    places = Places(sheet.article)
    for tick in sheet.ticks:
        found = [places(span) for span in tick.spans]
        where = found[0].name if found else ""
        words = " · ".join(one.words for one in found)
        yield [name, where, words, tick.message, tick.arithmetic, tick.rule, tick.code]


def _figures(name: str, sheet: Sheet) -> Iterator[list[Cell]]:
    for entry in sheet.ledger.entries:
        item = entry.item
        kind, value = (item.kind.value, number(item.value)) if isinstance(item, Figure) else ("date", item.timex)
        shown = label(sheet.article, item)
        yield [name, entry.place, shown, kind, value, entry.state.value, entry.reason, ", ".join(entry.rules)]
