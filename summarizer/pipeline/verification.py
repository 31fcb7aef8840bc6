"""Verifies every sentence of the drafts against the article: which may be printed, and why the others may not.

A sentence is compared with the article (`checks.compare`), aligned with its best source and run through all guards
(`summarizer.guards`); one objection is enough to reject it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

import checks
from checks.model import Article, Sheet, Span
from summarizer.guards import DraftSentence, Rejection, ShownArticle, first_rejection
from summarizer.guards.candidate import Origin, SummaryCandidate
from summarizer.language.context_dependence import depends_on_previous, presupposes_context
from summarizer.language.grounding import normalized
from summarizer.language.quotations import is_balanced
from summarizer.pipeline.drafting import read_draft
from summarizer.pipeline.result import Draft, Rejected
from summarizer.rewriting.prefixes import ENDS_IN_INITIALS, without_connective
from summarizer.support.alignment import Alignment, ParsedArticle, align
from summarizer.support.qualification import changed_qualification
from summarizer.support.score import ask_model


class _ReadDraft:
    """A draft as read by `checks`; its comparison with the article is made on first use."""

    def __init__(self, text: str, number: int, shown_article: ShownArticle) -> None:
        self.number = number  # index of the draft
        self.shown_article = shown_article
        self.article = read_draft(text, shown_article.article.dictionary)

    @cached_property
    def sheet(self) -> Sheet:
        return checks.compare(self.shown_article.article, self.article)


@dataclass(frozen=True, slots=True)
class _ReadSentence:
    """A sentence of a draft, with single spaces and without an initial connective, and its place in the draft."""

    text: str
    draft: _ReadDraft
    position: int
    span: Span


@dataclass(frozen=True, slots=True)
class Verified:
    """The sentences of some drafts, verified."""

    passed: tuple[SummaryCandidate, ...]
    rejected: tuple[Rejected, ...]
    votes: tuple[tuple[int, ...], ...]  # for each draft, the best source of each of its sentences; -1: none


def no_refusal(sentence: DraftSentence) -> str:
    """The default `refusal`: sentences only have to pass the guards."""
    return ""


def verify_drafts(
    drafts: Sequence[Draft],
    parsed_article: ParsedArticle,
    shown_by_draft: Sequence[Sequence[int] | None] | None = None,
    *,
    refusal: Callable[[DraftSentence], str] = no_refusal,
) -> Verified:
    """Separates the sentences of all drafts that may be printed from those that may not, which get a reason.

    A sentence that several drafts share, apart from an initial "But", is verified once, as part of the first of them.
    `shown_by_draft` holds for each draft the article sentences (indices) that its writer was shown, the only ones that
    can support it; None: the whole story. `refusal` returns a reason to reject a sentence that the guards let pass, or
    "".
    """
    shown_articles = [
        ShownArticle(parsed_article, None if shown is None else tuple(shown))
        for shown in shown_by_draft or [None] * len(drafts)
    ]
    read = [
        _read_sentences(_ReadDraft(draft.text, number, shown_article))
        for number, (draft, shown_article) in enumerate(zip(drafts, shown_articles, strict=True))
    ]
    unique_sentences: dict[str, _ReadSentence] = {}  # by normalized text
    for sentence in chain.from_iterable(read):
        unique_sentences.setdefault(normalized(sentence.text), sentence)
    alignments = _align_together(unique_sentences, parsed_article)
    ask_model(alignments.values(), parsed_article)
    passed: list[SummaryCandidate] = []
    rejected: list[Rejected] = []
    for key, sentence in unique_sentences.items():
        draft = sentence.draft
        drafted = DraftSentence(
            alignments[key].sentence.text,
            draft.shown_article,
            draft=draft.article,
            span=sentence.span,
            sheet=draft.sheet,
            alignment=alignments[key],
        )
        rejection = first_rejection(drafted)
        if rejection is None and (reason := refusal(drafted)):
            rejection = Rejection(reason)
        if rejection is None:
            passed.append(_candidate(drafted, draft.number, sentence.position))
        else:
            passage = _passage(rejection.evidence or drafted.evidence, parsed_article.index.article)
            rejected.append(Rejected(sentence.text, rejection.reason, rejection.rule, draft.number, passage))
    votes = tuple(tuple(alignments[normalized(sentence.text)].source_index for sentence in each) for each in read)
    return Verified(tuple(passed), tuple(rejected), votes)


def _align_together(sentences: Mapping[str, _ReadSentence], parsed_article: ParsedArticle) -> dict[str, Alignment]:
    """The alignment of each sentence, by its key; sentences with the same possible sources are aligned together."""
    by_shown: defaultdict[tuple[int, ...] | None, list[str]] = defaultdict(list)
    for key, sentence in sentences.items():
        by_shown[sentence.draft.shown_article.sentences].append(key)
    alignments: dict[str, Alignment] = {}
    for shown, keys in by_shown.items():
        texts = [sentences[key].text for key in keys]
        alignments.update(zip(keys, align(texts, parsed_article, shown), strict=True))
    return alignments


def _passage(evidence: Sequence[Span], article: Article) -> Span | None:
    """The span of the article's sentence that has the first evidence; None without evidence."""
    if not evidence:
        return None
    return next((sentence.span for sentence in article.sentences if sentence.span.overlaps(evidence[0])), evidence[0])


def _read_sentences(draft: _ReadDraft) -> list[_ReadSentence]:
    """The sentences of a draft, without an initial "But" and the like."""
    sentences = []
    for position, span in enumerate(draft_sentences(draft.article)):
        raw = " ".join(draft.article.text_of(span).split())
        sentences.append(_ReadSentence(without_connective(raw), draft, position, span))
    return sentences


def _candidate(sentence: DraftSentence, draft_number: int, position: int) -> SummaryCandidate:
    """The sentence at `position` in a draft as a candidate for the summary."""
    alignment = sentence.alignment
    best = alignment.source_index
    return SummaryCandidate(
        sentence.text,
        Origin.REDONE if draft_number else Origin.KEPT,
        draft_number,
        position,
        alignment.grounding.stems,
        (best, *(number for number in alignment.grounding.sources if number != best)),
        depends_on_previous(sentence.text),
        support=sentence.support,
        is_recast=not alignment.only_deletes,
        qualified=not changed_qualification(alignment),
        presupposes=presupposes_context(sentence.parsed),
        preceding_sentences=bisect_left(sentence.shown_article.index.story_sentences, best),
        source_offset=alignment.pairs[0][1] if alignment.pairs else 0,
    )


def draft_sentences(draft: Article) -> list[Span]:
    """The spans of a draft's sentences, without false boundaries.

    A quotation of several sentences stays whole; parts split after an initial or before a lower-case word are joined.
    """
    spans: list[Span] = []
    for sentence in draft.sentences:
        previous = draft.text_of(spans[-1]) if spans else ""
        continues = draft.text[sentence.span.start].islower() or ENDS_IN_INITIALS.search(previous)
        if spans and (continues or not is_balanced(previous)):
            spans[-1] = Span(spans[-1].start, sentence.span.end)
        else:
            spans.append(sentence.span)
    return spans
