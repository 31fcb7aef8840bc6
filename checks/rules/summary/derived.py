"""A figure of the summary that follows from what the article states, though the article does not print it.

A count of names, a sum or difference of two figures that stand together, a share, a multiple, the years between two
dates, another unit. Writers do this all the time and rightly; a check that takes it for invention is switched off. The
tick shows the arithmetic. The ways of working are in `checks/derivation.py`.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.model import Article, Outcome, Tick
from checks.rule import Example, Rule
from checks.support import Standing, judgements, phrase


def check(target: Article, source: Article) -> Iterator[Outcome]:
    for judged in judgements(target, source):
        if judged.standing is Standing.DERIVED and judged.derivation is not None:
            yield Tick(
                f'"{phrase(judged.figure, target)}" follows from the article.',
                spans=(judged.figure.span,),
                arithmetic=judged.derivation.arithmetic,
                source_spans=judged.derivation.spans,
            )


EXAMPLES = (
    Example(
        "people named with their ages are counted",
        "Two climbers were found alive.",
        "tick",
        source="Rescuers found Ada Brunn, 31, and Piet Moss, 29, alive under the ridge.",
    ),
    Example(
        "the years between two dates",
        "She led the choir for over a decade.",
        "tick",
        source="She led the choir from 1985 to 1998 and still sings in it.",
    ),
    Example(
        "a sum of two figures that stand together",
        "The bakery let 15 bakers go.",
        "tick",
        source="The bakery let 9 bakers go in May and another 6 bakers in June.",
    ),
    Example(
        "what is left when a part is taken away",
        "The chain sold 150 shops.",
        "tick",
        source="The chain has 200 shops. It will close 50 shops and has sold the others.",
    ),
    Example(
        "another unit of the same length",
        "The tunnel is 26 miles long.",
        "tick",
        source="The tunnel, 42km long, opens in the spring.",
    ),
    Example(
        "a figure that the article states is not derived",
        "The bakery let 9 bakers go.",
        "silent",
        source="The bakery let 9 bakers go in May and another 6 bakers in June.",
    ),
    Example(
        "figures of different things are not added up",
        "The bakery let 15 bakers go.",
        "silent",
        source="The bakery has 9 ovens. Far off, 6 delivery vans wait in the yard.",
    ),
    Example(
        "a figure that follows from nothing is not ticked",
        "The bakery let 40 bakers go.",
        "silent",
        source="The bakery let 9 bakers go in May and another 6 bakers in June.",
    ),
    Example(
        "no figure, nothing to derive",
        "The bakery let bakers go.",
        "silent",
        source="The bakery let 9 bakers go in May and another 6 bakers in June.",
    ),
    Example(
        "names that do not add up to the count are no support",
        "Five climbers were found alive.",
        "silent",
        source="Rescuers found Ada Brunn, 31, and Piet Moss, 29, alive under the ridge.",
    ),
)

RULE = Rule(code="SU02", slug="figure-derived", scope="summary", check=check, examples=EXAMPLES)
