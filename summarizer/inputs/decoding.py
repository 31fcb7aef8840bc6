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
_OF_THE_WEB = frozenset(
    # Those of the WHATWG's Encoding Standard, by Python's names. Python has codecs besides that take square time or
    # turn a text into another one, and a server may name any.
    """utf-8 utf-16 utf-16-le utf-16-be cp866 iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8
    iso8859-9 iso8859-10 iso8859-11 iso8859-13 iso8859-14 iso8859-15 iso8859-16 koi8-r koi8-u mac-roman cp874 tis-620
    cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 gb2312 gbk gb18030 big5 big5hkscs euc_jp
    iso2022_jp shift_jis cp932 euc_kr cp949""".split()
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
ADVICE = "save it as plain text (.txt), or copy its text and paste it"


BINARY = "is not a text (it holds binary data)"


def decode(data: bytes, name: str, encoding: str = "") -> str:
    """The text of a file, line ends as "\\n" and without what prints nothing.

    `encoding` is what its sender said, believed where it fits and is one of the web's.

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
        return data.decode(encoding) if codecs.lookup(encoding).name in _OF_THE_WEB else ""
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
