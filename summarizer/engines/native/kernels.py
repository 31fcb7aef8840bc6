"""The 8-bit forward pass as LLVM IR: one call computes all layers of a step, on one thread or several.

int8 matmuls take the rotated weights of `embedded.rotation` in the panels of `weight_layout`. Keys and values are
cached as bfloat16, and attention multiplies them as such. Both kinds of products are computed in tiles of TILE_ROWS
rows and TILE_COLUMNS columns: see `matmul_tiles`.

Threads are numbered by rank. In a step of few tokens (decoding) they divide the columns of every matmul, with a barrier
after each; every thread computes the norms for itself. In prefill they divide the tokens (`is_token_parallel`): each
takes its tokens through a whole layer, with barriers before and after attention only. Neither changes a number: integer
sums are exact, and every float sum of a token is made in one fixed order, whichever thread makes it and whatever else
is computed.

The arguments of a call are the CALL_FIELDS of `abi`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from llvmlite import ir

from summarizer.engines.embedded.rotation import (
    CLIP_DYNAMIC,
    CLIP_RESIDUAL,
    EPSILON,
    HADAMARD_BLOCK,
    INT8_MAX,
    ZERO_POINT,
)
from summarizer.engines.native.abi import (
    CALL_FIELDS,
    LAYER_FIELDS,
    MATMUL_PARTS,
    PANEL_LINE_BYTES,
    TILE_COLUMNS,
    TILE_ROWS,
    ModelSizes,
)
from summarizer.engines.native.ir_builder import (
    F32,
    F32X16,
    I8X16,
    I16X16,
    I32,
    I32X16,
    I64,
    LANES,
    FunctionBuilder,
    Value,
)
from summarizer.engines.native.matmul_tiles import ARGUMENTS, DEPTH_BLOCK_BYTES, VOID, KernelSet, TileKernel

VECTOR_BYTES = LANES * 4  # a vector of float32 or int32
VECTORS_PER_GROUP = TILE_COLUMNS // LANES  # vectors of a column group
INT8_PER_DEPTH_BLOCK = DEPTH_BLOCK_BYTES
BF16_PER_DEPTH_BLOCK = DEPTH_BLOCK_BYTES // 2
RMS_ACCUMULATORS = 4  # vectors of sums of squares; independent of each other, so that their additions overlap
SPINS_BEFORE_YIELD = 1024  # times that a thread polls a barrier before it yields its core
LOG2_E = 1.4426950408889634  # part of the query scale, as softmax is computed in base 2
EXP2_UNDERFLOW = -126.0  # 2 to the power of this or less is computed as 0


def build_module(kernel_set: KernelSet, sizes: ModelSizes) -> ir.Module:
    """Returns a module with an exported function `forward(call, rank)`."""
    return _Kernels(kernel_set, sizes).module


class _QueryBlock(NamedTuple):
    """`size` queries of one sequence and KV head, from query `start` on.

    The queries of a KV head are ordered by head, then by token: query i is that of head i // tokens_per_sequence for
    token i % tokens_per_sequence. Heads are counted among those that share the KV head, tokens within the sequence.
    """

    sequence: Value
    kv_head: Value
    tokens_per_sequence: Value
    start: Value
    size: Value

    def head_and_token(self, query: Value) -> tuple[Value, Value]:
        """Returns the head of a query, and its token's index in the sequence; `query` is an index in the block."""
        return (self.start + query) // self.tokens_per_sequence, (self.start + query) % self.tokens_per_sequence


class _ThreadStep(NamedTuple):
    """One thread's part in a step of the forward pass."""

    call: Value  # address of the arguments
    rank: Value
    ranks: Value
    token_parallel_flag: Value  # the field `is_token_parallel`
    is_token_parallel: Value  # the same as a truth value
    sequences: Value
    tokens_per_sequence: Value
    scratch: Value  # of this thread
    start_token: Value  # this thread's tokens; all tokens where threads divide columns
    end_token: Value  # exclusive


class _Kernels:
    """The functions of the module. Lengths are in elements, strides in bytes."""

    def __init__(self, kernel_set: KernelSet, sizes: ModelSizes) -> None:
        self.module = ir.Module("copydesk")
        self.kernel_set = kernel_set
        self.sizes = sizes
        self.attention_size = sizes.attention_heads * sizes.head_dim
        self.head_bytes = sizes.head_dim * 4  # of float32
        self.qkv_stride = (sizes.attention_heads + 2 * sizes.kv_heads) * self.head_bytes  # of a token
        self.matmul_int8 = self._tile_function("matmul_int8", kernel_set.int8)
        self.matmul_bf16 = self._tile_function("matmul_bf16", kernel_set.bf16)
        self.barrier = self._build_barrier()
        self.rms_norm_quantize = self._build_rms_norm_quantize()
        self.quantize_attention = self._build_dynamic_quantize("quantize_attention", self.attention_size)
        self.quantize_ffn = self._build_dynamic_quantize("quantize_ffn", sizes.ffn)
        self.projection = self._build_projection()
        self.swiglu_hadamard = self._build_swiglu_hadamard()
        self.rope_key = self._build_rope("rope_key", 1.0)
        self.rope_query = self._build_rope("rope_query", sizes.head_dim**-0.5 * LOG2_E)
        self.store_kv = self._build_store_kv()
        self.attention = self._build_attention()
        self._build_forward()

    def _function(self, name: str, *arguments: str, exported: bool = False) -> FunctionBuilder:
        return FunctionBuilder(self.module, name, arguments, exported=exported)

    # ---- arithmetic

    def _exp2(self, code: FunctionBuilder, exponents: Value) -> Value:
        """Returns 2 to the power of each lane; 0 at EXP2_UNDERFLOW and below. The polynomial is Cephes' exp2f."""
        clamped = code.maximum(exponents, EXP2_UNDERFLOW)  # denormal results would take many times as long to compute
        if not self.kernel_set.avx512:
            clamped = code.minimum(clamped, -EXP2_UNDERFLOW)
        integral = code.intrinsic("llvm.rint.v16f32", F32X16, (F32X16, clamped))
        fraction = clamped - integral
        power = code.constant(1.535336188319500e-4, F32X16)
        for coefficient in (1.339887440266574e-3, 9.618437357674640e-3, 5.550332471162809e-2, 2.402264791363012e-1):
            power = power * fraction + coefficient
        power = (power * fraction + 6.931472028550421e-1) * fraction + 1.0
        if self.kernel_set.avx512:
            power = code.inline_asm("vscalefps $2, $1, $0", "=v,v,v", F32X16, power, integral)
        else:  # added to the exponent's bits
            power = code.bitcast(F32X16, code.bitcast(I32X16, power) + (code.round_to_int(integral) << 23))
        return code.select(exponents.compare(">", EXP2_UNDERFLOW), power, 0.0)

    def _to_bf16(self, code: FunctionBuilder, values: Value) -> Value:
        """Returns float32 values rounded to the nearest bfloat16, ties to even."""
        if self.kernel_set.avx512_bf16:
            return code.inline_asm("vcvtneps2bf16 $1, $0", "=v,v", I16X16, values)
        bits = code.bitcast(I32X16, values)
        return code.truncate(I16X16, (bits + ((bits >> 16) & 1) + 0x7FFF) >> 16)

    # ---- matmuls

    def _tile_function(self, name: str, kernel: TileKernel) -> FunctionBuilder:
        code = self._function(name, *ARGUMENTS)
        kernel.emit(code)
        code.return_()
        return code

    def _for_each_tile(self, code: FunctionBuilder, epilogue: Callable[[Value, Value, Value, Value], None]) -> None:
        """Computes the int8 tiles of some column groups.

        The function's arguments begin with a, row_scales, depth, rows and weights, and end with start_group and
        end_group (exclusive). `epilogue` gets a tile's column group, first row, number of rows and address of sums.
        """
        a, _, depth, rows, weights, *_ = code.arguments
        *_, start_group, end_group = code.arguments
        sums = code.stack_buffer(TILE_ROWS * PANEL_LINE_BYTES)
        with code.for_range(end_group, start=start_group) as group, code.for_range(rows, step=TILE_ROWS) as row:
            count = code.minimum(rows - row, TILE_ROWS)
            panel = weights + group * (depth * TILE_COLUMNS)
            code.call(
                self.matmul_int8,
                a + row * depth,
                depth,
                depth // INT8_PER_DEPTH_BLOCK,
                panel,
                sums,
                PANEL_LINE_BYTES,
                count,
            )
            epilogue(group, row, count, sums)

    def _column_constants(
        self, code: FunctionBuilder, types: Sequence[ir.Type], group: Value, addresses: Sequence[Value]
    ) -> list[Any]:
        """Loads the vectors of a column group from each of these arrays, VECTORS_PER_GROUP of each."""
        return [
            [
                code.load(type_, address + group * PANEL_LINE_BYTES + vector * VECTOR_BYTES)
                for vector in range(VECTORS_PER_GROUP)
            ]
            for type_, address in zip(types, addresses, strict=True)
        ]

    def _build_projection(self) -> FunctionBuilder:
        """Builds the product of uint8 rows, which have a scale each, with some column groups -> float32.

        out = (sums + correction) * scale * row_scale + bias
        """
        arguments = "weights", "correction", "scale", "bias", "out", "out_stride", "start_group", "end_group"
        code = self._function("projection", "a", "row_scales", "depth", "rows", *arguments)
        _, row_scales, _, _, _, correction, scale, bias, out, out_stride, _, _ = code.arguments

        def dequantize(group: Value, first_row: Value, count: Value, sums: Value) -> None:
            corrections, scales, biases = self._column_constants(
                code, (I32X16, F32X16, F32X16), group, (correction, scale, bias)
            )
            with code.for_range(count) as row:
                row_scale = code.load(F32, row_scales + (first_row + row) * 4)
                for vector in range(VECTORS_PER_GROUP):
                    offset = vector * VECTOR_BYTES
                    total = code.load(I32X16, sums + row * PANEL_LINE_BYTES + offset) + corrections[vector]
                    value = code.to_floats(total) * scales[vector] * row_scale + biases[vector]
                    code.store(value, out + (first_row + row) * out_stride + group * PANEL_LINE_BYTES + offset)

        self._for_each_tile(code, dequantize)
        code.return_()
        return code

    def _build_swiglu_hadamard(self) -> FunctionBuilder:
        """Builds the gate/up projection, then SwiGLU and the Hadamard transform of each block -> float32 (rows, FFN).

        A column group has HADAMARD_BLOCK columns of the gate, then the same columns of up.
        """
        arguments = "weights", "correction", "scale", "out", "out_stride", "start_group", "end_group"
        code = self._function("swiglu_hadamard", "a", "row_scales", "depth", "rows", *arguments)
        _, row_scales, _, _, _, correction, scale, out, out_stride, _, _ = code.arguments
        assert HADAMARD_BLOCK == 2 * LANES
        gate_vectors = HADAMARD_BLOCK // LANES  # of a column group; the others are of up

        def activate(group: Value, first_row: Value, count: Value, sums: Value) -> None:
            corrections, scales = self._column_constants(code, (I32X16, F32X16), group, (correction, scale))
            with code.for_range(count) as row:
                row_scale = code.load(F32, row_scales + (first_row + row) * 4)
                values = [
                    code.to_floats(
                        code.load(I32X16, sums + row * PANEL_LINE_BYTES + vector * VECTOR_BYTES) + corrections[vector]
                    )
                    * scales[vector]
                    * row_scale
                    for vector in range(VECTORS_PER_GROUP)
                ]
                activations = [
                    gate / (self._exp2(code, gate * -LOG2_E) + 1.0) * up
                    for gate, up in zip(values[:gate_vectors], values[gate_vectors:], strict=True)
                ]
                # butterflies: between the two vectors, then between lanes
                halves = activations[0] + activations[1], activations[0] - activations[1]
                for vector, value in enumerate(halves):
                    for distance in (8, 4, 2, 1):
                        signs = [-1.0 if lane & distance else 1.0 for lane in range(LANES)]
                        value = value * signs + code.lane_xor(value, distance)
                    offset = (first_row + row) * out_stride + group * (PANEL_LINE_BYTES // 2) + vector * VECTOR_BYTES
                    code.store(value * HADAMARD_BLOCK**-0.5, out + offset)

        self._for_each_tile(code, activate)
        code.return_()
        return code

    # ---- norms

    def _build_rms_norm_quantize(self) -> FunctionBuilder:
        """Builds the RMSNorm of the residual stream, to which `update` is added first unless its address is 0 -> uint8.

        The quantisation step is the same for all rows. RMSNorm: Zhang and Sennrich 2019, arXiv:1910.07467; its gains
        are folded into the weights.
        """
        code = self._function("rms_norm_quantize", "residual", "update", "rows", "out", "row_scales")
        residual, update, rows, out, row_scales = code.arguments
        columns, quantization_step = self.sizes.hidden, code.constant(CLIP_RESIDUAL / INT8_MAX, F32)
        with code.for_range(rows) as row:
            start = row * columns
            with code.if_(update.compare("!=", 0)), code.for_range(columns, step=LANES) as column:
                address = residual + (start + column) * 4
                code.store(code.load(F32X16, address) + code.load(F32X16, update + (start + column) * 4), address)
            root = self._root_mean_square(code, residual + start * 4, columns, self.sizes.rms_norm_epsilon)
            self._quantize(code, residual + start * 4, columns, root * quantization_step, out + start)
            code.store(quantization_step, row_scales + row * 4)
        code.return_()
        return code

    def _build_dynamic_quantize(self, name: str, columns: int) -> FunctionBuilder:
        """Builds the quantisation of float32 rows of any magnitude -> uint8, with steps in proportion to the RMS."""
        code = self._function(name, "values", "rows", "out", "row_scales")
        values, rows, out, row_scales = code.arguments
        with code.for_range(rows) as row:
            start = row * columns
            quantization_step = self._root_mean_square(code, values + start * 4, columns, EPSILON) * (
                CLIP_DYNAMIC / INT8_MAX
            )
            self._quantize(code, values + start * 4, columns, quantization_step, out + start)
            code.store(code.first_lane(quantization_step), row_scales + row * 4)
        code.return_()
        return code

    def _root_mean_square(self, code: FunctionBuilder, values: Value, columns: int, epsilon: float) -> Value:
        """Returns the root mean square of a row, in all lanes; `epsilon` is added under the root."""
        sums = [code.variable(0.0, F32X16) for _ in range(RMS_ACCUMULATORS)]
        with code.for_range(columns, step=RMS_ACCUMULATORS * LANES) as column:
            for vector, accumulator in enumerate(sums):
                value = code.load(F32X16, values + (column + vector * LANES) * 4)
                accumulator.value = value * value + accumulator.value
        total = (sums[0].value + sums[1].value) + (sums[2].value + sums[3].value)
        mean = code.horizontal_sum(total) / float(columns) + epsilon
        return code.intrinsic("llvm.sqrt.v16f32", F32X16, (F32X16, mean))

    def _quantize(
        self, code: FunctionBuilder, values: Value, columns: int, quantization_step: Value, out: Value
    ) -> None:
        inverse = code.constant(1.0, F32X16) / quantization_step
        with code.for_range(columns, step=LANES) as column:
            quantized = code.round_to_int(code.load(F32X16, values + column * 4) * inverse) + ZERO_POINT
            code.store(code.truncate(I8X16, code.maximum(code.minimum(quantized, 255), 0)), out + column)

    # ---- attention

    def _build_rope(self, name: str, scale: float) -> FunctionBuilder:
        """Builds the rotation of a query or key (head_dim) by its position, times `scale` -> bfloat16.

        RoPE, Su et al. 2021, arXiv:2104.09864; channel i is paired with i + head_dim / 2.
        """
        code = self._function(name, "vector", "cosines", "sines", "out")
        vector, cosines, sines, out = code.arguments
        half = self.sizes.head_dim // 2
        with code.for_range(half, step=LANES) as channel:
            x, y = (code.load(F32X16, vector + (channel + start) * 4) for start in (0, half))
            cosine, sine = (code.load(F32X16, table + channel * 4) * scale for table in (cosines, sines))
            code.store(self._to_bf16(code, x * cosine - y * sine), out + channel * 2)
            code.store(self._to_bf16(code, y * cosine + x * sine), out + (channel + half) * 2)
        code.return_()
        return code

    def _build_store_kv(self) -> FunctionBuilder:
        """Builds the write of a token's key and value of one KV head to the cache: see `NativeBackend.new_kv_cache`."""
        code = self._function("store_kv", "call", "layer", "sequence", "kv_head", "token_index")
        call, layer, sequence, kv_head, token_index = code.arguments
        _, _, heads, kv_heads, head_dim, _ = self.sizes
        capacity, qkv, tokens_per_sequence = _load_fields(code, call, "cache_capacity", "qkv", "tokens_per_sequence")
        token = sequence * tokens_per_sequence + token_index
        cosines, sines = (table + token * head_dim * 2 for table in _load_fields(code, call, "cosines", "sines"))
        start = (sequence * kv_heads + kv_head) * capacity * head_dim * 2
        keys, values = (array + start for array in _load_layer_fields(code, layer, "keys", "values"))
        slot = code.load(I64, _load_fields(code, call, "cache_lengths")[0] + sequence * 8) + token_index
        token_qkv = qkv + token * self.qkv_stride
        rotated = code.stack_buffer(head_dim * 2)
        code.call(self.rope_key, token_qkv + (kv_head + heads) * self.head_bytes, cosines, sines, rotated)
        target = keys + (slot // TILE_COLUMNS) * (head_dim // 2) * PANEL_LINE_BYTES + (slot % TILE_COLUMNS) * 4
        with code.for_range(head_dim // 2, step=LANES) as pair:
            for lane in range(LANES):
                two_channels = code.load(I32, rotated + (pair + lane) * 4)
                code.store(two_channels, target + (pair + lane) * PANEL_LINE_BYTES)
        is_odd = (slot % 2).compare("!=", 0)
        with code.for_range(head_dim, step=LANES) as channel:
            value = code.load(F32X16, token_qkv + (kv_head + heads + kv_heads) * self.head_bytes + channel * 4)
            new = code.zero_extend(I32X16, self._to_bf16(code, value))
            target = (
                values
                + (channel // TILE_COLUMNS) * (capacity // 2) * PANEL_LINE_BYTES
                + (slot // 2) * PANEL_LINE_BYTES
                + (channel % TILE_COLUMNS) * 4
            )
            old = code.load(I32X16, target)  # the values of an even slot and the odd one after it
            code.store(code.select(is_odd, (old & 0xFFFF) | (new << 16), (old & -65536) | new), target)
        code.return_()
        return code

    def _build_attention(self) -> FunctionBuilder:
        """Builds attention for one sequence and one KV head, with all query heads that share it -> float32.

        Queries are computed in blocks of TILE_ROWS; a call computes every `block_stride`-th block from `first_block`.
        """
        code = self._function(
            "attention", "call", "layer", "sequence", "kv_head", "scratch", "first_block", "block_stride"
        )
        call, layer, sequence, kv_head, scratch, first_block, block_stride = code.arguments
        _, _, heads, kv_heads, head_dim, _ = self.sizes
        capacity, tokens_per_sequence, cosines, sines = _load_fields(
            code, call, "cache_capacity", "tokens_per_sequence", "cosines", "sines"
        )
        qkv, mask, attention_output, cache_lengths = _load_fields(
            code, call, "qkv", "attention_mask", "attention_output", "cache_lengths"
        )
        start = (sequence * kv_heads + kv_head) * capacity * head_dim * 2
        keys, values = (array + start for array in _load_layer_fields(code, layer, "keys", "values"))
        queries, scores, probabilities = (
            scratch + offset
            for offset in _load_fields(code, call, "scratch_queries", "scratch_scores", "scratch_probabilities")
        )
        group_size = heads // kv_heads  # query heads that share the KV head
        query_count = tokens_per_sequence * group_size
        cache_length = code.load(I64, cache_lengths + sequence * 8)
        inverse_sums, out = code.stack_buffer(TILE_ROWS * 4), code.stack_buffer(TILE_ROWS * PANEL_LINE_BYTES)
        blocks = (query_count + (TILE_ROWS - 1)) // TILE_ROWS
        with code.for_range(blocks, start=first_block, step=block_stride) as block_index:
            first_query = block_index * TILE_ROWS
            count = code.minimum(query_count - first_query, TILE_ROWS)
            block = _QueryBlock(sequence, kv_head, tokens_per_sequence, first_query, count)
            with code.for_range(count) as query:
                head, token_index = block.head_and_token(query)
                token = sequence * tokens_per_sequence + token_index
                angle = token * (head_dim * 2)
                source = qkv + token * self.qkv_stride + (kv_head * group_size + head) * self.head_bytes
                target = queries + query * (head_dim * 2)
                code.call(self.rope_query, source, cosines + angle, sines + angle, target)
            # no query of the block attends to slots after those of its last token
            last_query = first_query + count - 1
            last_token_index = code.select(
                (first_query // tokens_per_sequence).compare("==", last_query // tokens_per_sequence),
                last_query % tokens_per_sequence,
                tokens_per_sequence - 1,
            )
            slot_groups = (cache_length + last_token_index + TILE_COLUMNS) // TILE_COLUMNS
            self._emit_scores(code, block, queries, keys, slot_groups, capacity, scores)
            with code.for_range(count) as query:
                token_mask = (
                    mask + (sequence * tokens_per_sequence + (first_query + query) % tokens_per_sequence) * capacity
                )
                total = self._softmax_weights(
                    code,
                    scores + query * capacity * 4,
                    token_mask,
                    slot_groups * TILE_COLUMNS,
                    probabilities + query * capacity * 2,
                )
                inverse = code.constant(1.0, F32X16) / total
                code.store(code.first_lane(inverse), inverse_sums + query * 4)
            with code.for_range(head_dim // TILE_COLUMNS) as part:
                panel = values + part * (capacity // 2) * PANEL_LINE_BYTES
                code.call(
                    self.matmul_bf16,
                    probabilities,
                    capacity * 2,
                    slot_groups * (TILE_COLUMNS // BF16_PER_DEPTH_BLOCK),
                    panel,
                    out,
                    PANEL_LINE_BYTES,
                    count,
                )
                self._emit_attention_output(code, block, out, inverse_sums, attention_output, part)
        code.return_()
        return code

    def _emit_scores(
        self,
        code: FunctionBuilder,
        block: _QueryBlock,
        queries: Value,
        keys: Value,
        slot_groups: Value,
        capacity: Value,
        scores: Value,
    ) -> None:
        """Emits the products of a block's queries with the keys of `slot_groups` groups of TILE_COLUMNS slots."""
        head_dim = self.sizes.head_dim
        with code.for_range(slot_groups) as group:
            panel = keys + group * (head_dim // 2) * PANEL_LINE_BYTES
            code.call(
                self.matmul_bf16,
                queries,
                head_dim * 2,
                head_dim // BF16_PER_DEPTH_BLOCK,
                panel,
                scores + group * PANEL_LINE_BYTES,
                capacity * 4,
                block.size,
            )

    def _emit_attention_output(
        self,
        code: FunctionBuilder,
        block: _QueryBlock,
        sums: Value,
        inverse_sums: Value,
        attention_output: Value,
        part: Value,
    ) -> None:
        """Emits the write of a tile of weighted sums of values, times `inverse_sums`, to the heads of its queries."""
        heads, kv_heads = self.sizes.attention_heads, self.sizes.kv_heads
        with code.for_range(block.size) as query:
            head, token_index = block.head_and_token(query)
            output_head = (
                (block.sequence * block.tokens_per_sequence + token_index) * heads
                + block.kv_head * (heads // kv_heads)
                + head
            )
            target = attention_output + output_head * self.head_bytes + part * PANEL_LINE_BYTES
            inverse_sum = code.load(F32, inverse_sums + query * 4)
            for vector in range(VECTORS_PER_GROUP):
                weighted = code.load(F32X16, sums + query * PANEL_LINE_BYTES + vector * VECTOR_BYTES)
                code.store(weighted * inverse_sum, target + vector * VECTOR_BYTES)

    def _softmax_weights(self, code: FunctionBuilder, scores: Value, mask: Value, slots: Value, out: Value) -> Value:
        """Emits softmax numerators, 2 ** (score - highest score), as bfloat16; returns their sum, in all lanes.

        The base is 2 because the query scale includes log2(e). Scores of masked slots count as minus infinity.
        """
        maximum, total = code.variable(float("-inf"), F32X16), code.variable(0.0, F32X16)
        with code.for_range(slots, step=LANES) as slot:
            visible = code.load(I8X16, mask + slot).compare("!=", 0)
            score = code.select(visible, code.load(F32X16, scores + slot * 4), float("-inf"))
            code.store(score, scores + slot * 4)
            maximum.value = code.maximum(score, maximum.value)
        highest = code.horizontal_max(maximum.value)
        with code.for_range(slots, step=LANES) as slot:
            power = self._exp2(code, code.load(F32X16, scores + slot * 4) - highest)
            total.value = total.value + power
            code.store(self._to_bf16(code, power), out + slot * 2)
        return code.horizontal_sum(total.value)

    # ---- the forward pass

    def _build_barrier(self) -> FunctionBuilder:
        """Builds a barrier: adds 1 to the counter and polls it until it reaches `target`, yielding at times."""
        code = self._function("barrier", "counter", "target", "yield_function")
        counter, target, yield_function = code.arguments
        code.atomic_add(counter, 1)
        spins = code.variable(0)
        with code.while_not(lambda: code.atomic_load(counter).compare(">=", target)):
            code.intrinsic("llvm.x86.sse2.pause", VOID)
            spins.value = spins.value + 1
            with code.if_((spins.value % SPINS_BEFORE_YIELD).compare("==", 0)):
                code.call_address(yield_function)
        code.return_()
        return code

    def _build_forward(self) -> None:
        """Builds the whole step: all layers, then the logits that are asked for. Each thread calls it with its rank."""
        code = self._function("forward", "call", "rank", exported=True)
        call, rank = code.arguments
        hidden_size, ffn_size = self.sizes.hidden, self.sizes.ffn
        ranks, token_parallel_flag, tokens, sequences, tokens_per_sequence = _load_fields(
            code, call, "ranks", "is_token_parallel", "tokens", "sequences", "tokens_per_sequence"
        )
        scratch, scratch_stride, residual, residual_stride = _load_fields(
            code, call, "scratch", "scratch_stride", "residual", "residual_stride"
        )
        scratch = scratch + rank * scratch_stride
        is_token_parallel = token_parallel_flag.compare("!=", 0)
        # where threads divide columns, each has its own copy of the residual stream, so that no barrier follows a norm
        residual = residual + code.select(is_token_parallel, code.constant(0), rank * residual_stride)
        a, row_scales = scratch, scratch + _load_fields(code, call, "scratch_scales")[0]
        qkv, attention_output, ffn_activations, residual_update = _load_fields(
            code, call, "qkv", "attention_output", "ffn_activations", "residual_update"
        )
        blocks = (tokens + (TILE_ROWS - 1)) // TILE_ROWS
        start_token = code.select(is_token_parallel, blocks * rank // ranks * TILE_ROWS, 0)
        end_token = code.select(
            is_token_parallel, code.minimum(blocks * (rank + 1) // ranks * TILE_ROWS, tokens), tokens
        )
        count = end_token - start_token
        step = _ThreadStep(
            call,
            rank,
            ranks,
            token_parallel_flag,
            is_token_parallel,
            sequences,
            tokens_per_sequence,
            scratch,
            start_token,
            end_token,
        )
        barrier_target = code.variable(0)

        def wait_for_all() -> None:
            with code.if_(ranks.compare(">", 1)):
                barrier_target.value = barrier_target.value + ranks
                counter, yield_function = _load_fields(code, call, "barrier", "yield_function")
                code.call(self.barrier, counter, barrier_target.value, yield_function)

        def wait_for_columns() -> None:
            with code.if_(token_parallel_flag.compare("==", 0)):
                wait_for_all()

        def thread_columns(columns: int, group_columns: int) -> list[Value]:
            """Returns this thread's first column group, and the one after its last."""
            groups = code.constant(columns // group_columns)
            return [
                code.select(is_token_parallel, code.constant(0), groups * rank // ranks),
                code.select(is_token_parallel, groups, groups * (rank + 1) // ranks),
            ]

        def thread_rows(array: Value, columns: int) -> Value:
            return array + start_token * columns * 4

        pending_update = code.variable(0)  # address of what the next norm adds to the residual stream; 0 for nothing
        layers, layer_count = _load_fields(code, call, "layers", "layer_count")
        with code.for_range(layer_count) as layer_index:
            layer = layers + layer_index * (len(LAYER_FIELDS) * 8)
            quantized = a, row_scales

            def weights(name: str, layer: Value = layer) -> list[Value]:
                return _load_layer_fields(code, layer, name, f"{name}_correction", f"{name}_scale")

            def bias(name: str, layer: Value = layer) -> list[Value]:
                return _load_layer_fields(code, layer, f"{name}_bias")

            residual_rows = thread_rows(residual, hidden_size)
            code.call(self.rms_norm_quantize, residual_rows, pending_update.value, count, *quantized)
            out = qkv + start_token * self.qkv_stride, self.qkv_stride
            columns = thread_columns(self.qkv_stride // 4, TILE_COLUMNS)
            code.call(self.projection, *quantized, hidden_size, count, *weights("qkv"), *bias("qkv"), *out, *columns)
            wait_for_columns()
            self._emit_layer_attention(code, step, layer, wait_for_all)
            wait_for_all()
            attention_size = self.attention_size
            code.call(self.quantize_attention, thread_rows(attention_output, attention_size), count, *quantized)
            update_rows = thread_rows(residual_update, hidden_size)
            out = update_rows, hidden_size * 4
            columns = thread_columns(hidden_size, TILE_COLUMNS)
            name = "attention_output"
            code.call(self.projection, *quantized, attention_size, count, *weights(name), *bias(name), *out, *columns)
            wait_for_columns()
            code.call(self.rms_norm_quantize, residual_rows, update_rows, count, *quantized)
            ffn_rows = thread_rows(ffn_activations, ffn_size)
            out_and_columns = ffn_rows, ffn_size * 4, *thread_columns(ffn_size, HADAMARD_BLOCK)
            code.call(self.swiglu_hadamard, *quantized, hidden_size, count, *weights("gate_up"), *out_and_columns)
            wait_for_columns()
            code.call(self.quantize_ffn, ffn_rows, count, *quantized)
            name = "ffn_down"
            code.call(self.projection, *quantized, ffn_size, count, *weights(name), *bias(name), *out, *columns)
            wait_for_columns()
            pending_update.value = update_rows
        self._emit_logits(code, call, rank, residual, residual_update, a, row_scales)
        code.return_()

    def _emit_layer_attention(
        self, code: FunctionBuilder, step: _ThreadStep, layer: Value, wait_for_all: Callable[[], None]
    ) -> None:
        """Emits the storing of the step's keys and values, and its attention; threads divide both among them.

        Where threads divide columns, a thread takes whole KV heads. Where they divide tokens, it stores its own tokens
        and, once all threads have stored theirs, computes its share of the blocks of queries.
        """
        call, rank, ranks, start_token = step.call, step.rank, step.ranks, step.start_token
        kv_heads = self.sizes.kv_heads
        with code.for_range(step.sequences) as sequence, code.for_range(kv_heads) as kv_head:
            with (
                code.if_(step.is_token_parallel),
                code.for_range(step.end_token, start=start_token) as token_index,
            ):
                code.call(self.store_kv, call, layer, sequence, kv_head, token_index)
            is_own = ((sequence * kv_heads + kv_head) % ranks).compare("==", rank)
            with code.if_(code.and_(step.token_parallel_flag.compare("==", 0), is_own)):
                with code.for_range(step.tokens_per_sequence) as token_index:
                    code.call(self.store_kv, call, layer, sequence, kv_head, token_index)
                code.call(self.attention, call, layer, sequence, kv_head, step.scratch, 0, 1)
        with code.if_(step.is_token_parallel):
            wait_for_all()
            with code.for_range(step.sequences) as sequence, code.for_range(kv_heads) as kv_head:
                code.call(self.attention, call, layer, sequence, kv_head, step.scratch, rank, ranks)

    def _emit_logits(
        self,
        code: FunctionBuilder,
        call: Value,
        rank: Value,
        residual: Value,
        residual_update: Value,
        a: Value,
        row_scales: Value,
    ) -> None:
        """Emits the logits. Where threads divide tokens, the thread of the last tokens computes all of them."""
        ranks, token_parallel_flag, first, count = _load_fields(
            code, call, "ranks", "is_token_parallel", "first_logit_token", "logit_count"
        )
        is_token_parallel = token_parallel_flag.compare("!=", 0)
        takes_part = code.or_(token_parallel_flag.compare("==", 0), rank.compare("==", ranks - 1))
        with code.if_(code.and_(takes_part, count.compare("!=", 0))):
            start = first * (self.sizes.hidden * 4)
            code.call(self.rms_norm_quantize, residual + start, residual_update + start, count, a, row_scales)
            for name in ("shared", "prompt_specific"):
                matmul = _load_fields(code, call, *(f"{name}{part}" for part in MATMUL_PARTS))
                out, groups = _load_fields(code, call, f"{name}_logits", f"{name}_column_groups")
                start_group = code.select(is_token_parallel, code.constant(0), groups * rank // ranks)
                end_group = code.select(is_token_parallel, groups, groups * (rank + 1) // ranks)
                out_and_columns = out, groups * PANEL_LINE_BYTES, start_group, end_group
                code.call(self.projection, a, row_scales, self.sizes.hidden, count, *matmul, *out_and_columns)


def _load_fields(code: FunctionBuilder, call: Value, *names: str) -> list[Value]:
    return [code.load(I64, call + CALL_FIELDS.index(name) * 8) for name in names]


def _load_layer_fields(code: FunctionBuilder, layer: Value, *names: str) -> list[Value]:
    return [code.load(I64, layer + LAYER_FIELDS.index(name) * 8) for name in names]
