"""A stable identifier of a finding, so that it is recognised after the text around it was edited."""

from __future__ import annotations

from checks.model import Article, Finding, Span
from checks.pattern import pattern

_WORD = pattern(r"[^\W_]+")
_CONTEXT_LENGTH = 80  # characters on each side in which the neighbouring words are searched


def fingerprint(article: Article, finding: Finding) -> str:
    """16 hexadecimal digits of a hash of the rule, the words of its spans, and the word before and after each.

    Editing another sentence keeps it; changing one of the figures makes it a new finding.
    """
    from hashlib import sha256  # loads OpenSSL, which takes longer than most checks

    parts = [finding.rule, *(part for span in finding.spans for part in _with_neighbours(article.text, span))]
    return sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _with_neighbours(text: str, span: Span) -> tuple[str, str, str]:
    before = _WORD.findall(text[max(0, span.start - _CONTEXT_LENGTH) : span.start])
    after = _WORD.findall(text[span.end : span.end + _CONTEXT_LENGTH])
    own = " ".join(text[span.start : span.end].split())
    return (before[-1].lower() if before else "", own.lower(), after[0].lower() if after else "")
