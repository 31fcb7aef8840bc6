"""A prepared model is used again, and one that it supersedes is removed."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from summarizer.engines.embedded import preparation
from summarizer.engines.native import processor


@pytest.fixture
def file(gguf: Path, tmp_path: Path) -> Path:
    """A GGUF file that was not prepared yet."""
    return Path(shutil.copy(gguf, tmp_path / "small.gguf"))


def prepare(file: Path) -> Path:
    return preparation.prepare(file, name=f"small of {file.parent.name}")


def test_a_prepared_model_is_used_again(file: Path) -> None:
    folder = prepare(file)
    written_at = (folder / preparation.MANIFEST_FILE).stat().st_mtime_ns
    assert prepare(file) == folder
    assert (folder / preparation.MANIFEST_FILE).stat().st_mtime_ns == written_at


def test_a_changed_file_supersedes_what_was_prepared_from_it(file: Path) -> None:
    old = prepare(file)
    os.utime(file, (1, 1))
    new = prepare(file)
    assert new != old
    assert new.exists()
    assert not old.exists()


def test_a_newer_format_supersedes_an_older_one(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = prepare(file)
    fields = json.loads((old / preparation.MANIFEST_FILE).read_text("utf-8"))["prepared"]
    del fields["source"]  # as an earlier version wrote it
    (old / preparation.MANIFEST_FILE).write_text(json.dumps(fields), "utf-8")
    monkeypatch.setattr(preparation, "FORMAT_VERSION", preparation.FORMAT_VERSION + 1)
    new = prepare(file)
    assert new.exists()
    assert not old.exists()


def test_what_was_prepared_from_a_file_that_is_gone_is_removed(file: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = Path(shutil.copy(file, tmp_path / "other" / "small.gguf"))
    name = f"small of {file.parent.name}"
    old = preparation.prepare(other, name=name)
    other.unlink()
    assert preparation.prepare(file, name=name).exists()
    assert not old.exists()


def test_a_model_for_another_backend_or_from_another_file_stays(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "other").mkdir()
    other = Path(shutil.copy(file, tmp_path / "other" / "small.gguf"))
    name = f"small of {file.parent.name}"
    with monkeypatch.context() as patched:
        patched.setattr(processor, "is_supported", lambda: True)
        native = prepare(file)
    monkeypatch.setattr(processor, "is_supported", lambda: False)
    folders = {
        native,
        prepare(file),
        preparation.prepare(other, name=name),
        preparation.prepare(other, name=f"{name} too"),
    }
    os.utime(file, (1, 1))
    folders |= {prepare(file)}
    assert len(folders) == 5
    assert sum(folder.exists() for folder in folders) == 4  # all but that of the file before it changed
