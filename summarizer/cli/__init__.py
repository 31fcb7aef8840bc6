"""The command line: parses options, runs the checks, writes the report and exits with a code."""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
from contextlib import suppress
from typing import NoReturn

__all__ = ["main", "run"]

GC_THRESHOLD = 100_000  # new objects between collections; a start makes about as many, hardly any of them garbage
NEED_SHUTDOWN = frozenset("multiprocessing.process onnxruntime torch".split())  # modules that clean up at exit


def main() -> NoReturn:
    """Parse the command line, run the command and exit. Raises SystemExit."""
    from summarizer.cli.command import main

    main()


def end_on_interrupt() -> None:
    """Have Ctrl-C end the process with one line: for use before a command begins and after it has finished.

    A KeyboardInterrupt raised in the middle of an import may reach no handler.
    """

    def end(_number: int, _frame: object) -> None:
        with suppress(OSError):
            os.write(2, b"copydesk: stopped\n")
        os._exit(128 + signal.SIGINT)

    if threading.current_thread() is threading.main_thread() and signal.getsignal(signal.SIGINT) != signal.SIG_IGN:
        signal.signal(signal.SIGINT, end)


def run() -> NoReturn:
    """The `copydesk` program: `main` in a process of its own, which starts and ends as fast as it can.

    Tearing down the interpreter takes a tenth of the time of a check. It is skipped if nothing needs it: no other
    thread runs, and no module was imported that cleans up at exit.
    """
    gc.set_threshold(GC_THRESHOLD)
    end_on_interrupt()
    try:
        main()
    except SystemExit as stopped:
        if threading.active_count() > 1 or not NEED_SHUTDOWN.isdisjoint(sys.modules):
            raise
        end_on_interrupt()
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError, ValueError, AttributeError):  # its reader has exited, or it was closed
                stream.flush()
        os._exit(stopped.code if isinstance(stopped.code, int) else 0)
