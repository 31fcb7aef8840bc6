"""Finds the articles of a batch, in a folder, a feed or a file that holds several, without reading them."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from summarizer.desk.report_folder import DATA_FILES, INDEX_PAGE, is_report_page
from summarizer.desk.settings import LOG_FILE
from summarizer.inputs import SUFFIXES, UNSUPPORTED_SUFFIXES, Source, Unreadable, is_url, read_file
from summarizer.inputs.file_kinds import DELIMITED_SUFFIXES, HTML_SUFFIXES, TABLE_SUFFIXES
from summarizer.inputs.multi_article_files import Member, is_feed_file, members_of, raise_unreadable
from summarizer.inputs.unique_names import unique_names
from summarizer.reports.skipped_files import Skipped, SkipReason, describe_skipped

HIDDEN_PREFIXES = (".", "~$")  # the second of Office's lock files: "~$story.docx" beside a document that is open
TEMPORARY_SUFFIXES = ("~", ".tmp", ".temp", ".swp", ".part", ".crdownload")
SYSTEM_FILES = ("thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r")  # in lower case


@dataclass(frozen=True, slots=True)
class BatchItem:
    """An article of a batch that is not read yet."""

    name: str  # the name in the report
    dismissal_name: str  # the path or address by which dismissals identify it
    load: Callable[[], Source]
    fetch_seconds: float = 0.0  # time allowed for fetching it from the web
    path: Path | None = None  # of the file that holds only this article, and on which nothing else has an effect
    size: int = 0  # of that file, in bytes; 0 if unknown

    def load_for_dismissals(self) -> Source:
        """The article under the name by which dismissals identify it."""
        return replace(self.load(), name=self.dismissal_name)


@dataclass(frozen=True, slots=True)
class DiscoveredItems:
    """The articles of a folder or feed, its title, and the files that were skipped."""

    title: str
    items: list[BatchItem]
    skipped: tuple[Skipped, ...] = ()
    has_tables: bool = False  # whether there is a file that `text_column` may concern
    as_of: str = ""  # how recent the articles are; of files the newest modification time, so that reports do not vary


def discover_feed(address: str) -> DiscoveredItems:
    """The articles that a feed links to. Raises Unreadable."""
    from summarizer.inputs.feed import read_feed
    from summarizer.inputs.fetching import TOTAL_TIMEOUT_SECONDS
    from summarizer.inputs.web_page import read_url

    feed = read_feed(address)
    items = [BatchItem(url, url, partial(read_url, url), TOTAL_TIMEOUT_SECONDS) for url in feed.articles]
    return DiscoveredItems(feed.title, items, as_of=f"fetched {_to_minute(time.time())}")


def discover_file(path: Path, text_column: str | None = None) -> DiscoveredItems:
    """The articles of a file that holds several. Raises Unreadable where it holds a single one, or none."""
    members = members_of(path, str(path), text_column)
    is_table = path.name.lower().endswith(TABLE_SUFFIXES)
    if members is None:
        if is_table:
            read_file(path)  # raises with the names of its columns, unless it is a table of figures
        raise Unreadable(f"The folder {path} is a file that holds a single article: use `copydesk check {path}`.")
    items = [_item(member, path, str(path)) for member in members]
    return DiscoveredItems(path.name, items, has_tables=is_table, as_of=_as_of([path]))


def _item(member: Member, path: Path, name: str) -> BatchItem:
    """The item of an article in the file at `path`, which is called `name` in the report."""
    from summarizer.inputs.fetching import TOTAL_TIMEOUT_SECONDS

    dismissal_name = member.name if is_url(member.name) else f"{path}{member.name.removeprefix(name)}"
    return BatchItem(member.name, dismissal_name, member.load, TOTAL_TIMEOUT_SECONDS if member.is_fetched else 0.0)


def _items(path: Path, name: str, text_column: str | None) -> list[BatchItem]:
    """The articles of a file in a folder; if it is damaged or finding them fails, one item whose loader raises that."""
    try:
        members = members_of(path, name, text_column, fetch=False)
    except Unreadable as error:
        load = partial(_read_figure_table, path, name, str(error))
        return [BatchItem(name, str(path), load)]  # without `path`, since the result depends on `text_column`
    except Exception as error:  # a bug in Copydesk, which must not end the batch
        return [BatchItem(name, str(path), partial(_fail, f"{type(error).__name__}: {error}"))]
    if members is None:
        return [BatchItem(name, str(path), partial(read_file, path, name), path=path, size=_status(path)[1])]
    return [_item(member, path, name) for member in members]


def _fail(fault: str) -> Source:
    """The loader of a file whose articles could not be found because of a bug; raises an error that describes it."""
    raise RuntimeError(fault)


def _with_unique_names(items: list[BatchItem]) -> list[BatchItem]:
    """The items under unique names: several web archives may hold pages of one address."""
    names = unique_names(item.name for item in items)
    return [
        replace(item, name=name, dismissal_name=f"{item.dismissal_name}{name.removeprefix(item.name)}")
        for item, name in zip(items, names, strict=True)
    ]


def _read_figure_table(path: Path, name: str, reason: str) -> Source:
    """A table of figures, which has no column of articles. Raises Unreadable with `reason` for any other file."""
    if path.name.lower().endswith(DELIMITED_SUFFIXES):
        with suppress(Unreadable):
            return read_file(path, name)
    return raise_unreadable(reason)


def discover_folder(folder: Path, report: Path | None = None, text_column: str | None = None) -> DiscoveredItems:
    """Every article under the folder, sorted by name; `text_column` is the column of tables that holds articles.

    Hidden and temporary files are left out, and so are the log of decisions and reports: the folder `report` that is to
    be written, and pages and tables that Copydesk wrote elsewhere. Documents of unsupported kinds count as articles, so
    that their rows say what to do with them. Raises Unreadable if the folder does not exist, cannot be opened, or has
    no article in it.
    """
    article_paths, skipped = article_files(folder, report)
    items = [item for path in article_paths for item in _items(path, path.relative_to(folder).as_posix(), text_column)]
    has_tables = any(path.name.lower().endswith(TABLE_SUFFIXES) for path in article_paths)
    title = folder.resolve().name or str(folder)
    return DiscoveredItems(title, _with_unique_names(items), skipped, has_tables, _as_of(article_paths))


def article_files(folder: Path, report: Path | None = None) -> tuple[list[Path], tuple[Skipped, ...]]:
    """The files of `discover_folder` that hold articles, sorted, and those that were skipped. Raises Unreadable."""
    if not os.path.isdir(folder):
        what = "is a file: use `copydesk check`" if os.path.exists(folder) else "does not exist: check the path"
        raise Unreadable(f"The folder {folder} {what}.")
    article_paths: list[Path] = []
    skipped: list[tuple[Path, SkipReason]] = []
    root = os.path.realpath(folder)
    report_folder = report.resolve() if report else None

    def skip_unreadable(error: OSError) -> None:
        path = Path(error.filename or folder)
        if path == folder:
            raise Unreadable(
                f"The folder {folder} cannot be read ({error.strerror}): ask for read permission, or copy it."
            )
        skipped.append((path, SkipReason.NO_PERMISSION))

    for directory, subfolders, names in os.walk(folder, onerror=skip_unreadable):
        parent = Path(directory)
        subfolders[:] = [
            name
            for name in sorted(subfolders)
            if not name.startswith(".") and (parent / name).resolve() != report_folder
        ]
        skipped += [
            (parent / name, SkipReason.LINK_OUTSIDE) for name in subfolders if _links_outside(parent / name, root)
        ]
        tables = DATA_FILES if is_report_page(parent / INDEX_PAGE) else ()
        written_files = (*tables, LOG_FILE)
        for path in (parent / name for name in names if not is_hidden(name) and name not in written_files):
            if reason := _skip_reason(path, root):
                skipped.append((path, reason))
            elif not (path.name.lower().endswith(HTML_SUFFIXES) and is_report_page(path)):
                article_paths.append(path)
    skipped_files = tuple(Skipped(path.relative_to(folder).as_posix(), reason) for path, reason in sorted(skipped))
    if not article_paths:
        holds = f" It holds {describe_skipped(skipped_files)}." if skipped_files else ""
        raise Unreadable(f"There is no article in {folder}: Copydesk looks for {', '.join(SUFFIXES)} files.{holds}")
    return sorted(article_paths), skipped_files


def is_hidden(name: str) -> bool:
    """Whether a file of this name is hidden, temporary or kept by a file manager, so that no editor put it there."""
    name = name.lower()
    return name.startswith(HIDDEN_PREFIXES) or name.endswith(TEMPORARY_SUFFIXES) or name in SYSTEM_FILES


def articles_in_report(folder: Path, report: Path, *, is_half_written: bool = False) -> list[str]:
    """The names of a folder's articles that are in the folder of its report; [] if the report is elsewhere.

    Pages and tables that Copydesk wrote do not count. `is_half_written`: a killed run may have left the tables of a
    report without its overview.
    """
    report, root = report.resolve(), folder.resolve()
    if root not in report.parents or not report.is_dir():
        return []
    try:
        article_paths, _ = article_files(report)
    except Unreadable:  # there is none
        return []
    report_files = [report / name for name in DATA_FILES] if is_half_written else []
    return [path.relative_to(root).as_posix() for path in article_paths if path not in report_files]


def _as_of(paths: list[Path]) -> str:
    newest = max(modified for modified, _ in map(_status, paths))
    return f"the newest file is of {_to_minute(newest)}" if newest else ""


def _status(path: Path) -> tuple[float, int]:
    """When the file was modified, in seconds since the epoch, and its size in bytes; zeros if unknown."""
    try:
        status = path.stat()
    except OSError:
        return 0.0, 0
    return status.st_mtime, status.st_size


def _to_minute(timestamp: float) -> str:
    try:
        return datetime.fromtimestamp(timestamp, UTC).strftime("%Y-%m-%d %H:%M UTC")
    except (OverflowError, ValueError, OSError):  # the file system stated an impossible time
        return "an unknown time"


def _skip_reason(path: Path, root: str) -> SkipReason | None:
    """Why a file is skipped; None for an article, also for a file whose status is unknown: reading it will fail."""
    if not path.name.lower().endswith((*SUFFIXES, *UNSUPPORTED_SUFFIXES)) and not is_feed_file(path):
        return SkipReason.OTHER_KIND
    if _links_outside(path, root):
        return SkipReason.LINK_OUTSIDE
    try:
        return None if stat.S_ISREG(path.stat().st_mode) else SkipReason.NOT_REGULAR
    except OSError:
        return None


def _links_outside(path: Path, root: str) -> bool:
    """Whether this is a link out of the folder `root`: its target would be published with the report."""
    return os.path.islink(path) and not os.path.join(os.path.realpath(path), "").startswith(os.path.join(root, ""))
