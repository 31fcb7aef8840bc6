"""Compares the stored story digests of a batch: which tell of one event, and where their figures differ.

Grouping reads the event words of all articles; the facts are loaded for one group at a time, so that memory grows with
the number of articles by a few kilobytes each. What a pair of stories differs in is stored as soon as it is known: a
later run compares only pairs with a new or changed story.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from checks.stories.differences import Difference, Nature, compare_stories, merged
from checks.stories.digest import EventWords, Story
from checks.stories.grouping import StoryGroup, group_stories
from summarizer.desk.batch_state import BatchState
from summarizer.desk.result_keys import code_version
from summarizer.reports.across import ReportedDifference, ReportedEvent


@dataclass(slots=True)
class StoryComparison:
    """How far the comparison is, in pairs of stories; `progress` is called with the two numbers."""

    progress: Callable[[int, int], None] = lambda done, total: None
    done: int = 0
    total: int = 0
    new: int = 0  # pairs that were not stored by an earlier run
    keys: set[str] = field(default_factory=set)  # of all pairs so far

    @property
    def is_running(self) -> bool:
        return self.done < self.total


def events_of(
    state: BatchState, names: Iterable[str], comparison: StoryComparison | None = None
) -> list[ReportedEvent]:
    """The events that several of these articles tell of: those with contradictions first, then by first story."""
    comparison = comparison or StoryComparison()
    words = [known for name in sorted(names) if (known := state.event_words(name)) is not None]
    groups = group_stories(words)
    comparison.total = sum(len(group.pairs) for group in groups)
    events = []
    for group in groups:
        of_group = tuple(words[index] for index in group.members)
        found = merged(_differences(state, group, of_group, comparison))
        events.append(
            ReportedEvent(of_group, tuple(ReportedDifference.of(difference, of_group) for difference in found))
        )
    return sorted(events, key=lambda event: -event.contradictions)


def _differences(
    state: BatchState, group: StoryGroup, words: Sequence[EventWords], comparison: StoryComparison
) -> Iterator[Difference]:
    """The differences between the stories of a group, pair by pair, stored ones among them."""
    positions = {index: position for position, index in enumerate(group.members)}
    stories = [state.story(known) for known in words]
    digests = [state.story_digest(known.name) for known in words]
    for first, second in ((positions[first], positions[second]) for first, second in group.pairs):
        comparison.progress(comparison.done, comparison.total)
        key = f"{digests[first]} {digests[second]} {code_version()}"
        stored = state.comparison(key)
        if stored is None:
            found = compare_stories(stories[first], stories[second])
            stored = [_record(difference, stories[first], stories[second]) for difference in found]
            state.store_comparison(key, stored)
            comparison.new += 1
        comparison.keys.add(key)
        comparison.done += 1
        for record in stored:
            yield _difference(record, stories, first, second)


def _record(difference: Difference, first: Story, second: Story) -> list[Any]:
    """A difference between two stories as JSON; the facts by their numbers in the stories."""
    return [
        difference.nature.value,
        first.facts.index(difference.first),
        second.facts.index(difference.second),
        difference.probability,
        difference.weight,
        difference.newer,
        difference.reason,
    ]


def _difference(record: list[Any], stories: Sequence[Story], first: int, second: int) -> Difference:
    """The difference with this record, between the stories at these positions."""
    nature, fact, other, probability, weight, newer, reason = record
    return Difference(
        Nature(nature),
        stories[first].facts[fact],
        stories[second].facts[other],
        first,
        second,
        probability,
        weight,
        None if newer is None else (first, second)[newer],
        reason,
    )
