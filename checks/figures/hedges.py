"""Hedges, and the interval that a stated number allows by its printed precision and the words around it.

| printed | interval |
|---|---|
| 144, 57, twelve | exact |
| 1.2m, 2.5%, 25bn, 20%, £25.4bn | half of the last printed digit each way; a headline may also have truncated |
| 500, 1,200, 20,000 (two zeros or more) | half of the last non-zero digit's place each way, a fifth at most |
| about, around, some, roughly N | 10% or half of the last non-zero place, the wider |
| nearly, almost N; just over N | up to 10% below; up to 10% above |
| more than, at least N; up to, fewer than N | open on that side |
| dozens, scores, hundreds | from 24, 40, 200 up to where "hundreds" or the next word starts |
| half, two-thirds, one in five | the exact ratio |

To add a hedge, add its words to the table of its meaning.
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache

from checks.figures.nouns import PHRASE_BOUNDARIES
from checks.figures.tokens import DASHES, Tokens
from checks.model import Hedge, Interval
from checks.pattern import pattern
from checks.precision import last_nonzero_place
from checks.word_set import word_set

_WORDS_BEFORE = {
    Hedge.ABOUT: """
        about, around, near, some, roughly, approximately, approx, circa, ca, c, an estimated, estimated,
        in the region of, in the order of, on the order of, something like, more or less, as good as, ~, say
    """,
    Hedge.NEARLY: """
        nearly, almost, just under, just below, close to, approaching, not quite, virtually, getting on for,
        a little under, a little less than, a bit less than, slightly less than, slightly under, just less than,
        shy of, just shy of, little short of, well-nigh, practically
    """,
    Hedge.JUST_OVER: """
        just over, just above, just more than, a little over, a little more than, a bit more than,
        slightly more than, slightly over, a shade over
    """,
    Hedge.MORE_THAN: """
        more than, over, above, in excess of, upwards of, upward of, north of, greater than, exceeding, well over,
        well above, far more than, >, higher than, exceeds, exceeded, topping, topped, beyond, longer than,
        older than, larger than, bigger than, heavier than, better than
    """,
    Hedge.AT_LEAST: """
        at least, a minimum of, minimum of, no fewer than, no less than, not less than, no lower than, not fewer than,
        as few as, as little as, at the very least, ≥, > =, > or =, greater than or equal to, equal or more than
    """,
    Hedge.LESS_THAN: """
        less than, fewer than, under, below, lower than, well under, well below, far fewer than, <, smaller than,
        shorter than, younger than, short of
    """,
    Hedge.AT_MOST: """
        up to, at most, as many as, as much as, a maximum of, maximum of, no more than, not more than, at the most,
        as high as, as long as, ≤, < =, capped at, less than or equal to, equal or less than
    """,
}
_WORDS_AFTER = {
    Hedge.ABOUT: "or so, -odd, odd, -ish, or thereabouts, give or take, approximately",
    Hedge.AT_LEAST: """
        or more, and counting, +, plus, -plus, and above, and over, or over, or above, upwards, and more, or older,
        and older, or higher, or greater, or longer, at least
    """,
    Hedge.AT_MOST: "or less, or fewer, or under, and under, or below, and below, or lower, at most, or younger, max",
}


def _hedges_by_phrase(table: dict[Hedge, str]) -> dict[tuple[str, ...], Hedge]:
    """Returns the hedge of each phrase, split into tokens."""
    phrases = ((words, hedge) for hedge, lines in table.items() for words in " ".join(lines.split()).split(", "))
    return {tuple(words.replace("-", "- ").split()): hedge for words, hedge in phrases}


_PHRASES_BEFORE = _hedges_by_phrase(_WORDS_BEFORE)
_PHRASES_AFTER = _hedges_by_phrase(_WORDS_AFTER)
_LENGTHS_BEFORE = range(max(map(len, _PHRASES_BEFORE)), 0, -1)
_LAST_WORDS_BEFORE = frozenset(words[-1] for words in _PHRASES_BEFORE)
_FIRST_WORDS_AFTER = frozenset(words[0] for words in _PHRASES_AFTER)
_MOVEMENT_VERBS = word_set(
    "edged edging ticked ticking crept inched went jumped rose climbed climbing rising nudged moved"
)
_CONSEQUENCE_WORDS = word_set(
    """jailed imprisoned sued fined sacked fired arrested charged sentenced banned suspended questioned probed resigns
    resigned quits quit row trial court dispute lawsuit apologises apologised criticised investigated"""
)
_CONSEQUENCE_WINDOW = 5  # words before "over"
_FORMS_OF_TAKE = word_set("take takes took taken taking")
_VERBS_WITH_OVER = _FORMS_OF_TAKE | word_set("hand hands handed handing turn turns turned turning")
"""Verbs that "over" belongs to: "took over two boats"; in "it took over 200 officers", "took over £3m" it hedges."""
_TIME_UNITS = word_set(
    "second seconds minute minutes hour hours day days night nights week weeks month months year years decade decades"
)
_COMMON_CURRENCY_SIGNS = frozenset("£$€")
_SCALES = word_set("thousand million billion trillion m bn k")
_ENDS_OF_SIZE = _SCALES | word_set("% percent pc cent pct point points times")
_BETWEEN_HEDGE_AND_NUMBER = frozenset(("a", "an", "only", "just", "some"))
"""Between a hedge and its number; not "the": "over [the] two legs", "below [the] 2% target"."""
_FORMS_OF_BE = word_set("is are was were be been being")
_ADVERBS_OF_LACK = word_set("still now also currently already")
_MAX_HEDGE_CHARACTERS = 60  # a hedge is looked for in this many characters before its figure
_BEFORE_SAY = word_set("of to at by for in after with from , ( - – —")
"""Before a "say" that hedges; in "and say 6,800 signed" it is a verb of speech."""


def hedge_before(tokens: Tokens, i: int) -> tuple[Hedge, int]:
    """Returns the hedge that ends right before token `i`, and the position of its first word; the longest one wins."""
    words, number = tokens.words, i
    while True:
        if words[i - 1] in _LAST_WORDS_BEFORE and i:
            for length in _LENGTHS_BEFORE:
                start = max(0, i - length)
                hedge = _PHRASES_BEFORE.get(tuple(words[start:i]))
                if hedge:
                    is_no_hedge = _is_not_hedge(tokens, start, i) or _is_comparison(tokens, start, i, number)
                    return (Hedge.NONE, i) if is_no_hedge else (hedge, start)
        if words[i - 1] not in _BETWEEN_HEDGE_AND_NUMBER or not i:
            return Hedge.NONE, i
        i -= 1


def written_before(text: str, start: int, hedge: Hedge) -> int:
    """Returns the offset where the words of `hedge` before a figure at `start` begin; `start` if there are none."""
    phrases = _hedge_pattern(hedge)
    found = phrases and phrases.search(text, max(0, start - _MAX_HEDGE_CHARACTERS), start)
    return found.start() if found else start


@cache
def _hedge_pattern(hedge: Hedge) -> re.Pattern[str] | None:
    """Returns a pattern of the hedge's phrases, longest first, at the end of a text; None if it has none."""
    phrases = sorted((words for words, meaning in _PHRASES_BEFORE.items() if meaning is hedge), key=len, reverse=True)
    alternatives = "|".join(
        r"\s*".join(map(re.escape, words)) if "=" in words else _spaced_pattern(words) for words in phrases
    )
    words_between = "|".join(sorted(_BETWEEN_HEDGE_AND_NUMBER))
    return pattern(rf"(?<!\w)(?:{alternatives})(?:\s+(?:{words_between}))*\s*$", re.IGNORECASE) if phrases else None


def _spaced_pattern(words: tuple[str, ...]) -> str:
    return r"\s+".join(map(re.escape, words)).replace(r"\-\s+", r"\-\s*")


def _is_not_hedge(tokens: Tokens, start: int, end: int) -> bool:
    """Whether the words only look like a hedge.

    "edged [up to] 4.2%" gives a direction, "a four-[over] 76" is a score in golf, "jailed [over] £2m fraud" gives a
    reason; in "handed [over] 20 hostages" the word belongs to the verb, in "they [say] 40 came" it is a verb of speech,
    and a school that "is [short of] six teachers" lacks as many.
    """
    words = tokens.words
    if words[start:end] == ["short", "of"]:
        subject_end = start - (words[max(0, start - 1)] in _ADVERBS_OF_LACK)
        return subject_end > 0 and words[subject_end - 1] in _FORMS_OF_BE
    if words[start:end] == ["say"]:
        return not start or words[start - 1] not in _BEFORE_SAY
    if start and words[start:end] == ["over"] and words[start - 1] in _VERBS_WITH_OVER:
        is_cost = words[end] in _COMMON_CURRENCY_SIGNS or not _TIME_UNITS.isdisjoint(words[end + 1 : end + 2])
        return words[start - 1] not in _FORMS_OF_TAKE or not (is_cost or words[max(0, start - 2)] == "it")
    if words[start:end] == ["over"] and not _CONSEQUENCE_WORDS.isdisjoint(
        words[max(0, start - _CONSEQUENCE_WINDOW) : start]
    ):
        return _is_followed_by_noun(tokens, end)
    if start and words[start:end] == ["up", "to"]:
        return words[start - 1] in _MOVEMENT_VERBS
    return start > 0 and words[start - 1] in DASHES and tokens.is_attached(start) and words[start] in ("over", "under")


def _is_comparison(tokens: Tokens, start: int, end: int, number: int) -> bool:
    """Whether the words compare something with the number: "£5m [more than] £40m".

    In "5% more than 300" and "£5m less than £40m" the amount before the words is the difference, and the number is
    exact. "In 2019 more than 300" and "three weeks, more than 40 of them" do not compare.
    """
    words = tokens.words
    if words[end - 1] != "than":
        return False
    size = start - 1
    if size > 0 and words[size] in _ENDS_OF_SIZE:
        return words[size] not in _SCALES or words[number] in _COMMON_CURRENCY_SIGNS
    return size > 0 and tokens.is_number(size) and {words[size - 1], words[number]} <= _COMMON_CURRENCY_SIGNS


def _is_followed_by_noun(tokens: Tokens, i: int) -> bool:
    """Whether a noun follows the sum that starts at token `i`: "£412,000 fraud", "$2 million leak"."""
    if tokens.words[i] not in _COMMON_CURRENCY_SIGNS:
        return False
    end = next((j for j in range(i + 1, i + 5) if not (tokens.is_number(j) or tokens.words[j] in _SCALES)), i)
    return tokens.words[end].isalpha() and tokens.words[end] not in PHRASE_BOUNDARIES


def hedge_at(tokens: Tokens, i: int) -> tuple[Hedge, int]:
    """Returns the hedge that starts at token `i`, and the position after its last word."""
    for length in _LENGTHS_BEFORE:
        hedge = _PHRASES_BEFORE.get(tuple(tokens.words[i : i + length]))
        if hedge:
            return hedge, i + length
    return Hedge.NONE, i


def hedge_after(tokens: Tokens, i: int) -> tuple[Hedge, int]:
    """Returns the hedge after a number, whose first word is token `i`, and the position after its last word."""
    words = tokens.words
    if words[i] in _FIRST_WORDS_AFTER:
        for length in (3, 2, 1):
            hedge = _PHRASES_AFTER.get(tuple(words[i : i + length]))
            if hedge and not (length == 1 and words[i] in ("plus", "odd", "+") and not _belongs_to_number(tokens, i)):
                return hedge, i + length
    return Hedge.NONE, i


def _belongs_to_number(tokens: Tokens, i: int) -> bool:
    """Whether the word belongs to the number, as in "100+" and "200 odd people", unlike "plus tax" and "+ 3"."""
    return tokens.is_attached(i) or (tokens.words[i] == "odd" and not tokens.is_number(i + 1))


def interval(
    value: Fraction,
    step: Fraction,
    hedge: Hedge,
    *,
    scale: int = 1,
    upper_bound: Fraction | None = None,
    is_fraction: bool = False,
    in_headline: bool = False,
) -> Interval:
    """Returns the interval of values that a number can stand for.

    `step` is the place value of the last printed digit, 0 for an exact number; `scale` the factor of the scale word;
    `upper_bound` the upper end of a vague word.
    """
    if upper_bound is not None:
        return Interval(value, upper_bound)
    if hedge is Hedge.NONE:
        if is_fraction or not (step or _is_round(value)):
            return Interval.exact(value)
        error = _rounding_error(value, step, scale)
        if not error:
            return Interval.exact(value)
        return Interval(value - error, value + (step if in_headline and step > error else error))
    tenth = abs(value) / 10
    if hedge is Hedge.ABOUT:
        place = last_nonzero_place(value) if value else Fraction(0)
        error = tenth if is_fraction else max(tenth, step / 2, place / 2)
        return Interval(value - error, value + error)
    if hedge is Hedge.NEARLY:
        return Interval(value - tenth, value)
    if hedge is Hedge.JUST_OVER:
        return Interval(value, value + tenth)
    if hedge in (Hedge.MORE_THAN, Hedge.AT_LEAST):
        return Interval(value, None)
    return Interval(None, value)


def _rounding_error(value: Fraction, step: Fraction, scale: int) -> Fraction:
    """Returns how far the intended number may be from the printed one, by its precision alone."""
    printed_number = value if not step else value / scale if step == scale > 1 else None
    if printed_number and _is_round(printed_number):
        return min(last_nonzero_place(value) / 2, abs(value) / 5)  # £100 may be £90, but not £60
    return step / 2


def _is_round(value: Fraction) -> bool:
    """Whether the number is whole hundreds: 300, 21,000."""
    return value.denominator == 1 and value.numerator % 100 == 0
