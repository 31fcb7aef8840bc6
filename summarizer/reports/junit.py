"""JUnit's XML, which continuous integration shows as test results: a suite for each article.

Errors and warnings are failed cases; notes and ticks are passed ones, so that a clean run proves that something was
looked at. A file that could not be read, and a rule that failed, are cases in error.
"""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree import ElementTree as ET

from checks.model import Finding, Severity
from summarizer.reports.annotations import Places, not_english
from summarizer.reports.checked_file import Checked
from summarizer.reports.escaping import visible


def junit(rows: Iterable[Checked]) -> str:
    root = ET.Element("testsuites", name="copydesk")
    for row in rows:
        suite = ET.SubElement(root, "testsuite", name=visible(row.name))
        if row.sheet is None:
            _case(suite, row.name, "reading", "error", row.unreadable)
        else:
            places = Places(row.sheet.article)
            for finding in row.sheet.findings:
                outcome = "" if finding.severity is Severity.NOTE else "failure"
                _case(suite, row.name, finding.rule, outcome, finding.message, _details(finding, places))
            for tick in row.sheet.ticks:
                _case(suite, row.name, tick.rule, "", tick.message)
            if reason := not_english(row.sheet):
                _case(suite, row.name, "reading", "skipped", reason)
            for failed in row.sheet.failures:
                _case(suite, row.name, failed.rule, "error", failed.error)
        suite.set("tests", str(len(suite)))
        for kind, name in (("failure", "failures"), ("error", "errors"), ("skipped", "skipped")):
            suite.set(name, str(sum(case.find(kind) is not None for case in suite)))
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _case(suite: ET.Element, name: str, rule: str, outcome: str, message: str, details: str = "") -> None:
    case = ET.SubElement(suite, "testcase", classname=visible(name), name=visible(f"{rule}: {message}"))
    if outcome:
        ET.SubElement(case, outcome, message=visible(message), type=rule).text = visible(details) or None


def _details(finding: Finding, places: Places) -> str:
    where = "\n".join(f"{place.name} (line {place.line}): {place.words}" for place in map(places, finding.spans))
    return "\n".join(one for one in (finding.arithmetic, where, finding.question) if one)
