"""Gold, silver and bronze do not make the medals.

Adds up "12 gold, nine silver and 14 bronze" and compares the sum with "35 medals" or "35 in all" in the same sentence.

Silent without all three metals, or with more than one number that may be the total.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks.model import Article, Finding, Outcome, Severity, Tick
from checks.number_format import format_sum
from checks.pattern import pattern
from checks.rule import Example, Rule
from checks.rules.scores._results import COUNT, group_span, number_value, story_sentences

METALS = pattern(
    rf"\b(?P<gold>{COUNT}) golds?(?: medals?)?,? (?:and )?(?P<silver>{COUNT}) silvers?(?: medals?)?,? (?:and )?"
    rf"(?P<bronze>{COUNT}) bronzes?\b",
    re.IGNORECASE,
)
WHOLE = pattern(
    rf"\b(?P<n>{COUNT}) (?:medals\b|in (?:all|total)\b|overall\b)|\b(?:total|tally|haul) of (?P<of>{COUNT})\b"
    rf"|\b(?:gave|giving|give|gives|leaves?|left|leaving) (?:them|it|him|her|[A-Z]\w+) (?:with )?(?P<with>{COUNT})\b"
    r"(?=[.,;])",
    re.IGNORECASE,
)


def check(article: Article) -> Iterator[Outcome]:
    for start, words in story_sentences(article):
        if "bronze" not in words:
            continue
        rows = list(METALS.finditer(words))
        wholes = [
            match
            for match in WHOLE.finditer(words)
            if rows and (match.end() <= rows[0].start() or match.start() >= rows[0].end())
        ]
        if len(rows) != 1 or len(wholes) != 1:
            continue
        names = ("gold", "silver", "bronze")
        parts = [number_value(rows[0].group(name)) for name in names]
        group = str(wholes[0].lastgroup)
        said = number_value(wholes[0].group(group))
        spans = tuple(
            sorted((*(group_span(rows[0], name, start) for name in names), group_span(wholes[0], group, start)))
        )
        shown = f"{format_sum(parts)} = {sum(parts)}"
        if sum(parts) == said:
            yield Tick(f"{format_sum(parts)} are {said} medals.", spans, shown)
        else:
            yield Finding(
                Severity.WARNING,
                f"{format_sum(parts)} are {sum(parts)} medals, and the text says {said}.",
                spans,
                f"{shown}, not {said}",
                (f"{said} -> {sum(parts)}",),
                f"Is it {sum(parts)} medals, or is one of the three wrong?",
            )


EXAMPLES = (
    Example(
        "what they gave them",
        "Papua's nine gold, eight silver and 13 bronze gave them 32.",
        "warning",
    ),
    Example(
        "what they gave them, right",
        "Papua's nine gold, eight silver and 13 bronze gave them 30.",
        "tick",
    ),
    Example("medals", "The hosts finished with 38 medals: 12 gold, nine silver and 14 bronze.", "warning"),
    Example("medals, right", "The hosts finished with 35 medals: 12 gold, nine silver and 14 bronze.", "tick"),
    Example("in all", "They won 12 golds, nine silvers and 14 bronzes, 35 in all.", "tick"),
    Example("two metals", "They won 12 gold and nine silver of 35 medals.", "silent"),
    Example(
        "two wholes",
        "They won 12 gold, nine silver and 14 bronze, after 30 medals in May and 20 medals in June.",
        "silent",
    ),
)

RULE = Rule(code="SC11", slug="medals", scope="article", check=check, examples=EXAMPLES)
