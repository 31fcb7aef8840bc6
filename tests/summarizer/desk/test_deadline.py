"""A batch in which the check of an article hangs or kills its process: its row says so; the others are checked."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest

from summarizer.desk import batch as module
from summarizer.desk.batch import BatchSettings, SummaryOptions, run_batch
from summarizer.desk.checking import EXIT_FAILED, CheckOptions
from summarizer.pipeline.result import Summary

TEXT = "Police arrested 12 people."


@pytest.fixture(params=[1, 2])
def run_failing_batch(request, tmp_path, failing_checks, monkeypatch):
    """Runs a batch of such texts, with one worker or two. Returns its rows by name, and its outcome."""
    monkeypatch.setattr(module, "MIN_ITEMS_FOR_WORKERS", 3 if request.param == 2 else 100)
    monkeypatch.setattr(module.os, "cpu_count", lambda: 2)

    def run(article_seconds: float = 600, **more):
        folder = tmp_path / "in"
        folder.mkdir()
        for name, word in (
            ("a", ""),
            ("b", failing_checks.HANGS),
            ("c", failing_checks.DIES),
            ("d", failing_checks.RAISES),
            ("e", ""),
        ):
            (folder / f"{name}.txt").write_text(f"{TEXT} {word}", encoding="utf-8")
        if article_seconds == 600:
            (folder / "b.txt").unlink()
        outcome = run_batch(
            str(folder),
            tmp_path / "out",
            CheckOptions(),
            None,
            BatchSettings(article_seconds=article_seconds, **more),
            check=failing_checks.check,
        )
        return {row.name: row for row in outcome.rows}, outcome

    return run


def test_an_article_whose_check_hangs_is_a_row_with_the_reason(run_failing_batch, tmp_path):
    rows, outcome = run_failing_batch(article_seconds=2)
    assert rows["b.txt"].unreadable == "b.txt took longer than 2 s: not checked."
    assert [rows[name].unreadable for name in ("a.txt", "e.txt")] == ["", ""]
    assert outcome.code == EXIT_FAILED
    assert "b.txt took longer than 2 s: not checked." in (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    records = map(json.loads, (tmp_path / "out" / "findings.jsonl").read_text(encoding="utf-8").splitlines())
    assert [record["article"] for record in records if record["kind"] == "failure"] == ["b.txt", "c.txt", "d.txt"]


def test_an_article_whose_check_ends_its_process_is_a_row_with_the_reason(run_failing_batch):
    rows, outcome = run_failing_batch()
    assert rows["c.txt"].unreadable == (
        "c.txt could not be checked (its process was ended by signal 15): please report it."
    )
    assert rows["d.txt"].unreadable == "d.txt could not be checked (ZeroDivisionError: oh): please report it."
    assert [rows[name].unreadable for name in ("a.txt", "e.txt")] == ["", ""]
    assert (outcome.code, outcome.stopped) == (EXIT_FAILED, False)


def test_what_cannot_be_checked_is_not_summarised_and_the_others_are(run_failing_batch):
    engine = SimpleNamespace(name="an-engine", revision="", context_length=1, defaults=None, default_samples=10)
    summarised_texts = []

    def summarise(article, *, model):
        summarised_texts.append(article.text)
        return Summary(article, reason="None.")

    rows, _ = run_failing_batch(article_seconds=2, summaries=SummaryOptions(lambda: engine, summarise))
    assert rows["b.txt"].unreadable == "b.txt took longer than 2 s: not checked."
    assert rows["a.txt"].summary == "No summary. None."
    assert [text.strip() for text in summarised_texts] == [TEXT, TEXT]


def test_a_summary_that_takes_too_long_is_a_row_with_the_reason_and_the_findings(tmp_path):
    engine = SimpleNamespace(name="an-engine", revision="", context_length=1, defaults=None, default_samples=10)
    summarised = []

    def summarise(article, *, model):
        summarised.append(article.text)
        while "hang" in article.text:
            sum(range(100))
        return Summary(article, reason="None.")

    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    (folder / "b.txt").write_text("The crash injured 40 people, including 50 children. They hang.", encoding="utf-8")
    for _ in range(2):  # the next run with the same limit does not try again
        outcome = run_batch(
            str(folder),
            tmp_path / "out",
            CheckOptions(),
            None,
            BatchSettings(summaries=SummaryOptions(lambda: engine, summarise), article_seconds=2),
        )
        rows = {row.name: row for row in outcome.rows}
        assert rows["a.txt"].summary == "No summary. None."
        assert rows["b.txt"].summary == "No summary. The summary of b.txt took longer than 2 s."
        assert (rows["b.txt"].severities[0], rows["b.txt"].failures, rows["b.txt"].unreadable) == (1, 1, "")
        assert outcome.code == EXIT_FAILED
        assert len(summarised) == 2
