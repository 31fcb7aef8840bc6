"""A number is laid out in its parts beside it, and the parts do not make it up.

Ties "640 jobs, 410 in Derby and 230 in Hull", "64 witnesses: 41 residents and 23 officials", "1,860 shelters, of which
1,320 are run by one firm, 345 by another and 195 by the council", "420 pupils sat it; 378 passed and 42 failed" and,
over two sentences, "35 jets. Twenty will come from ... and 15 from ...". Nothing says in so many words that the row is
complete, yet every reader will add it up.

So a finding, a warning, is raised only where the row runs from the number to the end of its sentence, ends in "and",
and comes near the number: far from it, the row is about something else. Silent where the parts have nouns of their own
that are no kind of the whole's, where another fate befell them, on plans and rates, and where a part has no number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from checks.fates import FATE
from checks.model import Article, Figure, Kind, Outcome, Severity, Tick
from checks.rule import Example, Rule
from checks.rules.sums._breakdown import (
    PLEDGED,
    Breakdown,
    before,
    by_sentence,
    ceiling,
    holds,
    judged,
    questioned,
    stated,
)
from checks.sameness import PERSON, is_kind_of, is_person, may_be_part, same_measure, thing, thing_in

NEAREST, FURTHEST = Fraction(4, 5), Fraction(5, 4)
"""From which to which share of the whole a row is still taken to be a breakdown of it."""
LEAST = 6  # below, small numbers stand side by side by chance
REACH = 100  # characters between two parts of a row
FEW = 7  # parts of a row; more are a table

HEDGED = r"(?:about|around|some|only|just|at least|more than|nearly|almost|up to|a further|another|the other)"
OF_THEM = re.compile(r"\bof (?:whom|which|them|these|those)\b,?\s(?:[a-z]+\s){0,2}?[£$€]?$")
MARK = re.compile(rf"(?::|;|\s[-–]|—|\s\()\s*(?:(?:the )?[A-Z]?[\w’'-]+\s){{0,3}}?(?:{HEDGED}\s)?[£$€]?$")
COMMA = re.compile(rf",\s(?:with\s)?(?:{HEDGED}\s)?[£$€]?$")
SPLIT = re.compile(r"\b(?:split|divided|shared)\b[^.;:]*$")
AMONG = re.compile(r"^(?:among|of)\s(?:(?:the|those|these|all|some|its|their)\s)*$", re.IGNORECASE)
LINK = re.compile(
    rf"(?:[,;]|\band\b|\bplus\b|\bwhile\b|\bwith\b)\s(?:and\s)?(?:(?:the\s)?(?:[A-Z][\w’'-]+\s){{1,4}})?(?:{HEDGED}\s)?[£$€]?$"
)
LAST = re.compile(r"\b(?:and|plus|while|with the (?:other|remaining))\b[^,;]*$")
ELLIPSIS = re.compile(
    r"^\s(?:(?:people|each)\s)?(?:in|at|from|for|by|on|to|with|against|of (?:them|whom|which)|abroad"
    r"|overseas|elsewhere|here|there|male|female)\b|^[.,;)]|^\sand\b|^\s(?:[a-z]+ed|are|were|have|had|will|went|won|came)\b",
)
OF_OTHERS = re.compile(r"(?:of|among|amongst) (?:those|these|them|whom)\b", re.IGNORECASE)
AFTER_ALL = re.compile(
    r"^(?:of (?:those|these|them|the \w+),?\s)?(?:some|about|around|nearly|almost|just)?\s*[£$€]?$", re.I
)
BROKEN = re.compile(r"[.!?]\s")
ONE_OF_THEM = re.compile(r"(?:,|\band|\bplus) an? \w|\b(?:rest|others?|remainder|balance)\b(?!\s*,?\s*\d)")
COMPARING = re.compile(
    r"\b(?:compared|than|versus|previous|earlier|last year|respectively|down from|up from|each|every|per|average)\b"
)
SORTS = frozenset(("man", "woman", "boy", "girl", "child", "adult", "teenager"))
"""Sorts into which any crowd may be laid out."""
YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def check(article: Article) -> Iterator[Outcome]:
    figures = by_sentence(article)
    for index, row in figures.items():
        for position, whole in enumerate(row):
            parts = _parts(article, whole, row[position + 1 :])
            if parts:
                yield from _judged(article, whole, parts, closed=_is_closed(article, whole, parts[0]))
                break
        if index + 1 in figures:
            yield from _in_the_next(article, row, figures[index + 1])


def _parts(article: Article, whole: Figure, following: Sequence[Figure]) -> list[Figure]:
    """The row that lays the whole out; empty where there is none."""
    if not _may_be_whole(article, whole):
        return []
    row = [f for f in following if (may_be_part(f, whole) or _lay(article, f)) and same_measure(f, whole)]
    row = [figure for figure in row if stated(figure) < stated(whole)]
    if not 2 <= len(row) <= FEW or any(f not in row for f in _like(article, whole)):
        return []
    gap = article.text[whole.span.end : row[0].span.start]
    closed = bool(OF_THEM.search(gap))
    marked = bool(MARK.search(gap) or SPLIT.search(gap) or AMONG.match(before(article, whole, 400).strip() + " "))
    if len(gap) > REACH or not (closed or marked or COMMA.search(gap)) or not _is_row(article, row):
        return []
    fits = all(_is_kind(article, part, whole, marked or closed) for part in row)
    elliptic = all(part.noun is None or part.noun.span.start < part.span.start or _lay(article, part) for part in row)
    if not fits or not (closed or marked or elliptic or _nouns_differ(row)):
        return []
    return [] if _other_fate(article, whole, row) and not (closed or AMONG.match(before(article, whole, 40))) else row


def _may_be_whole(article: Article, whole: Figure) -> bool:
    if OF_OTHERS.match(article.words(article.sentences[whole.sentence].span)):
        return False  # "Of those arrested, 31 were held for ..., 17 for ...": the 31 are a part themselves
    counted = whole.kind is not Kind.NUMBER or bool(thing_in(article, whole).fate)
    return whole.kind is not Kind.PERCENT and stated(whole) >= LEAST and counted


def _like(article: Article, whole: Figure) -> list[Figure]:
    """The figures behind a whole in its sentence that are stated in its measure; "one firm" and "one of" aside."""
    behind = [f for f in article.figures if f.sentence == whole.sentence and f.span.start > whole.span.end]
    return [f for f in behind if f.value is not None and f.value > 1 and same_measure(f, whole)]


def _is_row(article: Article, row: Sequence[Figure]) -> bool:
    """Is each figure set beside the one before it, and the last by an "and"?"""
    for one, other in pairwise(row):
        gap = article.text[one.span.end : other.span.start]
        if len(gap) > REACH or not LINK.search(gap) or BROKEN.search(gap):
            return False
    last = article.text[row[-2].span.end : row[-1].span.start]
    inside = article.text[row[0].span.start : article.sentences[row[-1].sentence].span.end]
    return bool(LAST.search(last)) and not ONE_OF_THEM.search(inside) and not COMPARING.search(inside)


def _is_kind(article: Article, part: Figure, whole: Figure, marked: bool) -> bool:
    """Can the part's noun, where it has one, be a kind of the whole's? A mark says so of any two words for people."""
    mine, theirs = thing(part), thing(whole)
    if part.kind not in (Kind.COUNT, Kind.NUMBER) or not mine.head or mine.head == theirs.head or _lay(article, part):
        return True
    if not theirs.head:
        return False
    of_any = mine.head in SORTS and is_person(theirs.head)
    return marked or of_any or theirs.head == PERSON or is_kind_of(mine.head, theirs.head)


def _lay(article: Article, part: Figure) -> bool:
    return bool(ELLIPSIS.match(article.text[part.span.end : part.span.end + 30]))


def _nouns_differ(row: Sequence[Figure]) -> bool:
    nouns = [part.noun and (part.noun.head, part.noun.modifiers) for part in row]
    return None not in nouns and len(set(nouns)) == len(nouns)


def _other_fate(article: Article, whole: Figure, row: Sequence[Figure]) -> bool:
    """Did something else befall the parts: "23 people died, 40 were hurt and 12 are missing"?"""
    own = thing_in(article, whole).fate
    words = article.text[row[0].span.end : article.sentences[row[-1].sentence].span.end].lower()
    told = {FATE[word] for word in re.findall(r"[a-z]+", words) if word in FATE} | {thing(part).fate for part in row}
    return bool(own) and bool(told - {own, ""})


def _is_closed(article: Article, whole: Figure, first: Figure) -> bool:
    return bool(OF_THEM.search(article.text[whole.span.end : first.span.start]))


def _in_the_next(article: Article, row: Sequence[Figure], following: Sequence[Figure]) -> Iterator[Outcome]:
    """ "35 jets. Twenty will come from Airbus and 15 from Boeing": the next sentence opens with a bare part."""
    first = following[0]
    opening = article.text[article.sentences[first.sentence].span.start : first.span.start]
    bare = all(part.noun is None or _lay(article, part) for part in following)
    if not AFTER_ALL.match(opening) or not 2 <= len(following) <= FEW or not bare:
        return
    wholes = [f for f in row if may_be_part(first, f) and f.zone is first.zone and _may_be_whole(article, f)]
    parts = [part for part in following if same_measure(part, first)]
    if len(wholes) != 1 or len(parts) < len(following) or not all(stated(p) < stated(wholes[0]) for p in parts):
        return
    if _is_row(article, parts):
        yield from _judged(article, wholes[0], parts, closed=False)


def _judged(article: Article, whole: Figure, parts: Sequence[Figure], closed: bool) -> Iterator[Outcome]:
    breakdown = Breakdown(whole, tuple(parts), closed=True, apart=True)
    if holds(breakdown):
        yield from (one for one in judged(breakdown, article) if isinstance(one, Tick))
        return
    span = article.sentences[parts[0].sentence].span
    words = article.text[min(whole.span.start, span.start) : span.end]
    if PLEDGED.search(article.text[whole.span.end : parts[0].span.start]) or len(YEAR.findall(words)) > 1:
        return
    share = breakdown.sum / stated(whole)
    most, least, total = ceiling(whole), whole.interval.low, breakdown.total
    if not (NEAREST <= share <= FURTHEST or (closed and share < 2)):
        return
    if most is not None and total.low is not None and total.low > most:
        yield questioned(breakdown, article, Severity.ERROR if closed else Severity.WARNING, "more than")
    elif least is not None and total.high is not None and total.high < least:
        yield questioned(breakdown, article, Severity.ERROR if closed else Severity.WARNING, "short of")


EXAMPLES = (
    Example(
        "places that do not make up the number are questioned",
        "The mill will shed 640 jobs, 410 in Oxley and 250 in Penn.",
        "warning",
    ),
    Example(
        "kinds after a colon that do not make up the number are questioned",
        "The inquiry heard 64 witnesses: 44 residents and 23 officials.",
        "warning",
    ),
    Example(
        "what is said of them all and is not all of them is an error",
        "The town has 1,860 benches; of these, 1,320 are kept by a firm and 515 by the town.",
        "error",
    ),
    Example(
        "a next sentence that lays the number out is tied to it",
        "The line has ordered 35 trams. Twenty will come from Oxley and 17 from Penn.",
        "warning",
    ),
    Example(
        "parts that make up the number are ticked",
        "The town has 1,860 benches, of which 1,320 are kept by a firm, 345 by a club and 195 by the town.",
        "tick",
    ),
    Example(
        "a row of other things is left alone", "The mill sold 640 looms, 410 chairs and 250 rugs at Penn.", "silent"
    ),
    Example(
        "a row far from the number is left alone", "The mill has 640 looms, 110 in Oxley and 50 in Penn.", "silent"
    ),
    Example(
        "what befell others is left alone",
        "The blast killed 44 people, 30 were hurt and 12 are missing.",
        "silent",
    ),
    Example(
        "the first part of another number is no whole",
        "Of those asked at the fair, 31 were held for theft, 17 for fraud and nine for arson.",
        "silent",
    ),
    Example(
        "a part without a number leaves the row open",
        "The mill shed 640 jobs, 410 in Oxley and 150 in Penn and the rest abroad.",
        "silent",
    ),
)

RULE = Rule(code="PW11", slug="laid-out", scope="article", check=check, examples=EXAMPLES)
