"""Multiples that the words spell out: "took 1,142 bookings, twice as many as the 571 of 2024".

Behind a multiple stands what something is compared with; what is compared is the amount that the sentence tells first.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from checks.model import Zone
from checks.pattern import pattern
from checks.relations.differences import levels_beside
from checks.relations.equations import point
from checks.relations.frames import Frame, Frames

Multiple = tuple[Frame, Frame, Frame]
"""The larger amount, the smaller one, and the multiple."""

MEASURES = frozenset(("count", "money", "measure", "duration"))
TO_LEVEL = pattern(
    r"(?: as (?:many|much|large|big|high|long|tall|far|fast|heavy|old))?(?: [a-z]{1,20}){0,2}(?: as)?"
    r" (?:the|its|his|her|their|last (?:year|month|week|season|time)['’]s|a|only|just|about) (?:mere )?"
)


def spelled_multiples(frames: Frames) -> Iterator[Multiple]:
    """The multiples whose two amounts the words name."""
    for frame in frames.frames:
        if frame.kind != "multiple" or frame.zone is Zone.HEADLINE or not isinstance(frame.value, Fraction):
            continue
        behind = [other for other in frames.by_sentence[frame.sentence] if other.start >= frame.end]
        small = behind[0] if behind and behind[0].kind in MEASURES else None
        if small is None or not TO_LEVEL.fullmatch(frames.article.text, frame.end, small.start):
            continue
        ahead = [level for level in levels_beside(frames, small, frame.sentence) if level.end <= frame.start]
        if ahead and point(ahead[0]) > point(small):
            yield ahead[0], small, frame
