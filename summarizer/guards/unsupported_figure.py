"""A figure or date that nothing in the article bears out, or that is borne out only among other words.

A derived figure counts only if it is derived from what the sentence's own sources say: in a long article some two
numbers always have the right difference.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from checks.model import Article, Figure, Kind, Moment, Sheet, Span, Tick
from summarizer.guards.guard import DraftSentence, Guard, Rejection, Source, rejected
from summarizer.language.grounding import SourceIndex, content_stems, normalized

UNTIED = (Kind.NAME, Kind.ORDINAL, Kind.FRACTION, Kind.MULTIPLE)  # need no tie: names, "first", "half", "twice"
COUNTED = (Kind.COUNT, Kind.PERCENT, Kind.MONEY, Kind.MEASURE)
BESIDE = 4  # words either side of a figure that tell what it is of
_ONES = frozenset(("one", "another"))
DERIVED = "figure-derived"


def check(sentence: DraftSentence, source: Source) -> Rejection | None:
    """Rejects the first figure or date of a sentence that the article does not support."""
    return rejected(_unsupported(sentence.draft, sentence.span, sentence.sheet, sentence.evidence, source.index))


def _unsupported(read: Article, sentence: Span, sheet: Sheet, sources: Sequence[Span], on: SourceIndex) -> str:
    """The figure or date of a sentence that nothing bears out, as a reason; empty where there is none."""
    stated: tuple[Figure | Moment, ...] = (*read.figures, *read.moments)
    for item in stated:
        if not sentence.contains(item.span) or (isinstance(item, Figure) and item.kind in UNTIED):
            continue
        if _needs_no_tie(item, read, sources, on):
            continue
        ticks = [tick for tick in sheet.ticks if any(item.span.overlaps(span) for span in tick.spans)]
        if not ticks:
            return f'nothing in the article bears out "{item.words}"'
        if isinstance(item, Figure) and item.second is not None and not ties_two(on.article, ticks):
            return f'the article has no "{item.words}"'
        if isinstance(item, Figure) and item.kind in COUNTED and not shares_words(read, item.span, on, ticks):
            return f'the article has "{item.words}" beside other words'
        derived = all(tick.rule == DERIVED for tick in ticks)
        if derived and not all(any(one.contains(span) for one in sources) for span in ticks[0].source_spans):
            return f'"{item.words}" can only be reckoned from figures of other passages'
    return ""


def _needs_no_tie(item: Figure | Moment, read: Article, sources: Sequence[Span], on: SourceIndex) -> bool:
    """Is it a number word that counts nothing: part of a name ("Two Rivers"), or "one of the", "another"?"""
    after = read.text[item.span.end :].split(maxsplit=1)
    first = read.text[item.span.start :].split(maxsplit=1)[0]
    if after and after[0][:1].isupper() and first[:1].isupper():
        return item.span.start > 0 and f" {normalized(f'{first} {after[0]}')} " in on.normalized_text
    if first.lower() not in _ONES or not after:
        return False
    run = f" {normalized(f'{first} {after[0]}')} "
    return any(run in f" {normalized(on.article.words(span))} " for span in sources)


def ties_two(article: Article, ticks: Sequence[Tick]) -> bool:
    """Is a score, ratio or range tied to one that has two numbers as well?"""
    spans_tied = [span for tick in ticks for span in tick.source_spans]
    return any(
        one.second is not None and any(one.span.overlaps(span) for span in spans_tied) for one in article.figures
    )


def shares_words(read: Article, span: Span, on: SourceIndex, ticks: Sequence[Tick]) -> bool:
    """Does a figure stand among at least one content word that also stands around a figure it is tied to?"""
    here = content_stems(around(read.text, span, BESIDE))
    there = (content_stems(around(on.article.text, one, 2 * BESIDE)) for tick in ticks for one in tick.source_spans)
    return not here or any(here.keys() & stems.keys() for stems in there)


def around(text: str, span: Span, words: int) -> str:
    """So many words before and after a span, up to the sentence's marks."""
    before = re.split(r"[.!?;]\s", text[max(0, span.start - 200) : span.start])[-1].split()[-words:]
    after = re.split(r"[.!?;](?:\s|$)", text[span.end : span.end + 200])[0].split()[:words]
    return " ".join([*before, *after])


GUARD = Guard("unsupported-figure", 20, check)
