"""The scheduler that all engines share: groups prompts into batches and decodes each batch a step at a time.

Prompts of similar length share a batch. Decoding may be stopped between any two steps; texts that have ended leave the
batch, so that it shrinks as it goes on. Where there are prompts enough, several models work side by side, each on
batches of its own.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import pairwise
from threading import Lock, RLock
from typing import Protocol, TypeVar

from summarizer.engines.decoding.allowed_tokens import AllowedTokens
from summarizer.engines.decoding.ngram_speculation import NgramDrafter
from summarizer.engines.decoding.search import ControlTokens, Detokenize, Logits, NextStep, search
from summarizer.engines.interface import GREEDY, Cancel, Finish, Generation, OnToken, Options
from summarizer.models.errors import EngineFailed

T = TypeVar("T")
StopReason = Callable[[], Finish | None]  # why decoding is to stop now, if it is
MAX_BATCH_TOKENS = 16384  # of the prompts and texts of a batch: bounds the KV cache
MAX_BATCH_SEQUENCES = 48  # more of them fill the cores no better


class StepwiseModel(Protocol):
    """A model with a KV cache. Both methods return the logits of what may come next."""

    def prefill(
        self,
        prompts: Sequence[Sequence[int]],
        allowed_tokens: Sequence[AllowedTokens],
        max_sequences: Sequence[int],
        should_stop: Callable[[], bool],
    ) -> list[Logits]:
        """Starts a batch: one sequence for each prompt, which may grow into up to `max_sequences`.

        Returns the logits after each prompt, of its allowed tokens; an empty list if it was stopped.
        """
        ...

    def decode_step(self, steps: Sequence[NextStep]) -> list[Logits]:
        """Makes these sequences from the last ones. Logits of each: after its token and its verified draft tokens."""
        ...

    def reset(self) -> None:
        """Frees the KV cache."""
        ...


class BatchedEngine:
    """Mixin of engines that run a StepwiseModel: the interface's `generate`."""

    name: str
    context_length: int
    _model: StepwiseModel
    _parallelism = 1  # models that can work side by side where there are prompts enough
    _control_tokens: ControlTokens

    def __init__(self) -> None:
        self._lock = RLock()  # the model holds the state of one batch

    def _encode(self, text: str) -> list[int]:
        """Returns the token ids of a prompt."""
        raise NotImplementedError

    def _decode(self, tokens: Sequence[int]) -> str:
        """Returns the text of these token ids."""
        raise NotImplementedError

    def _allowed_tokens(self, prompt: Sequence[int]) -> AllowedTokens:
        """Returns what texts that continue this prompt may contain."""
        return AllowedTokens()

    def _parallel_models(self) -> Sequence[StepwiseModel]:
        """Returns as many models as `_parallelism`, to work side by side."""
        return [self._model]

    def _partition(self, sizes: Sequence[int]) -> Iterator[tuple[Sequence[StepwiseModel], Sequence[int]]]:
        """Divides the prompts among models: yields groups of models and the indices of the prompts they decode.

        `sizes` are the tokens of each prompt and of all that may grow from it.
        """
        parallel: list[int] = []
        # with fewer than half of the cores, one model on all cores is faster
        for workers in range(self._parallelism, self._parallelism // 2, -1):
            small = [index for index, size in enumerate(sizes) if size * workers <= MAX_BATCH_TOKENS]
            if 1 < self._parallelism <= len(small):
                parallel = small
                self._model.reset()  # the others need the memory
                yield self._parallel_models()[:workers], parallel
                break
        rest = sorted({*range(len(sizes))} - {*parallel})
        if rest:
            yield [self._model], rest

    def _reserved_tokens(self, options: Options) -> int:
        """Returns how many tokens of the context the answer takes."""
        return options.max_tokens

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
        """See `interface.Engine.generate`."""
        deadline = None if timeout is None else time.monotonic() + timeout
        with self._lock:
            return self._generate(prompts, n, options, seed, cancel, deadline, on_token)

    def _generate(
        self,
        prompts: Sequence[str],
        n: int | Sequence[int],
        options: Options | Sequence[Options],
        seed: int,
        cancel: Cancel | None,
        deadline: float | None,
        on_token: OnToken | None,
    ) -> list[list[Generation]]:
        counts, plans = broadcast(n, len(prompts)), broadcast(options, len(prompts))
        token_ids = [tuple(self._encode(prompt)) for prompt in prompts]
        check_prompts_fit(self.name, token_ids, self.context_length, [self._reserved_tokens(plan) for plan in plans])
        allowed_tokens = {tokens: self._allowed_tokens(tokens) for tokens in set(token_ids)}
        drafters = {tokens: NgramDrafter(allowed.indices(tokens)) for tokens, allowed in allowed_tokens.items()}
        searches = [
            _ShortlistSearch(
                allowed_tokens[tokens],
                drafters[tokens],
                prompt,
                count,
                plan,
                self._control_tokens,
                seed,
                self._decode,
            )
            for prompt, tokens, count, plan in zip(prompts, token_ids, counts, plans, strict=True)
        ]
        duplicates: dict[tuple[int, ...], list[int]] = {}  # a prompt that is given several times is processed once
        for index, tokens in enumerate(token_ids):
            duplicates.setdefault(tokens, []).append(index)
        groups = list(duplicates.values())
        widths = [sum(searches[index].max_sequences for index in group) for group in groups]
        new_tokens = [
            sum(searches[index].max_sequences * plans[index].max_tokens for index in group) for group in groups
        ]
        # several sequences of a prompt are split over two copies of it: see `llama.network.ModelRunner`
        cached = [len(tokens) * min(width, 2) for tokens, width in zip(duplicates, widths, strict=True)]
        listener = _serialised(on_token) if on_token and self._parallelism > 1 else on_token

        def decode(model: StepwiseModel, batch: Sequence[int], stop_reason: StopReason) -> Finish | None:
            members = [index for group in batch for index in groups[group]]
            return _decode_batch(model, members, token_ids, searches, stop_reason, listener)

        stopped: Finish | None = None
        sizes = [prompt_tokens + grown for prompt_tokens, grown in zip(cached, new_tokens, strict=True)]
        for models, share in self._partition(sizes):
            per_share = ([values[group] for group in share] for values in (cached, new_tokens, widths))
            batches = length_buckets(*per_share, parallel=len(models))
            batches = [[share[position] for position in batch] for batch in batches]
            stopped = _decode_in_parallel(models, batches, decode, partial(_stop_reason, cancel, deadline))
            if stopped:
                break
        return [search_.results(stopped or Finish.LENGTH) for search_ in searches]


class _ShortlistSearch:
    """A search over the indices of a prompt's allowed tokens, which talks to the engine in token ids."""

    def __init__(
        self,
        allowed_tokens: AllowedTokens,
        drafter: NgramDrafter,
        prompt: str,
        n: int,
        options: Options,
        control: ControlTokens,
        seed: int,
        detokenize: Detokenize,
    ) -> None:
        self.allowed_tokens = allowed_tokens
        forced_first = None if control.forced_first is None else allowed_tokens.indices([control.forced_first])[0]
        end_of_text = frozenset(allowed_tokens.indices(control.end_of_text))
        suppressed = tuple(allowed_tokens.indices(control.suppressed))
        self._search = search(
            prompt,
            drafter,
            n,
            options,
            ControlTokens(end_of_text, suppressed, forced_first),
            seed,
            lambda indices: detokenize(self.allowed_tokens.token_ids(indices)),
        )
        self.max_sequences = self._search.max_sequences
        self.results = self._search.results
        self.stream = self._search.stream

    def step(self, logits: Sequence[Logits]) -> list[NextStep]:
        return [self._to_token_ids(step) for step in self._search.step(logits)]

    def _to_token_ids(self, step: NextStep) -> NextStep:
        token, *draft_ids = self.allowed_tokens.token_ids([step.token, *(draft.token for draft in step.draft_tokens)])
        drafts = [draft._replace(token=token_id) for draft, token_id in zip(step.draft_tokens, draft_ids, strict=True)]
        return step._replace(token=token, draft_tokens=drafts)


def _serialised(on_token: OnToken) -> OnToken:
    """Wraps a callback so that it is never called by two threads at once."""
    lock = Lock()

    def call(prompt_index: int, candidate: int, text: str) -> None:
        with lock:
            on_token(prompt_index, candidate, text)

    return call


def broadcast(value: T | Sequence[T], count: int) -> Sequence[T]:
    """Returns one value for every prompt: a sequence as it is, a single value repeated. ValueError on a mismatch."""
    if isinstance(value, Sequence):
        if len(value) != count:
            raise ValueError(f"{len(value)} values for {count} prompts")
        return value
    return [value] * count


def check_prompts_fit(
    name: str, prompts: Sequence[Sequence[int]], context_length: int, reserved: Sequence[int]
) -> None:
    """Raises EngineFailed for a prompt that is empty or leaves no room for its answer: nothing is cut silently."""
    for tokens, answer in zip(prompts, reserved, strict=True):
        if not tokens:
            raise EngineFailed("An empty prompt has nothing to continue.")
        if len(tokens) + answer > context_length:
            raise EngineFailed(
                f"The text takes {len(tokens)} tokens and {name} reads {context_length - answer} at a time: "
                "split it first."
            )


def _decode_in_parallel(
    models: Sequence[StepwiseModel],
    batches: Sequence[Sequence[int]],
    decode: Callable[[StepwiseModel, Sequence[int], StopReason], Finish | None],
    stop_reason: StopReason,
) -> Finish | None:
    """Decodes all batches, each model taking the next one when it is done; returns why it stopped early, if it did."""
    reasons: list[Finish] = []  # one ends all
    remaining = iter(batches)
    lock = Lock()

    def shared_stop_reason() -> Finish | None:
        with lock:  # the caller's `cancel` is never called by two threads at once
            return reasons[0] if reasons else stop_reason()

    def work(model: StepwiseModel) -> None:
        try:
            while not reasons:
                with lock:
                    batch = next(remaining, None)
                if batch is None:
                    return
                reason = shared_stop_reason() or decode(model, batch, shared_stop_reason)
                if reason:
                    reasons.append(reason)
        except BaseException:
            reasons.append(Finish.CANCELLED)
            raise

    if len(models) == 1:
        work(models[0])
        return reasons[0] if reasons else None
    try:
        with ThreadPoolExecutor(len(models)) as pool:
            try:
                list(pool.map(work, models))
            except BaseException:
                reasons.append(Finish.CANCELLED)  # an interrupt waits for one step of each model, no longer
                raise
    finally:
        for model in models:
            model.reset()
    return reasons[0] if reasons else None


def _decode_batch(
    model: StepwiseModel,
    batch: Sequence[int],
    token_ids: Sequence[tuple[int, ...]],
    searches: Sequence[_ShortlistSearch],
    stop_reason: StopReason,
    on_token: OnToken | None,
) -> Finish | None:
    """Decodes the prompts of one batch together; returns why it stopped early, if it did.

    `batch` holds indices of prompts. One that is given several times, to be decoded in several ways, is prefilled once.
    """
    prompts = list(dict.fromkeys(token_ids[index] for index in batch))
    row_of = {index: prompts.index(token_ids[index]) for index in batch}
    max_sequences = Counter[int]()
    for index in batch:
        max_sequences[row_of[index]] += searches[index].max_sequences
    allowed_tokens = {row_of[index]: searches[index].allowed_tokens for index in batch}
    rows = range(len(prompts))
    prompt_logits = model.prefill(
        prompts,
        [allowed_tokens[row] for row in rows],
        [max_sequences[row] for row in rows],
        lambda: stop_reason() is not None,
    )
    if not prompt_logits:
        return stop_reason() or Finish.CANCELLED
    logits = [prompt_logits[row_of[index]] for index in batch]
    owners = list(batch)  # the prompt that each sequence belongs to
    first_rows = [row_of[index] for index in batch]  # in the first step, duplicates of a prompt share its sequence
    while True:
        steps: list[NextStep] = []
        next_owners: list[int] = []
        for index, first, last in _runs(owners):
            for step in searches[index].step(logits[first:last]):
                steps.append(step._replace(parent=first + step.parent))
                next_owners.append(index)
            if on_token:
                searches[index].stream(index, on_token)
        owners = next_owners
        if not owners:
            return None
        reason = stop_reason()
        if reason:
            return reason
        if first_rows:
            steps = [step._replace(parent=first_rows[step.parent]) for step in steps]
            first_rows = []
        logits = model.decode_step(steps)


def _stop_reason(cancel: Cancel | None, deadline: float | None) -> Finish | None:
    if cancel and cancel():
        return Finish.CANCELLED
    if deadline is not None and time.monotonic() >= deadline:
        return Finish.TIMEOUT
    return None


def _runs(values: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Yields runs of equal values: (value, first index, index after the last)."""
    first = 0
    for index in range(1, len(values) + 1):
        if index == len(values) or values[index] != values[first]:
            yield values[first], first, index
            first = index


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
