"""A head on the states of the embedded model's first layers: what `phrase_judge` and `figure_judge` have in common."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from summarizer.engines.llama.rotation import random_orthogonal
from summarizer.models import errors

HEAD_FILE = "head.safetensors"
EPSILON = 1e-5

Matrix = NDArray[np.float32]


class Head:
    """The head's weights, and the backend that computes the states. Raises CorruptModel where they cannot be read."""

    def __init__(self, backend: Any, tokenizer: Any, hidden_size: int, folder: Path) -> None:
        from safetensors import SafetensorError
        from safetensors.numpy import load_file

        try:
            stored = load_file(folder / HEAD_FILE)
        except (OSError, SafetensorError) as error:
            raise errors.CorruptModel(f"{folder / HEAD_FILE} cannot be read: {error}.") from error
        self._weights: dict[str, Matrix] = {name: tensor.astype(np.float32) for name, tensor in stored.items()}
        self._backend = backend
        self._tokenizer = tokenizer
        self._unrotate = random_orthogonal(hidden_size).T.astype(np.float32)

    def _encode(self, text: str) -> tuple[list[int], list[tuple[int, int]]]:
        encoding = self._tokenizer.encode(text, add_special_tokens=False)
        return encoding.ids, encoding.offsets

    def _states(self, token_ids: Sequence[int]) -> Matrix:
        """The states of the tokens, (tokens, hidden), in the basis of training and normalised as there."""
        states = self._backend.states(token_ids) @ self._unrotate
        centred = states - states.mean(axis=-1, keepdims=True)
        deviation = np.sqrt((centred**2).mean(axis=-1, keepdims=True) + EPSILON)
        normalized: Matrix = centred / deviation * self._weights["norm.weight"] + self._weights["norm.bias"]
        return normalized

    def _linear(self, name: str, inputs: Matrix) -> Matrix:
        product: Matrix = inputs @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"]
        return product
