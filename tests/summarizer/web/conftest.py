from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI

Address = tuple[str, int]


@pytest.fixture
def serve_app() -> Iterator[Callable[..., Address]]:
    """Puts an application up on a real server with these settings of uvicorn; returns its address."""
    running: list[tuple[uvicorn.Server, threading.Thread]] = []

    def serve(app: FastAPI, **settings: Any) -> Address:
        listener = socket.socket()
        listener.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", **settings))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        running.append((server, thread))
        return listener.getsockname()

    yield serve
    for server, thread in running:
        server.should_exit = True
        thread.join()
