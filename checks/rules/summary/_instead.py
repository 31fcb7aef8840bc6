"""The finding of a figure that stands in the summary where the article has another."""

from __future__ import annotations

from checks.model import Article, Figure, Finding, Severity
from checks.support import Judgement


def instead(judged: Judgement, there: Figure, message: str, source: Article) -> Finding:
    """An error where the judgement is sure, else a warning; the message ends with the article's place."""
    here = judged.figure.words
    return Finding(
        Severity.ERROR if judged.sure else Severity.WARNING,
        f"{message} ({source.place(there.span.start)}).",
        spans=(judged.figure.span,),
        arithmetic=f"{here}, not {there.words}",
        repairs=(f"{here} -> {there.words}",),
        question=f"Is it {here} or {there.words}?",
        source_spans=(there.span,),
    )
