"""A figure that a sentence has twice and the article once."""

from __future__ import annotations

import pytest

import checks
from summarizer.guards import repeated_figure
from summarizer.guards.guard import DraftSentence, Source
from summarizer.language.grounding import index_source

ARTICLE = checks.read(
    "Of the 36 crossings cancelled in the year, 21 were lost to fog, nine to engine faults and six to strikes. "
    "The Heron lost 12 days and the Tern lost 12. One of the boats is for sale."
)


def reason_against(sentence: str) -> str:
    """Why the guard rejects a sentence; empty where it does not."""
    source = Source(index_source(ARTICLE))
    rejection = repeated_figure.check(DraftSentence(sentence, source), source)
    return rejection.reason if rejection else ""


@pytest.mark.parametrize(
    "sentence",
    [
        "36 crossings cancelled in 21, 21 were lost to fog.",
        "Fog cost 21 crossings, and 21 crossings were lost to strikes.",
        "Nine crossings were lost to faults and 9 crossings to strikes.",
    ],
)
def test_a_figure_that_the_article_has_once_cannot_be_repeated(sentence: str) -> None:
    assert reason_against(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Of 36 crossings cancelled, 21 were lost to fog and nine to engine faults.",
        "The Heron lost 12 days and the Tern lost 12 days.",
        "One boat of the fleet, one of three, is for sale.",
        "Strikes cost six crossings.",
    ],
)
def test_other_figures_pass(sentence: str) -> None:
    assert reason_against(sentence) == ""
