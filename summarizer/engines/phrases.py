"""What an engine may be asked about the phrases of a sentence, and what it answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

DEPENDENCIES = ("prep", "amod", "advmod", "npadvmod", "nmod", "appos", "advcl", "acl", "relcl", "conj", "preconj")
"""The relations of phrases that are judged to the word they hang on, as spaCy names them."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Some words of a sentence that belong together, as indices of words."""

    words: tuple[int, ...]  # ascending
    top: int  # the word of it on which its others hang
    head: int  # the word on which `top` hangs
    dependency: str  # how it hangs there: one of DEPENDENCIES


@dataclass(frozen=True, slots=True)
class SentenceInContext:
    """A sentence of an article, its words as offsets into it, and what a reader of the article has read before."""

    text: str
    words: Sequence[tuple[int, int]]
    phrases: Sequence[Phrase]
    headline: str = ""
    previous: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The probabilities of what a sentence becomes without a phrase; the first four add up to 1."""

    better: float  # an editor would delete it
    optional: float  # no harm, but a detail goes
    poorer: float  # something that matters goes, or it says something else
    broken: float  # it does not read as printed English
    removed: float  # an editor who shortened the whole sentence left it out

    @property
    def harmless(self) -> float:
        return self.better + self.optional
