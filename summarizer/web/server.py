"""Serves the page on the loopback address."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Callable, Collection
from pathlib import Path
from types import FrameType

import uvicorn
from starlette.datastructures import State

from checks.dictionary import NO_DICTIONARY, Dictionary
from summarizer.desk.checking import ReaderOptions
from summarizer.desk.stopping import GRACE_SECONDS, exit_within
from summarizer.models.endpoints import EndpointOptions
from summarizer.web.app import create_app
from summarizer.web.stalled import ImpatientProtocol
from summarizer.web.upstream import Upstream

ADDRESS = "127.0.0.1"
GRACEFUL_SECONDS = 2  # on Ctrl-C, requests get this long to end
CHECK_SECONDS = 1.5  # of these, checks: what runs then is given up, so that its client is told


class PortTaken(Exception):
    """Raised if the port cannot be used; the message says what to do."""


class _Server(uvicorn.Server):
    """A server that gives up what runs when it is stopped. `state` is that of the application."""

    def __init__(self, config: uvicorn.Config, state: State) -> None:
        super().__init__(config)
        self._state = state

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop the server, with a time limit: otherwise it would wait for any thread that is writing a summary."""
        super().handle_exit(sig, frame)
        exit_within(GRACEFUL_SECONDS + GRACE_SECONDS, 128 + sig)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Give up summaries at once and checks soon, then end the connections as uvicorn does."""
        loop = asyncio.get_running_loop()
        summaries_given_up = loop.run_in_executor(None, self._state.give_up_summaries)
        later = loop.call_later(CHECK_SECONDS, loop.run_in_executor, None, self._state.give_up_checks)
        await super().shutdown(sockets)
        later.cancel()
        await summaries_given_up


def _is_no_cancellation(record: logging.LogRecord) -> bool:
    """Whether a record of uvicorn's log says anything but that a stopped server cancels what is left.

    These are requests that have not arrived as a whole, and after a second Ctrl-C the application itself. uvicorn logs
    a traceback for each of them.
    """
    is_cancelled = record.exc_info is not None and isinstance(record.exc_info[1], asyncio.CancelledError)
    is_about_cancelling = any(words in str(record.msg) for words in ("graceful shutdown exceeded", "CancelledError"))
    return not (is_cancelled or is_about_cancelling)


def serve(
    port: int,
    model: str,
    sentences: int | None,
    origins: Collection[str] = (),
    upstream: Upstream | None = None,
    log: Path | None = None,
    endpoint: EndpointOptions | None = None,
    dictionary: Dictionary = NO_DICTIONARY,
    reader: ReaderOptions | None = None,
    bound: Callable[[], None] = lambda: None,
) -> None:
    """Run the server until it is interrupted. `bound` is called once it has the port. Raises PortTaken."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((ADDRESS, port))
    except OSError as error:
        raise PortTaken(f"Port {port} cannot be used ({error.strerror}): choose another with --port.") from None
    bound()
    app = create_app(
        model,
        sentences,
        origins,
        upstream=upstream,
        endpoint=endpoint,
        log=log,
        dictionary=dictionary,
        reader=reader,
    )
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        date_header=False,
        timeout_graceful_shutdown=GRACEFUL_SECONDS,
        http=ImpatientProtocol,
    )
    logging.getLogger("uvicorn.error").addFilter(_is_no_cancellation)
    _Server(config, app.state).run(sockets=[listener])
