"""Fits the logistic regressions that judge a story's first sentences, on the hidden states of the tuned layers.

    python -m summarizer.training.sentences --labels bench/labels/sentences.jsonl.gz --articles articles.jsonl \\
        --out summarizer/training/editor_adapter

`--articles` holds {"article": text}. Labels of other articles are skipped. The states are those that the engine
computes with its adapter, so run `summarizer.training.editors` first. Prints the area under the ROC curve by
cross-validation over five folds of the articles, then fits the regressions to all of them and writes their weights.
Needs the extra `copydesk[train]`; takes five minutes on two cores.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import checks
from summarizer.engines.embedded.sentence_judge import QUESTIONS, WORTH_FILE, opening_states
from summarizer.engines.embedded.tuned_layers import TunedLayers
from summarizer.pipeline.opening import headline_of
from summarizer.training.arguments import existing_file, existing_folder
from summarizer.training.labels import FOLDS, fold_of, read_articles, read_records, texts_of_sentences
from summarizer.training.metrics import area_under_curve

NEWTON_STEPS = 12  # the loss stays the same after eight
L2_PENALTIES = {"boilerplate": 300.0, "main_event": 1000.0}  # on the weights of standardised features
MAIN_NEWS = "M"  # worth of a sentence with the main news
STORY, CONTAMINATED = "S", "G"  # kinds: a clean sentence of the story, and one with a caption or the like stuck to it

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class LabelledOpening:
    """The hidden states of an article's first sentences, and for each a letter for its kind and one for its worth."""

    article: str  # its `article_key`
    states: Array  # (sentences, 2 * hidden size)
    kinds: str
    worths: str


def labelled_openings(
    records: Iterable[Any], articles: Mapping[str, str], layers: TunedLayers
) -> Iterator[LabelledOpening]:
    """Yields the labelled openings of those articles that are in `articles`.

    An article that is split into other sentences than when it was labelled is left out.
    """
    for record in records:
        if record["article"] not in articles:
            continue
        article = checks.read(articles[record["article"]])
        texts = texts_of_sentences(article, record["sentences"])
        if texts is not None:
            states = opening_states(layers, headline_of(article), texts).astype(np.float64)
            yield LabelledOpening(record["article"], states, record["kinds"], record["worths"])


def examples(openings: Iterable[LabelledOpening], question: str) -> tuple[Array, NDArray[np.bool_], NDArray[np.int64]]:
    """Returns the examples for one of QUESTIONS: hidden states, labels, and the folds of their articles.

    For "boilerplate", sentences with a caption or the like stuck to them are left out.
    """
    rows, labels, folds = [], [], []
    for opening in openings:
        for state, kind, worth in zip(opening.states, opening.kinds, opening.worths, strict=True):
            if question == "boilerplate" and kind == CONTAMINATED:
                continue
            rows.append(state)
            labels.append(kind != STORY if question == "boilerplate" else worth == MAIN_NEWS)
            folds.append(fold_of(opening.article))
    return np.array(rows), np.array(labels), np.array(folds)


def fit_logistic_regression(rows: Array, labels: NDArray[np.bool_], penalty: float) -> tuple[Array, float]:
    """Returns the weights and the bias, by Newton's method, with an L2 penalty on the weights alone."""
    mean, deviation = rows.mean(0), rows.std(0) + 1e-6
    inputs = np.c_[(rows - mean) / deviation, np.ones(len(rows))]
    penalties = np.append(np.full(rows.shape[1], penalty), 0.0)
    weights = np.zeros(inputs.shape[1])
    for _ in range(NEWTON_STEPS):
        probabilities = 1 / (1 + np.exp(-inputs @ weights))
        gradient = inputs.T @ (probabilities - labels) + penalties * weights
        hessian = (inputs * (probabilities * (1 - probabilities))[:, None]).T @ inputs + np.diag(penalties)
        weights -= np.linalg.solve(hessian, gradient)
    unstandardised = weights[:-1] / deviation
    return unstandardised, float(weights[-1] - unstandardised @ mean)


def cross_validated_area(rows: Array, labels: NDArray[np.bool_], folds: NDArray[np.int64], penalty: float) -> float:
    """Returns the area under the ROC curve where each fold is scored by a regression fitted to the others."""
    scored: list[tuple[float, bool]] = []
    for fold in range(FOLDS):
        held_out = folds == fold
        weights, bias = fit_logistic_regression(rows[~held_out], labels[~held_out], penalty)
        scored += zip((rows[held_out] @ weights + bias).tolist(), labels[held_out].tolist(), strict=True)
    return area_under_curve(scored)


def write_regressions(openings: Iterable[LabelledOpening], folder: Path) -> None:
    """Fits the regressions of all QUESTIONS, writes their weights and prints their cross-validated areas."""
    from safetensors.numpy import save_file

    openings = list(openings)
    fitted = []
    for question in QUESTIONS:
        rows, labels, folds = examples(openings, question)
        area = cross_validated_area(rows, labels, folds, L2_PENALTIES[question])
        print(f"{question}: {labels.sum()} of {len(labels)} sentences, area under the ROC curve {area:.3f}", flush=True)
        fitted.append(fit_logistic_regression(rows, labels, L2_PENALTIES[question]))
    weight = np.stack([weights for weights, _ in fitted]).astype(np.float32)
    bias = np.array([bias for _, bias in fitted], np.float32)
    save_file({"weight": weight, "bias": bias}, folder / WORTH_FILE)


def main() -> None:
    from summarizer import loaded

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--labels", type=existing_file, required=True)
    parser.add_argument("--articles", type=existing_file, action="append", required=True)
    parser.add_argument("--out", type=existing_folder, required=True)
    arguments = parser.parse_args()
    articles = read_articles(arguments.articles)
    engine: Any = loaded("smollm2-135m")
    openings = list(labelled_openings(read_records(arguments.labels), articles, engine.tuned_layers()))
    if not openings:
        parser.error("none of the labelled articles is among those of --articles")
    write_regressions(openings, arguments.out)


if __name__ == "__main__":
    main()
