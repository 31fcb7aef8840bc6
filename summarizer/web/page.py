"""The local page as it works without its script: a form, and the page returned when it is submitted."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, HTMLResponse, Response
from starlette.concurrency import run_in_threadpool

from checks.model import Sheet
from summarizer.desk.decision_log import LogEntry
from summarizer.desk.writing import Unwritable
from summarizer.inputs import Source
from summarizer.reports.live import EXAMPLE, SCRIPT, STYLE_SHEETS, live_page
from summarizer.reports.submitted_form import SubmittedForm
from summarizer.web.decisions import DecisionLog, DecisionRefused, decision_notes, dismissal_reasons, submitted_rulings
from summarizer.web.disconnection import while_connected
from summarizer.web.errors import error_message, error_status
from summarizer.web.form import Upload, read_form, with_file
from summarizer.web.posted_texts import PageOptions
from summarizer.web.services import Services
from summarizer.web.shared_calls import IsWanted
from summarizer.web.summary_process import ClientGone


@dataclass(frozen=True, slots=True)
class FormPage:
    """Renders the page for a form.

    `sentences` is the length of a summary, None for the default. `today` returns the date that the page offers. For
    `allow_remote`, see `live_page`. `decision_log` is None if no log is kept.
    """

    services: Services
    sentences: int | None
    today: Callable[[], date]
    allow_remote: bool
    decision_log: DecisionLog | None

    def render(self, form: SubmittedForm) -> str:
        """The page with the form and no results."""
        return self._page_renderer({})(form)

    def _page_renderer(self, latest_entries: Mapping[str, LogEntry]) -> Callable[..., str]:
        """`live_page` with the settings of this server and the decisions on findings."""
        return partial(
            live_page,
            allow_remote=self.allow_remote,
            log=self.decision_log.file.name if self.decision_log else "",
            who=self.decision_log.who if self.decision_log else "",
            decided=decision_notes(latest_entries),
        )

    def with_upload(self, form: SubmittedForm, upload: Upload, client_gone: threading.Event) -> SubmittedForm:
        """The form with the text of the file.

        Raises CheckFailed and Unreadable, and ClientGone once `client_gone` is set.
        """
        return with_file(form, self.services.read(upload, lambda: not client_gone.is_set()))

    def submitted_page(self, form: SubmittedForm, client_gone: threading.Event) -> str:
        """The page for a submitted form.

        Raises CheckFailed, ModelError and Unreadable, and ClientGone once `client_gone` is set.
        """

        def is_wanted() -> bool:
            return not client_gone.is_set()

        if form.action == "example":
            example = EXAMPLE.read_text(encoding="utf-8")
            form = replace(form, text=example, file=None, action="check", published="", against="")
        if form.action == "today":
            form = replace(form, published=self.today().isoformat(), action="check")
            if not form.text.strip():
                return self.render(form)
        story = form.story or (form.file.name if form.file else "")
        logged_reasons = dismissal_reasons(self._latest_entries(form, story))
        sheet = self._sheet(form, logged_reasons, is_wanted)
        if self.decision_log:
            try:
                self.decision_log.write(
                    sheet, submitted_rulings(form, logged_reasons), story, form.article.text, form.who
                )
            except (DecisionRefused, Unwritable) as error:
                form = replace(form, error=str(error))
            form = replace(form, story=story)
        latest_entries = self._latest_entries(form, story)
        summary = None
        if form.action == "summarize":
            summary = self.services.summarize(sheet.article, client_gone, sentences=self.sentences)
        work = (self._page_renderer(latest_entries), form, sheet, summary)
        return self.services.run_in_worker(form.article.name, *work, is_wanted=is_wanted)

    def _latest_entries(self, form: SubmittedForm, story: str) -> dict[str, LogEntry]:
        return self.decision_log.latest_entries(story, form.article.text) if self.decision_log else {}

    def _sheet(self, form: SubmittedForm, logged_reasons: Mapping[str, str], is_wanted: IsWanted) -> Sheet:
        """The sheet of the form's text. `logged_reasons`: why findings stand according to the log, by fingerprint."""
        kept_reasons = {key: why for key, why in logged_reasons.items() if key not in form.without_reason}
        reasons = {**kept_reasons, **form.dismissal_reasons}
        if form.decision:
            reasons.pop(form.decision[1], None)
        published = date.fromisoformat(form.published) if form.published else None
        options = PageOptions(published, dismissal_reasons=reasons)
        if form.action == "check" and form.against:
            source = Source("the source", form.source)
            return self.services.comparison_sheet(source, form.article, form.against, options, is_wanted)
        return self.services.check_sheet(form.article, options, is_wanted)


def page_router(page: FormPage) -> APIRouter:
    """The routes of the page, its script and its style sheets."""
    router = APIRouter(include_in_schema=False)

    @router.get("/", response_class=HTMLResponse)
    def empty_page() -> HTMLResponse:
        return HTMLResponse(page.render(SubmittedForm()))

    @router.post("/", response_class=HTMLResponse)
    async def submit(request: Request) -> Response:
        content_type, body = request.headers.get("content-type", ""), await request.body()
        form, upload = await run_in_threadpool(read_form, content_type, body)
        try:
            if upload:
                form = await while_connected(request, partial(page.with_upload, form, upload))
            if form.error:
                return HTMLResponse(page.render(form), 422)
            threads = page.services.summary_threads if form.action == "summarize" else None
            return HTMLResponse(
                await while_connected(request, lambda client_gone: page.submitted_page(form, client_gone), threads)
            )
        except ClientGone:
            raise
        except Exception as error:
            return HTMLResponse(page.render(replace(form, error=error_message(error))), error_status(error))

    @router.get("/live.js")
    def script() -> FileResponse:
        return FileResponse(SCRIPT, media_type="text/javascript")

    @router.get("/{name}.css")
    def style_sheet(name: str) -> Response:
        path = STYLE_SHEETS.get(f"{name}.css")
        return FileResponse(path, media_type="text/css") if path else Response(status_code=404)

    return router
