"""From what the desk has (a file, a paste, a web address) to a text with the zones its format gives away."""

from summarizer.inputs.files import NOT_YET, SUFFIXES, read_bytes, read_file
from summarizer.inputs.source import MAX_BYTES, Missing, Source, Unreadable, is_url, printed

__all__ = [
    "MAX_BYTES",
    "NOT_YET",
    "SUFFIXES",
    "Missing",
    "Source",
    "Unreadable",
    "is_url",
    "printed",
    "read_bytes",
    "read_file",
]
