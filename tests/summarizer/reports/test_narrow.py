"""Nothing sticks out of a narrow screen, as a browser lays it out."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from summarizer.desk.batch import run_batch
from summarizer.desk.checking import CheckOptions

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
