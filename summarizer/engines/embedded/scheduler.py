"""Batches of prompts: which prompts share a batch, and its decoding, a step at a time.

Prompts of similar length share a batch. Decoding may be stopped between any two steps; texts that have ended leave the
batch, so that it shrinks as it goes on.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from summarizer.engines.decoding.stopping import StopReason
from summarizer.engines.embedded.network import ModelRunner
from summarizer.engines.embedded.search import NextStep, SamplingSearch
from summarizer.engines.interface import OnToken

MAX_BATCH_TOKENS = 16384  # of the prompts and texts of a batch: bounds the KV cache
MAX_BATCH_SEQUENCES = 48  # more of them fill the cores no better


def decode_all(
    runner: ModelRunner, searches: Sequence[SamplingSearch], stop: StopReason, on_token: OnToken | None
) -> None:
    """Decodes the prompts of all searches until they have ended, or until it is time to stop.

    A prompt that is given several times, to be decoded in several ways, is processed once.
    """
    by_prompt: dict[tuple[int, ...], list[int]] = {}
    for index, search in enumerate(searches):
        by_prompt.setdefault(search.prompt_tokens, []).append(index)
    groups = list(by_prompt.values())
    new_tokens = [sum(searches[index].max_new_tokens for index in group) for group in groups]
    sequences = [sum(searches[index].max_sequences for index in group) for group in groups]
    for batch in length_batches([len(tokens) for tokens in by_prompt], new_tokens, sequences):
        slots = max(new_tokens[prompt] for prompt in batch)
        _decode_batch(runner, searches, [groups[prompt] for prompt in batch], slots, stop, on_token)


def _decode_batch(
    runner: ModelRunner,
    searches: Sequence[SamplingSearch],
    groups: Sequence[Sequence[int]],
    new_tokens: int,
    stop: StopReason,
    on_token: OnToken | None,
) -> None:
    """Decodes some prompts together: for each, the indices of its searches. It gets `new_tokens` at most."""
    firsts = [searches[group[0]] for group in groups]
    prompt_logits = runner.prefill(
        [search.prompt_tokens for search in firsts], [search.allowed_tokens for search in firsts], new_tokens, stop
    )
    if not prompt_logits:
        return
    owners = [(index, row) for row, group in enumerate(groups) for index in group]  # search, sequence to extend
    logits = [prompt_logits[row] for _, row in owners]
    while True:
        steps: list[NextStep] = []
        next_owners: list[tuple[int, int]] = []
        first = 0
        for index, sequences in groupby(owners, key=lambda owner: owner[0]):
            rows = [row for _, row in sequences]
            for step in searches[index].step(logits[first : first + len(rows)]):
                next_owners.append((index, len(steps)))
                steps.append(NextStep(rows[step.parent], step.token))
            if on_token:
                searches[index].stream(index, on_token)
            first += len(rows)
        owners = next_owners
        if not owners or stop():
            return
        logits = runner.decode_step(steps)


def length_batches(
    prompt_tokens: Sequence[int],
    new_tokens: Sequence[int],
    sequences: Sequence[int],
    *,
    max_tokens: int = MAX_BATCH_TOKENS,
    max_sequences: int = MAX_BATCH_SEQUENCES,
) -> list[list[int]]:
    """Groups indices so that prompts of similar length share a batch of bounded size.

    `prompt_tokens` are cached of each prompt, `new_tokens` may be added to it, in `sequences` sequences; padding
    counts. A prompt that is larger than the bounds has a batch of its own.
    """
    batches: list[list[int]] = []
    for index in sorted(range(len(prompt_tokens)), key=lambda index: (-prompt_tokens[index], index)):
        batch = [*batches[-1], index] if batches else [index]
        slots = max(prompt_tokens[member] for member in batch) + max(new_tokens[member] for member in batch)
        width = max(sequences[member] for member in batch)
        if batches and len(batch) * slots <= max_tokens and len(batch) * width <= max_sequences:
            batches[-1] = batch
        else:
            batches.append([index])
    return batches
