"""Reads idioms that state a number: "half a million", "a quarter of", "a couple of", "dozens", "several hundred".

Most of the code rules out other meanings of the same words: the first half, the third quarter, a married couple.
The words and their numbers are in `number_words.py`.
"""

from __future__ import annotations

from fractions import Fraction

from checks.figures import hedges, unit_spellings
from checks.figures.number_words import (
    ARTICLES,
    COMPARATIVES,
    DENOMINATORS,
    SEVERAL,
    SIZE_COMPARATIVES,
    VAGUE,
    VAGUE_TIMES,
    is_size_of_change,
)
from checks.figures.numeral import Number
from checks.figures.tokens import DASHES, Tokens
from checks.figures.units import SCALE_WORDS
from checks.word_set import word_set


def means_two(tokens: Tokens, i: int) -> bool:
    """Whether "couple" or "pair" means two: "a couple of weeks", "the pair of shoes"; not in "the couple married"."""
    after = tokens.words[i + 1]
    return after in ("of", "", "more") or (
        tokens.words[i - 1] in ARTICLES and unit_spellings.unit_at(tokens, i + 1) is not None
    )


def fraction(tokens: Tokens, i: int) -> Number | None:
    """Reads "half", "half a million", "half a dozen", "a quarter of a million", with the article before it."""
    words = tokens.words
    if not (_is_fourth(tokens, i) if words[i] == "quarter" else _is_half(tokens, i)):
        return None
    value = Fraction(1, DENOMINATORS[words[i]])
    start = i - 1 if words[i - 1] in ARTICLES and i else i
    j = i + 1
    if words[j] == "of" and words[j + 1] in ARTICLES:
        j += 1
    if words[j] in ARTICLES or words[j] in DASHES:
        j += 1
    size = SCALE_WORDS.get(words[j]) or (12 if words[j] == "dozen" else 0)
    if size:
        return Number(start, j + 1, value * size, spelled=True)
    return Number(start, i + 1, value, spelled=True, is_fraction=True)


def _is_fourth(tokens: Tokens, i: int) -> bool:
    """Whether "quarter" is a fourth rather than three months or a district."""
    words = tokens.words
    before, after = words[i - 1] if i else "", words[i + 1]
    if after == "point" or (after in DASHES and words[i + 2] == "point"):
        return True  # "a quarter point", "quarter-point"
    if after in SCALE_WORDS or (before in ARTICLES and after in ("of", "", ".", ",", "and", "to")):
        return True
    if before in ARTICLES and i > 1 and words[i - 2] == "by" and after in _AFTER_A_CHANGE:
        return True  # "grew by a quarter since 2011"
    if before in ARTICLES and after in COMPARATIVES and words[i + 2] == "than":
        return True  # "a quarter more than the 248 of last year"
    if before in ARTICLES and (after in _AFTER_A_CHANGE or not after.isalpha() or after in SIZE_COMPARATIVES):
        start = hedges.hedge_before(tokens, i - 1)[1]
        if is_size_of_change(words, start, i + 1):
            return True  # "down a quarter from May", "a quarter fewer"
    if unit_spellings.unit_at(tokens, i + 1 + (after in DASHES)) and before not in ("the", "this", "each"):
        return True
    return after == "of" and before in ("about", "nearly", "almost", "over", "under", "than", "around", "")


_AFTER_A_CHANGE = word_set("since in over last this from between compared on at against with as")
_BEFORE_A_PERIOD = word_set("""
    this that first second third 1st 2nd other better next last final opening latter former bottom top each either
    """)


_AFTER_A_FRACTION = word_set("of a an who that which dozen")
_AFTER_HALF = word_set("past way time term marathon brother sister back centuries century board")


def _is_half(tokens: Tokens, i: int) -> bool:
    """Whether "half" is a fraction, unlike in "the first half", "6% over the half", "half past", "half-brother"."""
    before, after = tokens.words[i - 1] if i else "", tokens.words[i + 1]
    is_joined = after in DASHES and tokens.is_attached(i + 1)
    has_base = after in _AFTER_A_FRACTION or after in SCALE_WORDS or unit_spellings.unit_at(tokens, i + 1)
    if before == "the" and not (is_joined or has_base):
        return False
    if (
        (before in _BEFORE_A_PERIOD and after != "of")
        or after in _AFTER_HALF
        or (before in DASHES and tokens.is_attached(i))
    ):
        return False
    if after in DASHES and tokens.is_attached(i + 1):
        following = tokens.words[i + 2]
        return (
            following in SCALE_WORDS
            or following in ("dozen", "a", "point")
            or unit_spellings.unit_at(tokens, i + 2) is not None
        )
    return True


def several_of_scale(tokens: Tokens, i: int) -> Number:
    """Reads "several hundred", "a few thousand"."""
    size = SCALE_WORDS[tokens.words[i]]
    start = i - 2 if i > 1 and tokens.words[i - 2] == "a" else i - 1
    return Number(start, i + 1, Fraction(SEVERAL[0] * size), upper_bound=Fraction(SEVERAL[1] * size), spelled=True)


def vague_number(tokens: Tokens, i: int) -> Number | None:
    """Reads "dozens", "hundreds of thousands", "scores of": the lowest value, and that of the next word as a bound."""
    words = tokens.words
    word = words[i]
    if word in VAGUE_TIMES and words[i + 1] == "of" and words[i + 2] in VAGUE:
        size = SCALE_WORDS.get(words[i + 2][:-1])
        if size:
            low, high = VAGUE_TIMES[word]
            return Number(i, i + 3, Fraction(low * size), upper_bound=Fraction(high * size), spelled=True)
    if word not in VAGUE or (word == "scores" and words[i + 1] != "of"):
        return None
    low, high = VAGUE[word]
    return Number(i, i + 1, Fraction(low), upper_bound=Fraction(high), spelled=True)
