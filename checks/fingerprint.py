"""A stable identifier of a finding, so that it is recognised after the text around it was edited."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from checks.model import Article, Finding, Span
from checks.pattern import pattern

_WORD = pattern(r"[^\W_]+")
_CONTEXT_LENGTH = 80  # characters on each side in which the neighbouring words are searched


def fingerprint(article: Article, finding: Finding) -> str:
    """16 hexadecimal digits of a hash of the words of its spans, and the word before and after each.

    Editing another sentence keeps it; changing one of the figures makes it a new finding. So does another rule where it
    is about one place alone, or about another text. Of two figures and more it does not matter which rule asks about
    them: with a model that reads the article and without one, different rules may find the same slip.
    """
    places = sorted(set(finding.spans))
    if len(places) < 2 or finding.source_spans:
        return _digest(finding.rule, _parts(article, finding.spans))
    return _digest("", _parts(article, places))


def former_fingerprints(article: Article, finding: Finding, former_names: Iterable[str]) -> Iterator[str]:
    """Yields the fingerprint of a finding, and those that earlier versions would have given to it.

    So what was dismissed is known again after its rule was renamed, or replaced by one that has its names as aliases.
    The rule before may have named the same places in another order: the order of the text is tried too.
    """
    yield fingerprint(article, finding)
    orders = {tuple(_parts(article, spans)) for spans in (finding.spans, tuple(sorted(finding.spans)))}
    for name in (finding.rule, *former_names):
        for parts in orders:
            yield _digest(name, parts)


def _digest(rule: str, parts: Iterable[str]) -> str:
    from hashlib import sha256  # loads OpenSSL, which takes longer than most checks

    return sha256("\x1f".join((rule, *parts)).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _parts(article: Article, spans: Iterable[Span]) -> list[str]:
    return [part for span in spans for part in _with_neighbours(article.text, span)]


def _with_neighbours(text: str, span: Span) -> tuple[str, str, str]:
    before = _WORD.findall(text[max(0, span.start - _CONTEXT_LENGTH) : span.start])
    after = _WORD.findall(text[span.end : span.end + _CONTEXT_LENGTH])
    own = " ".join(text[span.start : span.end].split())
    return (before[-1].lower() if before else "", own.lower(), after[0].lower() if after else "")
