"""Lengths whose beginning and end the words name: "the four-day fair runs from June 5 to June 8".

Only where the sentence has one length and two moments, joined by "from ... to" or "between ... and".
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.model import Zone
from checks.pattern import pattern
from checks.relations.frames import Frame, Frames

Period = tuple[Frame, Frame, Frame]
"""The beginning, the end and the length."""

BEGINNING = frozenset(("from", "between"))
TO_END = pattern(r"\s?(?:to|till|until|through|and|-|–)\s?(?:the )?")
MOMENTS = frozenset(("date", "year", "time"))
LENGTHS = frozenset(("duration", "age"))


def explicit_periods(frames: Frames) -> Iterator[Period]:
    """The lengths of time whose beginning and end the words name."""
    for row in frames.by_sentence.values():
        lengths = [frame for frame in row if frame.kind in LENGTHS]
        moments = [frame for frame in row if frame.kind in MOMENTS]
        if len(lengths) != 1 or len(moments) != 2 or row[0].zone is Zone.HEADLINE:
            continue
        begins, ends = moments
        is_joined = TO_END.fullmatch(frames.article.text, begins.end, ends.start) is not None
        if is_joined and begins.kind == ends.kind and not BEGINNING.isdisjoint(begins.before[-1:]):
            yield begins, ends, lengths[0]
