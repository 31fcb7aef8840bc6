"""Shares that the words name: "1,872 of the rooms were filled, or 78%", "Two thirds of the dead, 56, were children".

"Or" and a percentage or fraction after an amount give its share of a whole; so does an amount in apposition after
"two thirds of the dead". The whole is the amount that the words name ("45 of the 230 boats, or 20%", "60, or a quarter
of its 240"), or else an earlier and larger amount of the same measure. One of which the share holds comes first; where
there is none, the only one in the part's sentence, in the previous sentence or at the start of the article. Before an
apposition it is what a pronoun means ("half of them"), or counts the same as the noun.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checks.model import Zone
from checks.pattern import pattern
from checks.relations.cue_classes import CUES
from checks.relations.equations import holds, nominal_value
from checks.relations.explicit.remainders import OPENING_SENTENCES
from checks.relations.frames import Frame, Frames
from checks.sameness import may_name
from checks.word_set import word_set

Share = tuple[Frame, Frame, Frame]
"""A part, its whole, and the percentage."""

SHARE_KINDS = frozenset(("count", "money", "measure"))
"""Kinds of amount that have shares: those that are divided into parts. Ages are not, and durations seldom."""
PART_TO_PERCENTAGE = pattern(
    r"(?: [a-z][a-z’'-]{0,20}){0,6},? or (?:about |around |nearly |almost |just (?:over|under) )?"
)
PART_TO_WHOLE = pattern(r"(?: [a-z]+)? of (?:the|its|his|her|their|all|these|those) ")
TO_BASE = pattern(
    r" of (?:the |its |his |her |their |all |these |those )?(?:(?:staff|workforce|total|fleet) of )?[£$€]?"
)
APPOSITION = pattern(r"(?: [a-z][a-z’'-]{0,20}){0,3}(?:,| \(| [–—]| --?|[–—]) ?(?:or |about |around |nearly |almost )?")
APPOSITION_AFTER_WHOLE = pattern(
    r"(?: [a-z][a-z’'-]{0,20}){0,3}(?:[,:]| \(| [–—]| --?|[–—]) ?(?:or )?(?:about |around |nearly |some )?[£$€]?"
)
OF_NAMED_THINGS = pattern(
    r" of (?:the )?((?:[a-z’'-]{1,20} )?[a-z]{2,20})"
    r"(?:,| \(| [–—]| --?|[–—]) ?(?:or )?(?:about |around |nearly |some )?[£$€]?"
)
APPOSITION_END = pattern(r"(?: [a-z]{2,20})?(?:[,.;:)–—]| [–—-])")
PRONOUNS = word_set("them it those these")
CHANGE_WORDS = CUES["up"] | CUES["down"] | {"by", "off"}
COMPARATIVE_WORDS = word_set("more fewer less higher lower above below")


def explicit_shares(frames: Frames) -> Iterator[Share]:
    """The percentages and fractions that say what share an amount is of another."""
    for ratio in frames.frames:
        if ratio.kind not in ("percent", "fraction") or ratio.zone is Zone.HEADLINE or not ratio.is_amount:
            continue
        row = frames.by_sentence[ratio.sentence]
        preceding = [frame for frame in row if frame.end <= ratio.start]
        part = preceding[-1] if preceding else None
        if part is not None and _may_be_part(part):
            yield from _shares_of_part_before(frames, preceding, ratio)
        if ratio.kind == "fraction":
            yield from _shares_of_part_after(frames, [frame for frame in row if frame.start >= ratio.end], ratio)


def _may_be_part(frame: Frame) -> bool:
    """Whether an amount may be a part: of a kind that is divided, and not the size of a change."""
    return frame.kind in SHARE_KINDS and frame.is_amount and not _is_change(frame)


def _shares_of_part_before(frames: Frames, preceding: Sequence[Frame], ratio: Frame) -> Iterator[Share]:
    """The share that a ratio after "or" gives of the amount before it, or of the amount before the named whole."""
    part, text = preceding[-1], frames.article.text
    other = preceding[-2] if len(preceding) > 1 else part
    is_whole_named = (
        other.measure == part.measure
        and nominal_value(other) < nominal_value(part)
        and PART_TO_WHOLE.fullmatch(text, other.end, part.start) is not None
    )
    named = _named_whole_after(frames, ratio)
    is_after_or = PART_TO_PERCENTAGE.fullmatch(text, part.end, ratio.start) is not None
    if not is_after_or and not APPOSITION.fullmatch(text, part.end, ratio.start):
        return
    if named is not None:  # "60 workers, a quarter of the 240"
        if named.measure == part.measure and nominal_value(named) > nominal_value(part):
            yield part, named, ratio
    elif is_whole_named and (is_after_or or _is_closed(frames, ratio)):
        yield other, part, ratio
    elif is_after_or and ratio.kind == "percent":
        yield from _with_inferred_whole(frames, part, ratio)


def _shares_of_part_after(frames: Frames, following: Sequence[Frame], ratio: Frame) -> Iterator[Share]:
    """The share that a fraction is of the amount in apposition after it: "two thirds of the dead, 56,"."""
    text = frames.article.text
    named = _named_whole_after(frames, ratio)
    if named is not None:
        part = following[1] if len(following) > 1 else None
        start = named.end
    else:
        part = following[0] if following else None
        start = ratio.end
    if part is None or not _may_be_part(part) or not _is_closed(frames, part):
        return
    if named is not None:
        is_apposed = APPOSITION_AFTER_WHOLE.fullmatch(text, start, part.start)
        if is_apposed and named.measure == part.measure and nominal_value(part) < nominal_value(named):
            yield part, named, ratio
        return
    apposition = OF_NAMED_THINGS.fullmatch(text, start, part.start)
    if apposition is not None:
        things = apposition[1].split()
        yield from (
            share
            for share in _with_inferred_whole(frames, part, ratio)
            if share[1].sentence >= part.sentence - 1
            and (not PRONOUNS.isdisjoint(things) or may_name(things[-1], share[1].noun))
        )


def _named_whole_after(frames: Frames, ratio: Frame) -> Frame | None:
    """The amount after a ratio that the words name as its base: "a quarter of its 240"; None for none."""
    following = next((frame for frame in frames.by_sentence[ratio.sentence] if frame.start >= ratio.end), None)
    if following is None or following.kind not in SHARE_KINDS or not following.is_amount:
        return None
    return following if TO_BASE.fullmatch(frames.article.text, ratio.end, following.start) else None


def _is_closed(frames: Frames, frame: Frame) -> bool:
    """Whether an apposition ends with a figure and its noun: "- 56 -", "(56)", ", 56 people,"."""
    return APPOSITION_END.match(frames.article.text, frame.end) is not None


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
