"""The metrics of unchecked drafts."""

from __future__ import annotations

import pytest

from summarizer.training.evaluate import format_metrics, measure_draft
from summarizer.training.metrics import rouge
from summarizer.training.pairs import ArticleSummaryPair

ARTICLE = "A barge sank near Torley on Monday, the port said. Nobody was hurt. Divers will look at the hull on Friday."
PAIR = ArticleSummaryPair("1", "ours", ARTICLE, "A barge sank near Torley. No one was hurt.")


def test_the_reference_itself_has_full_rouge() -> None:
    assert rouge(PAIR.summary, PAIR.summary) == (1.0, 1.0)


def test_rouge_counts_shared_words_and_their_order() -> None:
    rouge_1, rouge_l = rouge("barge sank", "sank a barge")
    assert rouge_1 == pytest.approx(0.8)
    assert rouge_l == pytest.approx(0.4)


def test_an_empty_draft_scores_nothing() -> None:
    assert rouge("", PAIR.summary) == (0.0, 0.0)


def test_an_invented_figure_is_counted_and_a_stated_day_is_not() -> None:
    assert measure_draft(PAIR, "Seven barges sank near Torley.").has_unsupported_figure
    assert not measure_draft(PAIR, "A barge sank near Torley on Monday.").has_unsupported_figure


def test_copies_loops_and_cut_off_drafts_are_counted_separately() -> None:
    copied = measure_draft(PAIR, "Nobody was hurt.")
    assert copied.copied_share == 1.0
    assert not copied.is_looping
    assert measure_draft(PAIR, "The barge sank. The barge sank.").is_looping
    assert measure_draft(PAIR, "The barge stayed afloat as the barge stayed afloat.").is_looping
    assert measure_draft(PAIR, "The barge sank near …").is_cut_off
    assert not copied.is_cut_off


def test_the_line_has_the_number_of_articles_and_the_mean_shares() -> None:
    line = format_metrics([measure_draft(PAIR, "Torley saw a barge sink."), measure_draft(PAIR, "Nobody was hurt.")])
    assert "2 articles" in line
    assert "copied 50.0%" in line
