"""References for a second round of training, made of the model's own verified sentences."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import pytest

from summarizer.engines.interface import Engine, Finish, Generation
from summarizer.guards import DraftSentence
from summarizer.pipeline.result import Draft
from summarizer.training.pairs import ArticleSummaryPair, TrainingExample, read_pairs
from summarizer.training.rejection_sampling import MIN_SUPPORT, best_reference, write_references

ARTICLE = (
    "A barge that was carrying 40 tonnes of gravel sank near Torley on Monday, the port said. "
    "The crew of four was brought ashore by a pilot boat and nobody was hurt. "
    "Divers will look at the hull on Friday, harbour master Ines Holt said."
)
EXAMPLE = TrainingExample(
    "1", ARTICLE, "A barge carrying gravel sank near Torley. The crew of four was brought ashore.", 2, 20
)
SANK = "A barge carrying gravel sank near Torley on Monday."
SAVED = "A pilot boat brought the crew of four ashore."
POOR = Draft("Divers will look at the hull.")


@pytest.fixture(autouse=True)
def _certain_support(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every sentence that the other guards let pass is likely enough to be borne out."""
    monkeypatch.setattr(DraftSentence, "support", MIN_SUPPORT)


def test_sentences_of_several_drafts_are_put_together_in_the_articles_order() -> None:
    assert best_reference(EXAMPLE, [Draft(SAVED), Draft(SANK), POOR]) == f"{SANK} {SAVED}"


@pytest.mark.parametrize(
    "draft",
    [
        "A pilot boat brought the crew of nine ashore.",  # the article has four
        "The crew of four was brought ashore by a pilot boat and nobody was hurt.",  # its own sentence
        "They were brought ashore by a pilot boat.",  # who were?
    ],
)
def test_a_wrong_copied_or_dependent_sentence_is_not_taught(draft: str) -> None:
    assert best_reference(EXAMPLE, [Draft(SANK), Draft(draft), POOR]) == SANK


def test_a_sentence_that_is_not_likely_enough_to_be_borne_out_is_not_taught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(DraftSentence, "support", MIN_SUPPORT - 0.01)
    assert best_reference(EXAMPLE, [Draft(SANK), Draft(SAVED), POOR]) is None


def test_the_same_thing_is_not_said_twice() -> None:
    again = "A barge carrying 40 tonnes of gravel sank near Torley."
    assert best_reference(EXAMPLE, [Draft(SANK), Draft(again), POOR]) in {SANK, again}


def test_the_limits_of_the_prompt_hold() -> None:
    short = TrainingExample("1", ARTICLE, EXAMPLE.summary, 2, 10)
    assert best_reference(short, [Draft(SAVED), Draft(SANK), POOR]) in {SANK, SAVED}


def test_an_article_whose_best_sentences_fail_the_checks_is_left_out() -> None:
    wrong = Draft(f"{SANK.replace('Monday', 'Sunday')} {SAVED.replace('four', 'nine')}")
    assert best_reference(EXAMPLE, [wrong, wrong, POOR]) is None


class _TwoDraftEngine:
    """An engine that writes the same two drafts of everything, and is interrupted after so many calls."""

    def __init__(self, calls: int = 99) -> None:
        self.calls = calls
        self.asked: list[str] = []

    def count(self, text: str) -> int:
        return len(text.split())

    def chat_prompt(self, messages: Sequence[dict[str, str]]) -> str:
        return messages[-1]["content"]

    def generate(self, prompts: Sequence[str], **_: Any) -> list[list[Generation]]:
        if not self.calls:
            raise KeyboardInterrupt
        self.calls -= 1
        self.asked += prompts
        return [
            [Generation(f"{SANK} {SAVED}", 20, Finish.STOP, 0.0), Generation(POOR.text, 8, Finish.STOP, 0.0)]
        ] * len(prompts)


def test_references_can_be_read_as_pairs_and_an_interrupted_run_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("summarizer.training.rejection_sampling.ARTICLES_PER_BATCH", 2)
    out = tmp_path / "drafts.jsonl"
    pairs = [ArticleSummaryPair(str(number), "ours", ARTICLE, EXAMPLE.summary) for number in range(5)]
    options = {"article_tokens": 540, "samples": 2, "seed": 0}
    with pytest.raises(KeyboardInterrupt):
        list(write_references(cast(Engine, _TwoDraftEngine(calls=1)), pairs, out, **options))
    assert [pair.id for pair in read_pairs(out)] == ["0", "1"]
    engine = _TwoDraftEngine()
    assert list(write_references(cast(Engine, engine), pairs, out, **options)) == [(2, 3), (3, 3)]
    assert len(engine.asked) == 3
    written = list(read_pairs(out))
    assert [pair.id for pair in written] == ["0", "1", "2", "3", "4"]
    assert {pair.summary for pair in written} == {f"{SANK} {SAVED}"}
    assert {pair.dataset for pair in written} == {"ours-drafts"}
    assert json.loads(out.read_text("utf-8").splitlines()[0])["article"] == ARTICLE


def test_a_pair_without_a_reference_is_not_tried_again_when_a_run_is_resumed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("summarizer.training.rejection_sampling.ARTICLES_PER_BATCH", 2)
    monkeypatch.setattr("summarizer.training.rejection_sampling.best_reference", _reference_of_the_second)
    out = tmp_path / "drafts.jsonl"
    pairs = [ArticleSummaryPair(str(number), "ours", ARTICLE, EXAMPLE.summary) for number in range(3)]
    options = {"article_tokens": 540, "samples": 2, "seed": 0}
    with pytest.raises(KeyboardInterrupt):
        list(write_references(cast(Engine, _TwoDraftEngine(calls=1)), pairs, out, **options))
    assert [pair.id for pair in read_pairs(out)] == ["1"]
    engine = _TwoDraftEngine()
    assert list(write_references(cast(Engine, engine), pairs, out, **options)) == [(1, 1)]
    assert len(engine.asked) == 1
    assert list(write_references(cast(Engine, engine), pairs, out, **options)) == []
    out.unlink()  # starts anew
    assert list(write_references(cast(Engine, engine), pairs, out, **options)) == [(2, 3), (3, 3)]


def _reference_of_the_second(example: TrainingExample, drafts: Sequence[Draft]) -> str | None:
    return SANK if example.id == "1" else None
