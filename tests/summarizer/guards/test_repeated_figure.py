"""A figure that a sentence has twice and the article once."""

from __future__ import annotations

import pytest

import checks
from summarizer.pipeline.verification import told_again

ARTICLE = checks.read(
    "Of the 36 crossings cancelled in the year, 21 were lost to fog, nine to engine faults and six to strikes. "
    "The Heron lost 12 days and the Tern lost 12. One of the boats is for sale."
)


def fault(sentence: str) -> str:
    read = checks.read(sentence)
    return told_again(read, read.sentences[0].span, ARTICLE)


@pytest.mark.parametrize(
    "sentence",
    [
        "36 crossings cancelled in 21, 21 were lost to fog.",
        "Fog cost 21 crossings, and 21 crossings were lost to strikes.",
        "Nine crossings were lost to faults and 9 crossings to strikes.",
    ],
)
def test_what_the_article_has_once_cannot_be_said_of_two(sentence: str) -> None:
    assert fault(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Of 36 crossings cancelled, 21 were lost to fog and nine to engine faults.",
        "The Heron lost 12 days and the Tern lost 12 days.",
        "One boat of the fleet, one of three, is for sale.",
        "Strikes cost six crossings.",
    ],
)
def test_what_it_has_as_often_can(sentence: str) -> None:
    assert fault(sentence) == ""
