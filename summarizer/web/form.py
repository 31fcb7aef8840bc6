"""Reads and validates the form of the local page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from typing import Literal
from urllib.parse import parse_qs

from summarizer.inputs import MAX_BYTES, Source, Unreadable, remove_invisible
from summarizer.reports.submitted_form import SubmittedForm

ACTIONS = ("check", "summarize", "today", "example")
COMPARISON_MODES: dict[str, Literal["", "summary", "update"]] = {"": "", "summary": "summary", "update": "update"}
FIELD_NAMES = ("text", "source", "published", "do", "against", "shown", "file", "story", "who")
REASON_PREFIX = "why-"  # of fields that say why a finding stands; the fingerprint of the finding follows
CHANGE_PREFIX = "change-"  # of fields that say what was corrected; the fingerprint of the finding follows
DECISION_BUTTON = re.compile(r"(accepted|corrected):([0-9a-f]{16})")  # the value of a button that decides on a finding
MAX_DISMISSALS = 1000  # findings that are let stand
MAX_FORM_FIELDS = 2 * MAX_DISMISSALS + len(FIELD_NAMES)
MAX_NAME_LENGTH = 100  # characters of a story's name, or of the name of who signs
MAX_REASON_LENGTH = 300  # characters of a reason
DISPOSITION_HEADER = re.compile(r"^content-disposition:(.*)$", re.IGNORECASE | re.MULTILINE)  # of a field or a file
# Of a header: name, quoted value, bare value
HEADER_PARAMETER = re.compile(r';\s*([\w-]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s;"]+))')


@dataclass(frozen=True, slots=True)
class Upload:
    """A file sent with a form."""

    name: str
    data: bytes


def read_form(content_type: str, body: bytes) -> tuple[SubmittedForm, Upload | None]:
    """A submitted form and, unread, the file that was chosen with it, if any.

    The form's `error` says what is wrong with it. A form with a file is validated by `with_file`.
    """
    try:
        fields, upload = _parse_fields(content_type, body)
    except ValueError:
        return SubmittedForm(
            error="The form was sent with more fields than it has: open the page anew and paste the text."
        ), None
    text, source = (remove_invisible(fields.get(key, "").replace("\r\n", "\n")) for key in ("text", "source"))
    decision_button = DECISION_BUTTON.fullmatch(fields.get("do", ""))
    form = SubmittedForm(
        text,
        source,
        fields.get("published", "").strip(),
        "check" if decision_button else fields.get("do") or "check",
        COMPARISON_MODES.get(fields.get("against", ""), ""),
        text_digest=fields.get("shown", ""),
        dismissal_reasons=_values_by_fingerprint(fields, REASON_PREFIX),
        without_reason=frozenset(
            key.removeprefix(REASON_PREFIX)
            for key, why in fields.items()
            if key.startswith(REASON_PREFIX) and not why.strip()
        ),
        decision=(decision_button[1], decision_button[2]) if decision_button else None,
        changes=_values_by_fingerprint(fields, CHANGE_PREFIX),
        story=fields.get("story", "").strip()[:MAX_NAME_LENGTH],
        who=fields.get("who", "").strip()[:MAX_NAME_LENGTH],
    )
    return (form, upload) if upload else (_validated(form), None)


def with_file(form: SubmittedForm, file: Source) -> SubmittedForm:
    """The form with the text of the file that was chosen; `error` says what is wrong with the form.

    The file replaces the text that the form was shown with, but not a text that was pasted or edited since.
    """
    digest = _digest(form.text)
    if form.text.strip() and form.text_digest != digest:
        message = (
            f"There is a pasted text, and a file was chosen too. Go on to use the text, or choose {file.name} again."
        )
        return replace(form, error=message, text_digest=digest)
    return _validated(replace(form, text=file.text, file=file))


def _validated(form: SubmittedForm) -> SubmittedForm:
    """The form with the digest of its text, or with `error` if a value is invalid."""
    problem = _validation_error(form)
    return replace(form, error=problem, text_digest=form.text_digest if problem else _digest(form.text))


def _values_by_fingerprint(fields: Mapping[str, str], prefix: str) -> dict[str, str]:
    """The non-empty values of the fields with a prefix, by the fingerprint in their name."""
    filled = ((key.removeprefix(prefix), value.strip()) for key, value in fields.items() if key.startswith(prefix))
    return {fingerprint: value[:MAX_REASON_LENGTH] for fingerprint, value in filled if value}


def read_upload(content_type: str, body: bytes) -> Upload:
    """The file in a form that has no other fields. Raises Unreadable if there is none."""
    try:
        _, upload = _parse_fields(content_type, body)
    except ValueError:
        upload = None
    if upload is None:
        raise Unreadable("There is no file in the request.")
    return upload


def _digest(text: str) -> str:
    """A digest of a text that ignores white space, since browsers change line ends."""
    return sha256(" ".join(text.split()).encode("utf-8", "replace")).hexdigest()[:16]


def _validation_error(form: SubmittedForm) -> str:
    """A message about the first invalid value; "" if all are valid."""
    if form.action in ("today", "example"):
        return ""
    if not form.text.strip():
        return "Paste the article first, or choose a file."
    if max(len(form.text), len(form.source)) > MAX_BYTES:
        return f"The text is larger than {MAX_BYTES // 1_000_000} MB: split it and check the parts."
    if form.action not in ACTIONS:
        return "Choose one of the buttons."
    if form.against and not form.source.strip():
        return "Paste the source, or the earlier version, to hold the text against."
    try:
        date.fromisoformat(form.published or "2024-05-31")
    except ValueError:
        return "Write the day of publication as year-month-day, for example 2024-05-31."
    return ""


def _parse_fields(content_type: str, body: bytes) -> tuple[dict[str, str], Upload | None]:
    """The text fields of a form, and the file if one was chosen.

    Raises ValueError for unknown fields, and for more fields than the page's form can have.
    """
    boundary = _parameters(content_type).get("boundary")
    if content_type.partition(";")[0].strip().lower() != "multipart/form-data" or not boundary:
        values_by_field = parse_qs(
            body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MAX_FORM_FIELDS
        )
        first_values = {key: values[0] for key, values in values_by_field.items()}
        return _validated_fields(
            {key: value for key, value in first_values.items() if value or key.startswith(REASON_PREFIX)}
        ), None
    fields: dict[str, str] = {}
    upload = None
    delimiter = b"\r\n--" + boundary.encode("ascii", "replace")
    _, *parts = (b"\r\n" + body).split(delimiter, MAX_FORM_FIELDS + 2)
    if len(parts) > MAX_FORM_FIELDS + 1:  # one more is what follows the last delimiter
        raise ValueError
    for part in parts:
        part_header, _, content = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        disposition = DISPOSITION_HEADER.search(part_header.decode("utf-8", "replace"))
        parameters = _parameters(disposition[1]) if disposition else {}
        if "filename" in parameters:
            name = parameters["filename"].replace("\\", "/").rpartition("/")[2]
            upload = Upload(name or "the file", content) if name or content else None
        elif "name" in parameters:
            fields.setdefault(parameters["name"], content.decode("utf-8", "replace"))
    return _validated_fields(fields), upload


def _parameters(header: str) -> dict[str, str]:
    """The parameters of a header, by lower-case name, in linear time; the parsers of `email` take quadratic time."""
    parameters = HEADER_PARAMETER.finditer(header)
    return {
        parameter[1].lower(): parameter[3] or re.sub(r"\\([\\\"])", r"\1", parameter[2]) for parameter in parameters
    }


def _validated_fields(fields: dict[str, str]) -> dict[str, str]:
    """The fields, unchanged. Raises ValueError if one has an unknown name."""
    if not all(key in FIELD_NAMES or key.startswith((REASON_PREFIX, CHANGE_PREFIX)) for key in fields):
        raise ValueError
    return fields
