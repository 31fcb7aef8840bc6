"""The network at work: what it remembers of each prompt, step by step, on the cores that there are.

What it remembers of a prompt is kept once for the candidates and beams that grow from it, or twice, for either half of
them. What was read of the last single prompt stays: asking again about the same article starts at its first new token.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from summarizer.engines.decoding.search import Grow, Scores
from summarizer.engines.llama.kv_cache import Memory
from summarizer.engines.llama.vocabulary import Vocabulary, Words

IDLE = 6  # of so many rows, one may be idle before the others move together
HALVES = 4  # texts of a prompt that are halved; half as many come together again

Both = tuple[Scores, Scores]  # of the tokens that all texts may take, and of those that only some may
Rare = Any  # what scores the latter, as an engine takes it
Stopped = Callable[[], bool]


class Costs(NamedTuple):
    """How long a step and a row that has part in it take, in positions of a row."""

    step: int
    row: int


class Runner(Protocol):
    """Computes rows of the memory, on some cores."""

    def read(self, prompt: Sequence[int], memory: Memory, row: int, rare: Rare, stopped: Stopped) -> Both | None:
        """Of the last token. Into that row's first places; gives nothing if stopped."""
        ...

    def bind(self, memory: Memory, rows: slice) -> None:
        """Has it look at these rows and add to them."""
        ...

    def infer(
        self,
        tokens: NDArray[np.int64],
        places: NDArray[np.int64],
        sees: NDArray[np.bool_],
        used: Sequence[int],
        rare: Rare,
    ) -> list[Both]:
        """Of each position, row by row: `tokens` at these `places` of their texts, both (rows, width).

        `sees` is (rows, width, room); `used` where in it each row's keys and values go.
        """
        ...

    def forget(self) -> None: ...


class Cores(Protocol):
    """The cores that a network has, and how they compute."""

    count: int
    costs: Costs
    least: int  # positions of a row at least

    @property
    def together(self) -> Runner: ...

    def runners(self, rows: int) -> Sequence[Runner]:
        """Who best computes so many rows: all cores together, or each some of them."""
        ...

    def alone(self) -> Sequence[Cores]:
        """Each core by itself, to work side by side at networks of their own."""
        ...

    def memory(self) -> Memory: ...

    def rare(self, weights: NDArray[np.int8], scales: NDArray[np.float32]) -> Rare:
        """Of (width, tokens)."""
        ...

    def forget(self) -> None:
        """Lets go of what the runners look at."""
        ...


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

    Where there are prompts enough, each core has a network to itself: see `apart`.

    Who shares the batch makes no difference: a prompt is read by itself, its texts are halved and their places follow
    each other as they come, and how many guesses are checked depends on its own texts only, or, where it can have one
    text at most, decides no place.
    """

    def __init__(self, computing: Cores, vocabulary: Vocabulary) -> None:
        self._computing = computing
        self._vocabulary = vocabulary
        self.cores = computing.count
        self._memory = computing.memory()
        self._map = ThreadPoolExecutor(self.cores).map if self.cores > 1 else map
        self.forget()

    def forget(self) -> None:
        self._memory.forget()
        self._begin()

    def _begin(self) -> None:
        """With nothing read."""
        self._shares: list[tuple[Runner, slice]] = []  # who computes which rows
        self._rows: list[_Row] = []  # those in use
        self._texts: list[_Text] = []
        self._halved: set[int] = set()  # prompts
        self._several: set[int] = set()  # prompts from which several texts may grow
        self._rare: Rare = None
        self._own: list[NDArray[np.int64]] = []  # which of the rare tokens each prompt's texts may take
        self._last: tuple[tuple[int, ...], list[Scores]] | None = None  # a single prompt that is in the memory
        self._computing.forget()

    def read(
        self, prompts: Sequence[Sequence[int]], words: Sequence[Words], widths: Sequence[int], stopped: Stopped
    ) -> list[Scores]:
        alone = tuple(prompts[0]) if len(prompts) == 1 else None
        if alone and self._last and self._last[0] == alone:
            scores = self._last[1]
        else:
            self._begin()
            self._know(words)
            self._memory.begin(2 * len(prompts), max(len(one) for one in prompts))
            scores = []
            for row, prompt in enumerate(prompts):
                self._memory.clear(row, len(prompt))
                read = self._computing.together.read(prompt, self._memory, row, self._rare, stopped)
                if read is None:
                    self.forget()
                    return []
                scores.append(self._of_words(row, read))
            self._computing.together.forget()  # what only reading needs
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
        self._rare = self._computing.rare(*self._vocabulary.weights(rare))
        self._own = [np.searchsorted(rare, one.own) for one in words]

    def _of_words(self, prompt: int, scores: Both) -> Scores:
        """What its texts may take."""
        common, rare = scores
        own = self._own[prompt]
        return np.concatenate([common, rare[:, own]], axis=1) if own.size else common

    def apart(self) -> list[Network]:
        """Networks of the same kind, one for each core, to work side by side."""
        return [Network(one, self._vocabulary) for one in self._computing.alone()]

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
        width = max(*widths, self._computing.least)
        self._make_room(max(row.used for row in self._rows) + width)
        shape = (len(widths), width)
        tokens, places = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
        sees = np.zeros((*shape, self._memory.room), bool)
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
        scores = self._infer(tokens, places, sees, [max(one, self._computing.least) for one in widths])
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
            width = worth([taken[row] for row in of_prompt], chances, self._computing.costs)
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
        self._memory.move(moves)
        whole = [(self._texts[one.row], places[one.row][: one.kept]) for one in rows]
        return [_Text(text.row, (*text.places, *more), range(0)) for text, more in whole]

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
        self._memory.move(moves)
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
            self._memory.copy(rows[0], rows[1])
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
        for before, now in moves.items():
            self._memory.copy(before, now)
            self._rows[now] = self._rows[before]
        del self._rows[len(going) :]
        self._share()
        return [replace(text, row=moves.get(text.row, text.row)) for text in texts]

    def _make_room(self, places: int) -> None:
        if self._memory.widen(places, len(self._rows), self._map):
            self._share()

    def _share(self) -> None:
        """Gives the rows to those who compute them."""
        rows = len(self._rows)
        runners = self._computing.runners(rows)
        bounds = [rows * at // len(runners) for at in range(len(runners) + 1)]
        self._shares = [(one, slice(first, last)) for one, (first, last) in zip(runners, pairwise(bounds), strict=True)]
        for runner, some in self._shares:
            runner.bind(self._memory, some)

    def _infer(
        self, tokens: NDArray[np.int64], places: NDArray[np.int64], sees: NDArray[np.bool_], widths: Sequence[int]
    ) -> list[Both]:
        """Of so many tokens of each row, the first ones; see `Runner.infer`."""

        def infer(share: tuple[Runner, slice]) -> list[Both]:
            runner, some = share
            width = max(widths[some])
            used = [row.used for row in self._rows[some]]
            return runner.infer(tokens[some, :width], places[some, :width], sees[some, :width], used, self._rare)

        return [row for scores in self._map(infer, self._shares) for row in scores]


def worth(taken: Sequence[int], chances: Sequence[Sequence[float]], costs: Costs) -> int:
    """The width of a step that grows texts the fastest, of rows that have so many texts each.

    `chances` of the guesses in each row that may be put beside them, falling. All rows take as long as the widest.
    """
    width = max(taken)
    more = [(width - count, some) for count, some in zip(taken, chances, strict=True)]
    grows = sum(taken) + sum(sum(some[:first]) for first, some in more)
    for beyond in range(max(len(some) - first for first, some in more)):
        likely = sum(sum(some[first + beyond : first + beyond + 1]) for first, some in more)
        takes = costs.step + len(taken) * (costs.row + width)
        if (takes + len(taken)) * grows >= takes * (grows + likely):
            break
        width, grows = width + 1, grows + likely
    return width
