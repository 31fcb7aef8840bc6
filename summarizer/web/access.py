"""Access control: this machine, the server's own page, and the allowed origins."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from summarizer.inputs import MAX_BYTES

LOOPBACK_HOSTS = ("127.0.0.1", "localhost", "::1")
API_PREFIX = "/api/"
SITE_PREFIXES = (API_PREFIX, "/v2/")  # paths open to pages of the allowed origins; /v2/ is LanguageTool's
MAX_BODY_BYTES = 3 * MAX_BYTES  # percent-encoding turns one byte into three
LIVE_PREFIX = "/live/"  # of the paths that the page's script requests
PRIVATE_NETWORK_HEADER = "access-control-request-private-network"
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
RESPONSE_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # with "no-referrer", a browser sends "Origin: null" with a form
}


class LoopbackOnly:
    """ASGI middleware that refuses foreign hosts, foreign origins and oversized requests before reading their body.

    Plain ASGI rather than Starlette's BaseHTTPMiddleware, so that the application can still detect a client that
    disconnects.
    """

    def __init__(self, app: ASGIApp, origins: Collection[str]) -> None:
        self.app, self.origins = app, origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        extra_headers = dict(RESPONSE_HEADERS)
        if (
            request.method == "OPTIONS"
            and PRIVATE_NETWORK_HEADER in request.headers
            and request.headers.get("origin") in self.origins
        ):
            # Private Network Access: the preflight of a browser before a public page may reach this machine. Answered
            # here because some releases of Starlette's CORSMiddleware refuse the header and others ignore it.
            scope = {
                **scope,
                "headers": [header for header in scope["headers"] if header[0] != PRIVATE_NETWORK_HEADER.encode()],
            }
            extra_headers["Access-Control-Allow-Private-Network"] = "true"

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(extra_headers)
            await send(message)

        refusal = self._refusal(request)
        if refusal is None:
            await self.app(scope, receive, send_with_headers)
            return
        status, reason = refusal
        is_api = scope["path"].startswith(API_PREFIX)
        await (JSONResponse({"detail": reason}, status) if is_api else Response(reason, status))(
            scope, receive, send_with_headers
        )

    def _refusal(self, request: Request) -> tuple[int, str] | None:
        """The status and reason with which a request is refused; None if it is not."""
        host, origin = request.headers.get("host", ""), request.headers.get("origin", "")
        try:
            is_loopback = urlsplit(f"//{host}").hostname in LOOPBACK_HOSTS
            is_own_page = not origin or urlsplit(origin).netloc == host
        except ValueError:
            is_loopback = is_own_page = False
        if not is_loopback:
            return 403, (
                f"Copydesk answers to the names {', '.join(LOOPBACK_HOSTS)} only: this machine alone may ask. A proxy "
                "on it sends one of them as the Host."
            )
        is_allowed_site = origin in self.origins and request.scope["path"].startswith(SITE_PREFIXES)
        if not is_own_page and not is_allowed_site:
            return 403, (
                "This page is answered on this machine only. Pages of another site are answered if `copydesk serve` is "
                "started with --allow-origin and its address."
            )
        size = request.headers.get("content-length", "" if "transfer-encoding" in request.headers else "0")
        if request.method == "POST" and not (size.isdecimal() and int(size) <= MAX_BODY_BYTES):
            return 413, f"A request has at most {MAX_BODY_BYTES // 1_000_000} MB, and states its length."
        if request.method == "POST" and not origin and not _may_post_without_origin(request, host):
            return 403, "A form is answered only if the browser says that it comes from Copydesk's own page."
        return None


def _may_post_without_origin(request: Request, host: str) -> bool:
    """Whether a POST without an Origin header comes from the server's own page, or from a program that uses the API.

    Programs send none of the headers that are tested here. Some old browsers send no Origin with a form, and a site can
    suppress the Referer: a form without proof of its origin is refused.
    """
    fetch_site = request.headers.get("sec-fetch-site")
    if fetch_site is not None:
        return fetch_site in ("same-origin", "none")
    path = request.scope["path"]
    if path != "/" and not path.startswith(LIVE_PREFIX):
        return True
    try:
        return urlsplit(request.headers.get("referer", "")).netloc == host
    except ValueError:
        return False
