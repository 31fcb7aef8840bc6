"""Web addresses: what is fetched, and that nothing in the newsroom's own network can be reached."""

from __future__ import annotations

import contextlib
import gzip
import socket
import threading
import time
import tracemalloc
from http.server import BaseHTTPRequestHandler
from ipaddress import ip_address

import pytest

from checks.model import Zone
from summarizer.inputs import MAX_BYTES, Unreadable, fetching
from summarizer.inputs.fetching import fetch, is_public
from summarizer.inputs.web_page import read_url

STORY = "The council has agreed to spend £4 million on 12 bridges in the county, its leader said on Friday."
PAGE = f"""<html><head><title>Bridges</title><meta property="article:published_time" content="2024-05-03"></head>
<body><nav>Home News Sport</nav><article><h1>Council agrees bridges</h1><p>{STORY}</p></article></body></html>"""


def resolve_to(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    """Makes every host name resolve to these addresses."""

    def getaddrinfo(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    monkeypatch.setattr(fetching.socket, "getaddrinfo", getaddrinfo)


# ---- what is read ----------------------------------------------------------------------------------------------------


def test_a_page_is_read_with_its_headline_and_date(site):
    source = read_url(site.put("/story", PAGE.encode()))
    assert source.text == f"Council agrees bridges\n\n{STORY}"
    assert source.zones[0][2] is Zone.HEADLINE
    assert source.published is not None
    assert source.name == f"{site.url}/story"


def test_the_encoding_that_the_server_states_is_used(site):
    page = PAGE.replace("<head>", '<head><meta charset="utf-8">').encode("cp1252")
    assert STORY in read_url(site.put("/story", page, "text/html; charset=windows-1252")).text
    assert STORY in read_url(site.put("/plain", STORY.encode("utf-16"), "text/plain; charset=utf-16")).text


@pytest.mark.parametrize("content_type", ["text/plain", "text/plain; charset=no-such", "text/plain; charset=latin1"])
def test_an_unknown_or_default_encoding_of_the_server_is_ignored(site, content_type):
    assert read_url(site.put("/story", STORY.encode(), content_type)).text == STORY


def test_a_compressed_response_is_decompressed(site):
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/plain")
        handler.send_header("Content-Encoding", "gzip")
        handler.end_headers()
        handler.wfile.write(gzip.compress(STORY.encode()))

    site.pages["/packed"] = answer
    assert read_url(f"{site.url}/packed").text == STORY


def test_a_redirect_is_followed(site):
    site.put("/there", STORY.encode(), "text/plain")
    assert read_url(site.redirect("/here", "/there")).text == STORY


def test_a_file_without_a_media_type_is_read_by_its_suffix(site):
    assert (
        read_url(site.put("/story.md", b"# Bridges\n\nTwelve.", "application/octet-stream")).text
        == "Bridges\n\nTwelve."
    )


# ---- what is refused -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "192.168.0.1",
        "172.16.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fd00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "2002:7f00:1::",
        "64:ff9b::7f00:1",
        "64:ff9b:1::7f00:1",
        "::127.0.0.1",
        "::ffff:0:127.0.0.1",
        "fec0::1",
    ],
)
def test_an_address_outside_the_open_web_is_private(address):
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "64:ff9b::5db8:d70e"])
def test_an_address_of_the_open_web_is_public(address):
    assert is_public(ip_address(address))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]"])
def test_the_local_host_is_refused_however_it_is_written(guarded_site, host):
    url = guarded_site.put("/story", STORY.encode(), "text/plain").replace("127.0.0.1", host)
    with pytest.raises(Unreadable, match="private network"):
        fetch(url)
    assert guarded_site.asked == []


def test_a_host_that_resolves_to_a_private_address_is_refused(guarded_site, monkeypatch):
    resolve_to(monkeypatch, "93.184.215.14", "127.0.0.1")
    with pytest.raises(Unreadable, match="private network"):
        fetch(guarded_site.url.replace("127.0.0.1", "news.example"))
    assert guarded_site.asked == []


def test_a_host_is_resolved_only_once(site, monkeypatch):
    answers = iter(["127.0.0.1", "127.0.0.9"])
    system_getaddrinfo = socket.getaddrinfo
    resolved = []

    def getaddrinfo(host: str, port: int, *arguments: object, **options: object) -> object:
        if host == "news.example":
            resolved.append(host)
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]
        return system_getaddrinfo(host, port, *arguments, **options)

    monkeypatch.setattr(fetching.socket, "getaddrinfo", getaddrinfo)
    url = site.put("/story", STORY.encode(), "text/plain").replace("127.0.0.1", "news.example")
    assert fetch(url).data == STORY.encode()
    assert resolved == ["news.example"]


@pytest.mark.parametrize("target", ["http://127.0.0.2/secret", "//127.0.0.2/secret", "http://169.254.169.254/"])
def test_a_redirect_to_a_private_address_is_refused(site, target):
    with pytest.raises(Unreadable, match="private network"):
        fetch(site.redirect("/here", target))


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://127.0.0.1/a", "javascript:alert(1)", "http://["])
def test_a_redirect_to_anything_but_a_web_page_is_refused(site, target):
    with pytest.raises(Unreadable, match="no web page"):
        fetch(site.redirect("/here", target))


@pytest.mark.parametrize("url", ["http://", "http://[::1", "https://a b/", "http://a:99999/", "http://a\x00/"])
def test_an_invalid_address_is_reported(url):
    with pytest.raises(Unreadable, match="no address of a web page"):
        fetch(url)


def test_a_redirect_loop_ends(site):
    with pytest.raises(Unreadable, match="without end"):
        fetch(site.redirect("/here", "/here"))


def test_a_password_is_not_sent(site):
    with pytest.raises(Unreadable, match="password"):
        fetch(site.url.replace("http://", "http://me:secret@"))


@pytest.mark.parametrize(
    ("status", "message"), [(403, "not given to a program"), (404, "no page"), (503, "try again later")]
)
def test_an_http_error_is_explained(site, status, message):
    with pytest.raises(Unreadable, match=message):
        fetch(site.put("/story", b"no", status=status))


def test_a_response_that_is_too_large_is_refused(site):
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/plain")
        handler.send_header("Content-Encoding", "gzip")
        handler.end_headers()
        handler.wfile.write(gzip.compress(b"12 bridges. " * (MAX_BYTES // 10)))

    site.pages["/large"] = answer
    with pytest.raises(Unreadable, match="larger than 10 MB"):
        fetch(f"{site.url}/large")


def test_a_response_that_is_compressed_twice_takes_little_memory(site):
    packed = gzip.compress(gzip.compress(bytes(200_000_000)))

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/plain")
        handler.send_header("Content-Encoding", "gzip, gzip")
        handler.end_headers()
        handler.wfile.write(packed)

    site.pages["/packed"] = answer
    tracemalloc.start()
    try:
        with pytest.raises(Unreadable, match="larger than 10 MB"):
            fetch(f"{site.url}/packed")
        assert tracemalloc.get_traced_memory()[1] < 5 * MAX_BYTES
    finally:
        tracemalloc.stop()


def test_a_server_that_does_not_answer_times_out(site, monkeypatch):
    monkeypatch.setattr(fetching, "TIMEOUT_SECONDS", 0.1)
    site.pages["/slow"] = lambda _: time.sleep(0.5)
    with pytest.raises(Unreadable, match="did not answer"):
        fetch(f"{site.url}/slow")


def test_a_trickling_body_times_out(site, monkeypatch):
    monkeypatch.setattr(fetching, "TOTAL_TIMEOUT_SECONDS", 0.2)

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/plain")
        handler.end_headers()
        for _ in range(40):
            handler.wfile.write(b"12 bridges. ")
            handler.wfile.flush()
            time.sleep(0.02)

    site.pages["/trickle"] = answer
    with pytest.raises(Unreadable, match="took longer"):
        fetch(f"{site.url}/trickle")


@pytest.mark.parametrize("start", [b"HTTP/1.1 200 OK\r\n", b""])
def test_trickling_headers_time_out(site, monkeypatch, start):
    monkeypatch.setattr(fetching, "TOTAL_TIMEOUT_SECONDS", 0.3)

    pieces = 500
    sent = []

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(start)
        for number in range(pieces):
            handler.wfile.write(b"A: b\r\n" if start else b"H")
            handler.wfile.flush()
            sent.append(number)
            time.sleep(0.02)

    site.pages["/trickle"] = answer
    with pytest.raises(Unreadable, match="took longer"):
        fetch(f"{site.url}/trickle")
    assert len(sent) < pieces, "the connection was shut down before the server had sent everything"


def test_redirects_count_towards_the_total_timeout(site, monkeypatch):
    monkeypatch.setattr(fetching, "TOTAL_TIMEOUT_SECONDS", 0.3)

    def answer(handler: BaseHTTPRequestHandler) -> None:
        time.sleep(0.2)
        handler.send_response(302)
        handler.send_header("Location", "/slow")
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    site.pages["/slow"] = answer
    with pytest.raises(Unreadable, match="took longer"):
        fetch(f"{site.url}/slow")
    assert len(site.asked) == 2


def test_a_tls_handshake_that_never_ends_times_out(monkeypatch):
    monkeypatch.setattr(fetching, "TOTAL_TIMEOUT_SECONDS", 0.3)
    monkeypatch.setattr(fetching, "is_public", lambda address: True)
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            connection, _ = server.accept()
            with connection, contextlib.suppress(OSError):
                connection.sendall(bytes([22, 3, 3, 0, 200]))  # the header of a handshake record
                for _ in range(100):
                    connection.sendall(b"\x02")
                    time.sleep(0.02)

        threading.Thread(target=answer, daemon=True).start()
        with pytest.raises(Unreadable, match="took longer"):
            fetch(f"https://127.0.0.1:{server.getsockname()[1]}/")


def test_a_response_that_breaks_off_is_refused(site):
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/plain")
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        handler.wfile.write(STORY.encode())

    site.pages["/broken"] = answer
    with pytest.raises(Unreadable, match="broke off"):
        fetch(f"{site.url}/broken")


def test_a_picture_is_refused(site):
    with pytest.raises(Unreadable, match="no article"):
        fetch(site.put("/a.png", b"\x89PNG....", "image/png"))


def test_a_missing_network_is_reported(monkeypatch):
    def getaddrinfo(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    monkeypatch.setattr(fetching.socket, "getaddrinfo", getaddrinfo)
    with pytest.raises(Unreadable, match="offline"):
        fetch("https://news.example/story")


def test_a_server_that_cannot_be_reached_is_named(site):
    url = site.url
    site.close()
    with pytest.raises(Unreadable, match="could not be reached"):
        fetch(url)


def test_a_server_without_a_valid_certificate_is_refused(site):
    with pytest.raises(Unreadable, match=r"127\.0\.0\.1"):
        fetch(site.url.replace("http://", "https://"))


# ---- feeds -----------------------------------------------------------------------------------------------------------

RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>The Ledger</title><link>{0}</link>
<item><title>One</title><link>{0}/one</link></item><item><title>Again</title><link>{0}/one</link></item>
<item><title>Two</title><link>/two</link></item><item><title>Bad</title><link>file:///etc/passwd</link></item>
<item><title>None</title></item></channel></rss>"""


@pytest.mark.parametrize("content_type", ["application/rss+xml", "text/xml", "text/html", "text/plain"])
def test_a_feed_lists_each_article_once(site, content_type):
    pytest.importorskip("feedparser")
    from summarizer.inputs.feed import read_feed

    feed = read_feed(site.put("/rss", RSS.format(site.url).encode(), content_type))
    assert feed.title == "The Ledger"
    assert feed.articles == (f"{site.url}/one", f"{site.url}/two")


def test_a_feed_with_a_byte_order_mark_is_a_feed(site):
    pytest.importorskip("feedparser")
    from summarizer.inputs.feed import read_feed

    feed = read_feed(site.put("/rss", b"\xef\xbb\xbf" + RSS.format(site.url).encode(), "application/rss+xml"))
    assert len(feed.articles) == 2


def test_a_feed_is_refused_as_an_article_with_the_command_for_feeds(site):
    with pytest.raises(Unreadable, match="copydesk batch"):
        read_url(site.put("/rss", RSS.format(site.url).encode(), "text/xml"))


def test_a_page_that_is_sent_as_xml_is_read_as_html(site):
    page = PAGE.replace("<html>", '<?xml version="1.0"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml">')
    assert STORY in read_url(site.put("/story", page.encode(), "application/xml")).text


def test_a_page_is_not_read_as_a_feed(site):
    from summarizer.inputs.feed import read_feed

    with pytest.raises(Unreadable, match="copydesk check"):
        read_feed(site.put("/story", PAGE.encode()))


def test_a_feed_without_articles_says_so(site):
    pytest.importorskip("feedparser")
    from summarizer.inputs.feed import read_feed

    with pytest.raises(Unreadable, match="names no articles"):
        read_feed(site.put("/rss", b'<rss version="2.0"><channel><title>Empty</title></channel></rss>', "text/xml"))
