"""Compares the figures of two stories of one event, and tells an update from a contradiction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import product

from checks.stories.digest import WHOLE_KINDS, Fact, Story, days_apart
from checks.stories.evidence import UPDATE_HOURS, Pair, have_same_digits, hours_apart, is_another_fact, weigh
from checks.stories.learned import Readings, odds_of_one_fact
from checks.stories.same_fact import agree, comparable, have_one_unit

LEAST_WEIGHT = 0.0
"""The log-odds from which two facts are shown as one. With each writer's groups judged by weights learned from the
others', 171 of 328 planted contradictions are found, and something false in 30 of 972 groups of stories."""
MOST_APART = {"date": 31, "year": 5, "time": 180, "age": 10, "temperature": 15}
"""Days, years, minutes, years, kelvins."""
SETTLING = Fraction(5, 4)  # times that a vague value may be off from one that it settles
EXACT = 1000  # a count that two stories give is the same, whatever the nouns
GROWING = frozenset(("attendance", "evacuation", "power cut", "burnt area", "money raised", "rain", "snow"))
"""Measures of what goes on."""
CENTURIES = frozenset((100, 200))  # years by which one digit of a year is off


class Nature(StrEnum):
    """What the difference of two figures is."""

    CONTRADICTION = "contradiction"
    UPDATE = "update"


@dataclass(frozen=True, slots=True)
class Difference:
    """Two statements of one fact with values that cannot both be right, or of which the later one is an update."""

    nature: Nature
    first: Fact  # of the story that was published first, where that is known
    second: Fact
    first_story: int  # position of the story among those compared
    second_story: int
    probability: float  # that both state one fact, by the learned odds
    weight: float  # in log-odds: the same, with what else speaks for or against it
    newer: int | None  # the position of the newer story; None where both were published at one time, or it is not known
    reason: str  # of an update: what tells it


def differences(
    stories: Sequence[Story],
    pairs: Sequence[tuple[int, int]],
    readings: Readings | None = None,
    least_weight: float = LEAST_WEIGHT,
) -> list[Difference]:
    """The differences between the stories of these pairs, contradictions first. Each two values are set out once."""
    readings = readings or Readings()
    return merged(
        difference
        for first, second in pairs
        for difference in compare_stories(stories[first], stories[second], first, second, readings, least_weight)
    )


def merged(differences_of_pairs: Iterable[Difference]) -> list[Difference]:
    """The differences of several pairs of stories, contradictions first; each two values once."""
    found = list(differences_of_pairs)
    found.sort(key=lambda d: (d.nature is Nature.UPDATE, -d.weight, d.first_story, d.second_story, d.first.start))
    kept: dict[object, Difference] = {}
    for difference in found:
        values = frozenset((difference.first.values(), difference.second.values()))
        kept.setdefault((difference.first.kind, difference.first.unit, values), difference)
    return list(kept.values())


def compare_stories(
    first: Story,
    second: Story,
    first_index: int = 0,
    second_index: int = 1,
    readings: Readings | None = None,
    least_weight: float = LEAST_WEIGHT,
) -> Iterator[Difference]:
    """The differences between two stories of one event, which stand at these positions among those compared."""
    readings = readings or Readings()
    newer = _newer(first, second, first_index, second_index)
    found: list[tuple[float, Pair, str]] = []
    for pair, reason in pairs_of(first, second, readings):
        weight = weigh(pair, at_one_time=not reason)
        if weight >= least_weight:
            found.append((weight, pair, reason))
    found.sort(key=lambda some: (-some[0], some[1].fact.start, some[1].other.start))
    taken: set[Fact] = set()
    for weight, pair, reason in found:
        fact, other = pair.fact, pair.other
        if fact not in taken and other not in taken:
            taken |= {fact, other}
            nature = Nature.UPDATE if reason else Nature.CONTRADICTION
            probability = pair.odds.probability(fact, other)
            yield Difference(nature, fact, other, first_index, second_index, probability, weight, newer, reason)


def pairs_of(first: Story, second: Story, readings: Readings | None = None) -> list[tuple[Pair, str]]:
    """The facts of two stories that may contradict each other, with the reason to take the second for an update."""
    candidates = _candidates(first, second)
    if not candidates:
        return []
    if readings:
        readings.count += 1
    odds = odds_of_one_fact(first, second)
    return [
        (Pair(first, second, fact, other, odds), update_reason(first, second, fact, other))
        for fact, other in candidates
    ]


def _candidates(first: Story, second: Story) -> list[tuple[Fact, Fact]]:
    """The facts of one kind and unit whose values do not agree, and that neither story gives as earlier ones."""
    others = comparable(second.facts)
    found: list[tuple[Fact, Fact]] = []
    for kind, facts in comparable(first.facts).items():
        settled = _settled(facts, others.get(kind, []))
        open_facts, open_others = (
            [fact for fact in some if fact not in settled and not fact.is_earlier]
            for some in (facts, others.get(kind, []))
        )
        found += [
            (fact, other)
            for fact, other in product(open_facts, open_others)
            if have_one_unit(fact, other)
            and _plausible(fact, other)
            and not agree(fact, other)
            and not is_another_fact(first, second, fact, other)
        ]
    return found


def _settled(facts: Sequence[Fact], others: Sequence[Fact]) -> set[Fact]:
    """The facts that both stories give, with values that agree. A vague one settles only what is of its size.

    A value that the second story gives as an earlier one stays open: the first story's may have been updated.
    """
    settled: set[Fact] = set()
    for fact, other in product(facts, others):
        if other.is_earlier > fact.is_earlier or not have_one_unit(fact, other) or not agree(fact, other):
            continue
        low, high = sorted((abs(fact.value), abs(other.value)))
        of_size = fact.kind in WHOLE_KINDS or high <= low * SETTLING
        if of_size and (fact.kind != "count" or fact.value == other.value >= EXACT or _count_alike(fact, other)):
            settled |= {fact, other}
    return settled


def _count_alike(fact: Fact, other: Fact) -> bool:
    """Whether two counts are of one noun, or of what befell the same people."""
    return fact.event == other.event and (fact.head == other.head or bool(fact.event))


def _plausible(first: Fact, second: Fact) -> bool:
    """Whether the two values could be told of one thing: they are not of another size."""
    if have_same_digits(first, second):
        return True
    if first.kind in MOST_APART:
        apart = abs(first.value - second.value)
        return apart <= MOST_APART[first.kind] or (first.kind == "year" and apart in CENTURIES)
    if first.kind == "score":
        return True
    low, high = sorted((abs(first.value), abs(second.value)))
    return low > 0 and high <= 4 * low


def _newer(first: Story, second: Story, first_index: int, second_index: int) -> int | None:
    if first.words.moment and second.words.moment and first.words.moment != second.words.moment:
        return second_index if second.words.moment > first.words.moment else first_index
    days = days_apart(first.words, second.words)
    return None if not days else second_index if days > 0 else first_index


def update_reason(first: Story, second: Story, fact: Fact, other: Fact) -> str:
    """Why a difference is an update, in plain words; "" where it is a contradiction. `second` is the later story."""
    if any(_repeats(later, fact) for later in second.facts):
        return "the later story gives the earlier figure too"
    if other.is_revised:
        return "the later story says that it changed"
    if fact.is_provisional:
        return "the earlier story says that it is not final"
    hours = hours_apart(first, second)
    if hours is not None and hours >= UPDATE_HOURS and _develops(fact, other):
        return "the later story is at least half a day younger"
    return ""


def _repeats(later: Fact, fact: Fact) -> bool:
    """Whether a figure of the later story is the earlier story's, whatever it has become."""
    if later.kind != fact.kind or later.unit != fact.unit or later.is_partial or not agree(later, fact):
        return False
    return fact.kind != "count" or later.is_earlier or (later.event or fact.event) == (fact.event or later.event)


def _develops(fact: Fact, other: Fact) -> bool:
    """Whether a figure grows while an event goes on: its victims, those taken part, land burnt, the wind."""
    if fact.kind == "count":
        return bool((fact.event and fact.event == other.event) or fact.measures & other.measures & GROWING)
    return fact.kind in ("area", "speed") or bool(fact.measures & other.measures & GROWING)
