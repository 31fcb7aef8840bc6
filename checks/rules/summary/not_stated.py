"""A figure of the summary that the article does not state and that does not follow from it.

Summaries by machines invent ages, tolls and lengths of sentences; people add what they know. Either way the editor
should see it. A warning: the figure may be right and only missing here. Silent on what the article states in another
form, on what follows from it, on "one" and "first", and on the numbers of a list.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.model import Article, Finding, NotChecked, Outcome, Severity
from checks.rule import Example, Rule
from checks.support import Standing, judgements, phrase


def check(target: Article, source: Article) -> Iterator[Outcome]:
    for judged in judgements(target, source):
        if judged.standing is Standing.SKIPPED:
            yield NotChecked(judged.detail, spans=(judged.figure.span,))
        if judged.standing is Standing.UNSTATED:
            yield Finding(
                Severity.ERROR if judged.sure else Severity.WARNING,
                f'The summary has "{phrase(judged.figure, target)}"; the article does not state it, and it does not '
                "follow from what the article states.",
                spans=(judged.figure.span,),
                question=f'Where does "{phrase(judged.figure, target)}" come from?',
            )


EXAMPLES = (
    Example(
        "an age that the article does not give",
        "A 16-year-old boy was found safe in Holm.",
        "warning",
        source="A boy who had been missing was found safe in Holm, police said.",
    ),
    Example(
        "a sum of money from nowhere",
        "The council spent £2m on the bridge.",
        "warning",
        source="The council finished the bridge after a long dispute.",
    ),
    Example(
        "another form of the article's number",
        "The council spent £2.5 million on the bridge.",
        "silent",
        source="The council spent £2,500,000 on the bridge.",
    ),
    Example(
        "the numbers of a list",
        "1. The bridge is finished.\n2. The dispute goes on.",
        "silent",
        source="The council finished the bridge, and the dispute goes on.",
    ),
    Example(
        "hundreds for a count of hundreds",
        "Hundreds of people crossed the bridge.",
        "silent",
        source="Some 500 people crossed the bridge on its first day.",
    ),
)

RULE = Rule(code="SU09", slug="not-stated", scope="summary", check=check, examples=EXAMPLES)
