from __future__ import annotations

import io
import sys
from collections.abc import Callable
from typing import NamedTuple

import pytest

from summarizer import cli
from summarizer.cli import output


class Ran(NamedTuple):
    """Exit code, standard output and standard error of a run."""

    code: int
    out: str
    err: str


class Stream(io.TextIOWrapper):
    """A standard stream over bytes in memory that may claim to be a terminal."""

    def __init__(self, data: bytes = b"", terminal: bool = False) -> None:
        self.terminal = terminal
        super().__init__(io.BytesIO(data), encoding="utf-8", newline="\n")

    def isatty(self) -> bool:
        return self.terminal

    def written(self) -> str:
        self.flush()
        return self.buffer.getvalue().decode("utf-8")


Copydesk = Callable[..., Ran]


@pytest.fixture
def copydesk(monkeypatch: pytest.MonkeyPatch) -> Copydesk:
    """Runs the command line in this process: `copydesk("check", path)`."""
    monkeypatch.setattr(output, "PROGRESS_INTERVAL", 600.0)  # no progress lines, however slow the machine

    def run(*arguments: object, stdin: bytes = b"", terminal: bool = False) -> Ran:
        out, err = Stream(terminal=terminal), Stream(terminal=terminal)
        with monkeypatch.context() as patch:
            patch.setattr(sys, "argv", ["copydesk", *map(str, arguments)])
            patch.setattr(sys, "stdin", Stream(stdin, terminal))
            patch.setattr(sys, "stdout", out)
            patch.setattr(sys, "stderr", err)
            with pytest.raises(SystemExit) as exit_:
                cli.main()
        return Ran(int(exit_.value.code or 0), out.written(), err.written())

    return run
