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
AGAINST: dict[str, Literal["", "summary", "update"]] = {"": "", "summary": "summary", "update": "update"}
FIELDS = ("text", "source", "published", "do", "against", "shown", "file", "story", "who")
WHY_PREFIX = "why-"  # of the fields that say why a finding stands; its fingerprint follows
CHANGE_PREFIX = "change-"  # likewise of those that say what is corrected
DECISION = re.compile(r"(accepted|corrected):([0-9a-f]{16})")  # the value of a button that decides a finding
MAX_STOOD = 1000  # findings let stand
MAX_FIELDS = 2 * MAX_STOOD + len(FIELDS)
MAX_NAME = 100  # characters of a story's name, and of who signs
MAX_WHY = 300  # characters of a reason
DISPOSITION = re.compile(r"^content-disposition:(.*)$", re.IGNORECASE | re.MULTILINE)  # of a field or file
PARAMETER = re.compile(r';\s*([\w-]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s;"]+))')  # of a header: name, value


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was sent with a form."""

    name: str
    data: bytes


def read_form(content_type: str, body: bytes) -> tuple[SubmittedForm, Upload | None]:
    """A submitted form, and the file that was chosen, which is not read here; `error` says what is wrong with it."""
    try:
        fields, upload = _fields(content_type, body)
    except ValueError:
        return SubmittedForm(
            error="The form was sent with more fields than it has: open the page anew and paste the text."
        ), None
    text, source = (remove_invisible(fields.get(key, "").replace("\r\n", "\n")) for key in ("text", "source"))
    pressed = DECISION.fullmatch(fields.get("do", ""))
    form = SubmittedForm(
        text,
        source,
        fields.get("published", "").strip(),
        "check" if pressed else fields.get("do") or "check",
        AGAINST.get(fields.get("against", ""), ""),
        text_digest=fields.get("shown", ""),
        stood=_of_findings(fields, WHY_PREFIX),
        without_reason=frozenset(
            key.removeprefix(WHY_PREFIX)
            for key, why in fields.items()
            if key.startswith(WHY_PREFIX) and not why.strip()
        ),
        decision=(pressed[1], pressed[2]) if pressed else None,
        changes=_of_findings(fields, CHANGE_PREFIX),
        story=fields.get("story", "").strip()[:MAX_NAME],
        who=fields.get("who", "").strip()[:MAX_NAME],
    )
    return (form, upload) if upload else (_validated(form), None)


def with_file(form: SubmittedForm, file: Source) -> SubmittedForm:
    """The form with the text of the file that was chosen; `error` says what is wrong with it.

    It replaces the text that the form was shown with, but not a text that was pasted or edited since.
    """
    digest = _digest(form.text)
    if form.text.strip() and form.text_digest != digest:
        message = (
            f"There is a pasted text, and a file was chosen too. Go on to use the text, or choose {file.name} again."
        )
        return replace(form, error=message, text_digest=digest)
    return _validated(replace(form, text=file.text, file=file))


def _validated(form: SubmittedForm) -> SubmittedForm:
    """The form with what is wrong with it, if anything is; else with the digest of its text."""
    problem = _validation_error(form)
    return replace(form, error=problem, text_digest=form.text_digest if problem else _digest(form.text))


def _of_findings(fields: Mapping[str, str], prefix: str) -> dict[str, str]:
    """The fields that were filled in, by the fingerprint in their name."""
    filled = ((key.removeprefix(prefix), value.strip()) for key, value in fields.items() if key.startswith(prefix))
    return {name: value[:MAX_WHY] for name, value in filled if value}


def read_upload(content_type: str, body: bytes) -> Upload:
    """The file of a form that has nothing else. Raises Unreadable if there is none."""
    try:
        _, upload = _fields(content_type, body)
    except ValueError:
        upload = None
    if upload is None:
        raise Unreadable("There is no file in the request.")
    return upload


def _digest(text: str) -> str:
    """A digest that ignores white space, since browsers change line ends."""
    return sha256(" ".join(text.split()).encode("utf-8", "replace")).hexdigest()[:16]


def _validation_error(form: SubmittedForm) -> str:
    """What is wrong with the submitted values; "" if nothing is."""
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


def _fields(content_type: str, body: bytes) -> tuple[dict[str, str], Upload | None]:
    """The text fields and the file, if one was chosen. Raises ValueError if there are fields of another form."""
    boundary = _parameters(content_type).get("boundary")
    if content_type.partition(";")[0].strip().lower() != "multipart/form-data" or not boundary:
        values_by_field = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MAX_FIELDS)
        first = {key: values[0] for key, values in values_by_field.items()}
        return _known({key: value for key, value in first.items() if value or key.startswith(WHY_PREFIX)}), None
    fields: dict[str, str] = {}
    upload = None
    for part in (b"\r\n" + body).split(b"\r\n--" + boundary.encode("ascii", "replace"), MAX_FIELDS + 1)[1:]:
        head, _, content = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        disposition = DISPOSITION.search(head.decode("utf-8", "replace"))
        parameters = _parameters(disposition[1]) if disposition else {}
        if "filename" in parameters:
            name = parameters["filename"].replace("\\", "/").rpartition("/")[2]
            upload = Upload(name or "the file", content) if name or content else None
        elif "name" in parameters:
            fields.setdefault(parameters["name"], content.decode("utf-8", "replace"))
    return _known(fields), upload


def _parameters(header: str) -> dict[str, str]:
    """The parameters of a header, by name in small letters. The parsers of `email` take the square of its length."""
    found = PARAMETER.finditer(header)
    return {each[1].lower(): each[3] or re.sub(r"\\([\\\"])", r"\1", each[2]) for each in found}


def _known(fields: dict[str, str]) -> dict[str, str]:
    """The fields. Raises ValueError if the form has none of that name."""
    if not all(key in FIELDS or key.startswith((WHY_PREFIX, CHANGE_PREFIX)) for key in fields):
        raise ValueError
    return fields
