"""Lists of words as sets, which is how the lexicons of this package are written."""

from __future__ import annotations


def word_set(spaced: str) -> frozenset[str]:
    """The words of a string, which white space separates."""
    return frozenset(spaced.split())
