"""A sheet and a summary made by hand, so that the reports are tested without the rules, and a browser to show them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from checks import ledger
from checks.model import Finding, Severity, Sheet, Span, Tick
from checks.read import read
from summarizer.guards.candidate import Origin
from summarizer.pipeline.result import Coverage, Draft, FigureSupport, Rejected, Summary, SummarySentence

if TYPE_CHECKING:
    from playwright.sync_api import Browser

TEXT = """Storm leaves 57 homes dark

By Ann Reed

About 300 people spent the night in a hall after a storm cut power to 52 homes in Ashby on Tuesday.

Of those homes, 31 were back on by noon, 17 by evening and nine the next day, the grid company said.

“We have never seen 40 poles down at once,” said Ina Lowe, 61, who lives in <b>Elm</b> & sons' Yard.

ALSO READ: Win 2 tickets for the fair
"""


def span_of(words: str, nth: int = 0, text: str = TEXT) -> Span:
    """The span of the occurrence `nth` (from 0) of these words."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return Span(start, start + len(words))


@pytest.fixture
def sheet() -> Sheet:
    article = read(TEXT)
    findings = (
        Finding(
            Severity.NOTE,
            "The headline counts homes, and so does par 1.",
            (span_of("57"), span_of("homes", 1)),
            rule="worth-knowing",
            code="ZZ03",
        ),
        Finding(
            Severity.ERROR,
            "31 + 17 + 9 = 57, which is 5 more than the whole of 52.",
            (span_of("52"), span_of("31"), span_of("17"), span_of("nine")),
            "31 + 17 + 9 = 57, not 52",
            ("52 -> 57", "31 -> 26"),
            "The parts add to 57 of 52 homes. Do the groups overlap, or is one of the figures wrong?",
            rule="parts-and-whole",
            code="ZZ01",
        ),
        Finding(
            Severity.WARNING,
            "The headline gives 57 homes, and par 1 gives 52.",
            (span_of("57"), span_of("52")),
            "57 is not 52",
            ("57 -> 52",),
            "Which is it, <57> or 52?",
            rule="same-fact",
            code="ZZ02",
        ),
    )
    ticks = (Tick("The night and Tuesday agree.", (span_of("Tuesday"),), "1 = 1", rule="a-tick", code="ZZ04"),)
    return Sheet(article, findings, ticks, ledger=ledger.build_ledger(article, findings, ticks))


@pytest.fixture
def summary(sheet: Sheet) -> Summary:
    text = "A storm cut power to 52 homes. Some 300 people slept in a hall."
    first, second = "A storm cut power to 52 homes.", "Some 300 people slept in a hall."
    source = next(
        sentence.span for sentence in sheet.article.sentences if "About 300" in sheet.article.text_of(sentence.span)
    )
    return Summary(
        sheet.article,
        (
            SummarySentence(
                first,
                span_of(first, text=text),
                Origin.KEPT,
                (source,),
                (FigureSupport(span_of("52", text=text), (span_of("52"),), "52 homes in par 1"),),
                draft=0,
            ),
            SummarySentence(
                second,
                span_of(second, text=text),
                Origin.REPLACED,
                (source,),
                (
                    FigureSupport(
                        span_of("300", text=text),
                        (span_of("300"),),
                        "300 people in par 1",
                        "about 300 allows 270 to 330",
                    ),
                ),
            ),
        ),
        (Draft("A storm cut power to 52 homes. It killed <99>."),),
        (Rejected("It killed <99>.", "The article has no 99.", "figure-not-stated"),),
        coverage=Coverage(60, 60, 0.5),
        model="a-model",
        engine="an-engine",
        revision="r1",
    )


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    installed = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        if not (installed or Path(playwright.chromium.executable_path).exists()):
            pytest.skip("there is no browser: `python -m playwright install chromium` fetches one")
        browser = playwright.chromium.launch(executable_path=installed, args=["--no-sandbox"])
        yield browser
        browser.close()
