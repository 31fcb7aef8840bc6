"""The odds: probabilities, and whether the learned table fits the features that the readers make today."""

from __future__ import annotations

import ast
import inspect
import math
import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

import checks
from checks.relations import (
    arithmetic,
    counted_lists,
    cue_classes,
    odds,
    restatement,
    restatement_features,
    slip_evidence,
)
from checks.relations.equation_features import feature_names
from checks.relations.frames import frames_of
from checks.relations.holding_equations import ONE_HOT
from checks.relations.judge_equations import log_odds_of_overlapping
from checks.relations.odds import Model, cannot_reach, log_odds, probability
from checks.relations.proposals import EQUATIONS

MODELS: tuple[Model, ...] = get_args(Model)
TEXT = """Ferry fire kills 14

A fire on a ferry off Lorne killed 19 people on Monday 3 May 2010, the coastguard said. Of the 48 passengers, 31 were
women and 19 were men. Fares rose 13% to £17.50 from £15.50 each.

The ferry calls at four ports: Arden, Corrie and Finlay. Two crews, red and blue, share the work. It was built in 1998,
12 years ago. Of the 48 passengers 31 were women and 17 men."""

RIVALS = ("one", "several", "everything")
FLAGS = tuple(f"is {kind}" for kind in EQUATIONS)
NAMES: dict[Model, tuple[str, ...]] = {
    "same tie": restatement_features.FEATURES,
    "same slip": (
        *restatement_features.FEATURES,
        *(name.replace("_", " ") for name in slip_evidence.SlipEvidence._fields),
    ),
    "equation context": (*FLAGS, *feature_names(3)),
    "equation tie": (*FLAGS, "context", *arithmetic.EVIDENCE),
    "equation slip": (*FLAGS, "context", *RIVALS, "behind", *arithmetic.EVIDENCE),
    "list tie": (*counted_lists.FEATURES, "stated", "listed", "difference", "readings"),
    "list slip": (*counted_lists.FEATURES, "stated", "listed", "difference", "readings"),
}


def vectors(model: Model) -> Iterator[tuple[float, ...]]:
    """What the readers make of a text for a model, in the way that the judge puts it together."""
    frames = frames_of(checks.read(TEXT))
    if model in ("same tie", "same slip"):
        for pair in restatement.pairs_of(frames):
            if pair.equal == (model == "same tie"):
                yield (*pair.features, *pair.evidence)
    elif model in ("list tie", "list slip"):
        for candidate in counted_lists.counted_lists_of(frames):
            if candidate.agrees == (model == "list tie"):
                yield (*candidate.features, *candidate.evidence)
    else:
        for proposal in arithmetic.proposals_of(frames):
            one_hot = ONE_HOT[proposal.kind]
            if model == "equation context":
                yield (*one_hot, *proposal.features)
            elif model == "equation tie" and proposal.holds:
                yield (*one_hot, 0.0, *proposal.evidence)
            elif model == "equation slip" and not proposal.holds:
                yield (*one_hot, 0.0, *log_odds_of_overlapping(0, {}), 0.0, *proposal.evidence)


@cache
def splits(model: Model) -> dict[int, set[float]]:
    """The thresholds of a model's trees by the index of the feature."""
    module = inspect.getmodule(odds._model(model))
    assert module is not None
    name = re.escape(model.replace(" ", "_"))
    bodies = re.findall(rf"^def {name}(?:_\d+)?\(x\):\n((?:    .*\n|\n)+)", inspect.getsource(module), re.MULTILINE)
    found: dict[int, set[float]] = {}
    for body in bodies:
        for index, threshold in re.findall(r"x\[(\d+)\]<=(-?[\d.]+(?:e[-+]?\d+)?)", body):
            found.setdefault(int(index), set()).add(float(threshold))
    return found


@pytest.mark.parametrize("model", MODELS)
def test_every_model_takes_the_vectors_of_its_reader(model: Model) -> None:
    made = list(vectors(model))
    assert made
    for vector in made:
        assert len(vector) == len(NAMES[model])
        assert math.isfinite(log_odds(model, vector))
        assert 0 < probability(model, vector) < 1


@pytest.mark.parametrize("model", MODELS)
def test_every_model_was_learned_with_the_features_of_its_reader(model: Model) -> None:
    assert splits(model)
    assert max(splits(model)) < len(NAMES[model])


def is_flag(name: str) -> bool:
    """Whether a feature is 0 or 1 by its name."""
    cue = any(name.endswith((f"{cue} before", f"{cue} after", f"{cue} between")) for cue in cue_classes.CUE_NAMES)
    return (
        (cue and ":" in name)
        or name.startswith(("is ", "kind ", "list after ", "list before "))
        or name.endswith((" before the count", " after the count", ": in words", ": hedged"))
        or name in ("same sentence", "headline", "swapped", "digit dropped", "list proper", "semicolons", "plural")
    )


@pytest.mark.parametrize("model", MODELS)
def test_no_tree_splits_a_flag_where_a_flag_has_no_values(model: Model) -> None:
    """With a feature added or lost in the middle of the table's vector, flags would be split as if they were sizes."""
    flags = [index for index, name in enumerate(NAMES[model]) if is_flag(name)]
    assert flags
    wrong = {
        NAMES[model][index]: threshold
        for index in flags
        for threshold in splits(model).get(index, ())
        if not -1e-30 < threshold < 1
    }
    assert not wrong


def test_the_names_of_features_are_unique() -> None:
    assert all(len(set(names)) == len(names) for names in NAMES.values())


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_the_probability_is_a_monotone_transform_of_the_log_odds(first: float, second: float) -> None:
    def constant(value: float, _features: Sequence[float]) -> float:
        return value

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(odds, "log_odds", lambda _model, features: constant(features[0], features))
        low, high = sorted((first, second))
        assert 0 < probability("same tie", (low,)) <= probability("same tie", (high,)) < 1
        assert probability("same tie", (0.0,)) == 0.5


@pytest.mark.parametrize("model", MODELS)
def test_what_the_first_trees_rule_out_is_never_reached(model: Model) -> None:
    for vector in vectors(model):
        for least in (0.01, 0.3, 0.5, 0.85, 0.99):
            assert not cannot_reach(least, model, vector) or probability(model, vector) < least
    assert cannot_reach(1 - 1e-9, model, next(vectors(model)))
    assert not cannot_reach(1e-9, model, next(vectors(model)))


def test_features_are_compared_with_floats() -> None:
    module = inspect.getmodule(odds._model("same tie"))
    assert module is not None
    tests = [node for node in ast.walk(ast.parse(inspect.getsource(module))) if isinstance(node, ast.Compare)]
    assert tests
    assert all(isinstance(ast.literal_eval(test.comparators[0]), float) for test in tests)


def largest_leaf(tree: ast.expr) -> float:
    if isinstance(tree, ast.IfExp):
        return max(largest_leaf(tree.body), largest_leaf(tree.orelse))
    return float(ast.literal_eval(tree))


def terms(tree: ast.expr) -> Iterator[ast.expr]:
    if isinstance(tree, ast.BinOp):
        yield from terms(tree.left)
        tree = tree.right
    yield tree


@pytest.mark.parametrize("model", MODELS)
def test_the_trees_after_the_first_add_no_more_than_the_table_says(model: Model) -> None:
    first_trees, most = odds._first_trees(model)
    module = inspect.getmodule(odds._model(model))
    assert module is not None
    name = model.replace(" ", "_")
    bodies = {
        function.name: function.body[0]
        for function in ast.parse(inspect.getsource(module)).body
        if isinstance(function, ast.FunctionDef) and re.fullmatch(rf"{name}_\d+", function.name)
    }
    assert first_trees.__name__ == f"{name}_0"
    others = [
        body.value for function, body in bodies.items() if function != f"{name}_0" and isinstance(body, ast.Return)
    ]
    sums = [largest_leaf(tree) for value in others if value is not None for tree in terms(value)]
    assert sum(sums) <= most < sum(sums) + 0.02


def test_an_unknown_model_is_an_error() -> None:
    with pytest.raises(KeyError):
        log_odds("other", ())  # type: ignore[arg-type]
