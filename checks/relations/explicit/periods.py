"""Durations whose start and end the words name: "the four-day fair runs from June 5 to June 8".

Only where the sentence has one duration and two moments, or two clock times and the date of one. They are joined by
"from ... to" or "between ... and"; or verbs say that something began and ended then, and the duration is an attribute
before them or follows the end: "a 66-hour strike started at 4 a.m. Monday and was lifted at 10 p.m. Wednesday",
"opened at 9am and closed at 1pm, four hours later".
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.model import Zone
from checks.pattern import pattern
from checks.relations.frames import Frame, Frames
from checks.relations.moments_in_days import weekday_of
from checks.word_set import word_set

Period = tuple[Frame, Frame, Frame]
"""The start, the end and the duration."""

WORDS_BEFORE_START = frozenset(("from", "between"))
WEEKDAY = r"(?:,?(?: on)? (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)?"
START_TO_END = pattern(WEEKDAY + r",?\s?(?:to|till|until|through|and|-|–)\s?(?:the )?")
MOMENT_KINDS = frozenset(("date", "year", "time"))
DURATION_KINDS = frozenset(("duration", "age"))
DAY_OR_TIME = frozenset(("date", "time"))
BEGINNING = word_set("began begin begins beginning started start starts starting opened opens set left launched")
ENDING = word_set(
    """ended end ends ending finished finish finishes stopped stop stops quit lifted closed closes reopened reopens over
    until till back restored resumed reached returned concluded"""
)
MAX_WORDS_TO_VERB = 8  # from a moment back to the verb
TO_LENGTH = pattern(
    WEEKDAY
    + r",? ?(?:and (?=lasted|took))?"
    + r"(?:(?:or|so|it|that|which|is|was|lasted|lasting|taking|took|after|for|a|total|of|in all) ){0,5}"
)
"""The text between the end and the duration."""
WORDS_AFTER_OTHERS = word_set("of earlier early late before after behind ahead longer shorter more less")
"""Words after a duration that is not that from start to end: "ended at 9pm, an hour late"."""


def explicit_periods(frames: Frames) -> Iterator[Period]:
    """The durations whose start and end the words name."""
    for row in frames.by_sentence.values():
        durations = [frame for frame in row if frame.kind in DURATION_KINDS]
        moments = [frame for frame in row if frame.kind in MOMENT_KINDS]
        if len(moments) == 3:
            moments = [frame for frame in moments if frame.kind == "time"]
        if len(durations) != 1 or len(moments) != 2 or row[0].zone is Zone.HEADLINE:
            continue
        start, end = moments
        if start.kind == end.kind and (_are_joined(frames, start, end) or _begins_and_ends(frames, start, end, row)):
            yield start, end, durations[0]


def _are_joined(frames: Frames, start: Frame, end: Frame) -> bool:
    """Whether two moments are a period: "from June 5 to June 8", "between 8 p.m. Friday and 6 a.m. Sunday"."""
    is_joined = START_TO_END.fullmatch(frames.article.text, start.end, end.start) is not None
    return is_joined and not WORDS_BEFORE_START.isdisjoint(start.before[-1:])


def _begins_and_ends(frames: Frames, start: Frame, end: Frame, row: tuple[Frame, ...]) -> bool:
    """Whether verbs say that what lasted for the duration began at one moment and ended at the other."""
    duration = next(frame for frame in row if frame.kind in DURATION_KINDS)
    if start.kind not in DAY_OR_TIME or BEGINNING.isdisjoint(start.before[-MAX_WORDS_TO_VERB:]):
        return False
    if ENDING.isdisjoint(end.before[-MAX_WORDS_TO_VERB:]):
        return False
    if start.kind == "time" and weekday_of(start) is None and weekday_of(end) is not None:
        return False  # "began at 8am ... ended at 10pm on Tuesday": on some day before
    if duration.end <= start.start:
        return "-" in duration.statement.words or duration.before[-1:] == ("of",)
    if not WORDS_AFTER_OTHERS.isdisjoint(duration.after[:1]):
        return False
    return TO_LENGTH.fullmatch(frames.article.text, end.end, duration.start) is not None
