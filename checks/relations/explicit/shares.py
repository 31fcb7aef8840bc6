"""Shares that the words name: "1,872 of the rooms were filled, or 78%".

"Or" and a percentage after an amount give its share of a whole. The whole is the amount that the words name ("45 of the
230 boats, or 20%"), or else an earlier and larger amount of the same measure. One of which the percentage holds comes
first; where there is none, the only one in the part's sentence, in the previous sentence or at the start of the
article.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checks.model import Zone
from checks.pattern import pattern
from checks.relations.cue_classes import CUES
from checks.relations.equations import holds, nominal_value
from checks.relations.explicit.remainders import OPENING_SENTENCES
from checks.relations.frames import Frame, Frames
from checks.word_set import word_set

Share = tuple[Frame, Frame, Frame]
"""A part, its whole, and the percentage."""

SHARE_KINDS = frozenset(("count", "money", "measure"))
"""Kinds of amount that have shares: those that are divided into parts. Ages are not, and durations seldom."""
PART_TO_PERCENTAGE = pattern(
    r"(?: [a-z][a-z’'-]{0,20}){0,6},? or (?:about |around |nearly |almost |just (?:over|under) )?"
)
PART_TO_WHOLE = pattern(r"(?: [a-z]+)? of (?:the|its|his|her|their|all|these|those) ")
CHANGE_WORDS = CUES["up"] | CUES["down"] | {"by", "off"}
COMPARATIVE_WORDS = word_set("more fewer less higher lower above below")


def explicit_shares(frames: Frames) -> Iterator[Share]:
    """The percentages that say what share an amount is of another."""
    for percentage in frames.frames:
        if percentage.kind != "percent" or percentage.zone is Zone.HEADLINE or not percentage.is_amount:
            continue
        preceding = [frame for frame in frames.by_sentence[percentage.sentence] if frame.end <= percentage.start]
        part = preceding[-1] if preceding else None
        if part is None or part.kind not in SHARE_KINDS or not part.is_amount or _is_change(part):
            continue
        if not PART_TO_PERCENTAGE.fullmatch(frames.article.text, part.end, percentage.start):
            continue
        previous_amount = preceding[-2] if len(preceding) > 1 else part
        is_whole_named = PART_TO_WHOLE.fullmatch(frames.article.text, previous_amount.end, part.start) is not None
        if (
            is_whole_named
            and previous_amount.measure == part.measure
            and nominal_value(previous_amount) < nominal_value(part)
        ):
            yield previous_amount, part, percentage
        else:
            yield from _with_inferred_whole(frames, part, percentage)


def _with_inferred_whole(frames: Frames, part: Frame, percentage: Frame) -> Iterator[Share]:
    """The share of a larger amount before the part, where the words do not name the whole."""
    larger = [
        frame
        for frame in frames.frames
        if frame is not part
        and frame.index < part.index
        and frame.measure == part.measure
        and frame.is_amount
        and nominal_value(frame) > nominal_value(part)
    ]
    holding = next((whole for whole in larger if holds("share", (part, whole, percentage))), None)
    whole = holding or _only_nearby(larger, part)
    if whole is not None:
        yield part, whole, percentage


def _only_nearby(larger: Sequence[Frame], part: Frame) -> Frame | None:
    """The only larger amount in the part's sentence, else in the previous one, else in the opening sentences.

    None where the first of these places with a larger amount has several.
    """
    previous = part.sentence - 1
    for first, last in ((part.sentence, part.sentence), (previous, previous), (0, OPENING_SENTENCES - 1)):
        nearby = [frame for frame in larger if first <= frame.sentence <= last]
        nearby = [frame for frame in nearby if "of" in frame.before[-2:]] or nearby  # "2,016 of their 2,400 rooms"
        if nearby:
            return nearby[0] if len({nominal_value(frame) for frame in nearby}) == 1 else None
    return None


def _is_change(frame: Frame) -> bool:
    """Whether the amount is that of a change: "rose by £7,500, or 2.5 per cent"."""
    return not CHANGE_WORDS.isdisjoint(frame.before[-2:]) or not COMPARATIVE_WORDS.isdisjoint(frame.after[:2])
