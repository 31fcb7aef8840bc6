"""A number is split up beside it: passengers and crew, finishers and dropouts, posts in one town and in another.

Ties a row of figures in one sentence ("31 passengers and seven crew") to the number that they make up in the same
sentence or beside it ("all 38 people on board"). Nothing in the words says that the row is complete, so the rule only
ticks what comes out, and questions what would come out if two digits had not changed places.

Silent on whatever else two figures side by side may be, and where the row is a breakdown that another rule of this
family knows by its words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from checks.model import Article, Figure, Finding, Kind, Outcome, Severity, Tick
from checks.rule import Example, Rule
from checks.rules.sums._breakdown import Breakdown, before, by_sentence, named, stated
from checks.rules.sums._rows import row_at
from checks.sameness import may_be_part, thing
from checks.slips import swapped
from checks.wording import added, number

REACH = 2  # sentences each way
LEAST = 5  # below, two numbers make a third too easily
TELLING = 100  # from here on a swap of digits is no chance
ALL = re.compile(r"\ball\s$", re.IGNORECASE)
APART = re.compile(r"\b(?:each|apiece|respectively|behind|ahead|old)\b")
KINDS = frozenset((Kind.COUNT, Kind.NUMBER, Kind.MONEY, Kind.MEASURE))


def check(article: Article) -> Iterator[Outcome]:
    figures = by_sentence(article)
    for index, row in figures.items():
        near = [f for number_ in range(index - REACH, index + REACH + 1) for f in figures.get(number_, ())]
        end = -1
        for first in row:
            if first.kind not in KINDS or first.span.start < end or stated(first) <= 1:
                continue
            found = row_at(article, first.span.start, first)
            if found is None or len(found.parts) < 2 or not found.ended or found.open_:
                continue
            end = found.end
            if not APART.search(article.text[first.span.start : min(end + 12, len(article.text))]):
                yield from _judged(article, found.parts, near)


def _may_be_whole(article: Article, figure: Figure, parts: Sequence[Figure]) -> bool:
    """Two small numbers make a third too easily: then the nouns must tell that it is theirs."""
    if figure in parts or figure.hedge or stated(figure) < LEAST:
        return False
    if not all(may_be_part(part, figure) for part in parts):
        return False
    nouns = [thing(part).head for part in parts]
    related = bool(figure.noun) and all(nouns)
    return stated(figure) >= TELLING or related or bool(ALL.search(before(article, figure, 8)))


def _judged(article: Article, parts: tuple[Figure, ...], near: Sequence[Figure]) -> Iterator[Outcome]:
    wholes = [f for f in near if _may_be_whole(article, f, parts)]
    readings = [Breakdown(whole, parts) for whole in wholes]
    row = added([stated(part) for part in parts])
    fitting = next((reading for reading in readings if reading.sum == reading.whole.value), None)
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
    Example(
        "so many in each place are left alone",
        "Five people died in Penn. Three each died in Oxley and Hull and two in Corley.",
        "silent",
    ),
    Example("one figure is left alone", "All 44 people on board are safe. It carried 37 passengers.", "silent"),
)

RULE = Rule(code="PW09", slug="split", scope="article", check=check, examples=EXAMPLES)
