"""A sheet and a summary made by hand, so that the reports are tested apart from the rules."""

from __future__ import annotations

import pytest

from checks import ledger
from checks.model import Finding, Severity, Sheet, Span, Tick
from checks.read import read
from summarizer.guards.candidate import Origin
from summarizer.pipeline.result import Coverage, Draft, FigureSupport, Rejected, Summary, SummarySentence

TEXT = """Storm leaves 57 homes dark

By Ann Reed

About 300 people spent the night in a hall after a storm cut power to 52 homes in Ashby on Tuesday.

Of those homes, 31 were back on by noon, 17 by evening and nine the next day, the grid company said.

“We have never seen 40 poles down at once,” said Ina Lowe, 61, who lives in <b>Elm</b> & sons' Yard.

ALSO READ: Win 2 tickets for the fair
"""


def at(words: str, nth: int = 0, text: str = TEXT) -> Span:
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
            (at("57"), at("homes", 1)),
            rule="worth-knowing",
            code="ZZ03",
        ),
        Finding(
            Severity.ERROR,
            "31 + 17 + 9 = 57, which is 5 more than the whole of 52.",
            (at("52"), at("31"), at("17"), at("nine")),
            "31 + 17 + 9 = 57, not 52",
            ("52 -> 57", "31 -> 26"),
            "The parts add to 57 of 52 homes. Do the groups overlap, or is one of the figures wrong?",
            rule="parts-and-whole",
            code="ZZ01",
        ),
        Finding(
            Severity.WARNING,
            "The headline gives 57 homes, and par 1 gives 52.",
            (at("57"), at("52")),
            "57 is not 52",
            ("57 -> 52",),
            "Which is it, <57> or 52?",
            rule="same-fact",
            code="ZZ02",
        ),
    )
    ticks = (Tick("The night and Tuesday agree.", (at("Tuesday"),), "1 = 1", rule="a-tick", code="ZZ04"),)
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
                at(first, text=text),
                Origin.KEPT,
                (source,),
                (FigureSupport(at("52", text=text), (at("52"),), "52 homes in par 1"),),
                draft=0,
            ),
            SummarySentence(
                second,
                at(second, text=text),
                Origin.REPLACED,
                (source,),
                (
                    FigureSupport(
                        at("300", text=text), (at("300"),), "300 people in par 1", "about 300 allows 270 to 330"
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
