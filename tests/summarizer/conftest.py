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
LOOPBACK = ip_address("127.0.0.1")
STANDINS = Path(__file__).parent / "standins"


class Site:
    """A web server on this machine; `pages` maps a path to its handler.

    `asked` lists the requested paths, `posted` the bodies of POST requests.
    """

    def __init__(self) -> None:
        self.pages: dict[str, Handler] = {}
        self.asked: list[str] = []
        self.posted: list[bytes] = []
        site = self

        class RequestHandler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append(self.path)
                with suppress(ConnectionError):  # the client disconnected
                    site.pages.get(self.path, lambda request: request.send_error(404))(self)

            def do_POST(self) -> None:
                site.posted.append(self.rfile.read(int(self.headers.get("Content-Length", 0))))
                self.do_GET()

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer((str(LOOPBACK), 0), RequestHandler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()
        self.url = f"http://{LOOPBACK}:{self._server.server_port}"

    def put(self, path: str, body: bytes, content_type: str = "text/html; charset=utf-8", status: int = 200) -> str:
        def answer(request: BaseHTTPRequestHandler) -> None:
            request.send_response(status)
            request.send_header("Content-Type", content_type)
            request.send_header("Content-Length", str(len(body)))
            request.end_headers()
            request.wfile.write(body)

        self.pages[path] = answer
        return self.url + path

    def redirect(self, path: str, target: str) -> str:
        def answer(request: BaseHTTPRequestHandler) -> None:
            request.send_response(302)
            request.send_header("Location", target)
            request.send_header("Content-Length", "0")
            request.end_headers()

        self.pages[path] = answer
        return self.url + path

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture
def guarded_site() -> Iterator[Site]:
    """A site on the loopback address, which Copydesk refuses to fetch from."""
    site = Site()
    yield site
    site.close()


@pytest.fixture
def site(guarded_site: Site, monkeypatch: pytest.MonkeyPatch) -> Site:
    """The site with its loopback address treated as public, so that it can be fetched from."""
    public = fetching.is_public
    monkeypatch.setattr(fetching, "is_public", lambda address: address == LOOPBACK or public(address))
    return guarded_site


@pytest.fixture
def failing_checks(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The module `standins/checks_that_fail`, which worker processes can import too."""
    monkeypatch.syspath_prepend(str(STANDINS))
    return importlib.import_module("checks_that_fail")


@pytest.fixture
def naming_checks(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The module `standins/checks_that_name_readers`, which worker processes can import too."""
    monkeypatch.syspath_prepend(str(STANDINS))
    return importlib.import_module("checks_that_name_readers")


@pytest.fixture
def standin_summaries(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The module `standins/summaries`, which the process of summaries can import too."""
    monkeypatch.syspath_prepend(str(STANDINS))
    return importlib.import_module("summaries")


@pytest.fixture
def processes_end() -> Callable[[list[psutil.Process]], bool]:
    """Whether these processes end; waits long enough for a busy machine."""

    def wait(processes: list[psutil.Process]) -> bool:
        for _ in range(2):  # in a container, a process that no parent reaps stays a zombie
            processes = [
                process for process in processes if process.is_running() and process.status() != psutil.STATUS_ZOMBIE
            ]
            _, processes = psutil.wait_procs(processes, timeout=30)
        return all(process.status() == psutil.STATUS_ZOMBIE for process in processes)

    return wait


@pytest.fixture
def file_appears() -> Callable[[Path], bool]:
    """Whether this file appears; waits long enough for a busy machine."""

    def wait(file: Path) -> bool:
        for _ in range(1200):
            if file.exists():
                return True
            time.sleep(0.05)
        return False

    return wait
