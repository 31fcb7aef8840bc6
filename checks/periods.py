"""The period that a figure is told for: "a month", "annually", "per hour"."""

from __future__ import annotations

from checks.model import Article, Figure
from checks.pattern import pattern

PERIODS = {
    form: period
    for period, forms in {
        "hour": "hour hours hourly",
        "day": "day days daily",
        "week": "week weeks weekly",
        "month": "month months monthly",
        "year": "year years yearly annual annually annum",
    }.items()
    for form in forms.split()
}
EVERY = pattern(rf"^(?: [a-z-]+)?(?: (?:a|an|per|each|every)|/) ?({'|'.join(PERIODS)})\b|^ ([a-z]+ly|annual)\b")


def period_of(figure: Figure, article: Article) -> str:
    """The period that a figure is told for: "year" of "£40 a year", "£40 annually"; "" where there is none."""
    behind = article.text[figure.span.end : figure.span.end + 30]
    found = EVERY.match(behind)
    told = PERIODS.get((found.group(1) or found.group(2)) if found else figure.per or "", "")
    return told if told != figure.unit else ""


IN_ONE = {
    ("second", "minute"): 60,
    ("minute", "hour"): 60,
    ("hour", "day"): 24,
    ("day", "week"): 7,
    ("day", "year"): 365,
    ("week", "year"): 52,
    ("month", "year"): 12,
}
"""How many of the first make one of the second, as writers reckon."""
