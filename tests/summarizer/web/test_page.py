"""The page and what its script asks, without a server: checks run in this process."""

from __future__ import annotations

import json
import threading
from datetime import date

import pytest
from anyio import CapacityLimiter

from checks.fingerprint import fingerprint
from summarizer.desk.checking import CheckOptions, check_parsed
from summarizer.desk.decision_log import Decision
from summarizer.models.errors import EngineFailed
from summarizer.reports.submitted_form import SubmittedForm
from summarizer.web.decisions import DecisionDesk
from summarizer.web.live import DecisionRequest, LiveRequest, decide, results
from summarizer.web.page import FormPage
from summarizer.web.posted import PostedText
from summarizer.web.services import Services

WRONG = "The walkers covered 6 miles (16km) before they were found in the fog, a rescue team said on Tuesday."
DAY = date(2024, 5, 31)


def run_here(name, work, *arguments, is_wanted=lambda: True):
    return work(*arguments)


def no_model(article, gone, report=None, **limits):
    raise EngineFailed(f"no model: {limits}")


@pytest.fixture
def services() -> Services:
    return Services(run_here, no_model, check_parsed, CapacityLimiter(1))


@pytest.fixture
def page(services) -> FormPage:
    return FormPage(services, 2, lambda: DAY, allow_remote=False, desk=None)


@pytest.mark.parametrize("text", ["", WRONG])
def test_the_day_that_is_offered_is_filled_in_whether_there_is_a_text_or_not(page, text):
    shown = page.submitted(SubmittedForm(text=text, action="today"), threading.Event())
    assert 'value="2024-05-31"' in shown
    assert ("unit-conversion" in shown) == bool(text)


def test_a_summary_has_as_many_sentences_as_the_server_was_started_with(page):
    with pytest.raises(EngineFailed, match=r"no model: \{'sentences': 2\}"):
        page.submitted(SubmittedForm(text=WRONG, action="summarize"), threading.Event())


def test_what_the_log_lets_stand_is_not_raised_again(services, tmp_path):
    desk = DecisionDesk(tmp_path / "log.jsonl")
    sheet = services.checked(PostedText("a", WRONG), CheckOptions())
    name = fingerprint(sheet.article, sheet.findings[0])
    request = DecisionRequest(text=WRONG, fingerprint=name, decision=Decision.LET_STAND, why="a quotation", who="Ann")
    assert json.loads(decide(services, desk, request).body)["said"].startswith("Written to log.jsonl: ")
    answer = json.loads(results(services, desk, LiveRequest(text=WRONG), threading.Event()).body)
    assert "a quotation" in json.dumps(answer)
    assert decide(services, desk, request.model_copy(update={"fingerprint": "no such"})).status_code == 422
