"""A tile of a product, in each of the ways that processors have for it.

(rows, depth x 64 bytes) times a panel -> (rows, WIDE), of INT for bytes and FLOAT for halves. A panel has a LINE for
each 4 bytes of a row: of every column, the 4 bytes or 2 halves that are multiplied with those, and added up. Up to HIGH
rows, all of which must be there to be read and written.
"""

from __future__ import annotations

from typing import Any, NamedTuple, Protocol

from llvmlite import ir

from summarizer.engines.native.ir_builder import BYTE, FLOAT, INT, LONG, POINTER, SHORT, Code, Value
from summarizer.engines.native.abi import HIGH, LINE

NOTHING = ir.VoidType()
ARGUMENTS = "a", "a.each", "depth", "panel", "out", "out.each", "rows"


class Way(Protocol):
    """How a tile is computed."""

    def write(self, code: Code) -> None:
        """All of a function that takes ARGUMENTS."""
        ...


class Tiles:
    """AMX: eight tiles of HIGH rows of 64 bytes, each product of two of them an instruction."""

    def __init__(self, word: str) -> None:
        self._word = f"llvm.x86.{word}"

    def write(self, code: Code) -> None:
        a, a_each, depth, panel, out, out_each, _ = code.arguments
        for tile in range(4):
            code.instruction("llvm.x86.tilezero", NOTHING, (BYTE, tile))
        with code.loop(depth) as step:
            self._move(code, "tileloadd64", 4, a + step * 64, a_each)
            for tile in range(4):
                other = 5 + tile % 3
                self._move(code, "tileloadd64", other, panel + step * (16 * LINE) + tile * 64, code.value(LINE))
                code.instruction(self._word, NOTHING, (BYTE, tile), (BYTE, 4), (BYTE, other))
        for tile in range(4):
            self._move(code, "tilestored64", tile, out + tile * 64, out_each)

    def _move(self, code: Code, name: str, tile: int, address: Value, each: Value) -> None:
        code.instruction(f"llvm.x86.{name}", NOTHING, (BYTE, tile), (POINTER, code.pointer(address)), (LONG, each))

    @staticmethod
    def begin(code: Code) -> None:
        """Before any: shapes the tiles."""
        shape = code.room(64)
        for at in range(0, 64, 8):
            code.store(code.value(0), shape + at)
        code.store(code.value(1, BYTE), shape)
        with code.loop(8) as tile:
            code.store(code.value(64, SHORT), shape + 16 + tile * 2)
            code.store(code.value(HIGH, BYTE), shape + 48 + tile)
        code.instruction("llvm.x86.ldtilecfg", NOTHING, (POINTER, code.pointer(shape)))

    @staticmethod
    def end(code: Code) -> None:
        code.instruction("llvm.x86.tilerelease", NOTHING)


class Loop:
    """Some rows and some vectors of columns at a time, so many that their sums stay in registers."""

    sums: Any = INT

    def __init__(self, lanes: int) -> None:
        self.ints, self.floats = ir.VectorType(INT, lanes), ir.VectorType(FLOAT, lanes)
        self._size = lanes * 4  # bytes of a vector
        self._rows = 4 if lanes == 16 else 2  # there are 32 registers of 64 bytes, or 16 of 32

    def write(self, code: Code) -> None:
        a, a_each, depth, panel, out, out_each, rows = code.arguments
        kind, nothing = (self.ints, 0) if self.sums is INT else (self.floats, 0.0)
        with code.loop(rows, step=self._rows) as row, code.loop(LINE, step=4 * self._size) as column:
            made = [[code.variable(nothing, kind) for _ in range(4)] for _ in range(self._rows)]
            with code.loop(depth * 16) as step:
                here = panel + step * LINE + column
                line = [self.of_columns(code, code.load(self.ints, here + at * self._size)) for at in range(4)]
                for which, some in enumerate(made):
                    given = code.load(INT, a + (row + which) * a_each + step * 4)
                    taken = self.of_row(code, Value(code, code.like(given, self.ints)))
                    for one, columns in zip(some, line, strict=True):
                        one.now = self.add(code, one.now, taken, columns)
            for which, some in enumerate(made):
                for at, one in enumerate(some):
                    code.store(one.now, out + (row + which) * out_each + column + at * self._size)

    def of_columns(self, code: Code, panel: Value) -> Any:
        """What is made of a vector of a panel's line, for all rows."""
        return panel

    def of_row(self, code: Code, a: Value) -> Any:
        """What is made of a row's 4 bytes, which are in all lanes, for all columns."""
        return a

    def add(self, code: Code, sums: Value, a: Any, panel: Any) -> Value:
        raise NotImplementedError


class Vnni(Loop):
    """AVX-512's, or AVX-VNNI's with its vectors half as large: 4 bytes at a time."""

    def add(self, code: Code, sums: Value, a: Value, panel: Value) -> Value:
        word = "vpdpbusd $3, $2, $0" if self._size == 64 else "{vex} vpdpbusd $3, $2, $0"
        return code.written(word, f"=v,0,{VECTOR[self._size]}", self.ints, sums, a, panel)


class Bfloats(Loop):
    """AVX-512's for bfloat16: 2 halves at a time."""

    sums = FLOAT

    def add(self, code: Code, sums: Value, a: Value, panel: Value) -> Value:
        return code.written("vdpbf16ps $3, $2, $0", "=v,0,v,v", self.floats, sums, a, panel)


class Floats(Loop):
    """Where there is nothing for halves: one after the other, as floats."""

    sums = FLOAT

    def of_columns(self, code: Code, panel: Value) -> tuple[Value, Value]:
        return code.as_(self.floats, panel << 16), code.as_(self.floats, panel & -0x10000)

    of_row = of_columns

    def add(self, code: Code, sums: Value, a: tuple[Value, Value], panel: tuple[Value, Value]) -> Value:
        return a[1] * panel[1] + (a[0] * panel[0] + sums)


VECTOR = {64: "v,v", 32: "x,x"}  # registers that an instruction takes, by their size


class Ways(NamedTuple):
    """How things are computed on a processor: both kinds of products, and what else it may have."""

    of_bytes: Way
    of_halves: Way
    wide: bool  # AVX-512
    bfloats: bool  # its instructions for bfloat16
