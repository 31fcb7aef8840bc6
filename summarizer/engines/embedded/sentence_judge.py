"""Judges what the sentences that open a story are worth to its summary, and which of them to print together.

The model reads the headline and the sentences in one pass, so that at the end of each sentence it knows what was said
before. The features of a sentence are the mean of its tokens' states and the last state. Logistic regressions on
editors' labels say what a sentence is by itself (`summarizer.training.sentences`). The choice is a log-linear model
over sets: a sentence adds what it is worth alone, as the first, and after the sentence chosen before it. It was tuned,
layers included, on the sets that editors chose (`summarizer.training.editors`).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np

from summarizer.engines.embedded.activations import gelu
from summarizer.engines.embedded.summary_reading import HEADLINE_TOKENS, SENTENCE_TOKENS
from summarizer.engines.embedded.tuned_layers import Encode, Matrix, TunedLayers, read_weights
from summarizer.engines.judgements.openings import OpeningJudgement, SentenceChoice, Worth

WORTH_FILE, CHOICE_FILE = "worth.safetensors", "choice.safetensors"
MAX_CHOSEN = 3  # sentences of the sets that editors chose, on which the model was tuned
MAX_TOLD = 4  # sentences of a choice here; a set of four counts as one of three as far as its size goes
MAX_GAP = 4  # sentences between two chosen ones; longer distances count as this one
QUESTIONS = ("boilerplate", "main")  # the order of the answers
FOR_READERS = (0.0, 0.0, 1.2, 3.2)
"""What is added to the log-odds of sets of one, two, three and four sentences: the model was tuned on editors' choices,
and readers want more sentences than editors chose (docs/experiments.md)."""


class SentenceJudge:
    """The weights on what `layers` computes. Raises CorruptModel where they cannot be read."""

    def __init__(self, layers: TunedLayers, folder: Path) -> None:
        self._layers = layers
        self._worth = read_weights(folder / WORTH_FILE)
        self._choice = read_weights(folder / CHOICE_FILE)

    def judge(self, headline: str, sentences: Sequence[str]) -> OpeningJudgement:
        """What these sentences are worth, which follow each other; `headline` may be empty.

        They must not be more than JUDGED_SENTENCES: the choice has learned no places further down.
        """
        if not sentences:
            return OpeningJudgement()
        states = opening_states(self._layers, headline, sentences)
        sets = combinations_of(len(sentences), MAX_TOLD)
        scores = set_scores(self._choice, states, MAX_TOLD) + [FOR_READERS[len(chosen) - 1] for chosen in sets]
        odds = np.exp(scores - scores.max())
        shares = (odds / odds.sum()).tolist()
        choices = [SentenceChoice(chosen, share) for chosen, share in zip(sets, shares, strict=True)]
        answers = 1 / (1 + np.exp(-(states @ self._worth["weight"].T + self._worth["bias"])))
        worths = [
            Worth(
                **dict(zip(QUESTIONS, row, strict=True)),
                needed=sum(choice.probability for choice in choices if number in choice.sentences),
            )
            for number, row in enumerate(answers.tolist())
        ]
        return OpeningJudgement(worths, sorted(choices, key=lambda choice: -choice.probability))


@cache
def combinations_of(count: int, most: int = MAX_CHOSEN) -> list[tuple[int, ...]]:
    """All sets of at most `most` of so many sentences, as ascending indices."""
    return [chosen for size in range(1, most + 1) for chosen in combinations(range(count), size)]


def set_scores(weights: dict[str, Matrix], states: Matrix, most: int = MAX_CHOSEN) -> Matrix:
    """The log-odds of each of `combinations_of(len(states), most)` to be chosen, up to a constant.

    `states` is (sentences, 2 * hidden size).
    """
    count = len(states)
    hidden = gelu(states @ weights["hidden.weight"].T + weights["hidden.bias"])
    alone = hidden @ weights["alone"] + weights["alone_at"][:count]
    first = hidden @ weights["first"] + weights["first_at"][:count]
    pairs = (hidden @ weights["before"].T) @ (hidden @ weights["after"].T).T
    gaps = np.clip(np.arange(count)[None, :] - np.arange(count)[:, None], 1, MAX_GAP) - 1
    follows = hidden @ weights["follows"].T + weights["gap"]  # (sentences, MAX_GAP)
    pairs = pairs + follows[np.arange(count)[None, :], gaps]
    return np.array(
        [
            alone[list(chosen)].sum()
            + first[chosen[0]]
            + sum(pairs[one, other] for one, other in pairwise(chosen))
            + weights["size"][min(len(chosen), MAX_CHOSEN) - 1]
            for chosen in combinations_of(count, most)
        ],
        np.float32,
    )


def opening_states(layers: TunedLayers, headline: str, sentences: Sequence[str]) -> Matrix:
    """For each sentence the mean state of its tokens and the state at its end: (sentences, 2 * hidden size)."""
    token_ids, spans = read_opening(layers.encode, headline, sentences)
    states = layers.states(token_ids)
    rows: Matrix = np.stack([np.concatenate([states[start:end].mean(0), states[end - 1]]) for start, end in spans])
    return rows


def read_opening(encode: Encode, headline: str, sentences: Sequence[str]) -> tuple[list[int], list[tuple[int, int]]]:
    """The token ids of a headline and the sentences below it, and the range of each sentence: first, one after."""
    line_end = encode("\n")[0]
    token_ids = [*encode(headline)[0][:HEADLINE_TOKENS], *line_end] if headline else []
    spans: list[tuple[int, int]] = []
    for sentence in sentences:
        tokens = [*encode(sentence)[0][:SENTENCE_TOKENS], *line_end]
        spans.append((len(token_ids), len(token_ids) + len(tokens)))
        token_ids += tokens
    return token_ids, spans
