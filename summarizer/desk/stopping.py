"""Handles Ctrl-C, termination signals and a closed terminal.

The first signal raises, so that the run cleans up. The second raises again and ends the process after GRACE_SECONDS if
it still runs then. The third ends the process at once.
"""

from __future__ import annotations

import _thread
import os
import signal
import sys
import time
from typing import NoReturn

GRACE_SECONDS = 3.0  # a stopped process is killed after this time


class Stopped(SystemExit):
    """Raised on SIGTERM and SIGHUP. A separate class, so that code that catches a rule's SystemExit can re-raise it."""


class BatchStopped(Exception):
    """Raised when a batch was stopped; the message says what remains on disk. `code` is the exit code."""

    def __init__(self, message: str, code: int) -> None:
        super().__init__(message)
        self.code = code


class StopHandler:
    """The handler of these signals; `signal_count` is the number received."""

    def __init__(self) -> None:
        self.signal_count = 0
        self._code = 0

    def install(self) -> None:
        """Set the handler for SIGTERM, and for the other signals unless the parent process had them ignored."""
        for name in ("SIGINT", "SIGTERM", "SIGHUP"):  # Windows has no SIGHUP
            number = getattr(signal, name, None)
            is_ignored = number is not None and signal.getsignal(number) is signal.SIG_IGN  # as nohup does
            if number is not None and (number == signal.SIGTERM or not is_ignored):
                signal.signal(number, self._stop)

    def exit(self, code: int) -> NoReturn:
        """End the process; after a signal, wait at most GRACE_SECONDS for threads, which may be writing a summary."""
        if self.signal_count:
            exit_within(GRACE_SECONDS, code)
        sys.exit(code)

    def _stop(self, number: int, _frame: object) -> None:
        self.signal_count += 1
        code = 128 + number
        if self.signal_count > 2:
            os._exit(code)
        if self.signal_count == 2:
            exit_within(GRACE_SECONDS, code)
        if number == signal.SIGINT:
            raise KeyboardInterrupt
        raise Stopped(code)


def exit_within(seconds: float, code: int) -> None:
    """End the process with this exit code after so many seconds, unless it has ended earlier."""

    def end() -> None:
        time.sleep(seconds)
        os._exit(code)

    try:
        _thread.start_new_thread(end, ())  # unlike `threading`, takes no lock that the interrupted code may hold
    except RuntimeError:  # the interpreter is shutting down
        os._exit(code)
