"""Chooses sentences that pass `checks.compare` as one text: a neighbour may change what a sentence means."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import checks
from checks.model import Article, Sheet, Span
from summarizer.guards.candidate import Origin, SummaryCandidate
from summarizer.guards.rule_findings import concerns, objections
from summarizer.language.grounding import ArticleIndex
from summarizer.limits import Limits
from summarizer.pipeline.result import Rejected
from summarizer.rewriting.prefixes import is_contrast, without_connective

SELECTION_ROUNDS = 4  # each without the sentences rejected in earlier rounds


@dataclass(frozen=True, slots=True)
class CheckedText:
    """Sentences in the order in which they are printed, and their comparison with the article: no objections."""

    sentences: tuple[SummaryCandidate, ...]
    sheet: Sheet


def checked(sentences: Sequence[SummaryCandidate], article: Article) -> CheckedText | None:
    """These sentences as one text; None if `checks.compare` objects to it."""
    sheet = _compared(sentences, article)
    return None if objections(sheet) else CheckedText(tuple(sentences), sheet)


def _compared(sentences: Sequence[SummaryCandidate], article: Article) -> Sheet:
    """The comparison of these sentences, as one text, with the article."""
    return checks.compare(article, " ".join(sentence.text for sentence in sentences))


def select_consistent(
    pool: Sequence[SummaryCandidate],
    index: ArticleIndex,
    limits: Limits,
    choose: Callable[[Sequence[SummaryCandidate]], tuple[SummaryCandidate, ...]],
) -> tuple[CheckedText | None, list[Rejected]]:
    """The combination that `choose` makes of the pool and that passes `checks.compare`, and the sentences rejected.

    Sentences that an objection concerns are rejected, and `choose` is given the remaining ones, for at most
    SELECTION_ROUNDS rounds. The combination is None if none passes.
    """
    remaining = list(pool)
    rejected: list[Rejected] = []
    for _ in range(SELECTION_ROUNDS):
        chosen = choose(remaining)
        if not chosen:
            break
        joined = _with_connectives(chosen, index, limits)
        sheet = _compared(joined, index.article)
        findings = objections(sheet)
        if not findings:
            return CheckedText(joined, sheet), rejected
        finding_by_sentence = {
            number: finding
            for number, span in enumerate(spans_of(joined))
            for finding in reversed(findings)
            if concerns(finding, span)
        }
        concerned = finding_by_sentence or dict.fromkeys(range(len(chosen)), findings[0])
        for number, finding in concerned.items():
            sentence = joined[number]
            passage = index.article.sentences[sentence.sources[0]].span if sentence.sources else None
            draft = None if sentence.draft < 0 else sentence.draft
            rejected.append(Rejected(sentence.text, finding.message, finding.rule, draft, passage))
        excluded = [chosen[number] for number in concerned]
        remaining = [candidate for candidate in remaining if candidate not in excluded]
    return None, rejected


def _with_connectives(
    chosen: tuple[SummaryCandidate, ...], index: ArticleIndex, limits: Limits
) -> tuple[SummaryCandidate, ...]:
    """The summary with an initial "But" or "However" restored where it follows the same sentence as in the article.

    Unchanged if that makes it too long.
    """
    joined = list(chosen)
    for place, (previous, sentence) in enumerate(pairwise(chosen), 1):
        if sentence.draft < 0 and sentence.preceding_sentences - previous.preceding_sentences == 1:
            words = " ".join(index.article.text_of(index.article.sentences[sentence.sources[0]].span).split())
            if is_contrast(words) and without_connective(words) == sentence.text:
                joined[place] = replace(sentence, text=words, origin=Origin.REPLACED)
    fits = limits.words is None or sum(sentence.words for sentence in joined) <= limits.words
    return tuple(joined) if fits else chosen


def spans_of(sentences: Sequence[SummaryCandidate]) -> list[Span]:
    """The span of each sentence in the text of all of them, joined by spaces."""
    spans: list[Span] = []
    start = 0
    for sentence in sentences:
        spans.append(Span(start, start + len(sentence.text)))
        start += len(sentence.text) + 1
    return spans
