"""How likely a reader misses a phrase: the head on the states of the words around it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from safetensors.numpy import save_file

from summarizer.engines.embedded.deletion_judge import DELETION_FILE, DeletionJudge
from summarizer.engines.embedded.phrase_harm import HARM_FILE, LABELS, PhraseHarm
from summarizer.engines.embedded.summary_reading import DEPENDENCIES, SENTENCE_TOKENS, read_summary
from summarizer.engines.judgements.deletions import Phrase
from summarizer.models.errors import CorruptModel

from .stub_layers import SIZE, encode, layers
from .test_deletion_judge import FERRY, POLICE, sentence
from .test_deletion_judge import weights as weights_of_deletions

FERRY_ENDS, OPENING = Phrase((4, 5), 5), Phrase((0, 1), 1)  # "police said", "A ferry"


def weights() -> dict[str, NDArray[np.float16]]:
    """Random weights of a head for phrases."""
    rng = np.random.default_rng(8)
    shapes = {
        "hidden.weight": (6, 6 * SIZE + 3 + 4),
        "hidden.bias": (6,),
        "labels.weight": (4, 6),
        "labels.bias": (4,),
        "dependencies": (len(DEPENDENCIES), 3),
    }
    return {name: (rng.normal(size=shape) * 0.3).astype(np.float16) for name, shape in shapes.items()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    save_file(weights_of_deletions(), tmp_path / DELETION_FILE)
    save_file(weights(), tmp_path / HARM_FILE)
    return tmp_path


def test_the_probabilities_are_what_torch_makes_of_the_same_head(folder: Path) -> None:
    import torch
    from torch.nn import functional

    token_ids, [tokens, _] = read_summary(encode, "Ferry sinks", [FERRY, POLICE])
    found = PhraseHarm(folder).probabilities(layers().hidden_states(token_ids), tokens, [OPENING, FERRY_ENDS])
    known = {name: torch.tensor(weight.astype(np.float32)) for name, weight in weights().items()}
    states = torch.tensor(layers().hidden_states(token_ids))

    def word(entry: int) -> torch.Tensor:
        return (states[tokens.first[entry]] + states[tokens.last[entry]]) / 2

    whole = (states[tokens.start : tokens.end].mean(0) + states[tokens.end - 1]) / 2
    expected = []
    for own, top, before, after in (
        ([0, 1], 1, states[tokens.start - 1], word(2)),
        ([3, 4], 4, word(2), states[tokens.end - 1]),
    ):
        row = torch.cat(
            [
                (word(own[0]) + word(own[1])) / 2,
                before,
                after,
                word(top),
                word(tokens.heads[top]),
                whole,
                known["dependencies"][tokens.dependencies[top]],
                torch.tensor([2 / 20, 2 / 5, own[0] / 20, 1.0]),
            ]
        )
        hidden = functional.gelu(row @ known["hidden.weight"].T + known["hidden.bias"])
        shares = (hidden @ known["labels.weight"].T + known["labels.bias"]).softmax(0)
        expected.append(float(sum(shares[LABELS.index(label)] for label in "KB")))
    assert found == pytest.approx(expected, abs=1e-5)
    assert found[0] != pytest.approx(found[1], abs=1e-3)


def test_a_phrase_beyond_what_is_read_is_surely_missed(folder: Path) -> None:
    long = sentence(" ".join(["word"] * 100))
    token_ids, [tokens] = read_summary(encode, "", [long])
    assert len(tokens.words) < SENTENCE_TOKENS < len(long.words)
    states = layers().hidden_states(token_ids)
    harm = PhraseHarm(folder)
    assert harm.probabilities(states, tokens, [Phrase((98, 99), 99)]) == [1.0]
    near, far = harm.probabilities(states, tokens, [Phrase((3, 4), 4), Phrase((98, 99), 99)])
    assert near < far == 1.0
    assert harm.probabilities(states, tokens, []) == []


def test_the_judge_answers_for_each_sentence_what_was_asked_of_it(folder: Path) -> None:
    from dataclasses import replace

    asked = [replace(FERRY, phrases=[OPENING, FERRY_ENDS]), POLICE]
    first, second = DeletionJudge(layers(), folder).judge("Ferry sinks", asked)
    assert len(first.harms) == 2
    assert all(0 < harm < 1 for harm in first.harms)
    assert list(second.harms) == []


def test_without_the_head_nothing_is_told_of_phrases(folder: Path) -> None:
    from dataclasses import replace

    (folder / HARM_FILE).unlink()
    [found] = DeletionJudge(layers(), folder).judge("", [replace(FERRY, phrases=[OPENING])])
    assert list(found.harms) == []


@pytest.mark.parametrize("content", [b"", b"no tensors"])
def test_weights_that_cannot_be_read_are_named(folder: Path, content: bytes) -> None:
    (folder / HARM_FILE).write_bytes(content)
    with pytest.raises(CorruptModel, match=HARM_FILE):
        DeletionJudge(layers(), folder)
