"""Causal models on a plain CPU, by OpenVINO: the fastest engine measured, and the embedded default's.

It runs the prepared network (see convert.py) step by step. The network keeps its own attention cache; a row index
given with each step says which row every new row grows from, so candidates and beams of one prompt share its prefill,
and texts that end leave the batch. The state after the last single prompt is kept: asking again about the same
article starts at its first new token.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from summarizer import models
from summarizer.engines import convert
from summarizer.engines.decoding import Codes, Search, search
from summarizer.engines.interface import GREEDY, Cancel, Finish, Generation, Message, OnToken, Options

ROOM = 8192  # tokens of prompts that share a batch: bounds the memory, and batches beyond it gain nothing
PROPERTIES = {"PERFORMANCE_HINT": "LATENCY", "KV_CACHE_PRECISION": "f16", "CACHE_MODE": "OPTIMIZE_SIZE"}
EXACT = {
    "INFERENCE_PRECISION_HINT": "f32",
    "KV_CACHE_PRECISION": "f32",
    "DYNAMIC_QUANTIZATION_GROUP_SIZE": "0",
    "CACHE_MODE": "OPTIMIZE_SIZE",
}


class OpenVinoEngine:
    """See `interface.Engine`. `exact` computes in float32 throughout: slower, for comparing engines."""

    def __init__(
        self, gguf: Path, *, name: str, revision: str = "", adapter: Path | None = None, exact: bool = False
    ) -> None:
        folder = convert.prepare(gguf, adapter=adapter, revision=revision)
        prepared = convert.read_prepared(folder)
        self.name = name
        self.revision = prepared.revision
        self.family = "chat"
        self.window = prepared.window
        self._chats = prepared.chats
        self._codes = Codes(frozenset(prepared.ends))
        os.environ.setdefault("OPENVINO_TELEMETRY", "0")
        import openvino
        import openvino_genai

        properties = {**(EXACT if exact else PROPERTIES), "CACHE_DIR": str(folder / "compiled")}
        try:
            self._tokenizer: Any = openvino_genai.Tokenizer(str(folder))
            network = openvino.Core().compile_model(str(folder / "openvino_model.xml"), "CPU", properties)
        except RuntimeError as error:
            raise models.EngineFailed(
                f"The prepared form of {name} in {folder} cannot be loaded ({convert.first_line(error)}). "
                f"Remove it with `copydesk models remove {name}` and try again."
            ) from error
        self._request: Any = network.create_infer_request()
        self._memory: tuple[tuple[int, ...], list[NDArray[Any]], NDArray[np.float32]] | None = None

    def count(self, text: str) -> int:
        return len(self._ids(text))

    def chat(self, messages: Sequence[Message]) -> str:
        if not self._chats:
            raise models.EngineFailed(f"{self.name} has no chat template: it continues texts, it does not answer.")
        text: str = self._tokenizer.apply_chat_template([dict(one) for one in messages], True)
        return text

    def generate(
        self,
        prompts: Sequence[str],
        *,
        n: int = 1,
        options: Options = GREEDY,
        seed: int = 0,
        cancel: Cancel | None = None,
        timeout: float | None = None,
        on_token: OnToken | None = None,
    ) -> list[list[Generation]]:
        deadline = None if timeout is None else time.monotonic() + timeout
        ids = [self._ids(prompt) for prompt in prompts]
        for each in ids:
            if not each:
                raise models.EngineFailed("An empty prompt has nothing to continue.")
            if len(each) + options.max_tokens > self.window:
                raise models.EngineFailed(
                    f"The text takes {len(each)} tokens and {self.name} reads {self.window - options.max_tokens}: "
                    "split it first."
                )
        searches = [search(prompt, n, options, self._codes, seed, self._text) for prompt in prompts]
        cut = Finish.CANCELLED
        for bucket in buckets([len(each) for each in ids], ROOM):
            cut = self._run(bucket, ids, searches, cancel, deadline, on_token) or cut
            if cut is Finish.TIMEOUT or (cancel and cancel()):
                break
        return [one.results(cut) for one in searches]

    def _run(
        self,
        bucket: Sequence[int],
        ids: Sequence[Sequence[int]],
        searches: Sequence[Search],
        cancel: Cancel | None,
        deadline: float | None,
        on_token: OnToken | None,
    ) -> Finish | None:
        """Decodes the prompts of one bucket together; says what cut it short, if anything did."""
        logits, mask = self._prefill([ids[which] for which in bucket])
        rows = list(bucket)  # which prompt each row belongs to
        while rows:
            if cancel and cancel():
                return Finish.CANCELLED
            if deadline is not None and time.monotonic() >= deadline:
                return Finish.TIMEOUT
            parents: list[int] = []
            tokens: list[int] = []
            going: list[int] = []
            for which, first, last in _stretches(rows):
                for parent, token in searches[which].step(logits[first:last]):
                    parents.append(first + parent)
                    tokens.append(token)
                    going.append(which)
                if on_token:
                    searches[which].tell(which, on_token)
            rows = going
            if rows:
                mask = np.concatenate([mask[parents], np.ones((len(rows), 1), np.int64)], axis=1)
                positions = mask.sum(axis=1, keepdims=True) - 1
                logits = self._infer(np.array(tokens, np.int64)[:, None], mask, positions, parents)
        return None

    def _prefill(self, prompts: Sequence[Sequence[int]]) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """Reads the prompts, padded on the left to one length; the scores after each."""
        width = max(len(one) for one in prompts)
        mask = np.zeros((len(prompts), width), np.int64)
        inputs = np.zeros((len(prompts), width), np.int64)
        for row, one in enumerate(prompts):
            inputs[row, width - len(one) :] = one
            mask[row, width - len(one) :] = 1
        alone = tuple(prompts[0]) if len(prompts) == 1 else ()
        if alone and self._memory and self._memory[0] == alone:
            for state, value in zip(self._request.query_state(), self._memory[1], strict=True):
                state.state = _tensor(value)
            return self._memory[2], mask
        self._request.reset_state()
        positions = np.maximum(mask.cumsum(axis=1) - 1, 0)
        logits = self._infer(inputs, mask, positions, list(range(len(prompts))))
        self._memory = None
        if alone:
            states = [np.array(state.state.data) for state in self._request.query_state()]
            self._memory = (alone, states, logits.copy())
        return logits, mask

    def _infer(
        self, inputs: NDArray[np.int64], mask: NDArray[np.int64], positions: NDArray[np.int64], parents: list[int]
    ) -> NDArray[np.float32]:
        feed = {
            "input_ids": inputs,
            "attention_mask": mask,
            "position_ids": positions,
            "beam_idx": np.array(parents, np.int32),
        }
        self._request.infer(feed, share_inputs=True)
        logits: NDArray[np.float32] = self._request.get_output_tensor(0).data[:, -1, :]
        return logits

    def _ids(self, text: str) -> list[int]:
        found: list[int] = self._tokenizer.encode(text, add_special_tokens=False).input_ids.data[0].tolist()
        return found

    def _text(self, tokens: Sequence[int]) -> str:
        words: str = self._tokenizer.decode(list(tokens)) if tokens else ""
        return words

    def close(self) -> None:
        self._request = None
        self._memory = None


def _tensor(value: NDArray[Any]) -> Any:
    import openvino

    return openvino.Tensor(value)


def _stretches(rows: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Runs of equal values: (value, first, after last)."""
    first = 0
    for at in range(1, len(rows) + 1):
        if at == len(rows) or rows[at] != rows[first]:
            yield rows[first], first, at
            first = at


def buckets(lengths: Sequence[int], room: int) -> list[list[int]]:
    """Indices grouped so that texts of like length share a batch of at most `room` tokens, padding included."""
    made: list[list[int]] = []
    for which in sorted(range(len(lengths)), key=lambda one: (-lengths[one], one)):
        if made and lengths[made[-1][0]] * (len(made[-1]) + 1) <= room:
            made[-1].append(which)
        else:
            made.append([which])
    return made
