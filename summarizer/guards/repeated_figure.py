"""Rejects a figure that the sentence has twice and the article once: "36 were cancelled in 21, 21 by fog".

Small models write a figure again where the next one should be. A value passes if the article has it more than once or
not at all (then other guards judge it), and if it is no quantity: a name, "first", "half", "twice", "one", "another".
"""

from __future__ import annotations

from collections import Counter

from summarizer.guards.guard import DraftSentence, Guard, Rejection, Source
from summarizer.guards.unsupported_figure import IGNORED_KINDS, NUMERAL_PRONOUNS


def check(sentence: DraftSentence, source: Source) -> Rejection | None:
    """Rejects a value that the sentence has more often than once and the article once, which is the evidence."""
    counts = Counter(
        figure.value
        for figure in sentence.draft.figures
        if sentence.span.contains(figure.span) and figure.kind not in IGNORED_KINDS
    )
    for value, count in counts.items():
        same_value = [figure for figure in source.article.figures if figure.value == value]
        if count > 1 and len(same_value) == 1 and same_value[0].words.lower() not in NUMERAL_PRONOUNS:
            return Rejection(f'the article has its "{same_value[0].words}" once', (same_value[0].span,))
    return None


GUARD = Guard("repeated-figure", 50, check)
