"""Derives shares, remaining shares, relative changes and ratios from two or more figures."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction
from itertools import chain

from checks.derivation.complement import NEGATION
from checks.derivation.operands import COUNTS, Derivation, clause_around, is_change_amount, pairs, range_ends
from checks.model import Article, Figure, Hedge, Kind
from checks.number_format import number
from checks.passage_index import WORD
from checks.pattern import pattern
from checks.sameness import Sameness, compare_entities, counted_entity, noun_class

BOUNDS = (Hedge.JUST_OVER, Hedge.MORE_THAN, Hedge.AT_LEAST, Hedge.LESS_THAN, Hedge.AT_MOST)
MAX_DENOMINATOR = 20
"""Largest denominator of a derived share: "one in 20".

A fraction with a larger one, such as "529 out of 600", is a score or count as stated, not a derived share.
"""
ROUNDING_IN_POINTS = Fraction(1, 2)
"""Largest difference in percentage points that rounding to whole points explains."""
HEDGED_PERCENT_SLACK, HEDGED_FRACTION_SLACK = Fraction(3), Fraction(1, 15)
"""Largest difference of a hedged share from the computed one: in percentage points, and as a part of one."""
HEDGED_CHANGE_SLACK = Fraction(1, 33)
"""Largest difference of a hedged relative change from the computed one, as a part of one: 3 percentage points."""
RATIO_TOLERANCE = Fraction(1, 10)
"""Largest relative difference of a stated multiple from the computed ratio."""


def has_large_denominator(figure: Figure) -> bool:
    """Whether the denominator of a fraction in lowest terms exceeds MAX_DENOMINATOR."""
    return figure.kind is Kind.FRACTION and figure.value is not None and figure.value.denominator > MAX_DENOMINATOR


def share_of_pair(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """One figure as a share of another nearby: "a third" for 12 of 36, "20%" for one in five."""
    if figure.kind not in (Kind.PERCENT, Kind.FRACTION) or figure.value is None or has_large_denominator(figure):
        return
    if is_change_amount(figure, target):
        return  # "down by two thirds" is no share
    scale = 100 if figure.kind is Kind.PERCENT else 1
    hedged_slack = HEDGED_PERCENT_SLACK if figure.kind is Kind.PERCENT else HEDGED_FRACTION_SLACK
    slack = ROUNDING_IN_POINTS * scale / 100 if figure.hedge is Hedge.NONE else hedged_slack
    counts = [other for other in source.figures if other.kind in (*COUNTS, Kind.MONEY) and other.value]
    for first, second in pairs(counts):
        if (
            first.unit != second.unit
            or not first.value
            or not second.value
            or not _may_be_share_of(figure, source, first, second)
        ):
            continue
        large, small = max(first.value, second.value), min(first.value, second.value)
        share = small / large * scale
        if abs(share - figure.value) <= slack and _keeps_bound(figure, share):
            arithmetic = f"{number(small)} of {number(large)} = {number(small / large * 100)}%"
            yield Derivation(arithmetic, (first.span, second.span))
        elif (
            abs(scale - share - figure.value) <= slack
            and _keeps_bound(figure, scale - share)
            and NEGATION.search(clause_around(figure, target))
        ):
            arithmetic = f"{number(small)} of {number(large)} leave {number((1 - small / large) * 100)}%"
            yield Derivation(arithmetic, (first.span, second.span))


def relative_change(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """The relative change between two figures of a sentence: "fell by about a third" for £94m and £61m."""
    if figure.kind not in (Kind.PERCENT, Kind.FRACTION) or figure.value is None or not is_change_amount(figure, target):
        return
    scale = 100 if figure.kind is Kind.PERCENT else 1
    slack = scale * (ROUNDING_IN_POINTS / 100 if figure.hedge is Hedge.NONE else HEDGED_CHANGE_SLACK)
    kinds = (*COUNTS, Kind.MONEY, Kind.PERCENT) if figure.kind is Kind.FRACTION else (*COUNTS, Kind.MONEY)
    counts = [other for other in source.figures if other.kind in kinds and other.value]
    for first, second in chain(pairs(counts), range_ends(counts)):
        if first.unit != second.unit or first.sentence != second.sentence or not first.value or not second.value:
            continue
        difference = abs(first.value - second.value)
        for base in (first.value, second.value):
            change = difference / base * scale
            if difference and abs(change - figure.value) <= slack and _keeps_bound(figure, change):
                arithmetic = f"{number(difference)} of {number(base)} = {number(round(difference / base * 100, 1))}%"
                yield Derivation(arithmetic, (first.span, second.span))


def _keeps_bound(figure: Figure, derived: Fraction) -> bool:
    """Whether a derived value is on the side of the figure that its hedge names: 6% is not "more than a tenth"."""
    return figure.hedge not in BOUNDS or derived in figure.interval


REMAINING_SHARE_PHRASE = pattern(r"\b(?:the rest|the remainder|everyone else|the others)\b", re.IGNORECASE)


def remaining_share(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """100% minus the shares that a sentence states: 17% for "61% online, 22% on paper and the rest by phone"."""
    if figure.kind is not Kind.PERCENT or figure.value is None:
        return
    shares: dict[int, list[Figure]] = defaultdict(list)
    for other in source.figures:
        if other.kind is Kind.PERCENT and other.value is not None and not other.is_range:
            shares[other.sentence].append(other)
    for sentence, parts in shares.items():
        if sum(part.value or 0 for part in parts) + figure.value == 100 and REMAINING_SHARE_PHRASE.search(
            source.text_of(source.sentences[sentence].span)
        ):
            arithmetic = " - ".join(["100", *(number(part.value or 0) for part in parts)])
            yield Derivation(f"{arithmetic} = {number(figure.value)}", tuple(part.span for part in parts))


def _may_be_share_of(share: Figure, source: Article, *others: Figure) -> bool:
    """Whether one of the others counts what the share is of, or their sentence names it; True if that is not stated."""
    if share.noun is None or all(other.noun is None for other in others):
        return True
    entity = counted_entity(share)
    if any(
        other.noun is not None and compare_entities(entity, counted_entity(other)) is Sameness.SAME for other in others
    ):
        return True
    sentence = source.text_of(source.sentences[others[0].sentence].span)
    return entity.head in map(noun_class, WORD.findall(sentence))


def ratio_of_pair(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """The ratio of two figures of one unit: "more than doubled" for 180 and 375."""
    if figure.kind is not Kind.MULTIPLE or figure.value is None:
        return
    parts = [
        candidate
        for candidate in source.figures
        if candidate.kind in (*COUNTS, Kind.MONEY, Kind.PERCENT, Kind.MEASURE) and candidate.value
    ]
    for first, second in chain(pairs(parts), range_ends(parts)):
        if first.unit != second.unit or not first.value or not second.value:
            continue
        large, small = max(first.value, second.value), min(first.value, second.value)
        ratio = large / small
        is_near = abs(ratio - figure.value) <= figure.value * RATIO_TOLERANCE and _keeps_bound(figure, ratio)
        if ratio in figure.interval or is_near:
            yield Derivation(f"{number(large)} / {number(small)} = {number(ratio)}", (first.span, second.span))
