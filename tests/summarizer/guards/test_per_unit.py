"""The whole told as what each one has."""

from __future__ import annotations

import pytest

import checks
from summarizer.guards import per_unit

ARTICLE = checks.read(
    "Repairs will cost 1.8 million pounds, or 450,000 pounds for each of the four boats. The crews of 12 each got a "
    "medal. Each captain was given 300 pounds."
)


def fault(text: str) -> str:
    read = checks.read(text)
    return per_unit.fault(read, read.sentences[0].span, ARTICLE)


def test_a_whole_that_is_told_of_each_is_refused() -> None:
    assert fault("Repairs will cost 1.8 million pounds for each of the four boats.")


@pytest.mark.parametrize(
    "text",
    [
        "Repairs will cost 450,000 pounds for each of the four boats.",
        "Repairs will cost 1.8 million pounds, or 450,000 pounds each.",
        "Captains got 300 pounds apiece.",
        "Repairs of the four boats will cost 1.8 million pounds.",
    ],
)
def test_what_each_has_and_the_whole_by_itself_pass(text: str) -> None:
    assert not fault(text)
