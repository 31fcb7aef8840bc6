"""Errors and warnings of the draft's comparison with its article reject the sentence to which they belong."""

from __future__ import annotations

import pytest

import checks
from checks.model import Finding, Severity, Span
from summarizer.guards import rule_findings
from summarizer.guards.guard import DraftSentence, Rejection, ShownArticle
from summarizer.language.grounding import index_article
from summarizer.support.alignment import ParsedArticle

ARTICLE = checks.read(
    """Storm hits Torley

The storm killed 12 people in Torley on Monday and damaged 340 houses. Repairs will cost £4m, the council said. The
harbour was closed for nine days."""
)


def rejection(sentence: str) -> Rejection | None:
    shown_article = ShownArticle(ParsedArticle(index_article(ARTICLE)))
    return rule_findings.check(DraftSentence(sentence, shown_article))


def finding(severity: Severity, *spans: Span) -> Finding:
    return Finding(severity, "A message.", spans)


@pytest.mark.parametrize(
    "sentence",
    [
        "The storm killed 15 people in Torley.",
        "The storm damaged 430 houses in Torley.",
        "Repairs will cost £40m, the council said.",
        "The harbour was closed for six days.",
        "The storm hit Torley on Thursday.",
    ],
)
def test_a_changed_figure_or_date_is_rejected_by_a_rule(sentence: str) -> None:
    found = rejection(sentence)
    assert found is not None
    assert found.rule
    assert found.reason


@pytest.mark.parametrize(
    "sentence",
    [
        "The storm killed 12 people in Torley.",
        "The storm damaged 340 houses on Monday.",
        "Repairs will cost £4m, the council said.",
        "The harbour was closed for nine days.",
        "The storm hit Torley on Monday.",
        "The council will pay for repairs.",
    ],
)
def test_the_articles_figures_and_dates_pass(sentence: str) -> None:
    assert rejection(sentence) is None


def test_only_the_sentence_to_which_the_finding_belongs_is_rejected() -> None:
    shown_article = ShownArticle(ParsedArticle(index_article(ARTICLE)))
    draft = checks.read("The storm killed 15 people in Torley. Repairs will cost £4m.")
    sheet = checks.compare(ARTICLE, draft)
    rejections = [
        rule_findings.check(
            DraftSentence(draft.text_of(sentence.span), shown_article, draft=draft, span=sentence.span, sheet=sheet)
        )
        for sentence in draft.sentences
    ]
    assert [found is not None for found in rejections] == [True, False]


def test_a_finding_concerns_what_it_overlaps() -> None:
    assert rule_findings.concerns(finding(Severity.ERROR, Span(3, 8)), Span(5, 20))
    assert not rule_findings.concerns(finding(Severity.ERROR, Span(3, 5)), Span(5, 20))
    assert rule_findings.concerns(finding(Severity.ERROR), Span(5, 20))  # without spans: the whole draft


def test_notes_are_no_objections() -> None:
    sheet = checks.compare(ARTICLE, checks.read("The storm killed 15 people in Torley."))
    objections = rule_findings.objections(sheet)
    assert objections
    assert all(found.severity in (Severity.ERROR, Severity.WARNING) for found in objections)
