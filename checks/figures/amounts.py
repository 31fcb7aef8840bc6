"""Reads a number with what makes it an amount (sign, currency, per cent, unit), and amounts in several parts.

"£3bn", "US$1.5 million", "13.5 million dollars", "Rs 20 crore", "50p", "20 dollars 43 cents", "2.5 per cent", "four
percentage points", "-1.3%", "minus 5C", "5ft 11in", "10st 4lb", "two and a half hours", "30 sq km".
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from checks.figures import number_words, numbers, unit_spellings, units
from checks.figures.numeral import Malformed, Number
from checks.figures.tokens import DASHES, Tokens
from checks.model import Kind
from checks.word_set import word_set


class Amount(NamedTuple):
    """A number with its unit. `start` and `end` are token positions, `end` exclusive. `Number` explains the rest."""

    start: int
    end: int
    kind: Kind
    value: Fraction
    unit: str | None
    step: Fraction
    scale: int
    upper_bound: Fraction | None
    is_fraction: bool
    number: Number


_SIGN_WORDS = frozenset(("minus", "negative"))
_LOWERCASE_ABBREVIATIONS = frozenset(("rs", "rm"))
# Also written with one capital: "Ksh 300", "Tk500", "Rmb40bn". The others only in capitals: "EUR 5".
_CAPITALISED_ABBREVIATIONS = word_set("sh shs ksh kshs tsh tshs ush ushs tk dh dhs rp rmb skr nkr dkr sfr ghc frw")
# Single letters that are a currency if the number after them must be an amount: "R1.2bn", "N400,000".
_SINGLE_LETTER_CURRENCIES = {"r": "ZAR", "n": "NGN", "p": "PHP"}
_LARGE_SCALES = frozenset(("million", "billion", "trillion"))
_AMBIGUOUS_NAMES = word_set("pound real won rand sterling mark marks buck bucks quid colon")
_DOLLAR_SUFFIXES = frozenset(sign[1:] for sign in units.CURRENCY_SIGNS if sign[0] == "$" and len(sign) > 1)  # "$US5"
_DOLLAR_PREFIXES = frozenset(sign[:-1] for sign in units.CURRENCY_SIGNS if sign[-1] == "$" and len(sign) > 1)  # "US$5"

# For amounts in several parts: how many of the second unit make one of the first.
_PARTS_PER_UNIT = {
    ("foot", "inch"): 12,
    ("yard", "foot"): 3,
    ("stone", "pound"): 14,
    ("pound", "ounce"): 16,
    ("hour", "minute"): 60,
    ("hour", "second"): 3600,
    ("minute", "second"): 60,
    ("day", "hour"): 24,
    ("week", "day"): 7,
    ("year", "month"): 12,
    ("metre", "centimetre"): 100,
    ("kilometre", "metre"): 1000,
    ("kilogram", "gram"): 1000,
}
_PARTS_WITH_DECIMALS = frozenset(("second", "inch", "pound", "ounce"))  # "6min 52.4sec"
_IMPLIED_UNIT = {"foot": "inch", "stone": "pound", "hour": "minute"}  # "5ft 11", "10st 4", "two hours and 10"
_PAYMENT_BASES = word_set("day week month year litre kilo tonne bag head hour night unit")
_AFTER_A_HALF = word_set("is was in to for later ago before after from on at by")
_AFTER_IN = number_words.ARTICLES | word_set("the this that his her their its our which front total all")
_BEFORE_A_UNIT = number_words.ARTICLES | word_set("last past next first final another")
_MAX_PARTS = 4


def read(tokens: Tokens, i: int) -> Amount | Malformed | None:
    """Returns the amount whose numeral or number word is token `i`."""
    number = numbers.read(tokens, i)
    if number is None:
        return None
    negative, start = _sign_before(tokens, number.start)
    currency, start = _currency_before(tokens, start)
    if isinstance(number, Malformed):
        return number._replace(start=start)
    if currency and not negative:
        negative, start = _sign_before(tokens, start)
    amount = _with_below_zero(tokens, _with_parts(tokens, _with_unit(tokens, number, currency, start)))
    if amount.start == 1 and tokens.words[0] in DASHES and amount.end == tokens.count:
        negative, amount = (
            True,
            amount._replace(start=0),
        )  # "- 10" with nothing else is a negative number, not a list item
    return amount._replace(value=-amount.value) if negative and amount.value else amount


def _currency_before(tokens: Tokens, i: int) -> tuple[str | None, int]:
    """Returns the currency whose sign or code ends before token `i` ("£", "US$", "$US", "Rs"), and its first token."""
    words, signs = tokens.words, tokens.vocabulary.currency_signs
    j = i - 1
    if j < 0:
        return None, i
    word = words[j]
    if word == "." and j and tokens.is_attached(j) and words[j - 1] in ("rs", "re", "sh", "shs", "ksh", "tk"):
        return signs[words[j - 1]], j - 1
    before = words[j - 1] if j else ""
    if word in tokens.vocabulary.currency_marks:
        if before == "." and "".join(words[max(0, j - 4) : j]) == "u.s.":
            return "USD", j - 4
        if before and before + word in signs and _is_dollar_prefix(tokens, j - 1):
            return signs[before + word], j - 1
        return tokens.vocabulary.currency_marks[word], j
    if not word.isascii() and tokens.is_attached(j) and before + word in signs:
        return signs[before + word], j - 1  # "GH¢5", whose second sign is not a currency by itself
    if before + word in ("y=",) and tokens.is_attached(j):
        return "JPY", j - 1
    if before == "$" and word in _DOLLAR_SUFFIXES and tokens.is_attached(j):
        return signs["$" + word], j - 1
    if word in units.CURRENCY_NAMES and word not in _AMBIGUOUS_NAMES and not tokens.is_number(j - 1):
        amount_ends = not words[i + 1][:1].isalpha() or words[i + 1] in units.SCALE_WORDS
        if amount_ends and tokens.is_number(i) and words[j - 1] not in number_words.ARTICLES:
            return units.CURRENCY_NAMES[word], j  # "ringgit 42"
    if word == "ps" and len(tokens.words[i]) == 1 and tokens.words[i + 1] not in units.SCALE_LETTERS:
        return None, i  # the console
    code = currency_in_letters(tokens, j)
    return (code, j) if code else (None, i)


def currency_in_letters(tokens: Tokens, j: int) -> str | None:
    """Returns the currency that the letters at token `j` name before a number: "Rs 5", "Ksh300", "EUR 5", "R1.2bn"."""
    word, printed = tokens.words[j], tokens.surface(j)
    if len(word) == 1:
        code = _SINGLE_LETTER_CURRENCIES.get(word)
        is_word_start = not j or not tokens.is_attached(j) or tokens.words[j - 1] in ("(", "[")
        may_be_code = code and printed.isupper() and tokens.is_attached(j + 1) and is_word_start
        return code if may_be_code and _must_be_amount(tokens, j + 1) else None
    if word not in tokens.vocabulary.currency_letters:
        return None
    capital = word in _CAPITALISED_ABBREVIATIONS and printed[0].isupper()
    return (
        tokens.vocabulary.currency_letters[word]
        if capital or word in _LOWERCASE_ABBREVIATIONS or printed.isupper()
        else None
    )


def _must_be_amount(tokens: Tokens, i: int) -> bool:
    """Whether the numeral at token `i` cannot be part of a code: it has thousands, a scale, a rate or a conversion."""
    words = tokens.words
    following = words[i + 1]
    if not tokens.is_number(i):
        return False
    if "," in words[i] or (following in units.SCALE_WORDS and not tokens.is_attached(i + 1)):
        return True
    if following in _LARGE_SCALES or (following == "(" and words[i + 2] in tokens.vocabulary.currency_marks):
        return True  # "N41.1million", "R119 ($7.47)"
    if tokens.is_attached(i + 1) and following in units.SCALE_LETTERS:
        return len(following) > 1 or "." in words[i] or tokens.surface(i + 1) in "mk"
    return following == "per" or (following in number_words.ARTICLES and words[i + 2] in _PAYMENT_BASES)


def _is_dollar_prefix(tokens: Tokens, i: int) -> bool:
    """Whether the letters at token `i` belong to the dollar sign after them: "A$5", "US $5"; not in "A $5 note"."""
    if tokens.is_attached(i + 1):
        return True
    if len(tokens.words[i]) == 1:
        return tokens.words[i] != "a" and not tokens.is_attached(i + 2)  # "c $ 5", as tokenised text has it
    return tokens.is_capital(i) or not tokens.is_attached(i + 2)


def is_amount_prefix(tokens: Tokens, i: int) -> bool:
    """Whether token `i` may come between the start of an amount and its digits: currency letters, "minus"."""
    word = tokens.words[i]
    return (
        word in tokens.vocabulary.currency_letters
        or word in _SINGLE_LETTER_CURRENCIES
        or word in _SIGN_WORDS
        or word in _DOLLAR_PREFIXES
        or word in _DOLLAR_SUFFIXES
    )


def _sign_before(tokens: Tokens, i: int) -> tuple[bool, int]:
    """Returns whether the number before token `i` is negative, and where its sign starts.

    A hyphen is a minus only where it touches the number and nothing else.
    """
    words = tokens.words
    word = words[i - 1] if i else ""
    if word in _SIGN_WORDS:
        return (False, i) if i > 1 and words[i - 2] == "or" else (True, i - 1)  # "plus or minus 3" has no sign
    if word in DASHES and tokens.is_attached(i):
        if i > 1 and words[i - 2] in _SIGN_WORDS:
            return True, i - 2
        before = words[i - 2] if i > 1 else ""
        stands_alone = not tokens.is_attached(i - 1) or before in tokens.vocabulary.currency_marks or before in "([~"
        if (stands_alone and before not in ("covid", "$")) or (before == "$" and tokens.is_attached(i - 1)):
            return word not in "–—" or tokens.is_number(i), i - 1
    elif word == "+" and tokens.is_attached(i) and not tokens.is_attached(i - 1):
        return False, i - 1
    return False, i


def _with_unit(tokens: Tokens, number: Number, currency: str | None, start: int) -> Amount:
    """Returns the amount of a number with the currency before it, or with the unit after it."""
    end = number.end
    kind, unit = Kind.NUMBER, None
    if currency:
        kind, unit, end = Kind.MONEY, currency, _past_repeated_currency(tokens, end, currency)
    else:
        found = unit_spellings.unit_after_numeral(tokens, end)
        if found:
            kind, unit, end = found
    step = number.step
    if kind in (Kind.PERCENT, Kind.POINTS) and not step and not number.is_fraction:
        step = Fraction(1)  # "20%" is printed to the per cent; "144 people" is exact
    is_fraction = number.is_fraction and kind is Kind.NUMBER
    return Amount(start, end, kind, number.value, unit, step, number.scale, number.upper_bound, is_fraction, number)


def _past_repeated_currency(tokens: Tokens, i: int, currency: str) -> int:
    """Returns the position after a currency stated twice: "$5 US", "$5 million USD", "$5 dollars"."""
    after = tokens.words[i]
    if after in ("dollars", "dollar") and currency == "USD":
        return i + 1
    if after.isalpha() and tokens.surface(i).isupper() and tokens.vocabulary.currency_signs.get(after) == currency:
        return i + 1
    return i


def _with_parts(tokens: Tokens, amount: Amount) -> Amount:
    """Returns the amount with its further parts, in the smallest unit: "5ft [11in]", "2 hours [30 minutes]"."""
    amount = _leading_part(tokens, amount)
    if amount.unit is None or amount.kind not in (Kind.MONEY, Kind.MEASURE, Kind.DURATION):
        return amount
    for _ in range(_MAX_PARTS):
        larger = amount
        amount = _next_part(tokens, larger)
        if amount is larger:
            break
    return amount


def _next_part(tokens: Tokens, amount: Amount) -> Amount:
    """Returns the amount with the smaller one that follows it, or the amount itself."""
    words, j = tokens.words, amount.end
    has_link = words[j] in ("and", ",") or (words[j] in DASHES and tokens.is_attached(j))
    j += has_link
    j += words[j] == "and" and has_link
    if not (tokens.is_number(j) or words[j] in number_words.BELOW_HUNDRED or words[j : j + 2] == ["a", "half"]):
        return amount
    number = numbers.read(tokens, j + (words[j] == "a"))
    if not isinstance(number, Number) or number.start != j or amount.step or amount.value.denominator != 1:
        return amount  # "5.23 metres, 12cm below" is two amounts
    ends_phrase = not words[number.end][:1].isalnum()
    if number.is_fraction:  # "two hours and a half"
        ends_phrase = ends_phrase or words[number.end] in _AFTER_A_HALF
        adds_fraction = has_link and ends_phrase and words[amount.end] == "and" and amount.kind is Kind.DURATION
        return amount._replace(end=number.end, value=amount.value + number.value) if adds_fraction else amount
    part = _with_unit(tokens, number, None, j)
    if number.step and part.unit not in _PARTS_WITH_DECIMALS:
        return amount
    if amount.kind is Kind.MONEY:
        return _with_minor_unit(amount, part, ends_phrase and words[amount.end] != ",")
    unit = part.unit
    is_height = amount.unit == "foot" and words[amount.end] in DASHES  # "a 5-foot-10 guard"
    if amount.unit == "foot" and unit is None and words[part.end] == "in" and words[part.end + 1] not in _AFTER_IN:
        part, unit = part._replace(end=part.end + 1), "inch"  # "5 ft 2 in"
    if unit is None and (ends_phrase or is_height) and words[amount.end] != "," and amount.unit:
        unit = _IMPLIED_UNIT.get(amount.unit)
    size = _PARTS_PER_UNIT.get((amount.unit or "", unit or ""))
    if size is None or part.value >= max(size, 10):
        return amount
    return amount._replace(end=part.end, value=amount.value * size + part.value, unit=unit, step=part.step)


def _with_minor_unit(amount: Amount, part: Amount, ends_phrase: bool) -> Amount:
    """Reads "20 dollars 43 cents", and "20 dollars and 43" where nothing follows that the 43 could count."""
    is_minor = part.unit in units.MINOR_UNITS or (part.unit is None and ends_phrase and part.kind is Kind.NUMBER)
    if not is_minor or amount.unit in units.MINOR_UNITS or part.value >= 100 or amount.step or amount.scale > 1:
        return amount
    return amount._replace(end=part.end, value=amount.value + part.value / 100, step=Fraction(1, 100))


def _leading_part(tokens: Tokens, amount: Amount) -> Amount:
    """Returns the amount with a larger unit before it, with an article for one: "[an hour and] 45 minutes"."""
    words, i = tokens.words, amount.start
    if i < 3 or words[i - 1] != "and" or words[i - 3] not in _BEFORE_A_UNIT:
        return amount
    larger = unit_spellings.unit_at(tokens, i - 2)
    if larger is None or larger.kind is not Kind.DURATION or larger.end != i - 1:
        return amount
    if amount.is_fraction and words[amount.end] not in ("of", "the", "a", "an", "its", "their", "his", "her"):
        return amount._replace(
            start=i - 3 if words[i - 3] in number_words.ARTICLES else i - 2,
            value=1 + amount.value,
            kind=larger.kind,
            unit=larger.unit,
            is_fraction=False,
        )
    size = _PARTS_PER_UNIT.get((larger.unit, amount.unit or ""))
    return amount._replace(start=i - 3, value=size + amount.value) if size else amount


def _with_below_zero(tokens: Tokens, amount: Amount) -> Amount:
    """Reads "12 degrees below zero", "5 below freezing"."""
    words, j = tokens.words, amount.end
    if words[j] != "below" or words[j + 1] not in ("zero", "freezing") or amount.value <= 0:
        return amount
    if amount.kind is not Kind.MEASURE and (amount.kind is not Kind.NUMBER or words[j + 2][:1].isalpha()):
        return amount
    return amount._replace(end=j + 2, value=-amount.value, kind=Kind.MEASURE, unit=amount.unit or "degree")
