"""Sharing of work among cores, rows and batches: none of it changes a result."""

from __future__ import annotations

import time
import weakref
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from summarizer.engines import Options
from summarizer.engines.interface import Engine, Finish
from summarizer.engines.llama import kv_cache, network, scheduler
from summarizer.engines.llama.engine import GgufEngine
from summarizer.engines.llama.network import ModelRunner
from summarizer.engines.llama.ngram_speculation import DraftToken, NgramDrafter
from summarizer.engines.llama.search import Logits, NextStep
from summarizer.engines.native import backend as native_backend
from summarizer.engines.onnx import backend as onnx_backend
from summarizer.engines.onnx import runtime

from ..conftest import load as load_model

pytestmark = pytest.mark.usefixtures("backend_name")

STORY = "The council voted on Tuesday to close two of its five libraries. About 40 staff will lose jobs. "
GREEDY = Options(max_tokens=14)
SAMPLING = Options(max_tokens=14, temperature=0.9)


def load(model: str) -> GgufEngine:
    """The engine of a tiny model, whose texts often end: every ninth token ends them."""
    engine: GgufEngine = load_model(model)
    engine._end_tokens = range(0, 400, 9)
    return engine


def summary_prompts(engine: Engine, count: int) -> list[str]:
    """Prompts of different lengths, whose texts end at different times."""
    stories = [f"{number} {STORY * (1 + number % 3)}" for number in range(count)]
    return [engine.summary_prompt(story, sentences=2, words=30) for story in stories]


def set_chunk_tokens(monkeypatch: pytest.MonkeyPatch, tokens: int) -> None:
    """Sets the size of the chunks in which prompts are prefilled."""
    for name in ("CHUNK_TOKENS", "PIPELINED_CHUNK_TOKENS"):
        monkeypatch.setattr(onnx_backend, name, tokens)
    monkeypatch.setattr(native_backend, "PREFILL_CHUNK", tokens)


@pytest.fixture(params=[1, 2, 3])
def cores(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(runtime, "physical_cores", lambda: request.param)
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
        monkeypatch.setattr(runtime, "physical_cores", lambda cores=cores: cores)
        engine = load(str(gguf))
        results.append(engine.generate(summary_prompts(engine, 3), n=6, options=SAMPLING, seed=3))
    assert results[0] == results[1] == results[2]  # scores included


def test_splitting_the_sequences_of_a_prompt_over_two_rows_changes_no_text(
    gguf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = load(str(gguf))
    options = Options(max_tokens=20, temperature=3.0)
    prompts = summary_prompts(engine, 2)
    splits: set[tuple[int, int]] = set()  # sequences of a prompt in its first and its second row
    decode_step = ModelRunner.decode_step

    def record_splits(self: ModelRunner, steps: list[NextStep]) -> list[Logits]:
        logits = decode_step(self, steps)
        for prompt in {row.prompt for row in self._cache_rows}:
            rows = [self._cache_rows[sequence.cache_row] for sequence in self._sequences]
            counts = Counter(row.split for row in rows if row.prompt == prompt)
            splits.add((counts[0], counts[1]))
        return logits

    monkeypatch.setattr(ModelRunner, "decode_step", record_splits)
    split = engine.generate(prompts, n=6, options=options, seed=3)
    assert any(first + second >= network.SPLIT_SEQUENCES for first, second in splits)
    assert all(second == 0 for first, second in splits if first + second <= network.SPLIT_SEQUENCES // 2)
    assert all(abs(first - second) <= 1 for first, second in splits if first + second >= network.SPLIT_SEQUENCES)
    monkeypatch.setattr(network, "SPLIT_SEQUENCES", 1000)
    engine.close()
    unsplit = engine.generate(prompts, n=6, options=options, seed=3)
    assert [[text.text for text in texts] for texts in split] == [[text.text for text in texts] for texts in unsplit]


def test_drafts_are_verified_as_long_as_they_are_worth_their_time() -> None:
    width = partial(network.best_draft_width, cost=onnx_backend.OnnxBackend.step_cost)
    assert width([3], [[]]) == 3
    assert width([1], [[0.9, 0.8]]) == 3
    assert width([1], [[0.9, 0.01]]) == 2
    assert width([6, 6], [[0.15] * 5, [0.15] * 5]) == 6  # with many sequences, drafts must be likelier than with one
    assert width([1], [[0.15] * 5]) > 1
    assert width([6, 4], [[], [0.9, 0.9]]) == 6  # the second row has room for two
    assert width([1] * 8, [[0.9]] * 7 + [[]]) == 2
    assert width([1] * 8, [[0.9]] + [[]] * 7) == 1  # one sequence would hold up seven


def test_the_row_with_fewer_sequences_verifies_more_drafts(gguf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = load(str(gguf))
    idle_columns: list[list[int]] = []  # of both rows, as far as they had drafts
    decode_step = ModelRunner.decode_step

    def propose(self: NgramDrafter, tokens: list[int], limit: int) -> list[DraftToken]:
        return [DraftToken(5 + len(tokens) % 9 + index, 0.9 ** (index + 1)) for index in range(limit)]

    def record_idle_columns(self: ModelRunner, steps: list[NextStep]) -> list[Logits]:
        logits = decode_step(self, steps)
        assert [len(rows) for rows in logits] == [len(sequence.step_columns) for sequence in self._sequences]
        assert all(0 < len(rows) <= 1 + len(step.draft_tokens) for rows, step in zip(logits, steps, strict=True))
        sequences, widths, offered = Counter[int](), Counter[int](), Counter[int]()
        for sequence, step in zip(self._sequences, steps, strict=True):
            sequences[sequence.cache_row] += 1
            widths[sequence.cache_row] += len(sequence.step_columns)
            offered[sequence.cache_row] += 1 + len(step.draft_tokens)
        if len(sequences) == 2 and len(set(sequences.values())) == 2:  # rows with different numbers of sequences
            widest = max(widths.values())
            idle_columns.append([min(widest, offered[row]) - widths[row] for row in sequences])
        return logits

    monkeypatch.setattr(NgramDrafter, "propose", propose)
    monkeypatch.setattr(ModelRunner, "decode_step", record_idle_columns)
    engine.generate(summary_prompts(engine, 1), n=7, options=Options(max_tokens=40, temperature=3.0), seed=3)
    assert idle_columns
    assert all(idle == [0, 0] for idle in idle_columns)


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


@pytest.mark.parametrize("bits", [0, 0x3F80, 0x7FC0, 0xFFFF])  # as bfloat16: 0, 1, and two NaNs
def test_the_content_of_new_memory_makes_no_difference(gguf: Path, bits: int, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = load(str(gguf))
    prompts = [*summary_prompts(engine, 3), engine.summary_prompt(STORY * 12, sentences=2, words=30)]
    expected = engine.generate(prompts, n=3, options=SAMPLING, seed=3)
    engine.close()

    def empty(shape: Any, dtype: Any) -> Any:
        array = np.empty(shape, dtype)
        array.view(np.uint16)[:] = bits
        return array

    monkeypatch.setattr(kv_cache, "np", SimpleNamespace(empty=empty, array=np.array))
    assert engine.generate(prompts, n=3, options=SAMPLING, seed=3) == expected
    engine.close()
    assert [engine.generate([prompt], n=3, options=SAMPLING, seed=3)[0] for prompt in prompts] == expected


def test_a_cache_that_is_large_enough_is_reused_and_leaves_no_trace(
    gguf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("SPARE_SLOTS", "CAPACITY_STEP"):
        monkeypatch.setattr(kv_cache, name, 16)
    engine, fresh = load(str(gguf)), load(str(gguf))
    assert isinstance(engine, GgufEngine)
    buffers = []
    for length in (3, 1, 2, 6):
        prompt = engine.summary_prompt(STORY * length, sentences=2, words=30)
        texts = engine.generate([prompt], n=5, options=SAMPLING, seed=3)
        buffers.append(engine._model._cache._buffers[0])
        fresh.close()
        assert texts == fresh.generate([prompt], n=5, options=SAMPLING, seed=3)
    assert buffers[0] is buffers[1] is buffers[2]
    assert buffers[3].size > buffers[2].size


def test_a_cache_that_is_too_small_is_freed_before_a_larger_one_is_made(
    gguf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kv_cache, "SPARE_SLOTS", 16)
    engine = load(str(gguf))
    assert isinstance(engine, GgufEngine)
    engine.generate(summary_prompts(engine, 1), n=5, options=SAMPLING)
    small_buffer = weakref.ref(engine._model._cache._buffers[0])
    size = engine._model._cache._buffers[0].size
    small_exists: list[bool] = []
    empty = np.empty

    def record_empty(shape: Any, *positional: Any, **named: Any) -> Any:
        if isinstance(shape, int) and shape > size:
            small_exists.append(small_buffer() is not None)
        return empty(shape, *positional, **named)

    monkeypatch.setattr(kv_cache.np, "empty", record_empty)
    engine.generate([engine.summary_prompt(STORY * 6, sentences=2, words=30)], n=5, options=SAMPLING)
    assert small_exists
    assert not any(small_exists)


def test_parallel_models_report_tokens_one_at_a_time_and_are_all_cancelled(
    gguf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runtime, "physical_cores", lambda: 2)
    # so that each core has several batches
    monkeypatch.setattr(scheduler, "length_buckets", partial(scheduler.length_buckets, max_tokens=100))
    engine = load(str(gguf))
    prompts = summary_prompts(engine, 9)
    expected = engine.generate(prompts, options=GREEDY)
    streamed: dict[int, str] = {}
    active: list[int] = []

    def listen(prompt_index: int, candidate: int, text: str) -> None:
        active.append(prompt_index)
        time.sleep(0.001)  # lets the other core run; if it may call this at the same time, it does now
        assert active == [prompt_index]
        active.clear()
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
    assert len(calls) < limit + 5  # neither core went on
    assert engine.generate(prompts, options=GREEDY) == expected


def test_parallel_models_keep_no_memory_afterwards(gguf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runtime, "physical_cores", lambda: 2)
    engine = load(str(gguf))
    assert isinstance(engine, GgufEngine)
    engine.generate(summary_prompts(engine, 1))
    engine.generate(summary_prompts(engine, 4))
    runners = [engine._model, *engine._model.single_core_runners]
    assert len(runners) == 3
    assert not any(runner._cache.arrays or runner._cache._buffers for runner in runners)


def test_a_prompt_too_large_for_parallel_models_is_decoded_after_the_others_on_all_cores(
    gguf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runtime, "physical_cores", lambda: 2)
    engine = load(str(gguf))
    prompts = [*summary_prompts(engine, 4), engine.summary_prompt(STORY * 9, sentences=2, words=30)]
    expected = engine.generate(prompts, options=GREEDY)
    largest = max(engine.count(prompt) for prompt in prompts[:4]) + GREEDY.max_tokens
    monkeypatch.setattr(scheduler, "MAX_BATCH_TOKENS", 2 * largest)
    assert engine.count(prompts[4]) > largest
    prefills: list[tuple[int, int]] = []  # cores, tokens of the longest prompt
    prefill = ModelRunner.prefill

    def record_prefill(self: ModelRunner, token_ids: Sequence[Sequence[int]], *rest: Any) -> list[Logits]:
        prefills.append((self.core_count, max(len(prompt) for prompt in token_ids)))
        return prefill(self, token_ids, *rest)

    monkeypatch.setattr(ModelRunner, "prefill", record_prefill)
    assert engine.generate(prompts, options=GREEDY) == expected
    assert prefills[-1] == (2, engine.count(prompts[4]))
    assert {cores for cores, _ in prefills[:-1]} == {1}


def test_with_a_small_token_budget_fewer_models_work_in_parallel(gguf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runtime, "physical_cores", lambda: 3)
    engine = load(str(gguf))
    prompts = summary_prompts(engine, 6)
    expected = engine.generate(prompts, options=GREEDY)
    largest = max(engine.count(prompt) for prompt in prompts) + GREEDY.max_tokens
    monkeypatch.setattr(scheduler, "MAX_BATCH_TOKENS", 2 * largest)
    used: set[ModelRunner] = set()
    prefill = ModelRunner.prefill

    def record_prefill(self: ModelRunner, *arguments: Any) -> list[Logits]:
        used.add(self)
        return prefill(self, *arguments)

    monkeypatch.setattr(ModelRunner, "prefill", record_prefill)
    more_prompts = [*prompts, *summary_prompts(engine, 9)[6:]]
    assert engine.generate(more_prompts, options=GREEDY)[:6] == expected
    assert {runner.core_count for runner in used} == {1}
    assert len(used) <= 2


def test_threads_that_share_an_engine_get_what_they_would_get_alone(gguf: Path) -> None:
    engine = load(str(gguf))
    prompts = summary_prompts(engine, 6)

    def samples(prompt: str) -> Any:
        return engine.generate([prompt], options=SAMPLING, n=3, seed=3)

    alone = [samples(prompt) for prompt in prompts]
    with ThreadPoolExecutor(4) as pool:
        for _ in range(3):
            assert list(pool.map(samples, prompts)) == alone
