"""The dead and the survivors are more than there were on board.

Compares the number of people on board a ship, bus or aircraft with those who died and those who survived, wherever the
story gives them. After an accident these three are updated one by one, so that an old figure is easily left behind.

Silent where any of the three is hedged or missing, and where the dead and the survivors fall short of those on board,
since some may be missing.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.model import Article, Figure, Hedge, Kind, Outcome, Zone
from checks.pattern import pattern
from checks.rule import Example, Rule
from checks.rules.sums._breakdown import (
    Breakdown,
    breakdown_outcomes,
    plain_figures_by_sentence,
    stated_value,
    text_after,
)
from checks.sameness import PERSON, counted_entity, is_person

ABOARD = pattern(
    r"^\s(?:people|passengers and crew|men|women|children|souls)?\s?(?:who were |were )?(?:on board|aboard)\b"
)


def check(article: Article) -> Iterator[Outcome]:
    people = [
        figure
        for row in plain_figures_by_sentence(article).values()
        for figure in row
        if figure.kind is Kind.COUNT and figure.zone is Zone.BODY and figure.hedge is Hedge.NONE
    ]
    aboard = next((figure for figure in people if ABOARD.match(text_after(article, figure))), None)
    dead, safe = (_first_with_fate(people, fate) for fate in ("dead", "safe"))
    if aboard is None or dead is None or safe is None or len({id(aboard), id(dead), id(safe)}) < 3:
        return
    breakdown = Breakdown(aboard, (dead, safe), disjoint=True, group_name="on board")
    if breakdown.sum >= stated_value(aboard) and stated_value(safe) > 1:
        yield from breakdown_outcomes(breakdown, article)


def _first_with_fate(people: list[Figure], fate: str) -> Figure | None:
    """The first number of people in general who had this fate; "two crew members died" is not one."""
    for figure in people:
        counted = counted_entity(figure)
        if counted.event == fate and (
            not counted.head or counted.head == PERSON or (fate == "safe" and is_person(counted.head))
        ):
            return figure
    return None


EXAMPLES = (
    Example(
        "more dead and survivors than people on board are an error",
        "Nine people were killed when a ferry sank. The ship had 51 people on board. Some said the sea was rough. "
        "Forty-five survivors were taken ashore.",
        "error",
    ),
    Example(
        "dead and survivors who make up those on board are ticked",
        "Nine people were killed when a ferry sank. The ship had 54 people on board. Some said the sea was rough. "
        "Forty-five survivors were taken ashore.",
        "tick",
    ),
    Example(
        "some may be missing",
        "Nine people were killed when a ferry sank. The ship had 70 people on board. Some said the sea was rough. "
        "Forty-five survivors were taken ashore.",
        "silent",
    ),
    Example(
        "a hedged number is left alone",
        "At least nine people were killed when a ferry sank. The ship had 51 people on board. Forty-five survivors "
        "were taken ashore.",
        "silent",
    ),
)

RULE = Rule(code="PW10", slug="dead-and-survivors", scope="article", check=check, examples=EXAMPLES)
