"""Compares the stored story digests of a batch: which tell of one event, and where their figures differ.

Grouping reads the event words of all articles; the facts are loaded for one group at a time, so that memory grows with
the number of articles by a few kilobytes each.
"""

from __future__ import annotations

from collections.abc import Iterable

from checks.stories.differences import differences
from checks.stories.grouping import group_stories
from summarizer.desk.batch_state import BatchState
from summarizer.reports.across import Event, ReportedDifference


def events_of(state: BatchState, names: Iterable[str]) -> list[Event]:
    """The events that several of these articles tell of: those with contradictions first, then by first story."""
    words = [known for name in sorted(names) if (known := state.event_words(name)) is not None]
    events = []
    for group in group_stories(words):
        members = {index: position for position, index in enumerate(group.members)}
        stories = [state.story(words[index]) for index in group.members]
        pairs = [(members[first], members[second]) for first, second in group.pairs]
        of_group = tuple(words[index] for index in group.members)
        reported = tuple(ReportedDifference.of(difference, of_group) for difference in differences(stories, pairs))
        events.append(Event(of_group, reported))
    return sorted(events, key=lambda event: -event.contradictions)
