"""The local page and the HTTP API with a model that another server runs."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from summarizer.models.endpoints import EndpointOptions
from summarizer.web.app import create_app

from .conftest import STORY, FakeServer

STANDINS = Path(__file__).parents[2] / "standins"
ORIGIN = "http://127.0.0.1:8765"
Open = Callable[[FastAPI], TestClient]


@pytest.fixture
def another_machine(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The module `standins/another_machine`, which the process of summaries can import too."""
    monkeypatch.syspath_prepend(str(STANDINS))
    return importlib.import_module("another_machine")


@pytest.fixture
def open_app() -> Iterator[Open]:
    """Returns a client of an application; its processes end with the test."""
    opened: list[TestClient] = []

    def open_client(app: FastAPI) -> TestClient:
        client = TestClient(app, base_url=ORIGIN, headers={"origin": ORIGIN})
        client.__enter__()
        opened.append(client)
        return client

    yield open_client
    for client in opened:
        client.__exit__(None, None, None)


def test_the_api_asks_the_server_that_the_settings_name(open_app: Open, server: FakeServer) -> None:
    endpoint = EndpointOptions(base_url=f"http://{server.address}/v1")
    answer = open_app(create_app("openai:tiny", endpoint=endpoint)).post("/api/summarize", json={"text": STORY})
    summary: dict[str, Any] = answer.json()["summary"]
    assert "close two of its five libraries" in summary["text"]
    assert (summary["model"], summary["engine"], summary["remote_host"]) == ("openai:tiny", "EndpointEngine", "")
    assert any(request.path == "/v1/chat/completions" for request in server.requests)


def test_the_page_names_the_machine_that_the_article_was_sent_to(
    open_app: Open, server: FakeServer, another_machine: ModuleType
) -> None:
    endpoint = EndpointOptions(allow_remote=True)
    client = open_app(create_app("ollama:tiny:1b", endpoint=endpoint, write=another_machine.write))
    notice = f"The article was sent to {server.address}"
    assert notice in client.post("/", data={"text": STORY, "do": "summarize"}).text
    assert notice in client.post("/live/summary", json={"text": STORY}).text
    assert client.post("/api/summarize", json={"text": STORY}).json()["summary"]["remote_host"] == server.address


def test_nothing_is_sent_to_another_machine_unasked(
    open_app: Open, server: FakeServer, another_machine: ModuleType
) -> None:
    answer = open_app(create_app("ollama:tiny:1b", endpoint=EndpointOptions(), write=another_machine.write)).post(
        "/api/summarize", json={"text": STORY}
    )
    assert answer.status_code == 503
    assert "is another machine" in answer.json()["detail"]
    assert server.requests == []


def test_what_the_server_says_against_a_request_is_passed_on(open_app: Open, server: FakeServer) -> None:
    server.statuses = [200] + [400] * 9
    server.reason = "the template is broken"
    answer = open_app(create_app(f"http://{server.address}/v1#tiny")).post("/api/summarize", json={"text": STORY})
    assert answer.status_code == 503
    assert "the template is broken" in answer.json()["detail"]


@pytest.mark.parametrize("allow_remote", [False, True])
def test_the_page_promises_only_what_holds(open_app: Open, allow_remote: bool) -> None:
    endpoint = EndpointOptions(allow_remote=allow_remote)
    page = open_app(create_app("ollama:tiny:1b", endpoint=endpoint)).get("/").text
    assert ("Nothing that you paste leaves this machine" in page) is not allow_remote
    assert ("is sent to the model's server" in page) is allow_remote
