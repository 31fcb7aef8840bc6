"""The embedded model as a reader: its reading counts, it is the default where it is here, a check stands without it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import summarizer
from checks.model import Article
from summarizer import engines
from summarizer.engines.judgements.ties import FigureText
from summarizer.models.errors import EngineFailed, ModelError
from summarizer.pipeline.result import Coverage, Summary

STORY = (
    "The fund has given away £10m.\n\nA school in Lorne received £8m of it. Work is to begin there in May. "
    "What was left, £3m, went to the museum."
)
QUESTION = "£8m + £3m = £11 million, and the text says £10m."
MODEL = "smollm2-135m"


class Judge:
    """A model that is sure of every sum, and of nothing else."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def log_odds(self, text: FigureText) -> list[float | None]:
        self.texts.append(text.text)
        return [9.0 if candidate.kind == "sum" else -9.0 for candidate in text.candidates]


@pytest.fixture
def judge(monkeypatch: pytest.MonkeyPatch) -> Judge:
    judge = Judge()
    monkeypatch.setattr(summarizer, "_figure_judge", lambda: judge)
    return judge


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "story.txt"
    path.write_text(STORY, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", ["embedded", MODEL])
def test_a_question_of_the_embedded_model_is_said_to_be_its_own(copydesk, judge: Judge, story: Path, name: str) -> None:
    assert QUESTION not in copydesk("check", story).out
    assert not judge.texts
    ran = copydesk("check", story, "--reader", name)
    assert ran.code == 0
    assert QUESTION in ran.out
    assert f"tie read by {MODEL}" in ran.out
    assert f"{MODEL} read ties too: 1 question from it." in ran.out
    assert "sent" not in ran.out
    [text] = judge.texts
    assert "£10m" not in text  # it is not shown the values


def test_nothing_is_said_of_it_where_it_brings_nothing(copydesk, judge: Judge, story: Path) -> None:
    story.write_text("The fund gave £10m to a school in Lorne in May. Work is to begin there.", encoding="utf-8")
    assert MODEL not in copydesk("check", story, "--reader", "embedded").out
    assert judge.texts


def test_the_data_say_what_it_read(copydesk, judge: Judge, story: Path) -> None:
    data = json.loads(copydesk("check", story, "--reader", "embedded", "--format", "json").out)
    assert data["reader"]["model"] == MODEL
    assert data["reader"]["remote_host"] == ""
    assert data["reader"]["passages"] == 1
    [finding] = data["findings"]
    assert finding["relation"]["reader"] == MODEL
    assert finding["relation"]["kind"] == "sum"


def test_each_article_of_a_batch_is_read(copydesk, judge: Judge, story: Path, tmp_path: Path) -> None:
    (story.parent / "other.txt").write_text(STORY.replace("museum", "library"), encoding="utf-8")
    ran = copydesk("batch", story.parent, "-o", tmp_path / "report", "--jobs", "1", "--reader", "embedded")
    assert ran.code == 0
    records = [json.loads(line) for line in (tmp_path / "report" / "findings.jsonl").read_text("utf-8").splitlines()]
    assert [record["message"] for record in records if record["kind"] == "finding"] == [
        f"{QUESTION} It fits only if the amounts were rounded."
    ] * 2


@pytest.mark.parametrize("error", [EngineFailed("No room for it."), ModelError("It cannot be fetched.")])
def test_the_check_stands_where_the_model_cannot_be_run(
    copydesk, story: Path, monkeypatch: pytest.MonkeyPatch, error: ModelError
) -> None:
    def fails() -> Judge:
        raise error

    monkeypatch.setattr(summarizer, "_figure_judge", fails)
    ran = copydesk("check", story, "--reader", "embedded")
    assert ran.code == 3
    assert str(error) in ran.out
    assert "The check stands without what" in ran.out


def test_nobody_hears_of_a_reader_that_nobody_asked_for(copydesk, story: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails() -> Judge:
        raise EngineFailed("No room for it.")

    monkeypatch.delenv("COPYDESK_READER")
    monkeypatch.setattr(engines, "figure_judge_is_ready", lambda model: True)
    monkeypatch.setattr(summarizer, "_figure_judge", fails)
    ran = copydesk("check", story)
    assert ran.code == 0
    assert "No room" not in ran.out + ran.err


def test_another_name_is_no_reader(copydesk, story: Path) -> None:
    ran = copydesk("check", story, "--reader", "embeded")
    assert ran.code == 2
    assert "name the embedded model, embedded, or one that a server runs" in ran.err


@pytest.mark.parametrize("is_ready", [True, False])
def test_it_is_the_default_where_it_has_been_prepared(
    copydesk, judge: Judge, story: Path, monkeypatch: pytest.MonkeyPatch, is_ready: bool
) -> None:
    monkeypatch.delenv("COPYDESK_READER")
    monkeypatch.setattr(engines, "figure_judge_is_ready", lambda model: is_ready)
    assert (QUESTION in copydesk("check", story).out) is is_ready
    assert QUESTION not in copydesk("check", story, "--reader", "none").out
    report = story.parent / "report"
    assert copydesk("batch", story.parent, "-o", report, "--jobs", "1").code == 0
    assert QUESTION not in (report / "findings.jsonl").read_text("utf-8")  # a batch asks for it
    assert len(judge.texts) == is_ready


def test_a_summary_of_the_embedded_model_comes_with_its_reading(
    copydesk, judge: Judge, story: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stand_in(article: Article, **_: object) -> Summary:
        return Summary(article, (), coverage=Coverage(1, 1, 1.0), model="stand-in")

    monkeypatch.delenv("COPYDESK_READER")
    monkeypatch.setattr(summarizer, "summarize", stand_in)
    monkeypatch.setattr(engines, "figure_judge_is_ready", lambda model: False)
    assert QUESTION in copydesk("summarize", story).out
    assert QUESTION not in copydesk("summarize", story, "--reader", "none").out
    assert QUESTION not in copydesk("summarize", story, "--model", "facebook/bart-large-cnn").out


def test_it_is_not_ready_before_it_was_prepared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COPYDESK_CACHE", str(tmp_path))
    assert not engines.figure_judge_is_ready()
    assert not engines.figure_judge_is_ready("another")


def test_what_it_asks_can_be_decided(copydesk, judge: Judge, story: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(story.parent)
    monkeypatch.delenv("COPYDESK_READER")
    monkeypatch.setattr(engines, "figure_judge_is_ready", lambda model: True)
    assert copydesk("decide", "accepted", "story.txt", "--reader", "none").code == 2
    ran = copydesk("decide", "accepted", "story.txt")
    assert (ran.code, "accepted: " in ran.out) == (0, True)
    assert copydesk("dismiss", "story.txt", "--why", "so they say", "--reader", "none").code == 2
    ran = copydesk("dismiss", "story.txt", "--why", "so they say")
    assert (ran.code, QUESTION in ran.out) == (0, True)
    assert "DISMISSED" in copydesk("check", "story.txt").out


def test_it_reads_a_later_version_as_it_reads_an_article(copydesk, judge: Judge, story: Path) -> None:
    later = story.parent / "later.txt"
    later.write_text(STORY.replace("in May", "in June"), encoding="utf-8")
    assert QUESTION not in copydesk("compare", story, later, "--as", "update").out
    ran = copydesk("compare", story, later, "--as", "update", "--reader", "embedded")
    assert QUESTION in ran.out
    assert f"tie read by {MODEL}" in ran.out
    assert copydesk("compare", story, later, "--reader", "embedded").out.count(MODEL) == 0  # a summary is held against
