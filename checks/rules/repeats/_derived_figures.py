"""Derives a headline's figure from figures of the story: a row that adds up to it, or two with that difference.

A headline may also state a change or a margin of which the story gives only the two ends.
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

MIN_DERIVED = 10  # smaller counts are the sum of something in any story
CHANGE_WORD_BEFORE = pattern(
    r"\b(?:by|up|down|(?:cut|axe|shed|add|lose|gain|slip|rise|fall|drop|jump|climb|grow|shrink|lead)s?|ahead|behind)\b",
    re.IGNORECASE,
)
CHANGE_WORD_AFTER = pattern(
    r"(?:[ -][a-z]+)?[ -](?:more|fewer|less|higher|lower|clear|ahead|behind|up|down|lead)\b", re.IGNORECASE
)
MAX_DISTANCE_TO_CHANGE_WORD = 40  # characters from a word of change to its figure
POINTS_AFTER = pattern(r"[ -](?:percentage )?points?\b", re.IGNORECASE)
AMOUNT_KINDS = (Kind.COUNT, Kind.NUMBER, Kind.MONEY, Kind.MEASURE)
ADDEND_GAP = pattern(r"[^;:()\d]{0,40}")
ADDEND_CONJUNCTION = pattern(r"\b(?:and|plus)\b")
"""The conjunction before the last figure of a row: "210 houses, 40 bungalows and 130 flats"."""
MAX_ADDENDS = 8  # figures of one sentence that are added up


def derived_from_row(figure: Figure, rival: Figure, body: Article) -> Derivation | None:
    """The sum of a row of figures that includes the rival, if it is the headline's figure; None if there is none.

    "210 houses and 130 flats" gives 340.
    """
    row = [
        part
        for part in body.figures
        if part.sentence == rival.sentence and (same_unit(figure, part) or part.kind is Kind.NUMBER)
    ][:MAX_ADDENDS]
    for start in range(len(row)):
        for end in range(start + 2, len(row) + 1):
            parts = row[start:end]
            gaps = [body.text[first.span.end : second.span.start] for first, second in pairwise(parts)]
            if (
                rival in parts
                and ADDEND_CONJUNCTION.search(gaps[-1])
                and all(map(ADDEND_GAP.fullmatch, gaps))
                and sum(part.value or 0 for part in parts) == figure.value
            ):
                arithmetic = f"{format_sum([part.value or 0 for part in parts])} = {number(figure.value)}"
                return Derivation(arithmetic, tuple(part.span for part in parts))
    return None


def derived_from_pair(figure: Figure, others: Sequence[Figure]) -> Derivation | None:
    """The sum or difference of two neighbouring figures that rounds to the headline's; None if there is none."""
    value = figure.value or Fraction(0)
    for figure_before, figure_after in pairwise(others):
        if figure_after.sentence != figure_before.sentence or figure_before.value is None or figure_after.value is None:
            continue
        for sign, result in (
            ("+", figure_before.value + figure_after.value),
            ("-", abs(figure_before.value - figure_after.value)),
        ):
            if abs(result - value) <= ROUNDING_TOLERANCE * value and abs(result - value) < place_of(value):
                first, second = sorted((figure_before, figure_after), key=lambda each: each.value or 0, reverse=True)
                return Derivation(
                    f"{first.words} {sign} {second.words} = {format_in_unit(result, figure)}",
                    (figure_before.span, figure_after.span),
                )
    return None


def may_be_derived(figure: Figure) -> bool:
    """Whether a derivation counts as support: not for small counts, which are the sum of something in any story."""
    return figure.kind is Kind.MONEY or (figure.value or 0) >= MIN_DERIVED


def is_stated_as_change(article: Article, figure: Figure) -> bool:
    """Whether the headline states a change or margin, which the story need not repeat: "axe nine councillors"."""
    start = article.sentences[figure.sentence].span.start
    return (
        CHANGE_WORD_BEFORE.search(
            article.text, max(start, figure.span.start - MAX_DISTANCE_TO_CHANGE_WORD), figure.span.start
        )
        is not None
        or CHANGE_WORD_AFTER.match(article.text, figure.span.end) is not None
    )


def follows_from_pair(figure: Figure, article: Article, body: Article, comparable: Sequence[Figure]) -> bool:
    """Whether the headline's figure follows from two of the story's: as their difference, sum, share or change."""
    if derive(figure, article, body) or derived_from_pair(figure, comparable):
        return True
    if figure.kind is Kind.PERCENT:
        return _is_ratio_of_pair(figure, body)
    is_points = POINTS_AFTER.match(article.text, figure.span.end) is not None
    shares = [other for other in body.figures if other.kind is Kind.PERCENT and is_points]
    return derived_from_pair(figure, shares) is not None


def _is_ratio_of_pair(figure: Figure, body: Article) -> bool:
    """Whether the percentage is that of one of two neighbouring figures in the other, or of their difference."""
    amounts = [
        other for other in body.figures if other.kind in AMOUNT_KINDS and other.value and other.zone is Zone.BODY
    ]
    slack = (figure.interval.high or Fraction(0)) - (figure.interval.low or Fraction(0)) or Fraction(1)
    for first, second in pairwise(amounts):
        if first.value is None or second.value is None or second.sentence > first.sentence + 1:
            continue
        for part, whole in ((first.value, second.value), (second.value, first.value)):
            share = 100 * part / whole
            if any(abs(ratio - (figure.value or 0)) <= slack / 2 for ratio in (share, abs(share - 100))):
                return True
    return False
