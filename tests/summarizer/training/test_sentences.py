"""Labels of openings as examples, and the weights that are fitted to them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from summarizer.engines.embedded.sentence_judge import CHOICE_FILE, QUESTIONS, WORTH_FILE, SentenceJudge
from summarizer.training.sentences import (
    LabelledOpening,
    cross_validated_area,
    examples,
    fit_logistic_regression,
    labelled_openings,
    write_regressions,
)

from ..engines.embedded.stub_layers import SIZE, layers
from ..engines.embedded.test_sentence_judge import choice_weights

ARTICLE = "Ferry sinks\n\nA ferry sank off Torley on Friday. A file photo of the ferry. Nobody was hurt, police said."
STARTS = [ARTICLE.index(text) for text in ("A ferry", "A file", "Nobody")]
RECORD = {"article": "a", "sentences": STARTS, "kinds": "SCS", "worths": "MJN"}


def opening(name: int, kinds: str, worths: str) -> LabelledOpening:
    """An opening whose states say what its labels are, with noise."""
    rng = np.random.default_rng(name)
    states = rng.normal(size=(len(kinds), 2 * SIZE))
    for row, (kind, worth) in enumerate(zip(kinds, worths, strict=True)):
        states[row, 0] += 4 * (kind != "S")
        states[row, 1] += 4 * (worth == "M")
        states[row, 2] += 4 * (worth in "MN")
    return LabelledOpening(f"{name:x}", states, kinds, worths)


OPENINGS = [opening(name, "SCSSPG", "MJNUDJ") for name in range(60)]


def test_the_sentences_of_the_articles_at_hand_are_read() -> None:
    [found] = labelled_openings([RECORD, {**RECORD, "article": "another"}], {"a": ARTICLE}, layers())
    assert (found.article, found.kinds, found.worths) == ("a", "SCS", "MJN")
    assert found.states.shape == (3, 2 * SIZE)


def test_an_article_that_is_divided_otherwise_by_now_is_left_out() -> None:
    moved = {**RECORD, "sentences": [STARTS[0] + 1, *STARTS[1:]]}
    assert list(labelled_openings([moved], {"a": ARTICLE}, layers())) == []


def test_what_has_a_caption_stuck_to_it_is_no_example_of_boilerplate() -> None:
    _, labels, folds = examples(OPENINGS[:1], "boilerplate")
    assert labels.tolist() == [False, True, False, False, True]
    assert set(folds.tolist()) == {0}


def test_the_main_news_is_in_the_sentence_that_is_labelled_so() -> None:
    _, labels, _ = examples(OPENINGS[:1], "main_event")
    assert labels.tolist() == [True, False, False, False, False, False]


@pytest.mark.parametrize("question", QUESTIONS)
def test_what_the_states_tell_is_learned(question: str) -> None:
    rows, labels, folds = examples(OPENINGS, question)
    assert cross_validated_area(rows, labels, folds, 1.0) > 0.95
    shuffled = np.random.default_rng(1).permutation(labels)
    assert cross_validated_area(rows, shuffled, folds, 1.0) < 0.7


def test_the_bias_alone_says_how_often_the_answer_is_yes() -> None:
    rows = np.random.default_rng(3).normal(size=(400, 4))
    labels = np.arange(400) % 4 == 0
    weights, bias = fit_logistic_regression(rows, labels, 1e9)
    assert np.allclose(weights, 0, atol=1e-4)
    assert 1 / (1 + np.exp(-bias)) == pytest.approx(0.25, abs=0.01)


def test_the_engine_reads_what_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_regressions(OPENINGS, tmp_path)
    assert "boilerplate: 120 of 300 sentences, area under the ROC curve" in capsys.readouterr().out
    assert (tmp_path / WORTH_FILE).is_file()
    save_file(choice_weights(), tmp_path / CHOICE_FILE)
    [worth] = SentenceJudge(layers(), tmp_path).judge("", ["A ferry sank."]).worths
    assert 0 <= worth.main_event <= 1
