"""Causal models on a plain CPU, by ONNX Runtime: the fastest engine measured, and the embedded default's.

It runs the prepared network (see graph.py) step by step and keeps what the network remembers of each prompt, once for
all candidates and beams that grow from it. What was read of the last single prompt is kept: asking again about the same
article starts at its first new token.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from summarizer import models
from summarizer.engines import batches, convert, families, graph, runtime
from summarizer.engines.decoding import Codes, Grow, Scores
from summarizer.engines.guesses import AHEAD
from summarizer.engines.interface import GREEDY, Message, Options

BLOCK = 64  # places: memory is had in whole blocks
GROWS = 64  # places that are had beyond what is needed
WORTH = 24  # positions of a step up to which more of them cost little
LEAST = 2  # positions of a step: one alone is multiplied in another way, which may round otherwise
AT_ONCE = 160  # tokens of a prompt that are read in one go: more take more memory and are no faster
SLACK = 8  # tokens may come out differently where the article meets the prompt's own words

Numbers = NDArray[np.float32]


class OnnxEngine(batches.Stepwise):
    """See `interface.Engine`. `exact` computes in float32 throughout: slower, for comparing engines."""

    def __init__(
        self, gguf: Path, *, name: str, revision: str = "", adapter: Path | None = None, exact: bool = False
    ) -> None:
        called = gguf.stem if name.endswith(".gguf") else name
        folder = convert.prepare(gguf, name=called, adapter=adapter, revision=revision, exact=exact)
        prepared = convert.read_prepared(folder)
        try:
            with ThreadPoolExecutor(1) as aside:  # the network takes a quarter of a second, all else together as much
                loading = aside.submit(runtime.session, folder / graph.NETWORK)
                from tokenizers import Tokenizer

                self._tokenizer: Any = Tokenizer.from_file(str(folder / convert.TOKENIZER))
                self._template = runtime.template(prepared.chat) if prepared.chat else None
            session = loading.result()
        except Exception as error:  # ONNX Runtime and tokenizers raise errors of their own
            raise models.EngineFailed(
                f"The prepared form of {name} in {folder} cannot be loaded ({convert.first_line(error)}). "
                f"Remove it with `copydesk models remove {name}` and try again."
            ) from error
        self.name = name
        self.revision = prepared.revision
        self.family = "chat"
        self.window = prepared.window
        self.defaults = GREEDY
        self._marks = prepared.marks
        self._codes = Codes(frozenset(prepared.ends))
        self._network = _Network(session, np.array(prepared.angles))

    def count(self, text: str) -> int:
        return len(self._ids(text))

    def ask(self, article: str, *, sentences: int, words: int) -> str:
        if self._template:
            return self.chat(families.turns(self.name, article, sentences=sentences, words=words))
        return families.text(self.family, article, sentences=sentences, words=words)

    def reads(self, options: Options) -> int:
        return self.window - options.max_tokens - self.count(self.ask("", sentences=9, words=999)) - SLACK

    def chat(self, messages: Sequence[Message]) -> str:
        if not self._template:
            raise models.EngineFailed(f"{self.name} has no chat template: it continues texts, it does not answer.")
        text: str = self._template.render(messages=messages, add_generation_prompt=True, **self._marks)
        return text

    def _ids(self, text: str) -> list[int]:
        found: list[int] = self._tokenizer.encode(text, add_special_tokens=False).ids
        return found

    def _text(self, tokens: Sequence[int]) -> str:
        words: str = self._tokenizer.decode(list(tokens))
        return words

    def close(self) -> None:
        self._network.forget()


@dataclass(frozen=True, slots=True)
class _Text:
    """A text as it was after the last step."""

    row: int  # of the memory
    places: tuple[int, ...]  # of the row, after the prompt's
    columns: range  # what it grew by, after the row's used places


class _Network:
    """The network and the memory of its attention; see `batches.Network`.

    The texts that grow from one prompt share a row of the memory, and the mask says which of the row's places a text
    sees: those of the prompt and its own. So the prompt is kept and looked at once however many texts grow from it. A
    step takes any number of tokens of each text, which come to lie after the row's used places; those of them that turn
    out to be kept move up with the next step.

    Who shares the batch makes no difference: a prompt is read by itself, its texts' places follow each other as they
    come, and how many guesses are checked depends on its own texts only, or, where it has one text, decides no place.
    """

    def __init__(self, session: Any, angles: NDArray[np.float64]) -> None:
        self._session = session
        self._angles = angles
        shapes = {one.name: one.shape for one in session.get_inputs()}
        layers = sum(name.startswith("key.") for name in shapes)
        self._names = [f"{name}.{layer}" for layer in range(layers) for name in ("key", "value")]
        _, self._heads, _, self._size = shapes["key.0"]
        self._words = session.get_outputs()[-1].shape[-1]
        self._turn(BLOCK)
        self.forget()

    def forget(self) -> None:
        self._memory: list[Numbers] = []  # keys and values of each layer: (row, head, place, size)
        self._binding = self._session.io_binding()
        self._prompts: list[int] = []  # places of the prompt, in each row
        self._used: list[int] = []  # places of it and of all its texts
        self._texts: list[_Text] = []
        self._last: tuple[tuple[int, ...], list[Scores]] | None = None  # a single prompt that is in the memory

    def ahead(self, texts: int) -> int:
        return max(0, min(AHEAD, WORTH // texts - 1))

    def read(self, prompts: Sequence[Sequence[int]]) -> list[Scores]:
        alone = tuple(prompts[0]) if len(prompts) == 1 else None
        if not (alone and self._last and self._last[0] == alone):
            self.forget()
            places = max(len(one) for one in prompts) + GROWS
            self._memory = [self._room(len(prompts), places) for _ in self._names]
            scores = [self._read(row, one) for row, one in enumerate(prompts)]
            self._bind(self._memory)
            self._last = (alone, scores) if alone else None
        else:
            scores = self._last[1]
        self._prompts = [len(one) for one in prompts]
        self._used = list(self._prompts)
        self._texts = [_Text(row, (), range(0)) for row in range(len(prompts))]
        return scores

    def _read(self, row: int, prompt: Sequence[int]) -> Scores:
        """Into the memory, in even portions, each of which looks at no more places than there are by then."""
        scratch = np.empty((len(self._names), self._heads * len(prompt) * self._size), np.float32)
        for first, last in _portions(len(prompt)):
            shape = (1, self._heads, last, self._size)
            near = [one[: np.prod(shape)].reshape(shape) for one in scratch]
            for one, all_ in zip(near, self._memory, strict=True):
                one[0, :, :first] = all_[row, :, :first]
            self._bind(near)
            sees = np.tri(last - first, last, first, dtype=bool)[None]
            tokens, places = np.array([prompt[first:last]], np.int64), np.arange(first, last)[None]
            scores = self._infer(tokens, places, sees, [first], scored=[-1] if last == len(prompt) else [])
            for one, all_ in zip(near, self._memory, strict=True):
                all_[row, :, first:last] = one[0, :, first:]
        return scores[0]

    def grow(self, rows: Sequence[Grow]) -> list[Scores]:
        parents = self._only_going(self._remember(rows))
        widths = [0] * len(self._used)
        self._texts = []
        for text, one in zip(parents, rows, strict=True):
            columns = range(widths[text.row], widths[text.row] + len(one.tokens))
            self._texts.append(_Text(text.row, text.places, columns))
            widths[text.row] = columns.stop
        width = max(*widths, LEAST)
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
        scores = self._infer(tokens, places, sees, self._used, scored=range(width))
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
        """Drops the rows whose texts have all ended, as soon as they are many enough to be worth the copying."""
        going = sorted({text.row for text in texts})
        if len(going) * 4 > len(self._used) * 3:
            return list(texts)
        self._memory = [one[going] for one in self._memory]
        self._bind(self._memory)
        self._prompts, self._used = ([some[row] for row in going] for some in (self._prompts, self._used))
        return [replace(text, row=going.index(text.row)) for text in texts]

    def _make_room(self, places: int) -> None:
        if places <= self._memory[0].shape[2]:
            return
        for at, old in enumerate(self._memory):  # one after the other: never twice all of it
            self._memory[at] = new = self._room(len(old), places + GROWS)
            new[:, :, : old.shape[2]] = old
        self._bind(self._memory)

    def _room(self, rows: int, places: int) -> Numbers:
        return np.zeros((rows, self._heads, -(-places // BLOCK) * BLOCK, self._size), np.float32)

    def _bind(self, memory: Sequence[Numbers]) -> None:
        """Has the network look at these and add to them; they are not copied."""
        import onnxruntime

        for name, one in zip(self._names, memory, strict=True):
            value = onnxruntime.OrtValue.ortvalue_from_numpy(one)
            self._binding.bind_ortvalue_input(name, value)
            self._binding.bind_ortvalue_output(f"{name}.grown", value)
        self._turn(memory[0].shape[2])

    def _turn(self, places: int) -> None:
        """Has the rotary angles of so many places ready."""
        turned = np.arange(places)[:, None] * self._angles
        self._cosines, self._sines = (one(turned).astype(np.float32) for one in (np.cos, np.sin))

    def _infer(
        self,
        tokens: NDArray[np.int64],
        places: NDArray[np.int64],
        sees: NDArray[np.bool_],
        used: Sequence[int],
        *,
        scored: Sequence[int],
    ) -> Scores:
        """`sees` is (rows, width, room); `used` where in it the tokens' keys and values go, row by row."""
        import onnxruntime

        given = {
            "tokens": tokens,
            "places": places,
            "cosines": self._cosines,
            "sines": self._sines,
            "used": np.array(used, np.int64),
            "mask": np.where(sees[:, None], np.float32(0), np.float32("-inf")),
            "scored": np.array(scored, np.int64),
        }
        for name, one in given.items():
            self._binding.bind_cpu_input(name, one)
        scores = np.empty((len(tokens), len(scored), self._words), np.float32)
        self._binding.bind_ortvalue_output("scores", onnxruntime.OrtValue.ortvalue_from_numpy(scores))
        self._session.run_with_iobinding(self._binding)
        return scores


def _portions(length: int) -> Iterator[tuple[int, int]]:
    """How a prompt is read: from which token to before which."""
    count = -(-length // AT_ONCE)
    bounds = [length * at // count for at in range(count + 1)]
    return pairwise(bounds)
