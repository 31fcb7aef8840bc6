"""Asks the embedded model which figures of an article are tied; the checks weigh its answers."""

from __future__ import annotations

from typing import Protocol

from checks.model import Article, TieReading
from checks.relations.frames import frames_of
from checks.run import prose_of
from summarizer.engines.judgements.ties import FigureText
from summarizer.pipeline.figure_text import figure_text


class JudgesFigures(Protocol):
    """A model that can tell which figures are tied."""

    def log_odds(self, text: FigureText) -> list[float | None]:
        """The log-odds of each candidate; None for one that it cannot judge."""
        ...


def read_figures(judge: JudgesFigures, article: Article, name: str) -> TieReading | None:
    """The log-odds that the model called `name` gives to the article's possible ties; None if it is not in English."""
    if article.language != "en":
        return None
    text, relations = figure_text(frames_of(prose_of(article)))
    read = zip(relations, judge.log_odds(text), strict=True)
    return TieReading(name, {relation: odds for relation, odds in read if odds is not None})
