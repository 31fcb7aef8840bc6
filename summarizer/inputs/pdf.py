"""The article in a PDF: its words, put together again from the lines that they are printed in.

A PDF knows where letters stand, not what belongs together. Lines are joined into paragraphs by their length and their
last sign; a page number alone on a line is dropped. Columns come in the order in which the file draws them.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator

from summarizer.inputs.decoding import ADVICE
from summarizer.inputs.source import Block, Source, Unreadable, from_blocks

MAX_PAGES = 400
_PAGE_NUMBER = re.compile(r"\s*(?:page\s+)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?\s*", re.IGNORECASE)
_BULLET = re.compile(r"\s*[•▪–*]\s")
_ENDS = tuple(".?!:”\"’'")
_SHORT = 0.8  # of the page's usual line: a line that ends a sentence before that ends its paragraph
_VERY_SHORT = 0.6  # a line that ends before that, with whatever sign, is a headline or the last of a paragraph


def read_pdf(data: bytes, name: str) -> Source:
    import logging

    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it grumbles about is said below, once
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable(f"{name} is protected by a password: save a copy without one.")
        if len(reader.pages) > MAX_PAGES:
            raise Unreadable(f"{name} has more than {MAX_PAGES} pages: split it and check the parts.")
        pages = [page.extract_text() for page in reader.pages]
    except Unreadable:
        raise
    except Exception as error:  # the library raises whatever the broken part of the file led to
        raise Unreadable(f"{name} is no PDF that can be read ({type(error).__name__}): {ADVICE}.") from None
    if not any(page.strip() for page in pages):
        raise Unreadable(f"{name} holds pictures of pages and no text: {ADVICE}.")
    return from_blocks(name, [Block(paragraph) for paragraph in paragraphs(pages)])


def paragraphs(pages: Iterable[str]) -> Iterator[str]:
    """The paragraphs of the pages' texts. A paragraph may go on over a page's end."""
    lines = [line for page in pages for line in page.splitlines() if not _PAGE_NUMBER.fullmatch(line)]
    lengths = sorted(len(line.strip()) for line in lines if line.strip())
    usual = lengths[int(0.8 * len(lengths))] if lengths else 0
    gathered = last = ""
    for line in (one.strip() for one in lines):
        if gathered and (not line or _BULLET.match(line) or _ended(gathered, last, usual)):
            yield gathered
            gathered = ""
        if line:
            gathered = _joined(gathered, line)
            last = line
    if gathered:
        yield gathered


def _ended(gathered: str, last: str, usual: int) -> bool:
    if gathered.endswith("-"):
        return False
    if len(last) < _VERY_SHORT * usual:
        return True
    return gathered.endswith(_ENDS) and len(last) < _SHORT * usual


def _joined(gathered: str, line: str) -> str:
    """A word that was broken at the line's end is made whole; "30-" and "year" keep their hyphen."""
    if re.search(r"[a-z]-$", gathered) and line[0].islower():
        return gathered[:-1] + line
    return f"{gathered}{'' if gathered.endswith('-') or not gathered else ' '}{line}"
