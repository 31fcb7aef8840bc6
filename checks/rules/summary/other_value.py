"""The summary states a value where the article states another for the same thing.

Either the article does not have the summary's value, or it has it for something else while the passage that the summary
retells has a different one. An error where the two passages are the same in almost every word, else a
warning. Silent on rounding, on other forms of the same number and on values that follow from the article.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.model import Article, Outcome
from checks.rule import Example, Rule
from checks.rules.summary._replacement_finding import replacement_finding
from checks.support import Standing, in_context, judgements, phrase


def check(target: Article, source: Article) -> Iterator[Outcome]:
    for judged in judgements(target, source):
        if judged.standing is Standing.OTHER_VALUE and judged.source_figure is not None:
            message = (
                f'The summary has "{phrase(judged.figure, target)}"; where the article tells of this, it has '
                f'"{in_context(judged.source_figure, source)}"'
            )
            yield replacement_finding(judged, judged.source_figure, message, source)


BROTHERS = "Karl Hoyt was fined £900 for the theft of a boat. His brother Ned Hoyt was fined £400."
QUAKE = "The quake killed nine people in Orvena on Monday. The deadliest there, in 1931, killed 40 people."

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
    Example("a brother's fine", "Ned Hoyt was fined £900.", "warning", source=BROTHERS),
    Example("his own fine", "Karl Hoyt was fined £900.", "silent", source=BROTHERS),
    Example("a toll of a year long past", "Forty people died in Orvena on Monday.", "warning", source=QUAKE),
    Example("the toll of the day", "Nine people died in Orvena on Monday.", "silent", source=QUAKE),
    Example("the past toll, with its year", "A quake in 1931 killed 40 people.", "silent", source=QUAKE),
    Example(
        "a level that the change beside it follows from",
        "Rents fell by 0.3 percentage points to 4.1%.",
        "silent",
        source="Rents rose 4.1% in May, from 4.4% in April. Flour fell 3% to £310 a tonne.",
    ),
    Example(
        "what a turnout leaves",
        "Some 27% of the members did not vote.",
        "silent",
        source="Turnout was 73% of the members, the union said.",
    ),
)

RULE = Rule(code="SU03", slug="other-value", scope="summary", check=check, examples=EXAMPLES)
