"""Fetching a GGUF file and a folder with the hub's own client, from a stand-in hub on the loopback address."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from summarizer.models.recommended import RECOMMENDED_BY_NAME

MODEL = RECOMMENDED_BY_NAME["qwen3-0.6b"]
COMMIT = "0123456789abcdef0123456789abcdef01234567"


class FakeHub:
    """Serves the files of one repository, as far as the hub's client asks for them."""

    def __init__(self, repository: str, files: dict[str, bytes]) -> None:
        self.repository = repository
        self.files = files
        self.stated_sha256: dict[str, str] = {}  # where it is not the true one
        self.without_hash: set[str] = set()  # weights that are not large files, so that no SHA-256 is stated
        self.stated_bytes: dict[str, int] = {}
        self.stated_blobs: dict[str, str] = {}
        self.requests: list[str] = []
        hub = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                hub.answer(self, has_body=True)

            def do_HEAD(self) -> None:
                hub.answer(self, has_body=False)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def answer(self, handler: BaseHTTPRequestHandler, *, has_body: bool) -> None:
        path = handler.path.partition("?")[0]
        self.requests.append(f"{handler.command} {path}")
        if path.startswith(f"/api/models/{self.repository}/tree/"):
            entries = [self._tree_entry(name) for name in self.files]
            self._send(handler, json.dumps(entries).encode(), {"Content-Type": "application/json"}, has_body)
        elif path.startswith(f"/api/models/{self.repository}"):
            self._send(handler, json.dumps(self._info()).encode(), {"Content-Type": "application/json"}, has_body)
        elif path.startswith(f"/{self.repository}/resolve/{COMMIT}/"):
            name = path.rpartition("/")[2]
            if name in self.files:
                headers = {"X-Repo-Commit": COMMIT, "ETag": f'"{self._etag(name)}"'}
                self._send(handler, self.files[name], headers, has_body)
                return
            self._missing(handler, "EntryNotFound")
        else:
            self._missing(handler, "RepoNotFound")

    def _info(self) -> dict[str, Any]:
        return {
            "_id": "1",
            "id": self.repository,
            "modelId": self.repository,
            "sha": COMMIT,
            "siblings": [self._sibling(name) for name in self.files],
        }

    def _sibling(self, name: str) -> dict[str, Any]:
        content = self.files[name]
        sibling: dict[str, Any] = {
            "rfilename": name,
            "size": len(content),
            "blobId": self.stated_blobs.get(name) or git_hash(content),
        }
        if name.endswith((".gguf", ".safetensors")) and name not in self.without_hash:
            sha256 = self.stated_sha256.get(name, hashlib.sha256(content).hexdigest())
            size = self.stated_bytes.get(name, len(content))
            sibling["lfs"] = {"sha256": sha256, "size": size, "pointerSize": 134}
        return sibling

    def _tree_entry(self, name: str) -> dict[str, Any]:
        sibling = self._sibling(name)
        entry = {"type": "file", "path": name, "oid": sibling["blobId"], "size": sibling["size"]}
        if "lfs" in sibling:
            entry["lfs"] = {**sibling["lfs"], "oid": sibling["lfs"]["sha256"]}
        return entry

    def _etag(self, name: str) -> str:
        return hashlib.sha256(self.files[name]).hexdigest()

    def _send(self, handler: BaseHTTPRequestHandler, data: bytes, headers: dict[str, str], has_body: bool) -> None:
        handler.send_response(200)
        for name, value in {**headers, "Content-Length": str(len(data))}.items():
            handler.send_header(name, value)
        handler.end_headers()
        if has_body:
            handler.wfile.write(data)

    def _missing(self, handler: BaseHTTPRequestHandler, code: str) -> None:
        handler.send_response(404)
        handler.send_header("X-Error-Code", code)
        handler.send_header("Content-Length", "0")
        handler.end_headers()


def git_hash(content: bytes) -> str:
    return hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()


@pytest.fixture
def fake_hub(gguf: Path) -> Iterator[FakeHub]:
    hub = FakeHub(MODEL.repository, {MODEL.file: gguf.read_bytes(), "other-Q8_0.gguf": b"GGUF", "README.md": b"# tiny"})
    yield hub
    hub.close()


def copydesk(hub: FakeHub, cache: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Runs the command in a process of its own, as the hub's client reads its address when it is imported."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("HF_", "COPYDESK_"))}
    environment |= {
        "HF_ENDPOINT": hub.url,
        "HF_HOME": str(cache / "hf"),
        "HF_HUB_DISABLE_XET": "1",
        "COPYDESK_CACHE": str(cache / "copydesk"),
        "OLLAMA_HOST": "127.0.0.1:1",
        "PYTHONPATH": os.pathsep.join(sys.path),
        **variables,
    }
    command = [sys.executable, "-m", "summarizer.cli", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)


def test_a_recommended_model_is_fetched_verified_pinned_and_then_needs_no_hub(
    fake_hub: FakeHub, cache: Path, tmp_path: Path
) -> None:
    done = copydesk(fake_hub, cache, "models", "pull", MODEL.name)
    assert done.returncode == 0, done.stderr
    assert COMMIT in done.stdout
    assert "as they came" in done.stdout
    assert hashlib.sha256(fake_hub.files[MODEL.file]).hexdigest()[:12] in done.stdout
    assert not [request for request in fake_hub.requests if "other-Q8_0" in request or "README" in request]
    assert all(MODEL.repository in request for request in fake_hub.requests), "nothing else is told to the hub"
    story = tmp_path / "story.txt"
    story.write_text("The council voted on Tuesday to close two of its five libraries from next spring.")
    asked = len(fake_hub.requests)
    for name in (MODEL.name, "better"):
        written = copydesk(fake_hub, cache, "summarize", str(story), "--model", name, "--format", "json")
        assert written.returncode == 0, written.stderr
        summary = json.loads(written.stdout)["summary"]
        assert (summary["model"], summary["revision"]) == (MODEL.name, COMMIT)
    assert len(fake_hub.requests) == asked
    removed = copydesk(fake_hub, cache, "models", "remove", MODEL.name)
    assert removed.returncode == 0, removed.stderr
    assert not list((cache / "hf").rglob("*.gguf"))
    assert not list((cache / "copydesk").glob("prepared/*"))


def test_a_file_with_another_hash_than_the_hub_states_is_refused(fake_hub: FakeHub, cache: Path) -> None:
    fake_hub.stated_sha256[MODEL.file] = "0" * 64
    done = copydesk(fake_hub, cache, "models", "pull", MODEL.name)
    assert done.returncode == 3
    assert f"{MODEL.file} of {MODEL.name} is damaged" in done.stderr
    assert not (cache / "copydesk" / "hub.json").exists()


def test_a_file_without_a_stated_hash_is_refused_before_it_is_fetched(fake_hub: FakeHub, cache: Path) -> None:
    fake_hub.without_hash.add(MODEL.file)
    done = copydesk(fake_hub, cache, "models", "pull", MODEL.name)
    assert done.returncode == 3
    assert "states no SHA-256" in done.stderr
    assert not [request for request in fake_hub.requests if "resolve" in request]


def test_a_disk_that_cannot_hold_it_is_said_before_anything_is_fetched(fake_hub: FakeHub, cache: Path) -> None:
    fake_hub.stated_bytes[MODEL.file] = 1 << 60
    done = copydesk(fake_hub, cache, "models", "pull", MODEL.name)
    assert done.returncode == 3
    assert "no space left" in done.stderr
    assert not [request for request in fake_hub.requests if "resolve" in request]


def test_a_file_that_the_hub_no_longer_has_is_said(fake_hub: FakeHub, cache: Path) -> None:
    del fake_hub.files[MODEL.file]
    done = copydesk(fake_hub, cache, "models", "pull", MODEL.name)
    assert done.returncode == 2
    assert "has no file" in done.stderr


def test_a_hub_that_cannot_be_reached_is_said(fake_hub: FakeHub, cache: Path) -> None:
    done = copydesk(fake_hub, cache, "models", "pull", MODEL.name, HF_ENDPOINT="http://127.0.0.1:1")
    assert done.returncode == 3
    assert "cannot be reached" in done.stderr
    assert done.stderr.count("\n") == 1


def test_better_without_any_says_how_to_get_one(fake_hub: FakeHub, cache: Path, tmp_path: Path) -> None:
    story = tmp_path / "story.txt"
    story.write_text("Rain fell.")
    done = copydesk(fake_hub, cache, "summarize", str(story), "--model", "better")
    assert (done.returncode, done.stdout) == (2, "")
    assert "copydesk models recommend" in done.stderr


@pytest.fixture
def story(tmp_path: Path) -> Path:
    file = tmp_path / "story.txt"
    file.write_text("The council voted on Tuesday to close two of its five libraries from next spring.")
    return file


def summary_by(model: str, hub: FakeHub, cache: Path, story: Path) -> dict[str, Any]:
    written = copydesk(hub, cache, "summarize", str(story), "--model", model, "--format", "json")
    assert written.returncode == 0, written.stderr
    summary: dict[str, Any] = json.loads(written.stdout)["summary"]
    return summary


@pytest.mark.parametrize("family", ["t5", "bart", "pegasus", "mbart", "chat"])
def test_each_family_is_pulled_and_then_works_offline(
    family: str, cache: Path, story: Path, request: pytest.FixtureRequest
) -> None:
    """As docs/models.md says: by name after `pull`."""
    folder: Path = request.getfixturevalue(family)
    hub = FakeHub(f"desk/{family}-tiny", {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()})
    try:
        done = copydesk(hub, cache, "models", "pull", hub.repository)
    finally:
        hub.close()
    assert done.returncode == 0, done.stderr
    assert "as they came" in done.stdout
    assert "model.safetensors" in done.stdout
    summary = summary_by(hub.repository, hub, cache, story)
    assert (summary["engine"], summary["revision"]) == ("TransformersEngine", COMMIT)
    assert summary["drafts"]


def test_a_folder_that_was_copied_works_without_a_hub(t5: Path, fake_hub: FakeHub, cache: Path, story: Path) -> None:
    summary = summary_by(str(t5), fake_hub, cache, story)
    assert (summary["engine"], summary["revision"]) == ("TransformersEngine", "")
    assert summary["drafts"]


def test_a_small_file_that_is_damaged_is_noticed(t5: Path, cache: Path) -> None:
    hub = FakeHub("desk/t5-tiny", {path.name: path.read_bytes() for path in t5.iterdir() if path.is_file()})
    hub.stated_blobs["config.json"] = "0" * 40
    try:
        done = copydesk(hub, cache, "models", "pull", hub.repository)
    finally:
        hub.close()
    assert done.returncode == 3
    assert "config.json of desk/t5-tiny is damaged" in done.stderr
