"""The routes for the local page's script: results while an editor types, decisions on findings, files, summaries."""

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
from summarizer.web.decisions import DecisionLog, DecisionRefused, Ruling, decision_notes, dismissal_reasons
from summarizer.web.disconnection import while_connected
from summarizer.web.errors import error_message
from summarizer.web.form import MAX_DISMISSALS, MAX_NAME_LENGTH, MAX_REASON_LENGTH, read_upload
from summarizer.web.posted_texts import PageOptions, PostedText, live_document
from summarizer.web.services import Services
from summarizer.web.streaming import PartsRead, SummaryEvent
from summarizer.web.summary_process import ClientGone, ignore_events

PING_SECONDS = 2.0  # between two comments in the event stream, so that the server notices a disconnected client
PING = ": the model is at work\n\n"


class LiveRequest(BaseModel):
    """What the page's script posts: the fields of the form."""

    model_config = ConfigDict(extra="forbid")

    text: Annotated[str, Field(max_length=MAX_BYTES)]
    source: Annotated[str, Field(max_length=MAX_BYTES)] = ""
    against: Literal["", "summary", "update"] = ""
    published: Annotated[date | None, BeforeValidator(lambda stated: stated or None)] = None
    stood: Annotated[
        dict[str, Annotated[str, Field(max_length=MAX_REASON_LENGTH)]], Field(max_length=MAX_DISMISSALS)
    ] = {}
    story: Annotated[str, Field(max_length=MAX_NAME_LENGTH)] = ""
    who: Annotated[str, Field(max_length=MAX_NAME_LENGTH)] = ""

    def posted_texts(self) -> tuple[PostedText, PostedText]:
        return PostedText(PASTED_TEXT_NAME, self.text), PostedText("the source", self.source)

    def options(self, logged_reasons: Mapping[str, str] | None = None) -> PageOptions:
        """The options of the check. `logged_reasons`: why findings stand according to the log, by fingerprint."""
        return PageOptions(self.published, dismissal_reasons={**(logged_reasons or {}), **self.stood})


class DecisionRequest(LiveRequest):
    """What the page's script posts for a decision on one finding."""

    fingerprint: Annotated[str, Field(max_length=MAX_NAME_LENGTH)]
    decision: Decision
    why: Annotated[str, Field(max_length=MAX_REASON_LENGTH)] = ""
    change: Annotated[str, Field(max_length=MAX_REASON_LENGTH)] = ""

    def ruling(self) -> Ruling:
        return Ruling(self.fingerprint, self.decision, self.why, self.change)


def live_router(services: Services, sentences: int | None, decision_log: DecisionLog | None) -> APIRouter:
    """The routes for the page's script. `sentences`: length of a summary; without `decision_log`, no log is kept."""
    router = APIRouter(include_in_schema=False)

    @router.post(f"{LIVE_PREFIX}check")
    async def live_check(body: LiveRequest, request: Request) -> Response:
        """The results for the posted texts. If the text changes, the script closes the connection to stop the check."""
        return await while_connected(
            request, lambda client_gone: check_response(services, decision_log, body, client_gone)
        )

    @router.post(f"{LIVE_PREFIX}decision")
    def live_decision(body: DecisionRequest) -> JSONResponse:
        """Log a decision on a finding of the posted text."""
        if decision_log is None:
            return JSONResponse({"detail": "No log is kept here: start `copydesk serve` without --no-log."}, 404)
        return decision_response(services, decision_log, body)

    @router.post(f"{LIVE_PREFIX}file")
    async def live_file(request: Request) -> JSONResponse:
        content_type, body = request.headers.get("content-type", ""), await request.body()
        upload = await run_in_threadpool(read_upload, content_type, body)
        file = await while_connected(
            request, lambda client_gone: services.read(upload, lambda: not client_gone.is_set())
        )
        return JSONResponse(
            {"text": file.text, "name": file.name, "published": file.published.isoformat() if file.published else ""}
        )

    @router.post(f"{LIVE_PREFIX}summary")
    async def live_summary(body: LiveRequest) -> StreamingResponse:
        """Server-sent events: "draft" with its sentences and their verdicts, "parts", then "summary" or "failed"."""
        write = partial(page_summary, services, sentences, body)
        return StreamingResponse(_events(write, services.summary_threads), media_type="text/event-stream")

    return router


def check_response(
    services: Services, decision_log: DecisionLog | None, body: LiveRequest, client_gone: threading.Event
) -> Response:
    """The results for the posted texts, with the decisions in the log. Raises ClientGone once `client_gone` is set."""
    text, source = body.posted_texts()
    if not text.text.strip():
        return JSONResponse({"detail": "Paste the article first."}, 422)
    latest_entries = decision_log.latest_entries(body.story, text.text) if decision_log else {}
    options, decided = (
        body.options(dismissal_reasons(latest_entries)),
        decision_notes(latest_entries) if decision_log else None,
    )
    work = (live_document, text, source, body.against, options, services.check, decided)
    document = services.run_in_worker(text.name, *work, is_wanted=lambda: not client_gone.is_set())
    return Response(document, media_type="application/json")


def page_summary(
    services: Services,
    sentences: int | None,
    body: LiveRequest,
    client_gone: threading.Event,
    report: Callable[[SummaryEvent], None] = ignore_events,
) -> dict[str, Any]:
    """A summary of the posted text, as `summary_view` describes it; `report` is called with progress events.

    Raises ClientGone once `client_gone` is set, CheckFailed, ModelError and Unreadable.
    """

    def is_wanted() -> bool:
        return not client_gone.is_set()

    text, _ = body.posted_texts()
    sheet = services.check_sheet(text, body.options(), is_wanted)
    summary = services.summarize(sheet.article, client_gone, report, sentences=sentences)
    work = (summary_view, summary, sheet, text.name, text.text)
    return services.run_in_worker(text.name, *work, is_wanted=is_wanted)


def decision_response(services: Services, decision_log: DecisionLog, body: DecisionRequest) -> JSONResponse:
    """Log a decision on a finding of the posted text. The response says what was written, or why nothing was."""
    text, source = body.posted_texts()
    if body.against and source.text.strip():
        sheet = services.comparison_sheet(source, text, body.against, body.options())
    else:
        sheet = services.check_sheet(text, body.options())
    try:
        (entry,) = decision_log.write(sheet, [body.ruling()], body.story, text.text, body.who)
    except DecisionRefused as error:
        return JSONResponse({"detail": str(error)}, 422)
    except Unwritable as error:
        return JSONResponse({"detail": str(error)}, 503)
    return JSONResponse({"said": f"Written to {decision_log.file.name}: {entry.note}."})


async def _events(
    write: Callable[[threading.Event, Callable[[SummaryEvent], None]], dict[str, Any]], threads: CapacityLimiter
) -> AsyncIterator[str]:
    """Server-sent events for a summary that `write` writes in a thread.

    The event passed to `write` is set when the client disconnects.
    """
    client_gone = threading.Event()
    queue: asyncio.Queue[tuple[str, dict[str, Any]]] = asyncio.Queue()
    loop = asyncio.get_running_loop()

    def put(name: str, data: dict[str, Any]) -> None:
        loop.call_soon_threadsafe(queue.put_nowait, (name, data))

    def report(event: SummaryEvent) -> None:
        put("parts" if isinstance(event, PartsRead) else "draft", asdict(event))

    def work() -> None:
        try:
            put("summary", write(client_gone, report))
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
        client_gone.set()
