"""The scores of an article, with the words around them."""

from __future__ import annotations

import re

from checks.model import Article, Figure, Kind
from checks.pattern import pattern
from checks.word_set import word_set

OTHER_MATCH_WORDS = word_set(
    """last previous earlier season reverse august september october november december january february march april may
    june july leg aggregate replay yesterday weekend"""
)
"""Words around a score that belongs to another match."""
LAST_PART = pattern(
    r"\blast (?=(?:quarter|half|period|minutes?|seconds?|over|ball|kick|play|frame|set|lap|hole|wickets?"
    r"|(?:\d+|two|three|four|five|six|seven|eight|nine|ten) (?:minutes?|seconds?|overs|balls|wickets|points))\b)",
    re.IGNORECASE,
)
"""A "last" that means the end of this match, not a match before it."""


def scores(article: Article) -> list[Figure]:
    """The scores with two whole numbers, in text order."""
    return [
        figure
        for figure in article.figures
        if figure.kind is Kind.SCORE and figure.second is not None and figure.value is not None
    ]


def score_pair(score: Figure) -> tuple[int, int]:
    """The two numbers of a score, in text order."""
    return int(score.value or 0), int(score.second or 0)
