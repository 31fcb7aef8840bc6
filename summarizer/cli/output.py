"""Opens the output of a report; shows progress and errors, both on standard error only."""

from __future__ import annotations

import os
import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TextIO, TypedDict

from summarizer.cli.options import UsageError, is_stdout
from summarizer.desk import dismissals, settings
from summarizer.desk.checking import CheckOptions
from summarizer.desk.writing import atomic_writer, is_same_file
from summarizer.reports import Format

if TYPE_CHECKING:
    from summarizer.desk.batch import RunningItems

SLOW_SECONDS = 5.0  # an article that takes longer is named in the progress line
PROGRESS_INTERVAL = 20.0  # seconds between progress lines, if standard error is not a terminal


@contextmanager
def open_report(output: Path | None, options: CheckOptions, *inputs: str | None) -> Iterator[TextIO]:
    """The stream for the report: the file of -o, opened before the work begins, or standard output.

    Raises UsageError as `require_no_kept_files` does, and Unwritable.
    """
    if output is None or is_stdout(output):
        yield sys.stdout
        sys.stdout.flush()
        return
    require_no_kept_files(options, output)
    with atomic_writer(output, [Path(name) for name in inputs if name and name != "-"]) as file:
        yield file


def require_no_kept_files(options: CheckOptions, *outputs: Path) -> None:
    """Raise UsageError if a report would overwrite settings, dismissals or the log of decisions."""
    from summarizer.desk.decision_log import find_log_file

    names = (settings.SETTINGS_FILE, settings.PROJECT_FILE, settings.LOG_FILE, dismissals.DISMISSALS_FILE)
    kept = [find_log_file(settings.working_folder()), *filter(None, [options.dismissals_file])]
    for output in outputs:
        if Path(os.path.realpath(output)).name in names or any(is_same_file(output, file) for file in kept):
            raise UsageError(
                f"{output} is for settings, dismissals or the log of decisions: choose another name for the report."
            )


def write_report(report: TextIO, content: str | bytes, report_format: Format) -> None:
    """Write the report. Raises UsageError for a workbook on a terminal.

    A CSV file gets a byte order mark, without which Excel reads no "é"; standard output and pipes, which programs read
    on from, get none.
    """
    if isinstance(content, str):
        is_csv_file = report_format is Format.CSV and report is not sys.stdout and report.seekable()
        report.write(f"\ufeff{content}" if is_csv_file else content)
    elif report.isatty():
        raise UsageError("A workbook is not for a terminal: write it to a file, for example -o report.xlsx.")
    else:
        report.buffer.write(content)


class BatchProgress:
    """How far a batch has come, as its progress callbacks report it."""

    def __init__(self, running: RunningItems) -> None:
        self._running = running
        self._started = time.monotonic()
        self.comparison_status = ""  # "comparing stories: 3 of 10"; "" before that begins
        self._done_before: int | None = None  # articles that earlier runs had done
        self.done = self.total = 0

    def update(self, done: int, total: int) -> bool:
        """Set the articles done and their total. Returns whether it is the first call, for earlier runs."""
        is_first = self._done_before is None
        if is_first:
            self._done_before, self._started = done, time.monotonic()
        self.done, self.total = done, total
        return is_first

    def compare(self, done: int, total: int) -> None:
        """Set the number of pairs of stories that have been compared, and the total."""
        self.comparison_status = f"comparing stories: {done} of {total}"

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._started

    @property
    def pace(self) -> str:
        """ "12 a second, about 40 s left"; "" as long as nothing is done, without the time when that is up."""
        new = self.done - (self._done_before or 0)
        if not new:
            return ""
        rate = new / max(self.seconds, 0.001)
        amount = f"{rate:.0f} a second" if rate >= 9.5 else f"{rate * 60:.0f} a minute"
        seconds_left = (self.total - self.done) / rate
        return f"{amount}, about {_duration(seconds_left)} left" if seconds_left >= 1 else amount

    @property
    def slow_item(self) -> str:
        """ "long.txt has taken 14 s"; "" if no article has taken long."""
        from summarizer.reports.escaping import visible

        name, seconds = self._running.longest() or ("", 0.0)
        return f"{visible(name)} has taken {seconds:.0f} s" if seconds >= SLOW_SECONDS else ""


def _duration(seconds: float) -> str:
    if seconds < 100:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 6000 else f"{seconds / 3600:.0f} h"


class ProgressCallbacks(NamedTuple):
    """Callbacks of a batch, which take the number done and the total: of articles, and of pairs of stories."""

    articles: Callable[[int, int], None]
    stories: Callable[[int, int], None]


@contextmanager
def batch_progress(
    activity: str, running: RunningItems, *, announce: bool = True, quiet: bool = False
) -> Iterator[ProgressCallbacks]:
    """Show how many articles are done: a progress bar on a terminal, else lines on standard error.

    `running` are the articles that are being checked. With `announce`, a first line says how many were done by an
    earlier run. With `quiet`, nothing is shown.
    """
    if quiet:
        yield ProgressCallbacks(lambda done, total: None, lambda done, total: None)
        return
    progress = BatchProgress(running)
    show = _progress_bar if sys.stderr.isatty() else _progress_lines

    with show(activity, progress) as refresh:

        def update(done: int, total: int) -> None:
            if progress.update(done, total) and done and announce:
                announcement = f"{done:,} of {total:,} articles were done by an earlier run and have not changed"
                print(f"{announcement} (--fresh checks them again).", file=sys.stderr, flush=True)
            refresh()

        def compare(done: int, total: int) -> None:
            progress.compare(done, total)
            refresh()

        yield ProgressCallbacks(update, compare)


@contextmanager
def _progress_bar(activity: str, progress: BatchProgress) -> Iterator[Callable[[], None]]:
    """Show a progress bar. Yields a function to call whenever `progress` has changed."""
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn
    from rich.table import Column
    from rich.text import Text

    class PaceColumn(ProgressColumn):
        max_refresh = 0.5

        def render(self, task: Task) -> Text:
            return Text(progress.comparison_status or "; ".join(filter(None, [progress.slow_item, progress.pace])))

    columns = (
        TextColumn(escape(activity)),
        BarColumn(20),
        MofNCompleteColumn(),
        TextColumn("articles"),
        PaceColumn(Column(no_wrap=True, overflow="ellipsis")),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(activity, total=None)
        yield lambda: bar.update(task, completed=progress.done, total=progress.total)


@contextmanager
def _progress_lines(activity: str, progress: BatchProgress) -> Iterator[Callable[[], None]]:
    """Print a progress line every PROGRESS_INTERVAL seconds, from a thread.

    Printing from the callback would not be enough: articles that are summarised together finish together, after
    minutes.
    """
    finished = threading.Event()
    stream = sys.stderr

    def print_lines() -> None:
        while not finished.wait(PROGRESS_INTERVAL):
            if progress.comparison_status:
                print(f"{progress.comparison_status} pairs after {progress.seconds:.0f} s", file=stream, flush=True)
            elif progress.total:
                done = f"{progress.done} of {progress.total} articles done after {progress.seconds:.0f} s"
                print(
                    "; ".join(filter(None, [f"{activity}: {done}", progress.slow_item, progress.pace])),
                    file=stream,
                    flush=True,
                )

    printer = threading.Thread(target=print_lines, daemon=True)
    printer.start()
    try:
        yield lambda: None
    finally:
        finished.set()
        printer.join()


class ProgressArguments(TypedDict, total=False):
    """Keyword arguments of `summarizer.summarize`."""

    progress: Callable[[int, int], None]


@contextmanager
def summary_progress(title: str = "Writing the summary", unit: str = "part") -> Iterator[ProgressArguments]:
    """On a terminal, say that the model is at work; for a long article, show parts done and the time left."""
    if not sys.stderr.isatty():
        yield {}
        return
    print(f"{title} ...", file=sys.stderr, flush=True)
    started = time.monotonic()

    def update(done: int, total: int) -> None:
        if total > 1:
            seconds_left = (time.monotonic() - started) * (total - done) / done
            line = f"  {unit} {done} of {total}, about {_duration(seconds_left)} left" if done < total else ""
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


def print_notice(text: str) -> None:
    """Print a message on standard error, where the run goes on."""
    print_error(text, 0)


def ignore_notice(text: str) -> None:
    """Print nothing, in place of `print_notice`."""
