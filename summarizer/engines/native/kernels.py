"""The network at 8 bits as machine code: all layers of a step in one call, for one core or several side by side.

Products of bytes take the turned weights of `turned`, as `weights.panels` lays them out; keys and values are kept as
bfloat16, and attention multiplies those. Both come to tiles of HIGH rows and WIDE columns: see `products`.

Who works side by side are ranks. In a step of few positions each computes some columns of every product, and all meet
between products; what is normed each norms for itself. Of a prompt that is read, each takes some rows from one end of a
layer to the other, and they meet only before and after attention. Nothing of that changes a number: sums of bytes are
exact, and a position's other sums are made in one order, whoever makes them and whatever is computed beside it.

What a call works on is a JOB, numbers of 64 bits: sizes, addresses, and offsets into a rank's own room.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from llvmlite import ir

from summarizer.engines.native.ir_builder import BYTES, FLOAT, FLOATS, INT, INTS, LANES, LONG, SHORT, Code, Value
from summarizer.engines.native.abi import HIGH, JOB, LAYER, LINE, PARTS, WIDE
from summarizer.engines.native.matmul_tiles import ARGUMENTS, NOTHING, Tiles, Way, Ways
from summarizer.engines.llama.rotation import BLOCK, ZERO

SHORTS = ir.VectorType(SHORT, LANES)
PATIENCE = 1024  # looks for the others before a rank lets other programs have its core
NEVER = -126.0  # of powers of 2: what is smaller counts for nothing


def module(ways: Ways) -> ir.Module:
    """With a function `run(job, rank)`."""
    return _Kernels(ways).module


class _Kernels:
    def __init__(self, ways: Ways) -> None:
        self.module = ir.Module("copydesk")
        self.ways = ways
        self.of_bytes = self._product("bytes", ways.of_bytes)
        self.of_halves = self._product("halves", ways.of_halves)
        self.meet = self._meet()
        self.norm, self.norm_any = self._norm(), self._norm_any()
        self.multiply, self.gate = self._multiply(), self._gate()
        self.turn = self._turn()
        self.keep, self.attend = self._keep(), self._attend()
        self._run()

    def _code(self, name: str, *arguments: str, outside: bool = False) -> Code:
        return Code(self.module, name, arguments, outside=outside)

    # ---- numbers

    def _power(self, code: Code, of: Value) -> Value:
        """2 to the power of each; nothing where that is NEVER or less. Cephes' polynomial for exp2."""
        given = code.most(of, NEVER)  # what is smaller still would take many times as long
        if not self.ways.wide:
            given = code.least(given, -NEVER)
        whole = code.instruction("llvm.rint.v16f32", FLOATS, (FLOATS, given))
        rest = given - whole
        made = code.value(1.535336188319500e-4, FLOATS)
        for number in (1.339887440266574e-3, 9.618437357674640e-3, 5.550332471162809e-2, 2.402264791363012e-1):
            made = made * rest + number
        made = (made * rest + 6.931472028550421e-1) * rest + 1.0
        if self.ways.wide:
            made = code.written("vscalefps $2, $1, $0", "=v,v,v", FLOATS, made, whole)
        else:
            made = code.as_(FLOATS, code.as_(INTS, made) + (code.whole(whole) << 23))
        return code.choose(of.is_(">", NEVER), made, 0.0)

    def _halves(self, code: Code, value: Value) -> Value:
        """As bfloat16, rounded to the nearest."""
        if self.ways.bfloats:
            return code.written("vcvtneps2bf16 $1, $0", "=v,v", SHORTS, value)
        bits = code.as_(INTS, value)
        return code.cut(SHORTS, (bits + ((bits >> 16) & 1) + 0x7FFF) >> 16)

    # ---- products

    def _product(self, kind: str, way: Way) -> Code:
        code = self._code(f"product.{kind}", *ARGUMENTS)
        way.write(code)
        code.end()
        return code

    def _of_blocks(self, code: Code, end: Callable[[Value, Value, Value, Value], None]) -> None:
        """All tiles of a product of bytes, each brought to its `end`: given group, first row, rows, sums."""
        a, _, depth, rows, weights, *_ = code.arguments
        *_, first, last = code.arguments
        out = code.room(HIGH * LINE)
        with code.loop(last, start=first) as group, code.loop(rows, step=HIGH) as row:
            count = code.least(rows - row, HIGH)
            panel = weights + group * (depth * WIDE)
            code.call(self.of_bytes, a + row * depth, depth, depth // 64, panel, out, LINE, count)
            end(group, row, count, out)

    def _of_columns(self, code: Code, kinds: Sequence[ir.Type], group: Value, where: Sequence[Value]) -> list[Any]:
        return [
            [code.load(kind, one + group * LINE + at * 64) for at in range(4)]
            for kind, one in zip(kinds, where, strict=True)
        ]

    def _multiply(self) -> Code:
        """Rows at 8 bits with a factor each, times groups of WIDE columns from `first` to before `last`.

        `shift` is added to the sums, `scale` multiplies them and `bias` is added then, of each column.
        """
        parts = "weights", "shift", "scale", "bias", "out", "out.each", "first", "last"
        code = self._code("multiply", "a", "factors", "depth", "rows", *parts)
        _, factors, _, _, _, shift, scale, bias, out, out_each, _, _ = code.arguments

        def store(group: Value, row: Value, count: Value, made: Value) -> None:
            shifts, scales, biases = self._of_columns(code, (INTS, FLOATS, FLOATS), group, (shift, scale, bias))
            with code.loop(count) as one:
                factor = code.load(FLOAT, factors + (row + one) * 4)
                for at in range(4):
                    sums = code.load(INTS, made + one * LINE + at * 64) + shifts[at]
                    value = code.floats(sums) * scales[at] * factor + biases[at]
                    code.store(value, out + (row + one) * out_each + group * LINE + at * 64)

        self._of_blocks(code, store)
        code.end()
        return code

    def _gate(self) -> Code:
        """The same of gates and of what they let through, which take turns, BLOCK columns each; turned by blocks."""
        parts = "weights", "shift", "scale", "out", "out.each", "first", "last"
        code = self._code("gate", "a", "factors", "depth", "rows", *parts)
        _, factors, _, _, _, shift, scale, out, out_each, _, _ = code.arguments
        assert BLOCK == 2 * LANES

        def store(group: Value, row: Value, count: Value, made: Value) -> None:
            shifts, scales = self._of_columns(code, (INTS, FLOATS), group, (shift, scale))
            with code.loop(count) as one:
                factor = code.load(FLOAT, factors + (row + one) * 4)
                values = [
                    code.floats(code.load(INTS, made + one * LINE + at * 64) + shifts[at]) * scales[at] * factor
                    for at in range(4)
                ]
                let = [
                    gate / (self._power(code, gate * -1.4426950408889634) + 1.0) * through
                    for gate, through in zip(values[:2], values[2:], strict=True)
                ]
                for at, value in enumerate((let[0] + let[1], let[0] - let[1])):
                    for distance in (8, 4, 2, 1):
                        signs = [-1.0 if lane & distance else 1.0 for lane in range(LANES)]
                        value = value * signs + code.exchange(value, distance)
                    here = (row + one) * out_each + group * (LINE // 2) + at * 64
                    code.store(value * BLOCK**-0.5, out + here)

        self._of_blocks(code, store)
        code.end()
        return code

    # ---- norms

    def _norm(self) -> Code:
        """What flows, (rows, width), `more` added to it unless that is 0, normed and at 8 bits."""
        code = self._code("norm", "flow", "more", "rows", "width", "numbers", "out", "factors")
        flow, more, rows, width, numbers, out, factors = code.arguments
        step = code.load(FLOAT, numbers)
        with code.loop(rows) as row:
            here = row * width
            with code.when(more.is_("!=", 0)), code.loop(width, step=LANES) as at:
                place = flow + (here + at) * 4
                code.store(code.load(FLOATS, place) + code.load(FLOATS, more + (here + at) * 4), place)
            root = self._root(code, flow + here * 4, width, numbers)
            self._round(code, flow + here * 4, width, root * step, out + here)
            code.store(step, factors + row * 4)
        code.end()
        return code

    def _norm_any(self) -> Code:
        """The same of values of any size, which the factors bring back."""
        code = self._code("norm.any", "values", "rows", "width", "numbers", "out", "factors")
        values, rows, width, numbers, out, factors = code.arguments
        step = code.load(FLOAT, numbers)
        with code.loop(rows) as row:
            here = row * width
            root = self._root(code, values + here * 4, width, numbers) * step
            self._round(code, values + here * 4, width, root, out + here)
            code.store(code.first(root), factors + row * 4)
        code.end()
        return code

    def _root(self, code: Code, values: Value, width: Value, numbers: Value) -> Value:
        """Of the mean of their squares, in all lanes."""
        sums = [code.variable(0.0, FLOATS) for _ in range(4)]
        with code.loop(width, step=4 * LANES) as at:
            for which, one in enumerate(sums):
                value = code.load(FLOATS, values + (at + which * LANES) * 4)
                one.now = value * value + one.now
        whole = (sums[0].now + sums[1].now) + (sums[2].now + sums[3].now)
        mean = code.sum(whole) / code.float(width) + code.load(FLOAT, numbers + 4)
        return code.instruction("llvm.sqrt.v16f32", FLOATS, (FLOATS, mean))

    def _round(self, code: Code, values: Value, width: Value, by: Value, out: Value) -> None:
        factor = code.value(1.0, FLOATS) / by
        with code.loop(width, step=LANES) as at:
            whole = code.whole(code.load(FLOATS, values + at * 4) * factor) + ZERO
            code.store(code.cut(BYTES, code.most(code.least(whole, 255), 0)), out + at)

    # ---- attention

    def _turn(self) -> Code:
        """A head's query or key of one position, (size), its place turned in, times a factor, as halves."""
        code = self._code("turn", "value", "cosines", "sines", "size", "out", "factor")
        value, cosines, sines, size, out, factor = code.arguments
        times, half = code.load(FLOAT, factor), size // 2
        with code.loop(half, step=LANES) as at:
            one, other = (code.load(FLOATS, value + (at + start) * 4) for start in (0, half))
            cosine, sine = (code.load(FLOATS, angles + at * 4) * times for angles in (cosines, sines))
            code.store(self._halves(code, one * cosine - other * sine), out + at * 2)
            code.store(self._halves(code, other * cosine + one * sine), out + (at + half) * 2)
        code.end()
        return code

    def _keep(self) -> Code:
        """Puts a position's key and value of one head into memory: see `runner.layouts`."""
        code = self._code("keep", "job", "layer", "row", "head", "at")
        job, layer, row, head, at = code.arguments
        heads, kept, size, room = _fields(code, job, "heads", "kept", "size", "room")
        qkv, each, width = _fields(code, job, "qkv", "qkv.each", "width")
        angles = [one + (row * width + at) * size * 2 for one in _fields(code, job, "cosines", "sines")]
        start = (row * kept + head) * room * size * 2
        keys, values = (one + start for one in _of_layer(code, layer, "keys", "values"))
        place = code.load(LONG, _fields(code, job, "used")[0] + row * 8) + at
        here = qkv + (row * width + at) * each
        turned = code.room(1024)
        code.call(self.turn, here + (heads + head) * size * 4, *angles, size, turned, _place(job, "one"))
        to = keys + (place // WIDE) * (size // 2) * LINE + (place % WIDE) * 4
        with code.loop(size // 2, step=LANES) as pair:
            for at_ in range(LANES):
                code.store(code.load(INT, turned + (pair + at_) * 4), to + (pair + at_) * LINE)
        odd = (place % 2).is_("!=", 0)
        with code.loop(size, step=LANES) as lane:
            value = code.load(FLOATS, here + (heads + kept + head) * size * 4 + lane * 4)
            new = code.widened(INTS, self._halves(code, value))
            to = values + (lane // WIDE) * (room // 2) * LINE + (place // 2) * LINE + (lane % WIDE) * 4
            old = code.load(INTS, to)
            code.store(code.choose(odd, (old & 0xFFFF) | (new << 16), (old & -65536) | new), to)
        code.end()
        return code

    def _attend(self) -> Code:
        """What the heads that share a kept head see, in a row.

        Of their blocks of HIGH queries, each `of`-th from `first`.
        """
        code = self._code("attend", "job", "layer", "row", "head", "own", "first", "of")
        job, layer, row, head, own, first_block, of = code.arguments
        heads, kept, size, room, width = _fields(code, job, "heads", "kept", "size", "room", "width")
        qkv, each, sees, seen, used = _fields(code, job, "qkv", "qkv.each", "sees", "seen", "used")
        cosines, sines = _fields(code, job, "cosines", "sines")
        start = (row * kept + head) * room * size * 2
        keys, values = (one + start for one in _of_layer(code, layer, "keys", "values"))
        queries, found, chances = (own + one for one in _fields(code, job, "own.queries", "own.found", "own.chances"))
        shared = heads // kept
        rows = shared * width
        before = code.load(LONG, used + row * 8)
        sums, out = code.room(HIGH * 4), code.room(HIGH * LINE)
        blocks = (rows + (HIGH - 1)) // HIGH
        with code.loop(blocks, start=first_block, step=of) as block:
            first = block * HIGH
            count = code.least(rows - first, HIGH)
            with code.loop(count) as one:
                which, at = (first + one) // width, (first + one) % width
                position = row * width + at
                angle = position * (size * 2)
                asked = qkv + position * each + (head * shared + which) * size * 4
                to = queries + one * size * 2
                code.call(self.turn, asked, cosines + angle, sines + angle, size, to, _place(job, "query"))
            # nobody sees what comes after it
            last = first + count - 1
            latest = code.choose((first // width).is_("==", last // width), last % width, width - 1)
            over = (before + latest + WIDE) // WIDE  # groups of WIDE places
            with code.loop(over) as places:
                panel = keys + places * (size // 2) * LINE
                code.call(self.of_halves, queries, size * 2, size // 32, panel, found + places * LINE, room * 4, count)
            with code.loop(count) as one:
                mask = sees + (row * width + (first + one) % width) * room
                whole = self._weigh(code, found + one * room * 4, mask, over * WIDE, chances + one * room * 2)
                code.store(code.first(code.value(1.0, FLOATS) / whole), sums + one * 4)
            with code.loop(size // WIDE) as part:
                panel = values + part * (room // 2) * LINE
                code.call(self.of_halves, chances, room * 2, over * 2, panel, out, LINE, count)
                with code.loop(count) as one:
                    which, at = (first + one) // width, (first + one) % width
                    to = seen + ((row * width + at) * heads + head * shared + which) * size * 4 + part * LINE
                    factor = code.load(FLOAT, sums + one * 4)
                    for at_ in range(4):
                        code.store(code.load(FLOATS, out + one * LINE + at_ * 64) * factor, to + at_ * 64)
        code.end()
        return code

    def _weigh(self, code: Code, scores: Value, mask: Value, places: Value, out: Value) -> Value:
        """2 to the power of the scores of what is seen, the highest being 0, as halves; their sum, in all lanes."""
        most, whole = code.variable(float("-inf"), FLOATS), code.variable(0.0, FLOATS)
        with code.loop(places, step=LANES) as at:
            visible = code.load(BYTES, mask + at).is_("!=", 0)
            score = code.choose(visible, code.load(FLOATS, scores + at * 4), float("-inf"))
            code.store(score, scores + at * 4)
            most.now = code.most(score, most.now)
        highest = code.highest(most.now)
        with code.loop(places, step=LANES) as at:
            power = self._power(code, code.load(FLOATS, scores + at * 4) - highest)
            whole.now = whole.now + power
            code.store(self._halves(code, power), out + at * 2)
        return code.sum(whole.now)

    # ---- all of it

    def _meet(self) -> Code:
        """Waits until ranks have come here `all` times; meanwhile others may have the core now and then."""
        code = self._code("meet", "place", "all", "pass")
        place, all_, pass_ = code.arguments
        code.add_together(place, 1)
        looks = code.variable(0)
        with code.until(lambda: code.load_together(place).is_(">=", all_)):
            code.instruction("llvm.x86.sse2.pause", NOTHING)
            looks.now = looks.now + 1
            with code.when((looks.now % PATIENCE).is_("==", 0)):
                code.call_at(pass_)
        code.end()
        return code

    def _run(self) -> None:
        """The layers from `first` to before `last`, and the scores where some are asked for."""
        code = self._code("run", "job", "rank", outside=True)
        job, rank = code.arguments
        if isinstance(self.ways.of_bytes, Tiles):
            Tiles.begin(code)
        ranks, by_rows, positions, rows, kept, width = _fields(
            code, job, "ranks", "by.rows", "positions", "rows", "kept", "width"
        )
        size, heads, flows, inner, qkv_each = _fields(
            code, job, "size", "heads", "flow.width", "inner.width", "qkv.each"
        )
        own, own_each, flow, flow_each = _fields(code, job, "own", "own.each", "flow", "flow.each")
        own = own + rank * own_each
        reading = by_rows.is_("!=", 0)
        flow = flow + code.choose(reading, code.value(0), rank * flow_each)
        a, factors = own, own + _fields(code, job, "own.factors")[0]
        qkv, seen, gated, more = _fields(code, job, "qkv", "seen", "gated", "more")
        blocks = (positions + (HIGH - 1)) // HIGH
        first_row = code.choose(reading, blocks * rank // ranks * HIGH, 0)
        last_row = code.choose(reading, code.least(blocks * (rank + 1) // ranks * HIGH, positions), positions)
        count = last_row - first_row
        meetings = code.variable(0)

        def meet() -> None:
            with code.when(ranks.is_(">", 1)):
                meetings.now = meetings.now + ranks
                code.call(self.meet, *_fields(code, job, "met"), meetings.now, *_fields(code, job, "pass"))

        def meet_between_columns() -> None:
            with code.when(by_rows.is_("==", 0)):
                meet()

        def share(columns: Value, each: int) -> list[Value]:
            groups = columns // each
            return [
                code.choose(reading, code.value(0), groups * rank // ranks),
                code.choose(reading, groups, groups * (rank + 1) // ranks),
            ]

        def here(place: Value, columns: Value) -> Value:
            return place + first_row * columns * 4

        known = code.variable(0)  # where what is to be added lies, once there is some
        ready, any_ = _place(job, "ready"), _place(job, "any")
        layers, number_of_layers = _fields(code, job, "layers", "count")
        with code.loop(number_of_layers) as number:
            layer = layers + number * (len(LAYER) * 8)
            given = a, factors

            def weights(name: str, layer: Value = layer) -> list[Value]:
                return _of_layer(code, layer, name, f"{name}.shift", f"{name}.scale")

            def bias(name: str, layer: Value = layer) -> list[Value]:
                return _of_layer(code, layer, f"{name}.bias")

            code.call(self.norm, here(flow, flows), known.now, count, flows, ready, *given)
            to = qkv + first_row * qkv_each, qkv_each
            columns = share(qkv_each // 4, WIDE)
            code.call(self.multiply, *given, flows, count, *weights("qkv"), *bias("qkv"), *to, *columns)
            meet_between_columns()
            with code.loop(rows) as row, code.loop(kept) as head:
                mine = ((row * kept + head) % ranks).is_("==", rank)
                with code.when(reading), code.loop(last_row, start=first_row) as at:
                    code.call(self.keep, job, layer, row, head, at)
                with code.when(code.both(by_rows.is_("==", 0), mine)):
                    with code.loop(width) as at:
                        code.call(self.keep, job, layer, row, head, at)
                    code.call(self.attend, job, layer, row, head, own, 0, 1)
            with code.when(reading):
                meet()
                with code.loop(rows) as row, code.loop(kept) as head:
                    code.call(self.attend, job, layer, row, head, own, rank, ranks)
            meet()
            attended = heads * size
            code.call(self.norm_any, here(seen, attended), count, attended, any_, *given)
            to = here(more, flows), flows * 4
            columns = share(flows, WIDE)
            code.call(self.multiply, *given, attended, count, *weights("seen"), *bias("seen"), *to, *columns)
            meet_between_columns()
            code.call(self.norm, here(flow, flows), here(more, flows), count, flows, ready, *given)
            to = here(gated, inner), inner * 4
            code.call(self.gate, *given, flows, count, *weights("gate"), *to, *share(inner, BLOCK))
            meet_between_columns()
            code.call(self.norm_any, here(gated, inner), count, inner, any_, *given)
            to = here(more, flows), flows * 4
            code.call(self.multiply, *given, inner, count, *weights("gated"), *bias("gated"), *to, *columns)
            meet_between_columns()
            known.now = here(more, flows)
        self._score(code, job, rank, flow, more, a, factors)
        if isinstance(self.ways.of_bytes, Tiles):
            Tiles.end(code)
        code.end()

    def _score(self, code: Code, job: Value, rank: Value, flow: Value, more: Value, a: Value, factors: Value) -> None:
        """Of the positions from `scored` on; where rows are shared, who has the last ones scores them."""
        ranks, by_rows, flows, scored, count = _fields(
            code, job, "ranks", "by.rows", "flow.width", "scored", "scored.count"
        )
        alone = by_rows.is_("!=", 0)
        mine = code.either(by_rows.is_("==", 0), rank.is_("==", ranks - 1))
        with code.when(code.both(mine, count.is_("!=", 0))):
            start = scored * flows * 4
            code.call(self.norm, flow + start, more + start, count, flows, _place(job, "ready"), a, factors)
            for name in ("common", "rare"):
                weights = _fields(code, job, *(f"{name}{part}" for part in PARTS))
                out, groups = _fields(code, job, f"{name}.scores", f"{name}.groups")
                first = code.choose(alone, code.value(0), groups * rank // ranks)
                last = code.choose(alone, groups, groups * (rank + 1) // ranks)
                code.call(self.multiply, a, factors, flows, count, *weights, out, groups * LINE, first, last)


def _place(job: Value, name: str) -> Value:
    return job + JOB.index(name) * 8


def _fields(code: Code, job: Value, *names: str) -> list[Value]:
    return [code.load(LONG, _place(job, name)) for name in names]


def _of_layer(code: Code, layer: Value, *names: str) -> list[Value]:
    return [code.load(LONG, layer + LAYER.index(name) * 8) for name in names]
