"""How much work two versions of a story are."""

from __future__ import annotations

import sys

import checks
from checks.model import Article
from checks.version_diff import changes


def story(sentences: int, first: int) -> Article:
    towns = ("Leeds", "York", "Hull")
    return checks.read(
        " ".join(
            f"Police held {first + 7 * at % 90} men and {first + 11 * at % 90} women in {towns[at % 3]}."
            for at in range(sentences)
        )
    )


def steps(source: Article, target: Article) -> int:
    taken = 0

    def count(_frame: object, _event: str, _argument: object) -> object:
        nonlocal taken
        taken += 1
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        assert changes(target, source)
    finally:
        sys.settrace(before)
    return taken


def test_each_figure_is_held_against_each_and_no_more() -> None:
    """Three times the sentences are nine times the pairs, not twenty-seven times the work."""
    assert steps(story(60, 2), story(60, 3)) < 11 * steps(story(20, 2), story(20, 3))


def test_what_changed_is_worked_out_once() -> None:
    source, target = story(3, 2), story(3, 3)
    assert changes(target, source) is changes(target, source)
