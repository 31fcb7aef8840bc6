"""Adapts Copydesk to the plain functions that the scorers of the evaluation data call. Imported, not run itself.

python ../shared/bench/scoreboard.py --adapter bench/adapters.py
"""

from __future__ import annotations

import checks
from checks.figures.units import CURRENCY_TITLES
from checks.model import Figure, Kind, Moment

SCORER_TYPES = {
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
WRONG_FIGURE_FACTOR = 0.5  # of the support score


def _figure(figure: Figure) -> tuple:
    """A figure as the scorers want it: start, end, type, value, unit."""
    value = figure.value if figure.second is None else (figure.value, figure.second)
    unit = CURRENCY_TITLES.get(figure.unit, figure.unit) or (figure.noun and figure.noun.head)
    kind = "numberrange" if figure.is_range and figure.kind in (Kind.COUNT, Kind.NUMBER) else SCORER_TYPES[figure.kind]
    return figure.span.start, figure.span.end, kind, value, unit


def _moment(moment: Moment) -> tuple:
    """A date or time as the scorers want it: start, end, type, TIMEX3 value, no unit."""
    kind = "time" if moment.granularity == "time" else "daterange" if moment.until else "date"
    return moment.span.start, moment.span.end, kind, moment.timex, None


def extract(text):
    """The figures and moments of a text, in text order."""
    article = checks.read(text)
    read = [_figure(f) for f in article.figures if f.kind is not Kind.UNREAD]
    return sorted(read + [_moment(m) for m in article.moments], key=lambda item: item[:2])


def _findings(sheet):
    """Findings and ticks as the scorers want them; a tick has the severity "verified"."""
    raised = [
        {"rule": f.rule, "severity": f.severity.value, "spans": list(f.spans), "message": f.message, "figure": ""}
        for f in sheet.findings
    ]
    verified = [
        {"rule": t.rule, "severity": "verified", "spans": list(t.spans), "message": t.message} for t in sheet.ticks
    ]
    return raised + verified


def check_article(text, published=None):
    """The findings and ticks of an article, as `copydesk check` gives them where the embedded model is installed."""
    import summarizer

    article = checks.read(text, published=published)
    return _findings(checks.check_article(article, reading=summarizer.read_figures(article)))


def check_summary(article, summary):
    """The findings and ticks of a summary compared with its article."""
    return _findings(checks.compare(article, summary))


def summarize(article):
    """The verified summary of an article."""
    import summarizer

    return summarizer.summarize(article).text


def draft(article):
    """What the model drafts, before any check, also where a summary needs no draft."""
    import summarizer

    return summarizer.summarize(article, with_drafts=True).drafts[0].text


def supports(article, sentences):
    """The support score of each sentence, halved where a guard finds one of its figures wrong."""
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
        scores.append(drafted.support * (WRONG_FIGURE_FACTOR if is_wrong_figure else 1.0))
    return scores
