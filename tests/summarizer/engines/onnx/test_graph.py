"""The model at 8 bits: properties of the rotation, and how near it stays to float32."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from summarizer.engines import Options
from summarizer.engines.embedded import rotation

from ..conftest import load, prompt_logits, torch_logits

ARTICLE = "The council voted on Tuesday to close two of its five libraries. About 40 staff will lose jobs."


@pytest.mark.parametrize("size", [32, 64, 96, 576, 7])
def test_the_rotation_is_orthogonal_reproducible_and_spreads_each_channel(size: int) -> None:
    matrix = rotation.random_orthogonal(size)
    np.testing.assert_allclose(matrix @ matrix.T, np.eye(size), atol=1e-12)
    assert (rotation.random_orthogonal(size) == matrix).all()
    if size > 16:
        assert np.abs(matrix).max() < 0.75  # no channel is mapped to one other


def test_quantised_weights_are_off_by_half_a_step_at_most() -> None:
    weights = np.random.default_rng(0).standard_normal((8, 300)).astype(np.float32)
    weights[3] = 0
    quantized, scales = rotation.quantize_int8(weights)
    assert quantized.dtype == np.int8
    assert (np.abs(quantized * scales[:, None] - weights) <= scales[:, None] * 0.5001).all()


@pytest.mark.usefixtures("backend_name")
def test_logits_at_8_bits_correlate_with_those_of_torch_in_float32(gguf: Path, chat: Path) -> None:
    engine = load(str(gguf))
    for count in (1, 2, 5):
        prompt = engine.summary_prompt(ARTICLE * count, sentences=2, words=30)
        logits, expected = prompt_logits(engine, prompt), torch_logits(chat, engine._encode(prompt))
        # weights of a large deviation are sensitive to rounding; a mistake gives a correlation of 0
        assert np.corrcoef(logits, expected)[0, 1] > 0.85


@pytest.mark.usefixtures("backend_name")
@pytest.mark.parametrize("options", [Options(max_tokens=12), Options(max_tokens=12, temperature=0.8)])
def test_neighbours_in_a_batch_change_nothing_at_8_bits_to_the_last_bit(gguf: Path, options: Options) -> None:
    engine = load(str(gguf))
    articles = (ARTICLE, ARTICLE * 2, ARTICLE[:40])
    prompts = [engine.summary_prompt(article, sentences=2, words=30) for article in articles]
    batched = engine.generate(prompts, n=4, options=options, seed=5)
    alone = [engine.generate([prompt], n=4, options=options, seed=5)[0] for prompt in prompts]
    assert batched == alone  # scores included
