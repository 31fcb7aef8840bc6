"""A date that does not exist in the calendar.

"30 February", "31 June", "29 February 2023". A single impossible statement is reported alone, because nothing in the
rest of the article can make it right. Silent on every real date, on days without a month, and inside names of streets
and groups that are named after a day.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.model import Article, Finding, Outcome, Severity
from checks.pattern import pattern
from checks.rule import Example, Rule

SIC = pattern(r"\W{0,3}\(?\[?sic\b")


def check(article: Article) -> Iterator[Outcome]:
    for moment in article.moments:
        for end in (moment, moment.until):
            if end is not None and end.impossible and not SIC.match(article.text, end.span.end):
                reason = end.impossible[0].upper() + end.impossible[1:].rstrip(".")
                yield Finding(
                    Severity.ERROR,
                    f"{reason}.",
                    (end.span,),
                    f"{end.words}: no such day",
                    question=f"What should “{end.words}” be?",
                )


EXAMPLES = (
    Example("a day that February never has", "The inquiry opens on 30 February 2024 in Leeds.", "error"),
    Example("a day that June never has", "The fair closes on June 31.", "error"),
    Example("a leap day in a common year", "She was born on 29 February 2023.", "error"),
    Example("a slip of the source", "It spent the money by April 31st (sic).", "silent"),
    Example("a leap day in a leap year", "She was born on 29 February 2024.", "silent"),
    Example("the last day of a long month", "The fair closes on 31 July.", "silent"),
    Example("a leap day without a year", "He only has a birthday on 29 February.", "silent"),
)

RULE = Rule(code="DT01", slug="impossible-date", scope="article", relation="form", check=check, examples=EXAMPLES)
