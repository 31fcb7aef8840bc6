"""The smoke evaluation of a model: what is counted, and that an article that fails does not end it."""

from __future__ import annotations

from typing import Any

import checks
from summarizer.models.errors import EngineFailed
from summarizer.pipeline.result import Draft, Summary
from summarizer.pipeline.smoke_evaluation import check_model, measured, peak_bytes, smoke_articles
from summarizer.reports.model_check import model_check_text

from .test_instructed import BUDGET, InstructedEngine


def test_there_are_twenty_articles_of_our_own() -> None:
    articles = smoke_articles()
    assert len({name for name, _ in articles}) == len(articles) == 20
    assert all(checks.read(text).language == "en" for _, text in articles)


def test_what_a_draft_invents_and_copies_is_counted() -> None:
    article = checks.read(BUDGET)
    copied, wrong = "A vote on it is due in June.", "It will spend £31m on schools."
    summary = Summary(article, drafts=(Draft(f"{copied} {wrong}"), Draft(copied)))
    counted = measured("budget", article, summary, 1.5)
    assert (counted.drafts, counted.sentences, counted.copied) == (2, 3, 2)
    assert counted.unsupported == 1
    assert counted.figures >= 1
    assert (counted.printed, counted.own, counted.seconds) == (0, 0, 1.5)


def test_a_draft_that_the_article_bears_out_counts_nothing() -> None:
    article = checks.read(BUDGET)
    counted = measured("budget", article, Summary(article, drafts=(Draft("The budget is £48m."),)), 1.0)
    assert (counted.unsupported, counted.copied) == (0, 0)


def test_an_article_that_fails_is_named_with_its_reason() -> None:
    class Failing(InstructedEngine):
        def generate(self, prompts: Any, **rest: Any) -> Any:
            if not self.calls:
                self.calls.append(([], []))
                raise EngineFailed("The server broke off its answer: see its log, and try again.")
            return super().generate(prompts, **rest)

    seen: list[tuple[int, int]] = []
    articles = [
        ("first", BUDGET),
        ("second", BUDGET),
        ("third", "Der Rat stimmte am Dienstag für den Haushalt und gegen die Schule, wie es hieß."),
    ]
    checked = check_model(
        Failing("The council set a budget of £48m on Monday."),  # type: ignore[arg-type]
        articles=articles,
        progress=lambda done, total: seen.append((done, total)),
    )
    assert [article.name for article in checked.articles] == ["second"]
    assert [name for name, _ in checked.failed] == ["first", "third"]
    assert seen == [(1, 3), (2, 3), (3, 3)]
    text = model_check_text(checked)
    assert "1 of 3 articles" in text
    assert "first  The server broke off" in text


def test_memory_is_that_of_this_process() -> None:
    assert peak_bytes() > 10_000_000
