"""Checks every article of a folder or a feed; writes an overview, worst article first, and a page per article.

Each result is stored beside the report as soon as it is known (batch_state.py), and the report is written from what is
stored: a run checks only what has no valid result yet, whatever ended the run before it. The report's files are written
to a temporary folder and moved to their places at the end. A run that is stopped keeps an earlier complete report;
without one, it reports on the articles that were done and marks the report as incomplete. The articles themselves are
never modified.
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
from checks.model import Article, Severity, Sheet
from checks.registry import catalogue
from checks.stories.digest import Story, digest
from summarizer.desk.across import StoryComparison, events_of
from summarizer.desk.batch_state import BatchState, PackedResult, open_state
from summarizer.desk.checking import (
    EXIT_FINDINGS,
    EXIT_INTERRUPTED,
    EXIT_UNUSABLE,
    READER,
    Check,
    CheckOptions,
    article_exit_code,
    check_parsed,
    counted_severities,
    parse_source,
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
from summarizer.desk.result_keys import ResultKeys, code_version
from summarizer.desk.stopping import BatchStopped
from summarizer.desk.workers import DeadlineExceeded, WorkerDied, WorkerPool, fork_context
from summarizer.desk.writing import Unwritable
from summarizer.inputs import Source, Unreadable, is_url
from summarizer.models.errors import EngineFailed, ModelError
from summarizer.reports.across import Event, across_csv, across_records
from summarizer.reports.annotations import pluralize
from summarizer.reports.data import (
    failure_record,
    finding_records,
    sent_record,
    skipped_record,
    to_json_lines,
    unreadable_record,
)
from summarizer.reports.overview import (
    OverviewRow,
    near_identical,
    overview_csv,
    overview_page,
    overview_row,
    overview_xlsx,
)
from summarizer.reports.page import sheet_page
from summarizer.reports.skipped_files import Skipped, SkipReason, first_few
from summarizer.reports.tables import has_workbooks
from summarizer.reports.totals import READ_WITHOUT_A_MODEL

if TYPE_CHECKING:
    from summarizer.engines import Engine
    from summarizer.pipeline.result import Summary

TIMEOUT_SECONDS = 60.0  # for reading and checking one article; and for its summary
MIN_ITEMS_FOR_WORKERS = 24  # articles; with fewer, starting worker processes takes longer than it saves
LARGE_BYTES = 1_000_000  # files from this size on are checked last, so that they hold up no other

CALLS_PER_WORKER = 128  # articles; a worker that has checked more holds half as much memory again
_WARM_UP = """Ferry runs aground

Two lifeboats took all 141 passengers, 86 men and 55 women, off a ferry on Tuesday 3 May 2022, police said.

"More than 12% of them were hurt," said Ann Bell, 41. It cost £1.2 million, up from £900,000 in April.
"""

SUMMARY_BATCH_SIZE = 32  # articles whose summaries share the batches of one engine

ProgressCallback = Callable[[int, int], None]  # arguments: articles done (at first: by earlier runs), articles in total


class RunningItems:
    """Which articles are being checked and since when. Another thread may read it."""

    def __init__(self) -> None:
        self._since: dict[str, float] = {}

    def begin(self, name: str) -> None:
        self._since[name] = time.monotonic()

    def end(self, name: str) -> None:
        self._since.pop(name, None)

    def longest(self) -> tuple[str, float] | None:
        """The article that has been checked for the longest time, and for how many seconds; None without any."""
        since = min(((begun, name) for name, begun in list(self._since.items())), default=None)
        return (since[1], time.monotonic() - since[0]) if since else None


@dataclass(frozen=True, slots=True)
class SummaryOptions:
    """How to summarise the articles of a batch."""

    engine: Callable[[], Engine]  # loads the model
    summarise: Callable[..., Summary]  # called with an article and, as `model`, the engine
    settings: str = ""  # what else the summary depends on: stored summaries hold for the same settings


@dataclass(frozen=True, slots=True)
class ItemResult:
    """The result for one article: overview row, records for findings.jsonl, page ("" for none).

    `is_final`: another attempt would give the same.
    """

    row: OverviewRow
    records: list[dict[str, Any]]
    page: str
    is_final: bool = True
    story: Story | None = None  # to be compared with those of other articles


@dataclass(frozen=True, slots=True)
class Task:
    """An article to check. The keys stand for its content and the options; "" for none."""

    item: BatchItem
    file_key: str  # of the file that it is in
    stored_key: str  # of the result that is stored


@dataclass(frozen=True, slots=True)
class BatchOutcome:
    """The result of a batch: rows (worst first), skipped files, exit code, and whether the run was stopped."""

    rows: list[OverviewRow]
    skipped: tuple[Skipped, ...]
    code: int
    stopped: bool = False
    events: tuple[Event, ...] = ()  # that several articles tell of
    model_failures: tuple[str, ...] = ()  # lines on what a model was to write or read, and did not


def run_batch(
    location: str,
    report: Path,
    options: CheckOptions,
    fail_on: Severity | None,
    *,
    strict: bool = False,
    text_column: str | None = None,
    summaries: SummaryOptions | None = None,
    jobs: int | None = None,
    fresh: bool = False,
    progress: ProgressCallback = lambda done, total: None,
    comparing: ProgressCallback = lambda done, total: None,
    notice: Callable[[str], None] = lambda text: None,
    running: RunningItems | None = None,
    check: Check = check_parsed,
    deadline: float = TIMEOUT_SECONDS,
    state: BatchState | None = None,
) -> BatchOutcome:
    """Check every article of a folder, of a file that holds several or of the feed at a web address; write the report.

    Results of earlier runs into the same report are used, unless `fresh`. `text_column` is the column of tables that
    holds articles. With `strict`, an article that was not checked for any reason makes the exit code at least 2.
    `check` runs on each parsed article in `jobs` worker processes, by default one for each core; an article that takes
    longer than `deadline` seconds gets a row with that reason. `comparing` is called with the number of pairs of
    stories that have been compared, and of all; `notice` with sentences that the user should read.

    `state` is that of the report where it is open already, so that no other run comes between two rounds.

    Raises Unreadable if there is nothing to read, Unwritable if the report cannot be written or another run writes it,
    and BatchStopped if the run was stopped with nothing to report or with an earlier complete report in place.
    """
    folder = None if is_url(location) or os.path.isfile(location) else Path(location)
    if folder is not None:
        discovered = discover_folder(folder, report, text_column)
    else:
        discovered = discover_feed(location) if is_url(location) else discover_file(Path(location), text_column)
    items, skipped = discovered.items, discovered.skipped
    pages = page_names(item.name for item in items)
    if text_column and not discovered.has_tables:
        notice(f"--text-column {text_column}: there is no table in {location}.")
    with nullcontext(state) if state else open_state(report, fresh=fresh, notice=notice) as state:
        if folder is not None:
            _refuse_articles_in_report(folder, report, state)
        check_destination(report, folder, pages.values(), state)
        if fresh:
            state.forget_all()
        done = DoneItems(state, len(items), progress, notice)
        stopped: KeyboardInterrupt | SystemExit | None = None
        try:
            _check_all(items, done, options, check, deadline, summaries, jobs, running or RunningItems())
        except (KeyboardInterrupt, SystemExit) as stop:
            stopped = stop
            if not done.names or has_complete_report(report, state):
                remaining = f"{report} is still the earlier report" if done.names else "nothing was written"
                raise BatchStopped(
                    f"stopped after {len(done.names)} of {len(items)} articles: {remaining}.", _stop_code(stop)
                ) from None
            notice(
                f"stopping: writes what is done ({len(done.names)} of {pluralize(len(items), 'article')}); stories are "
                "not compared."
            )
            left = [item for item in items if item.name not in done.names]
            skipped = (*skipped, *(Skipped(item.name, SkipReason.STOPPED) for item in left))
        else:
            state.forget(state.keys().keys() - done.names)  # articles that are there no more
        comparison = StoryComparison(comparing)
        try:
            with replace_report(report, state) as stage:
                names = [item.name for item in items if item.name in done.names]
                rows, events, failures = _write_report(
                    stage,
                    state,
                    names,
                    pages,
                    discovered,
                    skipped,
                    None if stopped else comparison,
                    "" if options.reader else READ_WITHOUT_A_MODEL,
                )
        except (KeyboardInterrupt, SystemExit) as stop:
            raise BatchStopped(_stopped_late(report, state, len(names), comparison), _stop_code(stop)) from None
        if not stopped:
            state.keep_comparisons(comparison.keys)
    if stopped:
        return BatchOutcome(rows, skipped, _stop_code(stopped), stopped=True, events=events, model_failures=failures)
    codes = [row_exit_code(row, fail_on) for row in rows]
    if reaches((d.severity for event in events for d in event.differences), fail_on):
        codes.append(EXIT_FINDINGS)
    code = max((code for code in codes if code != EXIT_UNUSABLE), default=EXIT_UNUSABLE)
    if strict and (
        any(row.unreadable for row in rows) or any(entry.reason is not SkipReason.OTHER_KIND for entry in skipped)
    ):
        code = max(code, EXIT_UNUSABLE)
    return BatchOutcome(rows, skipped, code, events=events, model_failures=failures)


def _refuse_articles_in_report(folder: Path, report: Path, state: BatchState) -> None:
    """Raise Unwritable if articles of the folder stand in that of the report, where nothing is checked."""
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
    comparison: StoryComparison | None,
    reading: str,
) -> tuple[list[OverviewRow], tuple[Event, ...], tuple[str, ...]]:
    """Write the report on the articles of these names from their stored results.

    Without `comparison`, stories are not compared; `reading` says how ties were read. Returns the report's rows, worst
    first, the events that several articles tell of, and lines on what a model failed at.
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
    copies = near_identical(rows)
    events = events_of(state, names, comparison) if comparison else []
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
            reading=reading,
        ),
    )
    stage.write("overview.csv", overview_csv(rows, copies))
    if has_workbooks():
        stage.write("overview.xlsx", overview_xlsx(rows, copies, records, events))
    if any(event.differences for event in events):
        stage.write("across-articles.csv", across_csv(events))
    stage.write("findings.jsonl", to_json_lines(records))
    return rows, tuple(events), describe_model_failures(records)


def _stopped_late(report: Path, state: BatchState, articles: int, comparison: StoryComparison) -> str:
    """What is kept of a run that was stopped after its last article."""
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


def _stop_code(stop: KeyboardInterrupt | SystemExit) -> int:
    return stop.code if isinstance(stop, SystemExit) and isinstance(stop.code, int) else EXIT_INTERRUPTED


# ---- one article -----------------------------------------------------------------------------------------------------


def check_item(task: Task, *, keys: ResultKeys, check: Check) -> tuple[str, Sheet | ItemResult] | None:
    """Read and check an article. Returns its key, and its sheet or a result with the reason why there is none.

    The key is "" if the article may be another one at the next attempt. None: its stored result is valid.
    """
    item, options = task.item, keys.options
    source = None
    try:
        source = item.load()
        key = _key_after_reading(task, source, keys)
        if key and key == task.stored_key:
            return None
        return key, check(parse_source(source, options), options, item.dismissal_name)
    except Unreadable as error:
        row, records = OverviewRow(item.name, unreadable=str(error)), [unreadable_record(item.name, str(error))]
        return _key_after_reading(task, source, keys), ItemResult(row, records, "")
    except Exception as error:
        reason = f"{item.name} could not be checked ({type(error).__name__}: {error}): please report it."
        return "", _failed_result(item.name, reason)


def _key_after_reading(task: Task, source: Source | None, keys: ResultKeys) -> str:
    """The key of what was read; "" if its file has changed meanwhile, or if nothing was read."""
    if task.item.path is not None:
        return task.file_key if task.file_key == keys.of_file(task.item) else ""
    return keys.of_source(task.item, source) if source else ""


def _failed_result(name: str, reason: str) -> ItemResult:
    row, records = OverviewRow(name, unreadable=reason, failures=1), [failure_record(name, "", reason)]
    return ItemResult(row, records, "", is_final=False)


def _time_out(task: Task, error: DeadlineExceeded) -> ItemResult:
    return _failed_result(task.item.name, f"{task.item.name} {error}: not checked.")


def _death(task: Task, error: WorkerDied) -> ItemResult:
    return _failed_result(task.item.name, f"{task.item.name} could not be checked ({error}): please report it.")


def item_result(
    item: BatchItem,
    checked: Sheet | ItemResult,
    summarise: Callable[[Article], Summary] | None = None,
    engine: Engine | None = None,
) -> ItemResult:
    """Build an article's row, records and page. A summary that failed is reported in the row.

    `engine` is what `summarise` writes with. A model that cannot be loaded raises its ModelError, which ends the run.
    """
    if isinstance(checked, ItemResult):
        return checked
    name, sheet = item.name, checked
    row, records = overview_row(name, sheet), sheet_records(name, sheet)
    summary, is_final = None, True
    if summarise is not None:
        row, sent_or_failed, summary = summarised_row(row, sheet.article, summarise, engine)
        records += sent_or_failed
        is_final = summary is not None
    is_final = is_final and READER not in {failed.rule for failed in sheet.failures}
    page = sheet_page(sheet, name, summary=summary, home="../index.html")
    story = None
    if not row.is_foreign:
        try:
            story = digest(sheet.article, name)
        except Exception as error:
            row = row.with_failure()
            records.append(failure_record(name, "across-articles", f"{type(error).__name__}: {error}"))
    return ItemResult(row, records, page, is_final, story)


def sheet_records(name: str, sheet: Sheet) -> list[dict[str, Any]]:
    """The records of a checked article; one of them says where it was sent, if a model on another machine read ties."""
    reader = sheet.reader
    sent = [sent_record(name, reader.host, reader.name, certain=reader.passages > 0)] if reader and reader.host else []
    return finding_records(sheet, name) + sent


def summarised_row(
    row: OverviewRow, article: Article, summarise: Callable[[Article], Summary], engine: Engine | None
) -> tuple[OverviewRow, list[dict[str, Any]], Summary | None]:
    """The row of an article with its summary or the reason why that failed, the records of this, the summary.

    `engine` is what `summarise` writes with: if that is on another machine, a record says that the article was sent.
    """
    try:
        summary = summarise(article)
        text = summary.text or f"No summary. {summary.reason}"
        sent = [sent_record(row.name, summary.remote_host, summary.model)] if summary.remote_host else []
        return row.with_summary(text, summary.remote_host, summary.remote_notice), sent, summary
    except EngineFailed as error:  # concerns this article only; other model errors end the run
        failure = str(error)
    except ModelError:
        raise
    except Exception as error:
        failure = f"The summary of {row.name} failed ({type(error).__name__}: {error}): please report it."
    host: str = getattr(engine, "remote_host", "")
    notice = f"The article may have been sent to {host}." if host else ""
    sent = [sent_record(row.name, host, engine.name, certain=False)] if host and engine else []
    row = row.with_summary(f"No summary. {failure}", host, notice).with_failure()
    return row, [*sent, failure_record(row.name, "summary", failure)], None


def summary_timeout(name: str, deadline: float) -> Callable[[Article], Summary]:
    """Stands in for the summary of an article that took too long."""

    def summarise(article: Article) -> Summary:
        raise EngineFailed(f"The summary of {name} {DeadlineExceeded(deadline)}.")

    return summarise


def check_and_pack(task: Task, *, keys: ResultKeys, check: Check) -> tuple[str, PackedResult] | None:
    """As `check_item`, for a worker process: gives the result in the form in which it is stored."""
    answer = check_item(task, keys=keys, check=check)
    if answer is None:
        return None
    key, checked = answer
    result = item_result(task.item, checked)
    return key if result.is_final else "", _packed(result)


def _packed(result: ItemResult) -> PackedResult:
    return PackedResult.pack(result.row, result.records, result.page, result.story)


# ---- all of them -----------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class DoneItems:
    """The articles that have a valid result; each new one is stored, counted and passed on to `progress`."""

    state: BatchState
    total: int
    progress: ProgressCallback
    notice: Callable[[str], None]
    names: set[str] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def begin(self, names: Iterable[str]) -> None:
        """Count what earlier runs have done."""
        self.names.update(names)
        self.progress(len(self.names), self.total)

    def report_late(self, names: Sequence[str], deadline: float) -> None:
        """Say which of the articles that earlier runs have done took them too long."""
        unread = [name for name in names if self.state.result(name).unpack_row().unreadable]
        for late, what in ((unread, "checked"), ([name for name in names if name not in unread], "summarised")):
            if late:
                was, it = ("was", "it") if len(late) == 1 else ("were", "each")
                self.notice(
                    f"{len(late)} of these {was} not {what}, because {it} took longer than {deadline:g} s: "
                    f"{first_few(late)}; --fresh or a larger --article-timeout tries again."
                )

    def add(self, name: str, key: str = "", result: PackedResult | None = None) -> None:
        """Without a result, that which is stored is valid."""
        with self.lock:
            if result is not None:
                self.state.store(name, key, result)
            self.names.add(name)
        self.progress(len(self.names), self.total)


def _check_all(
    items: list[BatchItem],
    done: DoneItems,
    options: CheckOptions,
    check: Check,
    deadline: float,
    summaries: SummaryOptions | None,
    jobs: int | None,
    running: RunningItems,
) -> None:
    """Check the articles that have no valid result yet; several at a time if there are many."""
    catalogue().require_no_conflicts(options.ignore)
    code_version()  # both are loaded before forking, so that the workers inherit them
    engine = summaries.engine() if summaries else None
    summary_key = f"{engine.name} {engine.revision} {summaries.settings}" if summaries and engine else ""
    keys = ResultKeys(options, summary_key)
    stored = done.state.keys()
    tasks = [Task(item, keys.of_file(item), stored.get(item.name, "")) for item in items]
    valid = {
        task.item.name
        for task in tasks
        if task.file_key and task.stored_key in (task.file_key, keys.timed_out(task.file_key, deadline))
    }
    done.begin(valid)
    done.report_late(sorted(name for name in valid if not keys.is_final(stored[name])), deadline)
    tasks = [task for task in tasks if task.item.name not in valid]
    tasks.sort(key=lambda task: task.item.size >= LARGE_BYTES)
    workers = jobs or ((os.cpu_count() or 1) if len(tasks) >= MIN_ITEMS_FOR_WORKERS else 1)

    def seconds(task: Task) -> float:
        return deadline + task.item.fetch_seconds + options.reading_seconds

    if workers > 1:
        _warm_up()
    with WorkerPool(workers, fork_context(), prepare_worker, CALLS_PER_WORKER) as pool:
        if summaries and engine:
            check_task = partial(check_item, keys=keys, check=check)
            for first in range(0, len(tasks), SUMMARY_BATCH_SIZE):
                group = tasks[first : first + SUMMARY_BATCH_SIZE]
                answers = dict(_answers(pool, check_task, group, seconds, running))
                _summarise_group([(task, answers[task]) for task in group], done, keys, deadline, summaries, engine)
            return
        for task, answer in _answers(pool, partial(check_and_pack, keys=keys, check=check), tasks, seconds, running):
            if isinstance(answer, DeadlineExceeded):
                answer = keys.timed_out(task.file_key, deadline), _packed(_time_out(task, answer))
            elif isinstance(answer, WorkerDied):
                answer = "", _packed(_death(task, answer))
            done.add(task.item.name, *(answer or ()))


def _warm_up() -> None:
    """Check a short text, so that forked workers find patterns and templates compiled."""
    sheet_page(check_parsed(read_article(_WARM_UP), CheckOptions(), ""), "")


def _answers(
    pool: WorkerPool,
    function: Callable[[Task], Any],
    tasks: Iterable[Task],
    seconds: Callable[[Task], float],
    running: RunningItems,
) -> Iterator[tuple[Task, Any]]:
    """Each task with its answer, as they come in; keeps account of what is running."""
    for task, answer in pool.imap_unordered(function, tasks, seconds, lambda task: running.begin(task.item.name)):
        running.end(task.item.name)
        yield task, answer


def _summarise_group(
    group: list[tuple[Task, Any]],
    done: DoneItems,
    keys: ResultKeys,
    deadline: float,
    summaries: SummaryOptions,
    engine: Engine,
) -> None:
    """Have one engine write the summaries of these checked articles together. Each is stored when it is complete."""
    from summarizer.engines.decoding.request_batching import run_batched

    def finish(task: Task, answer: Any, summarise: Callable[[Article], Summary], is_late: bool = False) -> None:
        if answer is None:
            done.add(task.item.name)
            return
        if isinstance(answer, DeadlineExceeded):
            key, result = keys.timed_out(task.file_key, deadline), _time_out(task, answer)
        elif isinstance(answer, WorkerDied):
            key, result = "", _death(task, answer)
        else:
            key, checked = answer
            result = item_result(task.item, checked, summarise, engine)
            key = keys.timed_out(task.file_key, deadline) if is_late else key if result.is_final else ""
        done.add(task.item.name, key, _packed(result))

    def job(task: Task, answer: Any) -> Callable[[Engine], None]:
        return lambda engine: finish(task, answer, partial(summaries.summarise, model=engine))

    def timed_out(index: int) -> None:
        task, answer = group[index]
        finish(task, answer, summary_timeout(task.item.name, deadline), is_late=True)

    jobs = [job(task, answer) for task, answer in group]
    for _ in run_batched(engine, jobs, seconds=deadline, timed_out=timed_out):
        pass
