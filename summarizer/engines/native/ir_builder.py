"""A thin layer over llvmlite's IRBuilder: values with operators, variables, loops, memory access.

Addresses are 64-bit integers. Vectors have LANES lanes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from llvmlite import ir

LANES = 16
CACHE_LINE = 64  # bytes
I8, I16, I32, I64, F32 = ir.IntType(8), ir.IntType(16), ir.IntType(32), ir.IntType(64), ir.FloatType()
I32X16, F32X16, I8X16, I16X16 = (ir.VectorType(element, LANES) for element in (I32, F32, I8, I16))
POINTER = ir.PointerType()


def _operator(integer_op: str, float_op: str) -> Callable[[Value, Any], Value]:
    """Returns an operator method that emits the IRBuilder instruction for integers or for floats."""

    def emit(self: Value, other: Any) -> Value:
        operand = self.builder.as_type(other, self.ir.type)
        if _is_float(self.ir.type):
            instruction = getattr(self.builder.ir_builder, float_op)(self.ir, operand, flags=("contract",))
        else:
            instruction = getattr(self.builder.ir_builder, integer_op)(self.ir, operand)
        return Value(self.builder, instruction)

    return emit


class Value:
    """An SSA value of a function; operators emit instructions. Integers are signed in comparisons only."""

    __slots__ = ("builder", "ir")

    def __init__(self, builder: FunctionBuilder, ir_value: Any) -> None:
        self.builder = builder
        self.ir = ir_value

    __add__ = __radd__ = _operator("add", "fadd")
    __sub__ = _operator("sub", "fsub")
    __mul__ = __rmul__ = _operator("mul", "fmul")
    __truediv__ = _operator("", "fdiv")
    __floordiv__ = _operator("udiv", "")
    __mod__ = _operator("urem", "")
    __and__ = _operator("and_", "")
    __or__ = _operator("or_", "")
    __lshift__ = _operator("shl", "")
    __rshift__ = _operator("lshr", "")

    def compare(self, predicate: str, other: Any) -> Value:
        """Emits a comparison such as "<" or "=="; integers are signed, floats ordered."""
        operand = self.builder.as_type(other, self.ir.type)
        emit = self.builder.ir_builder
        comparison = emit.fcmp_ordered if _is_float(self.ir.type) else emit.icmp_signed
        return Value(self.builder, comparison(predicate, self.ir, operand))


def _is_float(type_: ir.Type) -> bool:
    return isinstance(type_.element if isinstance(type_, ir.VectorType) else type_, ir.FloatType)


class Variable:
    """A variable on the stack, which LLVM turns into a register."""

    def __init__(self, builder: FunctionBuilder, start: Value) -> None:
        with builder.ir_builder.goto_entry_block():
            self._address = builder.ir_builder.alloca(start.ir.type)
        self._builder = builder
        self._type = start.ir.type
        self.value = start

    @property
    def value(self) -> Value:
        return Value(self._builder, self._builder.ir_builder.load(self._address, typ=self._type))

    @value.setter
    def value(self, value: Value) -> None:
        self._builder.ir_builder.store(value.ir, self._address)


class FunctionBuilder:
    """Builds one function that takes 64-bit integers and returns nothing."""

    def __init__(self, module: ir.Module, name: str, arguments: Sequence[str], *, exported: bool = False) -> None:
        self.module = module
        self.function = ir.Function(module, ir.FunctionType(ir.VoidType(), [I64] * len(arguments)), name)
        if not exported:
            self.function.linkage = "internal"
            self.function.attributes.add("noinline")
        self.ir_builder: Any = ir.IRBuilder(self.function.append_basic_block())
        self.arguments = [Value(self, argument) for argument in self.function.args]
        for argument, argument_name in zip(self.function.args, arguments, strict=True):
            argument.name = argument_name

    def as_type(self, value: Any, type_: ir.Type) -> Any:
        """Returns a llvmlite value of this type: a Python number as a constant, a scalar broadcast to all lanes."""
        if isinstance(value, Value):
            ir_value = value.ir
            if isinstance(type_, ir.VectorType) and not isinstance(ir_value.type, ir.VectorType):
                undefined = ir.Constant(type_, ir.Undefined)
                first = self.ir_builder.insert_element(undefined, ir_value, I32(0))
                lane_zero = ir.Constant(ir.VectorType(I32, type_.count), None)
                return self.ir_builder.shuffle_vector(first, undefined, lane_zero)
            return ir_value
        if isinstance(type_, ir.VectorType):
            numbers = list(value) if isinstance(value, list | tuple) else [value] * type_.count
            return ir.Constant(type_, [ir.Constant(type_.element, number) for number in numbers])
        return ir.Constant(type_, value)

    def constant(self, number: Any, type_: ir.Type = I64) -> Value:
        return Value(self, self.as_type(number, type_))

    def variable(self, start: Any, type_: ir.Type = I64) -> Variable:
        return Variable(self, start if isinstance(start, Value) else self.constant(start, type_))

    def stack_buffer(self, size: int) -> Value:
        """Returns the address of `size` bytes on the stack, aligned to a cache line."""
        with self.ir_builder.goto_entry_block():
            buffer = self.ir_builder.alloca(ir.ArrayType(I8, size))
            buffer.align = CACHE_LINE
            return Value(self, self.ir_builder.ptrtoint(buffer, I64))

    # memory

    def as_pointer(self, address: Value) -> Value:
        return Value(self, self.ir_builder.inttoptr(address.ir, POINTER))

    def load(self, type_: ir.Type, address: Value) -> Value:
        return Value(self, self.ir_builder.load(self.as_pointer(address).ir, align=1, typ=type_))

    def store(self, value: Value, address: Value) -> None:
        self.ir_builder.store(value.ir, self.as_pointer(address).ir, align=1)

    def atomic_add(self, address: Value, number: int) -> None:
        """Emits the atomic addition of a number to an I64."""
        self.ir_builder.atomic_rmw("add", self.as_pointer(address).ir, I64(number), "acq_rel")

    def atomic_load(self, address: Value) -> Value:
        """Emits the atomic load of an I64."""
        return Value(self, self.ir_builder.load_atomic(self.as_pointer(address).ir, "acquire", 8, typ=I64))

    # control flow

    @contextmanager
    def while_not(self, condition: Callable[[], Value]) -> Iterator[None]:
        """Emits a loop that runs until the condition, which is evaluated before each turn, holds."""
        head, body, after = (self.function.append_basic_block() for _ in range(3))
        self.ir_builder.branch(head)
        self.ir_builder.position_at_end(head)
        self.ir_builder.cbranch(condition().ir, after, body)
        self.ir_builder.position_at_end(body)
        yield
        self.ir_builder.branch(head)
        self.ir_builder.position_at_end(after)

    @contextmanager
    def for_range(self, stop: Any, *, start: Any = 0, step: Any = 1) -> Iterator[Value]:
        """Emits a loop over the numbers of a range, like Python's; yields the loop variable."""
        counter = self.variable(start)
        head, body, after = (self.function.append_basic_block() for _ in range(3))
        self.ir_builder.branch(head)
        self.ir_builder.position_at_end(head)
        number = counter.value
        self.ir_builder.cbranch(number.compare("<", stop).ir, body, after)
        self.ir_builder.position_at_end(body)
        yield number
        counter.value = number + step
        self.ir_builder.branch(head)
        self.ir_builder.position_at_end(after)

    @contextmanager
    def if_(self, condition: Value) -> Iterator[None]:
        with self.ir_builder.if_then(condition.ir):
            yield

    def select(self, condition: Value, if_true: Value, if_false: Any) -> Value:
        return Value(self, self.ir_builder.select(condition.ir, if_true.ir, self.as_type(if_false, if_true.ir.type)))

    def minimum(self, a: Value, b: Any) -> Value:
        return self.select(a.compare("<", b), a, b)

    def maximum(self, a: Value, b: Any) -> Value:
        return self.select(a.compare(">", b), a, b)

    def and_(self, a: Value, b: Value) -> Value:
        return Value(self, self.ir_builder.and_(a.ir, b.ir))

    def or_(self, a: Value, b: Value) -> Value:
        return Value(self, self.ir_builder.or_(a.ir, b.ir))

    # calls

    def call(self, function: FunctionBuilder, *arguments: Any) -> None:
        self.ir_builder.call(function.function, [self.as_type(argument, I64) for argument in arguments])

    def call_address(self, address: Value) -> None:
        """Emits the call of a C function without arguments."""
        type_ = ir.FunctionType(I32, [])
        self.ir_builder.call(self.ir_builder.inttoptr(address.ir, type_.as_pointer()), [])

    def inline_asm(
        self, text: str, constraints: str, type_: ir.Type, *arguments: Value | tuple[ir.Type, Value]
    ) -> Value:
        """Emits an instruction, given as assembly text."""
        operands = [
            self.as_type(argument[1], argument[0]) if isinstance(argument, tuple) else argument.ir
            for argument in arguments
        ]
        signature = ir.FunctionType(type_, [operand.type for operand in operands])
        function = ir.InlineAsm(signature, text, constraints, side_effect=False)
        return Value(self, self.ir_builder.call(function, operands))

    def intrinsic(self, name: str, type_: ir.Type, *arguments: tuple[ir.Type, Any]) -> Value:
        """Emits the call of an LLVM intrinsic."""
        function = self.module.globals.get(name) or ir.Function(
            self.module, ir.FunctionType(type_, [argument_type for argument_type, _ in arguments]), name
        )
        return Value(
            self,
            self.ir_builder.call(function, [self.as_type(value, argument_type) for argument_type, value in arguments]),
        )

    # vectors and conversions

    def shuffle(self, a: Value, b: Value, lanes: Sequence[int]) -> Value:
        mask = ir.Constant(ir.VectorType(I32, len(lanes)), [I32(lane) for lane in lanes])
        return Value(self, self.ir_builder.shuffle_vector(a.ir, b.ir, mask))

    def lane_xor(self, vector: Value, distance: int) -> Value:
        """Returns a vector whose lane i is lane i XOR `distance`, a power of 2."""
        return self.shuffle(vector, vector, [lane ^ distance for lane in range(LANES)])

    def bitcast(self, type_: ir.Type, value: Value) -> Value:
        return Value(self, self.ir_builder.bitcast(value.ir, type_))

    def first_lane(self, vector: Value) -> Value:
        return Value(self, self.ir_builder.extract_element(vector.ir, I32(0)))

    def to_floats(self, integers: Value) -> Value:
        return Value(self, self.ir_builder.sitofp(integers.ir, F32X16))

    def round_to_int(self, floats: Value) -> Value:
        """Returns the nearest integers, ties to even."""
        rounded = self.intrinsic("llvm.rint.v16f32", F32X16, (F32X16, floats))
        return Value(self, self.ir_builder.fptosi(rounded.ir, I32X16))

    def truncate(self, type_: ir.Type, value: Value) -> Value:
        return Value(self, self.ir_builder.trunc(value.ir, type_))

    def zero_extend(self, type_: ir.Type, value: Value) -> Value:
        return Value(self, self.ir_builder.zext(value.ir, type_))

    def horizontal_sum(self, vector: Value) -> Value:
        """Returns the sum of all lanes, in all lanes."""
        for distance in (8, 4, 2, 1):
            vector = vector + self.lane_xor(vector, distance)
        return vector

    def horizontal_max(self, vector: Value) -> Value:
        """Returns the highest lane, in all lanes."""
        for distance in (8, 4, 2, 1):
            vector = self.maximum(vector, self.lane_xor(vector, distance))
        return vector

    def return_(self) -> None:
        self.ir_builder.ret_void()
