"""Reads the article on a web page, without navigation and advertising (trafilatura).

On a page with little prose, trafilatura joins all words into one paragraph, including the cells of tables. Such a page
is read element by element instead.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from checks.model import Zone
from checks.tables import PROSE_CHARACTERS
from summarizer.inputs.decoding import decode
from summarizer.inputs.ignore_comments import comments_as_text, with_lost_comments
from summarizer.inputs.source import Block, Source, TableBlock, Unreadable, from_blocks

_MAX_COLSPAN = 50  # of a cell, which may state any number
_DECLARATION_BYTES = 4_096  # at the beginning of a page, in which the declared encoding is looked for
_WHITESPACE = re.compile(r"\s+")
_META_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?([\w-]{3,20})""", re.IGNORECASE)
_IGNORED_TAGS = frozenset(
    ("script", "style", "head", "title", "noscript", "template", "svg", "iframe", "object", "form")
)
_NAVIGATION_TAGS = ("nav", "footer", "aside")
_INLINE_TAGS = frozenset(
    """a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark q s samp small span strike
    strong sub sup time tt u var wbr""".split()
)


def read_html(data: bytes, name: str, encoding: str = "") -> Source:
    """The article on a page, with its headline and its publication date where the page states them.

    `encoding` is the encoding that the server states; it takes precedence over the one that the page declares. Raises
    Unreadable where no article is found.
    """
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    page = decode(data, name, encoding or _declared_encoding(data))
    document: Any = trafilatura.bare_extraction(
        comments_as_text(page),
        with_metadata=True,
        include_comments=False,
        # Only a date that the page states as its own, none guessed from the text: "Tuesday" is resolved by this date.
        date_extraction_params={"extensive_search": False, "original_date": True, "max_date": "2100-01-01"},
    )
    blocks = [] if document is None or document.body is None else list(_trafilatura_blocks(document.body))
    if "<table" in page.lower():
        blocks = _blocks_with_tables(comments_as_text(page), blocks)
    title = " ".join(((document.title if document is not None else "") or "").split())
    if title and not any(_is_headline(block) for block in blocks):
        blocks.insert(0, Block(title, Zone.HEADLINE))
    if all(map(_is_headline, blocks)):
        raise Unreadable(f"{name}: no article was found on this page; copy its text and paste it.")
    source = from_blocks(name, blocks, _parse_date(document.date) if document is not None else None)
    return replace(source, ignore_comments=with_lost_comments(source.ignore_comments, page, len(source.text)))


def fragment_blocks(markup: str) -> list[Block | TableBlock]:
    """All paragraphs, list items and tables of a piece of HTML that has no navigation to leave out.

    Such are a feed's entry and an e-mail. Tables that only lay out a page are read as prose.
    """
    from lxml import etree, html

    if not markup.strip():
        return []
    try:
        content = comments_as_text(markup.replace(chr(0), ""))
        root = html.fromstring(f"<div>{content}</div>", parser=html.HTMLParser(huge_tree=False))
    except (etree.LxmlError, ValueError, AssertionError):
        return []
    etree.strip_elements(root, etree.Comment, etree.ProcessingInstruction, with_tail=False)
    return list(_tree_blocks(etree.iterwalk(root, events=("start", "end"))))


def _blocks_with_tables(page: str, blocks: list[Block | TableBlock]) -> list[Block | TableBlock]:
    """The blocks; or those of the whole page without navigation, if that has a data table which `blocks` do not keep.

    They do not if they have the cells of a table in their prose, or if there are none at all.
    """
    from lxml import etree, html

    try:
        root = html.document_fromstring(page.replace(chr(0), ""), parser=html.HTMLParser(huge_tree=False))
    except (etree.LxmlError, ValueError, AssertionError):
        return blocks
    etree.strip_elements(root, etree.Comment, etree.ProcessingInstruction, *_NAVIGATION_TAGS, with_tail=False)
    tables = [text for table in root.iter("table") if (text := _text_without_spaces(_data_rows(table)))]
    prose = _text_without_spaces([[block.text for block in blocks if isinstance(block, Block)]])
    if not any(text in prose for text in tables) and (blocks or not tables):
        return blocks
    page_blocks = list(_tree_blocks(etree.iterwalk(root, events=("start", "end"))))
    return page_blocks if any(isinstance(block, TableBlock) for block in page_blocks) else blocks


def _text_without_spaces(rows: Iterable[Iterable[str]]) -> str:
    """The text of all cells, without any white space."""
    return "".join("".join(cell.split()) for row in rows for cell in row)


def _tree_blocks(events: Iterable[tuple[str, Any]]) -> Iterator[Block | TableBlock]:
    """The blocks of an HTML tree, given as its start and end events.

    There is no recursion, since e-mails nest tables to any depth.
    """
    pieces: list[str] = []
    zone: Zone | None = None

    def flush() -> Iterator[Block]:
        if text := "".join(pieces).strip():
            yield Block(text, zone)
        pieces.clear()

    skipped: Any = None  # the open element whose content is left out
    for event, element in events:
        tag = element.tag
        if skipped is not None:
            if event == "end" and element is skipped:
                skipped = None
                pieces.append(_WHITESPACE.sub(" ", element.tail or ""))
            continue
        if event == "start":
            if tag in _IGNORED_TAGS:
                skipped = element
                continue
            if tag == "table" and (rows := _data_rows(element)):
                yield from flush()
                yield TableBlock(rows)
                skipped = element
                continue
            if tag == "br":
                yield from flush()
            elif tag not in _INLINE_TAGS:
                yield from flush()
                zone = Zone.LIST if tag == "li" else Zone.HEADLINE if tag == "h1" else None
            pieces.append(_WHITESPACE.sub(" ", element.text or ""))
        else:
            if tag not in _INLINE_TAGS and tag != "br":
                yield from flush()
                zone = None
            pieces.append(_WHITESPACE.sub(" ", element.tail or ""))
    yield from flush()


def _data_rows(table: Any) -> tuple[tuple[str, ...], ...]:
    """The cells of a table of data; () for a table that only lays out a page.

    A cell that spans several columns is followed by an empty cell for each further one.
    """
    if any(True for _ in table.iterdescendants("table")):
        return ()
    rows = []
    for row in table.iter("tr"):
        cells: list[str] = []
        for cell in row.iterchildren("td", "th"):
            cells.append(" ".join("".join(cell.itertext()).split()))
            span = cell.get("colspan", "1")
            cells += [""] * (min(int(span), _MAX_COLSPAN) - 1 if span.isdecimal() else 0)
        rows.append(tuple(cells))
    is_data = len(rows) > 1 and max(map(len, rows)) > 1
    return tuple(rows) if is_data and all(len(cell) < PROSE_CHARACTERS for row in rows for cell in row) else ()


def _is_headline(block: Block | TableBlock) -> bool:
    return isinstance(block, Block) and block.zone is Zone.HEADLINE


def _declared_encoding(data: bytes) -> str:
    """The encoding that a page declares, empty for none.

    Empty for UTF-16 too: the declaration was found as ASCII, so the page is not in UTF-16.
    """
    match = _META_CHARSET.search(data[:_DECLARATION_BYTES])
    encoding = match[1].decode("ascii").lower() if match is not None else ""
    return "" if encoding.startswith("utf-16") else encoding


def _trafilatura_blocks(body: Any) -> Iterator[Block | TableBlock]:
    """The blocks in reading order of trafilatura's `body`: p, head, list/item, quote, table/row/cell, lb."""
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
            yield TableBlock(tuple(tuple(_text(cell) for cell in row) for row in element.iter("row")))
        elif tag in ("div", "quote") and len(element) and not (element.text or "").strip():
            yield from _trafilatura_blocks(element)
        else:
            for line in _text(element).split("\n"):
                yield Block(line)
        if element.tail and element.tail.strip():
            yield Block(element.tail)


def _text(element: Any) -> str:
    """The text of an element of trafilatura's; an `lb` (<br>) is a line break, any other white space one space."""
    pieces = [_WHITESPACE.sub(" ", element.text or "")]
    for child in element:
        pieces.append("\n" if child.tag == "lb" else _text(child))
        pieces.append(_WHITESPACE.sub(" ", child.tail or ""))
    return "".join(pieces)


def _parse_date(timestamp: str | None) -> date | None:
    """The date of an ISO timestamp; None for anything else."""
    try:
        return date.fromisoformat(timestamp[:10]) if timestamp else None
    except ValueError:
        return None
