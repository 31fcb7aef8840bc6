"""One line that says what does not fit (this line heads the rule's page).

What it ties together, and why editors care. A real correction, with its source, where one is known. When it stays
silent: name the innocent readings.

Copy this file into a family, give the rule a code that was never used, and write the examples first: at least as many
silent ones as firing ones, all in your own words. Nothing else needs to be touched.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.model import Article, Finding, Outcome, Severity, Tick
from checks.rule import Example, Rule


def check(article: Article) -> Iterator[Outcome]:
    for whole, part in zip(article.figures, article.figures[1:], strict=False):
        if whole.value is None or part.value is None or whole.sentence != part.sentence:
            continue
        if part.interval.overlaps(whole.interval):
            yield Tick("What holds, as a fact.", spans=(whole.span, part.span), arithmetic="7 = 7")
        else:
            yield Finding(
                Severity.WARNING,
                "What does not fit, as a fact that blames no side.",
                spans=(whole.span, part.span),
                arithmetic="7 is not 8",
                repairs=("7 -> 8", "8 -> 7"),
                question="Which of the two is right?",
            )


EXAMPLES = (
    Example("two values that differ are questioned", "The fair drew 7 visitors and 8 visitors.", "warning"),
    Example("a single value is left alone", "The fair drew 7 visitors.", "silent"),
)

RULE = Rule(code="XX00", slug="what-does-not-fit", scope="article", relation="same", check=check, examples=EXAMPLES)
