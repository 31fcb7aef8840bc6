"""Serves the page on the loopback address."""

from __future__ import annotations

import socket
from collections.abc import Collection

import uvicorn

from summarizer.web.app import create_app

ADDRESS = "127.0.0.1"


class PortTaken(Exception):
    """The port is in use; its message says what to do."""


def serve(port: int, model: str, sentences: int, origins: Collection[str] = ()) -> None:
    """Answers until it is interrupted. Raises PortTaken."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((ADDRESS, port))
    except OSError as error:
        raise PortTaken(f"Port {port} cannot be used ({error.strerror}): choose another with --port.") from None
    config = uvicorn.Config(
        create_app(model, sentences, origins),
        log_level="warning",
        access_log=False,
        server_header=False,
        date_header=False,
        timeout_graceful_shutdown=2,  # Ctrl-C does not wait for a summary
    )
    uvicorn.Server(config).run(sockets=[listener])
