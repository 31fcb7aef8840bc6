"""Fits what tells the worth of a story's opening sentences: logistic regressions on the tuned layers' states.

    python -m summarizer.training.sentences --labels bench/labels/sentences.jsonl.gz --articles articles.jsonl \\
        --out summarizer/training/editor_adapter

`--articles` holds {"article": text}; labels of articles that are not there are left out. The states are those of the
embedded model with its adapter, as the engine computes them: `summarizer.training.editors` comes first.
Prints the area under the ROC curve where each fifth of the articles is judged by a model of the others, then writes the
weights of all. Needs the extra `copydesk[train]`; five minutes on two cores.
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
from summarizer.training.tables import area_under_curve, read_articles, read_records

FOLDS = 5
STEPS = 12  # of Newton's method; the loss stays as it is after eight
PENALTIES = {"boilerplate": 300.0, "main": 1000.0}  # of the squares of the standardised weights
MAIN = "M"  # the label of a sentence with the main news
STORY, GLUED = "S", "G"  # kinds: a clean sentence of the story, and one with something else stuck to it

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class LabelledOpening:
    """The states of an article's first sentences, and of each a letter for its kind and one for its worth."""

    article: str
    states: Array
    kinds: str
    worths: str


def labelled_openings(
    records: Iterable[Any], articles: Mapping[str, str], layers: TunedLayers
) -> Iterator[LabelledOpening]:
    """The labelled openings of the articles at hand."""
    for record in records:
        if record["article"] not in articles:
            continue
        article = checks.read(articles[record["article"]])
        sentences = {sentence.span.start: article.text_of(sentence.span) for sentence in article.sentences}
        texts = [" ".join(sentences[start].split()) for start in record["sentences"] if start in sentences]
        if len(texts) == len(record["sentences"]):
            states = opening_states(layers, headline_of(article), texts).astype(np.float64)
            yield LabelledOpening(record["article"], states, record["kinds"], record["worths"])


def examples(openings: Iterable[LabelledOpening], question: str) -> tuple[Array, NDArray[np.bool_], NDArray[np.int64]]:
    """The states that answer a question, their answers, and the folds of their articles.

    A sentence with a caption stuck to it is no example of either kind.
    """
    rows, answers, folds = [], [], []
    for opening in openings:
        for state, kind, worth in zip(opening.states, opening.kinds, opening.worths, strict=True):
            if question == "boilerplate" and kind == GLUED:
                continue
            rows.append(state)
            answers.append(kind != STORY if question == "boilerplate" else worth == MAIN)
            folds.append(int(opening.article, 16) % FOLDS)
    return np.array(rows), np.array(answers), np.array(folds)


def fit(rows: Array, answers: NDArray[np.bool_], penalty: float) -> tuple[Array, float]:
    """The weights and the bias of a logistic regression, by Newton's method; the bias is not penalised."""
    mean, deviation = rows.mean(0), rows.std(0) + 1e-6
    inputs = np.c_[(rows - mean) / deviation, np.ones(len(rows))]
    penalties = np.append(np.full(rows.shape[1], penalty), 0.0)
    weights = np.zeros(inputs.shape[1])
    for _ in range(STEPS):
        shares = 1 / (1 + np.exp(-inputs @ weights))
        gradient = inputs.T @ (shares - answers) + penalties * weights
        curvature = (inputs * (shares * (1 - shares))[:, None]).T @ inputs + np.diag(penalties)
        weights -= np.linalg.solve(curvature, gradient)
    scaled = weights[:-1] / deviation
    return scaled, float(weights[-1] - scaled @ mean)


def held_out_area(rows: Array, answers: NDArray[np.bool_], folds: NDArray[np.int64], penalty: float) -> float:
    """The area under the ROC curve where each fold is judged by a model of the others."""
    scored: list[tuple[float, bool]] = []
    for fold in range(FOLDS):
        weights, bias = fit(rows[folds != fold], answers[folds != fold], penalty)
        inside = folds == fold
        scored += zip((rows[inside] @ weights + bias).tolist(), answers[inside].tolist(), strict=True)
    return area_under_curve(scored)


def write(openings: Iterable[LabelledOpening], folder: Path) -> None:
    """Fits and writes the weights, and prints how well each question is answered."""
    from safetensors.numpy import save_file

    openings = list(openings)
    fitted = []
    for question in QUESTIONS:
        rows, answers, folds = examples(openings, question)
        area = held_out_area(rows, answers, folds, PENALTIES[question])
        print(
            f"{question}: {answers.sum()} of {len(answers)} sentences, area under the ROC curve {area:.3f}", flush=True
        )
        fitted.append(fit(rows, answers, PENALTIES[question]))
    weight = np.stack([weights for weights, _ in fitted]).astype(np.float32)
    bias = np.array([bias for _, bias in fitted], np.float32)
    save_file({"weight": weight, "bias": bias}, folder / WORTH_FILE)


def main() -> None:
    from summarizer import loaded

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--labels", type=Path, required=True)
    parser.add_argument("--articles", type=Path, action="append", required=True)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    articles = read_articles(arguments.articles)
    engine: Any = loaded("smollm2-135m")
    openings = list(labelled_openings(read_records(arguments.labels), articles, engine.tuned_layers()))
    if not openings:
        parser.error("none of the labelled articles is among those of --articles")
    write(openings, arguments.out)


if __name__ == "__main__":
    main()
