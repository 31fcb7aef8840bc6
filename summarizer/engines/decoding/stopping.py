"""When a generation ends early, and why."""

from __future__ import annotations

import time
from threading import RLock

from summarizer.engines.interface import Cancel, Finish


class StopReason:
    """A callable that is called between tokens and returns whether to stop. Threads may share it.

    `given` is the reason once there is one; it does not change after that.
    """

    def __init__(self, cancel: Cancel | None, timeout: float | None) -> None:
        """`timeout` is in seconds from now."""
        self._cancel = cancel
        self._deadline = None if timeout is None else time.monotonic() + timeout
        self._lock = RLock()  # `cancel` is never called by two threads at once
        self.given: Finish | None = None

    def __call__(self) -> bool:
        with self._lock:
            if self.given is None and self._cancel is not None and self._cancel():
                self.given = Finish.CANCELLED
            if self.given is None and self._deadline is not None and time.monotonic() >= self._deadline:
                self.given = Finish.TIMEOUT
            return self.given is not None
