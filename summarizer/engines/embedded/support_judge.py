"""Whether an article bears a sentence out: the embedded model's first layers, and a small head.

The model reads the passages that the sentence comes nearest to, the sentence, and a question. An adapter of the model's
own (LoRA) and the head on the states of the sentence and of the last token were tuned on sentences of drafts that
readers judged (`summarizer.training.claims`). The passages are read once for all sentences about them.
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
PASSAGE_TOKENS, SENTENCE_TOKENS = 64, 70  # of a passage and of the sentence that are read
MAX_TOGETHER = 8  # sentences on the same passages that are read in one go
OPENING, BEFORE_SENTENCE, QUESTION = "News:", "\nSummary:", "\nTrue?"


class SupportJudge:
    """The head on what `layers` computes. Raises CorruptModel where it cannot be read."""

    def __init__(self, layers: TunedLayers, folder: Path) -> None:
        self._layers = layers
        self._weights = read_weights(folder / SUPPORT_FILE)

    def log_odds(self, claims: Sequence[Claim]) -> list[float]:
        """For each claim the log-odds that its passages bear it out."""
        if not claims:
            return []
        rows: list[Matrix | None] = [None] * len(claims)
        for numbers in _read_together(claims):
            for number, row in zip(numbers, self._rows([claims[number] for number in numbers]), strict=True):
                rows[number] = row
        hidden = gelu(linear(self._weights, "hidden", np.stack([row for row in rows if row is not None])))
        found: list[float] = linear(self._weights, "out", hidden)[:, 0].tolist()
        return found

    def _rows(self, claims: Sequence[Claim]) -> list[Matrix]:
        """What the head is given of claims on the same passages: the last state, and the mean from the sentence on."""
        token_ids: list[int] = []
        branches: list[range] = []
        for claim in claims:
            of_claim, start = read_claim(self._layers.encode, claim)
            token_ids += of_claim[start:] if token_ids else of_claim
            branches.append(range(len(token_ids) - len(of_claim) + start, len(token_ids)))
        states = self._layers.states(token_ids, branches)
        return [
            np.concatenate([states[branch.stop - 1], states[branch.start : branch.stop].mean(0)]) for branch in branches
        ]


def _read_together(claims: Sequence[Claim]) -> Iterator[list[int]]:
    """The indices of claims on the same passages, so many together as are read in one go."""
    by_passages: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, claim in enumerate(claims):
        by_passages[claim.passages].append(number)
    for numbers in by_passages.values():
        for start in range(0, len(numbers), MAX_TOGETHER):
            yield numbers[start : start + MAX_TOGETHER]


def read_claim(encode: Encode, claim: Claim) -> tuple[list[int], int]:
    """The token ids of a claim as the model reads it, and the place of the sentence's first."""
    token_ids = [*encode(OPENING)[0]]
    for passage in claim.passages:
        token_ids += encode(f" {passage}")[0][:PASSAGE_TOKENS]
    token_ids += encode(BEFORE_SENTENCE)[0]
    start = len(token_ids)
    return [*token_ids, *encode(f" {claim.sentence}")[0][:SENTENCE_TOKENS], *encode(QUESTION)[0]], start
