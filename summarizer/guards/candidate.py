"""A sentence that passed all guards and competes for a place in the summary."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Origin(StrEnum):
    """Where a sentence's wording comes from."""

    KEPT = "kept"  # from the model's first draft
    REDONE = "redone"  # from another draft, or with more of the article's sentence restored (rewriting/restoration.py)
    REPLACED = "replaced"  # the article's own sentence


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that passed all guards, with what the selection needs to compare it with others."""

    text: str
    origin: Origin
    draft: int  # index of its draft; -1: a sentence of the article
    position: int  # index of the sentence in its draft, or in the article
    stems: frozenset[str]  # of its content words
    sources: tuple[int, ...]  # indices into article.sentences of those that support it, best first
    copied: bool  # it stands word for word in the article
    depends_on_previous: bool  # it cannot be understood without the sentence before it
    draft_agreement: float  # mean share, 0 to 1, of its words that the other drafts have
    log_probability: float  # of its draft: mean log-probability of a token, 0 at most
    ordered_overlap: float = 1.0  # share, 0 to 1, of its words that its best source has in the same order
    source_offset: int = 0  # index of the first of these among the words of its best source
    part: int = 0  # in a long story, the index of the part that has its best source
    preceding_sentences: int = 0  # sentences of the story before its best source

    @property
    def words(self) -> int:
        """How many words it has."""
        return len(self.text.split())
