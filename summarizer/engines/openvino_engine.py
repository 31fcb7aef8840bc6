"""Causal models on a plain CPU, by OpenVINO: the fastest engine measured, and the embedded default's.

It runs the prepared network (see convert.py) step by step and keeps what the network remembers of each prompt, once for
all candidates and beams that grow from it. What was read of the last single prompt is kept: asking again about the same
article starts at its first new token.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from summarizer import models
from summarizer.engines import batches, convert, families, runtime
from summarizer.engines.decoding import Codes, Grow, Scores
from summarizer.engines.guesses import AHEAD
from summarizer.engines.interface import GREEDY, Message, Options

BLOCK = 64  # places: memory is had in whole blocks
MANY = (
    5  # positions of a step from which OpenVINO's products come out the same however many there are; fewer are quicker
)
FEW = 3  # positions of a step where fewer texts than that grow from a prompt
WORTH = 32  # positions of a step up to which more of them cost little
STEADY = 16  # positions of a step come in such portions: what is left of a portion is summed in another order
EVEN = 128  # tokens of a prompt are read in such portions: others divide badly between the threads
AT_ONCE = 1024  # tokens of it that are read in one go, its first ones
THEN = 256  # and after them
SLACK = 8  # tokens may come out differently where the article meets the prompt's own words
PROPERTIES = {"PERFORMANCE_HINT": "LATENCY", "CACHE_MODE": "OPTIMIZE_SIZE"}
EXACT = {
    "INFERENCE_PRECISION_HINT": "f32",
    "DYNAMIC_QUANTIZATION_GROUP_SIZE": "0",
    "CACHE_MODE": "OPTIMIZE_SIZE",
}


class OpenVinoEngine(batches.Stepwise):
    """See `interface.Engine`. `exact` computes in float32 throughout: slower, for comparing engines."""

    def __init__(
        self, gguf: Path, *, name: str, revision: str = "", adapter: Path | None = None, exact: bool = False
    ) -> None:
        folder = convert.prepare(
            gguf, name=gguf.stem if name.endswith(".gguf") else name, adapter=adapter, revision=revision
        )
        prepared = convert.read_prepared(folder)
        self.name = name
        self.revision = prepared.revision
        self.family = "chat"
        self.window = prepared.window
        self.defaults = GREEDY
        self._chats = prepared.chats
        self._codes = Codes(frozenset(prepared.ends))
        openvino, openvino_genai = runtime.openvino()
        properties = {**(EXACT if exact else PROPERTIES), "CACHE_DIR": str(folder / "compiled")}
        try:
            self._tokenizer: Any = openvino_genai.Tokenizer(str(folder))
            core = openvino.Core()
            half = not exact and "BF16" in core.get_property("CPU", "OPTIMIZATION_CAPABILITIES")
            file = folder / ("half.xml" if half else "openvino_model.xml")
            network = core.compile_model(str(file), "CPU", properties)
        except RuntimeError as error:
            raise models.EngineFailed(
                f"The prepared form of {name} in {folder} cannot be loaded ({convert.first_line(error)}). "
                f"Remove it with `copydesk models remove {name}` and try again."
            ) from error
        self._network = _Network(network)

    def count(self, text: str) -> int:
        return len(self._ids(text))

    def ask(self, article: str, *, sentences: int, words: int) -> str:
        if self._chats:
            return self.chat(families.turns(self.name, article, sentences=sentences, words=words))
        return families.text(self.family, article, sentences=sentences, words=words)

    def reads(self, options: Options) -> int:
        return self.window - options.max_tokens - self.count(self.ask("", sentences=9, words=999)) - SLACK

    def chat(self, messages: Sequence[Message]) -> str:
        if not self._chats:
            raise models.EngineFailed(f"{self.name} has no chat template: it continues texts, it does not answer.")
        text: str = self._tokenizer.apply_chat_template([dict(one) for one in messages], True)
        return text

    def _ids(self, text: str) -> list[int]:
        found: list[int] = self._tokenizer.encode(text, add_special_tokens=False).input_ids.data[0].tolist()
        return found

    def _text(self, tokens: Sequence[int]) -> str:
        words: str = self._tokenizer.decode(list(tokens)) if tokens else ""
        return words

    def close(self) -> None:
        self._network.forget()


@dataclass(frozen=True, slots=True)
class _Text:
    """A text as it was after the last step."""

    row: int  # of the memory
    places: tuple[int, ...]  # of the row, after the prompt's
    columns: range  # what it grew by, in `_Network._new`


class _Network:
    """The compiled network and the memory of its attention; see `batches.Network`.

    The texts that grow from one prompt share a row of the memory, and the mask says which of the row's places a text
    sees: those of the prompt and its own. So the prompt is kept and looked at once however many texts grow from it. A
    step takes any number of tokens of each text; those of them that turn out to be kept get their places with the next
    step.

    Who shares the batch makes no difference where MANY texts or more grow from a prompt. OpenVINO's products do not
    depend on the other rows from MANY positions a step up; a prompt is read by itself; its texts' places follow each
    other as they come, whatever the other rows hold; and how many guesses are checked depends on its own texts only.
    Fewer texts take the quicker way.
    """

    def __init__(self, network: Any) -> None:
        self._request = network.create_infer_request()
        inputs = {one.get_any_name(): one for one in network.inputs}
        layers = sum(name.startswith("key.") for name in inputs)
        self._names = [f"{name}.{layer}" for layer in range(layers) for name in ("key", "value")]
        self._kind = inputs["key.0"].get_element_type()
        self._numbers: Any = np.float32 if self._kind.to_string() == "f32" else np.uint16  # bfloat16, as it lies
        shape = inputs["key.0"].get_partial_shape()
        self._heads, self._size = shape[1].get_length(), shape[3].get_length()
        self.forget()

    def forget(self) -> None:
        self._memory: list[NDArray[Any]] = []  # keys and values of each layer: (row, head, place, size)
        self._prompts: list[int] = []  # places of the prompt, in each row
        self._used: list[int] = []  # places of it and of all its texts
        self._most: list[int] = []  # texts that each row has had at once
        self._texts: list[_Text] = []
        self._new: NDArray[Any] = np.zeros(0)  # what the last step made: (layer, row, head, column, size)
        self._last: tuple[tuple[int, ...], list[Scores]] | None = None  # a single prompt that is in the memory
        self._bind([self._room(1, 0) for _ in self._names])

    def ahead(self, texts: int, most: int) -> int:
        if most < MANY:
            return max(0, FEW // texts - 1)
        return max(1, min(AHEAD, WORTH // texts - 1))

    def read(self, prompts: Sequence[Sequence[int]]) -> list[Scores]:
        alone = tuple(prompts[0]) if len(prompts) == 1 else None
        if not (alone and self._last and self._last[0] == alone):
            self.forget()
            runtime.give_back()
            places = max(len(one) for one in prompts)
            self._memory = [self._room(len(prompts), places) for _ in self._names]
            scores = [self._read(row, one) for row, one in enumerate(prompts)]
            self._bind(self._memory)
            self._last = (alone, scores) if alone else None
        else:
            scores = self._last[1]
        self._prompts = [len(one) for one in prompts]
        self._used = list(self._prompts)
        self._most = [0] * len(prompts)
        self._texts = [_Text(row, (), range(0)) for row in range(len(prompts))]
        return scores

    def _read(self, row: int, prompt: Sequence[int]) -> Scores:
        """Into the memory. The first tokens by the way that is best at reading, the rest like a text that grows."""
        self._bind([self._room(1, 0) for _ in self._names])
        first = 0
        for last, width in _portions(len(prompt)):
            before = self._places if first else 0
            sees = np.zeros((1, width, before + width), bool)
            sees[0, :, :first] = True
            sees[0, :, before:] = np.tri(width, dtype=bool)
            if first:
                self._bind([one[row : row + 1] for one in self._memory])
            tokens = np.zeros((1, width), np.int64)
            tokens[0, : last - first] = prompt[first:last]
            places = np.arange(first, first + width)[None]
            scores = self._infer(tokens, places, sees, scored=[last - first - width - 1], reading=not first)
            for layer, one in enumerate(self._memory):
                one[row, :, first:last] = self._new[layer][0, :, : last - first]
            first = last
        made: Scores = scores[0].copy()
        return made

    def grow(self, rows: Sequence[Grow]) -> list[Scores]:
        parents = self._only_going(self._remember(rows))
        widths = [0] * len(self._used)
        texts = [0] * len(self._used)
        self._texts = []
        for text, one in zip(parents, rows, strict=True):
            columns = range(widths[text.row], widths[text.row] + len(one.tokens))
            self._texts.append(_Text(text.row, text.places, columns))
            widths[text.row] = columns.stop
            texts[text.row] += 1
        self._most = [max(before, now) for before, now in zip(self._most, texts, strict=True)]
        width = max(*widths, MANY if max(self._most) >= MANY else FEW)
        width = width if width < MANY else -(-width // STEADY) * STEADY
        shape = (len(widths), width)
        inputs, places = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
        sees = np.zeros((*shape, self._places + width), bool)
        sees[:, range(width), range(self._places, self._places + width)] = True  # each itself, idle ones too
        for text, one in zip(self._texts, rows, strict=True):
            here = slice(text.columns.start, text.columns.stop)
            inputs[text.row, here] = one.tokens
            length = self._prompts[text.row] + len(text.places)
            places[text.row, here] = range(length, length + len(one.tokens))
            sees[text.row, here, : self._prompts[text.row]] = True
            sees[text.row, here, list(text.places)] = True
            own = slice(self._places + here.start, self._places + here.stop)
            sees[text.row, here, own] = np.tri(len(one.tokens), dtype=bool)
        scores = self._infer(inputs, places, sees, scored=range(-width, 0))
        return [scores[text.row, text.columns.start : text.columns.stop] for text in self._texts]

    def _remember(self, rows: Sequence[Grow]) -> list[_Text]:
        """Gives places to the tokens that were kept; the texts that the new rows grow from, as they are then."""
        kept: dict[int, int] = {}
        for one in rows:
            kept[one.row] = max(kept.get(one.row, 0), one.kept)
        at: list[tuple[int, int, int]] = []  # row, column, place
        places: dict[int, list[int]] = {}
        for which, count in sorted(kept.items()):
            text = self._texts[which]
            columns = text.columns[:count]
            places[which] = [self._used[text.row] + column for column in range(len(columns))]
            at += [(text.row, column, place) for column, place in zip(columns, places[which], strict=True)]
            self._used[text.row] += len(columns)
        self._make_room(max(self._used))
        if at:
            from_row, column, place = np.array(at).T
            for layer, memory in enumerate(self._memory):
                memory[from_row, :, place] = self._new[layer][from_row, :, column]
        whole = [(self._texts[one.row], places[one.row][: one.kept]) for one in rows]
        return [_Text(text.row, (*text.places, *more), range(0)) for text, more in whole]

    def _only_going(self, texts: Sequence[_Text]) -> list[_Text]:
        """Drops the rows whose texts have all ended, as soon as they are many enough to be worth the copying."""
        going = sorted({text.row for text in texts})
        if len(going) * 4 > len(self._used) * 3:
            return list(texts)
        for layer, one in enumerate(self._memory):
            self._memory[layer] = one[going]
            self._bind(self._memory[layer : layer + 1], layer)
        lists = self._prompts, self._used, self._most
        self._prompts, self._used, self._most = ([some[row] for row in going] for some in lists)
        return [replace(text, row=going.index(text.row)) for text in texts]

    def _make_room(self, places: int) -> None:
        if places <= self._places:
            return
        for layer, old in enumerate(self._memory):  # one after the other: never twice all of it
            self._memory[layer] = new = self._room(len(old), places + BLOCK)
            new[:, :, : old.shape[2]] = old
            self._bind(self._memory[layer : layer + 1], layer)

    def _room(self, rows: int, places: int) -> NDArray[Any]:
        return np.zeros((rows, self._heads, -(-places // BLOCK) * BLOCK, self._size), self._numbers)

    @property
    def _places(self) -> int:
        return int(self._memory[0].shape[2])

    def _bind(self, memory: Sequence[NDArray[Any]], first: int = 0) -> None:
        """Has the network look at these; they are not copied."""
        openvino, _ = runtime.openvino()
        for name, one in zip(self._names[first:], memory, strict=False):
            self._request.set_tensor(name, openvino.Tensor(one, one.shape, self._kind))

    def _infer(
        self,
        inputs: NDArray[np.int64],
        places: NDArray[np.int64],
        sees: NDArray[np.bool_],
        *,
        scored: Sequence[int],
        reading: bool = False,
    ) -> Scores:
        rows, width = inputs.shape
        mask = np.where(sees[:, None], np.float32(0), np.float32("-inf"))
        none = np.zeros((rows, 1, 0, width), np.float32)
        feed = {
            "input_ids": inputs,
            "position_ids": places,
            "mask_reading": mask if reading else none,
            "mask": none if reading else mask,
            "sizes": np.array([width, 0] if reading else [0, width]),
            "scored": np.array(scored, np.int64),
        }
        self._request.infer(feed, share_inputs=True)
        self._new = self._request.get_tensor("new").data.view(self._numbers)
        scores: Scores = self._request.get_tensor("logits").data
        return scores


def _portions(length: int) -> Iterator[tuple[int, int]]:
    """How a prompt is read: up to which token, and in how many positions, some of which may be left empty."""
    first = min(AT_ONCE, length // EVEN * EVEN)
    if first < AT_ONCE and length - first > EVEN // 2:
        first = length
    if first:
        yield first, -(-first // EVEN) * EVEN
    while first < length:
        last = min(first + THEN, length)
        yield last, -(-(last - first) // STEADY) * STEADY
        first = last
