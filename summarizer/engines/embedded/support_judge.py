"""Judges whether an article supports a sentence: the embedded model's first layers, and a small head.

The model reads the passages that are most similar to the sentence, the sentence, and a question. A LoRA adapter for
this task alone, and the head on the hidden states of the sentence and of the last token, were tuned on sentences of
drafts that readers judged (`summarizer.training.claims`). Passages are read once for all sentences about them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from summarizer.engines.embedded.activations import gelu
from summarizer.engines.embedded.tuned_layers import Encode, Matrix, TunedLayers, linear, read_weights
from summarizer.engines.judgements.support import Claim

SUPPORT_FILE = "support.safetensors"
PASSAGE_TOKENS, SENTENCE_TOKENS = 64, 70  # the most that are read of a passage and of the sentence
MAX_BRANCHES = 8  # sentences about the same passages that are read in one pass
OPENING, BEFORE_SENTENCE, QUESTION = "News:", "\nSummary:", "\nTrue?"


class SupportJudge:
    """The head on the hidden states that `layers` computes. Raises CorruptModel where it cannot be read."""

    def __init__(self, layers: TunedLayers, folder: Path) -> None:
        self._layers = layers
        self._weights = read_weights(folder / SUPPORT_FILE)

    def log_odds(self, claims: Sequence[Claim]) -> list[float]:
        """Returns for each claim the log-odds that its passages support it."""
        if not claims:
            return []
        rows: list[Matrix | None] = [None] * len(claims)
        for batch in _batches_by_passages(claims):
            for index, row in zip(batch, self._rows([claims[index] for index in batch]), strict=True):
                rows[index] = row
        hidden = gelu(linear(self._weights, "hidden", np.stack([row for row in rows if row is not None])))
        log_odds: list[float] = linear(self._weights, "out", hidden)[:, 0].tolist()
        return log_odds

    def _rows(self, claims: Sequence[Claim]) -> list[Matrix]:
        """Returns the head's input for claims on the same passages: last state, and mean from the sentence on."""
        token_ids: list[int] = []
        branches: list[range] = []
        for claim in claims:
            claim_ids, start = read_claim(self._layers.encode, claim)
            token_ids += claim_ids[start:] if token_ids else claim_ids
            branches.append(range(len(token_ids) - len(claim_ids) + start, len(token_ids)))
        states = self._layers.hidden_states(token_ids, branches)
        return [
            np.concatenate([states[branch.stop - 1], states[branch.start : branch.stop].mean(0)]) for branch in branches
        ]


def _batches_by_passages(claims: Sequence[Claim]) -> Iterator[list[int]]:
    """Yields the indices of claims on the same passages, MAX_BRANCHES at most at a time."""
    by_passages: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for index, claim in enumerate(claims):
        by_passages[claim.passages].append(index)
    for indices in by_passages.values():
        for start in range(0, len(indices), MAX_BRANCHES):
            yield indices[start : start + MAX_BRANCHES]


def read_claim(encode: Encode, claim: Claim) -> tuple[list[int], int]:
    """Returns the token ids of a claim as the model reads it, and the index of the sentence's first token."""
    token_ids = [*encode(OPENING)[0]]
    for passage in claim.passages:
        token_ids += encode(f" {passage}")[0][:PASSAGE_TOKENS]
    token_ids += encode(BEFORE_SENTENCE)[0]
    start = len(token_ids)
    return [*token_ids, *encode(f" {claim.sentence}")[0][:SENTENCE_TOKENS], *encode(QUESTION)[0]], start
