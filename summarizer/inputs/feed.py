"""Reads feeds (RSS, Atom): the addresses of the articles of a feed on the web, and the entries of a feed in a file."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from checks.model import Zone
from summarizer.inputs.fetching import FEED_KIND, FetchedFile, fetch
from summarizer.inputs.html import fragment_blocks
from summarizer.inputs.source import BLOCK_SEPARATOR, Block, Source, TableBlock, Unreadable, from_blocks, is_url

MAX_FEED_ARTICLES = 100  # of a feed on the web; the rest is left out
FULL_TEXT_CHARACTERS = 1_000  # a description of this length or more is the whole article
_CLOSING_TAG_BYTES = 1_000  # at a feed's end, in which its closing tag is looked for
_CLOSING_TAG = re.compile(rb"</(?:\w+:)?(?:rss|feed|rdf)\s*>", re.IGNORECASE)
_ENTRY_TAG = re.compile(rb"<(?:\w+:)?(?:item|entry)[\s>]", re.IGNORECASE)
_MARKUP = re.compile(r"<[a-zA-Z/!][^<>]*>|&(?:#\d+|#x[\da-fA-F]+|\w+);")


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed's title and the web addresses of its articles, in the feed's order."""

    title: str
    articles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """An entry of a feed in a file."""

    title: str
    link: str  # empty where the entry has no address on the web
    markup: str  # HTML or plain text
    is_full: bool  # whether `markup` is the whole article
    published_at: datetime | None  # in UTC


def read_feed(url: str) -> Feed:
    """The feed at a web address. Raises Unreadable where there is no feed, or one that names no articles."""
    fetched = fetch(url)
    if fetched.kind != FEED_KIND:
        raise Unreadable(f"{url} is no feed: use `copydesk check {url}` for an article, or give the feed's address.")
    return parse_feed(fetched, url)


def parse_feed(fetched: FetchedFile, url: str) -> Feed:
    """The feed in a response; messages name it by `url`. Raises Unreadable where it names no articles."""
    parsed = _feedparser_result(fetched.data, {"content-location": fetched.url})
    links = dict.fromkeys(str(entry.get("link", "")).strip() for entry in parsed.entries)
    articles = tuple(link for link in links if is_url(link))[:MAX_FEED_ARTICLES]
    if not articles:
        raise Unreadable(f"{url} names no articles that could be fetched: check the feed's address.")
    return Feed(_one_line(parsed.feed.get("title", "")) or url, articles)


def feed_entries(data: bytes, name: str) -> tuple[list[FeedEntry], bool]:
    """The entries of a feed that have a text or a link, and whether the feed is cut off.

    If it ends before its closing tag, entries may be missing and the last one incomplete. Raises Unreadable where there
    are no entries, or no feed.
    """
    parsed = _feedparser_result(data, {})
    entries = [_entry(entry) for entry in parsed.entries]
    entries = [entry for entry in entries if entry.markup.strip() or entry.link]
    if not entries:
        problem = "is a feed without articles" if parsed.get("version") else "is no feed (RSS, Atom) that can be read"
        raise Unreadable(f"{name} {problem}: check how it was saved.")
    return entries, bool(parsed.bozo) and not _CLOSING_TAG.search(data[-_CLOSING_TAG_BYTES:])


def entry_lines(data: bytes, count: int) -> list[int]:
    """The lines, from 1, on which a feed's `count` entries begin; zeros where the feed has more or fewer entry tags."""
    starts = [match.start() for match in _ENTRY_TAG.finditer(data)]
    if len(starts) != count:
        return [0] * count
    lines, line, position = [], 1, 0
    for start in starts:
        line += data.count(b"\n", position, start)
        position = start
        lines.append(line)
    return lines


def read_entry(entry: FeedEntry, name: str) -> Source:
    """The text of an entry, with its title as the headline. Raises Unreadable where it has no text."""
    headline: list[Block | TableBlock] = [Block(entry.title, Zone.HEADLINE)] if entry.title else []
    if _MARKUP.search(entry.markup):
        body = fragment_blocks(entry.markup)
    else:
        body = [Block(line) for line in entry.markup.split("\n")]
    source = from_blocks(name, [*headline, *body], entry.published_at.date() if entry.published_at else None)
    if len(source.text) <= len(entry.title) + len(BLOCK_SEPARATOR):
        raise Unreadable(f"{name} is empty: nothing to read.")
    return replace(source, published_at=entry.published_at)


def _feedparser_result(data: bytes, headers: dict[str, str]) -> Any:
    """feedparser's result. `headers` are those of the response; relative links are resolved by them."""
    try:
        import feedparser
    except ModuleNotFoundError:
        raise Unreadable("Feeds are read with feedparser, which is not installed: pip install feedparser.") from None

    # As a stream: the library may treat a string as an address to fetch, and bytes as the path of a file to open.
    return feedparser.parse(io.BytesIO(data), response_headers=headers)


def _entry(entry: Any) -> FeedEntry:
    contents = [str(element.get("value", "")) for element in entry.get("content", ())]
    content = max(contents, key=len, default="")
    summary = str(entry.get("summary", ""))
    link = str(entry.get("link", "")).strip()
    is_full = bool(content.strip()) or len(_MARKUP.sub("", summary)) >= FULL_TEXT_CHARACTERS
    return FeedEntry(
        _one_line(_MARKUP.sub("", str(entry.get("title", "")))),
        link if is_url(link) else "",
        content if content.strip() else summary,
        is_full,
        _published_at(entry.get("published_parsed") or entry.get("updated_parsed")),
    )


def _published_at(fields: Any) -> datetime | None:
    """The time with these fields (year, month, ...).

    None without fields, or where they are no valid date: the empty date of some software is before year 1 in UTC.
    """
    try:
        return datetime(*fields[:6]) if fields else None
    except ValueError:
        return None


def _one_line(text: object) -> str:
    return " ".join(str(text).split())
