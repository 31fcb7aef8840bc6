"""The hook of .pre-commit-hooks.yaml, run by pre-commit itself in a repository of articles.

Only its environment is not made, which would take minutes and a network: the hook runs on this Python.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

pytest.importorskip("pre_commit", reason="pre-commit is not installed")

ROOT = Path(__file__).parents[1]
WRONG = "The crash injured 40 people, including 55 children.\n"
PAGE = f"<!doctype html><title>Crash</title><article><h1>Crash on the A4</h1><p>{WRONG}</p></article>"
RIGHT = "The crash injured 40 people, including 15 children.\n"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository without commits whose hooks are Copydesk's."""
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    program, *arguments = shlex.split(hook["entry"])
    assert program == "copydesk"
    python = shlex.quote(Path(sys.executable).as_posix())
    hook |= {"language": "system", "entry": shlex.join(["-m", "summarizer.cli", *arguments])}
    hook["entry"] = f"{python} {hook['entry']}"
    config = {"repos": [{"repo": "local", "hooks": [hook]}]}
    (tmp_path / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)
    return tmp_path


def pre_commit(repository: Path, **texts: str) -> subprocess.CompletedProcess[str]:
    """A run over the files given, named with _ for the dot, which are staged first."""
    for name, text in texts.items():
        (repository / name.replace("_", ".")).write_text(text, encoding="utf-8")
    subprocess.run(["git", "add", "."], cwd=repository, check=True)
    return subprocess.run(
        [sys.executable, "-m", "pre_commit", "run"],
        cwd=repository,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PRE_COMMIT_HOME": str(repository.parent / "pre-commit")},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


@pytest.mark.parametrize("name", ["crash_txt", "crash_md", "crash_html"])
def test_an_article_that_is_wrong_stops_the_commit(repository: Path, name: str) -> None:
    text = PAGE if name == "crash_html" else WRONG
    done = pre_commit(repository, **{name: text, "other_txt": RIGHT})
    assert done.returncode == 1
    assert "Failed" in done.stdout
    assert "exit code: 1" in done.stdout
    assert "55" in done.stdout


def test_an_empty_article_stops_the_commit(repository: Path) -> None:
    done = pre_commit(repository, empty_txt="", other_txt=RIGHT)
    assert done.returncode == 1
    assert "exit code: 2" in done.stdout
    assert "empty.txt is empty" in done.stdout


def test_the_cause_does_not_scroll_away(repository: Path) -> None:
    done = pre_commit(repository, wrong_txt=WRONG, **{f"right{number}_txt": RIGHT for number in range(20)})
    assert "right" not in done.stdout
    assert len([line for line in done.stdout.splitlines() if line]) < 8


def test_the_documented_entry_is_that_of_the_hook() -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert f"entry: {hook['entry']}\n" in (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")


def test_articles_that_are_right_are_committed(repository: Path) -> None:
    done = pre_commit(repository, crash_txt=RIGHT, other_md=RIGHT)
    assert done.returncode == 0, done.stdout
    assert "Passed" in done.stdout


def test_what_is_no_article_is_not_checked(repository: Path) -> None:
    done = pre_commit(repository, crash_py=f'TEXT = """{WRONG}"""\n')
    assert done.returncode == 0, done.stdout
    assert "Skipped" in done.stdout
