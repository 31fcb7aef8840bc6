"""Groups prompts into batches and decodes each batch, a step at a time.

Prompts of similar length share a batch. Decoding may be stopped between any two steps. Texts that have ended leave the
batch, so it shrinks as decoding goes on.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from summarizer.engines.decoding.stopping import StopReason
from summarizer.engines.embedded.model_runner import ModelRunner
from summarizer.engines.embedded.search import NextStep, SamplingSearch
from summarizer.engines.interface import OnToken

MAX_BATCH_TOKENS = 16384  # slots of a batch, with padding: bounds the KV cache
MAX_BATCH_SEQUENCES = 48  # more sequences do not use the cores any better


def decode_all(
    runner: ModelRunner, searches: Sequence[SamplingSearch], stop: StopReason, on_token: OnToken | None
) -> None:
    """Runs all searches until they have ended, or until `stop`.

    A prompt that several searches share, because it is decoded in several ways, is processed once.
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
    """Decodes a batch: `groups` are the indices of each prompt's searches; a prompt has `new_tokens` at most."""
    by_prompt = [searches[group[0]] for group in groups]  # any search of each prompt
    prompt_logits = runner.prefill(
        [search.prompt_tokens for search in by_prompt],
        [search.allowed_tokens for search in by_prompt],
        new_tokens,
        stop,
    )
    if not prompt_logits:
        return
    owners = [(index, row) for row, group in enumerate(groups) for index in group]  # search, and sequence to extend
    logits = [prompt_logits[row] for _, row in owners]
    while True:
        steps: list[NextStep] = []
        next_owners: list[tuple[int, int]] = []
        start = 0  # in `logits`, of the search's sequences
        for index, sequences in groupby(owners, key=lambda owner: owner[0]):
            rows = [row for _, row in sequences]
            for step in searches[index].step(logits[start : start + len(rows)]):
                next_owners.append((index, len(steps)))
                steps.append(NextStep(rows[step.parent], step.token))
            if on_token:
                searches[index].stream(index, on_token)
            start += len(rows)
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

    For each prompt, `prompt_tokens` are its tokens in the cache, `new_tokens` those that may be added, in `sequences`
    sequences. Padding counts. A prompt that exceeds the bounds has a batch of its own.
    """
    batches: list[list[int]] = []
    for index in sorted(range(len(prompt_tokens)), key=lambda index: (-prompt_tokens[index], index)):
        batch = [*batches[-1], index] if batches else [index]
        slots = max(prompt_tokens[member] for member in batch) + max(new_tokens[member] for member in batch)
        sequences_per_prompt = max(sequences[member] for member in batch)
        if batches and len(batch) * slots <= max_tokens and len(batch) * sequences_per_prompt <= max_sequences:
            batches[-1] = batch
        else:
            batches.append([index])
    return batches
