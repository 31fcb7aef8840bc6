"""The local page and the HTTP API.

Nothing that is posted is stored. The server binds to the loopback address and refuses requests for another host name
(DNS rebinding) or from another origin, so that no web page the editor visits can use it. Origins named with
--allow-origin, for example a CMS, may use the API only. The routes of the page are in page.py.
"""

from __future__ import annotations

import os
import pickle
import threading
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import date
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from anyio import CapacityLimiter
from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.openapi.utils import get_openapi
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from starlette.middleware.cors import CORSMiddleware

from checks.dictionary import NO_DICTIONARY, Dictionary
from checks.model import Article, Sheet
from checks.read import day_of
from checks.registry import catalogue
from summarizer.desk.checking import Check, CheckOptions, ReaderOptions, check_parsed
from summarizer.desk.plugins import prepare_worker
from summarizer.desk.workers import (
    DEADLINE_SECONDS,
    POLL_SECONDS,
    Cancelled,
    DeadlineExceeded,
    WorkerDied,
    WorkerPool,
    isolated_context,
)
from summarizer.inputs import MAX_BYTES, Unreadable
from summarizer.limits import MAX_SENTENCES, MAX_WORDS, MIN_WORDS
from summarizer.models.endpoints import EndpointOptions
from summarizer.models.errors import ModelError
from summarizer.reports.data import SCHEMA_VERSION, summary_data
from summarizer.reports.submitted_form import PASTED_TEXT_NAME
from summarizer.reports.version import version
from summarizer.web import schemas
from summarizer.web.access import API_PREFIX, MAX_BODY_BYTES, LoopbackOnly
from summarizer.web.decisions import DecisionDesk
from summarizer.web.disconnection import while_connected
from summarizer.web.languagetool import languagetool_router
from summarizer.web.page import error_message, page_router
from summarizer.web.posted import CheckFailed, PostedText, check_document, check_posted, compare_document
from summarizer.web.shared_calls import Abandoned, IsWanted, SharedCalls, always_wanted
from summarizer.web.streaming import WriteSummary, write_summary
from summarizer.web.summary_process import ClientGone, SummaryProcess
from summarizer.web.upstream import Upstream

REFUSALS: dict[int | str, dict[str, Any]] = {
    status: {"description": why, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Refusal"}}}}
    for status, why in {
        403: "Asked from another site's page, or under another host's name",
        413: f"A request above {MAX_BODY_BYTES // 1_000_000} MB, or no length stated",
        422: "Cannot be meant; `detail` names the field",
        500: "Something went wrong inside Copydesk",
    }.items()
}
HEALTH_REFUSALS: dict[int | str, dict[str, Any]] = {status: REFUSALS[status] for status in (403, 500)}
NOT_CHECKED: dict[int | str, dict[str, Any]] = {503: REFUSALS[500] | {"description": "The check took too long"}}
NO_SUMMARY: dict[int | str, dict[str, Any]] = {
    503: REFUSALS[500] | {"description": "The model cannot be had or run, or the check took too long"}
}
MIN_WORKERS, MAX_WORKERS = 2, 4  # worker processes; while a check hangs in one, another answers
LONG_BYTES = 300_000  # of a text that takes seconds
SUMMARY_THREADS = 16  # that wait for summaries: so many leave threads to the checks

DAY_OR_TIME = {
    "anyOf": [{"type": "string", "format": "date"}, {"type": "string", "format": "date-time"}, {"type": "null"}],
    "title": "Published",
}  # the JSON schema of what `_parse_published` reads

Answer = TypeVar("Answer")


class Refusal(BaseModel):
    """Every answer that is not 200."""

    detail: str


def worker_count() -> int:
    """How many worker processes check: one for each processor, within bounds. Each takes some 40 MB."""
    return min(max(MIN_WORKERS, os.cpu_count() or 1), MAX_WORKERS)


def _parse_published(stated: object) -> date | None:
    """The day of a date or date-time in ISO format. Raises ValueError."""
    if stated is not None and not isinstance(stated, str):
        raise ValueError("is to be a text, for example 2024-05-31")
    return day_of(stated)


class CommonOptions(BaseModel):
    """Fields of every request. Unknown ones are refused, so that no setting is lost to a typing error."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, Field(max_length=300)] = PASTED_TEXT_NAME
    kind: Literal["text", "html", "markdown"] = "text"
    published: Annotated[date | None, BeforeValidator(_parse_published), WithJsonSchema(DAY_OR_TIME)] = None
    locale: Literal["en-GB", "en-US"] | None = None
    ignore: list[str] = []

    def options(self) -> CheckOptions:
        """Raises HTTPException for an unknown rule."""
        try:
            ignored = catalogue().slugs(self.ignore) if self.ignore else frozenset[str]()
        except ValueError as error:
            raise HTTPException(422, str(error)) from None
        return CheckOptions(self.published, self.locale, ignored)


class CheckRequest(CommonOptions):
    text: Annotated[str, Field(min_length=1, max_length=MAX_BYTES)]


class CompareRequest(CommonOptions):
    text: Annotated[str, Field(min_length=1, max_length=MAX_BYTES)]
    source: Annotated[str, Field(min_length=1, max_length=MAX_BYTES)]
    mode: Literal["summary", "update"] = "summary"


class SummarizeRequest(CheckRequest):
    sentences: Annotated[int, Field(ge=1, le=MAX_SENTENCES)] | None = None
    words: Annotated[int, Field(ge=MIN_WORDS, le=MAX_WORDS)] | None = None
    seed: Annotated[int, Field(ge=0)] = 0
    form: Literal["summary", "headline", "standfirst"] = "summary"

    def limits(self) -> dict[str, Any]:
        """Keyword arguments of `summarizer.summarize`. Raises HTTPException for limits beside a form."""
        if self.form == "summary":
            return {"sentences": self.sentences, "words": self.words, "seed": self.seed}
        if self.model_fields_set & {"sentences", "words"}:
            raise HTTPException(422, f"form: a {self.form} has a length of its own: leave out sentences and words")
        return {"form": self.form, "seed": self.seed}


def create_app(
    model: str,
    sentences: int | None = None,
    origins: Collection[str] = (),
    *,
    upstream: Upstream | None = None,
    endpoint: EndpointOptions | None = None,
    dictionary: Dictionary = NO_DICTIONARY,
    reader: ReaderOptions | None = None,
    check: Check = check_parsed,
    deadline: float = DEADLINE_SECONDS,
    write: WriteSummary = write_summary,
    today: Callable[[], date] = date.today,
    log: Path | None = None,
) -> FastAPI:
    """Create the application. `model` is loaded for the first summary and kept; `endpoint` is for one on a server.

    `write` runs in a process of its own, and `today` gives the day that the page offers. `log` is the file that the
    page writes decisions to; without one it keeps nothing.

    Texts are read with the house `dictionary`, and their ties by `reader` too, but not those of /v2/check.

    `origins` are the sites whose pages may use the API, such as "https://cms.example". `upstream` is another
    LanguageTool server, to which the texts of /v2/check are sent too. `check` runs in worker processes, of which one
    starts with the server and the others when they are needed; a check that takes longer than `deadline` seconds gives
    status 503.
    """
    shared_calls = SharedCalls()
    long_checks = threading.Semaphore(worker_count() - 1)  # a worker is left to short texts, which overtake long ones
    pool = WorkerPool(worker_count(), isolated_context(["summarizer.web.preloaded"]), prepare_worker)

    summaries = SummaryProcess(partial(write, model=model, endpoint=endpoint))
    summary_threads = CapacityLimiter(SUMMARY_THREADS)

    def start_worker() -> None:
        """Start a worker process, so that the first client does not wait for it."""
        with suppress(CheckFailed):
            run_in_worker("", tuple)

    @asynccontextmanager
    async def run_processes(_: FastAPI) -> AsyncIterator[None]:
        with pool:
            threading.Thread(target=start_worker, daemon=True).start()
            yield
        summaries.close()

    app = FastAPI(
        lifespan=run_processes,
        title="Copydesk",
        version=version(),
        description="Checks the figures of news articles, and summarises them. The documents: docs/json.md.",
        docs_url=None,  # Swagger UI and ReDoc load scripts from another site
        redoc_url=None,
    )
    if origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=list(origins),
            allow_methods=["GET", "POST"],
            allow_headers=["content-type"],
        )
    app.add_middleware(LoopbackOnly, origins=origins)
    app.state.give_up_summaries, app.state.give_up_checks = summaries.close, pool.close

    def run_in_worker(
        name: str, work: Callable[..., Answer], *arguments: object, is_wanted: IsWanted = always_wanted
    ) -> Answer:
        """What `work` returns for the text of this name. Raises CheckFailed, and whatever `work` raises.

        Options among the arguments are given the house dictionary and the reader. Once nobody wants the answer, it
        raises ClientGone.
        """
        arguments = tuple(
            replace(each, dictionary=dictionary, reader=reader) if isinstance(each, CheckOptions) else each
            for each in arguments
        )
        pickled = pickle.dumps((work, arguments))
        key, is_long = sha256(pickled).digest(), len(pickled) > LONG_BYTES

        def call(is_wanted: IsWanted) -> Answer:
            while is_long and not long_checks.acquire(timeout=POLL_SECONDS):
                if not is_wanted():
                    raise Abandoned
            try:
                return pool.call(work, *arguments, seconds=deadline, is_cancelled=lambda: not is_wanted())
            except Cancelled:
                raise Abandoned from None
            finally:
                if is_long:
                    long_checks.release()

        try:
            with summaries.running_checks.one_more():
                return shared_calls.call(key, call, is_wanted)
        except Abandoned:
            raise ClientGone from None
        except DeadlineExceeded as error:
            raise CheckFailed(f"{name} {error}: not checked.") from None
        except WorkerDied as error:
            if pool.is_closed:
                raise CheckFailed(f"{name} was not checked: Copydesk is being stopped.") from None
            raise CheckFailed(f"{name} could not be checked ({error}): please report it.") from None

    def languagetool_sheet(posted: PostedText, options: CheckOptions) -> Sheet:
        return run_in_worker(posted.name, check_posted, posted, options, partial(_check_alone, check))

    app.include_router(languagetool_router(languagetool_sheet, upstream))

    def summary_document(body: SummarizeRequest, gone: threading.Event) -> dict[str, Any]:
        posted, limits = PostedText(body.name, body.text, body.kind), body.limits()
        sheet = run_in_worker(body.name, check_posted, posted, body.options(), check)
        summary = summaries.write(sheet.article, gone, **limits)
        return summary_data(summary, sheet, body.name, posted=posted.offsets_text)

    allow_remote = endpoint is not None and endpoint.allow_remote
    app.include_router(
        page_router(
            run_in_worker,
            summaries.write,
            check,
            sentences,
            summary_threads,
            today,
            allow_remote,
            DecisionDesk(log) if log else None,
        )
    )

    @app.get(f"{API_PREFIX}health", summary="That it is there, and which", responses=HEALTH_REFUSALS)
    def api_health() -> dict[str, str | int]:
        return {"status": "ok", "version": app.version, "schema_version": SCHEMA_VERSION, "model": model}

    @app.post(
        f"{API_PREFIX}check",
        summary="The sheet of an article",
        response_model=schemas.Check,
        responses=REFUSALS | NOT_CHECKED,
    )
    def api_check(body: CheckRequest) -> Response:
        posted = PostedText(body.name, body.text, body.kind)
        document = run_in_worker(body.name, check_document, posted, body.options(), check)
        return Response(document, media_type="application/json")

    @app.post(
        f"{API_PREFIX}compare",
        summary="The sheet of a text held against its source",
        response_model=schemas.Comparison,
        responses=REFUSALS | NOT_CHECKED,
    )
    def api_compare(body: CompareRequest) -> Response:
        source = PostedText("source", body.source, body.kind)
        text = PostedText(body.name, body.text, body.kind)
        document = run_in_worker(body.name, compare_document, source, text, body.mode, body.options())
        return Response(document, media_type="application/json")

    @app.post(
        f"{API_PREFIX}summarize",
        summary="A summary that its article supports, and the article's sheet",
        response_model=schemas.Summary,
        responses=REFUSALS | NO_SUMMARY,
    )
    async def api_summarize(body: SummarizeRequest, request: Request) -> Response:
        try:
            document = await while_connected(request, lambda gone: summary_document(body, gone), summary_threads)
            return JSONResponse(document)
        except ModelError as error:
            raise HTTPException(503, str(error)) from None
        except ClientGone:
            return Response(status_code=499)  # the client has gone; nobody reads the response

    @app.exception_handler(RequestValidationError)
    async def invalid_request(_: Request, error: RequestValidationError) -> JSONResponse:
        """Name the wrong fields; their contents are not sent back."""
        return JSONResponse({"detail": "; ".join(_validation_message(item) for item in error.errors())}, 422)

    @app.exception_handler(400)
    async def unparsable_body(_: Request, error: HTTPException) -> JSONResponse:
        """Refuse a body that FastAPI cannot decode: no UTF-8, nested too deeply, a number of too many digits."""
        return JSONResponse({"detail": NOT_A_JSON_OBJECT}, 422)

    @app.exception_handler(Unreadable)
    async def unreadable(_: Request, error: Unreadable) -> JSONResponse:
        return JSONResponse({"detail": str(error)}, 422)

    @app.exception_handler(CheckFailed)
    async def not_checked(_: Request, error: CheckFailed) -> JSONResponse:
        return JSONResponse({"detail": str(error)}, 503)

    @app.exception_handler(Exception)
    async def internal_error(_: Request, error: Exception) -> JSONResponse:
        return JSONResponse({"detail": error_message(error)}, 500)

    def openapi_schema() -> dict[str, Any]:
        if not app.openapi_schema:
            schema = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
            schema["components"]["schemas"]["Refusal"] = Refusal.model_json_schema()
            app.openapi_schema = schema
        return app.openapi_schema

    app.openapi = openapi_schema  # type: ignore[method-assign]
    return app


def _check_alone(check: Check, article: Article, options: CheckOptions, name: str) -> Sheet:
    """The sheet without what a reader would add: an editor's plugin asks after every pause in typing."""
    return check(article, replace(options, reader=None), name)


NOT_A_JSON_OBJECT = (
    "the request is not the JSON object that is wanted: its body has to be valid JSON in UTF-8, an object, and be sent "
    "with content-type: application/json"
)
VALIDATION_MESSAGES = {  # by the type of a Pydantic error
    "missing": "is needed",
    "extra_forbidden": "is not known here",
    "string_too_short": "is empty",
    "string_too_long": "is too long: a text has at most 10,000,000 characters, a name 300",
    "string_type": "is to be a text",
}


def _validation_message(error: dict[str, Any]) -> str:
    field = ".".join(str(part) for part in error["loc"][1:])
    if error["type"] == "json_invalid" or not field:
        return NOT_A_JSON_OBJECT
    message = VALIDATION_MESSAGES.get(error["type"])
    return f"{field} {message}" if message else f"{field}: {error['msg'].removeprefix('Value error, ')}"
