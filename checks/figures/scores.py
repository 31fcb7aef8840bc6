"""Reads two numbers against each other: scores ("3-2", "6-4"), votes ("52 to 48"), odds ("5/1") and ratios ("3:1").

A pair with a dash may also be a range. It is a score if the second number is lower ("3-2"), if both are small, or if
words of a contest are nearby, unless something follows that the numbers count ("10-15 people").
"""

from __future__ import annotations

from fractions import Fraction

from checks.figures import amounts, hedges
from checks.figures.amounts import Amount
from checks.figures.inflection import is_plural
from checks.figures.nouns import PHRASE_BOUNDARIES
from checks.figures.number_words import BELOW_HUNDRED
from checks.figures.readings import Reading
from checks.figures.tokens import DASHES, Tokens
from checks.model import Kind
from checks.word_set import word_set

_MAX_SCORE = 999
_MAX_SMALL_SCORE = 9  # up to here a pair with a dash is a score if nothing is counted
_CONTEST_WORDS = word_set("""
    win wins won winning winners beat beats beating beaten lost lose loses losing loss defeat defeats defeated draw
    draws drew drawn victory victories lead leads led leading trailed trail trailing score scored scores tie tied
    vote votes voted voting record ruling decision aggregate thrashing thrashed scoreline half-time level edged
    hammered crushed downed stunned thumped set sets match game final goal triumph series rout success reverse
    bowled wickets wicket innings overs stumps unbeaten
    penalties shootout majority split passed approved rejected backed advantage comeback upset verdict
""")
_CRICKET_WORDS = word_set("""
    overs over wicket wickets innings stumps bowl bowled bowler bowlers
    batsman batsmen batter batters runs lbw tea lunch
    declared unbeaten opener seamer spinner cricket test openers bowling batting
""")
_CRICKET_WINDOW = 14  # words on either side
_MAX_WICKETS = 10
_COUNTED_AFTER = word_set("per % percent of year day minute month week hour pc")
_NOT_COUNTED = word_set("as was has his its this does")


def read(tokens: Tokens, low: Amount, high: Amount | None) -> Reading | None:
    """Reads the score, vote, odds or ratio that starts with `low`; `high` is the other end if both could be a range."""
    words, j = tokens.words, low.last
    if not _is_plain(low):
        return None
    if words[j] == "for":
        return _runs_for_wickets(tokens, low)
    if tokens.is_attached(j) and tokens.is_attached(j + 1) and words[j + 1].isdecimal() and len(words[j + 1]) <= 3:
        if words[j] in (":", "/"):
            return _ratio(tokens, low, j)
        if high is None and words[j] in DASHES:
            return Reading(low.first, j + 2, Kind.SCORE, low.value, Fraction(int(words[j + 1])))
    if high is None or not _is_plain(high):
        return None
    if words[j] in DASHES and words[j + 1] == "to" and low.value > high.value:
        return Reading(low.first, high.last, Kind.SCORE, low.value, high.value)  # "a six-to-one vote", "2-to-1 odds"
    if _is_count(tokens, high.last):
        return None
    if words[j] in DASHES:
        in_digits = tokens.is_number(low.first) and tokens.is_number(high.first) and words[high.last] not in ("-", "/")
        is_descending = low.value >= high.value or high.value <= _MAX_SMALL_SCORE
        has_contest_words = _is_near_contest(tokens, low.first, high.last, 6)
        has_contest_words = has_contest_words or (
            low.value <= _MAX_WICKETS and _is_near_cricket(tokens, low.first, high.last)
        )
        is_score = in_digits and (is_descending or has_contest_words)
    else:
        _, first = hedges.before(tokens, low.first)  # "fell from 163 to 72" is a change
        is_score = words[j] == "to" and words[first - 1] != "from" and _is_near_contest(tokens, low.first, high.last, 4)
    return Reading(low.first, high.last, Kind.SCORE, low.value, high.value) if is_score else None


def _runs_for_wickets(tokens: Tokens, low: Amount) -> Reading | None:
    """Reads runs and wickets where cricket is the subject: "India made 356 for 4", "he took five for 42"."""
    words, j = tokens.words, low.last + 1
    high = amounts.read(tokens, j) if tokens.is_number(j) or words[j] in BELOW_HUNDRED else None
    if not isinstance(high, Amount) or not _is_plain(high) or _is_count(tokens, high.last):
        return None
    wickets = min(low.value, high.value)
    if wickets > _MAX_WICKETS or words[high.last] in ("each", "and") or high.first != j:
        return None
    is_cricket = _is_near_cricket(tokens, low.first, high.last)
    return Reading(low.first, high.last, Kind.SCORE, low.value, high.value) if is_cricket else None


def _is_near_cricket(tokens: Tokens, first: int, last: int) -> bool:
    """Whether a word of cricket is nearby."""
    return not _CRICKET_WORDS.isdisjoint(tokens.words[max(0, first - _CRICKET_WINDOW) : last + _CRICKET_WINDOW])


def _is_plain(amount: Amount) -> bool:
    """Whether the amount is a whole number of up to three digits, without unit or scale."""
    return (
        amount.kind is Kind.NUMBER
        and amount.value.denominator == 1
        and 0 <= amount.value.numerator <= _MAX_SCORE
        and not (amount.step or amount.is_fraction or amount.scale > 1)
    )


def _ratio(tokens: Tokens, low: Amount, j: int) -> Reading | None:
    """Reads "3:1", "5/1", "100/30", unless it continues like a date or is a clock time."""
    second = tokens.words[j + 1]
    if tokens.is_attached(j + 2) and tokens.words[j + 2] in (":", "/", "-"):
        return None
    if tokens.words[j] == ":" and len(second) == 2 and low.value < 24:
        return None
    wickets = min(low.value, Fraction(int(second)))
    is_cricket = tokens.words[j] == "/" and wickets <= _MAX_WICKETS and _is_near_cricket(tokens, low.first, j + 2)
    kind = Kind.SCORE if is_cricket else Kind.RATIO  # "399/3 at stumps"
    return Reading(low.first, j + 2, kind, low.value, Fraction(int(second)))


def _is_count(tokens: Tokens, i: int) -> bool:
    """Whether the numbers count something: a lower-case plural or a unit follows within two words."""
    for j in (i, i + 1):
        word = tokens.words[j]
        if word in _COUNTED_AFTER:
            return True
        if word in PHRASE_BOUNDARIES or not word.isalpha() or tokens.is_capital(j) or word in _CONTEST_WORDS:
            return False
        if is_plural(word) and word not in _NOT_COUNTED:
            return True
    return False


def _is_near_contest(tokens: Tokens, first: int, last: int, reach: int) -> bool:
    """Whether a word of a contest stands up to `reach` words before or up to three after."""
    before = tokens.words[max(0, first - reach) : first]
    return not _CONTEST_WORDS.isdisjoint(before) or not _CONTEST_WORDS.isdisjoint(tokens.words[last : last + 3])
