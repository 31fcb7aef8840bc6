"""What the README says can be pasted, and is true."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from summarizer.desk.settings import KEYS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = [line.split(" #")[0].strip() for line in re.findall(r"^ {4}(.*\bcopydesk .+)$", README, re.MULTILINE)]
ELSEWHERE = ("copydesk summarize", "copydesk models")  # a model or a network is needed


@pytest.fixture
def here(tmp_path, monkeypatch):
    shutil.copytree(ROOT / "samples", tmp_path / "samples")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    return tmp_path


def ran(command: str) -> subprocess.CompletedProcess[str]:
    """In a shell, as pasted."""
    copydesk = f'copydesk() {{ "{sys.executable}" -m summarizer.cli "$@"; }}'
    return subprocess.run(["bash", "-c", f"{copydesk}\n{command}"], capture_output=True, text=True)


def test_all_settings_are_named():
    paragraph = README.partition("**Choose once.**")[2].partition("It is looked for")[0]
    assert set(re.findall(r"`([a-z-]+)`", paragraph)) == set(KEYS)


def test_there_are_commands_to_try():
    assert len(COMMANDS) > 12


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_is_true_as_pasted(here, command):
    if command.startswith(ELSEWHERE) or "://" in command:
        assert "Options:" in ran(" ".join([*command.split()[:2], "--help"])).stdout
        options = set(re.findall(r"--\w[\w-]*", command))
        assert options <= set(re.findall(r"--\w[\w-]*", ran(" ".join([*command.split()[:2], "--help"])).stdout))
        return
    done = ran(command)
    assert done.returncode in (0, 1), done.stderr
    assert not done.stderr


def test_the_sample_output_is_what_is_printed(here):
    shown = re.search(r"^\$ (copydesk .+?)\n\n(.*?)```", README, re.DOTALL | re.MULTILINE)
    out = ran(shown[1]).stdout
    for line in shown[2].splitlines():
        assert line.strip() in ("", "...") or line in out


def test_the_python_of_the_readme_runs():
    (code,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout == "error 55, not 40\n", done.stderr


def test_every_file_that_it_links_to_is_there():
    links = re.findall(r"\]\((?!http)([^)#]+)", README)
    assert len(links) > 5
    assert all((ROOT / link).exists() for link in links)


def test_the_page_on_the_python_api_is_true():
    page = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
    checking, proposing, summarising = map(dedent, re.findall(r" *```python\n(.*?)```", page, re.DOTALL))
    run = subprocess.run(
        [sys.executable, "-c", f"import checks\n{proposing}"], cwd=ROOT, capture_output=True, text=True
    )
    assert not run.stderr
    done = subprocess.run([sys.executable, "-c", checking], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout.splitlines()[-1] == "0 as the police count (Ann, 2024-05-06)", done.stderr
    assert done.stdout.startswith("error 55")
    compile(summarising, "python.md", "exec")


def test_the_hook_of_the_documentation_is_the_one_that_there_is():
    page = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    hook = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    said = page[page.index("repo: local") :]
    for line in ("id: copydesk", "name: Copydesk", "entry: copydesk check", "require_serial: true"):
        assert line in hook
        assert line in said
    assert re.search("types_or: .*", hook)[0] in said
