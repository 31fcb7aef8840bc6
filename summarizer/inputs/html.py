"""The article on a web page: trafilatura leaves navigation and advertising out and keeps the blocks apart."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from checks.model import Zone
from summarizer.inputs.decoding import decode
from summarizer.inputs.source import Block, Source, Unreadable, from_blocks

_SPACE = re.compile(r"\s+")
_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?([\w-]{3,20})""", re.IGNORECASE)


def read_html(data: bytes, name: str, encoding: str = "") -> Source:
    """The page's article; its headline, byline and day of publication where the page names them.

    `encoding` is what the server said, which goes before what the page says of itself.
    """
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    document: Any = trafilatura.bare_extraction(
        decode(data, name, encoding or _declared(data)),
        with_metadata=True,
        include_comments=False,
        # Only a date that the page states as its own; guessing one from the text would decide what "Tuesday" is.
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
    return from_blocks(name, blocks, _day(document.date))


def _declared(data: bytes) -> str:
    """The encoding that a page names, "" where it names none, or one in which that could not have been read."""
    declared = _DECLARED.search(data[:4096])
    encoding = declared[1].decode("ascii").lower() if declared is not None else ""
    return "" if encoding.startswith("utf-16") else encoding


def _blocks(body: Any) -> Iterator[Block]:
    """Paragraphs in reading order. `body` is trafilatura's tree: p, head, list/item, quote, table/row/cell, lb."""
    headed = False
    for element in body:
        tag = element.tag
        if tag == "head" and element.get("rend") == "h1" and not headed:
            headed = True
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
            for part in _text(element).split("\n"):
                yield Block(part)
        if element.tail and element.tail.strip():
            yield Block(element.tail)


def _text(element: Any) -> str:
    """Words of an element; a line break of the page is a line break, all other space is one space."""
    words = [_SPACE.sub(" ", element.text or "")]
    for child in element:
        words.append("\n" if child.tag == "lb" else _text(child))
        words.append(_SPACE.sub(" ", child.tail or ""))
    return "".join(words)


def _day(stated: str | None) -> date | None:
    try:
        return date.fromisoformat(stated[:10]) if stated else None
    except ValueError:
        return None
