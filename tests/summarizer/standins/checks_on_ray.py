"""Checks that record themselves, and kill a process of Ray in the middle. A module, so that workers can import it."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import psutil

from checks.model import Article, Sheet
from summarizer.desk.checking import CheckOptions, check_parsed
from summarizer.desk.ray_pipeline import CHECKPOINT_FOLDER

FOLDER = "COPYDESK_TEST_FOLDER"  # in the environment: where to record; holds a file "kill" with whom to kill, and when


def check(article: Article, options: CheckOptions, name: str) -> Sheet:
    """As `check_parsed`. At the article that "kill" names, the actor is killed, or, as soon as something has been
    written, the process of that number; once.
    """
    folder = Path(os.environ[FOLDER])
    with open(folder / "checked", "a", encoding="utf-8") as file:
        file.write(f"{name} {os.getpid()}\n")
    order = folder / "kill"
    if order.exists():
        victim, moment = order.read_text(encoding="utf-8").split()
        if name == moment:
            order.unlink()
            if victim != "actor":
                _wait_for_rows(folder / "out" / CHECKPOINT_FOLDER)
            os.kill(_actor() if victim == "actor" else int(victim), signal.SIGKILL)
    return check_parsed(article, options, name)


def _wait_for_rows(checkpoint: Path) -> None:
    for _ in range(6000):  # a busy machine takes its time to start who writes
        if any(not path.name.endswith(".pending.parquet") for path in checkpoint.glob("*.parquet")):
            return
        time.sleep(0.05)


def _actor() -> int:
    """The process of the actor whose article this is."""
    parents = psutil.Process().parents()
    return next(
        process.pid for process in parents if process.cmdline()[:1] and process.cmdline()[0].startswith("ray::")
    )
