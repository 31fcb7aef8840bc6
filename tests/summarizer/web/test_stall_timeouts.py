"""Stalled connections are closed; slow work and slow reading do not count as stalling."""

from __future__ import annotations

import http.client
import socket
import threading

import pytest
from fastapi import FastAPI
from starlette.responses import Response

from summarizer.web.stall_timeouts import StallTimeoutProtocol

WAIT_SECONDS = 60  # longer than any limit below, for a busy machine


class ShortTimeoutProtocol(StallTimeoutProtocol):
    request_timeout = 0.3
    read_timeout = 0.6
    watch_interval = 0.05
    lost: threading.Event  # set when a connection has ended

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self.lost.set()


@pytest.fixture
def answer_may_come():
    event = threading.Event()
    yield event
    event.set()  # so that the server can stop


@pytest.fixture
def address(serve_app, answer_may_come):
    app = FastAPI()

    @app.post("/")
    def late_answer() -> Response:
        answer_may_come.wait(WAIT_SECONDS)
        return Response(b"x" * 20_000_000)

    ShortTimeoutProtocol.lost = threading.Event()
    return serve_app(app, http=ShortTimeoutProtocol)


def is_ended(connection: socket.socket) -> bool:
    """Whether the server closes the connection without a response."""
    connection.settimeout(WAIT_SECONDS)
    try:
        return connection.recv(1) == b""
    except ConnectionError:
        return True


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"POST / HT",
        b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\n",
        b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 10\r\n\r\ntext=",
    ],
    ids=["nothing", "half a line", "no end of the headers", "half a body"],
)
def test_forty_requests_that_do_not_arrive_are_all_ended(address, sent):
    connections = [socket.create_connection(address) for _ in range(40)]
    for connection in connections:
        connection.sendall(sent)
    assert all(is_ended(connection) for connection in connections)


def test_a_client_that_sends_a_byte_now_and_then_is_ended(address):
    connection = socket.create_connection(address)
    connection.settimeout(0.05)
    for _ in range(20 * WAIT_SECONDS):
        try:
            connection.sendall(b"P")
            if connection.recv(1) == b"":
                return
        except TimeoutError:
            continue
        except ConnectionError:
            return
    pytest.fail("the connection is still open")


def test_a_client_that_does_not_read_its_answer_is_ended(address, answer_may_come):
    answer_may_come.set()
    connection = socket.create_connection(address)
    connection.sendall(b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\n\r\n")
    assert ShortTimeoutProtocol.lost.wait(WAIT_SECONDS)


def test_a_slow_response_does_not_end_its_connection(address, answer_may_come):
    connection = http.client.HTTPConnection(*address, timeout=WAIT_SECONDS)
    connection.request("POST", "/", b"")
    threading.Timer(4 * ShortTimeoutProtocol.request_timeout, answer_may_come.set).start()
    assert len(connection.getresponse().read()) == 20_000_000
    connection.request("POST", "/", b"")  # the connection is kept for the next request
    assert connection.getresponse().status == 200
