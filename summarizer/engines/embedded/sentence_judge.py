"""Judges how much a story's first sentences matter to its summary, and which of them to print together.

The model reads the headline and the sentences in one pass, so that the states at the end of a sentence depend on
everything before. The features of a sentence are the mean of its tokens' hidden states and the last of them. Logistic
regressions on editors' labels judge each sentence by itself (`summarizer.training.sentences`). The choice among sets of
sentences is a log-linear model: the score of a set is the sum of a term for each sentence, one for the first, one for
each pair of successive sentences, and one for the size. It was tuned, layers included, on the sets that editors chose
(`summarizer.training.editors`).
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
MAX_CHOSEN = 3  # sentences in the sets that editors chose, on which the model was tuned
MAX_JUDGED_SET = 4  # sentences in the sets that are judged here; a set of four has the size term of one of three
MAX_GAP = 4  # distance between successive sentences, in sentences; longer distances count as this one
QUESTIONS = ("boilerplate", "main_event")  # fields of Worth, in the order of the regressions' outputs
FOR_READERS = (0.0, 0.0, 1.2, 3.2)
"""Added to the log-odds of sets of one, two, three and four sentences: readers want more sentences than the editors
chose on whose choices the model was tuned (docs/experiments.md)."""
# The arrays of CHOICE_FILE. Sizes: S a sentence's features (2 x 576), H hidden layer, R rank of a pair,
# N JUDGED_SENTENCES.
#
#   hidden.weight, hidden.bias    (H, S), (H)     the hidden layer of a sentence
#   alone, alone_at               (H), (N)        term of a sentence: by its hidden layer, and by its position
#   first, first_at               (H), (N)        the same, for the first sentence of the set
#   before, after                 (R, H), (R, H)  term of a pair: the product of its sentences' projections
#   follows, gap                  (MAX_GAP, H), (MAX_GAP)  by distance: terms of a pair's second sentence; constants
#   size                          (MAX_CHOSEN)    term of the size of the set


class SentenceJudge:
    """The heads on the hidden states that `layers` computes. Raises CorruptModel where one cannot be read."""

    def __init__(self, layers: TunedLayers, folder: Path) -> None:
        self._layers = layers
        self._worth = read_weights(folder / WORTH_FILE)
        self._choice = read_weights(folder / CHOICE_FILE)

    def judge(self, headline: str, sentences: Sequence[str]) -> OpeningJudgement:
        """Returns the judgement of a story's first sentences, JUDGED_SENTENCES at most; `headline` may be empty.

        The weights of the choice cover no positions beyond JUDGED_SENTENCES.
        """
        if not sentences:
            return OpeningJudgement()
        states = opening_states(self._layers, headline, sentences)
        sets = combinations_of(len(sentences), MAX_JUDGED_SET)
        scores = set_scores(self._choice, states, MAX_JUDGED_SET) + [FOR_READERS[len(chosen) - 1] for chosen in sets]
        odds = np.exp(scores - scores.max())
        probabilities = (odds / odds.sum()).tolist()
        choices = [SentenceChoice(*choice) for choice in zip(sets, probabilities, strict=True)]
        answers = 1 / (1 + np.exp(-(states @ self._worth["weight"].T + self._worth["bias"])))
        worths = [
            Worth(
                **dict(zip(QUESTIONS, row, strict=True)),
                needed=sum(choice.probability for choice in choices if index in choice.sentences),
            )
            for index, row in enumerate(answers.tolist())
        ]
        return OpeningJudgement(worths, sorted(choices, key=lambda choice: -choice.probability))


@cache
def combinations_of(count: int, max_size: int = MAX_CHOSEN) -> list[tuple[int, ...]]:
    """Returns all sets of up to `max_size` of `count` sentences, as ascending indices."""
    return [chosen for size in range(1, max_size + 1) for chosen in combinations(range(count), size)]


def set_scores(weights: dict[str, Matrix], states: Matrix, max_size: int = MAX_CHOSEN) -> Matrix:
    """Returns the log-odds of each of `combinations_of(len(states), max_size)` to be chosen, up to a constant.

    `states` is (sentences, 2 * hidden size).
    """
    count = len(states)
    hidden = gelu(states @ weights["hidden.weight"].T + weights["hidden.bias"])
    alone = hidden @ weights["alone"] + weights["alone_at"][:count]
    first = hidden @ weights["first"] + weights["first_at"][:count]
    pairs = (hidden @ weights["before"].T) @ (hidden @ weights["after"].T).T
    gaps = np.clip(np.arange(count)[None, :] - np.arange(count)[:, None], 1, MAX_GAP) - 1
    after_gap = hidden @ weights["follows"].T + weights["gap"]  # (sentences, MAX_GAP)
    pairs = pairs + after_gap[np.arange(count)[None, :], gaps]
    return np.array(
        [
            alone[list(chosen)].sum()
            + first[chosen[0]]
            + sum(pairs[sentence, following] for sentence, following in pairwise(chosen))
            + weights["size"][min(len(chosen), MAX_CHOSEN) - 1]
            for chosen in combinations_of(count, max_size)
        ],
        np.float32,
    )


def opening_states(layers: TunedLayers, headline: str, sentences: Sequence[str]) -> Matrix:
    """Returns for each sentence the mean state of its tokens, and its last state: (sentences, 2 * hidden size)."""
    token_ids, spans = read_opening(layers.encode, headline, sentences)
    states = layers.hidden_states(token_ids)
    rows: Matrix = np.stack([np.concatenate([states[start:end].mean(0), states[end - 1]]) for start, end in spans])
    return rows


def read_opening(encode: Encode, headline: str, sentences: Sequence[str]) -> tuple[list[int], list[tuple[int, int]]]:
    """Returns the token ids of a headline and the sentences below it, and each sentence's (start, end) in them."""
    line_end = encode("\n")[0]
    token_ids = [*encode(headline)[0][:HEADLINE_TOKENS], *line_end] if headline else []
    spans: list[tuple[int, int]] = []
    for sentence in sentences:
        tokens = [*encode(sentence)[0][:SENTENCE_TOKENS], *line_end]
        spans.append((len(token_ids), len(token_ids) + len(tokens)))
        token_ids += tokens
    return token_ids, spans
