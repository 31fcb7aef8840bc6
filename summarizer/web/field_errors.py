"""Messages about a missing or invalid field of a request, in the same words over HTTP and MCP."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

FORM_BESIDE_LIMITS = "form: a {form} has a length of its own: leave out sentences and words"
EMPTY_TEXT_MESSAGE = "is empty: nothing to read"
MESSAGE_BY_ERROR_TYPE = {  # by Pydantic error type; names in braces are keys of the error's context
    "missing": "is needed",
    "extra_forbidden": "is not known here",
    "string_too_short": EMPTY_TEXT_MESSAGE,
    "string_too_long": "is too long: a text has at most 10,000,000 characters, a name 300",
    "string_type": "is to be a text",
    "int_type": "is to be a whole number",
    "int_from_float": "is to be a whole number",
    "greater_than_equal": "is to be at least {ge}",
    "less_than_equal": "is to be at most {le}",
    "literal_error": "is to be {expected}",
    "list_type": "is to be a list",
    "dict_type": "is to be an object",
    "date_type": "is to be a day, for example 2024-05-31",
    "date_parsing": "is to be a day, for example 2024-05-31",
    "date_from_datetime_parsing": "is to be a day, for example 2024-05-31",
    "date_from_datetime_inexact": "is to be a day, for example 2024-05-31",
}


def field_message(field: str, error: Mapping[str, Any]) -> str:
    """The message for a Pydantic error, such as "words is to be at least 10". It does not repeat the value."""
    if error["type"] == "value_error":
        return f"{field}: {error['msg'].removeprefix('Value error, ')}"
    return f"{field} {MESSAGE_BY_ERROR_TYPE.get(error['type'], 'cannot be meant').format_map(error.get('ctx', {}))}"
