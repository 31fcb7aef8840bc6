"""Makes questions of rules notes where a model considers the figures untied."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from checks.model import Finding, Outcome, Severity, TieReading

DOUBTED_KINDS = ("same", "list")  # kinds that a model recognises more reliably than rules by their phrases
MAX_DOUBTED_LOG_ODDS = -1.5  # of a tie: below them a question about it becomes a note


def downgraded_by_model(outcomes: Iterable[Outcome], reading: TieReading) -> Iterator[Outcome]:
    """The outcomes, with findings as notes if the model considers their figures untied."""
    for outcome in outcomes:
        if isinstance(outcome, Finding) and outcome.severity is not Severity.NOTE and _is_doubted(outcome, reading):
            yield replace(outcome, severity=Severity.NOTE)
        else:
            yield outcome


def _is_doubted(finding: Finding, reading: TieReading) -> bool:
    """Whether the model considers every tie of the finding's kind among its figures unlikely, and has read one."""
    relation = finding.relation
    if relation is None or relation.kind not in DOUBTED_KINDS:
        return False
    if relation.probability is not None:  # learned odds, which include the model's
        return False
    found = [
        log_odds
        for (kind, spans), log_odds in reading.log_odds.items()
        if kind == relation.kind and all(any(span.overlaps(figure) for figure in finding.spans) for span in spans)
    ]
    return bool(found) and max(found) < MAX_DOUBTED_LOG_ODDS
