"""Runs a model step by step: which sequence uses which row and slots of the KV cache, and which cores compute them.

The sequences that grow from one prompt share the prompt's keys and values, which are stored once, or twice where the
sequences are split over two rows. Those of the last single prompt are kept: a second request with the same prompt
starts at its first new token.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from summarizer.engines.llama.allowed_tokens import AllowedTokens
from summarizer.engines.llama.kv_cache import KVCache
from summarizer.engines.llama.rotation import Int8Matrix
from summarizer.engines.llama.search import Logits, NextStep
from summarizer.engines.llama.vocabulary import Shortlist

COMPACT_AT = 6  # rows are compacted when one in so many is idle, no sooner: copying them takes time
SPLIT_SEQUENCES = 4  # sequences of a prompt from which on they are split over two rows; half as many are joined again

ShortlistLogits = tuple[Logits, Logits]  # of the common tokens, and of the prompts' own; each (tokens, vocabulary)
PromptOutput = Any  # output weights of the prompts' own tokens, in the backend's format
ShouldStop = Callable[[], bool]
SlotMove = tuple[int, int, int, int]  # row, slot, target row, target slot


class StepCost(NamedTuple):
    """Time of a step and of each row in it, in units of the time of one token of a row."""

    per_step: int
    per_row: int


class Worker(Protocol):
    """Computes rows of the KV cache on some cores."""

    def prefill(
        self, prompt: Sequence[int], cache: KVCache, row: int, prompt_output: PromptOutput, should_stop: ShouldStop
    ) -> ShortlistLogits | None:
        """Writes a prompt to the first slots of a row; returns the logits of its last token, None if stopped."""
        ...

    def bind_cache(self, cache: KVCache, rows: slice) -> None:
        """Sets the rows that `forward` reads and writes."""
        ...

    def forward(
        self,
        token_ids: NDArray[np.int64],
        positions: NDArray[np.int64],
        attention_mask: NDArray[np.bool_],
        cache_lengths: Sequence[int],
        prompt_output: PromptOutput,
    ) -> list[ShortlistLogits]:
        """Computes a step; returns for each row the logits of all its tokens.

        Tokens and their positions in their texts are (rows, tokens per row), the mask is (rows, tokens per row,
        capacity), true where a token attends to a slot. Keys and values of a row are written from its cache length on.
        """
        ...

    def release(self) -> None:
        """Lets go of the arrays of the cache."""
        ...


class ComputeBackend(Protocol):
    """A way to compute a model's forward pass, and the cores that it uses."""

    core_count: int
    step_cost: StepCost
    default_samples: int

    @property
    def all_cores(self) -> Worker: ...

    def workers_for(self, rows: int) -> Sequence[Worker]:
        """Returns who computes so many rows fastest: one worker on all cores, or one for each core."""
        ...

    def single_core_backends(self) -> Sequence[ComputeBackend]:
        """Returns a backend for each core, to run models side by side."""
        ...

    def new_kv_cache(self) -> KVCache: ...

    def pack_output_rows(self, rows: Int8Matrix) -> PromptOutput:
        """Converts output weights (tokens, hidden) to the backend's format."""
        ...

    def release(self) -> None:
        """Lets go of the arrays of the cache."""
        ...


@dataclass(slots=True)
class _CacheRow:
    """A row of the cache: a prompt, and sequences that grow from it."""

    prompt: int  # index of the prompt
    split: int  # 0, or 1 for the second row of a prompt whose sequences are split
    prompt_length: int  # slots of the prompt
    used_slots: int  # slots of the prompt and of all its sequences


@dataclass(frozen=True, slots=True)
class _Sequence:
    """A sequence as of the last step."""

    cache_row: int
    slots: tuple[int, ...]  # of the row, after the prompt's
    step_columns: range  # its tokens in the last step, which lie in the slots from `used_slots` on


class ModelRunner:
    """A model and its KV cache.

    The sequences of one prompt share a row of the cache, and the attention mask says which of the row's slots each may
    attend to: those of the prompt and its own (tree attention, as in SpecInfer, Miao et al. 2023, arXiv:2305.09781). So
    the prompt is stored and read once however many sequences grow from it. A step takes any number of tokens of each
    sequence, whose keys and values lie after the row's used slots; those of tokens that are accepted are moved up in
    the next step. Several sequences of a prompt are split over two rows: each row has a core to itself, and attends to
    no slots of the other's sequences.

    Where there are prompts enough, each core has a runner to itself: see `single_core_runners`.

    A prompt's logits do not depend on who shares the batch: it is prefilled by itself, its sequences are split and
    their slots follow each other in a fixed order, and how many draft tokens are verified depends on its own sequences
    only, or, where it can have one sequence at most, changes no slot.
    """

    def __init__(self, backend: ComputeBackend, shortlist: Shortlist) -> None:
        self._backend = backend
        self._shortlist = shortlist
        self.core_count = backend.core_count
        self._cache = backend.new_kv_cache()
        self._map = ThreadPoolExecutor(self.core_count).map if self.core_count > 1 else map
        self.reset()

    def reset(self) -> None:
        """Frees the KV cache."""
        self._cache.free()
        self._clear()

    def _clear(self) -> None:
        """Forgets all prompts; keeps the memory of the cache."""
        self._assignments: list[tuple[Worker, slice]] = []  # which worker computes which rows
        self._cache_rows: list[_CacheRow] = []  # those in use
        self._sequences: list[_Sequence] = []
        self._split_prompts: set[int] = set()
        self._multi_sequence_prompts: set[int] = set()  # that may grow into several sequences
        self._prompt_output: PromptOutput = None
        self._prompt_columns: list[NDArray[np.int64]] = []  # for each prompt, the columns of its tokens in that
        self._cached_prompt: tuple[tuple[int, ...], list[Logits]] | None = None  # a single one that is in the cache
        self._backend.release()

    def prefill(
        self,
        prompts: Sequence[Sequence[int]],
        allowed_tokens: Sequence[AllowedTokens],
        max_sequences: Sequence[int],
        should_stop: ShouldStop,
    ) -> list[Logits]:
        """Starts a batch: one sequence for each prompt, which may grow into up to `max_sequences`.

        Returns the logits after each prompt, of its allowed tokens; an empty list if it was stopped.
        """
        single = tuple(prompts[0]) if len(prompts) == 1 else None
        if single and self._cached_prompt and self._cached_prompt[0] == single:
            logits = self._cached_prompt[1]
        else:
            self._clear()
            self._load_prompt_output(allowed_tokens)
            self._cache.allocate(2 * len(prompts), max(len(prompt) for prompt in prompts))
            logits = []
            worker = self._backend.all_cores
            for row, prompt in enumerate(prompts):
                self._cache.clear_from(row, len(prompt))
                prompt_logits = worker.prefill(prompt, self._cache, row, self._prompt_output, should_stop)
                if prompt_logits is None:
                    self.reset()
                    return []
                logits.append(self._allowed_logits(row, prompt_logits))
            worker.release()  # what only prefill needs
            self._cached_prompt = (single, logits) if single else None
        self._cache_rows = [_CacheRow(index, 0, len(prompt), len(prompt)) for index, prompt in enumerate(prompts)]
        self._split_prompts = set()
        self._multi_sequence_prompts = {index for index, count in enumerate(max_sequences) if count > 1}
        self._assign_workers()
        self._sequences = [_Sequence(row, (), range(0)) for row in range(len(prompts))]
        return logits

    def _load_prompt_output(self, allowed_tokens: Sequence[AllowedTokens]) -> None:
        """Loads the output weights of the tokens that only some of the prompts' texts may contain."""
        extra = np.unique(np.concatenate([allowed.extra for allowed in allowed_tokens]))
        self._prompt_output = self._backend.pack_output_rows(self._shortlist.output_rows(extra))
        self._prompt_columns = [np.searchsorted(extra, allowed.extra) for allowed in allowed_tokens]

    def _allowed_logits(self, prompt: int, logits: ShortlistLogits) -> Logits:
        """Returns the logits of the tokens that the texts of a prompt may contain."""
        common, extra = logits
        columns = self._prompt_columns[prompt]
        return np.concatenate([common, extra[:, columns]], axis=1) if columns.size else common

    @cached_property
    def single_core_runners(self) -> list[ModelRunner]:
        """A runner for each core, to work side by side; made when several prompts are first given together."""
        return [ModelRunner(backend, self._shortlist) for backend in self._backend.single_core_backends()]

    def decode_step(self, steps: Sequence[NextStep]) -> list[Logits]:
        """Makes these sequences from the last ones. Logits of each: after its token and its verified draft tokens."""
        sequences = self._compact(self._split_rows(self._commit_accepted(steps)))
        step_tokens = [
            [step.token, *(draft.token for draft in step.draft_tokens[:count])]
            for step, count in zip(steps, self._draft_counts(sequences, steps), strict=True)
        ]
        widths = [0] * len(self._cache_rows)  # tokens of each row
        self._sequences = []
        for sequence, tokens in zip(sequences, step_tokens, strict=True):
            first = widths[sequence.cache_row]
            step_columns = range(first, first + len(tokens))
            self._sequences.append(replace(sequence, step_columns=step_columns))
            widths[sequence.cache_row] = step_columns.stop
        width = max(widths)
        self._reserve(max(row.used_slots for row in self._cache_rows) + width)
        shape = (len(widths), width)
        token_ids, positions = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
        mask = np.zeros((*shape, self._cache.capacity), bool)
        for index, row in enumerate(self._cache_rows):
            # every token attends to itself, also padding
            mask[index, range(width), range(row.used_slots, row.used_slots + width)] = True
        for sequence, tokens in zip(self._sequences, step_tokens, strict=True):
            index, row = sequence.cache_row, self._cache_rows[sequence.cache_row]
            columns = slice(sequence.step_columns.start, sequence.step_columns.stop)
            token_ids[index, columns] = tokens
            length = row.prompt_length + len(sequence.slots)
            positions[index, columns] = range(length, length + len(tokens))
            mask[index, columns, : row.prompt_length] = True
            mask[index, columns, list(sequence.slots)] = True
            new_slots = slice(row.used_slots + columns.start, row.used_slots + columns.stop)
            mask[index, columns, new_slots] = np.tri(len(tokens), dtype=bool)
        row_logits = self._forward(token_ids, positions, mask, widths)
        logits: list[Logits] = []
        for sequence in self._sequences:
            columns = slice(sequence.step_columns.start, sequence.step_columns.stop)
            common, extra = row_logits[sequence.cache_row]
            prompt = self._cache_rows[sequence.cache_row].prompt
            logits.append(self._allowed_logits(prompt, (common[columns], extra[columns])))
        return logits

    def _draft_counts(self, sequences: Sequence[_Sequence], steps: Sequence[NextStep]) -> list[int]:
        """Returns how many draft tokens of each sequence to verify, so that texts grow fastest."""
        counts = [0] * len(sequences)
        in_row = Counter(sequence.cache_row for sequence in sequences)
        offers: dict[int, list[tuple[float, int]]] = {row: [] for row in sorted(in_row)}  # (-probability, sequence)
        for index, (sequence, step) in enumerate(zip(sequences, steps, strict=True)):
            offers[sequence.cache_row] += [(-draft.probability, index) for draft in step.draft_tokens]
        # rows that are decided together: those of one prompt, and all of prompts with one sequence each (None)
        rows_of: dict[int | None, list[int]] = {}
        for row, offered in offers.items():
            offered.sort()
            prompt = self._cache_rows[row].prompt
            rows_of.setdefault(prompt if prompt in self._multi_sequence_prompts else None, []).append(row)
        for rows in rows_of.values():
            acceptance = [[-negative for negative, _ in offers[row]] for row in rows]
            width = best_draft_width([in_row[row] for row in rows], acceptance, self._backend.step_cost)
            for row in rows:
                for _, index in offers[row][: max(0, width - in_row[row])]:
                    counts[index] += 1
        return counts

    def _commit_accepted(self, steps: Sequence[NextStep]) -> list[_Sequence]:
        """Moves the accepted tokens of the last step to the next free slots.

        Returns, for each step, the sequence that it extends.
        """
        accepted: dict[int, int] = {}
        for step in steps:
            accepted[step.parent] = max(accepted.get(step.parent, 0), step.accepted)
        moves: list[SlotMove] = []
        new_slots: dict[int, list[int]] = {}
        next_slot = [row.used_slots for row in self._cache_rows]
        for index, count in sorted(accepted.items()):
            sequence = self._sequences[index]
            row = sequence.cache_row
            columns = sequence.step_columns[:count]
            slots = new_slots[index] = list(range(next_slot[row], next_slot[row] + len(columns)))
            used_slots = self._cache_rows[row].used_slots
            moves += [(row, used_slots + column, row, slot) for column, slot in zip(columns, slots, strict=True)]
            next_slot[row] += len(columns)
        for cache_row, used_slots in zip(self._cache_rows, next_slot, strict=True):
            cache_row.used_slots = used_slots
        self._cache.copy_slots(moves)
        parents = [(self._sequences[step.parent], new_slots[step.parent][: step.accepted]) for step in steps]
        return [_Sequence(parent.cache_row, (*parent.slots, *slots), range(0)) for parent, slots in parents]

    def _split_rows(self, sequences: Sequence[_Sequence]) -> list[_Sequence]:
        """Spreads many sequences of a prompt evenly over two rows, and joins few in one; returns the sequences."""
        sequences, moves = list(sequences), list[SlotMove]()
        of_prompt: dict[int, list[int]] = {}
        for index, sequence in enumerate(sequences):
            of_prompt.setdefault(self._cache_rows[sequence.cache_row].prompt, []).append(index)
        for prompt, members in of_prompt.items():
            if len(members) >= SPLIT_SEQUENCES:
                self._split_prompts.add(prompt)
            elif 2 * len(members) <= SPLIT_SEQUENCES:
                self._split_prompts.discard(prompt)
            rows = self._cache_rows_of(prompt)
            limits = [-(-len(members) // 2)] * 2 if prompt in self._split_prompts else [len(members), 0]
            by_row = [[index for index in members if sequences[index].cache_row == row] for row in rows]
            for number, in_row in enumerate(by_row):
                for index in in_row[limits[number] :]:
                    sequences[index] = self._move_to_row(rows[(number + 1) % 2], sequences[index], moves)
        self._reserve(max(row.used_slots for row in self._cache_rows))
        self._cache.copy_slots(moves)
        for index in set(range(len(self._cache_rows))) - {sequence.cache_row for sequence in sequences}:
            self._cache_rows[index].used_slots = self._cache_rows[index].prompt_length  # as in a new row
        return sequences

    def _cache_rows_of(self, prompt: int) -> list[int]:
        """Returns the rows of a prompt, one or two; makes the second one where its sequences are to be split."""
        rows = sorted(
            (index for index, row in enumerate(self._cache_rows) if row.prompt == prompt),
            key=lambda index: self._cache_rows[index].split,
        )
        if len(rows) == 1 and prompt in self._split_prompts:
            rows.append(len(self._cache_rows))
            length = self._cache_rows[rows[0]].prompt_length
            self._cache.copy_row(rows[0], rows[1])
            self._cache_rows.append(_CacheRow(prompt, 1, length, length))
            self._assign_workers()
        return rows

    def _move_to_row(self, row: int, sequence: _Sequence, moves: list[SlotMove]) -> _Sequence:
        """Returns a sequence as it is in another row, and adds to `moves` what has to be copied for it."""
        first = self._cache_rows[row].used_slots
        slots = tuple(range(first, first + len(sequence.slots)))
        moves += [(sequence.cache_row, slot, row, target) for slot, target in zip(sequence.slots, slots, strict=True)]
        self._cache_rows[row].used_slots += len(slots)
        return _Sequence(row, slots, range(0))

    def _compact(self, sequences: Sequence[_Sequence]) -> list[_Sequence]:
        """Drops rows whose sequences have all ended, where there are enough of them; the last rows take their place."""
        active = {sequence.cache_row for sequence in sequences}
        if (len(self._cache_rows) - len(active)) * COMPACT_AT < len(self._cache_rows):
            return list(sequences)
        free = [row for row in range(len(active)) if row not in active]
        moves = dict(zip(sorted(active)[len(active) - len(free) :], free, strict=True))
        for source, target in moves.items():
            self._cache.copy_row(source, target)
            self._cache_rows[target] = self._cache_rows[source]
        del self._cache_rows[len(active) :]
        self._assign_workers()
        return [
            replace(sequence, cache_row=moves.get(sequence.cache_row, sequence.cache_row)) for sequence in sequences
        ]

    def _reserve(self, slots: int) -> None:
        """Makes room for so many slots in each row."""
        if self._cache.grow(slots, len(self._cache_rows), self._map):
            self._assign_workers()

    def _assign_workers(self) -> None:
        """Divides the rows among workers."""
        rows = len(self._cache_rows)
        workers = self._backend.workers_for(rows)
        bounds = [rows * part // len(workers) for part in range(len(workers) + 1)]
        self._assignments = [
            (worker, slice(first, last)) for worker, (first, last) in zip(workers, pairwise(bounds), strict=True)
        ]
        for worker, assigned in self._assignments:
            worker.bind_cache(self._cache, assigned)

    def _forward(
        self,
        token_ids: NDArray[np.int64],
        positions: NDArray[np.int64],
        mask: NDArray[np.bool_],
        widths: Sequence[int],
    ) -> list[ShortlistLogits]:
        """Computes the first `widths` tokens of each row; see `Worker.forward`."""

        def forward(assignment: tuple[Worker, slice]) -> list[ShortlistLogits]:
            worker, rows = assignment
            width = max(widths[rows])
            lengths = [row.used_slots for row in self._cache_rows[rows]]
            return worker.forward(
                token_ids[rows, :width], positions[rows, :width], mask[rows, :width], lengths, self._prompt_output
            )

        return [row for logits in self._map(forward, self._assignments) for row in logits]


def best_draft_width(sequences: Sequence[int], acceptance: Sequence[Sequence[float]], cost: StepCost) -> int:
    """Returns the tokens per row with which texts grow fastest in a step.

    `sequences` are those in each row, which take at least one token each. `acceptance` are the probabilities, falling,
    that the draft tokens offered in each row are accepted. All rows take as long as the widest.
    """
    width = max(sequences)
    spare = [(width - count, offered) for count, offered in zip(sequences, acceptance, strict=True)]
    expected = sum(sequences) + sum(sum(offered[:room]) for room, offered in spare)  # tokens that texts grow by
    for extra in range(max(len(offered) - room for room, offered in spare)):
        gain = sum(sum(offered[room + extra : room + extra + 1]) for room, offered in spare)
        time = cost.per_step + len(sequences) * (cost.per_row + width)
        if (time + len(sequences)) * expected >= time * (expected + gain):
            break
        width, expected = width + 1, expected + gain
    return width
