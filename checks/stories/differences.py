"""Compares the figures of two stories of one event, and tells an update from a contradiction."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import combinations, groupby, product

from checks.stories.digest import WHOLE_KINDS, EventWords, Fact, Story, days_apart
from checks.stories.learned import Readings, are_of_scales, odds_of_one_fact
from checks.stories.measures import SHARES
from checks.stories.same_fact import WordWeights, agree, comparable, have_one_unit, may_be_one, tie

LEAST_WEIGHT = 0.0
"""From which two facts are shown as one. The weights, all in log-odds, are a logistic regression on 432 groups of
stories by nine writers: each writer's groups left out in turn, 79 of 148 contradictions are found, with false ones in
14 groups."""
BIAS = 0.8
WEIGHT_OF_ODDS = 1.2  # of the learned log-odds that both state one fact
WEIGHT_OF_WORDS, MOST_SCORE = 0.2, 3.0  # for each point by which the words tie them
WEIGHT_OF_SAME_DIGITS = 2.2  # 1847 and 1874, 4.2 and 42, 4,500 acres and hectares
WEIGHT_OF_SAME_MEASURE = 2.6  # that both name in the figure's phrase: a turnout
WEIGHT_OF_SAME_PERSON = 1.0  # whose full name stands beside both ages
WEIGHT_OF_SAME_EVENT = 2.9  # that befell those who are counted: both were killed
WEIGHT_OF_ANOTHER_SIZE = -2.9  # one is more than MOST_TIMES the other
WEIGHT_OF_AN_HOUR, MOST_HOURS = -0.4, 6.0  # between the stories, in which a figure may have moved
WEIGHT_OF_NO_TIME = -3.2  # it is not known that both stories are of one time
LEAST_SCORE, LEAST_OF_SHARES = 0.8, 1.8  # from which words tie; of percentages stories of one event have many
UPDATE_HOURS = 12  # a figure that develops has had time to
NEXT_MATCH_HOURS = 36  # a result of another day is another match's
MOST_APART = {"date": 31, "year": 5, "time": 180, "age": 10, "temperature": 15}
"""Days, years, minutes, years, kelvins."""
SETTLING = Fraction(5, 4)  # times that a vague value may be off from one that it settles
MAX_PARTS = 5  # of a sum in one sentence
EXACT = 1000  # a count that two stories give is the same, whatever the nouns
MOST_TIMES = Fraction(5, 2)  # of the lower value, that is the higher one of a contradiction
GROWING = frozenset(("attendance", "evacuation", "power cut", "burnt area", "money raised", "rain", "snow"))
"""Measures of what goes on."""
DIGITS = "0123456789.,:"
CENTURIES = frozenset((100, 200))  # years by which one digit of a year is off
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


@dataclass(frozen=True, slots=True)
class _Candidate:
    """Two facts that may be one, how strongly the words tie them, and whether that is enough."""

    fact: Fact
    other: Fact
    score: float
    is_tied: bool


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
    candidates = _candidates(first, second)
    if not candidates:
        return
    readings.count += 1
    odds = odds_of_one_fact(first, second)
    newer = _newer(first, second, first_index, second_index)
    hours = _hours_apart(first, second)
    ranked = [(odds.get((found.fact.start, found.other.start), 0.0), found) for found in candidates]
    ranked.sort(key=lambda r: (not r[1].is_tied, -r[0], -r[1].score, r[1].fact.start, r[1].other.start))
    taken: set[Fact] = set()
    for probability, found in ranked:
        fact, other = found.fact, found.other
        weight = _weight(probability, found)
        if weight < least_weight:
            continue
        if not found.is_tied and (fact in taken or other in taken or _measure_two_things(fact, other)):
            continue
        taken |= {fact, other}
        if _is_part_or_sum(fact, second) or _is_part_or_sum(other, first):
            continue
        reason = update_reason(first, second, fact, other)
        if not reason:
            weight += _weight_of_time(hours, fact)
            if weight < least_weight or not _are_alike(first, second, fact, other):
                continue
            if _gives_both(fact, other) or _gives_both(other, fact) or _are_of_others(first, second, fact, other):
                continue
        if _are_of_one_event(first, second, fact, other):
            nature = Nature.UPDATE if reason else Nature.CONTRADICTION
            yield Difference(nature, fact, other, first_index, second_index, probability, weight, newer, reason)


def _weight(probability: float, found: _Candidate) -> float:
    """How much speaks for two facts being one, in log-odds."""
    if probability <= 0:
        return -math.inf
    fact, other = found.fact, found.other
    return (
        BIAS
        + WEIGHT_OF_ODDS * math.log(probability / (1 - probability))
        + WEIGHT_OF_WORDS * min(found.score, MOST_SCORE)
        + WEIGHT_OF_SAME_DIGITS * _have_same_digits(fact, other)
        + WEIGHT_OF_ANOTHER_SIZE * (fact.kind not in WHOLE_KINDS and not _is_of_size(fact, other))
        + WEIGHT_OF_SAME_MEASURE * bool(fact.phrase_measures & other.phrase_measures)
        + WEIGHT_OF_SAME_PERSON * (fact.kind == "age" and len(fact.names & other.names) > 1)
        + WEIGHT_OF_SAME_EVENT * bool(fact.event and fact.event == other.event)
    )


def _weight_of_time(hours: float | None, fact: Fact) -> float:
    """What the hours between two stories say against a contradiction: what can move may have moved."""
    if hours is None:
        return WEIGHT_OF_NO_TIME
    return 0.0 if fact.kind in FIXED_KINDS else WEIGHT_OF_AN_HOUR * min(hours, MOST_HOURS)


def _candidates(first: Story, second: Story) -> list[_Candidate]:
    """The facts that may be one and whose values do not agree."""
    weights = WordWeights.of(first, second)
    others = comparable(second.facts)
    found: list[_Candidate] = []
    for kind, facts in comparable(first.facts).items():
        settled = _settled(facts, others.get(kind, []), weights)
        open_facts, open_others = (
            [fact for fact in some if fact not in settled and not fact.is_earlier]
            for some in (facts, others.get(kind, []))
        )
        ties = [
            (tie(fact, other, weights), fact, other)
            for fact, other in product(open_facts, open_others)
            if _plausible(fact, other) and may_be_one(fact, other) and not agree(fact, other)
        ]
        best: dict[Fact, float] = defaultdict(float)
        for score, fact, other in ties:
            best[fact], best[other] = max(best[fact], score), max(best[other], score)
        least = LEAST_OF_SHARES if kind in SHARES else LEAST_SCORE
        for score, fact, other in ties:
            found.append(_Candidate(fact, other, score, score >= max(least, best[fact], best[other])))
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
    """Whether two figures of which neither is called an update are of one time, or share a name."""
    hours = _hours_apart(first, second)
    if fact.kind not in FIXED_KINDS and hours is not None and hours >= UPDATE_HOURS:
        return False
    return not days_apart(first.words, second.words) or not fact.names.isdisjoint(other.names)


def _settled(facts: Sequence[Fact], others: Sequence[Fact], weights: WordWeights) -> set[Fact]:
    """The facts that both stories give, with values that agree. A vague one settles only what is of its size.

    A value that the second story gives as an earlier one stays open: the first story's may have been updated.
    """
    settled: set[Fact] = set()
    for fact, other in product(facts, others):
        if other.is_earlier > fact.is_earlier or not have_one_unit(fact, other) or not agree(fact, other):
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


def _are_transposed(first: Fact, second: Fact) -> bool:
    """Whether both values have the same digits: 184 and 148."""
    value, other = abs(first.value), abs(second.value)
    return first.kind != "score" and max(value, other) > 9 and sorted(str(value)) == sorted(str(other))


def _is_of_another_scale(first: Fact, second: Fact) -> bool:
    return first.kind not in FIXED_KINDS and are_of_scales(first.value, second.value)


def _have_same_digits(first: Fact, second: Fact) -> bool:
    """Whether a swap of digits, a factor of ten or another unit makes one of the other: 4,500 acres and hectares."""
    if _are_transposed(first, second) or _is_of_another_scale(first, second):
        return True
    number = _digits(first.words)
    return len(number) > 1 and number == _digits(second.words) and first.stated_unit != second.stated_unit


def _plausible(first: Fact, second: Fact) -> bool:
    """Whether the two values could be told of one thing: no bound, no score at half-time, not of another size."""
    if first.is_interim or second.is_interim or first.is_possible or second.is_possible:
        return False
    if _have_same_digits(first, second):
        return True
    if first.kind in MOST_APART:
        apart = abs(first.value - second.value)
        return apart <= MOST_APART[first.kind] or (first.kind == "year" and apart in CENTURIES)
    if first.kind == "score":
        return True
    low, high = sorted((abs(first.value), abs(second.value)))
    return low > 0 and high <= 4 * low


def _measure_two_things(fact: Fact, other: Fact) -> bool:
    """Whether the phrases of both say what they measure, and name nothing that both may be: a grant and a cost."""
    measures, others = fact.phrase_measures, other.phrase_measures
    contrary = bool(measures and others) and measures.isdisjoint(others)
    return contrary and not _are_transposed(fact, other)


def _is_of_size(first: Fact, second: Fact) -> bool:
    """Whether one value is at most a little more than twice the other, or has its digits at least."""
    low, high = sorted((abs(first.value), abs(second.value)))
    return high <= MOST_TIMES * low or _have_same_digits(first, second)


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
    """Whether the story has the value as some of another figure, or as the sum of some beside each other."""
    counts = [other for other in story.facts if other.kind == fact.kind == "count"]
    if any(other.is_partial and other.value == fact.value and not other.is_earlier for other in counts):
        return True
    whole = [other for other in counts if not other.is_partial]
    for _, listed in groupby(whole, key=lambda other: other.passage):
        values = [other.value for other in listed]
        runs = ((i, j) for i, j in combinations(range(len(values) + 1), 2) if 2 <= j - i <= MAX_PARTS)
        if any(sum(values[i:j]) == fact.value for i, j in runs):
            return True
    return False


def _are_of_others(first: Story, second: Story, fact: Fact, other: Fact) -> bool:
    """Whether the passage of either figure has names that the other story lacks, all of them: two firms' profits."""
    return bool(fact.names and other.names) and not (
        any(name in second.text.lower() for name in fact.names)
        or any(name in first.text.lower() for name in other.names)
    )


def _gives_both(fact: Fact, other: Fact) -> bool:
    """Whether a passage has the other figure's number too: "23 weeks, and not the 41 that the doctors name"."""
    own, number = (_digits(statement.words.split()[0]) for statement in (fact, other))
    return len(number) > 1 and number != own and number in {_digits(word) for word in fact.passage.split()}


def _digits(word: str) -> str:
    """The number that a word begins with, as printed; empty if it begins with none."""
    return word[: len(word) - len(word.lstrip(DIGITS))].rstrip(".,") if word[:1].isdigit() else ""


def _hours_apart(first: Story, second: Story) -> float | None:
    if first.words.moment and second.words.moment:
        return abs((second.words.moment - first.words.moment).total_seconds()) / 3600
    days = days_apart(first.words, second.words)
    return None if days is None else abs(days) * 24.0
