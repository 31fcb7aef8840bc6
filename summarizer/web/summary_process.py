"""Writes summaries in a separate process, one at a time.

In one process, the model and the checks would wait for each other, since only one thread at a time holds the lock of
Python's interpreter: with twenty clients that check texts, a summary took twenty times as long. The process starts with
the first summary and keeps its model loaded. It ends with its parent.
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
from summarizer.web.streaming import Report, SummaryEvent
from summarizer.web.summary_throttle import RunningChecks, SummaryThrottle

CLIENT_POLL_SECONDS = 0.2  # between two tests of whether the client is still connected
REAP_SECONDS = 5.0  # for the killed process to be reaped
NICENESS = 5  # a summary gets a quarter of the time of a processor that a check wants too
IGNORED_SIGNALS = ("SIGINT", "SIGHUP")  # a terminal sends them to all its processes; the parent decides what happens

PROCESS_DIED_MESSAGE = "The summary could not be written: the process of the model ended. Try again."
SHUTDOWN_MESSAGE = "The summary was given up: Copydesk is being stopped."

_STOP = "stop"

# `streaming.write_summary` with its model and endpoint bound
WriteWithModel = Callable[[Article, dict[str, Any], Report, Callable[[], bool]], Summary]


class ClientGone(Exception):
    """Raised to stop work whose client has disconnected."""


def ignore_events(_: SummaryEvent) -> None:
    """The `report` of a client that is interested in the finished summary only."""


class SummaryProcess:
    """A process that writes summaries. `write` runs in it and must be picklable."""

    def __init__(self, write: WriteWithModel) -> None:
        self._write = write
        self._turn_lock = threading.Lock()  # held while a summary is written
        self._context = multiprocessing.get_context("spawn")  # a forked process would inherit the clients' connections
        self.running_checks = RunningChecks(self._context)  # for which summaries pause
        self._process: Any = None
        self._connection: Connection | None = None
        self._closed = False
        self._start_lock = threading.Lock()  # held while the process is started, and when `_closed` is set

    def write(
        self,
        article: Article,
        client_gone: threading.Event,
        report: Callable[[SummaryEvent], None] = ignore_events,
        **summary_options: Any,
    ) -> Summary:
        """The summary of an article; waits until earlier ones are written. Thread-safe.

        `summary_options` are keyword arguments of `summarizer.summarize`. `report` is called with events on the
        progress. Raises ClientGone once `client_gone` is set, EngineFailed if the process dies, and whatever
        `summarizer.summarize` or `report` raises.
        """
        while not self._turn_lock.acquire(timeout=CLIENT_POLL_SECONDS):
            if client_gone.is_set():
                raise ClientGone
        try:
            if client_gone.is_set():
                raise ClientGone
            connection = self._start()
            connection.send((article, summary_options))
            result = _receive_summary(connection, client_gone, report)
        except ClientGone:
            raise
        except (EOFError, OSError):
            self._terminate()
            raise EngineFailed(SHUTDOWN_MESSAGE if self._closed else PROCESS_DIED_MESSAGE) from None
        except BaseException:  # the process goes on with this summary: the next caller would receive it
            self._terminate()
            raise
        finally:
            self._turn_lock.release()
        if isinstance(result, Raised):
            raise result.error
        return result

    def close(self) -> None:
        """End the process; a summary that is being written raises EngineFailed."""
        with self._start_lock:
            self._closed = True
            process = self._process  # a writing thread may reset the attribute meanwhile
        if process is not None:
            process.kill()
            process.join(REAP_SECONDS)

    def _start(self) -> Connection:
        """The connection to the process, which is started if there is none. Raises OSError after `close`."""
        with self._start_lock:
            if self._closed:
                raise OSError("closed")
            if self._connection is None or not self._process.is_alive():
                connection, child_connection = self._context.Pipe()
                with child_connection:
                    arguments = (child_connection, self._write, self.running_checks)
                    process = self._context.Process(target=_run_jobs, args=arguments, daemon=True)
                    process.start()
                self._process, self._connection = process, connection
            return self._connection

    def _terminate(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.join(REAP_SECONDS)
        if self._connection is not None:
            self._connection.close()
        self._process = self._connection = None


def _receive_summary(
    connection: Connection, client_gone: threading.Event, report: Callable[[SummaryEvent], None]
) -> Summary | Raised:
    """The summary or exception that the process sends; events before it are passed to `report`.

    Raises EOFError, OSError and ClientGone.
    """
    is_stopping = False
    while True:
        if client_gone.is_set() and not is_stopping:
            is_stopping = True
            connection.send(_STOP)
        if not connection.poll(CLIENT_POLL_SECONDS):
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


def _run_jobs(connection: Connection, write: WriteWithModel, running_checks: RunningChecks) -> None:
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
            if job != _STOP:  # a stop message can arrive after the summary was written
                summary = partial(_write_summary, connection, write, running_checks, *job)
                connection.send_bytes(pickled_answer(summary, _sendable_error))


def _write_summary(
    connection: Connection,
    write: WriteWithModel,
    running_checks: RunningChecks,
    article: Article,
    summary_options: dict[str, Any],
) -> Summary:
    """The summary that `write` returns. It pauses while checks run, and is cancelled once the parent sends `_STOP`."""
    is_stop_received = False
    throttle = SummaryThrottle(running_checks.has_any)

    def is_cancelled() -> bool:
        nonlocal is_stop_received
        throttle.pause()
        if not is_stop_received and connection.poll():
            with suppress(EOFError):  # the parent has ended
                connection.recv()
            is_stop_received = True
        return is_stop_received

    return write(article, summary_options, connection.send, is_cancelled)


def _sendable_error(error: Exception) -> Exception:
    """A picklable exception to send to the parent instead of this one."""
    is_explained = isinstance(error, ModelError)
    return EngineFailed(str(error) if is_explained else f"The summary could not be written ({type(error).__name__}).")
