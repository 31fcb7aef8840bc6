"""Has a small model told the whole as what each one has: "1.8 million for each of the four boats"?

It leaves out the figure between, "1.8 million, or 450,000 for each", and joins the ends. A figure that a draft says of
"each" must be said of each in the article too.
"""

from __future__ import annotations

import re

from checks.model import Article, Figure, Span

_EACH = re.compile(r"\W{0,2}(?:(?:for|to|from|on) )?(?:each|apiece)\b")
_NEAR = re.compile(r"\b(?:each|every|apiece|per)\b", re.IGNORECASE)
BESIDE = 30  # characters before a figure where "each" may stand: "each boat will cost some 450,000"


def fault(read: Article, sentence: Span, article: Article) -> str:
    """What is wrong with a draft's sentence; empty where nothing is."""
    for figure in read.figures:
        if sentence.start <= figure.span.start < sentence.end and _EACH.match(read.text, figure.span.end):
            alike = [one for one in article.figures if one.value == figure.value]
            if alike and not any(_of_each(one, article.text) for one in alike):
                return f"the article does not have its {figure.words} of each"
    return ""


def _of_each(figure: Figure, text: str) -> bool:
    after = re.split(r"[.,;]", text[figure.span.end : figure.span.end + BESIDE])[0]
    return bool(_NEAR.search(after) or _NEAR.search(text[max(0, figure.span.start - BESIDE) : figure.span.start]))
