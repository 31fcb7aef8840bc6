"""The article has the summary's value, but for something else.

Value alone is not support: "phase 5" does not support "5 engineers", and a project's total cost of £26m is not a grant
of £26m. A warning, since the article may describe the same thing in other words; a note where the count is small and
the article has the number in a passage on other matters, so that it may be a coincidence. Silent where the passages
share most of their words.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.model import Article, Finding, Outcome, Severity
from checks.rule import Example, Rule
from checks.support import Standing, in_context, judgements, phrase

SEVERITY = {Standing.OTHER_THING: Severity.WARNING, Standing.ELSEWHERE: Severity.NOTE}


def check(target: Article, source: Article) -> Iterator[Outcome]:
    for judged in judgements(target, source):
        severity = SEVERITY.get(judged.standing)
        if severity is None or judged.source_figure is None:
            continue
        place = source.place(judged.source_figure.span.start)
        yield Finding(
            severity,
            f'The summary has "{phrase(judged.figure, target)}"; the article has this value of something else: '
            f'"{in_context(judged.source_figure, source)}" ({place}).',
            spans=(judged.figure.span,),
            question=f'Where does "{phrase(judged.figure, target)}" come from?',
            source_spans=(judged.source_figure.span,),
        )


EXAMPLES = (
    Example(
        "a length of time is no count of people",
        "The firm hired 5 engineers.",
        "warning",
        source="The firm said that 5 months of building work lie ahead. It hired engineers.",
    ),
    Example(
        "a number that is there by chance",
        "The firm hired 5 engineers.",
        "note",
        source="The mill has 5 shops in Holm. Its owner, who runs the firm, hired engineers at a fair.",
    ),
    Example(
        "the same count of the same thing",
        "The firm hired 5 engineers.",
        "silent",
        source="The firm hired five engineers last spring.",
    ),
    Example(
        "a length of time told in another unit",
        "The firm closed for 14 days.",
        "silent",
        source="The firm closed for two weeks last spring.",
    ),
    Example(
        "the same count, the thing named by another word",
        "The firm hired 5 people.",
        "silent",
        source="The firm hired five engineers last spring.",
    ),
    Example(
        "the third one was cleared",
        "Three men were jailed.",
        "warning",
        source="Karl Hoyt and Ned Marsh were jailed for theft. A third man was cleared.",
    ),
)

RULE = Rule(code="SU04", slug="other-thing", scope="summary", check=check, examples=EXAMPLES)
