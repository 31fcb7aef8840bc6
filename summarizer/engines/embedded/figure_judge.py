"""Judges which figures of an article are tied: the embedded model's first layers, and a small head.

The model reads the sentences with figures once, values masked. A figure is represented by the states of its last token,
of the tokens behind it (their mean) and of the last token of its sentence. A LoRA adapter and the head on these states
were tuned on marked ties by `summarizer.training.figures`. One reading serves all candidates of an article, which takes
about 0.2 s on two cores.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations
from pathlib import Path

import numpy as np

from checks.relations.proposals import ROLES, TieKind
from summarizer.engines.embedded.activations import gelu_by_tanh
from summarizer.engines.embedded.figure_reading import FigureReading
from summarizer.engines.embedded.tuned_layers import Matrix, TunedLayers, linear, read_weights
from summarizer.engines.judgements.ties import KINDS, FigureText, TieCandidate

HEAD_FILE = "head.safetensors"
LAYERS = 18  # of the model that are run
MAX_ROLES = 3
ROLE_PAIRS = tuple(combinations(range(MAX_ROLES), 2))
# The arrays of HEAD_FILE. Sizes: S states of the model (576), F of a figure (256), H hidden (192), P of a pair (96),
# R = P * len(ROLE_PAIRS) (288), K kinds of ties in the order of KINDS (11), L entries of a candidate's layout (10).
#
#   norm.weight, norm.bias        (S), (S)        scale and shift of the model's normalized states
#   down.weight, down.bias        (F, 3S), (F)    a figure from three states: its own, what follows, its sentence's end
#   a.weight, a.bias              (P, F), (P)     a figure as the first member of a pair
#   b.weight, b.bias              (P, F), (P)     a figure as the second member of a pair
#   role.KIND_ROLE.weight         (H, F)          what a figure says for a tie of this kind in this role
#   dist.weight, dist.bias        (H, L), (H)     what the layout of the candidate says for a tie
#   bias.weight                   (K, H)          a constant for each kind, in the hidden layer
#   kindpair.weight               (K, R)          how much each product of a pair counts for a kind
#   pair.weight                   (H, R)          what the products of pairs say for a tie
#   out.weight, ob.weight         (K, H), (K, 1)  the output layer of each kind: weights and bias


class FigureJudge:
    """The head on what `layers` computes. Raises CorruptModel where it cannot be read."""

    def __init__(self, layers: TunedLayers, folder: Path) -> None:
        self._layers = layers
        self._weights = read_weights(folder / HEAD_FILE)
        self._read: tuple[list[int], Matrix] = [], np.zeros((0, 0), np.float32)  # the last text's tokens and states

    def log_odds(self, text: FigureText) -> list[float | None]:
        """The log-odds that each candidate of the text is a tie; None where a member lies beyond what is read."""
        found: list[float | None] = [None] * len(text.candidates)
        reading = FigureReading(text, self._layers.encode)
        read = [number for number, places in enumerate(reading.places) if places is not None]
        row_of = {number: row for row, number in enumerate(read)}
        by_kind: dict[TieKind, list[int]] = defaultdict(list)
        for number, candidate in enumerate(text.candidates):
            if all(member in row_of for member in candidate.members):
                by_kind[candidate.kind].append(number)
        if not by_kind:
            return found
        states = self._states(reading.token_ids)
        rows = [
            np.concatenate([states[places.last], states[places.after].mean(0), states[places.sentence_end]])
            for places in reading.places
            if places is not None
        ]
        figures = gelu_by_tanh(linear(self._weights, "down", np.stack(rows)))
        views = figures, linear(self._weights, "a", figures), linear(self._weights, "b", figures)
        for kind, numbers in by_kind.items():
            candidates = [text.candidates[number] for number in numbers]
            for number, odds in zip(numbers, self._scores(kind, candidates, row_of, views).tolist(), strict=True):
                found[number] = odds
        return found

    def _states(self, token_ids: list[int]) -> Matrix:
        """The states as the head was tuned on them. The last text's are kept: a corrected figure masks alike."""
        if token_ids != self._read[0]:
            states = self._layers.states(token_ids) * self._weights["norm.weight"] + self._weights["norm.bias"]
            self._read = token_ids, states
        return self._read[1]

    def _scores(
        self,
        kind: TieKind,
        candidates: Sequence[TieCandidate],
        row_of: Mapping[int, int],
        views: tuple[Matrix, Matrix, Matrix],
    ) -> Matrix:
        """The log-odds of candidates of one kind; `views` are the figures, and as the first and second of a pair."""
        figures, firsts, seconds = views
        roles, number = ROLES[kind], KINDS.index(kind)
        members = [[row_of[member] for member in candidate.members] for candidate in candidates]
        layouts = np.array([candidate.layout for candidate in candidates], np.float32)
        hidden: Matrix = linear(self._weights, "dist", layouts) + self._weights["bias.weight"][number]
        parts: list[tuple[Matrix, Matrix]] = []
        for place, role in enumerate(roles):
            weights = self._weights[f"role.{kind}_{role}.weight"]
            chosen = [each[place:] if place == len(roles) - 1 else each[place : place + 1] for each in members]
            hidden += _means(figures @ weights.T, chosen)
            parts.append((_means(firsts, chosen), _means(seconds, chosen)))
        nothing = np.zeros_like(parts[0][0])
        products = [
            parts[first][0] * parts[second][1] if second < len(parts) else nothing for first, second in ROLE_PAIRS
        ]
        pairs = np.concatenate(products, axis=1) * self._weights["kindpair.weight"][number]
        hidden = gelu_by_tanh(hidden + pairs @ self._weights["pair.weight"].T)
        scores: Matrix = hidden @ self._weights["out.weight"][number] + self._weights["ob.weight"][number]
        return scores


def _means(rows: Matrix, chosen: Sequence[Sequence[int]]) -> Matrix:
    """For each group of indices the mean of these rows."""
    lengths = np.array([len(each) for each in chosen])
    flat = rows[[index for each in chosen for index in each]]
    starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    return np.asarray(np.add.reduceat(flat, starts, axis=0) / lengths[:, None], np.float32)
