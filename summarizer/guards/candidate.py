"""A sentence that passed the guards and competes for a place in the summary."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Origin(StrEnum):
    """How a sentence came about."""

    KEPT = "kept"  # of the model's first draft
    REDONE = "redone"  # of another draft, or with more of the article's sentence put back (rewriting/restoration.py)
    REPLACED = "replaced"  # the article's own sentence


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that passed the checks and may be printed."""

    text: str
    origin: Origin
    draft: int  # -1: the article's own
    place: int  # its place in the draft, or in the article
    stems: frozenset[str]
    sources: tuple[int, ...]
    copied: bool
    depends_on_previous: bool  # needs the sentence before it
    draft_agreement: float  # how well the other drafts bear it out, 0 to 1
    log_probability: float  # of its draft: mean log-probability a token, 0 at most
    ordered_overlap: float = 1.0  # share, 0 to 1, of its words that its best source has in the same order
    source_offset: int = 0  # the word of its best source from which on it has them
    part: int = 0  # of a long story, the part that its best source stands in
    preceding_sentences: int = 0  # how many sentences of the story stand before its best source

    @property
    def words(self) -> int:
        return len(self.text.split())
