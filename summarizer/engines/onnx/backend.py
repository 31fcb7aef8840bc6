"""The backend on ONNX Runtime: runs the graph of `graph.py` on all cores."""

from __future__ import annotations

from collections.abc import Sequence
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
from summarizer.engines.onnx import graph, runtime

CACHE_STEP = 128  # slots that the cache grows by; few, as attention computes all slots of a row
CHUNK_TOKENS = 256  # tokens of a prompt that are prefilled at once
CHUNK_MULTIPLE = 32  # tokens: chunks end at whole SIMD vectors, so that the size of chunks changes no rounding

FloatArray = NDArray[np.float32]


class OnnxBackend:
    """Implements `ComputeBackend`."""

    def __init__(self, session: Any, prepared: Prepared, shortlist: Shortlist) -> None:
        self._session = session
        self._prepared = prepared
        self._shortlist = shortlist
        self._cache_names = [f"{name}_{layer}" for layer in range(prepared.layers) for name in ("key", "value")]
        self._rope_frequencies = np.array(prepared.rope_frequencies)
        self.release()

    @classmethod
    def load(cls, folder: Path, prepared: Prepared, shortlist: Shortlist) -> OnnxBackend:
        """Loads a prepared folder."""
        session = runtime.inference_session(folder / graph.GRAPH_FILE, cpu_cores.physical_cores())
        return cls(session, prepared, shortlist)

    def new_kv_cache(self) -> KVCache:
        layout = CacheLayout(np.float32, self._prepared.kv_heads, self._prepared.head_dim)
        return KVCache([layout, layout], self._prepared.layers, CACHE_STEP)

    def pack_output_rows(self, rows: Int8Matrix) -> Int8Matrix:
        return np.ascontiguousarray(rows[0].T), rows[1]

    def release(self) -> None:
        self._binding: Any = None
        self._rope_table = np.empty((2, 0, len(self._rope_frequencies)), np.float32)  # cosines, sines by position

    def bind_cache(self, cache: KVCache, rows: int) -> None:
        shape = rows, self._prepared.kv_heads, cache.capacity, self._prepared.head_dim
        self._bind([array[:rows].reshape(shape) for array in cache.arrays])

    def _bind(self, arrays: Sequence[FloatArray]) -> None:
        """Makes the session read and update these arrays (rows, KV heads, capacity, head_dim) in place."""
        ort = runtime.onnxruntime()
        self._binding = self._binding or self._session.io_binding()
        for name, array in zip(self._cache_names, arrays, strict=True):
            value = ort.OrtValue.ortvalue_from_numpy(array)
            self._binding.bind_ortvalue_input(name, value)
            self._binding.bind_ortvalue_output(f"{name}_updated", value)

    def prefill(
        self, prompt: Sequence[int], cache: KVCache, row: int, prompt_output: Int8Matrix, should_stop: ShouldStop
    ) -> ShortlistLogits | None:
        """See `ComputeBackend`. The prompt is computed in chunks, each of which attends to those before it.

        A chunk is computed on a contiguous copy of the slots so far: in the row itself there are gaps between heads.
        """
        shape = self._prepared.kv_heads, cache.capacity, self._prepared.head_dim
        cached = [array[row].reshape(shape) for array in cache.arrays]
        logits = None
        for chunk in prefill_chunks(prompt, CHUNK_TOKENS, CHUNK_MULTIPLE):
            if should_stop():
                return None
            copies = [array[None, :, : chunk.end].copy() for array in cached]
            self._bind(copies)
            logits = self._forward(
                chunk.token_ids,
                chunk.positions,
                chunk.attention_mask,
                [chunk.start],
                chunk.tokens_with_logits,
                prompt_output,
            )
            for array, copy in zip(cached, copies, strict=True):
                array[:, chunk.start : chunk.end] = copy[0, :, chunk.start :]
        return logits

    def forward(
        self,
        token_ids: NDArray[np.int64],
        positions: NDArray[np.int64],
        attention_mask: NDArray[np.bool_],
        cache_lengths: Sequence[int],
        prompt_output: Int8Matrix,
    ) -> ShortlistLogits:
        """See `ComputeBackend`."""
        columns = range(token_ids.shape[1])
        return self._forward(token_ids, positions, attention_mask, cache_lengths, columns, prompt_output)

    def hidden_states(self, token_ids: Sequence[int], branches: Sequence[range] = ()) -> FloatArray:
        """See `ComputeBackend`."""
        count = len(token_ids)
        shape = 1, self._prepared.kv_heads, count, self._prepared.head_dim
        self._bind([np.zeros(shape, np.float32) for _ in self._cache_names])
        states = np.empty((1, count, self._prepared.hidden_size), np.float32)
        self._binding.bind_ortvalue_output("states", runtime.onnxruntime().OrtValue.ortvalue_from_numpy(states))
        no_output = self.pack_output_rows(self._shortlist.output_rows(np.zeros(0, np.int64)))
        mask, positions = attention(count, branches)
        self._forward(np.array([token_ids], np.int64), positions[None], mask[None], [0], range(0), no_output)
        states_of_text: FloatArray = states[0]
        return states_of_text

    def _forward(
        self,
        token_ids: NDArray[np.int64],
        positions: NDArray[np.int64],
        attention_mask: NDArray[np.bool_],
        cache_lengths: Sequence[int],
        columns_with_logits: range,
        prompt_output: Int8Matrix,
    ) -> ShortlistLogits:
        """Computes one step and returns the logits of the columns `columns_with_logits`."""
        ort = runtime.onnxruntime()
        capacity = attention_mask.shape[2]
        if self._rope_table.shape[1] < capacity:
            angles = np.arange(capacity)[:, None] * self._rope_frequencies
            self._rope_table = np.stack([np.cos(angles), np.sin(angles)]).astype(np.float32)
        inputs = {
            "residual_0": self._shortlist.embed(token_ids),
            "positions": np.ascontiguousarray(positions),
            "cosines": self._rope_table[0],
            "sines": self._rope_table[1],
            "cache_lengths": np.array(cache_lengths, np.int64),
            "mask": np.where(attention_mask[:, None], np.float32(0), np.float32("-inf")),
            "logit_positions": np.array(columns_with_logits, np.int64),
            "prompt_output": prompt_output[0],
            "prompt_output_scales": prompt_output[1],
        }
        token_counts = len(self._shortlist.shared_tokens), len(prompt_output[1])
        shared, prompt_specific = (
            np.empty((len(token_ids), len(columns_with_logits), tokens), np.float32) for tokens in token_counts
        )
        for name, array in inputs.items():
            self._binding.bind_cpu_input(name, array)
        for name, array in (("logits", shared), ("prompt_logits", prompt_specific)):
            self._binding.bind_ortvalue_output(name, ort.OrtValue.ortvalue_from_numpy(array))
        self._session.run_with_iobinding(self._binding)
        return ShortlistLogits(shared, prompt_specific)
