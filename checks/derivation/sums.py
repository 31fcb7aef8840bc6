"""Derives sums, differences and equal parts of figures, most of them close together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import chain, combinations

from checks.derivation.operands import (
    COUNTS,
    MAX_FOLLOWING,
    Derivation,
    clause_around,
    counts_same_entity,
    groups_to_add,
    has_entity,
    is_change_amount,
    may_be_added,
    pairs,
    with_elided_unit,
)
from checks.model import Article, Figure, Hedge, Kind
from checks.number_format import number
from checks.outcome_events import are_exclusive
from checks.passage_index import WORD, neighbouring_figures
from checks.pattern import pattern
from checks.sameness import counted_entity_in, is_person, noun_class

SUMMABLE_KINDS = (Kind.COUNT, Kind.NUMBER, Kind.MONEY, Kind.MEASURE, Kind.DURATION, Kind.PERCENT)
MAX_DISTANCE_TO_OTHERS = 3
"""Most sentences from a count to the "others" that are counted with it."""
MAX_COUNTS_OF_NOUN = 12
"""Most counts of one noun that are tried in pairs."""
MIN_ROUNDED_VALUE = 20
"""Smallest hedged figure that may be a rounded total."""
TOTAL_TOLERANCE = Fraction(1, 20)
"""Largest difference of a rounded total from the sum, as a part of the sum."""


def sum_of_group(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """The sum of two to four figures of one type that are close together, or of those before it in the target."""
    if figure.kind not in SUMMABLE_KINDS or figure.value is None:
        return
    event = counted_entity_in(target, figure).event
    parts = [
        other
        for other in source.figures
        if other.value is not None
        and 0 < other.value < figure.value * 3 / 2
        and not other.is_range
        and may_be_added(figure, other)
        and not are_exclusive(event, counted_entity_in(source, other).event)
    ]
    if figure.unit is not None:
        parts = sorted([*parts, *with_elided_unit(figure.kind, figure.unit, source)], key=lambda part: part.span)
    for size in (2, 3, 4):
        for group in chain(groups_to_add(parts, size), _distant_pairs(figure, target, source) if size == 2 else ()):
            total = sum((part.value or Fraction(0) for part in group), Fraction(0))
            # The same value twice is more likely one figure repeated than two figures of one size.
            # A bare number takes its noun from a preceding figure: "four barns and three", not "three and four barns".
            if len({part.value for part in group}) > 1 and has_entity(group[0]) and _may_state_total(total, figure):
                arithmetic = " + ".join(number(part.value or 0) for part in group)
                yield Derivation(f"{arithmetic} = {number(total)}", tuple(part.span for part in group))
    yield from _sum_of_preceding_target_figures(figure, target, source)


def _may_state_total(total: Fraction, figure: Figure) -> bool:
    """Whether the figure has this value or, if it is hedged, may round it: 8,180 for "more than 8,000"."""
    value = figure.value or Fraction(0)
    is_approximate = figure.hedge is not Hedge.NONE and value >= MIN_ROUNDED_VALUE and total in figure.interval
    return total == value or (is_approximate and abs(total - value) <= total * TOTAL_TOLERANCE)


def _distant_pairs(figure: Figure, target: Article, source: Article) -> Iterator[tuple[Figure, Figure]]:
    """Pairs of counts that belong together although they are further apart.

    A count and the "others" a little later: "Three skiers died. ... Eleven others got out." Two counts of the same
    noun, each with a name that the target has: "the Union had 39 seats. ... the Greens have seven seats".
    """
    head = figure.noun.head if figure.noun is not None else ""
    if figure.kind not in COUNTS:
        return
    parts = [part for part in source.figures if part.kind is Kind.COUNT and not part.is_range]
    same_noun = [part for part in parts if head and part.noun is not None and part.noun.head == head][
        :MAX_COUNTS_OF_NOUN
    ]
    names_by_sentence = {part.sentence: _names_in_sentence(source, part) for part in same_noun}
    target_names = _names_in_sentence(target, figure) if len(same_noun) > 1 else frozenset()
    for first, second in combinations(same_noun, 2):
        first_names, second_names = (
            names_by_sentence[first.sentence] & target_names,
            names_by_sentence[second.sentence] & target_names,
        )
        if first_names - second_names and second_names - first_names:
            yield first, second
    for index, second in enumerate(parts if not head or is_person(noun_class(head)) else ()):
        if second.noun is None or second.noun.head not in ("other", "others"):
            continue
        for first in parts[max(0, index - MAX_FOLLOWING) : index]:
            distance = second.sentence - first.sentence
            if (
                first.noun is not None
                and 0 < distance <= MAX_DISTANCE_TO_OTHERS
                and is_person(noun_class(first.noun.head))
            ):
                yield first, second


def _names_in_sentence(article: Article, figure: Figure) -> frozenset[str]:
    """The capitalised words of a figure's sentence, without the first word."""
    words = WORD.findall(article.text_of(article.sentences[figure.sentence].span))
    return frozenset(word for word in words[1:] if word[0].isupper())


def _sum_of_preceding_target_figures(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """The sum of the figures that precede this one in its sentence, if the source states each of them."""
    parts = [
        other
        for other in neighbouring_figures(figure, target)
        if other.span.end <= figure.span.start and other.value is not None
    ]
    parts = [other for other in parts if other.kind is figure.kind or (other.kind in COUNTS and figure.kind in COUNTS)]
    figure_of_value = {(other.kind in COUNTS, other.unit, other.value): other for other in source.figures}
    source_figures = [figure_of_value.get((other.kind in COUNTS, other.unit, other.value)) for other in parts]
    group = [other for other in source_figures if other is not None]
    if 2 <= len(parts) == len(group) and sum(part.value or 0 for part in group) == figure.value:
        arithmetic = " + ".join(number(part.value or 0) for part in group)
        yield Derivation(f"{arithmetic} = {number(figure.value or 0)}", tuple(part.span for part in group))


def difference_of_pair(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """The difference of two figures of one type that are close together."""
    if figure.kind not in (*SUMMABLE_KINDS, Kind.POINTS) or figure.value is None:
        return
    in_points = figure.noun is not None and figure.noun.head == "point" and is_change_amount(figure, target)
    kinds = COUNTS if figure.kind in COUNTS else (figure.kind,)
    if in_points or figure.kind is Kind.POINTS:
        kinds = (*kinds, Kind.PERCENT) if in_points else (Kind.PERCENT,)
    parts = [
        candidate
        for candidate in source.figures
        if candidate.kind in kinds and candidate.value is not None and not candidate.is_range
    ]
    if figure.kind not in (*COUNTS, Kind.POINTS):
        parts = [part for part in parts if part.unit == figure.unit]
        if COMPARATIVE.search(clause_around(figure, target)):
            parts = sorted([*parts, *with_elided_unit(figure.kind, figure.unit, source)], key=lambda first: first.span)
    for first, second in chain(groups_to_add(parts, 2), _replaced_values(parts, source)):
        large, small = max(first.value or 0, second.value or 0), min(first.value or 0, second.value or 0)
        # A difference that equals the smaller figure is more likely that figure, restated.
        if 0 < small != figure.value == large - small and (in_points or counts_same_entity(figure, first, second)):
            arithmetic = f"{number(large)} - {number(small)} = {number(figure.value)}"
            smaller = min(first, second, key=lambda part: part.value or 0)
            subtracted = () if is_change_amount(figure, target) else (smaller,)
            yield Derivation(arithmetic, (first.span, second.span), subtracted=subtracted)


COMPARATIVE = pattern(r"\b(?:late|later|longer|early|earlier|more|less|shorter|behind|ahead|delay(?:ed)?)\b")
REPLACED_VALUE_CUE = pattern(r"\b(?:instead of|down from|up from|rather than|compared with|from|against) $")


MAX_CUE_LENGTH = 14
"""Characters before a replaced value that are searched for a cue."""


def _replaced_values(parts: list[Figure], source: Article) -> Iterator[tuple[Figure, Figure]]:
    """Each figure with the bare number that it replaced, from "20 hours a week instead of 35"."""
    for index, following in enumerate(source.figures[1:]):
        previous = source.figures[index]
        is_replaced = (
            following.kind is Kind.NUMBER
            and previous.sentence == following.sentence
            and any(part is previous for part in parts)
        )
        if is_replaced and REPLACED_VALUE_CUE.search(
            source.text, max(previous.span.end, following.span.start - MAX_CUE_LENGTH), following.span.start
        ):
            yield previous, following


MARGIN_WORD = pattern(r"\b(?:majority|margin|lead|difference|gap|victory|win|won|beat|ahead|clear)\b", re.IGNORECASE)


def margin_of_result(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """The difference of the two numbers of a vote, score or range: "a majority of 12" for 19 to seven."""
    has_sides = MARGIN_WORD.search(clause_around(figure, target)) is not None
    for other in source.figures if figure.value else ():
        if other.value is None or other.second is None or other.unit != figure.unit:
            continue
        is_margin = (other.is_range or other.kind is Kind.SCORE) and is_change_amount(figure, target)
        if not (has_sides and other.kind is Kind.SCORE) and not is_margin:
            continue
        large, small = max(other.value, other.second), min(other.value, other.second)
        if large - small == figure.value:
            yield Derivation(f"{number(large)} - {number(small)} = {number(figure.value or 0)}", (other.span,))


def change_from_stated(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """The difference of a figure that the target states in the same sentence and any other of the source.

    "Profit fell by £93m to £212m", "46% of the vote, seven points more than in 2018".
    """
    if figure.value is None or not is_change_amount(figure, target):
        return
    has_percentages = any(other.kind is Kind.PERCENT for other in neighbouring_figures(figure, target))
    in_points = figure.kind is Kind.POINTS or (
        has_percentages and figure.noun is not None and figure.noun.head == "point"
    )
    neighbours = neighbouring_figures(figure, target)
    quantity_types = (
        [((Kind.PERCENT,), "percent")]
        if in_points
        else [(COUNTS if figure.kind in COUNTS else (figure.kind,), figure.unit)]
    )
    if figure.kind is Kind.NUMBER and figure.noun is None and not in_points:  # "38 hours of rain, 13 below average"
        quantity_types += [
            ((other.kind,), other.unit)
            for other in neighbours
            if other.unit is not None and other.kind in SUMMABLE_KINDS
        ]
    stated_values = [value for value in (figure.second, *(other.value for other in neighbours)) if value is not None]
    rounding_slack = Fraction(1, 2) if figure.value.denominator == 1 else Fraction(1, 20)
    for kinds, unit in dict.fromkeys(quantity_types):
        candidates = [
            other for other in source.figures if other.kind in kinds and other.unit == unit and other.value is not None
        ]
        candidates += with_elided_unit(kinds[0], unit, source) if unit is not None else ()
        for first in candidates:
            is_stated = any(abs(value - (first.value or 0)) <= rounding_slack for value in stated_values)
            for other in candidates if is_stated else ():
                large, small = max(first.value or 0, other.value or 0), min(first.value or 0, other.value or 0)
                difference = Fraction(large - small)
                if difference and (
                    difference == figure.value or (in_points and abs(difference - figure.value) < rounding_slack)
                ):
                    yield Derivation(
                        f"{number(large)} - {number(small)} = {number(difference)}", (first.span, other.span)
                    )


def share_of_target_figure(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """A share of a figure before it in the target: "1,200 jobs, 600 of them" where the source says half."""
    next_words = target.text[figure.span.end : figure.span.end + 10]
    if figure.kind not in (*COUNTS, Kind.MONEY) or not figure.value or not next_words.startswith(" of "):
        return
    wholes = [
        neighbour.value
        for neighbour in neighbouring_figures(figure, target)
        if neighbour.span.end <= figure.span.start and neighbour.unit == figure.unit
    ]
    for share in source.figures:
        part = share.value if share.kind is Kind.FRACTION and " of " not in share.words else None
        for whole in wholes if part else ():
            if whole and part and whole * part == figure.value:
                yield Derivation(f"{share.words} of {number(whole)} = {number(figure.value)}", (share.span,))


EQUAL_SHARE_WORD = pattern(r"\b(?:each|every|apiece|per|equally)\b", re.IGNORECASE)


def equal_split(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """A total divided by a count in its sentence: 350,000 each for 4.2 million and 12 families."""
    if figure.kind not in (Kind.MONEY, Kind.MEASURE, *COUNTS) or not figure.value:
        return
    if not EQUAL_SHARE_WORD.search(clause_around(figure, target)):
        return
    for first, second in pairs(
        [other for other in source.figures if other.unit == figure.unit or other.kind is Kind.COUNT], 0
    ):
        for whole, count in ((first, second), (second, first)):
            total, recipients = whole.value or 0, count.value or 0
            may_be_shared = whole.unit == figure.unit and count.kind is Kind.COUNT and total > recipients > 1
            if may_be_shared and total == figure.value * recipients:
                arithmetic = f"{number(Fraction(total))} / {number(Fraction(recipients))} = {number(figure.value)}"
                yield Derivation(arithmetic, (whole.span, count.span))


TWO_NOUNS = pattern(r" ([a-z]+) and ([a-z]+)\b")


def sum_of_two_nouns(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """The sum of counts of two nouns: "47 homes and businesses" for "41 homes and six businesses"."""
    nouns = TWO_NOUNS.match(target.text, figure.span.end) if figure.kind is Kind.COUNT and figure.value else None
    heads = [noun_class(noun) for noun in nouns.groups()] if nouns else []
    if len(set(heads)) < 2:
        return
    counts = [other for other in source.figures if other.kind is Kind.COUNT and other.noun is not None and other.value]
    for first, second in pairs(counts):
        counted = [noun_class(figure.noun.head) for figure in (first, second) if figure.noun is not None]
        if sorted(counted) == sorted(heads) and (first.value or 0) + (second.value or 0) == figure.value:
            arithmetic = f"{number(first.value or 0)} + {number(second.value or 0)} = {number(figure.value or 0)}"
            yield Derivation(arithmetic, (first.span, second.span))
