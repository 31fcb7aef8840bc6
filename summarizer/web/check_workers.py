"""Checks texts in worker processes, each within a time limit; equal requests at the same time share one check."""

from __future__ import annotations

import os
import pickle
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from hashlib import sha256
from typing import TypeVar

from checks.dictionary import Dictionary
from summarizer.desk.checking import CheckOptions, ReaderOptions
from summarizer.desk.plugins import prepare_worker
from summarizer.desk.workers import (
    POLL_SECONDS,
    Cancelled,
    DeadlineExceeded,
    WorkerDied,
    WorkerPool,
    isolated_context,
)
from summarizer.web.courtesy import RunningChecks
from summarizer.web.posted import CheckFailed
from summarizer.web.shared_calls import Abandoned, IsWanted, SharedCalls, always_wanted
from summarizer.web.summary_process import ClientGone

MIN_WORKERS, MAX_WORKERS = 2, 4  # worker processes; while a check hangs in one, another answers
LONG_BYTES = 300_000  # of a text that takes seconds

Answer = TypeVar("Answer")


def worker_count() -> int:
    """How many worker processes check: one for each processor, within bounds. Each takes some 40 MB."""
    return min(max(MIN_WORKERS, os.cpu_count() or 1), MAX_WORKERS)


class CheckWorkers:
    """The worker processes of the server. Entered, it starts one, and the others when they are needed.

    Texts are read with the house `dictionary`, and their ties by `reader` too. A check that takes longer than
    `deadline` seconds is given up. `running_checks` counts those that run, for which summaries wait.
    """

    def __init__(
        self, running_checks: RunningChecks, deadline: float, dictionary: Dictionary, reader: ReaderOptions | None
    ) -> None:
        self._running_checks, self._deadline = running_checks, deadline
        self._dictionary, self._reader = dictionary, reader
        self._pool = WorkerPool(worker_count(), isolated_context(["summarizer.web.preloaded"]), prepare_worker)
        self._shared_calls = SharedCalls()
        # A worker is left to short texts, which overtake long ones.
        self._long_checks = threading.Semaphore(worker_count() - 1)

    def __enter__(self) -> CheckWorkers:
        threading.Thread(target=self._start_one, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the processes; a running check raises CheckFailed."""
        self._pool.close()

    def run(
        self, name: str, work: Callable[..., Answer], *arguments: object, is_wanted: IsWanted = always_wanted
    ) -> Answer:
        """What `work` returns for the text of this name. Raises CheckFailed, and whatever `work` raises.

        Options among the arguments are given the house dictionary and the reader. Once nobody wants the answer, it
        raises ClientGone.
        """
        arguments = tuple(
            replace(each, dictionary=self._dictionary, reader=self._reader) if isinstance(each, CheckOptions) else each
            for each in arguments
        )
        pickled = pickle.dumps((work, arguments))
        is_long = len(pickled) > LONG_BYTES

        def call(is_wanted: IsWanted) -> Answer:
            return self._call(work, arguments, is_long, is_wanted)

        try:
            with self._running_checks.one_more():
                return self._shared_calls.call(sha256(pickled).digest(), call, is_wanted)
        except Abandoned:
            raise ClientGone from None
        except DeadlineExceeded as error:
            raise CheckFailed(f"{name} {error}: not checked.") from None
        except WorkerDied as error:
            if self._pool.is_closed:
                raise CheckFailed(f"{name} was not checked: Copydesk is being stopped.") from None
            raise CheckFailed(f"{name} could not be checked ({error}): please report it.") from None

    def _call(
        self, work: Callable[..., Answer], arguments: tuple[object, ...], is_long: bool, is_wanted: IsWanted
    ) -> Answer:
        """What `work` returns in a worker process. Raises Abandoned once nobody wants it, and as the pool does."""
        while is_long and not self._long_checks.acquire(timeout=POLL_SECONDS):
            if not is_wanted():
                raise Abandoned
        try:
            return self._pool.call(work, *arguments, seconds=self._deadline, is_cancelled=lambda: not is_wanted())
        except Cancelled:
            raise Abandoned from None
        finally:
            if is_long:
                self._long_checks.release()

    def _start_one(self) -> None:
        """Start a worker process, so that the first client does not wait for it."""
        with suppress(CheckFailed):
            self.run("", tuple)
