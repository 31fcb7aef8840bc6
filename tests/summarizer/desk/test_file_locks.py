"""Writers wait for each other, with flock and with the lock files that Windows has instead."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from filelock import FileLock

from summarizer.desk import file_locks
from summarizer.desk.dismissals import DismissalRecord, add_dismissals, read_dismissals
from summarizer.desk.writing import Unwritable


def record(number: int) -> DismissalRecord:
    return DismissalRecord(f"{number}", f"{number}.txt", "equation", "They differ.", "as agreed", "Ann", "2026-05-04")


@pytest.fixture(params=["flock", "lock file"])
def kind(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(file_locks, "HAS_FLOCK", request.param == "flock" and file_locks.HAS_FLOCK)
    return str(request.param)


@pytest.mark.usefixtures("kind")
def test_no_dismissal_is_lost_when_several_are_added_at_the_same_time(tmp_path: Path) -> None:
    file = tmp_path / "dismissed.toml"
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda number: add_dismissals(file, [record(number)]), range(40)))
    assert {each.fingerprint for each in read_dismissals(file)} == {str(number) for number in range(40)}


@pytest.mark.usefixtures("kind")
def test_a_missing_folder_is_reported_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(Unwritable, match="there is no folder"):
        add_dismissals(tmp_path / "missing" / "dismissed.toml", [record(1)])
    assert not list(tmp_path.iterdir())


def test_a_lock_file_that_is_never_released_does_not_stop_the_writer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_locks, "HAS_FLOCK", False)
    monkeypatch.setattr(file_locks, "LOCK_FILE_SECONDS", 0.05)
    file = tmp_path / "dismissed.toml"
    with FileLock(f"{file}.lock"):
        add_dismissals(file, [record(1)])
    assert read_dismissals(file) == (record(1),)
