"""`copydesk decide` and `copydesk log`: from a finding to a correction line, and what an auditor gets."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

WRONG = "Police arrested 12 people on Tuesday: 7 men and 6 women, an officer said in the town."
LOG = "copydesk-log.jsonl"


@pytest.fixture
def desk(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "story.txt").write_text(WRONG, encoding="utf-8")
    return tmp_path


def decisions(desk: Path) -> list[str]:
    return [json.loads(line)["decision"] for line in (desk / LOG).read_text(encoding="utf-8").splitlines()]


def test_a_finding_is_accepted_corrected_and_gets_its_correction_line(copydesk, desk):
    done = copydesk("decide", "accepted", "story.txt", "--why", "the desk asked", "--who", "Ann")
    assert done.code == 0, done.err
    assert done.out.startswith("accepted: 7 + 6 = 13, and the text says 12.  equation ")
    assert copydesk("check", "story.txt", "--fail-on", "warning").code == 1  # it is raised until it is corrected
    (desk / "story.txt").write_text(WRONG.replace("12", "13"), encoding="utf-8")
    assert copydesk("decide", "corrected", "story.txt", "--who", "Bea").code == 0
    assert decisions(desk) == ["accepted", "corrected"]
    shown = copydesk("log").out
    assert "the desk asked" in shown
    assert "Bea, 2" in shown
    lines = copydesk("log", "--corrections").out
    assert "An earlier version of this article misstated the number of people. It is 13, not 12." in lines


def test_a_finding_that_is_corrected_elsewhere_takes_its_change_from_the_editor(copydesk, desk):
    done = copydesk("decide", "corrected", "story.txt")
    assert done.code == 2
    assert "Correct the article first" in done.err
    assert copydesk("decide", "corrected", "story.txt", "--change", "11 -> 13").code == 2
    done = copydesk("decide", "corrected", "story.txt", "--change", "12 -> 13", "--who", "Ann")
    assert done.code == 0, done.err
    assert done.out.rstrip().endswith("12 -> 13")


def test_letting_stand_is_logged_too_by_either_command(copydesk, desk):
    assert copydesk("decide", "let-stand", "story.txt", "--why", "so it is", "--who", "Ann").code == 0
    assert copydesk("check", "story.txt", "--fail-on", "warning").code == 0
    (desk / "other.txt").write_text(WRONG.replace("12", "15"), encoding="utf-8")
    assert copydesk("dismiss", "other.txt", "--why", "one fled", "--who", "Bea").code == 0
    assert decisions(desk) == ["let stand", "let stand"]
    assert copydesk("decide", "let-stand", "story.txt").code == 2  # without a reason


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["accepted", "story.txt", "--rule", "weekday-and-date"], "`copydesk check` shows what is raised"),
        (["accepted", "story.txt", "--finding", "zz"], "`copydesk check` shows what is raised"),
        (["accepted", "none.txt"], "none.txt"),
        (["perhaps", "story.txt"], "accepted"),
        (["let-stand", "story.txt", "--why", "x", "--change", "1 -> 2"], "--rule names the findings"),
        (["accepted", "story.txt", "--change", "12"], "write the change as 144 -> 136"),
        (["accepted", "story.txt", "--log", "no/log.jsonl"], "make it first"),
    ],
)
def test_what_cannot_be_decided_is_said(copydesk, desk, arguments, said):
    done = copydesk("decide", *arguments)
    assert done.code == 2
    assert said in done.err
    assert not (desk / LOG).exists()


def test_a_change_is_of_one_finding(copydesk, desk):
    other = "The walkers covered 6 miles (16km) before they were found in the fog, a rescue team said."
    (desk / "story.txt").write_text(f"{WRONG}\n\n{other}", encoding="utf-8")
    done = copydesk("decide", "accepted", "story.txt", "--rule", "equation", "--change", "12 -> 13")
    assert done.code == 0, done.err
    done = copydesk("decide", "accepted", "story.txt", "--change", "12 -> 13")
    assert done.code == 2
    data = json.loads(copydesk("log", "--format", "json").out)
    name = data["entries"][0]["fingerprint"]
    assert copydesk("decide", "accepted", "story.txt", "--finding", name[:8]).code == 0


def test_an_auditor_gets_the_log_as_csv_and_as_json_and_may_narrow_it(copydesk, desk):
    (desk / "=1+2.txt").write_text(WRONG, encoding="utf-8")
    copydesk("decide", "accepted", "story.txt", "--who", "Ann", "--why", "=SUM(A1)")
    copydesk("dismiss", "=1+2.txt", "--who", "Bea", "--why", "as the police count")
    rows = list(csv.DictReader(io.StringIO(copydesk("log", "--format", "csv").out)))
    assert [(row["who"], row["decision"], row["article"]) for row in rows] == [
        ("Ann", "accepted", "story.txt"),
        ("Bea", "let stand", "'=1+2.txt"),
    ]
    assert rows[0]["why"] == "'=SUM(A1)"  # no spreadsheet evaluates it
    assert rows[0]["figures"] == "12 · 7 · 6"
    data = json.loads(copydesk("log", "--format", "json").out)
    assert (data["schema_version"], data["kind"], data["problems"], len(data["entries"])) == (1, "log", [], 2)
    for narrowed, count in (
        (["story.txt"], 1),
        (["nothing.txt"], 0),
        (["--decision", "let stand"], 1),
        (["--since", "2999-01-01"], 0),
        (["--since", "2000-01-01"], 2),
    ):
        assert len(json.loads(copydesk("log", *narrowed, "--format", "json").out)["entries"]) == count
    assert copydesk("log", "--since", "May").code == 2
    (row,) = csv.DictReader(io.StringIO(copydesk("log", "--corrections", "--format", "csv").out))
    assert row["correction"].startswith("An earlier version of this article misstated")
    (draft,) = json.loads(copydesk("log", "--corrections", "--format", "json").out)["corrections"]
    assert draft["notes"]


def test_a_log_that_was_changed_is_noticed(copydesk, desk):
    copydesk("decide", "accepted", "story.txt", "--who", "Ann")
    copydesk("decide", "accepted", "story.txt", "--who", "Bea")
    done = copydesk("log", "--verify")
    assert (done.code, done.err) == (0, "")
    assert "2 lines; each follows the one before" in done.out
    file = desk / LOG
    whole = file.read_text(encoding="utf-8")
    file.write_text(whole.replace('"Ann"', '"Eve"'), encoding="utf-8")
    done = copydesk("log", "--verify")
    assert done.code == 1
    assert "line 2 does not follow the line before it" in done.err
    file.write_text(whole.replace('"Bea"', '"Eve"'), encoding="utf-8")
    done = copydesk("log", "--verify")
    assert done.code == 1
    assert "line 2 was changed" in done.err
    file.write_text(whole, encoding="utf-8")
    assert copydesk("log", "--verify").code == 0
    assert copydesk("log").code == 0


@pytest.mark.parametrize("name", [LOG, "link", "kept.jsonl"])
def test_no_report_is_written_over_the_log(copydesk, desk, name):
    (desk / "copydesk.toml").write_text('log = "kept.jsonl"\n', encoding="utf-8")
    assert copydesk("decide", "accepted", "story.txt", "--who", "Ann").code == 0
    kept = (desk / "kept.jsonl").read_bytes()
    (desk / LOG).write_bytes(kept)
    (desk / "link").symlink_to("kept.jsonl")
    done = copydesk("check", "story.txt", "-o", name, "--format", "jsonl")
    assert (done.code, done.out) == (2, "")
    assert "choose another name for the report" in done.err
    assert (desk / "kept.jsonl").read_bytes() == (desk / LOG).read_bytes() == kept


def test_no_batch_is_written_over_the_log(copydesk, desk):
    assert copydesk("batch", ".", "-o", "report").code == 0
    (desk / "copydesk.toml").write_text('log = "report/findings.jsonl"\n', encoding="utf-8")
    (desk / "report" / "findings.jsonl").write_text("kept\n", encoding="utf-8")
    assert copydesk("batch", ".", "-o", "report").code == 2
    assert (desk / "report" / "findings.jsonl").read_text(encoding="utf-8") == "kept\n"


def test_what_was_let_stand_in_a_folder_is_decided_once(copydesk, desk):
    (desk / "archive").mkdir()
    (desk / "story.txt").rename(desk / "archive" / "story.txt")
    assert copydesk("dismiss", "archive", "--why", "first", "--who", "Ann").code == 0
    for command in (("dismiss", "archive", "--why", "second"), ("decide", "accepted", "archive")):
        assert copydesk(*command, "--who", "Bea").code == 2
    assert decisions(desk) == ["let stand"]


def test_nothing_is_logged_as_let_stand_that_is_raised_still(copydesk, desk):
    done = copydesk("dismiss", "story.txt", "--why", "x", "--who", "Ann", "--dismissed", "none/dismissed.toml")
    assert done.code == 2
    assert decisions(desk) == []
    assert copydesk("dismiss", "story.txt", "--why", "x", "--who", "Ann", "--log", "none/log.jsonl").code == 2
    assert copydesk("check", "story.txt", "--fail-on", "warning").code == 1


def test_a_line_without_a_date_is_no_entry(copydesk, desk):
    copydesk("decide", "accepted", "story.txt", "--who", "Ann")
    data = json.loads((desk / LOG).read_text(encoding="utf-8"))
    (desk / LOG).write_text(f"{json.dumps(data | {'when': 'yesterday'})}\n", encoding="utf-8")
    for options in ((), ("--corrections",)):
        done = copydesk("log", *options)
        assert done.code == 0
        assert "line 1 is no entry" in done.err


def test_the_settings_name_the_log_and_the_line(copydesk, desk):
    (desk / "copydesk.toml").write_text(
        'log = "standards/log.jsonl"\ncorrection = "Corrected on {date}: {was} was {now}."\n', encoding="utf-8"
    )
    assert "No decision is logged here." in copydesk("log").out
    assert copydesk("decide", "accepted", "story.txt", "--change", "12 -> 13").code == 2  # there is no such folder
    (desk / "standards").mkdir()
    assert copydesk("decide", "accepted", "story.txt", "--change", "12 -> 13").code == 0
    assert copydesk("dismiss", "story.txt", "--why", "x").code == 0
    assert len((desk / "standards" / "log.jsonl").read_text(encoding="utf-8").splitlines()) == 2
    drafted = copydesk("log", "--corrections", "--decision", "accepted").out
    assert ": 12 was 13." in drafted
    assert (
        "Amended: 12" in copydesk("log", "--corrections", "--decision", "accepted", "--template", "Amended: {was}").out
    )
    assert copydesk("log", "--corrections", "--template", "{oops}").code == 2
    assert copydesk("log", "--log", "none.jsonl").code == 2


def test_a_quotation_is_for_the_source(copydesk, desk):
    quoted = f'The clerk spoke at noon. "{WRONG}" she said.'
    (desk / "story.txt").write_text(quoted, encoding="utf-8")
    assert "query the source" in copydesk("check", "story.txt").out
    assert "query the source" in copydesk("decide", "accepted", "story.txt").out
    assert "ask the source before this runs" in " ".join(copydesk("log", "--corrections").out.split())
