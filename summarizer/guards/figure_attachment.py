"""Rejects a figure given to a noun that has another figure in the article: "90 drivers" of "400 drivers and 90 guards".

Where a sentence of the article has several figures of one kind, small models exchange them. So the words around a
draft's figure are compared with those around its source figure and around each other figure of that source sentence.

A figure passes unless another one shares words with it that its own source does not, for every source it is tied to.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from checks import sameness
from checks.model import Article, Figure, Kind
from summarizer.guards.guard import DraftSentence, Guard, Rejection, Source
from summarizer.language.tagging import Tag, Token, tag

WORDS_AFTER = 5  # words after a figure that can tell what it counts
_COUNT_KINDS = (Kind.COUNT, Kind.NUMBER)
_CHECKED_KINDS = (Kind.COUNT, Kind.NUMBER, Kind.PERCENT, Kind.MONEY, Kind.MEASURE, Kind.DURATION, Kind.AGE)
_PHRASE_END = re.compile(r"[.,;:!?()\"“”]| (?:and|or|but|while|to|against|with) ")


@dataclass(frozen=True, slots=True)
class _Context:
    """Keys of the words around a figure, up to the neighbouring figures and the nearest marks."""

    head: frozenset[str]  # nouns right after it: what is counted
    tail: frozenset[str]  # nouns after that, from a preposition on: of whom, where
    nouns: frozenset[str]  # all nouns, those before it included
    verbs: frozenset[str]


def check(sentence: DraftSentence, source: Source) -> Rejection | None:
    """Rejects a figure whose words belong to another figure of its source sentence; the evidence is that figure."""
    draft, article = sentence.draft, source.article
    for figure in draft.figures:
        if not sentence.span.contains(figure.span) or figure.kind not in _CHECKED_KINDS or figure.value is None:
            continue
        tied = [span for tick in sentence.sheet.ticks if figure.span in tick.spans for span in tick.source_spans]
        source_figures = [
            other
            for other in article.figures
            if other.value == figure.value and any(span.overlaps(other.span) for span in tied)
        ]
        rivals = [_rival(figure, source_figure, draft, article) for source_figure in source_figures]
        if rivals and all(rival is not None for rival in rivals) and rivals[0] is not None:
            return Rejection(f'the article has "{rivals[0].words}" where this has "{figure.words}"', (rivals[0].span,))
    return None


def _rival(figure: Figure, source_figure: Figure, draft: Article, article: Article) -> Figure | None:
    """The other figure of the source figure's sentence that fits the draft figure's words better, if there is one."""
    context, source_context = _context(figure, draft), _context(source_figure, article)
    for other in article.figures:
        if (
            other.sentence != source_figure.sentence
            or other.value == source_figure.value
            or not _same_kind(other, figure)
        ):
            continue
        if _fits_better(context, source_context, _context(other, article)) or _counts_same_noun(
            figure, source_figure, other
        ):
            return other
    return None


def _same_kind(figure: Figure, other: Figure) -> bool:
    return figure.kind is other.kind or (figure.kind in _COUNT_KINDS and other.kind in _COUNT_KINDS)


def _fits_better(context: _Context, source: _Context, other: _Context) -> bool:
    """Whether a draft figure's context has words of `other` that `source`, its own figure's context, lacks.

    The noun that is counted decides, then the phrase after it, then all nouns, then the verbs.
    """
    for words, source_words, other_words in (
        (context.head, source.head, other.head),
        (context.tail, source.tail, other.tail),
    ):
        if words and source_words and other_words and words & (source_words | other_words):
            return bool((words & other_words) - source_words) and not (words & source_words) - other_words
    if context.head and source.head and other.head:
        return False  # each counts something else
    own_nouns = (context.nouns & source.nouns) - other.nouns
    if (context.nouns & other.nouns) - source.nouns:
        return not own_nouns
    own_verbs = (context.verbs & source.verbs) - other.verbs
    return not own_nouns and bool((context.verbs & other.verbs) - source.verbs) and not own_verbs


def _counts_same_noun(figure: Figure, source_figure: Figure, other: Figure) -> bool:
    """Whether `other` counts what the draft's figure counts, and its source figure does not.

    With "12 sailors and 38 pelicans" in the article, 38 sailors are not supported, nor 38 people.
    """
    noun, source_noun, other_noun = (sameness.counted_entity(item).head for item in (figure, source_figure, other))
    if not (noun and source_noun) or noun == source_noun or sameness.is_kind_of(source_noun, noun):
        return False
    only_other_is_people = (
        noun == sameness.PERSON and sameness.is_person(other_noun) and not sameness.is_person(source_noun)
    )
    return noun == other_noun or only_other_is_people


def _context(figure: Figure, article: Article) -> _Context:
    sentence = article.sentences[figure.sentence].span
    neighbours = [other.span for other in article.figures if other.sentence == figure.sentence and other is not figure]
    start = max([span.end for span in neighbours if span.end <= figure.span.start], default=sentence.start)
    end = min([span.start for span in neighbours if span.start >= figure.span.end], default=sentence.end)
    text_before = _PHRASE_END.split(f" {article.text[start : figure.span.start]}")[-1]
    text_after = " ".join(_PHRASE_END.split(f"{article.text[figure.span.end : end]} ")[0].split()[:WORDS_AFTER])
    after, before = tag(text_after), tag(text_before)
    preposition = next((index for index, token in enumerate(after) if token.tag is Tag.ADP), len(after))
    head, tail = _noun_keys(after[:preposition]), _noun_keys(after[preposition:])
    verbs = frozenset(token.lemma for token in (*before, *after) if token.tag is Tag.VERB and token.lemma)
    return _Context(head, tail, head | tail | _noun_keys(before), verbs)


def _noun_keys(tokens: Sequence[Token]) -> frozenset[str]:
    return frozenset(token.lemma for token in tokens if token.tag in (Tag.NOUN, Tag.PROPN) and token.lemma)


GUARD = Guard("figure-attachment", 40, check)
