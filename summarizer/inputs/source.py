"""A text as it was read from a file, a paste or the web, before it is parsed as an article."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from checks.model import IgnoreComment, Span, Table, Zone
from summarizer.inputs.ignore_comments import merged_removals, without_comments

MAX_BYTES = 10_000_000  # of a file, and of the text in it
SCHEMES = ("http://", "https://")
_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_REMOVED = re.compile(rf"\r(?=\n)|{_INVISIBLE.pattern}")


def is_url(name: str) -> bool:
    """Whether this is a web address; anything else names a file."""
    return name.lower().startswith(SCHEMES)


class Unreadable(Exception):
    """An input that cannot be read; its message says why and what to do."""


class MissingFile(Unreadable):
    """There is no such file."""


@dataclass(frozen=True, slots=True)
class Source:
    """A text with what its format says about it. All offsets refer to `text`.

    Of a plain text file, `text` is the content with line ends as "\\n" and without invisible characters. Of any other
    format it is what was extracted: blocks separated by an empty line.
    """

    name: str
    text: str
    zones: tuple[tuple[int, int, Zone], ...] = ()  # (start, end, zone) of the blocks whose zone the format names
    published: date | None = None  # as the format states it
    published_at: datetime | None = None  # with the time of day, in UTC and without time zone
    extracted: bool = False  # the lines of `text` are not those of the file
    tables: tuple[Table, ...] = ()  # whose cells the format states
    left_out: tuple[int, ...] = ()  # of a plain text file: for each character that was removed, the offset after it
    ignore_comments: tuple[IgnoreComment, ...] = ()
    # Of an extracted text, as far as they are known: an offset, and the line (of Parquet: the row) of the file from
    # which the text comes that begins there. It is no part of the content.
    line_starts: tuple[tuple[int, int], ...] = field(default=(), repr=False)


def in_utc(moment: datetime) -> datetime:
    """The moment in UTC, without a time zone; one that states no time zone is taken as it is."""
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment


def remove_invisible(text: str) -> str:
    """The text without soft hyphens, zero-width spaces and direction marks, of which copied pages are full."""
    return _INVISIBLE.sub("", text)


def clean_plain_text(content: str) -> tuple[str, tuple[int, ...]]:
    """The content with line ends as "\\n" and without invisible characters, and where characters were removed.

    The second value has for each removed character the offset in the result of what came after it, in order.
    """
    positions = (found.start() for found in _REMOVED.finditer(content))
    left_out = tuple(position - removed_before for removed_before, position in enumerate(positions))
    return _REMOVED.sub("", content).replace("\r", "\n"), left_out


def plain_source(name: str, content: str, published: date | None = None, *, extracted: bool = False) -> Source:
    """A plain text as a source, without invisible characters and without comments for Copydesk."""
    cleaned, invisible = clean_plain_text(content)
    text, removed, comments = without_comments(cleaned)
    left_out = () if extracted else merged_removals(invisible, removed)
    return Source(name, text, published=published, extracted=extracted, left_out=left_out, ignore_comments=comments)


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of an extracted text, with its zone where the format names it."""

    text: str
    zone: Zone | None = None


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table of an extracted text: the words of its cells, row by row. Each row becomes a paragraph."""

    rows: tuple[tuple[str, ...], ...]


def from_blocks(name: str, blocks: Iterable[Block | TableBlock], published: date | None = None) -> Source:
    """Joins the blocks, with an empty line between them. Raises Unreadable where the text is longer than MAX_BYTES."""
    parts: list[str] = []
    zones: list[tuple[int, int, Zone]] = []
    tables: list[Table] = []
    comments: list[IgnoreComment] = []
    position = 0

    def append(text: str, zone: Zone | None) -> None:
        nonlocal position
        if zone is not None:
            zones.append((position, position + len(text), zone))
        parts.append(text)
        position += len(text) + 2
        if position > MAX_BYTES:  # compressed documents may contain more text than their size shows
            raise Unreadable(
                f"{name} holds a text of more than {MAX_BYTES // 1_000_000} MB: split it and check the parts."
            )

    def read_line(words: str, start: int) -> str:
        text, _, found = without_comments(_one_line(words))
        if found:
            text = _one_line(text)
            comments.extend(each._replace(position=start + min(each.position, len(text))) for each in found)
        return text

    for block in blocks:
        if isinstance(block, Block):
            text = read_line(block.text, position)
            if text:
                append(text, block.zone)
            continue
        rows = []
        for row in block.rows:
            text, cells = _table_row([read_line(cell, position) for cell in row], position)
            if text:
                append(text, Zone.LIST)
                rows.append(cells)
        tables.append(Table(tuple(rows)))
    return Source(
        name,
        "\n\n".join(parts),
        tuple(zones),
        published,
        extracted=True,
        tables=tuple(tables),
        ignore_comments=tuple(comments),
    )


def _one_line(text: str) -> str:
    return " ".join(remove_invisible(text).split())


def _table_row(cells: Iterable[str], start: int) -> tuple[str, tuple[Span, ...]]:
    """A row's cells joined with upright strokes, and the span of each cell in a text in which the row is at `start`."""
    pieces: list[str] = []
    spans: list[Span] = []
    length = 0  # of the pieces, each with the space behind it
    for index, cell in enumerate(cells):
        if index:
            pieces.append("|")
            length += 2
        spans.append(Span(start + length, start + length + len(cell)))
        if cell:
            pieces.append(cell)
            length += len(cell) + 1
    text = " ".join(pieces)
    return text, tuple(Span(min(span.start, start + len(text)), min(span.end, start + len(text))) for span in spans)
