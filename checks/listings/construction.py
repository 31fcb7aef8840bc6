"""Makes a listing of the items found: their names, what leads up to them, whether the text says that there are more."""

from __future__ import annotations

import re

from checks.listings.segments import ARTICLES, Word
from checks.model import Listing, Sentence, Span
from checks.pattern import pattern

_OPEN_LEADS = frozenset(("such as", "like", "e.g", "for example", "for instance", "notably", "among them"))
_OPEN_TAILS = pattern(
    r"[,\s]*(?:among (?:many )?others\b|and (?:\w+ )?others\b|and (?:so on|more|elsewhere|the like)\b|etc\b|et al\b"
    r"|\.\.\.|…)",
    re.IGNORECASE,
)

END = 200  # characters at either end of what leads up to a listing, which tell whether it is open


def listing_made(text: str, sentence: Sentence, index: int, items: list[tuple[Word, ...]], *, proper: bool) -> Listing:
    spans = tuple(_span(item) for item in items)
    start, end = spans[0].start, spans[-1].end
    lead = text[sentence.span.start : start].rstrip(" \t\n\"“‘'")
    ends = lead if len(lead) <= 2 * END else f"{lead[:END]} {lead[-END:]}"
    words = ends.lower().rstrip(" ,:").split()
    is_open = bool(_OPEN_TAILS.match(text, end, sentence.span.end)) or opens(words)
    return Listing(
        span=Span(start, end),
        items=spans,
        names=tuple(name(text, span) for span in spans),
        lead_in=Span(sentence.span.start, sentence.span.start + len(lead)),
        proper=proper,
        is_open=is_open,
        sentence=index,
        zone=sentence.zone,
    )


def opens(lead: list[str]) -> bool:
    if lead[:2] == ["among", "others"] or lead[-2:] == ["among", "others"]:
        return True
    while lead and lead[-1] in ARTICLES:
        lead = lead[:-1]
    return " ".join(lead[-2:]) in _OPEN_LEADS or (bool(lead) and lead[-1] in _OPEN_LEADS)


def _span(item: tuple[Word, ...]) -> Span:
    return Span(item[0].start, item[-1].end)


def name(text: str, span: Span) -> str:
    name = " ".join(text[span.start : span.end].split())
    for ending in ("'s", "’s", "s'", "s’"):
        if name.endswith(ending):
            name = name[: -len(ending)] + ("s" if ending[0] == "s" else "")
    for article in ("the ", "The "):
        name = name.removeprefix(article)
    return name.rstrip(".,;:")
