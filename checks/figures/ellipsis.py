"""What a bare number shares with the figure beside it, because English says it once.

Looking back: "38.4%, down from 41", "from 21 mpg combined to 23", "180 metres long and 32 wide", "3.5 million tonnes of
wheat and 1.2 million of maize", "120 staff here and a further 40 abroad". Looking ahead: "to 4.1 from 4.4 per cent",
"two- and three-year terms", "three gold and two silver medals".

The two must be of one size, so that a base far off ("rose 12% from 4,500") is left as it is.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from checks.figures import amounts, hedges, nouns
from checks.figures.amounts import Amount
from checks.figures.inflection import is_plural
from checks.figures.names_and_codes import INDICES
from checks.figures.number_words import SMALL
from checks.figures.readings import Reading
from checks.figures.tokens import DASHES, Tokens, word_set
from checks.model import Figure, Kind, Noun, Span

_REACH = 12  # words between the two
_MOST_SHARING = 4  # numbers in a row that one noun counts
_APART = 20  # times that one may be the other
_FROM = word_set("from against versus vs")
_CHANGES = word_set("""
    rose rise rises rising fell fall falls falling up down jumped climbed increased grew grown dropped slipped gained
    lost soared surged sank slid edged tumbled plunged dipped advanced declined decreased cut by added improved
""")
_CHANGE_NOUNS = word_set("rise fall increase decrease drop decline gain jump cut growth higher lower")
_INDEX_WORDS = INDICES | word_set("index average benchmark composite gauge")
_LOWEST_INDEX = 100
_SIZES = word_set("long wide tall deep high thick across")
_FURTHER = word_set("further another additional")
_VOTED = word_set("vote point goal game frame set seat try run leg hole")
_UNITED = (Kind.MONEY, Kind.PERCENT, Kind.MEASURE, Kind.POINTS)


class Shared(NamedTuple):
    """What the number takes from the other figure."""

    kind: Kind
    unit: str | None
    noun: Noun | None


class Before(NamedTuple):
    """The figure read last, by the positions of its tokens: `first` of its number, `last` after its noun."""

    figure: Figure
    first: int
    last: int


def from_before(tokens: Tokens, reading: Reading, start: int, before: Before) -> Shared | None:
    """What the bare number `reading`, whose hedge starts at `start`, takes from the figure before it."""
    other = before.figure
    if other.noun is None and other.unit is None:
        return None
    if other.kind not in (*_UNITED, Kind.DURATION, Kind.COUNT) or start - before.last > _REACH:
        return None
    shared = Shared(other.kind, other.unit, other.noun)
    if _measured_across(tokens, reading.last) and other.kind is Kind.MEASURE:
        return shared
    if not start or reading.value is None:
        return None
    words, link = tokens.words, tokens.words[start - 1]
    if link in ("to", "at") and other.noun and other.noun.head == "point" and reading.value > (other.value or 0):
        return shared if _is_change(tokens, before) else None  # "up 12.4 points at 5,208"
    if link in ("to", "at") and other.kind is Kind.PERCENT and reading.step and reading.value >= _LOWEST_INDEX:
        return _index_points(tokens, reading, before)
    if not _are_alike(reading.value, other.second or other.value):
        return None
    if tokens.is_capital(start - 1):
        return shared if other.kind is Kind.COUNT and _is_next_in_table(tokens, before.last, start) else None
    if link == "to" and other.noun and other.noun.head in _VOTED:
        return shared if before.last == start - 1 else None  # "330 votes to 275"
    if link == "to" and words[start - 2] != "compared":
        _, first = hedges.before(tokens, before.first)
        return shared if words[first - 1] == "from" and first else None
    if link in ("and", ",", "or", "of", "(") and _is_overall(tokens, reading.last):
        return shared if other.kind is Kind.COUNT else None  # "18 gold medals, and 22 overall"
    if link in _FURTHER:
        return shared if other.kind is not Kind.DURATION and words[reading.last] != "of" else None
    if link in _FROM or (link in ("with", "to") and words[start - 2] == "compared"):
        changed = other.kind in (Kind.PERCENT, Kind.POINTS) and _is_change(tokens, before)
        return None if changed or other.kind is Kind.DURATION else shared
    return None


def of_another(tokens: Tokens, reading: Reading, start: int, before: Before) -> Shared | None:
    """ "3.5 million tonnes of wheat and [1.2 million] of maize"."""
    other, words = before.figure, tokens.words
    if other.kind is not Kind.MEASURE or words[reading.last] != "of" or words[start - 1] not in ("and", ","):
        return None
    if words[before.last] != "of" or start - before.last > _REACH or not _are_alike(reading.value, other.value):
        return None
    return Shared(other.kind, other.unit, None)


def from_behind(tokens: Tokens, reading: Reading) -> Shared | None:
    """What the bare number takes from the one after it: "4.1 [from] 4.4 per cent", "two- [and] three-year"."""
    words, j = tokens.words, reading.last
    if words[j] in DASHES and words[j + 1] == "by" and words[j + 2] in DASHES and tokens.is_number(j + 3):
        other = amounts.read(tokens, j + 3)  # "a 10-by-12-foot room"
        return Shared(other.kind, other.unit, None) if isinstance(other, Amount) and other.unit else None
    if words[j] in DASHES and tokens.close(j) and (not tokens.close(j + 1) or words[j + 1] == ","):
        return _after_hanging_hyphen(tokens, j + 1)
    j += words[j] == "," and words[j + 1] in ("up", "down")
    j += words[j] in ("up", "down")
    if words[j] not in _FROM:
        return None
    _, j = hedges.opening(tokens, j + 1)
    other = amounts.read(tokens, j) if tokens.is_number(j) else None
    if not isinstance(other, Amount) or other.kind not in (Kind.PERCENT, Kind.MEASURE):
        return None
    return Shared(other.kind, other.unit, None) if _are_alike(reading.value, other.value) else None


def _after_hanging_hyphen(tokens: Tokens, j: int) -> Shared | None:
    """The "year" of "two-, three- and five-year", from the first mark or word after a hyphen that hangs."""
    words = tokens.words
    for _ in range(4):
        while words[j] in (",", "and", "or", "to"):
            j += 1
        if not (tokens.is_number(j) or words[j] in SMALL):
            return None
        if words[j + 1] not in DASHES or not tokens.close(j + 1):
            return None
        if tokens.close(j + 2):
            other = amounts.read(tokens, j)
            if isinstance(other, Amount) and other.unit:
                return Shared(other.kind, other.unit, None)
            counted = nouns.after(tokens, j + 1, plural=True)
            return Shared(Kind.COUNT, None, nouns.noun(tokens, counted)) if counted and counted.head >= 0 else None
        j += 2
    return None


def shared_noun(tokens: Tokens, found: nouns.Counted) -> nouns.Counted:
    """ "three gold and two silver [medals]", "1,500 full-time and 300 part-time [jobs]": the noun said once."""
    words, last = tokens.words, found
    for _ in range(_MOST_SHARING):
        j = last.last
        if last.head < 0 or is_plural(words[last.head]) or words[j] not in ("and", "or", ",", "but"):
            break
        j += 1
        j += words[j] in ("and", "or")
        _, j = hedges.opening(tokens, j)
        other = nouns.after(tokens, j + 1, plural=True) if tokens.is_number(j) or words[j] in SMALL else None
        if other is None or other.head < 0 or other.last - j > 6:
            break
        last = other
    if last is found or not is_plural(words[last.head]) or last.head <= last.first:
        return found
    return nouns.Counted(last.head, found.first, found.last, own=found.last)


def _index_points(tokens: Tokens, reading: Reading, before: Before) -> Shared | None:
    """The level of an index after its change: "the FTSE 100 closed up 0.4% at 7,012.3"."""
    near = tokens.words[max(0, before.first - _REACH) : before.first]
    if _INDEX_WORDS.isdisjoint(near) or not _is_change(tokens, before):
        return None
    end = tokens.ends[reading.last - 1]
    return Shared(Kind.COUNT, None, Noun("point", Span(end, end)))


def _measured_across(tokens: Tokens, i: int) -> bool:
    return tokens.words[i] in _SIZES and not tokens.words[i + 1][:1].isalpha()


def _is_overall(tokens: Tokens, i: int) -> bool:
    words = tokens.words
    return words[i] in ("overall", "altogether") or (words[i] == "in" and words[i + 1] in ("all", "total"))


def _is_next_in_table(tokens: Tokens, i: int, start: int) -> bool:
    """ "22 seats, Labour 18 and the Greens [4]": nothing but a name stands between the two."""
    words = tokens.words
    if words[i] not in (",", ";", "and"):
        return False
    return all(tokens.is_capital(k) or words[k] in ("and", "the", "of") for k in range(i + 1, start))


def _are_alike(value: Fraction | None, other: Fraction | None) -> bool:
    if not value or not other or value < 0 or other < 0:
        return False
    return value <= _APART * other and other <= _APART * value


def _is_change(tokens: Tokens, before: Before) -> bool:
    """Is the figure before how much something changed: "rose 12%", "a 12% fall"?"""
    _, first = hedges.before(tokens, before.first)
    words = tokens.words
    return not _CHANGES.isdisjoint(words[max(0, first - 2) : first]) or words[before.last] in _CHANGE_NOUNS
