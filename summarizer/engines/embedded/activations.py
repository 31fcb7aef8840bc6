"""The activations between the layers of the judges' heads."""

from __future__ import annotations

import math

import numpy as np

from summarizer.engines.embedded.tuned_layers import Matrix


def gelu(values: Matrix) -> Matrix:
    """The Gaussian error linear unit, by its definition; of any shape."""
    error = np.array([math.erf(value / math.sqrt(2)) for value in values.reshape(-1).tolist()], np.float32)
    return np.asarray(values * (1 + error.reshape(values.shape)) / 2, np.float32)


def gelu_by_tanh(values: Matrix) -> Matrix:
    """The Gaussian error linear unit, in its approximation by the hyperbolic tangent: faster, for many values."""
    inner = np.float32((2 / np.pi) ** 0.5) * (values + np.float32(0.044715) * values**3)
    return np.asarray(values * (1 + np.tanh(inner)) / 2, np.float32)
