"""The articles that a feed (RSS, Atom) names."""

from __future__ import annotations

from dataclasses import dataclass

from summarizer.inputs.fetching import FEED, Fetched, fetch
from summarizer.inputs.source import Unreadable, is_url

MAX_ARTICLES = 100


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed's own name, and the addresses of its articles in the feed's order."""

    title: str
    articles: tuple[str, ...]


def read_feed(url: str) -> Feed:
    """Raises Unreadable where there is no feed at this address, or none of its entries has one."""
    fetched = fetch(url)
    if fetched.kind != FEED:
        raise Unreadable(f"{url} is no feed: use `copydesk check {url}` for an article, or give the feed's address.")
    return parsed(fetched, url)


def parsed(fetched: Fetched, url: str) -> Feed:
    try:
        import feedparser
    except ModuleNotFoundError:
        raise Unreadable("Feeds are read with feedparser, which is not installed: pip install feedparser.") from None

    # Given as bytes: the library would take a text for an address, and fetch it past the guard.
    found = feedparser.parse(fetched.data, response_headers={"content-location": fetched.url})
    links = dict.fromkeys(str(entry.get("link", "")).strip() for entry in found.entries)
    articles = tuple(link for link in links if is_url(link))[:MAX_ARTICLES]
    if not articles:
        raise Unreadable(f"{url} names no articles that could be fetched: check the feed's address.")
    return Feed(" ".join(str(found.feed.get("title", "")).split()) or url, articles)
