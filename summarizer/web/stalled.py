"""Ends connections that stall: those whose request does not arrive in time, and those that do not read the answer.

uvicorn itself limits only the time between an answer and the next request.
"""

from __future__ import annotations

import asyncio

from uvicorn.protocols.http.h11_impl import H11Protocol

REQUEST_SECONDS = 20.0  # for a request to arrive as a whole; largest ones have 30 MB, from this machine
ANSWER_SECONDS = 60.0  # without the client reading any of an answer
WATCH_SECONDS = 1.0  # between two looks at a connection


class ImpatientProtocol(H11Protocol):
    """HTTP/1.1 over a connection that is closed when it stalls."""

    request_seconds = REQUEST_SECONDS
    answer_seconds = ANSWER_SECONDS
    watch_seconds = WATCH_SECONDS

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._request_since: float | None = self.loop.time()  # None while the request is there as a whole
        self._unread = (0, self.loop.time())  # bytes that wait for the client, and since when they are so many
        self._watch()

    def _watch(self) -> None:
        """Close the connection if it has stalled, else look again later."""
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
        has_no_request = self._request_since is not None and now - self._request_since > self.request_seconds
        if (has_no_request and not unread) or now - self._unread[1] > self.answer_seconds:
            self.transport.abort()
            return
        self.loop.call_later(self.watch_seconds, self._watch)
