"""What harm it does to leave a phrase out of a summary's sentence: a small head on the states of the deletion judge.

Readers said of 58,000 phrases what becomes of the sentence without each: better, no worse, poorer or wrong, broken. The
head learned it beside the deletions, on the same layers (`summarizer.training.harm`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from summarizer.engines.embedded.activations import gelu
from summarizer.engines.embedded.summary_reading import PLACE_SCALE, WordPlaces
from summarizer.engines.embedded.tuned_layers import Matrix, linear, read_weights
from summarizer.engines.judgements.deletions import Phrase

HARM_FILE = "harm.safetensors"
LABELS = "DOKB"  # better, no worse, poorer or wrong, broken: the order of the head's answers
_HARMFUL = (2, 3)


@dataclass(frozen=True, slots=True)
class PhrasePlaces:
    """Where a phrase stands, as entries of the sentence's WordPlaces."""

    own: list[int]
    top: int

    @classmethod
    def of(cls, phrase: Phrase, places: WordPlaces) -> PhrasePlaces | None:
        """None where none of its words is read, or not the one on which the others hang."""
        entries = {word: entry for entry, word in enumerate(places.words)}
        own = sorted(entries[word] for word in phrase.words if word in entries)
        return cls(own, entries[phrase.top]) if own and phrase.top in entries else None

    def sizes(self, places: WordPlaces) -> tuple[float, float, float, float]:
        """How long the phrase is, in all and as a share of the sentence, where it begins, and whether that opens it."""
        count = len(self.own)
        return count / PLACE_SCALE, count / len(places.words), self.own[0] / PLACE_SCALE, float(places.opens)


class PhraseHarm:
    """The head. Raises CorruptModel where it cannot be read."""

    def __init__(self, folder: Path) -> None:
        self._weights = read_weights(folder / HARM_FILE)

    def probabilities(self, states: Matrix, places: WordPlaces, phrases: Sequence[Phrase]) -> list[float]:
        """How likely each phrase is missed, from 0 to 1; 1 where it lies beyond what is read."""
        found = [PhrasePlaces.of(phrase, places) for phrase in phrases]
        known = [each for each in found if each is not None]
        if not known:
            return [1.0] * len(found)
        hidden = gelu(linear(self._weights, "hidden", self._rows(states, places, known)))
        scores = linear(self._weights, "labels", hidden)
        shares = np.exp(scores - scores.max(axis=1, keepdims=True))
        harms = iter((shares[:, _HARMFUL].sum(axis=1) / shares.sum(axis=1)).tolist())
        return [1.0 if each is None else next(harms) for each in found]

    def _rows(self, states: Matrix, places: WordPlaces, phrases: Sequence[PhrasePlaces]) -> Matrix:
        """What the head is given of each phrase: (phrases, features)."""
        words, whole = places.states(states)
        around = np.concatenate([states[places.start - 1][None], words, states[places.end - 1][None]])  # so 1 further
        rows: Matrix = np.stack(
            [
                np.concatenate(
                    [
                        words[each.own].mean(0),
                        around[each.own[0]],
                        around[each.own[-1] + 2],
                        words[each.top],
                        words[places.heads[each.top]],
                        whole,
                        self._weights["dependencies"][places.dependencies[each.top]],
                        np.array(each.sizes(places)),
                    ]
                )
                for each in phrases
            ]
        ).astype(np.float32)
        return rows
