"""Sentences taken apart stay in one piece, however many others were taken apart since."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from summarizer.language import parsing, tagging
from summarizer.language.parsing import take_apart

SENTENCE = "The council of Dunmore voted on Tuesday to close two libraries that its mayor had opened."


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    yield
    parsing.take_apart.cache_clear()
    tagging.words.cache_clear()


@pytest.mark.parametrize("forgotten", [parsing.take_apart, tagging.words])
def test_a_clause_holds_the_very_words_of_its_sentence(forgotten: object) -> None:
    take_apart(SENTENCE)
    forgotten.cache_clear()  # type: ignore[attr-defined]
    told = take_apart(SENTENCE)
    known = {id(word) for word in told.words}
    assert len(told.clauses) >= 2
    for clause in told.clauses:
        assert clause.subject or clause.complement
        assert {id(word) for word in (*clause.subject, *clause.complement)} <= known
