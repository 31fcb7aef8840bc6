"""Requests that Schemathesis generates from the OpenAPI description get the described responses and no server error.

The requests are the same in every run. Requests of programs have no Origin; those to the page have the server's own.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode, openapi
from schemathesis.checks import not_a_server_error
from schemathesis.config import SchemathesisConfig
from schemathesis.generation.feedback import FeedbackSources
from schemathesis.python import asgi
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from checks.registry import catalogue
from summarizer.web.app import create_app
from summarizer.web.live import DecisionRequest, LiveRequest

ADDRESS = "http://127.0.0.1:8765"
OWN_ORIGIN = {"Origin": ADDRESS}
REFUSED_BEFORE_READING = (403, 413)  # because of its host, origin or size
STANDINS = Path(__file__).parents[1] / "standins"
LONG_DEADLINE = 600.0  # seconds; no check of these texts takes so long, however busy the machine is
CONFORMANCE = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
]
SENTENCES = (
    "Police arrested 12 people in Leeds on Monday, including 15 women.",
    "The walkers covered 6 miles (16km) before they were found in the fog, a rescue team said on Tuesday.",
    "Profit rose 20% to $144 million from $136 million a year earlier.",
    "Police arrested 14 people in Leeds, a spokesman said on May 30, 2024.",
    "“We counted 1,200 of them”, said Ann Lee, 43, who was born in 1990.",
    "<p>Four people were treated for cuts</p><script>let a = 5</script>",
    "# Ferry runs aground",
    "| crew | 9 |\n|---|---|\n| passengers | 86 |",
)
NEWS_TEXTS = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=4).map("\n\n".join)
RULE_NAMES = sorted(catalogue().names)
API_OPERATIONS = ("GET /api/health", "POST /api/check", "POST /api/compare", "POST /api/summarize")
JSON, FORM, MULTIPART = "application/json", "application/x-www-form-urlencoded", "multipart/form-data"
STRING_SCHEMA = {"type": "string"}


def form_schema(*fields: str) -> dict[str, Any]:
    """The JSON schema of a form with text fields, of which the first is required."""
    return {"type": "object", "properties": dict.fromkeys(fields, STRING_SCHEMA), "required": fields[:1]}


LANGUAGETOOL_FIELDS = (
    "text language preferredVariants level disabledRules disabledCategories enabledRules enabledCategories enabledOnly"
)
UNDESCRIBED_BODIES = {  # operations that /openapi.json leaves out: the media type and the JSON schema of their bodies
    "/live/check": (JSON, LiveRequest.model_json_schema()),
    "/live/summary": (JSON, LiveRequest.model_json_schema()),
    "/live/decision": (JSON, DecisionRequest.model_json_schema(ref_template="#/components/schemas/{model}")),
    "/live/file": (MULTIPART, {"type": "object", "properties": {"file": STRING_SCHEMA | {"format": "binary"}}}),
    "/v2/check": (FORM, form_schema(*LANGUAGETOOL_FIELDS.split())),
    "/": (FORM, form_schema("text", "source", "do", "published", "against", "story", "who")),
}

bounded = settings(
    max_examples=40,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    """An application whose summaries a scripted engine writes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(STANDINS))
        write = importlib.import_module("scripted_summaries").write
        log = tmp_path_factory.mktemp("log") / "copydesk-log.jsonl"
        yield create_app("scripted", write=write, deadline=LONG_DEADLINE, log=log)
        asgi.shutdown_lifespans()


@pytest.fixture(scope="module")
def api(app: FastAPI) -> BaseSchema:
    headers = {"Host": ADDRESS.removeprefix("http://")}
    return openapi.from_asgi("/openapi.json", app, config=SchemathesisConfig(), headers=headers)


@pytest.fixture(scope="module")
def page(app: FastAPI) -> BaseSchema:
    """A schema of what the page and LanguageTool's clients post."""
    models = dict(DecisionRequest.model_json_schema().get("$defs", {}))
    schema = openapi.from_dict(
        {
            "openapi": "3.1.0",
            "info": {"title": "The page", "version": "1"},
            "paths": {
                path: {
                    "post": {
                        "requestBody": {"required": True, "content": {media_type: {"schema": body}}},
                        "responses": {"200": {"description": "The answer"}},
                    }
                }
                for path, (media_type, body) in UNDESCRIBED_BODIES.items()
            },
            "components": {"schemas": models},
        },
        config=SchemathesisConfig(),
    )
    schema.app = app
    return schema


def draw_case(data: st.DataObject, schema: BaseSchema, label: str, mode: GenerationMode) -> Case:
    """A request for an operation. Half of the valid ones have news texts, and ignore rules that exist."""
    operation = schema.find_operation_by_label(label)
    case = data.draw(operation.as_strategy(mode, feedback=FeedbackSources()))
    if mode.is_positive and isinstance(case.body, dict) and data.draw(st.booleans()):
        case.body |= {name: data.draw(NEWS_TEXTS) for name in ("text", "source") if name in case.body}
        if "ignore" in case.body:
            case.body["ignore"] = data.draw(st.lists(st.sampled_from(RULE_NAMES), max_size=3))
    return case


def test_every_operation_that_is_described_is_asked(api):
    assert {operation.ok().label for operation in api.get_all_operations()} == set(API_OPERATIONS)


def test_the_scripted_engine_writes_sentences_that_the_article_supports_and_others(app):
    with asgi.get_client(app) as client:
        response = client.post(f"{ADDRESS}/api/summarize", json={"text": "\n\n".join(SENTENCES[:4])})
    summary = response.json()["summary"]
    assert summary["sentences"]
    assert any("97" in rejected["text"] for rejected in summary["rejected"])


@pytest.mark.parametrize("label", API_OPERATIONS)
@given(data=st.data())
@bounded
def test_a_valid_request_is_answered_as_described(api, label, data):
    case = draw_case(data, api, label, GenerationMode.POSITIVE)
    response = case.call_and_validate(ADDRESS, checks=CONFORMANCE)
    assert response.status_code in (200, 422)  # 422: no article in the text, or a rule that is unknown


@pytest.mark.parametrize("label", API_OPERATIONS[1:])
@given(data=st.data())
@bounded
def test_an_invalid_request_is_refused_as_described(api, label, data):
    case = draw_case(data, api, label, GenerationMode.NEGATIVE)
    response = case.call_and_validate(ADDRESS, checks=CONFORMANCE)
    assert response.status_code not in REFUSED_BEFORE_READING


@pytest.mark.parametrize("path", UNDESCRIBED_BODIES)
@given(data=st.data())
@bounded
def test_what_the_page_and_languagetools_clients_post_is_no_server_error(page, path, data):
    case = draw_case(data, page, f"POST {path}", GenerationMode.POSITIVE)
    response = case.call_and_validate(ADDRESS, headers=OWN_ORIGIN, checks=[not_a_server_error])
    assert response.status_code not in REFUSED_BEFORE_READING


@pytest.mark.parametrize("path", [path for path, (media_type, _) in UNDESCRIBED_BODIES.items() if media_type == JSON])
@given(data=st.data())
@bounded
def test_what_the_script_of_the_page_never_posts_is_no_server_error(page, path, data):
    case = draw_case(data, page, f"POST {path}", GenerationMode.NEGATIVE)
    response = case.call_and_validate(ADDRESS, headers=OWN_ORIGIN, checks=[not_a_server_error])
    assert response.status_code not in REFUSED_BEFORE_READING


@pytest.mark.parametrize("path", [*(label.split()[1] for label in API_OPERATIONS[1:]), *UNDESCRIBED_BODIES])
@given(body=st.binary(max_size=200), media_type=st.sampled_from([JSON, FORM, f"{MULTIPART}; boundary=b", ""]))
@bounded
def test_arbitrary_bytes_are_no_server_error(app, path, body, media_type):
    with asgi.get_client(app) as client:
        response = client.post(f"{ADDRESS}{path}", data=body, headers=OWN_ORIGIN | {"Content-Type": media_type})
    assert response.status_code < 500
    assert response.status_code not in REFUSED_BEFORE_READING
