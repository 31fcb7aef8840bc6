"""Whether a text calls a count a part of another, or a whole of which it names parts.

"54 people, 31 of them for blocking a road" makes 54 a whole and 31 a part; "Of those arrested, 31 were held for theft
and 17 for fraud" makes parts of both. A whole in one text is never what a part in the other became.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise

from checks.article_cache import cached_per_article
from checks.model import Article, Figure, Kind, Span
from checks.pattern import pattern

COUNTS = (Kind.COUNT, Kind.NUMBER)
BEHIND = pattern(r"(?: [a-z]+)? of (?:them|whom|which|those|these)\b")
BEFORE = pattern(
    r"\b(?:including|among (?:them|whom)|of (?:whom|which|them|those|these)),?"
    r"(?: (?:at least|about|some|around|nearly))? $"
)
OPENING = pattern(r"(?i:of|among) (?:those|these|them|the)\b[^,.;]{0,60},")
WINDOW = 40  # characters before a figure in which the words stand that make it a part
MAX_BETWEEN = 80  # characters between a whole and the first of its parts


def roles_conflict(figure: Figure, other: Figure, article: Article, other_article: Article) -> bool:
    """Whether one is called a whole in its text and the other a part in its own."""
    if figure.kind not in COUNTS or other.kind not in COUNTS:
        return False
    parts, wholes = _roles(article)
    other_parts, other_wholes = _roles(other_article)
    return (figure.span in wholes and other.span in other_parts) or (
        figure.span in parts and other.span in other_wholes
    )


def are_both_wholes(figure: Figure, other: Figure, article: Article, other_article: Article) -> bool:
    """Whether both are called wholes, each in its own text."""
    return figure.span in _roles(article)[1] and other.span in _roles(other_article)[1]


@cached_per_article
def _roles(article: Article) -> tuple[frozenset[Span], frozenset[Span]]:
    """The spans of the counts that are called parts, and of those that are called wholes."""
    counts = [figure for figure in article.figures if figure.kind in COUNTS]
    openings = {
        index: found.end()
        for index, sentence in enumerate(article.sentences)
        if (found := OPENING.match(article.text, sentence.span.start, sentence.span.end))
    }
    parts = frozenset(
        figure.span
        for figure in counts
        if figure.span.start >= openings.get(figure.sentence, figure.span.end) or _is_called_part(figure, article)
    )
    wholes: set[Span] = set()
    for before, figure in pairwise(counts):
        is_near = before.sentence == figure.sentence and figure.span.start - before.span.end <= MAX_BETWEEN
        if is_near and before.span not in parts and _is_called_part(figure, article):
            wholes.add(before.span)
    sentences = [figure.sentence for figure in counts]
    for index, end in openings.items():  # "Of those arrested," of the sentence before; "Of the 52 arrested,"
        inside = [figure.span for figure in counts if figure.sentence == index and figure.span.end <= end]
        if not inside and (position := bisect_left(sentences, index)) and sentences[position - 1] == index - 1:
            earlier = counts[bisect_left(sentences, index - 1)]  # the first count of that sentence
            inside = [earlier.span]
        wholes.update(inside)
    return parts, frozenset(wholes) - parts


def _is_called_part(figure: Figure, article: Article) -> bool:
    start = max(article.sentences[figure.sentence].span.start, figure.span.start - WINDOW)
    return bool(BEHIND.match(article.text, figure.span.end) or BEFORE.search(article.text, start, figure.span.start))
