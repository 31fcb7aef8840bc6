"""Completion in shells: the scripts, what they are answered, and the shells themselves where there are any."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from string import ascii_uppercase
from types import ModuleType

import pytest
import shellingham

from checks.external_rules import RulePackage
from checks.registry import SEVERITIES, catalogue
from checks.rule import Rule
from summarizer.cli.completion import choosable_names, rule_names, rule_or_guard_names
from summarizer.desk import plugins
from summarizer.guards import all_guards

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
        ("copydesk explain par", ["part-of-whole", "parts-and-whole"]),
        ("copydesk explain su", ["support"]),  # a guard can be explained, a family cannot
        ("copydesk explain PC0", ["PC01", "PC02", "PC06", "PC07"]),
        ("copydesk check --select su", ["summary", "sums"]),
        ("copydesk check --ignore no", ["note"]),
        ("copydesk check --ignore same-", ["same-fact"]),
        ("copydesk batch --select equ", ["equation"]),
        ("copydesk dismiss story.txt --rule equ", ["equation"]),
        ("copydesk decide accepted story.txt --rule equ", ["equation"]),
        ("copydesk test-rule equ", ["equation"]),
    ],
)
def test_commands_options_and_their_values_are_offered(copydesk, monkeypatch, line, offered):
    monkeypatch.setenv("_COPYDESK_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", line)
    monkeypatch.setenv("COMP_CWORD", str(len(line.split()) - 1))
    ran = copydesk()
    assert ran.code == 0
    assert ran.out.split() == offered


def test_all_rules_families_and_severities_are_offered():
    found = catalogue()
    own = [rule for rule in found.rules if rule.slug not in found.origins]
    assert {name for name, _ in rule_names("")} == {rule.slug for rule in own}
    assert dict(rule_names(""))["equation"] == (found.modules["equation"].__doc__ or "").partition("\n")[0]
    families = {found.families[rule.slug] for rule in own}
    assert {name for name, _ in choosable_names("")} == {rule.slug for rule in own} | families | SEVERITIES
    codes = {name for capital in ascii_uppercase for name, _ in rule_names(capital)}
    assert codes == {rule.code for rule in own}


def test_all_guards_are_offered_to_explain():
    offered = dict(rule_or_guard_names(""))
    assert offered == dict(rule_names("")) | {guard.id: guard.text.partition("\n")[0] for guard in all_guards()}


def test_rules_of_installed_packages_are_offered(monkeypatch):
    module = ModuleType("acme", "A rule of the house.")
    module.RULE = Rule("ACME01", "acme-rule", "article", lambda article: iter(()), ())
    monkeypatch.setattr(plugins, "installed_packages", lambda: (RulePackage("house", "acme 1", (module,)),))
    assert choosable_names("acme") == [("acme-rule", "A rule of the house.")]
    assert choosable_names("ho") == [("house", "a family of rules")]


def test_nothing_heavy_is_imported_for_it():
    code = (
        "import sys\nfrom summarizer.cli.command import main\ntry: main()\n"
        "except SystemExit: print(*sorted(sys.modules), file=sys.stderr)"
    )
    completing = {"_COPYDESK_COMPLETE": "complete_bash", "COMP_WORDS": "copydesk explain equ", "COMP_CWORD": "2"}
    done = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, **completing}, cwd=ROOT, capture_output=True, text=True
    )
    assert done.stdout.split() == ["equation"]
    imported = done.stderr.split()
    assert not [name for name in imported if name.startswith(("checks.rules.", "numpy", "onnxruntime", "torch"))]


@pytest.mark.parametrize("how", ["--show-completion", "--install-completion", "source_sh"])
def test_a_shell_without_completion_is_a_usage_error(copydesk, monkeypatch, how):
    monkeypatch.setattr(shellingham, "detect_shell", lambda: ("sh", "/bin/sh"))
    if not how.startswith("--"):
        monkeypatch.setenv("_COPYDESK_COMPLETE", how)
    ran = copydesk(*([how] if how.startswith("--") else []))
    assert (ran.code, ran.out) == (2, "")
    assert "bash, zsh, fish and PowerShell, and this is sh" in ran.err


def test_a_shell_that_is_not_known_is_a_usage_error(copydesk, monkeypatch):
    def detect():
        raise shellingham.ShellDetectionFailure

    monkeypatch.setattr(shellingham, "detect_shell", detect)
    assert copydesk("--show-completion").code == 2


# ---- the shells themselves -------------------------------------------------------------------------------------------

COMPLETED = {  # what each shell answers to a line and Tab; @COUNT@ words, @LENGTH@ characters
    "bash": "source script; COMP_WORDS=(@LINE@); COMP_CWORD=$((@COUNT@ - 1)); _copydesk_completion copydesk; "
    'echo "${COMPREPLY[@]}"',
    "zsh": "compdef() { : }; _arguments() { print -r -- $@ }; words=(@LINE@); CURRENT=@COUNT@; "
    "source ./script; _copydesk_completion",
    "fish": 'source script; complete --do-complete "@LINE@"',
    "pwsh": ". ./script.ps1; (TabExpansion2 '@LINE@' @LENGTH@).CompletionMatches.CompletionText",
}
LINES = [
    ("copydesk check --fail-on w", "warning", "never"),
    ("copydesk explain par", "parts-and-whole", "same-fact"),
    ("copydesk check --select su", "sums", "calendar"),
]


@pytest.mark.parametrize("shell", [shell for shell in COMPLETED if shutil.which(shell)])
@pytest.mark.parametrize(("line", "offered", "left_out"), LINES)
@pytest.mark.skipif(sys.platform == "win32", reason="the program of this test is a script of a POSIX shell")
def test_the_shell_completes_with_its_script(copydesk, monkeypatch, tmp_path, shell, line, offered, left_out):
    program = tmp_path / "copydesk"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m summarizer.cli "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    with monkeypatch.context() as patch:
        patch.setenv("_COPYDESK_COMPLETE", f"source_{shell}")
        script = copydesk().out
    for name in ("script", "script.ps1"):
        (tmp_path / name).write_text(script, encoding="utf-8")
    asked = COMPLETED[shell].replace("@LINE@", line).replace("@LENGTH@", str(len(line)))
    done = subprocess.run(
        [shell, "-c", asked.replace("@COUNT@", str(len(line.split())))],
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
    assert offered in done.stdout, done.stderr
    assert left_out not in done.stdout
