"""The folder of a batch's report: what an earlier report wrote there is replaced, and nothing else is touched."""

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

INDEX = "index.html"
DATA = ("overview.csv", "overview.xlsx", "findings.jsonl")
SIGNED = '<meta name="generator" content="Copydesk">'
INCOMPLETE = '<meta name="copydesk" content="incomplete">'
LONGEST = 200  # bytes of a page's name without its ending; file systems take 255


def page_names(names: Iterable[str]) -> dict[str, str]:
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
def taking_the_place_of(report: Path, folder: Path | None, pages: Collection[str]) -> Iterator[Path]:
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


def holds_a_whole_report(report: Path) -> bool:
    """Is there an earlier report, one that was not broken off?"""
    overview = _overview(report)
    return bool(overview) and INCOMPLETE not in overview[:2000]


def is_signed(page: Path) -> bool:
    """Is it a page that Copydesk wrote?"""
    try:
        if not page.is_file():  # a pipe would be waited for
            return False
        with page.open("rb") as file:
            return SIGNED.encode() in file.read(2000)
    except OSError:
        return False


def _earlier_pages(report: Path) -> frozenset[str] | None:
    """The pages that an earlier report wrote: those that its overview links to. None where there is no such report."""
    overview = _overview(report)
    if not overview:
        return None
    links = (unquote(html.unescape(link)) for link in re.findall(r'href="articles/([^"]+)"', overview))
    return frozenset(link for link in links if "/" not in link and link not in (".", ".."))


def _overview(report: Path) -> str:
    """The overview of an earlier report, "" where there is none."""
    try:
        overview = (report / INDEX).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    return overview if SIGNED in overview[:2000] else ""
