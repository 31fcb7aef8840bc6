"""Checks the articles of a dataset, and summarises them; the result for each is a row, in JSON Lines or Parquet.

The rows of an article are the same whoever makes them: a shard, an actor of Ray, or a step of another pipeline.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any, cast

from checks.model import Severity, Sheet
from summarizer.desk.batch import (
    CALLS_PER_WORKER,
    SUMMARY_BATCH_SIZE,
    TIMEOUT_SECONDS,
    RunningItems,
    SummaryOptions,
)
from summarizer.desk.batch_item import sheet_records, summarised_row, summary_timeout
from summarizer.desk.checking import (
    EXIT_OK,
    EXIT_UNUSABLE,
    Check,
    CheckOptions,
    article_exit_code,
    check_parsed,
    counted_severities,
    parse_source,
)
from summarizer.desk.dataset_articles import DatasetArticle
from summarizer.desk.plugins import prepare_worker, use_installed_rules
from summarizer.desk.workers import DeadlineExceeded, WorkerDied, WorkerPool
from summarizer.inputs import MAX_BYTES, Unreadable
from summarizer.inputs.source import plain_source
from summarizer.reports.data import SCHEMA_VERSION, failure_record, unreadable_record
from summarizer.reports.overview import OverviewRow, overview_row

if TYPE_CHECKING:
    from summarizer.engines import Engine

Row = dict[str, Any]  # what is written of an article: docs/json.md


@dataclass(frozen=True, slots=True)
class RowOptions:
    """How the articles of a dataset are checked and summarised; each takes at most `deadline` seconds for either."""

    checks: CheckOptions = field(default_factory=CheckOptions)
    summaries: SummaryOptions | None = None
    deadline: float = TIMEOUT_SECONDS
    check: Check = check_parsed

    @property
    def seconds(self) -> float:
        """The most that the check of one article may take, with the reading of its ties."""
        return self.deadline + self.checks.reading_seconds

    @property
    def identity(self) -> str:
        """All of these options that rows depend on, as text; the version of the model is not among them."""
        options = self.checks
        dismissed = sorted((record.fingerprint, record.article) for record in options.dismissed)
        settings = self.summaries.settings if self.summaries else None
        return f"{options.published} {options.locale} {options.choice_text()} {options.reader} {dismissed} {settings}"


@dataclass(slots=True)
class RowCounts:
    """Rows by kind of `OverviewRow.kinds`, with "articles" for all of them, and by exit code."""

    kinds: Counter[str] = field(default_factory=Counter)
    codes: Counter[int] = field(default_factory=Counter)

    def add(self, row: Row, fail_on: Severity | None) -> None:
        self.kinds.update(["articles", *row["kinds"]])
        self.codes[_exit_code(row, fail_on)] += 1

    @property
    def code(self) -> int:
        """The exit code, as of a batch: that nothing could be read only if that holds for every article."""
        if not self.codes:
            return EXIT_OK
        return max((code for code in self.codes if code != EXIT_UNUSABLE), default=EXIT_UNUSABLE)


def _exit_code(row: Row, fail_on: Severity | None) -> int:
    severities = counted_severities((row["errors"], row["warnings"], row["notes"]))
    return article_exit_code(severities, fail_on, has_failed=row["failures"] > 0, is_unread="unread" in row["kinds"])


def article_row(article: DatasetArticle, options: RowOptions = RowOptions()) -> Row:  # frozen
    """The row of one article that is checked here and now, without a limit of time, and not summarised."""
    use_installed_rules()
    checked = _checked(article, options=options.checks, check=options.check)
    return checked if isinstance(checked, dict) else _sheet_row(article, checked)


def dataset_rows(
    articles: Iterable[DatasetArticle],
    options: RowOptions,
    pool: WorkerPool,
    engine: Engine | None = None,
    running: RunningItems | None = None,
) -> Iterator[Row]:
    """The row of each article, in their order. `pool` checks them; with an engine they are summarised here."""
    running = running or RunningItems()
    if engine is None or options.summaries is None:
        to_row = partial(_checked_row, options=options.checks, check=options.check)
        for article, answer in _in_order(articles, to_row, options.seconds, pool, running):
            yield _row_of(article, answer)
        return
    to_sheet = partial(_checked, options=options.checks, check=options.check)
    remaining = iter(articles)
    while group := list(islice(remaining, SUMMARY_BATCH_SIZE)):
        answers = list(_in_order(group, to_sheet, options.seconds, pool, running))
        yield from _summarised(answers, options, options.summaries, engine)


def worker_count(jobs: int | None) -> int:
    return jobs or os.cpu_count() or 1


def new_pool(jobs: int | None, context: Any) -> WorkerPool:
    """Workers that check articles; `context` is how they are started."""
    return WorkerPool(worker_count(jobs), context, prepare_worker, CALLS_PER_WORKER)


def _in_order(
    articles: Iterable[DatasetArticle],
    function: Callable[[DatasetArticle], Any],
    deadline: float,
    pool: WorkerPool,
    running: RunningItems,
) -> Iterator[tuple[DatasetArticle, Any]]:
    """Each article with what the function gives for it in a worker, in the order of the articles."""
    waiting: dict[int, tuple[DatasetArticle, Any]] = {}
    next_index = 0
    for (index, article), answer in pool.imap_unordered(
        partial(_call_numbered, function),
        enumerate(articles),
        lambda _: deadline,
        lambda task: running.begin(task[1].place),
    ):
        running.end(article.place)
        waiting[index] = article, answer
        while next_index in waiting:
            yield waiting.pop(next_index)
            next_index += 1


def _call_numbered(function: Callable[[DatasetArticle], Any], task: tuple[int, DatasetArticle]) -> Any:
    return function(task[1])


# ---- one article -----------------------------------------------------------------------------------------------------


def _checked(article: DatasetArticle, *, options: CheckOptions, check: Check) -> Sheet | Row:
    """The sheet of an article, or the row that says why there is none."""
    try:
        if article.problem:
            raise Unreadable(f"{article.problem}.")
        if not article.text.strip():
            raise Unreadable(f"{article.name} is empty: nothing to read.")
        if len(article.text) > MAX_BYTES:
            raise Unreadable(f"{article.name} is larger than {MAX_BYTES // 1_000_000} MB: split it.")
        source = plain_source(article.name, article.text, article.published, extracted=True)
        return check(parse_source(source, options), options, article.name)
    except Unreadable as error:
        row = OverviewRow(article.name, unreadable=str(error))
        return _row(article, row, [unreadable_record(article.name, str(error))])
    except Exception as error:
        return _failed(
            article, f"{article.name} could not be checked ({type(error).__name__}: {error}): please report it."
        )


def _checked_row(article: DatasetArticle, *, options: CheckOptions, check: Check) -> Row:
    checked = _checked(article, options=options, check=check)
    return checked if isinstance(checked, dict) else _sheet_row(article, checked)


def _sheet_row(article: DatasetArticle, sheet: Sheet) -> Row:
    return _row(article, overview_row(article.name, sheet), sheet_records(article.name, sheet))


def _row_of(article: DatasetArticle, answer: Any) -> Row:
    """The row that a worker made, or one that says why it made none."""
    if isinstance(answer, DeadlineExceeded):
        return _failed(article, f"{article.name} {answer}: not checked.")
    if isinstance(answer, WorkerDied):
        return _failed(article, f"{article.name} could not be checked ({answer}): please report it.")
    return cast(Row, answer)


def _failed(article: DatasetArticle, reason: str) -> Row:
    row = OverviewRow(article.name, unreadable=reason, failures=1)
    return _row(article, row, [failure_record(article.name, "", reason)])


def _summarised(
    answers: list[tuple[DatasetArticle, Any]], options: RowOptions, summaries: SummaryOptions, engine: Engine
) -> Iterator[Row]:
    """The rows of these articles, whose summaries one engine writes together."""
    from summarizer.engines.decoding.request_batching import run_batched

    def row(article: DatasetArticle, answer: Any, summarise: Callable[..., Any]) -> Row:
        if not isinstance(answer, Sheet):
            return _row_of(article, answer)
        row, records, _ = summarised_row(overview_row(article.name, answer), answer.article, summarise, engine)
        return _row(article, row, sheet_records(article.name, answer) + records)

    def job(article: DatasetArticle, answer: Any) -> Callable[[Engine], Row]:
        return lambda engine: row(article, answer, partial(summaries.summarise, model=engine))

    def timed_out(index: int) -> Row:
        article, answer = answers[index]
        return row(article, answer, summary_timeout(article.name, options.deadline))

    jobs = [job(article, answer) for article, answer in answers]
    return run_batched(engine, jobs, seconds=options.deadline, timed_out=timed_out)


def _row(article: DatasetArticle, row: OverviewRow, records: list[dict[str, Any]]) -> Row:
    errors, warnings, notes = row.severities
    return {
        "schema_version": SCHEMA_VERSION,
        "place": article.place,
        "article": row.name,
        "headline": row.headline,
        "kinds": row.kinds,
        "errors": errors,
        "warnings": warnings,
        "notes": notes,
        "ticks": row.ticks,
        "figures": sum(row.states),
        "failures": row.failures,
        "unreadable": row.unreadable,
        "summary": row.summary,
        "records": records,
    }


# ---- as files --------------------------------------------------------------------------------------------------------


def json_line(row: Row) -> str:
    return json.dumps(row)


def parquet_schema() -> Any:
    """The columns of rows in Parquet. Records of several kinds have no type in common: they are JSON there."""
    import pyarrow

    text, count = pyarrow.string(), pyarrow.int32()
    columns = {
        "schema_version": count,
        "place": text,
        "article": text,
        "headline": text,
        "kinds": pyarrow.list_(text),
        **dict.fromkeys(("errors", "warnings", "notes", "ticks", "figures", "failures"), count),
        "unreadable": text,
        "summary": text,
        "records": text,
    }
    return pyarrow.schema(list(columns.items()))


def parquet_table(rows: list[Row]) -> Any:
    """The rows as a table of Arrow."""
    import pyarrow

    return pyarrow.Table.from_pylist(
        [{**row, "records": json.dumps(row["records"])} for row in rows], schema=parquet_schema()
    )
