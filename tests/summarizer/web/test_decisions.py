"""Decisions made on the page are written to the log, with the page's script and without."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from starlette.testclient import TestClient

from summarizer.desk.decision_log import LogEntry, read_log, story_name
from summarizer.web.app import create_app

WRONG_TEXT = "The walkers covered 6 miles (16km) before they were found in the fog, a rescue team said on Tuesday."
ARTICLE = f"{WRONG_TEXT}\n\nThe team called 40 people: 21 in the town, 14 on farms and nine at sea.\n"
MARKUP = "<script>window.ran = true</script><img src=x onerror='window.ran = true'>"


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "copydesk-log.jsonl"


@pytest.fixture
def browser(log: Path) -> Iterator[TestClient]:
    with TestClient(create_app("a", log=log), base_url="http://localhost:8765") as client:
        client.headers["origin"] = "http://localhost:8765"
        yield client


def read_entries(log: Path) -> list[LogEntry]:
    found = read_log(log)
    assert found.problems == ()
    return list(found.entries)


def first_fingerprint(page: str) -> str:
    """The fingerprint of the first finding."""
    return re.search(r'name="why-([0-9a-f]{16})"', page)[1]


# ---- without the script ----------------------------------------------------------------------------------------------


def test_a_form_accepts_corrects_lets_stand_and_raises_again(browser: TestClient, log: Path) -> None:
    form = {"text": WRONG_TEXT, "do": "check", "story": "fog-walk", "who": "Ann"}
    page = browser.post("/", data=form).text
    name = first_fingerprint(page)
    assert 'value="Ann"' in page
    assert read_entries(log) == []

    page = browser.post("/", data=form | {"do": f"accepted:{name}", f"why-{name}": "<b>asked</b>"}).text
    assert "accepted: &lt;b&gt;asked&lt;/b&gt; (Ann, " in page
    page = browser.post("/", data=form | {"do": f"corrected:{name}", f"change-{name}": "16km -> 9.7km"}).text
    assert "corrected (Ann, " in page
    page = browser.post("/", data=form | {f"why-{name}": "as signposted"}).text
    assert '<div class="card' not in page
    assert '<div class="card' not in browser.post("/", data=form).text  # the log knows that it stands
    browser.post("/", data=form | {f"why-{name}": "as signposted"})  # nothing new
    assert '<div class="card' in browser.post("/", data=form | {f"why-{name}": ""}).text
    assert '<div class="card' in browser.post("/", data=form).text
    logged_entries = read_entries(log)
    assert [entry.decision for entry in logged_entries] == ["accepted", "corrected", "let stand", "raised again"]
    assert {(entry.article, entry.who, entry.via, entry.fingerprint) for entry in logged_entries} == {
        ("fog-walk", "Ann", "page", name)
    }
    assert logged_entries[1].change == "16km -> 9.7km"


def test_a_decision_that_cannot_be_logged_is_explained_and_keeps_the_text(browser: TestClient, log: Path) -> None:
    form = {"text": WRONG_TEXT, "do": "check"}
    name = first_fingerprint(browser.post("/", data=form).text)
    page = browser.post("/", data=form | {"do": f"corrected:{name}", f"change-{name}": "99 -> 16"}).text
    assert "no &#39;99&#39; to change" in page
    assert WRONG_TEXT in page
    page = browser.post("/", data=form | {"do": "accepted:0000000000000000"}).text
    assert "no longer there" in page
    assert read_entries(log) == []


def test_unnamed_stories_are_told_apart_by_their_text(browser: TestClient, log: Path) -> None:
    form = {"text": f"Lost in fog\n\n{WRONG_TEXT}", "do": "check"}
    name = first_fingerprint(browser.post("/", data=form).text)
    browser.post("/", data=form | {f"why-{name}": "as signposted"})
    assert '<div class="card' not in browser.post("/", data=form).text
    other = f"Another story\n\n{WRONG_TEXT}"
    assert '<div class="card' in browser.post("/", data=form | {"text": other}).text
    (entry,) = read_entries(log)
    assert entry.article == story_name(form["text"])
    assert "fog" not in entry.article


# ---- what the script asks --------------------------------------------------------------------------------------------


def test_a_decision_of_the_script_is_written_from_the_text_that_it_posts(browser: TestClient, log: Path) -> None:
    body = {"text": WRONG_TEXT, "story": "fog-walk", "who": "Ann"}
    name = first_fingerprint(browser.post("/live/check", json=body).json()["results"])
    decision = body | {"fingerprint": name, "decision": "accepted", "why": "asked"}
    answer = browser.post("/live/decision", json=decision)
    assert answer.status_code == 200
    assert answer.json()["said"].startswith("Written to copydesk-log.jsonl: accepted: asked (Ann, ")
    assert "accepted: asked (Ann, " in browser.post("/live/check", json=body).json()["results"]
    other = browser.post("/live/check", json=body | {"story": "other"}).json()["results"]
    assert "asked" not in other
    for wrong, status in (
        ({"decision": "let stand", "why": " "}, 422),
        ({"decision": "perhaps"}, 422),
        ({"fingerprint": "00"}, 422),
        ({"change": "16km"}, 422),
        ({"why": "x" * 301}, 422),
    ):
        assert browser.post("/live/decision", json=decision | wrong).status_code == status
    assert len(read_entries(log)) == 1


def test_an_unwritable_log_is_reported(tmp_path: Path) -> None:
    app = create_app("a", log=tmp_path / "no" / "log.jsonl")
    with TestClient(app, base_url="http://localhost:8765") as client:
        client.headers["origin"] = "http://localhost:8765"
        name = first_fingerprint(client.post("/live/check", json={"text": WRONG_TEXT}).json()["results"])
        answer = client.post("/live/decision", json={"text": WRONG_TEXT, "fingerprint": name, "decision": "accepted"})
        assert (answer.status_code, "make it first" in answer.json()["detail"]) == (503, True)


def test_without_a_log_nothing_is_kept_and_nothing_offered(tmp_path: Path) -> None:
    with TestClient(create_app("a"), base_url="http://localhost:8765") as client:
        client.headers["origin"] = "http://localhost:8765"
        page = client.post("/", data={"text": WRONG_TEXT, "do": "check"}).text
        assert "Accept" not in page
        assert "none of it is kept" in page
        body = {"text": WRONG_TEXT, "fingerprint": first_fingerprint(page), "decision": "accepted"}
        assert client.post("/live/decision", json=body).status_code == 404


def test_no_other_site_can_write_to_the_log(browser: TestClient, log: Path) -> None:
    body = {"text": WRONG_TEXT, "fingerprint": "00", "decision": "accepted"}
    assert browser.post("/live/decision", json=body, headers={"origin": "https://evil.example"}).status_code == 403
    assert not log.exists()


# ---- in a browser ----------------------------------------------------------------------------------------------------


@pytest.fixture
def page(chromium: Browser, serve_app, log: Path) -> Iterator[Page]:
    host, port = serve_app(create_app("a", log=log))
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(f"http://{host}:{port}/")
    page.fill("#text", ARTICLE)
    expect(page.locator(".card")).to_have_count(2)
    yield page
    context.close()
    assert faults == []


def test_a_finding_is_accepted_corrected_and_let_stand_with_buttons_and_keys(page: Page, log: Path) -> None:
    page.click("#log-box summary")
    page.fill("#story", "fog-walk")
    page.fill("#who", "Ann")
    page.focus("#f1")
    page.keyboard.press("s")
    page.keyboard.type("asked the team")
    page.click("#f1 [data-decision=accepted]")
    expect(page.locator("#f1 .decided")).to_contain_text("accepted: asked the team (Ann, ")
    expect(page.locator("#status")).to_contain_text("Written to copydesk-log.jsonl: accepted")
    page.fill("#change-f1", "16km -> 9.7km")
    page.keyboard.press("Enter")
    expect(page.locator("#f1 .decided")).to_contain_text("corrected (Ann, ")
    page.focus("#f2")
    page.keyboard.press("s")
    page.keyboard.type("four of them came twice")
    page.keyboard.press("Enter")
    expect(page.locator(".card")).to_have_count(1)
    expect(page.locator(".stood input")).to_have_value("four of them came twice")
    page.click(".raise")
    expect(page.locator(".card")).to_have_count(2)
    expect(page.locator("#f2 .decided")).to_contain_text("raised again")
    logged_entries = read_entries(log)
    assert [entry.decision for entry in logged_entries] == ["accepted", "corrected", "let stand", "raised again"]
    assert [entry.change for entry in logged_entries] == ["", "16km -> 9.7km", "", ""]
    assert {(entry.article, entry.who) for entry in logged_entries} == {("fog-walk", "Ann")}


def test_a_reason_alone_decides_nothing_and_an_empty_one_lets_nothing_stand(page: Page, log: Path) -> None:
    page.click("#f1 .stand summary")
    page.fill("#why-f1", "half a thought")
    page.click("#check")
    expect(page.locator("#desk")).to_have_attribute("data-checked", re.compile(r"[2-9]"))
    expect(page.locator(".card")).to_have_count(2)
    page.fill("#why-f1", "")
    page.click("#f1 [data-decision='let stand']")
    expect(page.locator("#status")).to_have_text("Say why it may stand, for whoever reads it next.")
    assert read_entries(log) == []


@pytest.mark.parametrize("with_script", [True, False])
def test_markup_in_the_fields_of_a_decision_is_shown_as_text(
    chromium: Browser, serve_app, log: Path, tmp_path: Path, with_script: bool
) -> None:
    host, port = serve_app(create_app("a", log=log))
    context = chromium.new_context(java_script_enabled=with_script)
    page = context.new_page()
    page.goto(f"http://{host}:{port}/")
    markup = {name: f'">{MARKUP} {name}' for name in ("story", "who", "why", "change", "source")}
    page.click("#log-box summary")
    page.fill("#story", markup["story"])
    page.fill("#who", markup["who"])
    page.check("text=an earlier one")
    page.fill("#source", f"{markup['source']} {ARTICLE.replace('40 people', '41 people')}")
    page.fill("#text", ARTICLE)
    page.click("#check")
    finding = page.locator(".card", has_text="16km").first
    expect(finding).to_be_visible()
    finding.locator(".stand summary").click()
    finding.locator("input[name^=why]").fill(markup["why"])
    finding.locator("[data-decision=accepted]").click()
    expect(finding.locator(".decided")).to_contain_text(markup["why"])
    if not with_script:  # its page comes anew
        finding.locator(".stand summary").click()
    finding.locator("input[name^=change]").fill(f"16km -> {markup['change']}")
    finding.locator("[data-decision=corrected]").click()
    expect(finding.locator(".decided")).to_contain_text("corrected")
    assert page.input_value("#story") == markup["story"]
    assert page.input_value("#who") == markup["who"]
    assert [entry.article for entry in read_entries(log)] == [markup["story"]] * 2
    assert page.locator("script").count() == 1
    assert page.locator("img").count() == 0
    if with_script:
        assert page.evaluate("window.ran") is None
    context.close()


@pytest.mark.parametrize("path", ["/", "/live/check", "/live/decision"])
@pytest.mark.parametrize("field", ["published", "against", "story", "who", "fingerprint", "decision", "do"])
def test_markup_in_a_field_does_not_become_markup_of_the_response(browser: TestClient, path: str, field: str) -> None:
    form = {"text": WRONG_TEXT, "do": "check"} | {field: f'">{MARKUP}'}
    if path == "/":
        answer = browser.post(path, data=form)
    else:
        known = {"fingerprint": "0" * 16, "decision": "accepted"} if path.endswith("decision") else {}
        form.pop("do")
        answer = browser.post(path, json=known | form)
        assert answer.headers["content-type"] == "application/json"
    assert answer.status_code in (200, 422)
    if path == "/":
        assert MARKUP not in answer.text


def test_axe_finds_nothing_where_decisions_are_made(page: Page, log: Path) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(item => { item.open = true })")
    page.click("#f1 [data-decision=accepted]")
    expect(page.locator("#f1 .decided")).to_be_visible()
    page.evaluate("document.querySelectorAll('details').forEach(item => { item.open = true })")
    found = Axe().run(page).response["violations"]
    assert [f"{item['id']}: {[node['html'][:120] for node in item['nodes']]}" for item in found] == []
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
