"""Fits the tables of boosted trees that decide which sentences are printed, from labels (bench/labels).

    python -m summarizer.training.tables support --labels bench/labels/drafts.jsonl.gz --articles articles.jsonl
    python -m summarizer.training.tables picks   --labels bench/labels/picks.jsonl.gz  --articles articles.jsonl \\
        --drafts drafts.jsonl

`articles.jsonl` holds {"article": text}. Labels name an article by the first 16 digits of the SHA-256 of its text;
labels of other articles are skipped. `picks` reads the articles, with their drafts, from `drafts.jsonl`, {"article":
text, "drafts": [text]}. Prints the area under the ROC curve by cross-validation over five folds of the articles, then
fits the table to all of them and writes it. Needs lightgbm and numpy (`pip install 'copydesk[train]'`).
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import checks
from checks.model import Article
from summarizer.language.grounding import index_article
from summarizer.pipeline.salience import salience_features
from summarizer.support.alignment import ParsedArticle, align
from summarizer.support.features import Features, support_features
from summarizer.training.arguments import existing_file, existing_folder
from summarizer.training.labels import BROKEN, FOLDS, SUPPORTED, fold_of, read_articles, read_drafts, read_records
from summarizer.training.metrics import area_under_curve

TABLES_FOLDER = Path(__file__).parents[1] / "support"
SHARED_PARAMETERS = {  # of LightGBM
    "objective": "binary",
    "verbose": -1,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "seed": 1,
    "num_threads": 1,
    "deterministic": True,
    "force_row_wise": True,
}
TABLE_PARAMETERS: dict[str, dict[str, float]] = {  # "trees" is the number of boosting rounds
    "support": {
        "trees": 400,
        "num_leaves": 12,
        "learning_rate": 0.035,
        "min_data_in_leaf": 20,
        "feature_fraction": 0.35,
    },
    "salience": {"trees": 140, "num_leaves": 7, "learning_rate": 0.04, "min_data_in_leaf": 20, "feature_fraction": 0.5},
    "main_event": {
        "trees": 80,
        "num_leaves": 7,
        "learning_rate": 0.04,
        "min_data_in_leaf": 20,
        "feature_fraction": 0.5,
    },
}


@dataclass(frozen=True, slots=True)
class Example:
    """The features of a sentence, with their label. All examples of an article are in the same fold."""

    article: str  # its `article_key`
    features: Features
    label: bool


def support_examples(labels: Iterable[Any], articles: Mapping[str, str]) -> Iterator[Example]:
    """Yields labelled sentences of drafts; positives are supported, negatives misleading or false.

    Broken sentences are left out: another guard rejects them.
    """
    for record in labels:
        sentences = [sentence for sentence in record["sentences"] if sentence["verdict"] != BROKEN]
        if record["article"] not in articles or not sentences:
            continue
        parsed_article = ParsedArticle(index_article(checks.read(articles[record["article"]])))
        alignments = align([sentence["text"] for sentence in sentences], parsed_article)
        for sentence, alignment in zip(sentences, alignments, strict=True):
            yield Example(
                record["article"], support_features(alignment, parsed_article), sentence["verdict"] == SUPPORTED
            )


def pick_examples(
    labels: Iterable[Any], drafts: Mapping[str, tuple[str, Sequence[str]]]
) -> Iterator[tuple[Example, Example]]:
    """Yields each sentence of the articles' stories as two examples: is it picked, does it have the main event?"""
    for record in labels:
        if record["article"] not in drafts:
            continue
        text, draft_texts = drafts[record["article"]]
        article = checks.read(text)
        parsed_article = ParsedArticle(index_article(article))
        votes = [draft_votes(checks.read(draft), parsed_article) for draft in draft_texts]
        for sentence_index, features in zip(
            parsed_article.index.story_sentences, salience_features(parsed_article.index, votes), strict=True
        ):
            start = article.sentences[sentence_index].span.start
            yield (
                Example(record["article"], features, start in record["picked"]),
                Example(record["article"], features, start == record["main"]),
            )


def draft_votes(draft: Article, parsed_article: ParsedArticle) -> list[int]:
    """Returns for each sentence of a draft the index of the article's sentence that it is aligned with."""
    texts = [draft.text_of(sentence.span) for sentence in draft.sentences]
    return [alignment.source_index for alignment in align(texts, parsed_article)]


def fit_trees(examples: Sequence[Example], parameters: Mapping[str, float]) -> Any:
    """Returns a LightGBM model fitted to the examples."""
    import lightgbm
    import numpy

    names = list(examples[0].features)
    rows = numpy.array([[float(example.features[name]) for name in names] for example in examples])
    labels = numpy.array([example.label for example in examples])
    lightgbm_parameters = (
        SHARED_PARAMETERS | {"lambda_l2": 6.0} | {name: value for name, value in parameters.items() if name != "trees"}
    )
    return lightgbm.train(lightgbm_parameters, lightgbm.Dataset(rows, labels), int(parameters["trees"]))


def cross_validated_area(examples: Sequence[Example], parameters: Mapping[str, float]) -> float:
    """Returns the area under the ROC curve where each fold is scored by a model fitted to the others."""
    import numpy

    scored: list[tuple[float, bool]] = []
    for fold in range(FOLDS):
        held_out = [example for example in examples if fold_of(example.article) == fold]
        model = fit_trees([example for example in examples if fold_of(example.article) != fold], parameters)
        rows = numpy.array([[float(value) for value in example.features.values()] for example in held_out])
        scored += zip(model.predict(rows), [example.label for example in held_out], strict=True)
    return area_under_curve(scored)


def table_of(model: Any, feature_names: Sequence[str]) -> dict[str, Any]:
    """Returns the model in the format that `support.boosted_trees` reads, with the features that its trees split on."""
    dump = model.dump_model()
    trees = [_nested_node(tree["tree_structure"]) for tree in dump["tree_info"]]
    used = sorted({feature for tree in trees for feature in _split_features(tree)})
    index_of = {feature: index for index, feature in enumerate(used)}
    return {
        "features": [feature_names[feature] for feature in used],
        "bias": 0.0,
        "trees": [_renumbered(tree, index_of) for tree in trees],
    }


def _nested_node(node: Mapping[str, Any]) -> Any:
    """Returns a node of LightGBM's dump as [feature, threshold, left, right], or the value of a leaf."""
    if "leaf_value" in node:
        return round(node["leaf_value"], 5)
    threshold = float(f"{node['threshold']:.4g}")
    return [node["split_feature"], threshold, _nested_node(node["left_child"]), _nested_node(node["right_child"])]


def _split_features(tree: Any) -> Iterator[int]:
    """Yields the feature of each split of a tree."""
    if isinstance(tree, list):
        yield tree[0]
        yield from _split_features(tree[2])
        yield from _split_features(tree[3])


def _renumbered(tree: Any, index_of: Mapping[int, int]) -> Any:
    """Returns a tree with each feature replaced by its index in the table."""
    if not isinstance(tree, list):
        return tree
    return [index_of[tree[0]], tree[1], _renumbered(tree[2], index_of), _renumbered(tree[3], index_of)]


def write_table(name: str, examples: Sequence[Example], folder: Path) -> None:
    """Prints the cross-validated area under the ROC curve of a table, fits the table to all examples and writes it."""
    parameters = TABLE_PARAMETERS[name]
    area = cross_validated_area(examples, parameters)
    positive = sum(example.label for example in examples) / len(examples)
    print(f"{name}: {len(examples)} examples, {positive:.0%} positive, area under the ROC curve {area:.3f}", flush=True)
    table = json.dumps(table_of(fit_trees(examples, parameters), list(examples[0].features)), separators=(",", ":"))
    (folder / f"{name}.json").write_text(table + "\n", "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("table", choices=("support", "picks"))
    parser.add_argument("--labels", type=existing_file, action="append", required=True)
    parser.add_argument("--articles", type=existing_file, action="append", default=[])
    parser.add_argument("--drafts", type=existing_file, action="append", default=[])
    parser.add_argument("--out", type=existing_folder, default=TABLES_FOLDER, help="the folder of the tables")
    arguments = parser.parse_args()
    labels = [record for path in arguments.labels for record in read_records(path)]
    articles = read_articles(arguments.articles)
    if arguments.table == "picks":
        drafts = read_drafts(arguments.drafts)
        pairs = list(pick_examples(labels, drafts))
        write_table("salience", [picked for picked, _ in pairs], arguments.out)
        write_table("main_event", [main_event for _, main_event in pairs], arguments.out)
    else:
        write_table("support", list(support_examples(labels, articles)), arguments.out)


if __name__ == "__main__":
    main()
