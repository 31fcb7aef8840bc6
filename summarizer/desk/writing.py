"""Writes reports to files atomically, and never over an input."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BufferedWriter, FileIO, TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


class Unwritable(Exception):
    """Raised if a report cannot be written; the message says why and what to do."""


@contextmanager
def atomic_writer(path: Path, inputs: Iterable[Path] = ()) -> Iterator[TextIO]:
    """A text file that replaces `path` when the block ends without an error; otherwise `path` stays as it was.

    Opened at once, so that an unwritable path is reported before the work begins. Raises Unwritable, also if `path` is
    one of `inputs`.
    """
    if is_device(path):  # written directly
        with _open_report(path, path) as device:
            yield device
        return
    target = Path(os.path.realpath(path))
    if os.path.isdir(target):
        raise Unwritable(f"{path} is a folder: name a file in it, for example {path / 'report.html'}.")
    if any(is_same_file(target, source) for source in inputs):
        raise Unwritable(f"{path} is the article itself: choose another name for the report.")
    with _reporting_errors(path):
        from tempfile import mkstemp

        handle, name = mkstemp(prefix=".copydesk-", dir=target.parent)
    temporary = Path(name)
    try:
        with _open_report(handle, path) as file:
            yield file
        with _reporting_errors(path):
            temporary.chmod(target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask())
            temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)


def is_same_file(path: Path, other: Path) -> bool:
    """Whether both paths lead to the same file, also on a case-insensitive file system."""
    try:
        return os.path.samefile(path, other)
    except (OSError, ValueError):  # one of them does not exist
        return os.path.realpath(path) == os.path.realpath(other)


def is_device(path: Path) -> bool:
    """Whether this is a device or a pipe, such as /dev/stderr or the shell's >(cat).

    The path is not resolved: the target of such a link need not have a name.
    """
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def write_text(path: Path, text: str) -> None:
    """Write a file atomically. Raises Unwritable."""
    with atomic_writer(path) as file:
        file.write(text)


class _ReportFile(FileIO):
    """The unbuffered file of the report `path`, all of whose write errors are raised as Unwritable.

    If the reader of a pipe exits early, as `head` does, the rest is dropped.
    """

    def __init__(self, file: int | Path, path: Path) -> None:
        self._path = path
        with _reporting_errors(path):
            super().__init__(file, "w")

    def write(self, data: ReadableBuffer, /) -> int:
        with _reporting_errors(self._path):
            try:
                return super().write(data)
            except BrokenPipeError:
                return memoryview(data).nbytes

    def close(self) -> None:
        with _reporting_errors(self._path):
            super().close()


def _open_report(file: int | Path, path: Path) -> TextIO:
    """A text stream for the report `path`, on a file or an open file descriptor."""
    return TextIOWrapper(BufferedWriter(_ReportFile(file, path)), encoding="utf-8", newline="")


@contextmanager
def _reporting_errors(path: Path) -> Iterator[None]:
    """Turn an OSError in the block into Unwritable."""
    try:
        yield
    except FileNotFoundError:
        raise Unwritable(f"{path} cannot be written: there is no folder {path.parent}; make it first.") from None
    except PermissionError:
        raise Unwritable(f"{path} cannot be written: no permission there; choose another place.") from None
    except OSError as error:
        raise Unwritable(f"{path} cannot be written: {error.strerror or error}.") from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
