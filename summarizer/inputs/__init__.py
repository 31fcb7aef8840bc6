"""Reads files, pasted text and web pages into a `Source`: the text, with the zones that its format states."""

from summarizer.inputs.file_kinds import SUFFIXES, UNSUPPORTED_SUFFIXES
from summarizer.inputs.files import read_bytes, read_file
from summarizer.inputs.source import MAX_BYTES, MissingFile, Source, Unreadable, is_url, remove_invisible

__all__ = [
    "MAX_BYTES",
    "SUFFIXES",
    "UNSUPPORTED_SUFFIXES",
    "MissingFile",
    "Source",
    "Unreadable",
    "is_url",
    "read_bytes",
    "read_file",
    "remove_invisible",
]
