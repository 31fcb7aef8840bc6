"""Batches of prompts: which prompts share a batch, which models decode it, a step at a time.

Prompts of similar length share a batch. Decoding may be stopped between any two steps; texts that have ended leave the
batch, so that it shrinks as it goes on. Where there are prompts enough, several models work side by side, each on
batches of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby, pairwise
from threading import Lock

from summarizer.engines.decoding.stopping import StopReason
from summarizer.engines.interface import Finish, OnToken
from summarizer.engines.llama.network import ModelRunner
from summarizer.engines.llama.search import NextStep, SamplingSearch

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
    widths = [sum(searches[index].max_sequences for index in group) for group in groups]
    new_tokens = [
        sum(searches[index].max_sequences * searches[index].options.max_tokens for index in group) for group in groups
    ]
    # several sequences of a prompt are split over two copies of it: see `llama.network.ModelRunner`
    cached = [len(tokens) * min(width, 2) for tokens, width in zip(by_prompt, widths, strict=True)]
    for runners, share in _shares(runner, [sum(size) for size in zip(cached, new_tokens, strict=True)]):
        per_share = ([values[group] for group in share] for values in (cached, new_tokens, widths))
        batches = [
            {index: searches[index] for position in bucket for index in groups[share[position]]}
            for bucket in length_buckets(*per_share, parallel=len(runners))
        ]
        _decode_batches(runners, batches, stop, on_token)


def _shares(runner: ModelRunner, sizes: Sequence[int]) -> Iterator[tuple[Sequence[ModelRunner], Sequence[int]]]:
    """Divides the prompts among models: yields models that work side by side, and the indices of their prompts.

    `sizes` are the tokens of each prompt and of all that may grow from it.
    """
    parallel: list[int] = []
    # with fewer than half of the cores, one model on all cores is faster
    for workers in range(runner.core_count, max(1, runner.core_count // 2), -1):
        small = [index for index, size in enumerate(sizes) if size * workers <= MAX_BATCH_TOKENS]
        if len(small) >= runner.core_count:
            parallel = small
            runner.reset()  # the others need the memory
            yield runner.single_core_runners[:workers], parallel
            break
    if rest := [index for index in range(len(sizes)) if index not in parallel]:
        yield [runner], rest


def _decode_batches(
    runners: Sequence[ModelRunner],
    batches: Sequence[dict[int, SamplingSearch]],
    stop: StopReason,
    on_token: OnToken | None,
) -> None:
    """Decodes all batches, each model taking the next one when it is done."""
    remaining = iter(batches)
    lock = Lock()

    def listener(prompt_index: int, candidate: int, text: str) -> None:
        with lock:  # `on_token` is never called by two threads at once
            assert on_token is not None
            on_token(prompt_index, candidate, text)

    def work(runner: ModelRunner) -> None:
        try:
            while True:
                with lock:
                    batch = next(remaining, None)
                if batch is None or stop():
                    return
                _decode_batch(runner, batch, stop, listener if on_token else None)
        except BaseException:
            stop.given = Finish.CANCELLED  # one ends all
            raise

    if len(runners) == 1:
        work(runners[0])
        return
    try:
        with ThreadPoolExecutor(len(runners)) as pool:
            try:
                list(pool.map(work, runners))
            except BaseException:
                stop.given = Finish.CANCELLED  # an interrupt waits for one step of each model, no longer
                raise
    finally:
        for runner in runners:
            runner.reset()


def _decode_batch(
    runner: ModelRunner, batch: dict[int, SamplingSearch], stop: StopReason, on_token: OnToken | None
) -> None:
    """Decodes the prompts of one batch together: searches by the index of their prompt."""
    rows: dict[tuple[int, ...], list[SamplingSearch]] = {}
    for search in batch.values():
        rows.setdefault(search.prompt_tokens, []).append(search)
    prompt_logits = runner.prefill(
        list(rows),
        [searches[0].allowed_tokens for searches in rows.values()],
        [sum(search.max_sequences for search in searches) for searches in rows.values()],
        stop,
    )
    if not prompt_logits:
        return
    row_of = dict(zip(rows, range(len(rows)), strict=True))
    first_rows = [row_of[search.prompt_tokens] for search in batch.values()]  # that searches of a prompt share
    logits = [prompt_logits[row] for row in first_rows]
    owners = list(batch)  # the prompt that each sequence belongs to
    while True:
        steps: list[NextStep] = []
        next_owners: list[int] = []
        first = 0
        for index, sequences in groupby(owners):
            last = first + len(list(sequences))
            for step in batch[index].step(logits[first:last]):
                steps.append(step._replace(parent=first + step.parent))
                next_owners.append(index)
            if on_token:
                batch[index].stream(index, on_token)
            first = last
        owners = next_owners
        if not owners or stop():
            return
        if first_rows:
            steps = [step._replace(parent=first_rows[step.parent]) for step in steps]
            first_rows = []
        logits = runner.decode_step(steps)


def length_buckets(
    prompt_tokens: Sequence[int],
    new_tokens: Sequence[int],
    sequences: Sequence[int],
    *,
    max_tokens: int = MAX_BATCH_TOKENS,
    max_sequences: int = MAX_BATCH_SEQUENCES,
    parallel: int = 1,
) -> list[list[int]]:
    """Groups indices so that prompts of similar length and equal growth share a batch of bounded size.

    `prompt_tokens` are cached of each prompt, `new_tokens` may be added to it, in `sequences` sequences; padding
    counts. `parallel` batches are decoded at a time and share the token budget; all get about as much work.
    """
    similar: list[list[int]] = []
    order = sorted(range(len(prompt_tokens)), key=lambda index: (-new_tokens[index], -prompt_tokens[index], index))
    for index in order:
        first = similar[-1][0] if similar else index
        equal_growth = new_tokens[index] == new_tokens[first]
        if similar and equal_growth and prompt_tokens[index] * 3 >= prompt_tokens[first] * 2:
            similar[-1].append(index)
        else:
            similar.append([index])
    batches: list[list[int]] = []
    for group in similar:
        longest = prompt_tokens[group[0]] + new_tokens[group[0]]
        capacity = max_tokens // parallel // longest
        capacity = max(1, min(capacity, max_sequences // parallel // max(sequences[index] for index in group)))
        count = min(len(group), -(-len(group) // (capacity * parallel)) * parallel)
        bounds = [len(group) * part // count for part in range(count + 1)]
        batches += [group[first:last] for first, last in pairwise(bounds)]
    return batches
