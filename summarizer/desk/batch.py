"""A folder of articles, or those of a feed: each checked, a page for each, and an overview with the worst first.

Everything is written beside the report folder's place and moved there at the end. A run that is stopped leaves the
last report as it was; where there is none, it leaves one of what was done, which says that it is incomplete. The
articles themselves are never touched.
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
from summarizer.desk.checking import FAILED, INTERRUPTED, UNUSABLE, Check, Terms, check_read, exit_code, read
from summarizer.desk.discovery import Item, articles_in, articles_of
from summarizer.desk.report_folder import INDEX, holds_a_whole_report, page_names, taking_the_place_of
from summarizer.desk.workers import DEADLINE, DeadlineExceeded, WorkerDied, WorkerPool, forking
from summarizer.desk.writing import write
from summarizer.inputs import Unreadable, is_url
from summarizer.models.errors import EngineFailed, ModelError
from summarizer.reports.data import failure_record, finding_records, skipped_record, to_json_lines, unreadable_record
from summarizer.reports.overview import Row, overview_csv, overview_page, overview_xlsx, row_of
from summarizer.reports.page import sheet_page
from summarizer.reports.skipped_files import Passed, Why
from summarizer.reports.tables import has_workbooks

if TYPE_CHECKING:
    from summarizer.engines import Engine
    from summarizer.pipeline.result import Summary

FEW = 24  # articles below which starting more processes takes longer than it saves

AT_ONCE = 32  # articles whose summaries are written together

Progress = Callable[[int, int], None]  # done, all


@dataclass(frozen=True, slots=True)
class Summaries:
    """How the articles are summarised, if they are."""

    engine: Callable[[], Engine]
    summarise: Callable[..., Summary]  # takes an article and, as `model`, the engine


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one article: its row, its records for findings.jsonl, its page, its exit code."""

    row: Row
    records: list[dict[str, Any]]
    page: str
    code: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a batch came to: its rows, the worst first, what was not looked at, its exit code, and was it stopped?"""

    rows: list[Row]
    passed: tuple[Passed, ...]
    code: int
    stopped: bool = False


class Interrupted(Exception):
    """A run that was stopped and wrote nothing; its message says what stands."""

    def __init__(self, message: str, code: int) -> None:
        super().__init__(message)
        self.code = code


def batch(
    place: str,
    report: Path,
    terms: Terms,
    fail_on: Severity | None,
    *,
    strict: bool = False,
    summaries: Summaries | None = None,
    progress: Progress = lambda done, total: None,
    check: Check = check_read,
    deadline: float = DEADLINE,
) -> Outcome:
    """Checks every article of a folder, or of the feed at a web address, and writes the report.

    `strict`: an article that was not checked, whatever the reason, is no success. `check` is what checks an article
    that was read, in a process of its own; one that takes longer than `deadline` seconds is a row that says so.

    Raises Unreadable where there is nothing to read, Unwritable where the report cannot be written, Interrupted where
    the run was stopped and there is nothing to report, or an earlier report to lose.
    """
    folder = None if is_url(place) else Path(place)
    gathered = articles_in(folder, report) if folder else articles_of(place)
    items, passed = gathered.items, gathered.passed
    pages = page_names(item.name for item in items)
    with taking_the_place_of(report, folder, pages.values()) as stage:
        rows: list[Row] = []
        records: list[dict[str, Any]] = []
        codes = []
        stopped: KeyboardInterrupt | SystemExit | None = None
        try:
            tell = _counting(progress, len(items))
            results = _results(items, partial(look_at, terms=terms, check=check), fail_on, deadline, summaries, tell)
            with closing(results):
                for result in results:
                    page = pages[result.row.name] if result.page else ""
                    if page:
                        write(stage / "articles" / page, result.page)
                    rows.append(result.row.at(f"articles/{page}" if page else ""))
                    records += result.records
                    codes.append(result.code)
        except (KeyboardInterrupt, SystemExit) as stop:
            stopped = stop
            if not rows or holds_a_whole_report(report):
                stands = f"{report} is still the earlier report" if rows else "nothing was written"
                raise Interrupted(
                    f"stopped after {len(rows)} of {len(items)} articles: {stands}.", _code(stop)
                ) from None
            done = {row.name for row in rows}
            passed = (*passed, *(Passed(item.name, Why.STOPPED) for item in items if item.name not in done))
        rows.sort(key=Row.rank)
        records += [skipped_record(one.name, one.why) for one in passed]
        write(
            stage / INDEX,
            overview_page(rows, gathered.title, records, passed, as_of=gathered.as_of, workbook=has_workbooks()),
        )
        write(stage / "overview.csv", overview_csv(rows))
        if has_workbooks():
            (stage / "overview.xlsx").write_bytes(overview_xlsx(rows, records))
        write(stage / "findings.jsonl", to_json_lines(records))
    if stopped:
        return Outcome(rows, passed, _code(stopped), stopped=True)
    code = max((code for code in codes if code != UNUSABLE), default=UNUSABLE)
    if strict and (any(row.unreadable for row in rows) or any(one.why is not Why.KIND for one in passed)):
        code = max(code, UNUSABLE)
    return Outcome(rows, passed, code)


def _code(stop: KeyboardInterrupt | SystemExit) -> int:
    return stop.code if isinstance(stop, SystemExit) and isinstance(stop.code, int) else INTERRUPTED


def look_at(item: Item, *, terms: Terms, check: Check) -> Sheet | Result:
    """The sheet of an article. Where it cannot be read or checked: its row, with the reason."""
    name = item.name
    try:
        return check(read(item.source(), terms), terms, item.known_as)
    except Unreadable as error:
        return Result(Row(name, unreadable=str(error)), [unreadable_record(name, str(error))], "", UNUSABLE)
    except Exception as error:
        return _failed(name, f"{name} could not be checked ({type(error).__name__}: {error}): please report it.")


def _failed(name: str, reason: str) -> Result:
    return Result(Row(name, unreadable=reason, failures=1), [failure_record(name, "", reason)], "", FAILED)


def _in_time(item: Item, answer: Any) -> Any:
    """What a worker answered; of a check that took too long or ended its process, the article's row with the reason."""
    if isinstance(answer, DeadlineExceeded):
        return _failed(item.name, f"{item.name} {answer}: not checked.")
    if isinstance(answer, WorkerDied):
        return _failed(item.name, f"{item.name} could not be checked ({answer}): please report it.")
    return answer


def report_on(
    item: Item,
    looked_at: Sheet | Result,
    fail_on: Severity | None,
    summarise: Callable[[Article], Summary] | None = None,
) -> Result:
    """An article's row, records and page. Whatever is wrong with its summary is said in the row."""
    if isinstance(looked_at, Result):
        return looked_at
    name, sheet = item.name, looked_at
    row, records, code = row_of(name, sheet), finding_records(sheet, name), exit_code(sheet, fail_on)
    summary = None
    if summarise is not None:
        try:
            summary = summarise(sheet.article)
            row = row.saying(summary.text or f"No summary. {summary.reason}")
        except EngineFailed as error:  # of this article; a model that cannot be had ends the run
            row = row.saying(f"No summary. {error}").failed()
            records.append(failure_record(name, "summary", str(error)))
            code = FAILED
        except ModelError:
            raise
        except Exception as error:
            reason = f"The summary of {name} failed ({type(error).__name__}: {error}): please report it."
            row = row.saying(f"No summary. {reason}").failed()
            records.append(failure_record(name, "summary", reason))
            code = FAILED
    return Result(row, records, sheet_page(sheet, name, summary=summary, home="../index.html"), code)


def _counting(progress: Progress, total: int) -> Callable[[], None]:
    """Called after each article; that none is done yet is told at once."""
    progress(0, total)
    done = count(1)
    return lambda: progress(next(done), total)


def _results(
    items: list[Item],
    look: Callable[[Item], Sheet | Result],
    fail_on: Severity | None,
    deadline: float,
    summaries: Summaries | None,
    tell: Callable[[], None],
) -> Generator[Result, None, None]:
    """In the order of the items; several are checked at once where that pays."""
    catalogue()  # before the workers are forked, which then need not load the rules each for itself
    workers = min(os.cpu_count() or 1, 8) if len(items) >= FEW else 1
    seconds = partial(_seconds, deadline=deadline)
    with WorkerPool(workers, forking(), catalogue) as pool:
        if summaries:
            yield from _summarised(items, look, fail_on, pool, seconds, summaries, tell)
            return
        examine = partial(_examined, look=look, fail_on=fail_on)
        for item, answer in zip(items, pool.imap(examine, items, seconds), strict=True):
            yield _in_time(item, answer)
            tell()


def _seconds(item: Item, deadline: float) -> float:
    return deadline + item.fetching


def _examined(item: Item, *, look: Callable[[Item], Sheet | Result], fail_on: Severity | None) -> Result:
    return report_on(item, look(item), fail_on)


def _summarised(
    items: list[Item],
    look: Callable[[Item], Sheet | Result],
    fail_on: Severity | None,
    pool: WorkerPool,
    seconds: Callable[[Item], float],
    summaries: Summaries,
    tell: Callable[[], None],
) -> Generator[Result, None, None]:
    """In the order of the items, some at a time whose summaries are written together when they are checked."""
    from summarizer.engines.decoding.request_batching import together

    made: list[Result] = []

    def job(item: Item, looked_at: Sheet | Result) -> Callable[[Engine], Result]:
        def carry_out(engine: Engine) -> Result:
            result = report_on(item, looked_at, fail_on, partial(summaries.summarise, model=engine))
            made.append(result)
            tell()
            return result

        return carry_out

    engine = summaries.engine()
    for first in range(0, len(items), AT_ONCE):
        made.clear()
        some = items[first : first + AT_ONCE]
        looked_at = [_in_time(*pair) for pair in zip(some, pool.imap(look, some, seconds), strict=True)]
        try:
            results = list(together(engine, [job(*pair) for pair in zip(some, looked_at, strict=True)]))
        except (KeyboardInterrupt, SystemExit):
            yield from made
            raise
        yield from results
