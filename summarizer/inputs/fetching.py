"""Fetches web addresses, from the open web only.

A host name is resolved once and the connection goes to the very address that was checked, so that neither DNS rebinding
nor a redirect can lead into the newsroom's own network. Proxy settings of the environment are not followed: a proxy
would resolve the name again.
"""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from summarizer.inputs.decoding import SAVE_AS_TEXT
from summarizer.inputs.feed_start import begins_as_feed
from summarizer.inputs.source import MAX_BYTES, Unreadable

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse, HTTPConnectionPool

FEED_KIND = ".xml"  # FetchedFile.kind of a feed
TIMEOUT_SECONDS = 10  # to connect, and for each read of the response
TOTAL_TIMEOUT_SECONDS = 30  # with all redirects
MAX_IP_ADDRESSES = 4  # of a host that are tried
MAX_REDIRECTS = 5
PASTE_ADVICE = "open it in a browser, copy the article and paste it"

_KIND_OF_MEDIA_TYPE = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/rss+xml": FEED_KIND,
    "application/atom+xml": FEED_KIND,
    "application/xml": FEED_KIND,
    "text/xml": FEED_KIND,
}
_CHUNK_BYTES = 65_536  # of a response's body that are read at once
_UNSPECIFIC_MEDIA_TYPES = ("", "application/octet-stream", "binary/octet-stream")
_NAT64 = ip_network("64:ff9b::/96")
_GLOBAL_UNICAST = ip_network("2000::/3")  # the only IPv6 range that public addresses are allocated from
_HEADERS = {
    "User-Agent": "Copydesk (an editor's own machine)",
    "Accept": "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,*/*;q=0.5",
    "Accept-Language": "en",
    "Accept-Encoding": "gzip, deflate",
}

Address = IPv4Address | IPv6Address


@dataclass(frozen=True, slots=True)
class FetchedFile:
    """The content of a web address."""

    url: str  # after all redirects
    data: bytes
    kind: str  # the suffix of files of its type (".html"), or FEED_KIND
    encoding: str  # as the server states it; empty where it does not


def is_public(address: Address) -> bool:
    """Whether an IP address belongs to the open web. IPv6 that embeds an IPv4 address is judged by the latter."""
    if isinstance(address, IPv6Address):
        embedded = address.ipv4_mapped or address.sixtofour
        if address in _NAT64:
            embedded = IPv4Address(int(address) & 0xFFFFFFFF)
        if embedded is not None:
            return is_public(embedded)
        if address not in _GLOBAL_UNICAST:
            return False
    return address.is_global and not address.is_multicast


def fetch(url: str) -> FetchedFile:
    """The content of a web address, after all redirects. Raises Unreadable; the message says why and what to do."""
    deadline = time.monotonic() + TOTAL_TIMEOUT_SECONDS
    current = url
    for _ in range(MAX_REDIRECTS + 1):
        with _request(current, url, deadline) as response:
            _check_deadline(url, deadline)
            location = response.headers.get("location", "")
            if response.status in (301, 302, 303, 307, 308) and location:
                current = _redirect_target(current, location, url)
                continue
            _check_status(response.status, url)
            data = _body(response, url, deadline)
        media_type, encoding = _parse_content_type(response.headers.get("content-type", ""))
        return FetchedFile(current, data, _kind(media_type, current, data, url), encoding)
    raise Unreadable(f"{url} leads from one address to another without end: {PASTE_ADVICE}.")


def _redirect_target(current: str, location: str, url: str) -> str:
    """The address that a redirect leads to; `location` may be relative to the current address."""
    try:
        return urljoin(current, location)
    except ValueError:
        raise Unreadable(f"{url} leads to {location}, which is no web page: {PASTE_ADVICE}.") from None


def _request(current: str, url: str, deadline: float) -> BaseHTTPResponse:
    """The response of the host's first IP address that can be reached; its body is not read yet.

    `current` is the address to request, `url` the one that the user gave, for messages. Raises Unreadable where
    `current` is not a public web page or no IP address answers.
    """
    import urllib3
    from urllib3.exceptions import HTTPError, LocationParseError, NewConnectionError, SSLError, TimeoutError

    try:
        parsed = urllib3.util.parse_url(current)
        port = parsed.port or (443 if parsed.scheme == "https" else 80)
    except LocationParseError:
        raise Unreadable(f"{url} is no address of a web page: check it.") from None
    if not parsed.host and current == url:
        raise Unreadable(f"{url} is no address of a web page: check it.")
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise Unreadable(f"{url} leads to {current}, which is no web page: {PASTE_ADVICE}.")
    if parsed.auth:
        raise Unreadable(f"{url} holds a name or password, which Copydesk does not send: {PASTE_ADVICE}.")
    host = parsed.host.strip("[]")
    failure: Exception | None = None
    for address in _ip_addresses(host, port, url):
        _check_deadline(url, deadline)
        try:
            return _pool(address, port, parsed.scheme, host, deadline).urlopen(
                "GET",
                parsed.request_uri,
                headers={"Host": parsed.netloc or host, **_HEADERS},
                retries=False,
                redirect=False,
                assert_same_host=False,
                preload_content=False,
            )
        except (HTTPError, OSError) as error:
            failure = error
    _check_deadline(url, deadline)
    if isinstance(failure, SSLError):
        raise Unreadable(f"{host} could not prove that it is {host} (its certificate is not valid): {PASTE_ADVICE}.")
    # To urllib3, a connection that cannot be opened is a timeout too.
    if isinstance(failure, TimeoutError) and not isinstance(failure, NewConnectionError):
        raise Unreadable(f"{host} did not answer within {TIMEOUT_SECONDS} seconds: try again, or {PASTE_ADVICE}.")
    raise Unreadable(f"{host} could not be reached: are you offline? Try again, or {PASTE_ADVICE}.")


def _pool(address: Address, port: int, scheme: str, host: str, deadline: float) -> HTTPConnectionPool:
    """Connections to one IP address that end at the deadline. With TLS, its certificate must name the host."""
    import urllib3

    from summarizer.inputs.connections import DeadlineHTTPConnection, DeadlineHTTPSConnection

    wait = min(TIMEOUT_SECONDS, max(0.001, deadline - time.monotonic()))
    timeout = urllib3.Timeout(connect=wait, read=wait)
    if scheme == "https":
        pool: HTTPConnectionPool = urllib3.HTTPSConnectionPool(
            str(address), port, timeout=timeout, server_hostname=host, assert_hostname=host, deadline=deadline
        )
        pool.ConnectionCls = DeadlineHTTPSConnection
    else:
        pool = urllib3.HTTPConnectionPool(str(address), port, timeout=timeout, deadline=deadline)
        pool.ConnectionCls = DeadlineHTTPConnection
    return pool


def _ip_addresses(host: str, port: int, url: str) -> Iterator[Address]:
    """The IP addresses of a host, at most MAX_IP_ADDRESSES. Raises Unreadable if any of the host's is private."""
    try:
        records = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Unreadable(
            f"{host} could not be found: check the address, or whether you are offline or behind a proxy; "
            f"or {PASTE_ADVICE}."
        ) from None
    addresses = list(dict.fromkeys(ip_address(str(record[4][0]).partition("%")[0]) for record in records))
    if not all(map(is_public, addresses)):
        raise Unreadable(
            f"{url} leads to {host}, which is an address of this machine or of a private network: Copydesk fetches "
            f"from the open web only; {PASTE_ADVICE}."
        )
    yield from addresses[:MAX_IP_ADDRESSES]


def _check_status(status: int, url: str) -> None:
    """Raises Unreadable for every HTTP status except success."""
    if status in (401, 402, 403, 407, 451):
        raise Unreadable(f"{url} is not given to a program (HTTP {status}): {PASTE_ADVICE}.")
    if status in (404, 410):
        raise Unreadable(f"There is no page at {url} (HTTP {status}): check the address.")
    if status >= 300:
        raise Unreadable(f"{url} could not be had (HTTP {status}): try again later, or {PASTE_ADVICE}.")


def _body(response: BaseHTTPResponse, url: str, deadline: float) -> bytes:
    """The decompressed body. Raises Unreadable where it is too large or too slow, or breaks off."""
    from urllib3.exceptions import HTTPError

    data = bytearray()
    try:
        while chunk := response.read1(_CHUNK_BYTES, decode_content=True):
            data += chunk
            if len(data) > MAX_BYTES:
                raise Unreadable(f"{url} is larger than {MAX_BYTES // 1_000_000} MB: {PASTE_ADVICE}.")
            _check_deadline(url, deadline)
    except (HTTPError, OSError):
        _check_deadline(url, deadline)
        raise Unreadable(f"{url} broke off before its end: try again, or {PASTE_ADVICE}.") from None
    _check_deadline(url, deadline)  # a connection that was shut down at the deadline looks like a complete one
    return bytes(data)


def _check_deadline(url: str, deadline: float) -> None:
    """Raises Unreadable once the deadline has passed; `deadline` is a time of `time.monotonic`, in seconds."""
    if time.monotonic() >= deadline:
        raise Unreadable(f"{url} took longer than {TOTAL_TIMEOUT_SECONDS} seconds: try again, or {PASTE_ADVICE}.")


def _parse_content_type(content_type: str) -> tuple[str, str]:
    """The media type and the encoding in a Content-Type header; each is empty where it is missing."""
    media_type, _, parameters = content_type.partition(";")
    encoding = re.search(r"charset\s*=\s*[\"']?([\w.:-]{2,30})", parameters, re.IGNORECASE)
    return media_type.strip().lower(), encoding[1] if encoding else ""


def _kind(media_type: str, current: str, data: bytes, url: str) -> str:
    """The kind of the data, as in `FetchedFile`. Raises Unreadable for a media type that no article has."""
    if begins_as_feed(data):
        return FEED_KIND
    if _KIND_OF_MEDIA_TYPE.get(media_type) == FEED_KIND:  # some other XML
        return ".html"
    if media_type in _KIND_OF_MEDIA_TYPE:
        return _KIND_OF_MEDIA_TYPE[media_type]
    if media_type in _UNSPECIFIC_MEDIA_TYPES:
        suffix = re.search(r"\.\w{2,5}\Z", urlsplit(current).path)
        if suffix and suffix[0].lower() in _KIND_OF_MEDIA_TYPE.values():
            return suffix[0].lower()
        return ".html" if data.lstrip()[:1] == b"<" else ".txt"
    raise Unreadable(f"{url} is no article ({media_type}): {SAVE_AS_TEXT}.")
