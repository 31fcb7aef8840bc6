"""What the model reads of a claim, and what the head makes of it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from summarizer.engines.embedded.activations import gelu
from summarizer.engines.embedded.support_judge import (
    MAX_BRANCHES,
    PASSAGE_TOKENS,
    SENTENCE_TOKENS,
    SUPPORT_FILE,
    SupportJudge,
    read_claim,
)
from summarizer.engines.judgements.support import Claim
from summarizer.models.errors import CorruptModel

from .stub_layers import SIZE, States, encode, layers

CLAIM = Claim("The ferry sank.", ("A ferry sank off Torley.", "Nobody was hurt."))
OTHER = Claim("Nobody sank.", ("Nobody was hurt.",))
HIDDEN = 5


def judge(folder: Path, states: States | None = None) -> SupportJudge:
    rng = np.random.default_rng(3)
    shapes = {
        "hidden.weight": (HIDDEN, 2 * SIZE),
        "hidden.bias": (HIDDEN,),
        "out.weight": (1, HIDDEN),
        "out.bias": (1,),
    }
    save_file(
        {name: rng.normal(size=shape).astype(np.float32) for name, shape in shapes.items()}, folder / SUPPORT_FILE
    )
    return SupportJudge(layers(states), folder)


def test_the_passages_the_sentence_and_a_question_are_read(tmp_path: Path) -> None:
    states = States()
    judge(tmp_path, states).log_odds([CLAIM])
    assert states.read == "News: A ferry sank off Torley. Nobody was hurt.\nSummary: The ferry sank.\nTrue?"
    assert states.calls == 1


def test_of_long_passages_and_a_long_sentence_the_beginning_is_read() -> None:
    token_ids, start = read_claim(encode, Claim("s" * 500, ("p" * 500, "q" * 500)))
    read = "".join(map(chr, token_ids))
    passages = f" {'p' * (PASSAGE_TOKENS - 1)} {'q' * (PASSAGE_TOKENS - 1)}"
    assert read == f"News:{passages}\nSummary: {'s' * (SENTENCE_TOKENS - 1)}\nTrue?"
    assert read[start:].startswith(" sss")


def test_the_head_is_given_the_last_state_and_the_mean_from_the_sentence_on(tmp_path: Path) -> None:
    judging = judge(tmp_path)
    token_ids, start = read_claim(encode, CLAIM)
    states = layers().hidden_states(token_ids)
    weights = load_file(tmp_path / SUPPORT_FILE)
    row = np.concatenate([states[-1], states[start:].mean(0)])
    hidden = gelu(weights["hidden.weight"] @ row + weights["hidden.bias"])
    assert judging.log_odds([CLAIM]) == pytest.approx(weights["out.weight"] @ hidden + weights["out.bias"], rel=1e-4)


def test_what_is_asked_together_does_not_matter(tmp_path: Path) -> None:
    judging = judge(tmp_path)
    [one], [other] = judging.log_odds([CLAIM]), judging.log_odds([OTHER])
    assert judging.log_odds([CLAIM, OTHER]) == pytest.approx([one, other], rel=1e-5)
    assert one != pytest.approx(other)
    assert judging.log_odds([]) == []


def test_passages_are_read_once_for_the_sentences_about_them(tmp_path: Path) -> None:
    states = States()
    judging = judge(tmp_path, states)
    again = Claim("It sank.", CLAIM.passages)
    [one], [other], [second] = judging.log_odds([CLAIM]), judging.log_odds([OTHER]), judging.log_odds([again])
    states.calls = 0
    assert judging.log_odds([CLAIM, OTHER, again]) == pytest.approx([one, other, second], rel=1e-4)
    assert states.calls == 2
    states.calls = 0
    judging.log_odds([Claim(f"Nobody sank {number}.", CLAIM.passages) for number in range(MAX_BRANCHES + 1)])
    assert states.calls == 2


def test_a_head_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / SUPPORT_FILE).write_bytes(b"no tensors")
    with pytest.raises(CorruptModel, match=SUPPORT_FILE):
        SupportJudge(layers(), tmp_path)
