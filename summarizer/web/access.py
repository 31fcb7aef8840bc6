"""Who is let in: this machine, its own page, and the sites that were named."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from summarizer.inputs import MAX_BYTES

HOSTS = ("127.0.0.1", "localhost", "::1")
API = "/api/"
MAX_BODY = 3 * MAX_BYTES  # a form writes most signs with three characters
PRIVATE = "access-control-request-private-network"
HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # with none at all, a browser does not say which page a form came from
}


class ForThisMachine:
    """Refuses what another host's name or another site's page asks, and what is too large, before it is read.

    Written against ASGI itself, so that a request can still say that whoever asked went away.
    """

    def __init__(self, app: ASGIApp, origins: Collection[str]) -> None:
        self.app, self.origins = app, origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        added = dict(HEADERS)
        if request.method == "OPTIONS" and PRIVATE in request.headers and request.headers.get("origin") in self.origins:
            # A browser asks so before a page of the open web may speak to this machine. Answered here: some releases of
            # the middleware behind this refuse it, and others do not know it.
            scope = {**scope, "headers": [one for one in scope["headers"] if one[0] != PRIVATE.encode()]}
            added["Access-Control-Allow-Private-Network"] = "true"

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(added)
            await send(message)

        refused = self._refused(request)
        if refused is None:
            await self.app(scope, receive, sending)
            return
        status, said = refused
        api = scope["path"].startswith(API)
        await (JSONResponse({"detail": said}, status) if api else Response(said, status))(scope, receive, sending)

    def _refused(self, request: Request) -> tuple[int, str] | None:
        host, origin = request.headers.get("host", ""), request.headers.get("origin", "")
        try:
            own = urlsplit(f"//{host}").hostname in HOSTS and (not origin or urlsplit(origin).netloc == host)
            invited = urlsplit(f"//{host}").hostname in HOSTS and origin in self.origins
        except ValueError:
            own = invited = False
        if not own and not (invited and request.scope["path"].startswith(API)):
            return 403, "This page is answered on this machine only."
        size = request.headers.get("content-length", "")
        if request.method == "POST" and not (size.isdigit() and int(size) <= MAX_BODY):
            return 413, f"A request has at most {MAX_BODY // 1_000_000} MB, and states its length."
        return None
