"""Scores as an article gives them, with the words around them."""

from __future__ import annotations

import re

from checks.model import Article, Figure, Kind
from checks.rules._printed import lexicon, plain_words

OTHER_MATCH = lexicon(
    """last previous earlier season reverse august september october november december january february march april may
    june july leg aggregate replay yesterday weekend"""
)
"""Words that put a score into another match."""


def scores(article: Article) -> list[Figure]:
    """Every score with two whole numbers, in text order."""
    return [
        one for one in article.figures if one.kind is Kind.SCORE and one.second is not None and one.value is not None
    ]


def set_scores(article: Article) -> list[Figure]:
    """Scores, and pairs such as "5-11" that look like a range where nothing around says what they are."""
    pairs = re.compile(r"\d{1,2}[-–]\d{1,2}")
    return [
        one
        for one in article.figures
        if one.second is not None and (one.kind is Kind.SCORE or (one.is_range and pairs.fullmatch(one.words)))
    ]


def pair(score: Figure) -> tuple[int, int]:
    """The two numbers as they stand."""
    return int(score.value or 0), int(score.second or 0)


def around(article: Article, figure: Figure, before: int = 60, behind: int = 40) -> list[str]:
    """The words of its sentence close to a figure."""
    bounds = article.sentences[figure.sentence].span
    return plain_words(
        article.text[max(bounds.start, figure.span.start - before) : figure.span.start]
        + " "
        + article.text[figure.span.end : min(bounds.end, figure.span.end + behind)]
    )
