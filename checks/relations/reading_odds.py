"""How a model's reading of the words changes the odds that the trees give a relation.

Both are log-odds, and what they say is added up with weights that `bench/fit_reading.py` learned on annotated news and
on slips made in it, by kind; those of lists with a slip `bench/weigh_lists.py` learned on 5,200 articles that nobody
had marked. Set by hand are the constant of restatements that hold, 0.63 higher than learned, so that as many are
ticked as without a model; of slips more of the reading and less of the trees than learned (equations 0.68 and 0.50,
restatements 0.65 and 0.96), as what is surest of them are the readings: at one wrong question in 100,000 words 53% of
360 equations with a slip are asked about, with the weights learned 37%; and the constants of slips, so that six or
seven questions in 100,000 words are wrong on the development sample, and no more elsewhere. Those of restatements were
then set by what they state (`STATED`), so that one wrong question more finds about as many slips more in each: on 1,968
articles that people marked and the adapter had not learned from, with a figure of each tie broken, and on 3,000 that
nobody had marked (`bench/questions_by_kind.py`). In its last two rounds the adapter saw six times as many candidates
that are none, so what it says is lower, and the constants of equations and parts are higher than learned before: the
slips' so that one question or two of each kind is wrong on the development sample and on 400 articles of many figures.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal, NamedTuple

from checks.model import TieReading
from checks.relations.frames import Frame
from checks.relations.proposals import EQUATIONS, TieKind

Question = Literal["tie", "slip"]
MAX_LOG_ODDS = 8.0  # of either: beyond that they are surer than they can know


OF_SUM, OF_PARTS = 0.66, 0.39
"""What the log-odds of a sum and the mean of those of its parts count in it: learned on 75 slips in sums."""


class Weights(NamedTuple):
    """What adds up to the log-odds."""

    constant: float
    trees: float  # times their log-odds
    reading: float  # times its log-odds


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
DEFAULT = Weights(0.0, 1.0, 0.0)
STATED = {
    "age": 0.58,
    "count": 0.41,
    "date": 0.41,
    "duration": -0.63,
    "measure": 0.41,
    "money": 0.22,
    "weekday": -0.44,
    "year": 0.58,
}
"""What the log-odds of a slip are higher by in a restatement of such statements: news tells of many weekdays."""


def reading_of(reading: TieReading | None, kind: TieKind, members: Sequence[Frame]) -> float | None:
    """The log-odds that the model gives a relation; None where it has not read it.

    Those of a sum count together with those that each of its parts is a part of the whole.
    """
    if reading is None:
        return None
    spans = tuple(frame.statement.span for frame in members)
    odds = reading.log_odds.get((kind, spans))
    if odds is None or kind != "sum":
        return odds
    parts = [reading.log_odds.get(("part", (spans[0], part))) for part in spans[1:]]
    known = [each for each in parts if each is not None]
    return OF_SUM * odds + OF_PARTS * math.fsum(known) / len(known) if len(known) == len(parts) else odds


def combined(question: Question, kind: TieKind, trees: float, reading: float, stated: str = "") -> float:
    """The probability, from the log-odds of the trees and of the reading.

    `stated` is the kind of statement of which two differ, where that is the question.
    """
    weights = WEIGHTS.get((question, kind), DEFAULT)
    constant = weights.constant + STATED.get(stated, 0.0)
    log_odds = constant + weights.trees * _limited(trees) + weights.reading * _limited(reading)
    return 1 / (1 + math.exp(-log_odds))


def _limited(log_odds: float) -> float:
    return max(-MAX_LOG_ODDS, min(MAX_LOG_ODDS, log_odds))
