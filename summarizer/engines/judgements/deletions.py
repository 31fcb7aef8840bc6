"""The question which words of a summary's sentences may be deleted, and the answer to it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words of a sentence, as indices, that may be deleted together."""

    words: Collection[int]
    head: int  # the one of them on which the others depend


@dataclass(frozen=True, slots=True)
class DependencyParse:
    """A sentence with its dependency parse. Punctuation marks count as words."""

    text: str
    words: Sequence[tuple[int, int]]  # (start, end) offsets into the text
    heads: Sequence[int]  # for each word the index of the word that it depends on; a root depends on itself
    dependencies: Sequence[str]  # for each word its dependency label, as spaCy has them
    phrases: Sequence[Phrase] = ()  # those whose harm is asked for: see `Deletions.harms`


@dataclass(frozen=True, slots=True)
class Deletions:
    """How likely an editor who shortens a sentence deletes which of its words.

    It is a linear-chain conditional random field (Lafferty, McCallum and Pereira 2001): whether a word is deleted
    depends on the word and on whether the word before it is deleted. `potentials[n]` holds the logarithms of four
    factors for the n-th of `words`: it is kept or deleted after a word that is kept, then the same after a word that
    is deleted.

    An editor may shorten a sentence in more than one way, so a phrase that is unlikely to be deleted may still be
    harmless to delete, and the other way round. `harms` holds, for each phrase that was asked about, in order, the
    probability that a reader finds the sentence poorer, wrong or broken without this phrase alone. It is empty where
    the engine cannot tell.
    """

    words: Sequence[int]  # indices of the words that may be deleted, ascending; without punctuation marks
    potentials: Sequence[Sequence[float]]
    harms: Sequence[float] = ()

    def log_odds(self, removed: Collection[int]) -> float:
        """Returns the log-odds that exactly these words are deleted, rather than none.

        Those of `removed` that are not in `words` do not count.
        """
        total = 0.0
        is_previous_removed = False
        for word, potentials in zip(self.words, self.potentials, strict=True):
            is_removed = word in removed
            total += potentials[2 * is_previous_removed + is_removed] - potentials[0]
            is_previous_removed = is_removed
        return total
