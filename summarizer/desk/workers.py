"""A pool of worker processes that run one call at a time, each with a deadline; a worker that exceeds it is killed
and replaced.

Processes are needed because a Python loop cannot be interrupted from another thread. On Linux a batch forks its
workers, which is fast. A server must not fork, since its workers would inherit and hold open the connections of its
clients; they come from a fork server, or from a new interpreter where there is none (Windows).

A worker ends on SIGTERM, and when its parent process is gone for any reason. It ignores Ctrl-C and a closed terminal,
which reach every process of a run: the parent decides what to do.
"""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import pickle
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from itertools import islice
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from typing import Any, Generic, TypeVar, cast

TEXT_CHECK_SECONDS = 10.0  # limit for checking one text
START_SECONDS = 120.0  # for a process to start and run `prepare`
POLL_SECONDS = 0.1  # between checks of whether a call was cancelled
CLOSING_SECONDS = 5.0  # for a process to exit after it closed its connection
KILL_TIMER_FACTOR = 3  # times its deadline, after which a call that its parent did not end is killed by the system
PR_SET_PDEATHSIG = 1  # of Linux's prctl
STOP_SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))

Task = TypeVar("Task")
Answer = TypeVar("Answer")


class DeadlineExceeded(Exception):
    """A call that exceeded its deadline; its process was killed. The message: "took longer than 10 s"."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"took longer than {seconds:g} s")


class Cancelled(Exception):
    """A call whose caller no longer waits for it; if it was running, its process was killed."""


class WorkerDied(Exception):
    """A process that ended before it answered, for example because memory ran out. The message says how it ended."""


@dataclass(frozen=True, slots=True)
class Raised:
    """The answer of a process whose call raised an exception."""

    error: Exception


_READY = "ready"


def fork_context() -> BaseContext:
    """The fastest start method: fork on Linux, where it is safe as long as all other threads are waiting."""
    return multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")


def isolated_context(preloaded: Sequence[str] = ()) -> BaseContext:
    """A start method whose processes inherit no open file or connection. The fork server imports `preloaded` once."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(preloaded))
    return context


class Worker:
    """A process that runs one call at a time. The constructor does not wait: the first answer says that it is ready.

    `siblings` are the other workers of the pool; a forked process inherits the connections to them, and closes these.
    """

    def __init__(self, context: BaseContext, prepare: Callable[[], object], siblings: Sequence[Worker] = ()) -> None:
        self.calls = 0
        self.connection, worker_end = context.Pipe()
        method = context.get_start_method()
        if method == "forkserver":
            from multiprocessing import forkserver

            with _block_signals(signal.SIGINT):  # Ctrl-C in a terminal must not end the fork server; SIGTERM does
                forkserver.ensure_running()
        inherited_connections = [self.connection, *(other.connection for other in siblings)] if method == "fork" else []
        # Linux can end a child when the thread that forked it ends: only the main thread lasts as long as the pool.
        ends_with_parent = method == "fork" and threading.current_thread() is threading.main_thread()
        self._process = context.Process(  # type: ignore[attr-defined]
            target=_worker_main, args=(worker_end, prepare, inherited_connections, ends_with_parent), daemon=True
        )
        with _block_signals(*STOP_SIGNALS):
            self._process.start()
        worker_end.close()

    def send(self, function: Callable[..., object], arguments: tuple[object, ...], seconds: float) -> None:
        """Send a call. The caller enforces its deadline of `seconds`. Raises OSError if the process has died."""
        self.connection.send((function, arguments, seconds))
        self.calls += 1

    def receive(self) -> Any:
        """Wait for the answer, a `Raised` if the call raised. Raises WorkerDied."""
        try:
            return self.connection.recv()
        except (EOFError, OSError):
            self._process.join(CLOSING_SECONDS)
            self.kill()
            code = self._process.exitcode
            how = f"was ended by signal {-code}" if code is not None and code < 0 else f"ended with code {code}"
            raise WorkerDied(f"its process {how}") from None

    def is_alive(self) -> bool:
        return bool(self._process.is_alive())

    def interrupt(self) -> None:
        """Kill the process; a thread that waits in `receive` gets WorkerDied."""
        self._process.kill()

    def kill(self) -> None:
        """Kill the process and wait until it has ended."""
        self._process.kill()
        self._process.join()
        self.connection.close()


class WorkerPool:
    """Up to `number` workers, started on demand. Each runs `prepare` before its first call.

    `imap_unordered` replaces a worker after `max_calls` calls, so that growing caches and fragmented memory do not add
    up in a long run. Functions, arguments and return values must be picklable.
    """

    def __init__(
        self, number: int, context: BaseContext, prepare: Callable[[], object] = tuple, max_calls: int | None = None
    ) -> None:
        self.number, self.max_calls = number, max_calls
        self._context, self._prepare = context, prepare
        self._free_workers = threading.Semaphore(number)
        self._lock = threading.Lock()  # guards the lists below and `_closed`
        self._idle: list[Worker] = []  # ready for a call
        self._all: list[Worker] = []
        self._closed = False

    def __enter__(self) -> WorkerPool:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def is_closed(self) -> bool:
        """Whether `close` was called."""
        return self._closed

    def close(self) -> None:
        """Kill every worker; a running call raises WorkerDied."""
        with self._lock:
            self._closed = True
            workers, idle, self._idle = list(self._all), self._idle, []
        for worker in workers:
            with suppress(OSError, ValueError):
                worker.interrupt()
        for worker in idle:  # a busy worker is reaped by the thread that uses it
            worker.kill()

    def call(
        self,
        function: Callable[..., Answer],
        *arguments: object,
        seconds: float,
        is_cancelled: Callable[[], bool] | None = None,
    ) -> Answer:
        """Run the function in a worker and return its value; waits for a free worker. Thread-safe.

        If the worker dies, another one runs the call once more, since the call is seldom what killed it.
        Raises DeadlineExceeded, WorkerDied, Cancelled soon after `is_cancelled` returns true, and whatever the function
        raises.
        """
        while not self._free_workers.acquire(timeout=None if is_cancelled is None else POLL_SECONDS):
            _raise_if_cancelled(is_cancelled)
        try:
            try:
                answer = self._call_worker(function, arguments, seconds, is_cancelled)
            except WorkerDied:
                if self._closed:
                    raise
                answer = self._call_worker(function, arguments, seconds, is_cancelled)
        finally:
            self._free_workers.release()
        if isinstance(answer, Raised):
            raise answer.error
        return cast(Answer, answer)

    def _call_worker(
        self,
        function: Callable[..., object],
        arguments: tuple[object, ...],
        seconds: float,
        is_cancelled: Callable[[], bool] | None,
    ) -> Any:
        """The answer of a worker, a `Raised` if the function raised. Raises as `call` does."""
        worker = self._idle_or_new()
        try:
            worker.send(function, arguments, seconds)
            end = time.monotonic() + seconds
            while not worker.connection.poll(seconds if is_cancelled is None else POLL_SECONDS):
                if is_cancelled is None or time.monotonic() >= end:
                    raise DeadlineExceeded(seconds)
                _raise_if_cancelled(is_cancelled)
            answer = worker.receive()
        except BaseException as error:
            self._discard(worker)
            if isinstance(error, OSError):
                raise WorkerDied("its process ended") from None
            raise
        with self._lock:
            self._idle.append(worker)
        return answer

    def imap_unordered(
        self,
        function: Callable[[Task], Answer],
        tasks: Iterable[Task],
        seconds: Callable[[Task], float],
        started: Callable[[Task], None] = lambda task: None,
    ) -> Iterator[tuple[Task, Answer | DeadlineExceeded | WorkerDied]]:
        """Yield each task with the function's value as soon as it is known; with the error if the task timed out or
        killed its worker.

        `seconds` returns the time limit of a task; `started` is called when a worker gets the task. Tasks are taken
        from their iterator as workers become free. Not thread-safe: no other `imap_unordered` or `call` may run at the
        same time.
        """
        run = _UnorderedRun(self, function, tasks, seconds, started)
        answers: list[tuple[Task, Any]] = []
        try:
            while run.waiting or run.running or answers:
                run.send_waiting()
                run.start_missing()
                yield from answers  # meanwhile, the workers run the next tasks
                answers = run.collect() if run.running else []
        finally:
            for call in run.running.values():
                self._discard(call.worker)

    @property
    def _free_slots(self) -> int:
        """How many more workers the pool may start."""
        return self.number - len(self._all)

    def _idle_or_new(self) -> Worker:
        """An idle worker, or a new one that is ready. Raises WorkerDied and what `prepare` raises."""
        while True:
            with self._lock:
                worker = self._idle.pop() if self._idle else None
                if worker is None:
                    worker = self._start()
                    break
            if worker.is_alive():
                return worker
            self._discard(worker)
        if not worker.connection.poll(START_SECONDS):
            self._discard(worker)
            raise WorkerDied("its process did not start")
        try:
            answer = worker.receive()
        except WorkerDied:
            self._discard(worker)
            raise
        if isinstance(answer, Raised):
            self._discard(worker)
            raise answer.error
        return worker

    def _start(self) -> Worker:
        """A new worker, which is not ready yet. Raises WorkerDied after `close`."""
        if self._closed:
            raise WorkerDied("its process was stopped")
        worker = Worker(self._context, self._prepare, self._all)
        self._all.append(worker)
        return worker

    def _discard(self, worker: Worker) -> None:
        """Kill a worker and remove it from the pool."""
        with self._lock:
            if worker in self._all:
                self._all.remove(worker)
        with suppress(OSError, ValueError):
            worker.kill()


@dataclass(frozen=True, slots=True)
class _RunningCall(Generic[Task]):
    """A worker that is running a task, or starting if `task` is None. `end` is its deadline on the monotonic clock."""

    worker: Worker
    task: Task | None
    end: float


class _UnorderedRun(Generic[Task, Answer]):
    """The state of one `WorkerPool.imap_unordered`."""

    def __init__(
        self,
        pool: WorkerPool,
        function: Callable[[Task], Answer],
        tasks: Iterable[Task],
        seconds: Callable[[Task], float],
        started: Callable[[Task], None],
    ) -> None:
        self._pool, self._function, self._seconds, self._started = pool, function, seconds, started
        self._tasks = iter(tasks)
        self.waiting = deque(islice(self._tasks, pool.number))
        self.running: dict[Connection, _RunningCall[Task]] = {}

    def send_waiting(self) -> None:
        """Give each idle worker a task, as long as there are tasks."""
        while self._pool._idle and self.waiting:
            worker, task = self._pool._idle.pop(), self.waiting[0]
            try:
                worker.send(self._function, (task,), self._seconds(task))
            except OSError:  # it died while it was idle
                self._pool._discard(worker)
                continue
            self.running[worker.connection] = _RunningCall(worker, task, time.monotonic() + self._seconds(task))
            self.waiting.popleft()
            self.waiting.extend(islice(self._tasks, 1))
            self._started(task)

    def start_missing(self) -> None:
        """Start a worker for each waiting task, up to the size of the pool."""
        starting = sum(call.task is None for call in self.running.values())
        for _ in range(min(self._pool._free_slots, len(self.waiting) - starting)):
            worker = self._pool._start()
            self.running[worker.connection] = _RunningCall(worker, None, time.monotonic() + START_SECONDS)

    def collect(self) -> list[tuple[Task, Any]]:
        """Wait until a worker answers or exceeds its deadline; return the tasks that are done, each with its answer.

        Raises WorkerDied if a worker could not be started, and whatever a call raised.
        """
        earliest = min(call.end for call in self.running.values())
        ready = wait(list(self.running), max(0.0, earliest - time.monotonic()))
        now = time.monotonic()
        answers: list[tuple[Task, Any]] = []
        for connection, call in list(self.running.items()):
            if connection in ready:
                answer = self._receive_answer(call)
            elif now >= call.end:
                answer = self._kill_late(call)
            else:
                continue
            del self.running[connection]
            if isinstance(answer, Raised):
                raise answer.error
            if call.task is not None:
                answers.append((call.task, answer))
        return answers

    def _receive_answer(self, call: _RunningCall[Task]) -> Any:
        """The answer of a worker, which is then idle, or discarded if it died or has made `max_calls` calls."""
        try:
            answer = call.worker.receive()
        except WorkerDied as error:
            self._pool._discard(call.worker)
            if call.task is None:
                raise
            return error
        if self._pool.max_calls and call.worker.calls >= self._pool.max_calls:
            self._pool._discard(call.worker)
        else:
            self._pool._idle.append(call.worker)
        return answer

    def _kill_late(self, call: _RunningCall[Task]) -> DeadlineExceeded:
        """Kill a worker that exceeded its deadline; return the error that takes the place of its answer."""
        self._pool._discard(call.worker)
        if call.task is None:
            raise WorkerDied("its process did not start")
        return DeadlineExceeded(self._seconds(call.task))


def _raise_if_cancelled(is_cancelled: Callable[[], bool] | None) -> None:
    if is_cancelled is not None and is_cancelled():
        raise Cancelled


@contextmanager
def _block_signals(*signals: int) -> Iterator[None]:
    """Block these signals. A process started in the block inherits the mask until it has set its own handlers."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


# ---- in the worker process -------------------------------------------------------------------------------------------


def _worker_main(
    connection: Connection,
    prepare: Callable[[], object],
    inherited_connections: Sequence[Connection],
    ends_with_parent: bool,
) -> None:
    """The main loop of a worker: run calls until the parent closes the connection."""
    for other in inherited_connections:
        other.close()
    if ends_with_parent:
        _have_system_end_with_parent()
    _set_signals()
    threading.Thread(target=end_with_parent, daemon=True).start()
    try:
        prepare()
        connection.send(_READY)
        while True:
            function, arguments, seconds = connection.recv()
            _set_kill_timer(KILL_TIMER_FACTOR * seconds)
            answer = pickled_answer(partial(function, *arguments), _picklable_error)
            _set_kill_timer(0)
            connection.send_bytes(answer)
    except (EOFError, OSError):
        return


def pickled_answer(call: Callable[[], object], stand_in: Callable[[Exception], Exception]) -> bytes:
    """The pickled value of a call, or a pickled `Raised` if it raises; `stand_in` replaces unpicklable exceptions."""
    try:
        return pickle.dumps(call())
    except Exception as error:
        try:
            raised = pickle.dumps(Raised(error))
            pickle.loads(raised)  # some exceptions can be pickled but not unpickled
        except Exception:
            return pickle.dumps(Raised(stand_in(error)))
        return raised


def _picklable_error(error: Exception) -> Exception:
    return RuntimeError(f"{type(error).__name__}: {error}")


def _set_signals() -> None:
    for number in STOP_SIGNALS:
        signal.signal(number, signal.SIG_DFL if number == signal.SIGTERM else signal.SIG_IGN)
    if hasattr(signal, "SIGALRM"):
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOP_SIGNALS)


def _have_system_end_with_parent() -> None:
    """On Linux, have the system kill this process when its parent ends, even while C code holds the GIL."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        parent = multiprocessing.parent_process()
        if parent is not None and parent.pid != os.getppid():  # it ended before the call to prctl
            os._exit(1)


def _set_kill_timer(seconds: float) -> None:
    """Have the system kill this process after so many seconds; 0 cancels that.

    Needed if the system does not end a worker with its parent, and the parent ends while C code in this process loops
    without releasing the GIL: the thread that watches the parent cannot run then.
    """
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


def end_with_parent() -> None:
    """Exit as soon as the parent process has ended, whatever other threads do. To be run in its own thread."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
