"""Reports: each writes one format of a sheet or a summary, and decides nothing.

They see what `checks` gives and the `Summary`; what a figure's place and mark are is answered once, in `marks`.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from checks.model import Sheet
from summarizer.reports.checked_file import Checked

if TYPE_CHECKING:
    from summarizer.pipeline.result import Summary


class Format(StrEnum):
    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"
    HTML = "html"
    MARKDOWN = "markdown"
    CSV = "csv"
    XLSX = "xlsx"
    SARIF = "sarif"
    JUNIT = "junit"
    GITHUB = "github"


SUFFIX = {
    ".txt": Format.TEXT,
    ".json": Format.JSON,
    ".jsonl": Format.JSONL,
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".md": Format.MARKDOWN,
    ".csv": Format.CSV,
    ".xlsx": Format.XLSX,
    ".sarif": Format.SARIF,
    ".xml": Format.JUNIT,
}


def format_of(path: Path) -> Format:
    """The format that a file's name asks for; ValueError with the names that can be used."""
    try:
        return SUFFIX[path.suffix.lower()]
    except KeyError:
        raise ValueError(
            f"{path}: its ending names no format; use {', '.join(SUFFIX)}, or say which with --format."
        ) from None


FOR_ONE = (Format.JSON, Format.HTML)  # these describe one article
ROWS = (Format.CSV, Format.XLSX, Format.SARIF, Format.JUNIT, Format.GITHUB)  # rows of findings: of one article or many


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
    """The report of a summary and of its article's sheet. `rejected`: the text also says what was thrown away.

    `form` is none of ROWS: those have no place for a summary.
    """
    if form in (Format.JSON, Format.JSONL):
        from summarizer.reports.data import summary_data, to_json, to_json_lines

        data = summary_data(summary, sheet, name)
        return to_json(data) if form is Format.JSON else to_json_lines([data])
    if form is Format.HTML:
        from summarizer.reports.page import sheet_page

        return sheet_page(sheet, name, summary=summary)
    if form is Format.MARKDOWN:
        from summarizer.reports.markdown import sheet_markdown

        return sheet_markdown(sheet, name, summary=summary, rejected=rejected)
    from summarizer.reports.terminal import summary_text

    return summary_text(summary, sheet, name, rejected=rejected, width=width, colour=colour)


def written(
    sheet: Sheet,
    form: Format,
    name: str,
    *,
    source_name: str = "",
    has_lines: bool = True,
    width: int = 100,
    colour: bool = False,
) -> str | bytes:
    """The report of a sheet; bytes where it is a workbook.

    `width` and `colour` are a terminal's; other formats do not know them.
    """
    if form in ROWS:
        return all_written([Checked(name, sheet, has_lines=has_lines)], form)
    if form is Format.JSON:
        from summarizer.reports.data import sheet_data, to_json

        return to_json(sheet_data(sheet, name, source_name))
    if form is Format.JSONL:
        from summarizer.reports.data import finding_records, to_json_lines

        return to_json_lines(finding_records(sheet, name))
    if form is Format.HTML:
        from summarizer.reports.page import sheet_page

        return sheet_page(sheet, name, source_name=source_name)
    if form is Format.MARKDOWN:
        from summarizer.reports.markdown import sheet_markdown

        return sheet_markdown(sheet, name, source_name=source_name)
    from summarizer.reports.terminal import sheet_text

    return sheet_text(sheet, name, source_name=source_name, width=width, colour=colour)


def all_written(rows: Sequence[Checked], form: Format, *, width: int = 100, colour: bool = False) -> str | bytes:
    """The report of several files; `form` is none of FOR_ONE.

    As text, a file that could not be read is left out: the command says so on standard error.
    """
    if form is Format.CSV:
        from summarizer.reports.tables import findings_csv

        return findings_csv(rows)
    if form is Format.XLSX:
        from summarizer.reports.tables import findings_xlsx

        return findings_xlsx(rows)
    if form is Format.SARIF:
        from summarizer.reports.sarif import sarif
        from summarizer.reports.version import version

        return sarif(rows, version())
    if form is Format.JUNIT:
        from summarizer.reports.junit import junit

        return junit(rows)
    if form is Format.GITHUB:
        from summarizer.reports.github import github

        return github(rows)
    if form is Format.JSONL:
        from summarizer.reports.data import finding_records, to_json_lines, unreadable_record

        return "".join(
            to_json_lines(finding_records(row.sheet, row.name))
            if row.sheet
            else to_json_lines([unreadable_record(row.name, row.unreadable)])
            for row in rows
        )
    sheets = (written(row.sheet, form, row.name, width=width, colour=colour) for row in rows if row.sheet)
    return "\n".join(map(str, sheets))
