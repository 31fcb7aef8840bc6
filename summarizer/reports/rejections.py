"""Groups rejected sentences by fault: a model repeats a mistake in draft after draft, an editor reads it once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from checks.model import Article

if TYPE_CHECKING:
    from summarizer.pipeline.result import Rejected

MIN_WORD_OVERLAP = 0.75  # Dice coefficient from which two sentences count as nearly the same
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class RejectedGroup:
    """Rejected sentences with the same fault: the first of them, and the texts of the others."""

    first: Rejected
    others: tuple[str, ...] = ()

    @property
    def count_text(self) -> str:
        """ "and 4 like it"; empty for a sentence alone."""
        return f"and {len(self.others):,} like it" if self.others else ""


def group_rejected(rejected: Sequence[Rejected]) -> list[RejectedGroup]:
    """The rejected sentences grouped by fault, groups in the order of their first sentences.

    A sentence joins a group if it has the reason of the group's first sentence, and that reason quotes the words at
    fault or both sentences have the same passage; or if its words are nearly those of the first sentence.
    """
    groups: list[tuple[Rejected, Counter[str], list[str]]] = []
    for entry in rejected:
        words = Counter(_WORD.findall(entry.text.lower()))
        for first, first_words, others in groups:
            is_same_passage = (
                entry.passage == first.passage or '"' in entry.reason
            )  # the words that it quotes are the fault
            is_same_fault = entry.reason == first.reason and is_same_passage
            if is_same_fault or dice_coefficient(words, first_words) >= MIN_WORD_OVERLAP:
                others.append(entry.text)
                break
        else:
            groups.append((entry, words, []))
    return [RejectedGroup(first, tuple(others)) for first, _, others in groups]


def dice_coefficient(words: Counter[str], other: Counter[str]) -> float:
    """The Dice coefficient of two multisets of words, 0 to 1."""
    return 2 * (words & other).total() / max(1, words.total() + other.total())


def passage_words(article: Article, entry: Rejected) -> tuple[str, str]:
    """The place and the words of the passage that a rejected sentence is closest to; both "" if there is none."""
    if entry.passage is None:
        return "", ""
    return article.place(entry.passage.start), " ".join(article.text_of(entry.passage).split())
