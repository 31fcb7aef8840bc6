"""Weak derivations from figures that stand close together, by their numbers alone.

A writer who reads "on 41.2%, against a target of 50%" may well write "almost nine points short". The methods in
`checks.derivation.sums` require that the figures count what the target counts; here only the numbers match. So the
derivations are weak: they do not support a figure, and only keep it from being called wrong. Small counts follow from
nearly any two figures and are considered only where the target's words compare or subtract.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from checks.derivation.operands import (
    COUNTS,
    MAX_BEFORE,
    Derivation,
    clause_around,
    counts_same_entity,
    is_change_amount,
    pairs,
    range_ends,
    with_elided_unit,
)
from checks.derivation.shares import is_test_score
from checks.model import Article, Figure, Hedge, Kind
from checks.number_format import number
from checks.pattern import pattern

KINDS = (*COUNTS, Kind.ORDINAL, Kind.MONEY, Kind.MEASURE, Kind.DURATION, Kind.PERCENT, Kind.POINTS)
MAX_CHANCE_COUNT = 12
"""Counts up to this follow from some two figures of nearly any story."""
COMPARISON_WORDS = pattern(
    r"\b(?:more|fewer|less|ahead|behind|clear|gap|margin|lead|majority|points?|places?|apart|later|after|earlier|short"
    r"|above|below|rose|risen|rise|up|down|fell|fall|fallen|increased?|reduced?|outside|off|older|younger|leaving|left"
    r"|other|remaining|beat|beating)\b",
    re.IGNORECASE,
)
HEDGED_TOLERANCE, SHARE_TOLERANCE = Fraction(1, 10), Fraction(1, 20)
BOUND_TOLERANCE = Fraction(1, 5)
"""Largest distance of a share from its bound, as in "more than half"."""
BOUNDS = (Hedge.MORE_THAN, Hedge.LESS_THAN, Hedge.AT_LEAST, Hedge.AT_MOST)
MAX_SENTENCES_APART = 6
"""Sentences between a part and the whole that a writer relates it to."""
CURRENCY_OF_COIN = {"penny": "GBP", "cent": "USD"}


def adjacent_sum_or_difference(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """The sum or difference of two figures of the same or of neighbouring sentences, or of the ends of a range."""
    if figure.kind not in KINDS or not figure.value or figure.is_range:
        return
    in_main_unit, is_comparison = (
        _in_main_unit(figure),
        COMPARISON_WORDS.search(clause_around(figure, target)) is not None,
    )
    is_count = figure.kind in (*COUNTS, Kind.ORDINAL)
    if is_count and figure.value <= MAX_CHANCE_COUNT and not is_comparison:
        return
    units = {_quantity_type(in_main_unit)} | (
        {"percent"} if figure.noun is not None and figure.noun.head == "point" else set()
    )
    elided = [first for unit in units & {"percent"} for first in with_elided_unit(Kind.PERCENT, unit, source)]
    candidates = [_in_main_unit(first) for first in (*source.figures, *elided) if first.value and first.kind in KINDS]
    candidates = sorted((first for first in candidates if _quantity_type(first) in units), key=lambda first: first.span)
    for first, second in (
        *pairs([candidate for candidate in candidates if not candidate.is_range], 3),
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
        if _states(in_main_unit, high - low) and high - low != low:
            part = () if is_comparison else (min(first, second, key=lambda part: part.value or 0),)
            arithmetic = f"{number(high)} - {number(low)} = {number(high - low)}"
            yield Derivation(arithmetic, spans, weak=True, subtracted=part)
        elif not (is_count and figure.value <= MAX_CHANCE_COUNT) and _states(in_main_unit, high + low):
            yield Derivation(f"{number(low)} + {number(high)} = {number(high + low)}", spans, weak=True)


def share_of_distant_whole(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """A share whose part and whole stand further apart: "more than half of the dead" for 21 of the 34."""
    if figure.kind is not Kind.FRACTION or not figure.value or is_test_score(figure):
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
        for part in counts[max(0, index - MAX_BEFORE) : index + MAX_BEFORE]:
            small, large = part.value or Fraction(0), whole.value or Fraction(1)
            if (
                small >= large
                or _quantity_type(part) != _quantity_type(whole)
                or abs(part.sentence - whole.sentence) > MAX_SENTENCES_APART
            ):
                continue
            share = small / large
            is_within_bound = (
                figure.hedge in BOUNDS and share in figure.interval and abs(share - figure.value) <= BOUND_TOLERANCE
            )
            if is_within_bound or _states(figure, share) or abs(share - figure.value) <= figure.value * SHARE_TOLERANCE:
                arithmetic = f"{number(small)} of {number(large)} = {number(round(share * 100, 1))}%"
                yield Derivation(arithmetic, (part.span, whole.span), weak=True)


def _may_be_part_of(figure: Figure, candidate: Figure) -> bool:
    """Whether the candidate may be the part or the whole of this share."""
    if candidate.kind is Kind.MONEY:
        return figure.noun is None
    return (candidate.value or 0) > 1 and (
        figure.noun is None or candidate.noun is None or counts_same_entity(figure, candidate)
    )


def _states(figure: Figure, value: Fraction) -> bool:
    """Whether a value is the figure's, or near it if the figure is hedged: 8.8 for "almost nine"."""
    stated = figure.value or Fraction(0)
    return value == stated or (
        figure.hedge is not Hedge.NONE and value in figure.interval and abs(value - stated) <= HEDGED_TOLERANCE * stated
    )


def _in_main_unit(figure: Figure) -> Figure:
    """The figure in the currency's main unit: 50p as £0.50."""
    if figure.unit not in CURRENCY_OF_COIN or figure.value is None:
        return figure
    part = Fraction(1, 100)
    return replace(
        figure, value=figure.value * part, interval=figure.interval.times(part), unit=CURRENCY_OF_COIN[figure.unit]
    )


def _quantity_type(figure: Figure) -> str | None:
    """A key that two figures must share to be added."""
    if figure.kind in (*COUNTS, Kind.ORDINAL):
        return "count"
    return "percent" if figure.kind is Kind.POINTS else figure.unit
