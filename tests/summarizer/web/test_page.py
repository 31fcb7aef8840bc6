"""The page and the routes for its script, without a server: checks run in this process."""

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
from summarizer.web.posted_texts import CheckFailed, PostedText
from summarizer.web.services import Services
from summarizer.web.summary_process import ClientGone

WRONG_TEXT = "The walkers covered 6 miles (16km) before they were found in the fog, a rescue team said on Tuesday."
TODAY = date(2024, 5, 31)


def run_in_this_process(name, work, *arguments, is_wanted=lambda: True):
    if not is_wanted():
        raise ClientGone
    return work(*arguments)


def run_over_the_deadline(name, work, *arguments, is_wanted=lambda: True):
    raise CheckFailed(f"{name} took longer than 10 s: not checked.")


def fail_without_model(article, client_gone, report=None, **summary_options):
    raise EngineFailed(f"no model: {summary_options}")


@pytest.fixture
def services() -> Services:
    return Services(run_in_this_process, fail_without_model, check_parsed, CapacityLimiter(1))


@pytest.fixture
def page(services) -> FormPage:
    return FormPage(services, 2, lambda: TODAY, allow_remote=False, decision_log=None)


@pytest.mark.parametrize("text", ["", WRONG_TEXT])
def test_todays_date_is_filled_in_with_and_without_a_text(page, text):
    shown = page.submitted_page(SubmittedForm(text=text, action="today"), threading.Event())
    assert 'value="2024-05-31"' in shown
    assert ("unit-conversion" in shown) == bool(text)


def test_a_summary_has_as_many_sentences_as_the_server_was_started_with(page):
    with pytest.raises(EngineFailed, match=r"no model: \{'sentences': 2\}"):
        page.submitted_page(SubmittedForm(text=WRONG_TEXT, action="summarize"), threading.Event())


def test_a_finding_that_stands_according_to_the_log_is_not_raised_again(services, tmp_path):
    decision_log = DecisionLog(tmp_path / "log.jsonl")
    sheet = services.check_sheet(PostedText("a", WRONG_TEXT), CheckOptions())
    name = fingerprint(sheet.article, sheet.findings[0])
    request = DecisionRequest(
        text=WRONG_TEXT, fingerprint=name, decision=Decision.LET_STAND, why="a quotation", who="Ann"
    )
    assert json.loads(decision_response(services, decision_log, request).body)["said"].startswith(
        "Written to log.jsonl: "
    )
    answer = json.loads(check_response(services, decision_log, LiveRequest(text=WRONG_TEXT), threading.Event()).body)
    assert "a quotation" in json.dumps(answer)
    assert (
        decision_response(services, decision_log, request.model_copy(update={"fingerprint": "no such"})).status_code
        == 422
    )


def test_results_are_rendered_in_the_worker_process(page, services):
    worker_results = []

    def run(name, work, *arguments, is_wanted=lambda: True):
        worker_results.append(work(*pickle.loads(pickle.dumps(arguments))))
        return worker_results[-1]

    def no_summary(article, client_gone, report=None, **summary_options):
        return Summary(article, (), reason="Nothing could be supported.", form=Form.SUMMARY, coverage=Coverage(1, 1, 0))

    services = replace(services, run_in_worker=run, summarize=no_summary)
    form, client_gone = SubmittedForm(text=WRONG_TEXT, action="summarize"), threading.Event()
    assert replace(page, services=services).submitted_page(form, client_gone) in worker_results
    assert page_summary(services, 2, LiveRequest(text=WRONG_TEXT), client_gone) in worker_results


def client_of(services: Services, decision_log: DecisionLog | None = None) -> TestClient:
    """A client of the page's routes alone."""
    app = FastAPI()
    app.include_router(page_router(FormPage(services, 2, lambda: TODAY, allow_remote=False, decision_log=decision_log)))
    app.include_router(live_router(services, 2, decision_log))
    add_error_handlers(app)
    return TestClient(app)


def test_a_file_is_read_in_the_worker_process_within_its_time_limit(services):
    client = client_of(replace(services, run_in_worker=run_over_the_deadline))
    files = {"file": ("walk.eml", b"Subject: Lost in fog")}
    answer = client.post("/live/file", files=files)
    assert (answer.status_code, answer.json()["detail"]) == (503, "walk.eml took longer than 10 s: not checked.")
    answer = client.post("/", data={"text": WRONG_TEXT, "do": "check"}, files=files)
    assert answer.status_code == 503
    assert "walk.eml took longer than 10 s: not checked." in answer.text
    assert WRONG_TEXT in answer.text


@pytest.mark.parametrize("do", ["check", "summarize"])
def test_an_unreadable_log_is_not_reported_as_an_internal_error(services, tmp_path, do):
    client = client_of(services, DecisionLog(tmp_path))  # a folder
    answer = client.post("/", data={"text": WRONG_TEXT, "do": do})
    live_response = client.post("/live/check", json={"text": WRONG_TEXT})
    assert (answer.status_code, live_response.status_code) == (422, 422)
    assert live_response.json()["detail"] in html.unescape(answer.text)
    assert "report it" not in answer.text
    assert WRONG_TEXT in answer.text


def test_the_check_before_a_summary_is_cancelled_when_its_client_disconnects(page, services):
    client_gone = threading.Event()
    client_gone.set()
    form = SubmittedForm(text=WRONG_TEXT, action="summarize")
    for work in (
        lambda: page.submitted_page(form, client_gone),
        lambda: page_summary(services, 2, LiveRequest(text=WRONG_TEXT), client_gone),
        lambda: summary_document(services, SummarizeRequest(text=WRONG_TEXT), client_gone),
    ):
        with pytest.raises(ClientGone):
            work()
