"""The local page and the HTTP API: what they answer, and whom they do not."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

import summarizer
from summarizer.models import NoNetwork
from summarizer.summary import Coverage, Summary
from summarizer.web.app import MAX_BODY, create_app

WRONG = "The walkers covered 6 miles (16km) before they were found in the fog, a rescue team said on Tuesday."


@pytest.fixture
def browser() -> TestClient:
    return TestClient(create_app("no-such-model"), base_url="http://127.0.0.1:8765")


@pytest.fixture
def silent_model(monkeypatch):
    def summarize(article, **_):
        return Summary(article, (), reason="Nothing could be supported.", coverage=Coverage(1, 1, 0.0))

    monkeypatch.setattr(summarizer, "summarize", summarize)


def test_the_page_asks_for_a_paste_and_runs_no_script(browser):
    page = browser.get("/")
    assert page.status_code == 200
    assert 'name="text"' in page.text
    assert "<script" not in page.text
    assert "default-src 'none'" in page.text


def test_what_is_pasted_comes_back_as_a_report_with_the_text_to_mend(browser):
    page = browser.post("/", data={"text": WRONG, "do": "check"}).text
    assert "unit-conversion" in page
    assert "form-action 'self'" in page
    assert WRONG in re.search(r"<textarea id=\"text\".*?>(.*?)</textarea>", page, re.DOTALL)[1]


def test_a_paste_is_held_against_its_source_or_its_earlier_version(browser):
    given = {"text": "Police arrested 14 people.", "source": "Police arrested 12 people."}
    assert "other-value" in browser.post("/", data=given | {"do": "compare"}).text
    assert browser.post("/", data=given | {"do": "update"}).status_code == 200


def test_line_ends_of_a_form_do_not_shift_what_is_shown(browser):
    page = browser.post("/", data={"text": f"Lost in fog\r\n\r\n{WRONG}", "do": "check"}).text
    assert '<span class="par" aria-hidden="true">1</span>' in page
    assert "␍" not in page


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"text": " \n", "do": "check"}, "Paste the article"),
        ({"do": "check"}, "Paste the article"),
        ({"text": WRONG, "do": "compare"}, "Paste the source"),
        ({"text": WRONG, "do": "drop"}, "one of the buttons"),
        ({"text": WRONG, "do": "check", "published": "31/5/2024"}, "2024-05-31"),
    ],
)
def test_what_cannot_be_done_is_said_and_the_paste_is_kept(browser, given, said):
    answer = browser.post("/", data=given)
    assert answer.status_code == 422
    assert said in answer.text
    assert given.get("text", "").strip() in answer.text


def test_a_model_that_cannot_be_had_loses_no_paste(browser, monkeypatch):
    def fail(*_, **__):
        raise NoNetwork("The model could not be fetched: try again.")

    monkeypatch.setattr(summarizer, "summarize", fail)
    answer = browser.post("/", data={"text": WRONG, "do": "summarize"})
    assert answer.status_code == 503
    assert "could not be fetched" in answer.text
    assert WRONG in answer.text
    assert "could not be fetched" in browser.post("/api/summarize", json={"text": WRONG}).json()["detail"]


def test_a_summary_is_shown_with_the_check(browser, silent_model):
    page = browser.post("/", data={"text": WRONG, "do": "summarize"}).text
    assert "Nothing could be supported." in page
    assert "unit-conversion" in page


def test_an_article_cannot_put_markup_into_the_page(browser):
    page = browser.post("/", data={"text": f"</textarea><script>alert(1)</script> {WRONG}", "do": "check"}).text
    assert "<script" not in page


# ---- the API ---------------------------------------------------------------------------------------------------------


def test_the_api_gives_the_documents_of_the_json_report(browser):
    data = browser.post("/api/check", json={"text": WRONG, "name": "walk.txt"}).json()
    assert (data["schema_version"], data["kind"], data["article"]["name"]) == (1, "check", "walk.txt")
    assert [one["rule"] for one in data["findings"]] == ["unit-conversion"]
    data = browser.post("/api/compare", json={"text": "14 died.", "source": "A storm killed 12 people."}).json()
    assert data["kind"] == "comparison"


def test_the_api_gives_a_summary(browser, silent_model):
    data = browser.post("/api/summarize", json={"text": WRONG}).json()
    assert (data["kind"], data["summary"]["reason"]) == ("summary", "Nothing could be supported.")


def test_a_rule_can_be_left_out(browser):
    given = {"text": WRONG, "ignore": ["unit-conversion"]}
    assert browser.post("/api/check", json=given).json()["findings"] == []


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "text"),
        ({"text": ""}, "text"),
        ({"text": WRONG, "publised": "2024-05-31"}, "publised"),
        ({"text": WRONG, "published": "31/5/2024"}, "published"),
        ({"text": WRONG, "ignore": ["no-such-rule"]}, "no-such-rule"),
    ],
)
def test_a_request_that_cannot_be_meant_is_refused_and_says_which_field(browser, given, said):
    answer = browser.post("/api/check", json=given)
    assert answer.status_code == 422
    assert said in answer.json()["detail"]
    assert WRONG not in answer.text


# ---- whom it does not answer -----------------------------------------------------------------------------------------


def test_another_hosts_name_is_not_answered(browser):
    assert browser.get("/", headers={"host": "copydesk.example"}).status_code == 400


@pytest.mark.parametrize("origin", ["https://evil.example", "http://127.0.0.1:9999", "null"])
def test_another_sites_page_cannot_send_the_form_or_ask_the_api(browser, origin):
    for path in ("/", "/api/check"):
        answer = browser.post(path, data={"text": WRONG, "do": "check"}, headers={"origin": origin})
        assert answer.status_code == 403
        assert "miles" not in answer.text


def test_its_own_page_can(browser):
    answer = browser.post("/", data={"text": WRONG, "do": "check"}, headers={"origin": "http://127.0.0.1:8765"})
    assert answer.status_code == 200


def test_what_is_too_large_is_refused_before_it_is_read(browser):
    assert browser.post("/", content=b"text=", headers={"content-length": str(MAX_BODY + 1)}).status_code == 413
    assert browser.post("/", content=iter([b"text=", b"x"])).status_code == 413


def test_nothing_is_kept_by_the_browser(browser):
    assert browser.get("/").headers["cache-control"] == "no-store"


def test_no_page_of_its_own_loads_anything_from_elsewhere(browser):
    assert browser.get("/docs").status_code == 404
    assert browser.get("/redoc").status_code == 404
