"""Sentences that can and cannot be printed by themselves."""

from __future__ import annotations

import pytest

from summarizer import wholeness


@pytest.mark.parametrize(
    "sentence",
    [
        "A film of sailors singing an old song about whales.",
        "More than 200 boats in the Dunmore area.",
        "Reports of gulls attacking visitors on the pier.",
        "The end of an era for the quays.",
    ],
)
def test_a_phrase_without_a_verb_is_no_sentence(sentence: str) -> None:
    assert wholeness.fault(sentence) == "has no verb"


@pytest.mark.parametrize(
    "sentence",
    [
        "The film shows sailors singing an old song.",
        "The board wants to close the quays.",
        "The harbour master isn't ready for it.",
        "Two ships split apart in the bay.",
        "Ferry prices rise from March for all visitors.",
        "She sings in the choir of Dunmore.",
        "Gulls attack visitors and the council says so.",
    ],
)
def test_a_sentence_with_a_verb_is_one(sentence: str) -> None:
    assert wholeness.fault(sentence) == ""
