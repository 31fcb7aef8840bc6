"""The interface of the kernels: the sizes of tiles, and the arguments of a call.

A call takes the address of an array of 64-bit integers, CALL_FIELDS, and the rank of the calling thread. A field is an
address unless its comment says otherwise.
"""

from __future__ import annotations

from typing import NamedTuple

TILE_ROWS = 16
TILE_COLUMNS = 64
PANEL_LINE_BYTES = TILE_COLUMNS * 4  # a tile's row, or 4 bytes of a panel's depth in each column

CALL_FIELDS = (
    *("layers", "layer_count"),  # array of LAYER_FIELDS for each layer; a number
    # number of threads; flag: threads divide tokens (prefill), not columns, among them; counter; `sched_yield`
    *("ranks", "is_token_parallel", "barrier", "yield_function"),
    *("tokens", "sequences", "tokens_per_sequence"),  # numbers: tokens = sequences x tokens_per_sequence
    # slots per sequence; int64 (sequences): first slot to write; bytes (sequences, tokens_per_sequence, capacity)
    *("cache_capacity", "cache_lengths", "attention_mask"),
    *("cosines", "sines"),  # float32 (tokens, head_dim / 2), at the tokens' positions
    # float32 (ranks, tokens, hidden); bytes from one rank's copy to the next; float32 (tokens, hidden)
    *("residual", "residual_stride", "residual_update"),
    *("qkv", "attention_output", "ffn_activations"),  # float32
    *("scratch", "scratch_stride"),  # memory for all ranks; bytes of each rank
    *("scratch_scales", "scratch_queries", "scratch_scores", "scratch_probabilities"),  # offsets into a rank's scratch
    *("first_logit_token", "logit_count"),  # numbers: logits are computed for `logit_count` tokens
    # for the shared, then for the prompt-specific tokens: the LM head's MATMUL_PARTS; number of groups of TILE_COLUMNS
    # columns; float32 (logit_count, columns)
    *("shared", "shared_correction", "shared_scale", "shared_bias", "shared_column_groups", "shared_logits"),
    *("prompt_specific", "prompt_specific_correction", "prompt_specific_scale", "prompt_specific_bias"),
    *("prompt_specific_column_groups", "prompt_specific_logits"),
)
MATMULS = ("qkv", "attention_output", "gate_up", "ffn_down")  # of each layer
# Suffixes of a matmul's arrays: packed weights; zero-point correction, scale and bias of each column. A layer's bias
# may be left out where it is 0; that of the LM head may not.
MATMUL_PARTS = ("", "_correction", "_scale", "_bias")
LAYER_FIELDS = (*(f"{name}{part}" for name in MATMULS for part in MATMUL_PARTS), "keys", "values")


class ModelSizes(NamedTuple):
    """The sizes of the model that the kernels are compiled for."""

    hidden: int
    ffn: int
    attention_heads: int
    kv_heads: int
    head_dim: int
    rms_norm_epsilon: float
