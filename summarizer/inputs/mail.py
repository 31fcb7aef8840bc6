"""Reads an e-mail (.eml): subject, sender, date, and the sender's text without quoted messages and signature.

The subject is the headline. Where a message has its text in several forms, the plain text is read, or else the HTML.
Attached documents are articles of their own.
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
from summarizer.inputs.source import BLOCK_SEPARATOR, Block, Source, Unreadable, from_blocks, in_utc, plain_source

MAX_ATTACHMENTS = 100
_REPLY_PREFIX = re.compile(r"(?:(?:re|fwd?|aw|wg)\s*:\s*)+", re.IGNORECASE)
_QUOTE_INTRODUCTION = re.compile(
    r"(?:on\b.{5,200}\bwrote:|-{2,} ?(?:original|forwarded) message ?-{2,})\s*", re.IGNORECASE
)
_SIGNATURE = "-- "  # RFC 3676, section 4.3


class NoOwnText(Unreadable):
    """The message has no text beside its headers, quoted messages and attachments."""


class Attachment(NamedTuple):
    """A file attached to a message."""

    name: str
    data: bytes


def read_mail(data: bytes, name: str) -> Source:
    """A message, without its attachments. Raises Unreadable for anything but an e-mail with a text.

    It is a NoOwnText where there is nothing to read rather than something that cannot be read.
    """
    message = _parse(data, name)
    try:
        head, body = from_blocks(name, _header_blocks(message)), _body(message, name)
        sent_at = _sent_at(message)
    except Unreadable:
        raise
    except Exception as error:  # the library raises whatever the damaged part of the message led to
        raise Unreadable(f"{name} is no e-mail that can be read ({describe_damage(error)}): {SAVE_AS_TEXT}.") from None
    if not body.text.strip():
        raise NoOwnText(f"{name} holds no text of its own; if the article is attached, save the attachment.")
    body_start = len(head.text) + len(BLOCK_SEPARATOR) if head.text else 0
    zones = tuple((start + body_start, end + body_start, zone) for start, end, zone in body.zones)
    tables = tuple(
        table._replace(
            rows=tuple(
                tuple(cell._replace(start=cell.start + body_start, end=cell.end + body_start) for cell in row)
                for row in table.rows
            )
        )
        for table in body.tables
    )
    comments = (comment._replace(position=comment.position + body_start) for comment in body.ignore_comments)
    text = f"{head.text}{BLOCK_SEPARATOR}{body.text}" if head.text else body.text
    return replace(
        head,
        line_starts=_line_starts(text, body_start, data),
        text=text,
        zones=(*head.zones, *zones),
        tables=tables,
        ignore_comments=(*head.ignore_comments, *comments),
        published=sent_at.date() if sent_at else None,
        published_at=in_utc(sent_at) if sent_at else None,
    )


def _line_starts(text: str, body_start: int, data: bytes) -> tuple[tuple[int, int], ...]:
    """The lines of the message from which those of `text` come, as (offset in the text, line number from 1).

    A line that is encoded in the message gets the number of the preceding line, or of the first after the headers.
    """
    message_lines = [line.strip() for line in data.decode("utf-8", "replace").split("\n")]
    number = message_lines.index("") + 2 if "" in message_lines else 1  # of the first line after the headers
    line_numbers: dict[str, list[int]] = {}  # of the lines with the same content, in order
    for body_number, line in enumerate(message_lines[number - 1 :], number):
        line_numbers.setdefault(line, []).append(body_number)
    starts = [(0, 1)] if body_start else []
    offset = body_start
    for line in text[body_start:].split("\n"):
        if line.strip():
            same_lines = line_numbers.get(line.strip(), [])
            index = bisect_left(same_lines, number)
            number = same_lines[index] if index < len(same_lines) else number
            starts.append((offset, number))
        offset += len(line) + 1
    return tuple(starts)


def attachments(data: bytes, name: str) -> list[Attachment]:
    """The files attached to a message, and the messages forwarded as attachments; at most MAX_ATTACHMENTS.

    Raises Unreadable for anything but an e-mail.
    """
    try:
        return list(_attachments(_parse(data, name)))[:MAX_ATTACHMENTS]
    except Unreadable:
        raise
    except Exception as error:
        raise Unreadable(f"{name} is no e-mail that can be read ({describe_damage(error)}): {SAVE_AS_TEXT}.") from None


def _parse(data: bytes, name: str) -> EmailMessage:
    """The message. Raises Unreadable where it has none of the headers that e-mails have."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    mail_headers = {"from", "to", "subject", "date", "message-id", "received", "mime-version", "content-type"}
    if not isinstance(message, EmailMessage) or mail_headers.isdisjoint(header.lower() for header in message):
        raise Unreadable(f"{name} is no e-mail (it has no headers): {SAVE_AS_TEXT}.")
    return message


def _header_blocks(message: EmailMessage) -> Iterator[Block]:
    """The subject as a headline, without "Re:", and the sender as a byline."""
    subject = _REPLY_PREFIX.sub("", _header(message, "subject"), count=1)
    if subject:
        yield Block(subject, Zone.HEADLINE)
    sender = _header(message, "from")
    if sender:
        display_name = sender.partition("<")[0].strip(' "')
        yield Block(f"From {display_name or sender}", Zone.BYLINE)


def _header(message: EmailMessage, key: str) -> str:
    """A header's text on one line; empty where the header is missing or cannot be parsed."""
    try:
        return " ".join(str(message.get(key, "")).split())
    except Exception:  # the library parses a header when it is accessed
        return ""


def _sent_at(message: EmailMessage) -> datetime | None:
    """The time in the Date header, in the sender's time zone; None where it is missing or cannot be parsed."""
    try:
        moment: datetime | None = message["date"].datetime
    except Exception:
        return None
    return moment


def _body(message: EmailMessage, name: str) -> Source:
    """The text of the message, without headers and attachments."""
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
        text = _with_joined_lines(text)
    return plain_source(name, _without_quotations(text), extracted=True)


def _without_quotations(text: str) -> str:
    """The text without quoted lines, the lines that introduce them, and the signature."""
    lines = []
    for line in text.split("\n"):
        if line == _SIGNATURE or line == _SIGNATURE.rstrip():
            break
        if not line.startswith(">") and not _QUOTE_INTRODUCTION.fullmatch(line):
            lines.append(line)
    return "\n".join(lines).strip()


def _with_joined_lines(text: str) -> str:
    """The text of a "format=flowed" message, with each line that ends in a space joined to the next (RFC 3676)."""
    paragraphs: list[str] = []
    is_open = False  # whether the last paragraph continues on the next line
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
