"""Served models on the command line: the drafts are checked as the embedded model's are, and errors say what to do."""

from __future__ import annotations

import csv
import json
import socket
from pathlib import Path

import httpcore2
import pytest

import summarizer
from summarizer.engines.endpoint import http_client
from summarizer.web import server as web_server

STORY = (
    "The town council voted on Tuesday to close two of its five libraries from next spring. "
    "Officials said the move would save about 1.2 million pounds a year. "
    "A petition against the plan has drawn more than 9,000 signatures since January."
)


@pytest.fixture
def story(tmp_path: Path) -> Path:
    file = tmp_path / "story.txt"
    file.write_text(STORY, encoding="utf-8")
    return file


@pytest.fixture
def stories(tmp_path: Path) -> Path:
    folder = tmp_path / "stories"
    folder.mkdir()
    for name, town in (("a", "Aldham"), ("b", "Burton"), ("c", "Corby")):
        text = STORY.replace("The town council", f"The council of {town}")
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def test_a_story_is_summarised_and_what_it_does_not_support_is_thrown_away(copydesk, server, model, story) -> None:
    server.draft = (
        "The town council voted on Tuesday to close two of its five libraries. The move would save 7 million pounds."
    )
    ran = copydesk("summarize", story, "--model", model, "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    summary = json.loads(ran.out)["summary"]
    assert "The town council voted" in summary["text"]
    assert "to close two of its five libraries" in summary["text"]
    assert "7 million" not in summary["text"]
    assert "7 million" in json.dumps(summary["rejected"])
    assert (summary["model"], summary["engine"], summary["remote_host"]) == (model, "EndpointEngine", "")
    assert len(summary["drafts"]) == 4  # a greedy one, two samples, and one that was told what is wrong
    assert {draft["score"] for draft in summary["drafts"]} == {-0.25}


def test_the_revision_of_an_ollama_model_is_its_hash(copydesk, server, story) -> None:
    ran = copydesk("summarize", story, "--model", "ollama:tiny:1b", "--format", "json")
    assert json.loads(ran.out)["summary"]["revision"] == "c0ffeec0ffee"


def test_a_report_without_another_machine_names_none(copydesk, server, model, story) -> None:
    ran = copydesk("summarize", story, "--model", model)
    assert "sent to" not in ran.out


@pytest.mark.parametrize("form", ["text", "markdown", "html", "json"])
def test_every_report_names_the_machine_that_the_article_was_sent_to(
    copydesk, server, model, story, monkeypatch, form
) -> None:
    monkeypatch.setattr(http_client, "is_loopback", lambda address: False)
    ran = copydesk("summarize", story, "--model", model, "--allow-remote", "--format", form)
    assert ran.code == 0
    if form == "json":
        assert json.loads(ran.out)["summary"]["remote_host"] == server.address
    else:
        assert f"The article was sent to {server.address}" in " ".join(ran.out.replace("\\", "").split())


def test_a_batch_names_it_too(copydesk, server, model, stories, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(http_client, "is_loopback", lambda address: False)
    ran = copydesk("batch", stories, "-o", tmp_path / "out", "--summaries", "--model", model, "--allow-remote")
    assert ran.code == 0
    for page in ("index.html", "articles/a.txt.html"):
        assert f"was sent to {server.address}" in (tmp_path / "out" / page).read_text(encoding="utf-8")


def test_the_data_of_a_batch_name_the_machine(copydesk, server, model, stories, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(http_client, "is_loopback", lambda address: False)
    copydesk("batch", stories, "-o", tmp_path / "out", "--summaries", "--model", model, "--allow-remote")
    rows = list(csv.DictReader((tmp_path / "out" / "overview.csv").open(encoding="utf-8-sig")))
    assert {row["model host"] for row in rows} == {server.address}
    records = map(json.loads, (tmp_path / "out" / "findings.jsonl").read_text(encoding="utf-8").splitlines())
    sent = [record for record in records if record["kind"] == "sent"]
    assert sorted(record["article"] for record in sent) == sorted(row["article"] for row in rows)
    assert {(record["remote_host"], record["certain"]) for record in sent} == {(server.address, True)}
    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert f"Articles were sent to {server.address}, where the model ran" in page


def test_an_article_whose_summary_failed_may_have_been_sent(
    copydesk, server, model, stories, tmp_path, monkeypatch
) -> None:
    monkeypatch.setattr(http_client, "is_loopback", lambda address: False)

    def break_off() -> None:
        raise ConnectionResetError

    server.before_chat = break_off
    copydesk("batch", stories, "-o", tmp_path / "out", "--summaries", "--model", model, "--allow-remote")
    rows = list(csv.DictReader((tmp_path / "out" / "overview.csv").open(encoding="utf-8-sig")))
    assert {row["model host"] for row in rows} == {server.address}
    assert f"The article may have been sent to {server.address}." in (tmp_path / "out" / "index.html").read_text(
        encoding="utf-8"
    )
    assert '"certain": false' in (tmp_path / "out" / "findings.jsonl").read_text(encoding="utf-8")


def test_the_data_of_a_batch_on_this_machine_name_none(copydesk, server, model, stories, tmp_path) -> None:
    copydesk("batch", stories, "-o", tmp_path / "out", "--summaries", "--model", model)
    rows = list(csv.DictReader((tmp_path / "out" / "overview.csv").open(encoding="utf-8-sig")))
    assert {row["model host"] for row in rows} == {""}
    assert '"sent"' not in (tmp_path / "out" / "findings.jsonl").read_text(encoding="utf-8")


@pytest.mark.parametrize("command", ["summarize", "batch", "serve"])
@pytest.mark.parametrize("name", ["ollama:tiny", "http://gpu.example:8080/v1#tiny"])
def test_another_machine_is_refused_before_a_connection_is_opened(
    copydesk, story, stories, tmp_path, monkeypatch, command, name
) -> None:
    def connect(*_: object, **__: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setenv("OLLAMA_HOST", "gpu.example")
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda host, port, **_: [(socket.AF_INET, 1, 6, "", ("203.0.113.9", port))]
    )
    monkeypatch.setattr(httpcore2.AnyIOBackend, "connect_tcp", connect)
    monkeypatch.setattr(web_server, "serve", connect)
    arguments = {
        "summarize": ["summarize", story],
        "batch": ["batch", stories, "-o", tmp_path / "out", "--summaries"],
        "serve": ["serve"],
    }
    ran = copydesk(*arguments[command], "--model", name)
    assert ran.code == 2
    assert "gpu.example is another machine" in ran.err
    assert "--allow-remote" in ran.err


def test_without_ollama_one_line_says_how_to_start_it(copydesk, server, story) -> None:
    server.close()
    ran = copydesk("summarize", story, "--model", "ollama:tiny:1b")
    assert (ran.code, ran.out) == (3, "")
    assert ran.err == f"copydesk: Ollama is not running at {server.address}: start it with `ollama serve`.\n"


@pytest.mark.parametrize("name", ["ollama:", "openai:tiny", "http://127.0.0.1:8080/v1", "http://127.0.0.1:x/v1#a"])
def test_a_name_without_a_model_or_an_address_is_bad_usage(copydesk, story, name) -> None:
    ran = copydesk("summarize", story, "--model", name)
    assert (ran.code, ran.out) == (2, "")


def test_the_settings_of_a_folder_hold_address_and_time_limit(copydesk, server, story, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    settings = tmp_path / "copydesk.toml"
    settings.write_text(f'model = "openai:tiny"\nbase-url = "http://{server.address}/v1"\ntimeout = 1\n')
    assert copydesk("summarize", story).code == 0
    server.silent_after = 0
    ran = copydesk("summarize", story)
    assert (ran.code, ran.out) == (3, "")
    assert "took longer than 1 s" in ran.err
    assert "`timeout` in copydesk.toml" in ran.err


def test_the_model_of_the_settings_is_the_one_that_is_checked(copydesk, server, tmp_path, monkeypatch) -> None:
    from summarizer.pipeline import smoke_evaluation

    monkeypatch.setattr(smoke_evaluation, "smoke_articles", lambda: [("story", STORY)])
    monkeypatch.setenv("COPYDESK_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    settings = f'model = "openai:tiny"\nbase-url = "http://{server.address}/v1"\n'
    (tmp_path / "copydesk.toml").write_text(settings, encoding="utf-8")
    assert copydesk("models", "check").out.startswith("openai:tiny")
    assert copydesk("models", "check", "ollama:tiny:1b").out.startswith("ollama:tiny:1b")


def test_no_name_at_all_is_said(copydesk, story) -> None:
    ran = copydesk("summarize", story, "--model", "")
    assert (ran.code, ran.err) == (
        2,
        "copydesk: The name of the model is empty: give one, or leave --model out for the embedded model.\n",
    )


def test_what_is_amiss_with_a_readers_name_is_said_of_no_other_option(copydesk, story) -> None:
    ran = copydesk("check", story, "--reader", "openai:tiny")
    assert ran.code == 2
    assert "--base-url" in ran.err
    assert "--model" not in ran.err


@pytest.mark.parametrize("line", ["allow-remote = true", 'api-key = "secret"', "timeout = 0"])
def test_what_a_settings_file_may_not_say(copydesk, story, tmp_path, monkeypatch, line) -> None:
    """A file that came with a folder cannot send its articles away."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "copydesk.toml").write_text(line, encoding="utf-8")
    assert copydesk("summarize", story).code == 2


def test_a_server_that_ends_in_the_middle_of_a_batch_leaves_the_rest_done(
    copydesk, server, model, stories, tmp_path
) -> None:
    def end_at_the_second_article() -> None:
        if "Burton" in json.dumps(server.requests[-1].body):
            server.close()
            raise ConnectionResetError

    server.before_chat = end_at_the_second_article
    ran = copydesk("batch", stories, "-o", tmp_path / "out", "--summaries", "--model", model, "--timeout", 30)
    assert ran.code == 3
    [line] = [line for line in ran.err.splitlines() if "without a summary" in line]
    assert line.startswith("copydesk: 2 articles without a summary: ")
    assert line.endswith(". Others for other reasons: see the report.")
    overview = (tmp_path / "out" / "overview.csv").read_text(encoding="utf-8-sig").splitlines()
    rows = {line.partition(",")[0]: line for line in overview}
    assert "No summary" not in rows["a.txt"]
    assert "broke off its answer" in rows["b.txt"]
    assert "is not running at" in rows["c.txt"]
    assert sorted(path.name for path in (tmp_path / "out" / "articles").glob("*.html")) == [
        "a.txt.html",
        "b.txt.html",
        "c.txt.html",
    ]


def test_a_report_says_where_the_server_did_not_count_the_prompt(copydesk, server, model, story) -> None:
    note = "The model's server did not say how much of the text it read"
    assert note not in copydesk("summarize", story, "--model", model).out
    summarizer._load.cache_clear()
    server.prompt_tokens = lambda words: 0
    assert note in " ".join(copydesk("summarize", story, "--model", model).out.split())
    assert note in copydesk("summarize", story, "--model", model, "--format", "html").out.replace("&#39;", "'")


@pytest.mark.parametrize("options", [[], ["-q"]])
def test_a_batch_without_its_server_says_so_on_the_terminal(
    copydesk, server, model, stories, tmp_path, options
) -> None:
    def end() -> None:
        server.close()
        raise ConnectionResetError

    server.before_chat = end
    ran = copydesk("batch", stories, "-o", tmp_path / "out", "--summaries", "--model", model, *options)
    assert ran.code == 3
    assert "3 articles without a summary: " in ran.err
    assert bool(ran.out) is not bool(options)
    assert "without a summary" not in copydesk("batch", stories, "-o", tmp_path / "out").err


def test_the_models_of_a_running_ollama_are_listed(copydesk, server, monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("COPYDESK_CACHE", str(tmp_path / "cache"))
    ran = copydesk("models")
    assert "ollama:tiny:1b" in ran.out
    server.close()
    ran = copydesk("models")
    assert (ran.code, ran.err) == (0, "")
    assert "ollama:tiny" not in ran.out


@pytest.mark.parametrize("command", ["show", "pull", "remove"])
def test_the_files_of_a_served_model_are_the_servers_business(copydesk, server, command) -> None:
    ran = copydesk("models", command, "ollama:tiny:1b")
    assert (ran.code, ran.out) == (2, "")
    assert "run by a server" in ran.err
    assert server.requests == []


def test_a_batch_is_summarised_again_where_the_same_name_means_another_server(
    copydesk, server, stories, tmp_path
) -> None:
    for base_url, new in ((f"http://{server.address}/v1", True), (f"http://{server.address}/v1/", False)):
        server.requests.clear()
        options = ("--summaries", "--model", "openai:tiny", "--base-url", base_url)
        assert copydesk("batch", stories, "-o", tmp_path / "out", *options).code == 0
        assert bool(server.chats()) is new
    options = ("--summaries", "--model", "openai:tiny", "--base-url", f"http://{server.address}")
    assert copydesk("batch", stories, "-o", tmp_path / "out", *options).code == 0
    assert not server.chats()  # it is the same server
    server.requests.clear()
    options = ("--summaries", "--model", "openai:tiny", "--base-url", f"http://localhost:{server.address[10:]}/v1")
    assert copydesk("batch", stories, "-o", tmp_path / "out", *options).code == 0
    assert server.chats()


def test_a_served_model_gets_its_objections_back_once(copydesk, server, model, story) -> None:
    server.draft = "The move would save 7 million pounds."
    copydesk("summarize", story, "--model", model)
    *_, last = server.chats()
    assert [message["role"] for message in last["messages"]] == ["system", "user", "assistant", "user"]
    assert "7 million" in last["messages"][-1]["content"]
    assert len([chat for chat in server.chats() if len(chat["messages"]) == 4]) == 1


@pytest.mark.parametrize("protocol", ["ollama", "openai"])
def test_a_small_served_model_gets_one_line_of_instructions(copydesk, server, story, protocol) -> None:
    server.extra_facts = {"details": {"family": "llama", "parameter_size": "134.52M"}}
    server.draft = "The move would save 7 million pounds."
    name = "ollama:tiny:1b" if protocol == "ollama" else f"http://{server.address}/v1#smol-135m"
    copydesk("summarize", story, "--model", name)
    assert {len(chat["messages"]) for chat in server.chats()} == {1}


def test_better_is_what_ollama_has(copydesk, server, story, monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("COPYDESK_CACHE", str(tmp_path / "cache"))
    listed = json.dumps({"models": [{"name": "qwen3:4b-instruct", "digest": "c0ffee" * 8, "size": 2_500_000_000}]})
    server.raw = lambda path: listed.encode() if path == "/api/tags" else None
    ran = copydesk("summarize", story, "--model", "better", "--format", "json")
    assert ran.code == 0
    assert json.loads(ran.out)["summary"]["model"] == "ollama:qwen3:4b-instruct"
    assert "qwen3:4b-instruct" in copydesk("models", "recommend").out
    pulled = copydesk("models", "pull", "better")
    assert (pulled.code, pulled.out) == (2, "")
    assert "is here" in pulled.err


def test_what_is_recommended_for_an_ollama_without_it(copydesk, server, monkeypatch, tmp_path) -> None:
    from summarizer.models import machine
    from summarizer.models.machine import Machine

    monkeypatch.setenv("COPYDESK_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(machine, "read_machine", lambda: Machine(16_000_000_000, 8_000_000_000, 4))
    monkeypatch.setattr(
        "summarizer.engines.recommended_alias.read_machine", lambda: Machine(16_000_000_000, 8_000_000_000, 4)
    )
    ran = copydesk("models", "recommend")
    assert ran.code == 0
    assert "ollama pull qwen3:4b-instruct" in ran.out
    assert "--model ollama:qwen3:4b-instruct" in ran.out
    pulled = copydesk("models", "pull", "better")
    assert pulled.code == 2
    assert "`ollama pull qwen3:4b-instruct` fetches Qwen3 4B" in pulled.err


def test_other_running_servers_are_found_at_their_ports(server) -> None:
    from summarizer.engines.endpoint.discovery import running_servers

    port = int(server.address.rpartition(":")[2])
    [found] = running_servers({port: "LM Studio", 1: "nothing"})
    assert (found.usual_program, found.names) == ("LM Studio", [f"http://{server.address}/v1#tiny"])
    server.raw = lambda path: b"<html>another program</html>"
    assert running_servers({port: "LM Studio"}) == []


def test_a_server_at_its_usual_port_is_listed_and_its_model_is_the_better_one(
    copydesk, server, story, monkeypatch, tmp_path
) -> None:
    from summarizer.engines.endpoint import discovery

    monkeypatch.setenv("COPYDESK_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("OLLAMA_HOST", "127.0.0.1:1")
    monkeypatch.setattr(discovery, "KNOWN_PORTS", {int(server.address.rpartition(":")[2]): "LM Studio"})
    listed = json.dumps({"data": [{"id": "qwen/qwen3-4b"}, {"id": "embeddings"}]})
    server.raw = lambda path: listed.encode() if path == "/v1/models" else None
    name = f"http://{server.address}/v1#qwen/qwen3-4b"
    models = copydesk("models").out
    assert f"{name}  " in models
    assert f"http://{server.address}/v1#embeddings" in models
    assert "LM Studio usually has" in " ".join(models.split())
    recommended = copydesk("models", "recommend").out
    assert f"--model {name}" in recommended
    assert "models pull" not in recommended
    ran = copydesk("summarize", story, "--model", "better", "--format", "json")
    assert json.loads(ran.out)["summary"]["model"] == name
    assert "is here" in copydesk("models", "pull", "better").err
    server.close()
    assert "embeddings" not in copydesk("models").out


@pytest.mark.parametrize("command", ["check", "bench"])
def test_a_served_models_speed_is_measured_and_recommend_shows_it(
    copydesk, server, command, monkeypatch, tmp_path
) -> None:
    from summarizer.pipeline import smoke_evaluation

    monkeypatch.setenv("COPYDESK_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(smoke_evaluation, "smoke_articles", lambda: [("story", STORY)])
    listed = json.dumps({"models": [{"name": "qwen3:4b", "digest": "c0ffee" * 8, "size": 2_500_000_000}]})
    server.raw = lambda path: listed.encode() if path == "/api/tags" else None
    before = copydesk("models", "recommend").out
    ran = copydesk("models", command, "ollama:qwen3:4b")
    assert ran.code == 0
    assert "tokens a second (EndpointEngine, " in " ".join(ran.out.split())
    after = copydesk("models", "recommend").out
    assert (before.count("tokens a second here"), after.count("tokens a second here")) == (0, 1)


def test_a_server_that_writes_nothing_has_no_speed(copydesk, server, monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("COPYDESK_CACHE", str(tmp_path / "cache"))
    server.draft = ""
    ran = copydesk("models", "bench", "ollama:tiny:1b")
    assert (ran.code, ran.out) == (3, "")
    assert "wrote nothing" in ran.err
    assert copydesk("models", "bench", "http://192.0.2.1:1/v1#tiny").code == 2  # not on this machine


def test_a_served_model_is_checked_on_twenty_articles(copydesk, server, model, monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("COPYDESK_CACHE", str(tmp_path / "cache"))
    ran = copydesk("models", "check", model)
    assert ran.code == 0
    assert "20 of 20 articles" in ran.out or "NO SUMMARY" in ran.out
    assert "without the model's server" in ran.out
    assert len({chat["messages"][-1]["content"] for chat in server.chats() if len(chat["messages"]) == 2}) == 20


def test_a_server_that_fails_on_each_article_is_a_failure(copydesk, server, model) -> None:
    server.draft = "<think>only that"
    ran = copydesk("models", "check", model)
    assert ran.code == 3
    assert "0 of 20 articles" in ran.out
    assert "wrote nothing" in ran.out
