"""Reports: each writes one format of a sheet or a summary, and decides nothing.

They see `checks.model` and the `Summary`; what a figure's place and mark are is answered once, in `marks`.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from checks.model import Sheet


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
