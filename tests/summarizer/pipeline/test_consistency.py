"""Sentences are printed together where their text as a whole passes the checks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from summarizer.guards.candidate import Origin, SummaryCandidate
from summarizer.language.grounding import content_stems
from summarizer.limits import Limits
from summarizer.pipeline import consistency
from summarizer.pipeline.consistency import select_consistent
from summarizer.pipeline.selection import DEFAULT_WEIGHTS, select

from .test_candidates import article_texts, parse_article
from .test_summarize import ARTICLE


def own(text: str, source: int, **changes: Any) -> SummaryCandidate:
    return SummaryCandidate(
        text, Origin.KEPT, 0, source, frozenset(content_stems(text)), (source,), depends_on_previous=False, **changes
    )


def test_sentences_that_spoil_the_whole_are_left_out_with_the_reason() -> None:
    parsed_article = parse_article(ARTICLE)
    wrong = own("All 68 passengers were taken off by two lifeboats.", 2, salience=1.0)
    right = own("All 86 passengers were taken off by two lifeboats.", 2, salience=0.1)
    likeliest = partial(select, sentences=1, words=None, weights=DEFAULT_WEIGHTS)
    text, spoilt = select_consistent([wrong, right], parsed_article.index, Limits(1), likeliest)
    assert text is not None
    assert text.sentences == (right,)
    assert [(rejection.text, bool(rejection.rule)) for rejection in spoilt] == [(wrong.text, True)]
    assert select_consistent([wrong], parsed_article.index, Limits(1), likeliest)[0] is None


NEIGHBOURS = (
    "Pier closes in Torley\n\n"
    "The harbour board closed the old pier of Torley on Monday after a storm had shaken it.\n\n"
    "However, its fishermen may land their catch at the new quay until the end of the year.\n\n"
    "The repair of the pier will take two years and cost the town 3 million euros."
)


def test_a_sentence_that_got_its_connective_back_is_left_out_as_well() -> None:
    parsed_article = parse_article(
        NEIGHBOURS.replace("However, its", "However, 12 of its") + "\n\nIt has 15 fishermen."
    )
    first, second, *_ = sorted(article_texts(parsed_article).values(), key=lambda candidate: candidate.sources)
    wrong = replace(second, text=second.text.replace("12", "19"))
    offered: list[int] = []

    def choose(remaining: Sequence[SummaryCandidate]) -> tuple[SummaryCandidate, ...]:
        offered.append(len(remaining))
        return tuple(remaining)

    text, spoilt = select_consistent([first, wrong], parsed_article.index, Limits(3), choose)
    assert text is not None
    assert text.sentences == (first,)
    assert offered == [2, 1]
    assert [rejection.draft for rejection in spoilt] == [None]


def test_each_sentence_that_spoils_the_whole_has_its_own_reason() -> None:
    parsed_article = parse_article(ARTICLE)
    wrong = [own("All 68 passengers were taken off.", 2), own("The ferry was built in 1902.", 3)]
    _, spoilt = select_consistent(wrong, parsed_article.index, Limits(3), tuple)
    reasons = {rejection.text: rejection.reason for rejection in spoilt}
    assert len(set(reasons.values())) == 2
    assert "68" in reasons[wrong[0].text]
    assert "1902" in reasons[wrong[1].text]


def with_connectives(*numbers: int, words: int | None = None, text: str = NEIGHBOURS) -> list[str]:
    parsed_article = parse_article(text)
    whole = article_texts(parsed_article)
    in_order = sorted(whole.values(), key=lambda candidate: candidate.sources)
    chosen = tuple(in_order[number] for number in numbers)
    limits = Limits(3, words)
    return [sentence.text for sentence in consistency._with_connectives(chosen, parsed_article.index, limits)]


def test_a_connective_stays_between_the_sentences_that_it_joins() -> None:
    assert with_connectives(0, 1)[1].startswith("However, its fishermen")


@pytest.mark.parametrize("connective", ["And", "Also,", "Moreover,", "Now,"])
def test_a_connective_that_sets_nothing_against_the_rest_goes(connective: str) -> None:
    text = NEIGHBOURS.replace("However,", connective)
    assert with_connectives(0, 1, text=text)[1].startswith("Its fishermen")


def test_a_connective_goes_where_the_sentence_before_it_is_left_out_or_words_are_scarce() -> None:
    assert with_connectives(1)[0].startswith("Its fishermen")
    assert with_connectives(0, 1, words=30)[1].startswith("Its fishermen")
