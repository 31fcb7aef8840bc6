"""Hedges, and the interval that a stated number allows: what the printed precision and the words around it say.

| printed | interval |
|---|---|
| 144, 57, twelve | exact |
| 1.2m, 2.5%, 25bn, 20%, £25.4bn | half of the last printed digit each way; a headline may also have cut off |
| 500, 1,200, 20,000 (two zeros or more) | half of the last non-zero digit's place each way, a fifth at most |
| about, around, some, roughly N | 10% or half of the last non-zero place, the wider |
| nearly, almost N; just over N | up to 10% below; up to 10% above |
| more than, at least N; up to, fewer than N | open on that side |
| dozens, scores, hundreds | from 24, 40, 200 up to where the next word starts |
| half, two-thirds, one in five | the exact ratio |

To add a hedge, add its words to the table of its meaning.
"""

from __future__ import annotations

from fractions import Fraction

from checks.figures.nouns import STOPS
from checks.figures.tokens import DASHES, Tokens, word_set
from checks.model import Hedge, Interval
from checks.precision import last_nonzero_place

_BEFORE = {
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
        older than, larger than, bigger than, heavier than
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
_AFTER = {
    Hedge.ABOUT: "or so, -odd, odd, -ish, or thereabouts, give or take, approximately",
    Hedge.AT_LEAST: """
        or more, and counting, +, plus, -plus, and above, and over, or over, or above, upwards, and more, or older,
        and older, or higher, or greater, or longer, at least
    """,
    Hedge.AT_MOST: "or less, or fewer, or under, and under, or below, and below, or lower, at most, or younger, max",
}


def _by_words(table: dict[Hedge, str]) -> dict[tuple[str, ...], Hedge]:
    phrases = ((words, hedge) for hedge, lines in table.items() for words in " ".join(lines.split()).split(", "))
    return {tuple(words.replace("-", "- ").split()): hedge for words, hedge in phrases}


_PHRASES_BEFORE = _by_words(_BEFORE)
_PHRASES_AFTER = _by_words(_AFTER)
_LENGTHS = range(max(map(len, _PHRASES_BEFORE)), 0, -1)
_LAST_WORDS = frozenset(words[-1] for words in _PHRASES_BEFORE)
_FIRST_WORDS = frozenset(words[0] for words in _PHRASES_AFTER)
_WENT = word_set("edged edging ticked ticking crept inched went jumped rose climbed climbing rising nudged moved")
_BROUGHT_ON = word_set(
    """jailed imprisoned sued fined sacked fired arrested charged sentenced banned suspended questioned probed resigns
    resigned quits quit row trial court dispute lawsuit apologises apologised criticised investigated"""
)
_SIGNS = frozenset("£$€")
_SCALES = word_set("thousand million billion trillion m bn k")
_SKIPPED = frozenset(("a", "an", "the", "only", "just", "some"))


def before(tokens: Tokens, i: int) -> tuple[Hedge, int]:
    """The hedge that ends right before token `i`, and the place of its first word; the longest wording counts."""
    words = tokens.words
    while True:
        if words[i - 1] in _LAST_WORDS and i:
            for length in _LENGTHS:
                first = max(0, i - length)
                hedge = _PHRASES_BEFORE.get(tuple(words[first:i]))
                if hedge:
                    return (Hedge.NONE, i) if _is_no_hedge(tokens, first, i) else (hedge, first)
        if words[i - 1] not in _SKIPPED or not i:
            return Hedge.NONE, i
        i -= 1


def _is_no_hedge(tokens: Tokens, first: int, last: int) -> bool:
    """ "edged [up to] 4.2%" says where it went, "a four-[over] 76" a score of golf, "jailed [over] £2m fraud" why."""
    words = tokens.words
    if words[first:last] == ["over"] and not _BROUGHT_ON.isdisjoint(words[max(0, first - 5) : first]):
        return _names_matter(tokens, last)
    if first and words[first:last] == ["up", "to"]:
        return words[first - 1] in _WENT
    return first > 0 and words[first - 1] in DASHES and tokens.close(first) and words[first] in ("over", "under")


def _names_matter(tokens: Tokens, i: int) -> bool:
    """Does a noun follow right behind the sum that starts at token `i`: "£412,000 fraud", "$2 million leak"?"""
    if tokens.words[i] not in _SIGNS:
        return False
    end = next((at for at in range(i + 1, i + 5) if not (tokens.is_number(at) or tokens.words[at] in _SCALES)), i)
    return tokens.words[end].isalpha() and tokens.words[end] not in STOPS


def opening(tokens: Tokens, i: int) -> tuple[Hedge, int]:
    """The hedge that starts at token `i`, and the place after its last word."""
    for length in _LENGTHS:
        hedge = _PHRASES_BEFORE.get(tuple(tokens.words[i : i + length]))
        if hedge:
            return hedge, i + length
    return Hedge.NONE, i


def after(tokens: Tokens, i: int) -> tuple[Hedge, int]:
    """The hedge that starts at token `i`, and the place after its last word."""
    words = tokens.words
    if words[i] in _FIRST_WORDS:
        for length in (3, 2, 1):
            hedge = _PHRASES_AFTER.get(tuple(words[i : i + length]))
            if hedge and not (length == 1 and words[i] in ("plus", "odd", "+") and not _stands_after(tokens, i)):
                return hedge, i + length
    return Hedge.NONE, i


def _stands_after(tokens: Tokens, i: int) -> bool:
    """ "100+", "200 plus people": not the start of "plus tax" or "+ 3"."""
    return tokens.close(i) or (tokens.words[i] == "odd" and not tokens.is_number(i + 1))


def interval(
    value: Fraction,
    step: Fraction,
    hedge: Hedge,
    *,
    scale: int = 1,
    top: Fraction | None = None,
    is_fraction: bool = False,
    headline: bool = False,
) -> Interval:
    """What a number can mean.

    `step` is the place of the last printed digit, 0 for a number that is exact; `scale` what the scale word multiplied
    by; `top` the end of a vague word.
    """
    if top is not None:
        return Interval(value, top)
    if hedge is Hedge.NONE:
        if is_fraction or not (step or _is_round(value)):
            return Interval.exact(value)
        slack = _slack(value, step, scale)
        if not slack:
            return Interval.exact(value)
        return Interval(value - slack, value + (step if headline and step > slack else slack))
    tenth = abs(value) / 10
    if hedge is Hedge.ABOUT:
        place = last_nonzero_place(value) if value else Fraction(0)
        slack = tenth if is_fraction else max(tenth, step / 2, place / 2)
        return Interval(value - slack, value + slack)
    if hedge is Hedge.NEARLY:
        return Interval(value - tenth, value)
    if hedge is Hedge.JUST_OVER:
        return Interval(value, value + tenth)
    if hedge in (Hedge.MORE_THAN, Hedge.AT_LEAST):
        return Interval(value, None)
    return Interval(None, value)


def _slack(value: Fraction, step: Fraction, scale: int) -> Fraction:
    """How far the number meant may lie from the number printed, by precision alone."""
    whole = value if not step else value / scale if step == scale > 1 else None
    if whole and _is_round(whole):
        return min(last_nonzero_place(value) / 2, abs(value) / 5)  # £100 may be £90, and is not £60
    return step / 2


def _is_round(value: Fraction) -> bool:
    """Whole hundreds: 300, 21,000."""
    return value.denominator == 1 and value.numerator % 100 == 0
