"""Divides a prompt into chunks, which are prefilled one after another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class PrefillChunk(NamedTuple):
    """A chunk of a prompt: its tokens `start` to `end` (exclusive), as the input of a step with one row."""

    start: int
    end: int
    token_ids: NDArray[np.int64]  # (1, tokens)
    positions: NDArray[np.int64]  # (1, tokens)
    attention_mask: NDArray[np.bool_]  # (1, tokens, end): each token attends to all tokens up to itself
    tokens_with_logits: range  # indices in the chunk: the prompt's last token, if it is in the chunk


def prefill_chunks(prompt: Sequence[int], max_tokens: int, multiple: int) -> Iterator[PrefillChunk]:
    """Yields the chunks of a prompt, of similar length; all but the last end at a multiple of `multiple` tokens.

    A chunk has `max_tokens` at most, or up to `multiple` more where that does not divide its length.
    """
    for start, end in _chunk_bounds(len(prompt), max_tokens, multiple):
        tokens = end - start
        yield PrefillChunk(
            start,
            end,
            np.array([prompt[start:end]], np.int64),
            np.arange(start, end)[None],
            np.tri(tokens, end, start, dtype=bool)[None],
            range(tokens - 1, tokens) if end == len(prompt) else range(0),
        )


def _chunk_bounds(length: int, max_tokens: int, multiple: int) -> list[tuple[int, int]]:
    """Returns the bounds of each chunk: its first token, and the one after its last."""
    count = -(-length // max_tokens)
    starts = [length * chunk // count // multiple * multiple for chunk in range(count)]
    return list(pairwise([*dict.fromkeys(starts), length]))
