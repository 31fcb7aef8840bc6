"""A batch of which one article's check hangs, or ends its process: that is its row, and the others are checked."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest

from summarizer.desk import batch as module
from summarizer.desk.batch import Summaries, batch
from summarizer.desk.checking import FAILED, Terms
from summarizer.pipeline.result import Summary

TEXT = "Police arrested 12 people."


@pytest.fixture(params=[1, 2])
def carried_out(request, tmp_path, failing, monkeypatch):
    """What a batch of such texts comes to: its rows by name, and its outcome; in one process and in two."""
    monkeypatch.setattr(module, "FEW", 3 if request.param == 2 else 100)
    monkeypatch.setattr(module.os, "cpu_count", lambda: 2)

    def carry_out(deadline: float = 600, **more):
        folder = tmp_path / "in"
        folder.mkdir()
        for name, word in (("a", ""), ("b", failing.HANGS), ("c", failing.DIES), ("d", failing.BREAKS), ("e", "")):
            (folder / f"{name}.txt").write_text(f"{TEXT} {word}", encoding="utf-8")
        if deadline == 600:
            (folder / "b.txt").unlink()
        outcome = batch(str(folder), tmp_path / "out", Terms(), None, check=failing.check, deadline=deadline, **more)
        return {row.name: row for row in outcome.rows}, outcome

    return carry_out


def test_an_article_whose_check_hangs_is_a_row_with_the_reason(carried_out, tmp_path):
    rows, outcome = carried_out(deadline=2)
    assert rows["b.txt"].unreadable == "b.txt took longer than 2 s: not checked."
    assert [rows[name].unreadable for name in ("a.txt", "e.txt")] == ["", ""]
    assert outcome.code == FAILED
    assert "b.txt took longer than 2 s: not checked." in (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    records = map(json.loads, (tmp_path / "out" / "findings.jsonl").read_text(encoding="utf-8").splitlines())
    assert [one["article"] for one in records if one["kind"] == "failure"] == ["b.txt", "c.txt", "d.txt"]


def test_an_article_whose_check_ends_its_process_is_a_row_with_the_reason(carried_out):
    rows, outcome = carried_out()
    assert rows["c.txt"].unreadable == (
        "c.txt could not be checked (its process was ended by signal 15): please report it."
    )
    assert rows["d.txt"].unreadable == "d.txt could not be checked (ZeroDivisionError: oh): please report it."
    assert [rows[name].unreadable for name in ("a.txt", "e.txt")] == ["", ""]
    assert (outcome.code, outcome.stopped) == (FAILED, False)


def test_what_cannot_be_checked_is_not_summarised_and_the_others_are(carried_out):
    engine = SimpleNamespace(name="an-engine", revision="", family="", window=1, defaults=None, samples=10)
    asked = []

    def summarise(article, *, model):
        asked.append(article.text)
        return Summary(article, reason="None.")

    rows, _ = carried_out(deadline=2, summaries=Summaries(lambda: engine, summarise))
    assert rows["b.txt"].unreadable == "b.txt took longer than 2 s: not checked."
    assert rows["a.txt"].summary == "No summary. None."
    assert [text.strip() for text in asked] == [TEXT, TEXT]
