"""Reads pairs of opposed numbers: scores ("3-2", "6-4"), votes ("52 to 48"), odds ("5/1") and ratios ("3:1").

A pair with a dash may also be a range. It is a score if the second number is lower ("3-2"), if both are small, or if
words of a contest are nearby, unless a noun that the numbers count follows ("10-15 people").
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
_MAX_SMALL_SCORE = 9  # a pair with a dash up to here is a score unless it counts something
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
_CONTEST_WINDOW = 6  # words before "3-2"
_SPOKEN_CONTEST_WINDOW = 4  # words before "52 to 48", which is a score less often
_CONTEST_WINDOW_AFTER = 3  # words
_MAX_WICKETS = 10
_COUNTED_AFTER = word_set("per % percent of year day minute month week hour pc")
_NOT_COUNTED = word_set("as was has his its this does")


def read(tokens: Tokens, first: Amount, second: Amount | None) -> Reading | None:
    """Reads the score, vote, odds or ratio that starts with `first`; `second` is given if the two could be a range."""
    words, j = tokens.words, first.end
    if not _is_plain(first):
        return None
    if words[j] == "for":
        return _runs_for_wickets(tokens, first)
    if tokens.is_attached(j) and tokens.is_attached(j + 1) and words[j + 1].isdecimal() and len(words[j + 1]) <= 3:
        if words[j] in (":", "/"):
            return _ratio(tokens, first, j)
        if second is None and words[j] in DASHES:
            return Reading(first.start, j + 2, Kind.SCORE, first.value, Fraction(int(words[j + 1])))
    if second is None or not _is_plain(second):
        return None
    if words[j] in DASHES and words[j + 1] == "to" and first.value > second.value:
        return Reading(
            first.start, second.end, Kind.SCORE, first.value, second.value
        )  # "a six-to-one vote", "2-to-1 odds"
    if _is_count(tokens, second.end):
        return None
    if words[j] in DASHES:
        in_digits = (
            tokens.is_number(first.start) and tokens.is_number(second.start) and words[second.end] not in ("-", "/")
        )
        is_descending = first.value >= second.value or second.value <= _MAX_SMALL_SCORE
        has_contest_words = _is_near_contest(tokens, first.start, second.end, _CONTEST_WINDOW)
        has_contest_words = has_contest_words or (
            first.value <= _MAX_WICKETS and _is_near_cricket(tokens, first.start, second.end)
        )
        is_score = in_digits and (is_descending or has_contest_words)
    else:
        _, start = hedges.hedge_before(tokens, first.start)  # "fell from 163 to 72" is a change
        is_score = (
            words[j] == "to"
            and words[start - 1] != "from"
            and _is_near_contest(tokens, first.start, second.end, _SPOKEN_CONTEST_WINDOW)
        )
    return Reading(first.start, second.end, Kind.SCORE, first.value, second.value) if is_score else None


def _runs_for_wickets(tokens: Tokens, first: Amount) -> Reading | None:
    """Reads runs and wickets where cricket is the subject: "India made 356 for 4", "he took five for 42"."""
    words, j = tokens.words, first.end + 1
    second = amounts.read(tokens, j) if tokens.is_number(j) or words[j] in BELOW_HUNDRED else None
    if not isinstance(second, Amount) or not _is_plain(second) or _is_count(tokens, second.end):
        return None
    wickets = min(first.value, second.value)
    if wickets > _MAX_WICKETS or words[second.end] in ("each", "and") or second.start != j:
        return None
    is_cricket = _is_near_cricket(tokens, first.start, second.end)
    return Reading(first.start, second.end, Kind.SCORE, first.value, second.value) if is_cricket else None


def _is_near_cricket(tokens: Tokens, start: int, end: int) -> bool:
    """Whether a word of cricket occurs within `_CRICKET_WINDOW` words of the numbers."""
    return not _CRICKET_WORDS.isdisjoint(tokens.words[max(0, start - _CRICKET_WINDOW) : end + _CRICKET_WINDOW])


def _is_plain(amount: Amount) -> bool:
    """Whether the amount is a whole number of up to three digits, without unit or scale."""
    return (
        amount.kind is Kind.NUMBER
        and amount.value.denominator == 1
        and 0 <= amount.value.numerator <= _MAX_SCORE
        and not (amount.step or amount.is_fraction or amount.scale > 1)
    )


def _ratio(tokens: Tokens, first: Amount, j: int) -> Reading | None:
    """Reads "3:1", "5/1", "100/30", unless it continues like a date or is a clock time."""
    second = tokens.words[j + 1]
    if tokens.is_attached(j + 2) and tokens.words[j + 2] in (":", "/", "-"):
        return None
    if tokens.words[j] == ":" and len(second) == 2 and first.value < 24:
        return None
    wickets = min(first.value, Fraction(int(second)))
    is_cricket = tokens.words[j] == "/" and wickets <= _MAX_WICKETS and _is_near_cricket(tokens, first.start, j + 2)
    kind = Kind.SCORE if is_cricket else Kind.RATIO  # "399/3 at stumps"
    return Reading(first.start, j + 2, kind, first.value, Fraction(int(second)))


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


def _is_near_contest(tokens: Tokens, start: int, end: int, window: int) -> bool:
    """Whether a word of a contest occurs up to `window` words before the numbers or `_CONTEST_WINDOW_AFTER` after."""
    before = tokens.words[max(0, start - window) : start]
    return not _CONTEST_WORDS.isdisjoint(before) or not _CONTEST_WORDS.isdisjoint(
        tokens.words[end : end + _CONTEST_WINDOW_AFTER]
    )
