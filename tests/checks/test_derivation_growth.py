"""Working a figure out of a long list takes as long as the list, not as its square."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

import pytest

import checks
from checks.derivation.adjacent import part_of_all
from checks.derivation.remainder import the_rest, yet_to

SLACK = 2  # a way that tries all pairs would come out at four


@pytest.mark.parametrize(
    ("way", "said"),
    [
        (the_rest, "More than 13.5 bikes are the rest."),
        (yet_to, "More than 13.5 bikes have yet to be matched."),
        (part_of_all, "Two thirds of bikes were matched."),
    ],
)
def test_a_list_of_counts_is_looked_through_once(way: Callable[..., Iterable[object]], said: str) -> None:
    target = checks.read(said)
    figure = target.figures[0]

    def took(counts: int) -> float:
        listed = ", ".join(f"{1000 + at} bikes matched" for at in range(counts))
        source = checks.read(f"Police found {listed} and the rest.")
        assert len(source.figures) == counts
        best = float("inf")
        for _ in range(3):
            start = time.process_time()
            list(way(figure, target, source))
            best = min(best, time.process_time() - start)
        return best / counts

    assert took(1600) / took(400) < SLACK
