"""References for a second round: the model's own sentences that the checks let pass, nearest to the one there is."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import pytest

from summarizer.engines.interface import Engine, Finish, Generation
from summarizer.pipeline.result import Draft
from summarizer.training.drafts import best, write
from summarizer.training.pairs import Lesson, Pair, read_pairs

ARTICLE = (
    "A barge that was carrying 40 tonnes of gravel sank near Torley on Monday, the port said. "
    "The crew of four was brought ashore by a pilot boat and nobody was hurt. "
    "Divers will look at the hull on Friday, harbour master Ines Holt said."
)
LESSON = Lesson("1", ARTICLE, "A barge carrying gravel sank near Torley. The crew of four was brought ashore.", 2, 20)
SANK = "A barge carrying gravel sank near Torley on Monday."
SAVED = "A pilot boat brought the crew of four ashore."
POOR = Draft("Divers will look at the hull.")


def test_sentences_of_several_drafts_are_put_together_in_the_articles_order() -> None:
    assert best(LESSON, [Draft(SAVED), Draft(SANK), POOR]) == f"{SANK} {SAVED}"


@pytest.mark.parametrize(
    "draft",
    [
        "A pilot boat brought the crew of nine ashore.",  # the article has four
        "The crew of four was brought ashore by a pilot boat and nobody was hurt.",  # its own sentence
        "They were brought ashore by a pilot boat.",  # who were?
    ],
)
def test_what_a_summary_may_not_say_by_itself_is_not_taught(draft: str) -> None:
    assert best(LESSON, [Draft(SANK), Draft(draft), POOR]) == SANK


def test_a_sentence_that_is_told_already_is_not_told_again() -> None:
    again = "A barge carrying 40 tonnes of gravel sank near Torley."
    assert best(LESSON, [Draft(SANK), Draft(again), POOR]) in {SANK, again}


def test_the_limits_that_the_model_is_given_hold() -> None:
    short = Lesson("1", ARTICLE, LESSON.summary, 2, 10)
    assert best(short, [Draft(SAVED), Draft(SANK), POOR]) in {SANK, SAVED}


def test_an_article_of_which_the_best_is_left_out_teaches_nothing() -> None:
    wrong = Draft(f"{SANK.replace('Monday', 'Sunday')} {SAVED.replace('four', 'nine')}")
    assert best(LESSON, [wrong, wrong, POOR]) is None


class _Writer:
    """An engine that writes the same two drafts of everything, and fails when it is told to."""

    def __init__(self, calls: int = 99) -> None:
        self.calls = calls
        self.asked: list[str] = []

    def count(self, text: str) -> int:
        return len(text.split())

    def chat(self, messages: Sequence[dict[str, str]]) -> str:
        return messages[-1]["content"]

    def generate(self, prompts: Sequence[str], **_: Any) -> list[list[Generation]]:
        if not self.calls:
            raise KeyboardInterrupt
        self.calls -= 1
        self.asked += prompts
        return [
            [Generation(f"{SANK} {SAVED}", 20, Finish.STOP, 0.0), Generation(POOR.text, 8, Finish.STOP, 0.0)]
        ] * len(prompts)


def test_what_was_drawn_can_be_trained_on_and_a_run_goes_on_where_it_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("summarizer.training.drafts.TOGETHER", 2)
    out = tmp_path / "drafts.jsonl"
    pairs = [Pair(str(number), "ours", ARTICLE, LESSON.summary) for number in range(5)]
    given = {"most": 540, "samples": 2, "seed": 0}
    with pytest.raises(KeyboardInterrupt):
        list(write(cast(Engine, _Writer(calls=1)), pairs, out, **given))
    assert [one.id for one in read_pairs(out)] == ["0", "1"]
    writer = _Writer()
    assert list(write(cast(Engine, writer), pairs, out, **given)) == [2, 3]
    assert len(writer.asked) == 3
    made = list(read_pairs(out))
    assert [one.id for one in made] == ["0", "1", "2", "3", "4"]
    assert {one.summary for one in made} == {f"{SANK} {SAVED}"}
    assert {one.dataset for one in made} == {"ours-drafts"}
    assert json.loads(out.read_text("utf-8").splitlines()[0])["article"] == ARTICLE
