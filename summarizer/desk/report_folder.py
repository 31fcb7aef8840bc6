"""Writes the folder of a batch's report: replaces the files of an earlier report there and touches nothing else."""

from __future__ import annotations

import errno
import hashlib
import html
import os
import re
import shutil
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from summarizer.desk.batch_state import BatchState, disk_full_message
from summarizer.desk.writing import Unwritable
from summarizer.inputs.unique_names import unique_names

INDEX_PAGE = "index.html"
DATA_FILES = ("overview.csv", "overview.xlsx", "across-articles.csv", "findings.jsonl")
REPORT_FILES = (*DATA_FILES, INDEX_PAGE)
SIGNATURE = '<meta name="generator" content="Copydesk">'
INCOMPLETE_SIGNATURE = '<meta name="copydesk" content="incomplete">'
MAX_NAME_BYTES = 200  # bytes of a page's name without its suffix; file systems allow 255

HASH_DIGITS = 8  # hexadecimal


def page_names(names: Iterable[str]) -> dict[str, str]:
    """A unique flat file name for each article's page: "city/fire.txt" becomes "city-fire.txt.html".

    Pages that would have the same name, ignoring case, each get some digits of a hash of their article's name, so that
    the address of a page does not depend on the number or order of the others.
    """
    names = list(names)
    plain = [_safe_file_name(name) for name in names]
    page_counts = Counter(map(str.lower, plain))
    pages = [
        page if page_counts[page.lower()] == 1 else f"{page}-{_hash_digits(name)}"
        for page, name in zip(plain, names, strict=True)
    ]
    return {name: f"{page}.html" for name, page in zip(names, unique_names(pages, "{}-{}", str.lower), strict=True)}


def _hash_digits(name: str) -> str:
    return hashlib.sha256(os.fsencode(name)).hexdigest()[:HASH_DIGITS]


def _safe_file_name(name: str) -> str:
    """A name without characters that file systems reject, cut to a length that they accept."""
    plain = "".join(c if c.isalnum() or c in "._-" else "-" for c in name).lstrip(".-")[:120]
    return plain.encode()[:MAX_NAME_BYTES].decode(errors="ignore") or "article"


@dataclass(frozen=True, slots=True)
class ReportStage:
    """The files of a new report, in a temporary folder until it is complete; `pages` are names of its article pages."""

    folder: Path
    report: Path
    pages: set[str] = field(default_factory=set)

    def add_page(self, page: str, content: bytes) -> None:
        """Add an article's page; it is not written if the report holds the same bytes already."""
        self.pages.add(page)
        if not _has_content(self.report / "articles" / page, content):
            (self.folder / "articles" / page).write_bytes(content)

    def write(self, name: str, content: str | bytes) -> None:
        """Write a file of the report; CSV with a byte order mark, without which Excel reads no "é"."""
        encoding = "utf-8-sig" if name.endswith(".csv") else "utf-8"
        (self.folder / name).write_bytes(content.encode(encoding) if isinstance(content, str) else content)


def check_destination(report: Path, folder: Path | None, pages: Collection[str], state: BatchState) -> None:
    """Raise Unwritable unless the report can be written without overwriting files that no earlier report wrote.

    `pages` are the page names that may be written; `folder` holds the articles, None for a feed.
    """
    if folder is not None and report.resolve() == folder.resolve():
        raise Unwritable(f"{report} holds the articles: choose another folder for the report.")
    if report.exists() and not report.is_dir():
        raise Unwritable(f"{report} is a file: choose a folder for the report.")
    earlier = _earlier_pages(report, state)
    if earlier is None and any((report / name).exists() for name in (*REPORT_FILES, "articles")):
        raise Unwritable(f"{report} holds files that Copydesk did not write: choose another folder.")
    for page in sorted(set(pages) - (earlier or frozenset())):
        if os.path.lexists(report / "articles" / page):
            raise Unwritable(
                f"{report / 'articles' / page} is not of an earlier report and would be written over: move it, "
                "or choose another folder."
            )


@contextmanager
def replace_report(report: Path, state: BatchState) -> Iterator[ReportStage]:
    """A stage whose files replace the report when the block ends without an error. See `check_destination` first.

    Only files of an earlier report are replaced or removed. The state records first which pages are about to be moved:
    if the process is killed in between, the next run knows that these files are the report's. Raises Unwritable.
    """
    stage = ReportStage(state.stage, report)
    try:
        (stage.folder / "articles").mkdir(parents=True)
        yield stage
        report.mkdir(parents=True, exist_ok=True)
        old = _earlier_pages(report, state) or frozenset()
        state.begin_move(report, old | stage.pages)
        (report / "articles").mkdir(exist_ok=True)
        for page in (stage.folder / "articles").iterdir():
            page.replace(report / "articles" / page.name)
        for name in REPORT_FILES:
            if (stage.folder / name).exists():
                (stage.folder / name).replace(report / name)
            else:
                (report / name).unlink(missing_ok=True)
        for page_name in old - stage.pages:
            (report / "articles" / page_name).unlink(missing_ok=True)
        state.end_move()
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise Unwritable(disk_full_message(report)) from None
        raise Unwritable(f"{report} cannot be written: {error.strerror or error}; choose another place.") from None
    finally:
        shutil.rmtree(stage.folder, ignore_errors=True)


def _has_content(path: Path, content: bytes) -> bool:
    try:
        return path.stat().st_size == len(content) and path.read_bytes() == content
    except OSError:
        return False


def has_complete_report(report: Path, state: BatchState) -> bool:
    """Whether the folder holds an earlier report that was fully written and is not marked as incomplete."""
    overview = _overview(report)
    return bool(overview) and INCOMPLETE_SIGNATURE not in overview[:2000] and state.interrupted_move(report) is None


def is_report_page(page: Path) -> bool:
    """Whether Copydesk wrote this page."""
    try:
        if not page.is_file():  # opening a pipe would block
            return False
        with page.open("rb") as file:
            return SIGNATURE.encode() in file.read(2000)
    except OSError:
        return False


def _earlier_pages(report: Path, state: BatchState) -> frozenset[str] | None:
    """The pages of an earlier report, which are those that its overview links to; None without an earlier report.

    After an interrupted move, they include the pages that were to be moved.
    """
    moved = state.interrupted_move(report)
    overview = _overview(report)
    if not overview:
        return moved
    links = (unquote(html.unescape(link)) for link in re.findall(r'href="articles/([^"]+)"', overview))
    linked = frozenset(link for link in links if "/" not in link and link not in (".", ".."))
    return linked | (moved or frozenset())


def _overview(report: Path) -> str:
    """The overview of an earlier report; "" if there is none."""
    try:
        overview = (report / INDEX_PAGE).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    return overview if SIGNATURE in overview[:2000] else ""
