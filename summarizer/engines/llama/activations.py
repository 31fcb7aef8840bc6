"""The activation between the layers of the judges' heads."""

from __future__ import annotations

import math

import numpy as np

from summarizer.engines.llama.tuned_layers import Matrix


def gelu(values: Matrix) -> Matrix:
    """The Gaussian error linear unit, by its definition; of any shape."""
    error = np.array([math.erf(value / math.sqrt(2)) for value in values.reshape(-1).tolist()], np.float32)
    return np.asarray(values * (1 + error.reshape(values.shape)) / 2, np.float32)
