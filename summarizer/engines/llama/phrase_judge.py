"""What editors would say of a sentence without one of its phrases: the embedded model's first layers, and a small head.

The model reads the headline, what comes before, the sentence, and the sentence once more: at the second reading each
word has seen what follows it, though the model only looks back. An adapter of its own (LoRA) and the head on the states
of the second reading were tuned on editors' labels by `summarizer.training.phrases`. A sentence is read once for all
its phrases, which takes about 0.05 s on two cores.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from summarizer.engines.llama.phrase_reading import Reading
from summarizer.engines.llama.rotation import random_orthogonal
from summarizer.engines.phrases import DEPENDENCIES, SentenceInContext, Verdict
from summarizer.models import errors

LAYERS = 20  # of the model that are run, two thirds: what the last ones add is about the next word
LENGTH_SCALE = 20  # tokens; a phrase of so many has length 1
HEAD_FILE = "head.safetensors"
EPSILON = 1e-5

Matrix = NDArray[np.float32]


class PhraseJudge:
    """The head, and the backend that computes the states. Raises CorruptModel where the head cannot be read."""

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

    def verdicts(self, sentence: SentenceInContext) -> list[Verdict | None]:
        """A verdict on each phrase of the sentence; None where it lies beyond what is read."""
        if not sentence.phrases:
            return []
        reading = Reading(sentence, self._encode)
        features = [reading.places(phrase.words, phrase.top, phrase.head) for phrase in sentence.phrases]
        if all(places is None for places in features):
            return [None] * len(features)
        states = self._normalized(self._backend.states(reading.token_ids) @ self._unrotate)
        whole = (states[reading.start : reading.end + 1].mean(0) + states[reading.end]) / 2
        rows = [
            np.concatenate(
                [
                    states[places.own].mean(0),
                    *(states[place] for place in places.around),
                    whole,
                    np.array([len(places.own) / LENGTH_SCALE, len(places.own) / (reading.end - reading.start)]),
                    self._weights["dependencies"][DEPENDENCIES.index(phrase.dependency)],
                ]
            ).astype(np.float32)
            for places, phrase in zip(features, sentence.phrases, strict=True)
            if places is not None
        ]
        hidden = _gelu(self._linear("hidden", np.stack(rows)))
        scores = self._linear("labels", hidden)
        odds = np.exp(scores - scores.max(axis=1, keepdims=True))
        shares = odds / odds.sum(axis=1, keepdims=True)
        gone = 1 / (1 + np.exp(-self._linear("removed", hidden)))
        found = iter(
            Verdict(better, optional, poorer, broken, removed)
            for (better, optional, poorer, broken), [removed] in zip(shares.tolist(), gone.tolist(), strict=True)
        )
        return [None if places is None else next(found) for places in features]

    def _encode(self, text: str) -> tuple[list[int], list[tuple[int, int]]]:
        encoding = self._tokenizer.encode(text, add_special_tokens=False)
        return encoding.ids, encoding.offsets

    def _normalized(self, states: Matrix) -> Matrix:
        centred = states - states.mean(axis=-1, keepdims=True)
        deviation = np.sqrt((centred**2).mean(axis=-1, keepdims=True) + EPSILON)
        normalized: Matrix = centred / deviation * self._weights["norm.weight"] + self._weights["norm.bias"]
        return normalized

    def _linear(self, name: str, inputs: Matrix) -> Matrix:
        product: Matrix = inputs @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"]
        return product


def _gelu(values: Matrix) -> Matrix:
    """The Gaussian error linear unit, by its definition."""
    error = np.array([math.erf(value / math.sqrt(2)) for value in values.reshape(-1).tolist()], np.float32)
    return np.asarray(values * (1 + error.reshape(values.shape)) / 2, np.float32)
