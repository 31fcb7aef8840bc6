"""The question whether an article supports a sentence of a draft."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence, and the sentences of an article that are most similar to it, in the article's order."""

    sentence: str
    passages: tuple[str, ...]
