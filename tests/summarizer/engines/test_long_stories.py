"""A story longer than a model's window, really read by tiny models: nothing of it is passed over in silence."""

from __future__ import annotations

from pathlib import Path

import pytest

import checks
import summarizer
from summarizer import engines
from summarizer.guards.candidate import Origin
from summarizer.language.chunking import story_sentences
from summarizer.pipeline.result import Summary

TOWNS = "Torley Dunmore Skerra Karlsby Holm Tessa Ostmark Carrick Nordvik Lenz Marle Quist".split()


def report(rounds: int) -> str:
    """A dozen paragraphs a round, each of another town and year."""
    return "\n\n".join(
        f"The council of {town} voted in {1900 + number} to close {number + 2} of its libraries. Officials of {town} "
        f"said the move would save {number + 11} million pounds a year. A petition has drawn {number + 3},000 names."
        for number, town in enumerate(TOWNS * rounds)
    )


@pytest.fixture(scope="module", params=["t5", "chat"])
def long_one(request: pytest.FixtureRequest) -> tuple[Summary, list[tuple[int, int]]]:
    folder: Path = request.getfixturevalue(request.param)
    seen: list[tuple[int, int]] = []
    engine = engines.load(str(folder))
    text = report(6)
    assert engine.count(text) > 3 * engine.context_length
    summary = summarizer.summarize(text, model=engine, progress=lambda done, total: seen.append((done, total)))
    return summary, seen


def test_every_part_is_read_and_what_they_gave_is_read_again(long_one: tuple[Summary, list[tuple[int, int]]]) -> None:
    summary, _ = long_one
    assert summary.coverage.parts > 3
    assert summary.coverage.readings >= 2
    first = {draft.part for draft in summary.drafts if draft.reading == 1}
    assert first == set(range(summary.coverage.parts))
    assert summary.drafts[0].reading == summary.coverage.readings


def test_the_result_says_what_it_covered(long_one: tuple[Summary, list[tuple[int, int]]]) -> None:
    summary, _ = long_one
    coverage = summary.coverage
    words = sum(
        len(summary.article.text_of(summary.article.sentences[at].span).split())
        for at in story_sentences(summary.article)
    )
    assert coverage.is_complete
    assert coverage.story_words == coverage.read_words == words
    assert coverage.description.startswith(f"Read all {words:,} words of the story in {coverage.parts} parts")
    assert "then what these gave" in coverage.description
    assert coverage.told_parts
    assert set(coverage.told_parts) <= set(range(coverage.parts))


def test_what_is_told_is_the_articles(long_one: tuple[Summary, list[tuple[int, int]]]) -> None:
    summary, _ = long_one
    assert summary.sentences
    for sentence in summary.sentences:  # random weights say nothing that passes
        assert sentence.origin in (Origin.REPLACED, Origin.SHORTENED)
        assert sentence.origin is Origin.SHORTENED or sentence.text in " ".join(summary.article.text.split())
    assert summary.sheet is not None
    assert not checks.compare(summary.article, summary.text).findings


def test_progress_is_told_part_by_part(long_one: tuple[Summary, list[tuple[int, int]]]) -> None:
    summary, seen = long_one
    assert len(seen) > 1
    assert [done for done, _ in seen] == sorted({done for done, _ in seen})
    assert seen[-1][0] == seen[-1][1] > summary.coverage.parts
