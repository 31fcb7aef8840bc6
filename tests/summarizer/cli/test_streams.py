"""Where reports go: pipes whose reader goes away, full disks, closed streams, devices."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
RIGHT = ROOT / "samples" / "clean" / "rail.txt"
WRONG = ROOT / "samples" / "flawed" / "unit-slip.txt"

pytestmark = pytest.mark.skipif(not Path("/dev/full").exists(), reason="no such devices here")


def shell(command: str) -> subprocess.CompletedProcess[str]:
    """Runs a line of the shell in which `copydesk` is ours."""
    own = f'copydesk() {{ "{sys.executable}" -m summarizer.cli "$@"; }}\n'
    return subprocess.run(["bash", "-c", own + command], cwd=ROOT, capture_output=True, text=True)


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (f"check {RIGHT} --format json", 0),
        (f"check {WRONG} --format json", 1),
        ("rules", 0),
        ("--help", 0),
        ("check no-such-file", 2),
    ],
)
def test_a_reader_that_goes_away_changes_no_exit_code(command, code):
    ran = shell(f"copydesk {command} 2>&1 | true; exit ${{PIPESTATUS[0]}}")
    assert (ran.returncode, ran.stderr) == (code, "")


@pytest.mark.parametrize(
    "command",
    [
        f"check {RIGHT} >/dev/full",
        f"check {RIGHT} --format xlsx >/dev/full",
        f"check {RIGHT} >&-",
        "rules >/dev/full",
        "--help >/dev/full",
        f"check {RIGHT} -o /dev/full",
    ],
)
def test_an_output_that_cannot_be_written_is_one_clear_line(command):
    ran = shell(f"copydesk {command}")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "cannot be written" in ran.stderr
    assert "report it" not in ran.stderr
    assert ran.stderr.count("\n") == 1


@pytest.mark.parametrize("where", ["2>&-", "2>/dev/full"])
def test_what_cannot_be_said_does_not_land_in_the_report(where):
    ran = shell(f"copydesk check {RIGHT} no-such-file {where}")
    assert ran.returncode == 2
    assert "no-such-file" not in ran.stdout


@pytest.mark.parametrize("form", ["", "--format json"])
@pytest.mark.parametrize("where", ["/dev/stdout", "-", ">(cat)"])
def test_a_report_goes_to_a_device_or_a_pipe(form, where):
    ran = shell(f"copydesk check {WRONG} {form} -o {where}; code=$?; wait; exit $code")
    assert (ran.returncode, ran.stderr) == (1, "")
    assert ran.stdout == shell(f"copydesk check {WRONG} {form}").stdout != ""


def test_a_pipe_that_is_read_in_part_is_no_error():
    ran = shell(f"copydesk check {RIGHT} -o >(true)")
    assert (ran.returncode, ran.stderr) == (0, "")


def test_what_standard_output_is_appended_to_is_not_emptied(tmp_path):
    (tmp_path / "all.txt").write_text("first\n", encoding="utf-8")
    assert shell(f"copydesk check {RIGHT} -o /dev/stdout >>{tmp_path / 'all.txt'}").returncode == 0
    assert (tmp_path / "all.txt").read_text(encoding="utf-8").startswith(f"first\n{RIGHT}\n")
    assert os.listdir(tmp_path) == ["all.txt"]
