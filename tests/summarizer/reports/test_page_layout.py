"""The layout of report pages in a browser: on narrow and wide screens, and on paper."""

from __future__ import annotations

from pathlib import Path

import pytest

from summarizer.desk.batch import run_batch
from summarizer.desk.checking import CheckOptions, check_source
from summarizer.inputs import read_file
from summarizer.reports.page import sheet_page

SAMPLES = Path(__file__).parents[3] / "samples"

LONG_WORD = "averylongwordwithoutanyblank" * 4
STORY = f"""Police arrest 52 at {LONG_WORD} march

Police arrested 52 people at a march in {LONG_WORD} on Tuesday. Of those, 31 were men, 17 women and nine boys."""
FIND_OVERFLOWING = """() => [...document.querySelectorAll("body *")]
    .filter(element => element.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    .map(element => `${element.tagName} ${element.className}: ${element.textContent.trim().slice(0, 40)}`)"""


@pytest.fixture(scope="module")
def report(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("desk") / LONG_WORD
    folder.mkdir()
    (folder / f"{LONG_WORD}.txt").write_text(STORY, encoding="utf-8")
    (folder / "quiet.txt").write_text(
        "Quiet town\n\nNothing happened in the town on the hill, its mayor said.", "utf-8"
    )
    (folder / f"{LONG_WORD}.md").write_bytes(b"")
    (folder / f"{LONG_WORD}.jpg").write_bytes(b"x")
    run_batch(str(folder), folder.parent / "report", CheckOptions(), None)
    return folder.parent / "report"


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_nothing_overflows_the_screen(browser, report, width):
    for path in (report / "index.html", *(report / "articles").iterdir()):
        page = browser.new_page(viewport={"width": width, "height": 844})
        page.goto(path.as_uri())
        page.evaluate("document.querySelectorAll('details').forEach(details => { details.open = true })")
        assert page.evaluate(FIND_OVERFLOWING) == [], path.name[:20]
        page.close()


@pytest.fixture(scope="module")
def article(tmp_path_factory) -> Path:
    """The page of an article with a finding."""
    sheet = check_source(read_file(SAMPLES / "flawed" / "breakdown-over.txt"), CheckOptions())
    file = tmp_path_factory.mktemp("article") / "page.html"
    file.write_text(sheet_page(sheet, "breakdown-over.txt"), encoding="utf-8")
    return file


def test_on_a_phone_the_first_finding_is_on_the_first_screen_and_the_ledger_is_folded(browser, article):
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(article.as_uri())
    assert page.locator(".card").first.bounding_box()["y"] < 500
    ledger = page.locator(".ledger")
    assert ledger.is_hidden()
    page.get_by_label("Show 12 figures").check()
    assert ledger.is_visible()
    page.close()


@pytest.mark.parametrize(("medium", "width"), [("screen", 1280), ("print", 600)])
def test_on_a_wide_screen_and_on_paper_the_ledger_is_open(browser, article, medium, width):
    page = browser.new_page(viewport={"width": width, "height": 844})
    page.goto(article.as_uri())
    page.emulate_media(media=medium)
    assert page.locator(".ledger").is_visible()
    assert page.locator(".unfold").is_hidden()
    page.close()
