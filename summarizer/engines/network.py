"""The network at work: what it remembers of each prompt, step by step, on the cores that there are.

What it remembers of a prompt is kept once for the candidates and beams that grow from it, or twice, for either half of
them. What was read of the last single prompt stays: asking again about the same article starts at its first new token.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from threading import Condition
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from summarizer.engines import graph, runtime
from summarizer.engines.convert import Prepared
from summarizer.engines.decoding import Grow, Scores
from summarizer.engines.rows import Rows
from summarizer.engines.vocabulary import Vocabulary, Words

BLOCK = 16  # places: memory is had in whole blocks
GROWS = 128  # places that are had beyond what is needed: all of them are looked at
SPARE, SPARES = 1024, 8192  # places kept free for each row, and for all, to have in time: they take no memory before
STEP, ROW = 5, 2  # a step, and a row that has part in it, take as long as so many positions of a row
IDLE = 6  # of so many rows, one may be idle before the others move together
HALVES = 4  # texts of a prompt that are halved; half as many come together again
READERS = 2  # of a prompt, where there are cores
CORES = 8  # that take prompts or rows of their own at most: each takes some memory
PIECE, PIECES = 160, 64  # tokens of a prompt that are read in one go, by a core alone, and by some side by side
EVEN = 32  # tokens: a piece ends where whole vectors do, so that how a prompt is divided changes no rounding
FEW, SOME = 8, 96  # positions of a step up to which heads that share keys are taken together, by many cores and by one

T = TypeVar("T")
Numbers = NDArray[np.float32]
Values = dict[str, NDArray[Any]]
Both = tuple[Scores, Scores]  # of the tokens that all texts may take, and of those that only some may
Rare = tuple[NDArray[np.int8], Numbers]  # what scores the latter, and the scale of each
Stopped = Callable[[], bool]


@dataclass(slots=True)
class _Row:
    """Of the memory: a prompt, and texts that grow from it."""

    prompt: int  # which
    half: int  # of its texts: 0, or 1 where they are halved
    length: int  # places of the prompt
    used: int  # places of it and of all its texts


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
    out to be kept move up with the next step. Where a prompt has several texts they are halved: either half has a row,
    and so a core, to itself, and looks at no places of the other.

    Cores that compute together wait for each other, which costs them a fifth of their time and more. So a prompt is
    read in pieces, one core a stage and a piece behind the other, and later each core takes rows of its own. Where
    there are prompts enough, each core has a network to itself: see `apart`.

    Who shares the batch makes no difference: a prompt is read by itself, its texts are halved and their places follow
    each other as they come, and how many guesses are checked depends on its own texts only, or, where it can have one
    text at most, decides no place.
    """

    def __init__(
        self,
        files: Sequence[Path],
        sessions: Sequence[Future[Any]],
        prepared: Prepared,
        vocabulary: Vocabulary,
        *,
        alone: bool = False,
    ) -> None:
        """`sessions` of the stages in these files; each is waited for when it is needed. `alone`: on one core."""
        self._files = files
        self._sessions = sessions
        self._prepared = prepared
        self._vocabulary = vocabulary
        self.cores = 1 if alone else min(CORES, runtime.threads())
        self._together = self._runner(sessions, SOME if alone or runtime.threads_of_a_stage() == 1 else FEW)
        self._single: list[Sequence[Future[Any]]] = []  # of each core, made when they are first wanted
        self._apart: list[_Runner] = []  # likewise
        # a head that looks by itself, from one position, is multiplied in another way, which may round otherwise
        self._least = 1 if prepared.heads > prepared.kept else 2
        self._pool = ThreadPoolExecutor(self.cores)
        self._map = self._pool.map if self.cores > 1 else map
        self._readers = ThreadPoolExecutor(READERS) if self.cores > 1 else None
        self.forget()

    def forget(self) -> None:
        self._memory: list[Numbers] = []  # keys and values of each layer: (row, head, place, size), with rows to spare
        self._stores: list[Numbers] = []  # what they lie in, with places to spare
        self._shares: list[tuple[_Runner, slice]] = []  # who computes which rows
        self._rows: list[_Row] = []  # those in use
        self._texts: list[_Text] = []
        self._halved: set[int] = set()  # prompts
        self._several: set[int] = set()  # prompts from which several texts may grow
        self._rare: Rare
        self._own: list[NDArray[np.int64]] = []  # which of the rare tokens each prompt's texts may take
        self._last: tuple[tuple[int, ...], list[Scores]] | None = None  # a single prompt that is in the memory
        for one in (self._together, *self._apart):
            one.forget()

    def read(
        self, prompts: Sequence[Sequence[int]], words: Sequence[Words], widths: Sequence[int], stopped: Stopped
    ) -> list[Scores]:
        alone = tuple(prompts[0]) if len(prompts) == 1 else None
        if alone and self._last and self._last[0] == alone:
            scores = self._last[1]
        else:
            stores = self._stores
            self.forget()
            self._know(words)
            rows, places = 2 * len(prompts), max(len(one) for one in prompts) + GROWS
            most = math.prod(self._shape(rows, places + min(SPARE, SPARES // rows)))
            if stores and stores[0].size < most:
                stores = []  # before there are others: they fit where these were
            # those that there were, if they are large enough: new memory takes time
            self._stores = stores or [np.empty(most, np.float32) for _ in range(2 * self._prepared.layers)]
            self._memory = [_laid_out(one, self._shape(rows, places)) for one in self._stores]
            for one in self._memory:
                for row, prompt in enumerate(prompts):
                    one[row, :, len(prompt) :] = 0
            scratch = [one[-1].reshape(-1) for one in self._memory]  # of a row that is not in use yet
            scores = []
            for row, prompt in enumerate(prompts):
                memory = [one[row] for one in self._memory]
                read = self._together.read(prompt, memory, scratch, self._rare, stopped, self._readers)
                if read is None:
                    self.forget()
                    return []
                scores.append(self._of_words(row, read))
            self._together.forget()  # the scratch
            self._last = (alone, scores) if alone else None
        self._rows = [_Row(which, 0, len(one), len(one)) for which, one in enumerate(prompts)]
        self._halved = set()
        self._several = {which for which, width in enumerate(widths) if width > 1}
        self._share()
        self._texts = [_Text(row, (), range(0)) for row in range(len(prompts))]
        return scores

    def _know(self, words: Sequence[Words]) -> None:
        """Has those tokens scored too that only some of the prompts' texts may take."""
        rare = np.unique(np.concatenate([one.own for one in words]))
        self._rare = self._vocabulary.weights(rare)
        self._own = [np.searchsorted(rare, one.own) for one in words]

    def _of_words(self, prompt: int, scores: Both) -> Scores:
        """What its texts may take."""
        common, rare = scores
        own = self._own[prompt]
        return np.concatenate([common, rare[:, own]], axis=1) if own.size else common

    def apart(self) -> list[Network]:
        """Networks of the same stages, one for each core, to work side by side."""
        given = self._prepared, self._vocabulary
        return [Network(self._files, sessions, *given, alone=True) for sessions in self._of_cores()]

    def _runners(self) -> list[_Runner]:
        if not self._apart:
            self._apart = [self._runner(sessions, SOME) for sessions in self._of_cores()]
        return self._apart

    def _runner(self, sessions: Sequence[Future[Any]], few: int) -> _Runner:
        return _Runner(sessions, self._prepared, self._vocabulary.embedded, few)

    def _of_cores(self) -> list[Sequence[Future[Any]]]:
        """Sessions for each core to use."""
        if not self._single:
            sessions = self._sessions  # which several may use at once
            if runtime.threads_of_a_stage() > 1:
                sessions = [self._pool.submit(runtime.session, file, cores=1) for file in self._files]
            self._single = [sessions] * self.cores
        return self._single

    def grow(self, rows: Sequence[Grow]) -> list[Scores]:
        texts = self._only_going(self._halve(self._remember(rows)))
        grown = [
            [one.token, *(guess.token for guess in one.guesses[:count])]
            for one, count in zip(rows, self._checked(texts, rows), strict=True)
        ]
        widths = [0] * len(self._rows)
        self._texts = []
        for text, some in zip(texts, grown, strict=True):
            columns = range(widths[text.row], widths[text.row] + len(some))
            self._texts.append(replace(text, columns=columns))
            widths[text.row] = columns.stop
        width = max(*widths, self._least)
        self._make_room(max(row.used for row in self._rows) + width)
        shape = (len(widths), width)
        tokens, places = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
        sees = np.zeros((*shape, self._memory[0].shape[2]), bool)
        for at, row in enumerate(self._rows):
            sees[at, range(width), range(row.used, row.used + width)] = True  # each itself, idle ones too
        for text, some in zip(self._texts, grown, strict=True):
            here, row = slice(text.columns.start, text.columns.stop), self._rows[text.row]
            tokens[text.row, here] = some
            length = row.length + len(text.places)
            places[text.row, here] = range(length, length + len(some))
            sees[text.row, here, : row.length] = True
            sees[text.row, here, list(text.places)] = True
            own = slice(row.used + here.start, row.used + here.stop)
            sees[text.row, here, own] = np.tri(len(some), dtype=bool)
        scores = self._infer(tokens, places, sees, [max(one, self._least) for one in widths])
        made: list[Scores] = []
        for text in self._texts:
            here, (common, rare) = slice(text.columns.start, text.columns.stop), scores[text.row]
            made.append(self._of_words(self._rows[text.row].prompt, (common[here], rare[here])))
        return made

    def _checked(self, texts: Sequence[_Text], rows: Sequence[Grow]) -> list[int]:
        """How many guesses of each text are worth their time."""
        checked = [0] * len(texts)
        taken = Counter(text.row for text in texts)
        offers: dict[int, list[tuple[float, int]]] = {row: [] for row in sorted(taken)}
        for which, (text, one) in enumerate(zip(texts, rows, strict=True)):
            offers[text.row] += [(-guess.chance, which) for guess in one.guesses]
        by_prompt: dict[int | None, list[int]] = {}  # the rows of a prompt, and those that have one text each
        for row, some in offers.items():
            some.sort()
            prompt = self._rows[row].prompt
            by_prompt.setdefault(prompt if prompt in self._several else None, []).append(row)
        for of_prompt in by_prompt.values():
            chances = [[-doubt for doubt, _ in offers[row]] for row in of_prompt]
            width = worth([taken[row] for row in of_prompt], chances)
            for row in of_prompt:
                for _, which in offers[row][: max(0, width - taken[row])]:
                    checked[which] += 1
        return checked

    def _remember(self, rows: Sequence[Grow]) -> list[_Text]:
        """Moves the tokens that were kept to the next places; the texts that new rows grow from, as they then are."""
        kept: dict[int, int] = {}
        for one in rows:
            kept[one.row] = max(kept.get(one.row, 0), one.kept)
        moves: list[tuple[int, int, int, int]] = []
        places: dict[int, list[int]] = {}
        next_ = [row.used for row in self._rows]
        for which, count in sorted(kept.items()):
            text = self._texts[which]
            columns = text.columns[:count]
            places[which] = list(range(next_[text.row], next_[text.row] + len(columns)))
            used = self._rows[text.row].used
            moves += [
                (text.row, used + column, text.row, place) for column, place in zip(columns, places[which], strict=True)
            ]
            next_[text.row] += len(columns)
        for row, used in zip(self._rows, next_, strict=True):
            row.used = used
        self._move(moves)
        whole = [(self._texts[one.row], places[one.row][: one.kept]) for one in rows]
        return [_Text(text.row, (*text.places, *more), range(0)) for text, more in whole]

    def _move(self, moves: Sequence[tuple[int, int, int, int]]) -> None:
        """Copies places: from a row and a place of it to a row and a place."""
        moves = [one for one in moves if one[:2] != one[2:]]
        if moves:
            row, place, to_row, to_place = np.array(moves).T
            for one in self._memory:
                one[to_row, :, to_place] = one[row, :, place]

    def _halve(self, texts: Sequence[_Text]) -> list[_Text]:
        """Has several texts of a prompt take two rows, evenly, and few take one; the texts as they then are."""
        texts, moves = list(texts), list[tuple[int, int, int, int]]()
        of_prompt: dict[int, list[int]] = {}
        for which, text in enumerate(texts):
            of_prompt.setdefault(self._rows[text.row].prompt, []).append(which)
        for prompt, some in of_prompt.items():
            if len(some) >= HALVES:
                self._halved.add(prompt)
            elif 2 * len(some) <= HALVES:
                self._halved.discard(prompt)
            rows = self._rows_of(prompt)
            most = [-(-len(some) // 2)] * 2 if prompt in self._halved else [len(some), 0]
            halves = [[which for which in some if texts[which].row == row] for row in rows]
            for other, half in enumerate(halves, start=1):
                for which in half[most[other - 1] :]:
                    texts[which] = self._to_row(rows[other % 2], texts[which], moves)
        self._make_room(max(row.used for row in self._rows))
        self._move(moves)
        for at in set(range(len(self._rows))) - {text.row for text in texts}:
            self._rows[at].used = self._rows[at].length  # as in a row that is new
        return texts

    def _rows_of(self, prompt: int) -> list[int]:
        """The prompt's row; both where its texts are, or have just been, halved."""
        rows = sorted(
            (at for at, row in enumerate(self._rows) if row.prompt == prompt), key=lambda at: self._rows[at].half
        )
        if len(rows) == 1 and prompt in self._halved:
            rows.append(len(self._rows))
            length = self._rows[rows[0]].length
            for one in self._memory:
                one[rows[1], :, :length] = one[rows[0], :, :length]
                one[rows[1], :, length:] = 0
            self._rows.append(_Row(prompt, 1, length, length))
            self._share()
        return rows

    def _to_row(self, row: int, text: _Text, moves: list[tuple[int, int, int, int]]) -> _Text:
        """The text as it is once these moves are made too."""
        first = self._rows[row].used
        places = tuple(range(first, first + len(text.places)))
        moves += [(text.row, before, row, now) for before, now in zip(text.places, places, strict=True)]
        self._rows[row].used += len(places)
        return _Text(row, places, range(0))

    def _only_going(self, texts: Sequence[_Text]) -> list[_Text]:
        """Drops the rows whose texts have all ended; the last rows take their places."""
        going = {text.row for text in texts}
        if len(going) * IDLE > len(self._rows) * (IDLE - 1):
            return list(texts)
        free = [row for row in range(len(going)) if row not in going]
        moves = dict(zip(sorted(going)[len(going) - len(free) :], free, strict=True))
        for one in self._memory:
            for before, now in moves.items():
                one[now] = one[before]
        for before, now in moves.items():
            self._rows[now] = self._rows[before]
        del self._rows[len(going) :]
        self._share()
        return [replace(text, row=moves.get(text.row, text.row)) for text in texts]

    def _make_room(self, places: int) -> None:
        had = self._memory[0].shape[2]
        if places <= had:
            return
        shape = self._shape(len(self._memory[0]), places + GROWS)
        heads = [(row, head) for row in range(len(self._rows)) for head in range(self._prepared.kept)]

        def spread(at: int) -> None:
            if self._stores[at].size < math.prod(shape):
                self._stores[at] = np.empty(math.prod(shape), np.float32)
            old, self._memory[at] = self._memory[at], _laid_out(self._stores[at], shape)
            for one in reversed(heads):  # from the end, as they come to lie further back
                self._memory[at][one][:had] = old[one]
                self._memory[at][one][had:] = 0

        for _ in self._map(spread, range(len(self._memory))):
            pass
        self._share()

    def _shape(self, rows: int, places: int) -> tuple[int, int, int, int]:
        return rows, self._prepared.kept, -(-places // BLOCK) * BLOCK, self._prepared.size

    def _share(self) -> None:
        """Gives the rows to those who compute them."""
        rows = len(self._rows)
        runners = self._runners() if rows >= self.cores > 1 else [self._together]
        bounds = [rows * at // len(runners) for at in range(len(runners) + 1)]
        self._shares = [(one, slice(first, last)) for one, (first, last) in zip(runners, pairwise(bounds), strict=True)]
        for runner, some in self._shares:
            runner.bind([one[some] for one in self._memory])

    def _infer(
        self, tokens: NDArray[np.int64], places: NDArray[np.int64], sees: NDArray[np.bool_], widths: Sequence[int]
    ) -> list[Both]:
        """Of so many tokens of each row, the first ones; see `_Runner.given`."""

        def infer(share: tuple[_Runner, slice]) -> list[Both]:
            runner, some = share
            width = max(widths[some])
            used = [row.used for row in self._rows[some]]
            given = tokens[some, :width], places[some, :width], sees[some, :width]
            return runner.infer(runner.given(*given, used, range(width), self._rare))

        return [row for scores in self._map(infer, self._shares) for row in scores]


class _Runner:
    """The stages of the network, one after the other, and the memory that they look at."""

    def __init__(self, sessions: Sequence[Future[Any]], prepared: Prepared, embedded: Rows, few: int) -> None:
        self._embedded = embedded
        self._few = few
        self._angles = np.array(prepared.angles)
        self._prepared = prepared
        layers = graph.layers_of_stages(prepared.layers)
        self._stages = [_Stage(one, some, prepared) for one, some in zip(sessions, layers, strict=True)]
        self.forget()

    def forget(self) -> None:
        self._turns = np.empty((2, 0, len(self._angles)), np.float32)
        for one in self._stages:
            one.forget()

    def bind(self, memory: Sequence[Numbers]) -> None:
        """Has the network look at these and add to them; they are not copied."""
        for stage, some in zip(self._stages, self._by_stages(memory), strict=True):
            stage.bind(some)

    def _by_stages(self, memory: Sequence[Numbers]) -> Iterator[Sequence[Numbers]]:
        first = 0
        for stage in self._stages:
            yield memory[first : first + len(stage.names)]
            first += len(stage.names)

    def read(
        self,
        prompt: Sequence[int],
        memory: Sequence[Numbers],
        scratch: Sequence[Numbers],
        rare: Rare,
        stopped: Stopped,
        readers: ThreadPoolExecutor | None = None,
    ) -> Both | None:
        """Into (head, place, size) of each layer, in pieces, each of which looks at what there is by then.

        It looks at a copy, in `scratch`, which is as large or larger: in memory there are gaps between the heads. With
        `readers`, some pieces are read side by side, each a stage or more behind the one before.
        """
        parts = list(zip(self._stages, self._by_stages(memory), self._by_stages(scratch), strict=True))
        pieces = _pieces(len(prompt), PIECES if readers else PIECE)
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
            if readers:
                for _ in readers.map(relay.run, range(READERS)):
                    pass
            else:
                relay.run()
        finally:
            relay.halt()  # whoever interrupts this does not wait for the rest
        return _scores(values[-1])[0] if relay.arrived else None

    def infer(self, values: Values) -> list[Both]:
        """The scores of what was `given`, row by row."""
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
        near = [_laid_out(one, shape) for one in scratch]
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


def worth(taken: Sequence[int], chances: Sequence[Sequence[float]]) -> int:
    """The width of a step that grows texts the fastest, of rows that have so many texts each.

    `chances` of the guesses in each row that may be put beside them, falling. All rows take as long as the widest.
    """
    width = max(taken)
    more = [(width - count, some) for count, some in zip(taken, chances, strict=True)]
    grows = sum(taken) + sum(sum(some[:first]) for first, some in more)
    for beyond in range(max(len(some) - first for first, some in more)):
        likely = sum(sum(some[first + beyond : first + beyond + 1]) for first, some in more)
        takes = STEP + len(taken) * (ROW + width)
        if (takes + len(taken)) * grows >= takes * (grows + likely):
            break
        width, grows = width + 1, grows + likely
    return width


def _scores(values: Values) -> list[Both]:
    """Of each row, those of the common tokens and of the rare ones, (scored, tokens)."""
    common = values["scores"]
    return list(zip(common, values.get("scores.rare", common[:, :, :0]), strict=True))


def _laid_out(store: Numbers, shape: tuple[int, int, int, int]) -> Numbers:
    return store[: math.prod(shape)].reshape(shape)


def _mask(sees: NDArray[np.bool_], heads: int) -> Numbers:
    """What is added to what so many heads, one after the other, find of each place."""
    mask = np.where(sees[:, None], np.float32(0), np.float32("-inf"))
    return np.tile(mask, (1, 1, heads, 1))


def _pieces(length: int, most: int) -> list[tuple[int, int]]:
    """How a prompt is read: from which token to before which."""
    count = -(-length // most)
    bounds = [length * at // count // EVEN * EVEN for at in range(count)]
    return list(pairwise([*dict.fromkeys(bounds), length]))
