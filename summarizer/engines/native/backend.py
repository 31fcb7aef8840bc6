"""A network as machine code: who runs it, on which cores."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from summarizer.models import errors
from summarizer.engines.onnx import runtime
from summarizer.engines.llama.preparation import Prepared
from summarizer.engines.interface import SAMPLES
from summarizer.engines.llama.kv_cache import Layout, Memory
from summarizer.engines.native import processor, weight_layout
from summarizer.engines.native.abi import HIGH, JOB, LAYER, PARTS, WIDE
from summarizer.engines.native.processor import Run
from summarizer.engines.llama.network import Both, Costs, Stopped
from summarizer.engines.llama.embedding_table import Rows
from summarizer.engines.llama.rotation import BITS, FAR, LITTLE, REACH
from summarizer.engines.llama.vocabulary import Vocabulary

CORES = 8  # that work at one step at most
PLENTY = 24  # samples of one text, where they hardly take longer than SAMPLES elsewhere
PIECE = 256  # tokens of a prompt that each core reads in one go
LINE = 64  # bytes of a line of the cache: arrays start there
EVERYBODY = 2**62  # more than ever meet
LOG2_E = 1.4426950408889634

Array = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Rare:
    """The parts of the product that scores rare tokens, and how many there are."""

    parts: weight_layout.Arrays
    count: int


class NativeCores:
    """See `network.Cores`."""

    costs = Costs(24, 4)
    least = 1

    def __init__(
        self, run: Run, mapped: weight_layout.Mapped, prepared: Prepared, embedded: Rows, common: int, *, alone: bool = False
    ) -> None:
        """`common` tokens are scored for all texts. `alone`: on one core."""
        self._given = run, mapped, prepared, embedded, common
        self._prepared = prepared
        self.samples = PLENTY if processor.is_wide() else SAMPLES
        self.count = 1 if alone else min(CORES, runtime.threads())
        self.together = _Runner(*self._given, self.count)

    @classmethod
    def load(cls, folder: Path, prepared: Prepared, vocabulary: Vocabulary) -> NativeCores:
        """What was prepared in that folder. Raises EngineFailed where the machine code cannot be made."""
        mapped = weight_layout.Mapped(folder)
        try:
            run = processor.run(folder)
        except Exception as error:  # LLVM's, which may know other processors than this one
            raise errors.EngineFailed(
                f"The machine code for this processor cannot be made ({error}). "
                f"With {processor.SWITCH}=onnx in the environment ONNX Runtime does its work."
            ) from error
        return cls(run, mapped, prepared, vocabulary.embedded, vocabulary.common)

    def ready(self) -> None:
        """It is."""

    def runners(self, rows: int) -> Sequence[_Runner]:
        return [self.together]

    def alone(self) -> list[NativeCores]:
        return [NativeCores(*self._given, alone=True) for _ in range(self.count)]

    def memory(self) -> Memory:
        """Keys in groups of WIDE places: of each, pairs of what belongs together. Values in pairs of places."""
        kept, size = self._prepared.kept, self._prepared.size
        layouts = Layout(np.uint32, kept, size // 2, WIDE), Layout(np.uint16, kept * size // WIDE, WIDE, 2)
        return Memory(layouts, self._prepared.layers, WIDE)

    def rare(self, rows: NDArray[np.int8], scales: NDArray[np.float32]) -> Rare:
        return Rare(weight_layout.scoring(np.ascontiguousarray(rows.T), scales), len(scales)) if rows.size else Rare({}, 0)

    def forget(self) -> None:
        self.together.forget()


class _Runner:
    def __init__(
        self, run: Run, mapped: weight_layout.Mapped, prepared: Prepared, embedded: Rows, common: int, ranks: int
    ) -> None:
        self._run = run
        self._mapped = mapped
        self._prepared = prepared
        self._embedded = embedded
        self._common = common
        self._ranks = ranks
        self._others = ThreadPoolExecutor(max(1, ranks - 1))
        self._angles = np.array(prepared.angles)
        self._turns = np.empty((2, 0, len(self._angles)), np.float32)
        self._job = np.zeros(len(JOB), np.int64)
        self._layers = np.zeros((prepared.layers, len(LAYER)), np.int64)
        for number, of_layer in enumerate(self._layers):
            of_layer[: len(LAYER) - 2] = [_address(one) for one in mapped.layer(number)]
        self._met = np.zeros(LINE // 8, np.int64)
        self._room: dict[str, Array] = {}  # to compute in
        self._set(
            layers=self._layers,
            count=prepared.layers,
            ranks=ranks,
            met=self._met,
            flow_width=prepared.width,
            inner_width=mapped.inner,
            heads=prepared.heads,
            kept=prepared.kept,
            size=prepared.size,
            ready=_floats(REACH / BITS, prepared.epsilon),
            any=_floats(FAR / BITS, LITTLE),
            query=_floats(prepared.size**-0.5 * LOG2_E),
            one=_floats(1.0),
            qkv_each=(prepared.heads + 2 * prepared.kept) * prepared.size * 4,
            **{"pass": processor.passing()},
        )
        for part in PARTS:
            self._set(**{f"{weight_layout.COMMON}{part}": mapped.arrays[f"{weight_layout.COMMON}{part}"]})
        self._set(common_groups=len(mapped.arrays[weight_layout.COMMON]))
        self.forget()

    def forget(self) -> None:
        self._memory: list[Array] = []

    def bind(self, memory: Memory, rows: slice) -> None:
        self._look_at([one[rows] for one in memory.arrays], memory.room)

    def _look_at(self, memory: Sequence[Array], room: int) -> None:
        self._memory = list(memory)
        self._layers[:, -2:] = np.array([_address(one) for one in memory]).reshape(-1, 2)
        self._set(room=room)

    def read(self, prompt: Sequence[int], memory: Memory, row: int, rare: Rare, stopped: Stopped) -> Both | None:
        self._look_at([one[row : row + 1] for one in memory.arrays], memory.room)
        for first, last in _pieces(len(prompt), PIECE * self._ranks):
            if stopped():
                return None
            sees = np.zeros((1, last - first, memory.room), bool)
            sees[0, :, :last] = np.tri(last - first, last, first, dtype=bool)
            tokens, places = np.array([prompt[first:last]], np.int64), np.arange(first, last)[None]
            scored = range(last - first - 1, last - first) if last == len(prompt) else range(0)
            made = self._compute(tokens, places, sees, [first], scored, rare, by_rows=True)
        common, others = made
        return common, others

    def infer(
        self,
        tokens: NDArray[np.int64],
        places: NDArray[np.int64],
        sees: NDArray[np.bool_],
        used: Sequence[int],
        rare: Rare,
    ) -> list[Both]:
        rows, width = tokens.shape
        common, others = self._compute(tokens, places, sees, used, range(rows * width), rare, by_rows=False)
        return [(common[at : at + width], others[at : at + width]) for at in range(0, rows * width, width)]

    def _compute(
        self,
        tokens: NDArray[np.int64],
        places: NDArray[np.int64],
        sees: NDArray[np.bool_],
        used: Sequence[int],
        scored: range,
        rare: Rare,
        *,
        by_rows: bool,
    ) -> Both:
        rows, width = tokens.shape
        positions = rows * width
        flow = self._have_room(positions, int(self._job[JOB.index("room")]))
        flow[:, :positions] = self._embedded.floats(tokens.reshape(-1))
        cosines, sines = self._turned(places)
        groups = len(self._mapped.arrays[weight_layout.COMMON]), len(rare.parts.get("", ()))
        common, others = (np.empty((len(scored), many * WIDE), np.float32) for many in groups)
        held = np.array(used, np.int64), np.ascontiguousarray(sees), cosines, sines  # for as long as it is looked at
        self._met[:] = 0
        self._set(
            by_rows=by_rows,
            positions=positions,
            rows=rows,
            width=width,
            **dict(zip(("used", "sees", "cosines", "sines"), held, strict=True)),
            scored=scored.start,
            scored_count=len(scored),
            common_scores=common,
            rare_groups=groups[1],
            rare_scores=others,
            **{f"rare{part}": one for part, one in rare.parts.items()},
        )
        self._work()
        return common[:, : self._common], others[:, : rare.count]

    def _work(self) -> None:
        """Has all ranks run to the end, also where this thread is interrupted."""
        job = _address(self._job)
        others = []
        try:
            for rank in range(1, self._ranks):
                others.append(self._others.submit(self._run, job, rank))
            self._run(job, 0)
        except BaseException:
            self._met[0] = EVERYBODY  # who is on the way need not wait for who is not
            others += [self._others.submit(int) for _ in range(1, self._ranks)]  # after one that may not be noted yet
            raise
        finally:
            wait(others)

    def _have_room(self, positions: int, room: int) -> Array:
        """For so many positions that look at so many places; where what flows goes, for each rank."""
        high = -(-positions // HIGH) * HIGH  # whole tiles
        attended = self._prepared.heads * self._prepared.size
        width, inner = self._prepared.width, self._mapped.inner
        sizes = {  # bytes of what each rank has to itself
            "bytes": high * max(width, inner, attended),
            "own.factors": high * 4,
            "own.queries": HIGH * self._prepared.size * 2,
            "own.found": HIGH * room * 4,
            "own.chances": HIGH * room * 2,
        }
        places = np.cumsum([0, *(-(-size // LINE) * LINE for size in sizes.values())])
        each = int(places[-1])
        qkv = int(self._job[JOB.index("qkv.each")]) // 4
        flow = self._array("flow", self._ranks * high * width).reshape(self._ranks, high, width)
        self._set(
            flow=flow,
            flow_each=high * width * 4,
            more=self._array("more", high * width),
            qkv=self._array("qkv", high * qkv),
            seen=self._array("seen", high * attended),
            gated=self._array("gated", high * inner),
            own=self._array("own", self._ranks * each // 4),
            own_each=each,
            **{name: int(place) for name, place in zip(sizes, places[:-1], strict=True) if name != "bytes"},
        )
        return flow

    def _array(self, name: str, count: int) -> Array:
        """So many floats, as there were before where these are enough."""
        if name not in self._room or self._room[name].size < count:
            whole = np.zeros(count * 4 + LINE, np.uint8)
            start = -_address(whole) % LINE
            self._room[name] = whole[start : start + count * 4].view(np.float32)
        return self._room[name][:count]

    def _turned(self, places: NDArray[np.int64]) -> tuple[Array, Array]:
        """Cosines and sines of each of these places, (positions, size / 2)."""
        most = int(places.max()) + 1
        if self._turns.shape[1] < most:
            turned = np.arange(most + PIECE)[:, None] * self._angles
            self._turns = np.stack([np.cos(turned), np.sin(turned)]).astype(np.float32)
        cosines, sines = self._turns[:, places.reshape(-1)]
        return np.ascontiguousarray(cosines), np.ascontiguousarray(sines)

    def _set(self, **fields: Any) -> None:
        """Of the job; `_` stands for the points in their names."""
        for name, value in fields.items():
            at = JOB.index(name.replace("_", "."))
            self._job[at] = _address(value) if isinstance(value, np.ndarray) else int(value)


def _pieces(length: int, most: int) -> list[tuple[int, int]]:
    """How a prompt is read: from which token to before which. In whole groups of places, all of which are looked at."""
    count = -(-length // most)
    bounds = [length * at // count // WIDE * WIDE for at in range(count)]
    return list(pairwise([*dict.fromkeys(bounds), length]))


def _address(array: Array) -> int:
    address: int = array.__array_interface__["data"][0]
    return address


def _floats(*numbers: float) -> int:
    """Two floats, or one, in 64 bits."""
    return int(np.array([*numbers, 0.0][:2], np.float32).view(np.int64)[0])
