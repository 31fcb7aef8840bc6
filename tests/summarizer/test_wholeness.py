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


@pytest.mark.parametrize(
    "sentence",
    [
        'Ruth Kelso wrote "The Long Road to the Quay" in two years.',
        'The band has put out "Best of Torley" and "Salt".',
        'The ferry will be shown at what the port called the "oldest pier of the whole coast".',
        '"We lost everything on that day," Kelso said.',
    ],
)
def test_titles_and_a_few_words_within_a_sentence_need_no_speaker(sentence: str) -> None:
    assert wholeness.fault(sentence) == ""


@pytest.mark.parametrize(
    "sentence",
    [
        '"We lost everything on that day."',
        'Harbour master: "They are not going to help any of the families."',
        'The crew made a plea: "Do not let anyone tell you what you can do."',
    ],
)
def test_what_somebody_says_needs_a_speaker(sentence: str) -> None:
    assert "speaker" in wholeness.fault(sentence)


@pytest.mark.parametrize(
    ("sentence", "tidy"),
    [
        ("A 18-year-old man was hurt.", "An 18-year-old man was hurt."),
        ("He paid a 8 per cent fee.", "He paid an 8 per cent fee."),
        ("A 1.8-metre wave hit a 180-foot boat.", "A 1.8-metre wave hit a 180-foot boat."),
        ("She took a 110-mile ride.", "She took a 110-mile ride."),
    ],
)
def test_numbers_that_begin_with_a_vowel_have_an(sentence: str, tidy: str) -> None:
    assert wholeness.tidied(sentence) == tidy
