"""Ctrl-C twice stops every run, whatever it is doing."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil
import pytest

from summarizer.desk.checking import EXIT_INTERRUPTED

STANDINS = Path(__file__).parents[1] / "standins"

pytestmark = [
    pytest.mark.skipif(os.name != "posix", reason="there are no such signals here"),
    pytest.mark.skipif(
        signal.getsignal(signal.SIGINT) is signal.SIG_IGN, reason="whoever runs the tests has this signal ignored"
    ),
]

TIMEOUT = 120  # seconds after which a run counts as hanging
SUMMARIES = """
import time
from pathlib import Path
from types import SimpleNamespace
import summarizer
from summarizer.cli import main

def sleep():
    Path({folder!r}, "begun").touch()
    time.sleep(3600)

def sleep_through_everything(*_, **__):
    for name in ("begun", "interrupted", "interrupted again"):
        try:
            Path({folder!r}, name).touch()
            time.sleep(3600)
        except BaseException:
            pass
    time.sleep(3600)

engine = SimpleNamespace(name="e", revision="", context_length=1, defaults=None, default_samples=10)
engine.generate = sleep_through_everything
summarizer.loaded = lambda model: engine
summarizer.summarize = lambda article, *, model=None, **_: {at_work}
main()
"""
SERVER = """
import sys
from functools import partial
sys.path.insert(0, {standins!r})
import summaries
from summarizer.cli import main
from summarizer.web import app, server

server.create_app = partial(app.create_app, write=summaries.write)
main()
"""
AT_WORK = {"between questions": "sleep()", "when the model is asked": "model.generate(['a question'])"}


def run(code: str, *arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.mark.parametrize("at_work", AT_WORK.values(), ids=AT_WORK)
def test_summaries_of_a_folder_are_stopped(tmp_path, file_appears, at_work):
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text("Police arrested 12 people.", encoding="utf-8")
    code = SUMMARIES.format(folder=str(tmp_path), at_work=at_work)
    stopped = run(code, "batch", folder, "-o", tmp_path / "out", "--summaries")
    assert file_appears(tmp_path / "begun")
    stopped.send_signal(signal.SIGINT)
    if at_work != "sleep()":  # that run ends at the first signal
        assert file_appears(tmp_path / "interrupted")
        stopped.send_signal(signal.SIGINT)
    stopped.communicate(timeout=TIMEOUT)
    assert stopped.returncode == EXIT_INTERRUPTED
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(("times", "path"), [(1, "/api/summarize"), (1, "/live/summary"), (2, "/live/summary")])
def test_a_server_that_writes_a_summary_is_stopped_with_one_line(
    tmp_path, file_appears, processes_end, standin_summaries, times, path
):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    stopped = run(SERVER.format(standins=str(STANDINS)), "serve", "--port", port)
    assert stopped.stderr is not None
    assert "Copydesk is at" in stopped.stderr.readline()

    over = threading.Event()
    answers = []

    def ask() -> None:
        while not over.wait(0.05):  # until the server is up
            try:
                asking = http.client.HTTPConnection("127.0.0.1", port)
                body = json.dumps({"text": f"Police arrested 12 people. {standin_summaries.STUCK} {tmp_path}"})
                own_page = {"Content-Type": "application/json", "Origin": f"http://127.0.0.1:{port}"}
                asking.request("POST", path, body, own_page)
                answers.append(asking.getresponse().read())
            except (OSError, http.client.HTTPException):
                pass

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    assert file_appears(tmp_path / "begun")
    over.set()
    half_a_request = socket.create_connection(("127.0.0.1", port))
    half_a_request.sendall(b"POST /v2/check HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9\r\n\r\ntext")
    started = psutil.Process(stopped.pid).children(recursive=True)
    for _ in range(times):
        stopped.send_signal(signal.SIGINT)
        time.sleep(0.1)  # signals that arrive together are delivered once
    _, said = stopped.communicate(timeout=TIMEOUT)
    assert stopped.returncode == EXIT_INTERRUPTED
    assert [line for line in said.splitlines() if "written to" not in line] == ["copydesk: stopped"]
    assert processes_end(started)
    half_a_request.close()
    if times == 1:
        asking.join(TIMEOUT)
        assert b"Copydesk is being stopped" in answers[-1]


@pytest.mark.parametrize("how", ["SIGTERM", "SIGKILL"])
def test_no_process_outlives_a_server_that_is_ended(tmp_path, file_appears, processes_end, standin_summaries, how):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    ended = run(SERVER.format(standins=str(STANDINS)), "serve", "--no-log", "--port", port)
    assert ended.stderr is not None
    assert "Copydesk is at" in ended.stderr.readline()
    asking = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)
    body = json.dumps({"text": f"Police arrested 12 people. {standin_summaries.STUCK} {tmp_path}"})
    while not asking.sock:
        with contextlib.suppress(OSError):  # until the server is up
            asking.connect()
    asking.request("POST", "/api/summarize", body, {"Content-Type": "application/json"})
    assert file_appears(tmp_path / "begun")
    started = psutil.Process(ended.pid).children(recursive=True)
    assert len(started) >= 3  # the fork server, a worker and the process of summaries
    ended.send_signal(getattr(signal, how))
    ended.communicate(timeout=TIMEOUT)
    assert processes_end(started)
