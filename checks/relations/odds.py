"""The odds that a reading is right, from boosted trees that `bench/learn_relations.py` learned on annotated news.

`odds_table` holds each model as a function of the features: a sum over trees, each a nested conditional expression. It
is code, not data, because that is the fastest form that the standard library runs.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import cache
from importlib import import_module
from typing import Literal

Model = Literal["same tie", "same slip", "equation context", "equation tie", "equation slip", "list tie", "list slip"]
MAX_LOG_ODDS = 30.0


@cache
def _model(model: Model) -> Callable[[Sequence[float]], float]:
    """The function of a model. The table is large, so it is imported when first needed."""
    models: dict[str, Callable[[Sequence[float]], float]] = import_module("checks.relations.odds_table").MODELS
    return models[model]


def log_odds(model: Model, features: Sequence[float]) -> float:
    """The natural logarithm of the odds, from the features in the order in which the model learned them."""
    return _model(model)(features)


def probability(model: Model, features: Sequence[float]) -> float:
    """The probability between 0 and 1."""
    return 1 / (1 + math.exp(-max(-MAX_LOG_ODDS, min(MAX_LOG_ODDS, log_odds(model, features)))))
