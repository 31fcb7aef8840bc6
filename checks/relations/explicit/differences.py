"""Differences that the words name: "sold for £412,000, £57,000 above its guide price of £365,000".

A comparative after a figure, or a word such as "majority" before it, shows that the figure is a difference. A *level*
is one of the two amounts compared (£412,000 and £365,000), as opposed to the change between them. Both levels are
amounts of the difference's measure in its sentence, or one is there and the other in the previous sentence. Where there
are more than two such amounts, the one right after the comparative is one of the levels.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations, takewhile

from checks.model import Zone
from checks.pattern import pattern
from checks.relations.equations import nominal_value
from checks.relations.explicit.following_noun import is_followed_by_noun
from checks.relations.frames import VAGUE, Frame, Frames
from checks.word_set import word_set

COMPARATIVES = word_set(
    """more fewer less higher lower short shy adrift dearer cheaper older younger taller shorter longer heavier
    lighter faster slower quicker better worse larger bigger smaller greater stronger weaker warmer colder hotter
    wetter drier wider narrower deeper further"""
)
POSITION_WORDS = word_set("above below ahead behind clear outside inside")
"""Comparatives only where the object of the comparison follows: "five degrees above the record", "two points ahead of
Ash".
"""
NON_NAME_WORDS = word_set("than of the a an its his her their last on")
"""Words after a comparative that do not name what something is compared with."""
TIME_NOUNS = word_set("day week month quarter season year decade time summer autumn winter spring")
"""Nouns of what names a time, not a level: "10 fewer than the year before"."""
CLAUSE_END_TOKENS = frozenset((",", ".", ";", ")", "(", "–", "—"))
APPOSITION_TOKENS = frozenset((",", ":", "or", "–", "—", "-", "(", "was", "is"))  # before a difference in apposition
BARE_COMPARATIVES = word_set("over under short clear")  # may also have no object: "$450,000 over"
UP_OR_DOWN = frozenset(("up", "down"))
DIFFERENCE_NOUNS = word_set("majority margin lead gap difference saving shortfall deficit surplus")
TWO_AMOUNT_NOUNS = DIFFERENCE_NOUNS - {"majority", "lead", "saving"}
"""Nouns of a difference between the two amounts before them. A majority may be one of seats instead."""
FOR_AND_AGAINST = pattern(r".{0,40}\bfor\b.{0,40}\bagainst\b.{0,40}")
ADVERBS = word_set("just only exactly precisely barely")
CHANGE_NOUNS = word_set(
    """rise fall increase drop decrease decline reduction climb plunge jump leap surge slump slide dip"""
)
CHANGE_VERBS = word_set(
    """rose fell rises falls risen fallen increased decreased dropped declined grew cut raised reduced climbed
    jumped slipped dipped widened narrowed shrank lifted trimmed improved beat beaten broke broken missed exceeded
    topped surpassed smashed slid sank plunged tumbled slumped surged soared swelled shrunk"""
)
COMPARATIVE_TO_LEVEL = pattern(r"(?:(?! and | but | while )[^;:()–—]){1,90}")  # the text between the two
BETWEEN_SIDES = pattern(
    r"(?: [a-z]+){0,2} to |[-–]"
    r"|(?: [a-z]+){0,2},? (?:against|compared with|compared to|up from|down from|up on|down on) "
)
MAX_WORDS_TO_BY = 5  # from a verb of change to "by"
MAX_GAP_TO_LEVEL = 25  # characters between a difference and the level next to it
MAX_NAME_WORDS = 4  # in the name of what something is compared with
NEARBY_SENTENCES = 2  # on either side of a difference: where else its levels may be stated
BEFORE_BARE_NUMBER = frozenset((word,) for word in "of the than from to last its his her their".split())
DIFFERENCE_KINDS = frozenset(("count", "money", "measure", "duration", "age", "points"))
"""Includes ages and percentage points, which can be compared, though not divided into parts or multiplied."""
MAX_LEVELS = 8  # amounts of one measure in a sentence; more are a table

Difference = tuple[Frame, Frame, Frame]
"""The larger amount, the difference, and the smaller one: a whole and its parts."""


def explicit_differences(frames: Frames) -> Iterator[Difference]:
    """The differences that the words name as such, each with the two levels that differ by it.

    One that does not hold is left out if any other two amounts nearby differ by exactly as much.
    """
    for frame in frames.frames:
        if frame.kind not in DIFFERENCE_KINDS or not isinstance(frame.value, Fraction) or frame.value <= 0:
            continue
        if frame.zone is Zone.HEADLINE or frame.statement.words.lower() in VAGUE:
            continue
        if not (_has_comparative(frame) or is_named_difference(frame)):
            continue
        levels = _compared_levels(frames, frame)
        if levels is None:
            continue
        larger, smaller = sorted(levels, key=nominal_value, reverse=True)
        if nominal_value(larger) <= max(nominal_value(smaller), nominal_value(frame)):
            continue
        holds = nominal_value(larger) - nominal_value(smaller) == nominal_value(frame)
        if holds or not _fits_another_pair(frames, frame):
            yield larger, frame, smaller


def _has_comparative(frame: Frame) -> bool:
    """Whether a comparative follows the figure or its noun: "4,900 more", "50 votes fewer than", "5p up on"."""
    word, next_word = _comparative(frame)
    if word in COMPARATIVES:
        return next_word in ("than", "of") or next_word in CLAUSE_END_TOKENS
    if word in POSITION_WORDS and next_word.isalpha():
        return True
    if word in BARE_COMPARATIVES:
        return next_word in CLAUSE_END_TOKENS
    return word in UP_OR_DOWN and next_word == "on"


def _comparative(frame: Frame) -> tuple[str, str]:
    """The first two words after a figure and its noun; "" for each that is missing."""
    start = int(frame.noun not in COMPARATIVES and is_followed_by_noun(frame))
    word, next_word, *_ = (*frame.after[start : start + 2], "", "")
    return word, next_word


def is_named_difference(frame: Frame) -> bool:
    """Whether the words before a figure make it a difference: "a majority of 17", "up by 40 to", "a fall of £12m"."""
    before = [token for token in frame.before[-MAX_WORDS_TO_BY:] if token not in ADVERBS]
    noun, link = ("", "", *before)[-2:]
    if link in UP_OR_DOWN:
        return frame.after[:1] in (("from",), ("on",))
    if link == "by":
        return not (CHANGE_VERBS | UP_OR_DOWN).isdisjoint(frame.before[-MAX_WORDS_TO_BY:])
    if link == "of":
        return noun in DIFFERENCE_NOUNS | CHANGE_NOUNS
    return link in ("was", "is") and noun in DIFFERENCE_NOUNS


def _compared_levels(frames: Frames, difference: Frame) -> tuple[Frame, Frame] | None:
    """The two amounts that are compared; None where it is unclear which they are."""
    amounts = _comparable_amounts(frames, difference, difference.sentence)
    preceding = [frame for frame in amounts if frame.end <= difference.start]
    preceding = [frame for frame in preceding if not _belongs_to_other_difference(frames, frame)]
    following = [frame for frame in amounts if frame.start >= difference.end]
    if _has_comparative(difference):
        if not _has_comparison_object(difference):
            if not any(token in APPOSITION_TOKENS or token.endswith(",") for token in difference.before[-1:]):
                return None  # "and has added eight more"
            if len(preceding) == 2:
                return preceding[0], preceding[1]
            return _pair_with_previous_sentence(frames, difference, amounts)
        if not following or not _is_comparison_object(frames, difference, following[0]):
            other = _level_with_name(frames, difference)
            return (preceding[-1], other) if preceding and other and other is not preceding[-1] else None
        if preceding:
            return preceding[-1], following[0]
        row = frames.by_sentence[difference.sentence]
        if any(frame.kind == "ordinal" and frame.end <= difference.start for frame in row):
            return None  # "its 31st call, three more than last year's 28"
        # "rose by two feet to 41 from 39. It is ...": 41 is the current level
        previous_amounts = _comparable_amounts(frames, difference, difference.sentence - 1)
        previous_amounts = [level for level in previous_amounts if not is_named_difference(level)]
        current = [level for level in previous_amounts if level.before[-1:] != ("from",)]
        return (current[0], following[0]) if len(current) == 1 else None
    if difference.before[-1:] in (("up",), ("down",)):
        if preceding and following and following[0].start - difference.end <= MAX_GAP_TO_LEVEL:
            return preceding[-1], following[0]
        return None
    endpoints = [frame for frame in amounts if _is_change_endpoint(frame)]
    if len(endpoints) == 2:
        return endpoints[0], endpoints[1]
    if len(preceding) >= 2 and (
        _are_two_sides(frames, *preceding[-2:]) or _has_only_two_levels(frames, difference, preceding, amounts)
    ):
        return preceding[-2], preceding[-1]
    previous_amounts = _comparable_amounts(frames, difference, difference.sentence - 1)
    is_closed = difference.after[:1] == () or difference.after[0] in CLAUSE_END_TOKENS
    if is_closed and len(preceding) == len(amounts) == len(previous_amounts) == 1:
        return previous_amounts[0], preceding[0]
    return None


def _is_comparison_object(frames: Frames, difference: Frame, level: Frame) -> bool:
    """Whether a level follows the comparative with no break and no other figure in between."""
    between = (frame for frame in frames.by_sentence[difference.sentence] if frame.figure and frame.kind != "ordinal")
    if any(difference.end <= frame.start < level.start for frame in between):
        return False
    return COMPARATIVE_TO_LEVEL.fullmatch(frames.article.text, difference.end, level.start) is not None


def _level_with_name(frames: Frames, difference: Frame) -> Frame | None:
    """The only level nearby with the name that follows the comparative: "above flood stage. Flood stage is 21 feet"."""
    comparative_index = difference.after.index(_comparative(difference)[0])
    words = difference.after[comparative_index + 1 : comparative_index + 1 + MAX_NAME_WORDS]
    name_words = set(takewhile(lambda token: token not in CLAUSE_END_TOKENS, words)) - NON_NAME_WORDS
    if not name_words or not name_words.isdisjoint(TIME_NOUNS) or not all(token.isalpha() for token in name_words):
        return None
    nearby = range(difference.sentence - NEARBY_SENTENCES, difference.sentence + NEARBY_SENTENCES + 1)
    levels = [frame for sentence in nearby for frame in _comparable_amounts(frames, difference, sentence)]
    found = [
        frame for frame in levels if name_words <= {*frame.before[-MAX_NAME_WORDS:], *frame.after[:MAX_NAME_WORDS]}
    ]
    return found[0] if len(found) == 1 else None


def _belongs_to_other_difference(frames: Frames, level: Frame) -> bool:
    """Whether a level belongs to another difference: 45 in "four fewer than last year's 45, and nine short of 50"."""
    before = [frame for frame in frames.by_sentence[level.sentence] if frame.end <= level.start and frame.figure]
    return bool(before) and _has_comparative(before[-1]) and _has_comparison_object(before[-1])


def _has_comparison_object(difference: Frame) -> bool:
    """Whether the comparative has an object, with or without a figure: "more than they won in 1997"."""
    _, next_word = _comparative(difference)
    return next_word not in CLAUSE_END_TOKENS


def _pair_with_previous_sentence(
    frames: Frames, difference: Frame, amounts: Sequence[Frame]
) -> tuple[Frame, Frame] | None:
    """A level next to a difference and the only one in the previous sentence: "It took 184 last year, 26 fewer".

    Where the difference's sentence has no level, the only two of the previous sentence.
    """
    previous_amounts = _comparable_amounts(frames, difference, difference.sentence - 1)
    if len(amounts) == 1 and len(previous_amounts) == 1:
        level = amounts[0]
        gap = difference.start - level.end if level.start < difference.start else level.start - difference.end
        return (previous_amounts[0], level) if gap <= MAX_GAP_TO_LEVEL else None
    if not amounts and len(previous_amounts) == 2:
        return previous_amounts[0], previous_amounts[1]
    return None


def _is_change_endpoint(level: Frame) -> bool:
    """Whether a level is the start or end of a change: "fell by £12m to £29m from £41m"."""
    return level.before[-1:] in (("to",), ("from",)) or level.before[-2:] in (("to", "about"), ("from", "about"))


def _are_two_sides(frames: Frames, first: Frame, second: Frame) -> bool:
    """Whether two figures are the sides of a vote, result or comparison: "by 58 votes to 41, a majority of 17"."""
    return BETWEEN_SIDES.fullmatch(frames.article.text, first.end, second.start) is not None


def _has_only_two_levels(
    frames: Frames, difference: Frame, preceding: Sequence[Frame], amounts: Sequence[Frame]
) -> bool:
    """Whether a named difference follows the only two amounts: "847 for and 181 against, a majority of 666"."""
    if len(preceding) != len(amounts) or len(amounts) != 2 or difference.before[-1:] != ("of",):
        return False
    if difference.before[-2] in TWO_AMOUNT_NOUNS:
        return True
    return FOR_AND_AGAINST.fullmatch(frames.article.text, preceding[0].end, difference.start) is not None


def levels_in_sentence(frames: Frames, level: Frame, sentence: int) -> list[Frame]:
    """The amounts of a sentence that a level may be compared with, except those that belong to other differences."""
    return [
        frame
        for frame in _comparable_amounts(frames, level, sentence)
        if not _belongs_to_other_difference(frames, frame)
    ]


def _comparable_amounts(frames: Frames, difference: Frame, sentence: int) -> Sequence[Frame]:
    """The amounts of a sentence that a difference may lie between, by measure and noun; none if it has too many."""
    found = [
        frame
        for frame in frames.by_sentence.get(sentence, ())
        if frame is not difference
        and isinstance(frame.value, Fraction)
        and frame.value > 0
        and _may_share_measure(frame, difference)
        and not frame.ends_period
        and frame.statement.words.lower() not in VAGUE
        and not _has_comparative(frame)
    ]
    return found if len(found) <= MAX_LEVELS else ()


def _may_share_measure(level: Frame, difference: Frame) -> bool:
    """Whether a level and a difference are in one unit, or may be since the noun or unit of one is left out."""
    if difference.kind == "count" and level.kind == "count":
        nouns = {level.noun, difference.noun} - {"", *COMPARATIVES}
        return len(nouns) < 2
    if level.kind == "count" and not level.noun:
        return difference.kind in ("measure", "money", "points") and level.before[-1:] in BEFORE_BARE_NUMBER
    if difference.kind == "count" and not {difference.noun} - {"", *COMPARATIVES}:
        return level.kind in ("count", "measure") and (level.kind == "count" or not difference.unit)
    if {level.kind, difference.kind} <= {"percent", "points"}:
        return True
    return level.measure == difference.measure


def _fits_another_pair(frames: Frames, difference: Frame) -> bool:
    """Whether any two amounts nearby, or in the first sentence, that it may compare differ by exactly this much."""
    first, last = difference.sentence - NEARBY_SENTENCES, difference.sentence + NEARBY_SENTENCES
    nearby = [
        frame
        for frame in (*frames.window(first, last), *frames.window(0, 0))
        if isinstance(frame.value, Fraction) and frame is not difference and _may_share_measure(frame, difference)
    ]
    return any(
        abs(nominal_value(amount) - nominal_value(other)) == nominal_value(difference)
        for amount, other in combinations(nearby, 2)
    )
