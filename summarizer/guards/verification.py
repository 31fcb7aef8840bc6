"""A rewording of a sentence that passed: it takes the sentence's place only if the guards let it pass too."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from summarizer.guards import first_rejection
from summarizer.guards.candidate import Candidate, Origin
from summarizer.guards.completeness import depends_on_previous
from summarizer.guards.guard import DraftSentence, Source
from summarizer.language.grounding import Grounding, SourceIndex, is_copied, normalized


def reverified(one: Candidate, text: str, on: SourceIndex, shown: Sequence[int]) -> list[Candidate]:
    """A sentence that passed, in other words, if these pass too. `shown`: the article's sentences that say it."""
    sentence = DraftSentence(text, Source(on, tuple(shown)))
    if first_rejection(sentence) is not None:
        return []
    where = sentence.grounding
    close, begins, late = source_overlap(text, where, on)
    return [
        replace(
            one,
            text=text,
            origin=Origin.REDONE,
            stems=where.stems,
            sources=where.sources,
            copied=is_copied(text, on),
            depends_on_previous=depends_on_previous(text),
            ordered_overlap=close,
            source_offset=begins,
            preceding_sentences=late,
        )
    ]


def source_overlap(sentence: str, where: Grounding, on: SourceIndex) -> tuple[float, int, int]:
    """Share, 0 to 1, of a sentence's words that its best source has in the same order; the place of the first of
    them there; and how many sentences of the story come before that source.
    """
    mine = normalized(sentence).split()
    if not mine or not where.sources:
        return 0.0, 0, 0
    its = normalized(on.article.words(on.article.sentences[where.sources[0]].span)).split()
    same = SequenceMatcher(None, mine, its, autojunk=False).get_matching_blocks()
    return sum(one.size for one in same) / len(mine), same[0].b, bisect_left(on.story_sentences, where.sources[0])
