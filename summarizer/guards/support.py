"""Rejects a sentence that the article probably does not support, by a model learned from labelled sentences.

Small models shorten: most of what they write is a sentence of the article with stretches left out, exchanged or joined.
Readers labelled thousands of such sentences as supported, misleading or false; boosted trees over the features of
support/features.py give the probability that one is supported. It is calibrated: of the sentences at 0.9, nine in ten
are right. The reason shown to users names the plainest departure from the source (support/explanation.py).
"""

from __future__ import annotations

from summarizer.guards.guard import DraftSentence, Guard, Rejection
from summarizer.support.explanation import departure

MIN_PASSING_SUPPORT = 0.5  # probability; below it a sentence is more likely wrong than right


def check(sentence: DraftSentence) -> Rejection | None:
    """Rejects a sentence below MIN_PASSING_SUPPORT; the evidence is its best source in the article."""
    if sentence.support >= MIN_PASSING_SUPPORT:
        return None
    best = sentence.alignment.source_index
    shown_article = sentence.shown_article
    evidence = (shown_article.article.sentences[best].span,) if best >= 0 else ()
    return Rejection(departure(sentence.alignment, shown_article.parsed_article), evidence)


GUARD = Guard("support", 30, check)
