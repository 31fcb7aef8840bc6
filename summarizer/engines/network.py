"""The network at work: what it remembers of each prompt, step by step, on the cores that there are.

What it remembers of a prompt is kept once for all candidates and beams that grow from it. What was read of the last
single prompt stays: asking again about the same article starts at its first new token.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import numpy as np
from numpy.typing import NDArray

from summarizer.engines import runtime
from summarizer.engines.convert import Prepared
from summarizer.engines.decoding import Grow, Scores
from summarizer.engines.guesses import AHEAD

BLOCK = 16  # places: memory is had in whole blocks
GROWS = 64  # places that are had beyond what is needed
WORTH = 24  # positions of a step up to which more of them cost little
IDLE = 6  # of so many rows, one may be idle before the others move together
ROWS = 2  # for each core, from which the cores take rows of their own
CORES = 8  # that take prompts or rows of their own at most: each takes some memory
AT_ONCE = 160  # tokens of a prompt that are read in one go: more take more memory and are no faster
FEW, SOME = 8, 64  # positions of a step up to which heads that share keys are taken together, by many cores and by one

Numbers = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _Text:
    """A text as it was after the last step."""

    row: int  # of the memory
    places: tuple[int, ...]  # of the row, after the prompt's
    columns: range  # what it grew by, after the row's used places


class Network:
    """The network and the memory of its attention; see `batches.Network`.

    The texts that grow from one prompt share a row of the memory, and the mask says which of the row's places a text
    sees: those of the prompt and its own. So the prompt is kept and looked at once however many texts grow from it. A
    step takes any number of tokens of each text, which come to lie after the row's used places; those of them that turn
    out to be kept move up with the next step.

    One prompt is computed by all cores together. Of several, each core takes its own: cores that work together wait for
    each other, which costs a fifth of their time.

    Who shares the batch makes no difference: a prompt is read by itself, its texts' places follow each other as they
    come, and how many guesses are checked depends on its own texts only, or, where it has one text, decides no place.
    """

    def __init__(self, file: Path, session: Any, prepared: Prepared) -> None:
        self._file = file
        self._prepared = prepared
        self._together = _Runner(session, prepared, FEW)
        self._apart: list[_Runner] = []  # one for each core, made when they are first wanted
        # a head that looks by itself, from one position, is multiplied in another way, which may round otherwise
        self._least = 1 if prepared.heads > self._together.heads else 2
        self._cores = min(CORES, runtime.threads())
        self._pool = ThreadPoolExecutor(self._cores)
        self.forget()

    def forget(self) -> None:
        self._memory: list[Numbers] = []  # keys and values of each layer: (row, head, place, size)
        self._shares: list[tuple[_Runner, slice]] = []  # who computes which rows
        self._prompts: list[int] = []  # places of the prompt, in each row
        self._used: list[int] = []  # places of it and of all its texts
        self._texts: list[_Text] = []
        self._last: tuple[tuple[int, ...], list[Scores]] | None = None  # a single prompt that is in the memory
        for one in (self._together, *self._apart):
            one.forget()

    def ahead(self, texts: int) -> int:
        return max(0, min(AHEAD, WORTH // texts - 1))

    def read(self, prompts: Sequence[Sequence[int]], stopped: Callable[[], bool]) -> list[Scores]:
        alone = tuple(prompts[0]) if len(prompts) == 1 else None
        if alone and self._last and self._last[0] == alone:
            scores = self._last[1]
        else:
            self.forget()
            places = max(len(one) for one in prompts) + GROWS
            self._memory = [self._room(len(prompts), places) for _ in self._together.names]
            read = self._read(prompts, stopped)
            scores = [one for one in read if one is not None]
            if len(scores) < len(prompts):
                self.forget()
                return []
            self._last = (alone, scores) if alone else None
        self._share()
        self._prompts = [len(one) for one in prompts]
        self._used = list(self._prompts)
        self._texts = [_Text(row, (), range(0)) for row in range(len(prompts))]
        return scores

    def _read(self, prompts: Sequence[Sequence[int]], stopped: Callable[[], bool]) -> list[Scores | None]:
        free = SimpleQueue[_Runner]()

        def read(row: int) -> Scores | None:
            runner = free.get()
            try:
                return runner.read(prompts[row], [one[row] for one in self._memory], stopped)
            finally:
                free.put(runner)

        runners = self._runners() if len(prompts) >= self._cores > 1 else [self._together]
        for one in runners:
            free.put(one)
        scores = list(self._pool.map(read, range(len(prompts))))
        for one in runners:  # what they read in is copied by now
            one.forget()
        return scores

    def _runners(self) -> list[_Runner]:
        if not self._apart:
            session = runtime.session(self._file, cores=1)  # which several threads may use at once
            self._apart = [_Runner(session, self._prepared, SOME) for _ in range(self._cores)]
        return self._apart

    def grow(self, rows: Sequence[Grow]) -> list[Scores]:
        parents = self._only_going(self._remember(rows))
        widths = [0] * len(self._used)
        self._texts = []
        for text, one in zip(parents, rows, strict=True):
            columns = range(widths[text.row], widths[text.row] + len(one.tokens))
            self._texts.append(_Text(text.row, text.places, columns))
            widths[text.row] = columns.stop
        width = max(*widths, self._least)
        self._make_room(max(self._used) + width)
        shape = (len(widths), width)
        tokens, places = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
        sees = np.zeros((*shape, self._memory[0].shape[2]), bool)
        for row, used in enumerate(self._used):
            sees[row, range(width), range(used, used + width)] = True  # each itself, idle ones too
        for text, one in zip(self._texts, rows, strict=True):
            here = slice(text.columns.start, text.columns.stop)
            tokens[text.row, here] = one.tokens
            length = self._prompts[text.row] + len(text.places)
            places[text.row, here] = range(length, length + len(one.tokens))
            sees[text.row, here, : self._prompts[text.row]] = True
            sees[text.row, here, list(text.places)] = True
            own = slice(self._used[text.row] + here.start, self._used[text.row] + here.stop)
            sees[text.row, here, own] = np.tri(len(one.tokens), dtype=bool)
        scores = self._infer(tokens, places, sees)
        return [scores[text.row, text.columns.start : text.columns.stop] for text in self._texts]

    def _remember(self, rows: Sequence[Grow]) -> list[_Text]:
        """Moves the tokens that were kept to the next places; the texts that new rows grow from, as they then are."""
        kept: dict[int, int] = {}
        for one in rows:
            kept[one.row] = max(kept.get(one.row, 0), one.kept)
        moves: list[tuple[int, int, int]] = []  # row, from one place, to another
        places: dict[int, list[int]] = {}
        next_ = list(self._used)
        for which, count in sorted(kept.items()):
            text = self._texts[which]
            columns = text.columns[:count]
            places[which] = list(range(next_[text.row], next_[text.row] + len(columns)))
            moves += [
                (text.row, self._used[text.row] + column, place)
                for column, place in zip(columns, places[which], strict=True)
            ]
            next_[text.row] += len(columns)
        self._used = next_
        moves = [one for one in moves if one[1] != one[2]]
        if moves:
            row, before, now = np.array(moves).T
            for one in self._memory:
                one[row, :, now] = one[row, :, before]
        whole = [(self._texts[one.row], places[one.row][: one.kept]) for one in rows]
        return [_Text(text.row, (*text.places, *more), range(0)) for text, more in whole]

    def _only_going(self, texts: Sequence[_Text]) -> list[_Text]:
        """Drops the rows whose texts have all ended; the last rows take their places."""
        going = {text.row for text in texts}
        if len(going) * IDLE > len(self._used) * (IDLE - 1):
            return list(texts)
        free = [row for row in range(len(going)) if row not in going]
        moves = dict(zip(sorted(going)[len(going) - len(free) :], free, strict=True))
        for one in self._memory:
            for before, now in moves.items():
                one[now] = one[before]
        self._memory = [one[: len(going)] for one in self._memory]
        self._share()
        for some in (self._prompts, self._used):
            for before, now in moves.items():
                some[now] = some[before]
            del some[len(going) :]
        return [replace(text, row=moves.get(text.row, text.row)) for text in texts]

    def _make_room(self, places: int) -> None:
        if places <= self._memory[0].shape[2]:
            return
        for at, old in enumerate(self._memory):  # one after the other: never twice all of it
            self._memory[at] = new = self._room(len(old), places + GROWS)
            new[:, :, : old.shape[2]] = old
        self._share()

    def _room(self, rows: int, places: int) -> Numbers:
        return np.zeros((rows, self._together.heads, -(-places // BLOCK) * BLOCK, self._together.size), np.float32)

    def _share(self) -> None:
        """Gives the rows to those who compute them."""
        rows = len(self._memory[0])
        runners = self._runners() if rows >= ROWS * self._cores > ROWS else [self._together]
        bounds = [rows * at // len(runners) for at in range(len(runners) + 1)]
        self._shares = [(one, slice(first, last)) for one, (first, last) in zip(runners, pairwise(bounds), strict=True)]
        for runner, some in self._shares:
            runner.bind([one[some] for one in self._memory])

    def _infer(self, tokens: NDArray[np.int64], places: NDArray[np.int64], sees: NDArray[np.bool_]) -> Scores:
        """See `_Runner.infer`; all tokens are scored."""

        scores = np.empty((*tokens.shape, self._together.words), np.float32)

        def infer(share: tuple[_Runner, slice]) -> None:
            runner, some = share
            every = range(tokens.shape[1])
            runner.infer(tokens[some], places[some], sees[some], self._used[some], every, scores[some])

        for _ in self._pool.map(infer, self._shares):
            pass
        return scores


class _Runner:
    """A session and the memory that it looks at."""

    def __init__(self, session: Any, prepared: Prepared, few: int) -> None:
        self._session = session
        self._few = few
        self._angles = np.array(prepared.angles)
        self._queries = prepared.heads
        shapes = {one.name: one.shape for one in session.get_inputs()}
        layers = sum(name.startswith("key.") for name in shapes)
        self.names = [f"{name}.{layer}" for layer in range(layers) for name in ("key", "value")]
        _, self.heads, _, self.size = shapes["key.0"]
        self.words = session.get_outputs()[-1].shape[-1]
        self.forget()

    def forget(self) -> None:
        self._binding = self._session.io_binding()
        self._scratch = np.empty((len(self.names), 0), np.float32)

    def bind(self, memory: Sequence[Numbers]) -> None:
        """Has the network look at these and add to them; they are not copied."""
        import onnxruntime

        for name, one in zip(self.names, memory, strict=True):
            value = onnxruntime.OrtValue.ortvalue_from_numpy(one)
            self._binding.bind_ortvalue_input(name, value)
            self._binding.bind_ortvalue_output(f"{name}.grown", value)
        turned = np.arange(memory[0].shape[2])[:, None] * self._angles
        self._cosines, self._sines = (one(turned).astype(np.float32) for one in (np.cos, np.sin))

    def read(self, prompt: Sequence[int], memory: Sequence[Numbers], stopped: Callable[[], bool]) -> Scores | None:
        """Into (head, place, size) of each layer, in even portions, each of which looks at what there is by then."""
        whole = self.heads * len(prompt) * self.size
        if self._scratch.shape[1] < whole:
            self._scratch = np.empty((len(self.names), whole), np.float32)
        for first, last in _portions(len(prompt)):
            if stopped():
                return None
            shape = (1, self.heads, last, self.size)
            near = [one[: np.prod(shape)].reshape(shape) for one in self._scratch]
            for one, all_ in zip(near, memory, strict=True):
                one[0, :, :first] = all_[:, :first]
            self.bind(near)
            sees = np.tri(last - first, last, first, dtype=bool)[None]
            tokens, places = np.array([prompt[first:last]], np.int64), np.arange(first, last)[None]
            scored = [-1] if last == len(prompt) else []
            scores = np.empty((1, len(scored), self.words), np.float32)
            self.infer(tokens, places, sees, [first], scored, scores)
            for one, all_ in zip(near, memory, strict=True):
                all_[:, first:last] = one[0, :, first:]
        return scores[0]

    def infer(
        self,
        tokens: NDArray[np.int64],
        places: NDArray[np.int64],
        sees: NDArray[np.bool_],
        used: Sequence[int],
        scored: Sequence[int],
        scores: Scores,
    ) -> None:
        """`sees` is (rows, width, room); `used` where in it the tokens' keys and values go, row by row.

        Into `scores`, (rows, scored, words).
        """
        import onnxruntime

        # few positions hardly fill a product: those of all heads that share keys go into one
        heads = self.heads if tokens.shape[1] <= self._few else self._queries
        ends = scored or [-1]  # the last layer has to finish some position
        given = {
            "tokens": tokens,
            "places": places,
            "cosines": self._cosines,
            "sines": self._sines,
            "used": np.array(used, np.int64),
            "grouped": np.array([0, heads, -1, self.size], np.int64),
            "mask": _mask(sees, self._queries // heads),
            "mask.ends": _mask(sees[:, ends], self._queries // heads),
            "ends": np.array(ends, np.int64),
            "scored": np.arange(len(scored)),
        }
        for name, one in given.items():
            self._binding.bind_cpu_input(name, one)
        self._binding.bind_ortvalue_output("scores", onnxruntime.OrtValue.ortvalue_from_numpy(scores))
        self._session.run_with_iobinding(self._binding)


def _mask(sees: NDArray[np.bool_], heads: int) -> Numbers:
    """What is added to what so many heads, one after the other, find of each place."""
    mask = np.where(sees[:, None], np.float32(0), np.float32("-inf"))
    return np.tile(mask, (1, 1, heads, 1))


def _portions(length: int) -> Iterator[tuple[int, int]]:
    """How a prompt is read: from which token to before which."""
    count = -(-length // AT_ONCE)
    bounds = [length * at // count for at in range(count + 1)]
    return pairwise(bounds)
