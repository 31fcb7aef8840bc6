"""`copydesk dismiss` and the settings of a folder: what is let stand is seen to be let stand."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

WRONG = "The walkers covered 6 miles (16km) on Tuesday before they were found in the fog, a rescue team said."
TWICE = f"{WRONG} A second party of 12 went 3 miles (30km)."


@pytest.fixture
def desk(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "story.txt").write_text(WRONG, encoding="utf-8")
    return tmp_path


def test_a_dismissed_finding_is_listed_apart_with_who_and_why_and_fails_no_more(copydesk, desk):
    assert copydesk("check", "story.txt").code == 1
    assert copydesk("dismiss", "story.txt", "--why", "as signposted", "--who", "Ann").code == 0
    ran = copydesk("check", "story.txt")
    assert ran.code == 0
    assert "DISMISSED" in ran.out
    assert "as signposted (Ann, 2" in " ".join(ran.out.split())
    data = json.loads(copydesk("check", "story.txt", "--format", "json").out)
    assert (data["findings"], data["counts"]["dismissed"]) == ([], 1)
    assert "as signposted" in data["dismissed"][0]["note"]


def test_it_survives_edits_elsewhere_and_not_those_of_its_own_figures(copydesk, desk):
    copydesk("dismiss", "story.txt", "--why", "as signposted", "--who", "Ann")
    (desk / "story.txt").write_text(f"Lost in the fog\n\n{WRONG} They were cold.", encoding="utf-8")
    assert copydesk("check", "story.txt").code == 0
    (desk / "story.txt").write_text(WRONG.replace("16km", "17km"), encoding="utf-8")
    ran = copydesk("check", "story.txt")
    assert ran.code == 1
    assert "DISMISSALS THAT FIT NOTHING" in ran.out


def test_a_dismissal_of_one_article_is_not_called_unused_in_another(copydesk, desk):
    copydesk("dismiss", "story.txt", "--why", "as signposted")
    (desk / "other.txt").write_text("All was quiet.", encoding="utf-8")
    assert "DISMISS" not in copydesk("check", "other.txt").out


def test_one_rule_alone_can_be_dismissed(copydesk, desk):
    ran = copydesk("dismiss", "story.txt", "--rule", "weekday-and-date", "--why", "x")
    assert ran.code == 2
    assert not (desk / "copydesk-dismissed.toml").exists()
    assert copydesk("dismiss", "story.txt", "--rule", "unit-conversion", "--why", "x").code == 0


def test_dismissals_are_added_to_those_that_there_are(copydesk, desk):
    copydesk("dismiss", "story.txt", "--why", 'one "quoted" \\ reason\nin two lines')
    (desk / "story.txt").write_text(TWICE, encoding="utf-8")
    copydesk("dismiss", "story.txt", "--why", "two")
    records = tomllib.loads((desk / "copydesk-dismissed.toml").read_text(encoding="utf-8"))["dismissed"]
    assert [record["why"] for record in records] == ['one "quoted" \\ reason\nin two lines', "two"]
    assert copydesk("check", "story.txt").code == 0


def test_a_folder_is_a_baseline_and_what_cannot_be_read_in_it_is_said(copydesk, desk):
    (desk / "archive").mkdir()
    (desk / "archive" / "one.txt").write_text(WRONG, encoding="utf-8")
    (desk / "archive" / "two.txt").write_text(TWICE, encoding="utf-8")
    (desk / "archive" / "empty.txt").write_text("", encoding="utf-8")
    ran = copydesk("dismiss", "archive", "--why", "before our time")
    assert ran.code == 0
    assert "empty.txt" in ran.err
    assert copydesk("batch", "archive", "-o", "report").code == 0
    (desk / "archive" / "two.txt").write_text(TWICE.replace("30km", "31km"), encoding="utf-8")
    assert copydesk("batch", "archive", "-o", "report").code == 1


def test_a_batch_knows_them_from_whatever_folder(copydesk, desk, monkeypatch, tmp_path_factory):
    copydesk("dismiss", "story.txt", "--why", "as signposted")
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    monkeypatch.chdir(elsewhere)
    assert copydesk("batch", desk, "-o", "report").code == 1
    assert copydesk("batch", desk, "-o", "report", "--dismissed", desk / "copydesk-dismissed.toml").code == 0


def test_a_batch_counts_what_was_let_stand(copydesk, desk):
    copydesk("dismiss", "story.txt", "--why", "as signposted")
    copydesk("batch", ".", "-o", "report")
    page = (desk / "report" / "index.html").read_text(encoding="utf-8")
    assert "1 finding dismissed." in page
    assert '<span class="chip plain">1 dismissed</span>' in page
    with (desk / "report" / "overview.csv").open(encoding="utf-8-sig") as file:
        assert {row["article"]: row["dismissed"] for row in csv.DictReader(file)}["story.txt"] == "1"
    lines = (desk / "report" / "findings.jsonl").read_text(encoding="utf-8").splitlines()
    (record,) = (record for record in map(json.loads, lines) if record["kind"] == "dismissed")
    assert (record["article"], record["note"].startswith("as signposted (")) == ("story.txt", True)
    assert "as signposted" not in copydesk("check", "story.txt", "--format", "csv").out


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[dismissed]]\nwhy = 'x'\n", "record 1"),
        ("dismissed = 3\n", "no list"),
        ("ignore = []\n", "ignore"),
        ("[[dismissed\n", "could not be read"),
    ],
)
def test_a_broken_file_of_dismissals_is_refused_and_kept(copydesk, desk, text, said):
    file = desk / "copydesk-dismissed.toml"
    file.write_text(text, encoding="utf-8")
    for ran in (copydesk("check", "story.txt"), copydesk("dismiss", "story.txt", "--why", "x")):
        assert (ran.code, ran.out) == (2, "")
        assert said in ran.err
    assert file.read_text(encoding="utf-8") == text


def test_a_reason_is_asked_for(copydesk, desk):
    assert copydesk("dismiss", "story.txt").code == 2
    assert "why" in copydesk("dismiss", "story.txt", "--why", " ").err


def test_dismissals_of_a_folder_hold_below_it_up_to_a_repositorys_root(copydesk, desk, monkeypatch):
    copydesk("dismiss", "story.txt", "--why", "as signposted")
    (desk / "city" / "repo" / ".git").mkdir(parents=True)
    monkeypatch.chdir(desk / "city")
    assert copydesk("check", "../story.txt").code == 0
    (desk / "city" / "story.txt").write_text(TWICE, encoding="utf-8")
    assert copydesk("dismiss", "story.txt", "--why", "one file for all").code == 0
    records = tomllib.loads((desk / "copydesk-dismissed.toml").read_text(encoding="utf-8"))["dismissed"]
    assert [record["article"] for record in records] == ["story.txt", "city/story.txt", "city/story.txt"]
    monkeypatch.chdir(desk / "city" / "repo")
    assert copydesk("check", "../../story.txt").code == 1


def test_a_file_of_dismissals_that_is_not_there_is_said(copydesk, desk):
    ran = copydesk("check", "story.txt", "--dismissed", "typo.toml")
    assert (ran.code, ran.out) == (2, "")
    assert "--dismissed" in ran.err
    (desk / "copydesk.toml").write_text('dismissed = "typo.toml"\n', encoding="utf-8")
    ran = copydesk("batch", ".", "-o", "report")
    assert (ran.code, ran.out) == (2, "")
    assert str(desk / "copydesk.toml") in ran.err


@pytest.mark.parametrize("name", ["base.toml", "copydesk.toml", "pyproject.toml", "copydesk-dismissed.toml", "link"])
def test_no_report_is_written_over_dismissals_or_settings(copydesk, desk, name):
    copydesk("dismiss", "story.txt", "--why", "x", "--dismissed", "base.toml")
    (desk / "link").symlink_to("base.toml")
    kept = (desk / "base.toml").read_text(encoding="utf-8")
    (desk / "copydesk.toml").write_text("sentences = 2\n", encoding="utf-8")
    ran = copydesk("check", "story.txt", "--dismissed", "base.toml", "-o", name, "--format", "text")
    assert (ran.code, ran.out) == (2, "")
    assert name in ran.err
    assert (desk / "base.toml").read_text(encoding="utf-8") == kept
    assert (desk / "copydesk.toml").read_text(encoding="utf-8") == "sentences = 2\n"
    assert not (desk / "pyproject.toml").exists()


def test_what_somebody_wrote_into_the_file_stays(copydesk, desk):
    copydesk("dismiss", "story.txt", "--why", "one")
    file = desk / "copydesk-dismissed.toml"
    file.write_text(file.read_text(encoding="utf-8") + "# asked the team on Monday", encoding="utf-8")
    before = file.read_text(encoding="utf-8")
    (desk / "story.txt").write_text(TWICE, encoding="utf-8")
    assert copydesk("dismiss", "story.txt", "--why", "two").code == 0
    after = file.read_text(encoding="utf-8")
    assert after.startswith(f"{before}\n")
    assert [record["why"] for record in tomllib.loads(after)["dismissed"]] == ["one", "two"]


def test_a_file_that_cannot_be_added_to_is_kept(copydesk, desk):
    file = desk / "copydesk-dismissed.toml"
    file.write_text("dismissed = []\n", encoding="utf-8")
    ran = copydesk("dismiss", "story.txt", "--why", "x")
    assert ran.code == 2
    assert "fix it" in ran.err
    assert file.read_text(encoding="utf-8") == "dismissed = []\n"


def test_runs_at_the_same_time_lose_no_dismissal(desk):
    names = [f"{number}.txt" for number in range(6)]
    for number, name in enumerate(names, 6):
        (desk / name).write_text(WRONG.replace("6 miles", f"1{number} miles"), encoding="utf-8")
    command = [sys.executable, "-m", "summarizer.cli", "dismiss", "--why", "x"]
    runs = [subprocess.Popen([*command, name], cwd=desk, stdout=subprocess.DEVNULL) for name in names]
    assert {run.wait() for run in runs} == {0}
    records = tomllib.loads((desk / "copydesk-dismissed.toml").read_text(encoding="utf-8"))["dismissed"]
    assert sorted(record["article"] for record in records) == names
    assert sorted(path.name for path in desk.iterdir()) == [
        *names,
        "copydesk-dismissed.toml",
        "copydesk-log.jsonl",
        "story.txt",
    ]


def test_a_reason_in_another_encoding_leaves_a_file_that_can_be_read(copydesk, desk):
    assert copydesk("dismiss", "story.txt", "--why", "caf\udce9", "--who", "Ann").code == 0
    assert copydesk("check", "story.txt").code == 0


# ---- settings --------------------------------------------------------------------------------------------------------


def test_a_folders_settings_hold_below_it_and_the_command_line_wins(copydesk, desk, monkeypatch):
    (desk / "copydesk.toml").write_text('fail-on = "never"\n', encoding="utf-8")
    (desk / "city").mkdir()
    monkeypatch.chdir(desk / "city")
    assert copydesk("check", "../story.txt").code == 0
    assert copydesk("check", "../story.txt", "--fail-on", "error").code == 1


def test_a_project_table_is_read_too(copydesk, desk):
    (desk / "pyproject.toml").write_text('[tool.copydesk]\nignore = ["unit-conversion"]\n', encoding="utf-8")
    assert copydesk("check", "story.txt").code == 0
    assert "unit-conversion" in copydesk("config").out


@pytest.mark.parametrize("text", ['tool = "x"\n', "tool.copydesk = 5\n"])
def test_a_project_table_that_is_none_is_refused(copydesk, desk, text):
    (desk / "pyproject.toml").write_text(text, encoding="utf-8")
    ran = copydesk("check", "story.txt")
    assert (ran.code, ran.out) == (2, "")
    assert "is a table" in ran.err


def test_a_byte_order_mark_is_no_statement(copydesk, desk):
    (desk / "copydesk.toml").write_text('fail-on = "never"\n', encoding="utf-8-sig")
    assert copydesk("check", "story.txt").code == 0
    copydesk("dismiss", "story.txt", "--why", "as signposted")
    dismissed = desk / "copydesk-dismissed.toml"
    dismissed.write_text(dismissed.read_text(encoding="utf-8"), encoding="utf-8-sig")
    assert copydesk("check", "story.txt", "--fail-on", "error").code == 0


def test_settings_above_a_repository_do_not_reach_into_it(copydesk, desk, monkeypatch):
    (desk / "copydesk.toml").write_text('fail-on = "never"\n', encoding="utf-8")
    (desk / "repo" / ".git").mkdir(parents=True)
    monkeypatch.chdir(desk / "repo")
    assert copydesk("check", "../story.txt").code == 1


@pytest.mark.parametrize("text", ["", "locale = 'en-GB'\n", "ignore = []\n", "sentences = 2\n"])
def test_a_partial_choice_silences_nothing(copydesk, desk, text):
    plain = copydesk("check", "story.txt").out
    (desk / "copydesk.toml").write_text(text, encoding="utf-8")
    assert copydesk("check", "story.txt").out == plain


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("fail_on = 'never'\n", "did you mean fail-on?"),
        ("zzz = 1\n", "known are"),
        ("ignore = 'said-twice'\n", "a list of texts"),
        ("sentences = true\n", "a whole number"),
        ("ignore = ['no-such-rule']\n", "no-such-rule"),
        ("fail-on = 'sometimes'\n", "sometimes"),
        ("fail-on = \n", "could not be read"),
        ("locale = 'de-DE'\n", "en-GB or en-US"),
        ("published = '31 May'\n", "year-month-day"),
        ("sentences = 99\n", "from 1 to 20"),
        ("sentences = 0\n", "from 1 to 20"),
        (f"timeout = 1{'0' * 400}\n", "from 1 to 86400"),
        ('[severity]\nsame-fact = ["error"]\n', "it can be error or warning or note"),
    ],
)
def test_a_choice_that_cannot_be_meant_is_refused(copydesk, desk, text, said):
    (desk / "copydesk.toml").write_text(text, encoding="utf-8")
    ran = copydesk("check", "story.txt")
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert str(desk / "copydesk.toml") in ran.err
    assert "--" not in ran.err


def test_a_working_folder_that_is_gone_is_said(copydesk, desk, monkeypatch):
    (desk / "gone").mkdir()
    monkeypatch.chdir(desk / "gone")
    (desk / "gone").rmdir()
    ran = copydesk("check", desk / "story.txt")
    assert (ran.code, ran.out) == (2, "")
    assert "change to another one" in ran.err
    monkeypatch.chdir(desk)  # one that is there, for what pytest does afterwards


def test_a_folder_that_cannot_be_searched_is_said(copydesk, desk, monkeypatch):
    def refused(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "is_file", refused)
    ran = copydesk("check", "--text", WRONG)
    assert (ran.code, ran.out) == (2, "")
    assert str(desk) in ran.err
    assert "report it" not in ran.err


@pytest.mark.parametrize("day", ["2024-05-31", '"2024-05-31"', "2024-05-31T10:00:00Z"])
def test_the_day_of_publication_can_be_set_for_a_folder(copydesk, desk, day):
    (desk / "copydesk.toml").write_text(f"published = {day}\n", encoding="utf-8")

    def published(*more):
        return json.loads(copydesk("check", "story.txt", "--format", "json", *more).out)["article"]["published"]

    assert published() == "2024-05-31"
    assert published("--published", "2024-06-01") == "2024-06-01"
    assert "2024-05-31" in copydesk("config", "show").out


def test_a_day_that_is_none_is_refused(copydesk, desk):
    (desk / "copydesk.toml").write_text('published = "31 May"\n', encoding="utf-8")
    assert copydesk("check", "story.txt").code == 2


def test_config_says_where_each_choice_comes_from(copydesk, desk):
    (desk / "copydesk.toml").write_text("sentences = 2\n", encoding="utf-8")
    lines = dict(line.split(": ", 1) for line in copydesk("config").out.splitlines())
    assert lines["sentences"].startswith(f"2 ({desk / 'copydesk.toml'})")
    assert lines["ignore"].startswith("(not set)")
    assert lines["dismissed"].startswith("(not set)")
    copydesk("dismiss", "story.txt", "--why", "as signposted")
    assert f"dismissed: {desk / 'copydesk-dismissed.toml'} (found)" in copydesk("config").out


def test_config_says_what_the_environment_chooses(copydesk, desk, monkeypatch):
    (desk / "copydesk.toml").write_text('reader = "none"\n', encoding="utf-8")
    monkeypatch.setenv("COPYDESK_READER", "embedded")
    assert "reader: embedded (COPYDESK_READER): " in copydesk("config").out


def test_what_is_written_in_settings_cannot_drive_the_terminal(copydesk, desk):
    (desk / "copydesk.toml").write_text(
        'correction = "\\u001b[31m{now}"\n[dictionary]\nnames = ["\\u001b]0;x"]\n', encoding="utf-8"
    )
    assert not [char for char in copydesk("config").out if char != "\n" and not char.isprintable()]


def test_the_file_of_dismissals_is_found_from_the_settings_folder(copydesk, desk, monkeypatch):
    (desk / "copydesk.toml").write_text('dismissed = "kept.toml"\n', encoding="utf-8")
    copydesk("dismiss", "story.txt", "--why", "as signposted")
    assert (desk / "kept.toml").exists()
    (desk / "city").mkdir()
    monkeypatch.chdir(desk / "city")
    assert copydesk("check", "../story.txt").code == 0


def test_what_stands_in_one_article_does_not_stand_in_another(copydesk, desk):
    (desk / "other.txt").write_text(WRONG, encoding="utf-8")
    copydesk("dismiss", "story.txt", "--why", "as signposted")
    assert copydesk("check", "story.txt").code == 0
    assert copydesk("check", "other.txt").code == 1


def test_an_article_that_is_renamed_keeps_what_stands_in_it(copydesk, desk):
    copydesk("dismiss", "story.txt", "--why", "as signposted")
    (desk / "story.txt").rename(desk / "moved.txt")
    assert copydesk("check", "moved.txt").code == 0


def test_what_stands_in_one_article_does_not_stand_in_a_text_that_is_no_file(copydesk, desk):
    copydesk("dismiss", "story.txt", "--why", "as signposted")
    assert copydesk("check", "--text", f"Lost in the fog. {WRONG}").code == 1
    assert copydesk("check", "-", stdin=WRONG.encode()).code == 1
    assert copydesk("check", "-", "--stdin-name", "story.txt", stdin=WRONG.encode()).code == 0
