"""Reads numerals, in digits, in words and mixed, as exact values with their printed precision.

"1,234.5", "1.2 million", "3bn", "twenty-one", "two hundred and six", "half a million", "a dozen", "one and a half",
"4 1/2", "two-thirds", "dozens", "tens of thousands". Units, currencies and nouns are not read here.
"""

from __future__ import annotations

from fractions import Fraction

from checks.figures import digits, idioms, unit_spellings
from checks.figures.number_words import (
    ARTICLES,
    BELOW_HUNDRED,
    DENOMINATORS,
    GROUP_NOUNS,
    MAX_SCALE,
    ONES,
    PLURAL_SCALES,
    SPOKEN_DIGITS,
    START_WORDS,
    TEENS,
    TENS,
    VAGUE,
    VAGUE_TIMES,
    cardinal,
    is_hyphen,
)
from checks.figures.numeral import Malformed, Number
from checks.figures.tokens import DASHES, VULGAR_FRACTIONS, Tokens
from checks.figures.units import AIRCRAFT, SCALE_LETTERS, SCALE_WORDS
from checks.word_set import word_set

_VULGAR_VALUES = dict(
    zip(
        VULGAR_FRACTIONS,
        map(
            Fraction,
            [
                "1/4",
                "1/2",
                "3/4",
                "1/7",
                "1/9",
                "1/10",
                "1/3",
                "2/3",
                "1/5",
                "2/5",
                "3/5",
                "4/5",
                "1/6",
                "5/6",
                "1/8",
                "3/8",
                "5/8",
                "7/8",
            ],
        ),
        strict=True,
    )
)
_SLASHES = frozenset("/⁄")
_USUAL_DENOMINATORS = frozenset((2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 16, 20, 25, 32, 50, 64, 100, 1000))
_COUNTED_IN_MM = word_set("barrels bbl bbls boe bopd bpd btu gallons shares tonnes tons")
_SPACED_SCALES = frozenset(letters for letters in SCALE_LETTERS if len(letters) > 1) | {"k"}
_MONEY_SCALES = frozenset("tb")  # "£2t", "$3b"; but "100t" is tonnes
_MAX_EXPONENT = 99
_MAX_DAY = 31  # "9/11" and "3/18" may be dates, "1/40" is not


def read(tokens: Tokens, i: int) -> Number | Malformed | None:
    """Returns the longest numeral whose first digits or number word is token `i`, with the article before it."""
    if tokens.is_number(i):
        return _number_in_digits(tokens, i)
    word = tokens.words[i]
    if word in ("pair", "couple") and not idioms.means_two(tokens, i):
        return None
    if word in SCALE_WORDS and not _may_start_number(tokens, i):
        return None
    if word in ("half", "quarter"):
        return idioms.fraction(tokens, i)
    if word in VAGUE or word in VAGUE_TIMES:
        return idioms.vague_number(tokens, i)
    if word in SCALE_WORDS and i and tokens.words[i - 1] in ("several", "few"):
        return idioms.several_of_scale(tokens, i)
    if word == "point":
        return _bare_spoken_decimal(tokens, i)
    return _number_in_words(tokens, i)


def _may_start_number(tokens: Tokens, i: int) -> bool:
    """Whether a scale word may be a number by itself: "a thousand", "hundred thousand dollars".

    In "his maiden hundred" it may not.
    """
    before = tokens.words[i - 1] if i else ""
    if before in ARTICLES or before in ("several", "few") or not before.isalpha():
        return True
    after = tokens.words[i + 1]
    return after in SCALE_WORDS or unit_spellings.unit_at(tokens, i + 1) is not None


def can_start(tokens: Tokens, i: int) -> bool:
    """Whether a numeral can start at token `i`."""
    return tokens.is_number(i) or tokens.words[i] in START_WORDS


# ---- digits ----------------------------------------------------------------------------------------------------------
def _number_in_digits(tokens: Tokens, i: int) -> Number | Malformed:
    """Reads the numeral whose first digits are token `i`, with fraction and scale word."""
    words = tokens.words
    if words[i] in _VULGAR_VALUES:
        return _with_scale(tokens, Number(i, i + 1, _VULGAR_VALUES[words[i]], is_fraction=True))
    word, end = _join_digits(tokens, i)
    decimal = digits.decimal(word)
    if decimal is None:
        return Malformed(i, end, digits.malformed_reason(word))
    whole, places = decimal
    power = _scientific_exponent(tokens, end)
    if power:
        exponent, end = power
        step = Fraction(10) ** (exponent - places)
        return Number(i, end, whole * step, step)
    raised = _with_exponent(tokens, end, Fraction(whole, 10**places)) if words[end] == "^" else None
    if raised:
        value, end = raised
        return Number(i, end, value)
    if words[end] == "point" and words[end + 1].isdecimal() and not words[end + 2][:1].isalpha():
        spoken = Fraction(int(words[end + 1]), 10 ** len(words[end + 1])) if len(words[end + 1]) < 10 else Fraction(0)
        return _with_scale(tokens, Number(i, end + 2, whole + spoken))
    if places:
        return _with_scale(tokens, Number(i, end, Fraction(whole, 10**places), Fraction(1, 10**places)))
    fraction = _slash_fraction(tokens, end, whole)
    if fraction:
        return _with_scale(tokens, Number(i, end + 2, fraction, is_fraction=True))
    division = _spoken_division(tokens, end, whole, i)
    if division:
        value, end = division
        return Number(i, end, value, is_fraction=value < 1)
    added = _added_fraction(tokens, end)
    if added:
        part, end = added
        return _with_scale(tokens, Number(i, end, whole + part))
    return _with_scale(tokens, Number(i, end, Fraction(whole)))


def _join_digits(tokens: Tokens, i: int) -> tuple[str, int]:
    """Returns the digits of a numeral with spaces, and the position after it: "10 000", "59 . 2", "80 , 000".

    Tokenised text (many archives, social feeds) has spaces around a decimal point or comma.
    """
    words = tokens.words
    word, end = words[i], i + 1
    if not word.isdecimal():
        return word, end
    while len(words[end]) >= 3 and words[end][:3].isdecimal() and _is_digit_group(tokens, end, word):
        word += words[end]
        end += 1
    while (
        words[end] in (".", ",")
        and words[end + 1].isdecimal()
        and not (tokens.is_attached(end) or tokens.is_attached(end + 1))
    ):
        if words[end] == "," and (len(words[end + 1]) != 3 or _is_after_hyphenated_unit(tokens, i)):
            break
        word += words[end] + words[end + 1]
        end += 2
        if words[end - 2] == ".":
            break
    return word, end


def _is_after_hyphenated_unit(tokens: Tokens, i: int) -> bool:
    """Whether token `i` is like the 4 of "6-foot-4", which no further group of digits continues."""
    return tokens.is_attached(i) and tokens.words[i - 1] in DASHES and tokens.words[i - 2].isalpha()


def _is_digit_group(tokens: Tokens, i: int, before: str) -> bool:
    """Whether the gap before token `i` is a space that groups digits; a plain space only once, and not after a name."""
    if tokens.words[i + 1] == "s" and tokens.is_attached(i + 1):
        return False  # "12 180s"
    if tokens.words[i] in AIRCRAFT or before[0] == "0" or not (len(tokens.words[i]) == 3 or tokens.words[i][3] == "."):
        return False
    gap = tokens.text[tokens.ends[i - 1] : tokens.starts[i]]
    if gap in ("\u00a0", "\u202f", "\u2009"):
        return True
    if gap != " " or tokens.is_capital(i - 2) or len(tokens.words[i + 1]) == 4:
        return False
    return len(before) <= 3 or len(before) > len(tokens.words[i - 1])  # the first or a further group


def _scientific_exponent(tokens: Tokens, i: int) -> tuple[int, int] | None:
    """Reads the "×10^6", "x 10−30", "e+14" of scientific notation: the exponent and the position after it."""
    words = tokens.words
    if words[i] in ("×", "x") and words[i + 1] == "10":
        j = i + 2 + (words[i + 2] == "^")
        if j == i + 2 and words[j] not in DASHES:
            return None
    elif words[i] == "e" and tokens.is_attached(i) and tokens.is_attached(i + 1):
        j = i + 1
    else:
        return None
    return _exponent(tokens, j)


def _exponent(tokens: Tokens, j: int) -> tuple[int, int] | None:
    """Reads an exponent with its sign: the exponent and the position after it."""
    words = tokens.words
    negative = words[j] in DASHES
    j += negative or words[j] == "+"
    if not tokens.is_attached(j) or not words[j].isdecimal() or int(words[j][:4]) > _MAX_EXPONENT:
        return None
    return -int(words[j]) if negative else int(words[j]), j + 1


def _with_exponent(tokens: Tokens, i: int, base: Fraction) -> tuple[Fraction, int] | None:
    """Reads the "^23" of "1.1^23": the value and the position after it."""
    if not tokens.is_attached(i) or not base:
        return None
    exponent = _exponent(tokens, i + 1)
    return (base ** exponent[0], exponent[1]) if exponent else None


def _slash_fraction(tokens: Tokens, i: int, numerator: int) -> Fraction | None:
    """Reads the "/4" of "3/4" from token `i`, with a usual denominator; not of a date or a score."""
    words = tokens.words
    if words[i] not in _SLASHES or tokens.is_attached(i) != tokens.is_attached(i + 1) or words[i + 2] in _SLASHES:
        return None
    denominator = words[i + 1]
    if not denominator.isdecimal() or len(denominator) > 4 or denominator[0] == "0" or numerator >= int(denominator):
        return None
    is_usual = (
        words[i] == "⁄" or int(denominator) in _USUAL_DENOMINATORS or (int(denominator) > _MAX_DAY and numerator == 1)
    )
    return Fraction(numerator, int(denominator)) if is_usual else None


def _spoken_division(tokens: Tokens, i: int, numerator: int, start: int) -> tuple[Fraction, int] | None:
    """Reads the "over three" of "one over three" at the end of a phrase; "5 over the limit" is not a fraction."""
    words = tokens.words
    if (
        words[i] != "over"
        or not can_start(tokens, i + 1)
        or words[start - 1] not in ("", "is", "minus", "negative", "plus")
    ):
        return None
    denominator = (int(words[i + 1]), i + 2) if words[i + 1].isdecimal() else cardinal(tokens, i + 1)
    if denominator is None or not denominator[0] or words[denominator[1]] not in ("", ".", ",", "?"):
        return None
    return Fraction(numerator, denominator[0]), denominator[1]


def _added_fraction(tokens: Tokens, i: int) -> tuple[Fraction, int] | None:
    """Reads the fraction after a whole number ("½", "1/2", "and a half", "and three quarters"), and its end."""
    words = tokens.words
    word = words[i]
    if word in _VULGAR_VALUES:
        return _VULGAR_VALUES[word], i + 1
    if word.isdecimal() and len(word) <= 2 and words[i + 1] in _SLASHES:
        part = _slash_fraction(tokens, i + 1, int(word))
        return (part, i + 3) if part else None
    if word in DASHES and words[i + 1] == "and" and words[i + 2] in DASHES:
        i += 1  # "two-and-a-half"
    if words[i] != "and":
        return None
    i += words[i + 1] in DASHES
    word = words[i + 1]
    if word in ARTICLES:
        j = i + 3 if words[i + 2] in DASHES else i + 2
        if words[j] in DENOMINATORS and not words[j].endswith("s"):
            return Fraction(1, DENOMINATORS[words[j]]), j + 1
    if word in ("half", "quarter") and unit_spellings.unit_at(tokens, i + 2 + (words[i + 2] == "of")):
        return Fraction(1, DENOMINATORS[word]), i + 2  # "one and quarter hour"
    numerator = cardinal(tokens, i + 1) if word in BELOW_HUNDRED else None
    if numerator is None or not numerator[0] or numerator[1] > i + 5:
        return None
    value, j = numerator
    j += words[j] in DASHES
    denominator = DENOMINATORS.get(words[j], 0)
    return (Fraction(value, denominator), j + 1) if value < denominator and _agrees_in_number(value, words[j]) else None


def _agrees_in_number(numerator: int, denominator: str) -> bool:
    """Whether numerator and denominator agree: "one third", "two thirds"; but also "three quarter" hours."""
    return denominator.endswith("s") == (numerator > 1) or denominator == "quarter"


# ---- scales ----------------------------------------------------------------------------------------------------------
def _with_scale(tokens: Tokens, number: Number) -> Number:
    """Returns the number with the scale word or letter after it: "1.2 million", "3bn", "20 lakh crore", "5-million"."""
    words = tokens.words
    end, scale = number.end, 1
    while True:
        j = end + 1 if words[end] in DASHES and tokens.is_attached(end) and words[end + 1] in SCALE_WORDS else end
        word = words[j]
        size = SCALE_WORDS.get(word) or PLURAL_SCALES.get(word) or (12 if word == "dozen" else 0)
        if not size and scale == 1 and _is_scale_letter(tokens, j, number):
            size = SCALE_LETTERS[word]
        if not size and scale == 1 and _is_oil_and_finance_million(tokens, j, number):
            size = 10**6
        if not size or scale > MAX_SCALE:
            break
        scale *= size
        end = j + 1
    if scale == 1:
        return number
    value = number.value * scale
    part = _fraction_of_scale(tokens, end, scale)
    if part:
        return number._replace(end=part[1], value=value + part[0], is_fraction=False)
    remainder = _remainder_below_scale(tokens, end, scale)
    if remainder:
        return number._replace(end=remainder[1], value=value + remainder[0], is_fraction=False)
    step = (number.step or Fraction(1)) * scale
    return number._replace(end=end, value=value, step=step, scale=scale, is_fraction=False)


def _is_scale_letter(tokens: Tokens, i: int, number: Number) -> bool:
    """Whether token `i` is a scale like the "m" of "£5m" or the "bn" of "3 bn", not metres, tonnes or a word."""
    word = tokens.words[i]
    if word not in SCALE_LETTERS:
        return False
    if not tokens.is_attached(i):
        return word in _SPACED_SCALES or (word == "m" and tokens.surface(i) == "M" and not tokens.words[i + 1])
    is_money = number.start > 0 and tokens.words[number.start - 1] in tokens.vocabulary.currency_signs
    if word in _MONEY_SCALES:
        return is_money or (word == "b" and number.step > 0)
    return word != "m" or is_money or not unit_spellings.is_metre(tokens, i, number.value)


def _is_oil_and_finance_million(tokens: Tokens, i: int, number: Number) -> bool:
    """Whether token `i` is the "MM" (a thousand thousands) of "$50MM" or "5 MM barrels", not millimetres."""
    if tokens.surface(i) != "MM":
        return False
    is_money = number.start > 0 and tokens.words[number.start - 1] in tokens.vocabulary.currency_signs
    return is_money or tokens.words[i + 1] in _COUNTED_IN_MM


def _remainder_below_scale(tokens: Tokens, i: int, scale: int) -> tuple[Fraction, int] | None:
    """Reads what follows below the scale: "6 crore [and two hundred]", "a billion [400 million]".

    Returns its value and the position after it. Nothing follows below a letter: "1,204 in the 10k and 425 in the 5k".
    """
    if tokens.words[i - 1] in SCALE_LETTERS:
        return None
    j = i + (tokens.words[i] == "and")
    if j == i and tokens.words[j].isdecimal() and 1 < SCALE_WORDS.get(tokens.words[j + 1], 0) < scale:
        found = _number_in_digits(tokens, j)
        return (found.value, found.end) if isinstance(found, Number) and found.value < scale else None
    if tokens.words[j] in BELOW_HUNDRED:
        words = cardinal(tokens, j)
        remainder = Number(j, words[1], Fraction(words[0])) if words else None
        minimum = 100
    elif tokens.words[j].isdecimal() and scale <= 1000 and len(tokens.words[j]) <= 3:
        found = _number_in_digits(tokens, j)
        remainder = found if isinstance(found, Number) and not found.step % 1 else None
        minimum = 1
    else:
        return None
    if scale <= 1000 and j > i:
        minimum = 1
    return (remainder.value, remainder.end) if remainder and minimum <= remainder.value < scale else None


def _fraction_of_scale(tokens: Tokens, i: int, scale: int) -> tuple[Fraction, int] | None:
    """Reads the fraction of "a million [and a half]", "two billion [and a half million]", and its end.

    These are 1.5 million and 2,000,500,000.
    """
    added = _added_fraction(tokens, i) if scale >= 1000 and tokens.words[i] == "and" else None
    if added is None:
        return None
    part, end = added
    size = SCALE_WORDS.get(tokens.words[end], 0)
    return (part * size, end + 1) if size else (part * scale, end)


# ---- words -----------------------------------------------------------------------------------------------------------
def _number_in_words(tokens: Tokens, i: int) -> Number | None:
    """Reads "two hundred and six", "a dozen", "one point five nine billion", "two-thirds", "a million and a half"."""
    words = tokens.words
    whole = cardinal(tokens, i)
    if whole is None:
        return None
    value, end = whole
    start = i - 1 if i and words[i - 1] in ARTICLES and (words[i] in SCALE_WORDS or words[i] in GROUP_NOUNS) else i
    if words[end] == "point" and words[end + 1] in SPOKEN_DIGITS | TEENS | TENS:
        places, end, step = _spoken_places(tokens, end + 1)
        return _with_scale(tokens, Number(start, end, value + places, step, spelled=True))
    division = _spoken_division(tokens, end, value, i) or _spoken_fraction(tokens, value, end)
    if division:
        part, end = division
        return _fraction_with_scale(tokens, Number(start, end, part, spelled=True, is_fraction=part < 1))
    scale = SCALE_WORDS.get(words[end - 1], 1)
    added = _fraction_of_scale(tokens, end, scale)
    if added is None:
        added = _added_fraction(tokens, end)
    if added:
        part, end = added
        return _with_scale(tokens, Number(start, end, value + part, spelled=True))
    if words[end].isdecimal() or (words[end] == "and" and words[end + 1].isdecimal()):
        remainder = _remainder_below_scale(tokens, end, scale) if scale > 1 else None
        if remainder:
            return Number(start, remainder[1], value + remainder[0], spelled=True)
    return Number(start, end, Fraction(value), spelled=True)


def _spoken_places(tokens: Tokens, i: int) -> tuple[Fraction, int, Fraction]:
    """Reads the digits after "point", from token `i`: their value, the position after them, the last one's place."""
    words = tokens.words
    places = ""
    while len(places) < digits.MAX_DIGITS:
        word = words[i]
        if word in SPOKEN_DIGITS:
            places += SPOKEN_DIGITS[word]
        elif word in TEENS:
            places += str(TEENS[word])
        elif word in TENS:
            j = i + 2 if words[i + 1] in DASHES else i + 1
            ones = ONES.get(words[j], 0)
            places += str(TENS[word] + ones)
            i = j if ones else i
        else:
            break
        i += 1
    size = 10 ** len(places)
    return Fraction(int(places), size), i, Fraction(1, size)


def _bare_spoken_decimal(tokens: Tokens, i: int) -> Number | None:
    """Reads "point five" at the start of a phrase; "at this point five men" has no decimal."""
    if (i and tokens.words[i - 1][:1].isalpha()) or tokens.words[i + 1] not in SPOKEN_DIGITS:
        return None
    value, end, step = _spoken_places(tokens, i + 1)
    return _with_scale(tokens, Number(i, end, value, step, spelled=True))


_BEFORE_PERIODS = word_set("""
    first last past preceding previous prior next coming following final latest recent opening other consecutive
    straight successive these those
""")


def _spoken_fraction(tokens: Tokens, numerator: int, i: int) -> tuple[Fraction, int] | None:
    """Reads the rest of "two[-thirds]", "three [quarters]", "one [fifth]": the value and the position after it."""
    words = tokens.words
    j = i + 1 if words[i] in DASHES and is_hyphen(tokens, i) else i
    denominator = DENOMINATORS.get(words[j], 0)
    if not denominator or not numerator or words[j].endswith("s") != (numerator > 1):
        return None
    if words[j] == "quarters" and j == i and (numerator != 3 or (i > 1 and words[i - 2] in _BEFORE_PERIODS)):
        return None  # "six of the past eight quarters", "in the first three quarters": periods
    return Fraction(numerator, denominator), j + 1


def _fraction_with_scale(tokens: Tokens, number: Number) -> Number:
    """Reads the scale of "two thirds [of a million]", "three quarters [billion]"."""
    words, j = tokens.words, number.end
    if words[j] == "of" and words[j + 1] in ARTICLES:
        j += 2
    size = SCALE_WORDS.get(words[j], 0)
    return number._replace(end=j + 1, value=number.value * size, is_fraction=False) if size else number
