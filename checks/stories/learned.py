"""The learned odds that statements of two stories state one fact, whatever nouns and verbs either story has for it.

The texts of both stories are read as one text, so that its second half may restate what its first half says:
`checks.relations.restatement` measures how, and `checks.relations.odds` has learned on repeated facts within articles
what that is worth. Values are compared in base units, as in `Fact`.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, replace
from fractions import Fraction

from checks.read import read
from checks.relations.frames import Frame, Frames, frames_of
from checks.relations.odds import log_odds
from checks.relations.restatement import pairs_of
from checks.relations.restatement_features import KINDS
from checks.stories.digest import Fact, Story

BETWEEN = "\n\n"
SCALES = frozenset((10, 100, 1000))
UNRANKED = -5.0
"""The log-odds of statements that are not read as one: other statements are nearer to either."""
LEAST_ODDS = -7.0
RIVAL_OF_NONE = -6.0  # where neither statement has another that it may be one with


@dataclass(frozen=True, slots=True)
class Odds:
    """The log-odds that two statements state one fact, by their offsets in their stories."""

    by_offsets: dict[tuple[int, int], float]

    def of(self, first: Fact, second: Fact) -> float:
        return self.by_offsets.get((first.start, second.start), UNRANKED)

    def probability(self, first: Fact, second: Fact) -> float:
        return 1 / (1 + math.exp(-self.of(first, second)))

    def lead(self, first: Fact, second: Fact) -> float:
        """How much higher the log-odds are than those of either statement and a third one."""
        rivals = (
            value
            for (start, other), value in self.by_offsets.items()
            if (start == first.start) != (other == second.start)
        )
        return self.of(first, second) - max(rivals, default=RIVAL_OF_NONE)


@dataclass(slots=True)
class Readings:
    """Counts the pairs of stories that are read together."""

    count: int = 0


def odds_of_one_fact(first: Story, second: Story) -> Odds:
    """The log-odds that two statements with values that differ state one fact.

    It is the mean, in log-odds, of what the words alone say and of what words and values say. Only statements that
    are facts of the stories, and that rank high among the rivals of either, have one.
    """
    middle = len(first.text) + len(BETWEEN)
    frames = _in_base_units(frames_of(read(first.text + BETWEEN + second.text)), first, second, middle)
    found: dict[tuple[int, int], float] = {}
    for pair in pairs_of(frames, any_values=True):
        if pair.first.start < middle <= pair.second.start and not pair.equal:
            by_words = log_odds("same tie", pair.features)
            by_values = log_odds("same slip", (*pair.features, *pair.evidence))
            if pair.first.kind != "score" and are_of_scales(_number(pair.first), _number(pair.second)):
                by_values = max(by_values, by_words)  # such slips were too rare in articles to be learned
            found[pair.first.start, pair.second.start - middle] = max(LEAST_ODDS, (by_words + by_values) / 2)
    return Odds(found)


def are_of_scales(value: Fraction, other: Fraction) -> bool:
    """Whether one value is ten, a hundred or a thousand times the other: £4.2 million and £42 million."""
    low, high = sorted((abs(value), abs(other)))
    return low > 0 and high / low in SCALES


def _number(frame: Frame) -> Fraction:
    return frame.value if isinstance(frame.value, Fraction) else Fraction(0)


def _in_base_units(frames: Frames, first: Story, second: Story, middle: int) -> Frames:
    """The frames with kind, unit and value of the facts that they are; those that are none are left out."""
    facts = {fact.start: fact for fact in first.facts if fact.start < len(first.text)}
    facts |= {middle + fact.start: fact for fact in second.facts}
    converted = [_as_fact(frame, facts[frame.start]) for frame in frames.frames if frame.start in facts]
    by_sentence: dict[int, list[Frame]] = defaultdict(list)
    for frame in converted:
        by_sentence[frame.sentence].append(frame)
    return replace(
        frames,
        frames=tuple(converted),
        by_sentence={sentence: tuple(some) for sentence, some in by_sentence.items()},
        values={
            sentence: frozenset((frame.kind, frame.unit, frame.value) for frame in some)
            for sentence, some in by_sentence.items()
        },
    )


def _as_fact(frame: Frame, fact: Fact) -> Frame:
    if frame.figure is None:
        return frame
    kind = fact.kind if fact.kind in KINDS else "measure"
    value = fact.value if fact.second is None else (fact.value, fact.second)
    unit = fact.unit.split()[0] if kind == "money" else f"{fact.kind} {fact.unit}"
    return replace(frame, kind=kind, unit=unit, value=value)
