"""Derives what is left of a whole after the parts that the source states.

"About 31,000 of the 46,000 jars were sold and the rest are in store" implies how many are in store; "58 of them have
been matched" implies how many have yet to be. The whole may stand paragraphs before its part.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from fractions import Fraction

from checks.derivation.complement import say_opposites
from checks.derivation.operands import COUNTS, MAX_BEFORE, MAX_FOLLOWERS, Derivation, counts_same_entity
from checks.model import Article, Figure, Hedge, Kind
from checks.number_format import number
from checks.pattern import pattern

REST = pattern(r"\b(?:the|its|their) (?:rest|remainder|others?|balance|remaining)\b", re.IGNORECASE)
KINDS = (*COUNTS, Kind.MONEY, Kind.MEASURE)
MAX_SENTENCES_APART = 10
"""Sentences between a whole and the part of it."""
HEDGED_TOLERANCE = Fraction(1, 10)


def rest_of_whole(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """A whole minus the figures of a sentence that mentions the rest."""
    if figure.kind not in KINDS or not figure.value or figure.is_range:
        return
    same_type = _addable_figures(figure, source)
    for sentence_index, sentence in enumerate(source.sentences):
        if not REST.search(source.text, *sentence.span):
            continue
        first = bisect_left(same_type, sentence_index - 1, key=lambda part: part.sentence)
        last = bisect_right(same_type, sentence_index, key=lambda part: part.sentence)
        following = same_type[first : min(last, first + MAX_FOLLOWERS)]
        parts = [part for part in following if part.sentence == sentence_index] or following
        for whole in _possible_wholes(
            figure, sentence_index, same_type[max(0, first - MAX_BEFORE) : first + MAX_FOLLOWERS]
        ):
            candidates = [part for part in parts if part is not whole and (part.value or 0) < (whole.value or 0)]
            for parts_taken in dict.fromkeys((tuple(candidates), *((part,) for part in candidates))):
                yield from _difference(figure, whole, parts_taken)


def part_not_yet_done(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """A whole minus a part, where the target says the opposite of what the source says of the part."""
    if figure.kind not in KINDS or not figure.value:
        return
    same_type = _addable_figures(figure, source)
    for index, part in enumerate(same_type):
        if not say_opposites(figure, target, part, source):
            continue
        for whole in _possible_wholes(
            figure, part.sentence, same_type[max(0, index - MAX_BEFORE) : index + MAX_FOLLOWERS]
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
    for candidate in candidates:
        is_near = 0 <= sentence_index - candidate.sentence <= MAX_SENTENCES_APART and (candidate.value or 0) > (
            figure.value or 0
        )
        if is_near and counts_same_entity(figure, candidate):
            yield candidate


def _difference(figure: Figure, whole: Figure, parts: tuple[Figure, ...]) -> Iterator[Derivation]:
    left = (whole.value or Fraction(0)) - sum((part.value or Fraction(0) for part in parts), Fraction(0))
    value = figure.value or Fraction(0)
    is_approximate = (
        figure.hedge is not Hedge.NONE and left in figure.interval and abs(left - value) <= HEDGED_TOLERANCE * value
    )
    if parts and left > 0 and (left == value or is_approximate):
        arithmetic = " - ".join(number(figure.value or 0) for figure in (whole, *parts))
        spans = tuple(sorted(figure.span for figure in (whole, *parts)))
        yield Derivation(f"{arithmetic} = {number(left)}", spans, subtracted=parts)
