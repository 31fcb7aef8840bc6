"""Comparisons that the words name: "twice as many as the 571 of 2024", "a third more than the 800 of last year".

Behind a multiple, percentage or fraction stands the amount that something is compared with. What is compared is the
first amount of the sentence or, of percentages and fractions, the one right before.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from checks.model import Zone
from checks.pattern import pattern
from checks.relations.equations import nominal_value
from checks.relations.explicit.differences import levels_beside
from checks.relations.frames import Frame, Frames
from checks.word_set import word_set

Multiple = tuple[Frame, Frame, Frame]
"""The larger amount, the smaller one, and the multiple."""

Change = tuple[Frame, Frame, Frame]
"""The amount that something is compared with, the amount that is compared, and the percentage or fraction."""

THAN_LEVEL = pattern(
    r" (more|higher|larger|greater|less|fewer|lower|smaller) than (?:the|its|his|her|their) (?:mere )?"
)
MORE = word_set("more higher larger greater")
MAX_BESIDE = 25  # characters between the amount that is compared and the percentage
MEASURES = frozenset(("count", "money", "measure", "duration"))
TO_LEVEL = pattern(
    r"(?: as (?:many|much|large|big|high|long|tall|far|fast|heavy|old))?(?: [a-z]{1,20}){0,2}(?: as)?"
    r" (?:the|its|his|her|their|last (?:year|month|week|season|time)['’]s|a|only|just|about) (?:mere )?"
)


def explicit_multiples(frames: Frames) -> Iterator[Multiple]:
    """The multiples whose two amounts the words name."""
    for frame in frames.frames:
        if frame.kind != "multiple" or frame.zone is Zone.HEADLINE or not isinstance(frame.value, Fraction):
            continue
        behind = [other for other in frames.by_sentence[frame.sentence] if other.start >= frame.end]
        small = behind[0] if behind and behind[0].kind in MEASURES else None
        if small is None or not TO_LEVEL.fullmatch(frames.article.text, frame.end, small.start):
            continue
        ahead = [level for level in levels_beside(frames, small, frame.sentence) if level.end <= frame.start]
        if ahead and nominal_value(ahead[0]) > nominal_value(small):
            yield ahead[0], small, frame


def explicit_changes(frames: Frames) -> Iterator[Change]:
    """The percentages and fractions by which the words say that one amount is more or less than another."""
    for frame in frames.frames:
        if frame.kind not in ("percent", "fraction") or frame.zone is Zone.HEADLINE:
            continue
        row = frames.by_sentence[frame.sentence]
        base = next((other for other in row if other.start >= frame.end and other.kind in MEASURES), None)
        than = THAN_LEVEL.fullmatch(frames.article.text, frame.end, base.start) if base else None
        if base is None or than is None:
            continue
        ahead = [level for level in levels_beside(frames, base, frame.sentence) if level.end <= frame.start]
        if not ahead or frame.start - ahead[-1].end > MAX_BESIDE:
            continue
        if (nominal_value(ahead[-1]) > nominal_value(base)) == (than[1] in MORE):
            yield base, ahead[-1], frame
