"""The standard streams: UTF-8 wherever they go, and one clear error where standard output cannot be written."""

from __future__ import annotations

import io
import os
import sys
from typing import Any

from summarizer.desk.writing import Unwritable


class _Stream(io.RawIOBase):
    """A standard stream that is no terminal; `number` is None where it is closed.

    When its reader went away, as that of `| head` does, the rest is dropped and the run goes on to its own exit code.
    Any other failure of standard output is an Unwritable, once; what cannot be said on standard error is lost.
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


def prepare() -> None:
    """Puts such streams in the place of Python's own. A terminal that cannot show a character gets a question mark."""
    for name in ("stdout", "stderr"):
        stream, number = getattr(sys, name), None
        if stream is not None:
            if not hasattr(stream, "reconfigure"):
                continue
            terminal = stream.isatty()
            stream.reconfigure(encoding=None if terminal else "utf-8", errors="replace", newline="\n")
            try:
                number = stream.fileno()
            except OSError:  # in memory
                continue
            if terminal:
                continue
        raw = io.BufferedWriter(_Stream(number, must_arrive=name == "stdout"))
        setattr(sys, name, io.TextIOWrapper(raw, "utf-8", "replace", newline="\n", line_buffering=name == "stderr"))
