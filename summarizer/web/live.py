"""What the script of the local page asks: results as an editor types, decisions on findings, summaries."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import asdict
from datetime import date
from functools import partial
from typing import Annotated, Any, Literal

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from starlette.concurrency import run_in_threadpool

from summarizer.desk.decision_log import Decision
from summarizer.desk.writing import Unwritable
from summarizer.inputs import MAX_BYTES
from summarizer.reports.live import summary_view
from summarizer.reports.submitted_form import PASTED_TEXT_NAME
from summarizer.web.access import LIVE_PREFIX
from summarizer.web.decisions import DecisionDesk, Ruling, Undecidable, notes_of, stood_of
from summarizer.web.disconnection import while_connected
from summarizer.web.errors import error_message
from summarizer.web.form import MAX_NAME, MAX_STOOD, MAX_WHY, read_upload
from summarizer.web.posted import PageOptions, PostedText, live_answer
from summarizer.web.services import Services
from summarizer.web.streaming import PartsRead, SummaryEvent
from summarizer.web.summary_process import ClientGone, ignore_events

PING_SECONDS = 2.0  # between two signs of life of a summary, by which the server notices a client that has gone
PING = ": the model is at work\n\n"


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

    def ruling(self) -> Ruling:
        return Ruling(self.fingerprint, self.decision, self.why, self.change)


def live_router(services: Services, sentences: int | None, desk: DecisionDesk | None) -> APIRouter:
    """The routes that the page's script asks. `desk` is the log of decisions; without one nothing is kept."""
    router = APIRouter(include_in_schema=False)

    @router.post(f"{LIVE_PREFIX}check")
    async def live_check(body: LiveRequest, request: Request) -> Response:
        """The results for the page's script, which ends a request whose text has changed: its check is given up."""
        return await while_connected(request, lambda gone: results(services, desk, body, gone))

    @router.post(f"{LIVE_PREFIX}decision")
    def live_decision(body: DecisionRequest) -> JSONResponse:
        """Log a decision on a finding of the posted text."""
        if desk is None:
            return JSONResponse({"detail": "No log is kept here: start `copydesk serve` without --no-log."}, 404)
        return decide(services, desk, body)

    @router.post(f"{LIVE_PREFIX}file")
    async def live_file(request: Request) -> JSONResponse:
        content_type, body = request.headers.get("content-type", ""), await request.body()
        upload = await run_in_threadpool(read_upload, content_type, body)
        file = await while_connected(request, lambda gone: services.read(upload, lambda: not gone.is_set()))
        return JSONResponse(
            {"text": file.text, "name": file.name, "published": file.published.isoformat() if file.published else ""}
        )

    @router.post(f"{LIVE_PREFIX}summary")
    async def live_summary(body: LiveRequest) -> StreamingResponse:
        """Server-sent events: "draft" with its sentences and their verdicts, "parts", then "summary" or "failed"."""
        write = partial(written, services, sentences, body)
        return StreamingResponse(_events(write, services.summary_threads), media_type="text/event-stream")

    return router


def results(services: Services, desk: DecisionDesk | None, body: LiveRequest, gone: threading.Event) -> Response:
    """The results for the posted texts, with what the log says of them. Raises ClientGone once `gone` is set."""
    text, source = body.posted()
    if not text.text.strip():
        return JSONResponse({"detail": "Paste the article first."}, 422)
    latest = desk.latest(body.story, text.text) if desk else {}
    options, decided = body.options(stood_of(latest)), notes_of(latest) if desk else None
    work = (live_answer, text, source, body.against, options, services.check, decided)
    answer = services.run_in_worker(text.name, *work, is_wanted=lambda: not gone.is_set())
    return Response(answer, media_type="application/json")


def written(
    services: Services,
    sentences: int | None,
    body: LiveRequest,
    gone: threading.Event,
    report: Callable[[SummaryEvent], None] = ignore_events,
) -> dict[str, Any]:
    """A summary of the posted text, as the page shows it; `report` is called with what happens meanwhile.

    Raises ClientGone once `gone` is set, CheckFailed, ModelError and Unreadable.
    """

    def is_wanted() -> bool:
        return not gone.is_set()

    text, _ = body.posted()
    sheet = services.checked(text, body.options(), is_wanted)
    summary = services.summarize(sheet.article, gone, report, sentences=sentences)
    work = (summary_view, summary, sheet, text.name, text.text)
    return services.run_in_worker(text.name, *work, is_wanted=is_wanted)


def decide(services: Services, desk: DecisionDesk, body: DecisionRequest) -> JSONResponse:
    """Log a decision on a finding of the posted text. The answer says what was written, or why nothing was."""
    text, source = body.posted()
    if body.against and source.text.strip():
        sheet = services.compared(source, text, body.against, body.options())
    else:
        sheet = services.checked(text, body.options())
    try:
        (entry,) = desk.write(sheet, [body.ruling()], body.story, text.text, body.who)
    except Undecidable as error:
        return JSONResponse({"detail": str(error)}, 422)
    except Unwritable as error:
        return JSONResponse({"detail": str(error)}, 503)
    return JSONResponse({"said": f"Written to {desk.file.name}: {entry.note}."})


async def _events(
    write: Callable[[threading.Event, Callable[[SummaryEvent], None]], dict[str, Any]], threads: CapacityLimiter
) -> AsyncIterator[str]:
    """The events of a summary that `write` writes in a thread; it is told when the client disconnects."""
    gone = threading.Event()
    queue: asyncio.Queue[tuple[str, dict[str, Any]]] = asyncio.Queue()
    loop = asyncio.get_running_loop()

    def put(name: str, data: dict[str, Any]) -> None:
        loop.call_soon_threadsafe(queue.put_nowait, (name, data))

    def report(event: SummaryEvent) -> None:
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
