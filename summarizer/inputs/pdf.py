"""The article in a PDF: its words, put together again from the lines that they are printed in.

A PDF knows where letters stand, not what belongs together. Lines are joined into paragraphs by their length and their
last sign; a page number alone on a line is dropped. Columns come in the order in which the file draws them.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from typing import Any

from summarizer.inputs.decoding import ADVICE
from summarizer.inputs.source import Block, Source, Unreadable, from_blocks

MAX_PAGES = 400
MAX_SHOWN = 50_000  # letters on a page; the library takes square time for them
MAX_SHOWN_IN_ALL = 1_000_000
MAX_STEPS = 4_000_000  # in drawing all pages, a second for some 100,000 of them
_SHOWING = (b"Tj", b"TJ", b"'", b'"')
_PAGE_NUMBER = re.compile(r"\s*(?:page\s+)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?\s*", re.IGNORECASE)
_BULLET = re.compile(r"\s*[•▪–*]\s")
_ENDS = tuple(".?!:”\"’'")
_SHORT = 0.8  # of the page's usual line: a line that ends a sentence before that ends its paragraph
_VERY_SHORT = 0.6  # a line that ends before that, with whatever sign, is a headline or the last of a paragraph


def read_pdf(data: bytes, name: str) -> Source:
    import logging

    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it grumbles about is said below, once
    too_much = Unreadable(f"{name} holds more on its pages than can be read: split it, or {ADVICE}.")
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable(f"{name} is protected by a password: save a copy without one.")
        if len(reader.pages) > MAX_PAGES:
            raise Unreadable(f"{name} has more than {MAX_PAGES} pages: split it and check the parts.")
        work = _Work(too_much)
        pages = [work.text_of(page) for page in reader.pages]
    except Unreadable:
        raise
    except pypdf.errors.LimitReachedError:
        raise too_much from None
    except Exception as error:  # the library raises whatever the broken part of the file led to
        raise Unreadable(f"{name} is no PDF that can be read ({type(error).__name__}): {ADVICE}.") from None
    if not any(page.strip() for page in pages):
        raise Unreadable(f"{name} holds pictures of pages and no text: {ADVICE}.")
    return from_blocks(name, [Block(paragraph) for paragraph in paragraphs(pages)])


class _Work:
    """Watches what the pages show, and gives up where that is too much: a small file can draw anything, any number of
    times."""

    def __init__(self, too_much: Unreadable) -> None:
        self._too_much = too_much
        self._shown = self._shown_before = self._steps = 0

    def text_of(self, page: Any) -> str:
        self._shown_before += self._shown
        self._shown = 0
        text: str = page.extract_text(visitor_operand_before=self._look)
        self._give_up()  # the library lets no error out of a form on the page
        return text

    def _look(self, operator: bytes, operands: list[Any], *_: object) -> None:
        self._steps += 1
        for operand in operands:
            pieces = operand if isinstance(operand, list) else [operand]
            self._steps += len(pieces)
            if operator in _SHOWING:
                self._shown += sum(len(one) for one in pieces if isinstance(one, str | bytes))
        self._give_up()

    def _give_up(self) -> None:
        shown_in_all = self._shown_before + self._shown
        if self._shown > MAX_SHOWN or shown_in_all > MAX_SHOWN_IN_ALL or self._steps > MAX_STEPS:
            raise self._too_much


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
