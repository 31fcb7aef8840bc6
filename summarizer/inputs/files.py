"""Reads a file, or its bytes, into a Source. The suffix of its name determines the format, or what a server states."""

from __future__ import annotations

from pathlib import Path

from summarizer.inputs.decoding import SAVE_AS_TEXT, decode_raw
from summarizer.inputs.file_kinds import (
    ADDRESS_LIST_SUFFIX,
    FEED_SUFFIXES,
    HTML_SUFFIXES,
    MAIL_SUFFIX,
    MARKDOWN_SUFFIXES,
    PDF_SUFFIX,
    TABLE_SUFFIXES,
    UNSUPPORTED_SUFFIXES,
    WARC_SUFFIXES,
    WORD_SUFFIX,
)
from summarizer.inputs.source import MAX_BYTES, MissingFile, Source, Unreadable, clean_plain_text, plain_source


def read_file(path: Path, name: str | None = None) -> Source:
    """The article in a file. Raises Unreadable; the message says why and what to do.

    `name` is the file's name in messages and in the result, by default its path.
    """
    name = name or str(path)
    return read_bytes(load_bytes(path, name), name)


def load_bytes(path: Path, name: str, max_bytes: int = MAX_BYTES) -> bytes:
    """The content of a file. Raises Unreadable where the file cannot be read or is too large, MissingFile if absent."""
    try:
        if path.is_dir():
            raise Unreadable(f"{name} is a folder: use `copydesk batch {name} -o REPORT` for a folder of articles.")
        with path.open("rb") as file:
            data = file.read(max_bytes + 1)
    except FileNotFoundError:
        raise MissingFile(f"There is no file {name}: check the path.") from None
    except PermissionError:
        raise Unreadable(f"{name} may not be read: ask for read permission, or copy the file.") from None
    except (OSError, ValueError) as error:
        raise Unreadable(f"{name} could not be read ({getattr(error, 'strerror', None) or error}).") from None
    if len(data) > max_bytes:
        raise Unreadable(f"{name} is larger than {max_bytes // 1_000_000} MB: split it and check the parts.")
    return data


def read_bytes(data: bytes, name: str, *, kind: str = "", encoding: str = "") -> Source:
    """The article in a file's bytes. Raises Unreadable; the message says why and what to do.

    `name` appears in messages, and its suffix determines the format; an unknown suffix means plain text. For what a
    server sent, `kind` is a suffix that overrides that of the name, and `encoding` the stated encoding.
    """
    suffix = kind or Path(name).suffix.lower()
    if len(data) > MAX_BYTES:
        raise Unreadable(f"{name} is larger than {MAX_BYTES // 1_000_000} MB: split it and check the parts.")
    if not data.strip():
        raise Unreadable(f"{name} is empty: nothing to read.")
    if suffix in UNSUPPORTED_SUFFIXES:
        raise Unreadable(f"{name}: {suffix} files are not read yet; {SAVE_AS_TEXT}.")
    if suffix in (*FEED_SUFFIXES, ADDRESS_LIST_SUFFIX) or name.lower().endswith(WARC_SUFFIXES):
        raise Unreadable(f"{name} may hold several articles: `copydesk batch {name} -o REPORT` checks them all.")
    if suffix in HTML_SUFFIXES:
        from summarizer.inputs.html import read_html

        source = read_html(data, name, encoding)
    elif suffix == WORD_SUFFIX:
        from summarizer.inputs.word import read_word

        source = read_word(data, name)
    elif suffix == PDF_SUFFIX:
        from summarizer.inputs.pdf import read_pdf

        source = read_pdf(data, name)
    elif suffix == MAIL_SUFFIX:
        from summarizer.inputs.mail import read_mail

        source = read_mail(data, name)
    elif suffix in TABLE_SUFFIXES:
        from summarizer.inputs.table_file import read_table

        source = read_table(data, name)
    else:
        content = decode_raw(data, name, encoding)
        if suffix in MARKDOWN_SUFFIXES:
            from summarizer.inputs.markdown import read_markdown

            source = read_markdown(clean_plain_text(content)[0], name)
        else:
            source = plain_source(name, content)
    if not source.text.strip():
        raise Unreadable(f"{name} is empty: nothing to read.")
    return source
