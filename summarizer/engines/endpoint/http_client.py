"""HTTP to one server: on this machine only, unless another was allowed, and never through a proxy or a redirect.

The host name is resolved for each request, and the connection goes to the very address that was checked. An answer is
read in a thread of its own, so that the caller can give up at any moment, however silent the server is.
"""

from __future__ import annotations

import json
import socket
import ssl
import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from http.client import HTTPException
from ipaddress import IPv4Address, IPv6Address, ip_address
from queue import Empty, Queue
from threading import Lock, Thread
from typing import Any

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError

from summarizer.models.endpoints import KEY_VARIABLE, Endpoint, EndpointOptions, ServerKind
from summarizer.models.errors import EngineFailed, RemoteRefused

BACKOFF_SECONDS = (0.5, 1.0, 2.0)  # before each new attempt
BUSY_STATUS = (429, 503)  # worth another attempt
CONNECT_SECONDS = 5.0
SILENCE_SECONDS = 60.0  # between two pieces of an answer that has begun; before it, a model may have to be loaded
BEGUN_BYTES = 600  # of an answer that has begun: some servers send a first event before they have read the prompt
POLL_SECONDS = 0.05  # between two looks at whether to give up
MAX_ANSWER_BYTES = 16_000_000  # of one answer; with log-probabilities a token takes some 500
MAX_DETAIL_CHARACTERS = 200  # of a server's own words in a message

Address = IPv4Address | IPv6Address
ShouldStop = Callable[[], bool]


class Refused(EngineFailed):
    """The server answered with an HTTP status that is no success. `detail` is its own reason, shortened."""

    def __init__(self, message: str, status: int, detail: str) -> None:
        super().__init__(message)
        self.status = status
        self.detail = detail


def is_loopback(address: Address) -> bool:
    """Whether an address is on this machine."""
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return (mapped or address).is_loopback


def resolve(endpoint: Endpoint, *, allow_remote: bool) -> list[Address]:
    """Returns the addresses of an endpoint's host.

    Raises RemoteRefused if any is on another machine, unless `allow_remote`, and EngineFailed for an unknown host.
    """
    try:
        records = socket.getaddrinfo(endpoint.host, endpoint.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise EngineFailed(f"The host {endpoint.host} could not be found: check the address of the server.") from None
    addresses = list(dict.fromkeys(ip_address(str(record[4][0]).partition("%")[0]) for record in records))
    if not allow_remote and not all(map(is_loopback, addresses)):
        raise RemoteRefused(
            f"{endpoint.host} is another machine, and the article would leave this one: add --allow-remote if it may."
        )
    return addresses


class HttpClient:
    """Requests to one endpoint. In messages, `start_advice` says how the server is started, and `title` what it is.

    A connection that is refused and an answer "busy" are tried again, up to `attempts` in all.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        options: EndpointOptions,
        *,
        start_advice: str,
        api_key: str = "",
        title: str = "",
        attempts: int = len(BACKOFF_SECONDS) + 1,
    ) -> None:
        self.endpoint = endpoint
        self._options = options
        self._start_advice = start_advice
        self._attempts = attempts
        self._headers = {"Host": endpoint.address, "Content-Type": "application/json", "User-Agent": "Copydesk"}
        if api_key:
            if not (api_key.isascii() and api_key.isprintable()):
                raise EngineFailed(f"The key in {KEY_VARIABLE} holds characters that no key has: set it again.")
            self._headers["Authorization"] = f"Bearer {api_key}"
        self._is_down = False  # whether nothing answered the last request: then the next is tried once only
        kind = "Ollama" if endpoint.kind is ServerKind.OLLAMA else "The server"
        self.server = title or f"{kind} at {endpoint.address}"  # in messages

    def remote_host(self) -> str:
        """Returns the host and port if they are on another machine, else "". Raises as `resolve` does."""
        addresses = resolve(self.endpoint, allow_remote=self._options.allow_remote)
        return "" if all(map(is_loopback, addresses)) else self.endpoint.address

    def json(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Returns the JSON object that the server answers. Raises EngineFailed."""
        return self.parse(b"".join(self.chunks(method, path, body)))

    def lines(self, path: str, body: Mapping[str, Any], should_stop: ShouldStop) -> Generator[bytes, None, None]:
        """Yields the lines of a streamed answer; ends early when `should_stop`. Closing it hangs up."""
        pending = b""
        with closing(self.chunks("POST", path, body, should_stop)) as chunks:
            for chunk in chunks:
                first, *rest = chunk.split(b"\n")
                if not rest:
                    pending += first
                    continue
                yield pending + first
                yield from rest[:-1]
                pending = rest[-1]
        if pending:
            yield pending

    def chunks(
        self, method: str, path: str, body: Mapping[str, Any] | None = None, should_stop: ShouldStop = bool
    ) -> Generator[bytes, None, None]:
        """Yields the body of an answer as it comes; ends early when `should_stop`. Closing it hangs up."""
        deadline = time.monotonic() + self._options.timeout
        try:
            yield from self._first_answer(method, path, body, deadline, should_stop)
        except _Stopped:
            return
        except _Silent:
            raise EngineFailed(
                f"{self.server} stopped in the middle of its answer and sent nothing for {SILENCE_SECONDS:g} s: it is "
                "stuck, or the machine is out of memory. See its log, and start it again or choose a smaller model."
            ) from None
        except _Late:
            raise EngineFailed(
                f"{self.server} took longer than {self._options.timeout:g} s. The model may be too large for the "
                "machine: choose a smaller one, or allow more time with --timeout (`timeout` in copydesk.toml)."
            ) from None
        except (HTTPError, HTTPException, OSError) as error:
            raise self._failure(error) from None

    def _first_answer(
        self, method: str, path: str, body: Mapping[str, Any] | None, deadline: float, should_stop: ShouldStop
    ) -> Iterator[bytes]:
        """Yields the body of the first answer that is neither a refused connection nor "busy"."""
        data = None if body is None else json.dumps(body).encode()
        pauses = () if self._is_down else BACKOFF_SECONDS[: self._attempts - 1]
        for pause in (*pauses, None):
            addresses = resolve(self.endpoint, allow_remote=self._options.allow_remote)
            connections = [self._connection(address) for address in addresses]
            exchange = _Exchange(connections, method, f"{self.endpoint.path}{path}", data, self._headers)
            try:
                status = exchange.receive(deadline, should_stop)
                self._is_down = False
                if status not in BUSY_STATUS or pause is None:
                    if not (isinstance(status, int) and 200 <= status < 300):
                        raise self._refusal(status, self._detail(exchange, deadline, should_stop))
                    yield from _body(exchange, deadline, should_stop)
                    return
            except NewConnectionError as error:
                self._is_down = True
                if pause is None or not isinstance(error.__cause__, ConnectionRefusedError):
                    raise
            finally:
                exchange.hang_up()
            _wait(pause, deadline, should_stop)

    def parse(self, data: bytes) -> dict[str, Any]:
        """Returns the JSON object in `data`. Raises EngineFailed for anything else."""
        try:
            value = json.loads(data)
        except (ValueError, RecursionError):
            value = None
        if not isinstance(value, dict):
            raise self.unintelligible()
        return value

    def unintelligible(self) -> EngineFailed:
        """Returns the error for an answer that does not follow the protocol."""
        return EngineFailed(
            f"{self.server} sent what cannot be understood: check that the address is that of a model's server, and "
            "that the server is up to date."
        )

    def _connection(self, address: Address) -> _Connection:
        """A connection to one address, not yet opened; with TLS, its certificate must be that of the host."""
        host, port = self.endpoint.host, self.endpoint.port
        seconds = min(CONNECT_SECONDS, self._options.timeout)
        if self.endpoint.is_https:
            return _SecureConnection(
                str(address),
                port,
                timeout=seconds,
                cert_reqs="CERT_REQUIRED",
                server_hostname=host,
            )
        return _Connection(str(address), port, timeout=seconds)

    def _detail(self, exchange: _Exchange, deadline: float, should_stop: ShouldStop) -> str:
        """The server's own reason for a refusal, on one line."""
        data = b""
        with suppress(HTTPError, OSError, _Stopped, _Late):
            while isinstance(chunk := exchange.receive(deadline, should_stop), bytes):
                data += chunk
        return error_text(data)

    def _refusal(self, status: object, detail: str) -> EngineFailed:
        code = status if isinstance(status, int) else 0
        if 300 <= code < 400:
            return EngineFailed(
                f"{self.server} answered with a redirect, which is not followed: give the address that it leads to."
            )
        if code in (401, 403):
            return Refused(
                f"{self.server} wants a key, or another one (HTTP {code}): put it into {KEY_VARIABLE} in the "
                "environment.",
                code,
                detail,
            )
        if code in BUSY_STATUS:
            return Refused(f"{self.server} is busy (HTTP {code}): try again later.", code, detail)
        reason = f": {detail.rstrip('.')}" if detail else ""
        return Refused(f"{self.server} refused (HTTP {code}){reason}. Its log may say more.", code, detail)

    def _failure(self, error: Exception) -> EngineFailed:
        if isinstance(error, NewConnectionError) and isinstance(error.__cause__, ConnectionRefusedError):
            name = "Ollama" if self.endpoint.kind is ServerKind.OLLAMA else "The model's server"
            return EngineFailed(f"{name} is not running at {self.endpoint.address}: {self._start_advice}.")
        if isinstance(error, NewConnectionError | ConnectTimeoutError):
            return EngineFailed(f"{self.server} could not be reached: check the address, or {self._start_advice}.")
        if isinstance(error, ssl.SSLError):
            return EngineFailed(
                f"{self.server} could not prove that it is {self.endpoint.host}: check its certificate."
            )
        if isinstance(error, _TooLarge):
            return EngineFailed(
                f"{self.server} answered with more than {MAX_ANSWER_BYTES // 1_000_000} MB, far more than a summary "
                "has: check the address, or choose another model."
            )
        return EngineFailed(f"{self.server} broke off its answer: see its log, and try again.")


def error_text(data: bytes) -> str:
    """Returns the reason in the body of a refusal: that of {"error": ...} or {"detail": ...}, shortened."""
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        value = data.decode("utf-8", "replace")
    return reason_of(value)


def reason_of(value: Any) -> str:
    """Returns the reason in the JSON value of an error, on one line; "" where it has none."""
    for key in ("error", "detail", "message"):
        if isinstance(value, dict) and key in value:
            value = value[key]
    text = " ".join(value.split()) if isinstance(value, str) else ""
    return f"{text[:MAX_DETAIL_CHARACTERS]}…" if len(text) > MAX_DETAIL_CHARACTERS else text


class _Stopped(Exception):
    """The caller gave up."""


class _Late(Exception):
    """The deadline passed."""


class _Silent(Exception):
    """An answer that had begun did not go on."""


class _TooLarge(HTTPError):
    """More came than MAX_ANSWER_BYTES."""


def _body(exchange: _Exchange, deadline: float, should_stop: ShouldStop) -> Iterator[bytes]:
    """Yields the chunks of a body. Raises _Silent where it does not go on, and as `receive` does."""
    size = 0
    while True:
        silence_ends = time.monotonic() + SILENCE_SECONDS if size >= BEGUN_BYTES else deadline
        try:
            chunk = exchange.receive(min(deadline, silence_ends), should_stop)
        except _Late:
            raise _Silent if silence_ends < deadline else _Late from None
        if not isinstance(chunk, bytes):
            return
        size += len(chunk)
        yield chunk


def _wait(seconds: float, deadline: float, should_stop: ShouldStop) -> None:
    """Waits before another attempt. Raises _Stopped or _Late."""
    end = time.monotonic() + seconds
    while (now := time.monotonic()) < end:
        _check(deadline, should_stop)
        time.sleep(min(POLL_SECONDS, end - now))


def _check(deadline: float, should_stop: ShouldStop) -> None:
    if should_stop():
        raise _Stopped
    if time.monotonic() >= deadline:
        raise _Late


class _Connection(HTTPConnection):
    """A connection that another thread can shut down, also while it is read from."""

    handle: socket.socket | None = None

    def _new_conn(self) -> socket.socket:
        connection = super()._new_conn()
        self.handle = connection.dup()  # a second handle of the same connection: TLS detaches the first one
        return connection


class _SecureConnection(_Connection, HTTPSConnection):
    """The same over HTTPS."""


class _Exchange:
    """One request and its answer, in a thread of its own: the status, then the chunks of the body, then None.

    The connections are tried in their order until one can be opened.
    """

    def __init__(
        self,
        connections: Sequence[_Connection],
        method: str,
        path: str,
        body: bytes | None,
        headers: Mapping[str, str],
    ) -> None:
        self._connections = connections
        self._received: Queue[int | bytes | Exception | None] = Queue()
        self._lock = Lock()  # guards the two below
        self._connection: _Connection | None = None
        self._hung_up = False
        Thread(target=self._run, args=(method, path, body, headers), daemon=True).start()

    def receive(self, deadline: float, should_stop: ShouldStop) -> int | bytes | None:
        """Returns what came next. Raises _Stopped, _Late, and what the connection raised."""
        while True:
            _check(deadline, should_stop)
            with suppress(Empty):
                received = self._received.get(timeout=POLL_SECONDS)
                if isinstance(received, Exception):
                    raise received
                return received

    def hang_up(self) -> None:
        """Ends the connection, so that the server stops working and the thread ends."""
        with self._lock:
            self._hung_up = True
            handle = self._connection.handle if self._connection else None
        if handle is not None:
            with suppress(OSError):
                handle.shutdown(socket.SHUT_RDWR)
            handle.close()

    def _run(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> None:
        try:
            connection = self._open()
            if connection is None:
                return
            with suppress(BrokenPipeError):  # the server answered before it had read all
                connection.request(method, path, body, headers, preload_content=False, decode_content=False)
            response = connection.getresponse()
            self._received.put(response.status)
            size = 0
            while chunk := response.read1(65_536, decode_content=False):
                size += len(chunk)
                if size > MAX_ANSWER_BYTES:
                    raise _TooLarge
                self._received.put(chunk)
            self._received.put(None)
        except Exception as error:  # raised again in the thread that receives
            self._received.put(error)
        finally:
            for connection in self._connections:
                connection.close()
                if connection.handle is not None:
                    connection.handle.close()

    def _open(self) -> _Connection | None:
        """The first connection that can be opened; None if the caller has hung up."""
        failure: Exception | None = None
        for connection in self._connections:
            try:
                connection.connect()
            except (NewConnectionError, ConnectTimeoutError) as error:
                failure = error
                continue
            connection.timeout = None  # from now on the caller keeps the time
            with self._lock:
                self._connection = connection
                if not self._hung_up:
                    return connection
            return None
        raise failure or OSError("no address")
