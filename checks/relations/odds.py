"""The odds of ties and slips, from boosted trees that `bench/learn_relations.py` learned on annotated news.

`odds_table` has each model as a function of the features: a sum over trees, each a nested conditional expression. It is
code and not data because that is the fastest form that the standard library runs.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import cache
from importlib import import_module
from typing import Literal

Model = Literal["same tie", "same slip", "equation context", "equation tie", "equation slip", "list tie", "list slip"]
MAX_LOG_ODDS = 30.0  # to which they are clamped, so that their exponential is finite
MARGIN = 1e-6  # for the rounding errors of adding floats in another order


@cache
def _model(model: Model) -> Callable[[Sequence[float]], float]:
    """The function of a model. The table is large, so it is imported at the first call."""
    models: dict[str, Callable[[Sequence[float]], float]] = import_module("checks.relations.odds_table").MODELS
    return models[model]


@cache
def _first_trees(model: Model) -> tuple[Callable[[Sequence[float]], float], float]:
    """The function of a model's first trees, and the most that the other trees can add to the log-odds."""
    first_trees: dict[str, tuple[Callable[[Sequence[float]], float], float]]
    first_trees = import_module("checks.relations.odds_table").FIRST_TREES
    return first_trees[model]


def log_odds(model: Model, features: Sequence[float]) -> float:
    """The natural logarithm of the odds. The features must be in the order in which the model learned them."""
    return _model(model)(features)


def probability(model: Model, features: Sequence[float]) -> float:
    """The probability between 0 and 1."""
    return 1 / (1 + math.exp(-max(-MAX_LOG_ODDS, min(MAX_LOG_ODDS, log_odds(model, features)))))


def cannot_reach(least: float, model: Model, features: Sequence[float]) -> bool:
    """Whether the first trees alone show that the probability is below `least`, which is between 0 and 1."""
    first_trees, most_added = _first_trees(model)
    return first_trees(features) + most_added < math.log(least / (1 - least)) - MARGIN
