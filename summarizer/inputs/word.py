"""The article in a Word document (.docx): its paragraphs, headings, list items and table rows in reading order."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from checks.model import Zone
from summarizer.inputs.decoding import ADVICE
from summarizer.inputs.source import Block, Source, Unreadable, from_blocks

MAX_UNPACKED = 50_000_000  # bytes; a document is a zip file, a small one can unpack to anything, and XML takes memory
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXT, _BREAK = f"{_W}t", f"{_W}br"
_SIGNS = {f"{_W}tab": "\t", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_LEFT_OUT = {  # deleted words; properties, of which some are called as words are; pictures and text boxes
    *(_W + tag for tag in ("del", "moveFrom", "pPr", "rPr", "tblPr", "trPr", "tcPr", "drawing", "pict", "object")),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent",
}


def read_word(data: bytes, name: str) -> Source:
    """The text as it stands when all tracked changes are accepted; comments, headers, footers and text boxes are left
    out."""
    import docx

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            if sum(part.file_size for part in parts.infolist()) > MAX_UNPACKED:
                raise Unreadable(f"{name} unpacks to more than {MAX_UNPACKED // 1_000_000} MB: {ADVICE}.")
        return from_blocks(name, list(_blocks(docx.Document(io.BytesIO(data)))))
    except Unreadable:
        raise
    except Exception as error:  # the library raises whatever the broken part of the file led to
        raise Unreadable(f"{name} is no Word document that can be read ({type(error).__name__}): {ADVICE}.") from None


def _blocks(document: Any) -> Iterator[Block]:
    """The library shows neither what was inserted nor what stands in content controls, so its tree is read here."""
    from docx.text.paragraph import Paragraph

    headed = False
    before = ""  # of paragraphs whose end was deleted: they run on
    for element in _inside(document.element.body, f"{_W}p", f"{_W}tbl"):
        if element.tag == f"{_W}tbl":
            yield from _rows(element)
            continue
        text = before + _words(element)
        before = ""
        if element.find(f"{_W}pPr/{_W}rPr/{_W}del") is not None:
            before = text
            continue
        if not text.strip():
            continue
        named = Paragraph(element, document).style
        style = (named.name or "").lower() if named is not None else ""
        if not headed and (style == "title" or style == "heading 1"):
            headed = True
            yield Block(text, Zone.HEADLINE)
        elif style == "subtitle":
            yield Block(text, Zone.STANDFIRST)
        elif style == "caption":
            yield Block(text, Zone.CAPTION)
        elif style.startswith("list"):
            yield Block(text, Zone.LIST)
        else:
            for line in text.split("\n"):
                yield Block(line)
    yield Block(before)


def _rows(table: Any) -> Iterator[Block]:
    """A merged cell stands once, where it begins."""
    for row in _inside(table, f"{_W}tr"):
        if row.find(f"{_W}trPr/{_W}del") is not None:
            continue
        cells = [(cell, _words(cell)) for cell in _inside(row, f"{_W}tc")]
        yield Block(" | ".join(text for cell, text in cells if text.strip() or not _goes_on(cell)), Zone.LIST)


def _goes_on(cell: Any) -> bool:
    """Is it the lower part of a merged cell?"""
    merged = cell.find(f"{_W}tcPr/{_W}vMerge")
    return merged is not None and merged.get(f"{_W}val", "continue") == "continue"


def _words(element: Any) -> str:
    """The words of a paragraph, or of a cell's paragraphs, each on a line."""
    words = []
    for one in _inside(element, f"{_W}p", _TEXT, _BREAK, *_SIGNS):
        if one.tag == f"{_W}p":
            words.append(f"{_words(one)}\n")
        elif one.tag == _BREAK:
            words.append("\n" if one.get(f"{_W}type", "textWrapping") == "textWrapping" else "")
        else:
            words.append(_SIGNS.get(one.tag) or one.text or "")
    return "".join(words)


def _inside(element: Any, *tags: str) -> Iterator[Any]:
    """The nearest elements of these kinds, looked for in whatever is put round them but in what is left out."""
    for child in element:
        if child.tag in tags:
            yield child
        elif child.tag not in _LEFT_OUT:
            yield from _inside(child, *tags)
