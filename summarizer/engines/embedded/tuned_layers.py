"""The embedded model's first layers, tuned for the judges, and the hidden states that each judge's head takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from summarizer.engines.embedded.rotation import random_orthogonal
from summarizer.models import errors

JUDGE_LAYERS = 20  # that most judges run, two thirds of the model: the last ones mostly serve to predict the next word
EPSILON = 1e-5  # added to a variance that may be 0

Matrix = NDArray[np.float32]
Encode = Callable[[str], tuple[list[int], list[tuple[int, int]]]]  # text to token ids and their (start, end) offsets


class TunedLayers:
    """A backend that computes hidden states, and the tokenizer."""

    def __init__(self, backend: Any, tokenizer: Any, hidden_size: int) -> None:
        self._backend = backend
        self._tokenizer = tokenizer
        self._unrotate = random_orthogonal(hidden_size).T.astype(np.float32)

    def encode(self, text: str) -> tuple[list[int], list[tuple[int, int]]]:
        """Returns the token ids of a text, and the (start, end) offsets of each."""
        encoding = self._tokenizer.encode(text, add_special_tokens=False)
        return encoding.ids, encoding.offsets

    def hidden_states(self, token_ids: Sequence[int], branches: Sequence[range] = ()) -> Matrix:
        """Returns the hidden state of each token, normalized to mean 0 and variance 1: (tokens, hidden size).

        `branches` are alternative endings, which do not attend to each other: see `attention`.
        """
        states = self._backend.hidden_states(token_ids, branches) @ self._unrotate
        centred = states - states.mean(axis=-1, keepdims=True)
        deviation = np.sqrt((centred**2).mean(axis=-1, keepdims=True) + EPSILON)
        normalized: Matrix = centred / deviation
        return normalized


def linear(weights: Mapping[str, Matrix], name: str, inputs: Matrix) -> Matrix:
    """Applies the linear layer `name`: (rows, inputs) to (rows, outputs)."""
    product: Matrix = inputs @ weights[f"{name}.weight"].T + weights[f"{name}.bias"]
    return product


def read_weights(file: Path) -> dict[str, Matrix]:
    """Returns the tensors of a safetensors file as float32. Raises CorruptModel where it cannot be read."""
    from safetensors import SafetensorError
    from safetensors.numpy import load_file

    try:
        stored = load_file(file)
    except (OSError, SafetensorError) as error:
        raise errors.CorruptModel(f"{file} cannot be read: {error}.") from error
    return {name: tensor.astype(np.float32) for name, tensor in stored.items()}
