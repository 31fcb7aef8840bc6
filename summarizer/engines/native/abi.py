"""What the kernels and their callers share: the sizes of tiles, and the arguments of a call.

A call takes one array of 64-bit integers, CALL_FIELDS, and the rank of the calling thread. A field is an address unless
its comment says otherwise.
"""

from __future__ import annotations

from typing import NamedTuple

TILE_ROWS = 16
TILE_COLUMNS = 64
PANEL_LINE_BYTES = TILE_COLUMNS * 4  # of a tile's row, and of 4 bytes of a panel's depth in all columns

CALL_FIELDS = (
    *("layers", "layer_count"),  # array of LAYER_FIELDS for each layer; a number
    # number of threads; flag: they share tokens (prefill) instead of columns; counter; `sched_yield`
    *("ranks", "row_parallel", "barrier", "yield_function"),
    *("tokens", "sequences", "tokens_per_sequence"),  # numbers: tokens = sequences x tokens_per_sequence
    # number of slots of a row; (sequences): first slot to write to; (sequences, tokens_per_sequence, capacity): bytes
    *("cache_capacity", "cache_lengths", "attention_mask"),
    *("cosines", "sines"),  # float32 (tokens, head_dim / 2): of the tokens' positions
    # float32 (tokens, hidden); number of bytes from one rank's copy to the next; float32 (tokens, hidden)
    *("residual", "residual_stride", "residual_update"),
    *("qkv", "attention_output", "ffn_activations"),  # float32
    *("scratch", "scratch_stride"),  # memory of each rank; number of bytes of one rank's
    *("scratch_scales", "scratch_queries", "scratch_scores", "scratch_probabilities"),  # offsets into that
    *("first_logit_token", "logit_count"),  # numbers: logits are computed for so many tokens from this one on
    # a matmul's parts (see MATMUL_PARTS); number of groups of TILE_COLUMNS columns; float32 (logit_count, columns)
    *("common", "common_correction", "common_scale", "common_bias", "common_column_groups", "common_logits"),
    *("prompt", "prompt_correction", "prompt_scale", "prompt_bias", "prompt_column_groups", "prompt_logits"),
)
MATMULS = ("qkv", "attention_output", "gate_up", "ffn_down")  # of a layer
# Suffixes of a matmul's arrays: packed weights, zero-point correction, scale and bias of each column. The bias may be
# missing where it is 0, but not for logits.
MATMUL_PARTS = ("", "_correction", "_scale", "_bias")
LAYER_FIELDS = (*(f"{name}{part}" for name in MATMULS for part in MATMUL_PARTS), "keys", "values")


class ModelSizes(NamedTuple):
    """What the kernels are compiled for."""

    hidden: int
    ffn: int
    attention_heads: int
    kv_heads: int
    head_dim: int
    rms_norm_epsilon: float
