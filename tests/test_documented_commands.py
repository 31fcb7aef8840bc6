"""Every command of the documentation does what it says: it is run as pasted, or held against the program's help.

The README's own commands, each in a fresh folder: test_readme.py. A page's commands are run here one after another in
one folder with the samples, as a reader would. How a release is made takes a repository and a network: not run here.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from summarizer.desk.settings import find_settings

ROOT = Path(__file__).parents[1]
DOCS = sorted(page for page in (ROOT / "docs").glob("*.md") if page.name != "releasing.md")
PAGES = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md")] + DOCS
PROGRAMS = (
    r"(?:[A-Z_]+=\S+ )*(?:copydesk|make|python|pip|source|sed|echo|curl|ollama|llama-server|sbatch|cd|pre-commit|git)\b"
)
INDENTED = re.compile(rf"^(?: {{4}}| {{8}})({PROGRAMS}.*)$", re.MULTILINE)
INLINE = re.compile(r"`(copydesk(?: [^`]*)?)`")
OTHERS = (
    "ollama ",
    "llama-server ",
    "sbatch ",
    "cd editors/vscode ",
    "source .venv",
    "pip install ",
)  # not ours to run
NOT_LOOKED_AT = re.compile(r"copydesk: not looked at in samples: .* files of kinds that are not read .*\n")
NEEDS_MODEL_OR_NETWORK = ("copydesk summarize", "copydesk models")
NEEDS_DATA = ("python bench/", "COPYDESK_BENCH_DATA=", "python -m summarizer.training")


def commands_of(page: Path) -> list[str]:
    """The commands that stand on lines of their own, continued lines joined, without what is said of them."""
    text = re.sub(r"\\\n\s+", "", page.read_text(encoding="utf-8"))
    text = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)  # YAML, Lua, Python, a sample's output
    return [re.split(r"\s{2,}#|\s# ", found)[0].strip() for found in INDENTED.findall(text)]


def subcommand(command: str) -> list[str]:
    """The words of a command of ours that name what is run: ["copydesk", "models", "pull"]."""
    words = command.split()
    names = {"models": ("pull", "remove", "verify"), "config": ("show",)}
    depth = 3 if len(words) > 2 and words[2] in names.get(words[1], ()) else 2
    return [word for word in words[:depth] if not word.startswith("-")]


@pytest.fixture(scope="module")
def help_of() -> dict[str, str]:
    """The help of every command of ours, by its words."""
    found: dict[str, str] = {}

    def help_(words: list[str]) -> str:
        key = " ".join(words)
        if key not in found:
            done = subprocess.run(
                [sys.executable, "-m", "summarizer.cli", *words[1:], "--help"],
                capture_output=True,
                text=True,
                cwd=ROOT,
                env={**os.environ, "COLUMNS": "200", "PYTHONPATH": str(ROOT)},
            )
            assert done.returncode == 0, f"{key}: {done.stderr}"
            found[key] = done.stdout
        return found[key]

    return help_


def options_in(text: str) -> set[str]:
    return set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", text))


def assert_known(command: str, help_of) -> None:
    """The command is one of ours, and has the options that are written."""
    (own,) = re.findall(r"copydesk(?: .*)?$", command.replace("'", " "))[:1]
    known = options_in(help_of(subcommand(own))) | {"--version", "--help", "--install-completion", "--show-completion"}
    assert options_in(own) <= known, command


@pytest.fixture
def sandbox(tmp_path: Path) -> Path:
    """A folder with the samples, and with what the pages take for granted."""
    shutil.copytree(ROOT / "samples", tmp_path / "samples")
    (tmp_path / "news").mkdir()
    articles = [{"text": path.read_text(encoding="utf-8")} for path in sorted((ROOT / "samples").glob("*.txt"))]
    (tmp_path / "news" / "articles.jsonl").write_text("\n".join(map(json.dumps, articles)), encoding="utf-8")
    (tmp_path / "bin").mkdir()
    for name, module in (("copydesk", "-m summarizer.cli "), ("python", "")):
        program = tmp_path / "bin" / name
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" {module}"$@"\n', encoding="utf-8")
        program.chmod(0o755)
    return tmp_path


def variables(sandbox: Path) -> dict[str, str]:
    path = f"{sandbox / 'bin'}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, "PATH": path, "HOME": str(sandbox), "PYTHONPATH": str(ROOT), "SHELL": "/bin/bash"}


def pasted(command: str, sandbox: Path) -> subprocess.CompletedProcess[str]:
    """The command in a shell, as pasted; the shell stays its parent, which some commands ask for."""
    lines = f"{command}\nexit $?"
    return subprocess.run(
        ["bash", "-o", "pipefail", "-c", lines], cwd=sandbox, env=variables(sandbox), capture_output=True, text=True
    )


@pytest.fixture
def server(sandbox: Path) -> Iterator[str]:
    """The address of `copydesk serve` in the folder."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "summarizer.cli", "serve", "--port", str(port)]
    running = subprocess.Popen(command, cwd=sandbox, env=variables(sandbox), stderr=subprocess.DEVNULL)
    address = f"127.0.0.1:{port}"
    while running.poll() is None:
        try:
            urlopen(f"http://{address}/", timeout=10).close()
            break
        except URLError:
            time.sleep(0.05)
    yield address
    running.terminate()
    running.wait()


def test_the_pages_have_commands() -> None:
    counts = {page.name: len(commands_of(page)) for page in PAGES}
    assert counts["editors.md"] > 5
    assert counts["desk-chiefs.md"] > 6
    assert counts["tool-builders.md"] > 3
    assert counts["README.md"] > 20


def _done_elsewhere(command: str, help_of) -> bool:
    """Whether the command is not run here: then it is held against what there is."""
    if command.startswith(OTHERS):
        return True
    if command.startswith("make "):
        targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
        assert command.split()[1] in targets, command
        return True
    if command.startswith(NEEDS_DATA):
        (script,) = re.findall(r"python (?:-m )?(\S+)", command)
        file = script if script.endswith(".py") else f"{script.replace('.', '/')}.py"
        assert (ROOT / file).exists(), command
        return True
    # a cluster: test_ray_pipeline.py; a model on a server: test_reader_command.py
    elsewhere = " --ray" in command or " --reader" in command or ("://" in command and "curl" not in command)
    if elsewhere or command.startswith((*NEEDS_MODEL_OR_NETWORK, "copydesk serve")):
        assert_known(command, help_of)
        return True
    return False


@pytest.mark.skipif(sys.platform == "win32", reason="the pages are written for a POSIX shell")
@pytest.mark.parametrize("page", [page for page in PAGES if page.name != "README.md"], ids=lambda page: page.name)
def test_the_commands_of_a_page_are_true_as_pasted(page: Path, sandbox: Path, help_of, request) -> None:
    printed = ""
    for command in commands_of(page):
        if _done_elsewhere(command, help_of):
            continue
        if command.startswith("curl"):
            command = command.replace("127.0.0.1:8765", request.getfixturevalue("server"))
            assert json.loads(pasted(command, sandbox).stdout)["kind"] == "check"
            continue
        done = pasted(command, sandbox)
        assert done.returncode in (0, 1), f"{command}: {done.stderr}"
        assert not NOT_LOOKED_AT.sub("", done.stderr), f"{command}: {done.stderr}"
        printed += done.stdout
    shown = re.findall(r"^> (An earlier version.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    assert all(line in " ".join(printed.split()) for line in shown)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_command_that_is_named_in_a_sentence_is_one_that_there_is(page: Path, help_of) -> None:
    for command in INLINE.findall(page.read_text(encoding="utf-8")):
        assert_known(" ".join(command.split()), help_of)


def test_settings_that_a_page_shows_are_settings(tmp_path: Path) -> None:
    for page in PAGES:
        for block in re.findall(r"^```toml\n(.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL):
            if page.name in ("desk-chiefs.md", "runtimes.md"):
                (tmp_path / "copydesk.toml").write_text(block, encoding="utf-8")
                assert find_settings(tmp_path).values
