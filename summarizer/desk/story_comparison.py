"""Compares the stored story digests of a batch: which report the same event, and where their figures differ.

Grouping reads the event words of all articles; the facts are loaded for one group at a time, so that memory grows with
the number of articles by a few kilobytes each. The differences between two stories are stored as soon as they are
known: a later run compares only pairs with a new or changed story.
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
from summarizer.reports.story_differences import ReportedDifference, ReportedEvent


@dataclass(slots=True)
class ComparisonProgress:
    """How many pairs of stories have been compared; `listener` is called with this number and the total."""

    listener: Callable[[int, int], None] = lambda done, total: None
    done: int = 0
    total: int = 0
    newly_compared: int = 0  # pairs without a result of an earlier run
    keys: set[str] = field(default_factory=set)  # of the stored results of all pairs so far

    @property
    def is_running(self) -> bool:
        return self.done < self.total


def shared_events(
    state: BatchState, names: Iterable[str], progress: ComparisonProgress | None = None
) -> list[ReportedEvent]:
    """The events that several of these articles report: those with contradictions first, then by first story."""
    progress = progress or ComparisonProgress()
    words = [stored for name in sorted(names) if (stored := state.event_words(name)) is not None]
    groups = group_stories(words)
    progress.total = sum(len(group.pairs) for group in groups)
    events = []
    for group in groups:
        group_words = tuple(words[index] for index in group.members)
        found = merged(_differences(state, group, group_words, progress))
        events.append(
            ReportedEvent(group_words, tuple(ReportedDifference.of(difference, group_words) for difference in found))
        )
    return sorted(events, key=lambda event: -event.contradictions)


def _differences(
    state: BatchState, group: StoryGroup, words: Sequence[EventWords], progress: ComparisonProgress
) -> Iterator[Difference]:
    """The differences between the stories of a group, pair by pair; pairs with a stored result are not compared."""
    positions = {index: position for position, index in enumerate(group.members)}
    stories = [state.story(event_words) for event_words in words]
    hashes = [state.story_hash(event_words.name) for event_words in words]
    for first, second in ((positions[first], positions[second]) for first, second in group.pairs):
        progress.listener(progress.done, progress.total)
        key = f"{hashes[first]} {hashes[second]} {code_version()}"
        stored = state.comparison(key)
        if stored is None:
            found = compare_stories(stories[first], stories[second])
            stored = [_difference_record(difference, stories[first], stories[second]) for difference in found]
            state.store_comparison(key, stored)
            progress.newly_compared += 1
        progress.keys.add(key)
        progress.done += 1
        for record in stored:
            yield _difference_from_record(record, stories, first, second)


def _difference_record(difference: Difference, first: Story, second: Story) -> list[Any]:
    """A difference between two stories as JSON; each fact is its index among those of its story."""
    return [
        difference.nature.value,
        first.facts.index(difference.first),
        second.facts.index(difference.second),
        difference.probability,
        difference.weight,
        difference.newer,
        difference.reason,
    ]


def _difference_from_record(record: list[Any], stories: Sequence[Story], first: int, second: int) -> Difference:
    """The difference that a record describes, between the stories at these positions."""
    nature, first_fact, second_fact, probability, weight, newer, reason = record
    return Difference(
        Nature(nature),
        stories[first].facts[first_fact],
        stories[second].facts[second_fact],
        first,
        second,
        probability,
        weight,
        None if newer is None else (first, second)[newer],
        reason,
    )
