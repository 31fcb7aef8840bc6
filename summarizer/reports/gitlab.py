"""GitLab Code Quality report, shown in merge requests: a JSON list with an object for each finding.

https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format

GitLab shows only one of several objects with the same fingerprint, and reports an unknown fingerprint as a new problem.
So a fingerprint here is a hash of the file's name and of the finding's fingerprint, which depends on no line number and
is unique within the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from checks.model import Severity
from summarizer.reports.annotations import not_checked_reason, read_by, reader_note, unique_fingerprints
from summarizer.reports.checked_file import CheckedFile
from summarizer.reports.data import to_json
from summarizer.reports.escaping import visible

GITLAB_SEVERITIES = {Severity.ERROR: "critical", Severity.WARNING: "major", Severity.NOTE: "info"}
FAILURE_SEVERITY = "blocker"  # for a file that could not be read and a rule that failed
DEFAULT_LINE = 1  # if the line is not known: GitLab requires one


class _Problem(NamedTuple):
    """A finding, or what could not be checked; `identity` is unique within its file."""

    check_name: str
    description: str
    severity: str
    identity: str
    line: int | None = None


def gitlab(rows: Iterable[CheckedFile]) -> str:
    """The JSON list for these files, empty if there is nothing to report."""
    issues: list[dict[str, Any]] = []
    for row in rows:
        path = visible(row.file.removeprefix("./"))
        for problem in _problems(row):
            issues.append(
                {
                    "description": visible(" ".join(problem.description.split())),
                    "check_name": problem.check_name,
                    "fingerprint": _digest(path, row.name, problem.identity),
                    "severity": problem.severity,
                    "location": {"path": path, "lines": {"begin": problem.line or DEFAULT_LINE}},
                }
            )
    return to_json(issues)


def _problems(row: CheckedFile) -> Iterator[_Problem]:
    if row.sheet is None:
        yield _Problem("unreadable", row.unreadable, FAILURE_SEVERITY, "unreadable")
        return
    for finding, identifier in zip(row.sheet.findings, unique_fingerprints(row.sheet), strict=True):
        reader = f"({read_by(finding)})" if read_by(finding) else ""
        yield _Problem(
            finding.rule,
            " ".join(filter(None, (finding.message, finding.question, reader))),
            GITLAB_SEVERITIES[finding.severity],
            identifier,
            row.line(finding.spans[0]) if finding.spans else None,
        )
    if reason := not_checked_reason(row.sheet):
        yield _Problem("not-checked", reason, "info", "not-checked")
    if row.sheet.reader and row.sheet.reader.host:
        yield _Problem("reader", reader_note(row.sheet), "info", "reader")
    for failure in row.sheet.failures:
        yield _Problem(failure.rule, failure.error, FAILURE_SEVERITY, f"failed {failure.rule}")


def _digest(*parts: str) -> str:
    """The SHA-256 of the parts, as hexadecimal digits."""
    from hashlib import sha256  # loads OpenSSL, which takes longer than most checks

    return sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
