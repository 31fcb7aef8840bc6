"""A network on ONNX Runtime: who runs its stages, on which cores.

Cores that compute together wait for each other, which costs them a fifth of their time and more. So a prompt is read in
pieces, one core a stage and a piece behind the other, and later each core takes rows of its own.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from threading import Condition
from typing import Any

import numpy as np
from numpy.typing import NDArray

from summarizer.engines.onnx import graph, runtime
from summarizer.engines.llama.preparation import Prepared
from summarizer.engines.interface import SAMPLES
from summarizer.engines.llama.kv_cache import Layout, Memory
from summarizer.engines.llama.network import Both, Costs, Stopped
from summarizer.engines.llama.embedding_table import Rows
from summarizer.engines.llama.vocabulary import Vocabulary

BLOCK = 16  # places: memory is had in whole blocks
READERS = 2  # of a prompt, where there are cores
CORES = 8  # that take prompts or rows of their own at most: each takes some memory
PIECE, PIECES = 160, 64  # tokens of a prompt that are read in one go, by a core alone, and by some side by side
EVEN = 32  # tokens: a piece ends where whole vectors do, so that how a prompt is divided changes no rounding
FEW, SOME = 8, 96  # positions of a step up to which heads that share keys are taken together, by many cores and by one

Numbers = NDArray[np.float32]
Values = dict[str, NDArray[Any]]
Rare = tuple[NDArray[np.int8], Numbers]  # what scores rare tokens, and the scale of each


class OnnxCores:
    """See `network.Cores`."""

    costs = Costs(5, 2)
    samples = SAMPLES

    def __init__(
        self,
        files: Sequence[Path],
        sessions: Sequence[Future[Any]],
        prepared: Prepared,
        embedded: Rows,
        *,
        alone: bool = False,
    ) -> None:
        """`sessions` of the stages in these files; each is waited for when it is needed. `alone`: on one core."""
        self._files = files
        self._sessions = sessions
        self._prepared = prepared
        self._embedded = embedded
        self.count = 1 if alone else min(CORES, runtime.threads())
        self._readers = ThreadPoolExecutor(READERS) if self.count > 1 else None
        few = SOME if alone or runtime.threads_of_a_stage() == 1 else FEW
        self.together = _Runner(sessions, prepared, embedded, few, self._readers)
        self._single: list[Sequence[Future[Any]]] = []  # sessions of each core, made when they are first wanted
        self._apart: list[_Runner] = []  # likewise
        # a head that looks by itself, from one position, is multiplied in another way, which may round otherwise
        self.least = 1 if prepared.heads > prepared.kept else 2

    @classmethod
    def load(
        cls,
        folder: Path,
        prepared: Prepared,
        vocabulary: Vocabulary,
        loading: Callable[[], AbstractContextManager[None]],
    ) -> OnnxCores:
        """What was prepared in that folder; each stage is read within a `loading`."""

        def load(stage: Path) -> Any:
            with loading():
                return runtime.session(stage, runtime.threads_of_a_stage())

        files = graph.files(folder)
        runtime.library()  # first: threads that import at the same time wait for each other
        aside = ThreadPoolExecutor(1)  # the first stage reads while the next one is being loaded
        stages = [aside.submit(load, file) for file in files]
        aside.shutdown(wait=False)
        return cls(files, stages, prepared, vocabulary.embedded)

    def ready(self) -> None:
        """Waits until something can be computed; raises what `loading` makes of an error."""
        self._sessions[0].result()

    def runners(self, rows: int) -> Sequence[_Runner]:
        if not rows >= self.count > 1:
            return [self.together]
        if not self._apart:
            self._apart = [_Runner(one, self._prepared, self._embedded, SOME) for one in self._of_cores()]
        return self._apart

    def alone(self) -> list[OnnxCores]:
        given = self._prepared, self._embedded
        return [OnnxCores(self._files, sessions, *given, alone=True) for sessions in self._of_cores()]

    def memory(self) -> Memory:
        one = Layout(np.float32, self._prepared.kept, self._prepared.size)
        return Memory([one, one], self._prepared.layers, BLOCK)

    def rare(self, weights: NDArray[np.int8], scales: Numbers) -> Rare:
        return weights, scales

    def forget(self) -> None:
        for one in (self.together, *self._apart):
            one.forget()

    def _of_cores(self) -> list[Sequence[Future[Any]]]:
        """Sessions for each core to use."""
        if not self._single:
            sessions = self._sessions  # which several may use at once
            if runtime.threads_of_a_stage() > 1:
                aside = ThreadPoolExecutor(self.count)
                sessions = [aside.submit(runtime.session, file, cores=1) for file in self._files]
                aside.shutdown(wait=False)
            self._single = [sessions] * self.count
        return self._single


class _Runner:
    """The stages of the network, one after the other, and the memory that they look at."""

    def __init__(
        self,
        sessions: Sequence[Future[Any]],
        prepared: Prepared,
        embedded: Rows,
        few: int,
        readers: ThreadPoolExecutor | None = None,
    ) -> None:
        """With `readers`, some pieces of a prompt are read side by side, each a stage or more behind the one before."""
        self._embedded = embedded
        self._few = few
        self._readers = readers
        self._angles = np.array(prepared.angles)
        self._prepared = prepared
        layers = graph.layers_of_stages(prepared.layers)
        self._stages = [_Stage(one, some, prepared) for one, some in zip(sessions, layers, strict=True)]
        self.forget()

    def forget(self) -> None:
        self._turns = np.empty((2, 0, len(self._angles)), np.float32)
        for one in self._stages:
            one.forget()

    def bind(self, memory: Memory, rows: slice) -> None:
        """They are not copied."""
        shape = self._prepared.kept, memory.room, self._prepared.size
        for stage, some in zip(self._stages, self._by_stages(memory.arrays), strict=True):
            stage.bind([one[rows].reshape(-1, *shape) for one in some])

    def _by_stages(self, memory: Sequence[Numbers]) -> Iterator[Sequence[Numbers]]:
        first = 0
        for stage in self._stages:
            yield memory[first : first + len(stage.names)]
            first += len(stage.names)

    def read(self, prompt: Sequence[int], memory: Memory, row: int, rare: Rare, stopped: Stopped) -> Both | None:
        """In pieces, each of which looks at what there is by then.

        It looks at a copy, in a row that is not in use yet: in memory there are gaps between the heads.
        """
        shape = self._prepared.kept, memory.room, self._prepared.size
        rows, scratch = ([one[at].reshape(shape) for one in memory.arrays] for at in (row, -1))
        parts = list(zip(self._stages, self._by_stages(rows), self._by_stages(scratch), strict=True))
        pieces = _pieces(len(prompt), PIECES if self._readers else PIECE)
        values: list[Values] = [{} for _ in pieces]

        def read(piece: int, stage: int) -> bool:
            if stopped():
                return False
            if stage == 0:
                first, last = pieces[piece]
                sees = np.tri(last - first, last, first, dtype=bool)[None]
                tokens, places = np.array([prompt[first:last]], np.int64), np.arange(first, last)[None]
                scored = [-1] if last == len(prompt) else []
                values[piece] = self.given(tokens, places, sees, [first], scored, rare)
            one, *both = parts[stage]
            values[piece] = one.read(values[piece], *both)
            if stage == len(parts) - 1 and piece < len(pieces) - 1:
                values[piece] = {}  # has been read
            return True

        relay = _Relay(len(pieces), len(parts), read)
        try:
            if self._readers:
                for _ in self._readers.map(relay.run, range(READERS)):
                    pass
            else:
                relay.run()
        finally:
            relay.halt()  # whoever interrupts this does not wait for the rest
        return _scores(values[-1])[0] if relay.arrived else None

    def infer(
        self,
        tokens: NDArray[np.int64],
        places: NDArray[np.int64],
        sees: NDArray[np.bool_],
        used: Sequence[int],
        rare: Rare,
    ) -> list[Both]:
        values = self.given(tokens, places, sees, used, range(tokens.shape[1]), rare)
        for stage in self._stages:
            values = stage.infer(values)
        return _scores(values)

    def given(
        self,
        tokens: NDArray[np.int64],
        places: NDArray[np.int64],
        sees: NDArray[np.bool_],
        used: Sequence[int],
        scored: Sequence[int],
        rare: Rare,
    ) -> Values:
        """What the stages take. `sees` is (rows, width, room); `used` where in it the tokens' keys and values go."""
        # few positions hardly fill a product: those of all heads that share keys go into one
        heads = self._prepared.kept if tokens.shape[1] <= self._few else self._prepared.heads
        together = self._prepared.heads // heads
        ends = scored or [-1]  # the last layer has to finish some position
        if self._turns.shape[1] < sees.shape[2]:
            turned = np.arange(sees.shape[2])[:, None] * self._angles
            self._turns = np.stack([np.cos(turned), np.sin(turned)]).astype(np.float32)
        return {
            "embedded": self._embedded.floats(tokens),
            "places": np.ascontiguousarray(places),
            "cosines": self._turns[0],
            "sines": self._turns[1],
            "used": np.array(used, np.int64),
            "grouped": np.array([0, heads, -1, self._prepared.size], np.int64),
            "mask": _mask(sees, together),
            "mask.ends": _mask(sees[:, ends], together),
            "ends": np.array(ends, np.int64),
            "scored": np.arange(len(scored)),
            "rare": rare[0],
            "rare.scales": rare[1],
        }


class _Relay:
    """The pieces of a prompt on their way through the stages: whoever is free takes the first that can go on.

    A piece can go on where the one before has been. `read` takes a piece and a stage, and says whether to go on at all.
    """

    def __init__(self, pieces: int, stages: int, read: Callable[[int, int], bool]) -> None:
        self._read = read
        self._stages = stages
        self._through = [0] * pieces  # so many stages have read each
        self._taken: set[int] = set()
        self._moved = Condition()
        self._halted = False

    @property
    def arrived(self) -> bool:
        return self._through[-1] == self._stages

    def halt(self) -> None:
        with self._moved:
            self._halted = True
            self._moved.notify_all()

    def run(self, _: int = 0) -> None:
        """What each of those who read does. An error of one ends the others' work too."""
        while (piece := self._take()) is not None:
            try:
                going = self._read(piece, self._through[piece])
            except BaseException:
                self.halt()
                raise
            with self._moved:
                self._taken.remove(piece)
                self._through[piece] += 1 if going else 0
                self._halted |= not going
                self._moved.notify_all()

    def _take(self) -> int | None:
        with self._moved:
            while not (self._halted or self.arrived):
                before = self._stages + 1
                for piece, through in enumerate(self._through):
                    if through < min(before, self._stages) and piece not in self._taken:
                        self._taken.add(piece)
                        return piece
                    before = through
                self._moved.wait()
        return None


class _Stage:
    """A stage of the network: a session, and its part of the memory."""

    def __init__(self, session: Future[Any], layers: range, prepared: Prepared) -> None:
        self._coming = session
        self._heads, self._size = prepared.kept, prepared.size
        self.names = [f"{name}.{layer}" for layer in layers for name in ("key", "value")]
        self.forget()

    @cached_property
    def _session(self) -> Any:
        return self._coming.result()

    @cached_property
    def _takes(self) -> list[str]:
        return [name for one in self._session.get_inputs() if (name := one.name) not in self.names]

    @cached_property
    def _gives(self) -> dict[str, int]:
        return {one.name: one.shape[-1] for one in self._session.get_outputs() if not one.name.endswith(".grown")}

    def forget(self) -> None:
        self._binding: Any = None

    def bind(self, memory: Sequence[Numbers]) -> None:
        onnxruntime = runtime.library()
        self._binding = self._binding or self._session.io_binding()
        for name, one in zip(self.names, memory, strict=True):
            value = onnxruntime.OrtValue.ortvalue_from_numpy(one)
            self._binding.bind_ortvalue_input(name, value)
            self._binding.bind_ortvalue_output(f"{name}.grown", value)

    def read(self, given: Values, memory: Sequence[Numbers], scratch: Sequence[Numbers]) -> Values:
        """See `infer`; of a piece of one prompt, whose memory is (head, place, size) of each layer."""
        [first], last = given["used"], given["mask"].shape[-1]
        shape = (1, self._heads, last, self._size)
        near = [one.reshape(-1)[: math.prod(shape)].reshape(shape) for one in scratch]
        for one, all_ in zip(near, memory, strict=True):
            one[0, :, :first] = all_[:, :first]
        self.bind(near)
        values = self.infer(given)
        for one, all_ in zip(near, memory, strict=True):
            all_[:, first:last] = one[0, :, first:]
        return values

    def infer(self, given: Values) -> Values:
        """What was given, and what the stage makes of it."""
        onnxruntime = runtime.library()
        rows, width = given["places"].shape
        sizes = {"scores.rare": len(given["rare.scales"])}
        made = {
            name: np.empty(
                (rows, len(given["scored"]) if "scores" in name else width, sizes.get(name, size)), np.float32
            )
            for name, size in self._gives.items()
        }
        for name in self._takes:
            self._binding.bind_cpu_input(name, given[name])
        for name, one in made.items():
            self._binding.bind_ortvalue_output(name, onnxruntime.OrtValue.ortvalue_from_numpy(one))
        self._session.run_with_iobinding(self._binding)
        return given | made


def _scores(values: Values) -> list[Both]:
    """Of each row, those of the common tokens and of the rare ones, (scored, tokens)."""
    common = values["scores"]
    return list(zip(common, values.get("scores.rare", common[:, :, :0]), strict=True))


def _mask(sees: NDArray[np.bool_], heads: int) -> Numbers:
    """What is added to what so many heads, one after the other, find of each place."""
    mask = np.where(sees[:, None], np.float32(0), np.float32("-inf"))
    return np.tile(mask, (1, 1, heads, 1))


def _pieces(length: int, most: int) -> list[tuple[int, int]]:
    """How a prompt is read: from which token to before which."""
    count = -(-length // most)
    bounds = [length * at // count // EVEN * EVEN for at in range(count)]
    return list(pairwise([*dict.fromkeys(bounds), length]))
