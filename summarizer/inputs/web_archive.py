"""Reads the pages of a web archive (.warc, .warc.gz), one at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from summarizer.inputs.damage import describe_damage
from summarizer.inputs.source import MAX_BYTES, Source, Unreadable

_CHARSET = re.compile(r"charset=[\"']?([\w-]{3,20})", re.IGNORECASE)


class ArchivedPage(NamedTuple):
    """A web page in an archive: its address, and the byte offset of its record."""

    url: str
    offset: int


def archived_pages(path: Path, name: str) -> Iterator[ArchivedPage]:
    """Yields the web pages of an archive.

    Raises Unreadable where the archive is damaged, after the pages that precede the damage, and where it has no pages.
    """
    count = 0
    try:
        with path.open("rb") as file:
            records = _records(file, name)
            for record in records:
                offset = records.get_record_offset()  # reads the record to its end
                if getattr(record.raw_stream, "limit", 0):
                    raise EOFError  # the record is shorter than it states, which the library does not report
                if record.rec_type == "response" and _is_page(record):
                    yield ArchivedPage(str(record.rec_headers.get_header("WARC-Target-URI")), offset)
                    count += 1
    except Unreadable:
        raise
    except Exception as error:  # the library raises whatever the damaged part of the file led to
        what = f"cannot be read after page {count}" if count else "is no web archive that can be read"
        raise Unreadable(f"{name} {what} ({describe_damage(error)}): fetch it again.") from None
    if not count:
        raise Unreadable(f"{name} holds no web pages: Copydesk reads those that a server answered as HTML.")


def read_archived_page(path: Path, offset: int, name: str) -> Source:
    """The article on the page whose record is at a byte offset. Raises Unreadable."""
    from summarizer.inputs.html import read_html

    try:
        with path.open("rb") as file:
            file.seek(offset)
            record = next(iter(_records(file, name)))
            charset = _CHARSET.search(record.http_headers.get_header("Content-Type") or "")
            data = record.content_stream().read(MAX_BYTES + 1)
    except Unreadable:
        raise
    except Exception as error:
        raise Unreadable(
            f"{name} cannot be read from its archive ({describe_damage(error)}): fetch it again."
        ) from None
    if len(data) > MAX_BYTES:
        raise Unreadable(f"{name} is larger than {MAX_BYTES // 1_000_000} MB.")
    if not data.strip():
        raise Unreadable(f"{name} is empty: nothing to read.")
    return read_html(data, name, charset[1] if charset else "")


def _records(file: Any, name: str) -> Any:
    try:
        from warcio.archiveiterator import ArchiveIterator
    except ModuleNotFoundError:
        raise Unreadable(f"{name}: web archives are read with warcio: pip install 'copydesk[warc]'.") from None
    return ArchiveIterator(file)


def _is_page(record: Any) -> bool:
    """Whether a response is a web page: HTML, sent with status 200 and with an address."""
    headers = record.http_headers
    if headers is None or headers.get_statuscode() != "200" or not record.rec_headers.get_header("WARC-Target-URI"):
        return False
    media_type = (headers.get_header("Content-Type") or "").partition(";")[0].strip().lower()
    return media_type in ("text/html", "application/xhtml+xml")
