"""Derives what is left of a whole after the parts that the source states.

"About 31,000 of the 46,000 jars were sold and the rest are in store" implies how many are in store; "58 of them have
been matched" implies how many have yet to be. The whole may be stated paragraphs before its part.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from fractions import Fraction

from checks.derivation.complement import have_opposite_predicates
from checks.derivation.operands import (
    COUNTS,
    HEDGED_TOLERANCE,
    MAX_FOLLOWING,
    MAX_PRECEDING,
    Derivation,
    counts_same_entity,
)
from checks.model import Article, Figure, Hedge, Kind
from checks.number_format import number
from checks.pattern import pattern

REST_OF_WHOLE_PHRASE = pattern(r"\b(?:the|its|their) (?:rest|remainder|others?|balance|remaining)\b", re.IGNORECASE)
SUBTRACTABLE_KINDS = (*COUNTS, Kind.MONEY, Kind.MEASURE)
MAX_DISTANCE_FROM_WHOLE = 10
"""Most sentences from a whole to a part of it that follows."""


def rest_of_whole(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """A whole minus the figures of a sentence that mentions the rest."""
    if figure.kind not in SUBTRACTABLE_KINDS or not figure.value or figure.is_range:
        return
    same_type = _addable_figures(figure, source)
    for sentence_index, sentence in enumerate(source.sentences):
        if not REST_OF_WHOLE_PHRASE.search(source.text, *sentence.span):
            continue
        start = bisect_left(same_type, sentence_index - 1, key=lambda part: part.sentence)
        end = bisect_right(same_type, sentence_index, key=lambda part: part.sentence)
        nearby = same_type[start : min(end, start + MAX_FOLLOWING)]
        parts = [part for part in nearby if part.sentence == sentence_index] or nearby
        for whole in _possible_wholes(
            figure, sentence_index, same_type[max(0, start - MAX_PRECEDING) : start + MAX_FOLLOWING]
        ):
            candidates = [part for part in parts if part is not whole and (part.value or 0) < (whole.value or 0)]
            for parts_taken in dict.fromkeys((tuple(candidates), *((part,) for part in candidates))):
                yield from _difference(figure, whole, parts_taken)


def part_not_yet_done(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """A whole minus a part, where the target's words say the opposite of those after the part."""
    if figure.kind not in SUBTRACTABLE_KINDS or not figure.value:
        return
    same_type = _addable_figures(figure, source)
    for index, part in enumerate(same_type):
        if not have_opposite_predicates(figure, target, part, source):
            continue
        for whole in _possible_wholes(
            figure, part.sentence, same_type[max(0, index - MAX_PRECEDING) : index + MAX_FOLLOWING]
        ):
            if (part.value or 0) < (whole.value or 0):
                yield from _difference(figure, whole, (part,))


def _addable_figures(figure: Figure, source: Article) -> list[Figure]:
    """The source's figures of the same kind and unit, which can be subtracted from one another."""
    return [
        candidate
        for candidate in source.figures
        if candidate.value
        and not candidate.is_range
        and (
            (candidate.kind in COUNTS and figure.kind in COUNTS)
            or (candidate.kind is figure.kind and candidate.unit == figure.unit)
        )
    ]


def _possible_wholes(figure: Figure, sentence_index: int, candidates: list[Figure]) -> Iterator[Figure]:
    """The candidates at or before this sentence that exceed the figure and may count the same entity."""
    for candidate in candidates:
        is_near = 0 <= sentence_index - candidate.sentence <= MAX_DISTANCE_FROM_WHOLE and (candidate.value or 0) > (
            figure.value or 0
        )
        if is_near and counts_same_entity(figure, candidate):
            yield candidate


def _difference(figure: Figure, whole: Figure, parts: tuple[Figure, ...]) -> Iterator[Derivation]:
    """The whole minus its parts, if that is the figure's value or, of a hedged figure, close to it."""
    remainder = (whole.value or Fraction(0)) - sum((part.value or Fraction(0) for part in parts), Fraction(0))
    value = figure.value or Fraction(0)
    is_approximate = (
        figure.hedge is not Hedge.NONE
        and remainder in figure.interval
        and abs(remainder - value) <= HEDGED_TOLERANCE * value
    )
    if parts and remainder > 0 and (remainder == value or is_approximate):
        arithmetic = " - ".join(number(figure.value or 0) for figure in (whole, *parts))
        spans = tuple(sorted(figure.span for figure in (whole, *parts)))
        yield Derivation(f"{arithmetic} = {number(remainder)}", spans, subtracted=parts)
