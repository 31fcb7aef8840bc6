"""Causal models on a plain CPU, by OpenVINO: the fastest engine measured, and the embedded default's.

It runs the prepared network (see convert.py) step by step. The network keeps its own attention cache; a row index
given with each step says which row every new row grows from, so candidates and beams of one prompt share its prefill,
and texts that end leave the batch. The state after the last single prompt is kept: asking again about the same
article starts at its first new token.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from summarizer import models
from summarizer.engines import batches, convert, families, runtime
from summarizer.engines.decoding import Codes, Scores
from summarizer.engines.interface import GREEDY, Message, Options

BLOCK = 64  # places: prompts are filled up to whole blocks
MANY = 5  # positions of a step from which OpenVINO's products come out the same however many there are
MOST_APART = 4  # rows of one prompt
AT_ONCE = 2048  # places of each prompt that are read in one go
SLACK = 8  # tokens may come out differently where the article meets the prompt's own words
PROPERTIES = {"PERFORMANCE_HINT": "LATENCY", "KV_CACHE_PRECISION": "f16", "CACHE_MODE": "OPTIMIZE_SIZE"}
EXACT = {
    "INFERENCE_PRECISION_HINT": "f32",
    "KV_CACHE_PRECISION": "f32",
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
            network = openvino.Core().compile_model(str(folder / "openvino_model.xml"), "CPU", properties)
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


class _Network:
    """The compiled network and its attention cache; see `batches.Network`.

    The texts that grow from one prompt share a row of the network. Each step adds a place for every text to the end of
    that row, and the mask says which of the row's places a text sees: those of the prompt and its own. So the prompt is
    kept and looked at once however many texts grow from it, and to go on from another text is to take over its mask.

    Who shares the batch makes no difference where MANY texts or more grow from a prompt. OpenVINO's products do not
    depend on the other rows from MANY positions a step up; places lie the same because prompts fill whole blocks and
    the places that a step adds never get fewer; and its attention hands each thread the same share of every prompt
    because the texts of a prompt are spread over `_apart` rows. Fewer texts take the quicker way.
    """

    def __init__(self, network: Any) -> None:
        self._request = network.create_infer_request()
        self._apart = _rows_apart(network.get_property("INFERENCE_NUM_THREADS"), _heads(self._request))
        self._sees: NDArray[np.bool_] = np.zeros((0, 0, 0), bool)  # row, text, place
        self._lengths: NDArray[np.int64] = np.zeros((0, 0), np.int64)  # tokens of each text, its prompt's too
        self._prompts: list[int] = []  # of each row
        self._where: list[tuple[int, int]] = []  # of each text: its row and which of the row's texts it is
        self._width = 0  # places of the prompts
        self._last: tuple[tuple[int, ...], Scores] | None = None  # a single prompt whose state is at hand

    def read(self, prompts: Sequence[Sequence[int]]) -> Scores:
        self._width = width = -(-max(len(one) for one in prompts) // BLOCK) * BLOCK
        lengths = np.array([len(one) for one in prompts], np.int64)
        there = np.arange(width) >= width - lengths[:, None]
        self._sees = there[:, None, :]
        self._lengths = lengths[:, None]
        self._prompts = list(range(len(prompts)))
        self._where = [(row, 0) for row in self._prompts]
        alone = tuple(prompts[0]) if len(prompts) == 1 else None
        if alone and self._last and self._last[0] == alone:
            self._go_back()
            return self._last[1]
        self._last = None
        self._request.reset_state()
        inputs = np.zeros((len(prompts), width), np.int64)
        for row, one in enumerate(prompts):
            inputs[row, width - len(one) :] = one
        places = np.maximum(np.arange(width) - (width - lengths[:, None]), 0)
        scores = np.zeros((0, 0), np.float32)
        for first in range(0, width, AT_ONCE):
            now = np.arange(first, min(first + AT_ONCE, width))
            so_far = np.arange(now[-1] + 1)
            sees = (so_far <= now[:, None]) & there[:, None, : now[-1] + 1] | (so_far == now[:, None])
            scores = self._infer(inputs[:, now], places[:, now], sees, self._prompts, scored=MANY)[:, -1, :]
        if alone:
            self._last = (alone, scores.copy())
        return scores

    def grow(self, parents: Sequence[int], tokens: Sequence[int]) -> Scores:
        old = [self._where[one] for one in parents]
        before, lengths = self._sees, self._lengths
        rows = self._rows(old)
        texts = [0] * len(rows)
        self._where = []
        for from_row, _ in old:
            row = min((at for at, one in enumerate(rows) if one == from_row), key=texts.__getitem__)
            self._where.append((row, texts[row]))
            texts[row] += 1
        self._prompts = [self._prompts[one] for one in rows]
        most = max(before.shape[1], *texts)
        shape = (len(rows), most)
        self._sees = np.zeros((*shape, before.shape[2] + most), bool)
        self._sees[:, range(most), range(-most, 0)] = True  # each its own new place, idle ones too
        self._lengths = np.ones(shape, np.int64)
        inputs = np.zeros(shape, np.int64)
        for (row, text), (from_row, from_text), token in zip(self._where, old, tokens, strict=True):
            self._sees[row, text, : before.shape[2]] = before[from_row, from_text]
            self._lengths[row, text] = lengths[from_row, from_text] + 1
            inputs[row, text] = token
        scores = self._infer(inputs, self._lengths - 1, self._sees, rows, scored=most)
        rows_, columns = zip(*self._where, strict=True)
        return scores[list(rows_), list(columns)]

    def _rows(self, old: Sequence[tuple[int, int]]) -> list[int]:
        """Which old row each new row goes on from: all rows of every prompt that still has texts.

        A prompt's only row becomes several where many texts grow from it.
        """
        texts = Counter(self._prompts[row] for row, _ in old)
        whole = Counter(self._prompts)
        made = []
        for row, prompt in enumerate(self._prompts):
            split = self._apart if whole[prompt] == 1 and texts[prompt] >= MANY else 1
            made += [row] * (split if texts[prompt] else 0)
        return made

    def _go_back(self) -> None:
        """To where the last single prompt was read: what grew from it is cut off."""
        openvino, _ = runtime.openvino()
        for state in self._request.query_state():
            prompt = np.ascontiguousarray(state.state.data[:, :, : self._width])
            state.state = openvino.Tensor(prompt)

    def _infer(
        self,
        inputs: NDArray[np.int64],
        places: NDArray[np.int64],
        sees: NDArray[np.bool_],
        rows: Sequence[int],
        *,
        scored: int,
    ) -> Scores:
        feed = {
            "input_ids": inputs,
            "mask": np.where(sees[:, None], np.float32(0), np.float32("-inf")),
            "position_ids": places,
            "beam_idx": np.array(rows, np.int32),
            "scored": np.arange(-scored, 0),
        }
        self._request.infer(feed, share_inputs=True)
        scores: Scores = self._request.get_output_tensor(0).data
        return scores

    def forget(self) -> None:
        self._request.reset_state()
        self._last = None


def _heads(request: Any) -> int:
    """Heads of the attention cache, whose shape is (rows, heads, places, size)."""
    return int(request.query_state()[0].state.shape[1])


def _rows_apart(threads: int, heads: int) -> int:
    """The fewest rows of a prompt whose heads can be dealt out to the threads evenly; 1 where that takes too many."""
    return next((rows for rows in range(1, MOST_APART + 1) if rows * heads % threads == 0), 1)
