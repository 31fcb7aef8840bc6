"""One that is told of and is no figure: what counts as such, and what does not."""

from __future__ import annotations

import pytest

import checks
from checks.model import Span
from checks.relations.singles import count_singles


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Five of the nine signed it, a sixth agreed in part and the rest did not.", 1),
        ("Four dockers, a driver and a clerk were held.", 2),
        ("The ninth vote was cast by post.", 1),
        ("One was level.", 1),
        ("Another came later.", 1),
        ("Another 7 came from the kitchen.", 0),
        ("Another nine came from the kitchen.", 0),
        ("A second time they asked for more.", 0),
        ("One of the boats sank in the last week of May.", 0),
        ("Half of them left.", 0),
        ("Nine are in Europe, four in Asia and one in Mexico.", 1),
        ("One in five left, and one in every ten was ill.", 0),
    ],
)
def test_single_persons_and_things_are_counted(text: str, count: int) -> None:
    assert count_singles(checks.read(text), 0, 0) == count


def test_a_figure_is_not_counted_twice() -> None:
    article = checks.read("Two were against and one abstained.")
    start = article.text.index("one")
    assert count_singles(article, 0, 0) == 1
    assert count_singles(article, 0, 0, (Span(start, start + 3),)) == 0
