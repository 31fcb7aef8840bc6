"""The states that the tuned layers compute, and the engine that has them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from summarizer.engines import Options
from summarizer.engines.embedded import preparation
from summarizer.engines.embedded.deletion_judge import DELETION_FILE
from summarizer.engines.embedded.engine import EmbeddedEngine, _load_backend
from summarizer.engines.embedded.rotation import random_orthogonal
from summarizer.engines.embedded.vocabulary import Shortlist
from summarizer.engines.judgements.deletions import DependencyParse
from summarizer.engines.judgements.support import Claim
from summarizer.models.errors import CorruptModel

from ..conftest import load
from .stub_layers import SIZE, layers

SENTENCE = DependencyParse("They met.", [(0, 4), (5, 8), (8, 9)], [1, 1, 1], ["nsubj", "ROOT", "punct"])


def test_each_state_has_the_mean_zero_and_the_deviation_one() -> None:
    states = layers().hidden_states([5, 70, 7, 90])
    assert states.shape == (4, SIZE)
    assert states.mean(axis=1) == pytest.approx(np.zeros(4), abs=1e-5)
    assert states.std(axis=1) == pytest.approx(np.ones(4), abs=1e-3)


@pytest.mark.usefixtures("backend_name")
@pytest.mark.parametrize("count", [1, 5, 40])
def test_the_states_are_those_of_transformers_after_so_many_layers(gguf: Path, count: int) -> None:
    import torch
    from transformers import AutoModelForCausalLM

    ids = [5 + 7 * number % 300 for number in range(count)]
    folder = preparation.prepare(gguf, name=gguf.stem, layers=1)
    prepared = preparation.read_prepared(folder)
    assert prepared.layers == 1
    states = _load_backend(folder, prepared, Shortlist(folder)).hidden_states(ids)
    model: Any = AutoModelForCausalLM.from_pretrained(gguf.parent, gguf_file=gguf.name, dtype=torch.float32).model
    assert len(model.layers) > 1
    model.layers, model.norm = model.layers[:1], torch.nn.Identity()
    with torch.no_grad():
        expected = model(torch.tensor([ids])).last_hidden_state[0].numpy()
    unrotated = states @ random_orthogonal(prepared.hidden_size).T
    assert np.corrcoef(unrotated.ravel(), expected.ravel())[0, 1] > 0.99  # at 8 bits


def test_the_revision_names_what_the_judges_answers_depend_on(gguf: Path, tmp_path: Path) -> None:
    def revision() -> str:
        return EmbeddedEngine(gguf, name=gguf.stem, editor_adapter=tmp_path).revision

    plain: EmbeddedEngine = load(str(gguf))
    (tmp_path / "adapter_model.safetensors").write_bytes(b"one")
    first = revision()
    assert first.startswith(f"{plain.revision} and judges sha256:")
    assert revision() == first
    (tmp_path / "worth.safetensors").write_bytes(b"another")
    second = revision()
    assert second not in (first, plain.revision)
    support = tmp_path / "support"
    support.mkdir()
    (support / "support.safetensors").write_bytes(b"a third")
    both = EmbeddedEngine(gguf, name=gguf.stem, editor_adapter=tmp_path, support_adapter=support)
    assert both.revision not in (first, second, plain.revision)


def test_a_model_that_has_not_learned_to_judge_says_so(gguf: Path) -> None:
    engine: EmbeddedEngine = load(str(gguf))
    assert engine.judge_deletions("", [SENTENCE]) is None
    assert engine.judge_sentences("", [SENTENCE.text]) is None
    assert engine.judge_support([Claim(SENTENCE.text, (SENTENCE.text,))]) is None
    with pytest.raises(ValueError, match="no editor adapter"):
        engine.tuned_layers()


def test_an_engine_with_a_editor_adapter_writes_what_it_wrote_without_and_judges_beside_it(
    gguf: Path, tmp_path: Path
) -> None:
    (tmp_path / "adapter_config.json").write_text("{}", "utf-8")
    (tmp_path / "adapter_model.safetensors").write_bytes(b"no tensors")
    (tmp_path / DELETION_FILE).write_bytes(b"no tensors")
    plain: EmbeddedEngine = load(str(gguf))
    prompt = plain.summary_prompt("They met on Friday.", sentences=2, words=30)
    expected = plain.generate([prompt], options=Options(max_tokens=12))
    engine = EmbeddedEngine(gguf, name=gguf.stem, editor_adapter=tmp_path)
    assert engine.generate([prompt], options=Options(max_tokens=12)) == expected
    with pytest.raises(CorruptModel):
        engine.judge_deletions("", [SENTENCE])
    assert engine.generate([prompt], options=Options(max_tokens=12)) == expected
