"""Decides when a document is checked: after a pause in typing, and never twice at the same time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Protocol

TYPING_PAUSE_SECONDS = 0.3  # after this pause in typing a document is checked


class Timer(Protocol):
    """A scheduled call, as `asyncio.loop.call_later` returns it."""

    def cancel(self) -> object: ...


CallLater = Callable[[float, Callable[[], None]], Timer]


def call_later_in_loop(delay: float, callback: Callable[[], None]) -> Timer:
    return asyncio.get_running_loop().call_later(delay, callback)


class CheckQueue:
    """Runs `check` on documents, which are given by their URIs. All methods must be called from the event loop."""

    def __init__(self, check: Callable[[str], Awaitable[None]], call_later: CallLater = call_later_in_loop) -> None:
        self._check, self._call_later = check, call_later
        self._timers: dict[str, Timer] = {}
        self._running: dict[str, asyncio.Task[None]] = {}
        self._changed_while_running: set[str] = set()  # URIs

    def check_soon(self, uri: str) -> None:
        """Checks the document after a pause; another call during the pause starts it anew."""
        self._cancel_timer(uri)
        self._timers[uri] = self._call_later(TYPING_PAUSE_SECONDS, lambda: self.check_now(uri))

    def check_now(self, uri: str) -> None:
        """Checks the document now, or once more as soon as its running check ends."""
        self._cancel_timer(uri)
        if uri in self._running:
            self._changed_while_running.add(uri)
        else:
            self._running[uri] = check = asyncio.ensure_future(self._check(uri))
            check.add_done_callback(lambda ended: self._check_ended(uri, ended))

    def forget(self, uri: str) -> None:
        """Cancels the pending check of the document; a running one goes on and is not repeated."""
        self._cancel_timer(uri)
        self._changed_while_running.discard(uri)

    def _check_ended(self, uri: str, check: asyncio.Task[None]) -> None:
        """Checks the document again if it was changed during this check, also if the check failed."""
        del self._running[uri]
        if uri in self._changed_while_running:
            self._changed_while_running.remove(uri)
            if not check.cancelled():  # as it is when the event loop ends
                self.check_now(uri)

    def _cancel_timer(self, uri: str) -> None:
        timer = self._timers.pop(uri, None)
        if timer is not None:
            timer.cancel()
