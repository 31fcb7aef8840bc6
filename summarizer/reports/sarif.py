"""SARIF 2.1.0, which code hosts and editors display. https://docs.oasis-open.org/sarif/sarif/v2.1.0/"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from checks.explain import rule_docs
from checks.model import Finding, Severity, Span
from summarizer.reports.annotations import (
    PlaceLocator,
    full_message,
    not_checked_reason,
    reader_note,
    unique_fingerprints,
)
from summarizer.reports.checked_file import CheckedFile
from summarizer.reports.data import to_json

SARIF_SCHEMA_URL = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
SARIF_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}


def sarif(rows: Iterable[CheckedFile], version: str) -> str:
    """A SARIF log with one run over all files; unreadable files and failed rules are notifications of the run."""
    docs = rule_docs()
    rule_index = {doc.slug: position for position, doc in enumerate(docs)}
    results: list[dict[str, Any]] = []
    failures: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    for row in rows:
        if row.sheet is None:
            failures.append(_notification(row.file, row.unreadable))
            continue
        failures += [_notification(row.file, f"{failure.rule}: {failure.error}") for failure in row.sheet.failures]
        if reason := not_checked_reason(row.sheet):
            failures.append(_notification(row.file, reason))
        if note := reader_note(row.sheet):
            notes.append(_notification(row.file, note, "note"))
        places = PlaceLocator(row.sheet.article)
        identified = zip(row.sheet.findings, unique_fingerprints(row.sheet), strict=True)
        results += [_result(row, finding, identifier, places, rule_index) for finding, identifier in identified]
    rules = [
        {
            "id": doc.code,
            "name": doc.slug,
            "shortDescription": {"text": doc.summary},
            "fullDescription": {"text": doc.text},
        }
        for doc in docs
    ]
    run = {
        "tool": {"driver": {"name": "Copydesk", "version": version, "rules": rules}},
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": not failures, "toolExecutionNotifications": failures + notes}],
        "results": results,
    }
    return to_json({"$schema": SARIF_SCHEMA_URL, "version": "2.1.0", "runs": [run]})


def _result(
    row: CheckedFile, finding: Finding, identifier: str, places: PlaceLocator, rule_index: dict[str, int]
) -> dict[str, Any]:
    first, *others = finding.spans or (Span(0, 0),)
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "level": SARIF_LEVELS[finding.severity],
        "message": {"text": full_message(finding)},
        "locations": [_location(row, first, places)],
        "relatedLocations": [{"id": i, **_location(row, span, places)} for i, span in enumerate(others, 1)],
        "partialFingerprints": {"copydesk/v1": identifier},
    }
    if finding.rule in rule_index:
        result["ruleIndex"] = rule_index[finding.rule]
    return result


def _location(row: CheckedFile, span: Span, places: PlaceLocator) -> dict[str, Any]:
    """The location of a span; in extracted text, only the line of its row or entry, or no line if it is not known."""
    physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(row.file)}}
    place = places(span)
    if row.has_lines:
        end_line, end_column = places.end(span)
        start, last = (places.article.in_file(offset) for offset in (span.start, max(span.start, span.end - 1)))
        physical["region"] = {
            "startLine": place.line,
            "startColumn": place.column,
            "endLine": end_line,
            "endColumn": end_column,
            "charOffset": start,
            "charLength": last + (span.end > span.start) - start,
        }
    elif line := row.line(span):
        physical["region"] = {"startLine": line}
    return {"physicalLocation": physical, "message": {"text": f"{place.name}: {place.words}"}}


def _notification(name: str, text: str, level: str = "error") -> dict[str, Any]:
    location = {"physicalLocation": {"artifactLocation": {"uri": _uri(name)}}}
    return {"level": level, "message": {"text": text}, "locations": [location]}


def _uri(name: str) -> str:
    """A file name as a relative URI reference; a web address keeps its reserved characters.

    A name that is not UTF-8 is percent-encoded from its original bytes.
    """
    try:
        raw = name.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # not a file name: it has a surrogate that encodes no byte
        raw = name.encode("utf-8", "replace")
    return quote(raw, safe="/:?&=#%+,;@~!$'()*") if "://" in name else quote(raw)
