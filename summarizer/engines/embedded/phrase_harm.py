"""Judges whether deleting a phrase harms a summary's sentence: a small head on the deletion judge's hidden states.

It was trained together with the deletion judge, on the same layers (`summarizer.training.harm`), on 58,000 phrases for
each of which readers had said what becomes of the sentence without it: a HarmLabel.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import numpy as np

from summarizer.engines.embedded.activations import gelu
from summarizer.engines.embedded.summary_reading import PLACE_SCALE, SentenceTokens
from summarizer.engines.embedded.tuned_layers import Matrix, linear, read_weights
from summarizer.engines.judgements.deletions import Phrase

HARM_FILE = "harm.safetensors"


class HarmLabel(StrEnum):
    """What becomes of a sentence without a phrase."""

    BETTER = "D"
    NO_WORSE = "O"
    POORER_OR_WRONG = "K"
    BROKEN = "B"


LABELS = tuple(HarmLabel)  # the order of the head's outputs
_HARMFUL = tuple(map(LABELS.index, (HarmLabel.POORER_OR_WRONG, HarmLabel.BROKEN)))


@dataclass(frozen=True, slots=True)
class PhraseTokens:
    """The words of a phrase, as indices into `SentenceTokens.words`."""

    words: list[int]  # ascending
    top: int  # the head of the phrase

    @classmethod
    def of(cls, phrase: Phrase, tokens: SentenceTokens) -> PhraseTokens | None:
        """Returns the words of a phrase; None where its head or all of its words are beyond what is read."""
        entries = {word: entry for entry, word in enumerate(tokens.words)}
        own = sorted(entries[word] for word in phrase.words if word in entries)
        return cls(own, entries[phrase.head]) if own and phrase.head in entries else None

    def sizes(self, tokens: SentenceTokens) -> tuple[float, float, float, float]:
        """Returns features: length in words, and as a share of the sentence; start; whether its sentence is the first.

        The first and the third are in units of PLACE_SCALE words.
        """
        count = len(self.words)
        return count / PLACE_SCALE, count / len(tokens.words), self.words[0] / PLACE_SCALE, float(tokens.opens)


class PhraseHarm:
    """The head. Raises CorruptModel where its weights cannot be read."""

    def __init__(self, folder: Path) -> None:
        self._weights = read_weights(folder / HARM_FILE)

    def probabilities(self, states: Matrix, tokens: SentenceTokens, phrases: Sequence[Phrase]) -> list[float]:
        """Returns for each phrase the probability that a reader misses it; 1 where it is beyond what is read."""
        phrase_entries = [PhraseTokens.of(phrase, tokens) for phrase in phrases]
        readable = [each for each in phrase_entries if each is not None]
        if not readable:
            return [1.0] * len(phrases)
        hidden = gelu(linear(self._weights, "hidden", self._rows(states, tokens, readable)))
        scores = linear(self._weights, "labels", hidden)
        odds = np.exp(scores - scores.max(axis=1, keepdims=True))
        harms = iter((odds[:, _HARMFUL].sum(axis=1) / odds.sum(axis=1)).tolist())
        return [1.0 if each is None else next(harms) for each in phrase_entries]

    def _rows(self, states: Matrix, tokens: SentenceTokens, phrases: Sequence[PhraseTokens]) -> Matrix:
        """Returns the head's input for each phrase, (phrases, features)."""
        words, sentence = tokens.states(states)
        # with the states before and at the end of the sentence: word i is entry i + 1
        around = np.concatenate([states[tokens.start - 1][None], words, states[tokens.end - 1][None]])
        rows: Matrix = np.stack(
            [
                np.concatenate(
                    [
                        words[each.words].mean(0),
                        around[each.words[0]],
                        around[each.words[-1] + 2],
                        words[each.top],
                        words[tokens.heads[each.top]],
                        sentence,
                        self._weights["dependencies"][tokens.dependencies[each.top]],
                        np.array(each.sizes(tokens)),
                    ]
                )
                for each in phrases
            ]
        ).astype(np.float32)
        return rows
