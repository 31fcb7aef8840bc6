"""Error responses: for an invalid request, an unreadable text, a missing model, or a fault inside Copydesk."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response

from summarizer.inputs import Unreadable
from summarizer.models.errors import ModelError
from summarizer.web.field_errors import field_message
from summarizer.web.posted_texts import CheckFailed
from summarizer.web.summary_process import ClientGone

NOT_A_JSON_OBJECT = (
    "the request is not the JSON object that is wanted: its body has to be valid JSON in UTF-8, an object, and be sent "
    "with content-type: application/json"
)
INTERNAL_ERROR = 500


def error_status(error: Exception) -> int:
    """The HTTP status of the response to an error."""
    if isinstance(error, Unreadable):
        return 422
    return 503 if isinstance(error, (ModelError, CheckFailed)) else INTERNAL_ERROR


def error_message(error: Exception) -> str:
    """The message about an error for the client."""
    if error_status(error) != INTERNAL_ERROR:
        return str(error)
    return f"Something went wrong inside Copydesk ({type(error).__name__}: {error}). Please report it."


def add_error_handlers(app: FastAPI) -> None:
    """Have the application respond to errors that no route handles with JSON whose `detail` is a line for people."""
    app.exception_handler(RequestValidationError)(_invalid_request)
    app.exception_handler(400)(_unparsable_body)
    app.exception_handler(ClientGone)(_client_gone)
    for error_type in (Unreadable, CheckFailed, ModelError, Exception):
        app.exception_handler(error_type)(_failed)


async def _invalid_request(_: Request, error: RequestValidationError) -> JSONResponse:
    """A response that names the invalid fields and does not repeat their contents."""
    return JSONResponse({"detail": "; ".join(_validation_message(item) for item in error.errors())}, 422)


async def _unparsable_body(_: Request, __: Exception) -> JSONResponse:
    """The response to a body that FastAPI cannot decode: not UTF-8, too deeply nested, or with a number too long."""
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
