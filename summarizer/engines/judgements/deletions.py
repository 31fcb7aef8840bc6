"""What an engine may be asked about the words of a summary's sentences, and what it answers."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words of a sentence that may go together, as indices."""

    words: Collection[int]
    top: int  # the one of them on which the others hang


@dataclass(frozen=True, slots=True)
class DependencyParse:
    """A sentence, its words and marks as offsets into it, and how each depends on another, as spaCy names it."""

    text: str
    words: Sequence[tuple[int, int]]
    heads: Sequence[int]  # the word that each depends on, as its index; that of a root is its own
    dependencies: Sequence[str]
    phrases: Sequence[Phrase] = ()  # of which is asked what harm it does to leave them out


@dataclass(frozen=True, slots=True)
class Deletions:
    """How likely an editor who shortens a sentence leaves out which of its words.

    It is a linear-chain conditional random field (Lafferty, McCallum and Pereira 2001): whether a word goes depends on
    what it is and on whether the one before it goes. `potentials[n]` holds the logarithms of four factors for the n-th
    of `words`: it stays or goes after one that stays, then after one that goes.

    An editor may shorten a sentence in more ways than one, so what is unlikely to go may still do no harm, and the
    other way round: `harms` tells of each phrase that was asked about, in order, how likely a reader would find the
    sentence poorer, wrong or broken without just this one. It is empty where the engine cannot tell.
    """

    words: Sequence[int]  # the words that may go, marks not among them, as indices in ascending order
    potentials: Sequence[Sequence[float]]
    harms: Sequence[float] = ()

    def log_odds(self, removed: Collection[int]) -> float:
        """How much likelier it is that just these words go than that none goes, as a logarithm.

        Those of `removed` that are not among `words` do not count.
        """
        total = 0.0
        previous = False
        for word, potentials in zip(self.words, self.potentials, strict=True):
            goes = word in removed
            total += potentials[2 * previous + goes] - potentials[0]
            previous = goes
        return total
