"""Has a small model misspelt a word of the article: "knowsingly" for "knowingly"?

It writes in pieces of words, and joins a wrong one now and then. A word that the article lacks, that begins and ends as
one of its words and differs from it by one letter inside, is taken for a slip. British and American spellings of a word
differ like that too, and are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

LEAST = 7  # letters: shorter words are often two, "staring" and "starring"
ENDS = 3  # letters at either end that both have
WORD = re.compile(r"[^\W\d_]+")
SPELT_TWO_WAYS = frozenset(("s", "z", "u", "e", "c"))
"""Letters in which British and American spellings differ: organised, labours, ageing, defences."""


def fault(sentence: str, article: str) -> str:
    """What is wrong with it; empty where nothing is."""
    words, by_ends = _vocabulary(article)
    for word in WORD.findall(sentence):
        low = word.lower()
        if len(low) < LEAST or low in words:
            continue
        for meant in by_ends.get((low[:ENDS], low[-ENDS:]), ()):
            if _is_slip(low, meant):
                return f'has "{word}" for "{meant}"'
    return ""


@lru_cache(maxsize=8)
def _vocabulary(article: str) -> tuple[frozenset[str], dict[tuple[str, str], list[str]]]:
    """The article's words, and the longer ones by how they begin and end."""
    words = frozenset(word.lower() for word in WORD.findall(article))
    by_ends: dict[tuple[str, str], list[str]] = {}
    for word in sorted(one for one in words if len(one) >= LEAST - 1):
        by_ends.setdefault((word[:ENDS], word[-ENDS:]), []).append(word)
    return words, by_ends


def _is_slip(word: str, meant: str) -> bool:
    """Do they differ by one letter, and not as two spellings of one word do?"""
    if len(word) == len(meant):
        other = [(one, two) for one, two in zip(word, meant, strict=True) if one != two]
        return len(other) == 1 and not SPELT_TWO_WAYS.issuperset(other[0])
    long, short = sorted((word, meant), key=len, reverse=True)
    if len(long) - len(short) != 1:
        return False
    extra = [at for at in range(len(long)) if long[:at] + long[at + 1 :] == short]
    return bool(extra) and not any(_may_be_left_out(long, at) for at in extra)


def _may_be_left_out(word: str, at: int) -> bool:
    """ "Travelling" and "traveling", "labours" and "labors", "ageing" and "aging"."""
    return word[at] in ("u", "e") or word[at] in _beside(word, at)


def _beside(word: str, at: int) -> Iterator[str]:
    yield from (word[near] for near in (at - 1, at + 1) if 0 <= near < len(word))
