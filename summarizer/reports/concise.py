"""A line for each finding, `file:line:column: rule message [severity]`, as compilers and linters write them.

Editors, terminals and CI logs turn such lines into links.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from checks.model import Finding
from summarizer.reports.annotations import PlaceLocator, not_checked_reason, read_by, reader_note
from summarizer.reports.checked_file import CheckedFile
from summarizer.reports.escaping import visible


def concise(rows: Iterable[CheckedFile]) -> str:
    """The findings of each file in text order, and what could not be checked; nothing for a clean file.

    A file that was sent to a model on another machine always has a line that says so. In text extracted from a table,
    a feed or a message, the position of a finding is the line on which the row, the entry or the line of the message
    begins; in other extracted text a finding has no position.
    """
    return "".join(f"{line}\n" for row in rows for line in _lines(row))


def _lines(row: CheckedFile) -> Iterator[str]:
    name = _one_line(row.name)
    if row.sheet is None:
        yield f"{name}: {_one_line(row.unreadable)} [unreadable]"
        return
    places = PlaceLocator(row.sheet.article)
    file = _one_line(row.file)
    for finding in row.sheet.findings:
        position = _position(finding, places) if row.has_lines else _extracted_position(finding, row)
        reader = f" ({_one_line(read_by(finding))})" if read_by(finding) else ""
        yield f"{file}:{position} {finding.rule} {_one_line(finding.message)}{reader} [{finding.severity.value}]"
    if reason := not_checked_reason(row.sheet):
        yield f"{name}: {_one_line(reason)} [not checked]"
    for failure in row.sheet.failures:
        yield f"{name}: {failure.rule} {_one_line(failure.error)} [failed]"
    if row.sheet.reader and row.sheet.reader.host:
        yield f"{name}: {_one_line(reader_note(row.sheet))} [sent]"


def _position(finding: Finding, places: PlaceLocator) -> str:
    if not finding.spans:
        return ""
    place = places(finding.spans[0])
    return f"{place.line}:{place.column}:"


def _extracted_position(finding: Finding, row: CheckedFile) -> str:
    """The position of a finding in extracted text, at the beginning of a line; "" if the line is not known."""
    line = row.line(finding.spans[0]) if finding.spans else None
    return f"{line}:1:" if line else ""


def _one_line(text: str) -> str:
    return visible(" ".join(text.split()))
