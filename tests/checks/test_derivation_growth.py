"""Deriving a figure from a long list takes work in proportion to the list, not to its square."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest

import checks
from checks.derivation.adjacent import share_of_distant_whole
from checks.derivation.remainder import part_not_yet_done, rest_of_whole

MAX_GROWTH = 5  # times more steps for four times the counts; trying all pairs would take sixteen times as many


@pytest.mark.parametrize(
    ("derive", "text"),
    [
        (rest_of_whole, "More than 13.5 bikes are the rest."),
        (part_not_yet_done, "More than 13.5 bikes have yet to be matched."),
        (share_of_distant_whole, "Two thirds of bikes were matched."),
    ],
)
def test_a_list_of_counts_is_looked_through_once(
    derive: Callable[..., Iterable[object]], text: str, count_steps: Callable[..., int]
) -> None:
    target = checks.read(text)
    figure = target.figures[0]

    def steps(counts: int) -> int:
        listed = ", ".join(f"{1000 + index} bikes matched" for index in range(counts))
        source = checks.read(f"Police found {listed} and the rest.")
        assert len(source.figures) == counts
        return count_steps(lambda: list(derive(figure, target, source)))

    assert steps(800) < MAX_GROWTH * steps(200)
