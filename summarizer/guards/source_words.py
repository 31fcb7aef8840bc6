"""Rejects names and words that the article lacks, and words that no passage of it has together.

Figures and dates are checked by rules; but small models also invent names and events, and join halves of two stories.
A sentence passes if every name is the article's, if its content words are but for one (in a long sentence, a few), and
if two sentences of the article have most of them between them, and one of these has half.
"""

from __future__ import annotations

from summarizer.guards.guard import DraftSentence, Guard, Rejection, Source, rejection_for
from summarizer.language.grounding import Grounding

MAX_UNKNOWN_WORDS = 1  # content words that the article may lack, such as a verb of the model's own
MAX_UNKNOWN_SHARE = 0.15  # of the content words, where that allows more
MIN_COVERAGE_OF_TWO = 0.8  # share, 0 to 1, of the content that two sentences of the article must have between them
MIN_COVERAGE_OF_ONE = 0.5  # share that the better one of them must have
_MAX_WORDS_IN_MESSAGE = 4


def check(sentence: DraftSentence, source: Source) -> Rejection | None:
    """Rejects a sentence whose words the article lacks or has apart; the evidence is the nearest sentences."""
    return rejection_for(_ungrounded(sentence.grounding), sentence.evidence)


def _ungrounded(grounding: Grounding) -> str:
    """Why the article's vocabulary does not support a sentence; empty where it does."""
    if grounding.unknown_names:
        return f"names {', '.join(grounding.unknown_names)}, which the article does not"
    if len(grounding.unknown_words) > max(MAX_UNKNOWN_WORDS, int(MAX_UNKNOWN_SHARE * len(grounding.stems))):
        return f"the article has no words like {', '.join(grounding.unknown_words[:_MAX_WORDS_IN_MESSAGE])}"
    scattered = grounding.coverage_of_two < MIN_COVERAGE_OF_TWO and grounding.uncovered > MAX_UNKNOWN_WORDS
    if scattered or grounding.coverage_of_one < MIN_COVERAGE_OF_ONE:
        return "no passage of the article says this"
    return ""


GUARD = Guard("source-words", 15, check)
