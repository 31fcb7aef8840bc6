"""Rejects a figure or date that nothing in the article supports, or that it states of something else.

Small models invent figures, and attach a figure of the article to something else. The ticks of `checks.compare` tie
each figure of the draft to what supports it in the article; this guard requires such a tie, and a content word near
both figures. A derived figure passes only if it is derived from the sentence's own sources: in a long article, some two
numbers always have the right difference.

Names with a number, ordinals, "half" and "twice" need no tie, nor does a number word that counts nothing: "Two Rivers",
"one of the".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from checks.model import Article, Figure, Kind, Moment, Sheet, Span, Tick
from summarizer.guards.guard import DraftSentence, Guard, Rejection
from summarizer.language.grounding import ArticleIndex, content_stems, normalized

IGNORED_KINDS = (Kind.NAME, Kind.ORDINAL, Kind.FRACTION, Kind.MULTIPLE)  # need no tie: names, "first", "half", "twice"
KINDS_NEEDING_CONTEXT = (Kind.COUNT, Kind.PERCENT, Kind.MONEY, Kind.MEASURE)
CONTEXT_WORDS = 4  # before and after a draft's figure, twice as many in the article, that must share a stem
_MAX_CONTEXT_CHARACTERS = 200  # before and after a figure, searched for these words
NUMERAL_PRONOUNS = frozenset(("one", "another"))


def check(sentence: DraftSentence) -> Rejection | None:
    """Rejects the first figure or date of a sentence that the article does not support.

    The evidence is what the figure is tied to or, if it is tied to nothing, the sentence's sources.
    """
    return _unsupported(sentence.draft, sentence.span, sentence.sheet, sentence.evidence, sentence.shown_article.index)


def _unsupported(
    draft: Article, sentence: Span, sheet: Sheet, sentence_sources: Sequence[Span], index: ArticleIndex
) -> Rejection | None:
    """The rejection of the first unsupported figure or date; None where all are supported."""
    items: tuple[Figure | Moment, ...] = (*draft.figures, *draft.moments)
    for item in items:
        if not sentence.contains(item.span) or (isinstance(item, Figure) and item.kind in IGNORED_KINDS):
            continue
        if _is_uncounted_number_word(item, draft, sentence_sources, index):
            continue
        ticks = [tick for tick in sheet.ticks if any(item.span.overlaps(span) for span in tick.spans)]
        if not ticks:
            return Rejection(f'nothing in the article bears out "{item.words}"', tuple(sentence_sources))
        tied = tuple(dict.fromkeys(span for tick in ticks for span in tick.source_spans))
        has_two_values = isinstance(item, Figure) and item.second is not None
        if has_two_values and not has_two_valued_source(index.article, ticks):
            return Rejection(f'the article has no "{item.words}"', tied)
        needs_context = isinstance(item, Figure) and item.kind in KINDS_NEEDING_CONTEXT
        if needs_context and not shares_context(draft, item.span, index, ticks):
            return Rejection(f'the article has "{item.words}" beside other words', tied)
        if all(tick.derived and not _are_within(tick.source_spans, sentence_sources) for tick in ticks):
            return Rejection(f'"{item.words}" can only be reckoned from figures of other passages', tied)
    return None


def _are_within(spans: Sequence[Span], passages: Sequence[Span]) -> bool:
    """Whether each of the spans lies in one of the passages."""
    return all(any(passage.contains(span) for passage in passages) for span in spans)


def _is_uncounted_number_word(
    item: Figure | Moment, draft: Article, sentence_sources: Sequence[Span], index: ArticleIndex
) -> bool:
    """Whether a number word counts nothing, here and in the article: in a name ("Two Rivers"), "one of", "another"."""
    after = draft.text[item.span.end :].split(maxsplit=1)
    first = draft.text[item.span.start :].split(maxsplit=1)[0]
    if after and after[0][:1].isupper() and first[:1].isupper():
        return item.span.start > 0 and f" {normalized(f'{first} {after[0]}')} " in index.normalized_text
    if first.lower() not in NUMERAL_PRONOUNS or not after:
        return False
    phrase = f" {normalized(f'{first} {after[0]}')} "
    return any(phrase in f" {normalized(index.article.text_of(span))} " for span in sentence_sources)


def has_two_valued_source(article: Article, ticks: Sequence[Tick]) -> bool:
    """Whether one of the ticks ties a score, ratio or range to a figure of the article that also has two numbers."""
    tied = [span for tick in ticks for span in tick.source_spans]
    return any(
        figure.second is not None and any(figure.span.overlaps(span) for span in tied) for figure in article.figures
    )


def shares_context(draft: Article, span: Span, index: ArticleIndex, ticks: Sequence[Tick]) -> bool:
    """Whether the words near a draft's figure and near its source share a stem; true if the draft has none there."""
    stems = content_stems(words_around(draft.text, span, CONTEXT_WORDS))
    source_stems = (
        content_stems(words_around(index.article.text, source_span, 2 * CONTEXT_WORDS))
        for tick in ticks
        for source_span in tick.source_spans
    )
    return not stems or any(stems.keys() & other.keys() for other in source_stems)


def words_around(text: str, span: Span, count: int) -> str:
    """Up to `count` words before and after a span, up to the next full stop or semicolon."""
    text_before = text[max(0, span.start - _MAX_CONTEXT_CHARACTERS) : span.start]
    text_after = text[span.end : span.end + _MAX_CONTEXT_CHARACTERS]
    before = re.split(r"[.!?;]\s", text_before)[-1].split()[-count:]
    after = re.split(r"[.!?;](?:\s|$)", text_after)[0].split()[:count]
    return " ".join([*before, *after])


GUARD = Guard("unsupported-figure", 20, check)
