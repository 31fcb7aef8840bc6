"""Reads bulleted paragraphs as one listing, with the sentence before them as its lead-in."""

from __future__ import annotations

from checks.listings.construction import is_open_lead, item_name
from checks.listings.segments import NAME_PARTICLES
from checks.model import Article, Listing, Span, Zone
from checks.pattern import pattern
from checks.text import Layout

_ITEM_END = pattern(r"\s[–—-]\s|[:;,(]|\.(?:\s|$)")
_MAX_BULLET_WORDS = 8


def bulleted_list(text: str, layout: Layout, index: int) -> Listing | None:
    """Returns the bulleted paragraphs from sentence `index` on as a listing, with the sentence before as lead-in.

    None if there are fewer than two, or if one is too long for an item.
    """
    sentences = layout.sentences
    items: list[Span] = []
    paragraph = -1
    for sentence in sentences[index:]:
        if sentence.zone is not Zone.LIST:
            break
        if sentence.paragraph != paragraph:
            paragraph = sentence.paragraph
            items.append(_item_span(text, sentence.span))
    if len(items) < 2 or any(
        len(text[span.start : span.end].split()) > _MAX_BULLET_WORDS or span.end <= span.start for span in items
    ):
        return None
    lead = sentences[index - 1].span if index else Span(items[0].start, items[0].start)
    names = tuple(item_name(text, span) for span in items)
    return Listing(
        span=Span(items[0].start, items[-1].end),
        items=tuple(items),
        names=names,
        lead_in=lead,
        proper=all(_is_capitalised(name) for name in names),
        is_open=is_open_lead(text[lead.start : lead.end].lower().rstrip(" ,:").split()),
        sentence=index,
        zone=Zone.LIST,
    )


def bullets_after(article: Article, sentence: int) -> tuple[Span, ...]:
    """Returns the first words of each bulleted paragraph after a sentence, up to a mark; none after a bullet.

    Unlike in `bulleted_list`, they may be of any length.
    """
    found: dict[int, Span] = {}
    if article.sentences[sentence].zone is not Zone.LIST:
        for index in range(sentence + 1, len(article.sentences)):
            other = article.sentences[index]
            if other.zone is not Zone.LIST:
                break
            found.setdefault(other.paragraph, _item_span(article.text, other.span))
    return tuple(found.values())


def _item_span(text: str, span: Span) -> Span:
    """Returns the span of a bulleted item, without the description that follows a mark such as a colon or dash."""
    found = _ITEM_END.search(text, span.start, span.end)
    return Span(span.start, found.start() if found else span.end)


def _is_capitalised(name: str) -> bool:
    """Whether all words except particles and numbers have a capital."""
    return all(word[0].isupper() or word in NAME_PARTICLES or not word[0].isalpha() for word in name.split())
