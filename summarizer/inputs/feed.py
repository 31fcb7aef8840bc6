"""Reads feeds (RSS, Atom): the addresses of a feed on the web, and the entries of one in a file."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from checks.model import Zone
from summarizer.inputs.fetching import FEED_KIND, Fetched, fetch
from summarizer.inputs.html import fragment_blocks
from summarizer.inputs.source import Block, Source, TableBlock, Unreadable, from_blocks, is_url

MAX_ARTICLES = 100  # of a feed on the web; the rest is left out
FULL_TEXT_CHARACTERS = 1_000  # a description as long as this is the article
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
    """An entry of a feed in a file. `markup` is HTML or plain text; `is_full`, whether it is the whole article."""

    title: str
    link: str  # empty where the entry has no address on the web
    markup: str
    is_full: bool
    published: datetime | None  # in UTC


def read_feed(url: str) -> Feed:
    """Fetches and parses a feed. Raises Unreadable where `url` is no feed, or where it names no articles."""
    fetched = fetch(url)
    if fetched.kind != FEED_KIND:
        raise Unreadable(f"{url} is no feed: use `copydesk check {url}` for an article, or give the feed's address.")
    return parse_feed(fetched, url)


def parse_feed(fetched: Fetched, url: str) -> Feed:
    """Parses a fetched feed; `url` is the address in messages. Raises Unreadable where it names no articles."""
    parsed = _parsed(fetched.data, {"content-location": fetched.url})
    links = dict.fromkeys(str(entry.get("link", "")).strip() for entry in parsed.entries)
    articles = tuple(link for link in links if is_url(link))[:MAX_ARTICLES]
    if not articles:
        raise Unreadable(f"{url} names no articles that could be fetched: check the feed's address.")
    return Feed(_one_line(parsed.feed.get("title", "")) or url, articles)


def is_cut_off(data: bytes) -> bool:
    """Whether a feed ends before its last closing tag: entries may be missing, and the last one may be a part."""
    return bool(_parsed(data, {}).bozo) and not _CLOSING_TAG.search(data[-1_000:])


def feed_entries(data: bytes, name: str) -> list[FeedEntry]:
    """The entries of a feed. Raises Unreadable where the data are no feed, or hold no entry."""
    parsed = _parsed(data, {})
    entries = [_entry(entry) for entry in parsed.entries]
    entries = [entry for entry in entries if entry.markup.strip() or entry.link]
    if not entries:
        what = "is a feed without articles" if parsed.get("version") else "is no feed (RSS, Atom) that can be read"
        raise Unreadable(f"{name} {what}: check how it was saved.")
    return entries


def entry_lines(data: bytes, count: int) -> list[int]:
    """The lines on which the entries of a feed begin; zeros where not as many are seen as there are entries."""
    starts = [found.start() for found in _ENTRY_TAG.finditer(data)]
    if len(starts) != count:
        return [0] * count
    lines, line, position = [], 1, 0
    for start in starts:
        line += data.count(b"\n", position, start)
        position = start
        lines.append(line)
    return lines


def read_entry(entry: FeedEntry, name: str) -> Source:
    """The text of an entry with its title as the headline. Raises Unreadable where it has none."""
    blocks: list[Block | TableBlock] = [Block(entry.title, Zone.HEADLINE)] if entry.title else []
    if _MARKUP.search(entry.markup):
        text = fragment_blocks(entry.markup)
    else:
        text = [Block(line) for line in entry.markup.split("\n")]
    source = from_blocks(name, [*blocks, *text], entry.published.date() if entry.published else None)
    if len(source.text) <= len(entry.title) + 2:
        raise Unreadable(f"{name} is empty: nothing to read.")
    return replace(source, published_at=entry.published)


def _parsed(data: bytes, headers: dict[str, str]) -> Any:
    try:
        import feedparser
    except ModuleNotFoundError:
        raise Unreadable("Feeds are read with feedparser, which is not installed: pip install feedparser.") from None

    # As a stream: the library would take a string for an address to fetch, and bytes for the path of a file to read.
    return feedparser.parse(io.BytesIO(data), response_headers=headers)


def _entry(entry: Any) -> FeedEntry:
    contents = [str(content.get("value", "")) for content in entry.get("content", ())]
    full = max(contents, key=len, default="")
    summary = str(entry.get("summary", ""))
    link = str(entry.get("link", "")).strip()
    is_full = bool(full.strip()) or len(_MARKUP.sub("", summary)) >= FULL_TEXT_CHARACTERS
    return FeedEntry(
        _one_line(_MARKUP.sub("", str(entry.get("title", "")))),
        link if is_url(link) else "",
        full if full.strip() else summary,
        is_full,
        _moment(entry.get("published_parsed") or entry.get("updated_parsed")),
    )


def _moment(fields: Any) -> datetime | None:
    """The moment of these numbers; None without them, and for one that no calendar has: software's empty date."""
    try:
        return datetime(*fields[:6]) if fields else None
    except ValueError:
        return None


def _one_line(text: object) -> str:
    return " ".join(str(text).split())
