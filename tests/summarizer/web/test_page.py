"""The page and what its script asks, without a server: checks run in this process."""

from __future__ import annotations

import html
import json
import pickle
import threading
from dataclasses import replace
from datetime import date

import pytest
from anyio import CapacityLimiter
from fastapi import FastAPI
from starlette.testclient import TestClient

from checks.fingerprint import fingerprint
from summarizer.desk.checking import CheckOptions, check_parsed
from summarizer.desk.decision_log import Decision
from summarizer.models.errors import EngineFailed
from summarizer.pipeline.result import Coverage, Form, Summary
from summarizer.reports.submitted_form import SubmittedForm
from summarizer.web.api import SummarizeRequest, summary_document
from summarizer.web.decisions import DecisionLog
from summarizer.web.errors import add_error_handlers
from summarizer.web.live import (
    DecisionRequest,
    LiveRequest,
    check_response,
    decision_response,
    live_router,
    page_summary,
)
from summarizer.web.page import FormPage, page_router
from summarizer.web.posted import CheckFailed, PostedText
from summarizer.web.services import Services
from summarizer.web.summary_process import ClientGone

WRONG = "The walkers covered 6 miles (16km) before they were found in the fog, a rescue team said on Tuesday."
DAY = date(2024, 5, 31)


def run_here(name, work, *arguments, is_wanted=lambda: True):
    if not is_wanted():
        raise ClientGone
    return work(*arguments)


def run_out_of_time(name, work, *arguments, is_wanted=lambda: True):
    raise CheckFailed(f"{name} took longer than 10 s: not checked.")


def no_model(article, client_gone, report=None, **summary_options):
    raise EngineFailed(f"no model: {summary_options}")


@pytest.fixture
def services() -> Services:
    return Services(run_here, no_model, check_parsed, CapacityLimiter(1))


@pytest.fixture
def page(services) -> FormPage:
    return FormPage(services, 2, lambda: DAY, allow_remote=False, decision_log=None)


@pytest.mark.parametrize("text", ["", WRONG])
def test_the_day_that_is_offered_is_filled_in_whether_there_is_a_text_or_not(page, text):
    shown = page.submitted_page(SubmittedForm(text=text, action="today"), threading.Event())
    assert 'value="2024-05-31"' in shown
    assert ("unit-conversion" in shown) == bool(text)


def test_a_summary_has_as_many_sentences_as_the_server_was_started_with(page):
    with pytest.raises(EngineFailed, match=r"no model: \{'sentences': 2\}"):
        page.submitted_page(SubmittedForm(text=WRONG, action="summarize"), threading.Event())


def test_what_the_log_lets_stand_is_not_raised_again(services, tmp_path):
    decision_log = DecisionLog(tmp_path / "log.jsonl")
    sheet = services.check_sheet(PostedText("a", WRONG), CheckOptions())
    name = fingerprint(sheet.article, sheet.findings[0])
    request = DecisionRequest(text=WRONG, fingerprint=name, decision=Decision.LET_STAND, why="a quotation", who="Ann")
    assert json.loads(decision_response(services, decision_log, request).body)["said"].startswith(
        "Written to log.jsonl: "
    )
    answer = json.loads(check_response(services, decision_log, LiveRequest(text=WRONG), threading.Event()).body)
    assert "a quotation" in json.dumps(answer)
    assert (
        decision_response(services, decision_log, request.model_copy(update={"fingerprint": "no such"})).status_code
        == 422
    )


def test_what_is_shown_of_a_text_is_made_where_checks_run(page, services):
    made = []

    def run(name, work, *arguments, is_wanted=lambda: True):
        made.append(work(*pickle.loads(pickle.dumps(arguments))))
        return made[-1]

    def no_summary(article, client_gone, report=None, **summary_options):
        return Summary(article, (), reason="Nothing could be supported.", form=Form.SUMMARY, coverage=Coverage(1, 1, 0))

    services = replace(services, run_in_worker=run, summarize=no_summary)
    form, client_gone = SubmittedForm(text=WRONG, action="summarize"), threading.Event()
    assert replace(page, services=services).submitted_page(form, client_gone) in made
    assert page_summary(services, 2, LiveRequest(text=WRONG), client_gone) in made


def client_of(services: Services, decision_log: DecisionLog | None = None) -> TestClient:
    """A client of the page's routes alone."""
    app = FastAPI()
    app.include_router(page_router(FormPage(services, 2, lambda: DAY, allow_remote=False, decision_log=decision_log)))
    app.include_router(live_router(services, 2, decision_log))
    add_error_handlers(app)
    return TestClient(app)


def test_a_file_is_read_where_checks_run_and_as_long_as_they_may(services):
    client = client_of(replace(services, run_in_worker=run_out_of_time))
    files = {"file": ("walk.eml", b"Subject: Lost in fog")}
    answer = client.post("/live/file", files=files)
    assert (answer.status_code, answer.json()["detail"]) == (503, "walk.eml took longer than 10 s: not checked.")
    answer = client.post("/", data={"text": WRONG, "do": "check"}, files=files)
    assert answer.status_code == 503
    assert "walk.eml took longer than 10 s: not checked." in answer.text
    assert WRONG in answer.text


@pytest.mark.parametrize("do", ["check", "summarize"])
def test_a_log_that_cannot_be_read_is_no_fault_of_copydesk(services, tmp_path, do):
    client = client_of(services, DecisionLog(tmp_path))  # a folder
    answer = client.post("/", data={"text": WRONG, "do": do})
    said = client.post("/live/check", json={"text": WRONG})
    assert (answer.status_code, said.status_code) == (422, 422)
    assert said.json()["detail"] in html.unescape(answer.text)
    assert "report it" not in answer.text
    assert WRONG in answer.text


def test_the_check_before_a_summary_is_given_up_when_its_client_has_gone(page, services):
    client_gone = threading.Event()
    client_gone.set()
    form = SubmittedForm(text=WRONG, action="summarize")
    for work in (
        lambda: page.submitted_page(form, client_gone),
        lambda: page_summary(services, 2, LiveRequest(text=WRONG), client_gone),
        lambda: summary_document(services, SummarizeRequest(text=WRONG), client_gone),
    ):
        with pytest.raises(ClientGone):
            work()
