"""Names and content words must be the article's, and one passage must have them together."""

from __future__ import annotations

import pytest

import checks
from summarizer.guards import source_words
from summarizer.guards.guard import DraftSentence, Rejection, Source
from summarizer.language.grounding import index_source

ARTICLE = checks.read(
    """Lighthouse keeper retires after 40 years

Keeper Jonas Brandt will leave the lighthouse on Skerra in October after forty years. His daughter Ada runs a bakery in
Torley and bakes rye bread for the island.

Engineers from Dunmore will automate the lamp in November. The lighthouse was built of granite by convicts from the
mainland.

A choir sang sea songs at the farewell party on the quay. The museum has bought his diaries and telescope."""
)


def rejection(sentence: str, shown: tuple[int, ...] | None = None) -> Rejection | None:
    source = Source(index_source(ARTICLE), shown)
    return source_words.check(DraftSentence(sentence, source), source)


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("Keeper Olaf Strand will leave the lighthouse in October.", "names Olaf, Strand"),
        ("Engineers from Norrholm will automate the lamp.", "names Norrholm"),
        ("The volcano erupted and covered the village with ashes.", "has no words like"),
        ("Brandt bought a yacht and a mansion in October.", "has no words like"),
        ("The choir will automate the bakery with granite diaries.", "no passage"),
        ("Engineers baked rye bread for the museum party.", "no passage"),
    ],
)
def test_unknown_names_and_words_and_scattered_words_are_rejected(sentence: str, reason: str) -> None:
    found = rejection(sentence)
    assert found is not None
    assert reason in found.reason


@pytest.mark.parametrize(
    "sentence",
    [
        "Keeper Jonas Brandt will leave the lighthouse on Skerra in October.",
        "Brandt is leaving the lighthouse after forty years.",
        "His daughter Ada runs a bakery in Torley.",
        "Engineers from Dunmore will automate the lamp.",
        "Engineers will modernise the lamp in November.",  # one word of the model's own
        "The granite lighthouse was built by convicts.",
        "The museum has bought his diaries.",
        "The lighthouse, where engineers will automate the lamp, was built of granite.",  # two sentences have it
    ],
)
def test_words_that_a_passage_has_together_pass(sentence: str) -> None:
    assert rejection(sentence) is None


def test_the_evidence_is_the_passage_that_comes_nearest() -> None:
    found = rejection("Engineers from Norrholm will automate the lamp.")
    assert found is not None
    assert "Engineers from Dunmore" in ARTICLE.words(found.evidence[0])


def test_only_the_sentences_shown_to_the_writer_count() -> None:
    sentence = "The museum has bought his diaries."
    index = index_source(ARTICLE)
    assert rejection(sentence, index.story_sentences) is None
    assert rejection(sentence, index.story_sentences[:1]) is not None
