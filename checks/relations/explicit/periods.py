"""Durations whose start and end the words name: "the four-day fair runs from June 5 to June 8".

Only where the sentence has one duration and two moments, joined by "from ... to" or "between ... and".
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.model import Zone
from checks.pattern import pattern
from checks.relations.frames import Frame, Frames

Period = tuple[Frame, Frame, Frame]
"""The start, the end and the duration."""

WORDS_BEFORE_START = frozenset(("from", "between"))
START_TO_END = pattern(r"\s?(?:to|till|until|through|and|-|–)\s?(?:the )?")
MOMENT_KINDS = frozenset(("date", "year", "time"))
DURATION_KINDS = frozenset(("duration", "age"))


def explicit_periods(frames: Frames) -> Iterator[Period]:
    """The durations whose start and end the words name."""
    for row in frames.by_sentence.values():
        durations = [frame for frame in row if frame.kind in DURATION_KINDS]
        moments = [frame for frame in row if frame.kind in MOMENT_KINDS]
        if len(durations) != 1 or len(moments) != 2 or row[0].zone is Zone.HEADLINE:
            continue
        start_moment, end_moment = moments
        is_joined = START_TO_END.fullmatch(frames.article.text, start_moment.end, end_moment.start) is not None
        if (
            is_joined
            and start_moment.kind == end_moment.kind
            and not WORDS_BEFORE_START.isdisjoint(start_moment.before[-1:])
        ):
            yield start_moment, end_moment, durations[0]
