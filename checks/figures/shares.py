"""Reads shares and multiples: "three in five", "one in every 10", "twice as many", "tenfold", "a 2-to-1 margin"."""

from __future__ import annotations

from fractions import Fraction

from checks.figures import numbers, unit_spellings
from checks.figures.amounts import Amount
from checks.figures.numeral import Number
from checks.figures.readings import Reading
from checks.figures.tokens import DASHES, Tokens
from checks.figures.units import SCALE_WORDS
from checks.model import Kind
from checks.word_set import word_set

MULTIPLES: dict[str, int | Fraction] = {
    "twice": 2, "thrice": 3, "double": 2, "doubled": 2, "doubles": 2, "doubling": 2, "triple": 3, "tripled": 3,
    "triples": 3, "tripling": 3, "treble": 3, "trebled": 3, "trebles": 3, "trebling": 3, "quadruple": 4,
    "quadrupled": 4, "quadrupling": 4, "quintuple": 5, "quintupled": 5, "quintupling": 5,
    "halved": Fraction(1, 2), "halving": Fraction(1, 2), "twofold": 2,
    "threefold": 3, "fourfold": 4, "fivefold": 5, "sixfold": 6, "sevenfold": 7, "eightfold": 8, "ninefold": 9,
    "tenfold": 10, "twentyfold": 20, "hundredfold": 100,
}  # fmt: skip
# "Twice" and "double" are multiples only before these, not in "he scored twice" and "the double winners".
_AFTER_A_MULTIPLE = word_set("as the that its their his her what this last from to in since over more")
_CLAUSE_STARTS = word_set("he she it they we i the a his her their")  # "twice as he ...": "as" is a conjunction
_NEEDS_COMPARISON = word_set("twice double treble triple doubles trebles triples")
_WORDS_AFTER_TIMES = word_set("""
    as more higher larger bigger greater faster longer better lower less fewer the that its their what
    """)
# "three in five games" counts goals, not a share of games.
_NOT_A_BASE = word_set("""
    games game matches innings minutes hours days weeks months years overs balls attempts starts appearances seasons
    outings tests sets rounds
""")
_RATIO_NOUNS = word_set("ratio margin advantage lead edge disparity majority basis gap")
_UNAMBIGUOUS_RATIO_NOUNS = frozenset(("ratio", "margin"))  # after "2-1", which is mostly a score
_OUTDOING_VERBS = word_set("outnumber outnumbered outpaced outspent outsold outvoted outpolled outscored")
_BEFORE_A_RATIO = word_set(
    "by a an margin ratio of more less better than nearly almost about around roughly over under"
)
_RATIO_WINDOW = 6  # words before a ratio in which "by" or "a margin of" is looked for
_RARE_EVENTS = word_set("flood floods storm storms event events drought rainfall")
_ROUND_BASES = frozenset((2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 20, 25, 30, 40, 50, 100))


def read(tokens: Tokens, part: Amount) -> Reading | None:
    """Reads "three in five", "one out of 10", "one in every 35,000", "three times as many", "10-fold"."""
    words, j = tokens.words, part.end
    if part.kind is not Kind.NUMBER or part.upper_bound is not None:
        return None
    if (
        words[j] in ("x", "fold")
        and tokens.is_attached(j)
        and tokens.is_number(j - 1)
        and not tokens.is_attached(j + 1)
    ):
        return Reading(part.start, j + 1, Kind.MULTIPLE, part.value, step=part.step)
    if words[j] in DASHES and words[j + 1] == "fold":
        return Reading(part.start, j + 2, Kind.MULTIPLE, part.value, step=part.step)
    if (
        words[j] == "times"
        and words[j + 1] in _WORDS_AFTER_TIMES
        and not (words[j + 1] == "as" and _is_conjunction(tokens, j + 2))
    ):
        return Reading(part.start, j + 1, Kind.MULTIPLE, part.value, step=part.step)
    if part.is_fraction or part.value.denominator != 1:
        return None
    if part.value == 1 and words[j + 1] == "in" and words[j + 2] in ("every", "each") and words[j].isalpha():
        j += 1  # "one bat in every four"
    if words[j] == "in":
        j += 1
    elif words[j : j + 2] in (["out", "of"], ["of", "every"]):
        j += 2
    elif words[j] in DASHES and words[j + 1] == "in" and words[j + 2] in DASHES:
        j += 3
    else:
        return None
    has_every = words[j] in ("every", "each")
    j += has_every
    if not (numbers.can_start(tokens, j) or words[j] == "a"):
        return None
    start = j + (words[j] == "a")
    start += words[start] in DASHES  # "one-in-a-million"
    base = numbers.read(tokens, start)
    if not isinstance(base, Number) or not j <= base.start <= start:
        return None
    if words[j] == "a" and words[base.end] in DASHES and numbers.can_start(tokens, base.end + 1):
        return None  # "three in a 4-1 win"
    if base.is_fraction or not 0 <= part.value < base.value:
        return None  # "-5 in 0 towns", "five in two"
    if (
        not (has_every or base.value in _ROUND_BASES or base.value % 100 == 0 or part.value == 1)
        or words[base.end] in _NOT_A_BASE
    ):
        return None
    is_return_period = words[base.end] == "year" and words[base.end + 1] in _RARE_EVENTS  # "a 1 in 100 year flood"
    if (unit_spellings.unit_at(tokens, base.end) and not is_return_period) or (
        1900 <= base.value < 2100 and not base.spelled and not has_every
    ):
        return None
    return Reading(part.start, base.end, Kind.FRACTION, part.value / base.value, is_fraction=True, noun_at=base.end)


def ratio_to_one(tokens: Tokens, part: Amount) -> Reading | None:
    """Reads "a 2-to-1 margin", "outnumbered by three to one", "a ratio of 4 to 1", "a 2-1 margin" as multiples."""
    words, j = tokens.words, part.end
    if part.kind is not Kind.NUMBER or part.upper_bound is not None or part.is_fraction or part.value <= 1:
        return None
    is_hyphenated = words[j] in DASHES
    j += is_hyphenated
    has_to = words[j] == "to"
    j += has_to + (has_to and words[j + 1] in DASHES)
    if not (has_to or (is_hyphenated and tokens.is_attached(j))) or words[j] not in ("1", "one"):
        return None
    if words[j + 1] in SCALE_WORDS:
        return None
    after = words[j + 1 + (words[j + 1] in ("national", "overall"))]
    if after in (_RATIO_NOUNS if has_to else _UNAMBIGUOUS_RATIO_NOUNS) or (
        has_to and _leads_to_a_ratio(tokens, part.start)
    ):
        return Reading(part.start, j + 1, Kind.MULTIPLE, part.value, step=part.step)
    return None


def _leads_to_a_ratio(tokens: Tokens, i: int) -> bool:
    """Whether the words before token `i` announce a ratio: "by", "by a margin of", "outspent nearly"."""
    before = tokens.words[max(0, i - _RATIO_WINDOW) : i][::-1]
    for word in before:
        if word == "by" or word in _OUTDOING_VERBS or word in _UNAMBIGUOUS_RATIO_NOUNS:
            return True
        if word not in _BEFORE_A_RATIO:
            return False
    return False


def multiple_in_words(tokens: Tokens, i: int) -> Reading | None:
    """Reads "twice as many", "doubled", "tenfold"."""
    word, after = tokens.words[i], tokens.words[i + 1]
    if word in _NEEDS_COMPARISON and after not in _AFTER_A_MULTIPLE and after:
        return None
    if word == "twice" and (after in ("in", "since") or (after == "as" and _is_conjunction(tokens, i + 2))):
        return None
    return Reading(i, i + 1, Kind.MULTIPLE, Fraction(MULTIPLES[word]))


def _is_conjunction(tokens: Tokens, i: int) -> bool:
    """Whether the "as" before token `i` starts a clause: "scored twice as United won"."""
    return tokens.is_capital(i) or tokens.words[i] in _CLAUSE_STARTS
