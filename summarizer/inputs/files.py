"""Files and streams to a Source, by the kind that the name's suffix or a server says."""

from __future__ import annotations

from pathlib import Path

from summarizer.inputs.decoding import ADVICE, content
from summarizer.inputs.source import MAX_BYTES, Missing, Source, Unreadable, plain

HTML = (".html", ".htm")
MARKDOWN = (".md", ".markdown")
WORD, PDF = ".docx", ".pdf"
SUFFIXES = (".txt", *MARKDOWN, *HTML, WORD, PDF)  # what a batch looks for
NOT_YET = (".doc", ".odt", ".rtf", ".pages")  # documents that are told so


def read_file(path: Path, name: str | None = None) -> Source:
    """The article in a file. Raises Unreadable with the reason and what to do."""
    name = name or str(path)
    try:
        if path.is_dir():
            raise Unreadable(f"{name} is a folder: use `copydesk batch {name} -o REPORT` for a folder of articles.")
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise Missing(f"There is no file {name}: check the path.") from None
    except PermissionError:
        raise Unreadable(f"{name} may not be read: ask for read permission, or copy the file.") from None
    except (OSError, ValueError) as error:
        raise Unreadable(f"{name} could not be read ({getattr(error, 'strerror', None) or error}).") from None
    return read_bytes(data, name)


def read_bytes(data: bytes, name: str, *, kind: str = "", encoding: str = "") -> Source:
    """The article in a file's bytes; `name` is shown, and its suffix says the kind (plain text where unknown).

    A server that sent the bytes may say more surely what they are: `kind` is then the suffix of such a file.
    """
    suffix = kind or Path(name).suffix.lower()
    if len(data) > MAX_BYTES:
        raise Unreadable(f"{name} is larger than {MAX_BYTES // 1_000_000} MB: split it and check the parts.")
    if not data.strip():
        raise Unreadable(f"{name} is empty: nothing to read.")
    if suffix in NOT_YET:
        raise Unreadable(f"{name}: {suffix} files are not read yet; {ADVICE}.")
    if suffix in HTML:
        from summarizer.inputs.html import read_html

        source = read_html(data, name, encoding)
    elif suffix == WORD:
        from summarizer.inputs.word import read_word

        source = read_word(data, name)
    elif suffix == PDF:
        from summarizer.inputs.pdf import read_pdf

        source = read_pdf(data, name)
    else:
        text, left_out = plain(content(data, name, encoding))
        if suffix in MARKDOWN:
            from summarizer.inputs.markdown import read_markdown

            source = read_markdown(text, name)
        else:
            source = Source(name, text, left_out=left_out)
    if not source.text.strip():
        raise Unreadable(f"{name} is empty: nothing to read.")
    return source
