"""Finds the articles of a batch, in a folder or a feed, without reading them."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from summarizer.desk.report_folder import DATA_FILES, INDEX_PAGE, is_report_page
from summarizer.inputs import SUFFIXES, UNSUPPORTED_SUFFIXES, Source, Unreadable, read_file
from summarizer.inputs.files import HTML_SUFFIXES
from summarizer.reports.skipped_files import Skipped, SkipReason, describe_skipped


@dataclass(frozen=True, slots=True)
class BatchItem:
    """An article of a batch that is not read yet."""

    name: str  # in the report
    dismissal_name: str  # path or address by which dismissals identify it
    load: Callable[[], Source]
    fetch_seconds: float = 0.0  # time allowed for fetching it from the web
    path: Path | None = None  # of a file that holds this article alone
    size: int = 0  # of that file, in bytes; 0 if unknown


@dataclass(frozen=True, slots=True)
class DiscoveredItems:
    """The articles of a folder or feed, its title, and the files that were skipped."""

    title: str
    items: list[BatchItem]
    skipped: tuple[Skipped, ...] = ()
    as_of: str = ""  # how recent they are; for files, the newest modification time: same files, same report


def discover_feed(address: str) -> DiscoveredItems:
    """The articles that a feed links to. Raises Unreadable."""
    from summarizer.inputs.feed import read_feed
    from summarizer.inputs.fetching import TOTAL_TIMEOUT_SECONDS
    from summarizer.inputs.url import read_url

    feed = read_feed(address)
    items = [BatchItem(url, url, partial(read_url, url), TOTAL_TIMEOUT_SECONDS) for url in feed.articles]
    return DiscoveredItems(feed.title, items, as_of=f"fetched {_to_minute(time.time())}")


def discover_folder(folder: Path, report: Path | None = None) -> DiscoveredItems:
    """Every article under the folder, sorted by name.

    Hidden files are left out, and so are reports: the folder `report` that is to be written, and pages and tables that
    Copydesk wrote elsewhere. Documents of unsupported kinds count as articles, so that their rows say what to do with
    them. Raises Unreadable if the folder does not exist, cannot be opened, or has no article in it.
    """
    if not os.path.isdir(folder):
        what = "is a file: use `copydesk check`" if os.path.exists(folder) else "does not exist: check the path"
        raise Unreadable(f"The folder {folder} {what}.")
    found: list[Path] = []
    skipped: list[tuple[Path, SkipReason]] = []
    root = os.path.realpath(folder)
    report_folder = report.resolve() if report else None

    def skip_locked(error: OSError) -> None:
        path = Path(error.filename or folder)
        if path == folder:
            raise Unreadable(
                f"The folder {folder} cannot be read ({error.strerror}): ask for read permission, or copy it."
            )
        skipped.append((path, SkipReason.NO_PERMISSION))

    for directory, subfolders, names in os.walk(folder, onerror=skip_locked):
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
        for path in (parent / name for name in names if not name.startswith(".") and name not in tables):
            if reason := _skip_reason(path, root):
                skipped.append((path, reason))
            elif not (path.name.lower().endswith(HTML_SUFFIXES) and is_report_page(path)):
                found.append(path)
    others = tuple(Skipped(path.relative_to(folder).as_posix(), reason) for path, reason in sorted(skipped))
    if not found:
        holds = f" It holds {describe_skipped(others)}." if others else ""
        raise Unreadable(f"There is no article in {folder}: Copydesk looks for {', '.join(SUFFIXES)} files.{holds}")
    named = {path: path.relative_to(folder).as_posix() for path in sorted(found)}
    status = {path: _status(path) for path in named}
    items = [
        BatchItem(name, str(path), partial(read_file, path, name), path=path, size=status[path][1])
        for path, name in named.items()
    ]
    newest = max(modified for modified, _ in status.values())
    as_of = f"the newest file is of {_to_minute(newest)}" if newest else ""
    return DiscoveredItems(folder.resolve().name or str(folder), items, others, as_of)


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
    except (OverflowError, ValueError, OSError):  # a timestamp that the file system got wrong
        return "an unknown time"


def _skip_reason(path: Path, root: str) -> SkipReason | None:
    """Why a file is skipped; None for an article. A file whose status is unknown counts as one: reading it fails."""
    if not path.name.lower().endswith((*SUFFIXES, *UNSUPPORTED_SUFFIXES)):
        return SkipReason.OTHER_KIND
    if _links_outside(path, root):
        return SkipReason.LINK_OUTSIDE
    try:
        return None if stat.S_ISREG(path.stat().st_mode) else SkipReason.NOT_REGULAR
    except OSError:
        return None


def _links_outside(path: Path, root: str) -> bool:
    """Whether this is a link out of the folder `root`: what it leads to would be published with the report."""
    return os.path.islink(path) and not os.path.join(os.path.realpath(path), "").startswith(os.path.join(root, ""))
