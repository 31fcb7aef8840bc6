"""What the rules of `checks` find when a draft is compared with its article: every error and warning rejects."""

from __future__ import annotations

from checks.model import Finding, Severity, Sheet, Span
from summarizer.guards.guard import DraftSentence, Guard, Rejection, Source


def check(sentence: DraftSentence, source: Source) -> Rejection | None:
    """Rejects a sentence that an error or a warning of its draft's comparison touches."""
    for finding in objections(sentence.sheet):
        if concerns(finding, sentence.span):
            return Rejection(finding.message, finding.source_spans, rule=finding.rule)
    return None


def objections(sheet: Sheet) -> list[Finding]:
    """The errors and warnings of a comparison; notes object to nothing."""
    return [finding for finding in sheet.findings if finding.severity is not Severity.NOTE]


def concerns(finding: Finding, span: Span) -> bool:
    """Does a finding speak of these characters? One without spans speaks of all."""
    return not finding.spans or any(span.overlaps(other) for other in finding.spans)


GUARD = Guard("rule-findings", 0, check)
