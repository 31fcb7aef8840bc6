"""Waits until files of a batch change, by looking at their sizes and times of modification."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from summarizer.desk.discovery import discover_folder
from summarizer.inputs import Unreadable

POLL_SECONDS = 1.0

Snapshot = dict[Path, tuple[int, int] | None]  # size and time of modification in ns; None where there is no such file


def changes(
    folder: Path, report: Path, others: tuple[Path, ...] = (), sleep: Callable[[float], None] = time.sleep
) -> Iterator[None]:
    """Yield whenever an article of the folder, or one of the `others`, was added, changed or removed.

    A file that is being written yields once, when it has stayed the same from one look to the next. Changes that happen
    between two values count from the earlier of them.
    """
    before = _snapshot(folder, report, others)
    while True:
        sleep(POLL_SECONDS)
        now = _snapshot(folder, report, others)
        if now == before:
            continue
        while True:
            sleep(POLL_SECONDS)
            settled, now = now, _snapshot(folder, report, others)
            if settled == now:
                break
        before = now
        yield


def _snapshot(folder: Path, report: Path, others: tuple[Path, ...]) -> Snapshot:
    try:
        paths = [item.path for item in discover_folder(folder, report).items if item.path]
    except Unreadable:  # no article is left
        paths = []
    return {path: _status(path) for path in (*paths, *others)}


def _status(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns
