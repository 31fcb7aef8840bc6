"""A second LanguageTool server, whose matches are merged with Copydesk's, since clients use one server only."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlencode

import urllib3
from urllib3.exceptions import (
    HTTPError,
    LocationParseError,
    NameResolutionError,
    NewConnectionError,
    ProtocolError,
    SSLError,
    TimeoutError,
)

from summarizer.engines.endpoint.http_client import is_loopback
from summarizer.inputs.connections import DeadlineHTTPConnection, DeadlineHTTPSConnection

UPSTREAM_TIMEOUT_SECONDS = 10.0  # for a response; after that, matches are Copydesk's alone
MAX_RESPONSE_BYTES = 50_000_000
READ_CHUNK_BYTES = 65_536


class UpstreamFailed(Exception):
    """Raised if the server gave no usable response; the message says why."""


@dataclass(frozen=True, slots=True)
class UpstreamResponse:
    """The server's response to a check: its matches, and the language of the text (None if not stated)."""

    matches: list[dict[str, Any]]
    language: dict[str, Any] | None = None

    @property
    def code(self) -> str:
        """The code of the language, "" if not stated."""
        code = self.language.get("code") if self.language else None
        return code if isinstance(code, str) else ""


class Upstream:
    """A LanguageTool server at an address such as "http://localhost:8081", which may have a path that ends in /v2.

    The server must be on this machine unless `allow_remote`. A request may take `seconds`. Raises ValueError for an
    invalid address.
    """

    def __init__(self, url: str, seconds: float = UPSTREAM_TIMEOUT_SECONDS, *, allow_remote: bool = False) -> None:
        try:
            parsed = urllib3.util.parse_url(url)
        except LocationParseError:
            raise ValueError(f"{url} is no web address") from None
        if parsed.scheme not in ("http", "https") or not parsed.host or parsed.query or parsed.fragment:
            raise ValueError(f"{url} is no web address of a server")
        if parsed.auth:
            raise ValueError(f"{url} holds a name or password: the client is to send those")
        self.host, self.port = parsed.host.strip("[]"), parsed.port or (443 if parsed.scheme == "https" else 80)
        self.url = f"{parsed.scheme}://{parsed.netloc}{(parsed.path or '').rstrip('/').removesuffix('/v2')}"
        self._scheme, self._prefix = parsed.scheme, (parsed.path or "").rstrip("/").removesuffix("/v2")
        self._seconds, self._allow_remote = seconds, allow_remote

    def is_refused(self) -> bool:
        """Whether no text may be sent to the server because it is, or may be, on another machine.

        Its host name is resolved anew each time.
        """
        if self._allow_remote:
            return False
        try:
            records = socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            return True
        return not all(_is_on_this_machine(str(record[4][0])) for record in records)

    def _check_peer(self, address: str) -> None:
        if not self._allow_remote and not _is_on_this_machine(address):
            raise UpstreamFailed(self._remote_message)

    @property
    def _remote_message(self) -> str:
        return f"{self.url} is not on this machine, and no text may be sent elsewhere"

    def check(self, fields: Mapping[str, str]) -> UpstreamResponse:
        """The server's response to a check with these form fields. Raises UpstreamFailed."""
        document = self._request("POST", "/v2/check", urlencode(fields))
        matches = document.get("matches") if isinstance(document, dict) else None
        if not isinstance(document, dict) or not isinstance(matches, list) or not all(map(_is_match, matches)):
            raise UpstreamFailed(f"{self.url} gave an answer that is not LanguageTool's")
        language = document.get("language")
        return UpstreamResponse(matches, language if isinstance(language, dict) else None)

    def languages(self) -> list[dict[str, Any]]:
        """The languages that the server checks. Raises UpstreamFailed."""
        document = self._request("GET", "/v2/languages")
        if not isinstance(document, list) or not all(map(_is_language, document)):
            raise UpstreamFailed(f"{self.url} gave an answer that is not LanguageTool's")
        return document

    def _request(self, method: str, path: str, body: str | None = None) -> Any:
        """The JSON value of a response with status 200. Raises UpstreamFailed."""
        if self.is_refused():
            raise UpstreamFailed(self._remote_message)
        deadline = time.monotonic() + self._seconds
        headers = {"Accept": "application/json", "Accept-Encoding": "gzip, deflate", "User-Agent": "Copydesk"}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        data = bytearray()
        try:
            with self._pool(deadline) as pool:
                response = pool.urlopen(
                    method,
                    self._prefix + path,
                    body=body,
                    headers=headers,
                    retries=False,
                    redirect=False,
                    preload_content=False,
                )
                while chunk := response.read1(READ_CHUNK_BYTES, decode_content=True):
                    data += chunk
                    if len(data) > MAX_RESPONSE_BYTES:
                        raise UpstreamFailed(f"{self.url} gave an answer that is too large")
        except (HTTPError, OSError) as error:
            if time.monotonic() >= deadline:
                raise UpstreamFailed(self._timeout_message) from None
            raise UpstreamFailed(f"{self.url} {self._failure_description(error)}") from None
        if time.monotonic() >= deadline:  # a connection closed at the deadline looks like the end of the response
            raise UpstreamFailed(self._timeout_message)
        if response.status != 200:
            raise UpstreamFailed(f"{self.url} answered with HTTP status {response.status}")
        try:
            return json.loads(data)
        except (ValueError, RecursionError):
            raise UpstreamFailed(f"{self.url} gave an answer that is not LanguageTool's") from None

    @property
    def _timeout_message(self) -> str:
        return f"{self.url} took longer than {self._seconds:g} seconds to answer"

    def _failure_description(self, error: Exception) -> str:
        """Why a request failed, in plain words: the predicate of a sentence whose subject is the server's address."""
        if isinstance(error, NameResolutionError):
            return "did not answer: its host could not be found"
        if isinstance(error, NewConnectionError):
            return "did not answer: is it running?"
        if isinstance(error, TimeoutError):
            return f"took longer than {self._seconds:g} seconds to answer"
        if isinstance(error, SSLError):
            return "did not answer: its certificate is not accepted, or it does not speak HTTPS"
        if isinstance(error, ProtocolError):
            return "broke off the connection before it had answered"
        return "gave an answer that cannot be read"

    def _pool(self, deadline: float) -> urllib3.HTTPConnectionPool:
        is_https = self._scheme == "https"
        pool_class: type[urllib3.HTTPConnectionPool]
        pool_class = urllib3.HTTPSConnectionPool if is_https else urllib3.HTTPConnectionPool
        pool = pool_class(
            self.host,
            self.port,
            timeout=urllib3.Timeout(connect=self._seconds, read=self._seconds),
            deadline=deadline,
            check_peer=self._check_peer,
        )
        pool.ConnectionCls = DeadlineHTTPSConnection if is_https else DeadlineHTTPConnection
        return pool


def _is_on_this_machine(address: str) -> bool:
    return is_loopback(ip_address(address.partition("%")[0]))


def _is_language(item: Any) -> bool:
    """Whether an item of a list of languages has what LanguageTool states of each."""
    return isinstance(item, dict) and isinstance(item.get("longCode"), str)


def _is_match(item: object) -> bool:
    return isinstance(item, dict) and isinstance(item.get("offset"), int) and isinstance(item.get("length"), int)
