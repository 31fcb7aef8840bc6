"""The period that a figure is stated for: "a month", "annually", "per hour"."""

from __future__ import annotations

from checks.model import Article, Figure
from checks.pattern import pattern

PERIOD_OF_WORD = {
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
PER_PERIOD = pattern(
    rf"^(?: [a-z-]+)?(?: (?:a|an|per|each|every)|/) ?({'|'.join(PERIOD_OF_WORD)})\b|^ ([a-z]+ly|annual)\b"
)


def period_of(figure: Figure, article: Article) -> str:
    """The period that a figure is stated for: "year" for "£40 a year" or "£40 annually"; "" if there is none."""
    following = article.text[figure.span.end : figure.span.end + 30]
    match = PER_PERIOD.match(following)
    period = PERIOD_OF_WORD.get((match.group(1) or match.group(2)) if match else figure.per or "", "")
    return period if period != figure.unit else ""


PERIODS_IN_PERIOD = {
    ("second", "minute"): 60,
    ("minute", "hour"): 60,
    ("hour", "day"): 24,
    ("day", "week"): 7,
    ("day", "year"): 365,
    ("week", "year"): 52,
    ("month", "year"): 12,
}
"""How many of the first period make one of the second, by the round numbers that writers use."""
