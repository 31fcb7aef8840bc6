"""`copydesk summarize` and `batch --summaries`, with the model's place taken by a stand-in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import summarizer
from checks.model import Article
from summarizer.engines.interface import GREEDY
from summarizer.guards.candidate import Origin
from summarizer.models.errors import CorruptModel, EngineFailed, NoNetwork, UnknownModel
from summarizer.pipeline.result import Coverage, Form, Rejected, Summary, SummarySentence

WRONG = "The walkers covered 6 miles (16km) before they were found in the fog, a rescue team said on Tuesday."
RIGHT = "The walkers covered 10 miles (16km) before they were found in the fog, a rescue team said on Tuesday."


@pytest.fixture
def asked(monkeypatch):
    """What the stand-in was asked for. It answers with the article's first sentence."""
    calls = []

    def stand_in(article: Article, **options: object) -> Summary:
        calls.append({**options, "model": getattr(options["model"], "name", options["model"])})
        span = article.sentences[0].span
        sentence = SummarySentence(article.text_of(span), span, Origin.REPLACED, (span,))
        rejected = (Rejected("It killed 99.", "The article has no 99."),)
        return Summary(article, (sentence,), rejected=rejected, coverage=Coverage(20, 20, 1.0), model="stand-in")

    monkeypatch.setattr(summarizer, "summarize", stand_in)
    monkeypatch.setattr(summarizer, "loaded", Idle)
    return calls


class Idle:
    """The engine of a batch that is never asked to write."""

    revision, context_length, defaults, default_samples = "1", 400, GREEDY, 10

    def __init__(self, name: str) -> None:
        self.name = name


def refusing(monkeypatch, error):
    def stand_in(*_: object, **__: object) -> Summary:
        raise error

    monkeypatch.setattr(summarizer, "summarize", stand_in)


def test_the_summary_comes_first_and_the_articles_own_figures_after_it(copydesk, asked):
    ran = copydesk("summarize", "--text", RIGHT)
    assert ran.code == 0
    assert " ".join(ran.out.split()).startswith(RIGHT)
    assert "LEDGER" in ran.out
    assert ran.err == ""


def test_a_terminal_is_told_that_the_model_is_at_work_on_standard_error(copydesk, asked):
    ran = copydesk("summarize", "--text", RIGHT, terminal=True)
    assert ran.err == "Writing the summary ...\n"
    assert "Writing" not in ran.out


def test_of_a_long_article_a_terminal_is_told_how_far_it_is(copydesk, monkeypatch):
    def stand_in(article: Article, *, progress, **_: object) -> Summary:
        for done in (1, 2, 3):
            progress(done, 3)
        return Summary(article, reason="none")

    monkeypatch.setattr(summarizer, "summarize", stand_in)
    ran = copydesk("summarize", "--text", RIGHT, terminal=True)
    assert "part 2 of 3, about" in ran.err
    assert "part" not in ran.out.split("\n")[0]


def test_limits_seed_and_model_reach_the_summariser(copydesk, asked):
    copydesk("summarize", "--text", RIGHT, "--sentences", 2, "--words", 40, "--seed", 7, "--model", "a/b")
    assert asked == [{"sentences": 2, "words": 40, "seed": 7, "model": "a/b", "with_drafts": False}]


def test_who_wants_to_see_what_was_thrown_away_gets_drafts_though_the_opening_stands(copydesk, asked):
    copydesk("summarize", "--text", RIGHT, "--show-rejected")
    assert [call["with_drafts"] for call in asked] == [True]


@pytest.mark.parametrize("form", ["headline", "standfirst"])
def test_a_headline_or_standfirst_is_asked_for_by_its_name(copydesk, asked, form):
    assert copydesk("summarize", "--text", RIGHT, f"--{form}").code == 0
    assert asked == [{"form": form, "seed": 0, "model": "smollm2-135m", "with_drafts": False}]


@pytest.mark.parametrize("limit", [("--sentences", 1), ("--sentences", 3), ("--words", 12)])
@pytest.mark.parametrize("form", ["--headline", "--standfirst"])
def test_a_form_with_a_length_of_its_own_refuses_another(copydesk, asked, form, limit):
    ran = copydesk("summarize", "--text", RIGHT, form, *limit)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == f"copydesk: {form} has a length of its own: leave out --sentences and --words.\n"
    assert asked == []


def test_two_forms_at_once_are_refused(copydesk, asked):
    assert copydesk("summarize", "--text", RIGHT, "--headline", "--standfirst").code == 2
    assert asked == []


def test_a_number_of_sentences_in_the_settings_is_no_limit_of_a_headline(copydesk, asked, monkeypatch, tmp_path):
    (tmp_path / "copydesk.toml").write_text("sentences = 5\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert copydesk("summarize", "--text", RIGHT, "--headline").code == 0
    assert asked[0]["form"] == "headline"
    assert "sentences" not in asked[0]


def test_where_no_headline_can_be_had_the_reason_is_all_that_is_said(copydesk, monkeypatch):
    reason = "No headline of at most 12 words can be cut from the story's main sentence."

    def stand_in(article: Article, *, form: str, **_: object) -> Summary:
        return Summary(article, reason=reason, form=Form(form))

    monkeypatch.setattr(summarizer, "summarize", stand_in)
    assert copydesk("summarize", "--text", RIGHT, "--headline").out.startswith(f"{reason}\n")
    page = copydesk("summarize", "--text", RIGHT, "--headline", "--format", "html").out
    assert '<h2 id="summary">Headline</h2>' in page
    assert "<p>No headline of at most 12 words" in page


def test_a_finding_in_the_article_ends_with_1(copydesk, asked):
    assert copydesk("summarize", "--text", WRONG).code == 1
    assert copydesk("summarize", "--text", WRONG, "--fail-on", "never").code == 0


def test_what_was_rejected_is_shown_when_asked_for(copydesk, asked):
    assert "99" not in copydesk("summarize", "--text", RIGHT).out
    assert "The article has no 99." in copydesk("summarize", "--text", RIGHT, "--show-rejected").out
    assert "the sentences that were rejected, and why" in " ".join(copydesk("summarize", "--help").out.split())


def test_a_summary_as_data_and_as_a_page(copydesk, asked, tmp_path):
    copydesk("summarize", "--text", RIGHT, "-o", tmp_path / "a.json")
    data = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert (data["kind"], data["summary"]["text"]) == ("summary", RIGHT)
    copydesk("summarize", "--text", RIGHT, "-o", tmp_path / "a.html")
    assert 'id="summary"' in (tmp_path / "a.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("arguments", [["--sentences", "0"], ["--words", "-3"], ["--seed", "x"]])
def test_limits_that_make_no_sense_are_refused(copydesk, asked, arguments):
    assert copydesk("summarize", "--text", RIGHT, *arguments).code == 2
    assert asked == []


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (NoNetwork("The model could not be fetched: connect and try again."), 3),
        (CorruptModel("The model in the cache is damaged: run `copydesk models pull`."), 3),
        (UnknownModel("There is no model a/b."), 2),
    ],
)
@pytest.mark.parametrize("command", ["summarize", "batch"])
def test_a_model_that_cannot_be_had_is_one_clear_line_and_leaves_nothing(
    copydesk, monkeypatch, tmp_path, error, code, command
):
    refusing(monkeypatch, error)
    (tmp_path / "a.txt").write_text(RIGHT, encoding="utf-8")
    if command == "batch":
        ran = copydesk("batch", tmp_path, "-o", tmp_path / "report", "--summaries")
    else:
        ran = copydesk("summarize", tmp_path / "a.txt", "-o", tmp_path / "a.html")
    assert ran.code == code
    assert ran.err == f"copydesk: {error}\n"
    assert ran.out == ""
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_an_unwritable_output_is_refused_before_the_model_is_loaded(copydesk, asked, tmp_path):
    assert copydesk("summarize", "--text", RIGHT, "-o", tmp_path / "nowhere" / "a.html").code == 2
    assert asked == []


def test_a_batch_with_summaries_shows_them_in_the_overview_and_on_the_pages(copydesk, asked, tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(RIGHT, encoding="utf-8")
    (folder / "b.txt").write_bytes(b"")
    ran = copydesk("batch", folder, "-o", tmp_path / "out", "--summaries", "--sentences", 1)
    assert ran.code == 0
    assert asked == [{"sentences": 1, "seed": 0, "model": "smollm2-135m"}]
    report: Path = tmp_path / "out"
    assert RIGHT in (report / "overview.csv").read_text(encoding="utf-8-sig")
    assert 'class="brief"' in (report / "index.html").read_text(encoding="utf-8")
    assert 'id="summary"' in (report / "articles" / "a.txt.html").read_text(encoding="utf-8")


def test_an_article_that_the_engine_cannot_take_is_a_row_and_the_others_go_on(copydesk, asked, monkeypatch, tmp_path):
    answer = summarizer.summarize

    def stand_in(article: Article, **options: object) -> Summary:
        if "6 miles" in article.text:
            raise EngineFailed("The engine stopped.")
        return answer(article, **options)

    monkeypatch.setattr(summarizer, "summarize", stand_in)
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(WRONG, encoding="utf-8")
    (folder / "b.txt").write_text(RIGHT, encoding="utf-8")
    assert copydesk("batch", folder, "-o", tmp_path / "out", "--summaries").code == 3
    overview = (tmp_path / "out" / "overview.csv").read_text(encoding="utf-8-sig")
    assert "No summary. The engine stopped." in overview
    assert RIGHT in overview
    assert (tmp_path / "out" / "articles" / "a.txt.html").is_file()


def test_a_summary_that_breaks_is_a_row_and_the_others_go_on(copydesk, asked, monkeypatch, tmp_path):
    answer = summarizer.summarize

    def stand_in(article: Article, **options: object) -> Summary:
        if "6 miles" in article.text:
            raise RecursionError("too deep")
        return answer(article, **options)

    monkeypatch.setattr(summarizer, "summarize", stand_in)
    (tmp_path / "a.txt").write_text(WRONG, encoding="utf-8")
    (tmp_path / "b.txt").write_text(RIGHT, encoding="utf-8")
    assert copydesk("batch", tmp_path, "-o", tmp_path / "out", "--summaries").code == 3
    overview = (tmp_path / "out" / "overview.csv").read_text(encoding="utf-8-sig")
    assert "RecursionError: too deep" in overview
    assert RIGHT in overview


def test_a_batch_without_summaries_asks_no_model(copydesk, asked, tmp_path):
    (tmp_path / "a.txt").write_text(RIGHT, encoding="utf-8")
    copydesk("batch", tmp_path, "-o", tmp_path / "out")
    assert asked == []


@pytest.mark.parametrize("form", ["sarif", "junit", "github", "gitlab", "csv"])
def test_formats_that_hold_findings_only_are_refused_before_a_model_is_loaded(copydesk, form):
    ran = copydesk("summarize", "--text", "Police arrested 12 people.", "--format", form)
    assert (ran.code, ran.out) == (2, "")
    assert "text, json, jsonl, html or markdown" in ran.err
