"""The protocol of a compute backend: what computes the model's forward pass (`native.backend`, `onnx.backend`)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from summarizer.engines.embedded.kv_cache import KVCache
from summarizer.engines.embedded.rotation import Int8Matrix

PromptOutput = Any  # LM head rows of the prompt-specific tokens (see `vocabulary`), in the backend's format
ShouldStop = Callable[[], bool]


class ShortlistLogits(NamedTuple):
    """Logits of shared and of prompt-specific tokens (see `vocabulary`), each (rows, tokens per row, vocabulary)."""

    shared: NDArray[np.float32]
    prompt_specific: NDArray[np.float32]


class ComputeBackend(Protocol):
    """Computes a model's forward pass. A row is a row of the KV cache."""

    def new_kv_cache(self) -> KVCache:
        """Returns an empty cache in the backend's layout."""
        ...

    def pack_output_rows(self, rows: Int8Matrix) -> PromptOutput:
        """Returns LM head rows (tokens, hidden) in the backend's format."""
        ...

    def prefill(
        self, prompt: Sequence[int], cache: KVCache, row: int, prompt_output: PromptOutput, should_stop: ShouldStop
    ) -> ShortlistLogits | None:
        """Writes a prompt to the first slots of a row. Returns the logits of its last token, None if stopped."""
        ...

    def bind_cache(self, cache: KVCache, rows: int) -> None:
        """Makes `forward` read and write the first `rows` rows of the cache."""
        ...

    def forward(
        self,
        token_ids: NDArray[np.int64],
        positions: NDArray[np.int64],
        attention_mask: NDArray[np.bool_],
        cache_lengths: Sequence[int],
        prompt_output: PromptOutput,
    ) -> ShortlistLogits:
        """Computes a step and returns the logits of all its tokens.

        `token_ids` and `positions` (in their texts) are (rows, tokens per row). The mask is (rows, tokens per row,
        capacity), true where a token attends to a slot. The keys and values of a row are written from slot
        `cache_lengths[row]` on.
        """
        ...

    def hidden_states(self, token_ids: Sequence[int], branches: Sequence[range] = ()) -> NDArray[np.float32]:
        """Returns the last layer's hidden states of a text's tokens, (tokens, hidden), in the rotated basis.

        `branches` are alternative endings, which do not attend to each other: see `attention`.
        """
        ...

    def release(self) -> None:
        """Drops references to cache memory."""
        ...
