"""Quotation marks in a sentence: balanced, enclosing an offset, or with a partner in another sentence."""

from __future__ import annotations

import re

QUOTED = re.compile(r"[\"“]([^\"“”]*)[\"”]")
"""A passage in double quotation marks; its text is group 1."""
_UNCLOSED_QUOTATION = re.compile(r"(?:^|[\s(—–-])\"(?=\w)[^\"]*$")
_CLOSES_QUOTATION = re.compile(r"^[^\"“”]*\w[,.!?…]?[\"”](?!\w)")


def is_balanced(text: str) -> bool:
    """Whether quotation marks and round brackets pair up, by their counts alone."""
    return not text.count('"') % 2 and text.count("“") == text.count("”") and text.count("(") == text.count(")")


def is_quoted(sentence: str, offset: int) -> bool:
    """Whether an offset lies inside quotation marks."""
    before = sentence[:offset]
    return before.count('"') % 2 == 1 or before.count("“") > before.count("”")


def ends_open(sentence: str) -> bool:
    """Whether a sentence ends in a colon or within a quotation, so that the next sentence continues it."""
    return sentence.endswith(":") or bool(_unclosed_mark(sentence))


def starts_in_quotation(sentence: str) -> bool:
    """Whether a sentence closes a quotation that began in an earlier sentence."""
    return bool(_CLOSES_QUOTATION.search(sentence)) and not is_balanced(sentence) and not _unclosed_mark(sentence)


def continues(sentence: str, before: str) -> bool:
    """Whether a sentence goes on where the sentence before it ends open: after a colon, or in its quotation.

    It closes the quotation, or repeats its mark as a paragraph does. A sentence without marks would leave it open.
    """
    return before.endswith(":") or starts_in_quotation(sentence) or sentence.startswith(("“", '"'))


def with_ends_closed(sentence: str) -> str:
    """The sentence with a full stop for a final colon, or the missing partner added to its lone quotation mark."""
    if sentence.endswith(":"):
        return sentence[:-1] + "."
    mark = _unclosed_mark(sentence)
    if mark:
        return sentence + ("”" if mark == "“" else mark)
    return ("“" if "”" in sentence else '"') + sentence if starts_in_quotation(sentence) else sentence


def _unclosed_mark(sentence: str) -> str:
    """The mark that opens a quotation which the sentence does not close; "" if there is none."""
    if sentence.count("“") == sentence.count("”") + 1 and not sentence.count('"') % 2:  # a straight mark may close it
        return "“"
    if sentence.count('"') % 2 and "“" not in sentence and _UNCLOSED_QUOTATION.search(sentence):
        return '"'
    return ""
