"""A summary that passed, as types: each sentence tied to its source sentences, each figure to its source figures.

Spans named `span` are offsets into the summary's own `text`; `sources` and `source_spans` are offsets into the text of
`article`. `drafts[0].text` is the model's own summary before any check: of its drafts of the whole
story, the one the others agree with.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from checks.model import Article, Sheet, Span


class How(StrEnum):
    """How a sentence came about."""

    KEPT = "kept"  # of the model's first draft
    REDONE = "redone"  # of another draft, or with more of the article's sentence put back (rewriting/restoration.py)
    REPLACED = "replaced"  # the article's own sentence


@dataclass(frozen=True, slots=True)
class Tie:
    """A figure or date of the summary and what the article says that supports it."""

    span: Span
    source_spans: tuple[Span, ...]
    message: str
    arithmetic: str = ""  # where the figure is derived or rounded: how


@dataclass(frozen=True, slots=True)
class SummarySentence:
    text: str
    span: Span
    how: How
    sources: tuple[Span, ...]  # the article's sentences that say it, best first
    figures: tuple[Tie, ...] = ()
    draft: int | None = None  # index into drafts; None where the article's own sentence stands in


@dataclass(frozen=True, slots=True)
class Draft:
    """What the model wrote, before checking."""

    text: str
    cut_off: bool = False  # ran into the limit on tokens
    score: float = 0.0  # mean log-probability a token
    part: int = 0  # which part of the text it was written from; a story that fits the model's reading has one
    reading: int = 1  # 1: the text was the story itself; 2: what the first reading gave; and so on (pipeline/long_documents.py)


@dataclass(frozen=True, slots=True)
class Rejected:
    """A sentence of a draft that was thrown away, and why, in plain words."""

    text: str
    reason: str
    rule: str = ""  # slug of the rule that objected; empty for grounding, wholeness and repetition
    draft: int = 0


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of the story was read and said. Words are counted by spaces."""

    story: int = 0  # words of the story, without promotions, bylines and captions
    read: int = 0  # of those, the words that the model was shown
    content: float = 0.0  # share, 0 to 1, of the story's main content words that the summary says
    parts: int = 1  # stretches that the story was read in
    readings: int = 1  # 1: in one go; more: part by part, then what was made of the parts
    told: tuple[int, ...] = ()  # which parts (from 0) the summary's sentences come from; the others are left unsaid

    @property
    def whole(self) -> bool:
        return self.read >= self.story

    @property
    def told_in_words(self) -> str:
        """What an editor should know of it; nothing where the story was read whole and in one go."""
        read = f"all {self.story:,} words of the story"
        if not self.whole:
            read = f"{self.read:,} of the story's {self.story:,} words"
        if self.parts == 1:
            return "" if self.whole else f"Read {read}."
        again = {1: "", 2: ", then what these gave"}.get(self.readings, ", then what these gave, and so on")
        parts = [str(at + 1) for at in self.told]
        named = " and ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))
        says = f" The summary is from part{'s' * (len(parts) != 1)} {named}." if parts else ""
        return f"Read {read} in {self.parts} parts{again}.{says}"


@dataclass(frozen=True, slots=True)
class Summary:
    """What `summarizer.summarize` returns. Without sentences, `reason` says why there is no summary."""

    article: Article
    sentences: tuple[SummarySentence, ...] = ()
    drafts: tuple[Draft, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    sheet: Sheet | None = None  # of the summary against the article; None without sentences
    coverage: Coverage = field(default_factory=Coverage)
    reason: str = ""
    model: str = ""
    engine: str = ""
    revision: str = ""
    seed: int = 0

    @property
    def text(self) -> str:
        return " ".join(sentence.text for sentence in self.sentences)

    def __str__(self) -> str:
        return self.text
