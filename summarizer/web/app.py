"""The application that serves the local page and the HTTP API.

Of what is posted, only decisions on findings are stored, in the log if there is one. The server binds to the loopback
address and refuses requests for another host name (DNS rebinding) or from another origin, so that no web page the
editor visits can use it. Origins named with --allow-origin, for example a CMS, may use the API only. The routes are in
api.py, page.py, live.py and languagetool.py.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager, closing
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from anyio import CapacityLimiter
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.middleware.cors import CORSMiddleware

from checks.dictionary import NO_DICTIONARY, Dictionary
from checks.model import Sheet
from summarizer.desk.checking import Check, CheckOptions, ReaderOptions, check_parsed
from summarizer.desk.workers import TEXT_CHECK_SECONDS
from summarizer.models.endpoints import EndpointOptions
from summarizer.reports.version import version
from summarizer.web.access import LoopbackOnly
from summarizer.web.api import Refusal, api_router
from summarizer.web.check_workers import CheckWorkers
from summarizer.web.decisions import DecisionLog
from summarizer.web.errors import add_error_handlers
from summarizer.web.languagetool import languagetool_router
from summarizer.web.live import live_router
from summarizer.web.page import FormPage, page_router
from summarizer.web.posted_texts import PostedText, check_posted, check_without_reader
from summarizer.web.services import Services
from summarizer.web.streaming import WriteSummary, write_summary
from summarizer.web.summary_process import SummaryProcess
from summarizer.web.upstream import Upstream

SUMMARY_THREADS = 16  # threads that may wait for summaries; the other threads of the server are left for checks


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
    deadline: float = TEXT_CHECK_SECONDS,
    write: WriteSummary = write_summary,
    today: Callable[[], date] = date.today,
    log: Path | None = None,
) -> FastAPI:
    """Create the application.

    `model` is loaded for the first summary and kept; `endpoint` says how to reach a model that runs on a server.
    `write` runs in a separate process. `today` returns the date that the page offers. `log` is the file to which the
    page writes decisions; without it nothing is kept.

    Texts are read with the house `dictionary`. The model of `reader` reads their ties too, except for /v2/check.

    `origins` are the sites whose pages may use the API, such as "https://cms.example". `upstream` is another
    LanguageTool server, to which the texts of /v2/check are sent as well. `check` runs in worker processes: one starts
    with the server, the others when they are needed. A check that takes more than `deadline` seconds gives status 503.
    """
    summaries = SummaryProcess(partial(write, model=model, endpoint=endpoint))
    workers = CheckWorkers(summaries.running_checks, deadline, dictionary, reader)
    services = Services(workers.run, summaries.write, check, CapacityLimiter(SUMMARY_THREADS))
    decision_log = DecisionLog(log) if log else None
    allow_remote = endpoint is not None and endpoint.allow_remote

    @asynccontextmanager
    async def run_processes(_: FastAPI) -> AsyncIterator[None]:
        with closing(summaries), workers:
            yield

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
    app.state.close_summaries, app.state.close_checks = summaries.close, workers.close
    app.include_router(languagetool_router(partial(_sheet_without_reader, services), upstream))
    app.include_router(page_router(FormPage(services, sentences, today, allow_remote, decision_log)))
    app.include_router(live_router(services, sentences, decision_log))
    app.include_router(api_router(services, model))
    add_error_handlers(app)
    app.openapi = partial(_openapi_schema, app)  # type: ignore[method-assign]
    return app


def _sheet_without_reader(services: Services, posted: PostedText, options: CheckOptions) -> Sheet:
    """The sheet for an editor plugin, made without the reader since plugins ask after every pause in typing."""
    check = partial(check_without_reader, services.check)
    return services.run_in_worker(posted.name, check_posted, posted, options, check)


def _openapi_schema(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI schema, including the schema of refusals."""
    if not app.openapi_schema:
        schema = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
        schema["components"]["schemas"]["Refusal"] = Refusal.model_json_schema()
        app.openapi_schema = schema
    return app.openapi_schema
