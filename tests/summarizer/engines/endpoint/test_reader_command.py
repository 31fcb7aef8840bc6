"""`copydesk check --reader` and `copydesk batch --reader` with a server that answers, and with servers that do not."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from pathlib import Path

import pytest

from checks.relations import proposed
from summarizer.desk import checking

STORY = """Ferry company trims fleet

The Lorne ferry company said on Monday it would sell 17 ships and lay off 240 people.

Of the crew members who leave, 130 are sailors. Another 90 worked in offices and ports, the company said.
"""
ANSWER = json.dumps({"ties": [{"kind": "sum", "members": ["3: 240", "4: 130", "5: 90"]}]})
QUESTION = "130 + 90 = 220, and the text says 240."
FORMATS = ("text", "json", "jsonl", "html", "markdown", "csv", "sarif", "junit", "github", "gitlab", "concise")


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """No engine of another test; and proposals weigh so much that the one of these tests is put forward."""
    checking.reader_engine.cache_clear()
    monkeypatch.setattr(proposed, "WEIGHTS", dict.fromkeys(proposed.WEIGHTS, 20.0))


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "story.txt"
    path.write_text(STORY, encoding="utf-8")
    return path


def test_a_question_that_the_reader_brought_is_said_to_be_its_own(copydesk, server, model, story) -> None:
    server.draft = ANSWER
    ran = copydesk("check", story, "--reader", model)
    assert (ran.code, ran.err) == (0, "")
    assert QUESTION in ran.out
    assert f"tie read by {model}" in ran.out
    assert f"{model} read ties too: 1 question from it." in ran.out
    assert QUESTION not in copydesk("check", story).out


@pytest.mark.parametrize("report_format", FORMATS)
def test_every_format_names_the_reader(copydesk, server, story, report_format) -> None:
    server.draft = ANSWER
    out = copydesk("check", story, "--reader", "ollama:tiny:1b", "--format", report_format).out
    is_named = {"csv": ",ollama:tiny:1b\r\n" in out or ",ollama:tiny:1b\n" in out}
    assert is_named.get(report_format, "tie read by ollama:tiny:1b" in out or '"reader": "ollama:tiny:1b"' in out)
    assert "tiny:1b" not in copydesk("check", story, "--format", report_format).out


def test_the_data_have_what_the_reader_did(copydesk, server, story) -> None:
    server.draft = ANSWER.replace("]}]}", ']}, {"kind": "sum", "members": ["9: 9", "4: 130"]}]}')
    data = json.loads(copydesk("check", story, "--reader", "ollama:tiny:1b", "--format", "json").out)
    assert data["reader"] == {
        "model": "ollama:tiny:1b",
        "remote_host": "",
        "passages": 1,
        "proposed": 1,
        "refused": 1,
    }
    assert [finding["relation"]["reader"] for finding in data["findings"]] == ["ollama:tiny:1b"]
    out = copydesk("check", story, "--reader", "ollama:tiny:1b", "--format", "csv").out
    assert [row["severity"] for row in csv.DictReader(io.StringIO(out))][-1] == "reader"
    server.draft = json.dumps({"ties": []})
    out = copydesk("check", story, "--reader", "ollama:tiny:1b", "--format", "csv").out
    assert "reader" not in [row["severity"] for row in csv.DictReader(io.StringIO(out))]


def test_the_server_is_asked_to_hold_the_model_to_the_schema(copydesk, server, model, story) -> None:
    server.draft = ANSWER
    copydesk("check", story, "--reader", model)
    [chat] = server.chats()
    schema = chat.get("format") or chat["response_format"]["json_schema"]["schema"]
    assert schema["properties"]["ties"]["items"]["properties"]["members"]["items"]["enum"][2] == "3: 240"
    assert ("format" in chat) == model.startswith("ollama")


def test_summaries_are_asked_for_without_a_schema(copydesk, server, model, story) -> None:
    copydesk("summarize", story, "--model", model)
    assert server.chats()
    assert not any("format" in chat or "response_format" in chat for chat in server.chats())


def test_a_server_that_takes_no_schema_is_asked_without(copydesk, server, story) -> None:
    server.draft, server.refuses_extras = ANSWER, True
    ran = copydesk("check", story, "--reader", f"http://{server.address}/v1#tiny")
    assert ran.code == 0
    assert QUESTION in ran.out
    assert ["response_format" in chat for chat in server.chats()] == [True, False]


def test_reasoning_before_the_answer_is_left_out(copydesk, server, model, story) -> None:
    server.draft = f'<think>First I thought {{"ties": []}}.</think>\n{ANSWER}'
    assert QUESTION in copydesk("check", story, "--reader", model).out


@pytest.mark.parametrize("answer", ["No idea.", '{"ties": 7}', ANSWER[:20]])
def test_the_check_stands_where_the_answer_is_of_no_use(copydesk, server, model, story, answer) -> None:
    alone = copydesk("check", story, "--format", "json")
    server.draft = answer
    ran = copydesk("check", story, "--reader", model, "--format", "json")
    assert ran.code == 3
    data, expected = json.loads(ran.out), json.loads(alone.out)
    [failure] = data["failures"]
    assert failure["rule"] == "reader"
    assert "without a list of ties for 1 of 1 passages" in failure["error"]
    assert [data[key] for key in ("findings", "ticks", "ledger")] == [
        expected[key] for key in ("findings", "ticks", "ledger")
    ]


@pytest.mark.parametrize("report_format", FORMATS)
def test_every_format_says_that_the_reader_failed(copydesk, server, story, report_format) -> None:
    server.close()
    ran = copydesk("check", story, "--reader", "ollama:tiny:1b", "--format", report_format)
    assert ran.code == 3
    assert "Ollama is not running" in " ".join(ran.out.split())
    assert "The check stands without it." in " ".join(ran.out.split())


def test_a_server_that_is_silent_is_given_up(copydesk, server, model, story) -> None:
    server.silent_after = 0
    ran = copydesk("check", story, "--reader", model, "--timeout", 1)
    assert ran.code == 3
    assert "took longer than 1 s" in " ".join(ran.out.split())


def test_no_other_machine_without_leave(copydesk, server, story, monkeypatch) -> None:
    monkeypatch.setenv("OLLAMA_HOST", "192.0.2.7")
    ran = copydesk("check", story, "--reader", "ollama:tiny:1b")
    assert (ran.code, ran.out) == (2, "")
    assert "add --allow-remote" in ran.err


@pytest.mark.parametrize("command", ["compare", "dismiss", "decide"])
def test_other_commands_ask_a_reader_elsewhere_with_leave(copydesk, server, story, monkeypatch, command) -> None:
    arguments: dict[str, list[object]] = {
        "compare": [story, story, "--as", "update"],
        "dismiss": [story, "--why", "as told"],
        "decide": ["accepted", story],
    }
    server.draft = ANSWER
    monkeypatch.chdir(story.parent)
    given = [command, *arguments[command], "--reader", "openai:tiny", "--base-url", f"http://{server.address}/v1"]
    assert copydesk(*given).code == 0
    assert len(server.requests) > 0
    monkeypatch.setenv("OLLAMA_HOST", "192.0.2.7")
    ran = copydesk(command, *arguments[command], "--reader", "ollama:tiny:1b")
    assert ran.code == 2
    assert "add --allow-remote" in ran.err
    assert "no such option" not in copydesk(*given, "--allow-remote", "--timeout", 9).err.lower()


def test_a_model_that_the_server_runs_elsewhere_is_named_as_such(copydesk, server, story) -> None:
    server.draft, server.extra_facts = ANSWER, {"remote_host": "https://ollama.com"}
    assert copydesk("check", story, "--reader", "ollama:tiny:1b").code == 2
    for report_format in FORMATS:
        ran = copydesk("check", story, "--reader", "ollama:tiny:1b", "--allow-remote", "--format", report_format)
        assert ran.code == 0
        assert "ollama.com" in ran.out


@pytest.mark.parametrize("name", ["nothing", "./model.gguf", "ollama:", "http://127.0.0.1:1/v1"])
def test_a_reader_is_the_embedded_model_or_one_on_a_server(copydesk, story, name) -> None:
    ran = copydesk("check", story, "--reader", name)
    assert (ran.code, ran.out) == (2, "")
    assert "127.0.0.1:8080/v1#NAME" in ran.err or "ollama:qwen3" in ran.err


def test_the_settings_may_name_a_reader_and_the_command_line_none(copydesk, server, story, monkeypatch) -> None:
    monkeypatch.delenv("COPYDESK_READER")
    server.draft = ANSWER
    monkeypatch.chdir(story.parent)
    (story.parent / "copydesk.toml").write_text('reader = "ollama:tiny:1b"\n', encoding="utf-8")
    assert QUESTION in copydesk("check", story).out
    assert QUESTION not in copydesk("check", story, "--reader", "").out
    assert "reader: ollama:tiny:1b" in copydesk("config").out
    assert copydesk("compare", story, story).code == 0


def test_several_files_have_one_reader(copydesk, server, story) -> None:
    server.draft = ANSWER
    other = story.with_name("other.txt")
    other.write_text(STORY, encoding="utf-8")
    assert copydesk("check", story, other, "--reader", "ollama:tiny:1b").out.count(QUESTION) == 2


# ---- batch -----------------------------------------------------------------------------------------------------------


def test_a_batch_has_a_reader_too(copydesk, server, story, tmp_path) -> None:
    server.draft = ANSWER
    report = tmp_path / "report"
    assert copydesk("batch", story.parent, "-o", report, "--reader", "ollama:tiny:1b").code == 0
    records = [json.loads(line) for line in (report / "findings.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [record["kind"] for record in records] == ["finding", "reader"]
    assert "tie read by ollama:tiny:1b" in next((report / "articles").iterdir()).read_text(encoding="utf-8")
    asked = len(server.chats())
    copydesk("batch", story.parent, "-o", report, "--reader", "ollama:tiny:1b")
    assert len(server.chats()) == asked  # what is stored holds
    copydesk("batch", story.parent, "-o", report)
    assert "tie read by" not in (report / "findings.jsonl").read_text(encoding="utf-8")


def test_a_batch_goes_on_where_the_reader_fails_and_asks_again_next_time(copydesk, server, story, tmp_path) -> None:
    server.draft = "No idea."
    report = tmp_path / "report"
    ran = copydesk("batch", story.parent, "-o", report, "--reader", "ollama:tiny:1b", "-q")
    assert ran.code == 3
    assert "1 article read without the model of --reader: " in ran.err
    assert ran.err.endswith(" The check stands without it. See the report.\n")
    records = [json.loads(line) for line in (report / "findings.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(record["kind"], record.get("rule")) for record in records] == [("failure", "reader"), ("reader", None)]
    server.draft = ANSWER
    ran = copydesk("batch", story.parent, "-o", report, "--reader", "ollama:tiny:1b", "-q")
    assert (ran.code, ran.err) == (0, "")


def test_it_is_said_that_a_report_of_a_model_is_replaced_by_one_of_rules(copydesk, server, story, tmp_path) -> None:
    server.draft = ANSWER
    report = tmp_path / "report"
    with_model = ("batch", story.parent, "-o", report, "--reader", "ollama:tiny:1b")
    alone = with_model[:4]
    said = (
        f"copydesk: {report} was read with the model ollama:tiny:1b, and is replaced by a report that only rules have "
        "read; --reader ollama:tiny:1b reads with it again.\n"
    )
    assert copydesk(*alone).err == copydesk(*with_model).err == ""
    ran = copydesk(*alone)
    assert ran.err == said
    assert "All articles were checked again, because the reader has changed.\n" in ran.out
    assert "was read with" not in copydesk(*alone).err
    assert "was read with" not in copydesk(*with_model).err
    assert "was read with" not in copydesk(*with_model).err
    assert copydesk(*alone, "--quiet").err == said
    copydesk(*with_model)
    shutil.rmtree(report)
    assert copydesk(*alone).err == ""  # nothing is replaced


def test_the_overview_of_a_batch_names_the_machine_that_the_articles_were_sent_to(
    copydesk, server, story, tmp_path
) -> None:
    server.draft, server.extra_facts = ANSWER, {"remote_host": "https://ollama.com"}
    report = tmp_path / "report"
    copydesk("batch", story.parent, "-o", report, "--reader", "ollama:tiny:1b", "--allow-remote")
    assert "The article was sent to ollama.com." in (report / "index.html").read_text(encoding="utf-8")
    records = [json.loads(line) for line in (report / "findings.jsonl").read_text(encoding="utf-8").splitlines()]
    sent = {"remote_host": "ollama.com", "model": "ollama:tiny:1b", "certain": True}
    assert [sent.items() <= record.items() for record in records if record["kind"] == "sent"] == [True]
    [row] = csv.DictReader(io.StringIO((report / "overview.csv").read_text(encoding="utf-8-sig")))
    assert row["model host"] == "ollama.com"


def test_an_article_without_ties_to_read_is_sent_nowhere(copydesk, server, story, tmp_path) -> None:
    server.draft, server.extra_facts = ANSWER, {"remote_host": "https://ollama.com"}
    story.write_text("The council met on the pier and talked about the weather at length.", encoding="utf-8")
    ran = copydesk("check", story, "--reader", "ollama:tiny:1b", "--allow-remote")
    assert (ran.code, server.chats()) == (0, [])
    assert "sent to" not in ran.out
    copydesk("batch", story.parent, "-o", tmp_path / "report", "--reader", "ollama:tiny:1b", "--allow-remote")
    assert '"sent"' not in (tmp_path / "report" / "findings.jsonl").read_text(encoding="utf-8")


def test_the_articles_of_a_dataset_have_a_reader_too(copydesk, server, tmp_path, monkeypatch) -> None:
    monkeypatch.delenv("COPYDESK_READER")
    server.draft, server.extra_facts = ANSWER, {"remote_host": "https://ollama.com"}
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in.jsonl").write_text(json.dumps({"id": "a", "text": STORY}), encoding="utf-8")
    (tmp_path / "copydesk.toml").write_text('reader = "ollama:tiny:1b"\n', encoding="utf-8")
    command = ("batch", "in.jsonl", "-o", "out", "--shard", "1/1", "--allow-remote")
    assert copydesk(*command).code == 0
    path = tmp_path / "out" / "part-00001-of-00001.jsonl"
    assert [record["kind"] for record in json.loads(path.read_text(encoding="utf-8"))["records"]] == [
        "finding",
        "reader",
        "sent",
    ]
    assert "was done by an earlier run" in copydesk(*command).out
    assert "is done" in copydesk(*command, "--reader", "").out
    assert json.loads(path.read_text(encoding="utf-8"))["records"] == []


# ---- the guide -------------------------------------------------------------------------------------------------------


def test_the_example_of_the_guide_is_true(copydesk, server, tmp_path, monkeypatch) -> None:
    guide = (Path(__file__).parents[4] / "docs" / "runtimes.md").read_text(encoding="utf-8")
    section = guide[guide.index("## A model may read ties too") :]
    text, answer, shown = re.findall(r"```(?:text|json)\n(.*?)```", section, re.DOTALL)[:3]
    (tmp_path / "town.txt").write_text(text, encoding="utf-8")
    monkeypatch.undo()  # the weights are the real ones
    monkeypatch.setenv("OLLAMA_HOST", server.address)
    monkeypatch.chdir(tmp_path)
    server.draft = answer
    ran = copydesk("check", "town.txt", "--reader", "ollama:qwen3:8b")
    assert ran.code == 0
    for line in filter(None, shown.splitlines()):
        assert line in ran.out
    assert "Nothing in question" in copydesk("check", "town.txt").out
