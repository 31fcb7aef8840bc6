"""A total must not be given as what each one has."""

from __future__ import annotations

import pytest

import checks
from summarizer.guards import per_unit
from summarizer.guards.guard import DraftSentence, Source
from summarizer.language.grounding import index_source

ARTICLE = checks.read(
    "Repairs will cost 1.8 million pounds, or 450,000 pounds for each of the four boats. The crews of 12 each got a "
    "medal. Each captain was given 300 pounds."
)


def reason_against(sentence: str) -> str:
    """Why the guard rejects a sentence; empty where it does not."""
    source = Source(index_source(ARTICLE))
    rejection = per_unit.check(DraftSentence(sentence, source), source)
    return rejection.reason if rejection else ""


def test_a_total_given_for_each_is_rejected() -> None:
    assert reason_against("Repairs will cost 1.8 million pounds for each of the four boats.")


@pytest.mark.parametrize(
    "sentence",
    [
        "Repairs will cost 450,000 pounds for each of the four boats.",
        "Repairs will cost 1.8 million pounds, or 450,000 pounds each.",
        "Captains got 300 pounds apiece.",
        "Repairs of the four boats will cost 1.8 million pounds.",
    ],
)
def test_a_share_for_each_and_a_total_by_itself_pass(sentence: str) -> None:
    assert not reason_against(sentence)
