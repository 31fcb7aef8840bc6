"""Checks every sentence of the drafts against the article and separates those that may be printed from the rest.

A sentence is compared with the article (`checks.compare`), grounded in its passages and run through all guards
(`summarizer.guards`); one objection is enough to reject it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import checks
from checks.model import Article, Span
from summarizer.guards import DraftSentence, Source, completeness, edit_diff, first_rejection
from summarizer.guards.candidate import Candidate, Origin
from summarizer.guards.verification import reverified, source_overlap
from summarizer.language.grounding import SourceIndex, is_copied, normalized
from summarizer.pipeline.result import Draft, Rejected
from summarizer.rewriting.shortening import without_connective

# "J.P.": the name goes on, and the full stop ends no sentence. "U.S." and "D.C." may end one.
ENDS_IN_INITIALS = re.compile(r"(?<![\w.])(?!U\.[SKN]\.$|D\.C\.$)(?:[A-Z]\.)+$")


def verify_drafts(
    drafts: Sequence[Draft], index: SourceIndex, shown: Sequence[Sequence[int] | None] | None = None
) -> tuple[list[Candidate], list[Rejected]]:
    """Returns the sentences of all drafts that may be printed, and those that may not with the reason.

    A sentence that several drafts have is verified once, as part of the first of them. `shown` holds for each draft
    the article sentences (indices) that its writer was shown, the only ones that can support it; None stands for the
    whole story.
    """
    passed: list[Candidate] = []
    rejected: list[Rejected] = []
    seen: set[str] = set()  # normalized texts
    for number, draft in enumerate(drafts):
        shown_sentences = shown[number] if shown else None
        source = Source(index, None if shown_sentences is None else tuple(shown_sentences))
        others = [
            other.text
            for other in drafts
            if other is not draft and (other.reading, other.part) == (draft.reading, draft.part)
        ]
        for position, sentence in enumerate(_read_sentences(draft, source)):
            key = normalized(sentence.text)
            if key in seen:
                continue
            seen.add(key)
            rejection = first_rejection(sentence)
            if rejection is not None:
                rejected.append(Rejected(sentence.text, rejection.reason, rejection.rule, number))
                if rejection.rule:  # a figure or date is wrong: no function word mends that
                    continue
            candidate = _candidate(sentence, number, position, agreement(sentence.text, others), draft.score)
            if rejection is not None:
                passed += _with_function_words(candidate, index)
                continue
            passed.append(candidate)
            independent = _without_connective(candidate)
            if independent and normalized(independent) not in seen:
                seen.add(normalized(independent))
                passed += reverified(candidate, independent, index, candidate.sources)
    return passed, rejected


def _read_sentences(draft: Draft, source: Source) -> Iterator[DraftSentence]:
    """The sentences of a draft with small slips of punctuation corrected, ready for the guards."""
    article = checks.read(draft.text)
    sheet = checks.compare(source.article, article)
    preceding = ""
    for span in draft_sentences(article):
        raw = " ".join(article.words(span).split())
        text = completeness.restore_brackets(completeness.fix_small_errors(raw), source.article.text)
        yield DraftSentence(text, source, draft=article, span=span, sheet=sheet, preceding=preceding)
        preceding = raw


def _candidate(
    sentence: DraftSentence, draft_number: int, position: int, draft_agreement: float, log_probability: float
) -> Candidate:
    """The sentence at `position` of a draft as a candidate for the summary."""
    text, index, grounding = sentence.text, sentence.source.index, sentence.grounding
    return Candidate(
        text,
        Origin.REDONE if draft_number else Origin.KEPT,
        draft_number,
        position,
        grounding.stems,
        grounding.sources,
        is_copied(text, index),
        completeness.depends_on_previous(text),
        draft_agreement,
        log_probability,
        *source_overlap(text, grounding, index),  # FIXME: the last value is meant for preceding_sentences, not for part
    )


def _with_function_words(candidate: Candidate, index: SourceIndex) -> list[Candidate]:
    """A rejected sentence with the function words ("has been") of its best source, if it passes with them."""
    if not candidate.sources:
        return []
    source_text = index.article.words(index.article.sentences[candidate.sources[0]].span)
    text = edit_diff.restore_small_words(candidate.text, source_text)
    return reverified(candidate, text, index, candidate.sources) if text != candidate.text else []


def _without_connective(candidate: Candidate) -> str:
    """A sentence without the "But" that makes it depend on the one before; empty where that does not free it."""
    text = without_connective(candidate.text)
    return text if candidate.depends_on_previous and not completeness.depends_on_previous(text) else ""


def draft_sentences(draft: Article) -> list[Span]:
    """The spans of a draft's sentences, without false boundaries.

    A quotation of several sentences stays whole, and what was split after an initial or before a lower-case word is
    joined again.
    """
    spans: list[Span] = []
    for sentence in draft.sentences:
        previous = draft.words(spans[-1]) if spans else ""
        continues = draft.text[sentence.span.start].islower() or ENDS_IN_INITIALS.search(previous)
        if spans and (continues or not completeness.is_balanced(previous)):
            spans[-1] = Span(spans[-1].start, sentence.span.end)
        else:
            spans.append(sentence.span)
    return spans


def agreement(sentence: str, others: Sequence[str]) -> float:
    """Mean share, 0 to 1, of the sentence's words that each other draft has: what all drafts say is rarely invented."""
    words = set(normalized(sentence).split())
    if not words or not others:
        return 0.0
    return sum(len(words & set(normalized(other).split())) for other in others) / (len(words) * len(others))
