"""The folder of a batch's report. Replaces what an earlier report wrote there and touches nothing else."""

from __future__ import annotations

import html
import os
import re
import shutil
import tempfile
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote

from summarizer.desk.writing import Unwritable

INDEX_PAGE = "index.html"
DATA_FILES = ("overview.csv", "overview.xlsx", "findings.jsonl")
SIGNATURE = '<meta name="generator" content="Copydesk">'
INCOMPLETE_SIGNATURE = '<meta name="copydesk" content="incomplete">'
MAX_NAME_BYTES = 200  # bytes of a page's name without its suffix; file systems allow 255


def page_names(names: Iterable[str]) -> dict[str, str]:
    """A unique flat file name for each article's page: "city/fire.txt" becomes "city-fire.txt.html"."""
    pages: dict[str, str] = {}
    taken: set[str] = set()
    for name in names:
        plain = "".join(c if c.isalnum() or c in "._-" else "-" for c in name).lstrip(".-")[:120]
        plain = plain.encode()[:MAX_NAME_BYTES].decode(errors="ignore") or "article"
        page, number = f"{plain}.html", 2
        while page.lower() in taken:
            page, number = f"{plain}-{number}.html", number + 1
        taken.add(page.lower())
        pages[name] = page
    return pages


@contextmanager
def replace_report(report: Path, folder: Path | None, pages: Collection[str]) -> Iterator[Path]:
    """A temporary folder whose contents replace the report when the block ends without an error.

    Only files of an earlier report are replaced or removed. `pages` are the page names that may be written; `folder`
    holds the articles, None for a feed. Raises Unwritable.
    """
    if folder is not None and report.resolve() == folder.resolve():
        raise Unwritable(f"{report} holds the articles: choose another folder for the report.")
    if report.exists() and not report.is_dir():
        raise Unwritable(f"{report} is a file: choose a folder for the report.")
    earlier = _earlier_pages(report)
    if earlier is None and any((report / name).exists() for name in (INDEX_PAGE, *DATA_FILES, "articles")):
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
        for name in (*DATA_FILES, INDEX_PAGE):
            if (stage / name).exists():
                (stage / name).replace(report / name)
            else:
                (report / name).unlink(missing_ok=True)
        for page in old - new:
            (report / "articles" / page).unlink(missing_ok=True)
    except OSError as error:
        raise Unwritable(f"{report} cannot be written: {error.strerror or error}; choose another place.") from None
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def has_complete_report(report: Path) -> bool:
    """Whether the folder holds an earlier report that is not marked as incomplete."""
    overview = _overview(report)
    return bool(overview) and INCOMPLETE_SIGNATURE not in overview[:2000]


def is_report_page(page: Path) -> bool:
    """Whether Copydesk wrote this page."""
    try:
        if not page.is_file():  # opening a pipe would block
            return False
        with page.open("rb") as file:
            return SIGNATURE.encode() in file.read(2000)
    except OSError:
        return False


def _earlier_pages(report: Path) -> frozenset[str] | None:
    """The pages of an earlier report, which are those that its overview links to; None without an earlier report."""
    overview = _overview(report)
    if not overview:
        return None
    links = (unquote(html.unescape(link)) for link in re.findall(r'href="articles/([^"]+)"', overview))
    return frozenset(link for link in links if "/" not in link and link not in (".", ".."))


def _overview(report: Path) -> str:
    """The overview of an earlier report; "" if there is none."""
    try:
        overview = (report / INDEX_PAGE).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    return overview if SIGNATURE in overview[:2000] else ""
