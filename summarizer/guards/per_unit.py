"""Rejects a total that is given as what each one has: "1.8 million for each of the four boats".

Small models leave out the figure between, of "1.8 million, or 450,000 for each", and join the ends. A figure that a
draft gives with "each" or "apiece" passes if the article gives one of that value with "each", "every" or "per", and if
the article does not have that value at all: then other guards judge it.
"""

from __future__ import annotations

import re

from checks.model import Figure
from summarizer.guards.guard import DraftSentence, Guard, Rejection, Source

CONTEXT_CHARACTERS = 30  # on either side of the article's figure: "each boat will cost some 450,000"
_EACH_AFTER = re.compile(r"\W{0,2}(?:(?:for|to|from|on) )?(?:each|apiece)\b")
_DISTRIBUTIVE = re.compile(r"\b(?:each|every|apiece|per)\b", re.IGNORECASE)


def check(sentence: DraftSentence, source: Source) -> Rejection | None:
    """Rejects a figure of each that the article has, but not of each; the evidence is the article's figures."""
    draft, article = sentence.draft, source.article
    for figure in draft.figures:
        if sentence.span.contains(figure.span) and _EACH_AFTER.match(draft.text, figure.span.end):
            same_value = [other for other in article.figures if other.value == figure.value]
            if same_value and not any(_is_per_unit(other, article.text) for other in same_value):
                return Rejection(
                    f"the article does not have its {figure.words} of each", tuple(other.span for other in same_value)
                )
    return None


def _is_per_unit(figure: Figure, text: str) -> bool:
    """Whether "each" or the like stands near a figure of the article, and after it in the same phrase."""
    after = re.split(r"[.,;]", text[figure.span.end : figure.span.end + CONTEXT_CHARACTERS])[0]
    before = text[max(0, figure.span.start - CONTEXT_CHARACTERS) : figure.span.start]
    return bool(_DISTRIBUTIVE.search(after) or _DISTRIBUTIVE.search(before))


GUARD = Guard("per-unit", 60, check)
