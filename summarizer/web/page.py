"""The routes of the local page: the page itself, which works without its script, and what the script asks."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import asdict, replace
from datetime import date
from functools import partial
from typing import Annotated, Any, Literal, Protocol, TypeVar

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, Response, StreamingResponse
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from starlette.concurrency import run_in_threadpool

from checks.model import Article, Sheet
from summarizer.desk.checking import Check
from summarizer.desk.decision_log import Decision
from summarizer.desk.writing import Unwritable
from summarizer.inputs import MAX_BYTES, Source
from summarizer.models.errors import ModelError
from summarizer.pipeline.result import Summary
from summarizer.reports.live import EXAMPLE, SCRIPT, STYLE_SHEETS, live_page, summary_view
from summarizer.reports.submitted_form import PASTED_TEXT_NAME, SubmittedForm
from summarizer.web.access import LIVE_PREFIX
from summarizer.web.decisions import DecisionDesk, Ruling, Undecidable, notes_of, rulings_of, stood_of
from summarizer.web.disconnection import while_connected
from summarizer.web.form import MAX_NAME, MAX_STOOD, MAX_WHY, read_form, read_upload
from summarizer.web.posted import CheckFailed, PageOptions, PostedText, check_posted, compare_posted, live_answer
from summarizer.web.shared_calls import IsWanted
from summarizer.web.streaming import Event, PartsRead
from summarizer.web.summary_process import ClientGone

PING_SECONDS = 2.0  # between two signs of life of a summary, by which the server notices a client that has gone
PING = ": the model is at work\n\n"

Answer = TypeVar("Answer")


class RunInWorker(Protocol):
    """Runs a function in a worker process for as long as its answer is wanted.

    Raises CheckFailed, ClientGone, and whatever the function raises.
    """

    def __call__(
        self, name: str, work: Callable[..., Answer], *arguments: object, is_wanted: IsWanted = ...
    ) -> Answer: ...


class Summarize(Protocol):
    """`SummaryProcess.write`."""

    def __call__(
        self, article: Article, gone: threading.Event, report: Callable[[Event], None] = ..., **limits: Any
    ) -> Summary: ...


class LiveRequest(BaseModel):
    """What the page's script posts: the fields of the form."""

    model_config = ConfigDict(extra="forbid")

    text: Annotated[str, Field(max_length=MAX_BYTES)]
    source: Annotated[str, Field(max_length=MAX_BYTES)] = ""
    against: Literal["", "summary", "update"] = ""
    published: Annotated[date | None, BeforeValidator(lambda stated: stated or None)] = None
    stood: Annotated[dict[str, Annotated[str, Field(max_length=MAX_WHY)]], Field(max_length=MAX_STOOD)] = {}
    story: Annotated[str, Field(max_length=MAX_NAME)] = ""
    who: Annotated[str, Field(max_length=MAX_NAME)] = ""

    def posted(self) -> tuple[PostedText, PostedText]:
        return PostedText(PASTED_TEXT_NAME, self.text), PostedText("the source", self.source)

    def options(self, logged: Mapping[str, str] | None = None) -> PageOptions:
        """`logged` are findings that the log lets stand, with why."""
        return PageOptions(self.published, stood={**(logged or {}), **self.stood})


class DecisionRequest(LiveRequest):
    """What the page's script posts for a decision on one finding."""

    fingerprint: Annotated[str, Field(max_length=MAX_NAME)]
    decision: Decision
    why: Annotated[str, Field(max_length=MAX_WHY)] = ""
    change: Annotated[str, Field(max_length=MAX_WHY)] = ""

    def verdict(self) -> Ruling:
        return Ruling(self.fingerprint, self.decision, self.why, self.change)


def page_router(
    run_in_worker: RunInWorker,
    summarize: Summarize,
    check: Check,
    sentences: int | None,
    summary_threads: CapacityLimiter,
    today: Callable[[], date],
    allow_remote: bool,
    desk: DecisionDesk | None,
) -> APIRouter:
    """The routes of the page.

    `summary_threads` bounds the threads that wait for summaries. `allow_remote`: see `live_page`. `desk` is the log of
    decisions; without one nothing is kept.
    """
    render = partial(
        live_page, allow_remote=allow_remote, log=desk.file.name if desk else "", who=desk.who if desk else ""
    )
    router = APIRouter(include_in_schema=False)

    def submitted_page(form: SubmittedForm, gone: threading.Event) -> str:
        """The page for a submitted form. Raises CheckFailed, ModelError, Unreadable and ClientGone."""
        if form.action == "example":
            example = EXAMPLE.read_text(encoding="utf-8")
            form = replace(form, text=example, file=None, action="check", published="", against="")
        if form.action == "today":
            form = replace(form, published=today().isoformat(), action="check")
            if not form.text.strip():
                return render(form)
        published = date.fromisoformat(form.published) if form.published else None
        text = form.article
        story = form.story or (form.file.name if form.file else "")
        latest = desk.latest(story, text.text) if desk else {}
        logged = stood_of(latest)
        kept = {name: why for name, why in logged.items() if name not in form.without_reason}
        stood = {**kept, **form.stood}
        if form.decision:
            stood.pop(form.decision[1], None)
        options = PageOptions(published, stood=stood)
        summary = None
        if form.action == "check" and form.against:
            source = Source("the source", form.source)
            sheet: Sheet = run_in_worker(text.name, compare_posted, source, text, form.against, options)
        else:
            sheet = run_in_worker(text.name, check_posted, text, options, check)
        if desk:
            try:
                desk.write(sheet, rulings_of(form, logged), story, text.text, form.who)
            except (Undecidable, Unwritable) as error:
                form = replace(form, error=str(error))
            form = replace(form, story=story)
            latest = desk.latest(story, text.text)
        if form.action == "summarize":
            summary = summarize(sheet.article, gone, sentences=sentences)
        return render(form, sheet, summary, decided=notes_of(latest))

    @router.get("/", response_class=HTMLResponse)
    def empty_page() -> HTMLResponse:
        return HTMLResponse(render(SubmittedForm()))

    @router.post("/", response_class=HTMLResponse)
    async def submit(request: Request) -> Response:
        form = await run_in_threadpool(read_form, request.headers.get("content-type", ""), await request.body())
        if form.error:
            return HTMLResponse(render(form), 422)
        threads = summary_threads if form.action == "summarize" else None
        try:
            return HTMLResponse(await while_connected(request, lambda gone: submitted_page(form, gone), threads))
        except ClientGone:
            return Response(status_code=499)  # the client has gone; nobody reads the response
        except Exception as error:
            status = 503 if isinstance(error, (ModelError, CheckFailed)) else 500
            return HTMLResponse(render(replace(form, error=error_message(error))), status)

    @router.get("/live.js")
    def script() -> FileResponse:
        return FileResponse(SCRIPT, media_type="text/javascript")

    @router.get("/{name}.css")
    def style_sheet(name: str) -> Response:
        path = STYLE_SHEETS.get(f"{name}.css")
        return FileResponse(path, media_type="text/css") if path else Response(status_code=404)

    @router.post(f"{LIVE_PREFIX}check")
    async def live_check(body: LiveRequest, request: Request) -> Response:
        """The results for the page's script, which ends a request whose text has changed: its check is given up."""
        try:
            return await while_connected(request, lambda gone: live_results(body, gone))
        except ClientGone:
            return Response(status_code=499)  # the client has gone; nobody reads the response

    def live_results(body: LiveRequest, gone: threading.Event) -> Response:
        text, source = body.posted()
        if not text.text.strip():
            return JSONResponse({"detail": "Paste the article first."}, 422)
        latest = desk.latest(body.story, text.text) if desk else {}
        options, decided = body.options(stood_of(latest)), notes_of(latest) if desk else None
        work = (live_answer, text, source, body.against, options, check, decided)
        answer = run_in_worker(text.name, *work, is_wanted=lambda: not gone.is_set())
        return Response(answer, media_type="application/json")

    @router.post(f"{LIVE_PREFIX}decision")
    def live_decision(body: DecisionRequest) -> JSONResponse:
        """Log a decision on a finding of the posted text."""
        if desk is None:
            return JSONResponse({"detail": "No log is kept here: start `copydesk serve` without --no-log."}, 404)
        text, source = body.posted()
        if body.against and source.text.strip():
            sheet: Sheet = run_in_worker(text.name, compare_posted, source, text, body.against, body.options())
        else:
            sheet = run_in_worker(text.name, check_posted, text, body.options(), check)
        try:
            (entry,) = desk.write(sheet, [body.verdict()], body.story, text.text, body.who)
        except Undecidable as error:
            return JSONResponse({"detail": str(error)}, 422)
        except Unwritable as error:
            return JSONResponse({"detail": str(error)}, 503)
        return JSONResponse({"said": f"Written to {desk.file.name}: {entry.note}."})

    @router.post(f"{LIVE_PREFIX}file")
    async def live_file(request: Request) -> JSONResponse:
        content_type, body = request.headers.get("content-type", ""), await request.body()
        file = await run_in_threadpool(read_upload, content_type, body)
        return JSONResponse(
            {"text": file.text, "name": file.name, "published": file.published.isoformat() if file.published else ""}
        )

    @router.post(f"{LIVE_PREFIX}summary")
    async def live_summary(body: LiveRequest) -> StreamingResponse:
        """Server-sent events: "draft" with its sentences and their verdicts, "parts", then "summary" or "failed"."""
        text, _ = body.posted()

        def write(gone: threading.Event, report: Callable[[Event], None]) -> dict[str, Any]:
            sheet: Sheet = run_in_worker(text.name, check_posted, text, body.options(), check)
            summary = summarize(sheet.article, gone, report, sentences=sentences)
            return summary_view(summary, sheet, text.name, text.text)

        return StreamingResponse(_events(write, summary_threads), media_type="text/event-stream")

    return router


def error_message(error: Exception) -> str:
    """What the page says of an error."""
    if isinstance(error, (ModelError, CheckFailed)):
        return str(error)
    return f"Something went wrong inside Copydesk ({type(error).__name__}: {error}). Please report it."


async def _events(
    write: Callable[[threading.Event, Callable[[Event], None]], dict[str, Any]], threads: CapacityLimiter
) -> AsyncIterator[str]:
    """The events of a summary that `write` writes in a thread; it is told when the client disconnects."""
    gone = threading.Event()
    queue: asyncio.Queue[tuple[str, dict[str, Any]]] = asyncio.Queue()
    loop = asyncio.get_running_loop()

    def put(name: str, data: dict[str, Any]) -> None:
        loop.call_soon_threadsafe(queue.put_nowait, (name, data))

    def report(event: Event) -> None:
        put("parts" if isinstance(event, PartsRead) else "draft", asdict(event))

    def work() -> None:
        try:
            put("summary", write(gone, report))
        except ClientGone:
            return
        except Exception as error:
            put("failed", {"detail": error_message(error)})

    writing = asyncio.create_task(to_thread.run_sync(work, limiter=threads))
    try:
        while True:
            try:
                name, data = await asyncio.wait_for(queue.get(), PING_SECONDS)
            except TimeoutError:
                yield PING
                continue
            yield f"event: {name}\ndata: {json.dumps(data)}\n\n"
            if name in ("summary", "failed"):
                await writing
                return
    finally:
        gone.set()
