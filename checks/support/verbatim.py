"""Does the source print a figure's number, in whatever way it is read there: "Flight 800", "nine out of 10"?"""

from __future__ import annotations

import re
from itertools import pairwise

from checks import passage_index
from checks.model import Article, Figure, Kind, Span, Zone
from checks.pattern import pattern
from checks.support.agreement import units_rival
from checks.support.verdict import COUNTS

OUT_OF = pattern(r"\b(?:out|of|in|every|the)\b")
BESIDE_NUMBER = pattern(r"([^\W\d_]+)[ -]$")
BEHIND_NUMBER = pattern(r"[ -]([^\W\d_]+)")
SPOKEN = dict(zip("two three four five six seven eight nine ten eleven twelve".split(), range(2, 13), strict=True))
WRITTEN = {value: word for word, value in SPOKEN.items()}
SCORED = frozenset(("goal", "vote", "set", "frame", "try", "run", "wicket", "leg", "game", "time"))
SIDES = pattern(r" (?:votes?|goals?|sets?|frames?|games?|points?) (?:to|against) ", re.IGNORECASE)
NUMERAL = pattern(r"\d[\d,.]*\d|\d|[^\W\d_]+")


def end_unheard_of(figure: Figure, source: Article) -> bool:
    """Is one end of a range nowhere in the source?"""
    numerals = {numeral.replace(",", "") for numeral in NUMERAL.findall(source.text)}
    values = {value for other in source.figures for value in (other.value, other.second)}
    ends = [end for end in (figure.value, figure.second) if end is not None]
    return any(end not in values and str(end) not in numerals for end in ends)


def sides_apart(figure: Figure, source: Article) -> bool:
    """Are the two numbers of a result, "5-42", told in no one sentence, so that no result was told at all?"""
    if not figure.value or not figure.second:
        return False
    ones, others = (
        {other.sentence for other in source.figures if value in (other.value, other.second)}
        for value in (figure.value, figure.second)
    )
    return bool(ones and others) and ones.isdisjoint(others)


def told_by_sides(figure: Figure, source: Article) -> Figure | None:
    """ "By 27 to 21", where the source has "27 votes to 21" as two counts."""
    if figure.value is None or figure.second is None:
        return None
    for one, other in pairwise(source.figures):
        if {one.value, other.value} == {figure.value, figure.second} and SIDES.fullmatch(
            source.text, one.span.end, other.span.start
        ):
            return one
    return None


def both_ends(figure: Figure, source: Article) -> bool:
    """ "From 163 to 72", where the source has "now 72, down from 163": no other figure stands for these two."""
    if figure.second is None or figure.kind is Kind.SCORE:
        return False
    ends = {
        value: {other.sentence for other in source.figures if value in (other.value, other.second)}
        for value in (figure.value, figure.second)
    }
    return len(ends) == 2 and not set.isdisjoint(*ends.values())


def _of_each(figure: Figure, source: Article) -> Figure | None:
    """ "Two out of six", where the source has two and six apart."""
    numbers = OUT_OF.sub(" ", figure.words.lower()).split()
    stated = {words: other for other in source.figures for words in (other.words.lower(), str(other.value))}
    return stated[numbers[0]] if len(numbers) == 2 and all(one in stated for one in numbers) else None


def in_so_many_words(figure: Figure, target: Article, source: Article) -> Figure | None:
    """The source figure, of whatever kind, that has the number beside the same word: "Flight 800", "1,200 times".

    The same words may be read in two ways, by what stands around; they say the same all the same.
    """
    if figure.value is None or figure.value.denominator != 1 or figure.second is not None or figure.hedge:
        return None
    number = int(figure.value)
    forms = "|".join({str(number), f"{number:,}", WRITTEN.get(number, str(number))})
    before = BESIDE_NUMBER.search(target.text, max(0, figure.span.start - 24), figure.span.start)
    unit = re.search(r"[^\W\d_]+$", figure.words)
    behind = unit if unit and unit.start() else BEHIND_NUMBER.match(target.text, figure.span.end)
    places = []
    if before and before.group(1).lower() not in passage_index.STOP_WORDS:
        places.append(rf"\b{before.group(1)}[ -]?(?:{forms})(?:st|nd|rd|th)?\b(?![.,]\d)")
    word = behind.group().strip(" -") if behind else ""
    if word and (word.lower() not in passage_index.STOP_WORDS or unit):
        places.append(rf"(?<![\d.,])\b(?:{forms})[ -]?{re.escape(word)}")
    for place in places:
        found = re.search(place, source.text, re.IGNORECASE)
        span = Span(*found.span()) if found else None
        there = [one for one in source.figures if span and one.span.overlaps(span) and one.zone is not Zone.PROMO]
        if there and there[0].value in (None, figure.value) and not units_rival(figure, there[0]):
            return there[0]
    return None


def printed(figure: Figure, source: Article) -> Figure | None:
    """A source figure whose own words hold the target's number: "nine" and "10" stand in "9 out of 10"."""
    if figure.words.lower() in ("twice", "thrice"):
        times = re.search(
            rf"\b(?:{figure.value}|{WRITTEN[int(figure.value or 2)]}) times\b", source.text, re.IGNORECASE
        )
        there = [one for one in source.figures if times and one.span.overlaps(Span(*times.span()))]
        return there[0] if there else None
    if figure.kind not in (*COUNTS, Kind.MONEY, Kind.FRACTION, Kind.SCORE, Kind.RATIO) or figure.value is None:
        return None
    if figure.second is not None and figure.kind not in (Kind.SCORE, Kind.RATIO):
        ends = [other for end in (figure.value, figure.second) for other in source.figures if other.value == end]
        return ends[0] if {end.value for end in ends} == {figure.value, figure.second} else None
    if figure.value >= 1000:
        # Set apart by a tokenizer or a typesetter: "36, 000", "36 000".
        apart = f"{int(figure.value):,}".replace(",", "[ ,]{1,2}")
        found = re.search(rf"(?<!\d){apart}(?!\d)", source.text)
        starts = [
            other
            for other in source.figures
            if found and other.span.overlaps(Span(*found.span())) and other.unit == figure.unit
        ]
        return starts[0] if starts else None
    if figure.kind is Kind.FRACTION:
        return _of_each(figure, source)
    wanted = {str(figure.value), figure.words.lower()}
    for other in source.figures:
        score = other.kind is Kind.SCORE and (figure.noun is None or figure.noun.head in SCORED)
        several = other.kind in (Kind.FRACTION, Kind.RATIO) or other.is_range or score
        if several and wanted & set(NUMERAL.findall(other.words.lower())):
            return other
    return None
