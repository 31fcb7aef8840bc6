"""The form of the local page: what it was sent with, and what is wrong with that."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from email.message import Message
from email.parser import HeaderParser
from hashlib import sha256
from urllib.parse import parse_qs

from summarizer.inputs import MAX_BYTES, Source, Unreadable, read_bytes, remove_invisible

NAME = "pasted text"
BUTTONS = ("check", "summarize", "compare", "update")


@dataclass(frozen=True, slots=True)
class Pasted:
    """What the form was sent with, so that it can be shown again."""

    text: str = ""
    source: str = ""
    published: str = ""
    do: str = "check"
    error: str = ""
    file: Source | None = None  # the article where a file was chosen; `text` holds its words
    shown: str = ""  # stands for the text that the form is shown with, where a file may take its place

    @property
    def article(self) -> Source:
        return self.file or Source(NAME, self.text)


def read_form(content_type: str, body: bytes) -> Pasted:
    """A chosen file goes before the text that the form was shown with, and not before one that was pasted since.

    `error` says what is wrong, in plain words.
    """
    try:
        fields, name, data = _fields(content_type, body)
    except ValueError:
        return Pasted(error="The form was sent with more fields than it has: open the page anew and paste the text.")
    text, source = (remove_invisible(fields.get(key, "").replace("\r\n", "\n")) for key in ("text", "source"))
    shown = fields.get("shown", "")
    given = Pasted(text, source, fields.get("published", "").strip(), fields.get("do", "check"), shown=shown)
    if name or data:
        name = name or "the file"
        try:
            file = read_bytes(data, name)
        except Unreadable as error:
            return replace(given, error=str(error))
        if text.strip() and shown != _standing_for(text):
            said = f"There is a pasted text, and a file was chosen too. Go on to use the text, or choose {name} again."
            return replace(given, error=said, shown=_standing_for(text))
        given = replace(given, text=file.text, file=file)
    wrong = _wrong(given)
    return replace(given, error=wrong, shown=shown if wrong else _standing_for(given.text))


def _standing_for(text: str) -> str:
    """The same before and after a browser has had the text, which changes line ends."""
    return sha256(" ".join(text.split()).encode("utf-8", "replace")).hexdigest()[:16]


def _wrong(given: Pasted) -> str:
    if not given.text.strip():
        return "Paste the article first, or choose a file."
    if max(len(given.text), len(given.source)) > MAX_BYTES:
        return f"The text is larger than {MAX_BYTES // 1_000_000} MB: split it and check the parts."
    if given.do not in BUTTONS:
        return "Choose one of the buttons."
    if given.do in ("compare", "update") and not given.source.strip():
        return "Paste the source, or the earlier version, to hold the text against."
    try:
        date.fromisoformat(given.published or "2024-05-31")
    except ValueError:
        return "Write the day of publication as year-month-day, for example 2024-05-31."
    return ""


def _fields(content_type: str, body: bytes) -> tuple[dict[str, str], str, bytes]:
    """The fields that are texts, and the name and content of the file. ValueError where there are too many."""
    stated = Message()
    stated["Content-Type"] = content_type
    boundary = stated.get_param("boundary")
    if stated.get_content_type() != "multipart/form-data" or not isinstance(boundary, str):
        found = parse_qs(body.decode("utf-8", "replace"), max_num_fields=10)
        return {key: values[0] for key, values in found.items()}, "", b""
    fields: dict[str, str] = {}
    name, file = "", b""
    for part in (b"\r\n" + body).split(b"\r\n--" + boundary.encode("ascii", "replace"), 12)[1:]:
        head, _, content = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        says = HeaderParser().parsestr(head.decode("utf-8", "replace"))
        key = says.get_param("name", header="content-disposition")
        filename = says.get_param("filename", header="content-disposition")
        if isinstance(filename, str):
            name, file = filename.replace("\\", "/").rpartition("/")[2], content
        elif isinstance(key, str):
            fields.setdefault(key, content.decode("utf-8", "replace"))
    return fields, name, file
