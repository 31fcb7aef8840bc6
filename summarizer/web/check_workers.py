"""Checks texts in worker processes, each within a time limit. Equal requests at the same time share one check."""

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
from summarizer.web.posted_texts import CheckFailed
from summarizer.web.shared_calls import CallAbandoned, IsWanted, SharedCalls, always_wanted
from summarizer.web.summary_process import ClientGone
from summarizer.web.summary_throttle import RunningChecks

MIN_WORKERS, MAX_WORKERS = 2, 4  # processes; two, so that another one works while a check hangs
LONG_TEXT_BYTES = 300_000  # size of a pickled call from which its text counts as long: its check takes seconds

Answer = TypeVar("Answer")


def worker_count() -> int:
    """The number of worker processes: one for each processor, within bounds. Each takes some 40 MB."""
    return min(max(MIN_WORKERS, os.cpu_count() or 1), MAX_WORKERS)


class CheckWorkers:
    """The worker processes of the server, as a context. Entering it starts one; the others start when they are needed.

    Texts are read with the house `dictionary`, and the model of `reader` reads their ties too. A check that takes more
    than `deadline` seconds is stopped. `running_checks` counts the checks in progress, for which summaries pause.
    """

    def __init__(
        self, running_checks: RunningChecks, deadline: float, dictionary: Dictionary, reader: ReaderOptions | None
    ) -> None:
        self._running_checks, self._deadline = running_checks, deadline
        self._dictionary, self._reader = dictionary, reader
        self._pool = WorkerPool(worker_count(), isolated_context(["summarizer.web.worker_preload"]), prepare_worker)
        self._shared_calls = SharedCalls()
        # One worker is kept free for short texts, which overtake long ones.
        self._long_checks = threading.Semaphore(worker_count() - 1)

    def __enter__(self) -> CheckWorkers:
        threading.Thread(target=self._start_first_worker, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the processes; a running check raises CheckFailed."""
        self._pool.close()

    def run(
        self, name: str, work: Callable[..., Answer], *arguments: object, is_wanted: IsWanted = always_wanted
    ) -> Answer:
        """The value of `work`, called with the arguments in a worker process. `name` is that of the text, for messages.

        CheckOptions among the arguments get the house dictionary and the reader. Raises CheckFailed, ClientGone once
        nobody wants the result, and whatever `work` raises.
        """
        arguments = tuple(
            replace(argument, dictionary=self._dictionary, reader=self._reader)
            if isinstance(argument, CheckOptions)
            else argument
            for argument in arguments
        )
        pickled = pickle.dumps((work, arguments))
        is_long = len(pickled) > LONG_TEXT_BYTES

        def call_worker(is_wanted: IsWanted) -> Answer:
            return self._call(work, arguments, is_long, is_wanted)

        try:
            with self._running_checks.counted():
                return self._shared_calls.call(sha256(pickled).digest(), call_worker, is_wanted)
        except CallAbandoned:
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
        """The value of `work`, called in a worker process.

        Raises CallAbandoned once nobody wants the value, DeadlineExceeded, WorkerDied and whatever `work` raises.
        """
        while is_long and not self._long_checks.acquire(timeout=POLL_SECONDS):
            if not is_wanted():
                raise CallAbandoned
        try:
            return self._pool.call(work, *arguments, seconds=self._deadline, is_cancelled=lambda: not is_wanted())
        except Cancelled:
            raise CallAbandoned from None
        finally:
            if is_long:
                self._long_checks.release()

    def _start_first_worker(self) -> None:
        """Start a worker process, so that the first client does not wait for it."""
        with suppress(CheckFailed):
            self.run("", tuple)
