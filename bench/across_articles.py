"""Measures recall and false alarms of the comparison across articles, on groups of stories with planted contradictions.

    python bench/across_articles.py FILE [-v | --thresholds]

FILE has a group per line, as JSON: `group` (its name), `kind`, `stories` (each with `id`, `published`, `text`) and
`conflict_figures` (each with `a_story`, `a_text`, `b_story`, `b_text`; empty in groups without a contradiction).

Prints two lines of totals. For the first, all stories of all groups are one batch, so that grouping is measured too;
for the second, each group is compared by itself. "Found" counts groups whose planted contradiction was found, "false"
contradictions that were not planted; "mixed" story groups have stories of several groups, "whole" ones all stories of
theirs. -v also prints each difference. --thresholds prints instead what is found, and in how many groups something is
false, at each threshold on the weight (`LEAST_WEIGHT`), with each group compared by itself.
"""

from __future__ import annotations

import argparse
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

sys.path.insert(0, str(Path(__file__).parents[1]))

from checks import read
from checks.stories.differences import Difference, Nature, differences
from checks.stories.digest import Fact, Story, digest
from checks.stories.grouping import Comparisons, group_stories
from summarizer.training.arguments import existing_file

Group = dict[str, Any]
THRESHOLDS = (2.0, 1.5, 1.0, 0.6, 0.4, 0.2, 0.1, 0.0, -0.1, -0.2, -0.4, -0.6, -1.0, -2.0)


def story_of(data: dict[str, Any]) -> Story:
    """The digest of a story of a group."""
    article = read(data["text"], published=data["published"])
    return digest(replace(article, published_at=datetime.fromisoformat(data["published"])), data["id"])


def is_planted(difference: Difference, stories: list[Story], group: Group) -> bool:
    """Whether a difference has both values of a planted contradiction, and at least one of its two figures.

    The other figure may be of a third story that states the same fact.
    """
    story_by_name = {story.words.name: story for story in stories}
    sides = {
        (stories[difference.first_story].words.name, difference.first),
        (stories[difference.second_story].words.name, difference.second),
    }
    values = {fact.values() for _, fact in sides}
    for conflict in group["conflict_figures"]:
        planted = {(name, fact) for side in "ab" for name, fact in _facts_in(conflict, side, story_by_name)}
        if sides & planted and values <= {fact.values() for _, fact in planted}:
            return True
    return False


def _facts_in(conflict: dict[str, str], side: str, story_by_name: dict[str, Story]) -> Iterator[tuple[str, Fact]]:
    """The name of the story on one side ("a" or "b") of a contradiction, with each fact that its words state."""
    name, words = conflict[f"{side}_story"], conflict[f"{side}_text"]
    for fact in story_by_name[name].facts:
        start = story_by_name[name].text.find(words, max(0, fact.start - len(words)))
        if start <= fact.start < start + len(words) or (fact.start <= start < fact.start + len(fact.words)):
            yield name, fact


def report_thresholds(batches: list[list[Story]], groups: list[Group]) -> None:
    """Prints the recall and the groups with a false alarm at each threshold on the learned weight (log-odds)."""
    group_of = {story["id"]: group for group in groups for story in group["stories"]}
    found: dict[str, float] = defaultdict(lambda: -math.inf)
    false: dict[str, float] = defaultdict(lambda: -math.inf)
    for stories in batches:
        for story_group in group_stories([story.words for story in stories]):
            for difference in differences(stories, story_group.pairs, least_weight=min(THRESHOLDS)):
                group = group_of[stories[difference.first_story].words.name]
                if difference.nature is Nature.CONTRADICTION:
                    highest = found if is_planted(difference, stories, group) else false
                    highest[group["group"]] = max(highest[group["group"]], difference.weight)
    planted = sum(bool(group["conflict_figures"]) for group in groups)
    for threshold in THRESHOLDS:
        found_count, false_count = (sum(top >= threshold for top in some.values()) for some in (found, false))
        print(f"{threshold:5.1f}: {found_count} of {planted} found, false in {false_count} of {len(groups)} groups")


def report(title: str, batches: list[list[Story]], groups: list[Group], verbose: bool) -> None:
    """Prints the totals of all batches; with `verbose` each difference too."""
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
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=existing_file, help="a group of stories per line, as JSON")
    shown = parser.add_mutually_exclusive_group()
    shown.add_argument("-v", dest="verbose", action="store_true", help="print each difference")
    shown.add_argument("--thresholds", action="store_true", help="print recall and false alarms at each threshold")
    arguments = parser.parse_args()
    groups = [json.loads(line) for line in arguments.file.read_text(encoding="utf-8").splitlines() if line.strip()]
    stories_by_group = [[story_of(story) for story in group["stories"]] for group in groups]
    batch = [story for stories in stories_by_group for story in stories]
    if arguments.thresholds:
        report_thresholds(stories_by_group, groups)
        return
    random.Random(1).shuffle(batch)
    report("one batch", [batch], groups, arguments.verbose)
    report("each group by itself", stories_by_group, groups, arguments.verbose)


if __name__ == "__main__":
    main()
