"""What the engines do alike: one request at a time, a count and options for each prompt, one reason to stop."""

from __future__ import annotations

from collections.abc import Sequence
from threading import RLock

from summarizer.engines.decoding.scheduler import broadcast
from summarizer.engines.decoding.stopping import StopReason
from summarizer.engines.interface import GREEDY, Cancel, Generation, OnToken, Options


class BaseEngine:
    """Implements `interface.Engine.generate`; subclasses write the texts."""

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
        """Returns so many texts of each prompt, written as its options say."""
        raise NotImplementedError
