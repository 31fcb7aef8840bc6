"""Two numbers against each other: scores ("3-2", "6-4"), votes ("52 to 48"), odds ("5/1") and ratios ("3:1")."""

from __future__ import annotations

from fractions import Fraction

from checks.figures.amounts import Amount
from checks.figures.readings import Reading
from checks.figures.tokens import DASHES, Tokens, word_set
from checks.model import Kind

_HIGHEST = 999
# Words close before or after that make "10-15" a score rather than a range.
_CONTESTS = word_set("""
    win wins won winning winners beat beats beating beaten lost lose loses losing loss defeat defeats defeated draw
    draws drew drawn victory victories lead leads led leading trailed trail trailing score scored scores tie tied
    vote votes voted voting record ruling decision aggregate thrashing thrashed score-line scoreline half-time level
    edged hammered crushed downed stunned thumped set sets match game final goal triumph series rout success reverse
    penalties shootout majority split passed approved rejected backed advantage comeback upset
    """)
_COUNTED_AFTER = word_set("per % percent of")


def read(tokens: Tokens, low: Amount, high: Amount | None) -> Reading | None:
    """The score, vote, odds or ratio that starts with `low`; `high` is the other end if the two could be a range."""
    words, j = tokens.words, low.last
    if low.kind is not Kind.NUMBER or low.value.denominator != 1 or low.is_fraction or not 0 <= low.value <= _HIGHEST:
        return None
    if words[j] in (":", "/") and tokens.close(j) and tokens.close(j + 1) and words[j + 1].isdigit():
        return _ratio(tokens, low, j)
    if high is None and words[j] in DASHES and tokens.close(j) and tokens.close(j + 1) and words[j + 1].isdigit():
        return _plain(tokens, low, int(words[j + 1]), j + 2)
    if high is None or high.kind is not Kind.NUMBER or high.value.denominator != 1 or not 0 <= high.value <= _HIGHEST:
        return None
    if low.step or high.step or high.last != high.number.last or low.number.scale > 1:
        return None
    dashed = words[j] in DASHES and words[j + 1] != "to"
    if dashed and _is_plain_pair(tokens, low, high) and not _counts(tokens, high.last):
        is_score = low.value >= high.value or _in_contest(tokens, low.first, high.last, 6) or high.value <= 9
        if is_score:
            return _score(low, high)
    if words[j] == "to" and not _counts(tokens, high.last) and _in_contest(tokens, low.first, high.last, 4):
        return _score(low, high)
    return None


def _plain(tokens: Tokens, low: Amount, second: int, last: int) -> Reading:
    return Reading(low.first, last, Kind.SCORE, low.value, Fraction(second))


def _score(low: Amount, high: Amount) -> Reading:
    return Reading(low.first, high.last, Kind.SCORE, low.value, high.value)


def _ratio(tokens: Tokens, low: Amount, j: int) -> Reading | None:
    """ "3:1", "5/1", "100/30": nothing that continues like a date or a clock time."""
    second = tokens.words[j + 1]
    if len(second) > 3 or (tokens.close(j + 2) and tokens.words[j + 2] in (":", "/", "-")):
        return None
    if tokens.words[j] == ":" and len(second) == 2 and low.value < 24:
        return None  # a clock time
    return Reading(low.first, j + 2, Kind.RATIO, low.value, Fraction(int(second)))


def _is_plain_pair(tokens: Tokens, low: Amount, high: Amount) -> bool:
    """Both in digits, nothing glued on either side."""
    return tokens.is_number(low.first) and tokens.is_number(high.first) and tokens.words[high.last] not in ("-", "/")


def _counts(tokens: Tokens, i: int) -> bool:
    """Do the numbers count something: does a lower-case plural or a unit follow?"""
    word = tokens.words[i]
    if word in _COUNTED_AFTER:
        return True
    for j in (i, i + 1):
        word = tokens.words[j]
        if not word.isalpha() or tokens.is_capital(j) or word in _CONTESTS:
            return False
        if (
            word.endswith("s")
            and not word.endswith(("ss", "us", "is"))
            and word not in ("as", "was", "has", "his", "its")
        ):
            return True
        if word in ("people", "men", "women", "children", "year", "day", "minute", "month", "week", "hour"):
            return True
    return False


def _in_contest(tokens: Tokens, first: int, last: int, reach: int) -> bool:
    return not _CONTESTS.isdisjoint(tokens.words[max(0, first - reach) : first]) or not _CONTESTS.isdisjoint(
        tokens.words[last : last + 3]
    )
