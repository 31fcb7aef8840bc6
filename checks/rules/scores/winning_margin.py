"""The margin of a result is not what its two numbers leave.

Ties "won by eight, 108-100", "beat Weston 3-1 ... a three-goal margin" and "lost 24-17, by just seven points".

Silent where more than one score may be meant, on leads during a match, and on margins in wickets, lengths or seconds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks.model import Article, Finding, Outcome, Severity, Tick
from checks.rule import Example, Rule
from checks.rules.scores._results import COUNT, place, results, told, worth

WON = r"(?:w[io]n|wins|winning|victory|beat|beats|beaten|lost|lose|losing|defeated|prevailed|triumphed|went down)"
BY = re.compile(
    rf"\b{WON}\b[^.;]{{0,30}}?\bby (?:just |only |exactly )?(?P<n>{COUNT})"
    r"(?: (?:points?|goals?|shots|frames|legs|tries)\b|(?=[,;.]| (?:at|in|against|after|to)\b))",
    re.IGNORECASE,
)
MARGIN = re.compile(
    rf"\b(?P<n>{COUNT})[- ](?:point|goal|frame|leg|try|shot)s? "
    r"(?:win|victory|margin|defeat|loss|thrashing|rout|success)\b",
    re.IGNORECASE,
)
ANOTHER = re.compile(
    r"\b(?:half|quarter|set|sets|leg|series|led|lead|leading|trailed|trailing|aggregate|average|seats?|votes?|last|previous"
    r"|earlier|since|ago|first|biggest|largest|record|run|odds)\b",
    re.IGNORECASE,
)


def check(article: Article) -> Iterator[Outcome]:
    for start, words in told(article):
        found = results(words, start)
        margins = [match for pattern in (BY, MARGIN) for match in pattern.finditer(words)]
        if len(margins) != 1:
            continue
        margin = margins[0]
        beside = [one for one in found if one.span.start - start - margin.end() in (1, 2)]  # "by eight, 108-100"
        if len(beside) != 1 and (len(found) != 1 or ANOTHER.search(words)):
            continue
        score = beside[0] if beside else found[0]
        apart, said = abs(score.first - score.second), worth(margin.group("n"))
        shown = f"{score.first}-{score.second}"
        spans = tuple(sorted((score.span, place(margin, "n", start))))
        arithmetic = f"{max(score.both)} - {min(score.both)} = {apart}"
        if apart == said:
            yield Tick(f"{shown} is a margin of {apart}.", spans, arithmetic)
        else:
            yield Finding(
                Severity.WARNING,
                f"{shown} is a margin of {apart}, and the text says {margin.group('n')}.",
                spans,
                f"{arithmetic}, not {said}",
                (f"{margin.group('n')} -> {apart}",),
                f"Which is right, {shown} or the margin of {margin.group('n')}?",
            )


EXAMPLES = (
    Example("by so many", "Weston won by nine, 108-100, on Friday.", "warning"),
    Example("by so many, right", "Weston won by eight, 108-100, on Friday.", "tick"),
    Example("a margin", "Weston beat Easton 5-1 and it could have been more than a three-goal margin.", "warning"),
    Example("a margin, right", "Weston beat Easton 4-1 and it could have been more than a three-goal margin.", "tick"),
    Example("a lead", "Weston won 108-100 after a 17-point lead at half-time.", "silent"),
    Example("another match", "Weston won 108-100, having lost by 20 points last week.", "silent"),
    Example("wickets", "Weston, 108-4, won by six wickets.", "silent"),
    Example("two scores", "Weston, by nine points, and Easton won 108-100 and 99-90.", "silent"),
)

RULE = Rule(code="SC10", slug="winning-margin", scope="article", check=check, examples=EXAMPLES)
