"""A figure that a draft works out is printed only where the sentence's own sources have what it is worked out from."""

from __future__ import annotations

import pytest

import checks
from summarizer.guards import unsupported_figure
from summarizer.guards.guard import DraftSentence, ShownArticle
from summarizer.language.grounding import index_article
from summarizer.pipeline.result import Draft
from summarizer.pipeline.verification import verify_drafts
from summarizer.support.alignment import ParsedArticle

ARTICLE = """The Dunmore bakery let 9 bakers go in May and another 6 bakers in June, its owner said.

The union said bakers from Dunmore will march through the town on Friday.

The road from Dunmore to Skerra, 42km long, is closed. Its chairman, Tom Avery, called the cuts a disgrace.
"""
PARSED_ARTICLE = ParsedArticle(index_article(checks.read(ARTICLE)))

OTHER_PASSAGES = "can only be reckoned from figures of other passages"


def objection(sentence: str) -> str:
    shown_article = ShownArticle(PARSED_ARTICLE)
    rejection = unsupported_figure.check(DraftSentence(sentence, shown_article))
    return rejection.reason if rejection else ""


@pytest.mark.parametrize(
    ("sentence", "figure"),
    [
        ("The union said 15 bakers from Dunmore will march through the town on Friday.", "15"),
        ("The union said 3 bakers from Dunmore will march through the town on Friday.", "3"),
    ],
)
def test_a_figure_worked_out_from_other_passages_is_objected_to_and_not_printed(sentence: str, figure: str) -> None:
    assert objection(sentence) == f'"{figure}" {OTHER_PASSAGES}'
    verified = verify_drafts([Draft(sentence)], PARSED_ARTICLE)
    assert not verified.passed
    assert [rejection.reason for rejection in verified.rejected] == [f'"{figure}" {OTHER_PASSAGES}']


@pytest.mark.parametrize(
    "sentence",
    [
        "The Dunmore bakery let 15 bakers go in May and June, its owner said.",  # worked out from its own source
        "The road from Dunmore to Skerra, 26 miles long, is closed.",  # in another unit
        "The union said 6 bakers from Dunmore will march on Friday.",  # stated, if elsewhere
        "The Dunmore bakery let 9 bakers go in May, its owner said.",
        "The union said bakers from Dunmore will march through the town on Friday.",
    ],
)
def test_no_other_figure_is(sentence: str) -> None:
    assert objection(sentence) == ""
