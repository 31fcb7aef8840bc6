"""Writes summaries in a process of its own, one at a time.

In one process, the model and the checks would wait for each other: one thread at a time has Python's interpreter. With
twenty clients that check, a summary took twenty times as long. The process starts with the first summary and keeps its
model. It ends with its parent.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from multiprocessing.connection import Connection
from typing import Any

from checks.model import Article
from summarizer.desk.plugins import use_installed_rules
from summarizer.desk.workers import Raised, end_with_parent, pickled_answer
from summarizer.models.errors import EngineFailed, ModelError
from summarizer.pipeline.result import Summary
from summarizer.web.courtesy import Courtesy, RunningChecks
from summarizer.web.streaming import Report, SummaryEvent

POLL_SECONDS = 0.2  # seconds between two checks that the client is still connected
CLOSING_SECONDS = 5.0  # for the process to be reaped
NICENESS = 5  # a processor that a check wants too is the summary's for a quarter of the time
IGNORED_SIGNALS = ("SIGINT", "SIGHUP")  # they reach every process of a terminal; the parent decides what to do

DIED = "The summary could not be written: the process of the model ended. Try again."
STOPPED = "The summary was given up: Copydesk is being stopped."

_STOP = "stop"

# `write_summary` of streaming.py with its model
WriteWithModel = Callable[[Article, dict[str, Any], Report, Callable[[], bool]], Summary]


class ClientGone(Exception):
    """Raised to stop a summary whose client has disconnected."""


def ignore_events(_: SummaryEvent) -> None:
    """The listener of a client that waits for the whole summary."""


class SummaryProcess:
    """A process that writes summaries. `write` runs in it and must be picklable."""

    def __init__(self, write: WriteWithModel) -> None:
        self._write = write
        self._turn = threading.Lock()  # held while a summary is written
        self._context = multiprocessing.get_context("spawn")  # a fork would inherit the connections of the clients
        self.running_checks = RunningChecks(self._context)  # they go first
        self._process: Any = None
        self._connection: Connection | None = None
        self._closed = False
        self._lock = threading.Lock()  # held while the process is started, and when `_closed` is set

    def write(
        self,
        article: Article,
        gone: threading.Event,
        report: Callable[[SummaryEvent], None] = ignore_events,
        **limits: Any,
    ) -> Summary:
        """The summary of an article; waits for its turn. Thread-safe.

        `report` is called with what happens meanwhile. Raises ClientGone once `gone` is set, EngineFailed if the
        process dies, and whatever `summarizer.summarize` raises.
        """
        while not self._turn.acquire(timeout=POLL_SECONDS):
            if gone.is_set():
                raise ClientGone
        try:
            if gone.is_set():
                raise ClientGone
            connection = self._start()
            connection.send((article, limits))
            answer = _answer(connection, gone, report)
        except (EOFError, OSError):
            self._end()
            raise EngineFailed(STOPPED if self._closed else DIED) from None
        finally:
            self._turn.release()
        if isinstance(answer, Raised):
            raise answer.error
        return answer

    def close(self) -> None:
        """End the process; a summary that is being written raises EngineFailed."""
        with self._lock:
            self._closed = True
            process = self._process  # the thread that writes may forget it meanwhile
        if process is not None:
            process.kill()
            process.join(CLOSING_SECONDS)

    def _start(self) -> Connection:
        """The connection to the process, which is started if there is none. Raises OSError after `close`."""
        with self._lock:
            if self._closed:
                raise OSError("closed")
            if self._connection is None or not self._process.is_alive():
                connection, far_end = self._context.Pipe()
                with far_end:
                    arguments = (far_end, self._write, self.running_checks)
                    process = self._context.Process(target=_run, args=arguments, daemon=True)
                    process.start()
                self._process, self._connection = process, connection
            return self._connection

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.join(CLOSING_SECONDS)
        if self._connection is not None:
            self._connection.close()
        self._process = self._connection = None


def _answer(connection: Connection, gone: threading.Event, report: Callable[[SummaryEvent], None]) -> Summary | Raised:
    """What the process answers; its events are passed on. Raises EOFError, OSError and ClientGone."""
    is_stopping = False
    while True:
        if gone.is_set() and not is_stopping:
            is_stopping = True
            connection.send(_STOP)
        if not connection.poll(POLL_SECONDS):
            continue
        message = connection.recv()
        if not isinstance(message, Summary | Raised):
            if not is_stopping:
                report(message)
            continue
        if is_stopping:
            raise ClientGone
        return message


# ---- in the process --------------------------------------------------------------------------------------------------


def _run(connection: Connection, write: WriteWithModel, running_checks: RunningChecks) -> None:
    """The main loop of the process: write summaries until the parent closes the connection."""
    for name in IGNORED_SIGNALS:
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(NICENESS)  # before any thread of the model starts: threads inherit it
    threading.Thread(target=end_with_parent, daemon=True).start()
    use_installed_rules()
    with suppress(EOFError, OSError):
        while True:
            job = connection.recv()
            if job != _STOP:  # else it came after the summary was written
                summary = partial(_summary, connection, write, running_checks, *job)
                connection.send_bytes(pickled_answer(summary, _explained))


def _summary(
    connection: Connection,
    write: WriteWithModel,
    running_checks: RunningChecks,
    article: Article,
    limits: dict[str, Any],
) -> Summary:
    """What `write` writes. It pauses for checks, and stops once the parent sends `_STOP`."""
    was_stopped = False
    courtesy = Courtesy(running_checks.any)

    def stopped() -> bool:
        nonlocal was_stopped
        courtesy.pause()
        if not was_stopped and connection.poll():
            with suppress(EOFError):  # the parent has ended
                connection.recv()
            was_stopped = True
        return was_stopped

    return write(article, limits, connection.send, stopped)


def _explained(error: Exception) -> Exception:
    """An error that can be sent in place of this one."""
    is_explained = isinstance(error, ModelError)
    return EngineFailed(str(error) if is_explained else f"The summary could not be written ({type(error).__name__}).")
