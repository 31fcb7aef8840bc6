"""What holds for the tests of the checks: work is counted, never timed."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from checks import pattern

COMPILING = (str(Path(re.__file__).parent), pattern.__file__)  # happens once in a process, whatever the text


@pytest.fixture
def count_steps() -> Callable[..., int]:
    """A function that calls `work(*arguments)` and returns how many lines, calls and returns of Python code it took.

    The count is the same on every machine. What runs in C, such as a regular expression, counts as part of its line;
    compiling one does not count, since it happens once in a process.
    """

    def count(work: Callable[..., object], *arguments: object) -> int:
        steps = 0

        def trace(frame: FrameType, _event: str, _argument: Any) -> Any:
            nonlocal steps
            if frame.f_code.co_filename.startswith(COMPILING):
                return None
            steps += 1
            return trace

        before = sys.gettrace()
        sys.settrace(trace)
        try:
            work(*arguments)
        finally:
            sys.settrace(before)
        return steps

    return count
