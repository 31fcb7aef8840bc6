"""Which pairs a model is taught with, and how far their articles are shown."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path

import pytest

from summarizer.training.pairs import MOST_SENTENCES, SHORTEST_CUT, Pair, curriculum, lesson, read_pairs, round_up

FILLER = "The council met again and heard reports about roads and drains and lamps. "


def words(text: str) -> int:
    return len(text.split())


def made(article: str, summary: str, most: int = 600):  # type: ignore[no-untyped-def]
    return lesson(Pair("1", "ours", article, summary), words, most, random.Random(0))


def test_a_pair_keeps_its_reference_and_states_its_limits() -> None:
    one = made(
        "A barge sank near Torley on Monday, the port said. Nobody was hurt.", "Barge sank near Torley. No one hurt."
    )
    assert one is not None
    assert one.summary == "Barge sank near Torley. No one hurt."
    assert one.sentences == 2
    assert one.words == 10


def test_a_reference_that_copies_an_article_sentence_is_left_out() -> None:
    assert made("A barge sank near Torley. Nobody was hurt.", "Port traffic stopped. A barge sank near Torley.") is None


def test_an_article_is_shown_as_far_as_its_reference_needs() -> None:
    article = FILLER * 40 + "Late on Friday Mayor Edith Crane resigned."
    one = made(article, "Edith Crane resigned as mayor. Reports heard about roads.")
    assert one is not None
    assert "Edith Crane" in one.article


def test_a_long_article_is_cut_where_its_reference_needs_no_more() -> None:
    one = made("Mayor Edith Crane resigned. " + FILLER * 200, "Edith Crane resigned as mayor. Roads were discussed.")
    assert one is not None
    assert SHORTEST_CUT <= words(one.article) <= 600


def test_a_pair_that_needs_more_room_than_there_is_stays_out() -> None:
    article = FILLER * 100 + "Late on Friday Mayor Edith Crane resigned."
    assert made(article, "Edith Crane resigned as mayor. Reports heard about roads.") is None


def test_a_long_reference_gives_its_first_sentences() -> None:
    reference = " ".join(f"Point {number} was raised in the council." for number in range(1, 9))
    one = made(FILLER + " ".join(f"They raised point {number} too." for number in range(1, 9)), reference)
    assert one is not None
    assert one.sentences == MOST_SENTENCES
    assert "Point 5" not in one.summary


@pytest.mark.parametrize(("said", "stated"), [(1, 10), (10, 10), (11, 20), (39, 40)])
def test_the_words_a_prompt_states_are_tens(said: int, stated: int) -> None:
    assert round_up(said) == stated


def test_a_share_keeps_a_large_source_from_drowning_a_small_one() -> None:
    pairs = [Pair(str(n), "large", "a", "s") for n in range(100)] + [Pair(f"s{n}", "small", "a", "s") for n in range(5)]
    drawn = list(curriculum(pairs, passes=2, shares={"large": 10}, seed=1))
    assert sum(pair.dataset == "small" for pair in drawn) == 10
    large = [pair.id for pair in drawn if pair.dataset == "large"]
    assert len(large) == len(set(large)) == 20


def test_the_same_seed_gives_the_same_order_and_another_seed_another() -> None:
    pairs = [Pair(str(n), "", "a", "s") for n in range(50)]
    orders = [[pair.id for pair in curriculum(pairs, 1, {}, seed)] for seed in (1, 1, 2)]
    assert orders[0] == orders[1] != orders[2]


@pytest.mark.parametrize("name", ["pairs.jsonl", "pairs.jsonl.gz"])
def test_pairs_are_read_plain_and_compressed(tmp_path: Path, name: str) -> None:
    line = json.dumps({"article": "Long text.", "summary": "Short.", "dataset": "ours"}) + "\n"
    path = tmp_path / name
    path.write_bytes(gzip.compress(line.encode()) if name.endswith("gz") else line.encode())
    assert list(read_pairs(path)) == [Pair("1", "ours", "Long text.", "Short.")]


def test_a_line_without_a_summary_is_named_by_its_number(tmp_path: Path) -> None:
    path = tmp_path / "pairs.jsonl"
    path.write_text('{"article": "a", "summary": "s"}\n{"article": "a"}\n', "utf-8")
    with pytest.raises(ValueError, match=":2:"):
        list(read_pairs(path))
