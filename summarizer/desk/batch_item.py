"""One article of a batch: reads, checks and summarises it, and makes its row, records and page for the report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from checks.model import Article, Sheet
from checks.stories.digest import Story, digest
from summarizer.desk.batch_state import PackedResult
from summarizer.desk.checking import READER, Check, parse_source
from summarizer.desk.discovery import BatchItem
from summarizer.desk.result_keys import ResultKeys
from summarizer.desk.workers import DeadlineExceeded, WorkerDied
from summarizer.inputs import Source, Unreadable
from summarizer.models.errors import EngineFailed, ModelError
from summarizer.reports.data import failure_record, finding_records, sent_record, unreadable_record
from summarizer.reports.overview import OverviewRow, overview_row
from summarizer.reports.page import sheet_page

if TYPE_CHECKING:
    from summarizer.engines import Engine
    from summarizer.pipeline.result import Summary


@dataclass(frozen=True, slots=True)
class ItemResult:
    """The result for one article: overview row, records for findings.jsonl, page ("" for none).

    `is_final`: whether another attempt would give the same result.
    """

    row: OverviewRow
    records: list[dict[str, Any]]
    page: str
    is_final: bool = True
    story: Story | None = None  # the digest that is compared with those of other articles


@dataclass(frozen=True, slots=True)
class BatchTask:
    """An article to check. The keys stand for its content and the options; "" for none."""

    item: BatchItem
    file_key: str  # of the file that holds the article
    stored_key: str  # of the result that is stored


def check_item(task: BatchTask, *, keys: ResultKeys, check: Check) -> tuple[str, Sheet | ItemResult] | None:
    """Read and check an article. Returns its key, and its sheet or a result with the reason why there is none.

    The key is "" if the next attempt may read another article. Returns None if the stored result is valid.
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
        return "", failed_result(item.name, reason)


def _key_after_reading(task: BatchTask, source: Source | None, keys: ResultKeys) -> str:
    """The key of the article that was read; "" if its file has changed since, or if nothing was read."""
    if task.item.path is not None:
        return task.file_key if task.file_key == keys.of_file(task.item) else ""
    return keys.of_source(task.item, source) if source else ""


def failed_result(name: str, reason: str) -> ItemResult:
    """The result for an article that could not be checked, which is tried again at the next run."""
    row, records = OverviewRow(name, unreadable=reason, failures=1), [failure_record(name, "", reason)]
    return ItemResult(row, records, "", is_final=False)


def timeout_result(task: BatchTask, error: DeadlineExceeded) -> ItemResult:
    """The result for an article that took too long."""
    return failed_result(task.item.name, f"{task.item.name} {error}: not checked.")


def worker_death_result(task: BatchTask, error: WorkerDied) -> ItemResult:
    """The result for an article whose worker process ended while it was checked."""
    return failed_result(task.item.name, f"{task.item.name} could not be checked ({error}): please report it.")


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
        row, summary_records, summary = summarised_row(row, sheet.article, summarise, engine)
        records += summary_records
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
    """The records of a checked article; one of them says where it was sent if a model on another machine read it."""
    reader = sheet.reader
    sent = [sent_record(name, reader.host, reader.name, certain=reader.passages > 0)] if reader and reader.host else []
    return finding_records(sheet, name) + sent


def summarised_row(
    row: OverviewRow, article: Article, summarise: Callable[[Article], Summary], engine: Engine | None
) -> tuple[OverviewRow, list[dict[str, Any]], Summary | None]:
    """The row of an article with its summary or the reason why that failed, the records on it, and the summary.

    `engine` is what `summarise` writes with: if it is on another machine, a record says that the article was sent.
    """
    from summarizer.engines.abilities import remote_host_of

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
    host = remote_host_of(engine)
    notice = f"The article may have been sent to {host}." if host else ""
    sent = [sent_record(row.name, host, engine.name, certain=False)] if host and engine else []
    row = row.with_summary(f"No summary. {failure}", host, notice).with_failure()
    return row, [*sent, failure_record(row.name, "summary", failure)], None


def timed_out_summariser(name: str, seconds: float) -> Callable[[Article], Summary]:
    """A function that raises, in place of a summary, that the summary took longer than so many seconds."""

    def summarise(article: Article) -> Summary:
        raise EngineFailed(f"The summary of {name} {DeadlineExceeded(seconds)}.")

    return summarise


def check_and_pack(task: BatchTask, *, keys: ResultKeys, check: Check) -> tuple[str, PackedResult] | None:
    """As `check_item`, but with the result in the form in which it is stored: called in a worker process."""
    answer = check_item(task, keys=keys, check=check)
    if answer is None:
        return None
    key, checked = answer
    result = item_result(task.item, checked)
    return key if result.is_final else "", pack_result(result)


def pack_result(result: ItemResult) -> PackedResult:
    """The form in which a result is stored."""
    return PackedResult.pack(result.row, result.records, result.page, result.story)
