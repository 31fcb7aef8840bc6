"""Fits the weights of trees and reading for lists that do not agree with their count, on news without annotation.

    python bench/fit_list_weights.py texts.json

`texts.json` is a JSON list of plain texts; the weights in `checks.relations.reading_odds` come from 5,200. Needs
lightgbm and numpy. The embedded model reads each text once, which is most of the time that the script takes.

In printed news most lists that belong to a count agree with it, and others agree by chance. So a model that does not
see the count is trained to predict whether a list agrees, and the probability in excess of chance says how likely the
list belongs to the count. A list that agrees, given another count, is a positive (a slip) with that weight; those that
disagree are negatives.

Prints the weights of a logistic regression, and the log-odds thresholds at which FALSE_ALARMS remain.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))

import checks
from bench.fit_reading_weights import PENALTY, clamped
from bench.logistic_regression import fit_logistic_regression
from checks.relations.counted_lists import MAX_COUNT, CountedList, counted_lists_of
from checks.relations.frames import frames_of
from checks.relations.odds import log_odds
from checks.run import prose_of
from summarizer.engines import load_figure_judge
from summarizer.pipeline.figure_reader import JudgesFigures, read_figures
from summarizer.training.arguments import existing_file

FOLDS = 4  # of cross-fitting, by text
MIN_TIE_PROBABILITY = 0.1  # below which a list is left out
MAX_MISCOUNT = 3  # by how much an edited count differs at most
FALSE_ALARMS = (0.01, 0.02)  # per 1,000 words
TREE_PARAMETERS = {
    "objective": "binary", "verbose": -1, "num_leaves": 31, "learning_rate": 0.05, "min_data_in_leaf": 50,
    "feature_fraction": 0.5, "lambda_l2": 5, "num_threads": 2, "seed": 1,
}  # fmt: skip
TREES = 250


class ListCandidate(NamedTuple):
    """A list with a count that it may belong to, the index of its text, and the model's log-odds that it belongs."""

    text: int
    candidate: CountedList
    reading: float

    @property
    def value(self) -> int:
        """The count."""
        return int(self.candidate.evidence[0])

    @property
    def features_without_count(self) -> list[float]:
        """The features that do not depend on the count."""
        _, listed, _, readings = self.candidate.evidence
        return [*self.candidate.features[1:], listed, readings]


def list_candidates(number: int, text: str, model: JudgesFigures) -> Iterator[ListCandidate]:
    """The lists of a text for which the model gives log-odds."""
    article = checks.read(text)
    reading = read_figures(model, article, "a model")
    for candidate in counted_lists_of(frames_of(prose_of(article))) if reading else ():
        place = ("list", (candidate.frame.statement.span, candidate.enumeration.span))
        model_log_odds = reading.log_odds.get(place) if reading else None  # type: ignore[call-overload]
        if model_log_odds is not None:
            yield ListCandidate(number, candidate, model_log_odds)


def tie_probabilities(lists: Sequence[ListCandidate]) -> list[float]:
    """The probability that each list belongs to its count, by a model trained on the other folds."""
    import lightgbm
    import numpy as np

    rows, agrees = (
        np.array([each.features_without_count for each in lists]),
        np.array([each.candidate.agrees for each in lists], float),
    )
    fold = np.array([each.text % FOLDS for each in lists])
    counts = Counter(each.value for each in lists)
    found = np.zeros(len(lists))
    for number in range(FOLDS):
        model: Any = lightgbm.train(
            TREE_PARAMETERS, lightgbm.Dataset(rows[fold != number], agrees[fold != number]), TREES
        )
        found[fold == number] = model.predict(rows[fold == number])
    chance = np.array(
        [sum(counts[count] for count in each.candidate.enumeration.counts) / len(lists) for each in lists]
    )
    return [float(share) for share in np.clip((found - chance) / (1 - chance + 1e-6), 0, 1)]


def with_miscount(listed: ListCandidate, rng: random.Random) -> tuple[float, ...] | None:
    """The features and evidence of a list after its count was changed; None where no near count would be wrong."""
    counts, (_, number, _, readings) = listed.candidate.enumeration.counts, listed.candidate.evidence
    nearby = range(max(2, listed.value - MAX_MISCOUNT), min(MAX_COUNT, listed.value + MAX_MISCOUNT) + 1)
    others = [value for value in nearby if value != listed.value and value not in counts]
    if not others:
        return None
    value = rng.choice(others)
    off = min((abs(count - value) for count in counts), default=abs(int(number) - value))
    return (float(value == 2), *listed.candidate.features[1:], float(value), number, float(off), readings)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", type=existing_file, help="a list of plain texts")
    texts = json.loads(parser.parse_args().texts.read_text("utf-8"))
    model, rng = load_figure_judge(), random.Random(5)
    lists = [listed for number, text in enumerate(texts) for listed in list_candidates(number, text, model)]
    rows: list[list[float]] = []
    weights: list[float] = []
    wrong: list[list[float]] = []
    for listed, weight in zip(lists, tie_probabilities(lists), strict=True):
        candidate = listed.candidate
        if candidate.agrees and not candidate.is_open and weight >= MIN_TIE_PROBABILITY:
            slip = with_miscount(listed, rng)
            if slip:
                rows.append([1.0, clamped(log_odds("list slip", slip)), clamped(listed.reading)])
                weights.append(weight)
        elif not candidate.agrees and not (candidate.is_open and candidate.evidence[1] < listed.value):
            trees = log_odds("list slip", (*candidate.features, *candidate.evidence))
            wrong.append([1.0, clamped(trees), clamped(listed.reading)])
    chosen = rng.choices(rows, weights, k=round(math.fsum(weights)))  # each as often as it is likely to be a tie
    labels = [*[True] * len(chosen), *[False] * len(wrong)]
    fitted = fit_logistic_regression([*chosen, *wrong], labels, PENALTY)
    print(f"{len(lists)} lists; constant, trees, reading: {', '.join(f'{each:.2f}' for each in fitted)}")
    false_alarms = sorted((math.fsum(map(math.prod, zip(fitted, row, strict=True))) for row in wrong), reverse=True)
    words = sum(len(text.split()) for text in texts)
    for alarms in FALSE_ALARMS:
        threshold = false_alarms[min(round(alarms * words / 1000), len(false_alarms) - 1)]
        print(f"{alarms} false alarms in 1,000 words: log-odds of {threshold:.2f}")


if __name__ == "__main__":
    main()
