"""Replaces control characters, so that no article can control a terminal or the layout of a page."""

from __future__ import annotations

import re

# C0 (except tab and line feed), DEL, C1, line and paragraph separators, text-direction overrides, lone surrogates
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def visible(text: str) -> str:
    """The text with control characters replaced by visible symbols: "\\x1b" by "␛", a direction override by "�"."""
    return _CONTROL.sub(_symbol, text)


def escape_json(json_text: str) -> str:
    """The JSON text with control characters as \\u escapes. They occur in strings only, so its meaning is the same."""
    return _CONTROL.sub(lambda match: f"\\u{ord(match[0]):04x}", json_text)


def _symbol(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else "\ufffd"
