"""Batches the requests of several jobs that each call an engine now and then.

    results = run_batched(engine, [partial(summarize, article, ...) for article in articles])

Each job gets its own proxy of the engine and is written as if it ran alone. It runs until it calls `generate`. Once all
jobs have called it or are done, their requests are sent to the real engine in one call, which is several times as fast
as one call after another. Only one job runs at a time, always in the same order, so jobs need no locks.

Merging cannot change a result: see `interface`. Requests with their own time limit, cancel or token callback are sent
one by one. With an engine that answers one prompt after another anyway (`is_sequential`, as with a server), the jobs
run one after another, so that the first ones are done early.

Each job may have a time limit. It applies to the time in which the job itself runs, plus an equal share of each call
that answers it together with others. Such a call may take as long as its jobs have left, all together. If it exceeds
that, the requests that it left unfinished are sent one by one, and the time of the call is charged to none of them.
"""

from __future__ import annotations

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
from summarizer.thread_exceptions import raise_in_thread

T = TypeVar("T")
CANCEL_SECONDS = 1.0  # that a job has to end when the run is cancelled or its time is up; it ends at its next request


class JobCancelled(BaseException):
    """Ends a job whose request will never be answered, because the run was cancelled."""


class JobTimedOut(BaseException):
    """Ends a job whose time is up, whatever it is doing."""


def run_batched(
    engine: Engine,
    jobs: Sequence[Callable[[Engine], T]],
    *,
    seconds: float | None = None,
    timed_out: Callable[[int], T] | None = None,
) -> Iterator[T]:
    """Yields the results of the jobs, in order, once all are done. An error of a job is raised instead of its result.

    A job that takes longer than `seconds` is ended; its result is then `timed_out(index)`, if that is given.
    """
    if len(jobs) > 1 and is_sequential(engine):
        for index, job in enumerate(jobs):
            result_after_timeout = timed_out and partial(_result_after_timeout, timed_out, index)
            yield from run_batched(engine, [job], seconds=seconds, timed_out=result_after_timeout)
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
            _answer_all(engine, running)
    finally:
        for thread in threads:
            thread.cancel()
    for thread in threads:
        yield thread.result()


def _result_after_timeout(timed_out: Callable[[int], T], index: int, _: int) -> T:
    """Returns the result of a job that was run by itself and timed out; `index` is its index among all jobs."""
    return timed_out(index)


@dataclass(slots=True)
class _Request:
    """One call of `generate`, and its answer or the reason why there is none."""

    prompts: Sequence[str]
    n: Sequence[int]
    options: Sequence[Options]
    seed: int
    limits: dict[str, Any] = field(default_factory=dict)  # cancel, timeout and on_token, as far as they were given
    answer: list[list[Generation]] | Exception | JobTimedOut | None = None

    @property
    def key(self) -> tuple[object, ...]:
        """A key that is equal for requests that have the same answer with the same seed."""
        return tuple(self.prompts), tuple(self.n), tuple(self.options)

    @property
    def is_mergeable(self) -> bool:
        return not self.limits


def _answer_all(engine: Engine, threads: Sequence[_JobThread[Any]]) -> None:
    """Sets the answer of each thread's request. Requests that can be merged are sent in one call for each seed."""
    by_seed: dict[int, list[_JobThread[Any]]] = {}
    for thread in threads:
        if thread.pending.is_mergeable:
            by_seed.setdefault(thread.pending.seed, []).append(thread)
    for seed, mergeable in by_seed.items():
        if len(mergeable) < 2:
            continue
        distinct = {thread.pending.key: thread.pending for thread in mergeable}  # two jobs may have the same article
        merged = list(distinct.values())
        started = time.monotonic()
        try:
            generated = engine.generate(
                [prompt for request in merged for prompt in request.prompts],
                n=[count for request in merged for count in request.n],
                options=[options for request in merged for options in request.options],
                seed=seed,
                **_timeout(thread.remaining for thread in mergeable),
            )
        except Exception:  # one of them caused it: which one shows when each is sent alone
            continue
        has_timed_out = _has_timed_out(generated)
        for request in merged:
            answer, generated = generated[: len(request.prompts)], generated[len(request.prompts) :]
            if not _has_timed_out(answer):
                request.answer = answer
        if not has_timed_out:  # otherwise one of them was too slow: which one shows when each is sent alone
            for thread in mergeable:
                thread.spend((time.monotonic() - started) / len(mergeable))
        for thread in mergeable:
            thread.pending.answer = distinct[thread.pending.key].answer
    for thread in threads:
        if thread.pending.answer is None:
            thread.pending.answer = _answer_alone(engine, thread)


def _answer_alone(engine: Engine, thread: _JobThread[Any]) -> list[list[Generation]] | Exception | JobTimedOut:
    """Returns the answer to the request of one thread, or the reason why there is none."""
    request, limits = thread.pending, dict(thread.pending.limits)
    remaining = thread.remaining
    is_shortened = remaining is not None and remaining < limits.get("timeout", math.inf)
    if is_shortened:
        limits["timeout"] = remaining
    started = time.monotonic()
    try:
        answer = engine.generate(request.prompts, n=request.n, options=request.options, seed=request.seed, **limits)
    except Exception as error:
        return error
    finally:
        thread.spend(time.monotonic() - started)
    return JobTimedOut() if is_shortened and _has_timed_out(answer) else answer


def _timeout(remaining: Iterable[float | None]) -> dict[str, Any]:
    """Returns the argument `timeout` of a call for jobs with these `remaining` seconds; {} if they have no limit."""
    seconds = [job_seconds for job_seconds in remaining if job_seconds is not None]
    return {"timeout": sum(seconds)} if seconds else {}


def _has_timed_out(answer: Sequence[Sequence[Generation]]) -> bool:
    """Whether any text was cut off by a timeout."""
    return any(generation.finish is Finish.TIMEOUT for generations in answer for generation in generations)


class _JobThread(Generic[T]):
    """A job in its own thread, which runs only while `resume` waits for it."""

    def __init__(
        self,
        engine: Engine,
        job: Callable[[Engine], T],
        seconds: float | None = None,
        timed_out: Callable[[], T] | None = None,
    ) -> None:
        self.request: _Request | None = None  # that the job waits for; None while it runs and when it is done
        self._results: list[T] = []
        self._error: BaseException | None = None
        self._resumed, self._suspended = threading.Semaphore(0), threading.Semaphore(0)
        self._is_cancelled = False
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
        """The seconds that the job has left; None if it has no limit."""
        return None if self._remaining is None else max(0.0, self._remaining)

    def spend(self, seconds: float) -> None:
        """Charges `seconds` to the job's time."""
        if self._remaining is not None:
            self._remaining -= seconds

    def resume(self) -> None:
        """Runs the job until its next request, until it is done or until its time is up."""
        started = time.monotonic()
        if not self._thread.ident:
            self._thread.start()
        self._resumed.release()
        if not self._suspended.acquire(timeout=self.remaining):
            raise_in_thread(self._thread.ident or 0, JobTimedOut)
            if not self._suspended.acquire(timeout=CANCEL_SECONDS):  # it runs C code: it ends when that returns
                self._error, self.request = JobTimedOut(), None
        self.spend(time.monotonic() - started)
        if isinstance(self._error, JobTimedOut) and self._timed_out:
            self._results, self._error = [self._timed_out()], None

    def result(self) -> T:
        """Returns the job's result, or raises its error."""
        if self._error is not None:
            raise self._error
        return self._results[0]

    def cancel(self) -> None:
        """Ends the job if it is not done. Waits CANCEL_SECONDS at most."""
        if self._thread.is_alive():
            self._is_cancelled = True
            self._resumed.release()
            self._thread.join(CANCEL_SECONDS)

    def _run(self, engine: Engine, job: Callable[[Engine], T]) -> None:
        self._resumed.acquire()
        try:
            self._results = [job(engine)]
        except BaseException as error:
            self._error = self._error or error
        self.request = None
        self._suspended.release()

    def submit(self, request: _Request) -> list[list[Generation]]:
        """Suspends the job until its request is answered; returns the answer. Called in the job's thread."""
        self.request = request
        self._suspended.release()
        self._resumed.acquire()
        if self._is_cancelled:
            raise JobCancelled
        if isinstance(request.answer, BaseException):
            raise request.answer
        assert request.answer is not None
        return request.answer


class _EngineProxy:
    """The engine that a job gets: see `interface.Engine`."""

    def __init__(self, engine: Engine, thread: _JobThread[Any]) -> None:
        self._engine = engine
        self._thread = thread
        self.kind = type(engine).__name__  # the class that reports name: see `abilities.Wrapper`

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
        """See `Engine.generate`; `limits` are cancel, timeout and on_token."""
        limits = {name: value for name, value in limits.items() if value is not None}
        counts, plans = broadcast(n, len(prompts)), broadcast(options, len(prompts))
        return self._thread.submit(_Request(prompts, counts, plans, seed, limits))

    def close(self) -> None:
        """Does nothing: the jobs share the engine, which its owner closes."""
