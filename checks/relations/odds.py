"""The odds that a reading is right, from boosted trees that `bench/learn_relations.py` learned on annotated news.

A tree is a nested tuple `(feature index, threshold, left, right)` with numbers as leaves: a value at or below the
threshold goes left. The leaves of all trees of a model add up to the log-odds.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from typing import Literal

Tree = float | tuple[int, float, "Tree", "Tree"]
Model = Literal["same tie", "same slip", "equation context", "equation tie", "equation slip", "list tie", "list slip"]
MAX_LOG_ODDS = 30.0


@cache
def _trees(model: Model) -> tuple[Tree, ...]:
    """The trees of a model. The table is large, so it is imported when first needed."""
    tables: dict[str, tuple[Tree, ...]] = import_module("checks.relations.odds_table").MODELS
    return tables[model]


def log_odds(model: Model, features: Sequence[float]) -> float:
    """The natural logarithm of the odds, from the features in the order in which the model learned them."""
    total = 0.0
    for tree in _trees(model):
        node = tree
        while isinstance(node, tuple):
            node = node[2] if features[node[0]] <= node[1] else node[3]
        total += node
    return total


def probability(model: Model, features: Sequence[float]) -> float:
    """The probability between 0 and 1."""
    return 1 / (1 + math.exp(-max(-MAX_LOG_ODDS, min(MAX_LOG_ODDS, log_odds(model, features)))))
