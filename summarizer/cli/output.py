"""Where a report goes, and what a person at a terminal is told meanwhile: on standard error, and only there."""

from __future__ import annotations

import os
import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO, TypedDict

from summarizer.cli.options import Unusable, is_stdout
from summarizer.desk import dismissals, settings
from summarizer.desk.checking import Terms
from summarizer.desk.writing import is_same, replacing

EVERY = 20.0  # seconds between two lines about how far a run is


@contextmanager
def report_to(output: Path | None, terms: Terms, *inputs: str | None) -> Iterator[TextIO]:
    """Where the report goes: the file of -o, opened before the work begins, or standard output."""
    if output is None or is_stdout(output):
        yield sys.stdout
        sys.stdout.flush()
        return
    kept = terms.dismissed_in is not None and is_same(output, terms.dismissed_in)
    if kept or Path(os.path.realpath(output)).name in (settings.FILE, settings.PROJECT, dismissals.FILE):
        raise Unusable(f"{output} is for settings or dismissals: choose another name for the report.")
    with replacing(output, [Path(one) for one in inputs if one and one != "-"]) as file:
        yield file


def deliver(report: TextIO, content: str | bytes) -> None:
    if isinstance(content, str):
        report.write(content)
    elif report.isatty():
        raise Unusable("A workbook is not for a terminal: write it to a file, for example -o report.xlsx.")
    else:
        report.buffer.write(content)


@contextmanager
def progress(doing: str) -> Iterator[Callable[[int, int], None]]:
    """How many articles are done: a bar on a terminal, else a line on standard error now and then."""
    if not sys.stderr.isatty():
        with _lines(doing, sys.stderr) as tell:
            yield tell
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn(doing), BarColumn(), MofNCompleteColumn(), TextColumn("articles"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(doing, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


@contextmanager
def _lines(doing: str, stream: TextIO) -> Iterator[Callable[[int, int], None]]:
    """In a thread of its own: articles that are summarised together come to an end together, after minutes."""
    far = (0, 0)
    began = time.monotonic()
    over = threading.Event()

    def tell(done: int, total: int) -> None:
        nonlocal far
        far = (done, total)

    def now_and_then() -> None:
        while not over.wait(EVERY):
            done, total = far
            if total:
                print(
                    f"{doing}: {done} of {total} articles done after {time.monotonic() - began:.0f} s",
                    file=stream,
                    flush=True,
                )

    telling = threading.Thread(target=now_and_then, daemon=True)
    telling.start()
    try:
        yield tell
    finally:
        over.set()
        telling.join()


class Watching(TypedDict, total=False):
    progress: Callable[[int, int], None]


@contextmanager
def reading() -> Iterator[Watching]:
    """On a terminal: that the model is at work, and of a long article how far it is and how long it will take."""
    if not sys.stderr.isatty():
        yield {}
        return
    print("Writing the summary ...", file=sys.stderr, flush=True)
    began = time.monotonic()

    def tell(done: int, total: int) -> None:
        if total > 1:
            left = (time.monotonic() - began) * (total - done) / done
            took = f"{left:.0f} s" if left < 100 else f"{left / 60:.0f} min"
            line = f"  part {done} of {total}, about {took} left" if done < total else ""
            print(f"\r{line:<60}" if line else f"\r{'':<60}\r", end="", file=sys.stderr, flush=True)

    yield {"progress": tell}


class Looks(TypedDict, total=False):
    width: int
    colour: bool


def looks(report: TextIO) -> Looks:
    """Width and colour of a terminal; of a file or a pipe neither, so that the same input gives the same bytes."""
    if not report.isatty():
        return {}
    colour = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return {"width": min(120, shutil.get_terminal_size().columns), "colour": colour}


def put(text: str) -> None:
    sys.stdout.write(text)


def say(message: str, code: int) -> int:
    from summarizer.reports.escaping import visible

    print(f"copydesk: {visible(message)}", file=sys.stderr)
    return code
