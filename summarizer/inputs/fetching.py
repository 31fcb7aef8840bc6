"""Fetches what lies at a web address, and only from the open web.

A name is looked up once and the connection goes to the very address that was looked at, so that no answer of a name
server and no redirect can lead into the newsroom's own network. Environment settings of proxies are not followed: a
proxy would look the name up again.
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

from summarizer.inputs.decoding import ADVICE
from summarizer.inputs.source import MAX_BYTES, Unreadable

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse

FEED = ".xml"
SECONDS = 10  # for the connection, and for each piece of the answer
SECONDS_IN_ALL = 30
MAX_REDIRECTS = 5
PASTE = "open it in a browser, copy the article and paste it"

_KINDS = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/rss+xml": FEED,
    "application/atom+xml": FEED,
    "application/xml": FEED,
    "text/xml": FEED,
}
_UNSURE = ("", "application/octet-stream", "binary/octet-stream")
_FEED = re.compile(rb"\A(?>\s+|<!--.*?-->|<\?[^>]*>)*+<(?:rss|feed|rdf:RDF)[\s>]", re.DOTALL)
_NAT64 = ip_network("64:ff9b::/96")
_OPEN = ip_network("2000::/3")  # all that has been handed out of the new addresses
_HEADERS = {
    "User-Agent": "Copydesk (an editor's own machine)",
    "Accept": "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,*/*;q=0.5",
    "Accept-Language": "en",
    "Accept-Encoding": "gzip, deflate",
}

Address = IPv4Address | IPv6Address


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a web address answered. `kind` is the ending of such a file, ".html", or FEED; `url` is where it came from
    in the end; `encoding` is what the server says, "" where it says nothing."""

    url: str
    data: bytes
    kind: str
    encoding: str


def is_public(address: Address) -> bool:
    """Is this an address of the open web? Those that stand for another are judged by the one they stand for."""
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if address in _NAT64:
            inner = IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
        if address not in _OPEN:
            return False
    return address.is_global and not address.is_multicast


def fetch(url: str) -> Fetched:
    """Raises Unreadable with the reason and what to do."""
    deadline = time.monotonic() + SECONDS_IN_ALL
    here = url
    for _ in range(MAX_REDIRECTS + 1):
        with _answer(here, url, deadline) as response:
            _refuse_late(url, deadline)
            target = response.headers.get("location", "")
            if response.status in (301, 302, 303, 307, 308) and target:
                here = _joined(here, target, url)
                continue
            _refuse_status(response.status, url)
            data = _body(response, url, deadline)
        media, encoding = _stated(response.headers.get("content-type", ""))
        return Fetched(here, data, _kind(media, here, data, url), encoding)
    raise Unreadable(f"{url} leads from one address to another without end: {PASTE}.")


def _joined(here: str, target: str, url: str) -> str:
    try:
        return urljoin(here, target)
    except ValueError:
        raise Unreadable(f"{url} leads to {target}, which is no web page: {PASTE}.") from None


def _answer(here: str, url: str, deadline: float) -> BaseHTTPResponse:
    """The answer of one address, unread. The first of its public addresses that takes the call."""
    import urllib3
    from urllib3.exceptions import HTTPError, LocationParseError, NewConnectionError, SSLError, TimeoutError

    from summarizer.inputs.connections import Connection, SecureConnection

    try:
        place = urllib3.util.parse_url(here)
        port = place.port or (443 if place.scheme == "https" else 80)
    except LocationParseError:
        raise Unreadable(f"{url} is no address of a web page: check it.") from None
    if not place.host and here == url:
        raise Unreadable(f"{url} is no address of a web page: check it.")
    if place.scheme not in ("http", "https") or not place.host:
        raise Unreadable(f"{url} leads to {here}, which is no web page: {PASTE}.")
    if place.auth:
        raise Unreadable(f"{url} holds a name or password, which Copydesk does not send: {PASTE}.")
    host = place.host.strip("[]")
    failed: Exception | None = None
    for address in _addresses(host, port, url):
        _refuse_late(url, deadline)
        wait = min(SECONDS, max(0.001, deadline - time.monotonic()))
        timeout = urllib3.Timeout(connect=wait, read=wait)
        if place.scheme == "https":
            pool: urllib3.HTTPConnectionPool = urllib3.HTTPSConnectionPool(
                str(address), port, timeout=timeout, server_hostname=host, assert_hostname=host, until=deadline
            )
            pool.ConnectionCls = SecureConnection
        else:
            pool = urllib3.HTTPConnectionPool(str(address), port, timeout=timeout, until=deadline)
            pool.ConnectionCls = Connection
        try:
            return pool.urlopen(
                "GET",
                place.request_uri,
                headers={"Host": place.netloc or host, **_HEADERS},
                retries=False,
                redirect=False,
                assert_same_host=False,
                preload_content=False,
            )
        except (HTTPError, OSError) as error:
            failed = error
    _refuse_late(url, deadline)
    if isinstance(failed, SSLError):
        raise Unreadable(f"{host} could not prove that it is {host} (its certificate is not valid): {PASTE}.")
    if isinstance(failed, TimeoutError) and not isinstance(failed, NewConnectionError):  # which is one of them
        raise Unreadable(f"{host} did not answer within {SECONDS} seconds: try again, or {PASTE}.")
    raise Unreadable(f"{host} could not be reached: are you offline? Try again, or {PASTE}.")


def _addresses(host: str, port: int, url: str) -> Iterator[Address]:
    """Where a name leads. One private address among them is reason enough to refuse all."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Unreadable(
            f"{host} could not be found: check the address, or whether you are offline or behind a proxy; or {PASTE}."
        ) from None
    addresses = list(dict.fromkeys(ip_address(str(one[4][0]).partition("%")[0]) for one in found))
    if not all(map(is_public, addresses)):
        raise Unreadable(
            f"{url} leads to {host}, which is an address of this machine or of a private network: Copydesk fetches "
            f"from the open web only; {PASTE}."
        )
    yield from addresses[:4]


def _refuse_status(status: int, url: str) -> None:
    if status in (401, 402, 403, 407, 451):
        raise Unreadable(f"{url} is not given to a program (HTTP {status}): {PASTE}.")
    if status in (404, 410):
        raise Unreadable(f"There is no page at {url} (HTTP {status}): check the address.")
    if status >= 300:
        raise Unreadable(f"{url} could not be had (HTTP {status}): try again later, or {PASTE}.")


def _body(response: BaseHTTPResponse, url: str, deadline: float) -> bytes:
    from urllib3.exceptions import HTTPError

    data = bytearray()
    try:
        while part := response.read1(65_536, decode_content=True):
            data += part
            if len(data) > MAX_BYTES:
                raise Unreadable(f"{url} is larger than {MAX_BYTES // 1_000_000} MB: {PASTE}.")
            _refuse_late(url, deadline)
    except (HTTPError, OSError):
        _refuse_late(url, deadline)
        raise Unreadable(f"{url} broke off before its end: try again, or {PASTE}.") from None
    _refuse_late(url, deadline)  # a connection that was cut looks like one at its end
    return bytes(data)


def _refuse_late(url: str, deadline: float) -> None:
    if time.monotonic() >= deadline:
        raise Unreadable(f"{url} took longer than {SECONDS_IN_ALL} seconds: try again, or {PASTE}.")


def _stated(content_type: str) -> tuple[str, str]:
    media, _, rest = content_type.partition(";")
    encoding = re.search(r"charset\s*=\s*[\"']?([\w.:-]{2,30})", rest, re.IGNORECASE)
    return media.strip().lower(), encoding[1] if encoding else ""


def _kind(media: str, here: str, data: bytes, url: str) -> str:
    if _FEED.match(data[:4096]):
        return FEED
    if _KINDS.get(media) == FEED:  # some other XML
        return ".html"
    if media in _KINDS:
        return _KINDS[media]
    if media in _UNSURE:
        ending = re.search(r"\.\w{2,5}\Z", urlsplit(here).path)
        if ending and ending[0].lower() in _KINDS.values():
            return ending[0].lower()
        return ".html" if data.lstrip()[:1] == b"<" else ".txt"
    raise Unreadable(f"{url} is no article ({media}): {ADVICE}.")
