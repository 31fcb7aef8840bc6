"""Tells feeds (RSS, Atom) from other files by how they begin."""

from __future__ import annotations

import re

SAMPLE_BYTES = 4_096  # of the beginning of a file, in which a feed's first tag is looked for
_FEED_START = re.compile(
    # a byte order mark, then white space, comments, processing instructions and a document type
    rb"\A(?:\xef\xbb\xbf)?+(?>\s+|<!--.*?-->|<\?[^>]*>|<!DOCTYPE[^>\[]*(?:\[[^\]]*\]\s*)?>)*+"
    rb"<(?:[\w-]+:)?(?:rss|feed|rdf)[\s/>]",
    re.DOTALL | re.IGNORECASE,
)


def begins_as_feed(data: bytes) -> bool:
    """Whether the first tag of a file is a feed's; its first SAMPLE_BYTES are enough."""
    return bool(_FEED_START.match(data[:SAMPLE_BYTES]))
