"""How a model's reading of the words changes the odds that the trees give a relation.

Both are log-odds, and what they say is added up with weights that `bench/fit_reading.py` learned on annotated news and
on slips made in it, by kind. The constant of restatements that hold is 0.63 higher than learned: so as many are ticked
as without a model.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal, NamedTuple

from checks.model import TieReading
from checks.relations.frames import Frame
from checks.relations.proposals import Kind

Question = Literal["tie", "slip"]
MAX_LOG_ODDS = 8.0  # of either: beyond that they are surer than they can know


class Weights(NamedTuple):
    """What adds up to the log-odds."""

    constant: float
    trees: float  # times their log-odds
    reading: float  # times its log-odds


WEIGHTS: dict[tuple[Question, Kind], Weights] = {
    ("slip", "change"): Weights(1.90, 0.71, 0.35),
    ("slip", "gain"): Weights(1.11, 0.71, 0.35),
    ("slip", "product"): Weights(0.80, 0.71, 0.35),
    ("slip", "share"): Weights(0.81, 0.71, 0.35),
    ("slip", "span"): Weights(-0.04, 0.71, 0.35),
    ("slip", "sum"): Weights(1.73, 0.71, 0.35),
    ("slip", "times"): Weights(0.85, 0.71, 0.35),
    ("slip", "list"): Weights(1.03, 0.22, 0.34),
    ("slip", "part"): Weights(0.18, 0.00, 0.57),
    ("slip", "same"): Weights(0.39, 1.05, 0.52),
    ("tie", "change"): Weights(0.86, 0.97, 0.12),
    ("tie", "gain"): Weights(-1.28, 0.97, 0.12),
    ("tie", "product"): Weights(0.83, 0.97, 0.12),
    ("tie", "share"): Weights(0.35, 0.97, 0.12),
    ("tie", "span"): Weights(0.30, 0.97, 0.12),
    ("tie", "sum"): Weights(0.10, 0.97, 0.12),
    ("tie", "times"): Weights(-0.02, 0.97, 0.12),
    ("tie", "list"): Weights(0.77, 0.02, 0.41),
    ("tie", "same"): Weights(0.30, 0.86, 0.20),
}
DEFAULT = Weights(0.0, 1.0, 0.0)


def reading_of(reading: TieReading | None, kind: Kind, members: Sequence[Frame]) -> float | None:
    """The log-odds that the model gives a relation; None where it has not read it."""
    if reading is None:
        return None
    return reading.log_odds.get((kind, tuple(frame.statement.span for frame in members)))


def combined(question: Question, kind: Kind, trees: float, reading: float) -> float:
    """The probability, from the log-odds of the trees and of the reading."""
    weights = WEIGHTS.get((question, kind), DEFAULT)
    log_odds = weights.constant + weights.trees * _limited(trees) + weights.reading * _limited(reading)
    return 1 / (1 + math.exp(-log_odds))


def _limited(log_odds: float) -> float:
    return max(-MAX_LOG_ODDS, min(MAX_LOG_ODDS, log_odds))
