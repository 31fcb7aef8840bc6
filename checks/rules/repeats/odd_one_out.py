"""The main figure of a story is given once with one digit changed.

A figure that stands in the headline or the first sentences and is repeated is what the story is about. It is compared
with a figure of the same sort that differs from it in one digit and is given once: "£1.2bn ferry order ... an order
worth £1.2bn ... to win £1.5bn of work".

Silent on hedged figures and percentages, where the article has many values of the sort, where the text explains the
difference, where either is of another time or is called another, and where one is twice the other.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction
from operator import ne

from checks.digit_slips import printed_digits
from checks.model import Article, Figure, Finding, Kind, Outcome, Severity, Zone
from checks.number_format import join_items
from checks.pattern import pattern
from checks.rule import Example, Rule
from checks.rules.repeats._one_fact import ANOTHER, APART_AFTER, APART_BEFORE, OF_THEM, OF_WHOM, PART_OF, PERIOD
from checks.sameness import counted_entity

KINDS = (Kind.COUNT, Kind.MONEY, Kind.MEASURE)
TOP_SENTENCES = 2  # sentences of the body whose figures are what the story is about
MAX_VALUES = 8  # values of one sort: with more, two near each other are chance
MAX_SENTENCES_APART = 60  # sentences between the repeated figure and the differing one
CONTEXT_CHARS = 50  # characters around the differing figure searched for words that call it another
OTHER = pattern(
    r"\b(?:other|another|rival|similar|separate|instead|elsewhere|compared|while|also"
    r"|now|total|taking it|bringing|in all|altogether)\b",
    re.IGNORECASE,
)

EARLIER = pattern(
    r"\b(?:first|initially|originally|earlier|previously|at the time|had (?:said|been|put)"
    r"|last (?:year|month|week|spring|summer|autumn|fall|winter|January|February|March|April|May|June|July|August"
    r"|September|October|November|December))\b",
    re.IGNORECASE,
)

Sort = tuple[object, ...]


def check(article: Article) -> Iterator[Outcome]:
    sorts: dict[Sort, dict[Fraction, list[Figure]]] = defaultdict(lambda: defaultdict(list))
    for figure in article.figures:
        if figure.kind in KINDS and figure.value and not figure.is_range and figure.zone is not Zone.PROMO:
            sort = _sort(figure)
            if sort:
                sorts[sort][figure.value].append(figure)
    first = next((index for index, sentence in enumerate(article.sentences) if sentence.zone is Zone.BODY), 0)
    for values in sorts.values():
        if 1 < len(values) <= MAX_VALUES:
            yield from _of_sort(article, values, first)


def _sort(figure: Figure) -> Sort | None:
    """The key that two figures must share to be compared; None for a figure that is not compared."""
    if figure.kind is not Kind.COUNT:
        return (figure.kind, figure.unit, figure.per)
    counted = counted_entity(figure)
    return ("count", counted.head, counted.event) if counted.head else None


def _of_sort(article: Article, values: dict[Fraction, list[Figure]], first: int) -> Iterator[Outcome]:
    """The findings among the figures of one sort, grouped by value."""
    for main in values.values():
        if main[0].sentence >= first + TOP_SENTENCES or len({figure.sentence for figure in main}) < 2:
            continue
        odd = [
            figures[0]
            for figures in values.values()
            if len(figures) == 1 and _is_misprint(main[0], figures[0]) and not _is_apart(article, main, figures[0])
        ]
        differences = {abs((main[0].value or Fraction(0)) - (figure.value or Fraction(0))) for figure in odd}
        if len(odd) == 1 and differences.isdisjoint(values):
            # Of the body, where it stands there, so that what another rule says of the same two is said once.
            stated = next((figure for figure in main if figure.zone is Zone.BODY), main[0])
            yield _finding(article, stated, odd[0])


def _is_misprint(first: Figure, second: Figure) -> bool:
    """Whether one digit differs, of two significant digits or more."""
    if first.hedge or second.hedge or first.value is None or second.value is None:
        return False
    small, large = sorted((first.value, second.value))
    a, b = printed_digits(first), printed_digits(second)
    telling = min(len(a.rstrip("0")), len(b.rstrip("0"))) > 1
    return large < 2 * small and telling and len(a) == len(b) and sum(map(ne, a, b)) == 1


def _is_apart(article: Article, main: list[Figure], odd: Figure) -> bool:
    """Whether the words around the differing figure say that it is another one."""
    if any(figure.sentence == odd.sentence for figure in main) or odd.sentence - main[0].sentence > MAX_SENTENCES_APART:
        return True
    span = article.sentences[odd.sentence].span
    front = article.text[max(span.start, odd.span.start - CONTEXT_CHARS) : odd.span.start]
    behind = article.text[odd.span.end : min(span.end, odd.span.end + CONTEXT_CHARS)]
    if any(part.match(behind) for part in (PART_OF, OF_THEM, OF_WHOM)):
        return True  # "310 of them were in Penn"
    if ANOTHER.search(front) or APART_BEFORE.search(front) or APART_AFTER.match(behind):
        return True
    beside = f"{front} ; {behind}"
    before_that = EARLIER.search(article.text, span.start, odd.span.start)  # "at first it spoke of 64 graves"
    return bool(OTHER.search(beside) or PERIOD.search(beside) or before_that)


def _finding(article: Article, first: Figure, second: Figure) -> Finding:
    """The finding of the main figure and the differing one."""
    first_place, second_place = (article.place(each.span.start) for each in (first, second))
    return Finding(
        Severity.WARNING,
        f"The story is about {first.words} ({first_place}), and {second_place} says {second.words}.",
        tuple(sorted((first.span, second.span))),
        f"{first.words} is not {second.words}",
        (f"{second_place}: {second.words} -> {first.words}",),
        f"Are these two facts, or one? If one, is it {join_items((first.words, second.words), 'or')}?",
    )


EXAMPLES = (
    Example(
        "what was known at first",
        "Dig finds 67 graves\n\nA dig has found 67 graves.\n\nWhen the council first told of it last October, it "
        "spoke of 64 graves.",
        "silent",
    ),
    Example(
        "some of them",
        "Flood swamps 510 homes\n\nWater came into 510 homes.\n\nPenn had 310 of them and Ely 145.",
        "silent",
    ),
    Example(
        "the sum of a story",
        'Yard wins £1.2bn ferry order\n\nA yard has won an order worth £1.2bn.\n\n"To win £1.5bn of '
        'work shows what we can do," she said.',
        "warning",
    ),
    Example(
        "the weight of a find",
        "Police seize 240kg of cocaine\n\nOfficers found 240kg of it in a lorry.\n\nTaking 270 kilos off the streets "
        "hurts the gangs, she said.",
        "warning",
    ),
    Example(
        "a sum that stands once",
        "Yard wins £1.2bn ferry order\n\nA yard has won a big order.\n\nIt closed for years.\n\nIts debts are £1.5bn.",
        "silent",
    ),
    Example(
        "another order",
        "Yard wins £1.2bn ferry order\n\nA yard has won an order worth £1.2bn.\n\nAnother £1.5bn is in sight.",
        "silent",
    ),
    Example(
        "another year",
        "Yard wins £1.2bn ferry order\n\nA yard has won an order worth £1.2bn.\n\nIts orders were £1.5bn in 2019.",
        "silent",
    ),
    Example(
        "twice as much",
        "Yard wins £1.2bn ferry order\n\nA yard has won an order worth £1.2bn.\n\nIts debts were put at £4.2bn.",
        "silent",
    ),
)

RULE = Rule(code="RP07", slug="odd-one-out", scope="article", check=check, examples=EXAMPLES)
