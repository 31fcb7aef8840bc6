"""Serves the page on the loopback address."""

from __future__ import annotations

import socket
from collections.abc import Collection
from pathlib import Path
from types import FrameType

import uvicorn

from checks.dictionary import NO_DICTIONARY, Dictionary
from summarizer.desk.stopping import GRACE_SECONDS, exit_within
from summarizer.models.endpoints import EndpointOptions
from summarizer.web.app import create_app
from summarizer.web.stalled import ImpatientProtocol
from summarizer.web.upstream import Upstream

ADDRESS = "127.0.0.1"
GRACEFUL_SECONDS = 2  # on Ctrl-C, requests get this long to end


class PortTaken(Exception):
    """Raised if the port cannot be used; the message says what to do."""


class _Server(uvicorn.Server):
    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop the server, with a time limit: otherwise it would wait for any thread that is writing a summary."""
        super().handle_exit(sig, frame)
        exit_within(GRACEFUL_SECONDS + GRACE_SECONDS, 128 + sig)


def serve(
    port: int,
    model: str,
    sentences: int,
    origins: Collection[str] = (),
    upstream: Upstream | None = None,
    log: Path | None = None,
    endpoint: EndpointOptions | None = None,
    dictionary: Dictionary = NO_DICTIONARY,
) -> None:
    """Run the server until it is interrupted. Raises PortTaken."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((ADDRESS, port))
    except OSError as error:
        raise PortTaken(f"Port {port} cannot be used ({error.strerror}): choose another with --port.") from None
    config = uvicorn.Config(
        create_app(model, sentences, origins, upstream=upstream, endpoint=endpoint, log=log, dictionary=dictionary),
        log_level="warning",
        access_log=False,
        server_header=False,
        date_header=False,
        timeout_graceful_shutdown=GRACEFUL_SECONDS,
        http=ImpatientProtocol,
    )
    _Server(config).run(sockets=[listener])
