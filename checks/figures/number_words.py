"""Number words: their tables, and whole numbers made of them ("two hundred and six", "ninety-nine hundred")."""

from __future__ import annotations

from checks.figures.tokens import DASHES, Tokens
from checks.figures.units import SCALE_WORDS
from checks.word_set import word_set

ONES = {
    "zero": 0, "nought": 0, "naught": 0, "nil": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
    "seven": 7, "eight": 8, "nine": 9,
}  # fmt: skip
TEENS = {
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90,
}  # fmt: skip
BELOW_HUNDRED = ONES | TEENS | TENS
TWO_TO_TWELVE = {
    word: value for word, value in (ONES | TEENS).items() if 2 <= value <= 12
}  # "one" is a pronoun as well
ORDINAL_ENDINGS = frozenset(("st", "nd", "rd", "th"))
SCALES = {word: size for word, size in SCALE_WORDS.items() if word != "hundred"}
# Nouns for a fixed number of things: "a dozen", "a couple of", "a pair of".
GROUP_NOUNS = {"dozen": 12, "couple": 2, "pair": 2}
GROUP_SIZES = {"couple": 2, "pair": 2, "duo": 2, "twin": 2, "twins": 2, "parents": 2, "trio": 3, "triplets": 3}
"""Number of people that a group noun stands for: "a couple and their son" are three."""
# Plurals that multiply a number before them ("two dozens", "three billions"); alone they are vague.
PLURAL_SCALES = {
    "dozens": 12,
    "doz": 12,
    "dozs": 12,
    "dz": 12,
    "dzs": 12,
    "hundreds": 100,
    "thousands": 10**3,
    "millions": 10**6,
    "billions": 10**9,
}
ARTICLES = frozenset(("a", "an"))
COMPARATIVES = word_set("more less fewer higher lower larger smaller greater bigger")
"""Words that, before "than", show that an ordinal is a share: "a fifth fewer than", but not "a third larger ship"."""
SIZE_COMPARATIVES = COMPARATIVES | {"up", "down"}
CHANGE_VERBS = word_set(
    """fell fall falls fallen falling dropped drop drops dropping declined decline declines declining decreased shrank
    shrinks shrunk shrinking slumped plunged plummeted tumbled slid rose rise rises risen rising grew grow grows grown
    growing increased jumped climbed soared surged swelled up down"""
)
"""Words of change before a fraction: "down a fifth". Not those with other objects: "added a third", a goal."""
CHANGE_NOUNS = word_set(
    "rise increase growth jump climb surge leap gain fall drop decline decrease slide reduction cut dip slump plunge"
)


def is_size_of_change(words: list[str], start: int, after: int) -> bool:
    """Whether a fraction, "a third", is the size of a change: "fell a third", "a drop of a third", "a third fewer".

    Args:
        words: The lower-case words of the text.
        start: The index of its article, or of the hedge before that.
        after: The index of the word after it.
    """
    next_word = words[after + 1]
    if words[after] in SIZE_COMPARATIVES and (next_word in ("than", "on") or not next_word.isalpha()):
        return words[start - 1] != "of"
    before = words[start - 1] if start else ""
    return before in CHANGE_VERBS or (before == "of" and start > 1 and words[start - 2] in CHANGE_NOUNS)


MAX_SCALE = 10**30  # a number as large as this takes no further scale word

# Words for an uncertain number: the lowest value, and where the next word would be used ("scores" is rare).
VAGUE = {
    "dozens": (24, 200),
    "scores": (40, 200),
    "hundreds": (200, 2_000),
    "thousands": (2_000, 20_000),
    "millions": (2_000_000, 20_000_000),
    "billions": (2 * 10**9, 2 * 10**10),
    "trillions": (2 * 10**12, 2 * 10**13),
}
VAGUE_TIMES = {"tens": (20, 200), "dozens": (24, 200), "scores": (40, 200), "hundreds": (200, 2_000)}  # "of thousands"
SEVERAL = (2, 10)  # "several hundred", "a few thousand": from 2 to 10 of them

DENOMINATORS = {
    "half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "eleventh": 11, "twelfth": 12, "fifteenth": 15, "sixteenth": 16, "twentieth": 20, "thirtieth": 30,
    "fortieth": 40, "fiftieth": 50, "hundredth": 100, "thousandth": 1000, "millionth": 10**6, "billionth": 10**9,
    "trillionth": 10**12,
}  # fmt: skip
DENOMINATORS |= {word + "s": size for word, size in DENOMINATORS.items() if word != "half"} | {"halves": 2}
SPOKEN_DIGITS = {word: str(value) for word, value in ONES.items()} | {"o": "0", "oh": "0"}  # after "point"

START_WORDS = frozenset((*BELOW_HUNDRED, *GROUP_NOUNS, *SCALE_WORDS, *VAGUE, *VAGUE_TIMES, "half", "quarter", "point"))


def cardinal(tokens: Tokens, i: int) -> tuple[int, int] | None:
    """Reads the longest whole number in words from token `i`, as (value, position after it); None if there is none.

    `total` is the value up to the last scale word, `group` the value since then, `smallest` the last scale. A word may
    turn out to belong to the next number ("between one hundred and two hundred"), so `complete` keeps the last position
    at which the number was complete.
    """
    words = tokens.words
    total, smallest = 0, 0
    group: int | None = None
    complete: tuple[int, int] | None = None
    j = i
    while True:
        word = words[j] if not (tokens.is_number(j + 1) and tokens.is_attached(j + 1)) else ""  # "Twenty20" is a name
        ends_in_scale = group is None and total > 0  # the last word was a scale word
        if word in BELOW_HUNDRED:
            value = BELOW_HUNDRED[word]
            if group is None:
                group = value
            elif _may_follow(group, value):
                group += value
            elif j == i + 1 and 1 <= group < 10 and value >= 20 and not tokens.is_attached(j):
                group = group * 100 + value  # "one twenty two"
            else:
                break
        elif word == "hundred":
            if j == i:
                group = 100
            elif group is not None and 0 < group < 100:
                group *= 100
            else:
                break
        elif word in SCALES:
            size = SCALES[word]
            if ends_in_scale and total < MAX_SCALE:
                total *= size  # "two thousand million", "a lakh crore"
            elif j == i:
                total = size
            elif group and (not smallest or size < smallest):
                total, group = total + group * size, None
            else:
                break
            smallest = size
        elif word in GROUP_NOUNS and (j == i or (word == "dozen" and (group or total))):
            return (total + (group or 0) or 1) * GROUP_NOUNS[word], j + 1
        elif word in PLURAL_SCALES and (group or total):
            return (total + (group or 0)) * PLURAL_SCALES[word], j + 1
        else:
            break
        j += 1
        if not smallest or group is None or group < smallest:
            complete = total + (group or 0), j
        j = _after_link(tokens, j, group, smallest)
        if j < 0:
            break
    return complete


def _after_link(tokens: Tokens, j: int, group: int | None, smallest: int) -> int:
    """Returns the position after a hyphen or "and" at token `j` inside the number; `j` if there is none, -1 to stop."""
    words = tokens.words
    link, following = words[j], words[j + 1]
    if link in DASHES:
        if not is_hyphen(tokens, j):
            return -1
        if following in BELOW_HUNDRED and group and _may_follow(group, BELOW_HUNDRED[following]):
            return j + 1
        return j + 1 if following in SCALE_WORDS else -1
    if link == "and":
        if following not in BELOW_HUNDRED or not (group is None or (group and group % 100 == 0)):
            return -1
        if BELOW_HUNDRED[following] < 20 and (
            words[j + 2] in DENOMINATORS or (words[j + 3] in DENOMINATORS and words[j + 2] in DASHES)
        ):
            return -1  # "one hundred and two fifths": a whole and a fraction
        return -1 if _starts_new_scale(tokens, j + 1, group, smallest) else j + 1
    return j


def _may_follow(group: int, value: int) -> bool:
    """Whether `value` may follow in the same group: 20 -> 1, 100 -> 42, but not 2 -> 3 or 10 -> 5."""
    if group and group % 100 == 0:
        return 0 < value < 100
    return group % 10 == 0 and group % 100 >= 20 and 0 < value < 10


def _starts_new_scale(tokens: Tokens, i: int, group: int | None, smallest: int) -> bool:
    """Whether, after "one hundred and", the words from token `i` have a scale word of their own."""
    words = tokens.words
    j = i
    while (words[j] in BELOW_HUNDRED or words[j] in DASHES) and j < i + 4:
        j += 1
    if words[j] == "hundred":
        return group is not None
    return words[j] in SCALES and 0 < smallest <= SCALES[words[j]]


def is_hyphen(tokens: Tokens, i: int) -> bool:
    """Whether the dash is a hyphen, as in "fifty-two" (or tokenised "fifty - two"), not the mark of a parenthesis."""
    return tokens.is_attached(i) == tokens.is_attached(i + 1) and (tokens.is_attached(i) or tokens.words[i] == "-")
