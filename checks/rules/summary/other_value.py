"""The summary gives a value where the article gives the same thing another.

Either the summary's value stands nowhere in the article, or it stands there of something else while the passage that
the summary retells has a different one. An error where the two passages are the same in almost every word, else a
warning. Silent on rounding, on other forms of the same number and on values that follow from the article.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.model import Article, Outcome
from checks.rule import Example, Rule
from checks.rules.summary._instead import replacement_finding
from checks.support import Standing, in_context, judgements, phrase


def check(target: Article, source: Article) -> Iterator[Outcome]:
    for judged in judgements(target, source):
        if judged.standing is Standing.OTHER_VALUE and judged.source_figure is not None:
            message = (
                f'The summary has "{phrase(judged.figure, target)}"; where the article tells of this, it has '
                f'"{in_context(judged.source_figure, source)}"'
            )
            yield replacement_finding(judged, judged.source_figure, message, source)


EXAMPLES = (
    Example(
        "a count that the article gives otherwise",
        "A fire destroyed 12 barns near Holm.",
        "error",
        source="A fire destroyed 14 barns near Holm in the night, the fire service said.",
    ),
    Example(
        "a count that belongs to something else",
        "A fire destroyed 30 barns near Holm in the night.",
        "warning",
        source="A fire destroyed 14 barns near Holm in the night. Elsewhere, 30 pupils planted trees.",
    ),
    Example(
        "the same count",
        "A fire destroyed 14 barns near Holm.",
        "silent",
        source="A fire destroyed fourteen barns near Holm in the night, the fire service said.",
    ),
    Example(
        "honest rounding",
        "About 1,200 people marched in Holm.",
        "silent",
        source="Police counted 1,187 people who marched in Holm.",
    ),
    Example(
        "a count of something that the article does not count",
        "Firefighters came in six engines.",
        "silent",
        source="A fire destroyed 14 barns near Holm in the night, the fire service said.",
    ),
)

RULE = Rule(code="SU03", slug="other-value", scope="summary", check=check, examples=EXAMPLES)
