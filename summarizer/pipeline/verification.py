"""The sentences of drafts held against the article: those that may be printed, and those that may not and why.

Every sentence is compared with the article (`checks.compare`), grounded in its passages and looked at for wholeness,
twists and company; one objection is enough to reject it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from functools import partial

import checks
from checks.model import Article, Figure, Finding, Kind, Moment, Severity, Sheet, Span, Tick
from summarizer.guards import per_unit, name_figure_proximity, edit_diff, grammar, spelling, figure_attachment, clause_support, completeness
from summarizer.language.grounding import Ground, Grounding, ground, is_copied, plain, spans, stems_of
from summarizer.pipeline.selection import Choice
from summarizer.rewriting.shortening import without_link
from summarizer.pipeline.result import Draft, How, Rejected
from summarizer.language.parsing import Source, stand_together

INITIAL = re.compile(r"(?<![\w.])(?!U\.[SKN]\.$|D\.C\.$)(?:[A-Z]\.)+$")  # "J.P.": a name goes on
UNTIED = (Kind.NAME, Kind.ORDINAL, Kind.FRACTION, Kind.MULTIPLE)  # need no tie: names, "first", "half", "twice"
COUNTED = (Kind.COUNT, Kind.PERCENT, Kind.MONEY, Kind.MEASURE)
BESIDE = 4  # words either side of a figure that tell what it is of
_ONES = frozenset(("one", "another"))


def vet(
    drafts: Sequence[Draft], on: Ground, among: Sequence[Sequence[int] | None] | None = None
) -> tuple[list[Choice], list[Rejected]]:
    """The sentences of all drafts: those that may be printed, each once, and those that may not, with the reason.

    `among` has, for each draft, the article's sentences that its writer was shown, which alone can bear it out; None
    where that was the whole story.
    """
    passed: list[Choice] = []
    rejected: list[Rejected] = []
    seen: set[str] = set()
    for number, draft in enumerate(drafts):
        shown = among[number] if among else None
        others = [
            one.text for one in drafts if one is not draft and (one.reading, one.part) == (draft.reading, draft.part)
        ]
        read = checks.read(draft.text)
        sheet = checks.compare(on.article, read)
        against = objections(sheet)
        before = ""
        for place, span in enumerate(units(read)):
            previous, before = before, " ".join(read.words(span).split())
            text = completeness.bracketed(completeness.tidied(" ".join(read.words(span).split())), on.article.text)
            key = plain(text)
            if key in seen:
                continue
            seen.add(key)
            found = next((one for one in against if touches(one, span)), None)
            where = ground(text, on, shown)
            if found is not None:
                rejected.append(Rejected(text, found.message, found.rule, number))
                continue
            why = fault(read, span, sheet, where, on, shown, previous)
            how = How.REDONE if number else How.KEPT
            one = Choice(
                text,
                how,
                number,
                place,
                where.stems,
                where.sources,
                is_copied(text, on),
                completeness.hangs(text),
                agreement(text, others),
                draft.score,
                *alongside(text, where, on),
            )
            if why:
                rejected.append(Rejected(text, why, draft=number))
                for at in where.sources[:1]:  # perhaps it lacks no more than "has been"
                    whole = edit_diff.with_small_words(text, on.article.words(on.article.sentences[at].span))
                    passed += anew(one, whole, on, where.sources) if whole != text else []
                continue
            passed.append(one)
            alone = without_link(text)
            if one.hangs and not completeness.hangs(alone) and plain(alone) not in seen:
                seen.add(plain(alone))
                passed += anew(one, alone, on, where.sources)
    return passed, rejected


def anew(one: Choice, text: str, on: Ground, shown: Sequence[int]) -> list[Choice]:
    """A sentence that passed, in other words, if these pass too. `shown`: the article's sentences that say it."""
    read = checks.read(text)
    sheet = checks.compare(on.article, read)
    where = ground(text, on, shown)
    if objections(sheet) or fault(read, Span(0, len(text)), sheet, where, on, shown):
        return []
    close, begins, late = alongside(text, where, on)
    return [
        replace(
            one,
            text=text,
            how=How.REDONE,
            stems=where.stems,
            sources=where.sources,
            copied=is_copied(text, on),
            hangs=completeness.hangs(text),
            close=close,
            begins=begins,
            late=late,
        )
    ]


def fault(
    read: Article,
    span: Span,
    sheet: Sheet,
    where: Grounding,
    on: Ground,
    shown: Sequence[int] | None = None,
    before: str = "",
) -> str:
    """Why a draft's sentence (a span of `read`, checked in `sheet`) cannot be printed; empty where it can.

    `before` is the sentence before it in its draft.
    """
    text = " ".join(read.words(span).split())
    sources = spans(where, on.article)
    return (
        completeness.fault(text)
        or where.fault
        or untied(read, span, sheet, sources, on)
        or name_figure_proximity.fault(read, span, sheet, on.article, on.story)
        or figure_attachment.fault(read, span, sheet, on.article)
        or told_again(read, span, on.article)
        or per_unit.fault(read, span, on.article)
        or grammar.fault(text)
        or spelling.fault(text, on.article.text)
        or (edit_diff.fault(text, on.article.words(sources[0]), partial(_may_be_one, on)) if sources else "")
        or clause_support.fault(text, on, shown, before)
    )


def _may_be_one(on: Ground, one: str, other: str) -> bool:
    return stand_together(one, other, Source(on, on.story), named=True)


def units(read: Article) -> list[Span]:
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


def objections(sheet: Sheet) -> list[Finding]:
    """What speaks against printing: every error and warning."""
    return [one for one in sheet.findings if one.severity is not Severity.NOTE]


def untied(read: Article, sentence: Span, sheet: Sheet, sources: Sequence[Span], on: Ground) -> str:
    """The figure or date of a sentence that nothing bears out, as a reason; empty where there is none.

    A derived figure counts only if it is derived from what the sentence's own sources say: in a long article some two
    numbers always have the right difference.
    """
    stated: tuple[Figure | Moment, ...] = (*read.figures, *read.moments)
    for item in stated:
        if not sentence.contains(item.span) or (isinstance(item, Figure) and item.kind in UNTIED):
            continue
        if _needs_no_tie(item, read, sources, on):
            continue
        ticks = [tick for tick in sheet.ticks if any(item.span.overlaps(span) for span in tick.spans)]
        if not ticks:
            return f'nothing in the article bears out "{item.words}"'
        if isinstance(item, Figure) and item.second is not None and not ties_two(on.article, ticks):
            return f'the article has no "{item.words}"'
        if isinstance(item, Figure) and item.kind in COUNTED and not shares_words(read, item.span, on, ticks):
            return f'the article has "{item.words}" beside other words'
        if all(tick.derived and not _within(tick.source_spans, sources) for tick in ticks):
            return f'"{item.words}" can only be reckoned from figures of other passages'
    return ""


def _within(parts: Sequence[Span], wholes: Sequence[Span]) -> bool:
    return all(any(whole.contains(part) for whole in wholes) for part in parts)


def told_again(read: Article, sentence: Span, article: Article) -> str:
    """A figure that a sentence has twice and the article once, as a reason: "36 were cancelled in 21, 21 by fog"."""
    mine = Counter(one.value for one in read.figures if sentence.contains(one.span) and one.kind not in UNTIED)
    for value, times in mine.items():
        its = [one for one in article.figures if one.value == value]
        if times > 1 and len(its) == 1 and its[0].words.lower() not in _ONES:
            return f'the article has its "{its[0].words}" once'
    return ""


def _needs_no_tie(item: Figure | Moment, read: Article, sources: Sequence[Span], on: Ground) -> bool:
    """Is it a number word that counts nothing: part of a name ("Two Rivers"), or "one of the", "another"?"""
    after = read.text[item.span.end :].split(maxsplit=1)
    first = read.text[item.span.start :].split(maxsplit=1)[0]
    if after and after[0][:1].isupper() and first[:1].isupper():
        return item.span.start > 0 and f" {plain(f'{first} {after[0]}')} " in on.plain
    if first.lower() not in _ONES or not after:
        return False
    run = f" {plain(f'{first} {after[0]}')} "
    return any(run in f" {plain(on.article.words(span))} " for span in sources)


def ties_two(article: Article, ticks: Sequence[Tick]) -> bool:
    """Is a score, ratio or range tied to one that has two numbers as well?"""
    spans_tied = [span for tick in ticks for span in tick.source_spans]
    return any(
        one.second is not None and any(one.span.overlaps(span) for span in spans_tied) for one in article.figures
    )


def shares_words(read: Article, span: Span, on: Ground, ticks: Sequence[Tick]) -> bool:
    """Does a figure stand among at least one content word that also stands around a figure it is tied to?"""
    here = stems_of(around(read.text, span, BESIDE))
    there = (stems_of(around(on.article.text, one, 2 * BESIDE)) for tick in ticks for one in tick.source_spans)
    return not here or any(here.keys() & stems.keys() for stems in there)


def around(text: str, span: Span, words: int) -> str:
    """So many words before and after a span, up to the sentence's marks."""
    before = re.split(r"[.!?;]\s", text[max(0, span.start - 200) : span.start])[-1].split()[-words:]
    after = re.split(r"[.!?;](?:\s|$)", text[span.end : span.end + 200])[0].split()[:words]
    return " ".join([*before, *after])


def alongside(sentence: str, where: Grounding, on: Ground) -> tuple[float, int, int]:
    """Share, 0 to 1, of a sentence's words that its best source has in the same order; the place of the first of
    them there; and how many sentences of the story come before that source.
    """
    mine = plain(sentence).split()
    if not mine or not where.sources:
        return 0.0, 0, 0
    its = plain(on.article.words(on.article.sentences[where.sources[0]].span)).split()
    same = SequenceMatcher(None, mine, its, autojunk=False).get_matching_blocks()
    return sum(one.size for one in same) / len(mine), same[0].b, bisect_left(on.story, where.sources[0])


def agreement(sentence: str, others: Sequence[str]) -> float:
    """Mean share, 0 to 1, of a sentence's words that the other drafts have: what all say is less often invented."""
    words = set(plain(sentence).split())
    if not words or not others:
        return 0.0
    return sum(len(words & set(plain(other).split())) for other in others) / (len(words) * len(others))


def touches(finding: Finding, span: Span) -> bool:
    return not finding.spans or any(span.overlaps(one) for one in finding.spans)
