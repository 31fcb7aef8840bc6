"""The program as a process of its own: it ends at once, and nothing of its output or exit code is lost by that."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from types import ModuleType

import pytest

from summarizer import cli

ROOT = Path(__file__).parents[3]
SAMPLE = ROOT / "samples" / "operation-orion.txt"
WRONG = "The crash injured 40 people, including 55 children."


def program(*arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "summarizer.cli", *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        **options,
    )


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("check", str(SAMPLE)), 0),
        (("check", str(SAMPLE), "--fail-on", "warning"), 1),
        (("check", "--text", WRONG), 1),
        (("check", "no-such-file.txt"), 2),
        (("--version",), 0),
    ],
)
def test_the_exit_code_is_that_of_the_command(arguments: tuple[str, ...], code: int) -> None:
    assert program(*arguments).returncode == code


def test_the_whole_report_reaches_a_pipe() -> None:
    report = program("check", str(SAMPLE), "--format", "json").stdout
    assert report.startswith("{")
    assert report.endswith("}\n")
    assert "arithmetic" in report


def test_an_error_reaches_standard_error() -> None:
    assert "no-such-file.txt" in program("check", "no-such-file.txt").stderr


def exit_of_run(monkeypatch: pytest.MonkeyPatch, status: object) -> list[object]:
    """The codes with which `run` ends the process at once; empty where it leaves by SystemExit."""
    ended: list[object] = []

    def stop() -> None:
        raise SystemExit(status)

    monkeypatch.setattr(cli, "main", stop)
    monkeypatch.setattr(cli.gc, "set_threshold", lambda *_: None)
    monkeypatch.setattr(cli, "end_on_interrupt", lambda: None)
    monkeypatch.setattr(cli.os, "_exit", ended.append)
    for name in cli.NEED_SHUTDOWN:
        monkeypatch.delitem(sys.modules, name, raising=False)
    return ended


def test_a_process_that_nothing_waits_for_ends_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    ended = exit_of_run(monkeypatch, 1)
    monkeypatch.setattr(cli.threading, "active_count", lambda: 1)
    cli.run()
    assert ended == [1]


def test_another_thread_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    ended = exit_of_run(monkeypatch, 1)
    release = threading.Event()
    waiting = threading.Thread(target=release.wait)
    waiting.start()
    try:
        with pytest.raises(SystemExit):
            cli.run()
    finally:
        release.set()
        waiting.join()
    assert ended == []


@pytest.mark.parametrize("name", sorted(cli.NEED_SHUTDOWN))
def test_modules_that_clean_up_at_exit_get_the_chance(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    ended = exit_of_run(monkeypatch, 0)
    monkeypatch.setattr(cli.threading, "active_count", lambda: 1)
    monkeypatch.setitem(sys.modules, name, ModuleType(name))
    with pytest.raises(SystemExit):
        cli.run()
    assert ended == []


ON_POSIX = pytest.mark.skipif(
    os.name != "posix" or signal.getsignal(signal.SIGINT) is signal.SIG_IGN, reason="there are no such signals here"
)
INTERRUPTED = """
import os, signal, sys
from summarizer import cli

class Interrupt:
    def find_spec(self, name, path=None, target=None):
        if name == {module!r}:
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Interrupt())
sys.argv = ["copydesk", "check", "--text", "Police arrested 12 people."]
cli.run()
"""


@ON_POSIX
@pytest.mark.parametrize("module", ["summarizer.cli.command", "checks.compare", "typer", "summarizer.desk.stopping"])
def test_an_interrupt_while_the_program_is_imported_is_one_line(module: str) -> None:
    assert interrupted(module) == (130, "", "copydesk: stopped\n")


@ON_POSIX
def test_an_interrupt_while_a_command_begins_is_one_line() -> None:
    code, _, said = interrupted("checks.rules.calendar")
    assert (code % 256, said) in ((130, "copydesk: stopped\n"), (254, "copydesk: stopped\n"))  # 254: by the signal


def interrupted(module: str) -> tuple[int, str, str]:
    """Exit code and output of a run that gets the signal when it imports this module."""
    run = subprocess.run(
        [sys.executable, "-c", INTERRUPTED.format(module=module)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    return run.returncode, run.stdout, run.stderr
