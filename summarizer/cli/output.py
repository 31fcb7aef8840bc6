"""Opens the output of a report; shows progress and errors, on standard error only."""

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

from summarizer.cli.options import UsageError, is_stdout
from summarizer.desk import dismissals, settings
from summarizer.desk.checking import CheckOptions
from summarizer.desk.writing import atomic_writer, is_same_file

PROGRESS_INTERVAL = 20.0  # seconds between two progress lines, where standard error is not a terminal


@contextmanager
def open_report(output: Path | None, options: CheckOptions, *inputs: str | None) -> Iterator[TextIO]:
    """The stream for the report: the file of -o, opened before the work begins, or standard output.

    Raises UsageError if the file is for settings or dismissals, and Unwritable.
    """
    if output is None or is_stdout(output):
        yield sys.stdout
        sys.stdout.flush()
        return
    is_dismissals_file = options.dismissals_file is not None and is_same_file(output, options.dismissals_file)
    if is_dismissals_file or Path(os.path.realpath(output)).name in (
        settings.SETTINGS_FILE,
        settings.PROJECT_FILE,
        dismissals.DISMISSALS_FILE,
    ):
        raise UsageError(f"{output} is for settings or dismissals: choose another name for the report.")
    with atomic_writer(output, [Path(name) for name in inputs if name and name != "-"]) as file:
        yield file


def write_report(report: TextIO, content: str | bytes) -> None:
    """Write the report. Raises UsageError for a workbook on a terminal."""
    if isinstance(content, str):
        report.write(content)
    elif report.isatty():
        raise UsageError("A workbook is not for a terminal: write it to a file, for example -o report.xlsx.")
    else:
        report.buffer.write(content)


@contextmanager
def batch_progress(activity: str) -> Iterator[Callable[[int, int], None]]:
    """Show how many articles are done: a progress bar on a terminal, else lines on standard error.

    Yields the callback that takes the number of articles done and the total.
    """
    if not sys.stderr.isatty():
        with _progress_lines(activity, sys.stderr) as callback:
            yield callback
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn(activity), BarColumn(), MofNCompleteColumn(), TextColumn("articles"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(activity, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


@contextmanager
def _progress_lines(activity: str, stream: TextIO) -> Iterator[Callable[[int, int], None]]:
    """Print a progress line every PROGRESS_INTERVAL seconds, from a thread.

    The callback alone would not do: articles that are summarised together finish together, after minutes.
    """
    counts = (0, 0)  # done, total
    started = time.monotonic()
    finished = threading.Event()

    def update(done: int, total: int) -> None:
        nonlocal counts
        counts = (done, total)

    def print_lines() -> None:
        while not finished.wait(PROGRESS_INTERVAL):
            done, total = counts
            if total:
                print(
                    f"{activity}: {done} of {total} articles done after {time.monotonic() - started:.0f} s",
                    file=stream,
                    flush=True,
                )

    printer = threading.Thread(target=print_lines, daemon=True)
    printer.start()
    try:
        yield update
    finally:
        finished.set()
        printer.join()


class ProgressArguments(TypedDict, total=False):
    """Keyword arguments of `summarizer.summarize`."""

    progress: Callable[[int, int], None]


@contextmanager
def summary_progress() -> Iterator[ProgressArguments]:
    """On a terminal, say that the model is at work; for a long article, show parts done and the time left."""
    if not sys.stderr.isatty():
        yield {}
        return
    print("Writing the summary ...", file=sys.stderr, flush=True)
    started = time.monotonic()

    def update(done: int, total: int) -> None:
        if total > 1:
            seconds_left = (time.monotonic() - started) * (total - done) / done
            time_left = f"{seconds_left:.0f} s" if seconds_left < 100 else f"{seconds_left / 60:.0f} min"
            line = f"  part {done} of {total}, about {time_left} left" if done < total else ""
            print(f"\r{line:<60}" if line else f"\r{'':<60}\r", end="", file=sys.stderr, flush=True)

    yield {"progress": update}


class TerminalStyle(TypedDict, total=False):
    """Keyword arguments of the `summarizer.reports` functions that render text."""

    width: int
    colour: bool


def terminal_style(report: TextIO) -> TerminalStyle:
    """Width and colour of a terminal; empty for a file or a pipe, so that the same input gives the same bytes."""
    if not report.isatty():
        return {}
    colour = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return {"width": min(120, shutil.get_terminal_size().columns), "colour": colour}


def write_stdout(text: str) -> None:
    sys.stdout.write(text)


def print_error(message: str, code: int) -> int:
    """Print a message on standard error. Returns `code`, the exit code to end with."""
    from summarizer.reports.escaping import visible

    print(f"copydesk: {visible(message)}", file=sys.stderr)
    return code
