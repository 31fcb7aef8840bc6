"""Learns the odds tables of `checks.relations` from labelled texts and from news without annotation.

    python bench/learn_relations.py collect --annotated DIR ... --out news.examples
    python bench/learn_relations.py collect --articles articles.jsonl --out labelled.examples
    python bench/learn_relations.py collect --written bench/labels/passages.jsonl.gz --out written.examples
    python bench/learn_relations.py collect --texts texts.json --labelled news.examples ... --out texts.examples
    python bench/learn_relations.py fit *.examples --table checks/relations/odds_table.py

`collect` reads texts and writes training examples (a pickle); `fit` trains the models on them and writes the module of
odds tables. Neither prints anything. Both need lightgbm and numpy, which the project does not.

Annotated folders hold `ties_*.jsonl.gz` as the tie scorer of the evaluation data reads it. `articles.jsonl` has the
texts of articles whose ties are in bench/labels, {"article": text} per line. Written items are `*.jsonl` whose members
are marked ⟦role:words⟧. `texts.json` is a list of plain texts; with `--labelled`, restatements are taken from them too,
by a first model, and texts that are already labelled are left out.

Restatements and counted lists have two models each: `tie` says which statements that agree are tied, `slip` which
statements that disagree are a tie gone wrong. Few slips are published, so the positives of `slip` are ties with one
member edited; the negatives are what disagrees in texts as published.

Equations have three models, since far more figures fit an equation than are tied by the words. `context` sees only the
words. People marked too few ties to learn words from, but an equation that holds in news by more digits than chance
would give is nearly always meant. So its positives include such equations of unannotated news, which with an edit are
also positives of `slip`. `tie` adds the digits to the log-odds of `context`. `slip` sees how far the values miss, and
how likely the holding ties are that explain the same figures. A model is overconfident on what it was trained on, so
the log-odds that another model learns from come from a model that was trained without the article (cross-fitting).
"""

from __future__ import annotations

import argparse
import json
import math
import pickle
import random
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any
from zlib import crc32

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench import relation_examples
from bench.relation_examples import FOLDS, Equation, Examples, Rows
from checks.relations.odds import Model
from summarizer.training.arguments import existing_file, existing_folder, existing_path, file_to_write

TREE_PARAMETERS: dict[Model, tuple[int, int, float, int, float]] = {
    # trees, leaves, learning rate, fewest examples per leaf, share of the features that each tree sees
    "same tie": (120, 10, 0.08, 15, 0.4),
    "same slip": (200, 15, 0.07, 20, 0.4),
    "equation context": (150, 12, 0.09, 20, 0.25),
    "equation tie": (120, 7, 0.07, 20, 0.7),
    "equation slip": (120, 8, 0.07, 20, 0.6),
    "list tie": (100, 8, 0.08, 15, 0.4),
    "list slip": (100, 8, 0.08, 15, 0.4),
}
COMMON_PARAMETERS = {
    "objective": "binary",
    "verbose": -1,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 5,
    "seed": 1,
}
DETERMINISTIC = {"deterministic": True, "force_row_wise": True}  # else the sums depend on threads and on timing
CONTEXT_WEIGHTS = {True: 3.0, False: 0.5}  # of labelled ties and other proposals; those of plain texts weigh 1
PROBABILITY_FLOOR = 1e-4  # as in `checks.relations.verdicts`: keeps the log-odds of 0 and 1 finite
TREES_PER_FUNCTION = 60  # Python's compiler limits how large an expression may be
TIE_LABELS = Path(__file__).parent / "labels" / "ties.jsonl.gz"
MODULE_HEADER = (
    '"""Boosted trees as code, written by bench/learn_relations.py. Do not edit: see `checks.relations.odds`."""\n'
    "# mypy: ignore-errors\n"
)


def fit_booster(model: Model, rows: Rows) -> Any:
    """The LightGBM booster of a model, trained on its rows; SystemExit where they have only one label."""
    import lightgbm
    import numpy as np

    labels, weights = np.frombuffer(rows.labels, np.float32), np.frombuffer(rows.weights, np.float32)
    if len(set(labels)) < 2:
        raise SystemExit(f"{model}: no examples, or only for or only against; collect them from all sorts of texts")
    trees, leaves, rate, min_examples, share = TREE_PARAMETERS[model]
    own = {"num_leaves": leaves, "learning_rate": rate, "min_data_in_leaf": min_examples, "feature_fraction": share}
    features = np.frombuffer(rows.features, np.float32).reshape(len(labels), -1)
    parameters = {**own, **COMMON_PARAMETERS, **DETERMINISTIC}
    return lightgbm.train(parameters, lightgbm.Dataset(features, labels, weight=weights), trees)


def probabilities_of(model: Any, features: Iterable[Sequence[float]]) -> list[float]:
    """The probability of each row of features."""
    import numpy as np

    rows = np.array(list(features), np.float32)
    return list(map(float, model.predict(rows, num_threads=1))) if len(rows) else []


def fit_all(examples: Examples) -> dict[Model, Any]:
    """Trains all models. Those for equations are cross-fitted: for each fold there is one trained without it."""
    models = {
        model: fit_booster(model, examples.rows[model]) for model in TREE_PARAMETERS if not model.startswith("equation")
    }
    articles = examples.equations

    def fit_context(left_out: int | None) -> Any:
        rows = Rows()
        rows.extend(examples.rows["equation context"])
        for article in (article for article in articles if article.fold != left_out):
            for equation in article.proposals:
                if equation.is_tie is False or (equation.is_tie and equation.holds):
                    rows.add((*equation.kind, *equation.features), equation.is_tie, CONTEXT_WEIGHTS[equation.is_tie])
        return fit_booster("equation context", rows)

    contexts = [fit_context(fold) for fold in range(FOLDS)]

    def fit_tie(left_out: int | None) -> Any:
        rows = Rows()
        for article in (article for article in articles if article.fold != left_out):
            features = _tie_features(article.proposals, contexts[article.fold])
            for equation, row in zip(article.proposals, features, strict=True):
                if equation.holds and equation.is_tie is not None:
                    rows.add(row, equation.is_tie)
        return fit_booster("equation tie", rows)

    ties, slips = [fit_tie(fold) for fold in range(FOLDS)], Rows()
    for article in articles:
        context, tie = contexts[article.fold], ties[article.fold]
        for equations, label in ((article.proposals, False), *((broken, True) for broken in article.broken)):
            for equation, row in _slip_features(equations, context, tie):
                if equation.is_tie is label:
                    slips.add(row, label)
    context, tie = fit_context(None), fit_tie(None)
    for article in examples.plain_equations:
        for equations, label in ((article.proposals, False), *((broken, True) for broken in article.broken)):
            for equation, row in _slip_features(equations, context, tie):
                if equation.is_tie is label:
                    slips.add(row, label)
    return {
        **models,
        "equation context": context,
        "equation tie": tie,
        "equation slip": fit_booster("equation slip", slips),
    }


def _log_odds(probability: float) -> float:
    return math.log((probability + PROBABILITY_FLOOR) / (1 - probability + PROBABILITY_FLOOR))


def _tie_features(equations: Sequence[Equation], context: Any) -> list[tuple[float, ...]]:
    probabilities = probabilities_of(context, ((*equation.kind, *equation.features) for equation in equations))
    return [
        (*e.kind, log_odds, *e.evidence) for e, log_odds in zip(equations, map(_log_odds, probabilities), strict=True)
    ]


def _slip_features(equations: Sequence[Equation], context: Any, tie: Any) -> Iterator[tuple[Equation, Sequence[float]]]:
    """The equations that do not hold, with the features that `checks.relations.judge_equations` computes."""
    rows = _tie_features(equations, context)
    contexts = [row[len(equation.kind)] for equation, row in zip(equations, rows, strict=True)]
    holding = [
        (e.members, probability)
        for e, probability in zip(equations, probabilities_of(tie, rows), strict=True)
        if e.holds
    ]
    best_log_odds: dict[int, float] = defaultdict(lambda: -math.inf)
    for equation, log_odds in zip(equations, contexts, strict=True):
        for member in equation.members:
            best_log_odds[member] = max(best_log_odds[member], log_odds)
    for equation, log_odds in zip(equations, contexts, strict=True):
        if not equation.holds:
            rivals, size = [0.0] * 4, len(equation.members)  # the likeliest that shares no figure, one, several, all
            for members, other in holding:
                shared = len(equation.members & members)
                place = 3 if shared == size else min(shared, 2)
                rivals[place] = max(rivals[place], other)
            below_best = log_odds - max(best_log_odds[member] for member in equation.members)
            yield equation, (*equation.kind, log_odds, *map(_log_odds, rivals[1:]), below_best, *equation.evidence)


def _number_literal(value: float, digits: int) -> str:
    """A number as Python source, as short as it goes: `.5`, `-3`, `1e-05`."""
    text = repr(float(f"{value:.{digits}g}")).removesuffix(".0")
    return text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text


def _tree_expression(node: dict[str, Any]) -> str:
    """A LightGBM tree as the source of a conditional expression over the features `x`."""
    if "leaf_value" in node:
        return _number_literal(node["leaf_value"], 3)
    limit = 0.0 if 0 < node["threshold"] < 1e-30 else node["threshold"]  # LightGBM writes 1e-35 for "not above 0"
    literal = _number_literal(limit, 6)
    literal += "." * literal.removeprefix("-").isdecimal()  # comparing a float with a float is faster than with an int
    test = f"x[{node['split_feature']}]<={literal}"
    return f"({_tree_expression(node['left_child'])} if {test} else {_tree_expression(node['right_child'])})"


def _largest_leaf(node: dict[str, Any]) -> float:
    """The largest leaf value of a LightGBM tree, rounded as it is written in the source."""
    if "leaf_value" in node:
        return float(f"{node['leaf_value']:.3g}")
    return max(_largest_leaf(node["left_child"]), _largest_leaf(node["right_child"]))


def module_source(models: dict[Model, Any]) -> str:
    """The source of a module with one function per model, which returns the log-odds.

    Its `FIRST_TREES` has the function of each model's first trees, and the most that the remaining trees can add.
    """
    source, first_trees = MODULE_HEADER, list[str]()
    for name, model in models.items():
        structures = [tree["tree_structure"] for tree in model.dump_model()["tree_info"]]
        trees = [_tree_expression(tree) for tree in structures]
        function, parts = name.replace(" ", "_"), list[str]()
        for start in range(0, len(trees), TREES_PER_FUNCTION):
            parts.append(f"{function}_{start // TREES_PER_FUNCTION}")
            terms = "\n        + ".join(trees[start : start + TREES_PER_FUNCTION])
            source += f"\n\ndef {parts[-1]}(x):\n    return (\n        {terms}\n    )\n"
        source += f"\n\ndef {function}(x):\n    return {' + '.join(f'{part}(x)' for part in parts)}\n"
        max_rest = math.ceil(100 * sum(map(_largest_leaf, structures[TREES_PER_FUNCTION:]))) / 100
        first_trees.append(f'"{name}": ({parts[0]}, {max_rest})')
    functions = ", ".join(f'"{name}": {name.replace(" ", "_")}' for name in models)
    return f"{source}\n\nMODELS = {{{functions}}}\nFIRST_TREES = {{{', '.join(first_trees)}}}\n"


def collect(arguments: argparse.Namespace) -> Examples:
    """The training examples of all texts that the arguments name; SystemExit where there are none."""
    examples = Examples()
    annotated, written = relation_examples.annotated_news, relation_examples.written_items
    labelled_news = relation_examples.labelled_articles(TIE_LABELS, arguments.articles) if arguments.articles else ()
    for item in chain(*map(annotated, arguments.annotated), *map(written, arguments.written), labelled_news):
        examples.extend(relation_examples.of_labelled_text(item))
    if arguments.texts:
        labelled = relation_examples.load(arguments.labelled)
        ties = labelled.rows["same tie"]
        tie_probability = partial(probabilities_of, fit_booster("same tie", ties)) if arguments.labelled else None
        for text in json.loads(arguments.texts.read_text(encoding="utf-8")):
            if crc32(text.encode()) not in labelled.texts:
                examples.extend(relation_examples.of_plain_text(text, tie_probability, random.Random(text)))
    if not examples.texts:
        raise SystemExit("no texts in what is given")
    return examples


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    collecting = commands.add_parser("collect", help="make examples out of texts")
    collecting.add_argument(
        "--annotated", type=existing_folder, nargs="+", default=[], help="folders of annotated news"
    )
    collecting.add_argument(
        "--articles", type=existing_file, nargs="+", default=[], help="texts of bench/labels/ties.jsonl.gz"
    )
    collecting.add_argument(
        "--written", type=existing_path, nargs="+", default=[], help="written items, folders or files"
    )
    collecting.add_argument(
        "--labelled", type=existing_file, nargs="+", default=[], help="examples for a first model of ties"
    )
    collecting.add_argument("--texts", type=existing_file, help="a list of plain texts")
    collecting.add_argument("--out", type=file_to_write, required=True)
    fitting = commands.add_parser("fit", help="learn the table from examples")
    fitting.add_argument("files", type=existing_file, nargs="+")
    fitting.add_argument("--table", type=file_to_write, required=True)
    arguments = parser.parse_args()
    try:
        if arguments.command == "collect":
            arguments.out.write_bytes(pickle.dumps(collect(arguments), protocol=5))
        else:
            arguments.table.write_text(
                module_source(fit_all(relation_examples.load(arguments.files))), encoding="utf-8"
            )
    except ModuleNotFoundError as error:
        sys.exit(f"{error.name} is missing: python -m pip install lightgbm numpy")


if __name__ == "__main__":
    main()
