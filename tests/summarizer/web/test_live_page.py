"""The page in a real browser: while an editor types, by keyboard, on a phone, and without its script.

No page may report an error on its console, where a browser also reports what a content security policy has blocked.
"""

from __future__ import annotations

import importlib
import itertools
import json
import re
from contextlib import suppress
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, expect

from summarizer.web.app import create_app
from summarizer.web.streaming import SentenceVerdict

SAMPLES = Path(__file__).parents[3] / "samples"
STANDINS = Path(__file__).parents[1] / "standins"
ARTICLE = """Walkers lost in fog

The walkers covered 6 miles (16km) before they were found in the fog, a rescue team said on Tuesday.

The team called 40 people: 21 in the town, 14 on farms and nine at sea.
"""
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
MARKED_WORDS_SCRIPT = "[...article.backdrop.children].filter(CONDITION).map(mark => mark.textContent)"
OVERFLOWING_ELEMENTS_SCRIPT = """() => [...document.querySelectorAll("body *")]
    .filter(item => item.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    .filter(item => !item.closest(".backdrop, .scroll"))
    .map(item => `${item.tagName} ${item.className}: ${item.textContent.trim().slice(0, 40)}`)"""
MARKUP = "<script>window.ran = true</script><img src=x onerror='window.ran = true'>"


@pytest.fixture(scope="module")
def summaries():
    with pytest.MonkeyPatch.context() as patched:
        patched.syspath_prepend(str(STANDINS))
        yield importlib.import_module("summaries")


@pytest.fixture(scope="module")
def url(serve_app, summaries) -> str:
    host, port = serve_app(create_app("a", write=summaries.write))
    return f"http://{host}:{port}/"


def is_fault(message: ConsoleMessage) -> bool:
    """Whether a message on the console is an error, other than an answer that is not 200."""
    return message.type == "error" and not message.text.startswith("Failed to load resource")


@pytest.fixture
def open_page(chromium: Browser, url: str):
    """Opens the page in a new browser context; at the end, no page may have reported an error."""
    contexts, errors = [], []

    def open_in_new_context(**settings) -> Page:
        context = chromium.new_context(
            **{"viewport": WIDE, "permissions": ["clipboard-read", "clipboard-write"]} | settings
        )
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: errors.append(message.text) if is_fault(message) else None)
        page.goto(url)
        contexts.append(context)
        return page

    yield open_in_new_context
    for context in contexts:
        context.close()
    assert errors == []


@pytest.fixture
def page(open_page) -> Page:
    return open_page()


@pytest.fixture
def checked_page(page: Page) -> Page:
    """The page with the article in it, and its two findings."""
    page.fill("#text", ARTICLE)
    expect(page.locator(".card")).to_have_count(2)
    return page


def marked_words(page: Page, condition: str = "mark => true") -> list[str]:
    """The words of the marks in the article's backdrop that satisfy a condition, a JavaScript function."""
    return page.evaluate(MARKED_WORDS_SCRIPT.replace("CONDITION", condition))


def lit_words(page: Page) -> list[str]:
    return marked_words(page, "mark => mark.classList.contains('lit')")


def focused_id(page: Page) -> str:
    return page.evaluate("document.activeElement.id")


def paste(page: Page, selector: str, text: str) -> None:
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    page.focus(selector)
    page.keyboard.press("Control+V")


# ---- paste and check -------------------------------------------------------------------------------------------------


def test_a_paste_is_checked_without_a_click(page, url):
    paste(page, "#text", ARTICLE)
    expect(page.locator(".card")).to_have_count(2)
    expect(page.locator("#status")).to_have_text("1 error, 1 warning")
    assert marked_words(page) == ["6 miles", "16km", "40", "21", "14", "nine"]
    assert page.url == url


def test_findings_come_and_go_while_one_types(checked_page):
    checked_page.evaluate("article.select(article.ties.f1[1])")
    checked_page.keyboard.type("9.7km")
    expect(checked_page.locator(".card")).to_have_count(1)
    expect(checked_page.locator(".verdict")).to_contain_text("tick")
    checked_page.keyboard.press("Control+End")
    checked_page.keyboard.type("It was 30 February 2024, they said.")
    expect(checked_page.locator(".card")).to_have_count(2)


def test_marks_stay_on_their_words_while_one_types(checked_page):
    checked_page.route("**/live/check", lambda route: None)  # the server no longer responds
    checked_page.focus("#text")
    checked_page.keyboard.press("Control+Home")
    checked_page.keyboard.type("Two ")
    assert marked_words(checked_page) == ["6 miles", "16km", "40", "21", "14", "nine"]
    checked_page.evaluate("article.select(article.ties.f1[0])")
    checked_page.keyboard.type("7")
    assert marked_words(checked_page) == ["16km", "40", "21", "14", "nine"]


def test_one_request_is_on_its_way_at_a_time_and_the_last_text_is_checked(page):
    held_routes, active_requests, max_active = [], set(), [0]

    def start(request):
        if request.url.endswith("/live/check"):
            active_requests.add(request)
            max_active[0] = max(max_active[0], len(active_requests))

    page.on("request", start)
    page.on("requestfinished", lambda request: active_requests.discard(request))
    page.on("requestfailed", lambda request: active_requests.discard(request))  # cancelled, since its text was outdated
    page.route("**/live/check", lambda route: held_routes.append(route))
    page.focus("#text")
    page.keyboard.type("The walkers covered 6 miles", delay=15)
    expect(page.locator("#text")).to_have_value("The walkers covered 6 miles")
    page.wait_for_timeout(200)
    assert max_active == [1]
    page.unroute("**/live/check")
    page.keyboard.type(" (16km) before they were found in the fog.")
    for route in held_routes:
        with suppress(Error):  # it was cancelled
            route.continue_()
    expect(page.locator(".card")).to_have_count(1)


def test_a_long_check_says_so_at_once_and_a_short_text_overtakes_it(checked_page):
    held_routes = []

    def hold_long(route):
        if len(route.request.post_data) > 100_000:
            held_routes.append(route)
        else:
            route.continue_()

    checked_page.route("**/live/check", hold_long)
    checked_page.fill("#text", f"{ARTICLE}{'No figure is here. ' * 6000}")
    expect(checked_page.locator("#status")).to_contain_text("Checking 114,195 characters")
    expect(checked_page.locator("#status")).to_have_class(re.compile(r"\bbusy\b"))
    expect(checked_page.locator("#sheet.stale .card")).to_have_count(2)
    with checked_page.expect_event("requestfailed"):  # it is cancelled
        checked_page.fill("#text", "It was 30 February 2024, they said.")
    expect(checked_page.locator(".card")).to_have_count(1)
    expect(checked_page.locator("#sheet.stale")).to_have_count(0)
    assert len(held_routes) == 1


def test_an_empty_text_has_no_results(checked_page):
    checked_page.fill("#text", "")
    expect(checked_page.locator(".card")).to_have_count(0)
    assert marked_words(checked_page) == []
    expect(checked_page.locator("text=Show me an example")).to_be_visible()


def test_a_failed_check_is_explained_and_the_earlier_findings_stay(checked_page):
    checked_page.route("**/live/check", lambda route: route.fulfill(status=503, json={"detail": "It took too long."}))
    checked_page.focus("#text")
    checked_page.keyboard.type("x")
    expect(checked_page.locator("#status")).to_have_text("It took too long. What is shown is of an earlier text.")
    expect(checked_page.locator("#sheet.stale .card")).to_have_count(2)
    for color_scheme in ("light", "dark"):
        checked_page.emulate_media(color_scheme=color_scheme)
        assert violations(checked_page) == []


def test_an_unreachable_server_is_reported(checked_page):
    checked_page.route("**/live/check", lambda route: route.abort())
    checked_page.focus("#text")
    checked_page.keyboard.type("x")
    expect(checked_page.locator("#status")).to_contain_text("Copydesk does not answer: is it still running?")


def test_200_000_characters_are_checked_and_can_be_edited(page):
    samples = [path.read_text(encoding="utf-8") for path in sorted(SAMPLES.rglob("*.txt"))]
    text = "\n\n".join(itertools.islice(itertools.cycle(samples), 400))[:200_000]
    paste(page, "#text", text)
    page.locator(".card").nth(20).wait_for(timeout=60_000)
    assert page.evaluate("document.getElementById('text').value.length") == 200_000
    page.keyboard.press("Control+End")
    page.keyboard.type(" It was 30 February 2024.")
    page.locator(".card", has_text="30 February").first.wait_for(timeout=60_000)
    page.locator(".card").nth(3).hover()
    expect(page.locator(".k.lit").first).to_be_attached()


# ---- both ends of a tie ----------------------------------------------------------------------------------------------


def test_pointing_at_a_finding_lights_its_figures(checked_page):
    checked_page.locator(".card").nth(1).hover()
    assert lit_words(checked_page) == ["40", "21", "14", "nine"]
    checked_page.hover("h1")
    assert lit_words(checked_page) == []


def test_pointing_at_a_figure_lights_the_others_and_the_finding(checked_page):
    box = checked_page.locator(".k", has_text="16km").bounding_box()
    checked_page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert lit_words(checked_page) == ["6 miles", "16km"]
    expect(checked_page.locator(".card.lit")).to_have_count(1)


def test_the_caret_in_a_figure_lights_the_others(checked_page):
    checked_page.evaluate("article.select(article.ties.f2[3])")
    checked_page.keyboard.press("ArrowLeft")
    assert lit_words(checked_page) == ["40", "21", "14", "nine"]


def test_a_link_of_a_finding_selects_the_figure_in_the_text(checked_page):
    checked_page.locator(".card a.m", has_text="16km").click()
    assert checked_page.evaluate("getSelection().toString()") == "16km"


# ---- keys ------------------------------------------------------------------------------------------------------------


def test_the_findings_are_walked_by_keyboard(checked_page):
    checked_page.focus("#text")
    checked_page.keyboard.press("Control+Home")
    checked_page.keyboard.press("Escape")
    assert focused_id(checked_page) == "f1"
    checked_page.keyboard.press("n")
    assert focused_id(checked_page) == "f2"
    assert lit_words(checked_page) == ["40", "21", "14", "nine"]
    checked_page.keyboard.press("n")
    assert focused_id(checked_page) == "f1"
    checked_page.keyboard.press("p")
    assert focused_id(checked_page) == "f2"
    checked_page.keyboard.press("Enter")
    assert focused_id(checked_page) == "text"
    assert checked_page.evaluate("getSelection().toString()") == "40"
    checked_page.keyboard.press("Escape")
    assert focused_id(checked_page) == "f2"
    checked_page.keyboard.press("Escape")
    assert focused_id(checked_page) == "text"


def test_letters_typed_into_a_field_are_text(checked_page):
    checked_page.focus("#text")
    checked_page.keyboard.press("Control+End")
    checked_page.keyboard.type("np?cs")
    assert checked_page.input_value("#text").endswith("np?cs")
    expect(checked_page.locator("#keys")).to_be_hidden()


def test_the_keys_are_listed_and_can_be_turned_off(checked_page):
    checked_page.focus(".card")
    checked_page.keyboard.press("?")
    expect(checked_page.locator("#keys")).to_be_visible()
    checked_page.uncheck("#letters")
    checked_page.keyboard.press("Escape")
    expect(checked_page.locator("#keys")).to_be_hidden()
    checked_page.focus(".card")
    checked_page.keyboard.press("n")
    assert focused_id(checked_page) == "f1"


def test_the_question_is_copied_by_key_and_by_button(checked_page):
    checked_page.focus("#f2")
    checked_page.keyboard.press("c")
    expect(checked_page.locator("#status")).to_have_text("The question is copied.")
    question = checked_page.locator("#f2 .ask").inner_text()
    assert checked_page.evaluate("navigator.clipboard.readText()").startswith(question)
    checked_page.evaluate("navigator.clipboard.writeText('')")
    checked_page.locator("#f1 .copy").click()
    assert "6 miles" in checked_page.evaluate("navigator.clipboard.readText()")


# ---- letting a finding stand -----------------------------------------------------------------------------------------


def test_a_finding_is_let_stand_with_a_reason_until_a_figure_changes(checked_page):
    checked_page.focus("#f1")
    checked_page.keyboard.press("s")
    checked_page.keyboard.type("the team's own figures")
    checked_page.keyboard.press("Enter")
    expect(checked_page.locator(".card")).to_have_count(1)
    expect(checked_page.locator(".stood li")).to_have_count(1)
    assert checked_page.locator(".stood input").input_value() == "the team's own figures"
    checked_page.focus("#text")
    checked_page.keyboard.press("Control+End")
    checked_page.keyboard.type("It was 30 February 2024, they said.")
    expect(checked_page.locator(".card")).to_have_count(2)
    expect(checked_page.locator(".stood li")).to_have_count(1)
    checked_page.fill("#text", ARTICLE.replace("16km", "17km"))
    expect(checked_page.locator(".card")).to_have_count(2)
    expect(checked_page.locator(".stood")).to_have_count(0)


def test_a_finding_that_stands_can_be_raised_again(checked_page):
    checked_page.click("#f1 .stand summary")
    checked_page.fill("#why-f1", "so it is")
    checked_page.click("#f1 .stand button")
    expect(checked_page.locator(".card")).to_have_count(1)
    checked_page.click(".raise")
    expect(checked_page.locator(".card")).to_have_count(2)


def test_a_reason_is_not_lost_while_the_text_is_checked_again(checked_page):
    checked_page.click("#f2 .stand summary")
    checked_page.fill("#why-f2", "half a rea")
    checked_page.evaluate("article.area.value = article.area.value.replace('16km', '9.7km'); article.edited(); check()")
    expect(checked_page.locator(".card")).to_have_count(1)
    assert checked_page.locator(".card input").input_value() == "half a rea"
    assert checked_page.evaluate("document.activeElement.value") == "half a rea"


# ---- the source, the date, files -------------------------------------------------------------------------------------


def test_a_text_is_compared_with_its_source(page):
    page.fill("#text", "Police arrested 14 people in Ashby on Tuesday.")
    expect(page.locator("#source")).to_be_hidden()
    page.check("text=a source")
    page.fill("#source", "Police arrested 12 people in Ashby on Tuesday.")
    card = page.locator(".card", has_text="12")
    expect(card).to_have_count(1)
    card.hover()
    assert page.locator(".k.lit").all_inner_texts() == ["14", "12"]
    page.check("text=an earlier one")
    expect(page.locator("#findings")).to_contain_text("Findings")
    page.check("text=itself")
    expect(page.locator(".card")).to_have_count(0)


def test_today_is_offered_as_the_day_of_publication(page):
    page.clock.set_fixed_time("2024-05-31T12:00:00")
    page.fill("#text", "The walkers were found on Tuesday 30 May, a rescue team said in Ashby.")
    page.click("#today")
    expect(page.locator("#published")).to_have_value("2024-05-31")
    expect(page.locator(".card")).to_have_count(1)


def test_a_file_is_chosen_or_dropped(page, tmp_path):
    file = tmp_path / "walk.html"
    file.write_text(f"<html><body><article><h1>Lost in fog</h1><p>{ARTICLE}</p></article></body></html>")
    page.set_input_files("#file", file)
    expect(page.locator(".card")).to_have_count(2)
    assert page.input_value("#text").startswith("Lost in fog\n\n")
    page.check("text=a source")
    page.evaluate(
        """text => {
        const dropped = new DataTransfer();
        dropped.items.add(new File([text], "source.txt"));
        for (const [where, name] of [["#text", "dragover"], ["#source", "drop"]]) {
            const event = new DragEvent(name, { dataTransfer: dropped, bubbles: true, cancelable: true });
            document.querySelector(where).dispatchEvent(event);
        }
    }""",
        ARTICLE,
    )
    expect(page.locator("#source")).to_have_value(ARTICLE)


# ---- the summary -----------------------------------------------------------------------------------------------------


def test_a_summary_is_shown_sentence_by_sentence_with_its_verdicts(page, summaries, tmp_path):
    page.fill("#text", f"{ARTICLE} {summaries.PAUSES} {tmp_path}")
    page.click("#summarize")
    expect(page.locator(".drafted .held q")).to_have_text("The walkers were found.")
    expect(page.locator("#summarize")).to_have_text("Stop")
    page.focus("#text")
    page.keyboard.type("x")  # checks go on meanwhile
    expect(page.locator(".card")).to_have_count(2)
    (tmp_path / summaries.GO_ON).touch()
    expect(page.locator(".summary")).to_contain_text("Nothing could be supported.")
    expect(page.locator(".old")).to_have_text("The article has changed since this summary was written.")
    expect(page.locator("#summarize")).to_have_text("Summarise")


def answer_summary(page: Page, *events: tuple[str, dict[str, object]]) -> None:
    """Have requests for a summary answered with these events."""
    body = "".join(f"event: {name}\ndata: {json.dumps(data)}\n\n" for name, data in events)
    page.route("**/live/summary", lambda route: route.fulfill(content_type="text/event-stream", body=body))


def test_a_rejected_sentence_says_why(page):
    rejected = {"text": "It cost <b>7</b>.", "verdict": "rejected", "reason": "the article has no 7"}
    answer_summary(page, ("draft", {"sentences": [rejected]}), ("failed", {"detail": "The disk is full."}))
    page.fill("#text", ARTICLE)
    page.click("#summarize")
    expect(page.locator(".drafted .rejected")).to_contain_text("It cost <b>7</b>.")
    expect(page.locator(".drafted .rejected")).to_contain_text("rejected: the article has no 7")
    expect(page.locator("#summary-box [role=status]")).to_have_text("The disk is full.")


def test_only_a_sentence_that_the_checks_let_through_is_ticked(page):
    sentences = [{"text": f"Sentence {verdict}.", "verdict": verdict, "reason": ""} for verdict in SentenceVerdict]
    answer_summary(page, ("draft", {"sentences": sentences}), ("failed", {"detail": "Stopped here."}))
    page.fill("#text", ARTICLE)
    page.click("#summarize")
    expect(page.locator(".drafted li")).to_have_count(len(SentenceVerdict))
    expect(page.locator(".drafted li", has_text="✓")).to_have_text("✓ Sentence passed. draft; passes the checks")
    expect(page.locator(".drafted .pending")).to_contain_text("draft, being checked")
    expect(page.locator(".drafted .unsure")).to_contain_text("not sure enough to be printed")


def test_a_summary_can_be_stopped(page, summaries, tmp_path):
    page.fill("#text", f"{ARTICLE} {summaries.PAUSES} {tmp_path}")
    page.click("#summarize")
    expect(page.locator(".drafted li")).to_have_count(1)
    page.click("#summarize")
    expect(page.locator("#summary-box")).to_contain_text("Stopped.")
    page.fill("#text", ARTICLE)
    page.click("#summarize")
    expect(page.locator(".summary")).to_be_visible()


# ---- whatever a text says, it is text --------------------------------------------------------------------------------


@pytest.mark.parametrize("with_script", [True, False])
def test_markup_in_any_field_is_shown_as_text(open_page, tmp_path, with_script):
    page = open_page(java_script_enabled=with_script)
    text = f"{MARKUP} lost\n\n</textarea>{MARKUP} {ARTICLE} <b>Of 12 {MARKUP}, 15 were lost.</b>"
    file = tmp_path / "<script>window.ran = true<script>.txt"
    file.write_text(text)
    page.fill("#text", text)
    page.check("text=a source")
    page.fill("#source", f"</textarea>{MARKUP} {ARTICLE.replace('16km', '19km')}")
    page.click("#check")
    expect(page.locator(".card", has_text="In the source").first).to_be_visible()
    card = page.locator(".card").first
    card.locator("summary", has_text="Let it stand").click()
    card.locator("input").fill(f'">{MARKUP}')
    card.locator(".stand button").click()
    expect(page.locator(".stood input").first).to_have_value(f'">{MARKUP}')
    if with_script:
        page.click("#summarize")
        expect(page.locator(".summary")).to_be_visible()
    page.set_input_files("#file", file)
    if not with_script:
        page.click("#check")
    expect(page.locator("#text")).to_have_value(text)
    assert page.locator("script").count() == 1
    assert page.locator("img").count() == 0
    if with_script:
        assert page.evaluate("window.ran") is None


# ---- a phone, a screen reader, no script -----------------------------------------------------------------------------


def test_a_phone_shows_the_first_finding_on_its_first_screen(open_page):
    page = open_page(viewport=PHONE)
    page.fill("#text", ARTICLE)
    expect(page.locator(".card")).to_have_count(2)
    page.evaluate("document.activeElement.blur()")
    box = page.locator(".card h3").first.bounding_box()
    assert box["y"] + box["height"] < PHONE["height"]
    assert page.evaluate("document.documentElement.scrollHeight") < 3 * PHONE["height"]


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_nothing_overflows_the_screen(open_page, width):
    page = open_page(viewport={"width": width, "height": 844})
    assert page.evaluate(OVERFLOWING_ELEMENTS_SCRIPT) == []
    page.fill("#text", f"{ARTICLE} {'averylongwordwithoutanyblank' * 8}")
    page.check("text=a source")
    page.fill("#source", ARTICLE)
    expect(page.locator(".verdict")).to_be_visible()
    page.evaluate("document.querySelectorAll('details').forEach(item => { item.open = true })")
    assert page.evaluate(OVERFLOWING_ELEMENTS_SCRIPT) == []


def violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{item['id']}: {[node['html'][:120] for node in item['nodes']]}" for item in found]


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize("color_scheme", ["light", "dark"])
def test_axe_finds_nothing(open_page, summaries, viewport, color_scheme):
    page = open_page(viewport=viewport, color_scheme=color_scheme)
    assert violations(page) == []
    page.fill("#text", ARTICLE + "Gusts of 60mph (97km/h) brought down 12 poles.")
    expect(page.locator(".card")).to_have_count(2)
    page.click("#f1 .stand summary")
    page.fill("#why-f1", "so it is")
    page.click("#f1 .stand button")
    expect(page.locator(".stood")).to_be_visible()
    page.click("#summarize")
    expect(page.locator(".summary")).to_be_visible()
    page.locator(".card").first.hover()
    page.evaluate("document.querySelectorAll('details').forEach(item => { item.open = true })")
    assert violations(page) == []
    page.check("text=a source")
    page.fill("#source", ARTICLE.replace("16km", "19km"))
    expect(page.locator(".verdict")).to_be_visible()
    assert violations(page) == []
    page.focus(".card")
    page.keyboard.press("?")
    assert violations(page) == []


def test_without_the_script_an_article_is_checked_compared_and_a_finding_let_stand(open_page):
    page = open_page(java_script_enabled=False)
    page.click("text=Show me an example")
    expect(page.locator(".card")).to_have_count(2)
    expect(page.locator(".script-only").first).to_be_hidden()
    page.locator(".card").first.locator("summary").click()
    page.locator(".card").first.locator("input").fill("the grid company's figures")
    page.locator(".card").first.locator(".stand button").click()
    expect(page.locator(".card")).to_have_count(1)
    page.check("text=a source")
    page.fill("#source", "A storm cut power to 53 homes in Ashby.")
    page.click("#check")
    expect(page.locator(".whole-texts article")).to_have_count(2)
    page.fill("#text", "")
    page.click("#check")
    expect(page.locator("[role=alert]")).to_contain_text("Paste the article first")
