"""Trees that are summed to log-odds, and the tables that come with the package."""

from __future__ import annotations

from math import isfinite, log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.support.boosted_trees import BoostedTrees, Tree, load_table

TABLES = ["support", "salience", "main_event"]
FEATURES = ["words", "gaps"]
TREE = [0, 3.0, [1, 0.5, -1.0, -2.0], 4.0]
"""Few words: -1 without gaps, -2 with them; many words: 4."""


@pytest.mark.parametrize(
    ("words", "gaps", "log_odds"),
    [(3, 0, -1.0), (3, 1, -2.0), (3.1, 0, 4.0), (0, 0.5, -1.0), (99, 99, 4.0)],
)
def test_left_is_taken_at_the_threshold_and_below_it(words: float, gaps: float, log_odds: float) -> None:
    assert BoostedTrees(FEATURES, 0.0, [TREE]).log_odds({"words": words, "gaps": gaps}) == log_odds


def test_trees_and_the_bias_are_summed() -> None:
    table = BoostedTrees(FEATURES, 0.25, [TREE, 0.5, [1, 9.0, 1.0, 0.0]])
    assert table.log_odds({"words": 5, "gaps": 1}) == 0.25 + 4.0 + 0.5 + 1.0


def test_without_trees_the_bias_decides() -> None:
    assert BoostedTrees([], 0.0, []).probability({}) == 0.5
    assert BoostedTrees([], log(3), []).probability({}) == pytest.approx(0.75)


def test_truth_values_are_numbers() -> None:
    table = BoostedTrees(["copied"], 0.0, [[0, 0.5, -1.0, 1.0]])
    assert (table.log_odds({"copied": False}), table.log_odds({"copied": True})) == (-1.0, 1.0)


def test_a_feature_that_is_not_asked_for_does_not_matter_and_one_that_is_missing_is_an_error() -> None:
    table = BoostedTrees(FEATURES, 0.0, [TREE])
    assert table.log_odds({"words": 9, "gaps": 0, "other": 5}) == 4.0
    with pytest.raises(KeyError, match="gaps"):
        table.log_odds({"words": 9})


@given(bias=st.floats(-30, 30), leaves=st.lists(st.floats(-5, 5), max_size=5))
def test_a_probability_is_between_0_and_1_and_rises_with_the_log_odds(bias: float, leaves: list[float]) -> None:
    table = BoostedTrees([], bias, list(leaves))
    assert 0.0 < table.probability({}) <= 1.0
    assert table.log_odds({}) == pytest.approx(bias + sum(leaves), abs=1e-9)
    assert BoostedTrees([], bias, [*leaves, 0.5]).probability({}) >= table.probability({})


def nodes(tree: Tree) -> list[Tree]:
    """All nodes of a tree, leaves included."""
    return [tree, *nodes(tree[2]), *nodes(tree[3])] if isinstance(tree, list) else [tree]


@pytest.mark.parametrize("name", TABLES)
def test_a_table_of_the_package_is_whole(name: str) -> None:
    table = load_table(name)
    assert len(set(table.features)) == len(table.features) > 0
    assert isfinite(table.bias)
    assert table.trees
    for tree in table.trees:
        for node in nodes(tree):
            if isinstance(node, list):
                feature, threshold, *children = node
                assert 0 <= feature < len(table.features)
                assert isfinite(threshold)
                assert len(children) == 2
            else:
                assert isfinite(node)


@pytest.mark.parametrize("name", TABLES)
def test_a_table_tells_sentences_apart_and_is_read_once(name: str) -> None:
    table = load_table(name)
    assert load_table(name) is table
    used = {node[0] for tree in table.trees for node in nodes(tree) if isinstance(node, list)}
    assert used
    low, high = (dict.fromkeys(table.features, value) for value in (-1e9, 1e9))
    assert table.probability(low) != table.probability(high)


def test_an_unknown_table_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        load_table("no such table")
