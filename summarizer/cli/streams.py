"""Configures the standard streams: UTF-8 for files and pipes, a clear error if standard output cannot be written."""

from __future__ import annotations

import io
import os
import sys
from typing import Any

from summarizer.desk.writing import Unwritable


class _Stream(io.RawIOBase):
    """A standard stream that is not a terminal; `number` is its file descriptor, None if it is closed.

    If the reader of a pipe has exited, as `head` does, the rest of the output is dropped and the exit code does not
    change. Any other write error raises Unwritable once if `must_arrive` is set, and is ignored otherwise.
    """

    def __init__(self, number: int | None, *, must_arrive: bool) -> None:
        super().__init__()
        self._number, self._must_arrive = number, must_arrive
        self._dropping = False

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return super().fileno() if self._number is None else self._number

    def write(self, data: Any, /) -> int:
        if self._dropping:
            return memoryview(data).nbytes
        try:
            if self._number is None:
                raise OSError("it is closed")
            return os.write(self._number, data)
        except OSError as error:
            self._dropping = True
            if self._must_arrive and not isinstance(error, BrokenPipeError):
                raise Unwritable(
                    f"Standard output cannot be written ({error.strerror or error}): write the report to a file with "
                    "-o FILE, or send it elsewhere."
                ) from None
        return memoryview(data).nbytes


def configure_streams() -> None:
    """Replace standard output and error by such streams. A terminal shows "?" for a character it cannot encode."""
    for name in ("stdout", "stderr"):
        stream, number = getattr(sys, name), None
        if stream is not None:
            if not hasattr(stream, "reconfigure"):
                continue
            is_terminal = stream.isatty()
            stream.reconfigure(encoding=None if is_terminal else "utf-8", errors="replace", newline="\n")
            try:
                number = stream.fileno()
            except OSError:  # a stream in memory, as in tests
                continue
            if is_terminal:
                continue
        raw = io.BufferedWriter(_Stream(number, must_arrive=name == "stdout"))
        setattr(sys, name, io.TextIOWrapper(raw, "utf-8", "replace", newline="\n", line_buffering=name == "stderr"))
