"""The same fact is stated twice, with two values.

Ties two figures of one kind that count the same thing in nearly the same words, paragraphs apart: "his 12 Test
appearances" and "21 Test appearances". A toll that was updated at the top and forgotten in paragraph seven is the
commonest such correction.

Most figures that look alike are of two years, two groups or two places, so that much is asked before a finding is
raised: the same noun with the same words narrowing it, most of the words around, no word that sets the two apart
("another", "last year", "in 2003"), no update ("the toll rose to"). A slip of one digit or of two digits that changed
places weighs as much as many words. Values that agree within their hedges and printed digits are ticked.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from checks import passages
from checks.model import Article, Figure, Finding, Kind, Outcome, Severity, Tick, Zone
from checks.passages import Passages
from checks.rule import Example, Rule
from checks.rules.repeats._slips import is_slip
from checks.sameness import Sameness, same, same_measure, same_period, thing, thing_in
from checks.wording import listed

SKIPPED = frozenset(
    (Kind.NAME, Kind.UNREAD, Kind.ORDINAL, Kind.FRACTION, Kind.MULTIPLE, Kind.RATIO, Kind.SCORE, Kind.AGE)
)
BACK = 10  # figures of the same sort that one is compared with
SMALL = 3  # "two men" stand in every story: up to here a count says too little to be tied to its like

LIKELY, SURE = 0.3, 0.55
"""Closeness of the words around: enough with a slip of a digit, enough without one."""

APART = re.compile(
    r"\b(?:another|other|others|further|additional|extra|more|fewer|less|earlier|previous(?:ly)?|last|next|former|second"
    r"|third|first|compared|than|from|rose|risen|rise|up|fell|fallen|down|increased?|decreased?|since|then|now|so far|later"
    r"|by|initially|originally|revised|average|each|every|per|a (?:week|month|year|day))\b",
    re.IGNORECASE,
)


def check(article: Article) -> Iterator[Outcome]:
    index = passages.index(article)
    seen: dict[tuple[object, ...], list[Figure]] = defaultdict(list)
    for figure in article.figures:
        if figure.zone is not Zone.BODY or figure.kind in SKIPPED or figure.value is None or figure.is_range:
            continue
        earlier = seen[_sort(figure)]
        candidates = [other for other in earlier[-BACK:] if other.sentence != figure.sentence]
        if candidates:
            yield from _compared(article, index, figure, candidates)
        earlier.append(figure)


def _sort(figure: Figure) -> tuple[object, ...]:
    """What two figures must have in common to be compared at all."""
    if figure.kind in (Kind.COUNT, Kind.NUMBER):
        return ("count", thing(figure).head)
    return (figure.kind, figure.unit, figure.per)


def _compared(article: Article, index: Passages, figure: Figure, earlier: list[Figure]) -> Iterator[Outcome]:
    fits = passages.closeness(index, figure, index, earlier)
    pairs = sorted(zip(fits, earlier, strict=True), key=lambda pair: -pair[0])
    for fit, other in pairs:
        if figure.value == other.value or figure.interval.meets(other.interval):
            if fit >= LIKELY / 2 and _says_the_same(article, figure, other):
                yield Tick(
                    f"{other.words} in {article.place(other.span.start)} is said again in "
                    f"{article.place(figure.span.start)}.",
                    (other.span, figure.span),
                    f"{other.words} = {figure.words}",
                )
            return
    fit, other = pairs[0]
    back = passages.closeness(index, other, index, [figure])[0]
    needed = LIKELY if is_slip(figure, other) else SURE
    if min(fit, back) >= needed and _says_the_same(article, figure, other) and not _set_apart(article, figure, other):
        yield _finding(article, other, figure)


def _says_the_same(article: Article, one: Figure, other: Figure) -> bool:
    if not same_measure(one, other):
        return False
    if one.kind not in (Kind.COUNT, Kind.NUMBER):
        return True
    if one.value is not None and one.value <= SMALL and not thing(one).modifiers:
        return False
    return bool(thing(one).head) and same(thing_in(article, one), thing_in(article, other)) is Sameness.SAME


def _set_apart(article: Article, one: Figure, other: Figure) -> bool:
    """Do the words beside either figure, or the dates of their sentences, say that these are two facts?"""
    for figure in (one, other):
        sentence = article.sentences[figure.sentence].span
        beside = article.text[max(sentence.start, figure.span.start - 30) : min(sentence.end, figure.span.end + 30)]
        if APART.search(beside):
            return True
    mine = [moment for moment in article.moments if moment.sentence == one.sentence]
    theirs = [moment for moment in article.moments if moment.sentence == other.sentence]
    return bool(mine and theirs) and all(same_period(a, b) is Sameness.DIFFERENT for a in mine for b in theirs)


def _finding(article: Article, first: Figure, second: Figure) -> Finding:
    here, there = article.place(first.span.start), article.place(second.span.start)
    return Finding(
        Severity.WARNING,
        f"{here.capitalize()} says {first.words}, {there} says {second.words}, in much the same words.",
        (first.span, second.span),
        f"{first.words} is not {second.words}",
        (f"{here}: {first.words} -> {second.words}", f"{there}: {second.words} -> {first.words}"),
        f"Are these two facts, or one? If one, is it {listed((first.words, second.words), 'or')}?",
    )


EXAMPLES = (
    Example(
        "two values of one career record are questioned",
        "Ann Ode played 12 Test matches for the county. The bowler retired on Friday.\n\nThe bowler Ann Ode, who took "
        "40 wickets for the county in 21 Test matches, will coach.",
        "warning",
    ),
    Example(
        "the same count told again is ticked",
        "Ann Ode played 12 Test matches for the county. The bowler retired on Friday.\n\nThe bowler Ann Ode, who took "
        "40 wickets for the county in 12 Test matches, will coach.",
        "tick",
    ),
    Example(
        "counts of two years are two facts",
        "The charity housed 420 homeless families in 2021.\n\nThe charity housed 240 homeless families in 2019.",
        "silent",
    ),
    Example(
        "another group is another fact",
        "Police held 14 striking miners on Monday.\n\nPolice held another 41 striking miners at the pit.",
        "silent",
    ),
)

RULE = Rule(code="RP02", slug="said-twice", scope="article", check=check, examples=EXAMPLES, aliases=("repeated-fact",))
