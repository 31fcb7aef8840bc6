"""The text of a LanguageTool request: plain, or annotated so that markup is not checked."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from checks.model import Span


class Part(NamedTuple):
    """A part of a text: plain text, which is checked as it is written, or markup."""

    written: str
    read: str  # what is checked in its place; empty for markup without an interpretation
    is_text: bool = False


class TextSegment(NamedTuple):
    """A part of the original text, and the offset in the plain text of what it is interpreted as."""

    plain_start: int
    original: Span
    is_text: bool  # False for markup, which maps to its interpretation as a whole


@dataclass(frozen=True, slots=True)
class AnnotatedText:
    """`original` is what the client has, markup included; `plain` is what is checked, with markup interpreted."""

    original: str
    plain: str
    segments: tuple[TextSegment, ...]

    @classmethod
    def from_text(cls, text: str) -> AnnotatedText:
        return cls(text, text, (TextSegment(0, Span(0, len(text)), True),))

    @classmethod
    def from_data(cls, data: str) -> AnnotatedText:
        """The text in the field `data`: `{"annotation": [{"text": ...}, {"markup": ..., "interpretAs": ...}]}` in JSON.

        Raises ValueError if it is something else; the message says what is wrong.
        """
        try:
            document = json.loads(data)
        except RecursionError:
            raise ValueError("'data' is nested too deeply") from None
        except ValueError:
            raise ValueError("'data' is no JSON") from None
        if isinstance(document, dict) and isinstance(document.get("text"), str):
            return cls.from_text(_without_lone_surrogates(document["text"]))
        annotations = document.get("annotation") if isinstance(document, dict) else None
        if not isinstance(annotations, list):
            raise ValueError("'data' is to have 'annotation', a list, or 'text'")
        return cls.from_parts(map(_annotation, annotations))

    @classmethod
    def from_parts(cls, parts: Iterable[Part]) -> AnnotatedText:
        original: list[str] = []
        plain: list[str] = []
        segments: list[TextSegment] = []
        original_length = plain_length = 0
        for part in parts:
            if part.read:
                span = Span(original_length, original_length + len(part.written))
                segments.append(TextSegment(plain_length, span, part.is_text))
            original.append(part.written)
            plain.append(part.read)
            original_length += len(part.written)
            plain_length += len(part.read)
        return cls("".join(original), "".join(plain), tuple(segments))

    def original_span(self, span: Span) -> Span:
        """The span of `original` that corresponds to a span of `plain`; markup at its ends is included as a whole."""
        if not self.segments:
            return Span(0, 0)
        first_segment = self._segment_at(span.start)
        start = first_segment.original.start + (span.start - first_segment.plain_start if first_segment.is_text else 0)
        if span.end <= span.start:
            return Span(start, start)
        last_segment = self._segment_at(span.end - 1)
        end = (
            last_segment.original.start + span.end - last_segment.plain_start
            if last_segment.is_text
            else last_segment.original.end
        )
        return Span(start, end)

    def _segment_at(self, position: int) -> TextSegment:
        return self.segments[max(0, bisect_right(self.segments, position, key=lambda segment: segment.plain_start) - 1)]


def _annotation(annotation: Any) -> Part:
    """The part of a text that an entry of `annotation` describes. Raises ValueError."""
    if isinstance(annotation, dict):
        text, markup, read = (annotation.get(key) for key in ("text", "markup", "interpretAs"))
        if isinstance(text, str) and markup is None:
            text = _without_lone_surrogates(text)
            return Part(text, text, True)
        if isinstance(markup, str) and text is None and isinstance(read, str | None):
            return Part(_without_lone_surrogates(markup), _without_lone_surrogates(read or ""))
    raise ValueError("each entry of 'annotation' is to have 'text', or 'markup' and perhaps 'interpretAs'")


def _without_lone_surrogates(text: str) -> str:
    """The text with U+FFFD for each lone surrogate, which UTF-8 cannot express; its length stays the same."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
