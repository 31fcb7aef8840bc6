"""Positions in UTF-16 code units, which editors and JavaScript count instead of characters."""

from __future__ import annotations

import re
from bisect import bisect_left

from checks.model import Span

_TWO_UNITS = re.compile("[\U00010000-\U0010ffff]")


class Utf16Offsets:
    """Converts positions in one text from characters to UTF-16 code units."""

    def __init__(self, text: str) -> None:
        self._two_units = [match.start() for match in _TWO_UNITS.finditer(text)]  # positions of characters of two units

    def __call__(self, position: int) -> int:
        """The number of UTF-16 code units before the character at this position."""
        return position + bisect_left(self._two_units, position)

    def length(self, span: Span) -> int:
        """The length of a span of characters, in UTF-16 code units."""
        return self(span.end) - self(span.start)
