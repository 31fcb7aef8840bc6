"""Differences that the words name: "sold for £412,000, £57,000 above its guide price of £365,000".

A comparative behind a figure, or a word such as "majority" before it, says that the figure is a difference. What is
compared are the two amounts of its measure in its sentence, or one there and one in the sentence before. Where there
are more amounts than that, the one right behind the comparative is one of the two.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations, takewhile

from checks.model import Zone
from checks.pattern import pattern
from checks.relations.equations import nominal_value
from checks.relations.frames import VAGUE, Frame, Frames
from checks.word_set import word_set

COMPARATIVES = word_set(
    """more fewer less higher lower short shy adrift dearer cheaper older younger taller shorter longer heavier
    lighter faster slower quicker better worse larger bigger smaller greater stronger weaker warmer colder hotter
    wetter drier wider narrower deeper further"""
)
POSITIONS = word_set("above below ahead behind clear outside inside")
"""Likewise, but only before what is compared: "five degrees above the record", "two points ahead of Ash"."""
NO_NAME = word_set("than of the a an its his her their last on")
"""Words behind a comparative that are no name of what something is compared with."""
CLOSING = frozenset((",", ".", ";", ")", "(", "–", "—"))
APPOSED = frozenset((",", "or", "–", "—", "-", "(", "was", "is"))  # before a difference that says it another way
ALONE = word_set("over under short clear")  # also without what it is compared with: "$450,000 over"
UP_OR_DOWN = frozenset(("up", "down"))
GAPS = word_set("majority margin lead gap difference saving shortfall deficit surplus")
BETWEEN_TWO = GAPS - {"majority", "lead", "saving"}  # of the two amounts before it; a majority may be one of seats
FOR_AND_AGAINST = pattern(r".{0,40}\bfor\b.{0,40}\bagainst\b.{0,40}")
ADVERBS = word_set("just only exactly precisely barely")
CHANGES = word_set("rise fall increase drop decrease decline reduction")
CHANGED = word_set(
    """rose fell rises falls risen fallen increased decreased dropped declined grew cut raised reduced climbed
    jumped slipped dipped widened narrowed shrank lifted trimmed improved beat beaten broke broken missed exceeded
    topped surpassed smashed"""
)
TO_LEVEL = pattern(r"(?:(?! and | but | while )[^;:()–—]){1,90}")  # from a comparative to what is compared
AGAINST = pattern(
    r"(?: [a-z]+){0,2} to |[-–]"
    r"|(?: [a-z]+){0,2},? (?:against|compared with|compared to|up from|down from|up on|down on) "
)
MAX_TO_BY = 5  # words from a verb of change to "by"
MAX_BESIDE = 25  # characters between a difference and the level beside it
MAX_NAMED = 4  # words of what something is compared with
NEARBY = 2  # sentences
BEFORE_BARE = frozenset((word,) for word in "of the than from to last its his her their".split())
MEASURES = frozenset(("count", "money", "measure", "duration", "age", "points"))
MIN_STEM = 4  # letters of a noun that its plural shares
MAX_LEVELS = 8  # amounts of one measure around a difference: more are a table

Difference = tuple[Frame, Frame, Frame]
"""The larger amount, the difference, and the smaller one: a whole and its parts."""


def explicit_differences(frames: Frames) -> Iterator[Difference]:
    """The differences that the words name as such, each with the two amounts that differ by it."""
    for frame in frames.frames:
        if frame.kind not in MEASURES or not isinstance(frame.value, Fraction) or frame.value <= 0:
            continue
        if frame.zone is Zone.HEADLINE or frame.statement.words.lower() in VAGUE:
            continue
        if not (_is_compared(frame) or _is_named(frame)):
            continue
        levels = _levels(frames, frame)
        if levels is None:
            continue
        larger, smaller = sorted(levels, key=nominal_value, reverse=True)
        if nominal_value(larger) <= max(nominal_value(smaller), nominal_value(frame)):
            continue
        if nominal_value(larger) - nominal_value(smaller) == nominal_value(frame) or not _fits_others(frames, frame):
            yield larger, frame, smaller


def _is_compared(frame: Frame) -> bool:
    """Whether a comparative stands behind it, or behind its noun: "4,900 more", "50 votes fewer than", "5p up on"."""
    word, following = _comparative(frame)
    if word in COMPARATIVES:
        return following in ("than", "of") or following in CLOSING
    if word in POSITIONS and following.isalpha():
        return True
    if word in ALONE:
        return following in CLOSING
    return word in UP_OR_DOWN and following == "on"


def _comparative(frame: Frame) -> tuple[str, str]:
    """The word behind a figure and its noun, and the one after that; "" where there is none."""
    has_noun = bool(frame.noun) and frame.noun not in COMPARATIVES
    start = int(has_noun and frame.after[:1] != () and frame.after[0].startswith(frame.noun[:MIN_STEM]))
    word, following, *_ = (*frame.after[start : start + 2], "", "")
    return word, following


def _is_named(frame: Frame) -> bool:
    """Whether it is called a difference: "a majority of 17", "up by 40 to", "a fall of £12m"."""
    before = [token for token in frame.before[-MAX_TO_BY:] if token not in ADVERBS]
    noun, link = ("", "", *before)[-2:]
    if link in UP_OR_DOWN:
        return frame.after[:1] in (("from",), ("on",))
    if link == "by":
        return not (CHANGED | UP_OR_DOWN).isdisjoint(frame.before[-MAX_TO_BY:])
    return (link == "of" and noun in GAPS | CHANGES) or (link in ("was", "is") and noun in GAPS)


def _levels(frames: Frames, difference: Frame) -> tuple[Frame, Frame] | None:
    """The two amounts that are compared; None where it is not clear which."""
    own = _alike(frames, difference, difference.sentence)
    ahead = [frame for frame in own if frame.end <= difference.start and not _is_told_of_another(frames, frame)]
    behind = [frame for frame in own if frame.start >= difference.end]
    if _is_compared(difference):
        if not _tells_with_what(difference):
            if not any(token in APPOSED or token.endswith(",") for token in difference.before[-1:]):
                return None  # "and has added eight more"
            return (ahead[0], ahead[1]) if len(ahead) == len(own) == 2 else _with_one_before(frames, difference, own)
        if not behind or not _is_compared_with(frames, difference, behind[0]):
            other = _of_what_is_named(frames, difference)
            return (ahead[-1], other) if ahead and other and other is not ahead[-1] else None
        if ahead:
            return ahead[-1], behind[0]
        before = _alike(frames, difference, difference.sentence - 1)
        latest = [level for level in before if not _is_named(level) and level.before[-1:] != ("from",)]
        return (latest[0], behind[0]) if len(latest) == 1 else None  # "rose by two feet to 41 from 39. It is ..."
    if difference.before[-1:] in (("up",), ("down",)):
        return (ahead[-1], behind[0]) if ahead and behind and behind[0].start - difference.end <= MAX_BESIDE else None
    ends = [frame for frame in own if _is_end(frame)]
    if len(ends) == 2:
        return ends[0], ends[1]
    if len(ahead) >= 2 and (_stands_against(frames, *ahead[-2:]) or _is_between(frames, difference, ahead, own)):
        return ahead[-2], ahead[-1]
    earlier = _alike(frames, difference, difference.sentence - 1)
    is_closed = difference.after[:1] == () or difference.after[0] in CLOSING
    return (earlier[0], ahead[0]) if is_closed and len(ahead) == len(own) == len(earlier) == 1 else None


def _is_compared_with(frames: Frames, difference: Frame, level: Frame) -> bool:
    """Whether a level follows the comparative without a break, and without another figure before it."""
    between = (frame for frame in frames.by_sentence[difference.sentence] if frame.figure and frame.kind != "ordinal")
    if any(difference.end <= frame.start < level.start for frame in between):
        return False
    return TO_LEVEL.fullmatch(frames.article.text, difference.end, level.start) is not None


def _of_what_is_named(frames: Frames, difference: Frame) -> Frame | None:
    """The level nearby that has the name behind the comparative: "above flood stage. Flood stage is 21 feet"."""
    place = difference.after.index(_comparative(difference)[0])
    words = difference.after[place + 1 : place + 1 + MAX_NAMED]
    named = set(takewhile(lambda token: token not in CLOSING, words)) - NO_NAME
    if not named or not all(token.isalpha() for token in named):
        return None
    near = range(difference.sentence - NEARBY, difference.sentence + NEARBY + 1)
    levels = [frame for sentence in near for frame in _alike(frames, difference, sentence)]
    found = [frame for frame in levels if named <= {*frame.before[-MAX_NAMED:], *frame.after[:MAX_NAMED]}]
    return found[0] if len(found) == 1 else None


def _is_told_of_another(frames: Frames, level: Frame) -> bool:
    """Whether it belongs to another difference: the 45 of "four fewer than last year's 45, and nine short of 50"."""
    before = [frame for frame in frames.by_sentence[level.sentence] if frame.end <= level.start and frame.figure]
    return bool(before) and _is_compared(before[-1]) and _tells_with_what(before[-1])


def _tells_with_what(difference: Frame) -> bool:
    """Whether something follows the comparative, with or without a figure: "more than they won in 1997"."""
    _, following = _comparative(difference)
    return following not in CLOSING


def _with_one_before(frames: Frames, difference: Frame, own: Sequence[Frame]) -> tuple[Frame, Frame] | None:
    """The level beside a difference and the only one in the sentence before: "It took 184 last year, 26 fewer"."""
    earlier = _alike(frames, difference, difference.sentence - 1)
    if len(own) == 1 and len(earlier) == 1:
        level = own[0]
        gap = difference.start - level.end if level.start < difference.start else level.start - difference.end
        return (earlier[0], level) if gap <= MAX_BESIDE else None
    if not own and len(earlier) == 2:
        return earlier[0], earlier[1]
    return None


def _is_end(level: Frame) -> bool:
    """Whether it is the beginning or the end of a change: "fell by £12m to £29m from £41m"."""
    return level.before[-1:] in (("to",), ("from",)) or level.before[-2:] in (("to", "about"), ("from", "about"))


def _stands_against(frames: Frames, first: Frame, second: Frame) -> bool:
    """Whether two figures are those of a vote or result: "by 58 votes to 41, a majority of 17"."""
    return AGAINST.fullmatch(frames.article.text, first.end, second.start) is not None


def _is_between(frames: Frames, difference: Frame, ahead: Sequence[Frame], own: Sequence[Frame]) -> bool:
    """Whether what is called a gap follows the only two amounts: "847 for and 181 against, a majority of 666"."""
    if len(ahead) != len(own) or len(own) != 2 or difference.before[-1:] != ("of",):
        return False
    if difference.before[-2] in BETWEEN_TWO:
        return True
    return FOR_AND_AGAINST.fullmatch(frames.article.text, ahead[0].end, difference.start) is not None


def levels_beside(frames: Frames, level: Frame, sentence: int) -> list[Frame]:
    """The other amounts of a sentence that one may be compared with, without those that belong to other differences."""
    return [frame for frame in _alike(frames, level, sentence) if not _is_told_of_another(frames, frame)]


def _alike(frames: Frames, difference: Frame, sentence: int) -> Sequence[Frame]:
    """The amounts of a sentence that a difference may lie between, by measure and noun."""
    found = [
        frame
        for frame in frames.by_sentence.get(sentence, ())
        if frame is not difference
        and isinstance(frame.value, Fraction)
        and frame.value > 0
        and _are_of_one_measure(frame, difference)
        and not frame.ends_period
        and frame.statement.words.lower() not in VAGUE
        and not _is_compared(frame)
    ]
    return found if len(found) <= MAX_LEVELS else ()


def _are_of_one_measure(level: Frame, difference: Frame) -> bool:
    """Whether an amount may differ from another by so much: in one unit, or with its noun or unit left out."""
    if difference.kind == "count" and level.kind == "count":
        nouns = {level.noun, difference.noun} - {"", *COMPARATIVES}
        return len(nouns) < 2
    if level.kind == "count" and not level.noun:
        return difference.kind in ("measure", "money", "points") and level.before[-1:] in BEFORE_BARE
    if difference.kind == "count" and not {difference.noun} - {"", *COMPARATIVES}:
        return level.kind in ("count", "measure") and (level.kind == "count" or not difference.unit)
    if {level.kind, difference.kind} <= {"percent", "points"}:
        return True
    return level.measure == difference.measure


def _fits_others(frames: Frames, difference: Frame) -> bool:
    """Whether any two amounts nearby differ by exactly as much, so that the difference may be theirs."""
    around = [
        frame
        for frame in (*frames.window(difference.sentence - 2, difference.sentence + 2), *frames.window(0, 0))
        if isinstance(frame.value, Fraction) and frame is not difference
    ]
    return any(
        abs(nominal_value(one) - nominal_value(other)) == nominal_value(difference)
        for one, other in combinations(around, 2)
    )
