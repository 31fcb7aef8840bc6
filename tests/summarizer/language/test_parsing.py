"""Sentences taken apart stay in one piece, however many others were taken apart since."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from summarizer.language import parsing, tagging
from summarizer.language.parsing import parse

SENTENCE = "The council of Dunmore voted on Tuesday to close two libraries that its mayor had opened."


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    yield
    parsing.parse.cache_clear()
    tagging.tag.cache_clear()


@pytest.mark.parametrize("forgotten", [parsing.parse, tagging.tag])
def test_a_clause_holds_the_very_words_of_its_sentence(forgotten: object) -> None:
    parse(SENTENCE)
    forgotten.cache_clear()  # type: ignore[attr-defined]
    told = parse(SENTENCE)
    known = {id(word) for word in told.words}
    assert len(told.clauses) >= 2
    for clause in told.clauses:
        assert clause.subject or clause.complement
        assert {id(word) for word in (*clause.subject, *clause.complement)} <= known
