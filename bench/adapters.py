"""Copydesk behind the plain functions that the scorers of the evaluation data call.

python ../shared/bench/scoreboard.py --adapter bench/adapters.py
"""

from __future__ import annotations

import checks
from checks.figures.units import CURRENCY_TITLES
from checks.model import Figure, Kind, Moment

TYPES = {
    Kind.COUNT: "counted",
    Kind.NUMBER: "number",
    Kind.MONEY: "currency",
    Kind.PERCENT: "percentage",
    Kind.POINTS: "percentage",
    Kind.AGE: "age",
    Kind.DURATION: "duration",
    Kind.MEASURE: "dimension",
    Kind.ORDINAL: "ordinal",
    Kind.FRACTION: "fraction",
    Kind.MULTIPLE: "multiple",
    Kind.RATIO: "ratio",
    Kind.SCORE: "ratio",
    Kind.NAME: "name",
}


def _figure(figure: Figure) -> tuple:
    value = figure.value if figure.second is None else (figure.value, figure.second)
    unit = CURRENCY_TITLES.get(figure.unit, figure.unit) or (figure.noun and figure.noun.head)
    kind = "numberrange" if figure.is_range and figure.kind in (Kind.COUNT, Kind.NUMBER) else TYPES[figure.kind]
    return figure.span.start, figure.span.end, kind, value, unit


def _moment(moment: Moment) -> tuple:
    kind = "time" if moment.granularity == "time" else "daterange" if moment.until else "date"
    return moment.span.start, moment.span.end, kind, moment.timex, None


def extract(text):
    article = checks.read(text)
    read = [_figure(f) for f in article.figures if f.kind is not Kind.UNREAD]
    return sorted(read + [_moment(m) for m in article.moments], key=lambda one: one[:2])


def _findings(sheet):
    raised = [
        {"rule": f.rule, "severity": f.severity.value, "spans": list(f.spans), "message": f.message, "figure": ""}
        for f in sheet.findings
    ]
    held = [{"rule": t.rule, "severity": "verified", "spans": list(t.spans), "message": t.message} for t in sheet.ticks]
    return raised + held


def check_article(text, published=None):
    """As `copydesk check` does where the embedded model is on the machine: it reads the article's words as well."""
    import summarizer

    article = checks.read(text, published=published)
    return _findings(checks.check_article(article, reading=summarizer.read_figures(article)))


def check_summary(article, summary):
    return _findings(checks.compare(article, summary))


def summarize(article):
    import summarizer

    return summarizer.summarize(article).text


def draft(article):
    """What the model writes before any check. The package writes none where it needs none: here it has to."""
    import summarizer

    return summarizer.summarize(article, with_drafts=True).drafts[0].text


def supports(article, sentences):
    import summarizer
    from summarizer.guards import DraftSentence, ShownArticle, first_rejection
    from summarizer.language.grounding import index_article
    from summarizer.support.alignment import ParsedArticle, align
    from summarizer.support.score import ask_model

    judge_support = summarizer.loaded("smollm2-135m").judge_support
    parsed_article = ParsedArticle(index_article(checks.read(article)), judge_support)
    alignments = align(sentences, parsed_article)
    ask_model(alignments, parsed_article)
    scores = []
    for sentence, alignment in zip(sentences, alignments, strict=True):
        drafted = DraftSentence(sentence, ShownArticle(parsed_article), alignment=alignment)
        rejection = first_rejection(drafted)
        is_wrong_figure = rejection is not None and rejection.guard in ("rule-findings", "unsupported-figure")
        scores.append(drafted.support * (0.5 if is_wrong_figure else 1.0))
    return scores
