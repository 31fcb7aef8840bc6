"""Men and women, adults and children: groups that cover everybody do not add up to everybody.

Ties "47 men and 19 women" to "66 people" in a sentence near by. Such groups leave nobody out and do not overlap, so
that they must come to the number of people, if the text speaks of the same people.

Whether it does is judged by nearness and by what befell them. A finding is raised only where one number of people
stands in the same or the next sentence and none of the numbers near by fits. Silent on one group alone, and where the
people are introduced with "including" (see parts-and-whole).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from checks import passage_index
from checks.model import Article, Figure, Finding, Kind, Outcome, Severity, Tick
from checks.number_format import added, number
from checks.pattern import pattern
from checks.rule import Example, Rule
from checks.rules.sums._breakdown import Breakdown, after, before, by_sentence, holds, named, row_from, stated
from checks.sameness import PERSON, is_kind_of, thing, thing_in

COMPLETE = (
    frozenset(("man", "woman")),
    frozenset(("man", "woman", "child")),
    frozenset(("man", "woman", "boy", "girl")),
    frozenset(("man", "woman", "teenager")),
    frozenset(("boy", "girl")),
    frozenset(("adult", "child")),
    frozenset(("adult", "teenager", "child")),
    frozenset(("adult", "teenager")),
    frozenset(("boy", "girl", "child")),
)
ALL = pattern(r"\ball(?: of)?(?: the| these| those)? $", re.IGNORECASE)
IN_TOTAL = pattern(r"\b(?:in total|altogether|in all|a total of)\b", re.IGNORECASE)
AND_ONE = pattern(r"^\s[a-z]+,? and an? (?:\w+ )?(?:man|woman|boy|girl|child|baby|teenager|toddler)\b")
OTHER = pattern(r"\b(?:other|another|further|additional|more|second)\b", re.IGNORECASE)
REACH = 2  # sentences each way
CLOSE = 0.1  # of the words around the groups, those that stand around a whole far away


AMONG = pattern(r"^(?: [a-z]+)? (?:are|were|is|was) among\b")


def check(article: Article) -> Iterator[Outcome]:
    figures = by_sentence(article)
    for index, row in figures.items():
        for position, first in enumerate(row):
            parts = [f for f in row_from(article, row[position:], first, reach=60) if f.kind is Kind.COUNT]
            parts = parts[: _reach_of_group(parts)]
            if parts and AND_ONE.match(article.text[parts[-1].span.end : parts[-1].span.end + 40]):
                break  # "two men, three women and a boy of eight"
            if len(parts) > 1:
                yield from _judged(article, figures, index, parts)
                break


def _reach_of_group(parts: Sequence[Figure]) -> int:
    """How many of the figures, from the first on, make a complete set of groups; 0 if none do."""
    heads = [thing(part).head for part in parts]
    return max((size for size in range(2, len(heads) + 1) if frozenset(heads[:size]) in COMPLETE), default=0)


def _judged(
    article: Article, figures: dict[int, list[Figure]], index: int, parts: Sequence[Figure]
) -> Iterator[Outcome]:
    total = bool(IN_TOTAL.search(before(article, parts[0], 60) + after(article, parts[-1])))
    near = range(index - REACH, index + REACH + 1)
    candidates = article.figures if total else [f for number in near for f in figures.get(number, ())]
    wholes = [f for f in candidates if _may_be_whole(article, f, parts, total)]
    readings = [Breakdown(whole, tuple(parts), closed=True) for whole in wholes]
    fitting = next((reading for reading in readings if holds(reading)), None)
    row = added([stated(part) for part in parts])
    if fitting:
        message = f"{' and '.join(named(part, article) for part in parts)} make {named(fitting.whole, article)}."
        yield Tick(message, fitting.spans, f"{row} = {fitting.whole.words}")
        return
    beside = [r for r in readings if _speaks_of_all(article, r.whole, parts, total)]
    if len({r.whole.value for r in readings}) != 1 or not beside:
        return
    if AMONG.match(after(article, parts[-1])):
        return  # "eight women and seven men are among the dead"
    found = beside[0]
    gap = stated(found.whole) - found.sum
    repairs = [f"{found.whole.words} -> {number(found.sum)}"]
    repairs += [f"{p.words} -> {number(stated(p) + gap)}" for p in parts if stated(p) + gap > 0]
    yield Finding(
        Severity.WARNING,
        f"{' and '.join(named(part, article) for part in parts)} make {number(found.sum)}, and "
        f"{named(found.whole, article)} are spoken of beside them.",
        found.spans,
        f"{row} = {number(found.sum)}, not {number(stated(found.whole))}",
        tuple(repairs),
        f"Are these the same people, and if so is it {number(found.sum)} or {found.whole.words}?",
    )


def _may_be_whole(article: Article, figure: Figure, parts: Sequence[Figure], total: bool) -> bool:
    if figure.kind not in (Kind.COUNT, Kind.NUMBER) or figure.value is None or figure in parts or figure.value < 3:
        return False
    if any(figure.value <= stated(part) for part in parts) and figure.value != sum(map(stated, parts), Fraction(0)):
        return False
    it = thing(figure)
    if not it.head:
        return bool(ALL.search(before(article, figure, 20)))
    if not (it.head == PERSON or all(is_kind_of(thing(part).head, it.head) for part in parts)):
        return False
    return not OTHER.search(before(article, figure, 10) + " " + after(article, figure, 25)) and (
        not total or _same_fate(article, figure, parts)
    )


def _same_fate(article: Article, whole: Figure, parts: Sequence[Figure]) -> bool:
    one, other = thing_in(article, whole).fate, thing_in(article, parts[0]).fate
    return not one or not other or one == other


def _speaks_of_all(article: Article, whole: Figure, parts: Sequence[Figure], total: bool) -> bool:
    """Is the whole tied to the groups by "all", by its sentence, by what befell both, or by the words around both?"""
    if ALL.search(before(article, whole, 20)):
        return True
    if total:
        index = passage_index.index_passages(article)
        return passage_index.context_similarity(index, parts[0], index, [whole])[0] >= CLOSE
    if abs(whole.sentence - parts[0].sentence) > 1:
        return False
    one, other = thing_in(article, whole).fate, thing_in(article, parts[0]).fate
    return one == other and (bool(one) or whole.sentence == parts[0].sentence)


EXAMPLES = (
    Example(
        "one of them without a number",
        "Six people were treated: two men, three women and a boy of eight.",
        "silent",
    ),
    Example(
        "men and women who do not make up the people are questioned",
        "All 12 people on board were rescued. Six men and five women were rescued by a lifeboat.",
        "warning",
    ),
    Example(
        "adults and children who do not make up everybody are questioned",
        "Six adults and three children are safe. All ten were taken to a hotel.",
        "warning",
    ),
    Example(
        "men and women who make up the people are ticked",
        "In total, 47 men and 19 women took the oath. The baker is one of 66 people who took it this year.",
        "tick",
    ),
    Example(
        "adults and children who make up everybody are ticked",
        "Six adults and four children are safe. All ten were taken to a hotel.",
        "tick",
    ),
    Example("one group alone is left alone", "Three women were hurt. Police spoke to 12 people.", "silent"),
    Example(
        "people of another fate are other people",
        "Two men and one woman were killed. Nine people were injured.",
        "silent",
    ),
)

RULE = Rule(code="PW04", slug="groups-and-everybody", scope="article", check=check, examples=EXAMPLES)
