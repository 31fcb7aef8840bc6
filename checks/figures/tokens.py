"""Cuts a stretch of text into words, numerals and marks, and tells where the grammar has to look.

Everything is driven by anchors: numerals and number words. A text without them costs one scan.
"""

from __future__ import annotations

from checks.pattern import pattern

VULGAR = "¼½¾⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"

# Marks that print nothing (soft hyphen, zero-width and direction marks) are no tokens: they lie in the gaps, or inside
# a word. A newline inside a paragraph is a space.
_HIDDEN = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"

_TOKEN = pattern(
    rf"((?:(?<![\w.,])\.(?=\d))?\d+(?:[.,]\d+)*|[{VULGAR}])"  # the one group, numerals: 12, 1,234.5, .75, ½
    rf"|https?://\S+|www\.\S+"
    rf"|(?:[ck]?m|ft)[23](?!\w)"  # m2, km2
    rf"|[^\W\d_{VULGAR}]+(?:['’{_HIDDEN}]+[^\W\d_{VULGAR}]+)*"  # words: don't, year's
    rf"|[^\s{_HIDDEN}]"  # any other mark
)
_UNPRINTED = pattern(f"[{_HIDDEN}]")

DASHES = frozenset("-–—‑‐−")
_BEYOND = 8  # empty words after the last token, so that looking a little ahead needs no bounds check


class Tokens:
    """The tokens of one stretch. `words` are lower case with plain apostrophes; offsets are the text's own.
    `numeric` tells which tokens are numerals.

    Looking before the first or a little past the last token gives "".
    """

    __slots__ = ("count", "ends", "numeric", "starts", "text", "words")

    def __init__(self, text: str, start: int, end: int) -> None:
        found = list(_TOKEN.finditer(text, start, end))
        spans = [one.span() for one in found]
        self.numeric = [one.lastindex == 1 for one in found] + [False] * _BEYOND
        self.text = text
        self.count = len(spans)
        self.starts = [a for a, _ in spans] + [end] * _BEYOND
        self.ends = [b for _, b in spans] + [end] * _BEYOND
        if text.isascii():
            lowered = text[start:end].lower()
            words = [lowered[a - start : b - start] for a, b in spans]
        else:
            words = [text[a:b].lower() for a, b in spans]
            words = [word if word.isascii() else _UNPRINTED.sub("", word).replace("’", "'") for word in words]
        self.words = words + [""] * _BEYOND

    def printed(self, i: int) -> str:
        """The token as it is written, in its own case."""
        return self.text[self.starts[i] : self.ends[i]]

    def close(self, i: int) -> bool:
        """Does token `i` stand right after the one before it, without a space?"""
        return i > 0 and self.starts[i] == self.ends[i - 1]

    def is_number(self, i: int) -> bool:
        return self.numeric[i]

    def is_capital(self, i: int) -> bool:
        """Does the token start with a capital letter?"""
        return self.text[self.starts[i] : self.starts[i] + 1].isupper()

    def phrase(self, i: int, j: int) -> str:
        """Tokens i to j (exclusive) as one lower-case phrase; hyphens count as spaces."""
        return " ".join(word for word in self.words[i:j] if word not in DASHES)


def word_set(spaced: str) -> frozenset[str]:
    """A table of words, written as one string."""
    return frozenset(spaced.split())
