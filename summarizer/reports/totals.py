"""The totals of a check of several articles, on one line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from checks.model import Severity, Sheet
from summarizer.reports.annotations import not_checked_reason, pluralize
from summarizer.reports.checked_file import CheckedFile

# Sixty short articles on two cores: 11 s without a model, 65 s with the embedded one.
READ_WITHOUT_A_MODEL = (
    "Read without a model; --reader embedded finds more figures that do not fit, and takes about six times as long."
)


def is_clean(sheet: Sheet) -> bool:
    """Whether a sheet has ticks at most: its article is counted in the totals but not listed."""
    return not (
        sheet.findings or sheet.failures or sheet.dismissed or sheet.unused_dismissals or not_checked_reason(sheet)
    )


def totals(rows: Sequence[CheckedFile]) -> str:
    """ "12 articles checked: 2 errors and 1 warning in 3 of them; 57 ticks; 1 could not be read."."""
    sheets = [row.sheet for row in rows if row.sheet]
    checked = [sheet for sheet in sheets if not not_checked_reason(sheet)]
    count = Counter(finding.severity for sheet in checked for finding in sheet.findings)
    severities = [pluralize(count[severity], severity.value) for severity in Severity if count[severity]]
    articles_with_findings = sum(bool(sheet.findings) for sheet in checked)
    parts = []
    if checked:
        share = f" in {articles_with_findings:,} of them" if len(checked) > 1 else ""
        what = f"{_joined_with_and(severities)}{share}" if severities else "nothing in question"
        parts += [f"{pluralize(len(checked), 'article')} checked: {what}"]
        parts += [pluralize(sum(len(sheet.ticks) for sheet in checked), "tick")]
    else:
        parts += ["No article checked"]
    dismissed, failures = sum(len(s.dismissed) for s in sheets), sum(len(s.failures) for s in sheets)
    parts += [f"{dismissed:,} dismissed"] * bool(dismissed)
    parts += [pluralize(failures, "failed check")] * bool(failures)
    not_english, unreadable = len(sheets) - len(checked), len(rows) - len(sheets)
    parts += [f"{not_english:,} not in English"] * bool(not_english)
    parts += [f"{unreadable:,} could not be read"] * bool(unreadable)
    return f"{'; '.join(parts)}."


def severity_counts(kinds: Mapping[str, int]) -> str:
    """ "1 with errors, 2 with warnings only, 3 with notes only"; `kinds` counts articles by `OverviewRow.kinds`."""
    errors, warnings, notes = (kinds.get(severity.value, 0) for severity in Severity)
    return f"{errors:,} with errors, {warnings:,} with warnings only, {notes:,} with notes only"


def _joined_with_and(words: Sequence[str]) -> str:
    """ "2 errors, 1 warning and 1 note"."""
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last
