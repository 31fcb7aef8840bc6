"""A document of an editor: its text, its check, and places in it as the Language Server Protocol counts them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from lsprotocol.types import Position, PositionEncodingKind, Range

from checks.fingerprint import fingerprint
from checks.model import Article, Finding, Sheet, Span
from checks.read import day_of
from checks.registry import catalogue
from summarizer.desk.checking import CheckOptions, check_source
from summarizer.desk.dismissals import find_dismissals_file, read_dismissals
from summarizer.desk.settings import find_settings
from summarizer.inputs import MAX_BYTES, Unreadable
from summarizer.inputs.source import plain_source
from summarizer.language_server.markdown_text import read_markdown_text
from summarizer.reports.annotations import span_in_file
from summarizer.web.annotated_text import AnnotatedText

_LINE_END = re.compile(r"\r\n|\r|\n")
UNIT_COUNTS: dict[PositionEncodingKind | str, Callable[[str], int]] = {
    PositionEncodingKind.Utf8: lambda text: len(text.encode("utf-8", "surrogatepass")),
    PositionEncodingKind.Utf16: lambda text: len(text.encode("utf-16-le", "surrogatepass")) // 2,
    PositionEncodingKind.Utf32: len,
}


@dataclass(frozen=True, slots=True)
class Document:
    """A version of a document that is open in an editor."""

    uri: str
    version: int | None
    text: str
    is_markdown: bool = False
    path: Path | None = None  # None if it is not a file
    folder: Path | None = None  # the folder that is worked in: where settings and dismissals are looked for


class LineIndex:
    """Converts offsets in a text to lines and columns and back. Lines end as the protocol says, and nowhere else.

    `encoding` is what columns count: UTF-16 code units unless client and server agreed on another.
    """

    def __init__(self, text: str, encoding: PositionEncodingKind | str = PositionEncodingKind.Utf16) -> None:
        self._text = text
        self._starts = [0, *(found.end() for found in _LINE_END.finditer(text))]
        self._count = UNIT_COUNTS[encoding]

    def position(self, offset: int) -> Position:
        line = bisect_right(self._starts, offset) - 1
        return Position(line, self._count(self._text[self._starts[line] : offset]))

    def range(self, span: Span) -> Range:
        return Range(self.position(span.start), self.position(span.end))

    def offset(self, position: Position) -> int:
        """The offset of a position; the end of its line if the line is shorter, of the text if it has fewer lines."""
        if position.line >= len(self._starts):
            return len(self._text)
        start = self._starts[position.line]
        is_last = position.line + 1 == len(self._starts)
        end = len(self._text) if is_last else self._starts[position.line + 1]
        line = self._text[start:end].rstrip("\r\n")
        low, high = 0, min(len(line), position.character)  # no character has less than one unit
        while low < high:  # the last character that begins at or before the position
            middle = (low + high + 1) // 2
            low, high = (middle, high) if self._count(line[:middle]) <= position.character else (low, middle - 1)
        return start + low


@dataclass(frozen=True, slots=True)
class CheckedDocument:
    """A document with its sheet, or the reason why it was not checked."""

    document: Document
    lines: LineIndex
    annotated: AnnotatedText
    sheet: Sheet | None = None
    options: CheckOptions = field(default_factory=CheckOptions)
    reason: str = ""

    @property
    def article(self) -> Article:
        assert self.sheet
        return self.sheet.article

    def range(self, span: Span) -> Range:
        """The place in the document of a span of the article."""
        return self.lines.range(self._document_span(span))

    def spans_at(self, start: Position, end: Position, spans: tuple[Span, ...]) -> list[Span]:
        """Those of these spans of the article that meet a range of the document; its two ends belong to it."""
        first, last = self.lines.offset(start), self.lines.offset(end)
        return [span for span in spans if _meets(self._document_span(span), first, last)]

    def findings_at(self, start: Position, end: Position) -> list[Finding]:
        findings = self.sheet.findings if self.sheet else ()
        return [finding for finding in findings if self.spans_at(start, end, finding.spans)]

    def finding_of(self, name: str) -> Finding | None:
        """The finding with this fingerprint."""
        findings = self.sheet.findings if self.sheet else ()
        return next((finding for finding in findings if fingerprint(self.article, finding) == name), None)

    def _document_span(self, span: Span) -> Span:
        return self.annotated.original_span(span_in_file(self.article, span))


def _meets(span: Span, first: int, last: int) -> bool:
    return span.start <= last and first <= span.end


def check_document(
    document: Document, encoding: PositionEncodingKind | str = PositionEncodingKind.Utf16
) -> CheckedDocument:
    """Checks a document with the settings and dismissals of its folder. A text without words has an empty sheet."""
    text = document.text
    lines = LineIndex(text, encoding)
    annotated = read_markdown_text(text) if document.is_markdown else AnnotatedText.from_text(text)
    if len(text) > MAX_BYTES:
        reason = f"Not checked: the text is larger than {MAX_BYTES // 1_000_000} MB."
        return CheckedDocument(document, lines, annotated, reason=reason)
    name = str(document.path or document.uri)
    try:
        options = folder_options(document.folder)
    except Unreadable as error:
        return CheckedDocument(document, lines, annotated, reason=f"Not checked: {error}")
    return CheckedDocument(
        document, lines, annotated, check_source(plain_source(name, annotated.plain), options), options
    )


def folder_options(folder: Path | None) -> CheckOptions:
    """The options that the settings and dismissals of a folder make. Raises Unreadable if one cannot be read."""
    if folder is None:
        return CheckOptions()
    found = find_settings(folder)
    settings = found.defaults()
    file = Path(settings["dismissed"]) if "dismissed" in settings else find_dismissals_file(folder)
    ignored, selected = settings.get("ignore"), settings.get("select")
    return CheckOptions(
        day_of(settings.get("published")),
        settings.get("locale"),
        catalogue().slugs(ignored) if ignored else frozenset(),
        file,
        read_dismissals(file),
        catalogue().slugs(selected) if selected else frozenset(),
        found.severities,
        found.dictionary,
    )
