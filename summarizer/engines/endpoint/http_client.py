"""HTTP to one server: on this machine, unless another is allowed, and never through a proxy or a redirect.

httpcore2 implements HTTP and TLS; it ignores proxies in the environment and follows no redirects. The host name is
resolved for each request, and the connection goes to the address that was checked. The request runs in an event loop in
a thread of its own, so that the caller can give up at any moment, even while the server sends nothing.
"""

from __future__ import annotations

import json
import socket
import ssl
from collections.abc import AsyncIterator, Callable, Generator, Mapping
from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address, ip_address
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

import anyio
import httpcore2
from anyio.from_thread import start_blocking_portal
from pydantic import BaseModel, ValidationError

from summarizer.models.endpoints import KEY_VARIABLE, Endpoint, EndpointOptions, ServerKind
from summarizer.models.errors import EngineFailed, RemoteRefused

BACKOFF_SECONDS = (0.5, 1.0, 2.0)  # before each new attempt
BUSY_STATUS = (429, 503)  # answers after which the request is tried again
CONNECT_SECONDS = 5.0
SILENCE_SECONDS = 60.0  # between two pieces of an answer that has begun; before that, a model may have to be loaded
BEGUN_BYTES = 600  # from which an answer has begun: some servers send a first event before they have read the prompt
POLL_SECONDS = 0.05  # between two calls of `should_stop`
MAX_ANSWER_BYTES = 16_000_000  # of one answer; with log-probabilities a token takes some 500
MAX_DETAIL_CHARACTERS = 200  # of a server's own message, where it is quoted

Address = IPv4Address | IPv6Address
ShouldStop = Callable[[], bool]
Answer = TypeVar("Answer", bound=BaseModel)


class Refused(EngineFailed):
    """The server answered with an HTTP status other than success. `detail` is the reason that it gives, shortened."""

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
    """Sends requests to one endpoint. In messages, `start_advice` says how to start the server; `title` is its name.

    After a refused connection or a "busy" answer a request is tried again, up to `attempts` times in all.
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
        self._headers: dict[bytes | str, bytes | str]
        self._headers = {"Host": endpoint.address, "Content-Type": "application/json", "User-Agent": "Copydesk"}
        if api_key:
            if not (api_key.isascii() and api_key.isprintable()):
                raise EngineFailed(f"The key in {KEY_VARIABLE} holds characters that no key has: set it again.")
            self._headers["Authorization"] = f"Bearer {api_key}"
        self._is_down = False  # whether the last request could not connect: then the next one is tried only once
        kind = "Ollama" if endpoint.kind is ServerKind.OLLAMA else "The server"
        self.server = title or f"{kind} at {endpoint.address}"  # in messages

    def remote_host(self) -> str:
        """Returns host and port if they are on another machine, else "". Raises the errors of `resolve`."""
        addresses = resolve(self.endpoint, allow_remote=self._options.allow_remote)
        return "" if all(map(is_loopback, addresses)) else self.endpoint.address

    def json(self, kind: type[Answer], method: str, path: str, body: Mapping[str, Any] | None = None) -> Answer:
        """Returns the server's JSON answer, parsed as `kind`. Raises EngineFailed."""
        return self.parse(kind, b"\n".join(self.lines(method, path, body)))

    def lines(
        self, method: str, path: str, body: Mapping[str, Any] | None = None, should_stop: ShouldStop = bool
    ) -> Generator[bytes, None, None]:
        """Yields the lines of an answer as they arrive, until `should_stop` is true. Closing it disconnects."""
        received: SimpleQueue[bytes] = SimpleQueue()
        pending = b""
        with start_blocking_portal() as portal:
            request = portal.start_task_soon(self._request, method, path, body, received.put)
            request.add_done_callback(lambda _: received.put(b""))
            try:
                while not should_stop():
                    with suppress(Empty):
                        chunk = received.get(timeout=POLL_SECONDS)
                        *lines, pending = (pending + chunk).split(b"\n")
                        yield from lines
                        if not chunk:
                            request.result()
                            yield pending
                            return
            finally:
                request.cancel()

    async def _request(
        self, method: str, path: str, body: Mapping[str, Any] | None, receive: Callable[[bytes], None]
    ) -> None:
        """Sends a request and passes the chunks of its answer to `receive`. Raises EngineFailed."""
        try:
            with anyio.fail_after(self._options.timeout):
                async for chunk in self._first_answer(method, path, body):
                    receive(chunk)
        except TimeoutError:
            raise EngineFailed(
                f"{self.server} took longer than {self._options.timeout:g} s. The model may be too large for the "
                "machine: choose a smaller one, or allow more time with --timeout (`timeout` in copydesk.toml)."
            ) from None
        except (httpcore2.NetworkError, httpcore2.ProtocolError, httpcore2.ConnectTimeout, OSError) as error:
            raise self._failure(error) from None

    async def _first_answer(self, method: str, path: str, body: Mapping[str, Any] | None) -> AsyncIterator[bytes]:
        """Yields the body of the first answer that is neither a refused connection nor "busy"."""
        url = httpcore2.URL(f"{self.endpoint.url}{path}")
        pauses = () if self._is_down else BACKOFF_SECONDS[: self._attempts - 1]
        for pause in (*pauses, None):
            connection = httpcore2.AsyncHTTPConnection(
                url.origin,
                ssl_context=ssl.create_default_context() if self.endpoint.is_https else None,
                network_backend=_CheckedAddresses(self.endpoint, self._options),
            )
            answer = connection.stream(
                method,
                url,
                headers=self._headers,
                content=None if body is None else json.dumps(body).encode(),
                extensions={"timeout": {"connect": CONNECT_SECONDS}},
            )
            try:
                async with connection, answer as response:
                    self._is_down = False
                    if response.status not in BUSY_STATUS or pause is None:
                        if not 200 <= response.status < 300:
                            detail = b"".join([chunk async for chunk in self._body(response)])
                            raise self._refusal(response.status, reason_of(detail))
                        async for chunk in self._body(response):
                            yield chunk
                        return
            except httpcore2.ConnectError as error:
                self._is_down = True
                if pause is None or not isinstance(_root_cause(error), ConnectionRefusedError):
                    raise
            await anyio.sleep(pause)

    async def _body(self, response: httpcore2.Response) -> AsyncIterator[bytes]:
        """Yields the chunks of a body. Raises EngineFailed for a body that stops arriving, or is too long."""
        chunks, size = response.aiter_stream(), 0
        while True:
            try:
                with anyio.fail_after(SILENCE_SECONDS if size >= BEGUN_BYTES else None):
                    chunk = await anext(chunks, b"")
            except TimeoutError:
                raise EngineFailed(
                    f"{self.server} stopped in the middle of its answer and sent nothing for {SILENCE_SECONDS:g} s: it "
                    "is stuck, or the machine is out of memory. See its log, and start it again or choose a smaller "
                    "model."
                ) from None
            if not chunk:
                return
            size += len(chunk)
            if size > MAX_ANSWER_BYTES:
                raise EngineFailed(
                    f"{self.server} answered with more than {MAX_ANSWER_BYTES // 1_000_000} MB, far more than a "
                    "summary has: check the address, or choose another model."
                )
            yield chunk

    def parse(self, kind: type[Answer], data: bytes) -> Answer:
        """Returns JSON parsed as `kind`. Raises EngineFailed for anything else."""
        try:
            return kind.model_validate_json(data)
        except ValidationError:
            raise self.unintelligible() from None

    def unintelligible(self) -> EngineFailed:
        """Returns the error for an answer that does not follow the protocol."""
        return EngineFailed(
            f"{self.server} sent what cannot be understood: check that the address is that of a model's server, and "
            "that the server is up to date."
        )

    def broken_off(self) -> EngineFailed:
        """Returns the error for an incomplete answer."""
        return EngineFailed(f"{self.server} broke off its answer: see its log, and try again.")

    def _refusal(self, status: int, detail: str) -> EngineFailed:
        if 300 <= status < 400:
            return EngineFailed(
                f"{self.server} answered with a redirect, which is not followed: give the address that it leads to."
            )
        if status in (401, 403):
            message = f"wants a key, or another one (HTTP {status}): put it into {KEY_VARIABLE} in the environment."
        elif status in BUSY_STATUS:
            message = f"is busy (HTTP {status}): try again later."
        else:
            reason = f": {detail.rstrip('.')}" if detail else ""
            message = f"refused (HTTP {status}){reason}. Its log may say more."
        return Refused(f"{self.server} {message}", status, detail)

    def _failure(self, error: Exception) -> EngineFailed:
        cause = _root_cause(error)
        if isinstance(cause, ConnectionRefusedError):
            name = "Ollama" if self.endpoint.kind is ServerKind.OLLAMA else "The model's server"
            return EngineFailed(f"{name} is not running at {self.endpoint.address}: {self._start_advice}.")
        if isinstance(cause, ssl.SSLError):
            return EngineFailed(
                f"{self.server} could not prove that it is {self.endpoint.host}: check its certificate."
            )
        if isinstance(error, httpcore2.ConnectError | httpcore2.ConnectTimeout):
            return EngineFailed(f"{self.server} could not be reached: check the address, or {self._start_advice}.")
        return self.broken_off()


class _CheckedAddresses(httpcore2.AnyIOBackend):
    """Connects to the first reachable address of an endpoint, after all of its addresses were checked."""

    def __init__(self, endpoint: Endpoint, options: EndpointOptions) -> None:
        self._endpoint, self._options = endpoint, options

    async def connect_tcp(self, host: str, port: int, *args: Any, **options: Any) -> httpcore2.AsyncNetworkStream:
        *others, last = resolve(self._endpoint, allow_remote=self._options.allow_remote)
        for address in others:
            with suppress(httpcore2.ConnectError, httpcore2.ConnectTimeout):
                return await super().connect_tcp(str(address), port, *args, **options)
        return await super().connect_tcp(str(last), port, *args, **options)


def _root_cause(error: BaseException) -> BaseException:
    return _root_cause(error.__cause__) if error.__cause__ else error


def reason_of(value: Any) -> str:
    """Returns the reason in an error's JSON ({"error": ...} or {"detail": ...}) or text, shortened to one line."""
    if isinstance(value, bytes):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            value = value.decode("utf-8", "replace")
    for key in ("error", "detail", "message"):
        if isinstance(value, dict) and key in value:
            value = value[key]
    text = " ".join(value.split()) if isinstance(value, str) else ""
    return f"{text[:MAX_DETAIL_CHARACTERS]}…" if len(text) > MAX_DETAIL_CHARACTERS else text
