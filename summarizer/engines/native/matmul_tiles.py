"""Matrix microkernels: one tile of a matrix product, one class per instruction set.

a (rows, depth_blocks x 64 bytes) times a panel -> out (rows, TILE_COLUMNS): int8 weights and uint8 activations with
sums in int32, or bfloat16 with sums in float32. A panel has a line of PANEL_LINE_BYTES for each 4 bytes of depth: for
every column, the 4 bytes or 2 bfloat16 that are multiplied with those of a row, and added up. Up to TILE_ROWS rows;
memory for all TILE_ROWS must exist, as some kernels always read and write as many.
"""

from __future__ import annotations

from typing import Any, NamedTuple, Protocol

from llvmlite import ir

from summarizer.engines.native.abi import PANEL_LINE_BYTES, TILE_ROWS
from summarizer.engines.native.ir_builder import F32, I8, I16, I32, I64, POINTER, FunctionBuilder, Value

VOID = ir.VoidType()
ARGUMENTS = "a", "a_stride", "depth_blocks", "panel", "out", "out_stride", "rows"
REGISTER_CONSTRAINTS = {64: "v,v", 32: "x,x"}  # of inline assembly, by the bytes of a vector register


class TileKernel(Protocol):
    """A way to compute a tile."""

    def emit(self, code: FunctionBuilder) -> None:
        """Emits the body of a function that takes ARGUMENTS."""
        ...


class AmxTiles:
    """AMX: eight tile registers of TILE_ROWS rows of 64 bytes; one instruction multiplies two of them.

    Tiles 0 to 3 accumulate TILE_COLUMNS columns, tile 4 holds `a`, tiles 5 to 7 take turns for the panel.
    """

    def __init__(self, intrinsic: str) -> None:
        self._intrinsic = f"llvm.x86.{intrinsic}"

    def emit(self, code: FunctionBuilder) -> None:
        a, a_stride, depth_blocks, panel, out, out_stride, _ = code.arguments
        for tile in range(4):
            code.intrinsic("llvm.x86.tilezero", VOID, (I8, tile))
        with code.for_range(depth_blocks) as block:
            self._transfer(code, "tileloadd64", 4, a + block * 64, a_stride)
            for tile in range(4):
                panel_tile = 5 + tile % 3
                address = panel + block * (16 * PANEL_LINE_BYTES) + tile * 64
                self._transfer(code, "tileloadd64", panel_tile, address, code.constant(PANEL_LINE_BYTES))
                code.intrinsic(self._intrinsic, VOID, (I8, tile), (I8, 4), (I8, panel_tile))
        for tile in range(4):
            self._transfer(code, "tilestored64", tile, out + tile * 64, out_stride)

    def _transfer(self, code: FunctionBuilder, name: str, tile: int, address: Value, stride: Value) -> None:
        code.intrinsic(f"llvm.x86.{name}", VOID, (I8, tile), (POINTER, code.as_pointer(address)), (I64, stride))

    @staticmethod
    def emit_configure(code: FunctionBuilder) -> None:
        """Emits what sets the shapes of the tiles, which a thread does before it computes any."""
        configuration = code.stack_buffer(64)
        for offset in range(0, 64, 8):
            code.store(code.constant(0), configuration + offset)
        code.store(code.constant(1, I8), configuration)  # palette
        with code.for_range(8) as tile:
            code.store(code.constant(64, I16), configuration + 16 + tile * 2)
            code.store(code.constant(TILE_ROWS, I8), configuration + 48 + tile)
        code.intrinsic("llvm.x86.ldtilecfg", VOID, (POINTER, code.as_pointer(configuration)))

    @staticmethod
    def emit_release(code: FunctionBuilder) -> None:
        code.intrinsic("llvm.x86.tilerelease", VOID)


class RegisterBlocked:
    """A block of some rows and four vectors of columns at a time, whose sums stay in vector registers."""

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
            code.for_range(PANEL_LINE_BYTES, step=4 * self._vector_bytes) as column,
        ):
            sums = [[code.variable(zero, type_) for _ in range(4)] for _ in range(self._rows)]
            with code.for_range(depth_blocks * 16) as depth:
                line = panel + depth * PANEL_LINE_BYTES + column
                columns = [
                    self.unpack_panel(code, code.load(self.ints, line + vector * self._vector_bytes))
                    for vector in range(4)
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
        """Emits what is done once to a vector of a panel's line, for all rows."""
        return panel

    def broadcast_row(self, code: FunctionBuilder, a: Value) -> Any:
        """Emits what is done once to a row's 4 bytes, which are in all lanes, for all columns."""
        return a

    def multiply_add(self, code: FunctionBuilder, sums: Value, a: Any, panel: Any) -> Value:
        raise NotImplementedError


class VnniTiles(RegisterBlocked):
    """AVX-512 VNNI, or AVX-VNNI with vectors of half the size: adds 4 products of bytes at a time."""

    def multiply_add(self, code: FunctionBuilder, sums: Value, a: Value, panel: Value) -> Value:
        instruction = "vpdpbusd $3, $2, $0" if self._vector_bytes == 64 else "{vex} vpdpbusd $3, $2, $0"
        constraints = f"=v,0,{REGISTER_CONSTRAINTS[self._vector_bytes]}"
        return code.inline_asm(instruction, constraints, self.ints, sums, a, panel)


class Bf16DotTiles(RegisterBlocked):
    """AVX512_BF16: adds 2 products of bfloat16 at a time."""

    accumulator_type = F32

    def multiply_add(self, code: FunctionBuilder, sums: Value, a: Value, panel: Value) -> Value:
        return code.inline_asm("vdpbf16ps $3, $2, $0", "=v,0,v,v", self.floats, sums, a, panel)


class Float32Tiles(RegisterBlocked):
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
    """The tile kernels for a CPU, and what else it has."""

    int8: TileKernel
    bf16: TileKernel
    avx512: bool
    avx512_bf16: bool
