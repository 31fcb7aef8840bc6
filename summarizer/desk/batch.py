"""Checks every article of a folder or a feed; writes an overview, worst article first, and a page per article.

Each result is stored next to the report as soon as it is known (batch_state.py), and the report is written from what is
stored: a run checks only the articles without a valid result, however the run before it ended. The report's files are
written to a temporary folder and moved into the report's folder at the end. A run that is stopped keeps an earlier
complete report; without one, it reports on the articles that were done and marks the report as incomplete. The articles
themselves are never modified.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from checks import read as read_article
from checks.model import Article, Severity
from checks.registry import catalogue
from summarizer.desk.batch_item import (
    BatchTask,
    check_and_pack,
    check_item,
    item_result,
    pack_result,
    timed_out_summariser,
    timeout_result,
    worker_death_result,
)
from summarizer.desk.batch_state import BatchState, PackedResult, open_state
from summarizer.desk.checking import (
    EXIT_FINDINGS,
    EXIT_INTERRUPTED,
    EXIT_UNUSABLE,
    Check,
    CheckOptions,
    article_exit_code,
    check_parsed,
    counted_severities,
    reaches,
)
from summarizer.desk.discovery import (
    BatchItem,
    DiscoveredItems,
    articles_in_report,
    discover_feed,
    discover_file,
    discover_folder,
)
from summarizer.desk.last_run import ReportedRun
from summarizer.desk.model_failures import describe_model_failures
from summarizer.desk.plugins import prepare_worker
from summarizer.desk.report_folder import (
    INDEX_PAGE,
    ReportStage,
    check_destination,
    has_complete_report,
    page_names,
    replace_report,
)
from summarizer.desk.result_keys import ResultKeys, code_version, content_of
from summarizer.desk.stopping import BatchStopped
from summarizer.desk.story_comparison import ComparisonProgress, shared_events
from summarizer.desk.workers import DeadlineExceeded, WorkerDied, WorkerPool, fork_context
from summarizer.desk.writing import Unwritable
from summarizer.inputs import is_url
from summarizer.reports.annotations import pluralize
from summarizer.reports.data import (
    skipped_record,
    to_json_lines,
)
from summarizer.reports.overview import (
    OverviewRow,
    near_identical,
    overview_csv,
    overview_page,
    overview_xlsx,
)
from summarizer.reports.page import sheet_page
from summarizer.reports.since_last_run import ChangesSinceLastRun
from summarizer.reports.skipped_files import Skipped, SkipReason, first_few
from summarizer.reports.story_differences import ReportedEvent, across_csv, across_records
from summarizer.reports.tables import has_workbooks
from summarizer.reports.totals import READ_WITHOUT_A_MODEL

if TYPE_CHECKING:
    from summarizer.engines import Engine
    from summarizer.pipeline.result import Summary

ARTICLE_SECONDS = 60.0  # limit for reading and checking one article, and again for its summary
MIN_ITEMS_FOR_WORKERS = 24  # articles; with fewer, starting worker processes takes longer than it saves
LARGE_BYTES = 1_000_000  # files from this size on are checked last, so that no other file waits for them

ARTICLES_PER_WORKER = 128  # then the worker is replaced: one that has checked more uses half as much memory again
_WARM_UP_TEXT = """Ferry runs aground

Two lifeboats took all 141 passengers, 86 men and 55 women, off a ferry on Tuesday 3 May 2022, police said.

"More than 12% of them were hurt," said Ann Bell, 41. It cost £1.2 million, up from £900,000 in April.
"""

SUMMARY_BATCH_SIZE = 32  # articles whose summaries share the batches of one engine

ProgressCallback = Callable[[int, int], None]  # arguments: articles done (at first: by earlier runs), articles in total


class RunningItems:
    """The articles that are being checked, each with its start time. Another thread may read them."""

    def __init__(self) -> None:
        self._started: dict[str, float] = {}  # seconds of the monotonic clock, by article

    def begin(self, name: str) -> None:
        self._started[name] = time.monotonic()

    def end(self, name: str) -> None:
        self._started.pop(name, None)

    def longest(self) -> tuple[str, float] | None:
        """The article whose check began first, and for how many seconds it has run; None if no article is checked."""
        earliest = min(((started, name) for name, started in list(self._started.items())), default=None)
        return (earliest[1], time.monotonic() - earliest[0]) if earliest else None


@dataclass(frozen=True, slots=True)
class SummaryOptions:
    """How to summarise the articles of a batch."""

    engine: Callable[[], Engine]  # loads the model
    summarise: Callable[..., Summary]  # called with an article and, as `model`, the engine
    settings: str = ""  # what else the summary depends on: a stored summary is valid for the same settings only


@dataclass(frozen=True, slots=True)
class BatchOutcome:
    """The result of a batch: rows (worst first), skipped files, exit code, and whether the run was stopped."""

    rows: list[OverviewRow]
    skipped: tuple[Skipped, ...]
    code: int
    stopped: bool = False
    events: tuple[ReportedEvent, ...] = ()  # those that several articles report
    model_failures: tuple[str, ...] = ()  # lines on the summaries or readings that a model failed to give
    changes: ChangesSinceLastRun | None = None  # None if there was no run before, or if this one was stopped


@dataclass(frozen=True, slots=True)
class BatchSettings:
    """How the articles of a batch are checked and summarised."""

    strict: bool = False  # an article that was not checked for any reason makes the exit code at least 2
    text_column: str | None = None  # the column of tables that holds articles
    summaries: SummaryOptions | None = None  # how to summarise the articles; None: they are only checked
    jobs: int | None = None  # worker processes; None: one for each core where there are many articles
    fresh: bool = False  # whether results of earlier runs are ignored
    article_seconds: float = ARTICLE_SECONDS  # limit for one article; one that takes longer gets a row that says so


@dataclass(frozen=True, slots=True)
class BatchListeners:
    """Callbacks with which a batch reports on its progress, and the articles that it is checking."""

    progress: ProgressCallback = lambda done, total: None
    comparison_progress: ProgressCallback = lambda done, total: (
        None
    )  # arguments: pairs of stories compared, pairs in total
    notice: Callable[[str], None] = lambda text: None  # argument: a sentence that the user should read
    running: RunningItems = field(default_factory=RunningItems)  # the articles that are being checked


def run_batch(
    location: str,
    report: Path,
    options: CheckOptions,
    fail_on: Severity | None,
    settings: BatchSettings = BatchSettings(),
    listeners: BatchListeners | None = None,
    *,
    check: Check = check_parsed,
    state: BatchState | None = None,
) -> BatchOutcome:
    """Check every article of a folder, of a file that holds several or of the feed at a web address; write the report.

    Results of earlier runs into the same report are used, unless `settings.fresh`. `check` runs on each parsed article
    in worker processes. `state` is the state of the report if the caller has opened it, as it does between the rounds
    of --watch to keep out other runs.

    Raises Unreadable if there is nothing to read, Unwritable if the report cannot be written or another run writes it,
    and BatchStopped if the run was stopped with nothing to report or with an earlier complete report in place.
    """
    folder = None if is_url(location) or os.path.isfile(location) else Path(location)
    discovered = _discover(location, folder, report, settings.text_column)
    items, skipped = discovered.items, discovered.skipped
    pages = page_names(item.name for item in items)
    listeners = listeners or BatchListeners()
    notice = listeners.notice
    if settings.text_column and not discovered.has_tables:
        notice(f"--text-column {settings.text_column}: there is no table in {location}.")
    with nullcontext(state) if state else open_state(report, fresh=settings.fresh, notice=notice) as state:
        if folder is not None:
            _require_no_articles_in_report(folder, report, state)
        check_destination(report, folder, pages.values(), state)
        last_run = state.last_run()
        if last_run and last_run.reader and not options.reader and has_complete_report(report, state):
            notice(
                f"{report} was read with the model {last_run.reader}, and is replaced by a report that only rules have "
                f"read; --reader {last_run.reader} reads with it again."
            )
        if settings.fresh:
            state.forget_all()
        done = CompletedItems(state, len(items), listeners.progress, notice)
        stopped: KeyboardInterrupt | SystemExit | None = None
        basis: dict[str, str] = {}
        try:
            basis = _check_all(items, done, options, check, settings, listeners.running)
        except (KeyboardInterrupt, SystemExit) as stop:
            stopped = stop
            if not done.names or has_complete_report(report, state):
                remaining = f"{report} is still the earlier report" if done.names else "nothing was written"
                raise BatchStopped(
                    f"stopped after {len(done.names)} of {len(items)} articles: {remaining}.", _stop_exit_code(stop)
                ) from None
            notice(
                f"stopping: writes what is done ({len(done.names)} of {pluralize(len(items), 'article')}); stories are "
                "not compared."
            )
            not_checked = [item for item in items if item.name not in done.names]
            skipped = (*skipped, *(Skipped(item.name, SkipReason.STOPPED) for item in not_checked))
        else:
            state.forget(state.keys().keys() - done.names)  # articles that no longer exist
        comparison = ComparisonProgress(listeners.comparison_progress)
        try:
            with replace_report(report, state) as stage:
                names = [item.name for item in items if item.name in done.names]
                rows, events, failures, run, changes = _write_report(
                    stage,
                    state,
                    names,
                    pages,
                    discovered,
                    skipped,
                    None if stopped else comparison,
                    options.reader.model if options.reader else "",
                    basis,
                    last_run,
                )
        except (KeyboardInterrupt, SystemExit) as stop:
            raise BatchStopped(
                _late_stop_message(report, state, len(names), comparison), _stop_exit_code(stop)
            ) from None
        if not stopped:
            state.delete_comparisons_except(comparison.keys)
            state.store_run(run)
    code = (
        _stop_exit_code(stopped) if stopped else _exit_code(rows, skipped, events, fail_on, is_strict=settings.strict)
    )
    return BatchOutcome(rows, skipped, code, bool(stopped), events, failures, changes)


def _discover(location: str, folder: Path | None, report: Path, text_column: str | None) -> DiscoveredItems:
    """The articles of a folder, of a feed where `location` is a web address, or of a file. Raises Unreadable."""
    if folder is not None:
        return discover_folder(folder, report, text_column)
    return discover_feed(location) if is_url(location) else discover_file(Path(location), text_column)


def _exit_code(
    rows: Sequence[OverviewRow],
    skipped: Sequence[Skipped],
    events: Sequence[ReportedEvent],
    fail_on: Severity | None,
    *,
    is_strict: bool,
) -> int:
    """The exit code of a run that was not stopped; see `BatchSettings.strict`."""
    codes = [row_exit_code(row, fail_on) for row in rows]
    if reaches((difference.severity for event in events for difference in event.differences), fail_on):
        codes.append(EXIT_FINDINGS)
    code = max((code for code in codes if code != EXIT_UNUSABLE), default=EXIT_UNUSABLE)
    if is_strict and (
        any(row.unreadable for row in rows) or any(entry.reason is not SkipReason.OTHER_KIND for entry in skipped)
    ):
        code = max(code, EXIT_UNUSABLE)
    return code


def _require_no_articles_in_report(folder: Path, report: Path, state: BatchState) -> None:
    """Raise Unwritable if the report's folder holds articles of the folder: they would not be checked."""
    names = articles_in_report(folder, report, is_half_written=state.interrupted_move(report) is not None)
    if names:
        raise Unwritable(
            f"{report} is in {folder} and holds articles, which would not be checked ({first_few(names)}): choose "
            "another folder for the report."
        )


def _write_report(
    stage: ReportStage,
    state: BatchState,
    names: Iterable[str],
    pages: dict[str, str],
    discovered: DiscoveredItems,
    skipped: tuple[Skipped, ...],
    comparison: ComparisonProgress | None,
    reader: str,
    basis: dict[str, str],
    last_run: ReportedRun | None,
) -> tuple[list[OverviewRow], tuple[ReportedEvent, ...], tuple[str, ...], ReportedRun, ChangesSinceLastRun | None]:
    """Write the report on the articles of these names from their stored results.

    Without `comparison`, which a run that was stopped has none of, stories are not compared, and nothing is said of the
    last run. `reader` is the model that read ties, "" if none did, and `basis` that of the results' keys. Returns the
    report's rows, worst first, the events that several articles report, lines on what a model failed at, what is to be
    kept of the run, and how it differs from the last one.
    """
    names = list(names)
    rows: list[OverviewRow] = []
    records: list[dict[str, Any]] = []
    for name in names:
        result = state.result(name)
        page = pages[name] if result.page else ""
        if page:
            stage.add_page(page, result.unpack_page())
        rows.append(result.unpack_row().with_page(f"articles/{page}" if page else ""))
        records += result.unpack_records()
    rows.sort(key=OverviewRow.rank)
    keys = state.keys()
    run = ReportedRun.of(basis, reader, {name: content_of(keys[name]) for name in names}, records)
    changes = run.changes_since(last_run) if last_run and comparison else None
    copies = near_identical(rows)
    events = shared_events(state, names, comparison) if comparison else []
    records += across_records(events)
    records += [skipped_record(entry.name, entry.reason) for entry in skipped]
    stage.write(
        INDEX_PAGE,
        overview_page(
            rows,
            discovered.title,
            records,
            skipped,
            copies=copies,
            events=events,
            as_of=discovered.as_of,
            workbook=has_workbooks(),
            reading="" if reader else READ_WITHOUT_A_MODEL,
            changes=changes,
        ),
    )
    stage.write("overview.csv", overview_csv(rows, copies))
    if has_workbooks():
        stage.write("overview.xlsx", overview_xlsx(rows, copies, records, events))
    if any(event.differences for event in events):
        stage.write("across-articles.csv", across_csv(events))
    stage.write("findings.jsonl", to_json_lines(records))
    return rows, tuple(events), describe_model_failures(records), run, changes


def _late_stop_message(report: Path, state: BatchState, articles: int, comparison: ComparisonProgress) -> str:
    """The message of a run that was stopped after its last article: what of it is kept."""
    if comparison.is_running:
        phase = f"while comparing stories ({comparison.done} of {pluralize(comparison.total, 'pair')} done)"
    else:
        phase = "while writing the report"
    kept = "is still the earlier report" if has_complete_report(report, state) else "is no complete report yet"
    return (
        f"stopped {phase}: {pluralize(articles, 'article')} and what was compared are kept, and {report} {kept}. The "
        "same command goes on from there."
    )


def row_exit_code(row: OverviewRow, fail_on: Severity | None) -> int:
    """The exit code for one article; see `checking.exit_code`."""
    is_unread = bool(row.unreadable) and not row.is_foreign
    severities = counted_severities(row.severities)
    return article_exit_code(severities, fail_on, has_failed=row.failures > 0, is_unread=is_unread)


def _stop_exit_code(stop: KeyboardInterrupt | SystemExit) -> int:
    return stop.code if isinstance(stop, SystemExit) and isinstance(stop.code, int) else EXIT_INTERRUPTED


# ---- checking and summarising ----------------------------------------------------------------------------------------


@dataclass(slots=True)
class CompletedItems:
    """The articles that have a valid result. Each new one is stored, and `progress` is called with the new count."""

    state: BatchState
    total: int
    progress: ProgressCallback
    notice: Callable[[str], None]
    names: set[str] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add_earlier(self, names: Iterable[str]) -> None:
        """Add the articles that earlier runs have done."""
        self.names.update(names)
        self.progress(len(self.names), self.total)

    def report_timeouts(self, names: Sequence[str], seconds: float) -> None:
        """Tell the user which of these articles exceeded the limit of `seconds` in an earlier run."""
        unread = [name for name in names if self.state.result(name).unpack_row().unreadable]
        unsummarised = [name for name in names if name not in unread]
        for timed_out, what in ((unread, "checked"), (unsummarised, "summarised")):
            if timed_out:
                was, it = ("was", "it") if len(timed_out) == 1 else ("were", "each")
                self.notice(
                    f"{len(timed_out)} of these {was} not {what}, because {it} took longer than {seconds:g} s: "
                    f"{first_few(timed_out)}; --fresh or a larger --article-timeout tries again."
                )

    def add(self, name: str, key: str = "", result: PackedResult | None = None) -> None:
        """Add an article and store its result; without one, the result that is stored already is valid."""
        with self.lock:
            if result is not None:
                self.state.store(name, key, result)
            self.names.add(name)
        self.progress(len(self.names), self.total)


def _check_all(
    items: list[BatchItem],
    done: CompletedItems,
    options: CheckOptions,
    check: Check,
    settings: BatchSettings,
    running: RunningItems,
) -> dict[str, str]:
    """Check the articles that have no valid result yet; several at a time if there are many.

    Returns what the results depend on: see `ResultKeys.basis`.
    """
    catalogue().require_no_conflicts(options.ignore)
    code_version()  # computed before forking, as the catalogue is, so that the workers inherit both
    summaries, article_seconds = settings.summaries, settings.article_seconds
    engine = summaries.engine() if summaries else None
    summary_key = f"{engine.name} {engine.revision} {summaries.settings}" if summaries and engine else ""
    keys = ResultKeys(options, summary_key)
    stored = done.state.keys()
    tasks = [BatchTask(item, keys.of_file(item), stored.get(item.name, "")) for item in items]
    valid = {
        task.item.name
        for task in tasks
        if task.file_key and task.stored_key in (task.file_key, keys.timeout_key(task.file_key, article_seconds))
    }
    done.add_earlier(valid)
    done.report_timeouts(sorted(name for name in valid if not keys.is_final(stored[name])), article_seconds)
    tasks = [task for task in tasks if task.item.name not in valid]
    tasks.sort(key=lambda task: task.item.size >= LARGE_BYTES)
    workers = settings.jobs or ((os.cpu_count() or 1) if len(tasks) >= MIN_ITEMS_FOR_WORKERS else 1)

    def allowed_seconds(task: BatchTask) -> float:
        return article_seconds + task.item.fetch_seconds + options.reading_seconds

    if workers > 1:
        _warm_up()
    with WorkerPool(workers, fork_context(), prepare_worker, ARTICLES_PER_WORKER) as pool:
        if summaries and engine:
            check_task = partial(check_item, keys=keys, check=check)
            for first in range(0, len(tasks), SUMMARY_BATCH_SIZE):
                group = tasks[first : first + SUMMARY_BATCH_SIZE]
                answers = dict(_run_in_pool(pool, check_task, group, allowed_seconds, running))
                _summarise_group(
                    [(task, answers[task]) for task in group], done, keys, article_seconds, summaries, engine
                )
            return keys.basis()
        for task, answer in _run_in_pool(
            pool, partial(check_and_pack, keys=keys, check=check), tasks, allowed_seconds, running
        ):
            if isinstance(answer, DeadlineExceeded):
                answer = keys.timeout_key(task.file_key, article_seconds), pack_result(timeout_result(task, answer))
            elif isinstance(answer, WorkerDied):
                answer = "", pack_result(worker_death_result(task, answer))
            done.add(task.item.name, *(answer or ()))
    return keys.basis()


def _warm_up() -> None:
    """Check a short text, so that forked workers inherit compiled patterns and templates."""
    sheet_page(check_parsed(read_article(_WARM_UP_TEXT), CheckOptions(), ""), "")


def _run_in_pool(
    pool: WorkerPool,
    function: Callable[[BatchTask], Any],
    tasks: Iterable[BatchTask],
    allowed_seconds: Callable[[BatchTask], float],
    running: RunningItems,
) -> Iterator[tuple[BatchTask, Any]]:
    """Each task with its answer, in the order in which they finish; updates `running`."""
    for task, answer in pool.imap_unordered(
        function, tasks, allowed_seconds, lambda task: running.begin(task.item.name)
    ):
        running.end(task.item.name)
        yield task, answer


def _summarise_group(
    group: list[tuple[BatchTask, Any]],
    done: CompletedItems,
    keys: ResultKeys,
    article_seconds: float,
    summaries: SummaryOptions,
    engine: Engine,
) -> None:
    """Have one engine write the summaries of these checked articles together. Each result is stored once complete."""
    from summarizer.engines.decoding.request_batching import run_batched

    def finish(
        task: BatchTask, answer: Any, summarise: Callable[[Article], Summary], is_timed_out: bool = False
    ) -> None:
        if answer is None:
            done.add(task.item.name)
            return
        if isinstance(answer, DeadlineExceeded):
            key, result = keys.timeout_key(task.file_key, article_seconds), timeout_result(task, answer)
        elif isinstance(answer, WorkerDied):
            key, result = "", worker_death_result(task, answer)
        else:
            key, checked = answer
            result = item_result(task.item, checked, summarise, engine)
            key = keys.timeout_key(task.file_key, article_seconds) if is_timed_out else key if result.is_final else ""
        done.add(task.item.name, key, pack_result(result))

    def job(task: BatchTask, answer: Any) -> Callable[[Engine], None]:
        return lambda engine: finish(task, answer, partial(summaries.summarise, model=engine))

    def finish_without_summary(index: int) -> None:
        task, answer = group[index]
        finish(task, answer, timed_out_summariser(task.item.name, article_seconds), is_timed_out=True)

    jobs = [job(task, answer) for task, answer in group]
    for _ in run_batched(engine, jobs, seconds=article_seconds, timed_out=finish_without_summary):
        pass
