"""Runs a model step by step, and assigns rows and slots of the KV cache to sequences.

The sequences that continue one prompt share the prompt's keys and values, which are stored once. The cache keeps the
last prompt that was prefilled by itself: a second request with the same prompt starts at its first new token.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from summarizer.engines.embedded.allowed_tokens import AllowedTokens
from summarizer.engines.embedded.compute_backend import ComputeBackend, PromptOutput, ShouldStop
from summarizer.engines.embedded.search import Logits, NextStep
from summarizer.engines.embedded.vocabulary import Shortlist

COMPACT_AT = 6  # rows are compacted once one row in COMPACT_AT is idle: copying rows takes time


@dataclass(slots=True)
class _CacheRow:
    """A row of the cache: a prompt, and the sequences that continue it."""

    prompt: int  # index of the prompt
    prompt_length: int  # slots of the prompt
    used_slots: int  # slots of the prompt and of all its sequences


class _Sequence(NamedTuple):
    """A sequence after the last step."""

    cache_row: int
    slots: tuple[int, ...]  # those of its new tokens in that row


class ModelRunner:
    """A model and its KV cache.

    The sequences of one prompt share a row of the cache. The attention mask says which of the row's slots each of them
    attends to: those of the prompt and its own (tree attention, as in SpecInfer, Miao et al. 2023, arXiv:2305.09781).
    So a prompt is stored and read once, however many sequences continue it.

    A prompt's logits do not depend on what else is in the batch: each prompt is prefilled by itself, and the slots of
    its sequences follow each other in a fixed order.
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
        self._prompt_columns: list[NDArray[np.int64]] = []  # for each prompt, the columns of its specific logits
        self._cached_prompt: tuple[tuple[int, ...], list[Logits]] | None = (
            None  # prefilled by itself, and still in the cache
        )
        self._backend.release()

    def prefill(
        self,
        prompts: Sequence[Sequence[int]],
        allowed_tokens: Sequence[AllowedTokens],
        new_tokens: int,
        should_stop: ShouldStop,
    ) -> list[Logits]:
        """Starts a batch with one sequence for each prompt. Each may branch into several, of `new_tokens` in all.

        Returns the logits of the allowed tokens after each prompt; an empty list if stopped.
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
                logits.append(
                    self._allowed_logits(row, prompt_logits.shared[0, 0], prompt_logits.prompt_specific[0, 0])
                )
            self._cached_prompt = (single, logits) if single else None
        self._cache_rows = [_CacheRow(index, len(prompt), len(prompt)) for index, prompt in enumerate(prompts)]
        self._sequences = [_Sequence(row, ()) for row in range(len(prompts))]
        self._backend.bind_cache(self._cache, len(prompts))
        return logits

    def _load_prompt_output(self, allowed_tokens: Sequence[AllowedTokens]) -> None:
        """Loads the LM head rows of the tokens that are specific to any of the prompts."""
        token_ids = np.unique(np.concatenate([allowed.prompt_specific for allowed in allowed_tokens]))
        self._prompt_output = self._backend.pack_output_rows(self._shortlist.output_rows(token_ids))
        self._prompt_columns = [np.searchsorted(token_ids, allowed.prompt_specific) for allowed in allowed_tokens]

    def _allowed_logits(self, prompt: int, shared: Logits, prompt_specific: Logits) -> Logits:
        """Returns the logits of a prompt's allowed tokens, in their order, from those of the whole batch."""
        columns = self._prompt_columns[prompt]
        return np.concatenate([shared, prompt_specific[columns]]) if columns.size else shared

    def decode_step(self, steps: Sequence[NextStep]) -> list[Logits]:
        """Extends sequences of the last step by one token each; returns the logits after each new sequence."""
        parents = self._compact([self._sequences[step.parent] for step in steps])
        counts = [0] * len(self._cache_rows)  # sequences of each row
        self._sequences = []
        for row_index, slots in parents:
            slot = self._cache_rows[row_index].used_slots + counts[row_index]
            self._sequences.append(_Sequence(row_index, (*slots, slot)))
            counts[row_index] += 1
        tokens_per_row, lengths = max(counts), [row.used_slots for row in self._cache_rows]
        if self._cache.grow(max(lengths) + tokens_per_row):
            self._backend.bind_cache(self._cache, len(lengths))
        token_ids, positions = np.zeros((2, len(lengths), tokens_per_row), np.int64)
        mask = np.zeros((len(lengths), tokens_per_row, self._cache.capacity), bool)
        for index, length in enumerate(lengths):
            mask[index, range(tokens_per_row), range(length, length + tokens_per_row)] = (
                True  # every token attends to itself, padding included
            )
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
            self._allowed_logits(
                self._cache_rows[row].prompt, logits.shared[row, column], logits.prompt_specific[row, column]
            )
            for (row, _), column in zip(self._sequences, columns, strict=True)
        ]

    def _compact(self, sequences: Sequence[_Sequence]) -> list[_Sequence]:
        """Drops the rows without a running sequence once there are enough of them; the last rows take their places."""
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
