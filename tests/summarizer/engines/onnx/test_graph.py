"""The network at 8 bits: what the turning must keep, and how near it stays to float32."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from summarizer.engines import Options, load
from summarizer.engines.llama import rotation

ARTICLE = "The council voted on Tuesday to close two of its five libraries. About 40 staff will lose jobs."


@pytest.mark.parametrize("size", [32, 64, 96, 576, 7])
def test_turning_is_orthogonal_always_the_same_and_spreads_each_place(size: int) -> None:
    made = rotation.turning(size)
    np.testing.assert_allclose(made @ made.T, np.eye(size), atol=1e-12)
    assert (rotation.turning(size) == made).all()
    if size > 16:
        assert np.abs(made).max() < 0.75  # no place stays by itself


def test_weights_at_8_bits_are_a_half_step_off_at_most() -> None:
    weights = np.random.default_rng(0).standard_normal((8, 300)).astype(np.float32)
    weights[3] = 0
    whole, scales = rotation.at_8_bits(weights)
    assert whole.dtype == np.int8
    assert (np.abs(whole * scales[:, None] - weights) <= scales[:, None] * 0.5001).all()


def scored(engine: Any, prompt: str) -> Any:
    ids = engine._ids(prompt)
    return engine._network.read([ids], [engine._words(ids)], [1], lambda: False)[0].ravel()


@pytest.mark.usefixtures("form")
def test_at_8_bits_the_scores_stay_near_those_of_float32(gguf: Path) -> None:
    engine, exact = load(str(gguf)), load(str(gguf), exact=True)
    for count in (1, 2, 5):
        prompt = engine.ask(ARTICLE * count, sentences=2, words=30)
        ours, theirs = scored(engine, prompt), scored(exact, prompt)
        assert np.corrcoef(ours, theirs)[0, 1] > 0.85  # wide random weights bear rounding badly; a slip gives 0
        assert not np.array_equal(ours, theirs)


@pytest.mark.usefixtures("form")
@pytest.mark.parametrize("options", [Options(max_tokens=12), Options(max_tokens=12, temperature=0.8)])
def test_at_8_bits_too_neighbours_change_nothing_to_the_last_bit(gguf: Path, options: Options) -> None:
    engine = load(str(gguf))
    prompts = [engine.ask(text, sentences=2, words=30) for text in (ARTICLE, ARTICLE * 2, ARTICLE[:40])]
    together = engine.generate(prompts, n=4, options=options, seed=5)
    alone = [engine.generate([prompt], n=4, options=options, seed=5)[0] for prompt in prompts]
    assert together == alone  # scores included
