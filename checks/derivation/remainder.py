"""What is left of a whole that the source parts: "the rest were raised", or a part that the target's words leave out.

"About 31,000 of the 46,000 jars were sold and the rest are in store" says how many are in store; "58 of them have been
matched" says how many have yet to be. The whole may stand paragraphs before its part.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from fractions import Fraction

from checks.derivation.operands import COUNTS, FEW, MOST, Derivation, clause, counts_alike
from checks.model import Article, Figure, Hedge, Kind
from checks.number_format import number
from checks.passage_index import STOP_WORDS, WORD, stem
from checks.pattern import pattern

REST = pattern(r"\b(?:the|its|their) (?:rest|remainder|others?|balance|remaining)\b", re.IGNORECASE)
NOT_YET = pattern(
    r"\b(?:yet|not|still|never|without|remain(?:s|ed|ing)?|left|unsold|unpaid|outstanding)\b", re.IGNORECASE
)
KINDS = (*COUNTS, Kind.MONEY, Kind.MEASURE)
FURTHER = 10
"""Sentences between a whole and the part of it."""
BEHIND = 60
"""Characters behind a part in which its verb stands."""
SMALL = 12
NEARLY = Fraction(1, 10)


def the_rest(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """A whole less the figures of a sentence that speaks of the rest."""
    if figure.kind not in KINDS or not figure.value or figure.is_range:
        return
    alike = _alike(figure, source)
    for place, sentence in enumerate(source.sentences):
        if not REST.search(source.text, *sentence.span):
            continue
        first = bisect_left(alike, place - 1, key=lambda one: one.sentence)
        last = bisect_right(alike, place, key=lambda one: one.sentence)
        told = alike[first : min(last, first + FEW)]
        parts = [one for one in told if one.sentence == place] or told
        for whole in _wholes(figure, place, alike[max(0, first - MOST) : first + FEW]):
            of_it = [part for part in parts if part is not whole and (part.value or 0) < (whole.value or 0)]
            for taken in dict.fromkeys((tuple(of_it), *((part,) for part in of_it))):
                yield from _taken_away(figure, whole, taken)


def yet_to(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """A whole less a part, where the target denies what the source says of the part."""
    said = clause(figure, target)
    if figure.kind not in KINDS or not figure.value or figure.value <= SMALL or not NOT_YET.search(said):
        return
    words = {stem(word.lower()) for word in WORD.findall(said)}
    alike = _alike(figure, source)
    for place, part in enumerate(alike):
        behind = WORD.findall(source.text, part.span.end, part.span.end + BEHIND)
        head = part.noun.head if part.noun is not None else ""
        told = {stem(word.lower()) for word in behind if word.lower() not in STOP_WORDS} - {stem(head)}
        if not told & words:
            continue
        for whole in _wholes(figure, part.sentence, alike[max(0, place - MOST) : place + FEW]):
            if (part.value or 0) < (whole.value or 0):
                yield from _taken_away(figure, whole, (part,))


def _alike(figure: Figure, source: Article) -> list[Figure]:
    """The source's figures of one sort with this one, so that one can be taken from another."""
    return [
        one
        for one in source.figures
        if one.value
        and not one.is_range
        and ((one.kind in COUNTS and figure.kind in COUNTS) or (one.kind is figure.kind and one.unit == figure.unit))
    ]


def _wholes(figure: Figure, place: int, among: list[Figure]) -> Iterator[Figure]:
    for one in among:
        near = 0 <= place - one.sentence <= FURTHER and (one.value or 0) > (figure.value or 0)
        if near and counts_alike(figure, one):
            yield one


def _taken_away(figure: Figure, whole: Figure, parts: tuple[Figure, ...]) -> Iterator[Derivation]:
    left = (whole.value or Fraction(0)) - sum((part.value or Fraction(0) for part in parts), Fraction(0))
    value = figure.value or Fraction(0)
    roundly = figure.hedge is not Hedge.NONE and left in figure.interval and abs(left - value) <= NEARLY * value
    if parts and left > 0 and (left == value or roundly):
        said = " - ".join(number(one.value or 0) for one in (whole, *parts))
        yield Derivation(f"{said} = {number(left)}", tuple(sorted(one.span for one in (whole, *parts))))
