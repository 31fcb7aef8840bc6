"""Workflow commands of GitHub Actions: each finding becomes an annotation on its line.

https://docs.github.com/actions/using-workflows/workflow-commands-for-github-actions
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from checks.model import Finding, Severity
from summarizer.reports.annotations import Places, not_english
from summarizer.reports.checked_file import Checked
from summarizer.reports.escaping import visible

LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def github(rows: Iterable[Checked]) -> str:
    return "".join(f"{line}\n" for row in rows for line in _lines(row))


def _lines(row: Checked) -> Iterator[str]:
    if row.sheet is None:
        yield _command("error", {"file": row.name, "title": "unreadable"}, row.unreadable)
        return
    places = Places(row.sheet.article)
    for finding in row.sheet.findings:
        where = _where(finding, places) if row.has_lines else {}
        title = f"{finding.rule} {finding.code}"
        said = "\n".join(one for one in (finding.message, finding.arithmetic, finding.question) if one)
        yield _command(LEVELS[finding.severity], {"file": row.name, **where, "title": title}, said)
    if reason := not_english(row.sheet):
        yield _command("notice", {"file": row.name, "title": "not checked"}, reason)
    for failed in row.sheet.failures:
        yield _command("error", {"file": row.name, "title": failed.rule}, failed.error)


def _where(finding: Finding, places: Places) -> dict[str, str]:
    if not finding.spans:
        return {}
    span = finding.spans[0]
    start, (end_line, end_column) = places(span), places.end(span)
    where = {"line": str(start.line), "col": str(start.column)}
    return where | ({"endColumn": str(end_column)} if end_line == start.line else {})


def _command(level: str, properties: dict[str, str], message: str) -> str:
    given = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{level} {given}::{_data(message)}"


def _data(text: str) -> str:
    return visible(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
