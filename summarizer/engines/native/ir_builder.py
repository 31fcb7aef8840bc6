"""A few words in which machine code is written down, over llvmlite: values with operators, loops, variables, memory.

Addresses are 64-bit integers. Vectors have LANES places.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from llvmlite import ir

LANES = 16
BYTE, SHORT, INT, LONG, FLOAT = ir.IntType(8), ir.IntType(16), ir.IntType(32), ir.IntType(64), ir.FloatType()
INTS, FLOATS, BYTES = (ir.VectorType(one, LANES) for one in (INT, FLOAT, BYTE))
POINTER = ir.PointerType()


class Value:
    """What an instruction gives."""

    __slots__ = ("code", "it")

    def __init__(self, code: Code, it: Any) -> None:
        self.code = code
        self.it = it

    def _with(self, other: Any, whole: str, broken: str) -> Value:
        build, it = self.code.build, self.code.like(other, self.it.type)
        if _is_float(self.it.type):
            return Value(self.code, getattr(build, broken)(self.it, it, flags=("contract",)))
        return Value(self.code, getattr(build, whole)(self.it, it))

    def __add__(self, other: Any) -> Value:
        return self._with(other, "add", "fadd")

    def __sub__(self, other: Any) -> Value:
        return self._with(other, "sub", "fsub")

    def __mul__(self, other: Any) -> Value:
        return self._with(other, "mul", "fmul")

    __radd__, __rmul__ = __add__, __mul__

    def __truediv__(self, other: Any) -> Value:
        return self._with(other, "", "fdiv")

    def __floordiv__(self, other: Any) -> Value:
        return self._with(other, "udiv", "")

    def __mod__(self, other: Any) -> Value:
        return self._with(other, "urem", "")

    def __and__(self, other: Any) -> Value:
        return self._with(other, "and_", "")

    def __or__(self, other: Any) -> Value:
        return self._with(other, "or_", "")

    def __lshift__(self, other: Any) -> Value:
        return self._with(other, "shl", "")

    def __rshift__(self, other: Any) -> Value:
        return self._with(other, "lshr", "")

    def is_(self, how: str, other: Any) -> Value:
        it = self.code.like(other, self.it.type)
        compare = self.code.build.fcmp_ordered if _is_float(self.it.type) else self.code.build.icmp_signed
        return Value(self.code, compare(how, self.it, it))


def _is_float(kind: ir.Type) -> bool:
    return isinstance(kind.element if isinstance(kind, ir.VectorType) else kind, ir.FloatType)


class Variable:
    """A value that changes."""

    def __init__(self, code: Code, start: Value) -> None:
        with code.build.goto_entry_block():
            self._place = code.build.alloca(start.it.type)
        self._code = code
        self._kind = start.it.type
        self.now = start

    @property
    def now(self) -> Value:
        return Value(self._code, self._code.build.load(self._place, typ=self._kind))

    @now.setter
    def now(self, value: Value) -> None:
        self._code.build.store(value.it, self._place)


class Code:
    """A function that is being written. Its arguments are 64-bit integers."""

    def __init__(self, module: ir.Module, name: str, arguments: Sequence[str], *, outside: bool = False) -> None:
        self.module = module
        kind = ir.FunctionType(ir.VoidType(), [LONG] * len(arguments))
        self.function = ir.Function(module, kind, name)
        if not outside:
            self.function.linkage = "internal"
            self.function.attributes.add("noinline")
        self.build: Any = ir.IRBuilder(self.function.append_basic_block())
        self.arguments = [Value(self, one) for one in self.function.args]
        for one, called in zip(self.function.args, arguments, strict=True):
            one.name = called

    def like(self, value: Any, kind: ir.Type) -> Any:
        """As one of that kind: numbers, and single values in all lanes of a vector."""
        if isinstance(value, Value):
            it = value.it
            if isinstance(kind, ir.VectorType) and not isinstance(it.type, ir.VectorType):
                first = self.build.insert_element(ir.Constant(kind, ir.Undefined), it, INT(0))
                lanes = ir.Constant(ir.VectorType(INT, kind.count), None)
                return self.build.shuffle_vector(first, ir.Constant(kind, ir.Undefined), lanes)
            return it
        if isinstance(kind, ir.VectorType):
            values = list(value) if isinstance(value, list | tuple) else [value] * kind.count
            return ir.Constant(kind, [ir.Constant(kind.element, one) for one in values])
        return ir.Constant(kind, value)

    def value(self, number: Any, kind: ir.Type = LONG) -> Value:
        return Value(self, self.like(number, kind))

    def variable(self, start: Any, kind: ir.Type = LONG) -> Variable:
        return Variable(self, start if isinstance(start, Value) else self.value(start, kind))

    def room(self, size: int) -> Value:
        """The address of so many bytes of the stack, at a whole line of the cache."""
        with self.build.goto_entry_block():
            place = self.build.alloca(ir.ArrayType(BYTE, size))
            place.align = 64
            return Value(self, self.build.ptrtoint(place, LONG))

    # memory

    def pointer(self, address: Value) -> Value:
        return Value(self, self.build.inttoptr(address.it, POINTER))

    def load(self, kind: ir.Type, address: Value) -> Value:
        return Value(self, self.build.load(self.pointer(address).it, align=1, typ=kind))

    def store(self, value: Value, address: Value) -> None:
        self.build.store(value.it, self.pointer(address).it, align=1)

    def add_together(self, address: Value, number: int) -> None:
        """To a LONG that others add to at the same time."""
        self.build.atomic_rmw("add", self.pointer(address).it, LONG(number), "acq_rel")

    def load_together(self, address: Value) -> Value:
        return Value(self, self.build.load_atomic(self.pointer(address).it, "acquire", 8, typ=LONG))

    # what runs when

    @contextmanager
    def until(self, true: Callable[[], Value]) -> Iterator[None]:
        head, body, after = (self.function.append_basic_block() for _ in range(3))
        self.build.branch(head)
        self.build.position_at_end(head)
        self.build.cbranch(true().it, after, body)
        self.build.position_at_end(body)
        yield
        self.build.branch(head)
        self.build.position_at_end(after)

    @contextmanager
    def loop(self, stop: Any, *, start: Any = 0, step: Any = 1) -> Iterator[Value]:
        counter = self.variable(start)
        head, body, after = (self.function.append_basic_block() for _ in range(3))
        self.build.branch(head)
        self.build.position_at_end(head)
        at = counter.now
        self.build.cbranch(at.is_("<", stop).it, body, after)
        self.build.position_at_end(body)
        yield at
        counter.now = at + step
        self.build.branch(head)
        self.build.position_at_end(after)

    @contextmanager
    def when(self, true: Value) -> Iterator[None]:
        with self.build.if_then(true.it):
            yield

    def choose(self, true: Value, one: Value, other: Any) -> Value:
        return Value(self, self.build.select(true.it, one.it, self.like(other, one.it.type)))

    def least(self, one: Value, other: Any) -> Value:
        return self.choose(one.is_("<", other), one, other)

    def both(self, one: Value, other: Value) -> Value:
        return Value(self, self.build.and_(one.it, other.it))

    def either(self, one: Value, other: Value) -> Value:
        return Value(self, self.build.or_(one.it, other.it))

    # what is called

    def call(self, function: Code, *given: Any) -> None:
        self.build.call(function.function, [self.like(one, LONG) for one in given])

    def call_at(self, address: Value) -> None:
        """A function of C that takes nothing."""
        kind = ir.FunctionType(INT, [])
        self.build.call(self.build.inttoptr(address.it, kind.as_pointer()), [])

    def written(self, text: str, constraints: str, kind: ir.Type, *given: Value | tuple[ir.Type, Value]) -> Value:
        """An instruction as the processor's makers write it."""
        its = [self.like(one[1], one[0]) if isinstance(one, tuple) else one.it for one in given]
        function = ir.InlineAsm(ir.FunctionType(kind, [it.type for it in its]), text, constraints, side_effect=False)
        return Value(self, self.build.call(function, its))

    def instruction(self, name: str, kind: ir.Type, *given: tuple[ir.Type, Any]) -> Value:
        """One of LLVM's own or of the processor's."""
        known = self.module.globals.get(name)
        declared = known or ir.Function(self.module, ir.FunctionType(kind, [one for one, _ in given]), name)
        return Value(self, self.build.call(declared, [self.like(value, one) for one, value in given]))

    # numbers

    def shuffle(self, one: Value, other: Value, lanes: Sequence[int]) -> Value:
        mask = ir.Constant(ir.VectorType(INT, len(lanes)), [INT(lane) for lane in lanes])
        return Value(self, self.build.shuffle_vector(one.it, other.it, mask))

    def exchange(self, one: Value, distance: int) -> Value:
        """Each lane gets what is in the lane so far away: distance is a power of 2."""
        return self.shuffle(one, one, [lane ^ distance for lane in range(LANES)])

    def as_(self, kind: ir.Type, value: Value) -> Value:
        """The same bits."""
        return Value(self, self.build.bitcast(value.it, kind))

    def first(self, lanes: Value) -> Value:
        return Value(self, self.build.extract_element(lanes.it, INT(0)))

    def float(self, whole: Value) -> Value:
        return Value(self, self.build.sitofp(whole.it, FLOAT))

    def floats(self, whole: Value) -> Value:
        return Value(self, self.build.sitofp(whole.it, FLOATS))

    def whole(self, floats: Value) -> Value:
        """The nearest whole numbers."""
        return Value(self, self.build.fptosi(self.instruction("llvm.rint.v16f32", FLOATS, (FLOATS, floats)).it, INTS))

    def cut(self, kind: ir.Type, value: Value) -> Value:
        return Value(self, self.build.trunc(value.it, kind))

    def widened(self, kind: ir.Type, value: Value) -> Value:
        return Value(self, self.build.zext(value.it, kind))

    def most(self, one: Value, other: Any) -> Value:
        return self.choose(one.is_(">", other), one, other)

    def sum(self, lanes: Value) -> Value:
        """Of the lanes, in all lanes."""
        for distance in (8, 4, 2, 1):
            lanes = lanes + self.exchange(lanes, distance)
        return lanes

    def highest(self, lanes: Value) -> Value:
        for distance in (8, 4, 2, 1):
            lanes = self.most(lanes, self.exchange(lanes, distance))
        return lanes

    def end(self) -> None:
        self.build.ret_void()
