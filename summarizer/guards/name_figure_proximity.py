"""Rejects a figure or date beside a name that the article has nowhere near it: "Brazil arrested 90", of a continent.

Small models take a count from one passage and a name from another. Both are the article's, so that neither rules nor
vocabulary show the error; but the name does not stand anywhere near the figure.

A name passes if the article has it in the sentence of the figure's source or a neighbouring one, or in the headline or
the opening, which the whole story is about. A figure without a source is left to other guards.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from checks.model import Article, Figure, Kind, Moment, Sheet, Span, Zone
from summarizer.guards.guard import DraftSentence, Guard, Rejection, Source

MAX_SENTENCE_DISTANCE = 1  # sentences from the figure's source, on either side, in which a name counts as near
OPENING_SENTENCES = 2  # sentences of the story that name what it is about
QUANTITIES = (Kind.COUNT, Kind.MONEY, Kind.PERCENT, Kind.MEASURE, Kind.AGE, Kind.SCORE, Kind.NUMBER)
_MIN_STEM_LETTERS = 4  # that two forms of a name must share: "Indian" and "India"
_MAX_SUFFIX_LETTERS = 3  # by which they may differ

_NAME = re.compile(r"\b[A-ZÀ-ÖØ-Þ][^\W\d_]+(?:['’]s)?(?:-[^\W\d_]+)*")
_WORD = re.compile(r"[^\W\d_]+")
_COMMON_OPENERS = frozenset(
    """a about after all although among an and another any as at because before both but by despite during each eight
    eleven every few fifteen fifty five for forty four from he her here his hundreds if in it its just last many more
    most nearly nine no none nobody of on one only or other over police people officials researchers scientists several
    seven she since six sixty some such ten than that the their there these they thirteen thirty this those thousands
    three through to twelve twenty two under until up we what when where which while who with you""".split()
)
"""Words that are no names though they may open a sentence."""
_TITLES = frozenset(
    """captain chancellor chief count dame detective doctor general governor judge justice king lady lord mayor minister
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september
    october november december officer president prime prince princess professor queen secretary senator sergeant sheriff
    sir""".split()
)
"""Titles go with a name and identify nobody; days and months are compared as dates."""


def check(sentence: DraftSentence, source: Source) -> Rejection | None:
    """Rejects a figure or date beside a name that is not near its source; the evidence is the passage searched."""
    draft, article = sentence.draft, source.article
    names = _names(draft, sentence.span)
    if not names:
        return None
    opening = _vocabulary(article, [*_headlines(article), *source.index.story_sentences[:OPENING_SENTENCES]])
    figures = [figure for figure in draft.figures if figure.kind in QUANTITIES]
    dates = [moment for moment in draft.moments if moment.year or moment.month]
    items: tuple[Figure | Moment, ...] = (*figures, *dates)
    for item in items:
        if not sentence.span.contains(item.span):
            continue
        nearby = _sentences_near_source(item, sentence.sheet, article)
        if not nearby:
            continue  # unsupported_figure.py asks whether it has a source
        words = opening | _vocabulary(article, nearby)
        for name in names:
            if not _has_name(name, words):
                evidence = tuple(article.sentences[sentence_index].span for sentence_index in sorted(nearby))
                return Rejection(f'the article does not have {name} near its "{item.words}"', evidence)
    return None


def _names(draft: Article, sentence: Span) -> list[str]:
    """Capitalized words of a sentence, without "'s"; its first word only if it is not likely to be a common word."""
    text = draft.words(sentence)
    found = [(match.start(), re.sub(r"['’]s$", "", match.group())) for match in _NAME.finditer(text)]
    lowercase = {word for word in _WORD.findall(text) if word[0].islower()}
    return [
        word
        for start, word in found
        if not word[1:2].isupper()  # acronyms: "MPs", "UN" stand for words that the article may spell out
        and word.lower() not in _TITLES
        and (start > 0 or (word.lower() not in lowercase and not _is_common_opener(word)))
    ]


def _is_common_opener(word: str) -> bool:
    """Whether a sentence's first word is more likely to be a common word than a name."""
    return word.lower() in _COMMON_OPENERS or word.lower().endswith(("ly", "ing", "ed"))


def _sentences_near_source(item: Figure | Moment, sheet: Sheet, article: Article) -> set[int]:
    """Indices of the article's sentences that have a source of a draft's figure or date, and of their neighbours."""
    tied = [span for tick in sheet.ticks if item.span in tick.spans for span in tick.source_spans]
    with_source = {
        index for index, sentence in enumerate(article.sentences) if any(sentence.span.contains(span) for span in tied)
    }
    return {
        index + step
        for index in with_source
        for step in range(-MAX_SENTENCE_DISTANCE, MAX_SENTENCE_DISTANCE + 1)
        if 0 <= index + step < len(article.sentences)
    }


def _headlines(article: Article) -> list[int]:
    """Indices of the sentences of headline and standfirst."""
    return [
        index for index, sentence in enumerate(article.sentences) if sentence.zone in (Zone.HEADLINE, Zone.STANDFIRST)
    ]


def _vocabulary(article: Article, sentence_indices: Iterable[int]) -> frozenset[str]:
    """The words of some of the article's sentences, in lower case."""
    return frozenset(
        word.lower()
        for index in sentence_indices
        for word in _WORD.findall(article.words(article.sentences[index].span))
    )


def _has_name(name: str, words: frozenset[str]) -> bool:
    """Whether the name, or another form of it ("Indian" for "India"), is among the words, in each of its parts."""
    parts = [part.lower() for part in name.split("-")]
    return all(
        part in words
        or any(
            len(part) - suffix >= _MIN_STEM_LETTERS and part[:-suffix] in words
            for suffix in range(1, _MAX_SUFFIX_LETTERS + 1)
        )
        or _has_longer_form(part, words)
        for part in parts
    )


def _has_longer_form(part: str, words: frozenset[str]) -> bool:
    """Whether the words have a longer form of a name: "Indian" for "India"."""
    return len(part) >= _MIN_STEM_LETTERS and any(
        word.startswith(part) and len(word) - len(part) <= _MAX_SUFFIX_LETTERS for word in words
    )


GUARD = Guard("name-figure-proximity", 30, check)
