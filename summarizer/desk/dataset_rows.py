"""Checks and summarises the articles of a dataset; the result for each is a row, in JSON Lines or Parquet.

The row of an article is the same whether a shard, an actor of Ray or a step of another pipeline makes it.
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
    ARTICLE_SECONDS,
    ARTICLES_PER_WORKER,
    SUMMARY_BATCH_SIZE,
    RunningItems,
    SummaryOptions,
)
from summarizer.desk.batch_item import sheet_records, summarised_row, timed_out_summariser
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

DatasetRow = dict[str, Any]  # the result for one article, described in docs/json.md


@dataclass(frozen=True, slots=True)
class RowOptions:
    """How the articles of a dataset are checked and summarised.

    `article_seconds` limits the check of an article, and again its summary.
    """

    checks: CheckOptions = field(default_factory=CheckOptions)
    summaries: SummaryOptions | None = None
    article_seconds: float = ARTICLE_SECONDS
    check: Check = check_parsed

    @property
    def check_seconds(self) -> float:
        """The time that the check of one article may take, with the reading of its ties."""
        return self.article_seconds + self.checks.reading_seconds

    @property
    def result_key(self) -> str:
        """All of these options that rows depend on, as text; the version of the model is not part of it."""
        options = self.checks
        dismissed = sorted((record.fingerprint, record.article) for record in options.dismissed)
        settings = self.summaries.settings if self.summaries else None
        return f"{options.published} {options.locale} {options.choice_text()} {options.reader} {dismissed} {settings}"


@dataclass(slots=True)
class RowCounts:
    """How many rows there are of each kind in `OverviewRow.kinds`, in all ("articles"), and with each exit code."""

    kinds: Counter[str] = field(default_factory=Counter)
    exit_codes: Counter[int] = field(default_factory=Counter)

    def add(self, row: DatasetRow, fail_on: Severity | None) -> None:
        self.kinds.update(["articles", *row["kinds"]])
        self.exit_codes[_exit_code(row, fail_on)] += 1

    @property
    def exit_code(self) -> int:
        """The exit code, as for a batch: EXIT_UNUSABLE only if no article could be read, else the highest other one."""
        if not self.exit_codes:
            return EXIT_OK
        return max((code for code in self.exit_codes if code != EXIT_UNUSABLE), default=EXIT_UNUSABLE)


def _exit_code(row: DatasetRow, fail_on: Severity | None) -> int:
    severities = counted_severities((row["errors"], row["warnings"], row["notes"]))
    return article_exit_code(severities, fail_on, has_failed=row["failures"] > 0, is_unread="unread" in row["kinds"])


def article_row(article: DatasetArticle, options: RowOptions = RowOptions()) -> DatasetRow:  # frozen
    """The row of one article, which is checked in this process, without a time limit, and not summarised."""
    use_installed_rules()
    checked = _sheet_or_row(article, options=options.checks, check=options.check)
    return checked if isinstance(checked, dict) else _sheet_row(article, checked)


def dataset_rows(
    articles: Iterable[DatasetArticle],
    options: RowOptions,
    pool: WorkerPool,
    engine: Engine | None = None,
    running: RunningItems | None = None,
) -> Iterator[DatasetRow]:
    """The row of each article, in order. Workers of `pool` check them; an engine summarises them in this process."""
    running = running or RunningItems()
    if engine is None or options.summaries is None:
        to_row = partial(_row_after_check, options=options.checks, check=options.check)
        for article, answer in _in_order(articles, to_row, options.check_seconds, pool, running):
            yield _row_of_answer(article, answer)
        return
    to_sheet = partial(_sheet_or_row, options=options.checks, check=options.check)
    remaining = iter(articles)
    while group := list(islice(remaining, SUMMARY_BATCH_SIZE)):
        answers = list(_in_order(group, to_sheet, options.check_seconds, pool, running))
        yield from _summarise_together(answers, options, options.summaries, engine)


def worker_count(jobs: int | None) -> int:
    return jobs or os.cpu_count() or 1


def new_pool(jobs: int | None, context: Any) -> WorkerPool:
    """A pool of workers that check articles; `context` is their multiprocessing context."""
    return WorkerPool(worker_count(jobs), context, prepare_worker, ARTICLES_PER_WORKER)


def _in_order(
    articles: Iterable[DatasetArticle],
    function: Callable[[DatasetArticle], Any],
    seconds: float,
    pool: WorkerPool,
    running: RunningItems,
) -> Iterator[tuple[DatasetArticle, Any]]:
    """Each article with the value of the function for it, computed in a worker; in the order of the articles."""
    answers: dict[int, tuple[DatasetArticle, Any]] = {}  # by index; those whose turn has not come
    next_index = 0
    for (index, article), answer in pool.imap_unordered(
        partial(_call_numbered, function),
        enumerate(articles),
        lambda _: seconds,
        lambda task: running.begin(task[1].record_id),
    ):
        running.end(article.record_id)
        answers[index] = article, answer
        while next_index in answers:
            yield answers.pop(next_index)
            next_index += 1


def _call_numbered(function: Callable[[DatasetArticle], Any], task: tuple[int, DatasetArticle]) -> Any:
    return function(task[1])


# ---- one article -----------------------------------------------------------------------------------------------------


def _sheet_or_row(article: DatasetArticle, *, options: CheckOptions, check: Check) -> Sheet | DatasetRow:
    """The sheet of an article, or a row that says why it could not be checked."""
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
        return _dataset_row(article, row, [unreadable_record(article.name, str(error))])
    except Exception as error:
        return _failure_row(
            article, f"{article.name} could not be checked ({type(error).__name__}: {error}): please report it."
        )


def _row_after_check(article: DatasetArticle, *, options: CheckOptions, check: Check) -> DatasetRow:
    checked = _sheet_or_row(article, options=options, check=check)
    return checked if isinstance(checked, dict) else _sheet_row(article, checked)


def _sheet_row(article: DatasetArticle, sheet: Sheet) -> DatasetRow:
    return _dataset_row(article, overview_row(article.name, sheet), sheet_records(article.name, sheet))


def _row_of_answer(article: DatasetArticle, answer: Any) -> DatasetRow:
    """The row that a worker returned, or a row that says why it returned none."""
    if isinstance(answer, DeadlineExceeded):
        return _failure_row(article, f"{article.name} {answer}: not checked.")
    if isinstance(answer, WorkerDied):
        return _failure_row(article, f"{article.name} could not be checked ({answer}): please report it.")
    return cast(DatasetRow, answer)


def _failure_row(article: DatasetArticle, reason: str) -> DatasetRow:
    row = OverviewRow(article.name, unreadable=reason, failures=1)
    return _dataset_row(article, row, [failure_record(article.name, "", reason)])


def _summarise_together(
    answers: list[tuple[DatasetArticle, Any]], options: RowOptions, summaries: SummaryOptions, engine: Engine
) -> Iterator[DatasetRow]:
    """The rows of these articles, whose summaries one engine writes together."""
    from summarizer.engines.decoding.request_batching import run_batched

    def row_with_summary(article: DatasetArticle, answer: Any, summarise: Callable[..., Any]) -> DatasetRow:
        if not isinstance(answer, Sheet):
            return _row_of_answer(article, answer)
        overview, records, _ = summarised_row(overview_row(article.name, answer), answer.article, summarise, engine)
        return _dataset_row(article, overview, sheet_records(article.name, answer) + records)

    def job(article: DatasetArticle, answer: Any) -> Callable[[Engine], DatasetRow]:
        return lambda engine: row_with_summary(article, answer, partial(summaries.summarise, model=engine))

    def row_without_summary(index: int) -> DatasetRow:
        article, answer = answers[index]
        return row_with_summary(article, answer, timed_out_summariser(article.name, options.article_seconds))

    jobs = [job(article, answer) for article, answer in answers]
    return run_batched(engine, jobs, seconds=options.article_seconds, timed_out=row_without_summary)


def _dataset_row(article: DatasetArticle, overview: OverviewRow, records: list[dict[str, Any]]) -> DatasetRow:
    errors, warnings, notes = overview.severities
    return {
        "schema_version": SCHEMA_VERSION,
        "place": article.record_id,
        "article": overview.name,
        "headline": overview.headline,
        "kinds": overview.kinds,
        "errors": errors,
        "warnings": warnings,
        "notes": notes,
        "ticks": overview.ticks,
        "figures": sum(overview.states),
        "failures": overview.failures,
        "unreadable": overview.unreadable,
        "summary": overview.summary,
        "records": records,
    }


# ---- as files --------------------------------------------------------------------------------------------------------


def json_line(row: DatasetRow) -> str:
    return json.dumps(row)


def parquet_schema() -> Any:
    """The columns of rows in Parquet. Records are JSON there: their kinds have no column type in common."""
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


def parquet_table(rows: list[DatasetRow]) -> Any:
    """The rows as an Arrow table."""
    import pyarrow

    return pyarrow.Table.from_pylist(
        [{**row, "records": json.dumps(row["records"])} for row in rows], schema=parquet_schema()
    )
