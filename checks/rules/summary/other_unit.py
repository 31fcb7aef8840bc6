"""The summary gives the article's number in another unit or currency, or for another period.

$550 million is not £550 million, 72 days are not 72 hours, and £40 a month is not £40 a year. An error where the
passages match (for a period a warning, since it may be given in other words), else a warning. Silent where the two are
equal after conversion, and where the article gives the value in both units.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.model import Article, Finding, Outcome, Severity
from checks.rule import Example, Rule
from checks.rules.summary._replacement_finding import replacement_finding
from checks.support import Standing, in_context, judgements


def check(target: Article, source: Article) -> Iterator[Outcome]:
    for judged in judgements(target, source):
        if judged.standing is Standing.OTHER_UNIT and judged.source_figure is not None:
            message = (
                f'The summary has "{judged.figure.words}"; the article has the number in another unit: '
                f'"{in_context(judged.source_figure, source)}"'
            )
            yield replacement_finding(judged, judged.source_figure, message, source)
        elif judged.standing is Standing.OTHER_PERIOD and judged.source_figure is not None:
            place = source.place(judged.source_figure.span.start)
            yield Finding(
                Severity.WARNING,
                f'The summary has "{in_context(judged.figure, target)}"; the article tells it of a {judged.detail}: '
                f'"{in_context(judged.source_figure, source)}" ({place}).',
                spans=(judged.figure.span,),
                question=f"Is {judged.figure.words} for a {judged.detail}, as the article says?",
                source_spans=(judged.source_figure.span,),
            )


EXAMPLES = (
    Example(
        "pounds for dollars",
        "The film took £40 million at the box office.",
        "error",
        source="The film took $40 million at the box office in its first month.",
    ),
    Example(
        "days for hours",
        "Divers searched the lake for 36 days.",
        "error",
        source="Divers searched the lake for 36 hours before they gave up.",
    ),
    Example(
        "a year for a month",
        "Lessons cost £40 a year.",
        "warning",
        source="Lessons at the school cost £40 a month, and the first is free.",
    ),
    Example(
        "the same period in another word",
        "Lessons cost £40 a month.",
        "silent",
        source="The school asks a monthly fee of £40 for lessons, and the first is free.",
    ),
    Example(
        "the same unit in another form",
        "The film took 40 million dollars at the box office.",
        "silent",
        source="The film took $40m at the box office in its first month.",
    ),
    Example(
        "a conversion that holds",
        "Divers searched the lake for 48 hours.",
        "silent",
        source="Divers searched the lake for two days before they gave up.",
    ),
)

RULE = Rule(code="SU05", slug="other-unit", scope="summary", check=check, examples=EXAMPLES)
