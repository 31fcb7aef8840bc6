"""From what the desk has (a file, a paste) to a text with the zones its format gives away."""

from summarizer.inputs.files import SUFFIXES, read_bytes, read_file
from summarizer.inputs.source import MAX_BYTES, Source, Unreadable

__all__ = ["MAX_BYTES", "SUFFIXES", "Source", "Unreadable", "read_bytes", "read_file"]
