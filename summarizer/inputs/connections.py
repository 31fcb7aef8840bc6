"""Connections that are cut at a deadline, however little still comes through them before it."""

from __future__ import annotations

import socket
import time
from contextlib import suppress
from threading import Timer
from typing import Any

from urllib3.connection import HTTPConnection, HTTPSConnection


class Connection(HTTPConnection):
    """One over HTTP. The library limits the time for each piece that comes; a server that sends its headers letter by
    letter would be listened to without end."""

    def __init__(self, *given: Any, until: float, **more: Any) -> None:
        super().__init__(*given, **more)
        self._until = until
        self._timer: Timer | None = None
        self._handle: socket.socket | None = None

    def _new_conn(self) -> socket.socket:
        made = super()._new_conn()
        self._handle = made.dup()  # of the same connection: TLS takes the first handle over
        self._timer = Timer(max(0.0, self._until - time.monotonic()), _cut, (self._handle,))
        self._timer.daemon = True
        self._timer.start()
        return made

    def close(self) -> None:
        super().close()
        if self._timer is not None:
            self._timer.cancel()
        if self._handle is not None:
            self._handle.close()


class SecureConnection(Connection, HTTPSConnection):
    """One over HTTPS."""


def _cut(handle: socket.socket) -> None:
    with suppress(OSError), handle:
        handle.shutdown(socket.SHUT_RDWR)
