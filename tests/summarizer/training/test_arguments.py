"""Paths as arguments of the training programs and of bench/."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentTypeError
from collections.abc import Callable
from pathlib import Path

import pytest

from summarizer.engines import load
from summarizer.models import ModelError
from summarizer.training import evaluate, rejection_sampling
from summarizer.training.arguments import existing_file, existing_folder, existing_path, file_to_write


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with a file and a folder in it."""
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (existing_path, "file"),
        (existing_path, "folder"),
        (existing_file, "file"),
        (existing_file, os.devnull),  # no regular file, as a pipe is none
        (existing_folder, "folder"),
        (file_to_write, "file"),
        (file_to_write, "new"),
        (file_to_write, "folder/new"),
    ],
)
def test_a_path_that_will_do(folder: Path, read: Callable[[str], Path], text: str) -> None:
    assert read(text) == Path(text)


@pytest.mark.parametrize(
    ("read", "text", "message"),
    [
        (existing_path, "none", "no such file or folder: none"),
        (existing_file, "none", "no such file: none"),
        (existing_file, "folder", "a folder, not a file: folder"),
        (existing_folder, "none", "no such folder: none"),
        (existing_folder, "file", "no such folder: file"),
        (file_to_write, "folder", "a folder, not a file: folder"),
        (file_to_write, "none/new", "no such folder: none"),
    ],
)
def test_a_path_that_will_not_do_is_named(folder: Path, read: Callable[[str], Path], text: str, message: str) -> None:
    with pytest.raises(ArgumentTypeError, match=f"^{message}$"):
        read(text)


@pytest.mark.parametrize("program", [evaluate, rejection_sampling])
def test_a_model_that_is_missing_is_a_usage_error(
    program: object, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(ModelError) as error:
        load("none.gguf")
    options = ["--pairs", "file", "--out", "new", "--model", "none.gguf"]
    monkeypatch.setattr(sys, "argv", ["program", *options])
    with pytest.raises(SystemExit) as ended:
        program.main()  # type: ignore[attr-defined]
    assert ended.value.code == 2
    assert str(error.value) in capsys.readouterr().err
