"""Decodes the bytes of a text: in the stated encoding, by byte order mark, as UTF-8, or else as Windows-1252.

What is not text is refused.
"""

from __future__ import annotations

import codecs
import re

from summarizer.inputs.source import Unreadable, clean_plain_text

_BYTE_ORDER_MARKS = (  # UTF-32 before UTF-16: their little-endian marks begin alike
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BINARY_FORMATS = (  # first bytes, and what the message calls such a file
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a Word document or another zip file"),
    (b"\xd0\xcf\x11\xe0", "an old Word document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"{\\rtf", "a rich text document"),
)
# Encodings that servers state by default, for files whose encoding they do not know.
_UNRELIABLE_ENCODINGS = ("iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii")
_WEB_ENCODINGS = frozenset(
    # Those of the WHATWG Encoding Standard, by Python's names. A server may name any of Python's other codecs, some of
    # which take quadratic time or transform the text.
    """utf-8 utf-16 utf-16-le utf-16-be cp866 iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8
    iso8859-9 iso8859-10 iso8859-11 iso8859-13 iso8859-14 iso8859-15 iso8859-16 koi8-r koi8-u mac-roman cp874 tis-620
    cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 gb2312 gbk gb18030 big5 big5hkscs euc_jp
    iso2022_jp shift_jis cp932 euc_kr cp949""".split()
)
_CONTROL_CHARACTER = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
# Stray control characters occur in bad copy; a text with more than both of these limits allow is binary data.
_MAX_STRAY_CONTROLS = 4
_CHARACTERS_PER_STRAY_CONTROL = 200
SAVE_AS_TEXT = "save it as plain text (.txt), or copy its text and paste it"  # advice at the end of messages
_IS_BINARY = "is not a text (it holds binary data)"


def decode(data: bytes, name: str, encoding: str = "") -> str:
    """The text of a file, with line ends as "\\n" and without invisible characters.

    `encoding` is what the sender stated; it is used where it fits and is an encoding of the web. Raises Unreadable for
    what is not text; the message says what to do. `name` is the file's name in messages.
    """
    return clean_plain_text(decode_raw(data, name, encoding))[0]


def decode_raw(data: bytes, name: str, encoding: str = "") -> str:
    """The text as `decode` returns it, but with the file's line ends and invisible characters.

    Only a byte order mark is left out.
    """
    for signature, description in _BINARY_FORMATS:
        if data.startswith(signature):
            raise Unreadable(f"{name} is {description}: {SAVE_AS_TEXT}.")
    text = _decode_as_stated(data, encoding) or _decode_by_content(data, name)
    max_controls = max(_MAX_STRAY_CONTROLS, len(text) // _CHARACTERS_PER_STRAY_CONTROL)
    if "\x00" in text or len(_CONTROL_CHARACTER.findall(text)) > max_controls:
        raise Unreadable(f"{name} {_IS_BINARY}: {SAVE_AS_TEXT}.")
    return text


def _decode_as_stated(data: bytes, encoding: str) -> str:
    """The text in the stated encoding; empty where the data are not in that encoding or it cannot be trusted."""
    if not encoding or encoding.lower() in _UNRELIABLE_ENCODINGS or data.startswith(codecs.BOM_UTF8):
        return ""
    try:
        return data.decode(encoding) if codecs.lookup(encoding).name in _WEB_ENCODINGS else ""
    except (LookupError, ValueError):
        return ""


def _decode_by_content(data: bytes, name: str) -> str:
    """The text by its byte order mark, or as UTF-8, or as Windows-1252."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding)
            except UnicodeDecodeError:
                if encoding != "utf-8":
                    raise Unreadable(f"{name} says it is {encoding.upper()} and is not: {SAVE_AS_TEXT}.") from None
                data = data[len(mark) :]
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        if b"\x00" in data:
            raise Unreadable(f"{name} {_IS_BINARY}: {SAVE_AS_TEXT}.") from None
    # A few bad bytes in a UTF-8 file must not turn every "£" of it into "Â£".
    repaired = data.decode("utf-8", "replace")
    replacements = repaired.count("\ufffd")
    if sum(character > "\x7f" for character in repaired) - replacements > replacements:
        return repaired
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        raise Unreadable(f"{name} is neither UTF-8 nor Windows-1252 text: {SAVE_AS_TEXT}.") from None
