"""Judges the parts of wholes that a model considers likely: a part larger than its whole is questioned."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from checks.model import TieReading
from checks.relations.equations import nominal_value, strict_interval
from checks.relations.frames import Frame, Frames
from checks.relations.reading_odds import reading_of
from checks.relations.verdicts import MIN_NOTE, Verdict, likely_ties, with_reading
from checks.sameness import is_kind_of, is_person, noun_class

MAX_TO_PART = 10  # characters from "of the $28m" to its part: " some "


def part_verdicts(frames: Frames, reading: TieReading, equations: Iterable[Verdict]) -> list[Verdict]:
    """The parts that are larger than their wholes, the likeliest slips first; no member of a sum that holds."""
    found: list[Verdict] = []
    summed = {frame for verdict in equations if verdict.holds and verdict.kind == "sum" for frame in verdict.members}
    for kind, members in likely_ties(frames, reading):
        model_log_odds = reading_of(reading, kind, members) if kind == "part" else None
        if (
            model_log_odds is None
            or members[1] in summed
            or _has_nearer_whole(frames, *members)
            or _count_unlike_things(*members)
        ):
            continue
        whole, part = map(strict_interval, members)
        if whole.high is not None and part.low is not None and part.low > whole.high:
            slip = with_reading("slip", "part", members, 0.5, model_log_odds)
            if slip >= MIN_NOTE["part"]:
                found.append(Verdict("part", members, False, slip, reading.reader))
    found.sort(key=lambda verdict: -verdict.probability)
    return found


def _count_unlike_things(whole: Frame, part: Frame) -> bool:
    """Whether both are counts, of things of which neither is a kind of the other: "71 points from 36 matches"."""
    if not (whole.kind == part.kind == "count" and whole.noun and part.noun):
        return False
    nouns = noun_class(whole.noun), noun_class(part.noun)
    return not (
        nouns[0] == nouns[1] or any(map(is_person, nouns)) or is_kind_of(*nouns) or is_kind_of(*reversed(nouns))
    )


def _has_nearer_whole(frames: Frames, whole: Frame, part: Frame) -> bool:
    """Whether the part is more likely of another amount: one between the two, or one that follows it after "of".

    As in "About 2,300 have left. A shelter took 850", when 620 firefighters are mentioned further up; and in "will have
    74 of the 140 seats".
    """
    same_sentence = frames.by_sentence[part.sentence]
    preceding = [frame for frame in same_sentence if frame.end <= part.start and frame is not whole]
    nearest = preceding[-1] if preceding else whole
    is_of_nearest = nearest is not whole and "of" in nearest.before[-3:] and part.start - nearest.end <= MAX_TO_PART
    if is_of_nearest and nearest.measure == part.measure and nominal_value(nearest) > nominal_value(part):
        return True  # "collected $14m, which the state matched, and of the resulting $28m some $20m is spent"
    if whole.sentence == part.sentence:
        return False
    following = next((frame for frame in same_sentence if frame.start >= part.end), None)
    if following is not None and part.after[:1] == ("of",) and nominal_value(following) > nominal_value(part):
        return True
    nearer = frames.window(max(part.sentence - 1, whole.sentence + 1), part.sentence)
    larger = [frame for frame in nearer if frame.start < part.start and isinstance(frame.value, Fraction)]
    return any(frame.measure == part.measure and nominal_value(frame) > nominal_value(part) for frame in larger)
