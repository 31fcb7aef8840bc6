"""Has clients that ask for the same thing at the same time wait for one answer. Nothing is kept once it is there."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

Answer = TypeVar("Answer")
IsWanted = Callable[[], bool]


class Abandoned(Exception):
    """Raised by a function of `SharedCalls.call` that gave up because nobody wanted its value any more."""


def always_wanted() -> bool:
    """The `is_wanted` of a client that waits in any case."""
    return True


@dataclass(slots=True)
class _Running:
    """A call that runs, and for each client that waits for it, whether it still does."""

    future: Future[Any] = field(default_factory=Future)
    wanted: list[IsWanted] = field(default_factory=list)


class SharedCalls:
    """Calls that run now, by a key that says what they are for. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: dict[Hashable, _Running] = {}

    def call(
        self, key: Hashable, function: Callable[[IsWanted], Answer], is_wanted: IsWanted = always_wanted
    ) -> Answer:
        """The value of `function`, or of a call with an equal key that runs already; the same with what it raises.

        `is_wanted` says whether this client still waits. The function is given one that says whether any does; if none
        does, it may raise Abandoned.
        """
        while True:
            try:
                return self._call(key, function, is_wanted)
            except Abandoned:  # by the clients that waited before this one
                if not is_wanted():
                    raise

    def _call(self, key: Hashable, function: Callable[[IsWanted], Answer], is_wanted: IsWanted) -> Answer:
        with self._lock:
            running = self._running.get(key)
            is_first = running is None
            if running is None:
                running = self._running[key] = _Running()
            running.wanted.append(is_wanted)
        if is_first:
            try:
                running.future.set_result(function(lambda: any(each() for each in tuple(running.wanted))))
            except BaseException as error:
                running.future.set_exception(error)
            finally:
                with self._lock:
                    del self._running[key]
        return cast(Answer, running.future.result())
