"""A sentence that may be printed and competes for a place in the summary."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

MIN_DRAFT_SUPPORT = 0.91  # of a draft's sentence that only leaves words out: of 30 such sentences 29 are right
MIN_RECAST_SUPPORT = 0.95  # of one with words of its own


class Origin(StrEnum):
    """Where a sentence's wording comes from."""

    KEPT = "kept"  # from the model's first draft
    REDONE = "redone"  # from another draft
    SHORTENED = "shortened"  # the article's own sentence with phrases left out
    REPLACED = "replaced"  # the article's own sentence


@dataclass(frozen=True, slots=True)
class SummaryCandidate:
    """A sentence that may be printed, with what the selection needs to compare it with others."""

    text: str
    origin: Origin
    draft: int  # index of its draft; -1: a sentence of the article
    position: int  # index of the sentence in its draft, or in article.sentences
    stems: frozenset[str]  # of its content words
    sources: tuple[int, ...]  # indices into article.sentences of those that support it, best first
    depends_on_previous: bool  # it cannot be understood without the sentence before it
    support: float = 1.0  # probability, 0 to 1, that it is borne out and reads well
    recast: bool = False  # it has content words that its source lacks, or has elsewhere
    qualified: bool = True  # it has what its source qualifies the statement with: who says so, "may", "at least"
    salience: float = 0.0  # probability, 0 to 1, that an editor would pick its best source for a summary
    leads: float = 0.0  # probability, 0 to 1, that its best source carries the story's main event
    retained: float = 1.0  # share, 0 to 1, of the weight of its best source's words that it keeps
    lost: float = 0.0  # in a headline or standfirst, what a reader loses by the phrases that it leaves out
    source_words: int = 0  # of its best source, without a dateline or connective that opens it
    leads_on: bool = False  # it ends in a colon or within a quotation: the sentence that follows it goes on
    speaks: bool = False  # it asks, bids or addresses the reader
    presupposes: bool = False  # a reader who knows nothing yet would ask which: "the rally", "also"
    presupposed: frozenset[str] = frozenset()  # stems of what it takes for known: "the rally", "Park"
    preceding_sentences: int = 0  # sentences of the story before its best source
    source_offset: int = 0  # index of its first word among the words of its best source
    part: int = 0  # in a long story, the index of the part that has its best source

    @property
    def words(self) -> int:
        """How many words it has."""
        return len(self.text.split())

    @property
    def is_sure(self) -> bool:
        """Whether a sentence of a draft is sure enough: more is asked of one that says it in words of its own."""
        return self.qualified and self.support >= (MIN_RECAST_SUPPORT if self.recast else MIN_DRAFT_SUPPORT)
