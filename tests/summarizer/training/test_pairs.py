"""Which pairs a model is trained on, and how much of their articles is shown."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path

import pytest

from summarizer.training.pairs import (
    MAX_REFERENCE_SENTENCES,
    MIN_CUT_TOKENS,
    ArticleSummaryPair,
    make_example,
    read_pairs,
    round_up_to_ten,
    training_order,
)

FILLER = "The council met again and heard reports about roads and drains and lamps. "


def count_words(text: str) -> int:
    return len(text.split())


def example_of(article: str, summary: str, max_tokens: int = 600):  # type: ignore[no-untyped-def]
    return make_example(ArticleSummaryPair("1", "ours", article, summary), count_words, max_tokens, random.Random(0))


def test_a_pair_keeps_its_reference_and_states_its_limits() -> None:
    example = example_of(
        "A barge sank near Torley on Monday, the port said. Nobody was hurt.", "Barge sank near Torley. No one hurt."
    )
    assert example is not None
    assert example.summary == "Barge sank near Torley. No one hurt."
    assert example.sentences == 2
    assert example.words == 10


def test_a_reference_that_copies_an_article_sentence_is_left_out() -> None:
    assert (
        example_of("A barge sank near Torley. Nobody was hurt.", "Port traffic stopped. A barge sank near Torley.")
        is None
    )


def test_an_article_is_shown_as_far_as_its_reference_needs() -> None:
    article = FILLER * 40 + "Late on Friday Mayor Edith Crane resigned."
    example = example_of(article, "Edith Crane resigned as mayor. Reports heard about roads.")
    assert example is not None
    assert "Edith Crane" in example.article


def test_a_long_article_is_cut_where_its_reference_needs_no_more() -> None:
    example = example_of(
        "Mayor Edith Crane resigned. " + FILLER * 200, "Edith Crane resigned as mayor. Roads were discussed."
    )
    assert example is not None
    assert MIN_CUT_TOKENS <= count_words(example.article) <= 600


def test_a_pair_that_needs_more_tokens_than_there_are_is_left_out() -> None:
    article = FILLER * 100 + "Late on Friday Mayor Edith Crane resigned."
    assert example_of(article, "Edith Crane resigned as mayor. Reports heard about roads.") is None


def test_a_long_reference_gives_its_first_sentences() -> None:
    reference = " ".join(f"Point {number} was raised in the council." for number in range(1, 9))
    example = example_of(FILLER + " ".join(f"They raised point {number} too." for number in range(1, 9)), reference)
    assert example is not None
    assert example.sentences == MAX_REFERENCE_SENTENCES
    assert "Point 5" not in example.summary


@pytest.mark.parametrize(("words", "stated"), [(1, 10), (10, 10), (11, 20), (39, 40)])
def test_the_limit_in_a_prompt_is_a_multiple_of_ten(words: int, stated: int) -> None:
    assert round_up_to_ten(words) == stated


def test_a_share_limits_the_pairs_of_a_large_dataset() -> None:
    pairs = [ArticleSummaryPair(str(n), "large", "a", "s") for n in range(100)] + [
        ArticleSummaryPair(f"s{n}", "small", "a", "s") for n in range(5)
    ]
    ordered = list(training_order(pairs, epochs=2, shares={"large": 10}, seed=1))
    assert sum(pair.dataset == "small" for pair in ordered) == 10
    large = [pair.id for pair in ordered if pair.dataset == "large"]
    assert len(large) == len(set(large)) == 20


def test_the_same_seed_gives_the_same_order_and_another_seed_another() -> None:
    pairs = [ArticleSummaryPair(str(n), "", "a", "s") for n in range(50)]
    orders = [[pair.id for pair in training_order(pairs, 1, {}, seed)] for seed in (1, 1, 2)]
    assert orders[0] == orders[1] != orders[2]


@pytest.mark.parametrize("name", ["pairs.jsonl", "pairs.jsonl.gz"])
def test_pairs_are_read_plain_and_compressed(tmp_path: Path, name: str) -> None:
    line = json.dumps({"article": "Long text.", "summary": "Short.", "dataset": "ours"}) + "\n"
    path = tmp_path / name
    path.write_bytes(gzip.compress(line.encode()) if name.endswith("gz") else line.encode())
    assert list(read_pairs(path)) == [ArticleSummaryPair("1", "ours", "Long text.", "Short.")]


def test_a_line_without_a_summary_is_named_by_its_number(tmp_path: Path) -> None:
    path = tmp_path / "pairs.jsonl"
    path.write_text('{"article": "a", "summary": "s"}\n{"article": "a"}\n', "utf-8")
    with pytest.raises(ValueError, match=":2:"):
        list(read_pairs(path))
