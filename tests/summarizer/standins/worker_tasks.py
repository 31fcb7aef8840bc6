"""What workers are given to do in tests. In a module of its own: other processes import it."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path


def double(number: int) -> int:
    return 2 * number


def hang_at(unlucky: int, number: int) -> int:
    if number == unlucky:
        time.sleep(3600)
    return double(number)


def end_at(unlucky: int, number: int) -> int:
    if number == unlucky:
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(3600)  # until that arrives
    return double(number)


def hang_at_place(file: Path) -> None:
    file.touch()
    time.sleep(3600)


class TwoReasons(Exception):
    """An error that can be pickled and not read again."""

    def __init__(self, one: str, other: str) -> None:
        super().__init__(f"{one}, {other}")


def fail() -> None:
    raise TwoReasons("one", "another")


def refuse(number: int) -> None:
    raise ValueError(f"not {number}")


def give_a_function() -> object:
    return lambda: None


def own_pid() -> int:
    return os.getpid()
