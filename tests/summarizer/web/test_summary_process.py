"""The start and the end of the process that writes summaries. These tests start no process."""

from __future__ import annotations

import asyncio
import threading
from contextlib import nullcontext
from multiprocessing.context import SpawnContext, SpawnProcess
from types import SimpleNamespace

import pytest

import checks
from summarizer.models.errors import EngineFailed
from summarizer.web import summary_process
from summarizer.web.app import create_app
from summarizer.web.streaming import PartsRead, SummaryEvent
from summarizer.web.summary_process import PROCESS_DIED_MESSAGE, SummaryProcess

ARTICLE = checks.read("The walkers were found.")


def write(article, summary_options, report, is_cancelled):
    raise AssertionError("no process is started here")


class Process:
    """A fake process, which runs from its start until it is killed. Starting it first calls `before_start`."""

    def __init__(self, before_start) -> None:
        self.before_start = before_start
        self.is_running = False

    def start(self) -> None:
        self.before_start()
        self.is_running = True

    def kill(self) -> None:
        self.is_running = False

    def join(self, _: float) -> None:
        assert not self.is_running


def test_a_process_that_starts_while_summaries_are_closed_is_ended(monkeypatch):
    def close_meanwhile() -> None:
        closing.start()
        closing.join(0.1)  # it waits until the process has started

    process = Process(close_meanwhile)
    monkeypatch.setattr(SpawnContext, "Process", lambda *_, **__: process)
    summaries = SummaryProcess(write)
    closing = threading.Thread(target=summaries.close)
    summaries._start()
    closing.join()
    assert not process.is_running


def test_a_process_that_cannot_be_started_is_reported_as_ended(monkeypatch):
    def fail(_: SpawnProcess) -> None:
        raise OSError("no more processes")

    monkeypatch.setattr(SpawnProcess, "_Popen", staticmethod(fail))
    summaries = SummaryProcess(write)
    for _ in range(2):
        with pytest.raises(EngineFailed, match=PROCESS_DIED_MESSAGE):
            summaries.write(ARTICLE, threading.Event())


def test_after_a_report_that_fails_the_next_client_gets_its_own_summary(monkeypatch):
    """The process is in the middle of the first summary then, and would send the rest of it."""
    connections = 0

    def connect(_: SpawnContext):
        """A connection to a process that sends an event, and then the summary with its number."""
        nonlocal connections
        connections += 1
        messages = iter([PartsRead(connections, 2), f"summary {connections}"])
        connection = SimpleNamespace(send=repr, poll=lambda _: True, recv=lambda: next(messages), close=tuple)
        return connection, nullcontext()

    def fail(_: SummaryEvent) -> None:
        raise ZeroDivisionError

    process = SimpleNamespace(start=tuple, is_alive=lambda: True, kill=tuple, join=repr)
    monkeypatch.setattr(SpawnContext, "Process", lambda *_, **__: process)
    monkeypatch.setattr(SpawnContext, "Pipe", connect)
    monkeypatch.setattr(summary_process, "Summary", str)
    summaries = SummaryProcess(write)
    with pytest.raises(ZeroDivisionError):
        summaries.write(ARTICLE, threading.Event(), fail)
    reported: list[SummaryEvent] = []
    assert summaries.write(ARTICLE, threading.Event(), reported.append) == "summary 2"
    assert reported == [PartsRead(2, 2)]


def test_the_summary_process_is_closed_whatever_ends_the_server(monkeypatch):
    closed_processes = []
    monkeypatch.setattr(SummaryProcess, "close", lambda summaries: closed_processes.append(summaries))
    app = create_app("a")

    async def run() -> None:
        async with app.router.lifespan_context(app):
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        asyncio.run(run())
    assert len(closed_processes) == 1
