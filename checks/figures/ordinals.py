"""Reads ordinals and ranks: "third", "12th", "twenty-first", "one hundred and fifth"."""

from __future__ import annotations

from fractions import Fraction

from checks.figures import hedges, number_words
from checks.figures.nouns import PHRASE_BOUNDARIES
from checks.figures.readings import Reading
from checks.figures.tokens import DASHES, Tokens
from checks.model import Hedge, Kind
from checks.word_set import word_set

ORDINALS = {
    "zeroth": 0, "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15,
    "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30,
    "fortieth": 40, "fiftieth": 50, "sixtieth": 60, "seventieth": 70, "eightieth": 80, "ninetieth": 90,
    "hundredth": 100, "thousandth": 1000, "millionth": 10**6, "billionth": 10**9, "trillionth": 10**12,
}  # fmt: skip
# Also written as one word: "twentyfifth".
ORDINALS |= {
    ten + word: value + ORDINALS[word]
    for ten, value in number_words.TENS.items()
    for word in ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
}
_AFTER_A_SHARE = word_set("of more less")  # "a fifth of"; but "they need a fifth." means one more
_AFTER_A_CHANGE = number_words.SIZE_COMPARATIVES | {"last", "compared"}  # "fell a fifth last year"
_AFTER_A_THIRD = _AFTER_A_SHARE | frozenset(("", ".", ",", "to", "in"))


def read(tokens: Tokens, i: int) -> Reading | None:
    """Reads the ordinal that starts with the numeral or word at token `i`."""
    words = tokens.words
    if words[i].isdecimal():
        if (
            words[i + 1] in number_words.ORDINAL_ENDINGS
            and tokens.is_attached(i + 1)
            and len(words[i]) <= 6
            and not _is_weight(words[i : i + 2])
        ):
            return Reading(i, i + 2, Kind.ORDINAL, Fraction(int(words[i])))
        return None
    if words[i] in ORDINALS:
        return _single_word(tokens, i)
    number = number_words.cardinal(tokens, i)
    if number is None:
        return None
    value, j = number
    if words[j] in DASHES or (words[j] == "and" and value % 100 == 0):
        j += 1
    ordinal = ORDINALS.get(words[j])
    if ordinal is None or not (
        (value % 100 == 0 and 0 < ordinal < 100)
        or (value % 10 == 0 and value % 100 >= 20 and 0 < ordinal < 10)
        or ordinal >= 100
    ):
        return None
    return Reading(i, j + 1, Kind.ORDINAL, Fraction(value * ordinal if ordinal >= 100 else value + ordinal))


def _is_weight(words: list[str]) -> bool:
    """Whether it is a weight in stones, as "2st" and "11st" are."""
    return words[1] == "st" and (words[0][-1] != "1" or words[0][-2:] == "11")


_PARENTHESIS_MARKS = DASHES | {",", "(", ")"}


def _is_share(tokens: Tokens, i: int) -> bool:
    """Whether "a third", "a fifth" is a share rather than one more in a series: it is alone, or its base follows."""
    after = tokens.words[i + 1]
    stands_alone = i == 1 and not after
    if i > 1 and after in _PARENTHESIS_MARKS and tokens.words[i - 2] in _PARENTHESIS_MARKS:
        return True  # "Twenty-one of them - a third - are new"
    hedge, start = hedges.hedge_before(tokens, i - 1)
    if (hedge is not Hedge.NONE or tokens.words[start - 1] == "by") and not (
        after.isalpha() and after not in PHRASE_BOUNDARIES
    ):
        return True  # "around a third (32%)", "almost a fifth said", "cut by a tenth"
    if after in number_words.COMPARATIVES and tokens.words[i + 2] == "than":
        return True
    has_no_noun = not after.isalpha() or after in PHRASE_BOUNDARIES or after in _AFTER_A_CHANGE
    if has_no_noun and number_words.is_size_of_change(tokens.words, start, i + 1):
        return True
    return stands_alone or after in (_AFTER_A_THIRD if tokens.words[i] == "third" else _AFTER_A_SHARE)


def _single_word(tokens: Tokens, i: int) -> Reading | None:
    """Reads a single ordinal word; "second" only where it is not a time ("a split second"), "a third of" as a share."""
    words = tokens.words
    before = words[i - 1] if i else ""
    if words[i] == "second" and (before in ("split", "per", "every", "each") or words[i + 1] in ("ago", "later")):
        return None
    if before in ("a", "one") and words[i] in number_words.DENOMINATORS and _is_share(tokens, i):
        return Reading(i - 1, i + 1, Kind.FRACTION, Fraction(1, number_words.DENOMINATORS[words[i]]), is_fraction=True)
    return Reading(i, i + 1, Kind.ORDINAL, Fraction(ORDINALS[words[i]]))
