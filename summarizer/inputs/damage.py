"""Says in plain words what is wrong with a file that a library could not read."""

from __future__ import annotations

# In the messages of libraries, in lower case.
_TRUNCATION_PHRASES = ("end of file", "unexpected end", "ended unexpectedly", "truncated", "eof", "too small")
_SIGNATURE_BYTES = 1_024  # from a file's beginning, in which its signature is looked for: a PDF's need not come first


def describe_damage(error: Exception, data: bytes = b"", signature: bytes = b"") -> str:
    """A clause for a message that a file cannot be read, such as "it is cut off".

    `data` is the file's content, `signature` the bytes that files of its kind have near their beginning.
    """
    if signature not in data[:_SIGNATURE_BYTES]:
        return "it is a file of another kind"
    message = str(error).lower()
    is_cut_off = isinstance(error, EOFError) or any(phrase in message for phrase in _TRUNCATION_PHRASES)
    return "it is cut off" if is_cut_off else "it is damaged or cut off"
