"""Checks every article of a folder or a feed; writes an overview, worst article first, and a page per article.

The report is written to a temporary folder next to its destination and moved there at the end. A run that is stopped
keeps an earlier complete report; without one, it reports on the articles that were done and marks the report as
incomplete. The articles themselves are never modified.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from checks.model import Article, Severity, Sheet
from checks.registry import catalogue
from summarizer.desk.checking import (
    EXIT_FAILED,
    EXIT_INTERRUPTED,
    EXIT_UNUSABLE,
    Check,
    CheckOptions,
    check_parsed,
    exit_code,
    parse_source,
)
from summarizer.desk.discovery import BatchItem, discover_feed, discover_file, discover_folder
from summarizer.desk.report_folder import INDEX_PAGE, has_complete_report, page_names, replace_report
from summarizer.desk.workers import DEADLINE_SECONDS, DeadlineExceeded, WorkerDied, WorkerPool, fork_context
from summarizer.desk.writing import write_text
from summarizer.inputs import Unreadable, is_url
from summarizer.models.errors import EngineFailed, ModelError
from summarizer.reports.data import failure_record, finding_records, skipped_record, to_json_lines, unreadable_record
from summarizer.reports.overview import OverviewRow, overview_csv, overview_page, overview_row, overview_xlsx
from summarizer.reports.page import sheet_page
from summarizer.reports.skipped_files import Skipped, SkipReason
from summarizer.reports.tables import has_workbooks

if TYPE_CHECKING:
    from summarizer.engines import Engine
    from summarizer.pipeline.result import Summary

MIN_ITEMS_FOR_WORKERS = 24  # articles; with fewer, starting worker processes takes longer than it saves

SUMMARY_BATCH_SIZE = 32  # articles whose summaries share the batches of one engine

ProgressCallback = Callable[[int, int], None]  # arguments: articles done, articles in total


@dataclass(frozen=True, slots=True)
class SummaryOptions:
    """How to summarise the articles of a batch."""

    engine: Callable[[], Engine]  # loads the model
    summarise: Callable[..., Summary]  # called with an article and, as `model`, the engine


@dataclass(frozen=True, slots=True)
class ItemResult:
    """The result for one article: overview row, records for findings.jsonl, page ("" for none), exit code."""

    row: OverviewRow
    records: list[dict[str, Any]]
    page: str
    code: int


@dataclass(frozen=True, slots=True)
class BatchOutcome:
    """The result of a batch: rows (worst first), skipped files, exit code, and whether the run was stopped."""

    rows: list[OverviewRow]
    skipped: tuple[Skipped, ...]
    code: int
    stopped: bool = False


class BatchStopped(Exception):
    """Raised when a run was stopped and wrote no report; the message says what remains on disk."""

    def __init__(self, message: str, code: int) -> None:
        super().__init__(message)
        self.code = code


def run_batch(
    location: str,
    report: Path,
    options: CheckOptions,
    fail_on: Severity | None,
    *,
    strict: bool = False,
    text_column: str | None = None,
    summaries: SummaryOptions | None = None,
    progress: ProgressCallback = lambda done, total: None,
    check: Check = check_parsed,
    deadline: float = DEADLINE_SECONDS,
) -> BatchOutcome:
    """Check every article of a folder, of a file that holds several or of the feed at a web address; write the report.

    `text_column` is the column of tables that holds articles. With `strict`, an article that was not checked for any
    reason makes the exit code at least 2. `check` runs in worker processes on each parsed article; one that takes
    longer than `deadline` seconds gets a row with that reason.

    Raises Unreadable if there is nothing to read, Unwritable if the report cannot be written, and BatchStopped if the
    run was stopped with nothing to report or with an earlier complete report in place.
    """
    folder = None if is_url(location) or Path(location).is_file() else Path(location)
    if folder is not None:
        discovered = discover_folder(folder, report, text_column)
    else:
        discovered = discover_feed(location) if is_url(location) else discover_file(Path(location), text_column)
    items, skipped = discovered.items, discovered.skipped
    pages = page_names(item.name for item in items)
    with replace_report(report, folder, pages.values()) as stage:
        rows: list[OverviewRow] = []
        records: list[dict[str, Any]] = []
        codes: list[int] = []
        stopped: KeyboardInterrupt | SystemExit | None = None
        try:
            report_done = _counter(progress, len(items))
            results = _results(
                items, partial(check_item, options=options, check=check), fail_on, deadline, summaries, report_done
            )
            with closing(results):
                for result in results:
                    page = pages[result.row.name] if result.page else ""
                    if page:
                        write_text(stage / "articles" / page, result.page)
                    rows.append(result.row.with_page(f"articles/{page}" if page else ""))
                    records += result.records
                    codes.append(result.code)
        except (KeyboardInterrupt, SystemExit) as stop:
            stopped = stop
            if not rows or has_complete_report(report):
                remaining = f"{report} is still the earlier report" if rows else "nothing was written"
                raise BatchStopped(
                    f"stopped after {len(rows)} of {len(items)} articles: {remaining}.", _stop_code(stop)
                ) from None
            done = {row.name for row in rows}
            skipped = (*skipped, *(Skipped(item.name, SkipReason.STOPPED) for item in items if item.name not in done))
        rows.sort(key=OverviewRow.rank)
        records += [skipped_record(entry.name, entry.reason) for entry in skipped]
        write_text(
            stage / INDEX_PAGE,
            overview_page(rows, discovered.title, records, skipped, as_of=discovered.as_of, workbook=has_workbooks()),
        )
        write_text(stage / "overview.csv", overview_csv(rows))
        if has_workbooks():
            (stage / "overview.xlsx").write_bytes(overview_xlsx(rows, records))
        write_text(stage / "findings.jsonl", to_json_lines(records))
    if stopped:
        return BatchOutcome(rows, skipped, _stop_code(stopped), stopped=True)
    code = max((code for code in codes if code != EXIT_UNUSABLE), default=EXIT_UNUSABLE)
    if strict and (
        any(row.unreadable for row in rows) or any(entry.reason is not SkipReason.OTHER_KIND for entry in skipped)
    ):
        code = max(code, EXIT_UNUSABLE)
    return BatchOutcome(rows, skipped, code)


def _stop_code(stop: KeyboardInterrupt | SystemExit) -> int:
    return stop.code if isinstance(stop, SystemExit) and isinstance(stop.code, int) else EXIT_INTERRUPTED


def check_item(item: BatchItem, *, options: CheckOptions, check: Check) -> Sheet | ItemResult:
    """Read and check an article. Returns its sheet, or a result with the reason if it cannot be read or checked."""
    name = item.name
    try:
        return check(parse_source(item.load(), options), options, item.dismissal_name)
    except Unreadable as error:
        return ItemResult(
            OverviewRow(name, unreadable=str(error)), [unreadable_record(name, str(error))], "", EXIT_UNUSABLE
        )
    except Exception as error:
        return _failed_result(name, f"{name} could not be checked ({type(error).__name__}: {error}): please report it.")


def _failed_result(name: str, reason: str) -> ItemResult:
    return ItemResult(
        OverviewRow(name, unreadable=reason, failures=1), [failure_record(name, "", reason)], "", EXIT_FAILED
    )


def _worker_result(item: BatchItem, answer: Any) -> Any:
    """A worker's answer; if the check timed out or its process died, a result with that reason instead."""
    if isinstance(answer, DeadlineExceeded):
        return _failed_result(item.name, f"{item.name} {answer}: not checked.")
    if isinstance(answer, WorkerDied):
        return _failed_result(item.name, f"{item.name} could not be checked ({answer}): please report it.")
    return answer


def item_result(
    item: BatchItem,
    checked: Sheet | ItemResult,
    fail_on: Severity | None,
    summarise: Callable[[Article], Summary] | None = None,
) -> ItemResult:
    """Build an article's row, records and page. A summary that failed is reported in the row.

    A model that cannot be loaded raises its ModelError, which ends the run.
    """
    if isinstance(checked, ItemResult):
        return checked
    name, sheet = item.name, checked
    row, records, code = overview_row(name, sheet), finding_records(sheet, name), exit_code(sheet, fail_on)
    summary = None
    if summarise is not None:
        try:
            summary = summarise(sheet.article)
            row = row.with_summary(summary.text or f"No summary. {summary.reason}", summary.remote_notice)
        except EngineFailed as error:  # concerns this article only; other model errors end the run
            row = row.with_summary(f"No summary. {error}").with_failure()
            records.append(failure_record(name, "summary", str(error)))
            code = EXIT_FAILED
        except ModelError:
            raise
        except Exception as error:
            reason = f"The summary of {name} failed ({type(error).__name__}: {error}): please report it."
            row = row.with_summary(f"No summary. {reason}").with_failure()
            records.append(failure_record(name, "summary", reason))
            code = EXIT_FAILED
    return ItemResult(row, records, sheet_page(sheet, name, summary=summary, home="../index.html"), code)


def _counter(progress: ProgressCallback, total: int) -> Callable[[], None]:
    """A function to call after each article, which passes the count to `progress`. Reports 0 immediately."""
    progress(0, total)
    done = count(1)
    return lambda: progress(next(done), total)


def _results(
    items: list[BatchItem],
    check: Callable[[BatchItem], Sheet | ItemResult],
    fail_on: Severity | None,
    deadline: float,
    summaries: SummaryOptions | None,
    report_done: Callable[[], None],
) -> Generator[ItemResult, None, None]:
    """Yield the results in the order of the items; large batches are checked in several processes."""
    catalogue()  # loaded before forking, so that the workers inherit it
    workers = min(os.cpu_count() or 1, 8) if len(items) >= MIN_ITEMS_FOR_WORKERS else 1
    seconds = partial(_time_limit, deadline=deadline)
    with WorkerPool(workers, fork_context(), catalogue) as pool:
        if summaries:
            yield from _results_with_summaries(items, check, fail_on, pool, seconds, summaries, report_done)
            return
        check_and_report = partial(_check_and_report, check=check, fail_on=fail_on)
        for item, answer in zip(items, pool.imap(check_and_report, items, seconds), strict=True):
            yield _worker_result(item, answer)
            report_done()


def _time_limit(item: BatchItem, deadline: float) -> float:
    """Seconds that a worker may take to fetch and check the item."""
    return deadline + item.fetch_seconds


def _check_and_report(
    item: BatchItem, *, check: Callable[[BatchItem], Sheet | ItemResult], fail_on: Severity | None
) -> ItemResult:
    return item_result(item, check(item), fail_on)


def _results_with_summaries(
    items: list[BatchItem],
    check: Callable[[BatchItem], Sheet | ItemResult],
    fail_on: Severity | None,
    pool: WorkerPool,
    seconds: Callable[[BatchItem], float],
    summaries: SummaryOptions,
    report_done: Callable[[], None],
) -> Generator[ItemResult, None, None]:
    """Yield the results in the order of the items, one group at a time.

    The articles of a group are checked first; then their summaries are written together by one engine.
    """
    from summarizer.engines.decoding.request_batching import run_batched

    finished: list[ItemResult] = []

    def summary_job(item: BatchItem, checked: Sheet | ItemResult) -> Callable[[Engine], ItemResult]:
        def run(engine: Engine) -> ItemResult:
            result = item_result(item, checked, fail_on, partial(summaries.summarise, model=engine))
            finished.append(result)
            report_done()
            return result

        return run

    engine = summaries.engine()
    for first in range(0, len(items), SUMMARY_BATCH_SIZE):
        finished.clear()
        group = items[first : first + SUMMARY_BATCH_SIZE]
        checked = [_worker_result(*pair) for pair in zip(group, pool.imap(check, group, seconds), strict=True)]
        try:
            results = list(run_batched(engine, [summary_job(*pair) for pair in zip(group, checked, strict=True)]))
        except (KeyboardInterrupt, SystemExit):
            yield from finished
            raise
        yield from results
