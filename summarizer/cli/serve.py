"""The command serve: the local page and the HTTP API."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from checks.registry import catalogue
from summarizer.cli.options import (
    DEFAULT_MODEL,
    AllowRemoteOption,
    BaseUrlOption,
    LogOption,
    ModelOption,
    ReaderOption,
    SentencesOption,
    TimeoutOption,
    UsageError,
    concrete_model,
    endpoint_arguments,
    with_reader,
)
from summarizer.desk.checking import EXIT_INTERRUPTED, CheckOptions
from summarizer.desk.decision_log import find_log_file
from summarizer.desk.settings import find_settings, working_folder
from summarizer.models.endpoints import is_endpoint

if TYPE_CHECKING:
    from summarizer.web.upstream import Upstream

MAX_PORT = 65535
DEFAULT_PORTS = {"http": "80", "https": "443"}
ORIGIN = re.compile(  # also app:// and those of browser extensions
    r"([a-z][a-z0-9+.-]*)://(\[[0-9a-f:.]+\]|[^\s/*:?#@\\\[\]]+)(?::([1-9][0-9]{0,4}))?", re.ASCII | re.IGNORECASE
)

PortOption = Annotated[int, typer.Option(min=1, max=MAX_PORT, help="Port on this machine.")]
AllowOriginOption = Annotated[
    list[str] | None,
    typer.Option(metavar="ORIGIN", help="A site whose pages may ask the API, https://cms.example; may be given again."),
]
UpstreamOption = Annotated[
    str | None,
    typer.Option(
        metavar="URL",
        help="A LanguageTool server, http://localhost:8081: what editors check is sent there too, and its matches "
        "are merged.",
    ),
]
NoLogOption = Annotated[bool, typer.Option("--no-log", help="Keep nothing, not even decisions on findings.")]


def serve(
    port: PortOption = 8765,
    model: ModelOption = DEFAULT_MODEL,
    base_url: BaseUrlOption = None,
    timeout: TimeoutOption = None,
    allow_remote: AllowRemoteOption = False,
    sentences: SentencesOption = None,
    allow_origin: AllowOriginOption = None,
    upstream: UpstreamOption = None,
    log: LogOption = None,
    no_log: NoLogOption = False,
    reader: ReaderOption = None,
) -> None:
    """Open a local page to paste articles into.

    It answers this machine only, and programs on it too: see docs/json.md. What is decided of a finding on the page is
    written to the log; of the articles nothing else is kept.
    """
    from summarizer.models.catalogue import source_of as model_source
    from summarizer.web.server import ADDRESS, PortTaken
    from summarizer.web.server import serve as run_server

    origins = [_normalized_origin(origin) for origin in allow_origin or ()]
    languagetool = _upstream_server(upstream, port, allow_remote) if upstream else None
    model = concrete_model(model)
    model_source(model)  # raises for an impossible model now, not at the first summary
    endpoint = endpoint_arguments(model, base_url, timeout, allow_remote)
    if endpoint:
        from summarizer.engines.endpoint.http_client import resolve
        from summarizer.models.endpoints import endpoint_of

        resolve(endpoint_of(model, endpoint["endpoint"]), allow_remote=allow_remote)
    if reader and is_endpoint(reader):
        print(f"{reader} reads no ties here: too slow for a page that checks as you type.", file=sys.stderr)
        reader = None
    reader_options = with_reader(CheckOptions(), reader).reader
    log_file = None if no_log else log or find_log_file(working_folder())
    catalogue().require_no_conflicts()  # raises for rules that cannot be, now and not at the first check
    dictionary = find_settings(working_folder()).dictionary

    def announce() -> None:
        print(f"Copydesk is at http://{ADDRESS}:{port}/ until you press Ctrl-C.", file=sys.stderr, flush=True)
        if log_file:
            print(f"Decisions on findings are written to {log_file}.", file=sys.stderr, flush=True)
        if languagetool:
            print(f"Texts posted to /v2/check are sent to {languagetool.url} too.", file=sys.stderr, flush=True)

    try:
        run_server(
            port,
            model,
            sentences,
            origins,
            languagetool,
            log_file,
            **endpoint,
            dictionary=dictionary,
            reader=reader_options,
            bound=announce,
        )
    except PortTaken as error:
        raise UsageError(str(error)) from None
    except KeyboardInterrupt:
        raise SystemExit(EXIT_INTERRUPTED) from None  # newer releases of Typer would exit without a message


def _normalized_origin(origin: str) -> str:
    """The origin as browsers send it: in lower case, and without the default port of its scheme.

    Raises UsageError for an origin that does not name one site.
    """
    found = ORIGIN.fullmatch(origin) if origin.isascii() else None
    if not found or int(found[3] or 0) > MAX_PORT:
        raise UsageError(
            f"--allow-origin {origin}: name one site, in ASCII and without a path, for example https://cms.example."
        )
    scheme, host, port = found[1].lower(), found[2], found[3]
    if scheme in DEFAULT_PORTS:  # for other schemes, browsers keep the case of the host
        host = host.lower()
    return f"{scheme}://{host}" if port in (None, DEFAULT_PORTS.get(scheme)) else f"{scheme}://{host}:{port}"


def _upstream_server(url: str, port: int, allow_remote: bool) -> Upstream:
    """The LanguageTool server at the address. Raises UsageError if it must not be used; `port` is Copydesk's."""
    from summarizer.web.access import LOOPBACK_HOSTS
    from summarizer.web.upstream import Upstream

    try:
        server = Upstream(url, allow_remote=allow_remote)
    except ValueError as error:
        raise UsageError(f"--upstream: {error}, for example http://localhost:8081.") from None
    if server.port == port and server.host in LOOPBACK_HOSTS:
        raise UsageError(f"--upstream {url}: that is the address of Copydesk itself.")
    if server.is_refused():
        raise UsageError(
            f"--upstream {url}: that is another machine, and what editors check would leave this one: add "
            "--allow-remote if it may."
        )
    return server
