"""Fetches and reads the article at a web address."""

from __future__ import annotations

from summarizer.inputs.fetching import FEED_KIND, fetch
from summarizer.inputs.files import read_bytes
from summarizer.inputs.source import Source, Unreadable


def read_url(url: str) -> Source:
    """The article at a web address. Raises Unreadable; the message says why and what to do."""
    fetched = fetch(url)
    if fetched.kind == FEED_KIND:
        raise Unreadable(f"{url} is a feed of articles: `copydesk batch {url} -o REPORT` checks them all.")
    return read_bytes(fetched.data, url, kind=fetched.kind, encoding=fetched.encoding)
