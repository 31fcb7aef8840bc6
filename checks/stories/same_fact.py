"""Says whether two statements of two stories of one event state the same fact, values masked.

What a count counts, what a sum, length or term is about (`checks.sameness`), and the rare words and names beside both
are weighed; whether the values differ plays no part.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from checks.model import Interval
from checks.precision import last_nonzero_place
from checks.sameness import PERSON, is_person
from checks.stories.digest import EVENT_KEYS, FRACTION, TOPIC_KEYS, Fact, Story

TOPICS = frozenset(TOPIC_KEYS.values()) | frozenset(EVENT_KEYS.values())
LEAST = {
    "event": 1.0,
    "count": 2.0,
    "score": 1.0,
    "money": 1.6,
    "duration": 1.6,
    "percent": 2.2,
    "points": 2.2,
    "age": 1.2,
    "date": 1.2,
    "time": 1.8,
    "year": 3.0,
}
"""Least score of a tie, by kind; of measures `MEASURE`."""
MEASURE = 1.4
PAST_DATE = 2.0  # a chronology has many
KINSHIP = 0.6
"""What a shared topic, two stopwatch times or two dates to come add to a score."""
SHARED_MEASURE = 0.6
"""What a measure that both words name adds to a score."""
NAMED_RATE = 0.6
RATES = frozenset(("joblessness", "inflation", "interest", "growth", "turnout"))
"""Percentages of which an event has one, by whatever words; and what they add to a score."""
COUNTED_MEASURES = frozenset(("attendance", "evacuation"))
"""By which a count of people is known whose noun is left out: "sixty thousand came through the gates"."""
GROUPS_OF_PEOPLE = frozenset(
    "child boy girl woman man teenager adult officer soldier firefighter crew pupil student".split()
)
"""Who may be counted apart among the victims of an event."""


@dataclass(frozen=True, slots=True)
class WordWeights:
    """How telling a word is that two stories of one event share, from 0 (in every sentence) to 1."""

    counts: Counter[str]
    sentences: int

    @classmethod
    def of(cls, *stories: Story) -> WordWeights:
        counts: Counter[str] = Counter()
        for story in stories:
            counts.update(story.counts)
        return cls(counts, sum(story.sentences for story in stories))

    def total(self, keys: frozenset[str]) -> float:
        scale = math.log(self.sentences + 1)
        return math.fsum(
            max(0.0, math.log((self.sentences + 1) / max(1, self.counts[key])) / scale) for key in sorted(keys)
        )


def tie(first: Fact, second: Fact, weights: WordWeights) -> float:
    """How strongly the words tie two statements of one kind; 0 where they cannot be one fact. See `is_tied`."""
    if first.kind != second.kind or first.unit != second.unit or first.is_elsewhen != second.is_elsewhen:
        return 0.0
    if first.is_partial or second.is_partial:
        return 0.0
    near = first.near & second.near
    shared = (first.sentence & second.sentence) - near
    shared_names, fewer_names = len(first.names & second.names), min(len(first.names), len(second.names))
    if first.kind == "age" and not shared_names:
        return 0.0
    if first.kind == "score" and fewer_names and 2 * shared_names <= fewer_names:
        return 0.0  # the same league, another match
    measured = bool(first.measures & second.measures)
    if FRACTION in (first.stated_unit, second.stated_unit) and not (measured and (near or shared)):
        return 0.0  # a half of what?
    score = weights.total(near) + 0.4 * weights.total(shared) + SHARED_MEASURE * measured
    score += NAMED_RATE * bool(first.kind == "percent" and first.measures & second.measures & RATES)
    if first.kind == "count":
        entity = _entity_tie(first, second)
        return entity + score if entity else 0.0
    stopwatch = all(
        fact.kind == "duration" and fact.stated_unit == "second" and fact.value > 60 for fact in (first, second)
    )
    kinship = bool(near & TOPICS) + stopwatch + (first.is_future and second.is_future)
    return score + KINSHIP * kinship


def _entity_tie(first: Fact, second: Fact) -> float:
    if first.event and second.event and first.event != second.event:
        return 0.0
    if first.modifiers and second.modifiers and first.modifiers.isdisjoint(second.modifiers):
        return 0.0
    if {first.head, second.head} == {"", PERSON} and not first.event and not second.event:
        return 1.0 if first.measures & second.measures & COUNTED_MEASURES else 0.0
    persons = [fact.head in ("", PERSON) or is_person(fact.head) for fact in (first, second)]
    if first.event and first.event == second.event and all(persons):
        if first.head != second.head and ({first.head, second.head} & GROUPS_OF_PEOPLE):
            return 0.0
        return 1.0
    if first.event != second.event and all(persons):
        return 0.0  # 12 killed, 43 on board
    if not first.head and not second.head:
        return float(len(first.near & second.near) > 1) / 2  # "of magnitude 5.8"
    return 1.0 if first.head == second.head else 0.0


def least(first: Fact, second: Fact) -> float:
    """The score from which two statements are taken for one fact."""
    if first.kind == "count" and first.event and first.event == second.event:
        return LEAST["event"]
    if first.kind == "date" and not (first.is_future and second.is_future):
        return PAST_DATE
    return LEAST.get(first.kind, MEASURE)


def agree(first: Fact, second: Fact) -> bool:
    """Whether the two values can be one: equal, rounded, converted, or within what their hedges allow."""
    if first.kind == "score":
        one, other = first.values(), second.values()
        return one == other or one == other[::-1]
    if first.value == second.value:
        return True
    if Interval(first.low, first.high).meets(Interval(second.low, second.high)):
        return True
    if first.kind in ("date", "year"):
        return False
    a, b = abs(first.value), abs(second.value)
    if first.kind == "time":
        return abs(a - b) <= 5
    high = max(a, b)
    slack = Fraction(1, 20) if first.hedged or second.hedged else Fraction(0)
    if abs(a - b) <= slack * high:
        return True
    if first.kind in ("count", "money", "percent"):
        coarse, fine = sorted((last_nonzero_place(a), last_nonzero_place(b)), reverse=True)
        return coarse > fine and abs(a - b) < min(coarse, high / 5)
    return first.stated_unit != second.stated_unit and abs(a - b) <= high / 20  # one is converted and rounded


def comparable(facts: Sequence[Fact]) -> dict[str, list[Fact]]:
    """The facts by kind."""
    by_kind: dict[str, list[Fact]] = {}
    for fact in facts:
        by_kind.setdefault(fact.kind, []).append(fact)
    return by_kind
