"""Reads a list of web addresses: a text with one on each line. Empty lines and lines with "#" in front are left out."""

from __future__ import annotations

from summarizer.inputs.source import is_url

MAX_ADDRESSES = 10_000
SAMPLE_BYTES = 4_096


def is_address_list(text: str) -> bool:
    """Whether every line of the text is a web address."""
    lines = _lines(text)
    return bool(lines) and all(is_url(line) and " " not in line for line in lines)


def addresses_in(text: str) -> tuple[str, ...]:
    """The addresses of a list, each once, in order."""
    return tuple(dict.fromkeys(_lines(text)))[:MAX_ADDRESSES]


def may_be_address_list(beginning: bytes) -> bool:
    """Whether a file that begins like this may be a list of addresses: its first line is one."""
    lines = _lines(beginning.decode("utf-8", "replace").removeprefix("\ufeff"))
    return bool(lines) and is_url(lines[0])


def _lines(text: str) -> list[str]:
    return [line for line in map(str.strip, text.splitlines()) if line and not line.startswith("#")]
