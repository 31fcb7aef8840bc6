from __future__ import annotations

import io
import sys
from collections.abc import Callable
from typing import NamedTuple

import pytest

from summarizer import cli
from summarizer.cli import output


class Ran(NamedTuple):
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

    def said(self) -> str:
        self.flush()
        return self.buffer.getvalue().decode("utf-8")


Copydesk = Callable[..., Ran]


@pytest.fixture
def copydesk(monkeypatch: pytest.MonkeyPatch) -> Copydesk:
    """Runs the command line in this process: `copydesk("check", path)`."""
    monkeypatch.setattr(output, "EVERY", 600.0)  # a slow machine is not to say how far it is

    def run(*arguments: object, stdin: bytes = b"", terminal: bool = False) -> Ran:
        out, err = Stream(terminal=terminal), Stream(terminal=terminal)
        with monkeypatch.context() as patch:
            patch.setattr(sys, "argv", ["copydesk", *map(str, arguments)])
            patch.setattr(sys, "stdin", Stream(stdin, terminal))
            patch.setattr(sys, "stdout", out)
            patch.setattr(sys, "stderr", err)
            with pytest.raises(SystemExit) as ended:
                cli.main()
        return Ran(int(ended.value.code or 0), out.said(), err.said())

    return run
