"""Stub layers with simple hidden states, so that tests can compute what a head makes of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from summarizer.engines.embedded.attention import attention
from summarizer.engines.embedded.tuned_layers import TunedLayers

SIZE = 8  # of the states


def encode(text: str) -> tuple[list[int], list[tuple[int, int]]]:
    """Returns a token for each character."""
    return [ord(mark) for mark in text], [(index, index + 1) for index in range(len(text))]


class Tokens:
    """A tokenizer with the interface of `tokenizers`, for `encode`."""

    def encode(self, text: str, *, add_special_tokens: bool) -> Any:
        assert not add_special_tokens
        ids, offsets = encode(text)
        return type("Encoding", (), {"ids": ids, "offsets": offsets})


class States:
    """A backend whose hidden states depend on token and position; it remembers the last text."""

    def __init__(self) -> None:
        self.calls = 0
        self.read = ""

    def hidden_states(self, token_ids: Sequence[int], branches: Sequence[range] = ()) -> NDArray[np.float32]:
        self.calls += 1
        self.read = "".join(map(chr, token_ids))
        positions = attention(len(token_ids), branches)[1][:, None]
        return np.sin(np.array(token_ids)[:, None] * (1 + np.arange(SIZE)) + positions).astype(np.float32)


def layers(states: States | None = None) -> TunedLayers:
    return TunedLayers(states or States(), Tokens(), SIZE)
