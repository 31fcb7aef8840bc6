"""Fits the weights of a logistic regression. Imported by other scripts, not run itself. Needs numpy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

NEWTON_STEPS = 40


def fit_logistic_regression(features: Any, labels: Any, penalty: float | Sequence[float]) -> list[float]:
    """The weights of a logistic regression with an L2 penalty, by Newton's method.

    `features` has a row per example, with a 1 for the constant where one is wanted; `labels` are 0 or 1. `penalty` is
    that of the squared weights: one for all, or one for each.
    """
    import numpy as np

    x, y = np.array(features, float), np.array(labels, float)
    penalties = np.broadcast_to(np.array(penalty, float), x.shape[1:])
    weights = np.zeros(x.shape[1])
    for _ in range(NEWTON_STEPS):
        probability = 1 / (1 + np.exp(-x @ weights))
        gradient = x.T @ (probability - y) + penalties * weights
        curvature = (x.T * (probability * (1 - probability))) @ x + np.diag(penalties)
        weights -= np.linalg.solve(curvature, gradient)
    return [float(weight) for weight in weights]
