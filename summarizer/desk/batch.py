"""A folder of articles, or those of a feed: each checked, a page for each, and an overview with the worst first.

Everything is written beside the report folder's place and moved there at the end, so that a run that is stopped
leaves the last report as it was. The articles themselves are never touched.
"""

from __future__ import annotations

import html
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from checks.model import Article, Severity
from summarizer.desk.checking import FAILED, UNUSABLE, Terms, check_read, exit_code, read
from summarizer.desk.gathering import Item, articles_in, articles_of
from summarizer.desk.writing import Unwritable, write
from summarizer.inputs import Unreadable, is_url
from summarizer.models import EngineFailed, ModelError
from summarizer.reports.data import failure_record, finding_records, skipped_record, to_json_lines, unreadable_record
from summarizer.reports.overview import Row, overview_csv, overview_page, overview_xlsx, row_of
from summarizer.reports.page import sheet_page
from summarizer.reports.passed import Passed, Why
from summarizer.reports.tables import has_workbooks

if TYPE_CHECKING:
    from summarizer.engines import Engine
    from summarizer.summary import Summary

INDEX = "index.html"
DATA = ("overview.csv", "overview.xlsx", "findings.jsonl")
_SIGNED = '<meta name="generator" content="Copydesk">'
FEW = 24  # articles below which starting more processes takes longer than it saves

LONGEST = 200  # bytes of a page's name without its ending; file systems take 255

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
    """What a batch came to: its rows, the worst first, what was not looked at, its exit code."""

    rows: list[Row]
    passed: tuple[Passed, ...]
    code: int


def batch(
    place: str,
    report: Path,
    terms: Terms,
    fail_on: Severity | None,
    *,
    strict: bool = False,
    summaries: Summaries | None = None,
    progress: Progress = lambda done, total: None,
) -> Outcome:
    """Checks every article of a folder, or of the feed at a web address, and writes the report.

    `strict`: an article that was not checked, whatever the reason, is no success.

    Raises Unreadable where there is nothing to read, Unwritable where the report cannot be written.
    """
    folder = None if is_url(place) else Path(place)
    gathered = articles_in(folder, report) if folder else articles_of(place)
    items, passed = gathered.items, gathered.passed
    pages = _page_names(item.name for item in items)
    with _taking_the_place_of(report, folder, pages.values()) as stage:
        rows: list[Row] = []
        records: list[dict[str, Any]] = []
        codes = []
        work = partial(examine, terms=terms, fail_on=fail_on)
        tell = _counting(progress, len(items))
        results = _summarised(items, work, summaries, tell) if summaries else _checked(items, work, tell)
        for result in results:
            page = pages[result.row.name] if result.page else ""
            if page:
                write(stage / "articles" / page, result.page)
            rows.append(result.row.at(f"articles/{page}" if page else ""))
            records += result.records
            codes.append(result.code)
        rows.sort(key=Row.rank)
        records += [skipped_record(one.name, one.why) for one in passed]
        write(stage / INDEX, overview_page(rows, gathered.title, records, passed, workbook=has_workbooks()))
        write(stage / "overview.csv", overview_csv(rows))
        if has_workbooks():
            (stage / "overview.xlsx").write_bytes(overview_xlsx(rows, records))
        write(stage / "findings.jsonl", to_json_lines(records))
    code = max((code for code in codes if code != UNUSABLE), default=UNUSABLE)
    if strict and (any(row.unreadable for row in rows) or any(one.why is not Why.KIND for one in passed)):
        code = max(code, UNUSABLE)
    return Outcome(rows, passed, code)


def examine(
    item: Item,
    *,
    terms: Terms,
    fail_on: Severity | None,
    summarise: Callable[[Article], Summary] | None = None,
) -> Result:
    """One article checked, its page rendered. Whatever is wrong with it is a row with its reason."""
    name = item.name
    try:
        article = read(item.source(), terms)
        sheet = check_read(article, terms, item.known_as)
    except Unreadable as error:
        return Result(Row(name, unreadable=str(error)), [unreadable_record(name, str(error))], "", UNUSABLE)
    except Exception as error:
        reason = f"{name} could not be checked ({type(error).__name__}: {error}): please report it."
        return Result(Row(name, unreadable=reason, failures=1), [failure_record(name, "", reason)], "", FAILED)
    row, records, code = row_of(name, sheet), finding_records(sheet, name), exit_code(sheet, fail_on)
    summary = None
    if summarise is not None:
        try:
            summary = summarise(article)
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


def _checked(items: list[Item], work: Callable[[Item], Result], tell: Callable[[], None]) -> Iterator[Result]:
    """In the order of the items; in several processes where that pays."""
    workers = min(os.cpu_count() or 1, 8)
    if len(items) < FEW or workers == 1:
        for item in items:
            yield work(item)
            tell()
        return
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(workers) as pool:
        for result in pool.map(work, items, chunksize=4):
            yield result
            tell()


def _summarised(
    items: list[Item], work: Callable[..., Result], summaries: Summaries, tell: Callable[[], None]
) -> Iterator[Result]:
    """In the order of the items, some at a time whose summaries are written together."""
    from summarizer.engines.together import together

    def job(item: Item) -> Callable[[Engine], Result]:
        def carry_out(engine: Engine) -> Result:
            result = work(item, summarise=partial(summaries.summarise, model=engine))
            tell()
            return result

        return carry_out

    engine = summaries.engine()
    for first in range(0, len(items), AT_ONCE):
        yield from together(engine, [job(item) for item in items[first : first + AT_ONCE]])


def _page_names(names: Iterable[str]) -> dict[str, str]:
    """A flat file name for every article's page: "city/fire.txt" becomes "city-fire.txt.html"; no two alike."""
    pages: dict[str, str] = {}
    taken: set[str] = set()
    for name in names:
        plain = "".join(c if c.isalnum() or c in "._-" else "-" for c in name).lstrip(".-")[:120]
        plain = plain.encode()[:LONGEST].decode(errors="ignore") or "article"
        page, number = f"{plain}.html", 2
        while page.lower() in taken:
            page, number = f"{plain}-{number}.html", number + 1
        taken.add(page.lower())
        pages[name] = page
    return pages


@contextmanager
def _taking_the_place_of(report: Path, folder: Path | None, pages: Collection[str]) -> Iterator[Path]:
    """A new folder whose contents become the report's when the block ends well.

    What the earlier report wrote is replaced or removed, and nothing else; `pages` are those that may be written.
    """
    if folder is not None and report.resolve() == folder.resolve():
        raise Unwritable(f"{report} holds the articles: choose another folder for the report.")
    if report.exists() and not report.is_dir():
        raise Unwritable(f"{report} is a file: choose a folder for the report.")
    earlier = _earlier_pages(report)
    if earlier is None and any((report / one).exists() for one in (INDEX, *DATA, "articles")):
        raise Unwritable(f"{report} holds files of other origin under the report's names: choose another folder.")
    old = earlier or frozenset()
    for page in sorted(set(pages) - old):
        if os.path.lexists(report / "articles" / page):
            raise Unwritable(
                f"{report / 'articles' / page} is not of an earlier report and would be written over: move it, "
                "or choose another folder."
            )
    try:
        report.parent.mkdir(parents=True, exist_ok=True)
        stage = Path(tempfile.mkdtemp(prefix=".copydesk-", dir=report.parent))
    except OSError as error:
        raise Unwritable(f"{report} cannot be written: {error.strerror or error}; choose another place.") from None
    try:
        (stage / "articles").mkdir()
        yield stage
        (report / "articles").mkdir(parents=True, exist_ok=True)
        new = {page.name for page in (stage / "articles").iterdir()}
        for page in new:
            (stage / "articles" / page).replace(report / "articles" / page)
        for one in (*DATA, INDEX):
            if (stage / one).exists():
                (stage / one).replace(report / one)
            else:
                (report / one).unlink(missing_ok=True)
        for page in old - new:
            (report / "articles" / page).unlink(missing_ok=True)
    except OSError as error:
        raise Unwritable(f"{report} cannot be written: {error.strerror or error}; choose another place.") from None
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _earlier_pages(report: Path) -> frozenset[str] | None:
    """The pages that an earlier report wrote: those that its overview links to. None where there is no such report."""
    try:
        overview = (report / INDEX).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    if _SIGNED not in overview[:2000]:
        return None
    links = (unquote(html.unescape(link)) for link in re.findall(r'href="articles/([^"]+)"', overview))
    return frozenset(link for link in links if "/" not in link and link not in (".", ".."))
