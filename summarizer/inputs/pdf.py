"""Reads the article in a PDF: its paragraphs, reassembled from the printed lines.

A PDF states where letters are drawn, not what belongs together. Lines are joined into paragraphs by their length and
their last character; a page number alone on a line is dropped. Columns come in the order in which the file draws them.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from typing import Any

from summarizer.inputs.decoding import SAVE_AS_TEXT
from summarizer.inputs.source import Block, Source, Unreadable, from_blocks

MAX_PAGES = 400
MAX_PAGE_CHARACTERS = 50_000  # pypdf takes quadratic time for them
MAX_CHARACTERS = 1_000_000  # on all pages
MAX_OPERATIONS = 4_000_000  # operators and operands that draw the pages; some 100,000 take a second
_TEXT_OPERATORS = (b"Tj", b"TJ", b"'", b'"')
_PAGE_NUMBER = re.compile(r"\s*(?:page\s+)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?\s*", re.IGNORECASE)
_BULLET = re.compile(r"\s*[•▪–*]\s")
_SENTENCE_ENDS = tuple(".?!:”\"’'")
_SHORT = 0.8  # of the usual line length: a shorter line that ends a sentence ends its paragraph
_VERY_SHORT = 0.6  # of it: a shorter line, whatever its end, is a headline or the last of its paragraph
_USUAL_LENGTH_QUANTILE = 0.8  # of all lines' lengths


def read_pdf(data: bytes, name: str) -> Source:
    """The article in a PDF. Raises Unreadable for a file that is damaged, protected, too large or without text."""
    import logging

    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its warnings about a damaged file are reported below, once
    too_much = Unreadable(f"{name} holds more on its pages than can be read: split it, or {SAVE_AS_TEXT}.")
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable(f"{name} is protected by a password: save a copy without one.")
        if len(reader.pages) > MAX_PAGES:
            raise Unreadable(f"{name} has more than {MAX_PAGES} pages: split it and check the parts.")
        extractor = _LimitedExtractor(too_much)
        pages = [extractor.extract(page) for page in reader.pages]
    except Unreadable:
        raise
    except pypdf.errors.LimitReachedError:
        raise too_much from None
    except Exception as error:  # pypdf raises whatever the damaged part of the file led to
        raise Unreadable(f"{name} is no PDF that can be read ({type(error).__name__}): {SAVE_AS_TEXT}.") from None
    if not any(page.strip() for page in pages):
        raise Unreadable(f"{name} holds pictures of pages and no text: {SAVE_AS_TEXT}.")
    return from_blocks(name, [Block(paragraph) for paragraph in join_paragraphs(pages)])


class _LimitedExtractor:
    """Extracts text from pages and stops where they draw too much.

    A small file can draw anything any number of times, so what is drawn is counted while it is drawn. Past a limit
    `too_much` is raised.
    """

    def __init__(self, too_much: Unreadable) -> None:
        self._too_much = too_much
        self._page_characters = self._earlier_characters = self._operations = 0

    def extract(self, page: Any) -> str:
        """The text of the next page."""
        self._earlier_characters += self._page_characters
        self._page_characters = 0
        text: str = page.extract_text(visitor_operand_before=self._count)
        self._check_limits()  # again, because pypdf swallows errors that are raised inside a form of the page
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
            raise self._too_much


def join_paragraphs(pages: Iterable[str]) -> Iterator[str]:
    """The paragraphs of the pages, given as the text of each. A paragraph may continue on the next page."""
    lines = [line for page in pages for line in page.splitlines() if not _PAGE_NUMBER.fullmatch(line)]
    lengths = sorted(len(line.strip()) for line in lines if line.strip())
    usual_length = lengths[int(_USUAL_LENGTH_QUANTILE * len(lengths))] if lengths else 0
    paragraph = last_line = ""
    for line in map(str.strip, lines):
        if paragraph and (not line or _BULLET.match(line) or _is_finished(paragraph, last_line, usual_length)):
            yield paragraph
            paragraph = ""
        if line:
            paragraph = _append_line(paragraph, line)
            last_line = line
    if paragraph:
        yield paragraph


def _is_finished(paragraph: str, last_line: str, usual_length: int) -> bool:
    """Whether a paragraph ends with this line, judged by the line's length and its last character."""
    if paragraph.endswith("-"):
        return False
    if len(last_line) < _VERY_SHORT * usual_length:
        return True
    return paragraph.endswith(_SENTENCE_ENDS) and len(last_line) < _SHORT * usual_length


def _append_line(paragraph: str, line: str) -> str:
    """The paragraph with one more line. A word that was hyphenated at the line's end is joined; "30-year" is kept."""
    if re.search(r"[a-z]-$", paragraph) and line[0].islower():
        return paragraph[:-1] + line
    return f"{paragraph}{'' if paragraph.endswith('-') or not paragraph else ' '}{line}"
