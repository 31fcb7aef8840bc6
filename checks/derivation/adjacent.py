"""Weak derivations from figures that are close together, by their values alone.

A writer who reads "on 41.2%, against a target of 50%" may well write "almost nine points short". The methods in
`checks.derivation.sums` require that the figures count what the target counts; here only the values match. So these
derivations are weak: they do not support a figure, but only keep it from being reported as wrong. Small counts follow
from nearly any two figures and are considered only where the target's words compare or subtract.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from checks.derivation.operands import (
    COUNTS,
    HEDGED_TOLERANCE,
    MAX_PRECEDING,
    Derivation,
    clause_around,
    counts_same_entity,
    is_change_amount,
    pairs,
    range_ends,
    with_elided_unit,
)
from checks.derivation.ratios import has_large_denominator
from checks.model import Article, Figure, Hedge, Kind
from checks.number_format import number
from checks.pattern import pattern

ADDABLE_KINDS = (*COUNTS, Kind.ORDINAL, Kind.MONEY, Kind.MEASURE, Kind.DURATION, Kind.PERCENT, Kind.POINTS)
MAX_CHANCE_COUNT = 12
"""Largest count that is the sum or difference of some two figures of nearly any story."""
COMPARISON_WORDS = pattern(
    r"\b(?:more|fewer|less|ahead|behind|clear|gap|margin|lead|majority|points?|places?|apart|later|after|earlier|short"
    r"|above|below|rose|risen|rise|up|down|fell|fall|fallen|increased?|reduced?|outside|off|older|younger|leaving|left"
    r"|other|remaining|beat|beating)\b",
    re.IGNORECASE,
)
DISTANT_SHARE_TOLERANCE = Fraction(1, 20)
"""Largest relative difference between a stated share and the computed one."""
MAX_DISTANCE_FROM_BOUND = Fraction(1, 5)
"""Largest difference between a share and the bound stated for it, as in "more than half"."""
BOUND_HEDGES = (Hedge.MORE_THAN, Hedge.LESS_THAN, Hedge.AT_LEAST, Hedge.AT_MOST)
MAX_SUM_DISTANCE = 3
"""Most sentences between two figures that a writer adds or subtracts."""
MAX_SHARE_DISTANCE = 6
"""Most sentences from a part to the whole that a writer relates it to."""
CURRENCY_OF_SMALL_UNIT = {"penny": "GBP", "cent": "USD"}


def adjacent_sum_or_difference(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """The sum or difference of two figures that are at most three sentences apart, or of the ends of a range."""
    if figure.kind not in ADDABLE_KINDS or not figure.value or figure.is_range:
        return
    in_main_unit, is_comparison = (
        _in_main_currency_unit(figure),
        COMPARISON_WORDS.search(clause_around(figure, target)) is not None,
    )
    is_count = figure.kind in (*COUNTS, Kind.ORDINAL)
    if is_count and figure.value <= MAX_CHANCE_COUNT and not is_comparison:
        return
    quantity_types = {_quantity_type(in_main_unit)} | (
        {"percent"} if figure.noun is not None and figure.noun.head == "point" else set()
    )
    elided = [
        other
        for quantity_type in quantity_types & {"percent"}
        for other in with_elided_unit(Kind.PERCENT, quantity_type, source)
    ]
    others = [other for other in (*source.figures, *elided) if other.value and other.kind in ADDABLE_KINDS]
    candidates = [_in_main_currency_unit(other) for other in others]
    candidates = sorted(
        (other for other in candidates if _quantity_type(other) in quantity_types), key=lambda other: other.span
    )
    for first, second in (
        *pairs([candidate for candidate in candidates if not candidate.is_range], MAX_SUM_DISTANCE),
        *range_ends(candidates),
    ):
        low, high = sorted((first.value or Fraction(0), second.value or Fraction(0)))
        if (
            low == high
            or _quantity_type(first) != _quantity_type(second)
            or not counts_same_entity(figure, first, second)
        ):
            continue
        spans = tuple(dict.fromkeys((first.span, second.span)))
        if _has_value(in_main_unit, high - low) and high - low != low:
            subtracted = () if is_comparison else (min(first, second, key=lambda part: part.value or 0),)
            arithmetic = f"{number(high)} - {number(low)} = {number(high - low)}"
            yield Derivation(arithmetic, spans, weak=True, subtracted=subtracted)
        elif not (is_count and figure.value <= MAX_CHANCE_COUNT) and _has_value(in_main_unit, high + low):
            yield Derivation(f"{number(low)} + {number(high)} = {number(high + low)}", spans, weak=True)


def share_of_distant_whole(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """A share whose part and whole are further apart: "more than half of the dead" for 21 of the 34."""
    if figure.kind is not Kind.FRACTION or not figure.value or has_large_denominator(figure):
        return
    if is_change_amount(figure, target):
        return
    counts = [
        candidate
        for candidate in source.figures
        if candidate.value and candidate.kind in (*COUNTS, Kind.MONEY) and not candidate.is_range
    ]
    counts = [candidate for candidate in counts if _may_be_part_of(figure, candidate)]
    for index, whole in enumerate(counts):
        for part in counts[max(0, index - MAX_PRECEDING) : index + MAX_PRECEDING]:
            small, large = part.value or Fraction(0), whole.value or Fraction(1)
            if (
                small >= large
                or _quantity_type(part) != _quantity_type(whole)
                or abs(part.sentence - whole.sentence) > MAX_SHARE_DISTANCE
            ):
                continue
            share = small / large
            is_within_bound = (
                figure.hedge in BOUND_HEDGES
                and share in figure.interval
                and abs(share - figure.value) <= MAX_DISTANCE_FROM_BOUND
            )
            if (
                is_within_bound
                or _has_value(figure, share)
                or abs(share - figure.value) <= figure.value * DISTANT_SHARE_TOLERANCE
            ):
                arithmetic = f"{number(small)} of {number(large)} = {number(round(share * 100, 1))}%"
                yield Derivation(arithmetic, (part.span, whole.span), weak=True)


def _may_be_part_of(figure: Figure, candidate: Figure) -> bool:
    """Whether the candidate may be the part or the whole of this share."""
    if candidate.kind is Kind.MONEY:
        return figure.noun is None
    return (candidate.value or 0) > 1 and (
        figure.noun is None or candidate.noun is None or counts_same_entity(figure, candidate)
    )


def _has_value(figure: Figure, value: Fraction) -> bool:
    """Whether the figure has this value, or if it is hedged one close to it: 8.8 for "almost nine"."""
    stated = figure.value or Fraction(0)
    return value == stated or (
        figure.hedge is not Hedge.NONE and value in figure.interval and abs(value - stated) <= HEDGED_TOLERANCE * stated
    )


def _in_main_currency_unit(figure: Figure) -> Figure:
    """The figure in the currency's main unit: 50p as £0.50."""
    if figure.unit not in CURRENCY_OF_SMALL_UNIT or figure.value is None:
        return figure
    hundredth = Fraction(1, 100)
    return replace(
        figure,
        value=figure.value * hundredth,
        interval=figure.interval.times(hundredth),
        unit=CURRENCY_OF_SMALL_UNIT[figure.unit],
    )


def _quantity_type(figure: Figure) -> str | None:
    """What two figures must have in common to be added: "count", "percent" or a unit."""
    if figure.kind in (*COUNTS, Kind.ORDINAL):
        return "count"
    return "percent" if figure.kind is Kind.POINTS else figure.unit
