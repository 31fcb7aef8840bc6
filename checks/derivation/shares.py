"""Shares and multiples: one figure of another, by what share it grew, how often it goes into another."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction
from itertools import chain

from checks.derivation.operands import COUNTS, Derivation, clause, ends, is_moved, pairs
from checks.model import Article, Figure, Hedge, Kind
from checks.number_format import number
from checks.passage_index import WORD
from checks.pattern import pattern
from checks.sameness import Sameness, noun_class, same, thing

ROUND = 20
"""Parts of a whole up to which a share is a round one: "one in 20"."""


def is_result(figure: Figure) -> bool:
    """ "529 out of 600": marks scored, which no other share bears out."""
    return figure.kind is Kind.FRACTION and figure.value is not None and figure.value.denominator > ROUND


def shared(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """One figure as a share of another beside it: "a third" for 12 of 36, "20%" for one in five."""
    if figure.kind not in (Kind.PERCENT, Kind.FRACTION) or figure.value is None or is_result(figure):
        return
    scale = 100 if figure.kind is Kind.PERCENT else 1
    # A share in a summary may be rounded to the whole percentage point.
    hedged = Fraction(3) if figure.kind is Kind.PERCENT else Fraction(1, 15)
    slack = Fraction(scale, 200) if figure.hedge is Hedge.NONE else hedged
    counts = [other for other in source.figures if other.kind in (*COUNTS, Kind.MONEY) and other.value]
    for one, other in pairs(counts):
        if one.unit != other.unit or not one.value or not other.value or not _told_of(figure, source, one, other):
            continue
        large, small = max(one.value, other.value), min(one.value, other.value)
        if abs(small / large * scale - figure.value) <= slack:
            said = f"{number(small)} of {number(large)} = {number(small / large * 100)}%"
            yield Derivation(said, (one.span, other.span))
        elif abs((1 - small / large) * scale - figure.value) <= slack and DENIED.search(clause(figure, target)):
            said = f"{number(small)} of {number(large)} leave {number((1 - small / large) * 100)}%"
            yield Derivation(said, (one.span, other.span))


DENIED = pattern(r"\b(?:not|no|never|without|yet to|refused|failed|others?|rest)\b|n['’]t\b", re.IGNORECASE)


def grown(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """By what share one figure is above or below another beside it: "fell by about a third" for £94m and £61m."""
    if figure.kind not in (Kind.PERCENT, Kind.FRACTION) or figure.value is None or not is_moved(figure, target):
        return
    scale = 100 if figure.kind is Kind.PERCENT else 1
    slack = Fraction(scale, 200) if figure.hedge is Hedge.NONE else Fraction(scale, 33)
    counts = [other for other in source.figures if other.kind in (*COUNTS, Kind.MONEY) and other.value]
    for one, other in chain(pairs(counts), ends(counts)):
        if one.unit != other.unit or one.sentence != other.sentence or not one.value or not other.value:
            continue
        apart = abs(one.value - other.value)
        for base in (one.value, other.value):
            if apart and abs(apart / base * scale - figure.value) <= slack:
                said = f"{number(apart)} of {number(base)} = {number(round(apart / base * 100, 1))}%"
                yield Derivation(said, (one.span, other.span))


REST = pattern(r"\b(?:the rest|the remainder|everyone else|the others)\b", re.IGNORECASE)


def left(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """What shares leave of a hundred: 17% where "61% ... online, 22% on paper and the rest by phone"."""
    if figure.kind is not Kind.PERCENT or figure.value is None:
        return
    shares: dict[int, list[Figure]] = defaultdict(list)
    for other in source.figures:
        if other.kind is Kind.PERCENT and other.value is not None and not other.is_range:
            shares[other.sentence].append(other)
    for sentence, parts in shares.items():
        if sum(part.value or 0 for part in parts) + figure.value == 100 and REST.search(
            source.words(source.sentences[sentence].span)
        ):
            said = " - ".join(["100", *(number(part.value or 0) for part in parts)])
            yield Derivation(f"{said} = {number(figure.value)}", tuple(part.span for part in parts))


def _told_of(share: Figure, source: Article, *others: Figure) -> bool:
    """Does one of these at least count what the share is of, where both say so, or is it named beside them?"""
    if share.noun is None or all(other.noun is None for other in others):
        return True
    of = thing(share)
    if any(other.noun is not None and same(of, thing(other)) is Sameness.SAME for other in others):
        return True
    beside = source.words(source.sentences[others[0].sentence].span)
    return of.head in map(noun_class, WORD.findall(beside))


def multiplied(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """How often one figure goes into another of its sort: "more than doubled" for 270 and 375."""
    if figure.kind is not Kind.MULTIPLE or figure.value is None:
        return
    parts = [o for o in source.figures if o.kind in (*COUNTS, Kind.MONEY, Kind.PERCENT, Kind.MEASURE) and o.value]
    for one, other in chain(pairs(parts), ends(parts)):
        if one.unit != other.unit or not one.value or not other.value:
            continue
        large, small = max(one.value, other.value), min(one.value, other.value)
        ratio = large / small
        if ratio in figure.interval or abs(ratio - figure.value) <= figure.value / 10:
            yield Derivation(f"{number(large)} / {number(small)} = {number(ratio)}", (one.span, other.span))
