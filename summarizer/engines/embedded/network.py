"""Runs a model step by step: which sequence uses which row and slots of the KV cache.

The sequences that grow from one prompt share the prompt's keys and values, which are stored once. Those of the last
single prompt are kept: a second request with the same prompt starts at its first new token.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from summarizer.engines.embedded.allowed_tokens import AllowedTokens
from summarizer.engines.embedded.kv_cache import KVCache
from summarizer.engines.embedded.rotation import Int8Matrix
from summarizer.engines.embedded.search import Logits, NextStep
from summarizer.engines.embedded.vocabulary import Shortlist

COMPACT_AT = 6  # rows are compacted when one in so many is idle, no sooner: copying them takes time

PromptOutput = Any  # output weights of the prompts' own tokens, in the backend's format
ShouldStop = Callable[[], bool]


class ShortlistLogits(NamedTuple):
    """Logits of the common tokens and of the prompts' own, each (rows, tokens per row, vocabulary)."""

    common: NDArray[np.float32]
    extra: NDArray[np.float32]


class ComputeBackend(Protocol):
    """A way to compute a model's forward pass."""

    def new_kv_cache(self) -> KVCache: ...

    def pack_output_rows(self, rows: Int8Matrix) -> PromptOutput:
        """Converts output weights (tokens, hidden) to the backend's format."""
        ...

    def prefill(
        self, prompt: Sequence[int], cache: KVCache, row: int, prompt_output: PromptOutput, should_stop: ShouldStop
    ) -> ShortlistLogits | None:
        """Writes a prompt to the first slots of a row; returns the logits of its last token, None if stopped."""
        ...

    def bind_cache(self, cache: KVCache, rows: int) -> None:
        """Has `forward` read and write the first `rows` rows."""
        ...

    def forward(
        self,
        token_ids: NDArray[np.int64],
        positions: NDArray[np.int64],
        attention_mask: NDArray[np.bool_],
        cache_lengths: Sequence[int],
        prompt_output: PromptOutput,
    ) -> ShortlistLogits:
        """Computes a step; returns the logits of all tokens.

        Tokens and their positions in their texts are (rows, tokens per row), the mask is (rows, tokens per row,
        capacity), true where a token attends to a slot. Keys and values of a row are written from its cache length on.
        """
        ...

    def states(self, token_ids: Sequence[int], branches: Sequence[range] = ()) -> NDArray[np.float32]:
        """Returns what the last layer makes of a text's tokens, (tokens, hidden), in the rotated basis.

        `branches` are endings that do not see each other: see `attention`.
        """
        ...

    def release(self) -> None:
        """Lets go of the arrays of the cache."""
        ...


@dataclass(slots=True)
class _CacheRow:
    """A row of the cache: a prompt, and the sequences that grow from it."""

    prompt: int  # index of the prompt
    prompt_length: int  # slots of the prompt
    used_slots: int  # slots of the prompt and of all its sequences


class _Sequence(NamedTuple):
    """A sequence as of the last step."""

    cache_row: int
    slots: tuple[int, ...]  # of the row, after the prompt's


class ModelRunner:
    """A model and its KV cache.

    The sequences of one prompt share a row of the cache, and the attention mask says which of the row's slots each may
    attend to: those of the prompt and its own (tree attention, as in SpecInfer, Miao et al. 2023, arXiv:2305.09781). So
    the prompt is stored and read once however many sequences grow from it.

    A prompt's logits do not depend on who shares the batch: it is prefilled by itself, and the slots of its sequences
    follow each other in a fixed order.
    """

    def __init__(self, backend: ComputeBackend, shortlist: Shortlist) -> None:
        self._backend = backend
        self._shortlist = shortlist
        self._cache = backend.new_kv_cache()
        self.reset()

    def reset(self) -> None:
        """Forgets all prompts and frees the KV cache."""
        self._cache.free()
        self._cache_rows: list[_CacheRow] = []  # those in use
        self._sequences: list[_Sequence] = []
        self._prompt_output: PromptOutput = None
        self._prompt_columns: list[NDArray[np.int64]] = []  # for each prompt, the columns of its tokens in that
        self._cached_prompt: tuple[tuple[int, ...], list[Logits]] | None = None  # a single one that is in the cache
        self._backend.release()

    def prefill(
        self,
        prompts: Sequence[Sequence[int]],
        allowed_tokens: Sequence[AllowedTokens],
        new_tokens: int,
        should_stop: ShouldStop,
    ) -> list[Logits]:
        """Starts a batch: one sequence for each prompt, which may grow into several, with `new_tokens` together.

        Returns the logits after each prompt, of its allowed tokens; an empty list if it was stopped.
        """
        slots = max(len(prompt) for prompt in prompts) + new_tokens
        single = tuple(prompts[0]) if len(prompts) == 1 else None
        if single and self._cached_prompt and self._cached_prompt[0] == single and slots <= self._cache.max_slots:
            logits = self._cached_prompt[1]
        else:
            self.reset()
            self._load_prompt_output(allowed_tokens)
            self._cache.allocate(len(prompts), max(len(prompt) for prompt in prompts), slots)
            logits = []
            for row, prompt in enumerate(prompts):
                prompt_logits = self._backend.prefill(prompt, self._cache, row, self._prompt_output, should_stop)
                if prompt_logits is None:
                    self.reset()
                    return []
                logits.append(self._allowed_logits(row, prompt_logits.common[0, 0], prompt_logits.extra[0, 0]))
            self._cached_prompt = (single, logits) if single else None
        self._cache_rows = [_CacheRow(index, len(prompt), len(prompt)) for index, prompt in enumerate(prompts)]
        self._sequences = [_Sequence(row, ()) for row in range(len(prompts))]
        self._backend.bind_cache(self._cache, len(prompts))
        return logits

    def _load_prompt_output(self, allowed_tokens: Sequence[AllowedTokens]) -> None:
        """Loads the output weights of the tokens that only some of the prompts' texts may contain."""
        extra = np.unique(np.concatenate([allowed.extra for allowed in allowed_tokens]))
        self._prompt_output = self._backend.pack_output_rows(self._shortlist.output_rows(extra))
        self._prompt_columns = [np.searchsorted(extra, allowed.extra) for allowed in allowed_tokens]

    def _allowed_logits(self, prompt: int, common: Logits, extra: Logits) -> Logits:
        """Returns the logits of the tokens that the texts of a prompt may contain."""
        columns = self._prompt_columns[prompt]
        return np.concatenate([common, extra[columns]]) if columns.size else common

    def decode_step(self, steps: Sequence[NextStep]) -> list[Logits]:
        """Makes these sequences from the last ones; returns the logits of what follows each."""
        parents = self._compact([self._sequences[step.parent] for step in steps])
        counts = [0] * len(self._cache_rows)  # sequences of each row
        self._sequences = []
        for row_index, slots in parents:
            slot = self._cache_rows[row_index].used_slots + counts[row_index]
            self._sequences.append(_Sequence(row_index, (*slots, slot)))
            counts[row_index] += 1
        width, lengths = max(counts), [row.used_slots for row in self._cache_rows]
        if self._cache.grow(max(lengths) + width):
            self._backend.bind_cache(self._cache, len(lengths))
        token_ids, positions = np.zeros((2, len(lengths), width), np.int64)
        mask = np.zeros((len(lengths), width, self._cache.capacity), bool)
        for index, length in enumerate(lengths):
            mask[index, range(width), range(length, length + width)] = True  # all attend to themselves, also padding
        columns = [sequence.slots[-1] - lengths[sequence.cache_row] for sequence in self._sequences]
        for (index, slots), column, step in zip(self._sequences, columns, steps, strict=True):
            prompt_length = self._cache_rows[index].prompt_length
            token_ids[index, column] = step.token
            positions[index, column] = prompt_length + len(slots) - 1
            mask[index, column, :prompt_length] = True
            mask[index, column, list(slots)] = True
        logits = self._backend.forward(token_ids, positions, mask, lengths, self._prompt_output)
        for row, count in zip(self._cache_rows, counts, strict=True):
            row.used_slots += count
        return [
            self._allowed_logits(self._cache_rows[row].prompt, logits.common[row, column], logits.extra[row, column])
            for (row, _), column in zip(self._sequences, columns, strict=True)
        ]

    def _compact(self, sequences: Sequence[_Sequence]) -> list[_Sequence]:
        """Drops rows whose sequences have all ended, where there are enough of them; the last rows take their place."""
        active = sorted({sequence.cache_row for sequence in sequences})
        if (len(self._cache_rows) - len(active)) * COMPACT_AT < len(self._cache_rows):
            return list(sequences)
        free = [row for row in range(len(active)) if row not in active]
        moves = dict(zip(active[len(active) - len(free) :], free, strict=True))
        for source, target in moves.items():
            self._cache.copy_row(source, target)
            self._cache_rows[target] = self._cache_rows[source]
        del self._cache_rows[len(active) :]
        self._backend.bind_cache(self._cache, len(active))
        return [_Sequence(moves.get(row, row), slots) for row, slots in sequences]
