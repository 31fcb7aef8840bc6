"""Findings as a spreadsheet: comma-separated values (CSV) or an Excel workbook.

No spreadsheet program evaluates words of an article as formulas: in a workbook every cell is typed as text or number;
in CSV, where the program guesses the type, a text that looks like a formula gets a leading apostrophe.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from checks.model import Figure, Sheet
from summarizer.reports.annotations import PlaceLocator, ledger_label
from summarizer.reports.checked_file import CheckedFile
from summarizer.reports.data import exact_decimal, finding_records, unreadable_record
from summarizer.reports.escaping import visible

Cell = str | int | None

FINDING_COLUMNS = (
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
    "read by",
)
TICK_COLUMNS = ("article", "where", "words", "message", "arithmetic", "rule", "code")
FIGURE_COLUMNS = ("article", "where", "figure", "kind", "value", "state", "why not checked", "rules")

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_TRIMMED = " \u00a0\u200b\u2060\ufeff"  # some programs trim these before they interpret a cell
_MAX_CELL_LENGTH = 32_000  # characters; Excel allows 32,767 in a cell
_MAX_LINK_LENGTH = 255  # characters of a link's text
_DEFAULT_COLUMN_WIDTH = 11  # characters
_COLUMN_WIDTHS = {  # characters
    "message": 60,
    "ask": 50,
    "why": 30,
    "could be": 30,
    "first finding": 60,
    "summary": 60,
    "headline": 50,
    "page": 40,
    "near-identical to": 28,
    "passage": 60,
    "other passage": 60,
    "other article": 40,
    "other words": 28,
    "newer": 40,
    "model host": 24,
    "article": 40,
    "words": 28,
    "figure": 28,
    "where": 10,
    "unreadable": 40,
    "why not checked": 40,
    "rule": 20,
}
_SEVERITY_COLOURS = {"error": "#A3160F", "warning": "#7A4F00", "note": "#24507F"}
_CREATED = datetime(2000, 1, 1)  # fixed, so that the same input gives the same bytes


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet of a workbook. `links` maps a row number (from 0) to the file that its first cell opens."""

    name: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    links: dict[int, str]


def findings_csv(rows: Iterable[CheckedFile]) -> str:
    """The findings of these files as CSV."""
    return as_csv(FINDING_COLUMNS, finding_rows(_records(rows)))


def has_workbooks() -> bool:
    """Whether XlsxWriter is installed."""
    from importlib.util import find_spec

    return find_spec("xlsxwriter") is not None


def findings_xlsx(rows: Sequence[CheckedFile]) -> bytes:
    """A workbook of findings, ticks and figures; requires `has_workbooks()`."""
    sheets = [(row.name, row.sheet) for row in rows if row.sheet]
    return workbook(
        [
            findings_table(_records(rows)),
            Table("Ticked", TICK_COLUMNS, [line for name, sheet in sheets for line in _tick_rows(name, sheet)], {}),
            Table(
                "Figures", FIGURE_COLUMNS, [line for name, sheet in sheets for line in _figure_rows(name, sheet)], {}
            ),
        ]
    )


def findings_table(records: Iterable[dict[str, Any]]) -> Table:
    """The sheet "Findings" of a workbook."""
    return Table("Findings", FINDING_COLUMNS, list(finding_rows(records)), {})


def finding_rows(records: Iterable[dict[str, Any]]) -> Iterator[list[Cell]]:
    """A row for each record of findings.jsonl about a finding, or about something that could not be checked.

    The severity of the latter is the kind of the record: "failure" for a failed rule, "unreadable", "skipped", or
    "reader" for what a model that read ties contributed. The last cell of a finding is the model that read its tie.
    """
    for record in records:
        if record["kind"] in ("dismissed", "sent", "event", "across"):
            continue
        if record["kind"] == "finding":
            place = record["places"][0] if record["places"] else {"name": "", "line": None, "column": None}
            yield [
                record["article"],
                record["severity"],
                place["name"],
                " · ".join(place["words"] for place in record["places"]),
                record["message"],
                record["arithmetic"],
                " or ".join(record["repairs"]),
                record["question"],
                record["rule"],
                record["code"],
                place["line"],
                place["column"],
                (record["relation"] or {}).get("reader", ""),
            ]
        else:
            reason = record.get("reason") or record.get("error", "")
            if not reason:
                continue  # the model that read ties contributed nothing
            yield [
                record["article"],
                record["kind"],
                "",
                "",
                reason,
                "",
                "",
                "",
                record.get("rule", ""),
                "",
                None,
                None,
                "",
            ]


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """The rows as CSV with a header line."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(columns)
    table.writerows([safe(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return out.getvalue()


def safe(cell: str) -> str:
    """The text of a CSV cell, with a leading apostrophe if it looks like a formula."""
    text = visible(cell)
    return f"'{text}" if text.lstrip(_TRIMMED).startswith(_FORMULA_STARTS) else text


def workbook(tables: Iterable[Table]) -> bytes:
    """An Excel workbook with a sheet per table. Requires `has_workbooks()`."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"author": "Copydesk", "created": _CREATED})
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    head = book.add_format({"bold": True, "bottom": 2, "valign": "top"})
    link = book.add_format({"text_wrap": True, "valign": "top", "font_color": "#1F4F8F", "underline": 1})
    severity_formats = {
        word: book.add_format({"bold": True, "font_color": colour, "valign": "top"})
        for word, colour in _SEVERITY_COLOURS.items()
    }
    for table in tables:
        sheet = book.add_worksheet(table.name)
        sheet.freeze_panes(1, 1)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)  # one page wide, as many pages long as needed
        sheet.repeat_rows(0)
        sheet.autofilter(0, 0, max(1, len(table.rows)), len(table.columns) - 1)
        for column, title in enumerate(table.columns):
            sheet.set_column(column, column, _COLUMN_WIDTHS.get(title, _DEFAULT_COLUMN_WIDTH))
            sheet.write_string(0, column, title, head)
        for index, row in enumerate(table.rows):
            for column, cell in enumerate(row):
                if isinstance(cell, int):
                    sheet.write_number(index + 1, column, cell, plain)
                elif column == 0 and index in table.links:
                    text = visible(str(cell))[:_MAX_LINK_LENGTH]
                    sheet.write_url(index + 1, 0, f"external:{table.links[index]}", link, text)
                elif cell:
                    text = visible(cell)
                    text = text if len(text) <= _MAX_CELL_LENGTH else f"{text[:_MAX_CELL_LENGTH]} …"
                    sheet.write_string(index + 1, column, text, severity_formats.get(cell, plain))
    book.close()
    return out.getvalue()


def _records(rows: Iterable[CheckedFile]) -> Iterator[dict[str, Any]]:
    for row in rows:
        if row.sheet:
            yield from finding_records(row.sheet, row.name)
        else:
            yield unreadable_record(row.name, row.unreadable)


def _tick_rows(name: str, sheet: Sheet) -> Iterator[list[Cell]]:
    places = PlaceLocator(sheet.article)
    for tick in sheet.ticks:
        tick_places = [places(span) for span in tick.spans]
        first_place = tick_places[0].name if tick_places else ""
        words = " · ".join(place.words for place in tick_places)
        yield [name, first_place, words, tick.message, tick.arithmetic, tick.rule, tick.code]


def _figure_rows(name: str, sheet: Sheet) -> Iterator[list[Cell]]:
    for entry in sheet.ledger.entries:
        item = entry.item
        kind, value = (item.kind.value, exact_decimal(item.value)) if isinstance(item, Figure) else ("date", item.timex)
        label = ledger_label(sheet.article, item)
        yield [name, entry.place, label, kind, value, entry.state.value, entry.reason, ", ".join(entry.rules)]
