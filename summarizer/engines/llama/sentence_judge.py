"""What the sentences that open a story are worth to its summary: the tuned layers' states, and a linear layer on them.

The model reads the headline and the sentences once, in one go, so that it knows at the end of each what has been told
before it. Of each sentence the mean of its tokens' states and the last one are asked; the weights are those of logistic
regressions on editors' labels (`summarizer.training.sentences`).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from summarizer.engines.llama.tuned_layers import Matrix, TunedLayers, read_weights
from summarizer.engines.sentences import Worth

WORTH_FILE = "worth.safetensors"
HEADLINE_TOKENS, SENTENCE_TOKENS = 24, 90  # that are read, at most
QUESTIONS = ("boilerplate", "main", "needed")  # the order of the answers


class SentenceJudge:
    """The linear layer on what `layers` computes. Raises CorruptModel where it cannot be read."""

    def __init__(self, layers: TunedLayers, folder: Path) -> None:
        self._layers = layers
        self._weights = read_weights(folder / WORTH_FILE)

    def worths(self, headline: str, sentences: Sequence[str]) -> list[Worth]:
        """The worth of each of the sentences, which follow each other; `headline` may be empty."""
        if not sentences:
            return []
        scores = opening_states(self._layers, headline, sentences) @ self._weights["weight"].T + self._weights["bias"]
        shares = 1 / (1 + np.exp(-scores))
        return [Worth(**dict(zip(QUESTIONS, row, strict=True))) for row in shares.tolist()]


def opening_states(layers: TunedLayers, headline: str, sentences: Sequence[str]) -> Matrix:
    """For each sentence the mean state of its tokens and the state at its end: (sentences, 2 * hidden size)."""
    line_end = layers.encode("\n")[0]
    token_ids = [*layers.encode(headline)[0][:HEADLINE_TOKENS], *line_end] if headline else []
    spans: list[tuple[int, int]] = []
    for sentence in sentences:
        tokens = [*layers.encode(sentence)[0][:SENTENCE_TOKENS], *line_end]
        spans.append((len(token_ids), len(token_ids) + len(tokens)))
        token_ids += tokens
    states = layers.states(token_ids)
    rows: Matrix = np.stack([np.concatenate([states[start:end].mean(0), states[end - 1]]) for start, end in spans])
    return rows
