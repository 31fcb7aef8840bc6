"""A number with what makes it an amount: a sign, a currency, a per cent, a unit; and amounts in two parts.

"£3bn", "US$1.5 million", "13.5 million dollars", "Rs 20 crore", "50p", "20 dollars 43 cents", "2.5 per cent", "four
percentage points", "-1.3%", "minus 5C", "5ft 11in", "10st 4lb", "two and a half hours", "30 sq km".
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from checks.figures import numbers, units
from checks.figures.numbers import Malformed, Number
from checks.figures.tokens import DASHES, Tokens
from checks.model import Kind


class Amount(NamedTuple):
    """A number with its unit. `first` and `last` are token positions, `last` exclusive; see `Number` for the rest."""

    first: int
    last: int
    kind: Kind
    value: Fraction
    unit: str | None
    step: Fraction
    scale: int
    top: Fraction | None
    is_fraction: bool
    number: Number


class Units(NamedTuple):
    """A table of spellings, and the longest spelling (in words) that starts with each first word."""

    by_phrase: dict[str, tuple[Kind, str]]
    longest: dict[str, int]


def _phrase(spelling: str) -> str:
    tokens = Tokens(spelling, 0, len(spelling))
    return tokens.phrase(0, tokens.count)


def _all_units() -> Units:
    phrases: dict[str, tuple[Kind, str]] = {}
    for spelling, unit in units.SPELLED_UNITS.items():
        phrases[_phrase(spelling)] = (Kind.DURATION if unit.dimension == "duration" else Kind.MEASURE, unit.name)
    for spelling, code in units.CURRENCY_NAMES.items():
        phrases[_phrase(spelling)] = (Kind.MONEY, code)
    for spelling, name in units.MINOR_NAMES.items():
        phrases[_phrase(spelling)] = (Kind.MONEY, name)
    for spelling in units.PERCENT:
        phrases[_phrase(spelling)] = (Kind.PERCENT, "percent")
    for spelling, name in units.POINTS.items():
        phrases[_phrase(spelling)] = (Kind.POINTS, name)
    longest: dict[str, int] = {}
    for phrase in phrases:
        words = phrase.split()
        longest[words[0]] = max(longest.get(words[0], 0), len(words))
    return Units(phrases, longest)


_UNITS = _all_units()
_SIGN_WORDS = frozenset(("minus", "negative"))
_LETTER_CODES = {sign: code for sign, code in units.CURRENCY_SIGNS.items() if sign.isalpha()}
_SIGNS = {sign: code for sign, code in units.CURRENCY_SIGNS.items() if not sign.isalpha()}
_CODES_IN_SMALL_LETTERS = frozenset(("rs", "rm", "us"))
_SMALLER = {  # the second part of a measure in two parts, and how many of it make one of the first
    ("foot", "inch"): 12,
    ("yard", "foot"): 3,
    ("stone", "pound"): 14,
    ("pound", "ounce"): 16,
    ("hour", "minute"): 60,
    ("minute", "second"): 60,
    ("day", "hour"): 24,
    ("week", "day"): 7,
    ("year", "month"): 12,
    ("metre", "centimetre"): 100,
    ("kilometre", "metre"): 1000,
    ("kilogram", "gram"): 1000,
}
# "pounds" of money or of weight? Weight where one of these follows, or a weight unit stands nearby.
_WEIGHED = frozenset("of heavier lighter overweight".split())


def read(tokens: Tokens, i: int) -> Amount | Malformed | None:
    """The amount whose numeral or number word is token `i`."""
    number = numbers.read(tokens, i)
    if number is None:
        return None
    currency, first = _currency_before(tokens, number.first)
    if isinstance(number, Malformed):
        return number._replace(first=first)
    negative, first = _sign_before(tokens, first, currency is not None)
    amount = _with_unit(tokens, number, currency, first)
    amount = _second_part(tokens, amount)
    return amount._replace(value=-amount.value) if negative and amount.value else amount


def _currency_before(tokens: Tokens, i: int) -> tuple[str | None, int]:
    """The currency whose sign or code stands before token `i`, and where it starts: "£", "US$", "A$", "Rs", "EUR"."""
    words = tokens.words
    j = i - 1
    if j < 0:
        return None, i
    word = words[j]
    if word == "." and words[j - 1] in ("rs", "re"):
        return "INR", j - 1
    if word in _SIGNS:
        before = words[j - 1] if j else ""
        if before and (tokens.close(j) or tokens.is_capital(j - 1)) and before + word in units.CURRENCY_SIGNS:
            return units.CURRENCY_SIGNS[before + word], j - 1
        if before == "." and "".join(words[j - 4 : j]) == "u.s.":
            return "USD", j - 4
        return _SIGNS[word], j
    if word in _LETTER_CODES and (word in _CODES_IN_SMALL_LETTERS or tokens.printed(j).isupper()):
        return _LETTER_CODES[word], j
    return None, i


def _sign_before(tokens: Tokens, i: int, is_money: bool) -> tuple[bool, int]:
    """Is the number negative? A hyphen counts where nothing but space stands before it and none after."""
    words = tokens.words
    word = words[i - 1] if i else ""
    if word in _SIGN_WORDS:
        return True, i - 1
    if word in DASHES and tokens.close(i) and not tokens.close(i - 1):
        if word in ("—", "–") and not is_money and not tokens.is_number(i):
            return False, i
        return True, i - 1
    if word == "+" and tokens.close(i) and not tokens.close(i - 1):
        return False, i - 1
    return False, i


def unit_after(tokens: Tokens, i: int, plural: bool = True) -> tuple[Kind, str, int] | None:
    """The unit that starts at token `i`, with the position after it; the longest spelling wins."""
    words = tokens.words
    length = _UNITS.longest.get(words[i])
    while length:
        j = i + length
        found = _UNITS.by_phrase.get(tokens.phrase(i, j))
        while found is None and words[j - 1] and any(word in DASHES for word in words[i:j]) and j < i + length + 2:
            j += 1
            found = _UNITS.by_phrase.get(tokens.phrase(i, j))
        if found:
            return *found, j
        length -= 1
    return None


def _with_unit(tokens: Tokens, number: Number, currency: str | None, first: int) -> Amount:
    words = tokens.words
    last = number.last
    kind, unit = (Kind.MONEY, currency) if currency else (Kind.NUMBER, None)
    after = words[last]
    if currency:
        code = units.CURRENCY_SIGNS.get(after)
        if code == currency and (after.isalpha() or tokens.close(last)):
            last += 1
        elif (found := unit_after(tokens, last)) and found[0] is Kind.MONEY and currency == "USD" and "dollar" in after:
            last = found[2]
    else:
        found = _close_unit(tokens, last) or _spaced_unit(tokens, last)
        if found:
            kind, unit, last = found
    step = number.step
    if kind in (Kind.PERCENT, Kind.POINTS) and not step and not number.is_fraction:
        step = Fraction(1)
    is_fraction = number.is_fraction and kind is Kind.NUMBER
    return Amount(first, last, kind, number.value, unit, step, number.scale, number.top, is_fraction, number)


def _close_unit(tokens: Tokens, i: int) -> tuple[Kind, str, int] | None:
    """A unit of one or two letters right after the digits: "5m", "50p", "20C", "5'", "20€"."""
    word = tokens.words[i]
    if not tokens.is_number(i - 1) and not tokens.words[i - 1] in units.SCALE_LETTERS:
        return None
    if word in units.CURRENCY_SIGNS and not (word.isalpha() and len(word) < 3):
        return Kind.MONEY, units.CURRENCY_SIGNS[word], i + 1
    if word in ("us", "a", "c", "nz", "hk") and tokens.words[i + 1] == "$" and tokens.close(i + 1):
        return Kind.MONEY, units.CURRENCY_SIGNS[word + "$"], i + 2
    if not tokens.close(i):
        if word in units.CLOSE_UNITS and len(word) > 1 and word not in _WORDS_TOO:
            unit = units.CLOSE_UNITS[word]
            return (Kind.DURATION if unit.dimension == "duration" else Kind.MEASURE), unit.name, i + 1
        if word in ("c", "f") and tokens.is_capital(i) and tokens.words[i + 1] != ".":
            return Kind.MEASURE, units.CLOSE_UNITS[word].name, i + 1
        return None
    if word == "°" and tokens.words[i + 1] in ("c", "f"):
        return Kind.MEASURE, units.CLOSE_UNITS[tokens.words[i + 1]].name, i + 2
    if word in units.CLOSE_MINOR and not tokens.is_capital(i):
        return Kind.MONEY, units.CLOSE_MINOR[word], i + 1
    unit_ = units.CLOSE_UNITS.get(word)
    if unit_ is None or (word in ('"', "'") and not _is_length_mark(tokens, i)):
        return None
    return (Kind.DURATION if unit_.dimension == "duration" else Kind.MEASURE), unit_.name, i + 1


_WORDS_TOO = frozenset(("in", "st", "min", "ha", "nm", "mb", "mp", "hp", "oz"))


def _is_length_mark(tokens: Tokens, i: int) -> bool:
    """5'11" is a height; a quotation mark after a number is not."""
    mark, after = tokens.words[i], tokens.words[i + 1]
    return (
        mark == "'" and tokens.is_number(i + 1) and tokens.close(i + 1) or (mark == '"' and tokens.words[i - 2] == "'")
    )


def _spaced_unit(tokens: Tokens, i: int) -> tuple[Kind, str, int] | None:
    """A unit in words after the number, over a hyphen too: "5 miles", "five-mile", "10-year"."""
    j = i + 1 if tokens.words[i] in DASHES and tokens.close(i) and tokens.close(i + 1) else i
    if tokens.words[j] in ("more", "additional", "extra", "full", "consecutive", "straight", "long") and unit_after(
        tokens, j + 1
    ):
        return None
    if tokens.words[j] == "of" and tokens.words[j + 1] in ("an", "a"):
        j += 2
    elif tokens.words[j] in ("an", "a") and tokens.words[i - 1] in ("half", "quarter"):
        j += 1
    found = unit_after(tokens, j)
    if found is None:
        return None
    kind, unit, last = found
    if unit == "GBP" and tokens.words[last - 1] in ("pound", "pounds") and tokens.words[last] in _WEIGHED:
        return Kind.MEASURE, "pound", last
    if unit == "second" and j == i and tokens.words[j] == "second" and tokens.words[i - 1] != "one":
        return None
    return kind, unit, last


def _second_part(tokens: Tokens, amount: Amount) -> Amount:
    """ "5ft [11in]", "20 dollars [and 43 cents]", "2 hours [30 minutes]": one amount, in the smaller unit."""
    if amount.unit is None or amount.is_fraction or amount.kind not in (Kind.MONEY, Kind.MEASURE, Kind.DURATION):
        return amount
    words = tokens.words
    j = amount.last
    if words[j] in ("and", ",") or (words[j] in DASHES and tokens.close(j)):
        j += 1
    if not (tokens.is_number(j) or words[j] in numbers.SMALL) or words[j] == "":
        return amount
    number = numbers.read(tokens, j)
    if not isinstance(number, Number):
        return amount
    part = _with_unit(tokens, number, None, j)
    if amount.kind is Kind.MONEY:
        if (
            part.kind is Kind.MONEY
            and part.unit in units.MINOR_UNITS
            and amount.unit not in units.MINOR_UNITS
            and part.value < 100
        ):
            return amount._replace(last=part.last, value=amount.value + part.value / 100, step=Fraction(1, 100))
        return amount
    size = _SMALLER.get((amount.unit, part.unit or ""))
    if (
        size is None
        and amount.unit == "foot"
        and part.unit is None
        and amount.last == j
        and part.value < 12
        and tokens.close(j)
    ):
        size, part = 12, part._replace(unit="inch")
    if size and part.value < size:
        return amount._replace(last=part.last, value=amount.value * size + part.value, unit=part.unit, step=part.step)
    return amount
