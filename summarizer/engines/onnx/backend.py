"""The backend on ONNX Runtime: runs the stages of the graph, on one core or several.

Threads that compute one operator together wait for each other, which costs them a fifth of their time and more. So a
prompt is computed in chunks, in a pipeline: each core runs a stage on one chunk while another core runs the stage
before on the next. In decoding, each core computes rows of its own.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from itertools import chain, pairwise, product
from pathlib import Path
from threading import Event
from typing import Any

import numpy as np
from numpy.typing import NDArray

from summarizer.engines.interface import DEFAULT_SAMPLES
from summarizer.engines.llama.kv_cache import CacheLayout, KVCache
from summarizer.engines.llama.network import ShortlistLogits, ShouldStop, StepCost
from summarizer.engines.llama.preparation import Prepared
from summarizer.engines.llama.rotation import Int8Matrix
from summarizer.engines.llama.vocabulary import Shortlist
from summarizer.engines.onnx import graph, runtime

CACHE_BLOCK = 16  # slots: the capacity of the cache is a multiple
PIPELINE_THREADS = 2  # that prefill a prompt together, where there are several cores
MAX_CORES = 8  # that take prompts or rows of their own: each takes some memory
CHUNK_TOKENS, PIPELINED_CHUNK_TOKENS = (
    160,
    64,
)  # tokens of a prompt that are computed at once, without and with pipeline
CHUNK_MULTIPLE = 32  # tokens: chunks end at whole SIMD vectors, so that how a prompt is divided changes no rounding
# Tokens per row up to which the query heads that share a KV head are multiplied as one, on several threads and on one.
GROUPED_HEADS_MAX, GROUPED_HEADS_MAX_SINGLE = 8, 96

FloatArray = NDArray[np.float32]
Tensors = dict[str, NDArray[Any]]


class OnnxBackend:
    """See `network.ComputeBackend`."""

    step_cost = StepCost(5, 2)
    default_samples = DEFAULT_SAMPLES

    def __init__(
        self,
        files: Sequence[Path],
        sessions: Sequence[Any],
        prepared: Prepared,
        shortlist: Shortlist,
        *,
        single_core: bool = False,
    ) -> None:
        """`sessions` of the stages in these files."""
        self._files = files
        self._sessions = sessions
        self._prepared = prepared
        self._shortlist = shortlist
        self.core_count = 1 if single_core else min(MAX_CORES, runtime.physical_cores())
        pipeline = ThreadPoolExecutor(PIPELINE_THREADS) if self.core_count > 1 else None
        on_one_thread = single_core or runtime.threads_per_stage() == 1
        grouped_heads_max = GROUPED_HEADS_MAX_SINGLE if on_one_thread else GROUPED_HEADS_MAX
        self.all_cores = _OnnxWorker(sessions, prepared, shortlist, grouped_heads_max, pipeline)
        self._single_core_workers: list[_OnnxWorker] = []  # for each core; made when first needed

    @classmethod
    def load(cls, folder: Path, prepared: Prepared, shortlist: Shortlist) -> OnnxBackend:
        """Loads a prepared folder."""
        files = graph.stage_files(folder)
        return cls(files, _load_stages(files, runtime.threads_per_stage()), prepared, shortlist)

    def workers_for(self, rows: int) -> Sequence[_OnnxWorker]:
        if not rows >= self.core_count > 1:
            return [self.all_cores]
        if not self._single_core_workers:
            self._single_core_workers = [
                _OnnxWorker(self._single_core_sessions, self._prepared, self._shortlist, GROUPED_HEADS_MAX_SINGLE)
                for _ in range(self.core_count)
            ]
        return self._single_core_workers

    def single_core_backends(self) -> list[OnnxBackend]:
        return [
            OnnxBackend(self._files, self._single_core_sessions, self._prepared, self._shortlist, single_core=True)
            for _ in range(self.core_count)
        ]

    @cached_property
    def _single_core_sessions(self) -> Sequence[Any]:
        """Sessions that run on the calling thread; several threads may use one at the same time."""
        return self._sessions if runtime.threads_per_stage() == 1 else _load_stages(self._files, threads=1)

    def new_kv_cache(self) -> KVCache:
        layout = CacheLayout(np.float32, self._prepared.kv_heads, self._prepared.head_dim)
        return KVCache([layout, layout], self._prepared.layers, CACHE_BLOCK)

    def pack_output_rows(self, rows: Int8Matrix) -> Int8Matrix:
        return np.ascontiguousarray(rows[0].T), rows[1]

    def release(self) -> None:
        for worker in (self.all_cores, *self._single_core_workers):
            worker.release()


def _load_stages(files: Sequence[Path], threads: int) -> list[Any]:
    """Loads the stages side by side, each to run on so many threads."""
    runtime.onnxruntime()  # imported first: threads that import at the same time wait for each other
    with ThreadPoolExecutor() as pool:
        return list(pool.map(lambda file: runtime.inference_session(file, threads), files))


class _OnnxWorker:
    """The pipeline stages, one after the other, and the rows of the cache that they read and write."""

    def __init__(
        self,
        sessions: Sequence[Any],
        prepared: Prepared,
        shortlist: Shortlist,
        grouped_heads_max: int,
        pipeline: ThreadPoolExecutor | None = None,
    ) -> None:
        """With a `pipeline`, several chunks of a prompt are computed side by side, each a stage or more behind."""
        self._shortlist = shortlist
        self._grouped_heads_max = grouped_heads_max
        self._pipeline = pipeline
        self._rope_frequencies = np.array(prepared.rope_frequencies)
        self._prepared = prepared
        layers = graph.stage_layers(prepared.layers)
        self._stages = [
            _PipelineStage(session, of_stage, prepared) for session, of_stage in zip(sessions, layers, strict=True)
        ]
        self.release()

    def release(self) -> None:
        self._rope_table = np.empty((2, 0, len(self._rope_frequencies)), np.float32)  # cosines, sines by position
        for stage in self._stages:
            stage.release()

    def bind_cache(self, cache: KVCache, rows: slice) -> None:
        """See `network.Worker`. Nothing is copied."""
        shape = self._prepared.kv_heads, cache.capacity, self._prepared.head_dim
        for stage, arrays in zip(self._stages, self._by_stage(cache.arrays), strict=True):
            stage.bind_cache([array[rows].reshape(-1, *shape) for array in arrays])

    def _by_stage(self, arrays: Sequence[FloatArray]) -> Iterator[Sequence[FloatArray]]:
        """Yields the arrays of the cache that belong to each stage."""
        first = 0
        for stage in self._stages:
            yield arrays[first : first + len(stage.cache_names)]
            first += len(stage.cache_names)

    def prefill(
        self, prompt: Sequence[int], cache: KVCache, row: int, prompt_output: Int8Matrix, should_stop: ShouldStop
    ) -> ShortlistLogits | None:
        """See `network.Worker`. The prompt is computed in chunks, each of which attends to those before it.

        A stage computes on a contiguous copy of the slots so far, in the last row, which is not in use yet: in the row
        itself there are gaps between the heads.
        """
        shape = self._prepared.kv_heads, cache.capacity, self._prepared.head_dim
        own_row, scratch = ([array[index].reshape(shape) for array in cache.arrays] for index in (row, -1))
        stages = list(zip(self._stages, self._by_stage(own_row), self._by_stage(scratch), strict=True))
        chunks = _prefill_chunks(len(prompt), PIPELINED_CHUNK_TOKENS if self._pipeline else CHUNK_TOKENS)
        values: list[Tensors] = [{} for _ in chunks]

        def compute(chunk: int, stage_number: int) -> None:
            if stage_number == 0:
                first, last = chunks[chunk]
                mask = np.tri(last - first, last, first, dtype=bool)[None]
                token_ids, positions = np.array([prompt[first:last]], np.int64), np.arange(first, last)[None]
                with_logits = [-1] if last == len(prompt) else []
                values[chunk] = self._inputs(token_ids, positions, mask, [first], with_logits, prompt_output)
            stage, stage_row, stage_scratch = stages[stage_number]
            values[chunk] = stage.prefill(values[chunk], stage_row, stage_scratch)
            if stage_number == len(stages) - 1 and chunk < len(chunks) - 1:
                values[chunk] = {}  # frees memory: only the last chunk has logits

        if not _run_pipeline(len(chunks), len(stages), compute, should_stop, self._pipeline):
            return None
        return _split_logits(values[-1])[0]

    def forward(
        self,
        token_ids: NDArray[np.int64],
        positions: NDArray[np.int64],
        attention_mask: NDArray[np.bool_],
        cache_lengths: Sequence[int],
        prompt_output: Int8Matrix,
    ) -> list[ShortlistLogits]:
        """See `network.Worker`."""
        with_logits = range(token_ids.shape[1])
        values = self._inputs(token_ids, positions, attention_mask, cache_lengths, with_logits, prompt_output)
        for stage in self._stages:
            values = stage.forward(values)
        return _split_logits(values)

    def _inputs(
        self,
        token_ids: NDArray[np.int64],
        positions: NDArray[np.int64],
        attention_mask: NDArray[np.bool_],
        cache_lengths: Sequence[int],
        with_logits: Sequence[int],
        prompt_output: Int8Matrix,
    ) -> Tensors:
        """Returns the inputs of the stages (see graph.py). Logits are computed for the columns `with_logits`."""
        # few queries hardly fill a product: those of all heads that share a KV head go into one
        grouped = token_ids.shape[1] <= self._grouped_heads_max
        heads = self._prepared.kv_heads if grouped else self._prepared.attention_heads
        group_size = self._prepared.attention_heads // heads
        last_columns = with_logits or [-1]  # the last layer has to compute some column
        capacity = attention_mask.shape[2]
        if self._rope_table.shape[1] < capacity:
            angles = np.arange(capacity)[:, None] * self._rope_frequencies
            self._rope_table = np.stack([np.cos(angles), np.sin(angles)]).astype(np.float32)
        return {
            "residual_0": self._shortlist.embed(token_ids),
            "positions": np.ascontiguousarray(positions),
            "cosines": self._rope_table[0],
            "sines": self._rope_table[1],
            "cache_lengths": np.array(cache_lengths, np.int64),
            "query_shape": np.array([0, heads, -1, self._prepared.head_dim], np.int64),
            "mask": _additive_mask(attention_mask, group_size),
            "last_mask": _additive_mask(attention_mask[:, last_columns], group_size),
            "last_columns": np.array(last_columns, np.int64),
            "logit_positions": np.arange(len(with_logits)),
            "prompt_output": prompt_output[0],
            "prompt_output_scales": prompt_output[1],
        }


def _run_pipeline(
    chunks: int,
    stages: int,
    compute: Callable[[int, int], None],
    should_stop: ShouldStop,
    pool: ThreadPoolExecutor | None,
) -> bool:
    """Moves the chunks of a prompt through the stages; returns whether it came to the end before it had to stop.

    Threads take turns with the chunks. A chunk enters a stage when the chunk before has left it.
    """
    threads = PIPELINE_THREADS if pool else 1
    done = [[Event() for _ in range(stages)] for _ in range(chunks)]
    stopped = Event()

    def stop() -> None:
        stopped.set()
        for event in chain.from_iterable(done):  # nobody waits any longer
            event.set()

    def run(thread: int) -> None:
        try:
            for chunk, stage in product(range(thread, chunks, threads), range(stages)):
                if chunk:
                    done[chunk - 1][stage].wait()
                if stopped.is_set() or should_stop():
                    return stop()
                compute(chunk, stage)
                done[chunk][stage].set()
        except BaseException:
            stop()
            raise

    try:
        list((pool.map if pool else map)(run, range(threads)))
    except BaseException:
        stop()  # if this thread is interrupted, the others do not go on
        raise
    return not stopped.is_set()


class _PipelineStage:
    """A stage of the graph: a session, and its layers of the cache."""

    def __init__(self, session: Any, layers: range, prepared: Prepared) -> None:
        self._session = session
        self._kv_heads, self._head_dim = prepared.kv_heads, prepared.head_dim
        self.cache_names = [f"{name}_{layer}" for layer in layers for name in ("key", "value")]
        # inputs and outputs other than the cache; of outputs, name -> size of the last dimension
        self._input_names = [name for tensor in session.get_inputs() if (name := tensor.name) not in self.cache_names]
        self._output_widths = {
            output.name: output.shape[-1] for output in session.get_outputs() if not output.name.endswith("_updated")
        }
        self.release()

    def release(self) -> None:
        self._binding: Any = None

    def bind_cache(self, arrays: Sequence[FloatArray]) -> None:
        """Has the session read and update these arrays (rows, KV heads, capacity, head_dim) in place."""
        ort = runtime.onnxruntime()
        self._binding = self._binding or self._session.io_binding()
        for name, array in zip(self.cache_names, arrays, strict=True):
            value = ort.OrtValue.ortvalue_from_numpy(array)
            self._binding.bind_ortvalue_input(name, value)
            self._binding.bind_ortvalue_output(f"{name}_updated", value)

    def prefill(self, inputs: Tensors, row: Sequence[FloatArray], scratch: Sequence[FloatArray]) -> Tensors:
        """Like `forward`, for one chunk of a prompt, whose cache is (KV heads, capacity, head_dim) of each layer."""
        [first], last = inputs["cache_lengths"], inputs["mask"].shape[-1]
        shape = (1, self._kv_heads, last, self._head_dim)
        contiguous = [array.reshape(-1)[: math.prod(shape)].reshape(shape) for array in scratch]
        for copy, cached in zip(contiguous, row, strict=True):
            copy[0, :, :first] = cached[:, :first]
        self.bind_cache(contiguous)
        values = self.forward(inputs)
        for copy, cached in zip(contiguous, row, strict=True):
            cached[:, first:last] = copy[0, :, first:]
        return values

    def forward(self, inputs: Tensors) -> Tensors:
        """Runs the stage; returns the inputs together with its outputs, for the next stage."""
        ort = runtime.onnxruntime()
        rows, width = inputs["positions"].shape
        dynamic_widths = {"prompt_logits": len(inputs["prompt_output_scales"])}
        outputs = {
            name: np.empty(
                (
                    rows,
                    len(inputs["logit_positions"]) if "logits" in name else width,
                    dynamic_widths.get(name, last_dimension),
                ),
                np.float32,
            )
            for name, last_dimension in self._output_widths.items()
        }
        for name in self._input_names:
            self._binding.bind_cpu_input(name, inputs[name])
        for name, array in outputs.items():
            self._binding.bind_ortvalue_output(name, ort.OrtValue.ortvalue_from_numpy(array))
        self._session.run_with_iobinding(self._binding)
        return inputs | outputs


def _split_logits(values: Tensors) -> list[ShortlistLogits]:
    """Returns the logits of each row, those of the common and of the prompts' own tokens."""
    return list(zip(values["logits"], values["prompt_logits"], strict=True))


def _additive_mask(attention_mask: NDArray[np.bool_], group_size: int) -> FloatArray:
    """Returns a mask to be added to attention scores, repeated for each of the query heads that are taken as one."""
    additive = np.where(attention_mask[:, None], np.float32(0), np.float32("-inf"))
    return np.tile(additive, (1, 1, group_size, 1))


def _prefill_chunks(length: int, max_tokens: int) -> list[tuple[int, int]]:
    """Divides a prompt into chunks: (first token, after last)."""
    count = -(-length // max_tokens)
    bounds = [length * chunk // count // CHUNK_MULTIPLE * CHUNK_MULTIPLE for chunk in range(count)]
    return list(pairwise([*dict.fromkeys(bounds), length]))
