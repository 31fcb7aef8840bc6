"""A text that came in, before it is read as an article."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from checks.model import Zone

MAX_BYTES = 10_000_000
SCHEMES = ("http://", "https://")
_UNPRINTED = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_LEFT_OUT = re.compile(rf"\r(?=\n)|{_UNPRINTED.pattern}")


def is_url(name: str) -> bool:
    """Is this a web address? Anything else that is given is a file."""
    return name.lower().startswith(SCHEMES)


class Unreadable(Exception):
    """An input that cannot be read; its message says why and what to do."""


class Missing(Unreadable):
    """There is no such file."""


@dataclass(frozen=True, slots=True)
class Source:
    """A text that came in. Offsets everywhere refer to `text`.

    Of a plain text file, `text` is its content, line ends as "\\n" and without what prints nothing (`printed`). Of a
    web page or a Markdown file it is what was extracted (`extracted`): blocks apart by an empty line, and `zones` holds
    what the format says about them.
    """

    name: str
    text: str
    zones: tuple[tuple[int, int, Zone], ...] = ()  # start, end, zone
    published: date | None = None
    extracted: bool = False
    left_out: tuple[int, ...] = ()  # of a plain text file: before which offsets a character of it was left out


def printed(text: str) -> str:
    """Without soft hyphens, zero-width spaces and marks of direction: copied pages are full of them."""
    return _UNPRINTED.sub("", text)


def plain(content: str) -> tuple[str, tuple[int, ...]]:
    """A file's content with line ends as "\\n" and without what prints nothing; and before which offsets of that a
    character of the content was left out, one for each, in order."""
    places = (found.start() for found in _LEFT_OUT.finditer(content))
    left_out = tuple(place - before for before, place in enumerate(places))
    return _LEFT_OUT.sub("", content).replace("\r", "\n"), left_out


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of an extracted text, and its zone where the format names it."""

    text: str
    zone: Zone | None = None


def from_blocks(name: str, blocks: list[Block], published: date | None = None) -> Source:
    """The blocks as one text, an empty line between them. Raises Unreadable where that is too long."""
    parts: list[str] = []
    zones: list[tuple[int, int, Zone]] = []
    position = 0
    for block in blocks:
        text = " ".join(printed(block.text).split())
        if not text:
            continue
        if block.zone is not None:
            zones.append((position, position + len(text), block.zone))
        parts.append(text)
        position += len(text) + 2
        if position > MAX_BYTES:  # packed documents may hold more than their own size shows
            raise Unreadable(
                f"{name} holds a text of more than {MAX_BYTES // 1_000_000} MB: split it and check the parts."
            )
    return Source(name, "\n\n".join(parts), tuple(zones), published, extracted=True)
