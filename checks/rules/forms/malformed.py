"""A number that is written in a way no number is.

"£217,00", "2046,115" and "12,50,0" have lost or gained a digit, or use a comma for the decimal point. Nothing else in
the article can make such a figure right, so it is named as it is; no other rule uses it. A continental decimal comma
with one digit ("2,5") is only asked about.

Silent on numbers that are grouped by thousands or, as in India, by lakhs and crores, on dates, clock times, scores and
phone numbers.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.model import Article, Figure, Finding, Kind, Outcome, Severity
from checks.rule import Example, Rule


def check(article: Article) -> Iterator[Outcome]:
    for figure in article.figures:
        if figure.kind is Kind.UNREAD and "," in figure.words:
            yield Finding(
                Severity.WARNING if _has_decimal_comma(figure) else Severity.ERROR,
                f"“{figure.words}” is not how a number is written.",
                (figure.span,),
                f"{figure.words}: {figure.reason}" if figure.reason else figure.words,
                question=f"Which number is meant by “{figure.words}”?",
            )


def _has_decimal_comma(figure: Figure) -> bool:
    """ "2,5": a point in other languages."""
    return len(figure.words.rpartition(",")[2].strip("%")) == 1


EXAMPLES = (
    Example("a nought that is missing", "He was paid £217,00 for the book.", "error"),
    Example("a comma in the wrong place", "Some 2046,115 votes were cast.", "error"),
    Example("grouped by thousands", "He was paid £217,000 for the book.", "silent"),
    Example("grouped by lakhs", "Some 20,46,115 votes were cast in Delhi.", "silent"),
    Example("a list of numbers", "Rooms 14, 15 and 16 are free.", "silent"),
    Example("pence", "He was paid £217.50 for the book.", "silent"),
)

RULE = Rule(code="MF01", slug="malformed-figure", scope="article", check=check, examples=EXAMPLES)
