"""A figure or date needs support in the article, among the same words."""

from __future__ import annotations

import pytest

import checks
from summarizer.guards import unsupported_figure
from summarizer.guards.guard import DraftSentence, Rejection, ShownArticle
from summarizer.language.grounding import index_article
from summarizer.support.alignment import ParsedArticle

ARTICLE = checks.read(
    """Flood closes Dunmore market

The flood closed 14 shops in Dunmore on 3 March and left 120 families without power. Repairs of the market hall will
cost £4.5m, the council said.

The Rovers won the charity match 3-1 for the victims. One of the shops, Two Rivers Books, lost 900 novels. Last year the
council spent £1.5m on drains."""
)


def rejection(sentence: str) -> Rejection | None:
    shown_article = ShownArticle(ParsedArticle(index_article(ARTICLE)))
    return unsupported_figure.check(DraftSentence(sentence, shown_article))


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("The flood closed 17 shops in Dunmore.", 'bears out "17"'),
        ("The flood closed 14 shops in Dunmore on 9 April.", 'bears out "9 April"'),
        ("Repairs of the market hall will cost £6m.", 'bears out "£6m"'),
        ("The storm hurt 120 sailors.", 'bears out "120"'),
        ("The yacht was sold for £1.5m.", "beside other words"),
        ("Three Rivers Books lost novels.", 'bears out "Three"'),
        ("The match drew £900 for charity.", 'bears out "£900"'),
    ],
)
def test_a_figure_without_support_is_rejected(sentence: str, reason: str) -> None:
    found = rejection(sentence)
    assert found is not None
    assert reason in found.reason


@pytest.mark.parametrize(
    "sentence",
    [
        "The flood closed 14 shops in Dunmore.",
        "The flood left 120 families without power on 3 March.",
        "Repairs of the market hall will cost £4.5m.",
        "The Rovers won the charity match 3-1.",
        "One of the shops lost 900 novels.",
        "The bookshop Two Rivers Books lost its novels.",
        "The flood closed shops.",
        "Half of the shops in Dunmore were closed.",
    ],
)
def test_a_figure_of_the_article_among_its_words_passes(sentence: str) -> None:
    assert rejection(sentence) is None


def test_the_evidence_of_a_figure_among_other_words_is_the_articles_figure() -> None:
    found = rejection("The yacht was sold for £1.5m.")
    assert found is not None
    assert [ARTICLE.text_of(span) for span in found.evidence] == ["£1.5m"]


def test_the_evidence_of_a_figure_without_support_is_where_the_other_words_stand() -> None:
    found = rejection("The flood closed 17 shops in Dunmore.")
    assert found is not None
    assert "closed 14 shops" in ARTICLE.text_of(found.evidence[0])
