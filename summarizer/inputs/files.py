"""Reads files and bytes into a Source; the format is told by the suffix of the name, or by a server."""

from __future__ import annotations

from pathlib import Path

from summarizer.inputs.decoding import SAVE_AS_TEXT, decode_raw
from summarizer.inputs.source import MAX_BYTES, MissingFile, Source, Unreadable, clean_plain_text

HTML_SUFFIXES = (".html", ".htm")
MARKDOWN_SUFFIXES = (".md", ".markdown")
WORD_SUFFIX, PDF_SUFFIX = ".docx", ".pdf"
SUFFIXES = (".txt", *MARKDOWN_SUFFIXES, *HTML_SUFFIXES, WORD_SUFFIX, PDF_SUFFIX)  # files that a batch reads
UNSUPPORTED_SUFFIXES = (".doc", ".odt", ".rtf", ".pages")  # documents that are refused with advice


def read_file(path: Path, name: str | None = None) -> Source:
    """The article in a file. Raises Unreadable; the message says why and what to do.

    `name` is the file's name in messages and in the result; by default its path.
    """
    name = name or str(path)
    try:
        if path.is_dir():
            raise Unreadable(f"{name} is a folder: use `copydesk batch {name} -o REPORT` for a folder of articles.")
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise MissingFile(f"There is no file {name}: check the path.") from None
    except PermissionError:
        raise Unreadable(f"{name} may not be read: ask for read permission, or copy the file.") from None
    except (OSError, ValueError) as error:
        raise Unreadable(f"{name} could not be read ({getattr(error, 'strerror', None) or error}).") from None
    return read_bytes(data, name)


def read_bytes(data: bytes, name: str, *, kind: str = "", encoding: str = "") -> Source:
    """The article in a file's bytes. Raises Unreadable; the message says why and what to do.

    `name` appears in messages; its suffix tells the format, plain text where it is unknown. `kind` is a suffix that
    overrides it, and `encoding` is the stated encoding, both for what a server sent.
    """
    suffix = kind or Path(name).suffix.lower()
    if len(data) > MAX_BYTES:
        raise Unreadable(f"{name} is larger than {MAX_BYTES // 1_000_000} MB: split it and check the parts.")
    if not data.strip():
        raise Unreadable(f"{name} is empty: nothing to read.")
    if suffix in UNSUPPORTED_SUFFIXES:
        raise Unreadable(f"{name}: {suffix} files are not read yet; {SAVE_AS_TEXT}.")
    if suffix in HTML_SUFFIXES:
        from summarizer.inputs.html import read_html

        source = read_html(data, name, encoding)
    elif suffix == WORD_SUFFIX:
        from summarizer.inputs.word import read_word

        source = read_word(data, name)
    elif suffix == PDF_SUFFIX:
        from summarizer.inputs.pdf import read_pdf

        source = read_pdf(data, name)
    else:
        text, left_out = clean_plain_text(decode_raw(data, name, encoding))
        if suffix in MARKDOWN_SUFFIXES:
            from summarizer.inputs.markdown import read_markdown

            source = read_markdown(text, name)
        else:
            source = Source(name, text, left_out=left_out)
    if not source.text.strip():
        raise Unreadable(f"{name} is empty: nothing to read.")
    return source
