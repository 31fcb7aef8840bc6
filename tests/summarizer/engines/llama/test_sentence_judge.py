"""What the model reads of a story's opening, and the worth of each sentence."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from summarizer.engines.llama.sentence_judge import (
    HEADLINE_TOKENS,
    QUESTIONS,
    SENTENCE_TOKENS,
    WORTH_FILE,
    SentenceJudge,
    opening_states,
)
from summarizer.engines.llama.tuned_layers import TunedLayers
from summarizer.models.errors import CorruptModel

from .test_phrase_judge import SIZE, States, Tokens, head

HEADLINE = "Ferry sinks"
SENTENCES = ["A ferry sank off Torley.", "A file photo of the ferry.", "Nobody was hurt, police said."]


def layers(folder: Path, states: States | None = None) -> TunedLayers:
    return TunedLayers(states or States(), Tokens(), SIZE, head(folder))


def judge(folder: Path, scale: float = 0.1) -> SentenceJudge:
    rng = np.random.default_rng(7)
    weight = (rng.normal(size=(len(QUESTIONS), 2 * SIZE)) * scale).astype(np.float32)
    save_file({"weight": weight, "bias": np.zeros(len(QUESTIONS), np.float32)}, folder / WORTH_FILE)
    return SentenceJudge(layers(folder), folder)


class Remembering(States):
    """States that remember what was read last."""

    read = ""

    def states(self, token_ids):  # type: ignore[no-untyped-def]
        self.read = "".join(map(chr, token_ids))
        return super().states(token_ids)


def test_the_headline_and_the_sentences_are_read_once_line_by_line(tmp_path: Path) -> None:
    states = Remembering()
    rows = opening_states(layers(tmp_path, states), HEADLINE, SENTENCES)
    assert states.read == "\n".join([HEADLINE, *SENTENCES, ""])
    assert states.calls == 1
    assert rows.shape == (len(SENTENCES), 2 * SIZE)


def test_without_a_headline_the_first_sentence_is_read_first(tmp_path: Path) -> None:
    states = Remembering()
    opening_states(layers(tmp_path, states), "", SENTENCES)
    assert states.read.startswith(SENTENCES[0])


def test_of_a_long_headline_and_sentence_the_beginning_is_read(tmp_path: Path) -> None:
    states = Remembering()
    rows = opening_states(layers(tmp_path, states), "h" * 500, ["x" * 500, "y"])
    assert states.read == "h" * HEADLINE_TOKENS + "\n" + "x" * SENTENCE_TOKENS + "\ny\n"
    assert rows.shape[0] == 2


def test_what_follows_a_sentence_does_not_change_its_worth(tmp_path: Path) -> None:
    one, *_ = judge(tmp_path).worths(HEADLINE, SENTENCES)
    [alone] = judge(tmp_path).worths(HEADLINE, SENTENCES[:1])
    assert alone.needed == pytest.approx(one.needed, rel=1e-5)


def test_the_worth_is_the_logistic_function_of_the_mean_and_the_last_state(tmp_path: Path) -> None:
    judging = judge(tmp_path)
    rows = opening_states(layers(tmp_path), HEADLINE, SENTENCES)
    from safetensors.numpy import load_file

    weights = load_file(tmp_path / WORTH_FILE)
    expected = 1 / (1 + np.exp(-(rows @ weights["weight"].T + weights["bias"])))
    found = [[getattr(worth, question) for question in QUESTIONS] for worth in judging.worths(HEADLINE, SENTENCES)]
    assert np.allclose(found, expected, rtol=1e-5)
    assert len(set(map(tuple, found))) == len(SENTENCES)


def test_without_sentences_nothing_is_read(tmp_path: Path) -> None:
    assert judge(tmp_path).worths(HEADLINE, []) == []


@pytest.mark.parametrize("content", [b"", b"no tensors"])
def test_weights_that_cannot_be_read_are_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / WORTH_FILE).write_bytes(content)
    with pytest.raises(CorruptModel, match=WORTH_FILE):
        SentenceJudge(layers(tmp_path), tmp_path)
