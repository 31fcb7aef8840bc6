"""What docs/own-rules.md says is true: its settings are read, its commands run and its Python prints what it says."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from checks.examples import MIN_WORDS, faults_of
from summarizer.desk.rule_skeleton import skeleton_for
from summarizer.desk.settings import find_settings

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "own-rules.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^    (copydesk .+)$", PAGE, re.MULTILINE)
CHOICE, DICTIONARY, ENTRY_POINT = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
RULE, TOOL = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    shutil.copytree(ROOT / "samples", tmp_path / "samples")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    return tmp_path


def ran(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "summarizer.cli", *arguments], capture_output=True, text=True, encoding="utf-8"
    )


def test_the_commands_run_one_after_the_other(folder):
    assert len(COMMANDS) == 4
    for command in COMMANDS:
        done = ran(*command.split()[1:])
        assert (done.returncode, done.stderr) == (0, "") or (done.returncode == 1 and "check" in command), command


def test_the_settings_are_accepted(folder):
    (folder / "copydesk.toml").write_text(CHOICE + DICTIONARY, encoding="utf-8")
    found = find_settings(folder)
    assert [name for name, _ in found.severities] == ["calendar", "weekday-and-date"]
    assert found.dictionary.units[0].of == "square metre"
    assert ran("check", "samples/clean/rail.txt").returncode == 0


def test_the_entry_point_is_that_of_the_skeleton():
    written = tomllib.loads(skeleton_for("runs-backwards").files()["pyproject.toml"])
    assert tomllib.loads(ENTRY_POINT)["project"]["entry-points"] == written["project"]["entry-points"]


def test_the_rule_passes_as_pasted(tmp_path):
    (tmp_path / "huge_percentage.py").write_text(RULE, encoding="utf-8")
    done = ran("test-rule", str(tmp_path / "huge_percentage.py"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("  ok ") == 2


def test_what_test_rule_asks_for_is_said():
    assert MIN_WORDS == 30
    assert "thirty words" in " ".join(PAGE.split())


def test_the_python_for_tool_builders_runs():
    done = subprocess.run([sys.executable, "-c", TOOL], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout.splitlines() == [
        "2 pitches = 14,280 square metres, printed as 14,280 square metres",
        "4,000% is much. ()",
    ], done.stderr


def test_nothing_is_amiss_with_a_module_that_has_no_rule_but_that():
    assert faults_of(sys) == ["there is no RULE in it; assign a checks.rule.Rule to that name"]
