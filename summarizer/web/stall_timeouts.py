"""Closes stalled connections: those whose request does not arrive in time, and those that do not read the response.

uvicorn itself limits only the time between a response and the next request.
"""

from __future__ import annotations

import asyncio

from uvicorn.protocols.http.h11_impl import H11Protocol

REQUEST_TIMEOUT_SECONDS = 20.0  # for a request to arrive completely; the largest have 30 MB, from this machine
READ_TIMEOUT_SECONDS = 60.0  # in which the client reads nothing of a response
WATCH_INTERVAL_SECONDS = 1.0  # between two inspections of a connection


class StallTimeoutProtocol(H11Protocol):
    """HTTP/1.1 over a connection that is closed when it stalls. Times are in seconds."""

    request_timeout = REQUEST_TIMEOUT_SECONDS
    read_timeout = READ_TIMEOUT_SECONDS
    watch_interval = WATCH_INTERVAL_SECONDS

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._request_since: float | None = self.loop.time()  # None once the request has arrived completely
        self._unread = (0, self.loop.time())  # unread bytes, and the time since which their number has not changed
        self._watch()

    def _watch(self) -> None:
        """Close the connection if it has stalled, else schedule the next inspection."""
        if self.transport.is_closing():
            return
        now = self.loop.time()
        is_complete = self.cycle is not None and not self.cycle.response_complete and not self.cycle.more_body
        if is_complete:
            self._request_since = None
        elif self._request_since is None:
            self._request_since = now
        unread = self.transport.get_write_buffer_size()
        if unread == 0 or unread != self._unread[0]:
            self._unread = (unread, now)
        is_request_overdue = self._request_since is not None and now - self._request_since > self.request_timeout
        if (is_request_overdue and not unread) or now - self._unread[1] > self.read_timeout:
            self.transport.abort()
            return
        self.loop.call_later(self.watch_interval, self._watch)
