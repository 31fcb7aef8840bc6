"""The margin of a result is not what its two numbers leave.

Compares "won by eight, 108-100", "beat Weston 3-1 ... a three-goal margin" and "lost 24-17, by just seven points". Near
the top of an article the result may also be that of its headline or of a result line, "Weston 29 Easton 22". "A
five-goal thriller" is compared with the goals of both sides.

Silent where more than one score may be meant, on leads during a match, and on margins in wickets, lengths or seconds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks.model import Article, Finding, Outcome, Severity, Tick
from checks.pattern import pattern
from checks.rule import Example, Rule
from checks.rules.scores._results import (
    COUNT,
    LEAD_SENTENCES,
    Result,
    final_result,
    group_span,
    number_value,
    results,
    story_sentences,
)

WON = r"(?:w[io]n|wins|winning|victory|beat|beats|beaten|lost|lose|losing|defeated|prevailed|triumphed|went down)"
BY = pattern(
    rf"\b{WON}\b[^.;]{{0,30}}?\bby (?:just |only |exactly )?(?P<n>{COUNT})"
    r"(?: (?:points?|goals?|shots|frames|legs|tries)\b|(?=[,;.]| (?:at|in|against|after|to)\b))",
    re.IGNORECASE,
)
MARGIN = pattern(
    rf"\b(?P<n>{COUNT})[- ](?:point|goal|frame|leg|try|shot)s? "
    r"(?:win|victory|margin|defeat|loss|thrashing|rout|success)\b",
    re.IGNORECASE,
)
THRILLER = pattern(rf"\b(?P<n>{COUNT})-goal (?:thriller|feast|epic|classic|encounter|game|match)\b", re.IGNORECASE)
ANOTHER = pattern(
    r"(?<!-)\b(?:half|quarter|set|sets|leg|series|led|lead|leading|trailed|trailing|aggregate|average|seats?|votes?|last|previous"
    r"|earlier|since|ago|season|career|first|biggest|largest|record|run|odds)\b",
    re.IGNORECASE,
)


THE = pattern(r"(?:\b(?:the|this|that|their|our|his|her)|[A-Z]\w+[’']s?) $")
"""Words that point to the win that the article is about, however far down."""


def check(article: Article) -> Iterator[Outcome]:
    of_match = final_result(article)
    for index, (start, words) in enumerate(story_sentences(article)):
        found = results(words, start)
        if not found and of_match is None:
            continue
        margins = [match for regex in (BY, MARGIN) for match in regex.finditer(words)]
        if len(margins) != 1:
            continue
        margin = margins[0]
        beside = [score for score in found if score.span.start - start - margin.end() in (1, 2)]  # "by eight, 108-100"
        if len(beside) == 1:
            yield _outcome(beside[0], margin, start)
        elif not ANOTHER.search(words):
            if len(found) == 1:
                yield _outcome(found[0], margin, start)
            elif not found and of_match and (index <= LEAD_SENTENCES + 1 or THE.search(words[: margin.start()])):
                yield _outcome(of_match, margin, start)
    if of_match:
        yield from _compare_thriller(article, of_match)


def _outcome(score: Result, margin: re.Match[str], start: int) -> Outcome:
    """A tick where the margin is the difference of the score, else a finding."""
    difference, said = abs(score.first - score.second), number_value(margin.group("n"))
    shown = f"{score.first}-{score.second}"
    spans = tuple(sorted((score.span, group_span(margin, "n", start))))
    arithmetic = f"{max(score.both)} - {min(score.both)} = {difference}"
    if difference == said:
        return Tick(f"{shown} is a margin of {difference}.", spans, arithmetic)
    return Finding(
        Severity.WARNING,
        f"{shown} is a margin of {difference}, and the text says {margin.group('n')}.",
        spans,
        f"{arithmetic}, not {said}",
        (f"{margin.group('n')} -> {difference}",),
        f"Which is right, {shown} or the margin of {margin.group('n')}?",
    )


def _compare_thriller(article: Article, score: Result) -> Iterator[Outcome]:
    """Compares "a five-goal thriller" with the goals of both sides."""
    for start, words in story_sentences(article):
        for match in THRILLER.finditer(words):
            said, goals = number_value(match.group("n")), score.first + score.second
            spans = tuple(sorted((score.span, group_span(match, "n", start))))
            shown = f"{score.first} + {score.second} = {goals}"
            if said == goals:
                yield Tick(f"{score.first}-{score.second} is {goals} goals.", spans, shown)
            elif not ANOTHER.search(words):
                yield Finding(
                    Severity.WARNING,
                    f"{score.first}-{score.second} is {goals} goals, and the text says {match.group('n')}.",
                    spans,
                    f"{shown}, not {said}",
                    question=f"Which is right, {score.first}-{score.second} or {match.group('n')} goals?",
                )


EXAMPLES = (
    Example("by so many", "Weston won by nine, 108-100, on Friday.", "warning"),
    Example("by so many, right", "Weston won by eight, 108-100, on Friday.", "tick"),
    Example("a margin", "Weston beat Easton 5-1 and it could have been more than a three-goal margin.", "warning"),
    Example("a margin, right", "Weston beat Easton 4-1 and it could have been more than a three-goal margin.", "tick"),
    Example("a line", "Weston Bears 29 Easton Stags 26\n\nThe Bears held on for a seven-point win.", "warning"),
    Example("a line, right", "Weston Bears 29 Easton Stags 22\n\nThe Bears held on for a seven-point win.", "tick"),
    Example(
        "far down",
        "Weston Bears 29 Easton Stags 22\n\nIt rained. It snowed. They froze. They sang. They won.\n\nThe Bears\u2019 "
        "nine-point win took them to the top.",
        "warning",
    ),
    Example("a thriller", "Weston Town 3-3 Easton\n\nTown came back in a five-goal thriller on Sunday.", "warning"),
    Example("a thriller, right", "Weston Town 3-2 Easton\n\nTown came back in a five-goal thriller on Sunday.", "tick"),
    Example("a win before", "Weston Town 3-2 Easton\n\nTown, after a four-goal win last week, did it again.", "silent"),
    Example("a lead", "Weston won 108-100 after a 17-point lead at half-time.", "silent"),
    Example("another match", "Weston won 108-100, having lost by 20 points last week.", "silent"),
    Example("wickets", "Weston, 108-4, won by six wickets.", "silent"),
    Example("two scores", "Weston, by nine points, and Easton won 108-100 and 99-90.", "silent"),
)

RULE = Rule(code="SC10", slug="winning-margin", scope="article", check=check, examples=EXAMPLES)
