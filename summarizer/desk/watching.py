"""Waits until files of a batch change, by polling their sizes and times of modification."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from summarizer.desk.discovery import article_files
from summarizer.inputs import Unreadable

POLL_SECONDS = 1.0  # between two snapshots

Snapshot = dict[Path, tuple[int, int] | None]  # size and time of modification in ns; None where there is no such file


def changes(
    location: Path, report: Path, other_files: tuple[Path, ...] = (), sleep: Callable[[float], None] = time.sleep
) -> Iterator[list[Path]]:
    """Yield the files with articles, and of the `other_files`, that were added, changed or removed since the call.

    `location` is a folder of such files, or one file. Yields once for a file that is being written: when it is the same
    in two consecutive snapshots. The files are sorted; there are none if a file is as before again.
    """
    before = _snapshot(location, report, other_files)  # at the call, not at the first `next`
    return _changes_since(before, lambda: _snapshot(location, report, other_files), sleep)


def _changes_since(
    before: Snapshot, snapshot: Callable[[], Snapshot], sleep: Callable[[float], None]
) -> Iterator[list[Path]]:
    while True:
        sleep(POLL_SECONDS)
        now = snapshot()
        if now == before:
            continue
        while True:
            sleep(POLL_SECONDS)
            settled, now = now, snapshot()
            if settled == now:
                break
        earlier, before = before, now
        yield sorted(path for path in earlier.keys() | now.keys() if earlier.get(path) != now.get(path))


def _snapshot(location: Path, report: Path, other_files: tuple[Path, ...]) -> Snapshot:
    try:
        paths = [location] if location.is_file() else article_files(location, report)[0]
    except Unreadable:  # no article is left
        paths = []
    return {path: _status(path) for path in (*paths, *other_files)}


def _status(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns
