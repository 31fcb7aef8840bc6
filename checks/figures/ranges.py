"""Reads two amounts as one range: "10-15", "between 10 and 15", "from 4 to 9 per cent", "£5-6m", "two or three".

Two bounds are one range too: "more than 40 and fewer than 60". What both ends share is written once: "£5-6m" is £5
million to £6 million, "10 to 15 miles" is 10 miles to 15 miles.
"""

from __future__ import annotations

from fractions import Fraction

from checks.figures import amounts, hedges, numbers
from checks.figures.amounts import Amount
from checks.figures.tokens import DASHES, Tokens
from checks.model import Hedge, Kind
from checks.word_set import word_set

# After one of these the first number is a change and the second its result: "rose 5% to 12%" is two figures.
_WORDS_BEFORE_CHANGE_AND_RESULT = word_set("""
    rose rise rises rising fell fall falls falling up down jumped climbed increased grew grown dropped slipped added
    gained lost soared surged sank slid edged tumbled plunged dipped advanced declined decreased cut cuts raised
    trimmed shed improved widened narrowed increase decrease
""")
_SKIPPED_BEFORE_SECOND = word_set("up to as much many about around over a nearly almost some an approximately roughly")
_RANGE_WORDS = word_set("to through till until")
_MAX_END_RATIO = 20  # of the second amount to the first; beyond it the two are not one range
_LOWER_BOUNDS = (Hedge.MORE_THAN, Hedge.AT_LEAST)
_UPPER_BOUNDS = (Hedge.LESS_THAN, Hedge.AT_MOST)


def read(tokens: Tokens, low: Amount) -> tuple[Amount, Amount] | None:
    """Returns both ends of the range that `low` begins, None if there is no range."""
    if low.upper_bound is not None:
        return None
    words, j = tokens.words, low.end
    link, is_result = words[j], False
    if link in DASHES or link == "~":
        start = _after_dash(tokens, j, low)
    elif link in _RANGE_WORDS:
        is_result = _is_result(tokens, low)
        if is_result and low.unit is not None:
            return None
        start = _after_to(tokens, j)
    elif link == "and" and _is_after_between(tokens, low.start) and not _ends_year_span(tokens, low.start):
        start = j + 1
    elif link in ("and", "but", ","):
        return _read_bounds(tokens, low)
    elif link == "or":
        start = j + 1 if low.kind is Kind.NUMBER else None
    else:
        return None
    high = _amount_at(tokens, start) if start else None
    if high is None or high.upper_bound is not None or high.is_fraction != low.is_fraction:
        return None
    if is_result and high.unit is None:
        return None
    if link in _RANGE_WORDS and words[low.start - 1] not in ("from", "between") and _is_far_off(low, high):
        return None  # "petrol rose 1.3p and diesel 0.9p to 142.1p"; "jailed in 2003 to 20 years"
    if link in _RANGE_WORDS and words[low.start - 1] == "in" and _is_year(low) and not _is_year(high):
        return None  # "from 400 in 2019 to 650"
    if link in _RANGE_WORDS and words[low.start - 1] not in ("from", "between", "by") and _are_rival_shares(low, high):
        return None  # "leads by seven points, 48% to 41%"
    if link == "or" and not _are_close(low, high):
        return None
    if link in _RANGE_WORDS and words[low.start - 1] == "by" and high.value > 3 * low.value:
        return None  # "rose by 40 to 500"
    if link in _RANGE_WORDS and words[low.start - 1] == "by" and _is_level_after(tokens, low, high):
        return None  # "fell by £12m to £29m from £41m"
    return _share_unit_and_scale(tokens, low, high)


def _after_dash(tokens: Tokens, j: int, low: Amount) -> int | None:
    """Returns the position after "10[-]15", "8[- to ]16", "18[-to-]24"; None if the dash does not join numbers.

    A dash between spaces joins numbers only where the second is larger.
    """
    words = tokens.words
    if words[j + 1] == "to":
        return j + 3 if words[j + 2] in DASHES else j + 2
    if tokens.is_attached(j) != tokens.is_attached(j + 1):
        return None
    if tokens.is_attached(j):
        return j + 1
    if low.kind is not Kind.NUMBER or not tokens.is_number(j + 1) or not tokens.is_number(j - 1):
        return None
    high = amounts.read(tokens, j + 1)
    if not isinstance(high, Amount) or low.value >= high.value:
        return None
    return j + 1 if high.unit is not None or not words[high.end][:1].isalpha() else None


def _is_far_off(low: Amount, high: Amount) -> bool:
    """Whether they are too far apart for a range: the second is the result of a change, or the first is a year."""
    if low.kind in (Kind.MONEY, Kind.PERCENT):
        return low.unit == high.unit and 0 < _MAX_END_RATIO * low.value < high.value and low.scale == high.scale
    return _is_year(low) and _MAX_END_RATIO * high.value < low.value


def _is_level_after(tokens: Tokens, low: Amount, high: Amount) -> bool:
    """Whether the second amount is the level that a change led to, since the level before it follows."""
    if tokens.words[high.end] != "from" or (low.unit is None) != (high.unit is None):
        return False
    before = _amount_at(tokens, high.end + 1)
    return before is not None and not _is_year(before)


def _are_rival_shares(low: Amount, high: Amount) -> bool:
    """Whether two percentages are the shares of two rivals: a range begins with the smaller one."""
    return low.kind is high.kind is Kind.PERCENT and low.value > high.value


def _is_year(amount: Amount) -> bool:
    return amount.kind is Kind.NUMBER and amount.end - amount.start == 1 and 1900 <= amount.value < 2060


def _is_result(tokens: Tokens, low: Amount) -> bool:
    """Whether "to" introduces the result of a change ("rose 5% to 12%"), unlike in "raised 5 to 6 million pounds"."""
    _, start = hedges.hedge_before(tokens, low.start)
    return start > 0 and tokens.words[start - 1] in _WORDS_BEFORE_CHANGE_AND_RESULT


def _after_to(tokens: Tokens, j: int) -> int:
    """Returns the position after "to" and words that may qualify the second amount."""
    j += 1
    while tokens.words[j] in _SKIPPED_BEFORE_SECOND or tokens.words[j] in DASHES:
        j += 1
    return j


def _ends_year_span(tokens: Tokens, i: int) -> bool:
    """Whether token `i` ends a span of years, such as the 17 of "between 2016-17 and 2018-19"."""
    return tokens.is_attached(i) and tokens.words[i - 1] in DASHES and tokens.is_number(i - 2)


def _is_after_between(tokens: Tokens, i: int) -> bool:
    """Whether "between" is one of the three tokens before token `i`: "between 10", "between an estimated 10"."""
    return i > 0 and "between" in tokens.words[max(0, i - 3) : i]


def _read_bounds(tokens: Tokens, low: Amount) -> tuple[Amount, Amount] | None:
    """Reads two bounds of one quantity: "more than 40 and fewer than 60", "at most 90 and at least 70"."""
    hedge, _ = hedges.hedge_before(tokens, low.start)
    if hedge not in _LOWER_BOUNDS and hedge not in _UPPER_BOUNDS:
        return None
    other, start = hedges.hedge_at(tokens, low.end + 1)
    if other not in (_UPPER_BOUNDS if hedge in _LOWER_BOUNDS else _LOWER_BOUNDS):
        return None
    high = _amount_at(tokens, start)
    if high is None or high.upper_bound is not None:
        return None
    if hedge in _UPPER_BOUNDS:
        low, high = high._replace(start=low.start), low._replace(end=high.end)
    return _share_unit_and_scale(tokens, low, high) if low.value < high.value else None


def _amount_at(tokens: Tokens, j: int) -> Amount | None:
    """Returns the amount that starts exactly at token `j`, with its sign and currency."""
    for k in range(j, min(j + 4, tokens.count)):
        if numbers.can_start(tokens, k):
            found = amounts.read(tokens, k)
            if not isinstance(found, Amount) or found.number.start < j or found.start > j:
                return None
            # A hyphen between the two ends is not a minus sign.
            return found if found.start == j else found._replace(start=j, value=abs(found.value))
        if tokens.words[k].isalpha() and not amounts.is_amount_prefix(tokens, k) and k > j:
            return None
    return None


def _are_close(low: Amount, high: Amount) -> bool:
    """Whether the two can be one uncertain number: "two or three", "20 or 30", "five or ten"."""
    if low.value >= 10 and high.value - low.value == 10:
        return True
    return low.value < high.value <= max(low.value + 2, 2 * low.value)


def _share_unit_and_scale(tokens: Tokens, low: Amount, high: Amount) -> tuple[Amount, Amount] | None:
    """Returns both ends, each with the unit and scale that only the other states; None where their units differ."""
    if low.unit is None and high.unit is not None:
        step = low.step or (Fraction(1) if high.kind is Kind.PERCENT else Fraction(0))
        low = low._replace(unit=high.unit, kind=high.kind, step=step)
    elif high.unit is None and low.unit is not None:
        following = tokens.words[high.end]
        if low.kind is not Kind.MONEY and (
            tokens.words[low.start - 1] != "from" or following not in ("", ".", ",", "by")
        ):
            return None
        high = high._replace(unit=low.unit, kind=low.kind)
    elif low.unit != high.unit:
        return None
    if low.scale == 1 < high.scale and low.value < 1000 and low.value <= high.value / high.scale:
        low = low._replace(value=low.value * high.scale, step=(low.step or 1) * Fraction(high.scale), scale=high.scale)
    return low, high
