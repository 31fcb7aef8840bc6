"""Reads lists of web addresses: one address a line. Empty lines and lines that begin with "#" are skipped."""

from __future__ import annotations

from summarizer.inputs.source import is_url

MAX_LISTED_ADDRESSES = 10_000  # of one list; the rest is left out
SAMPLE_BYTES = 4_096  # of the beginning of a file, for `may_be_address_list`


def is_address_list(text: str) -> bool:
    """Whether every line of the text is a web address."""
    lines = _address_lines(text)
    return bool(lines) and all(is_url(line) and " " not in line for line in lines)


def addresses_in(text: str) -> tuple[str, ...]:
    """The addresses of a list in order, without duplicates, at most MAX_LISTED_ADDRESSES."""
    return tuple(dict.fromkeys(_address_lines(text)))[:MAX_LISTED_ADDRESSES]


def may_be_address_list(beginning: bytes) -> bool:
    """Whether a file with this beginning may be a list of addresses, because its first line is an address."""
    lines = _address_lines(beginning.decode("utf-8", "replace").removeprefix("\ufeff"))
    return bool(lines) and is_url(lines[0])


def _address_lines(text: str) -> list[str]:
    """The lines of a list, without empty lines and comments."""
    return [line for line in map(str.strip, text.splitlines()) if line and not line.startswith("#")]
