"""What an engine may be asked about a sentence of a draft: whether the article bears it out."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence, and the sentences of an article that it comes nearest to, in the article's order."""

    sentence: str
    passages: tuple[str, ...]
