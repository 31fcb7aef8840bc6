"""The local page and the HTTP API: their responses, and the requests that they refuse."""

from __future__ import annotations

import html
import http.client
import json
import os
import re
import threading
from datetime import date
from typing import Any
from urllib.parse import urlencode

import httpx2
import psutil
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from summarizer.desk.checking import ReaderOptions
from summarizer.desk.workers import WorkerPool
from summarizer.web.access import MAX_BODY_BYTES
from summarizer.web.app import create_app
from summarizer.web.check_workers import LONG_TEXT_BYTES, worker_count
from summarizer.web.form import MAX_FORM_FIELDS, REASON_PREFIX, Upload, _parse_fields, read_form
from summarizer.web.summary_process import NICENESS

OWN_SCRIPT_TAG = '<script src="/live.js" defer>'
OWN_ORIGIN = {"origin": "http://127.0.0.1:8765"}
WRONG_TEXT = "The walkers covered 6 miles (16km) before they were found in the fog, a rescue team said on Tuesday."


@pytest.fixture
def browser():
    """A client that sends what a browser sends from the page itself."""
    app = create_app("no-such-model", today=lambda: date(2024, 5, 31))
    with TestClient(app, base_url=OWN_ORIGIN["origin"], headers=OWN_ORIGIN) as client:
        yield client


@pytest.fixture
def failing_browser(failing_checks):
    """A client of an application whose check hangs, dies or raises at certain words; its deadline is two seconds."""
    app = create_app("a", check=failing_checks.check, deadline=2)
    with TestClient(app, base_url=OWN_ORIGIN["origin"], headers=OWN_ORIGIN, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def writing_browser(standin_summaries):
    """A client of an application with scripted summaries, which depend on a word of the article."""
    app = create_app("a", write=standin_summaries.write)
    with TestClient(app, base_url=OWN_ORIGIN["origin"], headers=OWN_ORIGIN) as client:
        yield client


def test_a_reader_reads_what_is_checked_but_not_what_an_editor_types(naming_checks) -> None:
    app = create_app("a", check=naming_checks.check, reader=ReaderOptions("tiny"))
    with TestClient(app, base_url=OWN_ORIGIN["origin"], headers=OWN_ORIGIN, raise_server_exceptions=False) as client:
        assert client.post("/api/check", json={"text": WRONG_TEXT}).json()["reader"]["model"] == "tiny"
        assert client.post("/api/check", json={"text": f"{WRONG_TEXT} It was alone."}).status_code == 500
        typed = client.post("/v2/check", data={"text": f"{WRONG_TEXT} It was alone.", "language": "en-GB"})
        assert typed.status_code == 200
        assert typed.json()["matches"]


def test_the_page_asks_for_a_paste_and_runs_no_script_but_its_own(browser):
    page = browser.get("/")
    assert page.status_code == 200
    assert 'name="text"' in page.text
    assert re.findall("<script[^>]*>", page.text) == [OWN_SCRIPT_TAG]
    policy = page.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';")
    assert "unsafe" not in policy
    assert not re.search(r"<style|style=|\son\w+=", page.text)
    for path, kind in (("live.js", "text/javascript"), ("live.css", "text/css"), ("page.css", "text/css")):
        assert f'"/{path}"' in page.text
        assert browser.get(f"/{path}").headers["content-type"].startswith(kind)
    assert browser.get("/other.css").status_code == 404


def test_a_pasted_text_comes_back_with_its_findings_in_an_editable_field(browser):
    page = browser.post("/", data={"text": WRONG_TEXT, "do": "check"}).text
    assert "unit-conversion" in page
    assert WRONG_TEXT in re.search(r"<textarea id=\"text\".*?>(.*?)</textarea>", page, re.DOTALL)[1]


def test_invisible_characters_in_a_pasted_text_hide_no_finding(browser):
    hidden = WRONG_TEXT.replace("miles", "mi\u00adles").replace(" (", " \u200b(")
    page = browser.post("/", data={"text": hidden, "do": "check"}).text
    assert "unit-conversion" in page
    assert WRONG_TEXT in page


def test_a_pasted_text_is_compared_with_its_source_or_its_earlier_version(browser):
    fields = {"text": "Police arrested 14 people.", "source": "Police arrested 12 people."}
    assert "other-value" in browser.post("/", data=fields | {"against": "summary"}).text
    assert browser.post("/", data=fields | {"against": "update"}).status_code == 200


def test_line_ends_of_a_form_do_not_shift_what_is_shown(browser):
    page = browser.post("/", data={"text": f"Lost in fog\r\n\r\n{WRONG_TEXT}", "do": "check"}).text
    assert '<span class="par" aria-hidden="true">1</span>' in page
    assert "␍" not in page


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"text": " \n", "do": "check"}, "Paste the article"),
        ({"do": "check"}, "Paste the article"),
        ({"text": WRONG_TEXT, "against": "summary"}, "Paste the source"),
        ({"text": WRONG_TEXT, "do": "drop"}, "one of the buttons"),
        ({"text": WRONG_TEXT, "do": "check", "published": "31/5/2024"}, "2024-05-31"),
    ],
)
def test_an_invalid_form_is_explained_and_keeps_the_pasted_text(browser, fields, message):
    answer = browser.post("/", data=fields)
    assert answer.status_code == 422
    assert message in answer.text
    assert fields.get("text", "").strip() in answer.text


def test_a_file_is_read_as_the_command_line_reads_it(browser):
    page = f"<html><body><article><h1>Lost in fog</h1><p>{WRONG_TEXT}</p></article></body></html>".encode()
    answer = browser.post("/", data={"text": "", "do": "check"}, files={"file": ("walk.html", page)}).text
    assert "unit-conversion" in answer
    assert '<p class="headline">' in answer
    assert "walk.html" in answer
    assert WRONG_TEXT in re.search(r"<textarea id=\"text\".*?>(.*?)</textarea>", answer, re.DOTALL)[1]


def test_an_unreadable_file_is_explained_and_keeps_the_pasted_text(browser):
    answer = browser.post("/", data={"text": WRONG_TEXT, "do": "check"}, files={"file": ("scan.pdf", b"%PDF-1.7 ...")})
    assert answer.status_code == 422
    assert "scan.pdf" in answer.text
    assert WRONG_TEXT in answer.text


def test_an_empty_file_field_means_that_no_file_was_chosen(browser):
    answer = browser.post("/", data={"text": WRONG_TEXT, "do": "check"}, files={"file": ("", b"")})
    assert answer.status_code == 200


def test_an_empty_file_is_refused_with_its_name(browser):
    answer = browser.post("/", data={"text": "", "do": "check"}, files={"file": ("walk.txt", b"")})
    assert answer.status_code == 422
    assert "walk.txt is empty" in answer.text


def form_values(page: str) -> dict[str, str]:
    """The values that a browser submits for the form on a page, with its own line ends."""
    text = html.unescape(re.search(r"<textarea id=\"text\".*?>(.*?)</textarea>", page, re.DOTALL)[1])
    return {
        "text": text.replace("\n", "\r\n"),
        "shown": re.search('name="shown" value="(.*?)"', page)[1],
        "do": "check",
    }


def test_a_pasted_text_is_not_lost_to_a_chosen_file(browser):
    files = {"file": ("other.txt", b"Police arrested 12 people.")}
    answer = browser.post("/", data={"text": f"Lost in fog\n\n{WRONG_TEXT}", "do": "check"}, files=files)
    assert answer.status_code == 422
    assert "There is a pasted text, and a file was chosen too." in answer.text
    assert "unit-conversion" in browser.post("/", data=form_values(answer.text)).text
    again = browser.post("/", data=form_values(answer.text), files=files)
    assert again.status_code == 200
    assert "other.txt" in again.text


def test_a_chosen_file_takes_the_place_of_the_text_of_a_report_unless_that_was_edited(browser):
    files = {"file": ("other.txt", b"Police arrested 12 people.")}
    form = form_values(browser.post("/", data={"text": f"Lost in fog\n\n{WRONG_TEXT}", "do": "check"}).text)
    assert "Police arrested" in browser.post("/", data=form, files=files).text
    edited = browser.post("/", data=form | {"text": WRONG_TEXT.replace("6", "10")}, files=files)
    assert edited.status_code == 422
    assert "10 miles" in edited.text


@settings(max_examples=60, deadline=None)
@given(st.binary(min_size=1, max_size=300), st.text(alphabet='abc\r\n-é"', max_size=40))
def test_every_byte_of_a_file_arrives(data, text):
    sent = httpx2.Request("POST", "http://a/", data={"text": text, "do": "check"}, files={"file": ("ä b.txt", data)})
    fields, upload = _parse_fields(sent.headers["content-type"], sent.read())
    assert (fields["text"], fields["do"], upload) == (text, "check", Upload("ä b.txt", data))


@pytest.mark.parametrize("kind", ["", "multipart/form-data", "multipart/form-data; boundary=x", "text/plain", "a;;=\n"])
def test_a_body_that_is_not_a_form_is_read_as_an_empty_form(kind):
    form, upload = read_form(kind, b"\xff\x00--x\r\n\r\n--x--")
    assert (form.error[:5], upload) == ("Paste", None)


@pytest.mark.parametrize("surplus", [0, 1])
def test_a_form_with_more_fields_than_the_page_has_is_refused(surplus):
    reasons = {f"{REASON_PREFIX}{number}": "agreed" for number in range(MAX_FORM_FIELDS - 2 + surplus)}
    fields = {"text": "Twelve bridges.", "do": "check", **reasons}
    url_encoded = httpx2.Request("POST", "http://a/", data=fields)
    as_multipart = "".join(
        f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in fields.items()
    )
    for kind, body in (
        (url_encoded.headers["content-type"], url_encoded.read()),
        ("multipart/form-data; boundary=x", f"{as_multipart}--x--\r\n".encode()),
    ):
        form, _ = read_form(kind, body)
        assert ("more fields than it has" in form.error) == bool(surplus)


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ('name="file"; filename="a; name=b.txt"', "a; name=b.txt"),
        (r'name=file; filename="a \"b\".txt"', 'a "b".txt'),
        (r'NAME="file"; FileName="C:\news\walk.txt"', "walk.txt"),
        ("name=file; filename=walk.txt", "walk.txt"),
        ('name="file"; filename=""', "the file"),
        (
            'name="file"' + "; a" * 300_000 + '; filename="walk.txt"',
            "walk.txt",
        ),  # on which the parsers of `email` take quadratic time
    ],
    ids=["quoted", "escaped", "with a path", "bare", "empty", "long"],
)
def test_a_file_is_known_by_the_name_in_its_header(header, name):
    body = f"--x\r\nContent-Type: text/plain\r\ncontent-disposition: form-data; {header}\r\n\r\na\r\n--x--".encode()
    assert _parse_fields("Multipart/Form-Data; charset=utf-8; boundary=x", body) == ({}, Upload(name, b"a"))


def test_a_form_with_more_fields_than_it_has_is_refused(browser):
    kind = {"content-type": "application/x-www-form-urlencoded"}
    answer = browser.post("/", content="&".join(f"a{n}=1" for n in range(20)), headers=kind)
    assert (answer.status_code, "more fields than it has" in answer.text) == (422, True)


def test_a_model_that_cannot_be_fetched_keeps_the_pasted_text(writing_browser, standin_summaries):
    text = f"{WRONG_TEXT} {standin_summaries.NO_NETWORK}"
    answer = writing_browser.post("/", data={"text": text, "do": "summarize"})
    assert answer.status_code == 503
    assert "could not be fetched" in answer.text
    assert text in answer.text
    assert "could not be fetched" in writing_browser.post("/api/summarize", json={"text": text}).json()["detail"]


def test_a_summary_is_shown_with_the_check(writing_browser):
    page = writing_browser.post("/", data={"text": WRONG_TEXT, "do": "summarize"}).text
    assert "Nothing could be supported." in page
    assert "unit-conversion" in page


def test_an_article_cannot_put_markup_into_the_page(browser):
    page = browser.post("/", data={"text": f"</textarea><script>alert(1)</script> {WRONG_TEXT}", "do": "check"}).text
    assert re.findall("<script[^>]*>", page) == [OWN_SCRIPT_TAG]


# ---- the page without its script ------------------------------------------------------------------------------------


def test_the_page_offers_the_day_of_publication_and_todays(browser):
    page = browser.post("/", data={"text": "", "do": "today"}).text
    assert 'id="published" name="published" type="date" value="2024-05-31"' in page
    page = browser.post("/", data={"text": WRONG_TEXT, "do": "today"}).text
    assert 'value="2024-05-31"' in page
    assert "unit-conversion" in page


def test_an_example_is_shown_with_its_findings(browser):
    page = browser.post("/", data={"text": "", "do": "example"}).text
    assert page.count('<div class="card') == 2
    assert "3 ticks" in page


def test_an_example_is_shown_whatever_else_the_form_says(browser):
    form = {"text": "", "do": "example", "published": "31/5/2024", "against": "summary", "source": ""}
    answer = browser.post("/", data=form)
    assert answer.status_code == 200
    assert "3 ticks" in answer.text


def reason_field(page: str) -> str:
    """The name of the first finding's field for the reason why it stands."""
    return re.search(r'name="(why-[0-9a-f]{16})"', page)[1]


def test_a_finding_is_let_stand_with_a_reason_and_raised_again_without_one(browser):
    form = {"text": WRONG_TEXT, "do": "check"}
    field = reason_field(browser.post("/", data=form).text)
    page = browser.post("/", data=form | {field: 'as <b> "the" team said'}).text
    assert '<div class="card' not in page
    assert f'name="{field}" value="as &lt;b&gt; &#34;the&#34; team said"' in page
    assert '<div class="card' in browser.post("/", data=form | {field: " "}).text
    changed = browser.post("/", data=form | {"text": WRONG_TEXT.replace("16", "17"), field: "so"}).text
    assert '<div class="card' in changed


# ---- what the page's script asks -------------------------------------------------------------------------------------


def test_the_script_gets_the_results_and_the_marks_of_the_text_that_it_sent(browser):
    text = "😀 Lost in fog\n\n" + WRONG_TEXT.replace("miles", "mi\u00adles")
    view = browser.post("/live/check", json={"text": text}).json()
    assert 'id="f1"' in view["results"]
    assert view["said"] == "1 error"
    units = text.encode("utf-16-le")
    words = [units[2 * start : 2 * end].decode("utf-16-le") for start, end in view["article"]["ties"]["f1"]]
    assert words == ["6 mi\u00adles", "16km"]
    assert [style for *_, style in view["article"]["marks"]] == ["cannot", "cannot"]
    links = set(re.findall(r'href="#(c\d+)"', view["results"]))
    assert links
    assert links <= set(view["article"]["places"])
    assert view["source"] is None


def test_the_script_gets_the_marks_of_a_source_too(browser):
    fields = {"text": "Police arrested 14 people.", "source": "Police arrested 12 people.", "against": "summary"}
    view = browser.post("/live/check", json=fields).json()
    assert view["article"]["ties"]["f1"] == [[16, 18]]
    assert view["source"]["ties"]["f1"] == [[16, 18]]
    view = browser.post("/live/check", json=fields | {"source": " "}).json()
    assert view["source"] is None


def test_the_script_lets_findings_stand(browser):
    field = reason_field(browser.post("/live/check", json={"text": WRONG_TEXT}).json()["results"])
    fields = {"text": WRONG_TEXT, "stood": {field.removeprefix("why-"): "so it is"}}
    view = browser.post("/live/check", json=fields).json()
    assert "card" not in view["results"]
    assert 'value="so it is"' in view["results"]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"text": " "}, "Paste the article first."),
        ({"text": WRONG_TEXT, "stood": {"a": "x" * 301}}, "stood.a is too long"),
        ({"text": WRONG_TEXT, "against": "all"}, "against"),
        ({"text": WRONG_TEXT, "published": "31/5/2024"}, "published"),
    ],
)
def test_an_invalid_request_of_the_script_is_refused(browser, fields, message):
    answer = browser.post("/live/check", json=fields)
    assert answer.status_code == 422
    assert message in answer.json()["detail"]


def test_a_file_is_read_for_the_script(browser):
    page = f"<html><body><article><h1>Lost in fog</h1><p>{WRONG_TEXT}</p></article></body></html>".encode()
    read = browser.post("/live/file", files={"file": ("walk.html", page)}).json()
    assert read == {"text": f"Lost in fog\n\n{WRONG_TEXT}", "name": "walk.html", "published": ""}
    answer = browser.post("/live/file", files={"file": ("scan.pdf", b"%PDF-1.7 ...")})
    assert (answer.status_code, "scan.pdf" in answer.json()["detail"]) == (422, True)
    assert browser.post("/live/file", data={"a": "b"}).status_code == 422


def events_of(answer) -> list[tuple[str, dict]]:
    matches = re.findall(r"^event: (\w+)\ndata: (.*)$", answer.text, re.MULTILINE)
    return [(name, json.loads(data)) for name, data in matches]


def test_a_summary_comes_with_the_verdict_on_each_sentence_of_its_draft(writing_browser, standin_summaries):
    answer = writing_browser.post("/live/summary", json={"text": WRONG_TEXT})
    assert answer.headers["content-type"].startswith("text/event-stream")
    events = events_of(answer)
    assert [name for name, _ in events] == ["draft", "draft", "draft", "parts", "summary"]
    pending_sentence = {"text": "The walkers were found.", "verdict": "pending", "reason": "", "rule": ""}
    assert events[0][1] == {"sentences": [pending_sentence]}
    first, second = events[2][1]["sentences"]
    assert first == pending_sentence | {"verdict": "passed"}
    assert (second["verdict"], second["reason"]) == ("rejected", "the article has no 7")
    assert "Nothing could be supported." in events[-1][1]["summary"]


def test_a_summary_that_fails_says_why(writing_browser, standin_summaries):
    answer = writing_browser.post("/live/summary", json={"text": f"{WRONG_TEXT} {standin_summaries.NO_NETWORK}"})
    assert events_of(answer) == [("failed", {"detail": "The model could not be fetched: try again."})]


def test_a_process_of_summaries_that_dies_says_so_and_the_next_summary_is_written(writing_browser, standin_summaries):
    answer = writing_browser.post("/api/summarize", json={"text": f"{WRONG_TEXT} {standin_summaries.DIES}"})
    assert answer.status_code == 503
    assert "process of the model ended" in answer.json()["detail"]
    assert writing_browser.post("/api/summarize", json={"text": WRONG_TEXT}).status_code == 200


# ---- the API ---------------------------------------------------------------------------------------------------------


def test_the_api_gives_the_documents_of_the_json_report(browser):
    data = browser.post("/api/check", json={"text": WRONG_TEXT, "name": "walk.txt"}).json()
    assert (data["schema_version"], data["kind"], data["article"]["name"]) == (2, "check", "walk.txt")
    assert [finding["rule"] for finding in data["findings"]] == ["unit-conversion"]
    data = browser.post("/api/compare", json={"text": "14 died.", "source": "A storm killed 12 people."}).json()
    assert data["kind"] == "comparison"


def test_the_api_reads_the_kinds_that_a_cms_holds(browser):
    page = f"<html><body><article><h1>Lost in fog</h1><p>{WRONG_TEXT}</p></article></body></html>"
    for kind, text in (("html", page), ("markdown", f"# Lost in fog\n\n{WRONG_TEXT}")):
        data = browser.post("/api/check", json={"text": text, "kind": kind}).json()
        assert data["article"]["text"] == f"Lost in fog\n\n{WRONG_TEXT}"
        assert data["article"]["paragraphs"][0]["zone"] == "headline"
        assert [finding["rule"] for finding in data["findings"]] == ["unit-conversion"]
    data = browser.post("/api/compare", json={"text": page, "source": page, "kind": "html"}).json()
    assert data["source"]["text"] == data["article"]["text"]
    answer = browser.post("/api/check", json={"text": "<html></html>", "kind": "html"})
    assert (answer.status_code, "no article" in answer.json()["detail"]) == (422, True)


def test_invisible_characters_hide_no_finding_and_offsets_refer_to_the_posted_text(browser):
    text = "\ufeffLost in fog\r\n\r\n" + WRONG_TEXT.replace("miles", "mi\u00adles").replace("were", "we\u200bre")
    data = browser.post("/api/check", json={"text": text}).json()
    assert data["article"]["text"] == text
    assert [(paragraph["start"], paragraph["end"]) for paragraph in data["article"]["paragraphs"]] == [
        (1, 12),
        (16, len(text)),
    ]
    places = data["findings"][0]["places"]
    assert [(place["words"], place["line"]) for place in places] == [("6 mi\u00adles", 3), ("16km", 3)]
    assert all(text[place["start"] : place["end"]] == place["words"] for place in places)
    data = browser.post("/api/compare", json={"text": text.replace("16", "18"), "source": text}).json()
    assert data["source"]["text"] == text
    places = data["findings"][0]["source_places"]
    assert places
    assert all(text[place["start"] : place["end"]] == place["words"] for place in places)


def test_the_api_gives_a_summary(writing_browser):
    data = writing_browser.post("/api/summarize", json={"text": WRONG_TEXT}).json()
    assert (data["kind"], data["summary"]["reason"]) == ("summary", "Nothing could be supported.")
    assert data["summary"]["form"] == "summary"


@pytest.mark.parametrize("form", ["headline", "standfirst"])
def test_the_api_gives_a_headline_or_standfirst(writing_browser, form):
    data = writing_browser.post("/api/summarize", json={"text": WRONG_TEXT, "form": form}).json()
    assert data["summary"]["form"] == form


@pytest.mark.parametrize("limit", [{"sentences": 1}, {"words": 12}, {"sentences": 3, "words": 30}])
def test_the_api_refuses_a_length_for_a_form_that_has_a_fixed_one(writing_browser, limit):
    answer = writing_browser.post("/api/summarize", json={"text": WRONG_TEXT, "form": "headline"} | limit)
    assert answer.status_code == 422
    assert answer.json()["detail"] == "form: a headline has a length of its own: leave out sentences and words"


def test_the_api_refuses_an_unknown_form(writing_browser):
    answer = writing_browser.post("/api/summarize", json={"text": WRONG_TEXT, "form": "haiku"})
    assert answer.status_code == 422
    assert answer.json()["detail"].startswith("form is to be ")


@pytest.mark.parametrize("published", ["2024-05-31", "2024-05-31T10:00:00Z", None])
def test_a_publication_time_is_reduced_to_its_date(browser, published):
    data = browser.post("/api/check", json={"text": WRONG_TEXT, "published": published}).json()
    assert data["article"]["published"] == (published and "2024-05-31")


@pytest.mark.parametrize(
    ("kind", "blank"),
    [("text", "  "), ("text", "\n"), ("text", "\u200b"), ("markdown", " "), ("markdown", "\u200b"), ("html", "\n")],
)
def test_a_blank_text_is_refused_rather_than_reported_as_without_findings(browser, kind, blank):
    fields = {"text": blank, "kind": kind, "name": "a.txt"}
    for path in ("/api/check", "/api/summarize"):
        answer = browser.post(path, json=fields)
        assert (answer.status_code, answer.json()["detail"]) == (422, "a.txt is empty: nothing to read.")
    answer = browser.post("/api/compare", json=fields | {"text": WRONG_TEXT, "source": blank})
    assert (answer.status_code, answer.json()["detail"]) == (422, "source is empty: nothing to read.")


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("sentences", "2", "sentences is to be a whole number"),
        ("sentences", 1.5, "sentences is to be a whole number"),
        ("sentences", True, "sentences is to be a whole number"),
        ("sentences", 0, "sentences is to be at least 1"),
        ("words", 2001, "words is to be at most 2000"),
        ("seed", -1, "seed is to be at least 0"),
        ("form", "haiku", "form is to be 'summary', 'headline' or 'standfirst'"),
        ("ignore", "sums", "ignore is to be a list"),
        ("ignore", [7], "ignore.0 is to be a text"),
        ("name", None, "name is to be a text"),
    ],
)
def test_an_invalid_field_is_explained_in_plain_words(browser, field, value, message):
    answer = browser.post("/api/summarize", json={"text": WRONG_TEXT, field: value})
    assert (answer.status_code, answer.json()["detail"]) == (422, message)


def test_a_rule_can_be_left_out(browser):
    fields = {"text": WRONG_TEXT, "ignore": ["unit-conversion"]}
    assert browser.post("/api/check", json=fields).json()["findings"] == []


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({}, "text is needed"),
        ({"text": ""}, "text is empty"),
        ({"text": "a" * 10_000_001}, "text is too long: a text has at most 10,000,000 characters"),
        ({"text": 7}, "text is to be a text"),
        ([], "not the JSON object"),
        ({"text": WRONG_TEXT, "publised": "2024-05-31"}, "publised is not known here"),
        (
            {"text": WRONG_TEXT, "published": "31/5/2024"},
            "published: '31/5/2024' is no day: write it as year-month-day",
        ),
        ({"text": WRONG_TEXT, "published": 7}, "published: is to be a text"),
        ({"text": WRONG_TEXT, "ignore": ["no-such-rule"]}, "no-such-rule"),
    ],
)
def test_an_invalid_request_is_refused_with_the_name_of_the_field(browser, fields, message):
    answer = browser.post("/api/check", json=fields)
    assert answer.status_code == 422
    assert message in answer.json()["detail"]
    assert WRONG_TEXT not in answer.text


@pytest.mark.parametrize("path", ["/api/check", "/api/compare", "/api/summarize", "/live/check"])
@pytest.mark.parametrize(
    "body",
    [
        b'{"text": "caf\xe9"}',
        b"[" * 100_000,
        b'{"text": "a", "sentences": ' + b"1" * 10_000 + b"}",
        b"",
        b"{",
    ],
    ids=["not UTF-8", "nested too deeply", "a number of 10,000 digits", "empty", "cut off"],
)
def test_every_body_that_is_not_json_is_refused_in_the_same_words(browser, path, body):
    answer = browser.post(path, content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 422
    assert "not the JSON object that is wanted" in answer.json()["detail"]


def test_a_request_without_a_body_needs_no_length_and_one_that_comes_in_chunks_does(browser):
    request = browser.build_request("POST", "/api/check")
    del request.headers["content-length"]
    assert browser.send(request).status_code == 422
    assert browser.post("/api/check", content=iter([b"{}"])).status_code == 413


def test_health_says_which_copydesk_it_is(browser):
    data = browser.get("/api/health").json()
    assert (data["status"], data["schema_version"], data["model"]) == ("ok", 2, "no-such-model")


def test_every_refusal_of_the_api_is_json_with_a_detail(browser, failing_browser, failing_checks):
    answers = {
        500: failing_browser.post("/api/check", json={"text": f"{WRONG_TEXT} {failing_checks.RAISES}"}),
        503: failing_browser.post("/api/check", json={"text": f"{WRONG_TEXT} {failing_checks.DIES}"}),
        422: browser.post("/api/check", content=b"{", headers={"content-type": "application/json"}),
        413: browser.post("/api/check", content=b"{}", headers={"content-length": str(MAX_BODY_BYTES + 1)}),
        405: browser.get("/api/check"),
        404: browser.get("/api/nothing"),
        403: browser.post("/api/check", json={"text": WRONG_TEXT}, headers={"origin": "https://evil.example"}),
    }
    for status, answer in answers.items():
        assert answer.status_code == status
        assert answer.json()["detail"]
    assert "ZeroDivisionError: oh" in answers[500].json()["detail"]


def test_an_internal_error_keeps_the_pasted_text(failing_browser, failing_checks):
    answer = failing_browser.post("/", data={"text": f"{WRONG_TEXT} {failing_checks.RAISES}", "do": "check"})
    assert answer.status_code == 500
    assert "ZeroDivisionError: oh" in answer.text
    assert WRONG_TEXT in answer.text


def test_the_api_describes_itself_to_programs(browser):
    data = browser.get("/openapi.json").json()
    assert set(data["paths"]) == {"/api/health", "/api/check", "/api/compare", "/api/summarize"}
    operation = data["paths"]["/api/summarize"]["post"]
    assert set(operation["responses"]) == {"200", "403", "413", "422", "500", "503"}
    assert set(data["paths"]["/api/health"]["get"]["responses"]) == {"200", "403", "500"}
    published = data["components"]["schemas"]["CheckRequest"]["properties"]["published"]["anyOf"]
    assert [kind.get("format") for kind in published] == ["date", "date-time", None]
    assert "503" in data["paths"]["/api/check"]["post"]["responses"]
    assert "503" in data["paths"]["/api/compare"]["post"]["responses"]
    answer = operation["responses"]["200"]["content"]["application/json"]["schema"]
    assert answer == {"$ref": "#/components/schemas/Summary"}
    known = set(data["components"]["schemas"])
    assert set(re.findall(r"#/components/schemas/(\w+)", browser.get("/openapi.json").text)) <= known


# ---- a check that takes too long -------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["check", "summarize"])
@pytest.mark.parametrize("word", ["HANGS", "HANGS_IN_C"])
def test_a_text_whose_check_hangs_is_answered_with_the_reason_and_the_next_is_checked(
    failing_browser, failing_checks, path, word
):
    hanging = {"text": f"{WRONG_TEXT} {getattr(failing_checks, word)}", "name": "walk.txt"}
    answer = failing_browser.post(f"/api/{path}", json=hanging)
    assert (answer.status_code, answer.json()) == (503, {"detail": "walk.txt took longer than 2 s: not checked."})
    data = failing_browser.post("/api/check", json={"text": WRONG_TEXT}).json()
    assert [finding["rule"] for finding in data["findings"]] == ["unit-conversion"]


def test_a_check_is_cancelled_when_its_client_disconnects(serve_app, failing_checks):
    address = serve_app(create_app("a", check=failing_checks.check, deadline=600))
    headers = {"Content-Type": "application/json", "Origin": "http://{}:{}".format(*address)}

    def ask(text: str) -> http.client.HTTPConnection:
        asking = http.client.HTTPConnection(*address, timeout=60)
        asking.request("POST", "/live/check", json.dumps({"text": text}), headers)
        return asking

    hanging = [ask(f"{WRONG_TEXT} {failing_checks.HANGS} {number}") for number in range(worker_count() + 1)]
    for asking in hanging:
        asking.close()
    assert ask(WRONG_TEXT).getresponse().status == 200


def test_a_short_text_overtakes_long_ones(serve_app, failing_checks):
    address = serve_app(create_app("a", check=failing_checks.check, deadline=600))
    headers = {"Content-Type": "application/json", "Origin": "http://{}:{}".format(*address)}
    long_text = f"{failing_checks.HANGS} {'word ' * LONG_TEXT_BYTES}"
    hanging = [http.client.HTTPConnection(*address, timeout=60) for _ in range(worker_count())]
    for number, asking in enumerate(hanging):
        asking.request("POST", "/live/check", json.dumps({"text": f"{number} {long_text}"}), headers)
    short = http.client.HTTPConnection(*address, timeout=60)
    short.request("POST", "/api/check", json.dumps({"text": WRONG_TEXT}), headers)
    assert short.getresponse().status == 200
    for asking in hanging:
        asking.close()


@pytest.mark.parametrize("do", ["check", "summarize"])
def test_a_check_that_hangs_keeps_the_pasted_text(failing_browser, failing_checks, do):
    text = f"{WRONG_TEXT} {failing_checks.HANGS}"
    answer = failing_browser.post("/", data={"text": text, "do": do})
    assert answer.status_code == 503
    assert "pasted text took longer than 2 s: not checked." in answer.text
    assert text in answer.text


def test_a_check_whose_process_dies_says_how_and_the_next_is_checked(failing_browser, failing_checks):
    answer = failing_browser.post("/api/check", json={"text": failing_checks.DIES, "name": "a.txt"})
    assert answer.status_code == 503
    assert answer.json()["detail"].startswith("a.txt could not be checked (its process was ended by signal 15)")
    assert failing_browser.post("/api/check", json={"text": WRONG_TEXT}).status_code == 200


# ---- a summary whose client has disconnected -------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/api/summarize", "/", "/live/summary"])
def test_a_summary_is_cancelled_when_its_client_disconnects(serve_app, standin_summaries, tmp_path, file_appears, path):
    address = serve_app(create_app("a", write=standin_summaries.write))
    text = f"{WRONG_TEXT} {standin_summaries.WAITS} {tmp_path}"
    body, kind = (json.dumps({"text": text}), "application/json")
    if path == "/":
        body, kind = urlencode({"text": text, "do": "summarize"}), "application/x-www-form-urlencoded"
    connection = http.client.HTTPConnection(*address)
    origin = f"http://{address[0]}:{address[1]}"
    connection.request("POST", path, body, {"Content-Type": kind, "Origin": origin})
    assert file_appears(tmp_path / standin_summaries.BEGUN)
    connection.close()
    assert file_appears(tmp_path / standin_summaries.ENDED)


def test_summaries_that_wait_for_their_turn_starve_no_check(serve_app, standin_summaries, tmp_path, file_appears):
    address = serve_app(create_app("a", write=standin_summaries.write))
    waiting = [http.client.HTTPConnection(*address, timeout=60) for _ in range(60)]  # more than the server has threads
    for connection in waiting:
        text = f"{WRONG_TEXT} {standin_summaries.PAUSES} {tmp_path}"
        connection.request("POST", "/api/summarize", json.dumps({"text": text}), {"Content-Type": "application/json"})
    for _ in range(20):
        check = http.client.HTTPConnection(*address, timeout=60)
        check.request("POST", "/api/check", json.dumps({"text": WRONG_TEXT}), {"Content-Type": "application/json"})
        assert check.getresponse().status == 200
        check.close()
    (tmp_path / standin_summaries.GO_ON).touch()
    assert {connection.getresponse().status for connection in waiting} == {200}


def test_the_process_of_summaries_ends_with_the_server(standin_summaries, processes_end):
    with TestClient(create_app("a", write=standin_summaries.write), base_url=OWN_ORIGIN["origin"]) as client:
        assert client.post("/api/check", json={"text": WRONG_TEXT}).status_code == 200
        before = psutil.Process().children()
        assert client.post("/api/summarize", json={"text": WRONG_TEXT}).status_code == 200
        started = [process for process in psutil.Process().children() if process not in before]
        assert started
    assert processes_end(started)


def test_the_process_of_summaries_lets_checks_go_first(writing_browser):
    before = psutil.Process().children()
    assert writing_browser.post("/api/summarize", json={"text": WRONG_TEXT}).status_code == 200
    started = [process for process in psutil.Process().children() if process not in before]
    niceness = [process.nice() for process in started if "multiprocessing.spawn" in " ".join(process.cmdline())]
    assert niceness == [os.nice(0) + NICENESS]


# ---- many clients at once --------------------------------------------------------------------------------------------


def worker_processes() -> set[psutil.Process]:
    """The processes that the fork server has started."""
    return {worker for child in psutil.Process().children() for worker in child.children()}


def test_a_worker_is_started_before_the_first_request_and_no_more_than_are_needed(monkeypatch, processes_end):
    called = threading.Event()
    call = WorkerPool.call

    def observed(*arguments: Any, **named: Any) -> Any:
        try:
            return call(*arguments, **named)
        finally:
            called.set()

    monkeypatch.setattr(WorkerPool, "call", observed)
    before = worker_processes()
    with TestClient(create_app("a"), base_url=OWN_ORIGIN["origin"]) as client:
        assert called.wait(60)
        started = worker_processes() - before
        assert len(started) == 1
        for _ in range(3):
            assert client.post("/api/check", json={"text": WRONG_TEXT}).status_code == 200
        assert worker_processes() - before == started
    assert processes_end(list(started))


def test_a_burst_is_answered_by_a_bounded_number_of_workers_while_a_summary_is_written(
    serve_app, standin_summaries, tmp_path, file_appears
):
    app = create_app("a", write=standin_summaries.write)
    before = worker_processes()
    address = serve_app(app)
    json_type = {"Content-Type": "application/json"}
    summary = http.client.HTTPConnection(*address, timeout=60)
    text = f"{WRONG_TEXT} {standin_summaries.WAITS} {tmp_path}"
    summary.request("POST", "/api/summarize", json.dumps({"text": text}), json_type)
    assert file_appears(tmp_path / standin_summaries.BEGUN)
    clients = [http.client.HTTPConnection(*address, timeout=60) for _ in range(20)]
    for number, client in enumerate(clients):
        client.request("POST", "/api/check", json.dumps({"text": f"{WRONG_TEXT} {number} came."}), json_type)
    answers = [client.getresponse() for client in clients]
    documents = [json.loads(answer.read()) for answer in answers]
    assert [len(document["findings"]) for document in documents] == [1] * len(clients)
    assert not (tmp_path / standin_summaries.ENDED).exists()
    assert 1 <= len(worker_processes() - before) <= worker_count()
    summary.close()


@pytest.mark.parametrize(("processors", "workers"), [(None, 2), (1, 2), (2, 2), (3, 3), (64, 4)])
def test_there_is_a_worker_for_each_processor_within_bounds(monkeypatch, processors, workers):
    monkeypatch.setattr("os.cpu_count", lambda: processors)
    assert worker_count() == workers


# ---- refused hosts and origins ---------------------------------------------------------------------------------------


def test_a_request_under_another_host_name_is_refused(browser):
    for host in ("copydesk.example", "127.0.0.1.evil.example", "[", ""):
        refused = browser.get("/", headers={"host": host})
        assert refused.status_code == 403
        assert "names 127.0.0.1, localhost" in refused.text
        assert browser.get("/api/health", headers={"host": host}).json()["detail"]


@pytest.mark.parametrize("origin", ["https://evil.example", "http://127.0.0.1:9999", "null"])
def test_another_sites_page_cannot_send_the_form_or_ask_the_api(browser, origin):
    for path in ("/", "/api/check"):
        answer = browser.post(path, data={"text": WRONG_TEXT, "do": "check"}, headers={"origin": origin})
        assert answer.status_code == 403
        assert "miles" not in answer.text


def test_an_allowed_origin_may_use_the_api_and_nothing_else():
    client = TestClient(create_app("a", origins=["https://cms.example"]), base_url=OWN_ORIGIN["origin"])
    site = {"origin": "https://cms.example"}
    preflight = {**site, "access-control-request-method": "POST", "access-control-request-headers": "content-type"}
    for answer in (
        client.options("/api/check", headers=preflight),
        client.post("/api/check", json={"text": WRONG_TEXT}, headers=site),
    ):
        assert answer.status_code == 200
        assert answer.headers["access-control-allow-origin"] == "https://cms.example"
    assert client.post("/", data={"text": WRONG_TEXT, "do": "check"}, headers=site).status_code == 403
    assert client.options("/api/check", headers={**preflight, "origin": "https://evil.example"}).status_code == 403
    # A browser sends this on behalf of a public page
    private_network_preflight = {**preflight, "access-control-request-private-network": "true"}
    answer = client.options("/api/check", headers=private_network_preflight)
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-private-network"] == "true"
    assert "access-control-allow-private-network" not in client.options("/api/check", headers=preflight).headers
    assert (
        client.options(
            "/api/check", headers={**private_network_preflight, "origin": "https://evil.example"}
        ).status_code
        == 403
    )


def test_without_allowed_origins_no_cors_header_is_sent(browser):
    answer = browser.post("/api/check", json={"text": WRONG_TEXT}, headers={"origin": "http://127.0.0.1:8765"})
    assert answer.status_code == 200
    assert not any(name.startswith("access-control") for name in answer.headers)


def test_the_servers_own_page_may_post(browser):
    answer = browser.post("/", data={"text": WRONG_TEXT, "do": "check"}, headers=OWN_ORIGIN)
    assert answer.status_code == 200


@pytest.fixture
def bare_client():
    """A client that sends no Origin."""
    with TestClient(create_app("a"), base_url=OWN_ORIGIN["origin"]) as client:
        yield client


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},  # another port of this machine
        {"referer": "https://evil.example/127.0.0.1:8765"},
        {"referer": "http://127.0.0.1:9999/"},
        {"sec-fetch-site": "cross-site", "referer": "http://127.0.0.1:8765/"},
        {"referer": "http://["},
    ],
)
def test_a_form_without_an_origin_that_does_not_come_from_the_page_is_refused(bare_client, headers):
    for path, request_body in (
        ("/", {"data": {"text": WRONG_TEXT}}),
        ("/live/check", {"json": {"text": WRONG_TEXT}}),
    ):
        answer = bare_client.post(path, headers=headers, **request_body)
        assert answer.status_code == 403
        assert "miles" not in answer.text


@pytest.mark.parametrize(
    "headers", [{"sec-fetch-site": "same-origin"}, {"sec-fetch-site": "none"}, {"referer": "http://127.0.0.1:8765/"}]
)
def test_the_own_page_of_a_browser_that_sends_no_origin_is_answered(bare_client, headers):
    assert bare_client.post("/", data={"text": WRONG_TEXT}, headers=headers).status_code == 200


def test_a_program_needs_no_origin_and_another_sites_page_cannot_pass_for_one(bare_client):
    assert bare_client.post("/api/check", json={"text": WRONG_TEXT}).status_code == 200
    refused = bare_client.post("/api/check", json={"text": WRONG_TEXT}, headers={"sec-fetch-site": "cross-site"})
    assert refused.status_code == 403


def test_a_link_from_another_site_opens_the_page(bare_client):
    assert bare_client.get("/", headers={"sec-fetch-site": "cross-site"}).status_code == 200


def test_a_request_that_is_too_large_is_refused_before_it_is_read(browser):
    assert browser.post("/", content=b"text=", headers={"content-length": str(MAX_BODY_BYTES + 1)}).status_code == 413
    assert browser.post("/", content=iter([b"text=", b"x"])).status_code == 413
    assert browser.post("/", content=b"text=", headers={b"content-length": "²".encode("latin-1")}).status_code == 413


def test_the_browser_caches_nothing(browser):
    assert browser.get("/").headers["cache-control"] == "no-store"


def test_the_api_documentation_pages_that_load_foreign_scripts_are_off(browser):
    assert browser.get("/docs").status_code == 404
    assert browser.get("/redoc").status_code == 404
