"""Nothing sticks out of a narrow screen, as a browser lays it out."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from summarizer.desk.batch import run_batch
from summarizer.desk.checking import CheckOptions, check_source
from summarizer.inputs import read_file
from summarizer.reports.page import sheet_page

SAMPLES = Path(__file__).parents[3] / "samples"

WORD = "averylongwordwithoutanyblank" * 4
STORY = f"""Police arrest 52 at {WORD} march

Police arrested 52 people at a march in {WORD} on Tuesday. Of those, 31 were men, 17 women and nine boys."""
OUT = """() => [...document.querySelectorAll("body *")]
    .filter(one => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    .map(one => `${one.tagName} ${one.className}: ${one.textContent.trim().slice(0, 40)}`)"""


@pytest.fixture(scope="module")
def browser():
    found = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as running:
        if not (found or Path(running.chromium.executable_path).exists()):
            pytest.skip("there is no browser: `python -m playwright install chromium` fetches one")
        opened = running.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def report(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("desk") / WORD
    folder.mkdir()
    (folder / f"{WORD}.txt").write_text(STORY, encoding="utf-8")
    (folder / "quiet.txt").write_text(
        "Quiet town\n\nNothing happened in the town on the hill, its mayor said.", "utf-8"
    )
    (folder / f"{WORD}.md").write_bytes(b"")
    (folder / f"{WORD}.jpg").write_bytes(b"x")
    run_batch(str(folder), folder.parent / "report", CheckOptions(), None)
    return folder.parent / "report"


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_nothing_sticks_out_of_the_screen(browser, report, width):
    for path in (report / "index.html", *(report / "articles").iterdir()):
        page = browser.new_page(viewport={"width": width, "height": 844})
        page.goto(path.as_uri())
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        assert page.evaluate(OUT) == [], path.name[:20]
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
