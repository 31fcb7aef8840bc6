"""The scripts of bench/ and of `summarizer.training`, as they are started."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

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
