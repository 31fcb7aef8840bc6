"""A text as it was read from a file, pasted or fetched from the web, before it is parsed as an article."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from checks.model import IgnoreComment, Span, Table, Zone
from summarizer.inputs.ignore_comments import merged_removals, without_comments

MAX_BYTES = 10_000_000  # of a file, and of the text in it
SCHEMES = ("http://", "https://")
BLOCK_SEPARATOR = "\n\n"  # between the blocks of an extracted text
_INVISIBLE_CHARACTER = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_REMOVED_CHARACTER = re.compile(rf"\r(?=\n)|{_INVISIBLE_CHARACTER.pattern}")


def is_url(name: str) -> bool:
    """Whether a name is a web address; any other names a file."""
    return name.lower().startswith(SCHEMES)


class Unreadable(Exception):
    """An input that cannot be read; its message says why and what to do."""


class MissingFile(Unreadable):
    """The file does not exist."""


@dataclass(frozen=True, slots=True)
class Source:
    """A text with what its format states about it. All offsets refer to `text`.

    For a plain text file, `text` is the content with line ends as "\\n", without invisible characters and without
    comments for Copydesk. For any other format it is what was extracted: blocks separated by an empty line.
    """

    name: str
    text: str
    zones: tuple[tuple[int, int, Zone], ...] = ()  # (start, end, zone) of the blocks whose zone the format states
    published: date | None = None  # as the format states it
    published_at: datetime | None = None  # with the time of day, in UTC and without time zone
    extracted: bool = False  # whether the lines of `text` differ from those of the file
    tables: tuple[Table, ...] = ()  # those whose cells the format states
    left_out: tuple[int, ...] = ()  # of a plain text file: for each removed character, the offset of what followed it
    ignore_comments: tuple[IgnoreComment, ...] = ()
    # Of an extracted text, as far as known: (offset, line) pairs, the text from that offset on being that of this line
    # of the file (in Parquet: of this row). Not part of the content.
    line_starts: tuple[tuple[int, int], ...] = field(default=(), repr=False)


def in_utc(moment: datetime) -> datetime:
    """The moment in UTC, without a time zone. One without a time zone is assumed to be in UTC."""
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment


def remove_invisible(text: str) -> str:
    """The text without soft hyphens, zero-width spaces and direction marks, which are common in copied web pages."""
    return _INVISIBLE_CHARACTER.sub("", text)


def clean_plain_text(content: str) -> tuple[str, tuple[int, ...]]:
    """The content with line ends as "\\n" and without invisible characters, and where characters were removed.

    The second value has, for each removed character in order, the offset in the result of what followed it.
    """
    positions = (match.start() for match in _REMOVED_CHARACTER.finditer(content))
    left_out = tuple(position - removed_before for removed_before, position in enumerate(positions))
    return _REMOVED_CHARACTER.sub("", content).replace("\r", "\n"), left_out


def plain_source(name: str, content: str, published: date | None = None, *, extracted: bool = False) -> Source:
    """A plain text as a Source, without invisible characters and without comments for Copydesk."""
    cleaned, invisible = clean_plain_text(content)
    text, removed, comments = without_comments(cleaned)
    left_out = () if extracted else merged_removals(invisible, removed)
    return Source(name, text, published=published, extracted=extracted, left_out=left_out, ignore_comments=comments)


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of an extracted text, with its zone where the format states it."""

    text: str
    zone: Zone | None = None


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table of an extracted text: the texts of its cells, row by row. Each row becomes a paragraph."""

    rows: tuple[tuple[str, ...], ...]


def from_blocks(name: str, blocks: Iterable[Block | TableBlock], published: date | None = None) -> Source:
    """A Source of the blocks, with an empty line between them.

    Raises Unreadable where the text has more than MAX_BYTES characters.
    """
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
        position += len(text) + len(BLOCK_SEPARATOR)
        if position > MAX_BYTES:  # the text of a compressed document may be much larger than its file
            raise Unreadable(
                f"{name} holds a text of more than {MAX_BYTES // 1_000_000} MB: split it and check the parts."
            )

    def take_comments(content: str, start: int) -> str:
        text, _, removed = without_comments(_one_line(content))
        if removed:
            text = _one_line(text)
            comments.extend(comment._replace(position=start + min(comment.position, len(text))) for comment in removed)
        return text

    for block in blocks:
        if isinstance(block, Block):
            text = take_comments(block.text, position)
            if text:
                append(text, block.zone)
            continue
        rows = []
        for row in block.rows:
            text, cells = _table_row([take_comments(cell, position) for cell in row], position)
            if text:
                append(text, Zone.LIST)
                rows.append(cells)
        tables.append(Table(tuple(rows)))
    return Source(
        name,
        BLOCK_SEPARATOR.join(parts),
        tuple(zones),
        published,
        extracted=True,
        tables=tuple(tables),
        ignore_comments=tuple(comments),
    )


def _one_line(text: str) -> str:
    return " ".join(remove_invisible(text).split())


def _table_row(cells: Iterable[str], start: int) -> tuple[str, tuple[Span, ...]]:
    """A row's cells joined with vertical bars, and the span of each cell in a text in which the row begins at `start`.

    Cells may be empty; their spans are too.
    """
    pieces: list[str] = []
    spans: list[Span] = []
    length = 0  # of the pieces, each with the space after it
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
