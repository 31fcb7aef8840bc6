"""Reads the article in a Word document (.docx): paragraphs, headings, list items and tables in reading order."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from checks.model import Zone
from summarizer.inputs.damage import describe_damage
from summarizer.inputs.decoding import SAVE_AS_TEXT
from summarizer.inputs.source import Block, Source, TableBlock, Unreadable, from_blocks

MAX_UNPACKED_BYTES = 50_000_000  # a small zip file can unpack to any size, and the XML tree takes a multiple of that
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXT_TAG, _BREAK_TAG = f"{_W}t", f"{_W}br"
_CHARACTER_TAGS = {f"{_W}tab": "\t", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_SKIPPED_TAGS = {  # deleted text; properties, some of which have the tags of text; pictures and text boxes
    *(_W + tag for tag in ("del", "moveFrom", "pPr", "rPr", "tblPr", "trPr", "tcPr", "drawing", "pict", "object")),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent",
}


def read_word(data: bytes, name: str) -> Source:
    """The article as it reads when all tracked changes are accepted. Raises Unreadable for any other kind of file.

    Comments, headers, footers and text boxes are left out.
    """
    import docx

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            if sum(part.file_size for part in parts.infolist()) > MAX_UNPACKED_BYTES:
                raise Unreadable(f"{name} unpacks to more than {MAX_UNPACKED_BYTES // 1_000_000} MB: {SAVE_AS_TEXT}.")
        return from_blocks(name, _blocks(docx.Document(io.BytesIO(data))))
    except Unreadable:
        raise
    except Exception as error:  # the libraries raise whatever the damaged part of the file led to
        damage = describe_damage(error, data, b"PK")
        raise Unreadable(f"{name} is no Word document that can be read ({damage}): {SAVE_AS_TEXT}.") from None


def _blocks(document: Any) -> Iterator[Block | TableBlock]:
    """The blocks of a python-docx document.

    They are read from its XML tree, because the library exposes neither insertions nor the text of content controls.
    """
    from docx.text.paragraph import Paragraph

    has_headline = False
    pending = ""  # text of paragraphs whose paragraph mark was deleted: it continues in the next paragraph
    for element in _nearest_descendants(document.element.body, f"{_W}p", f"{_W}tbl"):
        if element.tag == f"{_W}tbl":
            yield TableBlock(tuple(_rows(element)))
            continue
        text = pending + _text(element)
        pending = ""
        if element.find(f"{_W}pPr/{_W}rPr/{_W}del") is not None:
            pending = text
            continue
        if not text.strip():
            continue
        style = Paragraph(element, document).style
        style_name = (style.name or "").lower() if style is not None else ""
        if not has_headline and (style_name == "title" or style_name == "heading 1"):
            has_headline = True
            yield Block(text, Zone.HEADLINE)
        elif style_name == "subtitle":
            yield Block(text, Zone.STANDFIRST)
        elif style_name == "caption":
            yield Block(text, Zone.CAPTION)
        elif style_name.startswith("list"):
            yield Block(text, Zone.LIST)
        else:
            for line in text.split("\n"):
                yield Block(line)
    yield Block(pending)


def _rows(table: Any) -> Iterator[tuple[str, ...]]:
    """The cells of each row. A merged cell appears once, in its first row."""
    for row in _nearest_descendants(table, f"{_W}tr"):
        if row.find(f"{_W}trPr/{_W}del") is not None:
            continue
        cells = [(cell, _text(cell)) for cell in _nearest_descendants(row, f"{_W}tc")]
        yield tuple(text for cell, text in cells if text.strip() or not _is_merge_continuation(cell))


def _is_merge_continuation(cell: Any) -> bool:
    """Whether this is a lower part of a vertically merged cell."""
    merge = cell.find(f"{_W}tcPr/{_W}vMerge")
    return merge is not None and merge.get(f"{_W}val", "continue") == "continue"


def _text(element: Any) -> str:
    """The text of a paragraph, or that of a cell's paragraphs, each on its own line."""
    pieces = []
    for child in _nearest_descendants(element, f"{_W}p", _TEXT_TAG, _BREAK_TAG, *_CHARACTER_TAGS):
        if child.tag == f"{_W}p":
            pieces.append(f"{_text(child)}\n")
        elif child.tag == _BREAK_TAG:
            pieces.append("\n" if child.get(f"{_W}type", "textWrapping") == "textWrapping" else "")
        else:
            pieces.append(_CHARACTER_TAGS.get(child.tag) or child.text or "")
    return "".join(pieces)


def _nearest_descendants(element: Any, *tags: str) -> Iterator[Any]:
    """The nearest descendants with these tags in document order, inside any element that is not skipped."""
    for child in element:
        if child.tag in tags:
            yield child
        elif child.tag not in _SKIPPED_TAGS:
            yield from _nearest_descendants(child, *tags)
