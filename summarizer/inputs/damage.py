"""Says in plain words what is the matter with a file that a library could not read."""

from __future__ import annotations

CUT_OFF = ("end of file", "unexpected end", "ended unexpectedly", "truncated", "eof", "too small")  # in their messages


def describe_damage(error: Exception, data: bytes = b"", signature: bytes = b"") -> str:
    """ "it is cut off"; the words for a sentence that says that a file cannot be read.

    `signature` is what a file of its kind has near its beginning, `data` the beginning of this one.
    """
    if signature not in data[:1024]:
        return "it is a file of another kind"
    message = str(error).lower()
    is_cut_off = isinstance(error, EOFError) or any(words in message for words in CUT_OFF)
    return "it is cut off" if is_cut_off else "it is damaged or cut off"
