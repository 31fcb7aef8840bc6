"""Learns the weights of `checks.stories.evidence` from groups of stories with planted contradictions. Needs numpy.

    python bench/learn_differences.py FILE ...

Each FILE holds the groups that one writer made, in the format of `across_articles.py`. Each pair of facts that could
contradict each other is an example, positive where the contradiction was planted.

Prints first the result of cross-validation, in which each writer's groups are judged by weights learned from the
others': at each threshold how many planted contradictions are found, and in how many groups something is false; then
the same for each file at a threshold of 0. Last come the weights and the bias of a logistic regression on all files.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from itertools import combinations
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.across_articles import Group, is_planted, story_of
from bench.logistic_regression import fit_logistic_regression
from checks.stories.differences import Difference, Nature, pairs_of
from checks.stories.digest import Story
from checks.stories.evidence import EVIDENCE, EVIDENCE_OF_TIME, Pair
from summarizer.training.arguments import existing_file

PENALTY = 1 / 3  # of the squared weights, except the bias
BIAS_PENALTY = 1e-9  # not zero, so that the equations can always be solved
THRESHOLDS = (1.0, 0.5, 0.2, 0.0, -0.2, -0.4, -0.6, -0.8, -1.0)
ALL_EVIDENCE = (*EVIDENCE, *EVIDENCE_OF_TIME)

FloatArray = NDArray[np.float64]


def examples_of(group: Group) -> list[tuple[list[float], bool]]:
    """The evidence on each pair of facts that could contradict each other, and whether that was planted."""
    stories = sorted((story_of(story) for story in group["stories"]), key=lambda story: story.words.published)
    found = []
    for first, second in combinations(range(len(stories)), 2):
        for pair, reason in pairs_of(stories[first], stories[second]):
            if not reason:
                measured = [float(evidence.measure(pair)) for evidence in ALL_EVIDENCE]
                found.append((measured, _is_planted(pair, first, second, stories, group)))
    return found


def _is_planted(pair: Pair, first: int, second: int, stories: list[Story], group: Group) -> bool:
    difference = Difference(Nature.CONTRADICTION, pair.fact, pair.other, first, second, 0.0, 0.0, None, "")
    return is_planted(difference, stories, group)


def fit(measured: FloatArray, labels: FloatArray) -> FloatArray:
    """The weights of a logistic regression; the last one is the bias."""
    inputs = np.c_[measured, np.ones(len(measured))]
    penalties = [PENALTY] * measured.shape[1] + [BIAS_PENALTY]
    return np.array(fit_logistic_regression(inputs, labels, penalties))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=existing_file, nargs="+", help="the groups of one writer each, a group per line")
    paths = list(map(str, parser.parse_args().files))
    measured: list[list[float]] = []
    labels: list[float] = []
    sources: list[tuple[str, str]] = []  # file and group of each example
    planted = groups = 0
    for file in paths:
        for line in Path(file).read_text(encoding="utf-8").splitlines():
            group = json.loads(line)
            planted += bool(group["conflict_figures"])
            groups += 1
            for values, label in examples_of(group):
                measured.append(values)
                labels.append(float(label))
                sources.append((file, group["group"]))
    inputs, targets = np.array(measured), np.array(labels)
    files = np.array([file for file, _ in sources])
    held_out_weights = np.zeros(len(targets))
    for file in paths:
        is_held_out = files == file
        weights = fit(inputs[~is_held_out], targets[~is_held_out])
        held_out_weights[is_held_out] = inputs[is_held_out] @ weights[:-1] + weights[-1]
    highest: dict[tuple[tuple[str, str], bool], float] = defaultdict(lambda: -np.inf)
    for source, label, weight in zip(sources, labels, held_out_weights, strict=True):
        highest[source, bool(label)] = max(highest[source, bool(label)], weight)
    for threshold in THRESHOLDS:
        found, false = (
            sum(weight >= threshold for (_, label), weight in highest.items() if label == right)
            for right in (True, False)
        )
        print(f"{threshold:5.1f}: {found} of {planted} found, false in {false} of {groups} groups")
    for file in paths:
        found, false = (
            sum(w >= 0 for ((name, _), label), w in highest.items() if label == right and name == file)
            for right in (True, False)
        )
        print(f"  {file}: {found} found, false in {false}")
    weights = fit(inputs, targets)
    for evidence, weight in zip(ALL_EVIDENCE, weights[:-1], strict=True):
        print(f"{weight:6.2f} {evidence.measure.__name__.strip('_')}")
    print(f"{weights[-1]:6.2f} bias")


if __name__ == "__main__":
    main()
