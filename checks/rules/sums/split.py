"""A number is split up beside it: passengers and crew, finishers and dropouts, posts in one town and in another.

Ties a row of figures in one sentence ("31 passengers and seven crew") to the number that they make up in the same
sentence or beside it ("all 38 people on board"). Nothing in the words says that the row is complete, so the rule only
ticks what comes out, and questions what would come out if two digits had not changed places.

Silent on whatever else two figures side by side may be, and where the row is a breakdown that another rule of this
family knows by its words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checks.model import Article, Figure, Finding, Kind, Outcome, Severity, Tick
from checks.rule import Example, Rule
from checks.rules.sums._breakdown import Breakdown, by_sentence, named, row_from, stated
from checks.sameness import may_be_part, same_measure
from checks.slips import swapped
from checks.wording import added, number

REACH = 2  # sentences each way
LEAST = 5  # below, two numbers make a third too easily
TELLING = 100  # from here on a swap of digits is no chance
KINDS = frozenset((Kind.COUNT, Kind.NUMBER, Kind.MONEY, Kind.MEASURE))


def check(article: Article) -> Iterator[Outcome]:
    figures = by_sentence(article)
    for index, row in figures.items():
        here = [figure for figure in row if figure.kind in KINDS]
        near = [f for number_ in range(index - REACH, index + REACH + 1) for f in figures.get(number_, ())]
        taken: set[int] = set()
        for position, first in enumerate(here):
            if id(first) in taken:
                continue
            parts = row_from(article, here[position:], first)
            parts = [part for part in parts if same_measure(part, first)]
            if len(parts) > 1 and parts[0].kind is first.kind:
                taken |= set(map(id, parts))
                yield from _judged(article, parts, near)


def _judged(article: Article, parts: Sequence[Figure], near: Sequence[Figure]) -> Iterator[Outcome]:
    wholes = [f for f in near if f not in parts and all(may_be_part(part, f) for part in parts)]
    readings = [Breakdown(whole, tuple(parts)) for whole in wholes if stated(whole) >= LEAST]
    row = added([stated(part) for part in parts])
    fitting = next((reading for reading in readings if reading.sum == reading.whole.value), None)
    if fitting is None and len(parts) > 2:  # "of the 9,300 who began, 9,100 came home and 200 gave up"
        within = (Breakdown(whole, tuple(part for part in parts if part is not whole)) for whole in parts)
        fitting = next((reading for reading in within if reading.sum == reading.whole.value), None)
        row = added([stated(part) for part in fitting.parts]) if fitting else row
    if fitting:
        message = (
            f"{' and '.join(named(part, article) for part in fitting.parts)} make up {named(fitting.whole, article)}."
        )
        yield Tick(message, fitting.spans, f"{row} = {fitting.whole.words}")
        return
    for reading in readings:
        whole = reading.whole
        needed = [(whole, reading.sum), *((part, stated(whole) - reading.sum + stated(part)) for part in parts)]
        slip = next((pair for pair in needed if pair[1] >= TELLING and swapped(*pair)), None)
        if slip:
            yield Finding(
                Severity.WARNING,
                f"{row} = {number(reading.sum)}, and {named(whole, article)} stands beside them.",
                reading.spans,
                f"{row} = {number(reading.sum)}, not {number(stated(whole))}",
                (f"{slip[0].words} -> {number(slip[1])}",),
                f"Do these make up {named(whole, article)}, and if so which of the figures is right?",
            )
            return


EXAMPLES = (
    Example(
        "two digits that changed places in a split number are questioned",
        "The hall took in 7,720 visitors last year. There were 4,310 adult visitors and 3,140 young visitors.",
        "warning",
    ),
    Example(
        "passengers and crew who make up those on board are ticked",
        "All 44 people on board are safe. The ship carried 37 passengers and seven sailors.",
        "tick",
    ),
    Example(
        "figures side by side that make up nothing are left alone",
        "The ship was built for 90 people. It carried 37 passengers and seven sailors.",
        "silent",
    ),
    Example("one figure is left alone", "All 44 people on board are safe. It carried 37 passengers.", "silent"),
)

RULE = Rule(code="PW09", slug="split", scope="article", check=check, examples=EXAMPLES)
