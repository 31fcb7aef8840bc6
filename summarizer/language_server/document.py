"""A document of an editor: its text, its check, and positions in it as the Language Server Protocol counts them."""

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
_UNIT_LENGTH: dict[PositionEncodingKind | str, Callable[[str], int]] = {
    PositionEncodingKind.Utf8: lambda text: len(text.encode("utf-8", "surrogatepass")),
    PositionEncodingKind.Utf16: lambda text: len(text.encode("utf-16-le", "surrogatepass")) // 2,
    PositionEncodingKind.Utf32: len,
}


@dataclass(frozen=True, slots=True)
class Document:
    """One version of a document that is open in an editor."""

    uri: str
    version: int | None
    text: str
    is_markdown: bool = False
    path: Path | None = None  # None for a document that is not a file
    folder: Path | None = None  # the working folder, whose settings and dismissals apply


class LineIndex:
    """Converts offsets in a text to lines and columns and back. Lines end at CR LF, CR and LF only, as in the protocol.

    `encoding` is the unit that columns count: UTF-16 code units unless client and server agreed on another.
    """

    def __init__(self, text: str, encoding: PositionEncodingKind | str = PositionEncodingKind.Utf16) -> None:
        self._text = text
        self._starts = [0, *(match.end() for match in _LINE_END.finditer(text))]
        self._unit_length = _UNIT_LENGTH[encoding]

    def position(self, offset: int) -> Position:
        line = bisect_right(self._starts, offset) - 1
        return Position(line, self._unit_length(self._text[self._starts[line] : offset]))

    def range(self, span: Span) -> Range:
        return Range(self.position(span.start), self.position(span.end))

    def offset(self, position: Position) -> int:
        """The offset of a position; the end of the line or of the text if the position is beyond it."""
        if position.line >= len(self._starts):
            return len(self._text)
        start = self._starts[position.line]
        is_last = position.line + 1 == len(self._starts)
        end = len(self._text) if is_last else self._starts[position.line + 1]
        line = self._text[start:end].rstrip("\r\n")
        low, high = 0, min(len(line), position.character)  # every character has at least one unit
        while low < high:  # bisects to the last character that begins at or before the position
            middle = (low + high + 1) // 2
            low, high = (middle, high) if self._unit_length(line[:middle]) <= position.character else (low, middle - 1)
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
        """The range of the document that a span of the article is from."""
        return self.lines.range(self._document_span(span))

    def spans_at(self, start: Position, end: Position, spans: tuple[Span, ...]) -> list[Span]:
        """Those of these spans of the article that overlap or touch a range of the document."""
        selection = Span(self.lines.offset(start), self.lines.offset(end))
        return [span for span in spans if _touches(self._document_span(span), selection)]

    def findings_at(self, start: Position, end: Position) -> list[Finding]:
        """The findings that have a span at this range of the document."""
        findings = self.sheet.findings if self.sheet else ()
        return [finding for finding in findings if self.spans_at(start, end, finding.spans)]

    def finding_with_fingerprint(self, identifier: str) -> Finding | None:
        """The finding with this fingerprint; None if there is none."""
        findings = self.sheet.findings if self.sheet else ()
        return next((finding for finding in findings if fingerprint(self.article, finding) == identifier), None)

    def _document_span(self, span: Span) -> Span:
        return self.annotated.original_span(span_in_file(self.article, span))


def _touches(span: Span, other: Span) -> bool:
    """Whether two spans overlap or meet at an end."""
    return span.start <= other.end and other.start <= span.end


def check_document(
    document: Document, encoding: PositionEncodingKind | str = PositionEncodingKind.Utf16
) -> CheckedDocument:
    """The check of a document by the settings and dismissals of its folder; an empty sheet for a text without words."""
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
    """The options of a check by the settings and dismissals of a folder. Raises Unreadable if these cannot be read."""
    if folder is None:
        return CheckOptions()
    settings = find_settings(folder)
    defaults = settings.defaults()
    dismissals_file = Path(defaults["dismissed"]) if "dismissed" in defaults else find_dismissals_file(folder)
    ignored, selected = defaults.get("ignore"), defaults.get("select")
    return CheckOptions(
        day_of(defaults.get("published")),
        defaults.get("locale"),
        catalogue().slugs(ignored) if ignored else frozenset(),
        dismissals_file,
        read_dismissals(dismissals_file),
        catalogue().slugs(selected) if selected else frozenset(),
        settings.severities,
        settings.dictionary,
    )
