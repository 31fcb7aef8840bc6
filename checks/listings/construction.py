"""Builds a `Listing` from its items: their names, the lead-in, and whether the text says that there are more items."""

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

LEAD_CHARACTERS = 200  # kept at either end of a long lead-in: enough to tell whether the list is open


def make_listing(text: str, sentence: Sentence, index: int, items: list[tuple[Word, ...]], *, proper: bool) -> Listing:
    """Returns the listing of these items, which are in text order; `index` is that of the sentence."""
    spans = tuple(_item_span(item) for item in items)
    start, end = spans[0].start, spans[-1].end
    lead = text[sentence.span.start : start].rstrip(" \t\n\"“‘'")
    shortened_lead = lead if len(lead) <= 2 * LEAD_CHARACTERS else f"{lead[:LEAD_CHARACTERS]} {lead[-LEAD_CHARACTERS:]}"
    words = shortened_lead.lower().rstrip(" ,:").split()
    is_open = bool(_OPEN_TAILS.match(text, end, sentence.span.end)) or is_open_lead(words)
    return Listing(
        span=Span(start, end),
        items=spans,
        names=tuple(item_name(text, span) for span in spans),
        lead_in=Span(sentence.span.start, sentence.span.start + len(lead)),
        proper=proper,
        is_open=is_open,
        sentence=index,
        zone=sentence.zone,
    )


def is_open_lead(lead: list[str]) -> bool:
    """Whether the lower-case words before a list say that it gives only some items: "such as", "others are"."""
    if lead and (lead[0].lstrip("“\"‘'") in ("other", "others") or lead[-2:-1] == ["others"]):
        return True
    if lead[:2] == ["among", "others"] or lead[-2:] == ["among", "others"]:
        return True
    while lead and lead[-1] in ARTICLES:
        lead = lead[:-1]
    return " ".join(lead[-2:]) in _OPEN_LEADS or (bool(lead) and lead[-1] in _OPEN_LEADS)


def _item_span(item: tuple[Word, ...]) -> Span:
    return Span(item[0].start, item[-1].end)


def item_name(text: str, span: Span) -> str:
    """Returns the words of an item without article, possessive ending and trailing marks."""
    words = " ".join(text[span.start : span.end].split())
    for ending in ("'s", "’s", "s'", "s’"):
        if words.endswith(ending):
            words = words[: -len(ending)] + ("s" if ending[0] == "s" else "")
    for article in ("the ", "The "):
        words = words.removeprefix(article)
    return words.rstrip(".,;:")
