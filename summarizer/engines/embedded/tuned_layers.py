"""The embedded model's first layers, tuned to judge, and the states behind them on which each judge's head stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from summarizer.engines.embedded.rotation import random_orthogonal
from summarizer.models import errors

LAYERS = 20  # of the model that most judges run, two thirds: what the last ones add is about the next word
EPSILON = 1e-5

Matrix = NDArray[np.float32]
Encode = Callable[[str], tuple[list[int], list[tuple[int, int]]]]  # token ids, and the offsets of each in the text


class TunedLayers:
    """A backend that computes the states, with its tokenizer."""

    def __init__(self, backend: Any, tokenizer: Any, hidden_size: int) -> None:
        self._backend = backend
        self._tokenizer = tokenizer
        self._unrotate = random_orthogonal(hidden_size).T.astype(np.float32)

    def encode(self, text: str) -> tuple[list[int], list[tuple[int, int]]]:
        """The token ids of a text, and the offsets of each."""
        encoding = self._tokenizer.encode(text, add_special_tokens=False)
        return encoding.ids, encoding.offsets

    def states(self, token_ids: Sequence[int], branches: Sequence[range] = ()) -> Matrix:
        """The normalized state of each token, after all tokens up to it: (tokens, hidden size).

        `branches` are endings that do not see each other: see `attention`.
        """
        states = self._backend.states(token_ids, branches) @ self._unrotate
        centred = states - states.mean(axis=-1, keepdims=True)
        deviation = np.sqrt((centred**2).mean(axis=-1, keepdims=True) + EPSILON)
        normalized: Matrix = centred / deviation
        return normalized


def linear(weights: Mapping[str, Matrix], name: str, inputs: Matrix) -> Matrix:
    """The linear layer of this name: (rows, inputs) to (rows, outputs)."""
    product: Matrix = inputs @ weights[f"{name}.weight"].T + weights[f"{name}.bias"]
    return product


def read_weights(file: Path) -> dict[str, Matrix]:
    """The tensors of a file, in 32 bits. Raises CorruptModel where it cannot be read."""
    from safetensors import SafetensorError
    from safetensors.numpy import load_file

    try:
        stored = load_file(file)
    except (OSError, SafetensorError) as error:
        raise errors.CorruptModel(f"{file} cannot be read: {error}.") from error
    return {name: tensor.astype(np.float32) for name, tensor in stored.items()}
