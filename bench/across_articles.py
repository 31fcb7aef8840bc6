"""Measures the comparison across articles on labelled groups of stories: across_articles.py FILE [-v | --thresholds]

FILE has a group as JSON a line: `group`, `kind`, `stories` (each with `id`, `published`, `text`), and
`conflict_figures` (each with `a_story`, `a_text`, `b_story`, `b_text`). All stories of all groups are one batch, so
that grouping is measured too; then each group is compared by itself. Prints totals only; with -v each difference;
with --thresholds what is found, and what is false, from which weight (`LEAST_WEIGHT`).
"""

from __future__ import annotations

import json
import math
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from checks import read
from checks.stories.differences import Difference, Nature, differences
from checks.stories.digest import Fact, Story, digest
from checks.stories.grouping import Comparisons, group_stories

Group = dict[str, Any]
THRESHOLDS = (2.0, 1.5, 1.0, 0.6, 0.4, 0.2, 0.1, 0.0, -0.1, -0.2, -0.4, -0.6, -1.0, -2.0)


def story_of(data: dict[str, Any]) -> Story:
    article = read(data["text"], published=data["published"])
    return digest(replace(article, published_at=datetime.fromisoformat(data["published"])), data["id"])


def is_planted(difference: Difference, stories: list[Story], group: Group) -> bool:
    """Whether the difference has the values of a planted conflict, and one of its two figures.

    The other may be of a third story that states the same fact.
    """
    by_name = {story.words.name: story for story in stories}
    sides = {
        (stories[difference.first_story].words.name, difference.first),
        (stories[difference.second_story].words.name, difference.second),
    }
    values = {fact.values() for _, fact in sides}
    for conflict in group["conflict_figures"]:
        planted = {(name, fact) for side in "ab" for name, fact in _facts_in(conflict, side, by_name)}
        if sides & planted and values <= {fact.values() for _, fact in planted}:
            return True
    return False


def _facts_in(conflict: dict[str, str], side: str, by_name: dict[str, Story]) -> Iterator[tuple[str, Fact]]:
    """The facts in the words of one side of a conflict, with the name of the story."""
    name, words = conflict[f"{side}_story"], conflict[f"{side}_text"]
    for fact in by_name[name].facts:
        start = by_name[name].text.find(words, max(0, fact.start - len(words)))
        if start <= fact.start < start + len(words) or (fact.start <= start < fact.start + len(fact.words)):
            yield name, fact


def by_threshold(batches: list[list[Story]], groups: list[Group]) -> None:
    """Prints how much is found and how much is false from which probability of the learned odds."""
    group_of = {story["id"]: group for group in groups for story in group["stories"]}
    found: dict[str, float] = defaultdict(lambda: -math.inf)
    false: dict[str, float] = defaultdict(lambda: -math.inf)
    for stories in batches:
        for story_group in group_stories([story.words for story in stories]):
            for difference in differences(stories, story_group.pairs, least_weight=min(THRESHOLDS)):
                group = group_of[stories[difference.first_story].words.name]
                right = is_planted(difference, stories, group)
                if difference.nature is Nature.CONTRADICTION:
                    highest = found if right else false
                    highest[group["group"]] = max(highest[group["group"]], difference.weight)
    planted = sum(bool(group["conflict_figures"]) for group in groups)
    for threshold in THRESHOLDS:
        right, wrong = (sum(highest >= threshold for highest in some.values()) for some in (found, false))
        print(f"{threshold:5.1f}: {right} of {planted} found, false in {wrong} of {len(groups)} groups")


def report(title: str, batches: list[list[Story]], groups: list[Group], verbose: bool) -> None:
    group_of = {story["id"]: group for group in groups for story in group["stories"]}
    found: set[str] = set()
    false: Counter[str] = Counter()
    updates: Counter[str] = Counter()
    mixed = whole = compared = 0
    for stories in batches:
        counter = Comparisons()
        story_groups = group_stories([story.words for story in stories], counter)
        compared += counter.count
        for story_group in story_groups:
            names = {group_of[stories[index].words.name]["group"] for index in story_group.members}
            mixed += len(names) > 1
            if len(names) == 1:
                group = group_of[stories[story_group.members[0]].words.name]
                whole += len(story_group.members) == len(group["stories"])
            if verbose and len(names) > 1:
                print("  MIXED", [stories[index].words.name for index in story_group.members])
            for difference in differences(stories, story_group.pairs):
                first, second = stories[difference.first_story], stories[difference.second_story]
                group = group_of[first.words.name]
                same = group is group_of[second.words.name]
                right = same and is_planted(difference, stories, group)
                if difference.nature is Nature.CONTRADICTION:
                    if right:
                        found.add(group["group"])
                    else:
                        false[group["group"]] += 1
                else:
                    updates["planted" if right else group["kind"]] += 1
                if verbose:
                    label = "RIGHT" if right else group["kind"]
                    sides = f"{first.words.name}/{second.words.name} {difference.weight:.2f}"
                    figures = f"{difference.first.words} | {difference.second.words}"
                    print(f"  {difference.nature.value} {label} {sides}: {figures} {difference.reason}")
    planted = {group["group"] for group in groups if group["conflict_figures"]}
    if verbose:
        print("  missed", sorted(planted - found))
    print(
        f"{title}: {len(found)} of {len(planted)} planted conflicts found; {sum(false.values())} false contradictions "
        f"in {len(false)} of {len(groups)} groups; {mixed} mixed story groups, {whole} groups whole of {len(groups)}; "
        f"updates told: {dict(sorted(updates.items()))}; {compared} comparisons of "
        f"{sum(len(stories) for stories in batches)} stories"
    )


def main() -> None:
    groups = [json.loads(line) for line in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines() if line.strip()]
    verbose = "-v" in sys.argv[2:]
    everything = [[story_of(story) for story in group["stories"]] for group in groups]
    batch = [story for stories in everything for story in stories]
    if "--thresholds" in sys.argv[2:]:
        by_threshold(everything, groups)
        return
    random.Random(1).shuffle(batch)
    report("one batch", [batch], groups, verbose)
    report("each group by itself", everything, groups, verbose)


if __name__ == "__main__":
    main()
