"""The finding for a figure of the summary where the article has a different one."""

from __future__ import annotations

from checks.model import Article, Figure, Finding, Severity
from checks.questions import which_is_right
from checks.support import Judgement


def replacement_finding(judged: Judgement, source_figure: Figure, message: str, source: Article) -> Finding:
    """The finding, an error if the judgement is sure, else a warning; the message names the place in the article."""
    summary_words = judged.figure.words
    return Finding(
        Severity.ERROR if judged.sure else Severity.WARNING,
        f"{message} ({source.place(source_figure.span.start)}).",
        spans=(judged.figure.span,),
        arithmetic=f"{summary_words}, not {source_figure.words}",
        repairs=(f"{summary_words} -> {source_figure.words}",),
        question=which_is_right(summary_words, source_figure.words),
        source_spans=(source_figure.span,),
    )
