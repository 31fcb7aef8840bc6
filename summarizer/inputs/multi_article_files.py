"""The articles of a file that holds several: a table, a feed, a list of addresses, an e-mail, a web archive."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from summarizer.inputs import address_list, feed_start
from summarizer.inputs.address_list import addresses_in, is_address_list, may_be_address_list
from summarizer.inputs.decoding import decode
from summarizer.inputs.feed_start import begins_as_feed
from summarizer.inputs.file_kinds import (
    ADDRESS_LIST_SUFFIX,
    DOCUMENT_SUFFIXES,
    FEED_SUFFIXES,
    MAIL_SUFFIX,
    TABLE_SUFFIXES,
    WARC_SUFFIXES,
    XML_SUFFIX,
)
from summarizer.inputs.files import load_bytes, read_bytes
from summarizer.inputs.source import MAX_BYTES, Source, Unreadable, plain_source
from summarizer.inputs.table_file import MAX_TABLE_BYTES, Row, rows_of
from summarizer.inputs.unique_names import unique_names
from summarizer.inputs.web_archive import ArchivedPage, archived_pages, read_archived_page

if TYPE_CHECKING:
    from summarizer.inputs.feed import FeedEntry


@dataclass(frozen=True, slots=True)
class Member:
    """An article of a file that holds several, not read yet. `load` may raise Unreadable."""

    name: str  # "stories.csv#17"; the address of a web page
    load: Callable[[], Source]
    is_fetched: bool = False  # whether `load` fetches it from the web


def is_feed_file(path: Path) -> bool:
    """Whether a file is a feed, by its suffix, or by its beginning if the suffix is .xml."""
    if path.suffix.lower() != XML_SUFFIX:
        return path.suffix.lower() in FEED_SUFFIXES
    return begins_as_feed(_beginning(path, feed_start.SAMPLE_BYTES))


def members_of(path: Path, name: str, text_column: str | None = None, *, fetch: bool = True) -> list[Member] | None:
    """The articles of a file that holds several; None for a file that holds a single article or none.

    `name` is the file's name in messages. `text_column` is the column of a table that holds the articles; without it,
    the result is None for a table. Without `fetch`, one member, which raises Unreadable when loaded, replaces all those
    that would be fetched. Raises Unreadable for a file that is damaged or holds no article.
    """
    file_name = path.name.lower()
    if file_name.endswith(TABLE_SUFFIXES):
        return _table_members(path, name, text_column) if text_column else None
    if file_name.endswith(WARC_SUFFIXES):
        return _archive_members(path, name)
    if file_name.endswith(MAIL_SUFFIX):
        return _mail_members(path, name)
    if file_name.endswith((*FEED_SUFFIXES, XML_SUFFIX)) and is_feed_file(path):
        return _feed_members(path, name, fetch)
    if file_name.endswith(ADDRESS_LIST_SUFFIX) and (data := load_bytes(path, name)).strip():
        if not is_address_list(decode(data, name)):
            raise Unreadable(f"{name} is no list of web addresses: write one on each line.")
        return list(_web_page_members(addresses_in(decode(data, name)), name, fetch))
    if file_name.endswith(".txt") and may_be_address_list(_beginning(path, address_list.SAMPLE_BYTES)):
        text = decode(load_bytes(path, name), name)
        if is_address_list(text):
            return list(_web_page_members(addresses_in(text), name, fetch))
    return None


def _beginning(path: Path, size: int) -> bytes:
    """The first bytes of a file; empty where it cannot be read, which is reported when it is read as a whole."""
    try:
        if not path.is_file():  # opening a named pipe would wait for its writer
            return b""
        with path.open("rb") as file:
            return file.read(size)
    except (OSError, ValueError):
        return b""


def _table_members(path: Path, name: str, column: str) -> list[Member]:
    """The articles in a column of a table, one a row."""
    data = load_bytes(path, name, MAX_TABLE_BYTES)
    members = [Member(f"{name}#{row.number}", partial(_read_row, row, name)) for row in rows_of(data, name, column)]
    if not members:
        raise Unreadable(f"{name} has no rows: nothing to read.")
    return members


def _read_row(row: Row, name: str) -> Source:
    name = f"{name}#{row.number}"
    if row.problem:
        raise Unreadable(f"{name}: {row.problem}.")
    if not row.text.strip():
        raise Unreadable(f"{name} is empty: nothing to read.")
    if len(row.text) > MAX_BYTES:
        raise Unreadable(f"{name} holds a text of more than {MAX_BYTES // 1_000_000} MB: split it.")
    return replace(plain_source(name, row.text, extracted=True), line_starts=((0, row.line),))


def _feed_members(path: Path, name: str, fetch: bool) -> list[Member]:
    """The entries of a feed: those that hold their articles, a note if the feed is cut off, and the pages to fetch."""
    from summarizer.inputs.feed import entry_lines, feed_entries

    data = load_bytes(path, name)
    entries, is_cut_off = feed_entries(data, name)
    members: list[Member] = []
    lines = entry_lines(data, len(entries))
    links: list[str] = []
    for number, entry in enumerate(entries, 1):
        if entry.is_full or not entry.link:
            members.append(
                Member(f"{name}#{number}", partial(_read_entry, entry, f"{name}#{number}", lines[number - 1]))
            )
        else:
            links.append(entry.link)
    if is_cut_off:
        reason = f"{name} is cut off after entry {len(entries)}, which may be incomplete: save the feed again."
        members.append(Member(f"{name}#cut-off", partial(raise_unreadable, reason)))
    return [*members, *_web_page_members(links, name, fetch)]


def _read_entry(entry: FeedEntry, name: str, line: int) -> Source:
    from summarizer.inputs.feed import read_entry

    return replace(read_entry(entry, name), line_starts=((0, line),) if line else ())


def _web_page_members(addresses: Iterable[str], name: str, fetch: bool) -> Iterator[Member]:
    """The pages at web addresses. Without `fetch`, a single member whose error says how they are fetched."""
    from summarizer.inputs.web_page import read_url

    unique = list(dict.fromkeys(addresses))
    if fetch:
        yield from (Member(url, partial(read_url, url), is_fetched=True) for url in unique)
    elif unique:
        count = f"{len(unique)} web address{'es' if len(unique) > 1 else ''}"
        reason = (
            f"{name} names {count}, and nothing is fetched for a file in a folder: "
            f"`copydesk batch {name} -o REPORT` does that."
        )
        yield Member(name, partial(raise_unreadable, reason))


def raise_unreadable(reason: str) -> Source:
    """Raises Unreadable with the reason: `Member.load` of what cannot be read."""
    raise Unreadable(reason)


def _mail_members(path: Path, name: str) -> list[Member] | None:
    """A message, unless it has no text, and the documents attached to it; None if there are none."""
    from summarizer.inputs.mail import NoOwnText, attachments

    data = load_bytes(path, name)
    documents = [
        attachment
        for attachment in attachments(data, name)
        if attachment.name.lower().endswith((*DOCUMENT_SUFFIXES, MAIL_SUFFIX))
    ]
    if not documents:
        return None
    try:
        message = [Member(name, partial(_return_source, read_bytes(data, name)))]
    except NoOwnText:
        message = []
    except Unreadable as error:
        message = [Member(name, partial(raise_unreadable, str(error)))]
    names = unique_names(f"{name}#{document.name}" for document in documents)
    return [
        *message,
        *(
            Member(
                unique_name, partial(read_bytes, document.data, unique_name, kind=Path(document.name).suffix.lower())
            )
            for unique_name, document in zip(names, documents, strict=True)
        ),
    ]


def _return_source(source: Source) -> Source:
    """Returns the source: `Member.load` of what has been read already."""
    return source


def _archive_members(path: Path, name: str) -> list[Member]:
    """The pages of a web archive; if it is damaged, those before the damage and a note."""
    pages: list[ArchivedPage] = []
    damage_notes: list[Member] = []
    try:
        pages.extend(archived_pages(path, name))
    except Unreadable as error:
        if not pages:
            raise
        damage_notes.append(Member(f"{name}#cut-off", partial(raise_unreadable, str(error))))
    names = unique_names(page.url for page in pages)
    return [
        *(
            Member(unique_name, partial(read_archived_page, path, page.offset, unique_name))
            for unique_name, page in zip(names, pages, strict=True)
        ),
        *damage_notes,
    ]
