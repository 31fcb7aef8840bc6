"""Rejected sentences, grouped: a model makes the same mistake in draft after draft, and an editor reads it once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from checks.model import Article

if TYPE_CHECKING:
    from summarizer.pipeline.result import Rejected

MIN_SIMILARITY = 0.75  # share of words, 0 to 1, from which on two sentences count as nearly the same
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class RejectedGroup:
    """Sentences with one fault: the first of them, and the texts of the others."""

    first: Rejected
    others: tuple[str, ...] = ()

    @property
    def count_text(self) -> str:
        """ "and 4 like it"; empty for a sentence alone."""
        return f"and {len(self.others):,} like it" if self.others else ""


def group_rejected(rejected: Sequence[Rejected]) -> list[RejectedGroup]:
    """The rejected sentences by fault, in the order of each fault's first.

    One joins a group if it has the passage and the reason of the group's first sentence, a reason that quotes the same
    words, or nearly the same words itself.
    """
    groups: list[tuple[Rejected, Counter[str], list[str]]] = []
    for entry in rejected:
        words = Counter(_WORD.findall(entry.text.lower()))
        for first, first_words, others in groups:
            is_same_passage = entry.passage == first.passage or '"' in entry.reason  # what it quotes is the fault
            is_same_fault = entry.reason == first.reason and is_same_passage
            if is_same_fault or similarity(words, first_words) >= MIN_SIMILARITY:
                others.append(entry.text)
                break
        else:
            groups.append((entry, words, []))
    return [RejectedGroup(first, tuple(others)) for first, _, others in groups]


def similarity(words: Counter[str], other: Counter[str]) -> float:
    """Dice coefficient of two multisets of words, 0 to 1."""
    return 2 * (words & other).total() / max(1, words.total() + other.total())


def passage_words(article: Article, entry: Rejected) -> tuple[str, str]:
    """The place and the words of the passage that a rejected sentence comes nearest to; both empty without one."""
    if entry.passage is None:
        return "", ""
    return article.place(entry.passage.start), " ".join(article.text_of(entry.passage).split())
