"""Two numbers against each other: scores ("3-2", "6-4"), votes ("52 to 48"), odds ("5/1") and ratios ("3:1").

A pair with a dash may as well be a range. It is a score where it falls ("3-2"), where both ends are small, or where
words of a contest stand close by, unless something follows that the numbers count ("10-15 people").
"""

from __future__ import annotations

from fractions import Fraction

from checks.figures import amounts, hedges
from checks.figures.amounts import Amount
from checks.figures.inflection import is_plural
from checks.figures.nouns import STOPS
from checks.figures.number_words import SMALL
from checks.figures.readings import Reading
from checks.figures.tokens import DASHES, Tokens, word_set
from checks.model import Kind

_HIGHEST = 999
_SMALL = 9  # up to here a pair with a dash is a score when nothing is counted
_CONTESTS = word_set("""
    win wins won winning winners beat beats beating beaten lost lose loses losing loss defeat defeats defeated draw
    draws drew drawn victory victories lead leads led leading trailed trail trailing score scored scores tie tied
    vote votes voted voting record ruling decision aggregate thrashing thrashed scoreline half-time level edged
    hammered crushed downed stunned thumped set sets match game final goal triumph series rout success reverse
    bowled wickets wicket innings overs stumps unbeaten
    penalties shootout majority split passed approved rejected backed advantage comeback upset verdict
""")
_CRICKET = word_set("""
    overs over wicket wickets innings stumps bowl bowled bowler bowlers
    batsman batsmen batter batters runs lbw tea lunch
    declared unbeaten opener seamer spinner cricket test openers bowling batting
""")
_CRICKET_REACH = 14
_WICKETS = 10
_COUNTED_AFTER = word_set("per % percent of year day minute month week hour pc")
_NOT_COUNTED = word_set("as was has his its this does")


def read(tokens: Tokens, low: Amount, high: Amount | None) -> Reading | None:
    """The score, vote, odds or ratio that starts with `low`; `high` is the other end if the two could be a range."""
    words, j = tokens.words, low.last
    if not _is_plain(tokens, low):
        return None
    if words[j] == "for":
        return _runs_for_wickets(tokens, low)
    if tokens.close(j) and tokens.close(j + 1) and words[j + 1].isdecimal() and len(words[j + 1]) <= 3:
        if words[j] in (":", "/"):
            return _ratio(tokens, low, j)
        if high is None and words[j] in DASHES:
            return Reading(low.first, j + 2, Kind.SCORE, low.value, Fraction(int(words[j + 1])))
    if high is None or not _is_plain(tokens, high):
        return None
    if words[j] in DASHES and words[j + 1] == "to" and low.value > high.value:
        return Reading(low.first, high.last, Kind.SCORE, low.value, high.value)  # "a six-to-one vote", "2-to-1 odds"
    if _counts(tokens, high.last):
        return None
    if words[j] in DASHES:
        in_digits = tokens.is_number(low.first) and tokens.is_number(high.first) and words[high.last] not in ("-", "/")
        falls = low.value >= high.value or high.value <= _SMALL
        told = _in_contest(tokens, low.first, high.last, 6)
        told = told or (low.value <= _WICKETS and _in_cricket(tokens, low.first, high.last))
        fits = in_digits and (falls or told)
    else:
        _, first = hedges.before(tokens, low.first)  # "fell from 163 to 72" leads somewhere
        fits = words[j] == "to" and words[first - 1] != "from" and _in_contest(tokens, low.first, high.last, 4)
    return Reading(low.first, high.last, Kind.SCORE, low.value, high.value) if fits else None


def _runs_for_wickets(tokens: Tokens, low: Amount) -> Reading | None:
    """ "India made 356 for 4", "he took five for 42": runs and wickets, said where cricket is told."""
    words, j = tokens.words, low.last + 1
    high = amounts.read(tokens, j) if tokens.is_number(j) or words[j] in SMALL else None
    if not isinstance(high, Amount) or not _is_plain(tokens, high) or _counts(tokens, high.last):
        return None
    wickets = min(low.value, high.value)
    if wickets > _WICKETS or words[high.last] in ("each", "and") or high.first != j:
        return None
    fits = _in_cricket(tokens, low.first, high.last)
    return Reading(low.first, high.last, Kind.SCORE, low.value, high.value) if fits else None


def _in_cricket(tokens: Tokens, first: int, last: int) -> bool:
    return not _CRICKET.isdisjoint(tokens.words[max(0, first - _CRICKET_REACH) : last + _CRICKET_REACH])


def _is_plain(tokens: Tokens, amount: Amount) -> bool:
    """A whole number of up to three digits, without unit or scale."""
    return (
        amount.kind is Kind.NUMBER
        and amount.value.denominator == 1
        and 0 <= amount.value.numerator <= _HIGHEST
        and not (amount.step or amount.is_fraction or amount.scale > 1)
    )


def _ratio(tokens: Tokens, low: Amount, j: int) -> Reading | None:
    """ "3:1", "5/1", "100/30"; nothing that goes on like a date, and no clock time."""
    second = tokens.words[j + 1]
    if tokens.close(j + 2) and tokens.words[j + 2] in (":", "/", "-"):
        return None
    if tokens.words[j] == ":" and len(second) == 2 and low.value < 24:
        return None
    wickets = min(low.value, Fraction(int(second)))
    runs = tokens.words[j] == "/" and wickets <= _WICKETS and _in_cricket(tokens, low.first, j + 2)
    kind = Kind.SCORE if runs else Kind.RATIO  # "399/3 at stumps"
    return Reading(low.first, j + 2, kind, low.value, Fraction(int(second)))


def _counts(tokens: Tokens, i: int) -> bool:
    """Do the numbers count something: does a lower-case plural or a unit follow within two words?"""
    for j in (i, i + 1):
        word = tokens.words[j]
        if word in _COUNTED_AFTER:
            return True
        if word in STOPS or not word.isalpha() or tokens.is_capital(j) or word in _CONTESTS:
            return False
        if is_plural(word) and word not in _NOT_COUNTED:
            return True
    return False


def _in_contest(tokens: Tokens, first: int, last: int, reach: int) -> bool:
    """Does a word of a contest stand up to `reach` words before or three after?"""
    before = tokens.words[max(0, first - reach) : first]
    return not _CONTESTS.isdisjoint(before) or not _CONTESTS.isdisjoint(tokens.words[last : last + 3])
