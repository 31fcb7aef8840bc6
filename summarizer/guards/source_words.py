"""Names and words that the article lacks, and words that no passage of it holds together.

Figures and dates are checked by rules; but a small model also invents names and events, and joins halves of two
stories. So every name must be the article's, nearly every content word must be, and a few sentences of the article must
hold most of them together.
"""

from __future__ import annotations

from summarizer.guards.guard import DraftSentence, Guard, Rejection, Source, rejected
from summarizer.language.grounding import Grounding

FREE = 1  # content words that the article need not have: a verb of the model's own
FREE_SHARE = 0.15
TOGETHER = 0.8  # share of the content that two sentences of the article must hold between them
ALONE = 0.5  # share that one of them must hold


def check(sentence: DraftSentence, source: Source) -> Rejection | None:
    """Rejects a sentence whose words the article does not have, or does not have together."""
    return rejected(_ungrounded(sentence.grounding), sentence.evidence)


def _ungrounded(grounding: Grounding) -> str:
    """Why the article's words do not bear a sentence out; empty where they do."""
    if grounding.unknown_names:
        return f"names {', '.join(grounding.unknown_names)}, which the article does not"
    if len(grounding.unknown_words) > max(FREE, int(FREE_SHARE * len(grounding.stems))):
        return f"the article has no words like {', '.join(grounding.unknown_words[:4])}"
    if (grounding.coverage_of_two < TOGETHER and grounding.uncovered > FREE) or grounding.coverage_of_one < ALONE:
        return "no passage of the article says this"
    return ""


GUARD = Guard("source-words", 15, check)
