"""Workflow commands of GitHub Actions: an annotation on the line of each finding.

https://docs.github.com/actions/using-workflows/workflow-commands-for-github-actions
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from checks.model import Finding, Severity
from summarizer.reports.annotations import PlaceLocator, not_checked_reason, read_by, reader_note
from summarizer.reports.checked_file import CheckedFile
from summarizer.reports.escaping import visible

LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def github(rows: Iterable[CheckedFile]) -> str:
    """One command per line, for findings, unreadable files and failed rules."""
    return "".join(f"{line}\n" for row in rows for line in _lines(row))


def _lines(row: CheckedFile) -> Iterator[str]:
    if row.sheet is None:
        yield _command("error", {"file": row.name, "title": "unreadable"}, row.unreadable)
        return
    places = PlaceLocator(row.sheet.article)
    for finding in row.sheet.findings:
        position = _position(finding, places) if row.has_lines else {}
        title = f"{finding.rule} {finding.code}"
        message = "\n".join(filter(None, (finding.message, finding.arithmetic, finding.question, read_by(finding))))
        yield _command(LEVELS[finding.severity], {"file": row.name, **position, "title": title}, message)
    if reason := not_checked_reason(row.sheet):
        yield _command("notice", {"file": row.name, "title": "not checked"}, reason)
    if note := reader_note(row.sheet):
        yield _command("notice", {"file": row.name, "title": "reader"}, note)
    for failure in row.sheet.failures:
        yield _command("error", {"file": row.name, "title": failure.rule}, failure.error)


def _position(finding: Finding, places: PlaceLocator) -> dict[str, str]:
    if not finding.spans:
        return {}
    span = finding.spans[0]
    start, (end_line, end_column) = places(span), places.end(span)
    position = {"line": str(start.line), "col": str(start.column)}
    return position | ({"endColumn": str(end_column)} if end_line == start.line else {})


def _command(level: str, properties: dict[str, str], message: str) -> str:
    parameters = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{level} {parameters}::{_data(message)}"


def _data(text: str) -> str:
    return visible(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
