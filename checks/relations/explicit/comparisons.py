"""Comparisons that the words name: "twice as many as the 571 of 2024", "a third more than the 800 of last year".

After a multiple, percentage or fraction comes the base, the amount that something is compared with. What is compared
with it is the first amount of the sentence for a multiple, and the last amount before a percentage or fraction.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from checks.model import Zone
from checks.pattern import pattern
from checks.relations.equations import nominal_value
from checks.relations.explicit.differences import levels_in_sentence
from checks.relations.frames import Frame, Frames
from checks.word_set import word_set

Multiple = tuple[Frame, Frame, Frame]
"""The larger amount, the smaller one, and the multiple."""

RelativeChange = tuple[Frame, Frame, Frame]
"""The base, the amount that is compared with it, and the percentage or fraction."""

CHANGE_TO_BASE = pattern(
    r" (more|higher|larger|greater|less|fewer|lower|smaller) than (?:the|its|his|her|their) (?:mere )?"
)
INCREASE_WORDS = word_set("more higher larger greater")
MAX_GAP_TO_PERCENTAGE = 25  # characters between the amount that is compared and the percentage
MULTIPLE_KINDS = frozenset(("count", "money", "measure", "duration"))
"""Kinds of the base. Includes durations, which may be multiples of each other though not parts of a whole."""
MULTIPLE_TO_BASE = pattern(
    r"(?: as (?:many|much|large|big|high|long|tall|far|fast|heavy|old))?(?: [a-z]{1,20}){0,2}(?: as)?"
    r" (?:the|its|his|her|their|last (?:year|month|week|season|time)['’]s|a|only|just|about) (?:mere )?"
)


def explicit_multiples(frames: Frames) -> Iterator[Multiple]:
    """The multiples whose two amounts the words name."""
    for frame in frames.frames:
        if frame.kind != "multiple" or frame.zone is Zone.HEADLINE or not isinstance(frame.value, Fraction):
            continue
        following = [other for other in frames.by_sentence[frame.sentence] if other.start >= frame.end]
        base = following[0] if following and following[0].kind in MULTIPLE_KINDS else None
        if base is None or not MULTIPLE_TO_BASE.fullmatch(frames.article.text, frame.end, base.start):
            continue
        preceding = [level for level in levels_in_sentence(frames, base, frame.sentence) if level.end <= frame.start]
        if preceding and nominal_value(preceding[0]) > nominal_value(base):
            yield preceding[0], base, frame


def explicit_changes(frames: Frames) -> Iterator[RelativeChange]:
    """The percentages and fractions by which one amount is said to be more or less than another."""
    for frame in frames.frames:
        if frame.kind not in ("percent", "fraction") or frame.zone is Zone.HEADLINE:
            continue
        row = frames.by_sentence[frame.sentence]
        base = next((other for other in row if other.start >= frame.end and other.kind in MULTIPLE_KINDS), None)
        comparison = CHANGE_TO_BASE.fullmatch(frames.article.text, frame.end, base.start) if base else None
        if base is None or comparison is None:
            continue
        preceding = [level for level in levels_in_sentence(frames, base, frame.sentence) if level.end <= frame.start]
        if not preceding or frame.start - preceding[-1].end > MAX_GAP_TO_PERCENTAGE:
            continue
        if (nominal_value(preceding[-1]) > nominal_value(base)) == (comparison[1] in INCREASE_WORDS):
            yield base, preceding[-1], frame
