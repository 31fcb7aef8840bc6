"""The article at a web address."""

from __future__ import annotations

from summarizer.inputs.fetching import FEED, fetch
from summarizer.inputs.files import read_bytes
from summarizer.inputs.source import Source, Unreadable


def read_url(url: str) -> Source:
    """Raises Unreadable with the reason and what to do."""
    fetched = fetch(url)
    if fetched.kind == FEED:
        raise Unreadable(f"{url} is a feed of articles: `copydesk batch {url} -o REPORT` checks them all.")
    return read_bytes(fetched.data, url, kind=fetched.kind, encoding=fetched.encoding)
