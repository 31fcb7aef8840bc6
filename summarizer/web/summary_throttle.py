"""Gives checks priority over a summary without stalling the summary.

A check takes a hundredth of the time of a summary, and both use all processors. So a summary pauses between two tokens
while checks run, in total for at most a quarter of the time that it has worked. Work that cannot be paused runs at a
lower priority than checks: see summary_process.py.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.context import BaseContext

PAUSE_ALLOWANCE_SECONDS = 0.3  # that a summary may pause in addition to the ratio below
PAUSE_RATIO = 0.25  # seconds of pause per second of work, at most
PAUSE_POLL_SECONDS = 0.004  # between two tests of whether checks still run


class RunningChecks:
    """The number of checks in progress, shared between two processes."""

    def __init__(self, context: BaseContext) -> None:
        self._count = context.Value("i", 0)

    @contextmanager
    def counted(self) -> Iterator[None]:
        """A context in which one more check counts as running."""
        with self._count.get_lock():
            self._count.value += 1
        try:
            yield
        finally:
            with self._count.get_lock():
                self._count.value -= 1

    def has_any(self) -> bool:
        return bool(self._count.value)


class SummaryThrottle:
    """Pauses one summary while checks run."""

    def __init__(
        self,
        is_check_running: Callable[[], bool],
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._is_check_running, self._clock, self._sleep = is_check_running, clock, sleep
        self._start_time = clock()
        self._paused_seconds = 0.0

    def pause(self) -> None:
        """Wait until no check runs, or until the summary has paused for as long as it may."""
        while self._is_check_running():
            pause_start = self._clock()
            worked_seconds = pause_start - self._start_time - self._paused_seconds
            if self._paused_seconds >= PAUSE_RATIO * worked_seconds + PAUSE_ALLOWANCE_SECONDS:
                return
            self._sleep(PAUSE_POLL_SECONDS)
            self._paused_seconds += self._clock() - pause_start
