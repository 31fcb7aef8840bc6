"""Derives figures from rates and shares: pay for another period, a total from a number per item, a share of a whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from checks.derivation.operands import COUNTS, Derivation, pairs
from checks.model import Article, Figure, Kind
from checks.number_format import number
from checks.pattern import pattern
from checks.periods import PERIODS_IN_PERIOD, period_of
from checks.sameness import Sameness, compare_entities, counted_entity

RATE_TOLERANCE = Fraction(1, 50)
"""Largest difference of the stated rate from the computed one, as a part of the former: £1,900 for £1,916."""


def rate_in_other_period(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """A rate converted to another period: £1,000 a month is £12,000 a year."""
    if figure.kind not in (*COUNTS, Kind.MONEY) or not figure.value:
        return
    target_period = period_of(figure, target)
    for other in source.figures if target_period else ():
        if other.kind is not figure.kind or other.unit != figure.unit or not other.value:
            continue
        source_period = period_of(other, source)
        factor = Fraction(PERIODS_IN_PERIOD.get((source_period, target_period), 0)) or Fraction(
            1, PERIODS_IN_PERIOD.get((target_period, source_period), 1)
        )
        if (
            source_period == target_period
            or factor == 1
            or compare_entities(counted_entity(figure), counted_entity(other)) is Sameness.DIFFERENT
        ):
            continue
        if abs(other.value * factor - figure.value) <= figure.value * RATE_TOLERANCE:
            arithmetic = f"{other.words} a {source_period} = {number(other.value * factor)} a {target_period}"
            yield Derivation(arithmetic, (other.span,))


PER_ITEM_WORD = pattern(r"\b(?:each|every|apiece|per)\b", re.IGNORECASE)


def rate_times_count(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """A count times a rate: twelve shops with 25 people each have 300."""
    if figure.kind not in (*COUNTS, Kind.MONEY) or not figure.value:
        return
    candidates = [
        other for other in source.figures if other.kind in (*COUNTS, Kind.MONEY) and other.value and not other.is_range
    ]
    for first, second in pairs(candidates, 0):
        if first.kind is Kind.MONEY and second.kind is Kind.MONEY:
            continue
        product = (first.value or 0) * (second.value or 0) if (first.unit or second.unit) == figure.unit else 0
        if product == figure.value and PER_ITEM_WORD.search(source.text_of(source.sentences[first.sentence].span)):
            arithmetic = f"{number(first.value or 0)} x {number(second.value or 0)} = {number(figure.value)}"
            yield Derivation(arithmetic, (first.span, second.span), rare=False)


WORDS_BETWEEN_SHARE_AND_WHOLE = pattern(r" of (?:the |its |their |all |some |about |around |his |her |our )*$")
SHARE_OF_WHOLE_TOLERANCE, MIN_ROUNDED_SHARE = Fraction(1, 50), 100
"""Largest relative difference of a stated value from the computed one; a value below the minimum has to be exact."""


def share_of_stated_whole(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """A stated share of a stated whole, or the rest of that: a third of 900 is 300, and 600 are left."""
    if figure.kind not in (*COUNTS, Kind.MONEY) or not figure.value:
        return
    shares = [
        candidate for candidate in source.figures if candidate.kind in (Kind.FRACTION, Kind.PERCENT) and candidate.value
    ]
    for share in shares:
        part = (share.value or Fraction(0)) / (100 if share.kind is Kind.PERCENT else 1)
        for whole in source.figures if 0 < part < 1 else ():
            if whole.sentence != share.sentence or whole.unit != figure.unit or not whole.value:
                continue
            if whole.kind not in (*COUNTS, Kind.MONEY) or whole.span.start < share.span.end:
                continue
            if WORDS_BETWEEN_SHARE_AND_WHOLE.fullmatch(source.text[share.span.end : whole.span.start]) is None:
                continue
            for value, is_rest in ((whole.value * part, False), (whole.value * (1 - part), True)):
                if abs(value - figure.value) <= (
                    figure.value * SHARE_OF_WHOLE_TOLERANCE if figure.value >= MIN_ROUNDED_SHARE else 0
                ):
                    arithmetic = f"{share.words} of {number(whole.value)} = {number(whole.value * part)}"
                    arithmetic += f", and {number(value)} are left" if is_rest else ""
                    yield Derivation(arithmetic, (share.span, whole.span), rare=False)
