"""Bytes to text: byte order marks, UTF-8, else Windows-1252; what is not text is refused."""

from __future__ import annotations

import codecs
import re

from summarizer.inputs.source import Unreadable, plain

_MARKS = (  # UTF-32 before UTF-16: their little-endian marks begin alike
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_KINDS = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a Word document or another zip file"),
    (b"\xd0\xcf\x11\xe0", "an old Word document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"{\\rtf", "a rich text document"),
)
_LATIN = ("iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii")  # said of whatever a server knows nothing about
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
ADVICE = "save it as plain text (.txt), or copy its text and paste it"


BINARY = "is not a text (it holds binary data)"


def decode(data: bytes, name: str, encoding: str = "") -> str:
    """The text of a file, line ends as "\\n" and without what prints nothing.

    `encoding` is what its sender said, believed where it fits.

    Raises Unreadable for what is not text, with the advice what to do.
    """
    return plain(content(data, name, encoding))[0]


def content(data: bytes, name: str, encoding: str = "") -> str:
    """The same with all that there is in it but a byte order mark.

    Raises Unreadable for what is not text, with the advice what to do.
    """
    for start, kind in _KINDS:
        if data.startswith(start):
            raise Unreadable(f"{name} is {kind}: {ADVICE}.")
    text = _as_stated(data, encoding) or _decode(data, name)
    # A stray control character is bad copy; many of them are no copy at all.
    if "\x00" in text or len(_CONTROL.findall(text)) > max(4, len(text) // 200):
        raise Unreadable(f"{name} {BINARY}: {ADVICE}.")
    return text


def _as_stated(data: bytes, encoding: str) -> str:
    """The text in the encoding that was stated, "" where it does not fit."""
    if not encoding or encoding.lower() in _LATIN or data.startswith(codecs.BOM_UTF8):
        return ""
    try:
        return data.decode(encoding)
    except (LookupError, ValueError):
        return ""


def _decode(data: bytes, name: str) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding)
            except UnicodeDecodeError:
                if encoding != "utf-8":
                    raise Unreadable(f"{name} says it is {encoding.upper()} and is not: {ADVICE}.") from None
                data = data[len(mark) :]
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        if b"\x00" in data:
            raise Unreadable(f"{name} {BINARY}: {ADVICE}.") from None
    # A few bad bytes in a UTF-8 file must not turn every "£" of it into "Â£".
    patched = data.decode("utf-8", "replace")
    bad = patched.count("\ufffd")
    if sum(character > "\x7f" for character in patched) - bad > bad:
        return patched
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        raise Unreadable(f"{name} is neither UTF-8 nor Windows-1252 text: {ADVICE}.") from None
