"""Workflow commands of GitHub Actions, which annotate the line of each finding.

https://docs.github.com/actions/using-workflows/workflow-commands-for-github-actions
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from checks.model import Finding, Severity
from summarizer.reports.annotations import PlaceLocator, full_message, not_checked_reason, reader_note
from summarizer.reports.checked_file import CheckedFile
from summarizer.reports.escaping import visible

COMMAND_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def github(rows: Iterable[CheckedFile]) -> str:
    """A command on each line, for findings, unreadable files and failed rules; each names the file, not a row in it."""
    return "".join(f"{line}\n" for row in rows for line in _lines(row))


def _lines(row: CheckedFile) -> Iterator[str]:
    if row.sheet is None:
        yield _command("error", {"file": row.file, "title": "unreadable"}, row.unreadable)
        return
    places = PlaceLocator(row.sheet.article)
    for finding in row.sheet.findings:
        position = _position(finding, places) if row.has_lines else _extracted_position(finding, row)
        title = f"{finding.rule} {finding.code}"
        yield _command(
            COMMAND_LEVELS[finding.severity], {"file": row.file, **position, "title": title}, full_message(finding)
        )
    if reason := not_checked_reason(row.sheet):
        yield _command("notice", {"file": row.file, "title": "not checked"}, reason)
    if note := reader_note(row.sheet):
        yield _command("notice", {"file": row.file, "title": "reader"}, note)
    for failure in row.sheet.failures:
        yield _command("error", {"file": row.file, "title": failure.rule}, failure.error)


def _position(finding: Finding, places: PlaceLocator) -> dict[str, str]:
    if not finding.spans:
        return {}
    span = finding.spans[0]
    start, (end_line, end_column) = places(span), places.end(span)
    position = {"line": str(start.line), "col": str(start.column)}
    return position | ({"endColumn": str(end_column)} if end_line == start.line else {})


def _extracted_position(finding: Finding, row: CheckedFile) -> dict[str, str]:
    line = row.line(finding.spans[0]) if finding.spans else None
    return {"line": str(line)} if line else {}


def _command(level: str, properties: dict[str, str], message: str) -> str:
    parameters = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{level} {parameters}::{_data(message)}"


def _data(text: str) -> str:
    return visible(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
