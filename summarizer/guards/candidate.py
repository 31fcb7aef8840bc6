"""A sentence that may be printed and competes for a place in the summary."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

MIN_DRAFT_SUPPORT = 0.91  # of a sentence that only deletes words of its source: 29 of 30 at this score are right
MIN_RECAST_SUPPORT = 0.95  # of a sentence with words of its own


class Origin(StrEnum):
    """Where a sentence's wording comes from."""

    KEPT = "kept"  # from the model's first draft
    REDONE = "redone"  # from another draft
    SHORTENED = "shortened"  # the article's sentence with phrases left out
    REPLACED = "replaced"  # the article's sentence, verbatim or nearly


@dataclass(frozen=True, slots=True)
class SummaryCandidate:
    """A sentence that may be printed, with the features by which the selection compares it with others."""

    text: str
    origin: Origin
    draft: int  # index of its draft; -1 for a sentence of the article
    position: int  # index of the sentence in its draft, or in article.sentences
    stems: frozenset[str]  # of its content words
    sources: tuple[int, ...]  # article sentences that support it (indices), best first
    depends_on_previous: bool  # it cannot be understood without the preceding sentence
    support: float = 1.0  # probability, 0 to 1, that the article supports it
    is_recast: bool = False  # it has content words that its source lacks or has in another order
    qualified: bool = True  # it keeps the qualifications of its source: who says so, "may", "at least"
    salience: float = 0.0  # probability, 0 to 1, that an editor would pick its best source for a summary
    leads: float = 0.0  # probability, 0 to 1, that its best source carries the story's main event
    retained: float = 1.0  # share, 0 to 1, of its best source's content that it keeps, by weight
    lost: float = 0.0  # for a headline or standfirst: the cost to the reader of the phrases left out
    source_words: int = 0  # length of its best source without a leading dateline or connective
    ends_open: bool = False  # it ends in a colon or within a quotation that the next sentence continues
    addresses_reader: bool = False  # it asks, exclaims, commands or speaks to the reader
    presupposes: bool = False  # it refers to something introduced earlier: "the rally", "also"
    presupposed: frozenset[str] = frozenset()  # stems of what it presupposes: "the rally", "Park"
    preceding_sentences: int = 0  # sentences of the story before its best source
    source_offset: int = 0  # index of its first word among the words of its best source
    part: int = 0  # in a long story, the index of the part that has its best source

    @property
    def words(self) -> int:
        """The number of its words."""
        return len(self.text.split())

    @property
    def is_sure(self) -> bool:
        """Whether a draft's sentence is safe to print; one with words of its own needs a higher support score."""
        return self.qualified and self.support >= (MIN_RECAST_SUPPORT if self.is_recast else MIN_DRAFT_SUPPORT)
