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
from summarizer.web.stall_timeouts import StallTimeoutProtocol
from summarizer.web.upstream import Upstream

ADDRESS = "127.0.0.1"
GRACEFUL_SHUTDOWN_SECONDS = 2  # for requests to end after Ctrl-C
CHECK_SHUTDOWN_SECONDS = 1.5  # for checks to end, less than the above so that clients of stopped checks get a response


class PortTaken(Exception):
    """Raised if the port cannot be used; the message says what to do."""


class _Server(uvicorn.Server):
    """A server that cancels running work when it is stopped. `state` is the state of the application."""

    def __init__(self, config: uvicorn.Config, state: State) -> None:
        super().__init__(config)
        self._state = state

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop the server within a time limit. Without one, it would wait for every thread that writes a summary."""
        super().handle_exit(sig, frame)
        exit_within(GRACEFUL_SHUTDOWN_SECONDS + GRACE_SECONDS, 128 + sig)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop summaries at once and checks shortly afterwards; meanwhile end the connections as uvicorn does."""
        loop = asyncio.get_running_loop()
        summary_shutdown = loop.run_in_executor(None, self._state.close_summaries)
        check_shutdown = loop.call_later(CHECK_SHUTDOWN_SECONDS, loop.run_in_executor, None, self._state.close_checks)
        await super().shutdown(sockets)
        check_shutdown.cancel()
        await summary_shutdown


def _is_not_cancellation(record: logging.LogRecord) -> bool:
    """Whether a record of uvicorn's log is about something other than cancellation while the server stops.

    A stopping server cancels requests that have not arrived completely and, after a second Ctrl-C, the application
    itself. uvicorn logs a traceback for each of them.
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
    """Run the server until it is interrupted. Calls `bound` once it is bound to the port. Raises PortTaken."""
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
        timeout_graceful_shutdown=GRACEFUL_SHUTDOWN_SECONDS,
        http=StallTimeoutProtocol,
    )
    logging.getLogger("uvicorn.error").addFilter(_is_not_cancellation)
    _Server(config, app.state).run(sockets=[listener])
