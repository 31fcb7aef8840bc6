"""What a guard is: one check of a draft's sentence against its source. One guard, one file of this package."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import checks
from checks.model import Article, Sheet, Span
from summarizer.language.grounding import Grounding, SourceIndex, ground, source_spans


@dataclass(frozen=True, slots=True)
class Rejection:
    """Why a sentence may not be printed."""

    reason: str  # in plain words, the sentence being its subject: "breaks off", "has no verb"
    evidence: tuple[Span, ...] = ()  # the passages of the source that were looked at, as spans of the article
    guard: str = ""  # id of the guard; stamped by the runner
    rule: str = ""  # slug of the rule of `checks` that objected, where one did


@dataclass(frozen=True, slots=True)
class Source:
    """What may bear a sentence out: an indexed article, or only those of its sentences that the model was shown."""

    index: SourceIndex
    shown: tuple[int, ...] | None = None  # indices into article.sentences; None: the whole story

    @property
    def article(self) -> Article:
        return self.index.article

    @property
    def sentence_indices(self) -> tuple[int, ...]:
        return self.index.story_sentences if self.shown is None else self.shown


class DraftSentence:
    """A sentence of a draft. It is read, and compared with its source, when a guard first asks for that."""

    def __init__(
        self,
        text: str,
        source: Source,
        *,
        draft: Article | None = None,
        span: Span | None = None,
        sheet: Sheet | None = None,
        preceding: str = "",
    ) -> None:
        """`draft`, `span` and `sheet` are the draft that it stands in, its place there, and that draft's comparison
        with the article, where these are at hand; `preceding` is the sentence before it in its draft.
        """
        self.text = text
        self.source = source
        self.preceding = preceding
        self._draft, self._span, self._sheet = draft, span, sheet

    @cached_property
    def draft(self) -> Article:
        """The draft, read by the grammar of `checks`; the sentence alone where it stands in none."""
        return checks.read(self.text) if self._draft is None else self._draft

    @cached_property
    def span(self) -> Span:
        """The sentence's place in `draft.text`."""
        return Span(0, len(self.draft.text)) if self._span is None else self._span

    @cached_property
    def sheet(self) -> Sheet:
        """The draft held against the article by the rules of `checks`."""
        return checks.compare(self.source.article, self.draft) if self._sheet is None else self._sheet

    @cached_property
    def grounding(self) -> Grounding:
        """Which sentences of the source hold its words."""
        return ground(self.text, self.source.index, self.source.shown)

    @property
    def evidence(self) -> tuple[Span, ...]:
        """The sentences of the article that hold its words, best first."""
        return source_spans(self.grounding, self.source.article)


class Check(Protocol):
    """Returns why the sentence may not be printed, None where nothing speaks against it."""

    def __call__(self, sentence: DraftSentence, source: Source, /) -> Rejection | None: ...


@dataclass(frozen=True, slots=True)
class Guard:
    """One check, as the runner finds it: a module of this package holds it as `GUARD`."""

    id: str
    order: int  # guards run in this order, and the first rejection counts: cheap and certain ones go first
    check: Check


def rejected(reason: str, evidence: Sequence[Span] = ()) -> Rejection | None:
    """A rejection for `reason`; None where the reason is empty."""
    return Rejection(reason, tuple(evidence)) if reason else None
