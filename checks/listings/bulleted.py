"""Bulleted paragraphs as one listing, led in by the paragraph before."""

from __future__ import annotations

from checks.listings.construction import name, opens
from checks.listings.segments import PARTICLES
from checks.model import Listing, Span, Zone
from checks.pattern import pattern
from checks.text import Layout

_ITEM_END = pattern(r"\s[–—-]\s|[:;,(]|\.(?:\s|$)")
_ITEM_WORDS = 8


def bulleted_points(text: str, layout: Layout, index: int) -> Listing | None:
    """The bulleted paragraphs that begin at sentence `index` as one listing, led in by the paragraph before."""
    sentences = layout.sentences
    items: list[Span] = []
    paragraph = -1
    for sentence in sentences[index:]:
        if sentence.zone is not Zone.LIST:
            break
        if sentence.paragraph != paragraph:
            paragraph = sentence.paragraph
            found = _ITEM_END.search(text, sentence.span.start, sentence.span.end)
            end = found.start() if found else sentence.span.end
            items.append(Span(sentence.span.start, end))
    if len(items) < 2 or any(
        len(text[span.start : span.end].split()) > _ITEM_WORDS or span.end <= span.start for span in items
    ):
        return None
    lead = sentences[index - 1].span if index else Span(items[0].start, items[0].start)
    names = tuple(name(text, span) for span in items)
    return Listing(
        span=Span(items[0].start, items[-1].end),
        items=tuple(items),
        names=names,
        lead_in=lead,
        proper=all(_all_capitals(name) for name in names),
        is_open=opens(text[lead.start : lead.end].lower().rstrip(" ,:").split()),
        sentence=index,
        zone=Zone.LIST,
    )


def _all_capitals(name: str) -> bool:
    return all(word[0].isupper() or word in PARTICLES or not word[0].isalpha() for word in name.split())
