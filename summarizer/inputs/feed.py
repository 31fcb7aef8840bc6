"""Reads the addresses of the articles in a feed (RSS, Atom)."""

from __future__ import annotations

from dataclasses import dataclass

from summarizer.inputs.fetching import FEED_KIND, Fetched, fetch
from summarizer.inputs.source import Unreadable, is_url

MAX_ARTICLES = 100  # of a feed; the rest is left out


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed's title and the web addresses of its articles, in the feed's order."""

    title: str
    articles: tuple[str, ...]


def read_feed(url: str) -> Feed:
    """Fetches and parses a feed. Raises Unreadable where `url` is no feed, or where it names no articles."""
    fetched = fetch(url)
    if fetched.kind != FEED_KIND:
        raise Unreadable(f"{url} is no feed: use `copydesk check {url}` for an article, or give the feed's address.")
    return parse_feed(fetched, url)


def parse_feed(fetched: Fetched, url: str) -> Feed:
    """Parses a fetched feed; `url` is the address in messages. Raises Unreadable where it names no articles."""
    try:
        import feedparser
    except ModuleNotFoundError:
        raise Unreadable("Feeds are read with feedparser, which is not installed: pip install feedparser.") from None

    # As bytes: the library would take a string for an address and fetch it, without the checks of `fetching`.
    parsed = feedparser.parse(fetched.data, response_headers={"content-location": fetched.url})
    links = dict.fromkeys(str(entry.get("link", "")).strip() for entry in parsed.entries)
    articles = tuple(link for link in links if is_url(link))[:MAX_ARTICLES]
    if not articles:
        raise Unreadable(f"{url} names no articles that could be fetched: check the feed's address.")
    return Feed(" ".join(str(parsed.feed.get("title", "")).split()) or url, articles)
