"""Finds names of the house dictionary, whose numbers are not quantities: "Studio 54", "The 1975"."""

from __future__ import annotations

from checks.figures.tokens import DASHES, Tokens
from checks.figures.vocabulary import NamePattern


def read(tokens: Tokens, i: int) -> tuple[int, int] | None:
    """Returns the longest name that token `i` is part of, as its start and end tokens."""
    for name in tokens.vocabulary.names.get(tokens.words[i], ()):
        start = i - name.position
        if start >= 0 and start + len(name.words) <= tokens.count and _matches_at(tokens, start, name):
            return start, start + len(name.words)
    return None


def _matches_at(tokens: Tokens, start: int, name: NamePattern) -> bool:
    """Whether the tokens from `start` on are the words of the name, with its capitals."""
    for position, (word, is_capital) in enumerate(name.words, start):
        if word != tokens.words[position] and not (word == "-" and tokens.words[position] in DASHES):
            return False
        if is_capital and not tokens.is_capital(position):
            return False
    return True
