"""Reports: each writes one format of a sheet or a summary, and decides nothing.

They see `checks.model` and the `Summary`; what a figure's place and mark are is answered once, in `marks`.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from checks.model import Sheet

if TYPE_CHECKING:
    from summarizer.summary import Summary


class Format(StrEnum):
    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"
    HTML = "html"


SUFFIX = {
    ".txt": Format.TEXT,
    ".json": Format.JSON,
    ".jsonl": Format.JSONL,
    ".html": Format.HTML,
    ".htm": Format.HTML,
}


def format_of(path: Path) -> Format:
    """The format that a file's name asks for; ValueError with the names that can be used."""
    try:
        return SUFFIX[path.suffix.lower()]
    except KeyError:
        raise ValueError(
            f"{path}: its ending names no format; use {', '.join(SUFFIX)}, or say which with --format."
        ) from None


def summary_written(
    summary: Summary,
    sheet: Sheet,
    form: Format,
    name: str,
    *,
    rejected: bool = False,
    width: int = 100,
    colour: bool = False,
) -> str:
    """The report of a summary and of its article's sheet. `rejected`: the text also says what was thrown away."""
    if form in (Format.JSON, Format.JSONL):
        from summarizer.reports.data import summary_data, to_json, to_json_lines

        data = summary_data(summary, sheet, name)
        return to_json(data) if form is Format.JSON else to_json_lines([data])
    if form is Format.HTML:
        from summarizer.reports.page import sheet_page

        return sheet_page(sheet, name, summary=summary)
    from summarizer.reports.terminal import summary_text

    return summary_text(summary, sheet, name, rejected=rejected, width=width, colour=colour)


def written(
    sheet: Sheet, form: Format, name: str, *, source_name: str = "", width: int = 100, colour: bool = False
) -> str:
    """The report of a sheet. `width` and `colour` are a terminal's; other formats do not know them."""
    if form is Format.JSON:
        from summarizer.reports.data import sheet_data, to_json

        return to_json(sheet_data(sheet, name, source_name))
    if form is Format.JSONL:
        from summarizer.reports.data import finding_records, to_json_lines

        return to_json_lines(finding_records(sheet, name))
    if form is Format.HTML:
        from summarizer.reports.page import sheet_page

        return sheet_page(sheet, name, source_name=source_name)
    from summarizer.reports.terminal import sheet_text

    return sheet_text(sheet, name, source_name=source_name, width=width, colour=colour)
