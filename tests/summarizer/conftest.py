from __future__ import annotations

import importlib
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from types import ModuleType

import psutil
import pytest

from summarizer.inputs import fetching

Handler = Callable[[BaseHTTPRequestHandler], None]
HERE = ip_address("127.0.0.1")
STANDINS = Path(__file__).parent / "standins"


class Site:
    """A web site on this machine; `pages` are what it answers with."""

    def __init__(self) -> None:
        self.pages: dict[str, Handler] = {}
        self.asked: list[str] = []
        site = self

        class Answering(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append(self.path)
                with suppress(ConnectionError):  # the reader went away
                    site.pages.get(self.path, lambda one: one.send_error(404))(self)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer((str(HERE), 0), Answering)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()
        self.url = f"http://{HERE}:{self._server.server_port}"

    def put(self, path: str, body: bytes, content_type: str = "text/html; charset=utf-8", status: int = 200) -> str:
        def answer(one: BaseHTTPRequestHandler) -> None:
            one.send_response(status)
            one.send_header("Content-Type", content_type)
            one.send_header("Content-Length", str(len(body)))
            one.end_headers()
            one.wfile.write(body)

        self.pages[path] = answer
        return self.url + path

    def lead(self, path: str, target: str) -> str:
        def answer(one: BaseHTTPRequestHandler) -> None:
            one.send_response(302)
            one.send_header("Location", target)
            one.send_header("Content-Length", "0")
            one.end_headers()

        self.pages[path] = answer
        return self.url + path

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture
def guarded_site() -> Iterator[Site]:
    site = Site()
    yield site
    site.close()


@pytest.fixture
def site(guarded_site: Site, monkeypatch: pytest.MonkeyPatch) -> Site:
    """The site, taken for one of the open web: this one address and no other is let through."""
    public = fetching.is_public
    monkeypatch.setattr(fetching, "is_public", lambda address: address == HERE or public(address))
    return guarded_site


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The module `standins/checks_that_fail`, which worker processes can import too."""
    monkeypatch.syspath_prepend(str(STANDINS))
    return importlib.import_module("checks_that_fail")


@pytest.fixture
def vanished() -> Callable[[list[psutil.Process]], bool]:
    """Do these processes end? Waits for them for as long as a busy machine may need."""

    def wait(processes: list[psutil.Process]) -> bool:
        for _ in range(2):  # what nobody asks after stays as a zombie, where nothing adopts it
            processes = [one for one in processes if one.is_running() and one.status() != psutil.STATUS_ZOMBIE]
            _, processes = psutil.wait_procs(processes, timeout=30)
        return all(one.status() == psutil.STATUS_ZOMBIE for one in processes)

    return wait


@pytest.fixture
def appeared() -> Callable[[Path], bool]:
    """Does this file come to be? Waits for it for as long as a busy machine may need."""

    def wait(file: Path) -> bool:
        for _ in range(1200):
            if file.exists():
                return True
            time.sleep(0.05)
        return False

    return wait
