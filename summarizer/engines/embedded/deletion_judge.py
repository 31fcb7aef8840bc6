"""Which words of a summary's sentences an editor would leave out: the embedded model's first layers, and a small head.

Its layers and the head on the states of the second reading (summary_reading.py) were tuned on sentences that editors
shortened by deleting words (`summarizer.training.editors`). A summary is read in one go, which takes about 0.1 s on two
cores.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from summarizer.engines.embedded.activations import gelu
from summarizer.engines.embedded.phrase_harm import HARM_FILE, PhraseHarm
from summarizer.engines.embedded.summary_reading import PLACE_SCALE, WordPlaces, read_summary
from summarizer.engines.embedded.tuned_layers import Matrix, TunedLayers, linear, read_weights
from summarizer.engines.judgements.deletions import Deletions, DependencyParse

DELETION_FILE = "deletions.safetensors"


class DeletionJudge:
    """The heads on what `layers` computes. Raises CorruptModel where one cannot be read."""

    def __init__(self, layers: TunedLayers, folder: Path) -> None:
        self._layers = layers
        self._weights = read_weights(folder / DELETION_FILE)
        self._harm = PhraseHarm(folder) if (folder / HARM_FILE).is_file() else None

    def judge(self, headline: str, sentences: Sequence[DependencyParse]) -> list[Deletions]:
        """What may be left out of each of a summary's sentences; `headline` may be empty."""
        if not sentences:
            return []
        token_ids, places = read_summary(self._layers.encode, headline, sentences)
        states = self._layers.states(token_ids)
        rows = np.concatenate([self._rows(states, each) for each in places])
        potentials = iter(linear(self._weights, "potentials", gelu(linear(self._weights, "hidden", rows))).tolist())
        return [
            Deletions(
                each.words,
                [next(potentials) for _ in each.words],
                () if self._harm is None else self._harm.probabilities(states, each, sentence.phrases),
            )
            for sentence, each in zip(sentences, places, strict=True)
        ]

    def _rows(self, states: Matrix, places: WordPlaces) -> Matrix:
        """What the head is given of each word: (words, features)."""
        own, whole = places.states(states)
        count = len(own)
        before = np.concatenate([states[places.start - 1][None], own[:-1]])[:count]
        row = np.arange(count, dtype=np.float32)[:, None] / PLACE_SCALE
        opens = np.full((count, 1), places.opens, np.float32)
        dependencies = self._weights["dependencies"][places.dependencies]
        rows: Matrix = np.concatenate(
            [own, own[places.heads], before, np.tile(whole, (count, 1)), dependencies, row, opens], axis=1
        ).astype(np.float32)
        return rows
