"""Sums, differences and parts: the total of figures that stand together, what is left, by how much something moved."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import chain, combinations

from checks.derivation.operands import (
    COUNTS,
    FEW,
    Derivation,
    clause,
    counts_alike,
    elided,
    groups,
    is_moved,
    pairs,
    same_sort,
    told,
)
from checks.model import Article, Figure, Hedge, Kind
from checks.number_format import number
from checks.outcome_events import excludes
from checks.passage_index import WORD, neighbouring_figures
from checks.pattern import pattern
from checks.sameness import is_person, noun_class, thing_in

ADDABLE = (Kind.COUNT, Kind.NUMBER, Kind.MONEY, Kind.MEASURE, Kind.DURATION, Kind.PERCENT)
FURTHER = 3
"""Sentences between a count and "others" that are counted beside it."""
MOST_TOLD = 12
ROUND_FROM = 20
"""The least figure of which a round sum is taken for an answer."""
ROUNDING = Fraction(1, 20)


def added(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """The sum of two to four figures of one sort that stand together."""
    if figure.kind not in ADDABLE or figure.value is None:
        return
    befell = thing_in(target, figure).fate
    parts = [
        other
        for other in source.figures
        if other.value is not None
        and 0 < other.value < figure.value * 3 / 2
        and not other.is_range
        and same_sort(figure, other)
        and not excludes(befell, thing_in(source, other).fate)
    ]
    if figure.unit is not None:
        parts = sorted([*parts, *elided(figure.kind, figure.unit, source)], key=lambda one: one.span)
    for size in (2, 3, 4):
        for group in chain(groups(parts, size), _further(figure, target, source) if size == 2 else ()):
            total = sum((part.value or Fraction(0) for part in group), Fraction(0))
            # The same figure twice is more likely one thing told twice than two things of one size.
            # What a bare number counts was named before it: "four barns and three", not "three and four barns".
            if len({part.value for part in group}) > 1 and told(group[0]) and _sums_to(total, figure):
                said = " + ".join(number(part.value or 0) for part in group)
                yield Derivation(f"{said} = {number(total)}", tuple(part.span for part in group))
    yield from _own_parts(figure, target, source)


def _sums_to(total: Fraction, figure: Figure) -> bool:
    """Is the total the figure, or what a hedged one says roundly: "more than 8,000" for 8,180?"""
    value = figure.value or Fraction(0)
    rounded = figure.hedge is not Hedge.NONE and value >= ROUND_FROM and total in figure.interval
    return total == value or (rounded and abs(total - value) <= total * ROUNDING)


def _further(figure: Figure, target: Article, source: Article) -> Iterator[tuple[Figure, Figure]]:
    """Two counts that stand further apart and are tied all the same.

    A count and the "others" a little further on: "Three skiers died. ... Eleven others got out.". Two of the very thing
    counted, each told of somebody whom the target names: "the Union had 39 seats. ... the Greens have seven seats".
    """
    head = figure.noun.head if figure.noun is not None else ""
    if figure.kind not in COUNTS:
        return
    parts = [other for other in source.figures if other.kind is Kind.COUNT and not other.is_range]
    of_it = [part for part in parts if head and part.noun is not None and part.noun.head == head][:MOST_TOLD]
    said = {part.sentence: _named(source, part) for part in of_it}
    named = _named(target, figure) if len(of_it) > 1 else frozenset()
    for one, other in combinations(of_it, 2):
        mine, theirs = said[one.sentence] & named, said[other.sentence] & named
        if mine - theirs and theirs - mine:
            yield one, other
    for place, other in enumerate(parts if not head or is_person(noun_class(head)) else ()):
        if other.noun is None or other.noun.head not in ("other", "others"):
            continue
        for first in parts[max(0, place - FEW) : place]:
            apart = other.sentence - first.sentence
            if first.noun is not None and 0 < apart <= FURTHER and is_person(noun_class(first.noun.head)):
                yield first, other


def _named(article: Article, figure: Figure) -> frozenset[str]:
    """The words with a capital in a figure's sentence."""
    words = WORD.findall(article.words(article.sentences[figure.sentence].span))
    return frozenset(word for word in words[1:] if word[0].isupper())


def _own_parts(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """The sum of the figures that the target itself gives before it in the sentence, each of which the source has."""
    parts = [
        other
        for other in neighbouring_figures(figure, target)
        if other.span.end <= figure.span.start and other.value is not None
    ]
    parts = [other for other in parts if other.kind is figure.kind or (other.kind in COUNTS and figure.kind in COUNTS)]
    stated = {(other.kind in COUNTS, other.unit, other.value): other for other in source.figures}
    there = [stated.get((other.kind in COUNTS, other.unit, other.value)) for other in parts]
    group = [other for other in there if other is not None]
    if 2 <= len(parts) == len(group) and sum(part.value or 0 for part in group) == figure.value:
        said = " + ".join(number(part.value or 0) for part in group)
        yield Derivation(f"{said} = {number(figure.value or 0)}", tuple(part.span for part in group))


def subtracted(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """What is left of one figure when another of its sort beside it is taken away."""
    if figure.kind not in (*ADDABLE, Kind.POINTS) or figure.value is None:
        return
    in_points = figure.noun is not None and figure.noun.head == "point" and is_moved(figure, target)
    kinds = COUNTS if figure.kind in COUNTS else (figure.kind,)
    if in_points or figure.kind is Kind.POINTS:
        kinds = (*kinds, Kind.PERCENT) if in_points else (Kind.PERCENT,)
    parts = [o for o in source.figures if o.kind in kinds and o.value is not None and not o.is_range]
    if figure.kind not in (*COUNTS, Kind.POINTS):
        parts = [part for part in parts if part.unit == figure.unit]
        if COMPARED.search(clause(figure, target)):
            parts = sorted([*parts, *elided(figure.kind, figure.unit, source)], key=lambda one: one.span)
    for one, other in chain(groups(parts, 2), _changed(parts, source)):
        large, small = max(one.value or 0, other.value or 0), min(one.value or 0, other.value or 0)
        # Half of a figure is more likely there in its own right than by subtraction.
        if 0 < small != figure.value == large - small and (in_points or counts_alike(figure, one, other)):
            said = f"{number(large)} - {number(small)} = {number(figure.value)}"
            yield Derivation(said, (one.span, other.span))


COMPARED = pattern(r"\b(?:late|later|longer|early|earlier|more|less|shorter|behind|ahead|delay(?:ed)?)\b")
INSTEAD = pattern(r"\b(?:instead of|down from|up from|rather than|compared with|from|against) $")


def _changed(parts: list[Figure], source: Article) -> Iterator[tuple[Figure, Figure]]:
    """A figure and the bare number that it took the place of: "20 hours a week instead of 35"."""
    for place, bare in enumerate(source.figures[1:]):
        one = source.figures[place]
        beside = bare.kind is Kind.NUMBER and one.sentence == bare.sentence and any(part is one for part in parts)
        if beside and INSTEAD.search(source.text, max(one.span.end, bare.span.start - 14), bare.span.start):
            yield one, bare


MAJORITY = pattern(r"\b(?:majority|margin|lead|difference|gap|victory|win|won|beat|ahead|clear)\b", re.IGNORECASE)


def margin(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """What lies between the two sides of a vote or a score: "a majority of 12" for 19 to seven."""
    sided = MAJORITY.search(clause(figure, target)) is not None
    for other in source.figures if figure.value else ():
        if other.value is None or other.second is None or other.unit != figure.unit:
            continue
        if not (sided and other.kind is Kind.SCORE) and not (other.is_range and is_moved(figure, target)):
            continue
        large, small = max(other.value, other.second), min(other.value, other.second)
        if large - small == figure.value:
            yield Derivation(f"{number(large)} - {number(small)} = {number(figure.value or 0)}", (other.span,))


def moved(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """By how much one figure differs from another, where the target gives one of the two beside it.

    "Profit fell by £93m to £212m", "46% of the vote, seven points more than in 2018": the other one may stand anywhere.
    """
    if figure.value is None or not is_moved(figure, target):
        return
    shares = any(one.kind is Kind.PERCENT for one in neighbouring_figures(figure, target))
    points = figure.kind is Kind.POINTS or (shares and figure.noun is not None and figure.noun.head == "point")
    others = neighbouring_figures(figure, target)
    sorts = (
        [((Kind.PERCENT,), "percent")]
        if points
        else [(COUNTS if figure.kind in COUNTS else (figure.kind,), figure.unit)]
    )
    if figure.kind is Kind.NUMBER and figure.noun is None and not points:  # "38 hours of rain, 13 below average"
        sorts += [((one.kind,), one.unit) for one in others if one.unit is not None and one.kind in ADDABLE]
    beside = [end for end in (figure.second, *(one.value for one in others)) if end is not None]
    half = Fraction(1, 2) if figure.value.denominator == 1 else Fraction(1, 20)
    for kinds, unit in dict.fromkeys(sorts):
        stated = [one for one in source.figures if one.kind in kinds and one.unit == unit and one.value is not None]
        stated += elided(kinds[0], unit, source) if unit is not None else ()
        for one in stated:
            near = any(abs(end - (one.value or 0)) <= half for end in beside)
            for other in stated if near else ():
                large, small = max(one.value or 0, other.value or 0), min(one.value or 0, other.value or 0)
                apart = Fraction(large - small)
                if apart and (apart == figure.value or (points and abs(apart - figure.value) < half)):
                    yield Derivation(f"{number(large)} - {number(small)} = {number(apart)}", (one.span, other.span))


def portion(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """A share of a figure that the target gives before it: "1,200 jobs, 600 of them" where the article says half."""
    behind = target.text[figure.span.end : figure.span.end + 10]
    if figure.kind not in (*COUNTS, Kind.MONEY) or not figure.value or not behind.startswith(" of "):
        return
    wholes = [
        one.value
        for one in neighbouring_figures(figure, target)
        if one.span.end <= figure.span.start and one.unit == figure.unit
    ]
    for share in source.figures:
        part = share.value if share.kind is Kind.FRACTION and " of " not in share.words else None
        for whole in wholes if part else ():
            if whole and part and whole * part == figure.value:
                yield Derivation(f"{share.words} of {number(whole)} = {number(figure.value)}", (share.span,))


EACH = pattern(r"\b(?:each|every|apiece|per|equally)\b", re.IGNORECASE)


def split(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """What each of several gets of a sum that is told beside their count: 350,000 for 4.2 million and 12 families."""
    if figure.kind not in (Kind.MONEY, Kind.MEASURE, *COUNTS) or not figure.value:
        return
    if not EACH.search(clause(figure, target)):
        return
    for one, other in pairs([one for one in source.figures if one.unit == figure.unit or one.kind is Kind.COUNT], 0):
        for whole, count in ((one, other), (other, one)):
            total, people = whole.value or 0, count.value or 0
            shared_out = whole.unit == figure.unit and count.kind is Kind.COUNT and total > people > 1
            if shared_out and total == figure.value * people:
                said = f"{number(Fraction(total))} / {number(Fraction(people))} = {number(figure.value)}"
                yield Derivation(said, (whole.span, count.span))


OF_BOTH = pattern(r" ([a-z]+) and ([a-z]+)\b")


def of_both(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """ "47 homes and businesses" for "41 homes and six businesses"."""
    nouns = OF_BOTH.match(target.text, figure.span.end) if figure.kind is Kind.COUNT and figure.value else None
    heads = [noun_class(noun) for noun in nouns.groups()] if nouns else []
    if len(set(heads)) < 2:
        return
    counts = [one for one in source.figures if one.kind is Kind.COUNT and one.noun is not None and one.value]
    for one, other in pairs(counts):
        told_of = [noun_class(each.noun.head) for each in (one, other) if each.noun is not None]
        if sorted(told_of) == sorted(heads) and (one.value or 0) + (other.value or 0) == figure.value:
            said = f"{number(one.value or 0)} + {number(other.value or 0)} = {number(figure.value or 0)}"
            yield Derivation(said, (one.span, other.span))
