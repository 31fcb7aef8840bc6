"""The local page and the HTTP API.

The page works without scripts: a form is sent, a report comes back, with the text in it to mend and check again. What
is pasted is kept nowhere. Only this machine is answered: the server binds to the loopback address, and requests under
another host's name or from another site's page are refused, so that no web page the editor visits can drive it. Sites
named with --allow-origin, a CMS say, may ask the API and nothing else.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date
from typing import Annotated, Any, Literal, TypeVar

from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.openapi.utils import get_openapi
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, Response
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from starlette.concurrency import run_in_threadpool
from starlette.middleware.cors import CORSMiddleware

import summarizer
from checks.model import Article, Sheet
from checks.read import day_of
from checks.registry import catalogue
from summarizer.desk.checking import Check, Terms, check_read
from summarizer.desk.workers import DEADLINE, DeadlineExceeded, WorkerDied, WorkerPool, inheriting_nothing
from summarizer.inputs import MAX_BYTES, Source, Unreadable
from summarizer.models.errors import ModelError
from summarizer.pipeline.result import Summary
from summarizer.reports.data import SCHEMA_VERSION, sheet_data, summary_data
from summarizer.reports.page import TEMPLATES, environment, sheet_page
from summarizer.reports.version import version
from summarizer.web import schemas
from summarizer.web.access import API, MAX_BODY, ForThisMachine
from summarizer.web.form import NAME, Pasted, read_form
from summarizer.web.posted import Posted, check_posted, compare_posted

REFUSALS: dict[int | str, dict[str, Any]] = {
    status: {"description": why, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Refusal"}}}}
    for status, why in {
        403: "Asked from another site's page, or under another host's name",
        413: f"A request above {MAX_BODY // 1_000_000} MB, or no length stated",
        422: "Cannot be meant; `detail` names the field",
        500: "Something went wrong inside Copydesk",
    }.items()
}
NOT_CHECKED: dict[int | str, dict[str, Any]] = {503: REFUSALS[500] | {"description": "The check took too long"}}
NO_SUMMARY: dict[int | str, dict[str, Any]] = {
    503: REFUSALS[500] | {"description": "The model cannot be had or run, or the check took too long"}
}
PROCESSES = 2  # that check at the same time: while one of them hangs, the other answers
WAIT = 0.2  # seconds between looks at whether whoever asked is still there

Answer = TypeVar("Answer")


class Abandoned(Exception):
    """Whoever asked for a summary has gone away."""


class NotChecked(Exception):
    """A text that was not checked; the message says why."""


class Refusal(BaseModel):
    """Every answer that is not 200."""

    detail: str


def _day(stated: object) -> date | None:
    if stated is not None and not isinstance(stated, str):
        raise ValueError("is to be a text, for example 2024-05-31")
    return day_of(stated)


class Choices(BaseModel):
    """What may be asked of every check. Unknown fields are refused, so that none is lost to a slip of the pen."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, Field(max_length=300)] = NAME
    kind: Literal["text", "html", "markdown"] = "text"
    published: Annotated[date | None, BeforeValidator(_day)] = None
    locale: Literal["en-GB", "en-US"] | None = None
    ignore: list[str] = []

    def posted(self, text: str) -> str:
        """The text in which the places of the answer count; "" where that is what was taken out of it."""
        return text if self.kind == "text" else ""

    def terms(self) -> Terms:
        try:
            ignored = catalogue().slugs(self.ignore)
        except ValueError as error:
            raise HTTPException(422, str(error)) from None
        return Terms(self.published, self.locale, ignored)


class CheckRequest(Choices):
    text: Annotated[str, Field(min_length=1, max_length=MAX_BYTES)]


class CompareRequest(Choices):
    text: Annotated[str, Field(min_length=1, max_length=MAX_BYTES)]
    source: Annotated[str, Field(min_length=1, max_length=MAX_BYTES)]
    mode: Literal["summary", "update"] = "summary"


class SummarizeRequest(CheckRequest):
    sentences: Annotated[int, Field(ge=1, le=20)] = 3
    words: Annotated[int, Field(ge=10, le=2000)] | None = None
    seed: Annotated[int, Field(ge=0)] = 0


def create_app(
    model: str,
    sentences: int = 3,
    origins: Collection[str] = (),
    *,
    check: Check = check_read,
    deadline: float = DEADLINE,
) -> FastAPI:
    """The application. `model` is loaded when the first summary is asked for, and kept.

    `origins` are the sites whose pages may ask the API, such as "https://cms.example". Texts are checked by `check` in
    processes that start with the first of them; what takes longer than `deadline` seconds is answered with the reason.
    """
    pool = WorkerPool(PROCESSES, inheriting_nothing(["summarizer.web.preloaded"]), catalogue)

    @asynccontextmanager
    async def closing_the_pool(_: FastAPI) -> AsyncIterator[None]:
        with pool:
            yield

    app = FastAPI(
        lifespan=closing_the_pool,
        title="Copydesk",
        version=version(),
        description="Checks the figures of news articles, and summarises them. The documents: docs/json.md.",
        docs_url=None,  # these pages load scripts from elsewhere
        redoc_url=None,
    )
    if origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=list(origins),
            allow_methods=["GET", "POST"],
            allow_headers=["content-type"],
        )
    app.add_middleware(ForThisMachine, origins=origins)
    one_at_a_time = threading.Lock()

    def summarised(story: Article, gone: threading.Event, **limits: Any) -> Summary:
        """One at a time; given up at the next part of the story when whoever asked is gone. Raises Abandoned."""

        def look(*_: int) -> None:
            if gone.is_set():
                raise Abandoned

        while not one_at_a_time.acquire(timeout=WAIT):
            look()
        try:
            look()
            return summarizer.summarize(story, model=model, progress=look, **limits)
        finally:
            one_at_a_time.release()

    def in_time(name: str, work: Callable[..., Sheet], *arguments: object) -> Sheet:
        """The sheet of the text of this name. Raises NotChecked, and what the work raises."""
        try:
            return pool.call(work, *arguments, seconds=deadline)
        except DeadlineExceeded as error:
            raise NotChecked(f"{name} {error}: not checked.") from None
        except WorkerDied as error:
            raise NotChecked(f"{name} could not be checked ({error}): please report it.") from None

    def summary_of(wanted: SummarizeRequest, gone: threading.Event) -> dict[str, Any]:
        given = Posted(wanted.name, wanted.text, wanted.kind)
        sheet = in_time(wanted.name, check_posted, given, wanted.terms(), check)
        limits = {"sentences": wanted.sentences, "words": wanted.words, "seed": wanted.seed}
        summary = summarised(sheet.article, gone, **limits)
        return summary_data(summary, sheet, wanted.name, posted=wanted.posted(wanted.text))

    def report(pasted: Pasted, gone: threading.Event) -> str:
        """The report page of what the form was sent with."""
        terms = Terms(date.fromisoformat(pasted.published) if pasted.published else None)
        text = pasted.article
        if pasted.do in ("compare", "update"):
            mode: Literal["summary", "update"] = "update" if pasted.do == "update" else "summary"
            source = Source("the source", pasted.source)
            sheet = in_time(text.name, compare_posted, source, text, mode, terms)
            return sheet_page(sheet, text.name, source_name="the source", again=pasted)
        sheet = in_time(text.name, check_posted, text, terms, check)
        if pasted.do == "check":
            return sheet_page(sheet, text.name, again=pasted)
        summary = summarised(sheet.article, gone, sentences=sentences)
        return sheet_page(sheet, text.name, summary=summary, again=pasted)

    @app.get("/", response_class=HTMLResponse, include_in_schema=False)
    def paste() -> str:
        return _form(Pasted())

    @app.post("/", response_class=HTMLResponse, include_in_schema=False)
    async def pasted(request: Request) -> Response:
        given = await run_in_threadpool(read_form, request.headers.get("content-type", ""), await request.body())
        if given.error:
            return HTMLResponse(_form(given), 422)
        try:
            return HTMLResponse(await _while_there(request, lambda gone: report(given, gone)))
        except (ModelError, NotChecked) as error:
            status, said = 503, str(error)
        except Abandoned:
            return Response(status_code=499)  # nobody reads it
        except Exception as error:
            status, said = 500, _broken(error)
        return HTMLResponse(_form(replace(given, error=said)), status)

    @app.get("/form.js", include_in_schema=False)
    def script() -> FileResponse:
        return FileResponse(TEMPLATES / "form.js", media_type="text/javascript")

    @app.get(f"{API}health", summary="That it is there, and which")
    def api_health() -> dict[str, str | int]:
        return {"status": "ok", "version": app.version, "schema_version": SCHEMA_VERSION, "model": model}

    @app.post(
        f"{API}check",
        summary="The sheet of an article",
        response_model=schemas.Check,
        responses=REFUSALS | NOT_CHECKED,
    )
    def api_check(wanted: CheckRequest) -> JSONResponse:
        given = Posted(wanted.name, wanted.text, wanted.kind)
        sheet = in_time(wanted.name, check_posted, given, wanted.terms(), check)
        return JSONResponse(sheet_data(sheet, wanted.name, posted=wanted.posted(wanted.text)))

    @app.post(
        f"{API}compare",
        summary="The sheet of a text held against its source",
        response_model=schemas.Comparison,
        responses=REFUSALS | NOT_CHECKED,
    )
    def api_compare(wanted: CompareRequest) -> JSONResponse:
        source = Posted("source", wanted.source, wanted.kind)
        text = Posted(wanted.name, wanted.text, wanted.kind)
        sheet = in_time(wanted.name, compare_posted, source, text, wanted.mode, wanted.terms())
        posted, source_posted = wanted.posted(wanted.text), wanted.posted(wanted.source)
        return JSONResponse(sheet_data(sheet, wanted.name, source.name, posted=posted, source_posted=source_posted))

    @app.post(
        f"{API}summarize",
        summary="A summary that its article supports, and the article's sheet",
        response_model=schemas.Summary,
        responses=REFUSALS | NO_SUMMARY,
    )
    async def api_summarize(wanted: SummarizeRequest, request: Request) -> Response:
        try:
            return JSONResponse(await _while_there(request, lambda gone: summary_of(wanted, gone)))
        except ModelError as error:
            raise HTTPException(503, str(error)) from None
        except Abandoned:
            return Response(status_code=499)  # nobody reads it

    @app.exception_handler(RequestValidationError)
    async def explained(_: Request, error: RequestValidationError) -> JSONResponse:
        """Says which field is wrong and how; the text itself is not sent back."""
        return JSONResponse({"detail": "; ".join(_in_plain_words(one) for one in error.errors())}, 422)

    @app.exception_handler(Unreadable)
    async def unreadable(_: Request, error: Unreadable) -> JSONResponse:
        return JSONResponse({"detail": str(error)}, 422)

    @app.exception_handler(NotChecked)
    async def not_checked(_: Request, error: NotChecked) -> JSONResponse:
        return JSONResponse({"detail": str(error)}, 503)

    @app.exception_handler(Exception)
    async def broken(_: Request, error: Exception) -> JSONResponse:
        return JSONResponse({"detail": _broken(error)}, 500)

    def described() -> dict[str, Any]:
        if not app.openapi_schema:
            schema = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
            schema["components"]["schemas"]["Refusal"] = Refusal.model_json_schema()
            app.openapi_schema = schema
        return app.openapi_schema

    app.openapi = described  # type: ignore[method-assign]
    return app


async def _while_there(request: Request, work: Callable[[threading.Event], Answer]) -> Answer:
    """What the work gives. The event that it is handed is set when whoever asked goes away or the server is stopped."""
    gone = threading.Event()

    async def look() -> None:
        while not await request.is_disconnected():
            await asyncio.sleep(WAIT)
        gone.set()

    looking = asyncio.create_task(look())
    try:
        return await run_in_threadpool(work, gone)
    finally:
        gone.set()  # where the server is stopped, too
        looking.cancel()


NO_OBJECT = "the request is not the JSON object that is wanted; send it with content-type: application/json"
IN_PLAIN_WORDS = {
    "missing": "is needed",
    "extra_forbidden": "is not known here",
    "string_too_short": "is empty",
    "string_too_long": "is too long: a text has at most 10,000,000 characters, a name 300",
    "string_type": "is to be a text",
}


def _in_plain_words(error: dict[str, Any]) -> str:
    field = ".".join(str(part) for part in error["loc"][1:])
    if error["type"] == "json_invalid" or not field:
        return NO_OBJECT
    said = IN_PLAIN_WORDS.get(error["type"])
    return f"{field} {said}" if said else f"{field}: {error['msg'].removeprefix('Value error, ')}"


def _broken(error: Exception) -> str:
    return f"Something went wrong inside Copydesk ({type(error).__name__}: {error}). Please report it."


def _form(pasted: Pasted) -> str:
    return environment().get_template("paste.html.j2").render(again=pasted)
