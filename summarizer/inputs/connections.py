"""HTTP and HTTPS connections that are shut down at a deadline, even while data are still arriving."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from contextlib import suppress
from threading import Timer
from typing import Any

from urllib3.connection import HTTPConnection, HTTPSConnection


class DeadlineHTTPConnection(HTTPConnection):
    """An HTTP connection with a deadline, in seconds of `time.monotonic`.

    urllib3 limits only the time for each read: a server that sends its headers letter by letter could go on for ever.
    `check_peer` is called with the IP address of the peer before anything is sent, and raises an exception to refuse
    it: the host name may resolve to another address than it did when it was checked.
    """

    def __init__(
        self, *args: Any, deadline: float, check_peer: Callable[[str], None] | None = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self._deadline = deadline
        self._check_peer = check_peer
        self._timer: Timer | None = None
        self._handle: socket.socket | None = None

    def _new_conn(self) -> socket.socket:
        connection = super()._new_conn()
        if self._check_peer is not None:
            try:
                self._check_peer(connection.getpeername()[0])
            except BaseException:
                connection.close()
                raise
        self._handle = connection.dup()  # a duplicate, because TLS detaches the original handle
        self._timer = Timer(max(0.0, self._deadline - time.monotonic()), _shut_down, (self._handle,))
        self._timer.daemon = True
        self._timer.start()
        return connection

    def close(self) -> None:
        super().close()
        if self._timer is not None:
            self._timer.cancel()
        if self._handle is not None:
            self._handle.close()


class DeadlineHTTPSConnection(DeadlineHTTPConnection, HTTPSConnection):
    """An HTTPS connection with a deadline."""


def _shut_down(handle: socket.socket) -> None:
    """Shuts the connection down, for all its handles."""
    with suppress(OSError), handle:
        handle.shutdown(socket.SHUT_RDWR)
