"""Tasks for worker processes in tests. A module, so that workers can import it."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path


def double(number: int) -> int:
    return 2 * number


def hang_at(failing_number: int, number: int) -> int:
    if number == failing_number:
        time.sleep(3600)
    return double(number)


def end_at(failing_number: int, number: int) -> int:
    if number == failing_number:
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(3600)  # until the signal arrives
    return double(number)


def end_first_time(file: Path) -> int:
    """Ends the process, and the next time, when the file is there, returns the id of another one."""
    if not file.exists():
        file.write_text(str(os.getpid()))
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(3600)  # until the signal arrives
    return os.getpid()


def end_every_time(folder: Path) -> None:
    (folder / str(os.getpid())).touch()
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(3600)


def touch_and_hang(file: Path) -> None:
    file.touch()
    time.sleep(3600)


class TwoReasons(Exception):
    """An exception that can be pickled but not unpickled: its constructor takes two arguments."""

    def __init__(self, first: str, second: str) -> None:
        super().__init__(f"{first}, {second}")


def fail() -> None:
    raise TwoReasons("one", "another")


def refuse(number: int) -> None:
    raise ValueError(f"not {number}")


def give_a_function() -> object:
    return lambda: None


def own_pid() -> int:
    return os.getpid()


def pid_and(number: int) -> tuple[int, int]:
    return os.getpid(), number
