"""The backend that runs our own machine code: buffers, threads, and one call of the kernels per step."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from summarizer.engines.embedded.attention import attention
from summarizer.engines.embedded.kv_cache import CacheLayout, KVCache
from summarizer.engines.embedded.network import ShortlistLogits, ShouldStop
from summarizer.engines.embedded.preparation import Prepared
from summarizer.engines.embedded.rotation import Int8Matrix
from summarizer.engines.embedded.vocabulary import Shortlist
from summarizer.engines.native import processor
from summarizer.engines.native.abi import CALL_FIELDS, LAYER_FIELDS, MATMUL_PARTS, TILE_COLUMNS, TILE_ROWS, ModelSizes
from summarizer.engines.native.processor import Kernels
from summarizer.engines.native.weight_layout import COMMON, Arrays, MappedWeights, pack_lm_head
from summarizer.engines.onnx import runtime
from summarizer.models import errors

MAX_CORES = 8
PREFILL_CHUNK = 256  # tokens of a prompt for each core
CACHE_STEP = 1024  # slots that the cache grows by; what is not used costs nothing
CACHE_LINE = 64  # bytes: buffers are aligned to it
BARRIER_RELEASED = 2**62  # a counter that is higher than any target

Array = NDArray[Any]


class NativeBackend:
    """See `network.ComputeBackend`. All cores work on one step together; they share its columns or its tokens.

    Each runs the kernels on a thread: the calling one is rank 0, the others come from a pool.
    """

    def __init__(self, kernels: Kernels, weights: MappedWeights, prepared: Prepared, shortlist: Shortlist) -> None:
        self._kernels = kernels
        self._weights = weights
        self._prepared = prepared
        self._shortlist = shortlist
        self._thread_count = min(MAX_CORES, runtime.physical_cores())
        self._pool = ThreadPoolExecutor(max(1, self._thread_count - 1))
        self._rope_frequencies = np.array(prepared.rope_frequencies)
        self._rope_table = np.empty((2, 0, len(self._rope_frequencies)), np.float32)  # cosines, sines by position
        self._call = np.zeros(len(CALL_FIELDS), np.int64)
        self._layer_table = np.zeros((prepared.layers, len(LAYER_FIELDS)), np.int64)
        for number, fields in enumerate(self._layer_table):
            fields[: len(LAYER_FIELDS) - 2] = [_data_pointer(array) for array in weights.layer(number)]
        self._barrier = np.zeros(CACHE_LINE // 8, np.int64)
        self._buffers: dict[str, Array] = {}  # see `_buffer`
        self._set_fields(
            layers=self._layer_table,
            layer_count=prepared.layers,
            ranks=self._thread_count,
            barrier=self._barrier,
            yield_function=processor.sched_yield_address(),
            common_column_groups=len(weights.arrays[COMMON]),
            **{f"common{part}": weights.arrays[f"{COMMON}{part}"] for part in MATMUL_PARTS},
        )
        self.release()

    @classmethod
    def load(cls, folder: Path, prepared: Prepared, shortlist: Shortlist) -> NativeBackend:
        """Loads a prepared folder. EngineFailed where the kernels cannot be compiled."""
        weights = MappedWeights(folder)
        try:
            kernels = processor.load_kernels(folder, _sizes(prepared, weights))
        except Exception as error:  # of LLVM, which may not know this CPU
            raise errors.EngineFailed(
                f"The machine code for this processor cannot be made ({error}). "
                f"With {processor.ENGINE_VARIABLE}=onnx in the environment ONNX Runtime does its work."
            ) from error
        return cls(kernels, weights, prepared, shortlist)

    def new_kv_cache(self) -> KVCache:
        """Makes a cache in bfloat16, laid out as panels.

        Keys: groups of TILE_COLUMNS slots, of each the pairs of channels that are multiplied together (as uint32).
        Values: TILE_COLUMNS channels, of each the pairs of slots that are.
        """
        kv_heads, head_dim = self._prepared.kv_heads, self._prepared.head_dim
        keys = CacheLayout(np.uint32, kv_heads, head_dim // 2, TILE_COLUMNS)
        values = CacheLayout(np.uint16, kv_heads * head_dim // TILE_COLUMNS, TILE_COLUMNS, 2)
        return KVCache([keys, values], self._prepared.layers, CACHE_STEP)

    def pack_output_rows(self, rows: Int8Matrix) -> Arrays:
        """Returns the MATMUL_PARTS that compute the logits of the prompts' own tokens."""
        return pack_lm_head(rows)

    def release(self) -> None:
        self._cache_arrays: list[Array] = []

    def bind_cache(self, cache: KVCache, rows: int) -> None:
        self._attach_cache(cache.arrays, cache.capacity)

    def _attach_cache(self, arrays: Sequence[Array], capacity: int) -> None:
        self._cache_arrays = list(arrays)  # kept alive: the kernels know their addresses only
        self._layer_table[:, -2:] = np.array([_data_pointer(array) for array in arrays]).reshape(-1, 2)
        self._set_fields(cache_capacity=capacity)

    def prefill(
        self,
        prompt: Sequence[int],
        cache: KVCache,
        row: int,
        prompt_output: Arrays,
        should_stop: ShouldStop,
    ) -> ShortlistLogits | None:
        """See `network.ComputeBackend`. A prompt is computed in chunks, whose tokens the threads share."""
        self._attach_cache([array[row : row + 1] for array in cache.arrays], cache.capacity)
        for first, last in _prefill_chunks(len(prompt), PREFILL_CHUNK * self._thread_count):
            if should_stop():
                return None
            mask = np.zeros((1, last - first, cache.capacity), bool)
            mask[0, :, :last] = np.tri(last - first, last, first, dtype=bool)
            token_ids, positions = np.array([prompt[first:last]], np.int64), np.arange(first, last)[None]
            with_logits = range(last - first - 1, last - first) if last == len(prompt) else range(0)
            logits = self._forward(token_ids, positions, mask, [first], with_logits, prompt_output, row_parallel=True)
        return logits

    def forward(
        self,
        token_ids: NDArray[np.int64],
        positions: NDArray[np.int64],
        attention_mask: NDArray[np.bool_],
        cache_lengths: Sequence[int],
        prompt_output: Arrays,
    ) -> ShortlistLogits:
        """See `network.ComputeBackend`."""
        tokens = range(token_ids.size)
        return self._forward(
            token_ids, positions, attention_mask, cache_lengths, tokens, prompt_output, row_parallel=False
        )

    def states(self, token_ids: Sequence[int], branches: Sequence[range] = ()) -> Array:
        """See `network.ComputeBackend`."""
        count = len(token_ids)
        cache = self.new_kv_cache()
        cache.allocate(1, count, count)
        self._attach_cache(cache.arrays, cache.capacity)
        mask = np.zeros((1, count, cache.capacity), bool)
        mask[0, :, :count], places = attention(count, branches)
        inputs, positions = np.array([token_ids], np.int64), places[None]
        no_output = self.pack_output_rows(self._shortlist.output_rows(np.zeros(0, np.int64)))
        self._forward(inputs, positions, mask, [0], range(0), no_output, row_parallel=True)
        hidden = self._prepared.hidden_size
        rows = -(-count // TILE_ROWS) * TILE_ROWS
        stream, update = (self._buffer(name, rows * hidden) for name in ("residual", "residual_update"))
        return (stream + update).reshape(rows, hidden)[:count]

    def _forward(
        self,
        token_ids: NDArray[np.int64],
        positions: NDArray[np.int64],
        attention_mask: NDArray[np.bool_],
        cache_lengths: Sequence[int],
        with_logits: range,
        prompt_output: Arrays,
        *,
        row_parallel: bool,
    ) -> ShortlistLogits:
        """Computes one step; returns the logits of the tokens `with_logits`, counted over all rows."""
        rows, width = token_ids.shape
        tokens = rows * width
        residual = self._allocate_buffers(tokens, int(self._call[CALL_FIELDS.index("cache_capacity")]))
        residual[:, :tokens] = self._shortlist.embed(token_ids.reshape(-1))
        cosines, sines = self._rope_at(positions)
        column_groups = len(self._weights.arrays[COMMON]), len(prompt_output[""])
        common, extra = (np.empty((len(with_logits), groups * TILE_COLUMNS), np.float32) for groups in column_groups)
        # local names keep them alive while the kernels read them
        lengths, mask = np.array(cache_lengths, np.int64), np.ascontiguousarray(attention_mask)
        self._barrier[:] = 0
        self._set_fields(
            row_parallel=row_parallel,
            tokens=tokens,
            sequences=rows,
            tokens_per_sequence=width,
            cache_lengths=lengths,
            attention_mask=mask,
            cosines=cosines,
            sines=sines,
            first_logit_token=with_logits.start,
            logit_count=len(with_logits),
            common_logits=common,
            prompt_column_groups=column_groups[1],
            prompt_logits=extra,
            **{f"prompt{part}": array for part, array in prompt_output.items()},
        )
        self._run_all_ranks()
        common = common[:, : len(self._shortlist.common)]
        return ShortlistLogits(common.reshape(rows, -1, common.shape[1]), extra.reshape(rows, -1, extra.shape[1]))

    def _run_all_ranks(self) -> None:
        """Runs all ranks to the end, also where this thread is interrupted."""
        call = _data_pointer(self._call)
        others = []
        try:
            for rank in range(1, self._thread_count):
                others.append(self._pool.submit(self._kernels, call, rank))
            self._kernels(call, 0)
        except BaseException:
            self._barrier[0] = BARRIER_RELEASED  # ranks that have started do not wait for those that never will
            # an interrupt may come after a rank was submitted and before it was appended: these tasks run behind it
            others += [self._pool.submit(_nothing) for _ in range(1, self._thread_count)]
            raise
        finally:
            wait(others)

    def _allocate_buffers(self, tokens: int, capacity: int) -> Array:
        """Makes room for so many tokens that attend to so many slots.

        Returns the residual stream, (ranks, tokens rounded up, hidden).
        """
        rows = -(-tokens // TILE_ROWS) * TILE_ROWS  # kernels read and write whole tiles
        prepared = self._prepared
        attention_size = prepared.attention_heads * prepared.head_dim
        hidden_size, ffn_size = prepared.hidden_size, self._weights.ffn_size
        scratch_bytes = {  # of each rank; the quantised activations come first
            "activations": rows * max(hidden_size, ffn_size, attention_size),
            "scratch_scales": rows * 4,
            "scratch_queries": TILE_ROWS * prepared.head_dim * 2,
            "scratch_scores": TILE_ROWS * capacity * 4,
            "scratch_probabilities": TILE_ROWS * capacity * 2,
        }
        offsets = np.cumsum([0, *(-(-size // CACHE_LINE) * CACHE_LINE for size in scratch_bytes.values())])
        stride = int(offsets[-1])
        residual = self._buffer("residual", self._thread_count * rows * hidden_size)
        self._set_fields(
            residual=residual,
            residual_stride=rows * hidden_size * 4,
            residual_update=self._buffer("residual_update", rows * hidden_size),
            qkv=self._buffer("qkv", rows * (prepared.attention_heads + 2 * prepared.kv_heads) * prepared.head_dim),
            attention_output=self._buffer("attention_output", rows * attention_size),
            ffn_activations=self._buffer("ffn_activations", rows * ffn_size),
            scratch=self._buffer("scratch", self._thread_count * stride // 4),
            scratch_stride=stride,
            **{
                name: int(offset)
                for name, offset in zip(scratch_bytes, offsets[:-1], strict=True)
                if name != "activations"
            },
        )
        return residual.reshape(self._thread_count, rows, hidden_size)

    def _buffer(self, name: str, size: int) -> Array:
        """Returns float32 memory, aligned to a cache line; that of the last call where it is large enough."""
        if name not in self._buffers or self._buffers[name].size < size:
            memory = np.zeros(size * 4 + CACHE_LINE, np.uint8)
            start = -_data_pointer(memory) % CACHE_LINE
            self._buffers[name] = memory[start : start + size * 4].view(np.float32)
        return self._buffers[name][:size]

    def _rope_at(self, positions: NDArray[np.int64]) -> tuple[Array, Array]:
        """Returns the cosines and sines of RoPE at these positions, each (tokens, head_dim / 2)."""
        needed = int(positions.max()) + 1
        if self._rope_table.shape[1] < needed:
            angles = np.arange(needed + PREFILL_CHUNK)[:, None] * self._rope_frequencies
            self._rope_table = np.stack([np.cos(angles), np.sin(angles)]).astype(np.float32)
        cosines, sines = self._rope_table[:, positions.reshape(-1)]
        return np.ascontiguousarray(cosines), np.ascontiguousarray(sines)

    def _set_fields(self, **fields: Any) -> None:
        """Sets CALL_FIELDS: numbers as they are, arrays by their address."""
        for name, value in fields.items():
            number = _data_pointer(value) if isinstance(value, np.ndarray) else int(value)
            self._call[CALL_FIELDS.index(name)] = number


def _sizes(prepared: Prepared, weights: MappedWeights) -> ModelSizes:
    return ModelSizes(
        prepared.hidden_size,
        weights.ffn_size,
        prepared.attention_heads,
        prepared.kv_heads,
        prepared.head_dim,
        prepared.rms_norm_epsilon,
    )


def _prefill_chunks(length: int, max_tokens: int) -> list[tuple[int, int]]:
    """Divides a prompt into chunks, (first token, after last), that begin at whole groups of slots."""
    count = -(-length // max_tokens)
    bounds = [length * chunk // count // TILE_COLUMNS * TILE_COLUMNS for chunk in range(count)]
    return list(pairwise([*dict.fromkeys(bounds), length]))


def _data_pointer(array: Array) -> int:
    address: int = array.__array_interface__["data"][0]
    return address


def _nothing() -> None:
    """A task that ends at once: when it has run, those before it have too."""
