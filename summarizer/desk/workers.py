"""Worker processes that carry out one call at a time, each within a deadline: one that takes longer is killed and
replaced.

A loop in Python cannot be interrupted from another thread, so nothing less than a process does. On Linux a batch forks
its workers, which is quick. A server must not: a forked process would hold its clients' connections open, so there they
come from a fork server, and from a fresh interpreter where there is none (Windows).

A worker ends on SIGTERM, and when the process that started it is gone, however that came about. It ignores Ctrl-C and a
closed terminal, which reach every process of a run: the one that started it decides.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from typing import Any, TypeVar, cast

DEADLINE = 10.0  # seconds for the check of one text
START_SECONDS = 120.0  # for a process to start and load what it needs
CLOSING_SECONDS = 5.0  # for a process that has hung up to end
READ_AHEAD = 256  # answers that wait for one of an earlier task
STOP_SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))

Task = TypeVar("Task")
Answer = TypeVar("Answer")


class DeadlineExceeded(Exception):
    """A call that took longer than it was given; its process was killed. The message: "took longer than 10 s"."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"took longer than {seconds:g} s")


class WorkerDied(Exception):
    """A process that ended before it answered: out of memory, say. The message says how."""


@dataclass(frozen=True, slots=True)
class _Raised:
    error: Exception


_READY = "ready"


def forking() -> BaseContext:
    """How processes start fastest on this system: by fork where that is safe beside threads that only wait."""
    return multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")


def inheriting_nothing(preloaded: Sequence[str] = ()) -> BaseContext:
    """How processes start that inherit no open file or connection. `preloaded` are modules that all of them need."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(preloaded))
    return context


class Worker:
    """A process that carries out one call at a time. Starting it does not wait; its first answer says that it is ready.

    `siblings` are the other workers of this process: a forked one closes what it inherits of theirs.
    """

    def __init__(self, context: BaseContext, prepare: Callable[[], object], siblings: Sequence[Worker] = ()) -> None:
        self.connection, far_end = context.Pipe()
        method = context.get_start_method()
        if method == "forkserver":
            from multiprocessing import forkserver

            with _blocked(signal.SIGINT):  # of every process of a terminal; SIGTERM ends it
                forkserver.ensure_running()
        inherited = [self.connection, *(other.connection for other in siblings)] if method == "fork" else []
        self._process = context.Process(target=_run, args=(far_end, prepare, inherited), daemon=True)  # type: ignore[attr-defined]
        with _blocked(*STOP_SIGNALS):
            self._process.start()
        far_end.close()

    def send(self, function: Callable[..., object], arguments: tuple[object, ...], seconds: float) -> None:
        """Hands over a call. `seconds` is its deadline, which the caller keeps. OSError where the process has died."""
        self.connection.send((function, arguments, seconds))

    def receive(self) -> Any:
        """The answer, waited for; of a call that raised, a `_Raised`. Raises WorkerDied."""
        try:
            return self.connection.recv()
        except (EOFError, OSError):
            self._process.join(CLOSING_SECONDS)
            self.kill()
            code = self._process.exitcode
            how = f"was ended by signal {-code}" if code is not None and code < 0 else f"ended with code {code}"
            raise WorkerDied(f"its process {how}") from None

    def interrupt(self) -> None:
        """Kills the process; whoever waits for its answer gets WorkerDied."""
        self._process.kill()

    def kill(self) -> None:
        """Kills the process and waits for its end."""
        self._process.kill()
        self._process.join()
        self.connection.close()


class WorkerPool:
    """Up to `number` workers, started when they are needed. `prepare` is what each does before its first call.

    What is called, with what, and what that gives must be picklable.
    """

    def __init__(self, number: int, context: BaseContext, prepare: Callable[[], object] = tuple) -> None:
        self._number, self._context, self._prepare = number, context, prepare
        self._free = threading.Semaphore(number)
        self._lock = threading.Lock()  # held while workers come and go
        self._idle: list[Worker] = []
        self._all: list[Worker] = []
        self._closed = False

    def __enter__(self) -> WorkerPool:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Kills every worker; a call that runs raises WorkerDied."""
        with self._lock:
            self._closed = True
            workers, idle, self._idle = list(self._all), self._idle, []
        for worker in workers:
            with suppress(OSError, ValueError):
                worker.interrupt()
        for worker in idle:  # the others are waited for by whoever uses them
            worker.kill()

    def call(self, function: Callable[..., Answer], *arguments: object, seconds: float) -> Answer:
        """What the function gives, from any thread; waits while all workers are at work.

        Raises DeadlineExceeded, WorkerDied and what the function raises.
        """
        with self._free:
            worker = self._idle_or_new()
            try:
                worker.send(function, arguments, seconds)
                if not worker.connection.poll(seconds):
                    raise DeadlineExceeded(seconds)
                answer: Any = worker.receive()
            except BaseException as error:
                self._discard(worker)
                if isinstance(error, OSError):
                    raise WorkerDied("its process ended") from None
                raise
            with self._lock:
                self._idle.append(worker)
        if isinstance(answer, _Raised):
            raise answer.error
        return cast(Answer, answer)

    def imap(
        self, function: Callable[[Task], Answer], tasks: Sequence[Task], seconds: Callable[[Task], float]
    ) -> Iterator[Answer | DeadlineExceeded | WorkerDied]:
        """What the function gives of each task, in their order; of one that took longer than its `seconds`, or ended
        its process, the error. Only one thread may ask, and nobody may `call` meanwhile.
        """
        todo = deque(range(len(tasks)))
        answers: dict[int, Any] = {}
        running: dict[Connection, tuple[Worker, int | None, float]] = {}  # by its connection: task, until when
        due = 0
        try:
            while due < len(tasks):
                while self._idle and todo and todo[0] < due + READ_AHEAD:
                    worker, task = self._idle.pop(), tasks[todo[0]]
                    try:
                        worker.send(function, (task,), seconds(task))
                    except OSError:  # it died while it had nothing to do
                        self._discard(worker)
                        continue
                    running[worker.connection] = (worker, todo.popleft(), time.monotonic() + seconds(task))
                starting = sum(place is None for _, place, _ in running.values())
                for _ in range(min(self._number - len(self._all), len(todo) - starting)):
                    worker = self._start()
                    running[worker.connection] = (worker, None, time.monotonic() + START_SECONDS)
                if due in answers:
                    yield answers.pop(due)
                    due += 1
                    continue
                nearest = min(until for _, _, until in running.values())
                ready = wait(list(running), max(0.0, nearest - time.monotonic()))
                now = time.monotonic()
                for connection, (worker, place, until) in list(running.items()):
                    if connection in ready:
                        try:
                            answer = worker.receive()
                        except WorkerDied as error:
                            self._discard(worker)
                            if place is None:
                                raise
                            answer = error
                        else:
                            self._idle.append(worker)
                    elif now >= until:
                        self._discard(worker)
                        if place is None:
                            raise WorkerDied("its process did not start")
                        answer = DeadlineExceeded(seconds(tasks[place]))
                    else:
                        continue
                    del running[connection]
                    if isinstance(answer, _Raised):
                        raise answer.error
                    if place is not None:
                        answers[place] = answer
        finally:
            for worker, _, _ in running.values():
                self._discard(worker)

    def _idle_or_new(self) -> Worker:
        with self._lock:
            if self._idle:
                return self._idle.pop()
            worker = self._start()
        if not worker.connection.poll(START_SECONDS):
            self._discard(worker)
            raise WorkerDied("its process did not start")
        try:
            answer = worker.receive()
        except WorkerDied:
            self._discard(worker)
            raise
        if isinstance(answer, _Raised):
            self._discard(worker)
            raise answer.error
        return worker

    def _start(self) -> Worker:
        if self._closed:
            raise WorkerDied("its process was stopped")
        worker = Worker(self._context, self._prepare, self._all)
        self._all.append(worker)
        return worker

    def _discard(self, worker: Worker) -> None:
        with self._lock:
            if worker in self._all:
                self._all.remove(worker)
        with suppress(OSError, ValueError):
            worker.kill()


@contextmanager
def _blocked(*signals: int) -> Iterator[None]:
    """A process that is started meanwhile inherits this: no signal finds it before it has said what to do about one."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


# ---- in the worker ---------------------------------------------------------------------------------------------------


def _run(connection: Connection, prepare: Callable[[], object], inherited: Sequence[Connection]) -> None:
    """Carries out calls until whoever hands them over is gone."""
    for other in inherited:
        other.close()
    _set_signals()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        prepare()
        connection.send(_READY)
        while True:
            function, arguments, seconds = connection.recv()
            _kill_in(3 * seconds)
            answer = _answered(function, arguments)
            _kill_in(0)
            connection.send_bytes(answer)
    except (EOFError, OSError):
        return


def _answered(function: Callable[..., object], arguments: tuple[object, ...]) -> bytes:
    try:
        return pickle.dumps(function(*arguments))
    except Exception as error:
        try:
            raised = pickle.dumps(_Raised(error))
            pickle.loads(raised)  # some errors can be written and not read
        except Exception:
            return pickle.dumps(_Raised(RuntimeError(f"{type(error).__name__}: {error}")))
        return raised


def _set_signals() -> None:
    for number in STOP_SIGNALS:
        signal.signal(number, signal.SIG_DFL if number == signal.SIGTERM else signal.SIG_IGN)
    if hasattr(signal, "SIGALRM"):
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOP_SIGNALS)


def _kill_in(seconds: float) -> None:
    """Has the system end this process after so many seconds, or not any more (0).

    For a process whose parent is gone while it is in a loop in C code: that holds the interpreter, and the thread that
    watches the parent never runs.
    """
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
