"""Lets clients that ask for the same thing at the same time share one call. Results are not cached."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from concurrent.futures import Future, wait
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from summarizer.web.summary_process import CLIENT_POLL_SECONDS

Answer = TypeVar("Answer")
IsWanted = Callable[[], bool]  # returns whether somebody still waits for the result


class CallAbandoned(Exception):
    """Raised by `SharedCalls.call` and by the function passed to it when nobody wants the value any more."""


def always_wanted() -> bool:
    """The `is_wanted` of a client that always waits for the result."""
    return True


@dataclass(slots=True)
class _RunningCall:
    """A call in progress, with the `is_wanted` of each client that has joined it."""

    future: Future[Any] = field(default_factory=Future)
    waiting_clients: list[IsWanted] = field(default_factory=list)


class SharedCalls:
    """The calls in progress, by key. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running_calls: dict[Hashable, _RunningCall] = {}

    def call(
        self, key: Hashable, function: Callable[[IsWanted], Answer], is_wanted: IsWanted = always_wanted
    ) -> Answer:
        """The value of `function`, or of a call with an equal key that is in progress. Exceptions are shared as well.

        `is_wanted` returns whether this client still waits. The function is passed one that returns whether any client
        does; once it returns false, the function may raise CallAbandoned. A client that has joined another one's call
        gets CallAbandoned soon after it stops waiting; the call goes on.
        """
        while True:
            try:
                return self._call(key, function, is_wanted)
            except CallAbandoned:  # the clients that waited before this one have left
                if not is_wanted():
                    raise

    def _call(self, key: Hashable, function: Callable[[IsWanted], Answer], is_wanted: IsWanted) -> Answer:
        with self._lock:
            running_call = self._running_calls.get(key)
            is_new = running_call is None
            if running_call is None:
                running_call = self._running_calls[key] = _RunningCall()
            running_call.waiting_clients.append(is_wanted)
        if is_new:
            try:
                running_call.future.set_result(
                    function(lambda: any(is_waiting() for is_waiting in tuple(running_call.waiting_clients)))
                )
            except BaseException as error:
                running_call.future.set_exception(error)
            finally:
                with self._lock:
                    del self._running_calls[key]
        while not running_call.future.done():
            if not is_wanted():
                raise CallAbandoned
            wait((running_call.future,), CLIENT_POLL_SECONDS)
        return cast(Answer, running_call.future.result())
