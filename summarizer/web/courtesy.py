"""Lets checks go before a summary, without the summary ever standing still for long.

A check takes a hundredth of the time of a summary, and both want all processors. So a summary pauses between two tokens
while checks run, for at most a quarter as long in all as it has worked. What cannot be
paused runs at a lower priority than checks: see summary_process.py.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.context import BaseContext

ALLOWANCE_SECONDS = 0.3  # that a summary may pause beyond its share
SHARE = 0.25  # seconds of pause for a second of work
PAUSE_SECONDS = 0.004  # between two looks at whether checks still run


class RunningChecks:
    """The number of checks that run, which two processes share."""

    def __init__(self, context: BaseContext) -> None:
        self._count = context.Value("i", 0)

    @contextmanager
    def one_more(self) -> Iterator[None]:
        """Counts a check while it runs."""
        with self._count.get_lock():
            self._count.value += 1
        try:
            yield
        finally:
            with self._count.get_lock():
                self._count.value -= 1

    def any(self) -> bool:
        return bool(self._count.value)


class Courtesy:
    """Pauses one summary while checks run."""

    def __init__(
        self,
        any_check_runs: Callable[[], bool],
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._any_check_runs, self._clock, self._sleep = any_check_runs, clock, sleep
        self._started = clock()
        self._paused = 0.0  # seconds

    def pause(self) -> None:
        """Return when no check runs, or when the summary has paused for its share of the time."""
        while self._any_check_runs():
            before = self._clock()
            worked = before - self._started - self._paused
            if self._paused >= SHARE * worked + ALLOWANCE_SECONDS:
                return
            self._sleep(PAUSE_SECONDS)
            self._paused += self._clock() - before
