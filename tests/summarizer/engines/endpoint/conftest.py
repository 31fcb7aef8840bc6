"""A server on the loopback address that speaks Ollama's protocol and OpenAI's, as far as Copydesk uses them."""

from __future__ import annotations

import json
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

import pytest

import summarizer
from summarizer import cli
from summarizer.engines.endpoint import http_client

STORY = (
    "The town council voted on Tuesday to close two of its five libraries from next spring. "
    "Officials said the move would save about 1.2 million pounds a year. "
    "A petition against the plan has drawn more than 9,000 signatures since January."
)
DRAFT = "The town council voted on Tuesday to close two of its five libraries."


class Request(NamedTuple):
    path: str
    body: dict[str, Any]
    headers: dict[str, str]


class FakeServer:
    """Writes `draft` to each request. What differs from a well-behaved server is set by each test."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.draft = DRAFT
        self.reasoning = ""  # sent apart, as `thinking` or `reasoning_content`
        self.log_probability: float | None = -0.25  # of every token
        self.context_length = 40_960
        self.max_choices = 8  # of one request
        self.refuses_extras = False
        self.extra_facts: dict[str, Any] = {}  # of the model, in /api/show
        self.prompt_tokens: Callable[[int], int] = lambda words: words * 5 // 3
        self.raw: Callable[[str], bytes | None] = lambda path: None  # bytes to send in place of an answer
        self.statuses: list[int] = []  # of the next requests; then 200
        self.reason = "not now"  # for a status that is not 200
        self.silent_after: int | None = None  # pieces of text
        self.released = threading.Event()  # ends the silence
        self.before_chat: Callable[[], None] = lambda: None
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                fake.answer(self, {})

            def do_POST(self) -> None:
                fake.answer(self, json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._server.block_on_close = False
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()
        self.address = f"127.0.0.1:{self._server.server_port}"
        self._is_closed = False

    def close(self) -> None:
        if not self._is_closed:
            self._is_closed = True
            self.released.set()
            self._server.shutdown()
            with suppress(OSError):  # the processes of a batch have inherited the listening socket
                self._server.socket.shutdown(socket.SHUT_RDWR)
            self._server.server_close()
            self._thread.join()

    def chats(self) -> list[dict[str, Any]]:
        """The bodies of the requests for a text."""
        return [request.body for request in self.requests if "chat" in request.path]

    def answer(self, handler: BaseHTTPRequestHandler, body: dict[str, Any]) -> None:
        self.requests.append(Request(handler.path, body, dict(handler.headers)))
        with suppress(ConnectionError):
            if "chat" in handler.path:
                self.before_chat()
            status = self.statuses.pop(0) if self.statuses else 200
            if status != 200:
                _send(handler, json.dumps({"error": {"message": self.reason}}).encode(), status)
            elif (raw := self.raw(handler.path)) is not None:
                _send(handler, raw)
            elif handler.path == "/api/show":
                info = {"general.architecture": "tiny", "tiny.context_length": self.context_length}
                _send_json(handler, {"model_info": info, "details": {"family": "tiny"}, **self.extra_facts})
            elif handler.path == "/api/tags":
                _send_json(handler, {"models": [{"name": "tiny:1b", "digest": "c0ffee" * 8, "size": 1_300_000_000}]})
            elif handler.path == "/api/chat":
                _stream(handler, (json.dumps(part).encode() + b"\n" for part in self._ollama_parts(body)))
            elif handler.path == "/v1/models":
                _send_json(handler, {"data": [{"id": "tiny", "max_model_len": self.context_length}]})
            elif handler.path == "/v1/chat/completions":
                if self.refuses_extras and ("logprobs" in body or "n" in body):
                    _send(handler, b'{"detail": "extra fields not permitted"}', 422)
                    return
                events = (b"data: " + json.dumps(part).encode() + b"\n\n" for part in self._openai_parts(body))
                _stream(handler, (event for events in (events, [b"data: [DONE]\n\n"]) for event in events))
            else:
                _send(handler, b'{"error": "no such path"}', 404)

    def _pieces(self) -> Iterator[str]:
        words = self.draft.split(" ")
        for number, word in enumerate(words):
            if number == self.silent_after:
                self.released.wait(60)
            yield f" {word}" if number else word

    def _ollama_parts(self, body: dict[str, Any]) -> Iterator[dict[str, Any]]:
        if self.reasoning:
            yield {"message": {"role": "assistant", "content": "", "thinking": self.reasoning}, "done": False}
        for piece in self._pieces():
            part: dict[str, Any] = {"message": {"role": "assistant", "content": piece}, "done": False}
            if self.log_probability is not None:
                part["logprobs"] = [{"token": piece, "logprob": self.log_probability}]
            yield part
        count = self.prompt_tokens(_words(body))
        yield {"message": {"content": ""}, "done": True, "done_reason": "stop", "prompt_eval_count": count}

    def _openai_parts(self, body: dict[str, Any]) -> Iterator[dict[str, Any]]:
        choices = range(min(body.get("n", 1), self.max_choices))
        if self.reasoning:
            for index in choices:
                yield {"choices": [{"index": index, "delta": {"reasoning_content": self.reasoning, "content": None}}]}
        for piece in self._pieces():
            for index in choices:
                choice: dict[str, Any] = {"index": index, "delta": {"content": piece}}
                if body.get("logprobs") and self.log_probability is not None:
                    choice["logprobs"] = {"content": [{"token": piece, "logprob": self.log_probability}]}
                yield {"choices": [choice]}
        for index in choices:
            yield {"choices": [{"index": index, "delta": {}, "finish_reason": "stop"}]}
        yield {"choices": [], "usage": {"prompt_tokens": self.prompt_tokens(_words(body))}}


def _words(body: dict[str, Any]) -> int:
    return sum(len(message["content"].split()) for message in body["messages"])


def _send(handler: BaseHTTPRequestHandler, data: bytes, status: int = 200) -> None:
    handler.send_response(status)
    if 300 <= status < 400:
        handler.send_header("Location", "http://127.0.0.1:1/elsewhere")
    handler.send_header("Content-Length", str(len(data)))
    handler.end_headers()
    handler.wfile.write(data)


def _send_json(handler: BaseHTTPRequestHandler, value: object) -> None:
    _send(handler, json.dumps(value).encode())


def _stream(handler: BaseHTTPRequestHandler, parts: Iterator[bytes]) -> None:
    handler.send_response(200)
    handler.end_headers()
    for part in parts:
        handler.wfile.write(part)
        handler.wfile.flush()


class Ran(NamedTuple):
    """Exit code, standard output and standard error of a run."""

    code: int
    out: str
    err: str


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(http_client, "BACKOFF_SECONDS", (0.0, 0.0, 0.0))
    for variable in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):  # nothing may go through them
        monkeypatch.setenv(variable, "http://127.0.0.1:1")
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("COPYDESK_API_KEY", raising=False)
    summarizer._load.cache_clear()
    yield
    summarizer._load.cache_clear()


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeServer]:
    """A running server, which is also where Ollama is looked for."""
    fake = FakeServer()
    monkeypatch.setenv("OLLAMA_HOST", fake.address)
    yield fake
    fake.close()


@pytest.fixture(params=["ollama", "openai"])
def model(request: pytest.FixtureRequest, server: FakeServer) -> str:
    """The server's model by either protocol."""
    return "ollama:tiny:1b" if request.param == "ollama" else f"http://{server.address}/v1#tiny"


@pytest.fixture
def copydesk(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Runs the command line in this process: `copydesk("summarize", path)`."""

    def run(*arguments: object) -> Ran:
        with monkeypatch.context() as patch:
            patch.setattr(sys, "argv", ["copydesk", *map(str, arguments)])
            with pytest.raises(SystemExit) as stopped:
                cli.main()
        written = capsys.readouterr()
        return Ran(int(stopped.value.code or 0), written.out, written.err)

    return run
