"""Access to the words and figures of an article, for rules of several families."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import groupby

from checks.budget import spend
from checks.model import Article, Figure, Kind, Moment, Span
from checks.pattern import pattern

WORD = pattern(r"[a-z]+")
MAX_FIGURES_BACK = 400  # figures on one side of another; more than any story has, so that it only bounds the time
MAX_FIGURES_BEFORE_INDEX = 40  # figures of the last few sentences; bounds the pairs that a rule compares


def plain_words(text: str) -> list[str]:
    """The words of a short text in lower case, letters only."""
    spend()
    return WORD.findall(text.lower())


def text_between(article: Article, figure: Figure, other: Figure) -> str:
    """The text from the end of one figure to the start of a later one."""
    return article.text[figure.span.end : other.span.start]


def text_before(article: Article, item: Figure | Moment, reach: int = 40) -> str:
    """Up to `reach` characters before a figure or moment, within its sentence."""
    start = max(article.sentences[item.sentence].span.start, item.span.start - reach)
    return article.text[start : item.span.start]


def text_after(article: Article, figure: Figure, reach: int = 60) -> str:
    """Up to `reach` characters after a figure, within its sentence."""
    return article.text[figure.span.end : min(article.sentences[figure.sentence].span.end, figure.span.end + reach)]


def stated_value(figure: Figure) -> Fraction:
    """The stated value; 0 for a figure without one, which is never part of a breakdown."""
    return figure.value if figure.value is not None else Fraction(0)


def spans(*figures: Figure | None) -> tuple[Span, ...]:
    """The spans of the figures in text order, leaving out None."""
    return tuple(sorted(figure.span for figure in figures if figure is not None))


def figures_by_sentence(article: Article) -> Iterator[tuple[int, list[Figure]]]:
    """Yields each sentence index with the figures that state a quantity in it."""
    stated = (figure for figure in article.figures if figure.value is not None and figure.kind is not Kind.NAME)
    for sentence, figures in groupby(stated, key=lambda figure: figure.sentence):
        yield sentence, list(figures)


def figures_before_index(figures: Sequence[Figure], index: int, max_sentences: int) -> Sequence[Figure]:
    """The figures before the one at `index`, in its sentence and up to `max_sentences` before, at most
    `MAX_FIGURES_BEFORE_INDEX`.
    """
    start = index
    max_figures = MAX_FIGURES_BEFORE_INDEX
    while (
        start and index - start < max_figures and figures[index].sentence - figures[start - 1].sentence <= max_sentences
    ):
        spend()
        start -= 1
    return figures[start:index]


def figures_between(article: Article, start: int, end: int) -> Sequence[Figure]:
    """The figures that begin between two offsets of the text, found by binary search."""
    first = bisect_left(article.figures, start, key=lambda figure: figure.span.start)
    stop = bisect_left(article.figures, end, lo=first, key=lambda figure: figure.span.start)
    return _charge_budget(article.figures[first:stop])


def figures_before(article: Article, figure: Figure) -> Sequence[Figure]:
    """The figures that precede a figure, at most `MAX_FIGURES_BACK` of them."""
    index = bisect_left(article.figures, figure.span.start, key=lambda candidate: candidate.span.start)
    return _charge_budget(article.figures[max(0, index - MAX_FIGURES_BACK) : index])


def figures_around(article: Article, figure: Figure) -> Sequence[Figure]:
    """The figures around a figure, at most `MAX_FIGURES_BACK` on either side."""
    index = bisect_left(article.figures, figure.span.start, key=lambda candidate: candidate.span.start)
    return _charge_budget(article.figures[max(0, index - MAX_FIGURES_BACK) : index + MAX_FIGURES_BACK])


def _charge_budget(figures: Sequence[Figure]) -> Sequence[Figure]:
    """The figures unchanged, after charging them to the work budget."""
    spend(1 + len(figures))
    return figures
