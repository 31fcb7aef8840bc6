"""The local page as it works without its script: the form, and what comes back when it is submitted."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, HTMLResponse, Response
from starlette.concurrency import run_in_threadpool

from checks.model import Sheet
from summarizer.desk.decision_log import LogEntry
from summarizer.desk.writing import Unwritable
from summarizer.inputs import Source
from summarizer.models.errors import ModelError
from summarizer.pipeline.result import Summary
from summarizer.reports.live import EXAMPLE, SCRIPT, STYLE_SHEETS, live_page
from summarizer.reports.submitted_form import SubmittedForm
from summarizer.web.decisions import DecisionDesk, Undecidable, notes_of, rulings_of, stood_of
from summarizer.web.disconnection import while_connected
from summarizer.web.errors import error_message
from summarizer.web.form import read_form
from summarizer.web.posted import CheckFailed, PageOptions
from summarizer.web.services import Services
from summarizer.web.summary_process import ClientGone


@dataclass(frozen=True, slots=True)
class FormPage:
    """Makes the page for a form. `allow_remote`: see `live_page`.

    `today` gives the day that the page offers. `desk` is the log of decisions; without one nothing is kept.
    """

    services: Services
    sentences: int | None
    today: Callable[[], date]
    allow_remote: bool
    desk: DecisionDesk | None

    def render(
        self,
        form: SubmittedForm,
        sheet: Sheet | None = None,
        summary: Summary | None = None,
        latest: Mapping[str, LogEntry] | None = None,
    ) -> str:
        """The page with the form, and with the results if there are any; `latest` is what was decided of findings."""
        return live_page(
            form,
            sheet,
            summary,
            allow_remote=self.allow_remote,
            log=self.desk.file.name if self.desk else "",
            who=self.desk.who if self.desk else "",
            decided=notes_of(latest or {}),
        )

    def submitted(self, form: SubmittedForm, gone: threading.Event) -> str:
        """The page for a submitted form.

        Raises CheckFailed, ModelError and Unreadable, and ClientGone once `gone` is set.
        """
        if form.action == "example":
            example = EXAMPLE.read_text(encoding="utf-8")
            form = replace(form, text=example, file=None, action="check", published="", against="")
        if form.action == "today":
            form = replace(form, published=self.today().isoformat(), action="check")
            if not form.text.strip():
                return self.render(form)
        story = form.story or (form.file.name if form.file else "")
        logged = stood_of(self._latest(form, story))
        sheet = self._sheet(form, logged)
        if self.desk:
            try:
                self.desk.write(sheet, rulings_of(form, logged), story, form.article.text, form.who)
            except (Undecidable, Unwritable) as error:
                form = replace(form, error=str(error))
            form = replace(form, story=story)
        latest = self._latest(form, story)
        summary = None
        if form.action == "summarize":
            summary = self.services.summarize(sheet.article, gone, sentences=self.sentences)
        return self.render(form, sheet, summary, latest)

    def _latest(self, form: SubmittedForm, story: str) -> dict[str, LogEntry]:
        return self.desk.latest(story, form.article.text) if self.desk else {}

    def _sheet(self, form: SubmittedForm, logged: Mapping[str, str]) -> Sheet:
        """The sheet of the form's text. `logged` are findings that the log lets stand, with why."""
        kept = {name: why for name, why in logged.items() if name not in form.without_reason}
        stood = {**kept, **form.stood}
        if form.decision:
            stood.pop(form.decision[1], None)
        published = date.fromisoformat(form.published) if form.published else None
        options = PageOptions(published, stood=stood)
        if form.action == "check" and form.against:
            return self.services.compared(Source("the source", form.source), form.article, form.against, options)
        return self.services.checked(form.article, options)


def page_router(page: FormPage) -> APIRouter:
    """The routes of the page, its script and its styles."""
    router = APIRouter(include_in_schema=False)

    @router.get("/", response_class=HTMLResponse)
    def empty_page() -> HTMLResponse:
        return HTMLResponse(page.render(SubmittedForm()))

    @router.post("/", response_class=HTMLResponse)
    async def submit(request: Request) -> Response:
        form = await run_in_threadpool(read_form, request.headers.get("content-type", ""), await request.body())
        if form.error:
            return HTMLResponse(page.render(form), 422)
        threads = page.services.summary_threads if form.action == "summarize" else None
        try:
            return HTMLResponse(await while_connected(request, lambda gone: page.submitted(form, gone), threads))
        except ClientGone:
            raise
        except Exception as error:
            status = 503 if isinstance(error, (ModelError, CheckFailed)) else 500
            return HTMLResponse(page.render(replace(form, error=error_message(error))), status)

    @router.get("/live.js")
    def script() -> FileResponse:
        return FileResponse(SCRIPT, media_type="text/javascript")

    @router.get("/{name}.css")
    def style_sheet(name: str) -> Response:
        path = STYLE_SHEETS.get(f"{name}.css")
        return FileResponse(path, media_type="text/css") if path else Response(status_code=404)

    return router
