"""The measures that stand beside the recipe."""

from __future__ import annotations

import pytest

from summarizer.training.evaluate import mark, rouge, table
from summarizer.training.pairs import Pair

ARTICLE = "A barge sank near Torley on Monday, the port said. Nobody was hurt. Divers will look at the hull on Friday."
PAIR = Pair("1", "ours", ARTICLE, "A barge sank near Torley. No one was hurt.")


def test_the_reference_itself_scores_full_likeness() -> None:
    assert rouge(PAIR.summary, PAIR.summary) == (1.0, 1.0)


def test_likeness_counts_shared_words_and_their_order() -> None:
    one, longest = rouge("barge sank", "sank a barge")
    assert one == pytest.approx(0.8)
    assert longest == pytest.approx(0.4)


def test_an_empty_draft_scores_nothing() -> None:
    assert rouge("", PAIR.summary) == (0.0, 0.0)


def test_an_invented_figure_is_counted_and_a_stated_day_is_not() -> None:
    assert mark(PAIR, "Seven barges sank near Torley.").unsupported
    assert not mark(PAIR, "A barge sank near Torley on Monday.").unsupported


def test_copying_loops_and_broken_ends_are_told_apart() -> None:
    copied = mark(PAIR, "Nobody was hurt.")
    assert copied.copied == 1.0
    assert not copied.loops
    assert mark(PAIR, "The barge sank. The barge sank.").loops
    assert mark(PAIR, "The barge sank near …").cut_off
    assert not copied.cut_off


def test_the_table_sets_likeness_beside_the_lead() -> None:
    line = table([mark(PAIR, "Torley saw a barge sink."), mark(PAIR, "Nobody was hurt.")])
    assert "2 articles" in line
    assert "copied 50.0%" in line
