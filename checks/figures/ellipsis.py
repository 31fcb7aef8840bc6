"""Finds what a bare number shares with a neighbouring figure, because English states it only once.

From the preceding figure: "38.4%, down from 41", "from 21 mpg combined to 23", "180 metres long and 32 wide", "3.5
million tonnes of wheat and 1.2 million of maize", "120 staff here and a further 40 abroad". From the following one:
"to 4.1 from 4.4 per cent", "two- and three-year terms", "three gold and two silver medals".

The two must be of similar size, so that a much larger base ("rose 12% from 4,500") shares nothing.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from checks.figures import amounts, hedges, nouns
from checks.figures.amounts import Amount
from checks.figures.inflection import is_plural
from checks.figures.names_and_codes import INDICES
from checks.figures.number_words import BELOW_HUNDRED
from checks.figures.readings import KINDS_WITH_UNIT, Reading
from checks.figures.tokens import DASHES, Tokens
from checks.model import Figure, Kind, Noun, Span
from checks.word_set import word_set

_MAX_DISTANCE = 12  # tokens between the two numbers
_MAX_SHARING = 4  # numbers in a row that share one noun
_MAX_SIZE_RATIO = 20  # of the larger number to the smaller
_COMPARISON_WORDS = word_set("from against versus vs")
_WORDS_BEFORE_CHANGE = word_set("""
    rose rise rises rising fell fall falls falling up down jumped climbed increased grew grown dropped slipped gained
    lost soared surged sank slid edged tumbled plunged dipped advanced declined decreased cut by added improved
""")
_CHANGE_NOUNS = word_set("rise fall increase decrease drop decline gain jump cut growth higher lower")
_INDEX_WORDS = INDICES | word_set("index average benchmark composite gauge")
_MIN_INDEX_LEVEL = 100
_DIMENSION_WORDS = word_set("long wide tall deep high thick across")
_ADDITION_WORDS = word_set("further another additional")
_SCORE_NOUNS = word_set("vote point goal game frame set seat try run leg hole")
_FRACTION_WORDS = word_set("quarter third half fifth tenth")


class Shared(NamedTuple):
    """The kind, unit and noun that a number shares with another figure."""

    kind: Kind
    unit: str | None
    noun: Noun | None


class PrecedingFigure(NamedTuple):
    """The figure read last; its number starts at token `start`, and its noun phrase ends before token `end`."""

    figure: Figure
    start: int
    end: int


def shared_with_preceding(tokens: Tokens, reading: Reading, start: int, preceding: PrecedingFigure) -> Shared | None:
    """Returns what the bare number `reading`, whose hedge starts at `start`, shares with the figure before it."""
    other = preceding.figure
    if other.noun is None and other.unit is None:
        return None
    if other.kind not in (*KINDS_WITH_UNIT, Kind.DURATION, Kind.COUNT) or start - preceding.end > _MAX_DISTANCE:
        return None
    shared = Shared(other.kind, other.unit, other.noun)
    if _is_dimension(tokens, reading.end) and other.kind is Kind.MEASURE:
        return shared
    if not start or reading.value is None:
        return None
    words, link = tokens.words, tokens.words[start - 1]
    if other.kind is Kind.PERCENT and words[reading.end] == "," and words[reading.end + 2] in _FRACTION_WORDS:
        return None  # "13%, compared with 100, a quarter, of the 400"
    if link in ("to", "at") and other.noun and other.noun.head == "point" and reading.value > (other.value or 0):
        return shared if _is_change(tokens, preceding) else None  # "up 12.4 points at 5,208"
    if link in ("to", "at") and other.kind is Kind.PERCENT and reading.step and reading.value >= _MIN_INDEX_LEVEL:
        return _index_points(tokens, reading, preceding)
    if not _are_similar(reading.value, other.second or other.value):
        return None
    if tokens.is_capital(start - 1):
        return shared if other.kind is Kind.COUNT and _is_next_in_table(tokens, preceding.end, start) else None
    if link == "to" and other.noun and other.noun.head in _SCORE_NOUNS:
        return shared if preceding.end == start - 1 else None  # "330 votes to 275"
    if link == "to" and words[start - 2] != "compared":
        _, hedge_start = hedges.hedge_before(tokens, preceding.start)
        return shared if words[hedge_start - 1] == "from" and hedge_start else None
    if link in ("and", ",", "or", "of", "(") and _is_overall(tokens, reading.end):
        return shared if other.kind is Kind.COUNT else None  # "18 gold medals, and 22 overall"
    if link in _ADDITION_WORDS:
        return shared if other.kind is not Kind.DURATION and words[reading.end] != "of" else None
    if link in _COMPARISON_WORDS or (link in ("with", "to") and words[start - 2] == "compared"):
        is_change = other.kind in (Kind.PERCENT, Kind.POINTS) and _is_change(tokens, preceding)
        return None if is_change or other.kind is Kind.DURATION else shared
    return None


def shared_with_coordinate(tokens: Tokens, reading: Reading, start: int, preceding: PrecedingFigure) -> Shared | None:
    """Returns what the second number shares in "3.5 million tonnes of wheat and [1.2 million] of maize"."""
    other, words = preceding.figure, tokens.words
    if other.kind is not Kind.MEASURE or words[reading.end] != "of" or words[start - 1] not in ("and", ","):
        return None
    if (
        words[preceding.end] != "of"
        or start - preceding.end > _MAX_DISTANCE
        or not _are_similar(reading.value, other.value)
    ):
        return None
    return Shared(other.kind, other.unit, None)


def shared_with_following(tokens: Tokens, reading: Reading) -> Shared | None:
    """Returns what a bare number shares with the one after it: "4.1 [from] 4.4 per cent", "two- [and] three-year"."""
    words, j = tokens.words, reading.end
    if words[j] in DASHES and words[j + 1] == "by" and words[j + 2] in DASHES and tokens.is_number(j + 3):
        other = amounts.read(tokens, j + 3)  # "a 10-by-12-foot room"
        return Shared(other.kind, other.unit, None) if isinstance(other, Amount) and other.unit else None
    if words[j] in DASHES and tokens.is_attached(j) and (not tokens.is_attached(j + 1) or words[j + 1] == ","):
        return _after_hanging_hyphen(tokens, j + 1)
    j += words[j] == "," and words[j + 1] in ("up", "down")
    j += words[j] in ("up", "down")
    if words[j] not in _COMPARISON_WORDS:
        return None
    _, j = hedges.hedge_at(tokens, j + 1)
    other = amounts.read(tokens, j) if tokens.is_number(j) else None
    if not isinstance(other, Amount) or other.kind not in (Kind.PERCENT, Kind.MEASURE):
        return None
    return Shared(other.kind, other.unit, None) if _are_similar(reading.value, other.value) else None


def _after_hanging_hyphen(tokens: Tokens, j: int) -> Shared | None:
    """Returns the "year" of "two-, three- and five-year", from the first token after a suspended hyphen."""
    words = tokens.words
    for _ in range(4):
        while words[j] in (",", "and", "or", "to"):
            j += 1
        if not (tokens.is_number(j) or words[j] in BELOW_HUNDRED):
            return None
        if words[j + 1] not in DASHES or not tokens.is_attached(j + 1):
            return None
        if tokens.is_attached(j + 2):
            other = amounts.read(tokens, j)
            if isinstance(other, Amount) and other.unit:
                return Shared(other.kind, other.unit, None)
            counted = nouns.find_phrase(tokens, j + 1, expects_plural=True)
            return Shared(Kind.COUNT, None, nouns.to_noun(tokens, counted)) if counted and counted.head >= 0 else None
        j += 2
    return None


def shared_noun(tokens: Tokens, phrase: nouns.NounPhrase) -> nouns.NounPhrase:
    """Returns the phrase with the noun that a later number states for both: "three gold and two silver [medals]"."""
    words, last_phrase = tokens.words, phrase
    for _ in range(_MAX_SHARING):
        j = last_phrase.end
        if last_phrase.head < 0 or is_plural(words[last_phrase.head]) or words[j] not in ("and", "or", ",", "but"):
            break
        j += 1
        j += words[j] in ("and", "or")
        _, j = hedges.hedge_at(tokens, j)
        other = (
            nouns.find_phrase(tokens, j + 1, expects_plural=True)
            if tokens.is_number(j) or words[j] in BELOW_HUNDRED
            else None
        )
        if other is None or other.head < 0 or other.end - j > 6:
            break
        last_phrase = other
    if last_phrase is phrase or not is_plural(words[last_phrase.head]) or last_phrase.head <= last_phrase.start:
        return phrase
    return nouns.NounPhrase(last_phrase.head, phrase.start, phrase.end, modifiers_end=phrase.end)


def _index_points(tokens: Tokens, reading: Reading, preceding: PrecedingFigure) -> Shared | None:
    """Reads the level of an index after its change: "the FTSE 100 closed up 0.4% at 7,012.3"."""
    words_before = tokens.words[max(0, preceding.start - _MAX_DISTANCE) : preceding.start]
    if _INDEX_WORDS.isdisjoint(words_before) or not _is_change(tokens, preceding):
        return None
    end = tokens.ends[reading.end - 1]
    return Shared(Kind.COUNT, None, Noun("point", Span(end, end)))


def _is_dimension(tokens: Tokens, i: int) -> bool:
    """Whether a word such as "wide" follows the number, from token `i`."""
    return tokens.words[i] in _DIMENSION_WORDS and not tokens.words[i + 1][:1].isalpha()


def _is_overall(tokens: Tokens, i: int) -> bool:
    """Whether "overall", "in all" or the like follows the number, from token `i`."""
    words = tokens.words
    return words[i] in ("overall", "altogether") or (words[i] == "in" and words[i + 1] in ("all", "total"))


def _is_next_in_table(tokens: Tokens, i: int, start: int) -> bool:
    """Whether only a name is between the two figures, as in "22 seats, Labour 18 and the Greens [4]"."""
    words = tokens.words
    if words[i] not in (",", ";", "and"):
        return False
    return all(tokens.is_capital(k) or words[k] in ("and", "the", "of") for k in range(i + 1, start))


def _are_similar(value: Fraction | None, other: Fraction | None) -> bool:
    """Whether neither is more than `_MAX_SIZE_RATIO` times the other."""
    if not value or not other or value < 0 or other < 0:
        return False
    return value <= _MAX_SIZE_RATIO * other and other <= _MAX_SIZE_RATIO * value


def _is_change(tokens: Tokens, preceding: PrecedingFigure) -> bool:
    """Whether the preceding figure is the amount of a change: "rose 12%", "a 12% fall"."""
    _, start = hedges.hedge_before(tokens, preceding.start)
    words = tokens.words
    return (
        not _WORDS_BEFORE_CHANGE.isdisjoint(words[max(0, start - 2) : start]) or words[preceding.end] in _CHANGE_NOUNS
    )
