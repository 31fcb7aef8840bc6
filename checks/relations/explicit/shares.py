"""Shares that the words name: "1,872 of the rooms were filled, or 78%".

"Or" and a percentage behind an amount say what share it is: of the amount that the words name ("45 of the 230 boats, or
20%"), else of a larger amount of its measure that stands before it: one of which it is that share or, where there is
none, the only one in its sentence, in the one before or at the beginning.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checks.model import Zone
from checks.pattern import pattern
from checks.relations.cue_classes import CUES
from checks.relations.equations import holds, nominal_value
from checks.relations.frames import Frame, Frames
from checks.word_set import word_set

Share = tuple[Frame, Frame, Frame]
"""A part, its whole, and the percentage."""

MEASURES = frozenset(("count", "money", "measure"))
TO_SHARE = pattern(r"(?: [a-z][a-z’'-]{0,20}){0,6},? or (?:about |around |nearly |almost |just (?:over|under) )?")
OF_WHOLE = pattern(r"(?: [a-z]+)? of (?:the|its|his|her|their|all|these|those) ")
CHANGED = CUES["up"] | CUES["down"] | {"by", "off"}
COMPARED = word_set("more fewer less higher lower above below")
HEAD = 2  # sentences at the beginning that may tell the whole


def explicit_shares(frames: Frames) -> Iterator[Share]:
    """The percentages that say what share an amount is of another."""
    for percentage in frames.frames:
        if percentage.kind != "percent" or percentage.zone is Zone.HEADLINE or not percentage.is_amount:
            continue
        ahead = [frame for frame in frames.by_sentence[percentage.sentence] if frame.end <= percentage.start]
        part = ahead[-1] if ahead else None
        if part is None or part.kind not in MEASURES or not part.is_amount or _is_change(part):
            continue
        if not TO_SHARE.fullmatch(frames.article.text, part.end, percentage.start):
            continue
        beside = ahead[-2] if len(ahead) > 1 else part
        is_of_it = OF_WHOLE.fullmatch(frames.article.text, beside.end, part.start) is not None
        if is_of_it and beside.measure == part.measure and nominal_value(beside) < nominal_value(part):
            yield beside, part, percentage
        else:
            yield from _of_whole(frames, part, percentage)


def _of_whole(frames: Frames, part: Frame, percentage: Frame) -> Iterator[Share]:
    larger = [
        frame
        for frame in frames.frames
        if frame is not part
        and frame.index < part.index
        and frame.measure == part.measure
        and frame.is_amount
        and nominal_value(frame) > nominal_value(part)
    ]
    fitting = next((whole for whole in larger if holds("share", (part, whole, percentage))), None)
    whole = fitting or _only(larger, part)
    if whole is not None:
        yield part, whole, percentage


def _only(larger: Sequence[Frame], part: Frame) -> Frame | None:
    """The only larger amount in the part's sentence, else in the one before, else at the beginning; None if several."""
    for first, last in ((part.sentence, part.sentence), (part.sentence - 1, part.sentence - 1), (0, HEAD)):
        near = [frame for frame in larger if first <= frame.sentence <= last]
        near = [frame for frame in near if "of" in frame.before[-2:]] or near  # "2,016 of their 2,400 rooms"
        if near:
            return near[0] if len({nominal_value(frame) for frame in near}) == 1 else None
    return None


def _is_change(frame: Frame) -> bool:
    """Whether it says by how much something changed: "rose by £7,500, or 2.5 per cent"."""
    return not CHANGED.isdisjoint(frame.before[-2:]) or not COMPARED.isdisjoint(frame.after[:2])
