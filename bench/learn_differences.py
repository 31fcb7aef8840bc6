"""Learns the weights of `checks.stories.evidence` from labelled groups of stories: learn_differences.py FILE...

Each FILE is one writer's groups, as `across_articles.py` reads them. Prints the weights of a logistic regression on all
of them, and how many planted contradictions are found, and in how many groups something false is, where each writer's
groups are judged by weights that were learned from the others'.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from itertools import combinations
from pathlib import Path

import numpy as np
from across_articles import Group, is_planted, story_of
from numpy.typing import NDArray

from checks.stories.differences import Difference, Nature, pairs_of
from checks.stories.digest import Story
from checks.stories.evidence import EVIDENCE, EVIDENCE_OF_TIME, Pair

PENALTY = 1 / 3  # of the squared weights, the bias excepted
THRESHOLDS = (1.0, 0.5, 0.2, 0.0, -0.2, -0.4, -0.6, -0.8, -1.0)
ALL_EVIDENCE = (*EVIDENCE, *EVIDENCE_OF_TIME)

FloatArray = NDArray[np.float64]


def examples_of(group: Group) -> list[tuple[list[float], bool]]:
    """What is measured of each pair of facts that could contradict each other, and whether that was planted."""
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
    """The weights of a logistic regression, by Newton's method; the last one is the bias."""
    inputs = np.c_[measured, np.ones(len(measured))]
    penalty = np.full(inputs.shape[1], PENALTY)
    penalty[-1] = 1e-9
    weights = np.zeros(inputs.shape[1])
    for _ in range(40):
        chances = 1 / (1 + np.exp(-inputs @ weights))
        gradient = inputs.T @ (chances - labels) + penalty * weights
        curvature = (inputs * (chances * (1 - chances))[:, None]).T @ inputs + np.diag(penalty)
        weights = weights - np.linalg.solve(curvature, gradient)
    return weights


def main() -> None:
    measured: list[list[float]] = []
    labels: list[float] = []
    places: list[tuple[str, str]] = []  # file and group of each example
    planted = groups = 0
    for file in sys.argv[1:]:
        for line in Path(file).read_text(encoding="utf-8").splitlines():
            group = json.loads(line)
            planted += bool(group["conflict_figures"])
            groups += 1
            for values, label in examples_of(group):
                measured.append(values)
                labels.append(float(label))
                places.append((file, group["group"]))
    inputs, targets = np.array(measured), np.array(labels)
    files = np.array([file for file, _ in places])
    judged = np.zeros(len(targets))
    for file in sys.argv[1:]:
        own = files == file
        weights = fit(inputs[~own], targets[~own])
        judged[own] = inputs[own] @ weights[:-1] + weights[-1]
    highest: dict[tuple[tuple[str, str], bool], float] = defaultdict(lambda: -np.inf)
    for place, label, weight in zip(places, labels, judged, strict=True):
        highest[place, bool(label)] = max(highest[place, bool(label)], weight)
    for threshold in THRESHOLDS:
        found, false = (
            sum(weight >= threshold for (_, label), weight in highest.items() if label == right)
            for right in (True, False)
        )
        print(f"{threshold:5.1f}: {found} of {planted} found, false in {false} of {groups} groups")
    for file in sys.argv[1:]:
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
