"""Gradient-boosted decision trees, read from a table: the sum of their leaves is the log-odds of the positive class.

The table is JSON as `summarizer.training.tables` writes it: the features' names, the bias, and each tree as nested
lists [feature index, threshold, left, right] with a number for a leaf. A feature up to the threshold goes left.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from math import exp
from typing import Any

Tree = Any  # list[int, float, Tree, Tree] or float: mypy knows no recursive JSON


class BoostedTrees:
    """A binary classifier of feature mappings. Raises KeyError for a feature that a mapping lacks."""

    def __init__(self, features: list[str], bias: float, trees: list[Tree]) -> None:
        self.features, self.bias, self.trees = features, bias, trees

    def log_odds(self, features: Mapping[str, float]) -> float:
        """The log-odds of the positive class."""
        values = [features[name] for name in self.features]
        total = self.bias
        for node in self.trees:
            while isinstance(node, list):
                node = node[2] if values[node[0]] <= node[1] else node[3]
            total += node
        return total

    def probability(self, features: Mapping[str, float]) -> float:
        """The probability of the positive class, 0 to 1."""
        return 1 / (1 + exp(-self.log_odds(features)))


@lru_cache(maxsize=4)
def load_table(name: str) -> BoostedTrees:
    """The table of this name in this package: "support", "salience" or "main_event"."""
    table = json.loads(files("summarizer.support").joinpath(f"{name}.json").read_text("utf-8"))
    return BoostedTrees(table["features"], table["bias"], table["trees"])
