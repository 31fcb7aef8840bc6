"""What a sentence takes for known, which the article has introduced before it."""

from __future__ import annotations

import pytest

import checks
from summarizer.language.grounding import content_stems, index_article
from summarizer.language.parsing import parse
from summarizer.pipeline.introductions import Introductions

ARTICLE = """Sailors sleep too little

A study by the university of Torley found that Edith Park, a sailor, had slept for two hours before a ferry sank.

The study says sailors sleep too little. Park and the Norwegians left the harbour with her lawyer and the police.
"""
INDEX = index_article(checks.read(ARTICLE))
FIRST, LAST = INDEX.story_sentences[0], INDEX.story_sentences[-1]


def presupposed(sentence: str, source_index: int = LAST) -> frozenset[str]:
    [parsed] = parse([sentence])
    return Introductions(INDEX).presupposed(parsed, source_index)


def stems(*words: str) -> frozenset[str]:
    return frozenset(stem for word in words for stem in content_stems(word))


@pytest.mark.parametrize(
    ("sentence", "known"),
    [
        ("The study says sailors sleep too little.", "study"),
        ("This study was long.", "study"),
        ("Their study was long.", "study"),
        ("The old study was long.", "study"),
        ("Kelso has read the study.", "study"),
        ("Kelso spoke about the study.", "study"),
        ("The study's author left.", "study"),
        ("Park left on Friday.", "Park"),
        ("Kelso met Park.", "Park"),
        ("Park's lawyer left.", "Park"),
    ],
)
def test_a_definite_noun_and_a_bare_name_take_something_for_known(sentence: str, known: str) -> None:
    assert presupposed(sentence) == stems(known)


def test_a_sentence_can_take_several_things_for_known() -> None:
    assert presupposed("Park has read the study about the ferry.") >= stems("Park", "ferry")


@pytest.mark.parametrize(
    "sentence",
    [
        "A study says sailors sleep too little.",
        "Studies are long.",
        "The study of sleep was long.",
        "The study that was published was long.",
        "Edith Park left on Friday.",
        "Norway left on Friday.",  # a country
        "The police left on Friday.",  # everybody knows them
        "The city left on Friday.",
        "The lighthouse was shut.",  # the article has none
        "Kelso left on Friday.",
        "",
    ],
)
def test_what_introduces_itself_or_needs_no_introduction_takes_nothing_for_known(sentence: str) -> None:
    assert presupposed(sentence) == frozenset()


@pytest.mark.parametrize("sentence", ["The study says sailors sleep too little.", "Park left on Friday."])
def test_what_the_source_itself_introduces_is_not_taken_for_known(sentence: str) -> None:
    assert presupposed(sentence, FIRST) == frozenset()


def test_the_headline_introduces_nothing() -> None:
    assert presupposed("The sailors left.", INDEX.story_sentences[0]) == frozenset()
