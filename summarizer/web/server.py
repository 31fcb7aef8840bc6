"""Serves the page on the loopback address."""

from __future__ import annotations

import socket

import uvicorn

from summarizer.web.app import create_app

ADDRESS = "127.0.0.1"


class PortTaken(Exception):
    """The port is in use; its message says what to do."""


def serve(port: int, model: str, sentences: int) -> None:
    """Answers until it is interrupted. Raises PortTaken."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((ADDRESS, port))
    except OSError as error:
        raise PortTaken(f"Port {port} cannot be used ({error.strerror}): choose another with --port.") from None
    config = uvicorn.Config(
        create_app(model, sentences), log_level="warning", access_log=False, server_header=False, date_header=False
    )
    uvicorn.Server(config).run(sockets=[listener])
