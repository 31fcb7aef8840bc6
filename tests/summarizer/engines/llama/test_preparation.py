"""What is prepared is kept, and what it takes the place of is not."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from summarizer.engines.llama import preparation


@pytest.fixture
def file(gguf: Path, tmp_path: Path) -> Path:
    """A model of which nothing is prepared yet."""
    return Path(shutil.copy(gguf, tmp_path / "small.gguf"))


def prepare(file: Path, *, exact: bool = False) -> Path:
    return preparation.prepare(file, name=f"small of {file.parent.name}", exact=exact)


def test_what_is_prepared_is_used_again(file: Path) -> None:
    folder = prepare(file)
    made = (folder / preparation.PREPARED).stat().st_mtime_ns
    assert prepare(file) == folder
    assert (folder / preparation.PREPARED).stat().st_mtime_ns == made


def test_a_file_that_changed_takes_the_place_of_what_it_was(file: Path) -> None:
    before = prepare(file)
    os.utime(file, (1, 1))
    now = prepare(file)
    assert now != before
    assert now.exists()
    assert not before.exists()


def test_so_does_what_a_later_version_makes_of_it(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = prepare(file)
    said = json.loads((before / preparation.PREPARED).read_text("utf-8"))
    del said["made_from"]  # as an earlier version wrote it
    (before / preparation.PREPARED).write_text(json.dumps(said), "utf-8")
    monkeypatch.setattr(preparation, "FORMAT", preparation.FORMAT + 1)
    now = prepare(file)
    assert now.exists()
    assert not before.exists()


def test_what_is_made_in_another_way_or_of_another_file_stays(file: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = Path(shutil.copy(file, tmp_path / "other" / "small.gguf"))
    name = f"small of {file.parent.name}"
    folders = {
        prepare(file),
        prepare(file, exact=True),
        preparation.prepare(other, name=name),
        preparation.prepare(other, name=f"{name} too"),
    }
    os.utime(file, (1, 1))
    folders |= {prepare(file)}
    assert len(folders) == 5
    assert sum(one.exists() for one in folders) == 4  # all but what the file was
