"""What the server answers where something is wrong: with the request, with a text, or inside Copydesk."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response

from summarizer.inputs import Unreadable
from summarizer.models.errors import ModelError
from summarizer.web.field_errors import field_message
from summarizer.web.posted import CheckFailed
from summarizer.web.summary_process import ClientGone

NOT_A_JSON_OBJECT = (
    "the request is not the JSON object that is wanted: its body has to be valid JSON in UTF-8, an object, and be sent "
    "with content-type: application/json"
)
INTERNAL_ERROR = 500


def error_status(error: Exception) -> int:
    """The HTTP status of an answer that says what was wrong."""
    if isinstance(error, Unreadable):
        return 422
    return 503 if isinstance(error, (ModelError, CheckFailed)) else INTERNAL_ERROR


def error_message(error: Exception) -> str:
    """What is said of an error to whoever asked."""
    if error_status(error) != INTERNAL_ERROR:
        return str(error)
    return f"Something went wrong inside Copydesk ({type(error).__name__}: {error}). Please report it."


def add_error_handlers(app: FastAPI) -> None:
    """Have the application answer errors that no route has dealt with: `detail` is a line for people."""
    app.exception_handler(RequestValidationError)(_invalid_request)
    app.exception_handler(400)(_unparsable_body)
    app.exception_handler(ClientGone)(_client_gone)
    for kind in (Unreadable, CheckFailed, ModelError, Exception):
        app.exception_handler(kind)(_failed)


async def _invalid_request(_: Request, error: RequestValidationError) -> JSONResponse:
    """Name the wrong fields; their contents are not sent back."""
    return JSONResponse({"detail": "; ".join(_validation_message(item) for item in error.errors())}, 422)


async def _unparsable_body(_: Request, __: Exception) -> JSONResponse:
    """Refuse a body that FastAPI cannot decode: no UTF-8, nested too deeply, a number of too many digits."""
    return JSONResponse({"detail": NOT_A_JSON_OBJECT}, 422)


async def _client_gone(_: Request, __: ClientGone) -> Response:
    """A response that nobody reads."""
    return Response(status_code=499)


async def _failed(_: Request, error: Exception) -> JSONResponse:
    return JSONResponse({"detail": error_message(error)}, error_status(error))


def _validation_message(error: dict[str, Any]) -> str:
    field = ".".join(str(part) for part in error["loc"][1:])
    if error["type"] == "json_invalid" or not field:
        return NOT_A_JSON_OBJECT
    return field_message(field, error)
