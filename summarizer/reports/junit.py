"""JUnit XML, which continuous integration servers show as test results: a test suite per article.

Errors and warnings are failed test cases; notes and ticks are passed ones, so that a clean run shows what was checked.
A file that could not be read and a rule that failed are test cases with an error; a text that is not in English is a
skipped one.
"""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree import ElementTree as ET

from checks.model import Finding, Severity
from summarizer.reports.annotations import PlaceLocator, not_checked_reason, read_by, reader_note
from summarizer.reports.checked_file import CheckedFile
from summarizer.reports.escaping import visible


def junit(rows: Iterable[CheckedFile]) -> str:
    """The XML document for these files."""
    root = ET.Element("testsuites", name="copydesk")
    for row in rows:
        suite = ET.SubElement(root, "testsuite", name=visible(row.name))
        if row.sheet is None:
            _case(suite, row.name, "reading", "error", row.unreadable)
        else:
            places = PlaceLocator(row.sheet.article)
            for finding in row.sheet.findings:
                outcome = "" if finding.severity is Severity.NOTE else "failure"
                _case(suite, row.name, finding.rule, outcome, finding.message, _details(finding, places))
            for tick in row.sheet.ticks:
                _case(suite, row.name, tick.rule, "", tick.message)
            if reason := not_checked_reason(row.sheet):
                _case(suite, row.name, "reading", "skipped", reason)
            if note := reader_note(row.sheet):
                _case(suite, row.name, "reader", "", note)
            for failure in row.sheet.failures:
                _case(suite, row.name, failure.rule, "error", failure.error)
        suite.set("tests", str(len(suite)))
        for kind, name in (("failure", "failures"), ("error", "errors"), ("skipped", "skipped")):
            suite.set(name, str(sum(case.find(kind) is not None for case in suite)))
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _case(suite: ET.Element, name: str, rule: str, outcome: str, message: str, details: str = "") -> None:
    """Adds a test case; `outcome` is the name of its child element ("failure", "error", "skipped"), "" if it passed."""
    case = ET.SubElement(suite, "testcase", classname=visible(name), name=visible(f"{rule}: {message}"))
    if outcome:
        ET.SubElement(case, outcome, message=visible(message), type=rule).text = visible(details) or None


def _details(finding: Finding, places: PlaceLocator) -> str:
    positions = "\n".join(f"{place.name} (line {place.line}): {place.words}" for place in map(places, finding.spans))
    return "\n".join(filter(None, (finding.arithmetic, positions, finding.question, read_by(finding))))
