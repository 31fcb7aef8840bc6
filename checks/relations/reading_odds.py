"""How a model's reading of the words changes the odds that the trees give a relation.

Both are log-odds, and what they say is added up with weights that `bench/fit_reading.py` learned on annotated news and
on slips made in it, by kind.
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
    mends: float = 0.0  # where one digit, a swap or a factor of ten would mend it


WEIGHTS: dict[tuple[Question, Kind], Weights] = {
    ("slip", "change"): Weights(0.51, 1.04, 0.56, 0.57),
    ("slip", "gain"): Weights(-0.96, 1.04, 0.56, 0.57),
    ("slip", "product"): Weights(2.92, 1.04, 0.56, 0.57),
    ("slip", "share"): Weights(-0.04, 1.04, 0.56, 0.57),
    ("slip", "span"): Weights(0.56, 1.04, 0.56, 0.57),
    ("slip", "sum"): Weights(0.85, 1.04, 0.56, 0.57),
    ("slip", "times"): Weights(0.39, 1.04, 0.56, 0.57),
    ("slip", "list"): Weights(0.78, 0.41, 0.26, 0.00),
    ("slip", "part"): Weights(0.59, 0.00, 0.80, 0.00),
    ("slip", "same"): Weights(0.18, 0.92, 0.41, 0.00),
    ("tie", "change"): Weights(0.98, 0.89, 0.25, 0.00),
    ("tie", "gain"): Weights(0.29, 0.89, 0.25, 0.00),
    ("tie", "product"): Weights(0.72, 0.89, 0.25, 0.00),
    ("tie", "share"): Weights(-0.23, 0.89, 0.25, 0.00),
    ("tie", "span"): Weights(0.65, 0.89, 0.25, 0.00),
    ("tie", "sum"): Weights(0.94, 0.89, 0.25, 0.00),
    ("tie", "times"): Weights(0.57, 0.89, 0.25, 0.00),
    ("tie", "list"): Weights(1.32, 0.11, 0.39, 0.00),
    ("tie", "same"): Weights(-0.02, 0.98, 0.25, 0.00),
}
DEFAULT = Weights(0.0, 1.0, 0.0)


def reading_of(reading: TieReading | None, kind: Kind, members: Sequence[Frame]) -> float | None:
    """The log-odds that the model gives a relation; None where it has not read it."""
    if reading is None:
        return None
    return reading.log_odds.get((kind, tuple(frame.statement.span for frame in members)))


def combined(question: Question, kind: Kind, trees: float, reading: float, *, mends: bool = False) -> float:
    """The probability, from the log-odds of the trees and of the reading."""
    weights = WEIGHTS.get((question, kind), DEFAULT)
    log_odds = weights.constant + weights.trees * _limited(trees) + weights.reading * _limited(reading)
    return 1 / (1 + math.exp(-log_odds - weights.mends * mends))


def _limited(log_odds: float) -> float:
    return max(-MAX_LOG_ODDS, min(MAX_LOG_ODDS, log_odds))
