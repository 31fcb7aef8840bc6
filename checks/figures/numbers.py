"""Numerals, in digits, in words and mixed, to exact values with the precision they were printed in.

"1,234.5", "1.2 million", "3bn", "twenty-one", "two hundred and six", "half a million", "a dozen", "one and a half",
"4 1/2", "two-thirds", "dozens", "tens of thousands". What carries the number (unit, currency, noun) is not looked at.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from checks.figures import unit_spellings
from checks.figures.tokens import DASHES, VULGAR, Tokens
from checks.figures.units import SCALE_LETTERS, SCALE_WORDS

ONES = {
    "zero": 0, "nought": 0, "naught": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9,
}  # fmt: skip
TEENS = {
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90,
}  # fmt: skip
SMALL = ONES | TEENS | TENS
# Nouns that are a number of things: "a dozen", "two dozen", "a couple of", "a pair of". They multiply what is before.
GROUPS = {"dozen": 12, "couple": 2, "pair": 2}
SCALES = {word: size for word, size in SCALE_WORDS.items() if word != "hundred"}
ARTICLES = frozenset(("a", "an"))

# Words for an uncertain number: from, and up to where the next word would be used.
VAGUE = {
    "dozens": (24, 40),
    "scores": (40, 200),
    "hundreds": (200, 2_000),
    "thousands": (2_000, 20_000),
    "millions": (2_000_000, 20_000_000),
    "billions": (2 * 10**9, 2 * 10**10),
    "trillions": (2 * 10**12, 2 * 10**13),
}
VAGUE_TIMES = {"tens": (20, 200), "dozens": (24, 40), "scores": (40, 200), "hundreds": (200, 2_000)}  # "of thousands"

DENOMINATORS = {
    "half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "eleventh": 11, "twelfth": 12, "fifteenth": 15, "sixteenth": 16, "twentieth": 20, "thirtieth": 30,
    "fortieth": 40, "fiftieth": 50, "hundredth": 100, "thousandth": 1000, "millionth": 10**6, "billionth": 10**9,
    "trillionth": 10**12,
}  # fmt: skip
DENOMINATORS |= {word + "s": size for word, size in DENOMINATORS.items() if word != "half"} | {"halves": 2}
_VULGAR_VALUES = dict(
    zip(
        VULGAR,
        map(Fraction, "1/4 1/2 3/4 1/7 1/9 1/10 1/3 2/3 1/5 2/5 3/5 4/5 1/6 5/6 1/8 3/8 5/8 7/8".split()),
        strict=True,
    )
)
DIGIT_WORDS = {word: str(value) for word, value in ONES.items()} | {"o": "0", "oh": "0"}

NUMBER_WORDS = frozenset((*SMALL, *GROUPS, *SCALE_WORDS, *VAGUE, *VAGUE_TIMES, "half", "quarter", "point"))
LONGEST = 40  # digits; anything longer is a code, not a quantity


class Number(NamedTuple):
    """A numeral. `first` and `last` are token positions, `last` exclusive.

    `step` is the place of the last printed digit, scale included: 0.1 million for "1.2 million"; 0 where the numeral
    is exact (plain integers, fractions in words). `top` is set for vague words: "dozens" is 24 to 40.
    """

    first: int
    last: int
    value: Fraction
    step: Fraction = Fraction(0)
    top: Fraction | None = None
    scale: int = 1
    spelled: bool = False  # in words
    is_fraction: bool = False  # "half", "two-thirds", "3/4": a share rather than a number of things


class Malformed(NamedTuple):
    """Digits that are no number as English writes them, and why."""

    first: int
    last: int
    reason: str


def read(tokens: Tokens, i: int) -> Number | Malformed | None:
    """The longest numeral whose first digits or number word is token `i`; an article before it belongs to it."""
    if tokens.is_number(i):
        return _in_digits(tokens, i)
    word = tokens.words[i]
    if word in ("half", "quarter"):
        return _fraction_of_scale(tokens, i)
    if word in SCALE_WORDS and i and tokens.words[i - 1] in ("several", "few"):
        return _several(tokens, i)
    if word in VAGUE or word in VAGUE_TIMES:
        return _vague(tokens, i)
    return _in_words(tokens, i)


# ---- digits ----------------------------------------------------------------------------------------------------------
def _in_digits(tokens: Tokens, i: int) -> Number | Malformed | None:
    words = tokens.words
    word = words[i]
    if word in _VULGAR_VALUES:
        return _with_scale(tokens, Number(i, i + 1, _VULGAR_VALUES[word], is_fraction=True))
    last = i + 1
    if len(word) <= 3 and word.isdigit() and "0" != word[0]:
        while len(words[last]) == 3 and words[last].isdigit() and _space_groups(tokens, last):
            word += words[last]
            last += 1
    decimal = _decimal(word)
    if decimal is None:
        return Malformed(i, last, _why_malformed(word))
    digits, places = decimal
    power = _power_of_ten(tokens, last)
    if power:
        exponent, last = power
        step = Fraction(10) ** (exponent - places)
        return Number(i, last, digits * step, step)
    if places == 0:
        fraction = _slash_fraction(tokens, last, digits)
        if fraction:
            return Number(i, last + 2, fraction, is_fraction=True)
        added = _added_fraction(tokens, last)
        if added:
            part, last = added
            return _with_scale(tokens, Number(i, last, digits + part))
        return _with_scale(tokens, Number(i, last, Fraction(digits)))
    size = 10**places
    return _with_scale(tokens, Number(i, last, Fraction(digits, size), Fraction(1, size)))


def _power_of_ten(tokens: Tokens, i: int) -> tuple[int, int] | None:
    """The "×10^6", "x 10−30", "e+14" of a scientific form: the exponent and the position after it."""
    words = tokens.words
    if words[i] in ("×", "x") and words[i + 1] == "10":
        j = i + 2
        j += words[j] == "^"
        if j == i + 2 and words[j] not in DASHES:
            return None
    elif words[i] == "e" and tokens.close(i) and tokens.close(i + 1):
        j = i + 1
    else:
        return None
    negative = words[j] in DASHES
    j += negative or words[j] == "+"
    if not tokens.close(j) or not words[j].isdigit() or len(words[j]) > 2:
        return None
    return -int(words[j]) if negative else int(words[j]), j + 1


def _space_groups(tokens: Tokens, i: int) -> bool:
    """Is the gap before token `i` one space of the kind that groups digits? A plain space does so only for one group."""
    gap = tokens.text[tokens.ends[i - 1] : tokens.starts[i]]
    return gap in ("\u00a0", "\u202f", "\u2009") or (
        gap == " " and not tokens.is_capital(i - 2) and len(tokens.words[i + 1]) != 4
    )


def _decimal(word: str) -> tuple[int, int] | None:
    """ "1,234.5" -> (12345, 1): digits and decimal places. None where the separators make no English number."""
    if word.isdigit():
        return (int(word), 0) if len(word) <= LONGEST else None
    if len(word) > LONGEST:
        return None
    whole, point, places = word.partition(".")
    if "." in places or "," in places:
        groups = word.split(".")
        if "," not in word and len(groups) > 2 and len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:]):
            return int("".join(groups)), 0  # 1.234.567
        if places.count(",") == 1 and len(places.partition(",")[0]) == 3 and "," not in whole:
            rest, _, cents = places.partition(",")
            return int(whole + rest + cents), len(cents)  # 1.234,56
        return None
    if "," in whole and not _grouped(whole.split(",")):
        return None
    return int(whole.replace(",", "") + places), len(places) if point else 0


def _grouped(groups: list[str]) -> bool:
    """1,234,567 or, as India writes it, 12,34,567."""
    head, *middle, tail = groups
    if len(tail) != 3 or not 1 <= len(head) <= 3:
        return False
    return all(len(group) == 3 for group in middle) or (len(head) <= 2 and all(len(group) == 2 for group in middle))


def _why_malformed(word: str) -> str:
    if len(word) > LONGEST:
        return "too many digits for a quantity"
    if "," in word:
        return "the comma does not group thousands"
    return "more than one decimal point"


_USUAL_DENOMINATORS = frozenset((2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 16, 32, 64, 100))


def _slash_fraction(tokens: Tokens, i: int, numerator: int) -> Fraction | None:
    """The "/4" of "3/4", written close and in a denominator that people use."""
    words = tokens.words
    if words[i] not in ("/", "⁄") or not (tokens.close(i) and tokens.close(i + 1)) or words[i + 2] == "/":
        return None
    below = words[i + 1]
    if not (below.isdigit() and len(below) <= 3) or below[0] == "0":
        return None
    usual = words[i] == "⁄" or int(below) in _USUAL_DENOMINATORS
    if usual and numerator < int(below):
        return Fraction(numerator, int(below))
    return None


def _added_fraction(tokens: Tokens, i: int) -> tuple[Fraction, int] | None:
    """What follows a whole number: "½", "1/2", "and a half", "and three quarters"; with the position after it."""
    words = tokens.words
    word = words[i]
    if word in _VULGAR_VALUES:
        return _VULGAR_VALUES[word], i + 1
    if word.isdigit() and len(word) <= 2 and words[i + 1] in ("/", "⁄"):
        part = _slash_fraction(tokens, i + 1, int(word))
        return (part, i + 3) if part else None
    if word != "and":
        return None
    word = words[i + 1]
    if word in ARTICLES and words[i + 2] in DENOMINATORS and not words[i + 2].endswith("s"):
        return Fraction(1, DENOMINATORS[words[i + 2]]), i + 3
    above = ONES.get(word) or TEENS.get(word)
    if above:
        j = i + 3 if words[i + 2] in DASHES else i + 2
        if words[j] in DENOMINATORS and words[j].endswith("s") == (above > 1) and above < DENOMINATORS[words[j]]:
            return Fraction(above, DENOMINATORS[words[j]]), j + 1
    return None


def _with_scale(tokens: Tokens, number: Number) -> Number:
    """Takes in a scale word or letter after the numeral: "1.2 million", "3bn", "20 lakh crore", "5-million"."""
    words = tokens.words
    first, last, value, step = number[:4]
    scale = 1
    while True:
        j = last + 1 if words[last] in DASHES and tokens.close(last) and words[last + 1] in SCALE_WORDS else last
        word = words[j]
        size = SCALE_WORDS.get(word) or GROUPS.get(word)
        if (
            size is None
            and scale == 1
            and word in SCALE_LETTERS
            and tokens.close(j)
            and not (word == "m" and unit_spellings.is_metre(tokens, j, value))
        ):
            size = SCALE_LETTERS[word]
        if size is None or (size == 2 and number.value == 1):
            break
        scale *= size
        last = j + 1
    if scale == 1:
        return number
    value *= scale
    below = _below_scale(tokens, last, scale)
    if below:
        rest, last = below
        return Number(first, last, value + rest)
    return Number(first, last, value, (step or Fraction(1)) * scale, scale=scale)


def _below_scale(tokens: Tokens, i: int, scale: int) -> tuple[Fraction, int] | None:
    """ "6 crore [and two hundred]", "3 million [400 thousand]": a smaller numeral that goes on, with the place after it."""
    j = i + 1 if tokens.words[i] == "and" else i
    if tokens.words[j] not in SMALL:
        return None
    rest = _in_words(tokens, j)
    return (rest.value, rest.last) if rest and rest.value < scale and rest.value >= 100 else None


# ---- words -----------------------------------------------------------------------------------------------------------
def _in_words(tokens: Tokens, i: int) -> Number | None:
    """ "two hundred and six", "ninety nine hundred", "a dozen", "one point five nine billion", "two-thirds"."""
    words = tokens.words
    first = i - 1 if words[i - 1] in ARTICLES and i and (words[i] in SCALE_WORDS or words[i] in GROUPS) else i
    whole = cardinal(tokens, i)
    if whole is None:
        return None
    value, last = whole
    exact = Fraction(value)
    if words[last] == "point" and words[last + 1] in DIGIT_WORDS | TEENS | TENS:
        exact, last, step = _spoken_decimal(tokens, value, last + 1)
        return _with_scale(tokens, Number(first, last, exact, step, spelled=True))
    over = _spoken_fraction(tokens, value, last)
    if over:
        part, last = over
        return Number(first, last, part, spelled=True, is_fraction=part < 1)
    added = _added_fraction(tokens, last)
    if added:
        part, last = added
        return _with_scale(tokens, Number(first, last, exact + part, spelled=True))
    return Number(first, last, exact, spelled=True)


def cardinal(tokens: Tokens, i: int) -> tuple[int, int] | None:
    """A whole number in words as (value, position after it), taking the longest run that makes one.

    `total` is what scale words have closed, `group` what is open below the next one. An "and" may turn out to belong
    to the sentence ("between one hundred and two hundred"), so the last place that was complete is kept.
    """
    words = tokens.words
    total, group, smallest = 0, None, 0  # smallest: the last scale, 0 for none
    complete: tuple[int, int] | None = None
    closed = False  # did a scale word close the group last?
    j = i
    while True:
        word = words[j]
        if word in SMALL:
            value = SMALL[word]
            if group is None:
                group = value
            elif _goes_on(group, value):
                group += value
            elif j == i + 1 and value >= 10 and 1 <= group < 10 and not tokens.close(j) and value >= 20:
                group = group * 100 + value  # "one twenty two"
            else:
                break
            closed = False
        elif word == "hundred":
            if group is None and not total and j == i:
                group = 100
            elif group is not None and 0 < group < 100:
                group *= 100
            else:
                break
        elif word in SCALES:
            size = SCALES[word]
            if closed:
                total, smallest = total * size, size
            elif group is None and not total and j == i:
                total, smallest = size, size
            elif group and (not smallest or size < smallest):
                total, group, smallest = total + group * size, None, size
            else:
                break
            closed = True
        elif word in GROUPS and (group or total or j == i):
            if word != "dozen" and (group or total):
                break
            return (total + (group or 0) or 1) * GROUPS[word], j + 1
        else:
            break
        if smallest == 0 or group is None or group < smallest:
            complete = total + (group or 0), j + 1
        j += 1
        follows = words[j]
        if follows in DASHES and tokens.close(j) and tokens.close(j + 1) and words[j + 1] in SMALL | SCALE_WORDS:
            if words[j + 1] in SMALL and not (group and _goes_on(group, SMALL[words[j + 1]])):
                break
            j += 1
        elif follows == "and" and words[j + 1] in SMALL and (closed or (group and group % 100 == 0)):
            if words[j + 2] in DENOMINATORS or (words[j + 2] in DASHES and words[j + 3] in DENOMINATORS):
                break  # "one hundred and two fifths" adds a fraction
            if _starts_new_number(tokens, j + 1, group if not closed else None, smallest):
                break
            j += 1
    return complete


def _goes_on(group: int, value: int) -> bool:
    """May `value` follow in the same group: 20 -> 1, 100 -> 42, but not 2 -> 3 or 10 -> 5?"""
    if group == 0:
        return False
    if group % 100 == 0:
        return 0 < value < 100
    return group % 10 == 0 and group % 100 >= 20 and 0 < value < 10


def _starts_new_number(tokens: Tokens, i: int, group: int | None, smallest: int) -> bool:
    """After "one hundred and": is "two hundred" another number rather than the rest of this one?"""
    words = tokens.words
    j = i
    while words[j] in SMALL or words[j] in DASHES:
        j += 1
        if j - i > 3:
            break
    if words[j] == "hundred":
        return group is not None
    if words[j] in SCALES:
        return bool(smallest) and SCALES[words[j]] >= smallest
    return False


def _spoken_decimal(tokens: Tokens, whole: int, i: int) -> tuple[Fraction, int, Fraction]:
    """The digits after "point", from token `i`: value, position after them, place of the last one."""
    words = tokens.words
    digits = ""
    while len(digits) < LONGEST:
        word = words[i]
        if word in DIGIT_WORDS:
            digits += DIGIT_WORDS[word]
        elif word in TEENS:
            digits += str(TEENS[word])
        elif word in TENS:
            unit = ONES.get(words[i + 1], 0)
            digits += str(TENS[word] + unit)
            i += unit > 0
        else:
            break
        i += 1
    size = 10 ** len(digits)
    return whole + Fraction(int(digits), size), i, Fraction(1, size)


def _spoken_fraction(tokens: Tokens, above: int, i: int) -> tuple[Fraction, int] | None:
    """ "two[-thirds]", "three [quarters]", "one [fifth]", "one [over three]": value and position after it."""
    words = tokens.words
    if words[i] == "over" and words[i + 1] in ONES and above < 20 and words[i + 2] == "" and words[i - 2] == "":
        below = ONES[words[i + 1]]
        return (Fraction(above, below), i + 2) if below else None
    j = i + 1 if words[i] in DASHES else i
    below = DENOMINATORS.get(words[j], 0)
    if not below or not above:
        return None
    plural = words[j].endswith("s")
    if plural == (above > 1) and words[j] not in ("second", "seconds"):
        return Fraction(above, below), j + 1
    return None


def _fraction_of_scale(tokens: Tokens, i: int) -> Number | None:
    """ "half", "half a million", "half a dozen", "a quarter of a million", "half an"; an article before is part of it."""
    words = tokens.words
    if words[i] == "quarter" and not _is_share(tokens, i):
        return None
    if words[i] == "half" and _is_half_of_time(tokens, i):
        return None
    value = Fraction(1, DENOMINATORS[words[i]])
    first = i - 1 if words[i - 1] in ARTICLES and i else i
    j = i + 1
    if words[j] == "of" and words[j + 1] in ARTICLES:
        j += 1
    if words[j] in ARTICLES or words[j] in DASHES:
        j += 1
    size = SCALE_WORDS.get(words[j]) or (12 if words[j] == "dozen" else 0)
    if size:
        return Number(first, j + 1, value * size, spelled=True)
    return Number(first, i + 1, value, spelled=True, is_fraction=True)


def _is_share(tokens: Tokens, i: int) -> bool:
    """Is "quarter" a fourth rather than three months or a district?"""
    words = tokens.words
    if words[i + 1] in SCALE_WORDS or (
        words[i - 1] in ARTICLES and i and words[i + 1] in ("of", "", ".", ",", "and", "to")
    ):
        return True
    return (
        words[i + 1] == "of"
        and words[i + 2] in ("a", "an", "all", "the", "its", "their", "those")
        and words[i - 1] in ("about", "nearly", "almost", "over", "under", "than", "around", "")
    )


_ORDERED = frozenset(
    "first second third 1st 2nd other better next last final opening latter former bottom top each either".split()
)


def _is_half_of_time(tokens: Tokens, i: int) -> bool:
    """ "the first half", "half past", "half-time", "half-brother": no share of anything."""
    before, after = tokens.words[i - 1] if i else "", tokens.words[i + 1]
    if before in _ORDERED and after != "of" or after in ("past", "way"):
        return True
    return (
        after in DASHES
        and tokens.close(i + 1)
        and tokens.words[i + 2] not in ("million", "billion", "hour", "mile", "dozen", "a")
    )


def _several(tokens: Tokens, i: int) -> Number:
    """ "several hundred", "a few thousand": from two of them up to ten."""
    size = SCALE_WORDS[tokens.words[i]]
    first = i - 2 if i > 1 and tokens.words[i - 2] == "a" else i - 1
    return Number(first, i + 1, Fraction(2 * size), top=Fraction(10 * size), spelled=True)


def _vague(tokens: Tokens, i: int) -> Number | None:
    """ "dozens", "hundreds of thousands", "tens of millions", "scores of": from, and up to where the next word starts."""
    words = tokens.words
    word = words[i]
    if word in VAGUE_TIMES and words[i + 1] == "of" and words[i + 2] in VAGUE:
        size = SCALE_WORDS.get(words[i + 2][:-1])
        if size:
            low, high = VAGUE_TIMES[word]
            return Number(i, i + 3, Fraction(low * size), top=Fraction(high * size), spelled=True)
    if word not in VAGUE or (word == "scores" and words[i + 1] != "of"):
        return None
    low, high = VAGUE[word]
    return Number(i, i + 1, Fraction(low), top=Fraction(high), spelled=True)
