"""A figure that a sentence has twice and the article once: "36 were cancelled in 21, 21 by fog"."""

from __future__ import annotations

from collections import Counter

from checks.model import Kind
from summarizer.guards.guard import DraftSentence, Guard, Rejection, Source

NEVER_COUNTED = (Kind.NAME, Kind.ORDINAL, Kind.FRACTION, Kind.MULTIPLE)
PRONOUNS = frozenset(("one", "another"))


def check(sentence: DraftSentence, source: Source) -> Rejection | None:
    """Rejects a value that the sentence states more than once and the article once."""
    stated = Counter(
        figure.value
        for figure in sentence.draft.figures
        if sentence.span.contains(figure.span) and figure.kind not in NEVER_COUNTED
    )
    for value, times in stated.items():
        same = [figure for figure in source.article.figures if figure.value == value]
        if times > 1 and len(same) == 1 and same[0].words.lower() not in PRONOUNS:
            return Rejection(f'the article has its "{same[0].words}" once', (same[0].span,))
    return None


GUARD = Guard("repeated-figure", 50, check)
