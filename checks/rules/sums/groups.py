"""Men and women, adults and children: groups that cover everybody do not add up to everybody.

Compares "47 men and 19 women" with "66 people" in a sentence nearby. Such groups leave nobody out and do not overlap,
so that they must come to the number of people, if the text speaks of the same people.

Whether it does is decided by distance and by what happened to them. A finding is raised only where one number of people
stands in the same or the next sentence and none of the numbers nearby fits. Silent on a single group, and where the
people are introduced with "including" (see parts-and-whole).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from checks import passage_index
from checks.model import Article, Figure, Finding, Kind, Outcome, Severity, Tick
from checks.number_format import format_sum, number
from checks.pattern import pattern
from checks.rule import Example, Rule
from checks.rules.sums._breakdown import (
    Breakdown,
    adds_up,
    coordinated_row,
    plain_figures_by_sentence,
    stated_value,
    text_after,
    text_before,
    with_noun,
)
from checks.sameness import PERSON, counted_entity, counted_entity_in, is_kind_of

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
MAX_SENTENCES_APART = 2  # sentences before or after the groups in which the number of people may stand
MIN_CONTEXT_OVERLAP = 0.1  # share of the words around the groups that must also stand around a distant whole


AMONG = pattern(r"^(?: [a-z]+)? (?:are|were|is|was) among\b")


def check(article: Article) -> Iterator[Outcome]:
    figures = plain_figures_by_sentence(article)
    for index, row in figures.items():
        for position, first in enumerate(row):
            parts = [f for f in coordinated_row(article, row[position:], first, reach=60) if f.kind is Kind.COUNT]
            parts = parts[: _complete_group_size(parts)]
            if parts and AND_ONE.match(article.text[parts[-1].span.end : parts[-1].span.end + 40]):
                break  # "two men, three women and a boy of eight"
            if len(parts) > 1:
                yield from _compare(article, figures, index, parts)
                break


def _complete_group_size(parts: Sequence[Figure]) -> int:
    """How many of the figures, from the first on, form a complete set of groups; 0 if none do."""
    heads = [counted_entity(part).head for part in parts]
    return max((size for size in range(2, len(heads) + 1) if frozenset(heads[:size]) in COMPLETE), default=0)


def _compare(
    article: Article, figures: dict[int, list[Figure]], index: int, parts: Sequence[Figure]
) -> Iterator[Outcome]:
    """The outcome for one complete set of groups and the numbers of people nearby."""
    total = bool(IN_TOTAL.search(text_before(article, parts[0], 60) + text_after(article, parts[-1])))
    near = range(index - MAX_SENTENCES_APART, index + MAX_SENTENCES_APART + 1)
    candidates = article.figures if total else [f for number in near for f in figures.get(number, ())]
    wholes = [f for f in candidates if _may_be_whole(article, f, parts, total)]
    readings = [Breakdown(whole, tuple(parts), closed=True) for whole in wholes]
    fitting = next((reading for reading in readings if adds_up(reading)), None)
    row = format_sum([stated_value(part) for part in parts])
    if fitting:
        message = (
            f"{' and '.join(with_noun(part, article) for part in parts)} make {with_noun(fitting.whole, article)}."
        )
        yield Tick(message, fitting.spans, f"{row} = {fitting.whole.words}")
        return
    beside = [r for r in readings if _is_connected(article, r.whole, parts, total)]
    if len({r.whole.value for r in readings}) != 1 or not beside:
        return
    if AMONG.match(text_after(article, parts[-1])):
        return  # "eight women and seven men are among the dead"
    found = beside[0]
    gap = stated_value(found.whole) - found.sum
    repairs = [f"{found.whole.words} -> {number(found.sum)}"]
    repairs += [f"{p.words} -> {number(stated_value(p) + gap)}" for p in parts if stated_value(p) + gap > 0]
    yield Finding(
        Severity.WARNING,
        f"{' and '.join(with_noun(part, article) for part in parts)} make {number(found.sum)}, and "
        f"{with_noun(found.whole, article)} are spoken of beside them.",
        found.spans,
        f"{row} = {number(found.sum)}, not {number(stated_value(found.whole))}",
        tuple(repairs),
        f"Are these the same people, and if so is it {number(found.sum)} or {found.whole.words}?",
    )


def _may_be_whole(article: Article, figure: Figure, parts: Sequence[Figure], total: bool) -> bool:
    """Whether a figure may be the number of all people in the groups."""
    if figure.kind not in (Kind.COUNT, Kind.NUMBER) or figure.value is None or figure in parts or figure.value < 3:
        return False
    if any(figure.value <= stated_value(part) for part in parts) and figure.value != sum(
        map(stated_value, parts), Fraction(0)
    ):
        return False
    counted = counted_entity(figure)
    if not counted.head:
        return bool(ALL.search(text_before(article, figure, 20)))
    if not (counted.head == PERSON or all(is_kind_of(counted_entity(part).head, counted.head) for part in parts)):
        return False
    return not OTHER.search(text_before(article, figure, 10) + " " + text_after(article, figure, 25)) and (
        not total or _same_fate(article, figure, parts)
    )


def _same_fate(article: Article, whole: Figure, parts: Sequence[Figure]) -> bool:
    """Whether nothing different happened to the whole and to the groups."""
    whole_fate, part_fate = counted_entity_in(article, whole).event, counted_entity_in(article, parts[0]).event
    return not whole_fate or not part_fate or whole_fate == part_fate


def _is_connected(article: Article, whole: Figure, parts: Sequence[Figure], total: bool) -> bool:
    """Whether "all", a shared sentence, a shared fate or shared words connect the whole with the groups."""
    if ALL.search(text_before(article, whole, 20)):
        return True
    if total:
        index = passage_index.index_passages(article)
        return passage_index.context_similarity(index, parts[0], index, [whole])[0] >= MIN_CONTEXT_OVERLAP
    if abs(whole.sentence - parts[0].sentence) > 1:
        return False
    whole_fate, part_fate = counted_entity_in(article, whole).event, counted_entity_in(article, parts[0]).event
    return whole_fate == part_fate and (bool(whole_fate) or whole.sentence == parts[0].sentence)


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
