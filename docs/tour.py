"""Makes the pictures of the tour, from the program as it is.

python docs/tour.py build/docs        # `make docs` does this, after docs/generate.py

Writes build/docs/tour/*.png. Without a browser the tour is written without pictures. The log that the pictures show is
signed by nobody real and kept in a temporary folder.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, Error, Page, Playwright, expect, sync_playwright

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "samples"
STORY = SAMPLES / "flawed" / "breakdown-over.txt"
WIDE, PHONE = {"width": 1180, "height": 800}, {"width": 390, "height": 844}
PICTURE = re.compile(r"^!\[.*\]\(tour/(\w+)\.png\)\n\n?", re.MULTILINE)
STARTS = 200  # attempts to reach the server, a tenth of a second apart


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a page that writes its log into the folder."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "summarizer.cli", "serve", "--port", str(port)]
    server = subprocess.Popen(command, cwd=folder, env=environment(), stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}/"
    try:
        for _ in range(STARTS):
            try:
                urlopen(url, timeout=5).close()
                break
            except URLError:
                server.poll()
                if server.returncode is not None:
                    raise RuntimeError("copydesk serve did not start") from None
                time.sleep(0.1)
        yield url
    finally:
        server.terminate()
        server.wait()


def environment() -> dict[str, str]:
    """That of this process, with another user's name; what is found does not depend on a model being at hand."""
    return {**os.environ, "PYTHONPATH": str(ROOT), "LOGNAME": "ann", "USER": "ann", "COPYDESK_READER": "none"}


def checked(page: Page, url: str) -> None:
    """Open the page, and paste the story."""
    page.goto(url)
    page.fill("#text", STORY.read_text(encoding="utf-8"))
    expect(page.locator(".card")).to_have_count(1)


def findings(page: Page, url: str) -> None:
    checked(page, url)


def tie(page: Page, url: str) -> None:
    checked(page, url)
    page.locator(".card").hover()
    expect(page.locator(".k.lit").first).to_be_visible()


def ledger(page: Page, url: str) -> None:
    page.goto(url)
    page.click("text=Show me an example")
    expect(page.locator("#ticks")).to_be_visible()
    page.click("#ticks")
    page.click("#ledger")
    page.evaluate("document.querySelector('#ticks').scrollIntoView()")


def decision(page: Page, url: str) -> None:
    checked(page, url)
    page.click("#f1 .stand summary")
    page.fill("#why-f1", "the press office is checking")
    page.click("#f1 [data-decision=accepted]")
    expect(page.locator("#f1 .decided")).to_be_visible()
    page.click("#f1 .stand summary")
    page.evaluate("document.querySelector('#f1 .ask').scrollIntoView({ block: 'center' })")


def phone(page: Page, url: str) -> None:
    checked(page, url)


def batch(page: Page, url: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "summarizer.cli", "batch", str(SAMPLES), "-o", "report", "--fail-on", "never"]
        subprocess.run(command, cwd=folder, env=environment(), check=True, capture_output=True)
        page.goto((Path(folder) / "report" / "index.html").as_uri())
        page.wait_for_load_state()
        page.screenshot()  # the page is loaded whole before its folder goes


PICTURES: dict[str, tuple[Callable[[Page, str], None], dict[str, int]]] = {
    "findings": (findings, WIDE),
    "tie": (tie, WIDE),
    "ledger": (ledger, WIDE),
    "decision": (decision, WIDE),
    "phone": (phone, PHONE),
    "batch": (batch, WIDE),
}


def take(browser: Browser, url: str, folder: Path) -> None:
    """Writes every picture into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, (show, viewport) in PICTURES.items():
        context = browser.new_context(viewport=viewport, reduced_motion="reduce", color_scheme="light")
        page = context.new_page()
        show(page, url)
        page.screenshot(path=str(folder / f"{name}.png"))
        context.close()


def launch(playwright: Playwright) -> Browser | None:
    """The system's Chromium, or Playwright's own; None if there is none."""
    found = shutil.which("chromium") or shutil.which("google-chrome")
    try:
        return playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
    except Error:
        return None


def main(site: Path) -> int:
    with sync_playwright() as playwright:
        browser = launch(playwright)
        if browser is None:
            tour = site / "tour.md"
            tour.write_text(PICTURE.sub("", tour.read_text(encoding="utf-8")), encoding="utf-8")
            print("No browser can be had: the tour is without pictures.", file=sys.stderr)
            return 0
        with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as url:
            take(browser, url, site / "tour")
        browser.close()
    print(f"{len(PICTURES)} pictures written to {site / 'tour'}")
    return len(PICTURES)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python docs/tour.py FOLDER (where docs/generate.py wrote the site's pages)")
    main(Path(sys.argv[1]))
