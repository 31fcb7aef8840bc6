"""The HTTP API: its requests and its routes. Its responses are described in schemas.py."""

from __future__ import annotations

import threading
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from checks.read import day_of
from checks.registry import catalogue
from summarizer.desk.checking import CheckOptions
from summarizer.inputs import MAX_BYTES
from summarizer.limits import MAX_SENTENCES, MAX_WORDS, MIN_WORDS
from summarizer.reports.data import SCHEMA_VERSION, summary_data
from summarizer.reports.submitted_form import PASTED_TEXT_NAME
from summarizer.reports.version import version
from summarizer.web import schemas
from summarizer.web.access import API_PREFIX, MAX_BODY_BYTES
from summarizer.web.disconnection import while_connected
from summarizer.web.field_errors import FORM_BESIDE_LIMITS
from summarizer.web.posted_texts import PostedText, check_document, compare_document
from summarizer.web.services import Services

REFUSAL_RESPONSES: dict[int | str, dict[str, Any]] = {
    status: {
        "description": description,
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Refusal"}}},
    }
    for status, description in {
        403: "Asked from another site's page, or under another host's name",
        413: f"A request above {MAX_BODY_BYTES // 1_000_000} MB, or no length stated",
        422: "Cannot be meant; `detail` names the field",
        500: "Something went wrong inside Copydesk",
    }.items()
}
HEALTH_RESPONSES: dict[int | str, dict[str, Any]] = {status: REFUSAL_RESPONSES[status] for status in (403, 500)}
CHECK_FAILED_RESPONSES: dict[int | str, dict[str, Any]] = {
    503: REFUSAL_RESPONSES[500] | {"description": "The check took too long"}
}
SUMMARY_FAILED_RESPONSES: dict[int | str, dict[str, Any]] = {
    503: REFUSAL_RESPONSES[500] | {"description": "The model cannot be had or run, or the check took too long"}
}

PUBLISHED_SCHEMA = {
    "anyOf": [{"type": "string", "format": "date"}, {"type": "string", "format": "date-time"}, {"type": "null"}],
    "title": "Published",
}  # the JSON schema of the values that `_parse_published` accepts


class Refusal(BaseModel):
    """Every answer that is not 200."""

    detail: str


def _parse_published(stated: object) -> date | None:
    """The date of a date or date-time in ISO 8601; None for None. Raises ValueError."""
    if stated is not None and not isinstance(stated, str):
        raise ValueError("is to be a text, for example 2024-05-31")
    return day_of(stated)


class RequestOptions(BaseModel):
    """The fields that all requests have.

    Unknown fields are refused, so that no setting is lost to a typing error. Values of the wrong type are refused too:
    "2" is not a number.
    """

    model_config = ConfigDict(extra="forbid", strict=True)

    name: Annotated[str, Field(max_length=300)] = PASTED_TEXT_NAME
    kind: Literal["text", "html", "markdown"] = "text"
    published: Annotated[date | None, BeforeValidator(_parse_published), WithJsonSchema(PUBLISHED_SCHEMA)] = None
    locale: Literal["en-GB", "en-US"] | None = None
    ignore: list[str] = []

    def options(self) -> CheckOptions:
        """The options of the check. Raises HTTPException for an unknown rule."""
        try:
            ignored = catalogue().slugs(self.ignore) if self.ignore else frozenset[str]()
        except ValueError as error:
            raise HTTPException(422, str(error)) from None
        return CheckOptions(self.published, self.locale, ignored)


class CheckRequest(RequestOptions):
    text: Annotated[str, Field(min_length=1, max_length=MAX_BYTES)]

    def posted_text(self) -> PostedText:
        return PostedText(self.name, self.text, self.kind)


class CompareRequest(CheckRequest):
    source: Annotated[str, Field(min_length=1, max_length=MAX_BYTES)]
    mode: Literal["summary", "update"] = "summary"


class SummarizeRequest(CheckRequest):
    sentences: Annotated[int, Field(ge=1, le=MAX_SENTENCES)] | None = None
    words: Annotated[int, Field(ge=MIN_WORDS, le=MAX_WORDS)] | None = None
    seed: Annotated[int, Field(ge=0)] = 0
    form: Literal["summary", "headline", "standfirst"] = "summary"

    def summary_options(self) -> dict[str, Any]:
        """Keyword arguments of `summarizer.summarize`.

        Raises HTTPException if a length is given for a form that has a fixed one.
        """
        if self.form == "summary":
            return {"sentences": self.sentences, "words": self.words, "seed": self.seed}
        if self.model_fields_set & {"sentences", "words"}:
            raise HTTPException(422, FORM_BESIDE_LIMITS.format(form=self.form))
        return {"form": self.form, "seed": self.seed}


def api_router(services: Services, model: str) -> APIRouter:
    """The routes of the API; `model` is the name of the model that summarises."""
    router = APIRouter()

    @router.get(f"{API_PREFIX}health", summary="That it is there, and which", responses=HEALTH_RESPONSES)
    def api_health() -> dict[str, str | int]:
        return {"status": "ok", "version": version(), "schema_version": SCHEMA_VERSION, "model": model}

    @router.post(
        f"{API_PREFIX}check",
        summary="The sheet of an article",
        response_model=schemas.Check,
        responses=REFUSAL_RESPONSES | CHECK_FAILED_RESPONSES,
    )
    def api_check(body: CheckRequest) -> Response:
        document = services.run_in_worker(body.name, check_document, body.posted_text(), body.options(), services.check)
        return Response(document, media_type="application/json")

    @router.post(
        f"{API_PREFIX}compare",
        summary="The sheet of a text held against its source",
        response_model=schemas.Comparison,
        responses=REFUSAL_RESPONSES | CHECK_FAILED_RESPONSES,
    )
    def api_compare(body: CompareRequest) -> Response:
        source, text = PostedText("source", body.source, body.kind), body.posted_text()
        document = services.run_in_worker(body.name, compare_document, source, text, body.mode, body.options())
        return Response(document, media_type="application/json")

    @router.post(
        f"{API_PREFIX}summarize",
        summary="A summary that its article supports, and the article's sheet",
        response_model=schemas.Summary,
        responses=REFUSAL_RESPONSES | SUMMARY_FAILED_RESPONSES,
    )
    async def api_summarize(body: SummarizeRequest, request: Request) -> Response:
        document = await while_connected(
            request, lambda client_gone: summary_document(services, body, client_gone), services.summary_threads
        )
        return JSONResponse(document)

    return router


def summary_document(services: Services, body: SummarizeRequest, client_gone: threading.Event) -> dict[str, Any]:
    """The JSON document of a summary.

    Raises CheckFailed, ModelError and Unreadable, and ClientGone once `client_gone` is set.
    """
    posted, summary_options = body.posted_text(), body.summary_options()
    sheet = services.check_sheet(posted, body.options(), lambda: not client_gone.is_set())
    summary = services.summarize(sheet.article, client_gone, **summary_options)
    return summary_data(summary, sheet, body.name, posted=posted.offsets_text)
