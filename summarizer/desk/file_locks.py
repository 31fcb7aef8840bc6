"""Locks by which processes that write the same file wait for each other."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

HAS_FLOCK = sys.platform != "win32"
LOCK_FILE_SECONDS = 60.0  # at most for a lock file, which in a read-only folder would be waited for without end


@contextmanager
def lock_open_file(handle: int, path: Path) -> Iterator[None]:
    """Hold a lock on the file at `path`, which is open as `handle`; where locks are not supported, hold none.

    With flock the lock ends when the handle is closed, and nothing is left behind. Windows has a lock file instead.
    """
    if HAS_FLOCK:
        _flock(handle)
        yield
    else:
        with _lock_file(path):
            yield


@contextmanager
def lock_for_replacement(path: Path) -> Iterator[None]:
    """Hold a lock for a file that is replaced as a whole, and so cannot be locked itself: its folder is.

    Where locks are not supported, or if the folder is missing, no lock is held.
    """
    folder = os.path.dirname(os.path.realpath(path))
    if not HAS_FLOCK and os.path.isdir(folder):
        with _lock_file(path):
            yield
        return
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:  # a missing folder is reported when the file is written
        yield
        return
    try:
        _flock(handle)
        yield
    finally:
        os.close(handle)


def _flock(handle: int) -> None:
    """Wait for the lock of an open file or folder, which ends when the handle is closed."""
    import fcntl

    with suppress(OSError):  # some network drives do not support locks
        fcntl.flock(handle, fcntl.LOCK_EX)


@contextmanager
def _lock_file(path: Path) -> Iterator[None]:
    """Hold a lock file next to `path`; none if it cannot be made, or is not free within LOCK_FILE_SECONDS."""
    from filelock import FileLock

    lock = FileLock(f"{path}.lock", timeout=LOCK_FILE_SECONDS)
    with suppress(OSError):  # filelock's Timeout is one
        lock.acquire()
    try:
        yield
    finally:
        lock.release()
