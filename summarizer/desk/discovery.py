"""The articles of a batch before they are read: those in a folder, or those that a feed names."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from summarizer.desk.report_folder import DATA, INDEX, is_signed
from summarizer.inputs import SUFFIXES, UNSUPPORTED_SUFFIXES, Source, Unreadable, read_file
from summarizer.inputs.files import HTML_SUFFIXES
from summarizer.reports.skipped_files import Passed, Why, passed_in_words


@dataclass(frozen=True, slots=True)
class Item:
    """An article of the batch before it is read: what the report calls it, and what dismissals know it by."""

    name: str
    known_as: str
    source: Callable[[], Source]
    fetching: float = 0.0  # seconds that getting it from the web may take


@dataclass(frozen=True, slots=True)
class Gathered:
    """The articles, what their folder or feed is called, and what else lies there."""

    title: str
    items: list[Item]
    passed: tuple[Passed, ...] = ()
    as_of: str = ""  # of when they are; of files the newest one's time, so that the same files give the same report


def articles_of(address: str) -> Gathered:
    """The articles that a feed names. Raises Unreadable."""
    from summarizer.inputs.feed import read_feed
    from summarizer.inputs.fetching import TOTAL_TIMEOUT_SECONDS
    from summarizer.inputs.url import read_url

    feed = read_feed(address)
    items = [Item(url, url, partial(read_url, url), TOTAL_TIMEOUT_SECONDS) for url in feed.articles]
    return Gathered(feed.title, items, as_of=f"fetched {_minute(time.time())}")


def articles_in(folder: Path, report: Path | None = None) -> Gathered:
    """Every article under the folder in the order of their names; hidden ones are left out, and reports: the folder of
    the one that is to be written, and whatever Copydesk wrote elsewhere.

    Documents of kinds that are not read yet count as articles, so that each is told what to do. Raises Unreadable
    where there is no such folder, it cannot be opened, or there is no article in it.
    """
    if not os.path.isdir(folder):
        what = "is a file: use `copydesk check`" if os.path.exists(folder) else "does not exist: check the path"
        raise Unreadable(f"The folder {folder} {what}.")
    found: list[Path] = []
    passed: list[tuple[Path, Why]] = []
    root = os.path.realpath(folder)
    apart = report.resolve() if report else None

    def locked(error: OSError) -> None:
        place = Path(error.filename or folder)
        if place == folder:
            raise Unreadable(
                f"The folder {folder} cannot be read ({error.strerror}): ask for read permission, or copy it."
            )
        passed.append((place, Why.LOCKED))

    for place, folders, names in os.walk(folder, onerror=locked):
        here = Path(place)
        folders[:] = [one for one in sorted(folders) if not one.startswith(".") and (here / one).resolve() != apart]
        passed += [(here / one, Why.LINK) for one in folders if _leads_out(here / one, root)]
        tables = DATA if is_signed(here / INDEX) else ()
        for path in (here / one for one in names if not one.startswith(".") and one not in tables):
            if why := _why_not(path, root):
                passed.append((path, why))
            elif not (path.name.lower().endswith(HTML_SUFFIXES) and is_signed(path)):
                found.append(path)
    others = tuple(Passed(path.relative_to(folder).as_posix(), why) for path, why in sorted(passed))
    if not found:
        holds = f" It holds {passed_in_words(others)}." if others else ""
        raise Unreadable(f"There is no article in {folder}: Copydesk looks for {', '.join(SUFFIXES)} files.{holds}")
    named = {path: path.relative_to(folder).as_posix() for path in sorted(found)}
    items = [Item(name, str(path), partial(read_file, path, name)) for path, name in named.items()]
    newest = max(map(_changed, found))
    as_of = f"the newest file is of {_minute(newest)}" if newest else ""
    return Gathered(folder.resolve().name or str(folder), items, others, as_of)


def _changed(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _minute(when: float) -> str:
    try:
        return datetime.fromtimestamp(when, UTC).strftime("%Y-%m-%d %H:%M UTC")
    except (OverflowError, ValueError, OSError):  # a file system's fault
        return "an unknown time"


def _why_not(path: Path, root: str) -> Why | None:
    """Why a file is not looked at, None where it is. What cannot even be asked about is left to the reading."""
    if not path.name.lower().endswith((*SUFFIXES, *UNSUPPORTED_SUFFIXES)):
        return Why.KIND
    if _leads_out(path, root):
        return Why.LINK
    try:
        return None if stat.S_ISREG(path.stat().st_mode) else Why.PIPE
    except OSError:
        return None


def _leads_out(path: Path, root: str) -> bool:
    """A link to what lies elsewhere: it would be read, and published with the report."""
    return os.path.islink(path) and not os.path.join(os.path.realpath(path), "").startswith(os.path.join(root, ""))
