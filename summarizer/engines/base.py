"""What all engines have in common: they answer one call at a time and resolve its arguments for each prompt."""

from __future__ import annotations

from collections.abc import Sequence
from threading import RLock
from typing import TypeVar

from summarizer.engines.decoding.stopping import StopReason
from summarizer.engines.interface import GREEDY, Cancel, Generation, OnToken, Options
from summarizer.models.errors import EngineFailed

T = TypeVar("T")


class BaseEngine:
    """Implements `interface.Engine.generate`, except for the generation itself: subclasses implement `_generate`."""

    def __init__(self) -> None:
        self._lock = RLock()

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
        stop = StopReason(cancel, timeout)
        counts, plans = broadcast(n, len(prompts)), broadcast(options, len(prompts))
        with self._lock:
            return self._generate(prompts, counts, plans, seed, stop, on_token)

    def _generate(
        self,
        prompts: Sequence[str],
        counts: Sequence[int],
        plans: Sequence[Options],
        seed: int,
        stop: StopReason,
        on_token: OnToken | None,
    ) -> list[list[Generation]]:
        """Returns for each prompt as many texts as its count in `counts`, with its options in `plans`."""
        raise NotImplementedError


def broadcast(value: T | Sequence[T], count: int) -> Sequence[T]:
    """Returns a value for each of `count` prompts: a sequence as it is, a single value repeated.

    Raises ValueError for a sequence of another length.
    """
    if isinstance(value, Sequence):
        if len(value) != count:
            raise ValueError(f"{len(value)} values for {count} prompts")
        return value
    return [value] * count


def check_prompts_fit(
    name: str, prompts: Sequence[Sequence[int]], context_length: int, reserved: Sequence[int]
) -> None:
    """Raises EngineFailed for a prompt that is empty or leaves no room for its answer; nothing is cut silently.

    `prompts` are token ids, `reserved` the tokens that each answer may take of `context_length`.
    """
    for tokens, answer in zip(prompts, reserved, strict=True):
        if not tokens:
            raise EngineFailed("An empty prompt has nothing to continue.")
        if len(tokens) + answer > context_length:
            raise EngineFailed(
                f"The text takes {len(tokens)} tokens and {name} reads {context_length - answer} at a time: "
                "split it first."
            )
