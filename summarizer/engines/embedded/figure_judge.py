"""Judges which figures of an article are tied: the embedded model's first layers, and a small head.

The model reads the sentences with figures once, values masked. A figure is represented by three hidden states: that of
its last token, the mean of those of the tokens that follow it, and that of the last token of its sentence. A LoRA
adapter and the head on these states were tuned on labelled ties by `summarizer.training.figures`. One pass serves all
candidates of an article and takes about 0.2 s on two cores.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import numpy as np

from checks.relations.proposals import ROLES, TieKind
from summarizer.engines.embedded.activations import gelu_by_tanh
from summarizer.engines.embedded.figure_tokens import TokenizedFigures
from summarizer.engines.embedded.tuned_layers import Matrix, TunedLayers, linear, read_weights
from summarizer.engines.judgements.ties import KINDS, FigureText, TieCandidate

HEAD_FILE = "head.safetensors"
FIGURE_LAYERS = 18  # that are run, of the model's 30
MAX_ROLES = 3  # of any kind of tie
ROLE_PAIRS = tuple(combinations(range(MAX_ROLES), 2))
# The arrays of HEAD_FILE. Sizes: S the model's hidden states (576), F a figure (256), H hidden layer (192), P a pair
# (96), R = P * len(ROLE_PAIRS) (288), K kinds of ties in the order of KINDS (11), L a candidate's layout (10).
#
#   norm.weight, norm.bias        (S), (S)        scale and shift of the normalized hidden states
#   down.weight, down.bias        (F, 3S), (F)    a figure from three states: its own, what follows, its sentence's end
#   a.weight, a.bias              (P, F), (P)     a figure as the first member of a pair
#   b.weight, b.bias              (P, F), (P)     a figure as the second member of a pair
#   role.KIND_ROLE.weight         (H, F)          a figure in this role of this kind of tie, in the hidden layer
#   dist.weight, dist.bias        (H, L), (H)     the layout of a candidate, in the hidden layer
#   bias.weight                   (K, H)          a constant for each kind, in the hidden layer
#   kindpair.weight               (K, R)          weights of the products of pairs, for each kind
#   pair.weight                   (H, R)          the products of pairs, in the hidden layer
#   out.weight, ob.weight         (K, H), (K, 1)  the output layer of each kind: weights and bias
NORM, FIGURE, FIRST_OF_PAIR, SECOND_OF_PAIR, CANDIDATE_LAYOUT = "norm", "down", "a", "b", "dist"
KIND_BIAS, KIND_PAIR_WEIGHTS, PAIRS, OUTPUT_WEIGHTS, OUTPUT_BIAS = "bias", "kindpair", "pair", "out", "ob"


class _FigureVectors(NamedTuple):
    """The vectors of a text's figures, each (figures, size)."""

    figures: Matrix
    as_first: Matrix  # as the first member of a pair
    as_second: Matrix


class FigureJudge:
    """The head on the hidden states that `layers` computes. Raises CorruptModel where it cannot be read."""

    def __init__(self, layers: TunedLayers, folder: Path) -> None:
        self._layers = layers
        self._weights = read_weights(folder / HEAD_FILE)
        self._last_read: tuple[list[int], Matrix] = [], np.zeros((0, 0), np.float32)  # token ids and their states

    def log_odds(self, text: FigureText) -> list[float | None]:
        """Returns the log-odds that each candidate of the text is a tie; None where a member is beyond what is read."""
        log_odds: list[float | None] = [None] * len(text.candidates)
        reading = TokenizedFigures(text, self._layers.encode)
        figures_read = [figure for figure, tokens in enumerate(reading.figures) if tokens is not None]
        row_of = {figure: row for row, figure in enumerate(figures_read)}
        by_kind: dict[TieKind, list[int]] = defaultdict(list)
        for number, candidate in enumerate(text.candidates):
            if all(member in row_of for member in candidate.members):
                by_kind[candidate.kind].append(number)
        if not by_kind:
            return log_odds
        states = self._states(reading.token_ids)
        rows = [
            np.concatenate([states[tokens.last], states[tokens.after].mean(0), states[tokens.sentence_end]])
            for tokens in reading.figures
            if tokens is not None
        ]
        figures = gelu_by_tanh(linear(self._weights, FIGURE, np.stack(rows)))
        vectors = _FigureVectors(
            figures, linear(self._weights, FIRST_OF_PAIR, figures), linear(self._weights, SECOND_OF_PAIR, figures)
        )
        for kind, numbers in by_kind.items():
            candidates = [text.candidates[number] for number in numbers]
            for number, odds in zip(numbers, self._log_odds(kind, candidates, row_of, vectors).tolist(), strict=True):
                log_odds[number] = odds
        return log_odds

    def _states(self, token_ids: list[int]) -> Matrix:
        """Returns the hidden states with the head's scale and shift, (tokens, S).

        Those of the last text are kept: a text in which only a figure is corrected has the same tokens, as its values
        are masked.
        """
        if token_ids != self._last_read[0]:
            states = self._layers.hidden_states(token_ids)
            states = states * self._weights[f"{NORM}.weight"] + self._weights[f"{NORM}.bias"]
            self._last_read = token_ids, states
        return self._last_read[1]

    def _log_odds(
        self,
        kind: TieKind,
        candidates: Sequence[TieCandidate],
        row_of: Mapping[int, int],
        vectors: _FigureVectors,
    ) -> Matrix:
        """Returns the log-odds of candidates of one kind, (candidates). `row_of` is a figure's row in `vectors`."""
        roles = ROLES[kind]
        members = [[row_of[member] for member in candidate.members] for candidate in candidates]
        layouts = np.array([candidate.layout for candidate in candidates], np.float32)
        hidden: Matrix = linear(self._weights, CANDIDATE_LAYOUT, layouts) + self._of_kind(KIND_BIAS, kind)
        by_role: list[tuple[Matrix, Matrix]] = []  # as the first and as the second member of a pair
        for role_index, role in enumerate(roles):
            weights = self._weights[f"role.{kind}_{role}.weight"]
            is_last = role_index == len(roles) - 1  # the last role takes all other members
            groups = [rows[role_index:] if is_last else rows[role_index : role_index + 1] for rows in members]
            hidden += _means(vectors.figures @ weights.T, groups)
            by_role.append((_means(vectors.as_first, groups), _means(vectors.as_second, groups)))
        no_pair = np.zeros_like(by_role[0][0])
        products = [
            by_role[first][0] * by_role[second][1] if second < len(by_role) else no_pair for first, second in ROLE_PAIRS
        ]
        pairs = np.concatenate(products, axis=1) * self._of_kind(KIND_PAIR_WEIGHTS, kind)
        hidden = gelu_by_tanh(hidden + pairs @ self._weights[f"{PAIRS}.weight"].T)
        log_odds: Matrix = hidden @ self._of_kind(OUTPUT_WEIGHTS, kind) + self._of_kind(OUTPUT_BIAS, kind)
        return log_odds

    def _of_kind(self, name: str, kind: TieKind) -> Matrix:
        """Returns the row of this kind of tie in the array `name`."""
        row: Matrix = self._weights[f"{name}.weight"][KINDS.index(kind)]
        return row


def _means(rows: Matrix, groups: Sequence[Sequence[int]]) -> Matrix:
    """Returns the mean of the rows of each group of indices: (groups, size)."""
    lengths = np.array([len(group) for group in groups])
    flat = rows[[index for group in groups for index in group]]
    starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    return np.asarray(np.add.reduceat(flat, starts, axis=0) / lengths[:, None], np.float32)
