"""The local page and the HTTP API.

The page works without scripts: a form is sent, a report comes back, with the text in it to mend and check again. What
is pasted is kept nowhere. Only this machine is answered: the server binds to the loopback address, and requests under
another host's name or from another site's page are refused, so that no web page the editor visits can drive it.
"""

from __future__ import annotations

import threading
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal
from urllib.parse import parse_qs, urlsplit

from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool
from starlette.middleware.trustedhost import TrustedHostMiddleware

import summarizer
from checks.registry import catalogue
from summarizer.desk.checking import Terms, check_read, hold_against, read
from summarizer.inputs import MAX_BYTES, Source
from summarizer.models import ModelError
from summarizer.reports.data import sheet_data, summary_data
from summarizer.reports.page import environment, sheet_page

HOSTS = ("127.0.0.1", "localhost", "[::1]")
NAME = "pasted text"
MAX_BODY = 3 * MAX_BYTES  # a form writes most signs with three characters
HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # with none at all, a browser does not say which page a form came from
}


@dataclass(frozen=True, slots=True)
class Pasted:
    """What the form was sent with, so that it can be shown again."""

    text: str = ""
    source: str = ""
    published: str = ""
    do: str = "check"
    error: str = ""


class Choices(BaseModel):
    """What may be asked of every check. Unknown fields are refused, so that none is lost to a slip of the pen."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, Field(max_length=300)] = NAME
    published: date | None = None
    locale: Literal["en-GB", "en-US"] | None = None
    ignore: list[str] = []

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


def create_app(model: str, sentences: int = 3) -> FastAPI:
    """The application. `model` is loaded when the first summary is asked for, and kept."""
    app = FastAPI(title="Copydesk", docs_url=None, redoc_url=None)  # their pages load scripts from elsewhere
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(HOSTS))
    one_at_a_time = threading.Lock()

    def summary_of(request: SummarizeRequest) -> dict[str, Any]:
        story = read(Source(request.name, request.text), request.terms())
        with one_at_a_time:
            summary = summarizer.summarize(
                story, model=model, sentences=request.sentences, words=request.words, seed=request.seed
            )
        return summary_data(summary, check_read(story, request.terms(), request.name), request.name)

    def report(pasted: Pasted) -> str:
        """The report page of what the form was sent with."""
        terms = Terms(date.fromisoformat(pasted.published) if pasted.published else None)
        text = Source(NAME, pasted.text)
        if pasted.do in ("compare", "update"):
            mode: Literal["summary", "update"] = "update" if pasted.do == "update" else "summary"
            sheet = hold_against(Source("the source", pasted.source), text, mode, terms)
            return sheet_page(sheet, NAME, source_name="the source", again=pasted)
        story = read(text, terms)
        sheet = check_read(story, terms, NAME)
        if pasted.do == "check":
            return sheet_page(sheet, NAME, again=pasted)
        with one_at_a_time:
            summary = summarizer.summarize(story, model=model, sentences=sentences)
        return sheet_page(sheet, NAME, summary=summary, again=pasted)

    @app.middleware("http")
    async def for_this_machine(request: Request, answer: Callable[[Request], Awaitable[Response]]) -> Response:
        origin = request.headers.get("origin")
        if origin and urlsplit(origin).netloc != request.headers.get("host"):
            return Response("This page is answered on this machine only.", 403, HEADERS)
        size = request.headers.get("content-length", "")
        if request.method == "POST" and not (size.isdigit() and int(size) <= MAX_BODY):
            return Response(f"At most {MAX_BYTES // 1_000_000} MB, with its length stated.", 413, HEADERS)
        response = await answer(request)
        response.headers.update(HEADERS)
        return response

    @app.get("/", response_class=HTMLResponse, include_in_schema=False)
    def paste() -> str:
        return _form(Pasted())

    @app.post("/", response_class=HTMLResponse, include_in_schema=False)
    async def pasted(request: Request) -> Response:
        given = _read_form(await request.body())
        if given.error:
            return HTMLResponse(_form(given), 422)
        try:
            return HTMLResponse(await run_in_threadpool(report, given))
        except ModelError as error:
            return HTMLResponse(_form(Pasted(given.text, given.source, given.published, given.do, str(error))), 503)

    @app.post("/api/check", summary="The sheet of an article")
    def api_check(request: CheckRequest) -> JSONResponse:
        terms = request.terms()
        sheet = check_read(read(Source(request.name, request.text), terms), terms, request.name)
        return JSONResponse(sheet_data(sheet, request.name))

    @app.post("/api/compare", summary="The sheet of a text held against its source")
    def api_compare(request: CompareRequest) -> JSONResponse:
        source = Source("source", request.source)
        sheet = hold_against(source, Source(request.name, request.text), request.mode, request.terms())
        return JSONResponse(sheet_data(sheet, request.name, source.name))

    @app.post("/api/summarize", summary="A summary that its article supports, and the article's sheet")
    def api_summarize(request: SummarizeRequest) -> JSONResponse:
        try:
            return JSONResponse(summary_of(request))
        except ModelError as error:
            raise HTTPException(503, str(error)) from None

    @app.exception_handler(RequestValidationError)
    async def explained(_: Request, error: RequestValidationError) -> JSONResponse:
        """Says which field is wrong and how; the text itself is not sent back."""
        wrong = [f"{'.'.join(str(part) for part in one['loc'][1:])}: {one['msg']}" for one in error.errors()]
        return JSONResponse({"detail": "; ".join(wrong)}, 422)

    return app


def _form(pasted: Pasted) -> str:
    return environment().get_template("paste.html.j2").render(again=pasted)


def _read_form(body: bytes) -> Pasted:
    fields = {key: values[0] for key, values in parse_qs(body.decode("utf-8", "replace"), max_num_fields=10).items()}
    text, source = (fields.get(key, "").replace("\r\n", "\n") for key in ("text", "source"))
    published, do = fields.get("published", "").strip(), fields.get("do", "check")
    return Pasted(text, source, published, do, _wrong(text, source, published, do))


def _wrong(text: str, source: str, published: str, do: str) -> str:
    if not text.strip():
        return "Paste the article first."
    if len(text) > MAX_BYTES or len(source) > MAX_BYTES:
        return f"The text is larger than {MAX_BYTES // 1_000_000} MB: split it and check the parts."
    if do not in ("check", "summarize", "compare", "update"):
        return "Choose one of the buttons."
    if do in ("compare", "update") and not source.strip():
        return "Paste the source, or the earlier version, to hold the text against."
    try:
        date.fromisoformat(published or "2024-05-31")
    except ValueError:
        return "Write the day of publication as year-month-day, for example 2024-05-31."
    return ""
