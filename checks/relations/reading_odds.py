"""Combines a model's log-odds of a relation with those of the learned trees.

    log-odds = constant + trees x log-odds of the trees + reading x log-odds of the model

Both are clamped to MAX_LOG_ODDS on either side, and the weights depend on the question (is it a tie, is it a slip?) and
the kind of relation. `bench/fit_reading_weights.py` fits them to annotated news and to slips made in it,
`bench/fit_list_weights.py` those of lists with a slip. Set by hand are the constants of slips and of restatements that
hold, and the weights of slips in equations and restatements, so that few questions on sound texts are wrong:
`bench/questions_by_kind.py` measures that, and `bench/first-contact.md` has the results.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal, NamedTuple

from checks.model import TieReading
from checks.relations.frames import Frame
from checks.relations.proposals import EQUATIONS, TieKind

Question = Literal["tie", "slip"]
MAX_LOG_ODDS = 8.0  # to which both are clamped, as neither can be surer than that
SUM_WEIGHT, PARTS_WEIGHT = 0.66, 0.39
"""Weights of the model's log-odds of a sum, and of the mean log-odds that each part is a part of the whole."""


class Weights(NamedTuple):
    """The terms of the weighted sum that gives the log-odds."""

    constant: float
    trees: float  # of the log-odds of the trees
    reading: float  # of the log-odds of the model


WEIGHTS: dict[tuple[Question, TieKind], Weights] = {
    **{("slip", kind): Weights(2.36, 0.30, 1.00) for kind in EQUATIONS},
    ("slip", "product"): Weights(1.55, 0.30, 1.00),
    ("slip", "sum"): Weights(2.01, 0.30, 1.00),
    ("slip", "share"): Weights(1.86, 0.30, 1.00),
    ("slip", "span"): Weights(1.92, 0.30, 1.00),
    ("slip", "times"): Weights(2.01, 0.30, 1.00),
    ("slip", "mean"): Weights(0.98, 0.30, 1.00),
    ("slip", "list"): Weights(1.40, 0.58, 0.17),
    ("slip", "part"): Weights(-0.07, 0.00, 1.04),
    ("slip", "same"): Weights(0.27, 0.85, 0.75),
    ("tie", "change"): Weights(1.00, 0.73, 0.36),
    ("tie", "gain"): Weights(-1.35, 0.73, 0.36),
    ("tie", "product"): Weights(1.28, 0.73, 0.36),
    ("tie", "share"): Weights(0.47, 0.73, 0.36),
    ("tie", "span"): Weights(0.74, 0.73, 0.36),
    ("tie", "sum"): Weights(0.93, 0.73, 0.36),
    ("tie", "times"): Weights(0.34, 0.73, 0.36),
    ("tie", "list"): Weights(0.52, 0.02, 0.41),
    ("tie", "same"): Weights(0.29, 0.83, 0.27),
}
ONLY_TREES = Weights(0.0, 1.0, 0.0)
"""For questions that are not in WEIGHTS, of which ("tie", "mean") is the only one: the model does not count there."""
CONSTANT_BY_KIND = {
    "age": 0.58,
    "count": 0.41,
    "date": 0.41,
    "duration": -0.63,
    "measure": 0.41,
    "money": 0.22,
    "weekday": -0.44,
    "year": 0.58,
}
"""What is added to the constant of a slip in a restatement, by the kind of statement. Weekdays and durations have less,
as in news many of them differ because they are two facts."""


def reading_of(reading: TieReading | None, kind: TieKind, members: Sequence[Frame]) -> float | None:
    """The model's log-odds of a relation; None if it has not judged it.

    For a sum, a weighted sum of its log-odds and of the mean log-odds that each part is a part of the whole, if the
    model has judged all of these.
    """
    if reading is None:
        return None
    spans = tuple(frame.statement.span for frame in members)
    log_odds = reading.log_odds.get((kind, spans))
    if log_odds is None or kind != "sum":
        return log_odds
    parts = [reading.log_odds.get(("part", (spans[0], part))) for part in spans[1:]]
    known = [each for each in parts if each is not None]
    return (
        SUM_WEIGHT * log_odds + PARTS_WEIGHT * math.fsum(known) / len(known) if len(known) == len(parts) else log_odds
    )


def combined(question: Question, kind: TieKind, trees: float, reading: float, statement_kind: str = "") -> float:
    """The probability of a tie or slip, from the log-odds of the trees and those of the model.

    `statement_kind` is the kind of the two statements if the question is a slip in a restatement, else "".
    """
    weights = WEIGHTS.get((question, kind), ONLY_TREES)
    constant = weights.constant + CONSTANT_BY_KIND.get(statement_kind, 0.0)
    log_odds = constant + weights.trees * _clamped(trees) + weights.reading * _clamped(reading)
    return 1 / (1 + math.exp(-log_odds))


def _clamped(log_odds: float) -> float:
    """The log-odds within MAX_LOG_ODDS on either side of 0."""
    return max(-MAX_LOG_ODDS, min(MAX_LOG_ODDS, log_odds))
