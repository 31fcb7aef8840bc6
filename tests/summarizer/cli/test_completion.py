"""Completion in shells: the scripts, what they are answered, and the shells themselves where there are any."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import shellingham

ROOT = Path(__file__).parents[3]
MARKS = {
    "bash": "complete -o default -F _copydesk_completion copydesk",
    "zsh": "compdef _copydesk_completion copydesk",
    "fish": "complete --command copydesk",
    "powershell": "Register-ArgumentCompleter -Native -CommandName copydesk",
    "pwsh": "Register-ArgumentCompleter -Native -CommandName copydesk",
}
"""A line of each shell's script that makes it the one that completes `copydesk`."""


@pytest.mark.parametrize("shell", MARKS)
def test_the_script_of_the_shell_in_use_is_shown(copydesk, monkeypatch, shell):
    monkeypatch.setattr(shellingham, "detect_shell", lambda: (shell, f"/bin/{shell}"))
    ran = copydesk("--show-completion")
    assert ran.code == 0
    assert MARKS[shell] in ran.out
    assert "_COPYDESK_COMPLETE" in ran.out


@pytest.mark.parametrize("shell", MARKS)
def test_the_script_of_another_shell_is_shown_by_its_name(copydesk, monkeypatch, shell):
    monkeypatch.setenv("_COPYDESK_COMPLETE", f"source_{shell}")
    ran = copydesk()
    assert ran.code == 0
    assert MARKS[shell] in ran.out


@pytest.mark.parametrize(
    ("shell", "script", "start_up"),
    [
        ("bash", ".bash_completions/copydesk.sh", ".bashrc"),
        ("zsh", ".zfunc/_copydesk", ".zshrc"),
        ("fish", ".config/fish/completions/copydesk.fish", None),
    ],
)
def test_the_script_is_installed_where_the_documentation_says(copydesk, monkeypatch, tmp_path, shell, script, start_up):
    monkeypatch.setattr(shellingham, "detect_shell", lambda: (shell, f"/bin/{shell}"))
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    assert copydesk("--install-completion").code == 0
    assert MARKS[shell] in (tmp_path / script).read_text(encoding="utf-8")
    written = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert written == {script, start_up} - {None}
    page = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    assert f"| {shell} | `~/{script}` |" in page


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("copydesk che", ["check"]),
        ("copydesk check --fail-on w", ["warning"]),
        ("copydesk check --form", ["--format"]),
        ("copydesk check story", []),  # the shell offers files
    ],
)
def test_commands_options_and_their_values_are_offered(copydesk, monkeypatch, line, offered):
    monkeypatch.setenv("_COPYDESK_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", line)
    monkeypatch.setenv("COMP_CWORD", str(len(line.split()) - 1))
    ran = copydesk()
    assert ran.code == 0
    assert ran.out.split() == offered


# ---- the shells themselves -------------------------------------------------------------------------------------------

COMPLETED = {  # what each shell answers to `copydesk check --fail-on w` and Tab
    "bash": "source script; COMP_WORDS=(copydesk check --fail-on w); COMP_CWORD=3; _copydesk_completion copydesk; "
    'echo "${COMPREPLY[@]}"',
    "zsh": "compdef() { : }; _arguments() { print -r -- $@ }; words=(copydesk check --fail-on w); CURRENT=4; "
    "source ./script; _copydesk_completion",
    "fish": 'source script; complete --do-complete "copydesk check --fail-on w"',
    "pwsh": ". ./script.ps1; (TabExpansion2 'copydesk check --fail-on w' 27).CompletionMatches.CompletionText",
}


@pytest.mark.parametrize("shell", [shell for shell in COMPLETED if shutil.which(shell)])
@pytest.mark.skipif(sys.platform == "win32", reason="the program of this test is a script of a POSIX shell")
def test_the_shell_completes_with_its_script(copydesk, monkeypatch, tmp_path, shell):
    program = tmp_path / "copydesk"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m summarizer.cli "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    with monkeypatch.context() as patch:
        patch.setenv("_COPYDESK_COMPLETE", f"source_{shell}")
        script = copydesk().out
    for name in ("script", "script.ps1"):
        (tmp_path / name).write_text(script, encoding="utf-8")
    done = subprocess.run(
        [shell, "-c", COMPLETED[shell]],
        cwd=tmp_path,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(tmp_path),
        },
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert "warning" in done.stdout, done.stderr
    assert "never" not in done.stdout
