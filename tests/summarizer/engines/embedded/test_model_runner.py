"""Sharing of work among cores, rows and batches: none of it changes a result."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from summarizer.engines import Options, cpu_cores
from summarizer.engines.embedded import scheduler
from summarizer.engines.embedded.engine import EmbeddedEngine
from summarizer.engines.embedded.kv_cache import KVCache
from summarizer.engines.interface import Engine, Finish
from summarizer.engines.native import backend as native_backend
from summarizer.engines.onnx import backend as onnx_backend

from ..conftest import load as load_model

pytestmark = pytest.mark.usefixtures("backend_name")

STORY = "The council voted on Tuesday to close two of its five libraries. About 40 staff will lose jobs. "
GREEDY = Options(max_tokens=14)
SAMPLING = Options(max_tokens=14, temperature=0.9)


def load(model: str) -> EmbeddedEngine:
    """The engine of a tiny model, whose texts often end: every ninth token ends them."""
    engine: EmbeddedEngine = load_model(model)
    engine._end_tokens = range(0, 400, 9)
    return engine


def summary_prompts(engine: Engine, count: int) -> list[str]:
    """Prompts of different lengths, whose texts end at different times."""
    stories = [f"{number} {STORY * (1 + number % 3)}" for number in range(count)]
    return [engine.summary_prompt(story, sentences=2, words=30) for story in stories]


def set_chunk_tokens(monkeypatch: pytest.MonkeyPatch, tokens: int) -> None:
    """Sets the size of the chunks in which prompts are prefilled."""
    monkeypatch.setattr(onnx_backend, "CHUNK_TOKENS", tokens)
    monkeypatch.setattr(native_backend, "CHUNK_TOKENS", tokens)


@pytest.fixture(params=[1, 2, 3])
def cores(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(cpu_cores, "physical_cores", lambda: request.param)
    return int(request.param)


@pytest.mark.parametrize("options", [GREEDY, SAMPLING])
def test_a_batch_gives_each_prompt_what_it_gets_alone_to_the_last_bit(gguf: Path, options: Options, cores: int) -> None:
    engine = load(str(gguf))
    prompts = summary_prompts(engine, 9)
    batched = engine.generate(prompts, options=options, seed=3)
    assert len({text.tokens for [text] in batched}) > 1  # some rows were dropped while others went on
    assert batched == [engine.generate([prompt], options=options, seed=3)[0] for prompt in prompts]


@pytest.mark.parametrize("count", [3, 9])
def test_several_samples_of_several_prompts_are_those_of_each_prompt_alone(gguf: Path, cores: int, count: int) -> None:
    engine = load(str(gguf))
    prompts = summary_prompts(engine, 5)
    batched = engine.generate(prompts, n=count, options=SAMPLING, seed=3)
    assert batched == [engine.generate([prompt], n=count, options=SAMPLING, seed=3)[0] for prompt in prompts]


def test_the_number_of_cores_makes_no_difference(gguf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    results = []
    for cores in (1, 2, 4):
        monkeypatch.setattr(cpu_cores, "physical_cores", lambda cores=cores: cores)
        engine = load(str(gguf))
        results.append(engine.generate(summary_prompts(engine, 3), n=6, options=SAMPLING, seed=3))
    assert results[0] == results[1] == results[2]  # scores included


def test_the_size_of_prefill_chunks_changes_nothing_to_the_last_bit(
    gguf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = load(str(gguf))
    prompt = engine.summary_prompt(STORY * 12, sentences=2, words=30)
    expected = engine.generate([prompt], options=GREEDY)
    for tokens in (20, 64, 70):
        set_chunk_tokens(monkeypatch, tokens)
        engine.close()
        assert engine.generate([prompt], options=GREEDY) == expected
    assert engine.count(prompt) > 200


@pytest.mark.parametrize("count", [1, 5])
def test_prefill_can_be_cancelled(gguf: Path, count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    set_chunk_tokens(monkeypatch, 64)
    engine = load(str(gguf))
    stories = [f"{number} {STORY * 12}" for number in range(count)]
    prompts = [engine.summary_prompt(story, sentences=2, words=30) for story in stories]
    expected = engine.generate(prompts, options=GREEDY)
    engine.close()
    calls: list[int] = []

    def cancel() -> bool:
        calls.append(1)
        return len(calls) > 3

    cancelled = engine.generate(prompts, options=GREEDY, cancel=cancel)
    assert [(text.finish, text.text) for [text] in cancelled] == [(Finish.CANCELLED, "")] * count
    assert len(calls) < 3 + 2 * count + 2  # chunks: it did not go on
    assert engine.generate(prompts, options=GREEDY) == expected


def test_a_cache_that_grows_keeps_its_rows_and_leaves_no_trace(gguf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = load(str(gguf))
    prompts = summary_prompts(engine, 3)
    expected = engine.generate(prompts, n=9, options=SAMPLING, seed=3)
    set_capacity, capacities = KVCache._set_capacity, set[int]()

    def record_capacity(self: KVCache, slots: int) -> None:
        set_capacity(self, slots)
        capacities.add(self.capacity)

    monkeypatch.setattr(KVCache, "_set_capacity", record_capacity)
    monkeypatch.setattr(onnx_backend, "CACHE_STEP", 16)
    monkeypatch.setattr(native_backend, "CACHE_STEP", 64)
    grown = load(str(gguf))
    for _ in range(2):
        assert grown.generate(prompts, n=9, options=SAMPLING, seed=3) == expected
    assert len(capacities) > 1


def test_memory_is_freed(gguf: Path) -> None:
    engine = load(str(gguf))
    engine.generate(summary_prompts(engine, 4), n=3, options=SAMPLING)
    engine.close()
    assert not engine._model._cache.arrays
    assert not engine._model._cache._buffers


def test_batches_report_all_tokens_and_are_all_cancelled(gguf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scheduler, "length_batches", partial(scheduler.length_batches, max_tokens=100))
    engine = load(str(gguf))
    prompts = summary_prompts(engine, 9)
    expected = engine.generate(prompts, options=GREEDY)
    streamed: dict[int, str] = {}

    def listen(prompt_index: int, candidate: int, text: str) -> None:
        streamed[prompt_index] = streamed.get(prompt_index, "") + text

    assert engine.generate(prompts, options=GREEDY, on_token=listen) == expected
    half_character = "\ufffd"  # is streamed when the rest has come
    assert {index: text.rstrip(half_character) for index, text in streamed.items()} == {
        index: text.text.rstrip(half_character) for index, [text] in enumerate(expected) if text.text
    }
    calls: list[int] = []
    limit = 10**6

    def cancel() -> bool:
        calls.append(1)
        return len(calls) > limit

    engine.generate(prompts, options=GREEDY, cancel=cancel)
    limit = len(calls) * 3 // 4
    calls.clear()
    cancelled = engine.generate(prompts, options=GREEDY, cancel=cancel)
    assert {text.finish for [text] in cancelled} > {Finish.CANCELLED}  # some had ended by then
    assert len(calls) == limit + 1  # a reason to stop stays
    assert engine.generate(prompts, options=GREEDY) == expected


def test_threads_that_share_an_engine_get_what_they_would_get_alone(gguf: Path) -> None:
    engine = load(str(gguf))
    prompts = summary_prompts(engine, 6)

    def samples(prompt: str) -> Any:
        return engine.generate([prompt], options=SAMPLING, n=3, seed=3)

    alone = [samples(prompt) for prompt in prompts]
    with ThreadPoolExecutor(4) as pool:
        for _ in range(3):
            assert list(pool.map(samples, prompts)) == alone
