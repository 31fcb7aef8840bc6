"""The backend on ONNX Runtime: runs the graph on all cores. A prompt is computed in chunks."""

from __future__ import annotations

from collections.abc import Sequence
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
from summarizer.engines.onnx import graph, runtime

CACHE_STEP = 128  # slots that the cache grows by; few, as attention looks at all slots of a row
CHUNK_TOKENS = 256  # tokens of a prompt that are computed at once
CHUNK_MULTIPLE = 32  # tokens: chunks end at whole SIMD vectors, so that how a prompt is divided changes no rounding

FloatArray = NDArray[np.float32]


class OnnxBackend:
    """See `network.ComputeBackend`."""

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
        session = runtime.inference_session(folder / graph.GRAPH_FILE, runtime.physical_cores())
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
        """Has the session read and update these arrays (rows, KV heads, capacity, head_dim) in place."""
        ort = runtime.onnxruntime()
        self._binding = self._binding or self._session.io_binding()
        for name, array in zip(self._cache_names, arrays, strict=True):
            value = ort.OrtValue.ortvalue_from_numpy(array)
            self._binding.bind_ortvalue_input(name, value)
            self._binding.bind_ortvalue_output(f"{name}_updated", value)

    def prefill(
        self, prompt: Sequence[int], cache: KVCache, row: int, prompt_output: Int8Matrix, should_stop: ShouldStop
    ) -> ShortlistLogits | None:
        """See `network.ComputeBackend`. The prompt is computed in chunks, each of which attends to those before it.

        It is computed on a contiguous copy of the slots so far: in the row itself there are gaps between the heads.
        """
        shape = self._prepared.kv_heads, cache.capacity, self._prepared.head_dim
        cached = [array[row].reshape(shape) for array in cache.arrays]
        logits = None
        for first, last in _prefill_chunks(len(prompt), CHUNK_TOKENS):
            if should_stop():
                return None
            copies = [array[None, :, :last].copy() for array in cached]
            self._bind(copies)
            mask = np.tri(last - first, last, first, dtype=bool)[None]
            token_ids, positions = np.array([prompt[first:last]], np.int64), np.arange(first, last)[None]
            with_logits = range(last - first - 1, last - first) if last == len(prompt) else range(0)
            logits = self._forward(token_ids, positions, mask, [first], with_logits, prompt_output)
            for array, copy in zip(cached, copies, strict=True):
                array[:, first:last] = copy[0, :, first:]
        return logits

    def forward(
        self,
        token_ids: NDArray[np.int64],
        positions: NDArray[np.int64],
        attention_mask: NDArray[np.bool_],
        cache_lengths: Sequence[int],
        prompt_output: Int8Matrix,
    ) -> ShortlistLogits:
        """See `network.ComputeBackend`."""
        columns = range(token_ids.shape[1])
        return self._forward(token_ids, positions, attention_mask, cache_lengths, columns, prompt_output)

    def states(self, token_ids: Sequence[int], branches: Sequence[range] = ()) -> FloatArray:
        """See `network.ComputeBackend`."""
        count = len(token_ids)
        shape = 1, self._prepared.kv_heads, count, self._prepared.head_dim
        self._bind([np.zeros(shape, np.float32) for _ in self._cache_names])
        states = np.empty((1, count, self._prepared.hidden_size), np.float32)
        self._binding.bind_ortvalue_output("states", runtime.onnxruntime().OrtValue.ortvalue_from_numpy(states))
        no_output = self.pack_output_rows(self._shortlist.output_rows(np.zeros(0, np.int64)))
        mask, places = attention(count, branches)
        self._forward(np.array([token_ids], np.int64), places[None], mask[None], [0], range(0), no_output)
        of_text: FloatArray = states[0]
        return of_text

    def _forward(
        self,
        token_ids: NDArray[np.int64],
        positions: NDArray[np.int64],
        attention_mask: NDArray[np.bool_],
        cache_lengths: Sequence[int],
        with_logits: range,
        prompt_output: Int8Matrix,
    ) -> ShortlistLogits:
        """Computes one step; returns the logits of the columns `with_logits`."""
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
            "logit_positions": np.array(with_logits, np.int64),
            "prompt_output": prompt_output[0],
            "prompt_output_scales": prompt_output[1],
        }
        widths = len(self._shortlist.common), len(prompt_output[1])
        common, extra = (np.empty((len(token_ids), len(with_logits), width), np.float32) for width in widths)
        for name, array in inputs.items():
            self._binding.bind_cpu_input(name, array)
        for name, array in (("logits", common), ("prompt_logits", extra)):
            self._binding.bind_ortvalue_output(name, ort.OrtValue.ortvalue_from_numpy(array))
        self._session.run_with_iobinding(self._binding)
        return ShortlistLogits(common, extra)


def _prefill_chunks(length: int, max_tokens: int) -> list[tuple[int, int]]:
    """Divides a prompt into chunks: (first token, after last)."""
    count = -(-length // max_tokens)
    bounds = [length * chunk // count // CHUNK_MULTIPLE * CHUNK_MULTIPLE for chunk in range(count)]
    return list(pairwise([*dict.fromkeys(bounds), length]))
