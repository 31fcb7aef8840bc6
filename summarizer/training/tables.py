"""Fits the tables of boosted trees that decide which sentences are printed, from labels (bench/labels).

    python -m summarizer.training.tables support --labels bench/labels/drafts.jsonl.gz --articles articles.jsonl
    python -m summarizer.training.tables picks   --labels bench/labels/picks.jsonl.gz  --articles articles.jsonl \\
        --drafts drafts.jsonl

`articles.jsonl` holds {"article": text}: labels name an article by the first 16 digits of the SHA-256 of its text, and
those of articles that are not there are left out. For `picks` the drafts of the articles are read from `drafts.jsonl`,
{"article": text, "drafts": [text]}. Prints the area under the ROC curve where each fifth of the articles is judged by a
model of the others, then writes the table of all. Needs lightgbm and numpy (`pip install 'copydesk[train]'`).
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
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

FOLDS = 5
TABLES = Path(__file__).parents[1] / "support"
COMMON = {
    "objective": "binary",
    "verbose": -1,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "seed": 1,
    "num_threads": 1,
    "deterministic": True,
    "force_row_wise": True,
}
SHAPES: dict[str, dict[str, float]] = {
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
    """Features with their label; examples of one article are never on both sides of a split."""

    article: str
    features: Features
    label: bool


def article_key(text: str) -> str:
    """The name by which labels refer to an article."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def read_records(path: Path) -> Iterator[Any]:
    """The records of a jsonl file, gzipped or not."""
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    yield from (json.loads(line) for line in content.decode().splitlines())


def read_articles(paths: Iterable[Path]) -> dict[str, str]:
    """The articles of files of {"article": text}, by the names that labels refer to them by."""
    records = (record for path in paths for record in read_records(path))
    return {article_key(record["article"]): record["article"] for record in records}


def support_examples(labels: Iterable[Any], articles: Mapping[str, str]) -> Iterator[Example]:
    """Sentences of drafts: supported, or misleading or false. Broken ones are left out: another guard has them."""
    for record in labels:
        sentences = [sentence for sentence in record["sentences"] if sentence["verdict"] != "B"]
        if record["article"] not in articles or not sentences:
            continue
        parsed_article = ParsedArticle(index_article(checks.read(articles[record["article"]])))
        alignments = align([sentence["text"] for sentence in sentences], parsed_article)
        for sentence, alignment in zip(sentences, alignments, strict=True):
            yield Example(record["article"], support_features(alignment, parsed_article), sentence["verdict"] == "S")


def pick_examples(
    labels: Iterable[Any], drafts: Mapping[str, tuple[str, Sequence[str]]]
) -> Iterator[tuple[Example, Example]]:
    """Sentences of articles, each as an example of a picked one and of the one with the main event."""
    for record in labels:
        if record["article"] not in drafts:
            continue
        text, written = drafts[record["article"]]
        article = checks.read(text)
        parsed_article = ParsedArticle(index_article(article))
        votes = [draft_votes(checks.read(draft), parsed_article) for draft in written]
        for number, features in zip(
            parsed_article.index.story_sentences, salience_features(parsed_article.index, votes), strict=True
        ):
            start = article.sentences[number].span.start
            yield (
                Example(record["article"], features, start in record["picked"]),
                Example(record["article"], features, start == record["main"]),
            )


def draft_votes(draft: Article, parsed_article: ParsedArticle) -> list[int]:
    """The article sentences, by index, that the draft's own come nearest to."""
    texts = [draft.text_of(sentence.span) for sentence in draft.sentences]
    return [alignment.source_index for alignment in align(texts, parsed_article)]


def fit(examples: Sequence[Example], shape: Mapping[str, float]) -> Any:
    """A lightgbm model of the examples."""
    import lightgbm
    import numpy

    names = list(examples[0].features)
    rows = numpy.array([[float(example.features[name]) for name in names] for example in examples])
    labels = numpy.array([example.label for example in examples])
    parameters = COMMON | {"lambda_l2": 6.0} | {name: value for name, value in shape.items() if name != "trees"}
    return lightgbm.train(parameters, lightgbm.Dataset(rows, labels), int(shape["trees"]))


def cross_validated(examples: Sequence[Example], shape: Mapping[str, float]) -> float:
    """The area under the ROC curve where each fold of the articles is judged by a model of the others."""
    import numpy

    scored: list[tuple[float, bool]] = []
    for fold in range(FOLDS):
        held_out = [example for example in examples if int(example.article, 16) % FOLDS == fold]
        model = fit([example for example in examples if int(example.article, 16) % FOLDS != fold], shape)
        rows = numpy.array([[float(value) for value in example.features.values()] for example in held_out])
        scored += zip(model.predict(rows), [example.label for example in held_out], strict=True)
    return area_under_curve(scored)


def area_under_curve(scored: Iterable[tuple[float, bool]]) -> float:
    """The probability that a positive scores above a negative; ties count half."""
    ordered = sorted(scored, key=lambda pair: pair[0])
    positives = sum(label for _, label in ordered)
    negatives_below = wins = 0.0
    start = 0
    while start < len(ordered):
        end = start
        while end < len(ordered) and ordered[end][0] == ordered[start][0]:
            end += 1
        tied_positives = sum(label for _, label in ordered[start:end])
        tied_negatives = end - start - tied_positives
        wins += tied_positives * (negatives_below + tied_negatives / 2)
        negatives_below += tied_negatives
        start = end
    return wins / max(1.0, positives * (len(ordered) - positives))


def table_of(model: Any, names: Sequence[str]) -> dict[str, Any]:
    """The model as `support.boosted_trees` reads it, with those of the named features that its trees ask for."""
    dump = model.dump_model()
    trees = [_tree(tree["tree_structure"]) for tree in dump["tree_info"]]
    used = sorted({feature for tree in trees for feature in _features(tree)})
    place = {feature: number for number, feature in enumerate(used)}
    return {
        "features": [names[feature] for feature in used],
        "bias": 0.0,
        "trees": [_renumbered(tree, place) for tree in trees],
    }


def _tree(node: Mapping[str, Any]) -> Any:
    if "leaf_value" in node:
        return round(node["leaf_value"], 5)
    threshold = float(f"{node['threshold']:.4g}")
    return [node["split_feature"], threshold, _tree(node["left_child"]), _tree(node["right_child"])]


def _features(tree: Any) -> Iterator[int]:
    if isinstance(tree, list):
        yield tree[0]
        yield from _features(tree[2])
        yield from _features(tree[3])


def _renumbered(tree: Any, place: Mapping[int, int]) -> Any:
    if not isinstance(tree, list):
        return tree
    return [place[tree[0]], tree[1], _renumbered(tree[2], place), _renumbered(tree[3], place)]


def write_table(name: str, examples: Sequence[Example], folder: Path) -> None:
    """Fits a table, prints how well it does on articles that it has not seen, and writes it."""
    shape = SHAPES[name]
    area = cross_validated(examples, shape)
    positive = sum(example.label for example in examples) / len(examples)
    print(f"{name}: {len(examples)} examples, {positive:.0%} positive, area under the ROC curve {area:.3f}", flush=True)
    table = json.dumps(table_of(fit(examples, shape), list(examples[0].features)), separators=(",", ":"))
    (folder / f"{name}.json").write_text(table + "\n", "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("table", choices=("support", "picks"))
    parser.add_argument("--labels", type=Path, action="append", required=True)
    parser.add_argument("--articles", type=Path, action="append", default=[])
    parser.add_argument("--drafts", type=Path, action="append", default=[])
    parser.add_argument("--out", type=Path, default=TABLES, help="the folder of the tables")
    arguments = parser.parse_args()
    labels = [record for path in arguments.labels for record in read_records(path)]
    articles = read_articles(arguments.articles)
    if arguments.table == "picks":
        drafts = {
            article_key(record["article"]): (record["article"], record["drafts"])
            for path in arguments.drafts
            for record in read_records(path)
        }
        pairs = list(pick_examples(labels, drafts))
        write_table("salience", [picked for picked, _ in pairs], arguments.out)
        write_table("main_event", [main_event for _, main_event in pairs], arguments.out)
    else:
        write_table("support", list(support_examples(labels, articles)), arguments.out)


if __name__ == "__main__":
    main()
