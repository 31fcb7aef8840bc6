"""The scripts of bench/ and of `summarizer.training`, as they are started."""

from __future__ import annotations

import argparse
import importlib
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from summarizer.training import arguments

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="some of them measure what only POSIX systems tell")

ROOT = Path(__file__).parents[2]
STARTED = 'if __name__ == "__main__":'
SCRIPTS = sorted(path for path in (ROOT / "bench").glob("*.py") if STARTED in path.read_text(encoding="utf-8"))
PROGRAMS = sorted(
    path for path in (ROOT / "summarizer" / "training").glob("*.py") if STARTED in path.read_text(encoding="utf-8")
)
ENGINES = ("torch", "transformers", "onnxruntime", "llvmlite", "spacy")


def name_of(path: Path) -> str:
    return path.stem


@pytest.fixture(scope="module")
def decoys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for the import path with our packages, as if other versions were installed, and the models' engines.

    Importing any of them from there fails.
    """
    folder = tmp_path_factory.mktemp("decoys")
    for package in ("checks", "summarizer", *ENGINES):
        (folder / package).mkdir()
        (folder / package / "__init__.py").write_text(f"raise ImportError('a decoy: {package}')\n", encoding="utf-8")
    return folder


def help_of(command: list[str], folder: Path, decoys: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(decoys)}
    return subprocess.run(
        [sys.executable, *command, "--help"], cwd=folder, env=environment, capture_output=True, text=True
    )


@pytest.mark.parametrize("script", SCRIPTS, ids=name_of)
def test_a_script_uses_its_own_checkout_and_shows_its_help_without_a_model(
    script: Path, decoys: Path, tmp_path: Path
) -> None:
    shown = help_of([str(script)], tmp_path, decoys)
    assert shown.returncode == 0, shown.stderr
    assert shown.stdout.startswith(f"usage: {script.name}")


@pytest.mark.parametrize("program", PROGRAMS, ids=name_of)
def test_a_training_program_shows_its_help_without_a_model(program: Path, decoys: Path) -> None:
    shown = help_of(["-m", f"summarizer.training.{program.stem}"], ROOT, decoys)
    assert shown.returncode == 0, shown.stderr
    assert shown.stdout.startswith("usage: ")


def test_the_speed_of_reading_can_be_measured_where_nothing_is_installed(tmp_path: Path) -> None:
    """It runs in the environment of other libraries."""
    command = [sys.executable, "-S", str(ROOT / "bench" / "speed.py"), "--help"]
    assert subprocess.run(command, cwd=tmp_path, capture_output=True).returncode == 0


def test_every_script_is_in_the_list_of_how_to_repeat_a_measurement() -> None:
    page = (ROOT / "docs" / "accuracy.md").read_text(encoding="utf-8")
    section = page.partition("\n## Repeating it\n")[2].partition("\n## ")[0]
    listed = re.findall(r"^ {4}(?:\S+=\S+ )?python bench/(\S+)", section, re.MULTILINE)
    assert sorted(listed) == [script.name for script in SCRIPTS]


# ---- a path that is missing ends the program with a usage error ------------------------------------------------------

PATH_TYPES = (
    arguments.existing_path,
    arguments.existing_file,
    arguments.existing_folder,
    arguments.file_to_write,
)
MISSING = "no-such-folder/no-such-file"


class Parsing(Exception):
    """Stops a program where it would parse its arguments; its argument is the parser."""


def parsers_of(program: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[argparse.ArgumentParser]:
    """The parser of a program and those of its subcommands."""

    def stop(parser: argparse.ArgumentParser, *_: object) -> None:
        raise Parsing(parser)

    module = importlib.import_module(".".join(program.relative_to(ROOT).with_suffix("").parts))
    with monkeypatch.context() as patched:
        patched.setattr(argparse.ArgumentParser, "parse_args", stop)
        with pytest.raises(Parsing) as parsing:
            module.main()
    parser = parsing.value.args[0]
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            yield from action.choices.values()


@pytest.mark.parametrize("program", [*SCRIPTS, *PROGRAMS], ids=name_of)
def test_a_program_says_which_path_is_missing_before_it_does_anything(
    program: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for parser in parsers_of(program, monkeypatch):
        for action in parser._actions:
            # folders to write into are made where they are missing
            assert action.type is not Path or action.dest == "out", f"which path may be missing? {action.dest}"
            if action.type in PATH_TYPES:
                positionals = [each for each in parser._actions if not each.option_strings]
                given = [action.option_strings[0], MISSING] if action.option_strings else [MISSING] * len(positionals)
                with pytest.raises(SystemExit) as ended:
                    parser.parse_args(given)
                assert ended.value.code == 2
                assert "no-such-folder" in capsys.readouterr().err


def test_a_missing_file_is_told_as_the_programs_are_started(tmp_path: Path) -> None:
    for command in ([str(ROOT / "bench" / "speed.py"), "--texts", "x"], ["-m", "summarizer.training.export", "x", "y"]):
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        ended = subprocess.run(
            [sys.executable, *command], cwd=tmp_path, env=environment, capture_output=True, text=True
        )
        assert ended.returncode == 2
        assert ended.stderr.splitlines()[-1].endswith(("no such file: x", "no such folder: x"))
    assert not list(tmp_path.iterdir())


def test_a_python_for_llama_cpp_that_is_missing_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["engines.py", "--llama", MISSING])
    with pytest.raises(SystemExit) as ended:
        importlib.import_module("bench.engines").main()
    assert ended.value.code == 2
    assert f"no such program: {MISSING}" in capsys.readouterr().err


def test_a_folder_without_the_evaluation_data_is_no_evaluation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["reader_weights.py", str(tmp_path)])
    with pytest.raises(SystemExit) as ended:
        importlib.import_module("bench.reader_weights").main()
    assert ended.value.code == 2
    assert str(tmp_path) in capsys.readouterr().err
