"""Has clients that ask for the same thing at the same time wait for one answer. Nothing is kept once it is there."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import Any, TypeVar, cast

Answer = TypeVar("Answer")


class SharedCalls:
    """Calls that run now, by a key that says what they are for. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: dict[Hashable, Future[Any]] = {}

    def call(self, key: Hashable, function: Callable[[], Answer]) -> Answer:
        """The value of `function`, or of a call with an equal key that runs already; the same with what it raises."""
        with self._lock:
            future = self._running.get(key)
            is_first = future is None
            if future is None:
                future = self._running[key] = Future()
        if is_first:
            try:
                future.set_result(function())
            except BaseException as error:
                future.set_exception(error)
            finally:
                with self._lock:
                    del self._running[key]
        return cast(Answer, future.result())
