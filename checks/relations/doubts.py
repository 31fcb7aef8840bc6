"""Lowers questions of the rules about figures that a model takes for untied."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from checks.model import Finding, Outcome, Severity, TieReading

DOUBTFUL = ("same", "list")  # kinds that phrases alone tell less surely than a reading does
MAX_LOG_ODDS = -1.5  # of a tie, from which a question about it is no more than a note


def downgraded_by_model(outcomes: Iterable[Outcome], reading: TieReading) -> Iterator[Outcome]:
    """The outcomes; a question of a rule about what the model takes for no tie becomes a note."""
    for outcome in outcomes:
        if isinstance(outcome, Finding) and outcome.severity is not Severity.NOTE and _is_doubted(outcome, reading):
            yield replace(outcome, severity=Severity.NOTE)
        else:
            yield outcome


def _is_doubted(finding: Finding, reading: TieReading) -> bool:
    """Whether the model finds even the likeliest tie of its kind among its figures unlikely; not where it read none."""
    relation = finding.relation
    if (
        relation is None or relation.kind not in DOUBTFUL or relation.probability is not None
    ):  # learned: the reading was weighed
        return False
    found = [
        log_odds
        for (kind, spans), log_odds in reading.log_odds.items()
        if kind == relation.kind and all(any(span.overlaps(own) for own in finding.spans) for span in spans)
    ]
    return bool(found) and max(found) < MAX_LOG_ODDS
