"""The sentences of drafts held against the article: those that may be printed, and those that may not and why.

Every sentence is compared with the article (`checks.compare`), grounded in its passages and looked at for wholeness,
twists and company; one objection is enough to reject it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import checks
from checks.model import Article, Span
from summarizer.guards import DraftSentence, Source, completeness, edit_diff, first_rejection
from summarizer.guards.candidate import Candidate, Origin
from summarizer.guards.verification import reverified, source_overlap
from summarizer.language.grounding import SourceIndex, is_copied, normalized
from summarizer.pipeline.result import Draft, Rejected
from summarizer.rewriting.shortening import without_connective

INITIAL = re.compile(r"(?<![\w.])(?!U\.[SKN]\.$|D\.C\.$)(?:[A-Z]\.)+$")  # "J.P.": a name goes on


def verify_drafts(
    drafts: Sequence[Draft], on: SourceIndex, among: Sequence[Sequence[int] | None] | None = None
) -> tuple[list[Candidate], list[Rejected]]:
    """The sentences of all drafts: those that may be printed, each once, and those that may not, with the reason.

    `among` has, for each draft, the article's sentences that its writer was shown, which alone can bear it out; None
    where that was the whole story.
    """
    passed: list[Candidate] = []
    rejected: list[Rejected] = []
    seen: set[str] = set()
    for number, draft in enumerate(drafts):
        shown = _as_tuple(among[number]) if among else None
        others = [
            one.text for one in drafts if one is not draft and (one.reading, one.part) == (draft.reading, draft.part)
        ]
        read = checks.read(draft.text)
        sheet = checks.compare(on.article, read)
        before = ""
        for place, span in enumerate(draft_sentences(read)):
            previous, before = before, " ".join(read.words(span).split())
            text = completeness.restore_brackets(
                completeness.fix_small_errors(" ".join(read.words(span).split())), on.article.text
            )
            key = normalized(text)
            if key in seen:
                continue
            seen.add(key)
            sentence = DraftSentence(text, Source(on, shown), draft=read, span=span, sheet=sheet, preceding=previous)
            rejection = first_rejection(sentence)
            if rejection is not None and rejection.rule:
                rejected.append(Rejected(text, rejection.reason, rejection.rule, number))
                continue
            where = sentence.grounding
            how = Origin.REDONE if number else Origin.KEPT
            one = Candidate(
                text,
                how,
                number,
                place,
                where.stems,
                where.sources,
                is_copied(text, on),
                completeness.depends_on_previous(text),
                agreement(text, others),
                draft.score,
                *source_overlap(text, where, on),
            )
            if rejection is not None:
                rejected.append(Rejected(text, rejection.reason, draft=number))
                for at in where.sources[:1]:  # perhaps it lacks no more than "has been"
                    whole = edit_diff.restore_small_words(text, on.article.words(on.article.sentences[at].span))
                    passed += reverified(one, whole, on, where.sources) if whole != text else []
                continue
            passed.append(one)
            alone = without_connective(text)
            if (
                one.depends_on_previous
                and not completeness.depends_on_previous(alone)
                and normalized(alone) not in seen
            ):
                seen.add(normalized(alone))
                passed += reverified(one, alone, on, where.sources)
    return passed, rejected


def _as_tuple(shown: Sequence[int] | None) -> tuple[int, ...] | None:
    return None if shown is None else tuple(shown)


def draft_sentences(read: Article) -> list[Span]:
    """The sentences of a draft; a quotation of several sentences stays whole, and so does what was split too early."""
    made: list[Span] = []
    for sentence in read.sentences:
        before = read.words(made[-1]) if made else ""
        runs_on = read.text[sentence.span.start].islower() or INITIAL.search(before)
        if made and (runs_on or not completeness.is_balanced(before)):
            made[-1] = Span(made[-1].start, sentence.span.end)
        else:
            made.append(sentence.span)
    return made


def agreement(sentence: str, others: Sequence[str]) -> float:
    """Mean share, 0 to 1, of a sentence's words that the other drafts have: what all say is less often invented."""
    words = set(normalized(sentence).split())
    if not words or not others:
        return 0.0
    return sum(len(words & set(normalized(other).split())) for other in others) / (len(words) * len(others))
