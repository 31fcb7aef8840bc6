"""The article in a Word document (.docx): its paragraphs, headings, list items and table rows in reading order."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from checks.model import Zone
from summarizer.inputs.decoding import ADVICE
from summarizer.inputs.source import Block, Source, Unreadable, from_blocks

MAX_UNPACKED = 200_000_000  # bytes; a document is a zip file, and a small one can unpack to anything


def read_word(data: bytes, name: str) -> Source:
    """Deleted words of tracked changes, comments, headers and footers are left out."""
    import docx

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            if sum(part.file_size for part in parts.infolist()) > MAX_UNPACKED:
                raise Unreadable(f"{name} unpacks to more than {MAX_UNPACKED // 1_000_000} MB: {ADVICE}.")
        document = docx.Document(io.BytesIO(data))
    except Unreadable:
        raise
    except Exception as error:  # the library raises whatever the broken part of the file led to
        raise Unreadable(f"{name} is no Word document that can be read ({type(error).__name__}): {ADVICE}.") from None
    return from_blocks(name, list(_blocks(document)))


def _blocks(document: Any) -> Iterator[Block]:
    headed = False
    for part in document.iter_inner_content():
        if hasattr(part, "rows"):
            for row in part.rows:
                yield Block(" | ".join(cell.text for cell in row.cells), Zone.LIST)
            continue
        style = (part.style.name or "").lower() if part.style is not None else ""
        if not part.text.strip():
            continue
        if not headed and (style == "title" or style == "heading 1"):
            headed = True
            yield Block(part.text, Zone.HEADLINE)
        elif style == "subtitle":
            yield Block(part.text, Zone.STANDFIRST)
        elif style == "caption":
            yield Block(part.text, Zone.CAPTION)
        elif style.startswith("list"):
            yield Block(part.text, Zone.LIST)
        else:
            for line in part.text.split("\n"):
                yield Block(line)
