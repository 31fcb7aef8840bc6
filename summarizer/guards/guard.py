"""The types that guards share: what they check, a guard itself, and the rejection that it returns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from inspect import cleandoc

import checks
from checks.model import Article, Sheet, Span
from summarizer.language.grounding import ArticleIndex, source_spans
from summarizer.language.parsing import ParsedSentence
from summarizer.support.alignment import Alignment, ParsedArticle, align
from summarizer.support.score import support


@dataclass(frozen=True, slots=True)
class Rejection:
    """Why a sentence may not be printed."""

    reason: str  # shown to users, with the sentence as its subject: "breaks off", "has no verb"
    evidence: tuple[Span, ...] = ()  # passages of the article; empty if the form of the sentence is wrong
    guard: str = ""  # id of the guard; set by `first_rejection`
    rule: str = ""  # slug of the rule of `checks` that objected; empty where none did


@dataclass(frozen=True, slots=True)
class ShownArticle:
    """The part of an article that may support a sentence: the story, or only the sentences that the model was shown."""

    parsed_article: ParsedArticle
    sentences: tuple[int, ...] | None = None  # indices into article.sentences; None: the whole story

    @property
    def index(self) -> ArticleIndex:
        return self.parsed_article.index

    @property
    def article(self) -> Article:
        return self.index.article


class DraftSentence:
    """A sentence of a draft, or a line cut from the article. What guards derive from it is computed on first use."""

    def __init__(
        self,
        text: str,
        shown_article: ShownArticle,
        *,
        draft: Article | None = None,
        span: Span | None = None,
        sheet: Sheet | None = None,
        alignment: Alignment | None = None,
    ) -> None:
        """`draft`, `span` and `sheet` are the whole draft as read by `checks`, the sentence's place in it, and the
        draft's comparison with the article; without them the sentence is read alone. `alignment` spares aligning it
        again where many sentences were aligned with the article in one batch, which is faster.
        """
        self.text = text
        self.shown_article = shown_article
        if alignment is not None:
            self.alignment = alignment
        self._draft, self._span, self._sheet = draft, span, sheet

    @cached_property
    def draft(self) -> Article:
        """The draft as read by `checks`; the sentence alone if no draft was given."""
        if self._draft is not None:
            return self._draft
        return checks.read(self.text, dictionary=self.shown_article.article.dictionary)

    @cached_property
    def span(self) -> Span:
        """The sentence's place in `draft.text`."""
        return Span(0, len(self.draft.text)) if self._span is None else self._span

    @cached_property
    def sheet(self) -> Sheet:
        """The comparison of the draft with the article by the rules of `checks`."""
        return checks.compare(self.shown_article.article, self.draft) if self._sheet is None else self._sheet

    @cached_property
    def alignment(self) -> Alignment:
        """The sentence aligned with its best source."""
        return align([self.text], self.shown_article.parsed_article, self.shown_article.sentences)[0]

    @property
    def parsed(self) -> ParsedSentence:
        """The sentence as parsed."""
        return self.alignment.sentence

    @cached_property
    def support(self) -> float:
        """The probability, 0 to 1, that the article supports the sentence."""
        return support(self.alignment, self.shown_article.parsed_article)

    @property
    def evidence(self) -> tuple[Span, ...]:
        """Spans of the article's sentences that share its content words, best first."""
        return source_spans(self.alignment.grounding, self.shown_article.article)


GuardFunction = Callable[[DraftSentence], Rejection | None]  # why it may not be printed; None without an objection


@dataclass(frozen=True, slots=True)
class Guard:
    """A named check of one sentence. A module of this package is a guard if it has one of these as `GUARD`."""

    id: str  # the module's name, with dashes
    order: int  # unique, lowest first: the first rejection is shown, so the guards with the plainest reasons come first
    check: GuardFunction

    @property
    def text(self) -> str:
        """The documentation: the docstring of the guard's module."""
        return cleandoc(import_module(self.check.__module__).__doc__ or "")
