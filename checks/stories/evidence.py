"""What speaks for and against two statements of two stories being one fact, weighed in log-odds.

Few things rule that out (`is_another_fact`): a statement of another year, a part of a sum or a figure that another
gives may be a slip's other side after all. The weights are a logistic regression that `bench/learn_differences.py`
makes of groups of stories with planted contradictions.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations, groupby

from checks.figures.calendar_words import WEEKDAY_NAMES
from checks.stories.digest import HEADLINE, WHOLE_KINDS, EventWords, Fact, Story, days_apart
from checks.stories.learned import Odds, are_of_scales
from checks.stories.measures import SHARES
from checks.stories.same_fact import are_qualified_alike, differ, is_one_person, may_count_the_same
from checks.stories.value_qualifiers import sayers_in

# Beyond these, more of what is measured counts no more.
MOST_LEAD = 3.0  # in log-odds
MOST_RATIO = 2.0  # natural logarithm of the one value over the other
MOST_SHARED = 5  # words
MOST_HOURS = 6.0
MOST_DAYS = 3
UPDATE_HOURS = 12  # a figure that develops has had time to
NEXT_MATCH_HOURS = 36  # a result of another day is another match's
MAX_PARTS = 5  # of a sum in one sentence
DIGITS = "0123456789.,:"
FIXED_KINDS = frozenset(("score", "age", "date", "year", "time"))


@dataclass(frozen=True, slots=True)
class Pair:
    """Two facts of one kind that two stories of one event state, with values that differ."""

    first: Story
    second: Story
    fact: Fact
    other: Fact
    odds: Odds


def weigh(pair: Pair, *, at_one_time: bool) -> float:
    """The log-odds that both facts are one. Evidence of time counts where they would have to be of one time."""
    weight = BIAS + math.fsum(evidence.weight * evidence.measure(pair) for evidence in EVIDENCE)
    if at_one_time:
        weight += math.fsum(evidence.weight * evidence.measure(pair) for evidence in EVIDENCE_OF_TIME)
        if hours_apart(pair.first, pair.second) is None:
            weight += WEIGHT_OF_NO_TIME
    return weight


def is_another_fact(first: Story, second: Story, fact: Fact, other: Fact) -> bool:
    """Whether names, sources, days or a qualification rule out that both are one: two persons' ages, core inflation.

    Names and qualifications that differ do not rule it out where the digits are the same: no chance makes them so.
    """
    return (
        fact.is_interim
        or other.is_interim
        or not _are_of_one_event(first, second, fact, other)
        or (bool(fact.source and other.source) and fact.source != other.source)
        or (fact.kind == "time" and differ(_weekdays(fact), _weekdays(other)))
        or (
            not have_same_digits(fact, other)
            and (
                _are_of_other_persons(fact, other)
                or _are_of_others(first, second, fact, other)
                or (fact.kind not in WHOLE_KINDS and not are_qualified_alike(fact, other))
            )
        )
    )


def have_same_digits(first: Fact, second: Fact) -> bool:
    """Whether a swap of digits, a factor of ten or another unit makes one of the other: 4,500 acres and hectares."""
    if _are_transposed(first, second) or _is_of_another_scale(first, second):
        return True
    number = _digits(first.words)
    return len(number) > 1 and number == _digits(second.words) and first.stated_unit != second.stated_unit


def hours_apart(first: Story, second: Story) -> float | None:
    """The hours between the publication of two stories; None where it is not known."""
    if first.words.moment and second.words.moment:
        return abs((second.words.moment - first.words.moment).total_seconds()) / 3600
    days = days_apart(first.words, second.words)
    return None if days is None else abs(days) * 24.0


def _are_transposed(first: Fact, second: Fact) -> bool:
    """Whether both values have the same digits: 184 and 148."""
    value, other = abs(first.value), abs(second.value)
    return first.kind != "score" and max(value, other) > 9 and sorted(str(value)) == sorted(str(other))


def _is_of_another_scale(first: Fact, second: Fact) -> bool:
    return first.kind not in FIXED_KINDS and are_of_scales(first.value, second.value)


def _digits(word: str) -> str:
    """The number that a word begins with, as printed; empty if it begins with none."""
    return word[: len(word) - len(word.lstrip(DIGITS))].rstrip(".,") if word[:1].isdigit() else ""


def _are_of_one_event(first: Story, second: Story, fact: Fact, other: Fact) -> bool:
    """Whether no other match, constituency, poll or day of trading can be meant, as far as days and places tell."""
    hours = hours_apart(first, second) or 0.0
    if fact.kind == "score" and hours >= NEXT_MATCH_HOURS:
        return False
    if fact.kind in SHARES and hours >= UPDATE_HOURS:
        return False
    places = first.words.place, second.words.place
    if fact.kind in SHARES and all(places) and places[0].isdisjoint(places[1]) and fact.names.isdisjoint(other.names):
        return False
    return other.is_revised or not _places_differ(first.words, second.words)


def _places_differ(first: EventWords, second: EventWords) -> bool:
    """Whether stories of different days were filed from places of which neither names the other's."""
    if not days_apart(first, second) or not first.place or not second.place:
        return False
    return first.place.isdisjoint(second.names) and second.place.isdisjoint(first.names)


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


def _weekdays(fact: Fact) -> frozenset[str]:
    passage = fact.passage.lower()
    return frozenset(day for day in WEEKDAY_NAMES if day in passage)


def _gives_both(fact: Fact, other: Fact) -> bool:
    """Whether a passage has the other figure's number too: "23 weeks, and not the 41 that the doctors name"."""
    own, number = (_digits(statement.words.split()[0]) for statement in (fact, other))
    return len(number) > 1 and number != own and number in {_digits(word) for word in fact.passage.split()}


def _log_odds(pair: Pair) -> float:
    return pair.odds.of(pair.fact, pair.other)


def _lead(pair: Pair) -> float:
    return max(-MOST_LEAD, min(pair.odds.lead(pair.fact, pair.other), MOST_LEAD))


def _ratio(pair: Pair) -> float:
    """The natural logarithm of the one value over the other."""
    value, other = abs(pair.fact.value), abs(pair.other.value)
    return min(abs(math.log(value / other)), MOST_RATIO) if value and other else MOST_RATIO


def _digits_alike(pair: Pair) -> bool:
    return have_same_digits(pair.fact, pair.other)


def _many_digits_alike(pair: Pair) -> bool:
    """Whether the digits that are alike are three or more: two may be alike by chance."""
    digits = sum(character.isdigit() for character in _digits(pair.fact.words))
    return digits > 2 and have_same_digits(pair.fact, pair.other)


def _same_measure(pair: Pair) -> bool:
    """Whether the phrases of both figures name one measure: a turnout."""
    return not pair.fact.phrase_measures.isdisjoint(pair.other.phrase_measures)


def _same_event(pair: Pair) -> bool:
    """Whether the same befell those who are counted: both were killed."""
    return bool(pair.fact.event) and pair.fact.event == pair.other.event


def _same_person(pair: Pair) -> bool:
    """Whether the same full name stands beside both ages."""
    return pair.fact.kind == "age" and len(pair.fact.names & pair.other.names) > 1


def _shared_words(pair: Pair) -> int:
    return min(len(pair.fact.sentence & pair.other.sentence), MOST_SHARED)


def _years(pair: Pair) -> bool:
    return pair.fact.kind == "year"


def _headlines(pair: Pair) -> int:
    """How many of both stand in a headline, which leaves out what is counted."""
    return (pair.fact.place == HEADLINE) + (pair.other.place == HEADLINE)


def _are_of_other_persons(fact: Fact, other: Fact) -> bool:
    """Whether the names beside two ages are not one person's, or those beside two scores mostly other teams'."""
    names, others = fact.names, other.names
    if not names or not others:
        return False
    if fact.kind == "age":
        return not is_one_person(names, others)
    return fact.kind == "score" and 2 * len(names & others) < min(len(names), len(others))


def _other_count(pair: Pair) -> bool:
    """Whether what is counted, or what happened to it, tells two counts apart."""
    return pair.fact.kind == "count" and not may_count_the_same(pair.fact, pair.other)


def _other_noun(pair: Pair) -> bool:
    """Whether two counts are of two nouns."""
    return pair.fact.kind == "count" and pair.fact.head != pair.other.head and not pair.fact.event


def _another_time(pair: Pair) -> bool:
    return pair.fact.is_elsewhen != pair.other.is_elsewhen


def _possible(pair: Pair) -> bool:
    return pair.fact.is_possible or pair.other.is_possible


def _part_or_sum(pair: Pair) -> bool:
    return _is_part_or_sum(pair.fact, pair.second) or _is_part_or_sum(pair.other, pair.first)


def _both_given(pair: Pair) -> bool:
    """Whether a passage has both numbers: one of them is of another time, or of another thing."""
    return _gives_both(pair.fact, pair.other) or _gives_both(pair.other, pair.fact)


def _said_by_others(pair: Pair) -> bool:
    """Whether both passages name who says so, and not the same: a union's count and a company's."""
    return differ(sayers_in(pair.fact.passage), sayers_in(pair.other.passage))


def _hours(pair: Pair) -> float:
    """The hours between the stories, in which a figure may have moved."""
    hours = hours_apart(pair.first, pair.second) or 0.0
    return 0.0 if pair.fact.kind in FIXED_KINDS else min(hours, MOST_HOURS)


def _days(pair: Pair) -> int:
    """The days between the stories."""
    return min(abs(days_apart(pair.first.words, pair.second.words) or 0), MOST_DAYS)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Something that is measured of a pair, and what one of it is worth."""

    weight: float
    measure: Callable[[Pair], float]


BIAS = -0.81
WEIGHT_OF_NO_TIME = -3.2
"""Stories without a time are rare in what was learned from: set so that news without dates gives few differences."""
EVIDENCE = tuple(
    Evidence(weight, measure)
    for weight, measure in (
        (0.76, _log_odds),
        (0.38, _lead),
        (4.03, _digits_alike),
        (1.83, _many_digits_alike),
        (-2.07, _ratio),
        (1.62, _same_measure),
        (2.2, _same_event),
        (1.77, _same_person),
        (0.2, _shared_words),
        (-0.88, _years),
        (-1.55, _headlines),
        (-1.05, _other_count),
        (-0.79, _other_noun),
        (-2.85, _another_time),
        (-1.37, _possible),
        (-1.87, _part_or_sum),
        (-0.78, _said_by_others),
    )
)
EVIDENCE_OF_TIME = tuple(
    Evidence(weight, measure) for weight, measure in ((-2.18, _both_given), (-0.13, _hours), (-0.22, _days))
)
