"""Reads the article in a PDF: headline and paragraphs, reassembled from the letters that its pages draw.

pypdf reads the file first, because it can be stopped where a page draws too much. PDFium cannot be, but it gives the
position of each letter. Sizes and positions are in points.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from threading import Lock
from typing import Any

from summarizer.inputs.damage import describe_damage
from summarizer.inputs.decoding import SAVE_AS_TEXT
from summarizer.inputs.page_layout import Line, article_blocks
from summarizer.inputs.source import Source, Unreadable, from_blocks

MAX_PAGES = 400
MAX_PAGE_CHARACTERS = 50_000  # on one page; pypdf takes quadratic time for them
MAX_CHARACTERS = 1_000_000  # on all pages
MAX_OPERATIONS = 4_000_000  # operators and operands that draw the pages; some 100,000 take a second
MAX_WORD_SPACE = 1.5  # times a letter's size; a wider gap separates columns
MAX_STEP_BACK = 2  # times a letter's size, from the end of a letter to the start of the next one of its line
MIN_LINE_OVERLAP = 0.5  # times the smaller height: how far a letter overlaps vertically with the first of its line
_TEXT_OPERATORS = (b"Tj", b"TJ", b"'", b'"')
_HYPHENS_AT_LINE_END = ("\x02", "\ufffe")  # PDFium's marks for them
_pdfium_lock = Lock()  # PDFium may be used by one thread at a time


def read_pdf(data: bytes, name: str) -> Source:
    """The article in a PDF. Raises Unreadable for a file that is damaged, protected, too large or without text."""
    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its warnings about a damaged file are reported below, once
    limit_error = Unreadable(f"{name} holds more on its pages than can be read: split it, or {SAVE_AS_TEXT}.")
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable(f"{name} is protected by a password: save a copy without one.")
        if len(reader.pages) > MAX_PAGES:
            raise Unreadable(f"{name} has more than {MAX_PAGES} pages: split it and check the parts.")
        extractor = _LimitedExtractor(limit_error)
        pages = [extractor.extract(page) for page in reader.pages]
    except Unreadable:
        raise
    except pypdf.errors.LimitReachedError:
        raise limit_error from None
    except Exception as error:  # pypdf raises whatever the damaged part of the file led to
        damage = describe_damage(error, data, b"%PDF")
        raise Unreadable(f"{name} is no PDF that can be read ({damage}): {SAVE_AS_TEXT}.") from None
    if not any(page.strip() for page in pages):
        raise Unreadable(f"{name} holds pictures of pages and no text: {SAVE_AS_TEXT}.")
    with _pdfium_lock:
        lines = _printed_lines(data, name)
    return from_blocks(name, article_blocks(lines))


def _printed_lines(data: bytes, name: str) -> list[list[Line]]:
    """The lines of each page, in the order in which the file draws them. Raises Unreadable."""
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(data) as document:
            pages = []
            for page in document:
                text_page = page.get_textpage()
                pages.append(list(_page_lines(text_page)))
                text_page.close()
                page.close()
            return pages
    except pypdfium2.PdfiumError as error:
        raise Unreadable(f"{name} is no PDF that can be read ({error}): {SAVE_AS_TEXT}.") from None


def _page_lines(text_page: Any) -> Iterator[Line]:
    """The lines that a page draws; a wide gap, or a step up or down, begins a new one."""
    import pypdfium2.raw as pdfium

    letters: list[str] = []
    left = right = bottom = top = 0.0
    has_space = False  # since the last letter
    for index in range(text_page.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text_page, index)
        letter = chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else ""
        if letter in _HYPHENS_AT_LINE_END:
            letter = "-"
        if not letter or letter.isspace() or letter == "\xa0":
            has_space = True
            continue
        letter_left, letter_bottom, letter_right, letter_top = text_page.get_charbox(index, loose=True)
        size = letter_top - letter_bottom
        if letters:
            overlap = min(top, letter_top) - max(bottom, letter_bottom)
            is_same_line = overlap > MIN_LINE_OVERLAP * min(top - bottom, size)
            gap = letter_left - right
            if not is_same_line or gap > MAX_WORD_SPACE * size or gap < -MAX_STEP_BACK * size:
                yield Line("".join(letters), left, right, (bottom + top) / 2, top - bottom)
                letters = []
            elif has_space:
                letters.append(" ")
        if not letters:
            left, bottom, top = letter_left, letter_bottom, letter_top
        right = letter_right
        letters.append(letter)
        has_space = False
    if letters:
        yield Line("".join(letters), left, right, (bottom + top) / 2, top - bottom)


class _LimitedExtractor:
    """Extracts text from pages, and raises `limit_error` where they draw too much.

    A small file can draw the same content any number of times, so what is drawn is counted while it is drawn.
    """

    def __init__(self, limit_error: Unreadable) -> None:
        self._limit_error = limit_error
        self._page_characters = self._earlier_characters = self._operations = 0

    def extract(self, page: Any) -> str:
        """The text of the next page."""
        self._earlier_characters += self._page_characters
        self._page_characters = 0
        text: str = page.extract_text(visitor_operand_before=self._count)
        self._check_limits()  # again, because pypdf swallows errors that are raised inside a form XObject
        return text

    def _count(self, operator: bytes, operands: list[Any], *_: object) -> None:
        self._operations += 1
        for operand in operands:
            pieces = operand if isinstance(operand, list) else [operand]
            self._operations += len(pieces)
            if operator in _TEXT_OPERATORS:
                self._page_characters += sum(len(piece) for piece in pieces if isinstance(piece, str | bytes))
        self._check_limits()

    def _check_limits(self) -> None:
        characters = self._earlier_characters + self._page_characters
        if (
            self._page_characters > MAX_PAGE_CHARACTERS
            or characters > MAX_CHARACTERS
            or self._operations > MAX_OPERATIONS
        ):
            raise self._limit_error
