"""Finds where the source prints a figure's number, however it was read there: "Flight 800", "nine out of 10"."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from checks import passage_index
from checks.figures.number_words import TWO_TO_TWELVE
from checks.model import Article, Figure, Kind, Span, Zone
from checks.pattern import pattern
from checks.support.agreement import could_replace_unit
from checks.support.verdict import COUNTS

WORDS_OF_RATIO = pattern(r"\b(?:out|of|in|every|the)\b")
WORD_BEFORE_NUMBER = pattern(r"([^\W\d_]+)[ -]$")
WORD_AFTER_NUMBER = pattern(r"[ -]([^\W\d_]+)")
WORD_OF_NUMBER = {value: word for word, value in TWO_TO_TWELVE.items()}
SCORED_NOUNS = frozenset(("goal", "vote", "set", "frame", "try", "run", "wicket", "leg", "game", "time"))
WORDS_BETWEEN_SIDES = pattern(r" (?:votes?|goals?|sets?|frames?|games?|points?) (?:to|against) ", re.IGNORECASE)
MAX_RANGE_LENGTH = 40
"""Most characters of a range that the source states as two figures."""
NUMERAL = pattern(r"\d[\d,.]*\d|\d|[^\W\d_]+")


def range_end_missing(figure: Figure, source: Article) -> bool:
    """Whether the source lacks one end of a range."""
    numerals = {numeral.replace(",", "") for numeral in NUMERAL.findall(source.text)}
    values = {value for source_figure in source.figures for value in (source_figure.value, source_figure.second)}
    ends = [end for end in (figure.value, figure.second) if end is not None]
    return any(end not in values and str(end) not in numerals for end in ends)


def sides_never_in_one_sentence(figure: Figure, source: Article) -> bool:
    """Whether the source has both numbers of a result, "5-42", but never in one sentence."""
    if not figure.value or not figure.second:
        return False
    first_sentences, second_sentences = (
        {
            source_figure.sentence
            for source_figure in source.figures
            if value in (source_figure.value, source_figure.second)
        }
        for value in (figure.value, figure.second)
    )
    return bool(first_sentences and second_sentences) and first_sentences.isdisjoint(second_sentences)


def score_as_two_counts(figure: Figure, source: Article) -> Figure | None:
    """Two adjacent counts that state the score, as one figure: "27 votes to 21" for "by 27 to 21"; None if none do."""
    if figure.value is None or figure.second is None:
        return None
    for first, second in pairwise(source.figures):
        if {first.value, second.value} == {figure.value, figure.second} and WORDS_BETWEEN_SIDES.fullmatch(
            source.text, first.span.end, second.span.start
        ):
            return _as_printed(first, Span(first.span.start, second.span.end), source)
    return None


def with_other_end(figure: Figure, source_figure: Figure, source: Article) -> Figure:
    """The source's figure, extended to the other end of the target's range if that is a separate figure close by."""
    if figure.second is None or source_figure.second is not None:
        return source_figure
    other_value = figure.second if source_figure.value == figure.value else figure.value
    for other in passage_index.neighbouring_figures(source_figure, source):
        span = Span(min(source_figure.span.start, other.span.start), max(source_figure.span.end, other.span.end))
        if other.value == other_value and span.end - span.start <= MAX_RANGE_LENGTH:
            return _as_printed(source_figure, span, source)
    return source_figure


def _as_printed(figure: Figure, span: Span, source: Article) -> Figure:
    """The figure with all the words that print it, which the grammar read as several figures: "36, 000"."""
    span = Span(min(figure.span.start, span.start), max(figure.span.end, span.end))
    return replace(figure, span=span, words=source.text_of(span), noun=None)


def ends_share_sentence(figure: Figure, source: Article) -> bool:
    """Whether one source sentence has both ends of a range: "now 72, down from 163" for "from 163 to 72"."""
    if figure.second is None or figure.kind is Kind.SCORE:
        return False
    sentences = {
        value: {
            source_figure.sentence
            for source_figure in source.figures
            if value in (source_figure.value, source_figure.second)
        }
        for value in (figure.value, figure.second)
    }
    return len(sentences) == 2 and not set.isdisjoint(*sentences.values())


def _figure_with_first_number(figure: Figure, source: Article) -> Figure | None:
    """The source figure with a fraction's first number, if the source states both numbers apart: "two out of six"."""
    numbers = WORDS_OF_RATIO.sub(" ", figure.words.lower()).split()
    figure_of_words = {
        words: source_figure
        for source_figure in source.figures
        for words in (source_figure.words.lower(), str(source_figure.value))
    }
    return (
        figure_of_words[numbers[0]]
        if len(numbers) == 2 and all(numeral in figure_of_words for numeral in numbers)
        else None
    )


def same_number_and_word(figure: Figure, target: Article, source: Article) -> Figure | None:
    """The source figure, of any kind, with the same number next to the same word: "Flight 800", "1,200 times".

    Depending on the context, the grammar may read the same words in two ways.
    """
    if figure.value is None or figure.value.denominator != 1 or figure.second is not None or figure.hedge:
        return None
    number = int(figure.value)
    forms = "|".join({str(number), f"{number:,}", WORD_OF_NUMBER.get(number, str(number))})
    before = WORD_BEFORE_NUMBER.search(target.text, max(0, figure.span.start - 24), figure.span.start)
    unit = re.search(r"[^\W\d_]+$", figure.words)
    following = unit if unit and unit.start() else WORD_AFTER_NUMBER.match(target.text, figure.span.end)
    patterns = []
    if before and before.group(1).lower() not in passage_index.STOP_WORDS:
        patterns.append(rf"\b{before.group(1)}[ -]?(?:{forms})(?:st|nd|rd|th)?\b(?![.,]\d)")
    word = following.group().strip(" -") if following else ""
    if word and (word.lower() not in passage_index.STOP_WORDS or unit):
        patterns.append(rf"(?<![\d.,])\b(?:{forms})[ -]?{re.escape(word)}")
    for regex in patterns:
        match = re.search(regex, source.text, re.IGNORECASE)
        span = Span(*match.span()) if match else None
        overlapping = [
            source_figure
            for source_figure in source.figures
            if span and source_figure.span.overlaps(span) and source_figure.zone is not Zone.PROMO
        ]
        if (
            overlapping
            and overlapping[0].value in (None, figure.value)
            and not could_replace_unit(figure, overlapping[0])
        ):
            return overlapping[0]
    return None


def number_inside_figure(figure: Figure, target: Article, source: Article) -> Figure | None:
    """A source figure whose words contain the target's number, as "9 out of 10" contains "nine" and "10".

    If that figure is a fraction or ratio, the target's sentence must have its other number as well: "three in five
    voters" does not support "three voters".
    """
    if figure.words.lower() in ("twice", "thrice"):
        match = re.search(
            rf"\b(?:{figure.value}|{WORD_OF_NUMBER[int(figure.value or 2)]}) times\b", source.text, re.IGNORECASE
        )
        overlapping = [
            source_figure
            for source_figure in source.figures
            if match and source_figure.span.overlaps(Span(*match.span()))
        ]
        return overlapping[0] if overlapping else None
    if figure.kind not in (*COUNTS, Kind.MONEY, Kind.FRACTION, Kind.SCORE, Kind.RATIO) or figure.value is None:
        return None
    if figure.second is not None and figure.kind not in (Kind.SCORE, Kind.RATIO):
        ends = [
            source_figure
            for end in (figure.value, figure.second)
            for source_figure in source.figures
            if source_figure.value == end
        ]
        if {end.value for end in ends} != {figure.value, figure.second}:
            return None
        return with_other_end(figure, ends[0], source)
    if figure.value >= 1000:
        # The digits may be separated by a tokenizer or a typesetter: "36, 000", "36 000".
        digits = f"{int(figure.value):,}".replace(",", "[ ,]{1,2}")
        match = re.search(rf"(?<!\d){digits}(?!\d)", source.text)
        overlapping = [
            source_figure
            for source_figure in source.figures
            if match and source_figure.span.overlaps(Span(*match.span())) and source_figure.unit == figure.unit
        ]
        return _as_printed(overlapping[0], Span(*match.span()), source) if match and overlapping else None
    if figure.kind is Kind.FRACTION:
        return _figure_with_first_number(figure, source)
    numerals_of_target = {str(figure.value), figure.words.lower()}
    neighbour_numerals = {
        form
        for neighbour in passage_index.neighbouring_figures(figure, target)
        for form in (str(neighbour.value), neighbour.words.lower())
    }
    for source_figure in source.figures:
        is_score = source_figure.kind is Kind.SCORE and (figure.noun is None or figure.noun.head in SCORED_NOUNS)
        is_share = source_figure.kind in (Kind.FRACTION, Kind.RATIO)
        numerals = set(NUMERAL.findall(source_figure.words.lower()))
        has_both_numbers = not is_share or not (numerals - numerals_of_target).isdisjoint(neighbour_numerals)
        if (is_share or source_figure.is_range or is_score) and has_both_numbers and numerals_of_target & numerals:
            return source_figure
    return None
