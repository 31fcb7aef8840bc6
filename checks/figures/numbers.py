"""Numerals, in digits, in words and mixed, to exact values with the precision they were printed in.

"1,234.5", "1.2 million", "3bn", "twenty-one", "two hundred and six", "half a million", "a dozen", "one and a half",
"4 1/2", "two-thirds", "dozens", "tens of thousands". What carries the number (unit, currency, noun) is not looked at.
"""

from __future__ import annotations

from fractions import Fraction

from checks.figures import digits, idioms, unit_spellings
from checks.figures.number_words import (
    ALL,
    ARTICLES,
    DENOMINATORS,
    GROUPS,
    LARGEST,
    ONES,
    PLURAL_SCALES,
    SMALL,
    SPOKEN_DIGITS,
    TEENS,
    TENS,
    VAGUE,
    VAGUE_TIMES,
    cardinal,
    is_hyphen,
)
from checks.figures.numeral import Malformed, Number
from checks.figures.tokens import DASHES, VULGAR, Tokens
from checks.figures.units import AIRCRAFT, CURRENCY_SIGNS, SCALE_LETTERS, SCALE_WORDS

_VULGAR_VALUES = dict(
    zip(
        VULGAR,
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
_SPACED_SCALES = frozenset(letters for letters in SCALE_LETTERS if len(letters) > 1) | {"k"}
_ONLY_MONEY = frozenset("tb")  # "£2t", "$3b"; but "100t" is tonnes
_LARGEST_POWER = 99
_LAST_DAY = 31  # "9/11" and "3/18" may be dates, "1/40" is none


def read(tokens: Tokens, i: int) -> Number | Malformed | None:
    """The longest numeral whose first digits or number word is token `i`; an article before it belongs to it."""
    if tokens.is_number(i):
        return _in_digits(tokens, i)
    word = tokens.words[i]
    if word in ("pair", "couple") and not idioms.is_two(tokens, i):
        return None
    if word in SCALE_WORDS and not _opens_number(tokens, i):
        return None
    if word in ("half", "quarter"):
        return idioms.share(tokens, i)
    if word in VAGUE or word in VAGUE_TIMES:
        return idioms.vague(tokens, i)
    if word in SCALE_WORDS and i and tokens.words[i - 1] in ("several", "few"):
        return idioms.several(tokens, i)
    if word == "point":
        return _bare_spoken_decimal(tokens, i)
    return _in_words(tokens, i)


def _opens_number(tokens: Tokens, i: int) -> bool:
    """May a scale word stand without a number: "a thousand", "hundred thousand dollars"? Not "his maiden hundred"."""
    before = tokens.words[i - 1] if i else ""
    if before in ARTICLES or before in ("several", "few") or not before.isalpha():
        return True
    after = tokens.words[i + 1]
    return after in SCALE_WORDS or unit_spellings.after(tokens, i + 1) is not None


def starts(tokens: Tokens, i: int) -> bool:
    """Can a numeral start at token `i`?"""
    return tokens.is_number(i) or tokens.words[i] in ALL


# ---- digits ----------------------------------------------------------------------------------------------------------
def _in_digits(tokens: Tokens, i: int) -> Number | Malformed:
    words = tokens.words
    if words[i] in _VULGAR_VALUES:
        return _scaled(tokens, Number(i, i + 1, _VULGAR_VALUES[words[i]], is_fraction=True))
    word, last = _joined(tokens, i)
    read = digits.decimal(word)
    if read is None:
        return Malformed(i, last, digits.why_malformed(word))
    whole, places = read
    power = _power_of_ten(tokens, last)
    if power:
        exponent, last = power
        step = Fraction(10) ** (exponent - places)
        return Number(i, last, whole * step, step)
    raised = _raised(tokens, last, Fraction(whole, 10**places)) if words[last] == "^" else None
    if raised:
        value, last = raised
        return Number(i, last, value)
    if words[last] == "point" and words[last + 1].isdecimal() and not words[last + 2][:1].isalpha():
        spoken = (
            Fraction(int(words[last + 1]), 10 ** len(words[last + 1])) if len(words[last + 1]) < 10 else Fraction(0)
        )
        return _scaled(tokens, Number(i, last + 2, whole + spoken))
    if places:
        return _scaled(tokens, Number(i, last, Fraction(whole, 10**places), Fraction(1, 10**places)))
    fraction = _slash(tokens, last, whole)
    if fraction:
        return _scaled(tokens, Number(i, last + 2, fraction, is_fraction=True))
    over = _over(tokens, last, whole, i)
    if over:
        value, last = over
        return Number(i, last, value, is_fraction=value < 1)
    added = _added_fraction(tokens, last)
    if added:
        part, last = added
        return _scaled(tokens, Number(i, last, whole + part))
    return _scaled(tokens, Number(i, last, Fraction(whole)))


def _joined(tokens: Tokens, i: int) -> tuple[str, int]:
    """The digits of a numeral that spaces cut up, with the position after it: "10 000", "59 . 2", "80 , 000".

    Spaces around a point or a comma are how tokenised text (many archives, social feeds) prints a plain one.
    """
    words = tokens.words
    word, last = words[i], i + 1
    if not word.isdecimal():
        return word, last
    while len(words[last]) >= 3 and words[last][:3].isdecimal() and _groups_digits(tokens, last, word):
        word += words[last]
        last += 1
    while (
        words[last] in (".", ",") and words[last + 1].isdecimal() and not (tokens.close(last) or tokens.close(last + 1))
    ):
        if words[last] == "," and (len(words[last + 1]) != 3 or _hangs(tokens, i)):
            break
        word += words[last] + words[last + 1]
        last += 2
        if words[last - 2] == ".":
            break
    return word, last


def _hangs(tokens: Tokens, i: int) -> bool:
    """Is token `i` the 4 of "6-foot-4", which no group of digits goes on?"""
    return tokens.close(i) and tokens.words[i - 1] in DASHES and tokens.words[i - 2].isalpha()


def _groups_digits(tokens: Tokens, i: int, before: str) -> bool:
    """Is the gap before token `i` a space that groups digits? A plain space does so only once, and not after a name."""
    if tokens.words[i + 1] == "s" and tokens.close(i + 1):
        return False  # "12 180s"
    if tokens.words[i] in AIRCRAFT or before[0] == "0" or not (len(tokens.words[i]) == 3 or tokens.words[i][3] == "."):
        return False
    gap = tokens.text[tokens.ends[i - 1] : tokens.starts[i]]
    if gap in ("\u00a0", "\u202f", "\u2009"):
        return True
    if gap != " " or tokens.is_capital(i - 2) or len(tokens.words[i + 1]) == 4:
        return False
    return len(before) <= 3 or len(before) > len(tokens.words[i - 1])  # the first group, or one more


def _power_of_ten(tokens: Tokens, i: int) -> tuple[int, int] | None:
    """The "×10^6", "x 10−30", "e+14" of a scientific form: the exponent and the position after it."""
    words = tokens.words
    if words[i] in ("×", "x") and words[i + 1] == "10":
        j = i + 2 + (words[i + 2] == "^")
        if j == i + 2 and words[j] not in DASHES:
            return None
    elif words[i] == "e" and tokens.close(i) and tokens.close(i + 1):
        j = i + 1
    else:
        return None
    return _exponent(tokens, j)


def _exponent(tokens: Tokens, j: int) -> tuple[int, int] | None:
    words = tokens.words
    negative = words[j] in DASHES
    j += negative or words[j] == "+"
    if not tokens.close(j) or not words[j].isdecimal() or int(words[j][:4]) > _LARGEST_POWER:
        return None
    return -int(words[j]) if negative else int(words[j]), j + 1


def _raised(tokens: Tokens, i: int, base: Fraction) -> tuple[Fraction, int] | None:
    """The "^23" of "1.1^23": the value and the position after it."""
    if not tokens.close(i) or not base:
        return None
    exponent = _exponent(tokens, i + 1)
    return (base ** exponent[0], exponent[1]) if exponent else None


def _slash(tokens: Tokens, i: int, above: int) -> Fraction | None:
    """The "/4" of "3/4" from token `i`, in a denominator that people use; not of a date or of a score."""
    words = tokens.words
    if words[i] not in _SLASHES or tokens.close(i) != tokens.close(i + 1) or words[i + 2] in _SLASHES:
        return None
    below = words[i + 1]
    if not below.isdecimal() or len(below) > 4 or below[0] == "0" or above >= int(below):
        return None
    usual = words[i] == "⁄" or int(below) in _USUAL_DENOMINATORS or (int(below) > _LAST_DAY and above == 1)
    return Fraction(above, int(below)) if usual else None


def _over(tokens: Tokens, i: int, above: int, first: int) -> tuple[Fraction, int] | None:
    """The "over three" of "one over three" at the end of a phrase; "5 over the limit" is no fraction."""
    words = tokens.words
    if (
        words[i] != "over"
        or not starts(tokens, i + 1)
        or words[first - 1] not in ("", "is", "minus", "negative", "plus")
    ):
        return None
    below = (int(words[i + 1]), i + 2) if words[i + 1].isdecimal() else cardinal(tokens, i + 1)
    if below is None or not below[0] or words[below[1]] not in ("", ".", ",", "?"):
        return None
    return Fraction(above, below[0]), below[1]


def _added_fraction(tokens: Tokens, i: int) -> tuple[Fraction, int] | None:
    """What follows a whole number: "½", "1/2", "and a half", "and three quarters"; with the position after it."""
    words = tokens.words
    word = words[i]
    if word in _VULGAR_VALUES:
        return _VULGAR_VALUES[word], i + 1
    if word.isdecimal() and len(word) <= 2 and words[i + 1] in _SLASHES:
        part = _slash(tokens, i + 1, int(word))
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
    if word in ("half", "quarter") and unit_spellings.after(tokens, i + 2 + (words[i + 2] == "of")):
        return Fraction(1, DENOMINATORS[word]), i + 2  # "one and quarter hour"
    above = cardinal(tokens, i + 1) if word in SMALL else None
    if above is None or not above[0] or above[1] > i + 5:
        return None
    value, j = above
    j += words[j] in DASHES
    below = DENOMINATORS.get(words[j], 0)
    return (Fraction(value, below), j + 1) if value < below and _agree(value, words[j]) else None


def _agree(above: int, denominator: str) -> bool:
    """Number and denominator: "one third", "two thirds"; "three quarter" is said of hours."""
    return denominator.endswith("s") == (above > 1) or denominator == "quarter"


# ---- scales ----------------------------------------------------------------------------------------------------------
def _scaled(tokens: Tokens, number: Number) -> Number:
    """Takes in a scale word or letter after the numeral: "1.2 million", "3bn", "20 lakh crore", "5-million"."""
    words = tokens.words
    last, scale = number.last, 1
    while True:
        j = last + 1 if words[last] in DASHES and tokens.close(last) and words[last + 1] in SCALE_WORDS else last
        word = words[j]
        size = SCALE_WORDS.get(word) or PLURAL_SCALES.get(word) or (12 if word == "dozen" else 0)
        if not size and scale == 1 and _is_scale_letter(tokens, j, number):
            size = SCALE_LETTERS[word]
        if not size or scale > LARGEST:
            break
        scale *= size
        last = j + 1
    if scale == 1:
        return number
    value = number.value * scale
    part = _fraction_of_scale(tokens, last, scale)
    if part:
        return number._replace(last=part[1], value=value + part[0], is_fraction=False)
    below = _below(tokens, last, scale)
    if below:
        return number._replace(last=below[1], value=value + below[0], is_fraction=False)
    step = (number.step or Fraction(1)) * scale
    return number._replace(last=last, value=value, step=step, scale=scale, is_fraction=False)


def _is_scale_letter(tokens: Tokens, i: int, number: Number) -> bool:
    """Is token `i` the "m" of "£5m" or the "bn" of "3 bn", rather than metres, tonnes or a word?"""
    word = tokens.words[i]
    if word not in SCALE_LETTERS:
        return False
    if not tokens.close(i):
        return word in _SPACED_SCALES or (word == "m" and tokens.printed(i) == "M" and not tokens.words[i + 1])
    paid = number.first > 0 and tokens.words[number.first - 1] in CURRENCY_SIGNS
    if word in _ONLY_MONEY:
        return paid or (word == "b" and number.step > 0)
    return word != "m" or paid or not unit_spellings.is_metre(tokens, i, number.value)


def _below(tokens: Tokens, i: int, scale: int) -> tuple[Fraction, int] | None:
    """ "6 crore [and two hundred]", "7 thousand [2 hundred and 50]": what goes on below the scale, and its end."""
    j = i + (tokens.words[i] == "and")
    if tokens.words[j] in SMALL:
        words = cardinal(tokens, j)
        rest = Number(j, words[1], Fraction(words[0])) if words else None
        least = 100
    elif tokens.words[j].isdecimal() and scale <= 1000 and len(tokens.words[j]) <= 3:
        found = _in_digits(tokens, j)
        rest = found if isinstance(found, Number) and not found.step % 1 else None
        least = 1
    else:
        return None
    if scale <= 1000 and j > i:
        least = 1
    return (rest.value, rest.last) if rest and least <= rest.value < scale else None


def _fraction_of_scale(tokens: Tokens, i: int, scale: int) -> tuple[Fraction, int] | None:
    """ "a million [and a half]" is 1.5 million, "two billion [and a half million]" 2,000,500,000."""
    added = _added_fraction(tokens, i) if scale >= 1000 and tokens.words[i] == "and" else None
    if added is None:
        return None
    part, last = added
    size = SCALE_WORDS.get(tokens.words[last], 0)
    return (part * size, last + 1) if size else (part * scale, last)


# ---- words -----------------------------------------------------------------------------------------------------------
def _in_words(tokens: Tokens, i: int) -> Number | None:
    """ "two hundred and six", "a dozen", "one point five nine billion", "two-thirds", "a million and a half"."""
    words = tokens.words
    whole = cardinal(tokens, i)
    if whole is None:
        return None
    value, last = whole
    first = i - 1 if i and words[i - 1] in ARTICLES and (words[i] in SCALE_WORDS or words[i] in GROUPS) else i
    if words[last] == "point" and words[last + 1] in SPOKEN_DIGITS | TEENS | TENS:
        places, last, step = _spoken_places(tokens, last + 1)
        return _scaled(tokens, Number(first, last, value + places, step, spelled=True))
    over = _over(tokens, last, value, i) or _spoken_fraction(tokens, value, last)
    if over:
        part, last = over
        return _of_scale(tokens, Number(first, last, part, spelled=True, is_fraction=part < 1))
    scale = SCALE_WORDS.get(words[last - 1], 1)
    added = _fraction_of_scale(tokens, last, scale)
    if added is None:
        added = _added_fraction(tokens, last)
    if added:
        part, last = added
        return _scaled(tokens, Number(first, last, value + part, spelled=True))
    if words[last].isdecimal() or (words[last] == "and" and words[last + 1].isdecimal()):
        below = _below(tokens, last, scale) if 1 < scale <= 1000 else None
        if below:
            return Number(first, below[1], value + below[0], spelled=True)
    return Number(first, last, Fraction(value), spelled=True)


def _spoken_places(tokens: Tokens, i: int) -> tuple[Fraction, int, Fraction]:
    """The digits after "point", from token `i`: their value, the position after them, the place of the last one."""
    words = tokens.words
    places = ""
    while len(places) < digits.LONGEST:
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
    """ "point five" at the start of a phrase; "at this point five men" has none."""
    if (i and tokens.words[i - 1][:1].isalpha()) or tokens.words[i + 1] not in SPOKEN_DIGITS:
        return None
    value, last, step = _spoken_places(tokens, i + 1)
    return _scaled(tokens, Number(i, last, value, step, spelled=True))


def _spoken_fraction(tokens: Tokens, above: int, i: int) -> tuple[Fraction, int] | None:
    """ "two[-thirds]", "three [quarters]", "one [fifth]": the value and the position after it."""
    words = tokens.words
    j = i + 1 if words[i] in DASHES and is_hyphen(tokens, i) else i
    below = DENOMINATORS.get(words[j], 0)
    if not below or not above or words[j].endswith("s") != (above > 1):
        return None
    return Fraction(above, below), j + 1


def _of_scale(tokens: Tokens, number: Number) -> Number:
    """ "two thirds [of a million]", "three quarters [billion]"."""
    words, j = tokens.words, number.last
    if words[j] == "of" and words[j + 1] in ARTICLES:
        j += 2
    size = SCALE_WORDS.get(words[j], 0)
    return number._replace(last=j + 1, value=number.value * size, is_fraction=False) if size else number
