"""Rejects a sentence in which `checks.compare`, comparing the draft with its article, finds an error or warning.

Small models change figures, dates and names. The rules that compare any summary with its article find that, and their
message is the reason. Notes reject nothing. The other guards look for what these rules cannot see.
"""

from __future__ import annotations

from checks.model import Finding, Severity, Sheet, Span
from summarizer.guards.guard import DraftSentence, Guard, Rejection


def check(sentence: DraftSentence) -> Rejection | None:
    """Rejects a sentence with an error or a warning; the evidence is the finding's spans in the article."""
    for finding in objections(sentence.sheet):
        if concerns(finding, sentence.span):
            return Rejection(finding.message, finding.source_spans, rule=finding.rule)
    return None


def objections(sheet: Sheet) -> list[Finding]:
    """The errors and warnings of a comparison, without its notes."""
    return [finding for finding in sheet.findings if finding.severity is not Severity.NOTE]


def concerns(finding: Finding, span: Span) -> bool:
    """Whether a finding concerns this span of the draft; a finding without spans concerns all of it."""
    return not finding.spans or any(span.overlaps(other) for other in finding.spans)


GUARD = Guard("rule-findings", 0, check)
