"""Rejects a sentence that the article is unlikely to bear out, by a probability learned from labelled sentences.

Small models shorten: most of what they write is a sentence of the article with stretches left out, exchanged or joined.
Readers labelled thousands of such sentences as borne out, misleading or false; boosted trees over the features of
support/features.py give the probability that one is borne out. It is calibrated: of the sentences at 0.9 nine in ten
are right. The reason that users are shown names the plainest departure from the source (support/explanation.py).
"""

from __future__ import annotations

from summarizer.guards.guard import DraftSentence, Guard, Rejection
from summarizer.support.explanation import departure

MIN_SUPPORT = 0.5  # below it a sentence is rather wrong than right


def check(sentence: DraftSentence) -> Rejection | None:
    """Rejects a sentence below MIN_SUPPORT; the evidence is the sentence of the article that it comes nearest to."""
    if sentence.support >= MIN_SUPPORT:
        return None
    best = sentence.alignment.source_index
    shown_article = sentence.shown_article
    evidence = (shown_article.article.sentences[best].span,) if best >= 0 else ()
    return Rejection(departure(sentence.alignment, shown_article.parsed_article), evidence)


GUARD = Guard("support", 30, check)
