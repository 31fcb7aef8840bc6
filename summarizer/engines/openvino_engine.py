"""Causal models on a plain CPU, by OpenVINO: the fastest engine measured, and the embedded default's.

It runs the prepared network (see convert.py) step by step. The network keeps its own attention cache; a row index
given with each step says which row every new row grows from, so candidates and beams of one prompt share its prefill,
and texts that end leave the batch. The state after the last single prompt is kept: asking again about the same
article starts at its first new token.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from summarizer import models
from summarizer.engines import batches, convert, families, runtime
from summarizer.engines.decoding import Codes, Scores
from summarizer.engines.interface import GREEDY, Cancel, Generation, Message, OnToken, Options

SLACK = 8  # tokens may come out differently where the article meets the prompt's own words
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
        self._network = _Network(network.create_infer_request())

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

    def generate(
        self,
        prompts: Sequence[str],
        *,
        n: int | Sequence[int] = 1,
        options: Options | Sequence[Options] = GREEDY,
        seed: int = 0,
        cancel: Cancel | None = None,
        timeout: float | None = None,
        on_token: OnToken | None = None,
    ) -> list[list[Generation]]:
        ids = [self._ids(prompt) for prompt in prompts]
        answers = [one.max_tokens for one in batches.each(options, len(ids))]
        batches.refuse_unreadable(self.name, ids, self.window, answers)
        return batches.generate(
            self._network,
            prompts,
            ids,
            self._codes,
            self._text,
            n=n,
            options=options,
            seed=seed,
            cancel=cancel,
            timeout=timeout,
            on_token=on_token,
        )

    def _ids(self, text: str) -> list[int]:
        found: list[int] = self._tokenizer.encode(text, add_special_tokens=False).input_ids.data[0].tolist()
        return found

    def _text(self, tokens: Sequence[int]) -> str:
        words: str = self._tokenizer.decode(list(tokens)) if tokens else ""
        return words

    def close(self) -> None:
        self._network.forget()


class _Network:
    """The compiled network and its attention cache; see `batches.Network`. Rows are padded on the left."""

    def __init__(self, request: Any) -> None:
        self._request = request
        self._mask: NDArray[np.int64] = np.zeros((0, 0), np.int64)
        self._last: tuple[tuple[int, ...], list[NDArray[Any]], Scores] | None = None

    def read(self, prompts: Sequence[Sequence[int]]) -> Scores:
        width = max(len(one) for one in prompts)
        inputs = np.zeros((len(prompts), width), np.int64)
        self._mask = np.zeros((len(prompts), width), np.int64)
        for row, one in enumerate(prompts):
            inputs[row, width - len(one) :] = one
            self._mask[row, width - len(one) :] = 1
        alone = tuple(prompts[0]) if len(prompts) == 1 else None
        if alone and self._last and self._last[0] == alone:
            openvino, _ = runtime.openvino()
            for state, value in zip(self._request.query_state(), self._last[1], strict=True):
                state.state = openvino.Tensor(value)
            return self._last[2]
        self._last = None
        self._request.reset_state()
        positions = np.maximum(self._mask.cumsum(axis=1) - 1, 0)
        logits = self._infer(inputs, positions, range(len(prompts)))
        if alone:
            states = [np.array(state.state.data) for state in self._request.query_state()]
            self._last = (alone, states, logits.copy())
        return logits

    def grow(self, parents: Sequence[int], tokens: Sequence[int]) -> Scores:
        one_more = np.ones((len(tokens), 1), np.int64)
        self._mask = np.concatenate([self._mask[list(parents)], one_more], axis=1)
        return self._infer(np.array(tokens, np.int64)[:, None], self._mask.sum(axis=1, keepdims=True) - 1, parents)

    def _infer(self, inputs: NDArray[np.int64], positions: NDArray[np.int64], parents: Sequence[int]) -> Scores:
        feed = {
            "input_ids": inputs,
            "attention_mask": self._mask,
            "position_ids": positions,
            "beam_idx": np.array(parents, np.int32),
        }
        self._request.infer(feed, share_inputs=True)
        scores: Scores = self._request.get_output_tensor(0).data[:, -1, :]
        return scores

    def forget(self) -> None:
        self._request.reset_state()
        self._last = None
