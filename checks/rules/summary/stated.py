"""A figure of the summary that the article states, of the same thing.

The tick of the summary check: it shows, for each figure, the place in the article that it rests on, and says when the
two agree only because one of them is rounded ("about 30" for 29).
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.model import Article, Outcome, Tick
from checks.rule import Example, Rule
from checks.support import Standing, judgements, phrase


def check(target: Article, source: Article) -> Iterator[Outcome]:
    for judged in judgements(target, source):
        if judged.there is None or judged.standing not in (Standing.STATED, Standing.ROUNDED):
            continue
        place = source.place(judged.there.span.start)
        rounded = judged.standing is Standing.ROUNDED
        yield Tick(
            f'"{phrase(judged.figure, target)}": the article says "{phrase(judged.there, source)}" ({place}).',
            spans=(judged.figure.span,),
            arithmetic=f"{judged.there.words}, rounded to {judged.figure.words}" if rounded else "",
            source_spans=(judged.there.span,),
        )


EXAMPLES = (
    Example(
        "the same count of the same thing",
        "The storm cut power to 4,200 homes.",
        "tick",
        source="A storm left 4,200 homes without power on the north coast, the operator said.",
    ),
    Example(
        "digits and words are one value",
        "Six boats sank.",
        "tick",
        source="The harbour master said 6 boats sank at their moorings.",
    ),
    Example(
        "a rounded figure holds, and says so",
        "About 30 boats sank.",
        "tick",
        source="The harbour master said 29 boats sank at their moorings.",
    ),
    Example(
        "a value that the article lacks is not ticked",
        "Seven boats sank.",
        "silent",
        source="The harbour master said 29 boats sank at their moorings.",
    ),
    Example(
        "a summary without figures has nothing to tick",
        "Boats sank.",
        "silent",
        source="The harbour master said 29 boats sank at their moorings.",
    ),
    Example(
        "the number of a list's item is no figure",
        "1. Boats sank.\n2. Nobody was hurt.",
        "silent",
        source="The harbour master said 1 ferry and 2 tugs escaped.",
    ),
)

RULE = Rule(code="SU01", slug="figure-stated", scope="summary", check=check, examples=EXAMPLES)
