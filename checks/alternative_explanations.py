"""Do the figures of a finding fit together otherwise than the rule took them?

A rule that ties 10,937 votes and a majority of 545 to a third figure, which they do not give, has hardly found a slip
where the story also says that the winner had 11,482: 545 + 10,937 = 11,482. Two or more of the figures in question then
have their place in a sum that holds, and the rule has tied them wrongly. Such a finding is not raised; it is listed as
not checked, with the sum that holds.

Chance makes sums too. So only rules that add or compare whole figures are asked (a share of 45% is not explained by
what is left), the sum must hold exactly, stand near the figures in question and count one thing, and small figures have
to explain all that is in question. How often a real slip is let go for it shows in `bench/probes.py`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations, permutations, product

from checks.model import Article, Figure, Finding, Kind
from checks.sameness import Sameness, same_thing
from checks.number_format import added, number

NEAR = 2  # sentences from a figure in question to one that explains it
AROUND = 24  # figures each side that are looked at: a table has thousands
MANY = 60  # the same for what a rate and a number make, which may stand far off
LEAST, LEAST_OF_ALL = 30, 10
"""Sums of smaller figures come about by chance: of some of those in question, and of all of them."""
SURE = 100  # a row that makes up so large a figure hardly does so by chance, wherever that stands
ADDING = frozenset(
    """parts-and-whole split total laid-out remainder headline-and-body points-back odd-one-out said-twice""".split()
)
SUBTRACTING = frozenset(("gap", "by-how-much", "difference"))
MULTIPLYING = frozenset(("average", "so-much-each"))
IN_PERCENT = frozenset(("percent-change", "points-and-percent", "share-of-whole", "share-in-reach"))
"""Rules whose figures may have their place in another sum; and those of whose figures one is what two others differ by,
so that only a sum with that one in it says otherwise."""
POINTED = 4  # sentences from what is pointed back to
LONGEST = 7  # parts of a row that makes up another figure
MOST = 8  # figures in question that are looked at
STEPS = {
    "decade": ("month", 120),
    "year": ("month", 12),
    "week": ("day", 7),
    "hour": ("second", 3600),
    "minute": ("second", 60),
}
COUNTS = (Kind.COUNT, Kind.NUMBER)


def fits_otherwise(article: Article, finding: Finding) -> str:
    """The sum that holds, "545 + 10,937 = 11,482"; "" where there is none."""
    if finding.rule not in ADDING | SUBTRACTING | MULTIPLYING | IN_PERCENT:
        return ""
    starts = [bisect_left(article.figures, span, key=lambda figure: figure.span) for span in finding.spans]
    asked = [figure for at in starts for figure in article.figures[at : at + 1] if figure.span in finding.spans]
    asked = [figure for figure in asked if _amount(figure) > 0][:MOST]
    if len(asked) < 2:
        return ""
    places = {place for at in starts for place in range(max(0, at - AROUND), min(at + AROUND, len(article.figures)))}
    if finding.rule in MULTIPLYING:
        first, last = max(0, starts[0] - MANY), starts[-1] + MANY
        return next(_multiplied(asked, article.figures[first:last]), "")
    near = [article.figures[place] for place in sorted(places)]
    if finding.rule in IN_PERCENT:
        found = next(_in_percent(asked, near), "")
        return found or (next(_of_another(asked, near), "") if finding.rule == "share-in-reach" else "")
    around = [one for one in near if _amount(one) > 0]
    if finding.rule == "points-back":
        return next(_pointed_to(asked[-1], around), "")
    if finding.rule in SUBTRACTING:
        ways = ("not", "not up by", "not down by")
        apart = [one for one in asked if finding.arithmetic.endswith(tuple(f"{way} {one.words}" for way in ways))][:1]
        return next((said for one in apart for said in _lies_between(one, near, asked)), "")
    found = next(_triples(asked, around), "") or next(_rows(asked, around), "")
    return found or (next(_completed(asked, around), "") if finding.rule == "split" else "")


def _completed(asked: Sequence[Figure], around: Sequence[Figure]) -> Iterator[str]:
    """ "Fourteen people, three children among them ... eight women and three men": the part that is told elsewhere."""
    whole, *parts = sorted(asked, key=_amount, reverse=True)
    missing = _amount(whole) - sum(map(_amount, parts))
    last = max(asked, key=lambda one: one.span)
    behind = [one for one in around if one.span > last.span and _sort(one) == _sort(whole) and _is_near(one, last)]
    for some in combinations(behind[:MOST], 2):
        if sum(map(_amount, some)) == missing and _tells(whole, SURE):
            yield _said((*parts, *some), whole)
    for one in around:
        if one not in asked and _sort(one) == _sort(whole) and _amount(one) == missing and _is_near(one, whole, 1):
            yield _said((*parts, one), whole)


def _pointed_to(figure: Figure, around: Sequence[Figure]) -> Iterator[str]:
    """ "Down to 24.6 lakh from 31 lakh; those 6.4 lakh passengers": what it points back to lies between two others."""
    for one, other in combinations(
        [one for one in around if one.span < figure.span and _is_near(one, figure, POINTED)], 2
    ):
        low, high = sorted((one, other), key=_amount)
        if _sort(one) == _sort(other) == _sort(figure) and _amount(high) - _amount(low) == _amount(figure):
            yield _said((low, figure), high)


def _multiplied(asked: Sequence[Figure], around: Sequence[Figure]) -> Iterator[str]:
    """ "$458 for each of its 315 members" makes the $144,250 of further up, and not the $58,000 beside it."""
    for rate, number_of in permutations(asked, 2):
        made = _amount(rate) * _amount(number_of)
        slack = made / 100
        for whole in around:
            told = _sort(whole) == _sort(rate) and whole not in asked and _amount(whole) > _amount(rate)
            if told and abs(_amount(whole) - made) <= slack and _tells(whole, SURE):
                yield f"{rate.words} x {number_of.words} = {whole.words}"


def _in_percent(asked: Sequence[Figure], near: Sequence[Figure]) -> Iterator[str]:
    """ "18%, or a little over 19% compounded, from $41.50 to $49.48": another percentage beside it fits the two."""
    said = [one for one in asked if one.kind is Kind.PERCENT]
    ends = [end for one in asked if one.kind is not Kind.PERCENT for end in (one.value, one.second) if end]
    if len(said) != 1 or len(ends) != 2:
        return
    small, large = sorted(ends)
    fitting = (small * 100 / large, large * 100 / small, (large - small) * 100 / small, (large - small) * 100 / large)
    for one in near:
        beside = one.kind is Kind.PERCENT and one is not said[0] and abs(one.sentence - said[0].sentence) <= 1
        if beside and any(way in one.interval for way in fitting):
            yield f"{number(small)}, {number(large)}: {one.words}"


def _of_another(asked: Sequence[Figure], near: Sequence[Figure]) -> Iterator[str]:
    """ "Just 62mm fell. The average is 155mm, so it has had 40%, and 93mm less": of the one told of before."""
    said = next((one for one in asked if one.kind is Kind.PERCENT), None)
    for whole, part in product(asked, near):
        told = said and _sort(part) == _sort(whole) and part not in asked and 0 < _amount(part) < _amount(whole)
        if told and said and _is_near(part, said, 1) and _amount(part) * 100 / _amount(whole) in said.interval:
            yield f"{part.words} of {whole.words}: {said.words}"


def _lies_between(figure: Figure, around: Sequence[Figure], asked: Sequence[Figure]) -> Iterator[str]:
    """What is called a difference lies between two figures, or the ends of a range; the rule took one at most.

    Of the two that it took, it has said that they go the other way.
    """
    for one in around:
        if one.second is not None and one.value is not None and abs(one.second - one.value) == figure.value:
            yield f"{one.words}: {figure.words}"
    sides = [one for one in around if one != figure and _amount(one) > 0 and _is_near(one, figure)]
    for one, other in combinations(sides, 2):
        low, high = sorted((one, other), key=_amount)
        if one in asked and other in asked:
            continue
        if not _sort(one) == _sort(other) == _sort(figure) or not _tells(high, LEAST_OF_ALL):
            continue
        if _amount(high) - _amount(low) == _amount(figure) != _amount(low):
            yield _said((low, figure), high)


def _triples(asked: Sequence[Figure], around: Sequence[Figure]) -> Iterator[str]:
    """Two of the figures in question and a third that is their sum or difference."""
    for one, other in combinations(asked, 2):
        if _sort(one) != _sort(other) or one.value == other.value:
            continue
        least = LEAST_OF_ALL if len(asked) == 2 else LEAST
        for third in around:
            if third in asked or _sort(third) != _sort(one) or not (_is_near(third, one) or _is_near(third, other)):
                continue
            if len(asked) == 2 and third.sentence not in (one.sentence, other.sentence):
                continue  # of two figures, one that stands beside one of them
            if Sameness.DIFFERENT in (same_thing(third, one), same_thing(third, other)) and third.kind in COUNTS:
                continue
            low, middle, high = sorted((one, other, third), key=_amount)
            if _amount(low) + _amount(middle) == _amount(high) and low.value != middle.value and _tells(high, least):
                yield _said((low, middle), high)


def _rows(asked: Sequence[Figure], around: Sequence[Figure]) -> Iterator[str]:
    """Figures that follow each other, two or more of those in question among them, and make up another one."""
    for sort in dict.fromkeys(_sort(figure) for figure in asked):
        alike = [figure for figure in around if _sort(figure) == sort or _leaves_out(figure, sort)]
        if sort == ("count",) and not any(figure.noun for figure in asked):
            measured = next((_sort(one) for one in reversed(around) if one.span < asked[0].span and one.unit), sort)
            alike = [figure for figure in around if _sort(figure) == measured or _leaves_out(figure, measured)]
        amounts = [_amount(figure) for figure in alike]
        stated = dict(zip(reversed(amounts), reversed(alike), strict=True))
        for start in range(len(alike)):
            total = amounts[start]
            for last in range(start + 1, min(start + LONGEST, len(alike))):
                if alike[last].sentence - alike[last - 1].sentence > 1:
                    break
                total += amounts[last]
                whole = stated.get(total) if last - start > 1 else None
                row = alike[start : last + 1] if whole is not None else []
                if whole is None or whole in row:
                    continue
                held = sum(one in asked for one in (*row, whole))
                if not _tells(whole, LEAST_OF_ALL if held == len(asked) else LEAST):
                    continue
                if (
                    held > 1
                    and {*row, whole} - {*asked}
                    and (whole in asked or _tells(whole, SURE) or _is_near(whole, row[0], NEAR + 1))
                ):
                    yield _said(row, whole)


def _said(parts: Sequence[Figure], whole: Figure) -> str:
    if any(part.unit != whole.unit for part in parts):
        return f"{' + '.join(part.words for part in parts)} = {whole.words}"
    return f"{added([part.value or Fraction(0) for part in parts])} = {number(whole.value or Fraction(0))}"


def _is_near(one: Figure, other: Figure, reach: int = NEAR) -> bool:
    return abs(one.sentence - other.sentence) <= reach


def _tells(figure: Figure, least: int) -> bool:
    return (figure.value or 0) >= least or (figure.value or Fraction(0)).denominator > 1 or figure.unit in STEPS


def _amount(figure: Figure) -> Fraction:
    """The value, lengths of time in their smallest unit; 0 for what cannot be added."""
    if figure.value is None or figure.is_range or figure.second is not None or figure.kind is Kind.NAME:
        return Fraction(0)
    _, times = STEPS.get(figure.unit or "", ("", 1))
    return figure.value * times


def _leaves_out(figure: Figure, sort: tuple[object, ...]) -> bool:
    """ "3.11 million tonnes of wheat, barley is 1.02 million": the unit that stood before."""
    return figure.kind is Kind.NUMBER and figure.noun is None and sort[0] in (Kind.MEASURE, Kind.MONEY)


def _sort(figure: Figure) -> tuple[object, ...]:
    """What two figures must have in common to be added."""
    if figure.kind in COUNTS:
        in_points = figure.noun is not None and figure.noun.head == "point"  # "that 12-point gap", of percentages
        return (Kind.PERCENT, "percent") if in_points else ("count",)
    kind = Kind.DURATION if figure.kind is Kind.AGE else Kind.PERCENT if figure.kind is Kind.POINTS else figure.kind
    unit, _ = STEPS.get(figure.unit or "", (figure.unit, 1))
    return (kind, unit if kind is not Kind.PERCENT else "percent")
