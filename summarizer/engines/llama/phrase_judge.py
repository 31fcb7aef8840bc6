"""What editors would say of a sentence without one of its phrases: the embedded model's first layers, and a small head.

The model reads the headline, what comes before, the sentence, and the sentence once more: at the second reading each
word has seen what follows it, though the model only looks back. An adapter of its own (LoRA) and the head on the states
of the second reading were tuned on editors' labels by `summarizer.training.phrases`. A sentence is read once for all
its phrases, which takes about 0.05 s on two cores.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from summarizer.engines.llama.activations import gelu
from summarizer.engines.llama.phrase_reading import Reading
from summarizer.engines.llama.tuned_layers import HEAD_FILE, Matrix, TunedLayers, read_weights
from summarizer.engines.phrases import DEPENDENCIES, SentenceInContext, Verdict

LENGTH_SCALE = 20  # tokens; a phrase of so many has length 1


class PhraseJudge:
    """The head on what `layers` computes. Raises CorruptModel where it cannot be read."""

    def __init__(self, layers: TunedLayers, folder: Path) -> None:
        self._layers = layers
        self._weights = read_weights(folder / HEAD_FILE)

    def verdicts(self, sentence: SentenceInContext) -> list[Verdict | None]:
        """A verdict on each phrase of the sentence; None where it lies beyond what is read."""
        if not sentence.phrases:
            return []
        reading = Reading(sentence, self._layers.encode)
        features = [reading.places(phrase.words, phrase.top, phrase.head) for phrase in sentence.phrases]
        if all(places is None for places in features):
            return [None] * len(features)
        states = self._layers.states(reading.token_ids)
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
        hidden = gelu(self._linear("hidden", np.stack(rows)))
        scores = self._linear("labels", hidden)
        odds = np.exp(scores - scores.max(axis=1, keepdims=True))
        shares = odds / odds.sum(axis=1, keepdims=True)
        gone = 1 / (1 + np.exp(-self._linear("removed", hidden)))
        found = iter(
            Verdict(better, optional, poorer, broken, removed)
            for (better, optional, poorer, broken), [removed] in zip(shares.tolist(), gone.tolist(), strict=True)
        )
        return [None if places is None else next(found) for places in features]

    def _linear(self, name: str, inputs: Matrix) -> Matrix:
        product: Matrix = inputs @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"]
        return product
