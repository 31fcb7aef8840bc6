"""Has a small model told the whole as what each one has: "1.8 million for each of the four boats"?

It leaves out the figure between, "1.8 million, or 450,000 for each", and joins the ends. A figure that a draft says of
"each" must be said of each in the article too.
"""

from __future__ import annotations

import re

from checks.model import Figure
from summarizer.guards.guard import DraftSentence, Guard, Rejection, Source

_EACH = re.compile(r"\W{0,2}(?:(?:for|to|from|on) )?(?:each|apiece)\b")
_NEAR = re.compile(r"\b(?:each|every|apiece|per)\b", re.IGNORECASE)
BESIDE = 30  # characters before a figure where "each" may stand: "each boat will cost some 450,000"


def check(sentence: DraftSentence, source: Source) -> Rejection | None:
    """Rejects a figure said of each that the article states, and never of each."""
    draft, article = sentence.draft, source.article
    for figure in draft.figures:
        if sentence.span.contains(figure.span) and _EACH.match(draft.text, figure.span.end):
            alike = [other for other in article.figures if other.value == figure.value]
            if alike and not any(_of_each(other, article.text) for other in alike):
                return Rejection(
                    f"the article does not have its {figure.words} of each", tuple(other.span for other in alike)
                )
    return None


def _of_each(figure: Figure, text: str) -> bool:
    after = re.split(r"[.,;]", text[figure.span.end : figure.span.end + BESIDE])[0]
    return bool(_NEAR.search(after) or _NEAR.search(text[max(0, figure.span.start - BESIDE) : figure.span.start]))


GUARD = Guard("per-unit", 60, check)
