"""Splits a stretch of text into words, numerals and marks, and flags the numerals.

The grammar starts from anchors (numerals and number words), so that a text without them costs one scan.
"""

from __future__ import annotations

from checks.figures.vocabulary import DASHES as DASHES
from checks.figures.vocabulary import STANDARD, Vocabulary
from checks.pattern import pattern

VULGAR_FRACTIONS = "¼½¾⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"

# Invisible characters (soft hyphen, zero-width and direction marks) are not tokens: they are in the gaps, or inside a
# word. A newline inside a paragraph counts as a space.
_INVISIBLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"

# The numerals 12, 1,234.5, ½ and .75 end in an empty group, by which they are told from other tokens. Every alternative
# except that of words begins with a literal or a class, so that most are ruled out at the first letter of a word.
_TOKEN = pattern(
    rf"\d\d*(?:[.,]\d+)*()|[{VULGAR_FRACTIONS}]()|\.(?<![\w.,]\.)\d+(?:[.,]\d+)*()"
    rf"|https?://\S+|www\.\S+"
    rf"|m[23](?!\w)|[ck]m[23](?!\w)|ft[23](?!\w)"  # m2, km2
    rf"|[^\W\d_{VULGAR_FRACTIONS}]+(?:['’{_INVISIBLE}]+[^\W\d_{VULGAR_FRACTIONS}]+)*"  # words: don't, year's
    rf"|[^\s{_INVISIBLE}]"  # any other mark
)
_INVISIBLE_CHARACTER = pattern(f"[{_INVISIBLE}]")

_PADDING = 8  # empty words after the last token, so that a short look-ahead needs no bounds check


class Tokens:
    """The tokens of one stretch of text.

    `words` are in lower case with plain apostrophes; `starts` and `ends` are offsets in the text; `numeric` says which
    tokens are numerals; `vocabulary` has the units, currencies and names to look for. The word before the first
    token, or up to `_PADDING` past the last, is "".
    """

    __slots__ = ("count", "ends", "numeric", "starts", "text", "vocabulary", "words")

    def __init__(self, text: str, start: int, end: int, vocabulary: Vocabulary = STANDARD) -> None:
        self.vocabulary = vocabulary
        found = list(_TOKEN.finditer(text, start, end))
        spans = [match.span() for match in found]
        self.numeric = [match.lastindex is not None for match in found] + [False] * _PADDING
        self.text = text
        self.count = len(spans)
        self.starts = [a for a, _ in spans] + [end] * _PADDING
        self.ends = [b for _, b in spans] + [end] * _PADDING
        stretch = text[start:end]
        if stretch.isascii():
            lowered = stretch.lower()
            words = [lowered[a - start : b - start] for a, b in spans]
        else:
            words = [text[a:b].lower() for a, b in spans]
            words = [word if word.isascii() else _INVISIBLE_CHARACTER.sub("", word).replace("’", "'") for word in words]
        self.words = words + [""] * _PADDING

    def surface(self, i: int) -> str:
        """Returns the surface form of the token, in its original case."""
        return self.text[self.starts[i] : self.ends[i]]

    def is_attached(self, i: int) -> bool:
        """Whether token `i` follows the one before it without a space."""
        return i > 0 and self.starts[i] == self.ends[i - 1]

    def is_number(self, i: int) -> bool:
        return self.numeric[i]

    def is_capital(self, i: int) -> bool:
        """Whether the token starts with a capital letter."""
        return self.text[self.starts[i] : self.starts[i] + 1].isupper()

    def phrase(self, i: int, j: int) -> str:
        """Returns tokens i to j (exclusive) as one lower-case phrase, with spaces for hyphens."""
        return " ".join(word for word in self.words[i:j] if word not in DASHES)
