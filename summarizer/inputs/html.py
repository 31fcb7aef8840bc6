"""Reads the article on a web page, without navigation and advertising (trafilatura)."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from checks.model import Zone
from summarizer.inputs.decoding import decode
from summarizer.inputs.source import Block, Source, Unreadable, from_blocks

_WHITESPACE = re.compile(r"\s+")
_META_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?([\w-]{3,20})""", re.IGNORECASE)


def read_html(data: bytes, name: str, encoding: str = "") -> Source:
    """The article of a page, with its headline and its publication date where the page states them.

    `encoding` is what the server states; it takes precedence over what the page declares. Raises Unreadable where no
    article is found.
    """
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    document: Any = trafilatura.bare_extraction(
        decode(data, name, encoding or _declared_encoding(data)),
        with_metadata=True,
        include_comments=False,
        # Only a date that the page states as its own: "Tuesday" is resolved by it, so none is guessed from the text.
        date_extraction_params={"extensive_search": False, "original_date": True, "max_date": "2100-01-01"},
    )
    if document is None or document.body is None:
        raise Unreadable(f"{name}: no article was found on this page; copy its text and paste it.")
    blocks = list(_blocks(document.body))
    title = " ".join((document.title or "").split())
    if title and not any(block.zone is Zone.HEADLINE for block in blocks):
        blocks.insert(0, Block(title, Zone.HEADLINE))
    if not any(block.zone is not Zone.HEADLINE for block in blocks):
        raise Unreadable(f"{name}: no article was found on this page; copy its text and paste it.")
    return from_blocks(name, blocks, _parse_date(document.date))


def _declared_encoding(data: bytes) -> str:
    """The encoding that a page declares; empty for none, and for UTF-16, in which the declaration was not written."""
    declared = _META_CHARSET.search(data[:4096])
    encoding = declared[1].decode("ascii").lower() if declared is not None else ""
    return "" if encoding.startswith("utf-16") else encoding


def _blocks(body: Any) -> Iterator[Block]:
    """Paragraphs in reading order. `body` is trafilatura's: p, head, list/item, quote, table/row/cell, lb."""
    has_headline = False
    for element in body:
        tag = element.tag
        if tag == "head" and element.get("rend") == "h1" and not has_headline:
            has_headline = True
            yield Block(_text(element), Zone.HEADLINE)
        elif tag == "list":
            for item in element.iter("item"):
                yield Block(_text(item), Zone.LIST)
        elif tag == "table":
            for row in element.iter("row"):
                yield Block(" | ".join(_text(cell) for cell in row), Zone.LIST)
        elif tag in ("div", "quote") and len(element) and not (element.text or "").strip():
            yield from _blocks(element)
        else:
            for line in _text(element).split("\n"):
                yield Block(line)
        if element.tail and element.tail.strip():
            yield Block(element.tail)


def _text(element: Any) -> str:
    """The text of an element; a <br> is a line break, any other whitespace is one space."""
    pieces = [_WHITESPACE.sub(" ", element.text or "")]
    for child in element:
        pieces.append("\n" if child.tag == "lb" else _text(child))
        pieces.append(_WHITESPACE.sub(" ", child.tail or ""))
    return "".join(pieces)


def _parse_date(stated: str | None) -> date | None:
    """The date of an ISO timestamp; None for anything else."""
    try:
        return date.fromisoformat(stated[:10]) if stated else None
    except ValueError:
        return None
