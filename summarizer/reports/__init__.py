"""Reports: each module renders sheets or summaries in one format and makes no decisions of its own.

`annotations` computes, for all formats, where a span is and which mark it is shown with.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, assert_never

from checks.model import Sheet
from summarizer.reports.checked_file import CheckedFile

if TYPE_CHECKING:
    from summarizer.pipeline.result import Summary


class Format(StrEnum):
    TEXT = "text"
    CONCISE = "concise"
    JSON = "json"
    JSONL = "jsonl"
    HTML = "html"
    MARKDOWN = "markdown"
    CSV = "csv"
    XLSX = "xlsx"
    SARIF = "sarif"
    JUNIT = "junit"
    GITHUB = "github"
    GITLAB = "gitlab"


FORMAT_BY_SUFFIX = {
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
    """The format that a file name's suffix stands for. Raises ValueError, which lists the known suffixes."""
    try:
        return FORMAT_BY_SUFFIX[path.suffix.lower()]
    except KeyError:
        raise ValueError(
            f"{path}: its ending names no format; use {', '.join(FORMAT_BY_SUFFIX)}, or say which with --format."
        ) from None


SINGLE_ARTICLE_FORMATS = (Format.JSON, Format.HTML)
"""A report in one of these formats covers a single article; in any other it may cover several files."""
QUIET_FORMATS = (Format.TEXT, Format.CONCISE)
"""These show totals or ticks as well as findings; `--quiet` leaves them out."""
FINDING_FORMATS = (
    Format.CONCISE,
    Format.CSV,
    Format.XLSX,
    Format.SARIF,
    Format.JUNIT,
    Format.GITHUB,
    Format.GITLAB,
)
"""These list findings only and have no place for a summary."""


def render_summary(
    summary: Summary,
    sheet: Sheet,
    report_format: Format,
    name: str,
    *,
    rejected: bool = False,
    width: int = 100,
    colour: bool = False,
) -> str:
    """The report of a summary and of its article's sheet; with `rejected`, text and Markdown list rejected sentences.

    `report_format` must not be one of FINDING_FORMATS, which have no place for a summary.
    """
    if report_format in (Format.JSON, Format.JSONL):
        from summarizer.reports.data import summary_data, to_json, to_json_lines

        data = summary_data(summary, sheet, name)
        return to_json(data) if report_format is Format.JSON else to_json_lines([data])
    if report_format is Format.HTML:
        from summarizer.reports.page import sheet_page

        return sheet_page(sheet, name, summary=summary)
    if report_format is Format.MARKDOWN:
        from summarizer.reports.markdown import sheet_markdown

        return sheet_markdown(sheet, name, summary=summary, rejected=rejected)
    from summarizer.reports.terminal import summary_text

    return summary_text(summary, sheet, name, rejected=rejected, width=width, colour=colour)


def render_sheet(
    sheet: Sheet,
    report_format: Format,
    name: str,
    *,
    source_name: str = "",
    has_lines: bool = True,
    line_starts: tuple[tuple[int, int], ...] = (),
    quiet: bool = False,
    width: int = 100,
    colour: bool = False,
) -> str | bytes:
    """The report of a sheet; bytes for a workbook, else text.

    `has_lines` and `line_starts` are those of `CheckedFile`. `width` (columns) and `colour` apply to text only. `quiet`
    applies to QUIET_FORMATS and leaves out ticks, ledger, dismissals and totals.
    """
    match report_format:
        case Format.TEXT:
            from summarizer.reports.terminal import sheet_text

            return sheet_text(sheet, name, source_name=source_name, quiet=quiet, width=width, colour=colour)
        case Format.JSON:
            from summarizer.reports.data import sheet_data, to_json

            return to_json(sheet_data(sheet, name, source_name))
        case Format.HTML:
            from summarizer.reports.page import sheet_page

            return sheet_page(sheet, name, source_name=source_name)
        case Format.MARKDOWN:
            from summarizer.reports.markdown import sheet_markdown

            return sheet_markdown(sheet, name, source_name=source_name)
        case _:
            row = CheckedFile(name, sheet, has_lines=has_lines, line_starts=line_starts)
            return render_files([row], report_format, quiet=quiet)


def render_files(
    rows: Sequence[CheckedFile], report_format: Format, *, quiet: bool = False, width: int = 100, colour: bool = False
) -> str | bytes:
    """The report of several files; `report_format` must not be one of SINGLE_ARTICLE_FORMATS.

    Text and Markdown leave out files that could not be read: the command reports them on standard error. Text also
    leaves out clean files. Text and concise lines end with totals, unless `quiet`.
    """
    match report_format:
        case Format.TEXT:
            return _sheets_text(rows, quiet, width, colour)
        case Format.CONCISE:
            from summarizer.reports.concise import concise
            from summarizer.reports.totals import totals

            return concise(rows) if quiet else f"{concise(rows)}{totals(rows)}\n"
        case Format.CSV:
            from summarizer.reports.tables import findings_csv

            return findings_csv(rows)
        case Format.XLSX:
            from summarizer.reports.tables import findings_xlsx

            return findings_xlsx(rows)
        case Format.SARIF:
            from summarizer.reports.sarif import sarif
            from summarizer.reports.version import version

            return sarif(rows, version())
        case Format.JUNIT:
            from summarizer.reports.junit import junit

            return junit(rows)
        case Format.GITHUB:
            from summarizer.reports.github import github

            return github(rows)
        case Format.GITLAB:
            from summarizer.reports.gitlab import gitlab

            return gitlab(rows)
        case Format.JSONL:
            from summarizer.reports.data import finding_records, to_json_lines, unreadable_record

            return "".join(
                to_json_lines(finding_records(row.sheet, row.name))
                if row.sheet
                else to_json_lines([unreadable_record(row.name, row.unreadable)])
                for row in rows
            )
        case Format.MARKDOWN:
            from summarizer.reports.markdown import sheet_markdown

            return "\n".join(sheet_markdown(row.sheet, row.name) for row in rows if row.sheet)
        case Format.JSON | Format.HTML:
            raise ValueError(f"A {report_format.value} report is about one article.")
        case _:
            assert_never(report_format)


def _sheets_text(rows: Sequence[CheckedFile], quiet: bool, width: int, colour: bool) -> str:
    """The sheets of the files that are not clean, and totals unless `quiet`."""
    from summarizer.reports.terminal import sheet_text
    from summarizer.reports.totals import is_clean, totals

    blocks = (
        sheet_text(row.sheet, row.name, quiet=quiet, width=width, colour=colour)
        for row in rows
        if row.sheet and not is_clean(row.sheet)
    )
    return "\n".join([*filter(None, blocks), *([] if quiet else [f"{totals(rows)}\n"])])
