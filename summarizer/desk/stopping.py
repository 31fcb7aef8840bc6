"""What Ctrl-C, a termination signal and a closed terminal do to a run.

The first raises, so that the run cleans up after itself. The second raises again, and what has not ended SECONDS later
is ended as it stands. A third ends the process at once.
"""

from __future__ import annotations

import _thread
import os
import signal
import sys
import time
from typing import NoReturn

SECONDS = 3.0  # that may pass until a process has ended that is stopped


class Stopping:
    """The handler of these signals: `signals` is how many have come."""

    def __init__(self) -> None:
        self.signals = 0
        self._code = 0

    def install(self) -> None:
        for name in ("SIGINT", "SIGTERM", "SIGHUP"):  # Windows has no SIGHUP
            number = getattr(signal, name, None)
            ignored = number is not None and signal.getsignal(number) is signal.SIG_IGN  # as nohup sets it
            if number is not None and (number == signal.SIGTERM or not ignored):
                signal.signal(number, self._stop)

    def exit(self, code: int) -> NoReturn:
        """Ends the process; one that was stopped does not wait for long for its threads, which may write a summary."""
        if self.signals:
            exit_within(SECONDS, code)
        sys.exit(code)

    def _stop(self, number: int, _frame: object) -> None:
        self.signals += 1
        code = 128 + number
        if self.signals > 2:
            os._exit(code)
        if self.signals == 2:
            exit_within(SECONDS, code)
        if number == signal.SIGINT:
            raise KeyboardInterrupt
        sys.exit(code)


def exit_within(seconds: float, code: int) -> None:
    """Ends the process with this exit code after so many seconds, unless it has ended by then."""

    def end() -> None:
        time.sleep(seconds)
        os._exit(code)

    try:
        _thread.start_new_thread(end, ())  # takes no lock that whoever was interrupted may hold
    except RuntimeError:  # the interpreter is shutting down
        os._exit(code)
