"""The backend that runs our own machine code: its buffers and threads, and one call of the kernels per step."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from summarizer.engines import cpu_cores
from summarizer.engines.embedded.attention import attention
from summarizer.engines.embedded.compute_backend import ShortlistLogits, ShouldStop
from summarizer.engines.embedded.kv_cache import CacheLayout, KVCache
from summarizer.engines.embedded.prefill import prefill_chunks
from summarizer.engines.embedded.preparation import Prepared
from summarizer.engines.embedded.rotation import Int8Matrix
from summarizer.engines.embedded.vocabulary import Shortlist
from summarizer.engines.native import processor
from summarizer.engines.native.abi import CALL_FIELDS, LAYER_FIELDS, MATMUL_PARTS, TILE_COLUMNS, TILE_ROWS, ModelSizes
from summarizer.engines.native.processor import Kernels
from summarizer.engines.native.weight_layout import SHARED_LM_HEAD, Arrays, MappedWeights, pack_lm_head
from summarizer.models import errors

MAX_CORES = 8
CHUNK_TOKENS = 256  # tokens of a prompt that are prefilled at once, for each core
CACHE_STEP = 1024  # slots that the cache grows by; unused slots take no physical memory
CACHE_LINE = 64  # bytes: buffers are aligned to it
BARRIER_RELEASED = 2**62  # a barrier counter above any target

Array = NDArray[Any]


class NativeBackend:
    """Implements `ComputeBackend`. All cores work on each step together and divide its columns or its tokens.

    Each core runs the kernels in one thread: the calling thread has rank 0, the others come from a pool.
    """

    def __init__(self, kernels: Kernels, weights: MappedWeights, prepared: Prepared, shortlist: Shortlist) -> None:
        self._kernels = kernels
        self._weights = weights
        self._prepared = prepared
        self._shortlist = shortlist
        self._thread_count = min(MAX_CORES, cpu_cores.physical_cores())
        self._pool = ThreadPoolExecutor(max(1, self._thread_count - 1))
        self._rope_frequencies = np.array(prepared.rope_frequencies)
        self._rope_table = np.empty((2, 0, len(self._rope_frequencies)), np.float32)  # cosines, sines by position
        self._call = np.zeros(len(CALL_FIELDS), np.int64)
        self._layer_table = np.zeros((prepared.layers, len(LAYER_FIELDS)), np.int64)
        for layer, fields in enumerate(self._layer_table):
            fields[: len(LAYER_FIELDS) - 2] = [_data_pointer(array) for array in weights.layer(layer)]
        self._barrier = np.zeros(CACHE_LINE // 8, np.int64)
        self._buffers: dict[str, Array] = {}  # see `_buffer`
        self._set_fields(
            layers=self._layer_table,
            layer_count=prepared.layers,
            ranks=self._thread_count,
            barrier=self._barrier,
            yield_function=processor.sched_yield_address(),
            shared_column_groups=len(weights.arrays[SHARED_LM_HEAD]),
            **{f"shared{part}": weights.arrays[f"{SHARED_LM_HEAD}{part}"] for part in MATMUL_PARTS},
        )
        self.release()

    @classmethod
    def load(cls, folder: Path, prepared: Prepared, shortlist: Shortlist) -> NativeBackend:
        """Loads a prepared folder. Raises EngineFailed where the kernels cannot be compiled."""
        weights = MappedWeights(folder)
        try:
            kernels = processor.load_kernels(folder, _sizes(prepared, weights))
        except Exception as error:  # LLVM may not know this CPU
            raise errors.EngineFailed(
                f"The machine code for this processor cannot be made ({error}). "
                f"With {processor.ENGINE_VARIABLE}=onnx in the environment ONNX Runtime does its work."
            ) from error
        return cls(kernels, weights, prepared, shortlist)

    def new_kv_cache(self) -> KVCache:
        """Returns an empty cache in bfloat16, laid out in panels (see `matmul_tiles`).

        Keys: the columns of a panel are slots, each with pairs of channels (a pair is one uint32).
        Values: the columns of a panel are channels, each with pairs of slots.
        """
        kv_heads, head_dim = self._prepared.kv_heads, self._prepared.head_dim
        keys = CacheLayout(np.uint32, kv_heads, head_dim // 2, TILE_COLUMNS)
        values = CacheLayout(np.uint16, kv_heads * head_dim // TILE_COLUMNS, TILE_COLUMNS, 2)
        return KVCache([keys, values], self._prepared.layers, CACHE_STEP)

    def pack_output_rows(self, rows: Int8Matrix) -> Arrays:
        """Returns the MATMUL_PARTS of these LM head rows."""
        return pack_lm_head(rows)

    def release(self) -> None:
        self._cache_arrays: list[Array] = []

    def bind_cache(self, cache: KVCache, rows: int) -> None:
        self._attach_cache(cache.arrays, cache.capacity)

    def _attach_cache(self, arrays: Sequence[Array], capacity: int) -> None:
        self._cache_arrays = list(arrays)  # keeps them alive: the kernels have their addresses only
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
        """See `ComputeBackend`. A prompt is computed in chunks, whose tokens the threads divide."""
        self._attach_cache([array[row : row + 1] for array in cache.arrays], cache.capacity)
        logits = None
        # chunks end at whole groups of slots
        for chunk in prefill_chunks(prompt, CHUNK_TOKENS * self._thread_count, TILE_COLUMNS):
            if should_stop():
                return None
            mask = np.zeros((1, chunk.end - chunk.start, cache.capacity), bool)
            mask[:, :, : chunk.end] = chunk.attention_mask
            logits = self._forward(
                chunk.token_ids,
                chunk.positions,
                mask,
                [chunk.start],
                chunk.tokens_with_logits,
                prompt_output,
                is_token_parallel=True,
            )
        return logits

    def forward(
        self,
        token_ids: NDArray[np.int64],
        positions: NDArray[np.int64],
        attention_mask: NDArray[np.bool_],
        cache_lengths: Sequence[int],
        prompt_output: Arrays,
    ) -> ShortlistLogits:
        """See `ComputeBackend`."""
        tokens = range(token_ids.size)
        return self._forward(
            token_ids, positions, attention_mask, cache_lengths, tokens, prompt_output, is_token_parallel=False
        )

    def hidden_states(self, token_ids: Sequence[int], branches: Sequence[range] = ()) -> Array:
        """See `ComputeBackend`."""
        count = len(token_ids)
        cache = self.new_kv_cache()
        cache.allocate(1, count, count)
        self._attach_cache(cache.arrays, cache.capacity)
        mask = np.zeros((1, count, cache.capacity), bool)
        mask[0, :, :count], positions = attention(count, branches)
        no_output = self.pack_output_rows(self._shortlist.output_rows(np.zeros(0, np.int64)))
        self._forward(
            np.array([token_ids], np.int64), positions[None], mask, [0], range(0), no_output, is_token_parallel=True
        )
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
        tokens_with_logits: range,
        prompt_output: Arrays,
        *,
        is_token_parallel: bool,
    ) -> ShortlistLogits:
        """Computes one step; returns the logits of `tokens_with_logits`, which are numbered across all sequences."""
        sequences, tokens_per_sequence = token_ids.shape
        tokens = sequences * tokens_per_sequence
        residual = self._allocate_buffers(tokens, int(self._call[CALL_FIELDS.index("cache_capacity")]))
        residual[:, :tokens] = self._shortlist.embed(token_ids.reshape(-1))
        cosines, sines = self._rope_at(positions)
        column_groups = len(self._weights.arrays[SHARED_LM_HEAD]), len(prompt_output[""])
        shared, prompt_specific = (
            np.empty((len(tokens_with_logits), groups * TILE_COLUMNS), np.float32) for groups in column_groups
        )
        # these names keep the arrays alive while the kernels read them
        lengths, mask = np.array(cache_lengths, np.int64), np.ascontiguousarray(attention_mask)
        self._barrier[:] = 0
        self._set_fields(
            is_token_parallel=is_token_parallel,
            tokens=tokens,
            sequences=sequences,
            tokens_per_sequence=tokens_per_sequence,
            cache_lengths=lengths,
            attention_mask=mask,
            cosines=cosines,
            sines=sines,
            first_logit_token=tokens_with_logits.start,
            logit_count=len(tokens_with_logits),
            shared_logits=shared,
            prompt_specific_column_groups=column_groups[1],
            prompt_specific_logits=prompt_specific,
            **{f"prompt_specific{part}": array for part, array in prompt_output.items()},
        )
        self._run_all_ranks()
        shared = shared[:, : len(self._shortlist.shared_tokens)]
        return ShortlistLogits(
            shared.reshape(sequences, -1, shared.shape[1]),
            prompt_specific.reshape(sequences, -1, prompt_specific.shape[1]),
        )

    def _run_all_ranks(self) -> None:
        """Runs the kernels at all ranks and waits for all of them, even where this thread is interrupted."""
        call = _data_pointer(self._call)
        others = []
        try:
            for rank in range(1, self._thread_count):
                others.append(self._pool.submit(self._kernels, call, rank))
            self._kernels(call, 0)
        except BaseException:
            self._barrier[0] = BARRIER_RELEASED  # so that ranks that run do not wait for ranks that never start
            # an interrupt may come between the submission of a rank and its append: these tasks run after it
            others += [self._pool.submit(_do_nothing) for _ in range(1, self._thread_count)]
            raise
        finally:
            wait(others)

    def _allocate_buffers(self, tokens: int, capacity: int) -> Array:
        """Makes the buffers large enough for `tokens` tokens that attend to `capacity` slots.

        Returns the residual stream, (ranks, tokens rounded up to whole tiles, hidden).
        """
        rows = -(-tokens // TILE_ROWS) * TILE_ROWS  # kernels read and write whole tiles
        prepared = self._prepared
        attention_size = prepared.attention_heads * prepared.head_dim
        hidden_size, ffn_size = prepared.hidden_size, self._weights.ffn_size
        scratch_bytes = {  # of each rank; the quantised activations come first, at offset 0
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
        """Returns `size` float32 numbers, aligned to a cache line; reuses the last call's memory if large enough."""
        if name not in self._buffers or self._buffers[name].size < size:
            memory = np.zeros(size * 4 + CACHE_LINE, np.uint8)
            start = -_data_pointer(memory) % CACHE_LINE
            self._buffers[name] = memory[start : start + size * 4].view(np.float32)
        return self._buffers[name][:size]

    def _rope_at(self, positions: NDArray[np.int64]) -> tuple[Array, Array]:
        """Returns the cosines and sines of RoPE at these positions, each (tokens, head_dim / 2)."""
        needed = int(positions.max()) + 1
        if self._rope_table.shape[1] < needed:
            angles = np.arange(needed + CHUNK_TOKENS)[:, None] * self._rope_frequencies
            self._rope_table = np.stack([np.cos(angles), np.sin(angles)]).astype(np.float32)
        cosines, sines = self._rope_table[:, positions.reshape(-1)]
        return np.ascontiguousarray(cosines), np.ascontiguousarray(sines)

    def _set_fields(self, **fields: Any) -> None:
        """Sets CALL_FIELDS: numbers to themselves, arrays to their address."""
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


def _data_pointer(array: Array) -> int:
    address: int = array.__array_interface__["data"][0]
    return address


def _do_nothing() -> None:
    """A task that ends at once: when it has run, the tasks submitted before it have run as well."""
