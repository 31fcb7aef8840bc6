"""What the model reads of a story's opening, its judgement of each sentence, and the choices among them."""

from __future__ import annotations

import math
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file

from summarizer.engines.embedded.sentence_judge import (
    CHOICE_FILE,
    FOR_READERS,
    HEADLINE_TOKENS,
    MAX_CHOSEN,
    MAX_GAP,
    MAX_JUDGED_SET,
    QUESTIONS,
    SENTENCE_TOKENS,
    WORTH_FILE,
    SentenceJudge,
    combinations_of,
    opening_states,
    set_scores,
)
from summarizer.engines.judgements.openings import JUDGED_SENTENCES, OpeningJudgement
from summarizer.models.errors import CorruptModel

from .stub_layers import SIZE, States, layers

HEADLINE = "Ferry sinks"
SENTENCES = ["A ferry sank off Torley.", "A file photo of the ferry.", "Nobody was hurt, police said."]
HIDDEN, RANK = 5, 2
PAIRS = ("hidden.weight", "hidden.bias", "before", "after")


def choice_weights(scale: float = 0.3) -> dict[str, NDArray[np.float32]]:
    """Random weights of a head for choices."""
    rng = np.random.default_rng(11)
    shapes = {
        "hidden.weight": (HIDDEN, 2 * SIZE),
        "hidden.bias": (HIDDEN,),
        "alone": (HIDDEN,),
        "first": (HIDDEN,),
        "before": (RANK, HIDDEN),
        "after": (RANK, HIDDEN),
        "follows": (MAX_GAP, HIDDEN),
        "gap": (MAX_GAP,),
        "alone_at": (JUDGED_SENTENCES,),
        "first_at": (JUDGED_SENTENCES,),
        "size": (MAX_CHOSEN,),
    }
    return {name: (rng.normal(size=shape) * scale).astype(np.float32) for name, shape in shapes.items()}


def judge(folder: Path, scale: float = 0.1) -> SentenceJudge:
    rng = np.random.default_rng(7)
    weight = (rng.normal(size=(len(QUESTIONS), 2 * SIZE)) * scale).astype(np.float32)
    save_file({"weight": weight, "bias": np.zeros(len(QUESTIONS), np.float32)}, folder / WORTH_FILE)
    save_file(choice_weights(), folder / CHOICE_FILE)
    return SentenceJudge(layers(), folder)


def test_the_headline_and_the_sentences_are_read_once_line_by_line(tmp_path: Path) -> None:
    states = States()
    rows = opening_states(layers(states), HEADLINE, SENTENCES)
    assert states.read == "\n".join([HEADLINE, *SENTENCES, ""])
    assert states.calls == 1
    assert rows.shape == (len(SENTENCES), 2 * SIZE)


def test_without_a_headline_the_first_sentence_is_read_first(tmp_path: Path) -> None:
    states = States()
    opening_states(layers(states), "", SENTENCES)
    assert states.read.startswith(SENTENCES[0])


def test_of_a_long_headline_and_sentence_the_beginning_is_read(tmp_path: Path) -> None:
    states = States()
    rows = opening_states(layers(states), "h" * 500, ["x" * 500, "y"])
    assert states.read == "h" * HEADLINE_TOKENS + "\n" + "x" * SENTENCE_TOKENS + "\ny\n"
    assert rows.shape[0] == 2


def test_what_follows_a_sentence_does_not_change_what_it_is(tmp_path: Path) -> None:
    one, *_ = judge(tmp_path).judge(HEADLINE, SENTENCES).worths
    [alone] = judge(tmp_path).judge(HEADLINE, SENTENCES[:1]).worths
    assert alone.main_event == pytest.approx(one.main_event, rel=1e-5)


def test_the_worth_is_the_logistic_function_of_the_mean_and_the_last_state(tmp_path: Path) -> None:
    judging = judge(tmp_path)
    rows = opening_states(layers(), HEADLINE, SENTENCES)
    weights = load_file(tmp_path / WORTH_FILE)
    expected = 1 / (1 + np.exp(-(rows @ weights["weight"].T + weights["bias"])))
    worths = judging.judge(HEADLINE, SENTENCES).worths
    found = [[getattr(worth, question) for question in QUESTIONS] for worth in worths]
    assert np.allclose(found, expected, rtol=1e-5)
    assert len(set(map(tuple, found))) == len(SENTENCES)


def test_all_sets_of_at_most_four_are_choices_the_likeliest_first(tmp_path: Path) -> None:
    judged = judge(tmp_path).judge(HEADLINE, SENTENCES)
    assert {choice.sentences for choice in judged.choices} == {(0,), (1,), (2,), (0, 1), (0, 2), (1, 2), (0, 1, 2)}
    shares = [choice.probability for choice in judged.choices]
    assert sum(shares) == pytest.approx(1)
    assert shares == sorted(shares, reverse=True)
    assert len(combinations_of(JUDGED_SENTENCES)) == 9 + 36 + 84
    judged = judge(tmp_path).judge(HEADLINE, [*SENTENCES, "It was built in 1987.", "It is insured."])
    assert len(judged.choices) == 5 + 10 + 10 + 5
    assert max(len(choice.sentences) for choice in judged.choices) == MAX_JUDGED_SET


def test_a_set_of_four_is_worth_what_one_of_three_is_and_what_the_fourth_adds() -> None:
    rows = np.random.default_rng(2).normal(size=(4, 2 * SIZE)).astype(np.float32)
    none = {name: np.zeros_like(weight) for name, weight in choice_weights().items()}
    sized = none | {"size": np.array([1, 2, 3], np.float32)}
    scores = dict(zip(combinations_of(4, MAX_JUDGED_SET), set_scores(sized, rows, MAX_JUDGED_SET), strict=True))
    assert scores[0, 1, 2, 3] == scores[0, 1, 3] == 3
    placed = none | {"alone_at": np.arange(JUDGED_SENTENCES, dtype=np.float32)}
    scores = dict(zip(combinations_of(4, MAX_JUDGED_SET), set_scores(placed, rows, MAX_JUDGED_SET), strict=True))
    assert scores[0, 1, 2, 3] - scores[0, 1, 2] == 3


def test_of_sets_that_editors_choose_as_often_readers_want_that_of_three(tmp_path: Path) -> None:
    judging = judge(tmp_path)
    save_file({name: np.zeros_like(weight) for name, weight in choice_weights().items()}, tmp_path / CHOICE_FILE)
    judged = SentenceJudge(layers(), tmp_path).judge(HEADLINE, SENTENCES)
    shares = {choice.sentences: choice.probability for choice in judged.choices}
    assert shares[0, 1, 2] / shares[0, 1] == pytest.approx(math.exp(FOR_READERS[2]), rel=1e-5)
    assert shares[0, 1] == pytest.approx(shares[2,])
    assert judged.choices[0].sentences == (0, 1, 2)
    assert judging.judge(HEADLINE, SENTENCES).choices != judged.choices


def test_a_sentence_is_needed_as_far_as_the_choices_have_it(tmp_path: Path) -> None:
    judged = judge(tmp_path).judge(HEADLINE, SENTENCES)
    for number, worth in enumerate(judged.worths):
        expected = sum(choice.probability for choice in judged.choices if number in choice.sentences)
        assert worth.needed == pytest.approx(expected)


def test_a_set_is_worth_what_its_sentences_add_in_their_places() -> None:
    weights = choice_weights()
    rows = np.random.default_rng(2).normal(size=(7, 2 * SIZE)).astype(np.float32)
    scores = dict(zip(combinations_of(7), set_scores(weights, rows), strict=True))
    assert len(set(scores.values())) == len(scores)
    none = {name: np.zeros_like(weight) for name, weight in weights.items()}
    flat = dict(zip(combinations_of(7), set_scores(none | {"gap": weights["gap"]}, rows), strict=True))
    for one, other in pairwise((0, 1, 3, 6)):
        assert flat[one, other] == pytest.approx(weights["gap"][min(other - one, MAX_GAP) - 1])
    assert flat[0, 4] == flat[0, 5] == flat[1, 6]
    assert all(flat[number,] == 0 for number in range(7))
    placed = {"alone_at": weights["alone_at"], "first_at": weights["first_at"], "size": weights["size"]}
    sums = dict(zip(combinations_of(7), set_scores(none | placed, rows), strict=True))
    expected = weights["alone_at"][[1, 2, 6]].sum() + weights["first_at"][1] + weights["size"][2]
    assert sums[1, 2, 6] == pytest.approx(expected)
    paired = dict(
        zip(combinations_of(7), set_scores(none | {name: weights[name] for name in PAIRS}, rows), strict=True)
    )
    assert paired[0, 2, 5] == pytest.approx(paired[0, 2] + paired[2, 5], rel=1e-4)
    assert paired[0, 2] != paired[0, 3]


def test_without_sentences_nothing_is_read(tmp_path: Path) -> None:
    assert judge(tmp_path).judge(HEADLINE, []) == OpeningJudgement()


@pytest.mark.parametrize("file", [WORTH_FILE, CHOICE_FILE])
@pytest.mark.parametrize("content", [b"", b"no tensors"])
def test_weights_that_cannot_be_read_are_named(tmp_path: Path, file: str, content: bytes) -> None:
    judge(tmp_path)
    (tmp_path / file).write_bytes(content)
    with pytest.raises(CorruptModel, match=file):
        SentenceJudge(layers(), tmp_path)
