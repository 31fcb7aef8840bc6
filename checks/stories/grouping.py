"""Finds the stories of a batch that tell of one event.

Stories are compared by their names and the words of headline and lead, weighted by rarity in the batch. Only stories
that share rare words are compared at all: each word leads to a few stories published next to one another, and each
story is compared with the few that it shares most with, so that the work grows with the number of stories and not with
its square.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from itertools import combinations, product

from checks.budget import spend
from checks.pattern import pattern
from checks.stories.digest import EventWords, days_apart

MAX_NEIGHBOURS = 8  # stories published next to one another that a shared word leads to
MAX_CANDIDATES = 6  # stories that a story is compared with, of those published before it
MIN_SHARED = 3  # words that stories must share to be compared
BACKGROUND = 60  # stories that a small batch is thought to be part of, so that its words have weights
NAME_WEIGHT, LEAD_WEIGHT = 2.0, 1.5
LEAST_SIMILARITY = ((0, 0.09, 1), (2, 0.12, 1), (7, 0.2, 2))
"""For stories so many days apart: the least similarity, and how many names they must share. Without dates the last."""
MOST_DAYS = LEAST_SIMILARITY[-1][0]
DAY_IN_NAME = pattern(r"(?<!\d)([12]\d{3})([-_/])([01]\d)\2([0-3]\d)(?!\d)")
MIN_COHESION = 0.09  # mean similarity of two groups that become one
MAX_SAMPLED = 4  # stories of a group that stand for it
MAX_COMPARED = 40  # stories of a group that are compared with one another
MAX_GROUP_PAIRS = 100  # of a group's pairs, those that are compared figure by figure


@dataclass(frozen=True, slots=True)
class StoryGroup:
    """Positions of the stories of one event, in order of publication, and the pairs of them to compare."""

    members: tuple[int, ...]
    pairs: tuple[tuple[int, int], ...]  # the earlier story first


@dataclass(slots=True)
class Comparisons:
    """Counts the comparisons of two stories, for tests."""

    count: int = 0


def group_stories(stories: Sequence[EventWords], comparisons: Comparisons | None = None) -> list[StoryGroup]:
    """The groups of two stories or more. The same stories in any order of names give the same groups."""
    comparisons = comparisons or Comparisons()
    order = sorted(range(len(stories)), key=lambda index: (stories[index].published, stories[index].name))
    place = {index: number for number, index in enumerate(order)}
    vectors = _vectors(stories)
    parent = list(range(len(stories)))

    def root(index: int) -> int:
        while parent[index] != index:
            spend()
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    linked: list[tuple[float, int, int]] = []
    for first, second in _candidates(stories, order):
        comparisons.count += 1
        score = similarity(vectors[first], vectors[second])
        if _alike(stories[first], stories[second], score):
            linked.append((score, first, second))
    linked.sort(key=lambda link: (-link[0], place[link[1]], place[link[2]]))
    members = {index: [index] for index in order}
    for _, first, second in linked:
        one, other = root(first), root(second)
        if one != other and _cohesion(vectors, members[one], members[other], comparisons) >= MIN_COHESION:
            parent[other] = one
            members[one] += members.pop(other)
    scores = {(first, second): score for score, first, second in linked}
    pairs = {
        key: sorted(
            combinations(sorted(some, key=place.__getitem__)[:MAX_COMPARED], 2),
            key=lambda pair: (-scores.get(pair, 0.0), place[pair[0]], place[pair[1]]),
        )
        for key, some in members.items()
    }
    return sorted(
        (
            StoryGroup(
                tuple(sorted(some, key=place.__getitem__)),
                tuple(sorted(pairs[key][:MAX_GROUP_PAIRS], key=lambda pair: (place[pair[0]], place[pair[1]]))),
            )
            for key, some in members.items()
            if len(some) > 1
        ),
        key=lambda group: place[group.members[0]],
    )


def _cohesion(
    vectors: Sequence[dict[str, float]], some: Sequence[int], others: Sequence[int], comparisons: Comparisons
) -> float:
    """The mean similarity of the stories of two groups, from a few of each."""
    pairs = [(a, b) for a in some[:MAX_SAMPLED] for b in others[:MAX_SAMPLED]]
    comparisons.count += len(pairs)
    return math.fsum(similarity(vectors[a], vectors[b]) for a, b in pairs) / len(pairs)


def _alike(first: EventWords, second: EventWords, similarity: float) -> bool:
    """Whether two stories tell of one event: the further apart they were published, the more they must share."""
    if not (first.day and second.day) and _are_far_apart_by_name(first, second):
        return False
    apart = days_apart(first, second)
    days = MOST_DAYS if apart is None else abs(apart)
    shared = (first.names & (second.names | second.lead)) | (second.names & first.lead)  # names may begin a sentence
    names = sum(len(name) > 3 for name in shared)
    return any(
        days <= most_days and similarity >= least and names >= least_names
        for most_days, least, least_names in LEAST_SIMILARITY
    )


def _are_far_apart_by_name(first: EventWords, second: EventWords) -> bool:
    """Whether the stories' names or published days ("city-2014-03-05.txt") are too far apart for one event.

    A name only tells stories apart: two stories of one day in the names of their files may have been saved on it.
    """
    first_days, second_days = ([story.day] if story.day else _days_in(story.name) for story in (first, second))
    apart = (abs((one - other).days) for one, other in product(first_days, second_days))
    return min(apart, default=0) > MOST_DAYS


def _days_in(name: str) -> list[date]:
    """The days that a file's name or a web address states: "2014-03-05", "/2014/03/05/"."""
    days = []
    for match in DAY_IN_NAME.finditer(name):
        year, _, month, day = match.groups()
        with suppress(ValueError):  # no such day
            days.append(date(int(year), int(month), int(day)))
    return days


def _vectors(stories: Sequence[EventWords]) -> list[dict[str, float]]:
    frequency = Counter(key for story in stories for key in story.names | story.lead)
    total = len(stories) + BACKGROUND
    vectors = []
    for story in stories:
        weights = {
            key: math.log(total / (frequency[key] + 0.5))
            * (NAME_WEIGHT if key in story.names else 1.0)
            * (LEAD_WEIGHT if key in story.lead else 1.0)
            for key in sorted(story.names | story.lead)
        }
        norm = math.sqrt(math.fsum(weight * weight for weight in weights.values())) or 1.0
        vectors.append({key: weight / norm for key, weight in weights.items()})
    return vectors


def similarity(first: dict[str, float], second: dict[str, float]) -> float:
    """The cosine of two vectors of length 1."""
    if len(second) < len(first):
        first, second = second, first
    return math.fsum(weight * second[key] for key, weight in first.items() if key in second)


def _candidates(stories: Sequence[EventWords], order: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Pairs that share rare words, the earlier story first."""
    seen: dict[str, list[int]] = defaultdict(list)
    frequency = Counter(key for story in stories for key in story.names | story.lead)
    for index in order:
        shared = Counter[int]()
        weights: dict[int, float] = defaultdict(float)
        for key in sorted(stories[index].names | stories[index].lead):
            for other in seen[key][-MAX_NEIGHBOURS:]:
                shared[other] += 1
                weights[other] += 1 / frequency[key]
            seen[key].append(index)
        best = sorted(
            (other for other in shared if shared[other] >= MIN_SHARED), key=lambda other: (-weights[other], other)
        )
        for other in best[:MAX_CANDIDATES]:
            yield other, index
