"""Reads an e-mail (.eml): subject, sender and date, and its own text without replies and signature.

The subject is the headline. Of a message in several forms the plain text is read, else the HTML. Attached documents are
articles of their own.
"""

from __future__ import annotations

import email
import email.policy
import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from email.message import EmailMessage
from typing import NamedTuple

from checks.model import Zone
from summarizer.inputs.damage import describe_damage
from summarizer.inputs.decoding import SAVE_AS_TEXT, decode
from summarizer.inputs.source import Block, Source, Unreadable, clean_plain_text, from_blocks, in_utc

MAX_ATTACHMENTS = 100
_REPLY_PREFIX = re.compile(r"(?:(?:re|fwd?|aw|wg)\s*:\s*)+", re.IGNORECASE)
_QUOTE_INTRODUCTION = re.compile(
    r"(?:on\b.{5,200}\bwrote:|-{2,} ?(?:original|forwarded) message ?-{2,})\s*", re.IGNORECASE
)
_SIGNATURE = "-- "  # RFC 3676, section 4.3


class Attachment(NamedTuple):
    """A file that came with a message."""

    name: str
    data: bytes


def read_mail(data: bytes, name: str) -> Source:
    """The message itself. Raises Unreadable for what is no e-mail, and for one without a text."""
    message = _parse(data, name)
    try:
        head, body = from_blocks(name, _headers(message)), _body(message, name)
        sent = _sent(message)
    except Unreadable:
        raise
    except Exception as error:  # the library raises whatever the damaged part of the message led to
        raise Unreadable(f"{name} is no e-mail that can be read ({describe_damage(error)}): {SAVE_AS_TEXT}.") from None
    if not body.text.strip():
        raise Unreadable(f"{name} holds no text of its own; if the article is attached, save the attachment.")
    start = len(head.text) + 2 if head.text else 0
    zones = tuple((first + start, last + start, zone) for first, last, zone in body.zones)
    tables = tuple(
        table._replace(
            rows=tuple(
                tuple(cell._replace(start=cell.start + start, end=cell.end + start) for cell in row)
                for row in table.rows
            )
        )
        for table in body.tables
    )
    text = f"{head.text}\n\n{body.text}" if head.text else body.text
    return replace(
        head,
        line_starts=_line_starts(text, start, data),
        text=text,
        zones=(*head.zones, *zones),
        tables=tables,
        published=sent.date() if sent else None,
        published_at=in_utc(sent) if sent else None,
    )


def _line_starts(text: str, start: int, data: bytes) -> tuple[tuple[int, int], ...]:
    """Where the lines of the text, whose body begins at `start`, stand in the message.

    A line that is encoded there counts as standing where the one before it does, or where the headers end.
    """
    lines = [line.strip() for line in data.decode("utf-8", "replace").split("\n")]
    line = lines.index("") + 2 if "" in lines else 1  # of the body, counted from 1
    numbers: dict[str, list[int]] = {}
    for number, words in enumerate(lines[line - 1 :], line):
        numbers.setdefault(words, []).append(number)
    starts = [(0, 1)] if start else []
    for words in text[start:].split("\n"):
        if words.strip():
            same = numbers.get(words.strip(), [])
            index = bisect_left(same, line)
            line = same[index] if index < len(same) else line
            starts.append((start, line))
        start += len(words) + 1
    return tuple(starts)


def attachments(data: bytes, name: str) -> list[Attachment]:
    """The attached files of a message; a forwarded message is one of them. Raises Unreadable for what is no e-mail."""
    try:
        return list(_attachments(_parse(data, name)))[:MAX_ATTACHMENTS]
    except Unreadable:
        raise
    except Exception as error:
        raise Unreadable(f"{name} is no e-mail that can be read ({describe_damage(error)}): {SAVE_AS_TEXT}.") from None


def _parse(data: bytes, name: str) -> EmailMessage:
    message = email.message_from_bytes(data, policy=email.policy.default)
    known = {"from", "to", "subject", "date", "message-id", "received", "mime-version", "content-type"}
    if not isinstance(message, EmailMessage) or known.isdisjoint(header.lower() for header in message):
        raise Unreadable(f"{name} is no e-mail (it has no headers): {SAVE_AS_TEXT}.")
    return message


def _headers(message: EmailMessage) -> Iterator[Block]:
    """The subject as a headline, without "Re:", and the sender as a byline."""
    subject = _REPLY_PREFIX.sub("", _header(message, "subject"), count=1)
    if subject:
        yield Block(subject, Zone.HEADLINE)
    sender = _header(message, "from")
    if sender:
        written_out = sender.partition("<")[0].strip(' "')
        yield Block(f"From {written_out or sender}", Zone.BYLINE)


def _header(message: EmailMessage, key: str) -> str:
    """A header's text on one line; empty where there is none or it cannot be parsed."""
    try:
        return " ".join(str(message.get(key, "")).split())
    except Exception:  # the library parses a header when it is asked for
        return ""


def _sent(message: EmailMessage) -> datetime | None:
    """The time that the message states as its own, where it was written."""
    try:
        moment: datetime | None = message["date"].datetime
    except Exception:
        return None
    return moment


def _body(message: EmailMessage, name: str) -> Source:
    """The text of the message itself."""
    part = message.get_body(preferencelist=("plain", "html"))
    if part is None:
        return Source(name, "", extracted=True)
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    if not data.strip():
        return Source(name, "", extracted=True)
    text = decode(data, name, part.get_content_charset() or "")
    if part.get_content_subtype() == "html":
        from summarizer.inputs.html import fragment_blocks

        return from_blocks(name, fragment_blocks(text))
    if str(part.get_param("format", "")).lower() == "flowed":
        text = _unflowed(text)
    return Source(name, clean_plain_text(_own_words(text))[0], extracted=True)


def _own_words(text: str) -> str:
    """The text without quoted lines, the line that introduces them, and the signature."""
    lines = []
    for line in text.split("\n"):
        if line == _SIGNATURE or line == _SIGNATURE.rstrip():
            break
        if not line.startswith(">") and not _QUOTE_INTRODUCTION.fullmatch(line):
            lines.append(line)
    return "\n".join(lines).strip()


def _unflowed(text: str) -> str:
    """The text with lines joined that end in a space, as RFC 3676 breaks paragraphs."""
    paragraphs: list[str] = []
    is_open = False
    for line in text.split("\n"):
        line = line.removeprefix(" ") if not line.startswith(">") else line
        if is_open and line and not line.startswith(">"):
            paragraphs[-1] += line
        else:
            paragraphs.append(line)
        is_open = line.endswith(" ") and line != _SIGNATURE
    return "\n".join(paragraphs)


def _attachments(message: EmailMessage) -> Iterator[Attachment]:
    for number, part in enumerate(message.iter_attachments(), 1):
        if part.get_content_type() == "message/rfc822":
            forwarded = part.get_content()
            if isinstance(forwarded, EmailMessage):
                yield Attachment(f"message {number}.eml", forwarded.as_bytes())
            continue
        filename = part.get_filename() or ""
        payload = part.get_payload(decode=True)
        if filename and isinstance(payload, bytes):
            yield Attachment(" ".join(filename.replace("/", "-").split()), payload)
