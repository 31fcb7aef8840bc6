"""Writes a report to a file: whole or not at all, and never over an input."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO


class Unwritable(Exception):
    """A report that cannot be written; its message says why and what to do."""


@contextmanager
def replacing(path: Path, inputs: Iterable[Path] = ()) -> Iterator[TextIO]:
    """A text file that takes the place of `path` when the block ends well; otherwise `path` stays as it was.

    Opened at once, so that an unwritable place is known before the work is done. Raises Unwritable.
    """
    if is_device(path):  # nothing to replace; a pipe's reader may go away, as that of `| head` does
        with _saying(path), suppress(BrokenPipeError), path.open("w", encoding="utf-8", newline="") as device:
            yield device
        return
    target = Path(os.path.realpath(path))
    if target.is_dir():
        raise Unwritable(f"{path} is a folder: name a file in it, for example {path / 'report.html'}.")
    if any(is_same(target, one) for one in inputs):
        raise Unwritable(f"{path} is the article itself: choose another name for the report.")
    with _saying(path):
        handle, name = tempfile.mkstemp(prefix=".copydesk-", dir=target.parent)
    temporary = Path(name)
    try:
        with _saying(path):
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
                yield file
            temporary.chmod(target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask())
            temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)


def is_same(one: Path, other: Path) -> bool:
    """Do both paths lead to the same file? Also where upper and lower case are one."""
    try:
        return os.path.samefile(one, other)
    except (OSError, ValueError):  # one of them is not there
        return os.path.realpath(one) == os.path.realpath(other)


def is_device(path: Path) -> bool:
    """Is this a device or a pipe, such as /dev/stderr or what the shell makes of >(cat)? Asked of the path itself: what
    it leads to need not have a name."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def write(path: Path, text: str) -> None:
    with replacing(path) as file:
        file.write(text)


@contextmanager
def _saying(path: Path) -> Iterator[None]:
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
