"""Two sides of a table are not as many points apart as the text says.

Compares the gap with the two totals of "top on 45 points, three clear of Town, who have 42", "11 points from safety:
Easton, who sit 17th, have 27 and they 16" and "two behind Marsh, who is on 276". Which of the two leads is not checked:
in golf it is the lower total.

Silent unless a sentence gives one gap and two totals, and on gaps in games, places and seconds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks.model import Article, Finding, Outcome, Severity, Tick
from checks.pattern import pattern
from checks.rule import Example, Rule
from checks.rules.scores._results import COUNT, group_span, number_value, story_sentences

APART = pattern(r"clear|ahead|behind|adrift|in front|off the lead|from safety")
GAP = pattern(
    rf"\b(?P<n>{COUNT})(?: points?| shots?| strokes?)? "
    r"(?:clear|ahead|behind|adrift|in front|off the lead|from safety)\b",
    re.IGNORECASE,
)
TOTAL = pattern(
    rf"\b(?:on|to|have|has|with|and they|and [A-Z]\w+) (?P<n>{COUNT})(?: points?)?"
    r"(?=[,.;:]|$| points?\b| (?:after|with|from)\b| and (?:they|[A-Z]))"
)
NOT_POINTS = pattern(r"\b(?:minutes?|seconds?|seats?|votes?|polls?|lengths?|goal difference|percent|per cent)\b|%")


def check(article: Article) -> Iterator[Outcome]:
    for start, words in story_sentences(article):
        if not APART.search(words):
            continue
        gaps = list(GAP.finditer(words))
        if len(gaps) != 1 or NOT_POINTS.search(words):
            continue
        totals = [first for first in TOTAL.finditer(words) if not gaps[0].start() <= first.start("n") < gaps[0].end()]
        if len(totals) != 2:
            continue
        first, second = (number_value(total.group("n")) for total in totals)
        said, difference = number_value(gaps[0].group("n")), abs(first - second)
        spans = tuple(sorted((group_span(gaps[0], "n", start), *(group_span(total, "n", start) for total in totals))))
        arithmetic = f"{max(first, second)} - {min(first, second)} = {difference}"
        if difference == said:
            yield Tick(f"{first} and {second} are {difference} apart.", spans, arithmetic)
        else:
            yield Finding(
                Severity.WARNING,
                f"{first} and {second} are {difference} apart, and the text says {gaps[0].group('n')}.",
                spans,
                f"{arithmetic}, not {said}",
                (f"{gaps[0].group('n')} -> {difference}",),
                f"Which of {first}, {second} and {gaps[0].group('n')} is wrong?",
            )


EXAMPLES = (
    Example("clear", "Rovers top the table on 45 points, five clear of Town, who have 42.", "warning"),
    Example("clear, right", "Rovers top the table on 45 points, three clear of Town, who have 42.", "tick"),
    Example(
        "from safety",
        "They are eight points from safety with 15 left: Easton, who sit 17th, have 27 and they 16.",
        "warning",
    ),
    Example(
        "from safety, right",
        "They are 11 points from safety with 15 left: Easton, who sit 17th, have 27 and they 16.",
        "tick",
    ),
    Example("one total", "Rovers top the table on 45 points, three clear of Town.", "silent"),
    Example("games", "Rovers are on 45 points, three clear of Town with 12 games to play.", "silent"),
    Example("votes", "Labour is on 38%, six ahead of the Whigs on 31%.", "silent"),
    Example("three totals", "Rovers have 45, Town have 42 and Easton have 40, two behind.", "silent"),
)

RULE = Rule(code="SC12", slug="points-apart", scope="article", check=check, examples=EXAMPLES)
