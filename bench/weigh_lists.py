"""Fits how reading and trees add up for lists that do not agree with their count, on news that nobody has marked.

    python bench/weigh_lists.py texts.json

`texts.json` is a list of plain texts; `checks.relations.reading_odds` has its weights from 5,200. In printed news most
lists that belong to a count agree with it, and others agree by chance. So a model that does not see the count says
how likely a list agrees; what that exceeds chance is how likely it belongs to the count. A list that agrees, given
another count, stands for a slip, by that weight; those that do not agree are none. Prints the weights of a logistic
regression, with the log-odds that so many false alarms in 1,000 words leave. Needs lightgbm and numpy.
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
from bench.fit_reading import _limited, _logistic
from checks.relations.counted_lists import MAX_COUNT, CountedList, counted_lists_of
from checks.relations.frames import frames_of
from checks.relations.odds import log_odds
from checks.run import prose_of
from summarizer.engines import load_figure_judge
from summarizer.pipeline.figure_reader import JudgesFigures, read_figures

FOLDS = 4
MIN_TIED = 0.1  # share of the weight of one that surely belongs, below which a list is left out
MAX_OFF = 3  # by how many a count is wrong
FALSE_ALARMS = (0.01, 0.02)  # in 1,000 words
SHAPE = {
    "objective": "binary", "verbose": -1, "num_leaves": 31, "learning_rate": 0.05, "min_data_in_leaf": 50,
    "feature_fraction": 0.5, "lambda_l2": 5, "num_threads": 2, "seed": 1,
}  # fmt: skip


class Listed(NamedTuple):
    """A list with a count that it may belong to, and the log-odds of the reading."""

    text: int
    candidate: CountedList
    reading: float

    @property
    def value(self) -> int:
        """The count."""
        return int(self.candidate.evidence[0])

    @property
    def masked(self) -> list[float]:
        """What is known of it without the count."""
        _, listed, _, readings = self.candidate.evidence
        return [*self.candidate.features[1:], listed, readings]


def listed_in(number: int, text: str, model: JudgesFigures) -> Iterator[Listed]:
    """The lists of a text that the model has read."""
    article = checks.read(text)
    reading = read_figures(model, article, "a model")
    for candidate in counted_lists_of(frames_of(prose_of(article))) if reading else ():
        place = ("list", (candidate.frame.statement.span, candidate.enumeration.span))
        model_log_odds = reading.log_odds.get(place) if reading else None  # type: ignore[call-overload]
        if model_log_odds is not None:
            yield Listed(number, candidate, model_log_odds)


def tied(lists: Sequence[Listed]) -> list[float]:
    """For each list how likely it belongs to its count, 0 to 1, by a model of the other texts."""
    import lightgbm
    import numpy as np

    rows, agrees = np.array([each.masked for each in lists]), np.array([each.candidate.agrees for each in lists], float)
    fold = np.array([each.text % FOLDS for each in lists])
    counts = Counter(each.value for each in lists)
    found = np.zeros(len(lists))
    for number in range(FOLDS):
        model: Any = lightgbm.train(SHAPE, lightgbm.Dataset(rows[fold != number], agrees[fold != number]), 250)
        found[fold == number] = model.predict(rows[fold == number])
    chance = np.array(
        [sum(counts[count] for count in each.candidate.enumeration.counts) / len(lists) for each in lists]
    )
    return [float(share) for share in np.clip((found - chance) / (1 - chance + 1e-6), 0, 1)]


def with_another_count(listed: Listed, rng: random.Random) -> tuple[float, ...] | None:
    """The features and evidence of a list whose count is a slip; None where no other count is wrong."""
    counts, (_, number, _, readings) = listed.candidate.enumeration.counts, listed.candidate.evidence
    near = range(max(2, listed.value - MAX_OFF), min(MAX_COUNT, listed.value + MAX_OFF) + 1)
    others = [value for value in near if value != listed.value and value not in counts]
    if not others:
        return None
    value = rng.choice(others)
    off = min((abs(count - value) for count in counts), default=abs(int(number) - value))
    return (float(value == 2), *listed.candidate.features[1:], float(value), number, float(off), readings)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", type=Path)
    texts = json.loads(parser.parse_args().texts.read_text("utf-8"))
    model, rng = load_figure_judge(), random.Random(5)
    lists = [listed for number, text in enumerate(texts) for listed in listed_in(number, text, model)]
    rows: list[list[float]] = []
    weights: list[float] = []
    wrong: list[list[float]] = []
    for listed, weight in zip(lists, tied(lists), strict=True):
        candidate = listed.candidate
        if candidate.agrees and not candidate.is_open and weight >= MIN_TIED:
            slip = with_another_count(listed, rng)
            if slip:
                rows.append([1.0, _limited(log_odds("list slip", slip)), _limited(listed.reading)])
                weights.append(weight)
        elif not candidate.agrees and not (candidate.is_open and candidate.evidence[1] < listed.value):
            trees = log_odds("list slip", (*candidate.features, *candidate.evidence))
            wrong.append([1.0, _limited(trees), _limited(listed.reading)])
    chosen = rng.choices(rows, weights, k=round(math.fsum(weights)))  # as often as it is likely to be a tie
    fitted = _logistic([*chosen, *wrong], [*[True] * len(chosen), *[False] * len(wrong)])
    print(f"{len(lists)} lists; constant, trees, reading: {', '.join(f'{each:.2f}' for each in fitted)}")
    false_alarms = sorted((math.fsum(map(math.prod, zip(fitted, row, strict=True))) for row in wrong), reverse=True)
    words = sum(len(text.split()) for text in texts)
    for alarms in FALSE_ALARMS:
        least = false_alarms[min(round(alarms * words / 1000), len(false_alarms) - 1)]
        print(f"{alarms} false alarms in 1,000 words: log-odds of {least:.2f}")


if __name__ == "__main__":
    main()
