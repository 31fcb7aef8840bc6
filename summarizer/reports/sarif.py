"""SARIF 2.1.0, which code hosts and editors show beside the text. https://docs.oasis-open.org/sarif/sarif/v2.1.0/"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from checks.explain import rule_docs
from checks.fingerprint import fingerprint
from checks.model import Finding, Severity, Span
from summarizer.reports.data import to_json
from summarizer.reports.annotations import Places, not_english
from summarizer.reports.checked_file import Checked

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}


def sarif(rows: Iterable[Checked], version: str) -> str:
    """One run over all files. A file that could not be read, or a rule that failed, is a notification of the run."""
    docs = rule_docs()
    index = {doc.slug: place for place, doc in enumerate(docs)}
    results: list[dict[str, Any]] = []
    failures: list[dict[str, Any]] = []
    for row in rows:
        if row.sheet is None:
            failures.append(_notification(row.name, row.unreadable))
            continue
        failures += [_notification(row.name, f"{one.rule}: {one.error}") for one in row.sheet.failures]
        if reason := not_english(row.sheet):
            failures.append(_notification(row.name, reason))
        places = Places(row.sheet.article)
        results += [_result(row, finding, places, index) for finding in row.sheet.findings]
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
        "invocations": [{"executionSuccessful": not failures, "toolExecutionNotifications": failures}],
        "results": results,
    }
    return to_json({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _result(row: Checked, finding: Finding, places: Places, index: dict[str, int]) -> dict[str, Any]:
    assert row.sheet
    first, *others = finding.spans or (Span(0, 0),)
    said = (finding.message, finding.arithmetic, finding.question)
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "level": LEVELS[finding.severity],
        "message": {"text": "\n".join(one for one in said if one)},
        "locations": [_location(row, first, places)],
        "relatedLocations": [{"id": i, **_location(row, span, places)} for i, span in enumerate(others, 1)],
        "partialFingerprints": {"copydesk/v1": fingerprint(row.sheet.article, finding)},
    }
    if finding.rule in index:
        result["ruleIndex"] = index[finding.rule]
    return result


def _location(row: Checked, span: Span, places: Places) -> dict[str, Any]:
    """Where it is. Of a text that was taken out of a page only the file is named: its lines are not the page's."""
    physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(row.name)}}
    place = places(span)
    if row.has_lines:
        end_line, end_column = places.end(span)
        start, last = (places.article.in_file(position) for position in (span.start, max(span.start, span.end - 1)))
        physical["region"] = {
            "startLine": place.line,
            "startColumn": place.column,
            "endLine": end_line,
            "endColumn": end_column,
            "charOffset": start,
            "charLength": last + (span.end > span.start) - start,
        }
    return {"physicalLocation": physical, "message": {"text": f"{place.name}: {place.words}"}}


def _notification(name: str, text: str) -> dict[str, Any]:
    location = {"physicalLocation": {"artifactLocation": {"uri": _uri(name)}}}
    return {"level": "error", "message": {"text": text}, "locations": [location]}


def _uri(name: str) -> str:
    """A file's name as a relative address; a web address, which is one already, as it is.

    Of a name that is not UTF-8 the address has the file's own bytes.
    """
    try:
        raw = name.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # no file's name: a surrogate that stands for no byte
        raw = name.encode("utf-8", "replace")
    return quote(raw, safe="/:?&=#%+,;@~!$'()*") if "://" in name else quote(raw)
