"""Sums of a whole that a sentence divides: "Eleven of the 22 who voted against it are Greens, eight are independents
and three Liberals".

The first part stands before its whole, and a list of further parts that ends in "and" follows in the same sentence.
Nothing says that the parts are all, so that fewer than the whole are no mismatch. More can only be a slip, unless the
parts overlap: those of which something different is said are left out ("six of the 14 are women, five live in Ash and
four are under 30").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checks.pattern import pattern
from checks.relations.equations import holds, nominal_value
from checks.relations.explicit.near_misses import is_close, may_be_slip
from checks.relations.frames import Frame, Frames
from checks.word_set import word_set

PartitionSum = tuple[Frame, ...]
"""A whole and its parts."""

PARTITION_KINDS = frozenset(("count", "money", "measure"))
MIN_PARTS, MAX_PARTS = 3, 8
OF_WHOLE = pattern(
    r"(?: [a-z]+)? of (?:(?:the|its|their|his|her|those|these) (?:[a-z]+ )?"
    r"|(?:the )?(?:[\w-]+ ){0,2}[\w-]+['’]s )[£$€]?"
)
"""Between the first part and its whole."""
BETWEEN_PARTS = pattern(
    r"[^.:()“”\"]{0,60}?(?:,|;|,? and|,? while)(?: [A-Z][\w’'-]+){0,3}(?: (?:had|has|won|took|got))? [£$€]?"
)
BEFORE_LAST_PART = pattern(r"\b(?:and|while)\b")
OVERLAP_WORDS = word_set("also both or including another")
BE_VERBS = word_set("are is were was")
PREPOSITIONS = word_set("in from at to on for by with under over of")
COMMON_PREPOSITIONS = PREPOSITIONS - {"with", "under", "over", "of"}


def explicit_partitions(frames: Frames) -> Iterator[PartitionSum]:
    """The sums of wholes that a sentence divides: those that hold, and those whose parts are a little too many."""
    for first in frames.frames:
        if first.kind not in PARTITION_KINDS or not first.is_amount:
            continue
        following = [frame for frame in frames.by_sentence[first.sentence] if frame.index > first.index]
        whole, *others = following or [first]
        members = whole, first, *others
        if len(others) + 1 < MIN_PARTS or len(others) + 1 > MAX_PARTS or not _divide(frames, members):
            continue
        excess = sum(map(nominal_value, members[1:])) - nominal_value(whole)
        if holds("sum", members) or (excess > 0 and is_close(members) and may_be_slip(members)):
            yield members


def _divide(frames: Frames, members: Sequence[Frame]) -> bool:
    """Whether the words make one figure a whole that the others divide."""
    whole, first, *others = members
    text = frames.article.text
    if any(not frame.is_amount or frame.measure != whole.measure for frame in members):
        return False
    if not OF_WHOLE.fullmatch(text, first.end, whole.start) or not OVERLAP_WORDS.isdisjoint(whole.sentence_words.words):
        return False
    ends = [whole, *others]
    gaps = zip(ends, others, strict=False)
    if not all(BETWEEN_PARTS.fullmatch(text, before.end, after.start) for before, after in gaps):
        return False
    return bool(BEFORE_LAST_PART.search(text, ends[-2].end, others[-1].start)) and _are_parallel(others)


def _are_parallel(parts: Sequence[Frame]) -> bool:
    """Whether the same is said of each part: a kind ("nine are nurses"), or a place ("26 in Ash")."""
    said = [part.after[part.after[:1] != () and part.after[0] in BE_VERBS :][:1] for part in parts]
    prepositions = {words[0] if words and words[0] in PREPOSITIONS else "" for words in said}
    return len(prepositions) == 1 and prepositions <= COMMON_PREPOSITIONS | {""}
