"""Finds the story's figures from which a headline's figure follows: a row that adds up to it, two with that difference.

A headline may also tell of a change or a margin that the story gives only by its two ends.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from checks.derivation import Derivation, derive
from checks.model import Article, Figure, Kind, Zone
from checks.number_format import format_in_unit, format_sum, number
from checks.pattern import pattern
from checks.rules._printed import place_of
from checks.rules.repeats._rounding import ROUNDING_TOLERANCE
from checks.sameness import same_unit

MIN_DERIVED = 10  # smaller counts come out of some sum in any story
CHANGING = pattern(
    r"\b(?:by|up|down|(?:cut|axe|shed|add|lose|gain|slip|rise|fall|drop|jump|climb|grow|shrink|lead)s?|ahead|behind)\b",
    re.IGNORECASE,
)
CHANGED_BEHIND = pattern(
    r"(?:[ -][a-z]+)?[ -](?:more|fewer|less|higher|lower|clear|ahead|behind|up|down|lead)\b", re.IGNORECASE
)
MAX_TO_CHANGE = 40  # characters from the word of a change to its figure
POINTS = pattern(r"[ -](?:percentage )?points?\b", re.IGNORECASE)
AMOUNTS = (Kind.COUNT, Kind.NUMBER, Kind.MONEY, Kind.MEASURE)
TOGETHER = pattern(r"[^;:()\d]{0,40}")
JOINED = pattern(r"\b(?:and|plus)\b")
"""Between the figures of a row: "210 houses, 40 bungalows and 130 flats"."""
MAX_ADDENDS = 8  # figures of one sentence that are added up


def derived_from_row(figure: Figure, rival: Figure, below: Article) -> Derivation | None:
    """The sum that makes the headline's figure from a row with the rival in it: "210 houses and 130 flats", 340."""
    row = [
        part
        for part in below.figures
        if part.sentence == rival.sentence and (same_unit(figure, part) or part.kind is Kind.NUMBER)
    ][:MAX_ADDENDS]
    for start in range(len(row)):
        for end in range(start + 2, len(row) + 1):
            parts = row[start:end]
            gaps = [below.text[first.span.end : second.span.start] for first, second in pairwise(parts)]
            if (
                rival in parts
                and JOINED.search(gaps[-1])
                and all(map(TOGETHER.fullmatch, gaps))
                and sum(part.value or 0 for part in parts) == figure.value
            ):
                arithmetic = f"{format_sum([part.value or 0 for part in parts])} = {number(figure.value)}"
                return Derivation(arithmetic, tuple(part.span for part in parts))
    return None


def derived_from_pair(figure: Figure, others: Sequence[Figure]) -> Derivation | None:
    """The sum or difference of two neighbouring figures that gives the headline's, within its rounding."""
    value = figure.value or Fraction(0)
    for one, other in pairwise(others):
        if other.sentence != one.sentence or one.value is None or other.value is None:
            continue
        for sign, found in (("+", one.value + other.value), ("-", abs(one.value - other.value))):
            if abs(found - value) <= ROUNDING_TOLERANCE * value and abs(found - value) < place_of(value):
                first, second = sorted((one, other), key=lambda each: each.value or 0, reverse=True)
                return Derivation(
                    f"{first.words} {sign} {second.words} = {format_in_unit(found, figure)}", (one.span, other.span)
                )
    return None


def may_be_derived(figure: Figure) -> bool:
    """Whether a derivation counts as support. Small counts are the sum of something in any story."""
    return figure.kind is Kind.MONEY or (figure.value or 0) >= MIN_DERIVED


def is_told_as_change(article: Article, figure: Figure) -> bool:
    """Whether the headline tells of a change or margin, which the story need not repeat: "axe nine councillors"."""
    start = article.sentences[figure.sentence].span.start
    return (
        CHANGING.search(article.text, max(start, figure.span.start - MAX_TO_CHANGE), figure.span.start) is not None
        or CHANGED_BEHIND.match(article.text, figure.span.end) is not None
    )


def follows(figure: Figure, article: Article, below: Article, comparable: Sequence[Figure]) -> bool:
    """Whether the headline's figure follows from two of the story's: as their difference, sum, share or change."""
    if derive(figure, article, below) or derived_from_pair(figure, comparable):
        return True
    if figure.kind is Kind.PERCENT:
        return _is_ratio_of_pair(figure, below)
    is_points = POINTS.match(article.text, figure.span.end) is not None
    shares = [other for other in below.figures if other.kind is Kind.PERCENT and is_points]
    return derived_from_pair(figure, shares) is not None


def _is_ratio_of_pair(figure: Figure, below: Article) -> bool:
    """Whether one of two neighbouring figures is so many per cent of the other, or more or less than it by so many."""
    amounts = [other for other in below.figures if other.kind in AMOUNTS and other.value and other.zone is Zone.BODY]
    slack = (figure.interval.high or Fraction(0)) - (figure.interval.low or Fraction(0)) or Fraction(1)
    for one, other in pairwise(amounts):
        if one.value is None or other.value is None or other.sentence > one.sentence + 1:
            continue
        for part, whole in ((one.value, other.value), (other.value, one.value)):
            share = 100 * part / whole
            if any(abs(found - (figure.value or 0)) <= slack / 2 for found in (share, abs(share - 100))):
                return True
    return False
