"""Writes reports to files atomically, and never over an input."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO


class Unwritable(Exception):
    """Raised if a report cannot be written; the message says why and what to do."""


@contextmanager
def atomic_writer(path: Path, inputs: Iterable[Path] = ()) -> Iterator[TextIO]:
    """A text file that replaces `path` when the block ends without an error; otherwise `path` stays as it was.

    Opened at once, so that an unwritable path is reported before the work begins. Raises Unwritable, also if `path` is
    one of `inputs`.
    """
    if is_device(path):  # written directly; a pipe's reader may exit early, as `head` does
        with _reporting_errors(path), suppress(BrokenPipeError), path.open("w", encoding="utf-8", newline="") as device:
            yield device
        return
    target = Path(os.path.realpath(path))
    if target.is_dir():
        raise Unwritable(f"{path} is a folder: name a file in it, for example {path / 'report.html'}.")
    if any(is_same_file(target, source) for source in inputs):
        raise Unwritable(f"{path} is the article itself: choose another name for the report.")
    with _reporting_errors(path):
        from tempfile import mkstemp

        handle, name = mkstemp(prefix=".copydesk-", dir=target.parent)
    temporary = Path(name)
    try:
        with _reporting_errors(path):
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
                yield file
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


@contextmanager
def _reporting_errors(path: Path) -> Iterator[None]:
    """Raise an OSError of the block as Unwritable."""
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
