"""Judges which words of a summary's sentences an editor would delete: the embedded model's first layers, and a head.

The layers and the head on the hidden states of the second reading (summary_reading.py) were tuned on sentences that
editors shortened by deleting words (`summarizer.training.editors`). A summary is read in one pass, which takes about
0.1 s on two cores.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from summarizer.engines.embedded.activations import gelu
from summarizer.engines.embedded.phrase_harm import HARM_FILE, PhraseHarm
from summarizer.engines.embedded.summary_reading import PLACE_SCALE, SentenceTokens, read_summary
from summarizer.engines.embedded.tuned_layers import Matrix, TunedLayers, linear, read_weights
from summarizer.engines.judgements.deletions import Deletions, DependencyParse

DELETION_FILE = "deletions.safetensors"


class DeletionJudge:
    """The heads on the hidden states that `layers` computes. Raises CorruptModel where one cannot be read."""

    def __init__(self, layers: TunedLayers, folder: Path) -> None:
        self._layers = layers
        self._weights = read_weights(folder / DELETION_FILE)
        self._harm = PhraseHarm(folder) if (folder / HARM_FILE).is_file() else None

    def judge(self, headline: str, sentences: Sequence[DependencyParse]) -> list[Deletions]:
        """Returns the deletions of each of a summary's sentences; `headline` may be empty."""
        if not sentences:
            return []
        token_ids, words_of_sentences = read_summary(self._layers.encode, headline, sentences)
        states = self._layers.hidden_states(token_ids)
        rows = np.concatenate([self._rows(states, each) for each in words_of_sentences])
        potentials = iter(linear(self._weights, "potentials", gelu(linear(self._weights, "hidden", rows))).tolist())
        return [
            Deletions(
                each.words,
                [next(potentials) for _ in each.words],
                () if self._harm is None else self._harm.probabilities(states, each, sentence.phrases),
            )
            for sentence, each in zip(sentences, words_of_sentences, strict=True)
        ]

    def _rows(self, states: Matrix, tokens: SentenceTokens) -> Matrix:
        """Returns the head's input for each word, (words, features)."""
        words, sentence = tokens.states(states)
        count = len(words)
        previous = np.concatenate([states[tokens.start - 1][None], words[:-1]])[:count]
        position = np.arange(count, dtype=np.float32)[:, None] / PLACE_SCALE
        is_opening = np.full((count, 1), tokens.opens, np.float32)
        dependencies = self._weights["dependencies"][tokens.dependencies]
        rows: Matrix = np.concatenate(
            [words, words[tokens.heads], previous, np.tile(sentence, (count, 1)), dependencies, position, is_opening],
            axis=1,
        ).astype(np.float32)
        return rows
