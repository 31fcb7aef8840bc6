"""What two figures that stand side by side in the source give, where nothing else says that they are meant.

A writer who reads "on 41.2%, against a target of 50%" may well write "almost nine points short". The ways in
`checks.derivation.sums` ask that both figures count what the target counts; here the numbers alone speak, so what is
found is weak: it is no support, and keeps a figure from being called wrong. Small counts come out of any two figures;
they are looked at only where the target's words compare or take away.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from checks.derivation.operands import COUNTS, MOST, Derivation, clause, counts_alike, elided, ends, pairs
from checks.derivation.shares import is_result
from checks.model import Article, Figure, Hedge, Kind
from checks.number_format import number
from checks.pattern import pattern

KINDS = (*COUNTS, Kind.ORDINAL, Kind.MONEY, Kind.MEASURE, Kind.DURATION, Kind.PERCENT, Kind.POINTS)
SMALL = 12
"""Up to here a count comes out of some two figures of any story."""
COMPARES = pattern(
    r"\b(?:more|fewer|less|ahead|behind|clear|gap|margin|lead|majority|points?|places?|apart|later|after|earlier|short"
    r"|above|below|rose|risen|rise|up|down|fell|fall|fallen|increased?|reduced?|outside|off|older|younger|leaving|left"
    r"|other|remaining|beat|beating)\b",
    re.IGNORECASE,
)
NEARLY, SLIGHT = Fraction(1, 10), Fraction(1, 20)
WIDE = Fraction(1, 5)
"""How far a share may lie from "more than half"."""
BOUNDS = (Hedge.MORE_THAN, Hedge.LESS_THAN, Hedge.AT_LEAST, Hedge.AT_MOST)
FURTHER = 6
"""Sentences between a part and the whole that a writer puts it to."""
WHOLE = {"penny": "GBP", "cent": "USD"}


def beside(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """The sum or difference of two figures of the same or of neighbouring sentences, or of the ends of a range."""
    if figure.kind not in KINDS or not figure.value or figure.is_range:
        return
    mine, compares = _whole(figure), COMPARES.search(clause(figure, target)) is not None
    counts = figure.kind in (*COUNTS, Kind.ORDINAL)
    if counts and figure.value <= SMALL and not compares:
        return
    sorts = {_sort(mine)} | ({"percent"} if figure.noun is not None and figure.noun.head == "point" else set())
    bare = [one for sort in sorts & {"percent"} for one in elided(Kind.PERCENT, sort, source)]
    stated = [_whole(one) for one in (*source.figures, *bare) if one.value and one.kind in KINDS]
    stated = sorted((one for one in stated if _sort(one) in sorts), key=lambda one: one.span)
    for one, other in (*pairs([each for each in stated if not each.is_range], 3), *ends(stated)):
        low, high = sorted((one.value or Fraction(0), other.value or Fraction(0)))
        if low == high or _sort(one) != _sort(other) or not counts_alike(figure, one, other):
            continue
        spans = tuple(dict.fromkeys((one.span, other.span)))
        if _says(mine, high - low) and high - low != low:
            yield Derivation(f"{number(high)} - {number(low)} = {number(high - low)}", spans, weak=True)
        elif not (counts and figure.value <= SMALL) and _says(mine, high + low):
            yield Derivation(f"{number(low)} + {number(high)} = {number(high + low)}", spans, weak=True)


def part_of_all(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """A share of what is told further off: "more than half of the dead" for 21 of the 34."""
    if figure.kind is not Kind.FRACTION or not figure.value or is_result(figure):
        return
    counts = [one for one in source.figures if one.value and one.kind in (*COUNTS, Kind.MONEY) and not one.is_range]
    counts = [one for one in counts if _tells_part(figure, one)]
    for place, whole in enumerate(counts):
        for part in counts[max(0, place - MOST) : place + MOST]:
            small, large = part.value or Fraction(0), whole.value or Fraction(1)
            if small >= large or _sort(part) != _sort(whole) or abs(part.sentence - whole.sentence) > FURTHER:
                continue
            share = small / large
            bound = figure.hedge in BOUNDS and share in figure.interval and abs(share - figure.value) <= WIDE
            if bound or _says(figure, share) or abs(share - figure.value) <= figure.value * SLIGHT:
                said = f"{number(small)} of {number(large)} = {number(round(share * 100, 1))}%"
                yield Derivation(said, (part.span, whole.span), weak=True)


def _tells_part(figure: Figure, one: Figure) -> bool:
    """A count that could be some of the others, or all of them."""
    if one.kind is Kind.MONEY:
        return figure.noun is None
    return (one.value or 0) > 1 and (figure.noun is None or one.noun is None or counts_alike(figure, one))


def _says(figure: Figure, found: Fraction) -> bool:
    """Is it the figure, or what a hedged one says roundly: "almost nine" for 8.8?"""
    value = figure.value or Fraction(0)
    return found == value or (
        figure.hedge is not Hedge.NONE and found in figure.interval and abs(found - value) <= NEARLY * value
    )


def _whole(figure: Figure) -> Figure:
    """Pence as a part of a pound."""
    if figure.unit not in WHOLE or figure.value is None:
        return figure
    part = Fraction(1, 100)
    return replace(figure, value=figure.value * part, interval=figure.interval.times(part), unit=WHOLE[figure.unit])


def _sort(figure: Figure) -> str | None:
    """What two figures must have in common to be added up."""
    if figure.kind in (*COUNTS, Kind.ORDINAL):
        return "count"
    return "percent" if figure.kind is Kind.POINTS else figure.unit
