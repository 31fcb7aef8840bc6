"""Summaries of a folder are written together; each counts as done when it is complete."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import summarizer
from summarizer.desk.batch import BatchListeners, BatchSettings, SummaryOptions, run_batch
from summarizer.desk.checking import CheckOptions
from summarizer.engines.base import broadcast
from summarizer.engines.interface import GREEDY, Finish, Generation

STORY = "The ferry {} ran aground off Carrick Point on Tuesday. All {} passengers were taken off by two lifeboats."


class Leader:
    """An engine that summarises a text by its first sentence."""

    name, revision, context_length, defaults, default_samples = "leader", "1", 400, GREEDY, 10

    def count(self, text: str) -> int:
        return len(text.split())

    def summary_prompt(self, article: str, **_: Any) -> str:
        return article

    def max_article_tokens(self, _: Any) -> int:
        return 300

    def generate(self, prompts: Sequence[str], *, n: Any = 1, **_: Any) -> list[list[Generation]]:
        return [
            [Generation(prompt.split(". ")[0] + ".", 9, Finish.STOP, -0.5)] * count
            for prompt, count in zip(prompts, broadcast(n, len(prompts)), strict=True)
        ]


def test_each_summary_counts_as_it_is_done(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    folder.mkdir()
    for number, name in enumerate(("Isobel", "Gannet", "Skua")):
        (folder / f"{name}.txt").write_text(STORY.format(name, 20 + number), encoding="utf-8")
    calls: list[tuple[int, int]] = []
    summaries = SummaryOptions(Leader, summarizer.summarize)
    outcome = run_batch(
        str(folder),
        tmp_path / "report",
        CheckOptions(),
        None,
        BatchSettings(summaries=summaries),
        BatchListeners(progress=lambda done, total: calls.append((done, total))),
    )
    assert calls == [(0, 3), (1, 3), (2, 3), (3, 3)]
    assert all("ran aground" in row.summary for row in outcome.rows)
    pages = [page.read_text(encoding="utf-8") for page in (tmp_path / "report" / "articles").iterdir()]
    assert all(
        "leader, Leader, 1, seed 0" in page for page in pages
    )  # the engine itself, not its wrapper for request batching
