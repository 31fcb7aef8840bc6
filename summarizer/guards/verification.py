"""Rewordings of a candidate: one takes the candidate's place only if it passes all guards too."""

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


def reverified(candidate: Candidate, text: str, source_index: SourceIndex, shown: Sequence[int]) -> list[Candidate]:
    """The candidate with another text, as a list of one; an empty list where a guard rejects that text.

    `shown` are the indices of the article's sentences that have to support it.
    """
    sentence = DraftSentence(text, Source(source_index, tuple(shown)))
    if first_rejection(sentence) is not None:
        return []
    grounding = sentence.grounding
    ordered_overlap, source_offset, preceding_sentences = source_overlap(text, grounding, source_index)
    return [
        replace(
            candidate,
            text=text,
            origin=Origin.REDONE,
            stems=grounding.stems,
            sources=grounding.sources,
            copied=is_copied(text, source_index),
            depends_on_previous=depends_on_previous(text),
            ordered_overlap=ordered_overlap,
            source_offset=source_offset,
            preceding_sentences=preceding_sentences,
        )
    ]


def source_overlap(sentence: str, grounding: Grounding, source_index: SourceIndex) -> tuple[float, int, int]:
    """How a sentence aligns with its best source.

    Returns the share, 0 to 1, of its words that the source has in the same order; the index of the first of these among
    the source's words; and how many sentences of the story come before the source. All are 0 without a source.
    """
    words = normalized(sentence).split()
    if not words or not grounding.sources:
        return 0.0, 0, 0
    best_source = grounding.sources[0]
    article = source_index.article
    source_words = normalized(article.words(article.sentences[best_source].span)).split()
    blocks = SequenceMatcher(None, words, source_words, autojunk=False).get_matching_blocks()
    share = sum(block.size for block in blocks) / len(words)
    return share, blocks[0].b, bisect_left(source_index.story_sentences, best_source)
