"""Matrix microkernels: one tile of a matrix product, one class per instruction set.

a (rows, depth_blocks x DEPTH_BLOCK_BYTES) times a panel -> out (rows, TILE_COLUMNS): int8 weights and uint8 activations
with sums in int32, or bfloat16 with sums in float32. A panel has a line of PANEL_LINE_BYTES for each 4 bytes of depth:
for every column, the 4 int8 or 2 bfloat16 that are multiplied with those of a row, and added up. Up to TILE_ROWS rows;
memory for whole blocks of rows must exist, as a kernel reads and writes whole blocks.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from llvmlite import ir

from summarizer.engines.native.abi import PANEL_LINE_BYTES
from summarizer.engines.native.ir_builder import F32, I32, FunctionBuilder, Value

VOID = ir.VoidType()
ARGUMENTS = "a", "a_stride", "depth_blocks", "panel", "out", "out_stride", "rows"
DEPTH_BLOCK_BYTES = 64  # depths are multiples of it
COLUMN_VECTORS = 4  # vectors of columns that are computed at a time
REGISTER_CONSTRAINTS = {64: "v,v", 32: "x,x"}  # of inline assembly, by the bytes of a vector register


class TileKernel:
    """Computes blocks of some rows and COLUMN_VECTORS vectors of columns, whose sums stay in vector registers."""

    accumulator_type: Any = I32

    def __init__(self, lanes: int) -> None:
        self.ints, self.floats = ir.VectorType(I32, lanes), ir.VectorType(F32, lanes)
        self._vector_bytes = lanes * 4
        self._rows = 4 if lanes == 16 else 2  # of a block: there are 32 registers of 64 bytes, or 16 of 32

    def emit(self, code: FunctionBuilder) -> None:
        a, a_stride, depth_blocks, panel, out, out_stride, rows = code.arguments
        type_, zero = (self.ints, 0) if self.accumulator_type is I32 else (self.floats, 0.0)
        with (
            code.for_range(rows, step=self._rows) as first_row,
            code.for_range(PANEL_LINE_BYTES, step=COLUMN_VECTORS * self._vector_bytes) as column,
        ):
            sums = [[code.variable(zero, type_) for _ in range(COLUMN_VECTORS)] for _ in range(self._rows)]
            with code.for_range(depth_blocks * (DEPTH_BLOCK_BYTES // 4)) as depth:
                line = panel + depth * PANEL_LINE_BYTES + column
                columns = [
                    self.unpack_panel(code, code.load(self.ints, line + vector * self._vector_bytes))
                    for vector in range(COLUMN_VECTORS)
                ]
                for row, row_sums in enumerate(sums):
                    four_bytes = code.load(I32, a + (first_row + row) * a_stride + depth * 4)
                    factor = self.broadcast_row(code, Value(code, code.as_type(four_bytes, self.ints)))
                    for accumulator, column_values in zip(row_sums, columns, strict=True):
                        accumulator.value = self.multiply_add(code, accumulator.value, factor, column_values)
            for row, row_sums in enumerate(sums):
                for vector, accumulator in enumerate(row_sums):
                    address = out + (first_row + row) * out_stride + column + vector * self._vector_bytes
                    code.store(accumulator.value, address)

    def unpack_panel(self, code: FunctionBuilder, panel: Value) -> Any:
        """Emits what is done to a vector of a panel's line once for all rows; returns what `multiply_add` takes."""
        return panel

    def broadcast_row(self, code: FunctionBuilder, a: Value) -> Any:
        """Emits what is done to a row's 4 bytes, broadcast to all lanes, once for all columns."""
        return a

    def multiply_add(self, code: FunctionBuilder, sums: Value, a: Any, panel: Any) -> Value:
        """Emits sums + a * panel; returns the new sums."""
        raise NotImplementedError


class VnniTiles(TileKernel):
    """AVX-512 VNNI, or AVX-VNNI with vectors of half the size: adds 4 products of bytes at a time."""

    def multiply_add(self, code: FunctionBuilder, sums: Value, a: Value, panel: Value) -> Value:
        instruction = "vpdpbusd $3, $2, $0" if self._vector_bytes == 64 else "{vex} vpdpbusd $3, $2, $0"
        constraints = f"=v,0,{REGISTER_CONSTRAINTS[self._vector_bytes]}"
        return code.inline_asm(instruction, constraints, self.ints, sums, a, panel)


class Bf16DotTiles(TileKernel):
    """AVX512_BF16: adds 2 products of bfloat16 at a time."""

    accumulator_type = F32

    def multiply_add(self, code: FunctionBuilder, sums: Value, a: Value, panel: Value) -> Value:
        return code.inline_asm("vdpbf16ps $3, $2, $0", "=v,0,v,v", self.floats, sums, a, panel)


class Float32Tiles(TileKernel):
    """bfloat16 on CPUs without instructions for it: both of a pair widened to float32, then two FMAs."""

    accumulator_type = F32

    def unpack_panel(self, code: FunctionBuilder, panel: Value) -> tuple[Value, Value]:
        return code.bitcast(self.floats, panel << 16), code.bitcast(self.floats, panel & -0x10000)

    def broadcast_row(self, code: FunctionBuilder, a: Value) -> tuple[Value, Value]:
        return self.unpack_panel(code, a)

    def multiply_add(
        self, code: FunctionBuilder, sums: Value, a: tuple[Value, Value], panel: tuple[Value, Value]
    ) -> Value:
        return a[1] * panel[1] + (a[0] * panel[0] + sums)


class KernelSet(NamedTuple):
    """The tile kernels for a CPU, and which instruction sets other kernels may use."""

    int8: TileKernel
    bf16: TileKernel
    avx512: bool
    avx512_bf16: bool
