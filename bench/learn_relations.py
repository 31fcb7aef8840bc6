"""Learns the odds tables of `checks.relations` from labelled texts and from news without annotation.

    python bench/learn_relations.py collect --annotated DIR ... --out news.examples
    python bench/learn_relations.py collect --articles articles.jsonl --out labelled.examples
    python bench/learn_relations.py collect --written bench/labels/passages.jsonl.gz --out written.examples
    python bench/learn_relations.py collect --texts texts.json --labelled news.examples ... --out texts.examples
    python bench/learn_relations.py fit *.examples --table checks/relations/odds_table.py

Annotated folders hold `ties_*.jsonl.gz` as the tie scorer reads it; `articles.jsonl` has the texts of articles whose
ties are in bench/labels, {"article": text} a line; written items are `*.jsonl` with their members
marked ⟦role:words⟧; `texts.json` is a list of plain texts. With `--labelled`, plain texts give restatements as well,
and texts that are labelled are left out. Models need lightgbm and numpy, which the project does not.

Restatements and counted lists have two models each: `tie` says which statements that agree are tied, `slip` which that
disagree are a tie gone wrong. Few slips are published, so those to learn from are ties with one member edited; what
disagrees in texts as published are the examples against.

Equations have three, since far more figures fit an equation than are tied by the words. `context` sees only the words.
People marked too few ties to learn words from; but where an equation holds in news by more digits than chance would
give, it is nearly always meant, so those in unannotated news are its positives, and with an edit those of `slip`.
`tie` adds the digits to the odds of the context; `slip` how the values miss, and how likely the holding ties are that
explain the same figures. A model is too sure of what it learned from, so odds that another model learns from are made
without the article (cross-fitting).
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

SHAPES: dict[Model, tuple[int, int, float, int, float]] = {  # trees, leaves, learning rate, examples a leaf, features
    "same tie": (120, 10, 0.08, 15, 0.4),
    "same slip": (200, 15, 0.07, 20, 0.4),
    "equation context": (150, 12, 0.09, 20, 0.25),
    "equation tie": (120, 7, 0.07, 20, 0.7),
    "equation slip": (120, 8, 0.07, 20, 0.6),
    "list tie": (100, 8, 0.08, 15, 0.4),
    "list slip": (100, 8, 0.08, 15, 0.4),
}
COMMON = {"objective": "binary", "verbose": -1, "bagging_fraction": 0.8, "bagging_freq": 1, "lambda_l2": 5, "seed": 1}
SAME_ALWAYS = {"deterministic": True, "force_row_wise": True}  # else the sums depend on threads and on timing
WEIGHTS = {True: 3.0, False: 0.5}  # of labelled ties and other proposals in the context model; 1 in plain texts
FLOOR = 1e-4  # as in `checks.relations.verdicts`: keeps the log-odds of a probability of 0 or 1 finite
CHUNK = 60  # trees to a function: Python's compiler limits how large an expression may be
TIE_LABELS = Path(__file__).parent / "labels" / "ties.jsonl.gz"
HEAD = '''"""Boosted trees as code, written by bench/learn_relations.py. Do not edit: see `checks.relations.odds`."""
# mypy: ignore-errors
'''


def fitted(model: Model, rows: Rows) -> Any:
    """The LightGBM booster of a model."""
    import lightgbm
    import numpy as np

    labels, weights = np.frombuffer(rows.labels, np.float32), np.frombuffer(rows.weights, np.float32)
    if len(set(labels)) < 2:
        raise SystemExit(f"{model}: no examples, or only for or only against; collect them from all sorts of texts")
    trees, leaves, rate, least, share = SHAPES[model]
    shape = {"num_leaves": leaves, "learning_rate": rate, "min_data_in_leaf": least, "feature_fraction": share}
    features = np.frombuffer(rows.features, np.float32).reshape(len(labels), -1)
    return lightgbm.train({**shape, **COMMON, **SAME_ALWAYS}, lightgbm.Dataset(features, labels, weight=weights), trees)


def predicted(model: Any, features: Iterable[Sequence[float]]) -> list[float]:
    """The probability of each row of features."""
    import numpy as np

    rows = np.array(list(features), np.float32)
    return list(map(float, model.predict(rows, num_threads=1))) if len(rows) else []


def all_models(examples: Examples) -> dict[Model, Any]:
    """All models; of those for equations, `contexts` and `ties` have for each fold one that did not learn from it."""
    models = {model: fitted(model, examples.rows[model]) for model in SHAPES if not model.startswith("equation")}
    articles = examples.equations

    def fit_context(left_out: int | None) -> Any:
        rows = Rows()
        rows.extend(examples.rows["equation context"])
        for article in (article for article in articles if article.fold != left_out):
            for equation in article.proposals:
                if equation.is_tie is False or (equation.is_tie and equation.holds):
                    rows.add((*equation.kind, *equation.features), equation.is_tie, WEIGHTS[equation.is_tie])
        return fitted("equation context", rows)

    contexts = [fit_context(fold) for fold in range(FOLDS)]

    def fit_tie(left_out: int | None) -> Any:
        rows = Rows()
        for article in (article for article in articles if article.fold != left_out):
            features = _tie_features(article.proposals, contexts[article.fold])
            for equation, row in zip(article.proposals, features, strict=True):
                if equation.holds and equation.is_tie is not None:
                    rows.add(row, equation.is_tie)
        return fitted("equation tie", rows)

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
    return {**models, "equation context": context, "equation tie": tie, "equation slip": fitted("equation slip", slips)}


def _log_odds(probability: float) -> float:
    return math.log((probability + FLOOR) / (1 - probability + FLOOR))


def _tie_features(equations: Sequence[Equation], context: Any) -> list[tuple[float, ...]]:
    probabilities = predicted(context, ((*equation.kind, *equation.features) for equation in equations))
    return [
        (*e.kind, log_odds, *e.evidence) for e, log_odds in zip(equations, map(_log_odds, probabilities), strict=True)
    ]


def _slip_features(equations: Sequence[Equation], context: Any, tie: Any) -> Iterator[tuple[Equation, Sequence[float]]]:
    """What does not hold, with the features that `checks.relations.judge_equations` gives it."""
    rows = _tie_features(equations, context)
    contexts = [row[len(equation.kind)] for equation, row in zip(equations, rows, strict=True)]
    holding = [
        (e.members, probability) for e, probability in zip(equations, predicted(tie, rows), strict=True) if e.holds
    ]
    best: dict[int, float] = defaultdict(lambda: -math.inf)
    for equation, log_odds in zip(equations, contexts, strict=True):
        for member in equation.members:
            best[member] = max(best[member], log_odds)
    for equation, log_odds in zip(equations, contexts, strict=True):
        if not equation.holds:
            rivals, size = [0.0] * 4, len(equation.members)  # that share no figure, one, several, all
            for members, other in holding:
                shared = len(equation.members & members)
                place = 3 if shared == size else min(shared, 2)
                rivals[place] = max(rivals[place], other)
            behind = log_odds - max(best[member] for member in equation.members)
            yield equation, (*equation.kind, log_odds, *map(_log_odds, rivals[1:]), behind, *equation.evidence)


def _shortest(value: float, digits: int) -> str:
    """A number as Python source: `.5`, `-3`, `1e-05`."""
    text = repr(float(f"{value:.{digits}g}")).removesuffix(".0")
    return text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text


def _expression(node: dict[str, Any]) -> str:
    """A tree of LightGBM as a conditional expression over the features `x`."""
    if "leaf_value" in node:
        return _shortest(node["leaf_value"], 3)
    limit = 0.0 if 0 < node["threshold"] < 1e-30 else node["threshold"]  # LightGBM writes 1e-35 for "not above 0"
    written = _shortest(limit, 6)
    written += "." * written.removeprefix("-").isdecimal()  # floats are compared faster with a float than with an int
    test = f"x[{node['split_feature']}]<={written}"
    return f"({_expression(node['left_child'])} if {test} else {_expression(node['right_child'])})"


def _largest_leaf(node: dict[str, Any]) -> float:
    """The most that a tree of LightGBM can add, as it is written."""
    if "leaf_value" in node:
        return float(f"{node['leaf_value']:.3g}")
    return max(_largest_leaf(node["left_child"]), _largest_leaf(node["right_child"]))


def as_code(models: dict[Model, Any]) -> str:
    """The source of a module with a function for each model, which returns the log-odds.

    `FIRST_TREES` has the function of each model's first trees, and the most that all others can add.
    """
    source, first_trees = HEAD, list[str]()
    for name, model in models.items():
        structures = [tree["tree_structure"] for tree in model.dump_model()["tree_info"]]
        trees = [_expression(tree) for tree in structures]
        function, parts = name.replace(" ", "_"), list[str]()
        for first in range(0, len(trees), CHUNK):
            parts.append(f"{function}_{first // CHUNK}")
            terms = "\n        + ".join(trees[first : first + CHUNK])
            source += f"\n\ndef {parts[-1]}(x):\n    return (\n        {terms}\n    )\n"
        source += f"\n\ndef {function}(x):\n    return {' + '.join(f'{part}(x)' for part in parts)}\n"
        most = math.ceil(100 * sum(map(_largest_leaf, structures[CHUNK:]))) / 100
        first_trees.append(f'"{name}": ({parts[0]}, {most})')
    functions = ", ".join(f'"{name}": {name.replace(" ", "_")}' for name in models)
    return f"{source}\n\nMODELS = {{{functions}}}\nFIRST_TREES = {{{', '.join(first_trees)}}}\n"


def collect(arguments: argparse.Namespace) -> Examples:
    """The examples of all texts that the arguments name."""
    examples = Examples()
    annotated, written = relation_examples.annotated_news, relation_examples.written_items
    labelled_news = relation_examples.labelled_articles(TIE_LABELS, arguments.articles) if arguments.articles else ()
    for item in chain(*map(annotated, arguments.annotated), *map(written, arguments.written), labelled_news):
        examples.extend(relation_examples.of_labelled_text(item))
    if arguments.texts:
        labelled = relation_examples.load(arguments.labelled)
        ties = labelled.rows["same tie"]
        tie_probability = partial(predicted, fitted("same tie", ties)) if arguments.labelled else None
        for text in json.loads(arguments.texts.read_text(encoding="utf-8")):
            if crc32(text.encode()) not in labelled.texts:
                examples.extend(relation_examples.of_plain_text(text, tie_probability, random.Random(text)))
    if not examples.texts:
        raise SystemExit("no texts in what is given")
    return examples


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    collecting = commands.add_parser("collect", help="make examples out of texts")
    collecting.add_argument("--annotated", type=Path, nargs="+", default=[], help="folders of annotated news")
    collecting.add_argument("--articles", type=Path, nargs="+", default=[], help="texts of bench/labels/ties.jsonl.gz")
    collecting.add_argument("--written", type=Path, nargs="+", default=[], help="written items, folders or files")
    collecting.add_argument("--labelled", type=Path, nargs="+", default=[], help="examples for a first model of ties")
    collecting.add_argument("--texts", type=Path, help="a list of plain texts")
    collecting.add_argument("--out", type=Path, required=True)
    fitting = commands.add_parser("fit", help="learn the table from examples")
    fitting.add_argument("files", type=Path, nargs="+")
    fitting.add_argument("--table", type=Path, required=True)
    arguments = parser.parse_args()
    try:
        if arguments.command == "collect":
            arguments.out.write_bytes(pickle.dumps(collect(arguments), protocol=5))
        else:
            arguments.table.write_text(as_code(all_models(relation_examples.load(arguments.files))), encoding="utf-8")
    except ModuleNotFoundError as error:
        sys.exit(f"{error.name} is missing: python -m pip install lightgbm numpy")


if __name__ == "__main__":
    main()
