"""Compares the figures of two stories of one event, and tells an update from a contradiction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise, product

from checks.stories.digest import FRACTION, WHOLE_KINDS, EventWords, Fact, Story, days_apart
from checks.stories.learned import MAX_READINGS, Readings, odds_of_one_fact
from checks.stories.measures import SHARES
from checks.stories.same_fact import WordWeights, agree, comparable, least, may_be_one, tie

LEAST_PROBABILITY = 0.2
UPDATE_HOURS = 12  # a figure that develops has had time to
NEXT_MATCH_HOURS = 36  # a result of another day is another match's
MOST_APART = {"date": 31, "year": 5, "time": 180, "age": 10, "temperature": 15}
"""Days, years, minutes, years, kelvins."""
ALONE = 0.3  # added to the score where each story has no other figure of the kind
ALONE_IN_LEAD = 0.5  # where it is the only one of its unit in both leads
ALONE_OF_MEASURE = 0.5  # where it is the only one in both stories that measures what it does
AGREEING, MAX_AGREEING, AGREEING_OF_KIND = 0.15, 3, 2
"""What each other figure that both stories give adds where it is the only open one in both leads; at most so many."""
SETTLING = Fraction(5, 4)  # times that a vague value may be off from one that it settles
LEADING = 0.3  # where each is the first of its unit that is open in its story, and they share a measure
EXACT = 1000  # a count that two stories give is the same, whatever the nouns
OTHER_NAMES = 0.7  # by which a score is lower where each figure is of somebody or something else, by the names
MOST_TIMES = Fraction(5, 2)  # of the lower value, that is the higher one of a contradiction
CLOSE, NEAR, TRANSPOSED = 0.3, Fraction(5, 4), 0.6  # what a value so many times the other, or of its digits, adds
UNDATED = 0.5  # by which the score must be higher where it is not known that both are of one time
GROWING = frozenset(("attendance", "evacuation", "power cut", "burnt area", "money raised", "rain", "snow"))
"""Measures of what goes on."""
FIXED_KINDS = frozenset(("score", "age", "date", "year", "time"))


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
    score: float
    probability: float  # that both state one fact, by the learned odds; 1.0 where rules alone tie them
    newer: int | None  # the position of the newer story; None where both were published at one time, or it is not known
    reason: str  # of an update: what tells it


def differences(
    stories: Sequence[Story],
    pairs: Sequence[tuple[int, int]],
    readings: Readings | None = None,
    least_probability: float = LEAST_PROBABILITY,
) -> list[Difference]:
    """The differences between the stories of these pairs, contradictions first. Each two values are set out once."""
    readings = readings or Readings()
    found = [
        difference
        for first, second in pairs
        for difference in _compare(stories[first], stories[second], first, second, readings, least_probability)
    ]
    found.sort(key=lambda d: (d.nature is Nature.UPDATE, -d.score, d.first_story, d.second_story, d.first.start))
    kept: dict[object, Difference] = {}
    for difference in found:
        values = frozenset((difference.first.values(), difference.second.values()))
        kept.setdefault((difference.first.kind, difference.first.unit, values), difference)
    return list(kept.values())


@dataclass(frozen=True, slots=True)
class _Tie:
    """Two facts that may be one, and how strongly that is so by the words and by the learned odds."""

    fact: Fact
    other: Fact
    score: float
    probability: float

    @property
    def rank(self) -> tuple[float, float, int, int]:
        return (-self.probability, -self.score, self.fact.start, self.other.start)


def _compare(
    first: Story, second: Story, first_index: int, second_index: int, readings: Readings, least_probability: float
) -> Iterator[Difference]:
    ties = _tied_by_words(first, second)
    candidates = [tie for tie in ties if tie.probability < 1]
    if candidates and readings.count < MAX_READINGS:
        readings.count += 1
        odds = odds_of_one_fact(first, second)
        ties = [
            tie if tie.probability else replace(tie, probability=odds.get((tie.fact.start, tie.other.start), 0.0))
            for tie in ties
        ]
    newer = _newer(first, second, first_index, second_index)
    taken: set[Fact] = set()
    for tie in sorted(ties, key=lambda tie: tie.rank):
        if tie.probability < least_probability:
            break
        fact, other = tie.fact, tie.other
        if tie.probability < 1 and (fact in taken or other in taken):
            continue
        taken |= {fact, other}
        if _is_part_or_sum(fact, second) or _is_part_or_sum(other, first):
            continue
        reason = update_reason(first, second, fact, other)
        if _are_of_one_event(first, second, fact, other) and (reason or _are_alike(first, second, fact, other)):
            nature = Nature.UPDATE if reason else Nature.CONTRADICTION
            yield Difference(
                nature, fact, other, first_index, second_index, tie.score, tie.probability, newer, reason
            )


def _tied_by_words(first: Story, second: Story) -> list[_Tie]:
    """The facts that may be one and whose values do not agree: of probability 1 where the words are enough, else 0."""
    weights = WordWeights.of(first, second)
    others = comparable(second.facts)
    by_kind = {kind: (facts, others.get(kind, [])) for kind, facts in comparable(first.facts).items()}
    settled = {kind: _settled(facts, of_second, weights) for kind, (facts, of_second) in by_kind.items()}
    agreeing = sum(min(AGREEING_OF_KIND, len(facts) // 2) for facts in settled.values())
    certainty = AGREEING * min(agreeing, MAX_AGREEING)
    margin = UNDATED if days_apart(first.words, second.words) is None else 0.0
    found: list[_Tie] = []
    for kind, pair in by_kind.items():
        open_facts, open_others = (
            [fact for fact in facts if fact not in settled[kind] and not fact.is_earlier] for facts in pair
        )
        ties: list[tuple[float, Fact, Fact]] = []
        for fact, other in product(open_facts, open_others):
            if _plausible(fact, other) and may_be_one(fact, other) and not agree(fact, other):
                if score := tie(fact, other, weights):
                    score += ALONE * (len(pair[0]) == len(pair[1]) == 1)
                    score += _exclusion(fact, other, open_facts, open_others, certainty) + _closeness(fact, other)
                ties.append((score, fact, other))
        best: dict[Fact, float] = defaultdict(float)
        for score, fact, other in ties:
            best[fact], best[other] = max(best[fact], score), max(best[other], score)
        for score, fact, other in ties:
            is_tied = score >= max(least(fact, other) + margin, best[fact], best[other])
            found.append(_Tie(fact, other, score, float(is_tied)))
    return found


def _are_of_one_event(first: Story, second: Story, fact: Fact, other: Fact) -> bool:
    """Whether no other match or constituency can be meant, as far as days and places tell."""
    hours = _hours_apart(first, second)
    if fact.kind == "score" and hours is not None and hours >= NEXT_MATCH_HOURS:
        return False
    places = first.words.place, second.words.place
    if fact.kind in SHARES and all(places) and places[0].isdisjoint(places[1]) and fact.names.isdisjoint(other.names):
        return False
    return other.is_revised or not _places_differ(first.words, second.words)


def _are_alike(first: Story, second: Story, fact: Fact, other: Fact) -> bool:
    """Whether two figures of which neither is called an update are of one size and time, or share a name."""
    hours = _hours_apart(first, second)
    if fact.kind not in WHOLE_KINDS and not _is_of_size(fact, other):
        return False
    if fact.kind not in FIXED_KINDS and hours is not None and hours >= UPDATE_HOURS:
        return False
    return not days_apart(first.words, second.words) or not fact.names.isdisjoint(other.names)


def _settled(facts: Sequence[Fact], others: Sequence[Fact], weights: WordWeights) -> set[Fact]:
    """The facts that both stories give, with values that agree. A vague one settles only what is of its size.

    A value that the second story gives as an earlier one stays open: the first story's may have been updated.
    """
    settled: set[Fact] = set()
    for fact, other in product(facts, others):
        if other.is_earlier > fact.is_earlier or fact.unit != other.unit or not agree(fact, other):
            continue
        low, high = sorted((abs(fact.value), abs(other.value)))
        of_size = fact.kind in WHOLE_KINDS or high <= low * SETTLING
        if of_size and (
            fact.kind != "count"
            or fact.value == other.value >= EXACT
            or (may_be_one(fact, other) and tie(fact, other, weights))
        ):
            settled |= {fact, other}
    return settled


def _places_differ(first: EventWords, second: EventWords) -> bool:
    """Whether stories of different days were filed from places of which neither names the other's."""
    if not days_apart(first, second) or not first.place or not second.place:
        return False
    return first.place.isdisjoint(second.names) and second.place.isdisjoint(first.names)


def _exclusion(fact: Fact, other: Fact, facts: Sequence[Fact], others: Sequence[Fact], certainty: float) -> float:
    """What is added to the score where no other figure that is open in either story could be meant."""
    pair = ((fact, facts), (other, others))
    in_lead = all(a.in_lead and _is_only(a, (b for b in some if b.in_lead)) for a, some in pair)
    in_phrase = fact.phrase_measures & other.phrase_measures
    measures = in_phrase or fact.measures & other.measures
    of_measure = any(
        all(_is_only(a, (b for b in some if name in _measures(b, bool(in_phrase)))) for a, some in pair)
        for name in measures
    )
    leading = bool(measures) and all(a is next(b for b in some if b.unit == a.unit) and a.in_lead for a, some in pair)
    alone = (ALONE_IN_LEAD + certainty) * in_lead + ALONE_OF_MEASURE * of_measure + LEADING * leading
    apart = not (in_lead or fact.event) and fact.names and other.names and fact.names.isdisjoint(other.names)
    return alone - OTHER_NAMES * bool(apart)


def _measures(fact: Fact, in_phrase: bool) -> frozenset[str]:
    return fact.phrase_measures if in_phrase else fact.measures


def _closeness(fact: Fact, other: Fact) -> float:
    """What is added to the score where the values look like one that was misheard or mistyped."""
    if fact.kind in WHOLE_KINDS:
        return 0.0
    low, high = sorted((abs(fact.value), abs(other.value)))
    return TRANSPOSED if _are_transposed(low, high) else CLOSE if high <= low * NEAR else 0.0


def _are_transposed(low: Fraction, high: Fraction) -> bool:
    """Whether both have the same digits: 184 and 148."""
    return high > 9 and sorted(str(low)) == sorted(str(high))


def _is_only(fact: Fact, others: Iterable[Fact]) -> bool:
    """Whether no other figure of these that is stated as present and whole has the unit of this, or counts the same."""
    return all(
        other is fact
        or other.value == fact.value
        or not _plausible(fact, other)
        or other.unit != fact.unit
        or other.is_earlier or other.is_elsewhen or other.is_partial or other.is_possible
        or (other.stated_unit == FRACTION != fact.stated_unit and fact.measures.isdisjoint(other.measures))
        or (fact.kind == "count" and (other.head, other.event) != (fact.head, fact.event))
        for other in others
    )  # fmt: skip


def _plausible(first: Fact, second: Fact) -> bool:
    """Whether the two values could be told of one thing: no bound, no score at half-time, not of another size."""
    if first.is_interim or second.is_interim or first.is_possible or second.is_possible:
        return False
    if first.kind in MOST_APART:
        return abs(first.value - second.value) <= MOST_APART[first.kind]
    if first.kind == "score":
        return True
    low, high = sorted((abs(first.value), abs(second.value)))
    return low > 0 and high <= 4 * low


def _is_of_size(first: Fact, second: Fact) -> bool:
    """Whether one value is at most a little more than twice the other, or has its digits in another order."""
    low, high = sorted((abs(first.value), abs(second.value)))
    return high <= MOST_TIMES * low or _are_transposed(low, high)


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
    hours = _hours_apart(first, second)
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


def _is_part_or_sum(fact: Fact, story: Story) -> bool:
    """Whether the story has the value as some of another figure, or as the sum of two beside each other."""
    counts = [other for other in story.facts if other.kind == fact.kind == "count"]
    if any(other.is_partial and other.value == fact.value and not other.is_earlier for other in counts):
        return True
    return any(
        a.passage == b.passage and a.value + b.value == fact.value and not (a.is_partial or b.is_partial)
        for a, b in pairwise(counts)
    )


def _hours_apart(first: Story, second: Story) -> float | None:
    if first.words.moment and second.words.moment:
        return abs((second.words.moment - first.words.moment).total_seconds()) / 3600
    days = days_apart(first.words, second.words)
    return None if days is None else abs(days) * 24.0
