"""Batches the requests of several jobs that each call an engine now and then.

    results = run_batched(engine, [partial(summarize, article, ...) for article in articles])

Each job gets an engine of its own to call and is written as if it ran alone. It runs until it calls `generate`; when
all jobs have called it or are done, their requests are sent to the real engine in one call, which is several times as
fast as one after another. Only one job runs at a time, always in the same order, so jobs need no locks.

Merging cannot change a result: see `interface`. Requests with limits or a listener of their own are sent one by one.

An engine that answers one prompt after another anyway (`is_sequential`, as that of a server) runs the jobs one after
another, so that the first are done early.

Jobs may have a limit of time each. A job's time is that in which it runs, and its share of the calls that are made for
it. A call ends when the time of all jobs that share it is over; then each of their requests is sent alone, so that the
slow one costs the others nothing but that time.
"""

from __future__ import annotations

import ctypes
import math
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Generic, TypeVar, cast

from summarizer.engines.abilities import is_sequential
from summarizer.engines.base import broadcast
from summarizer.engines.interface import GREEDY, Engine, Finish, Generation, Options

T = TypeVar("T")
CANCEL_SECONDS = 1.0  # for a job that is at work when the run is broken off; it ends when it asks next


class JobCancelled(BaseException):
    """Ends a job whose request will never be answered, because the run was broken off."""


class JobTimedOut(BaseException):
    """Ends a job whose time is over, wherever it is."""


def run_batched(
    engine: Engine,
    jobs: Sequence[Callable[[Engine], T]],
    *,
    seconds: float | None = None,
    timed_out: Callable[[int], T] | None = None,
) -> Iterator[T]:
    """Yields the jobs' results in their order, when all are done. What a job raises is raised in its place.

    With `seconds`, a job that takes longer is ended, and `timed_out`, called with its index, gives its result.
    """
    if len(jobs) > 1 and is_sequential(engine):
        for index, job in enumerate(jobs):
            late = timed_out and partial(_of_one, timed_out, index)
            yield from run_batched(engine, [job], seconds=seconds, timed_out=late)
        return
    threads = [
        _JobThread(engine, job, seconds, timed_out and partial(timed_out, index)) for index, job in enumerate(jobs)
    ]
    try:
        running = threads
        while running:
            for thread in running:
                thread.resume()
            running = [thread for thread in running if thread.request]
            _serve(engine, running)
    finally:
        for thread in threads:
            thread.cancel()
    for thread in threads:
        yield thread.result()


def _of_one(timed_out: Callable[[int], T], index: int, _: int) -> T:
    """The result of a job that was run alone and took too long; `index` is its place among all."""
    return timed_out(index)


@dataclass(slots=True)
class _Request:
    """One call of `generate`, and what came of it."""

    prompts: Sequence[str]
    n: Sequence[int]
    options: Sequence[Options]
    seed: int
    limits: dict[str, Any] = field(default_factory=dict)  # cancel, timeout and on_token, where they were given
    answer: list[list[Generation]] | Exception | JobTimedOut | None = None

    @property
    def key(self) -> tuple[object, ...]:
        """Equal for requests of one seed that have the same answer."""
        return tuple(self.prompts), tuple(self.n), tuple(self.options)

    @property
    def is_mergeable(self) -> bool:
        return not self.limits


def _serve(engine: Engine, threads: Sequence[_JobThread[Any]]) -> None:
    """Sets the answer of each thread's request, merging those that can be merged."""
    by_seed: dict[int, list[_JobThread[Any]]] = {}
    for thread in threads:
        if thread.pending.is_mergeable:
            by_seed.setdefault(thread.pending.seed, []).append(thread)
    for seed, mergeable in by_seed.items():
        if len(mergeable) < 2:
            continue
        distinct = {thread.pending.key: thread.pending for thread in mergeable}  # the same article may occur twice
        merged = list(distinct.values())
        begun = time.monotonic()
        try:
            generated = engine.generate(
                [prompt for request in merged for prompt in request.prompts],
                n=[count for request in merged for count in request.n],
                options=[options for request in merged for options in request.options],
                seed=seed,
                **_timeout(thread.remaining for thread in mergeable),
            )
        except Exception:  # caused by one of them: which one shows when each is sent alone
            continue
        is_cut = _is_cut(generated)
        for request in merged:
            answer, generated = generated[: len(request.prompts)], generated[len(request.prompts) :]
            if not _is_cut(answer):
                request.answer = answer
        for thread in () if is_cut else mergeable:  # one of them was too slow: which one, its next call will show
            thread.spend((time.monotonic() - begun) / len(mergeable))
        for thread in mergeable:
            thread.pending.answer = distinct[thread.pending.key].answer
    for thread in threads:
        if thread.pending.answer is None:
            thread.pending.answer = _serve_alone(engine, thread)


def _serve_alone(engine: Engine, thread: _JobThread[Any]) -> list[list[Generation]] | Exception | JobTimedOut:
    """The answer to one request, or why there is none."""
    request, limits = thread.pending, dict(thread.pending.limits)
    remaining = thread.remaining
    is_shortened = remaining is not None and remaining < limits.get("timeout", math.inf)
    if is_shortened:
        limits["timeout"] = remaining
    begun = time.monotonic()
    try:
        answer = engine.generate(request.prompts, n=request.n, options=request.options, seed=request.seed, **limits)
    except Exception as error:
        return error
    finally:
        thread.spend(time.monotonic() - begun)
    return JobTimedOut() if is_shortened and _is_cut(answer) else answer


def _timeout(remaining: Iterable[float | None]) -> dict[str, Any]:
    """The argument `timeout` of a call for jobs with so much time left; none if their time is not limited."""
    seconds = [amount for amount in remaining if amount is not None]
    return {"timeout": sum(seconds)} if seconds else {}


def _is_cut(answer: Sequence[Sequence[Generation]]) -> bool:
    return any(generation.finish is Finish.TIMEOUT for generations in answer for generation in generations)


class _JobThread(Generic[T]):
    """One job in a thread of its own, which runs only while `resume` waits for it."""

    def __init__(
        self,
        engine: Engine,
        job: Callable[[Engine], T],
        seconds: float | None = None,
        timed_out: Callable[[], T] | None = None,
    ) -> None:
        self.request: _Request | None = None  # what the job waits for
        self._results: list[T] = []
        self._error: BaseException | None = None
        self._resumed, self._suspended = threading.Semaphore(0), threading.Semaphore(0)
        self._cancelled = False
        self._remaining, self._timed_out = seconds, timed_out
        self._thread = threading.Thread(
            target=self._run, args=(cast(Engine, _EngineProxy(engine, self)), job), daemon=True
        )

    @property
    def pending(self) -> _Request:
        assert self.request is not None
        return self.request

    @property
    def remaining(self) -> float | None:
        """The seconds that the job has left; None without a limit."""
        return None if self._remaining is None else max(0.0, self._remaining)

    def spend(self, seconds: float) -> None:
        if self._remaining is not None:
            self._remaining -= seconds

    def resume(self) -> None:
        """Runs the job until its next request, its end or the end of its time."""
        begun = time.monotonic()
        if not self._thread.ident:
            self._thread.start()
        self._resumed.release()
        if not self._suspended.acquire(timeout=self.remaining):
            self._raise_timeout()
            if not self._suspended.acquire(timeout=CANCEL_SECONDS):  # it is in C code and ends when it comes back
                self._error, self.request = JobTimedOut(), None
        self.spend(time.monotonic() - begun)
        if isinstance(self._error, JobTimedOut) and self._timed_out:
            self._results, self._error = [self._timed_out()], None

    def result(self) -> T:
        if self._error is not None:
            raise self._error
        return self._results[0]

    def cancel(self) -> None:
        if self._thread.is_alive():
            self._cancelled = True
            self._resumed.release()
            self._thread.join(CANCEL_SECONDS)

    def _raise_timeout(self) -> None:
        """Raises JobTimedOut in the job's thread, as soon as that runs Python code."""
        ctypes.pythonapi.PyThreadState_SetAsyncExc(
            ctypes.c_ulong(self._thread.ident or 0), ctypes.py_object(JobTimedOut)
        )

    def _run(self, engine: Engine, job: Callable[[Engine], T]) -> None:
        self._resumed.acquire()
        try:
            self._results = [job(engine)]
        except BaseException as error:
            self._error = self._error or error
        self.request = None
        self._suspended.release()

    def submit(self, request: _Request) -> list[list[Generation]]:
        """Suspends the job until its request is answered. Called in the job's thread."""
        self.request = request
        self._suspended.release()
        self._resumed.acquire()
        if self._cancelled:
            raise JobCancelled
        if isinstance(request.answer, BaseException):
            raise request.answer
        assert request.answer is not None
        return request.answer


class _EngineProxy:
    """The engine as a job sees it; see `interface.Engine`."""

    def __init__(self, engine: Engine, thread: _JobThread[Any]) -> None:
        self._engine = engine
        self._thread = thread
        self.kind = type(engine).__name__  # the engine that reports name

    def __getattr__(self, name: str) -> Any:
        return getattr(self._engine, name)

    def generate(
        self,
        prompts: Sequence[str],
        *,
        n: int | Sequence[int] = 1,
        options: Options | Sequence[Options] = GREEDY,
        seed: int = 0,
        **limits: Any,
    ) -> list[list[Generation]]:
        """As `Engine.generate`; `limits` are cancel, timeout and on_token."""
        limits = {name: value for name, value in limits.items() if value is not None}
        counts, plans = broadcast(n, len(prompts)), broadcast(options, len(prompts))
        return self._thread.submit(_Request(prompts, counts, plans, seed, limits))

    def close(self) -> None:
        """Does nothing: the jobs share the engine, and whoever loaded it closes it."""
