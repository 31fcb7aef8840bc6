"""Finds another sum that holds between the figures of a finding, which explains them without a slip.

A rule that ties 10,937 votes and a majority of 545 to a third figure, which they do not give, has hardly found a slip
where the story also says that the winner had 11,482: 545 + 10,937 = 11,482. Two or more of the questioned figures then
belong to a sum that holds, and the rule has related them wrongly. Such a finding is not raised; it is listed as not
checked, with the sum that holds.

Sums also hold by chance. So only the findings of rules that add or compare whole figures are explained away (a share of
45% is not explained by its remainder), the sum must hold exactly, stand near the questioned figures and count the same
thing, and small figures must explain all questioned ones. `bench/probes.py` measures how many real slips this hides.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations, permutations, product

from checks.model import Article, Figure, Finding, Kind
from checks.number_format import format_sum, number
from checks.sameness import Sameness, compare_figures

MAX_SENTENCES_APART = 2  # sentences from a questioned figure to one that explains it
MAX_FIGURES_EACH_SIDE = 24  # figures considered on each side: a table has thousands
MAX_FIGURES_FOR_PRODUCT = 60  # the same for the product of a rate and a count, which may stand far away
MIN_TOTAL, MIN_TOTAL_IF_ALL_EXPLAINED = 30, 10
"""Smallest totals that count, as smaller sums hold by chance; the second if all questioned figures are in the sum."""
MIN_DISTANT_TOTAL = 100  # a row hardly adds up to so large a figure by chance, however far away that stands
ADDING_RULES = frozenset(
    """parts-and-whole split total laid-out remainder headline-and-body points-back odd-one-out said-twice""".split()
)
SUBTRACTING_RULES = frozenset(("gap", "by-how-much", "difference"))
MULTIPLYING_RULES = frozenset(("average", "so-much-each"))
PERCENT_RULES = frozenset(("percent-change", "points-and-percent", "share-of-whole", "share-in-reach"))
"""Rules whose findings may be explained by another sum, by what they compute. In a subtracting rule one figure is the
difference of two others, so only a sum that contains this one explains the finding."""
MAX_SENTENCES_BACK = 4  # sentences from a figure to the one it points back to
MAX_PARTS = 7  # parts of a row that adds up to another figure
MAX_QUESTIONED = 8  # questioned figures that are considered
SMALLER_UNIT = {
    "decade": ("month", 120),
    "year": ("month", 12),
    "week": ("day", 7),
    "hour": ("second", 3600),
    "minute": ("second", 60),
}
COUNTS = (Kind.COUNT, Kind.NUMBER)


def alternative_sum(article: Article, finding: Finding) -> str:
    """A sum that holds and explains the questioned figures, such as "545 + 10,937 = 11,482"; "" if there is none."""
    if finding.rule not in ADDING_RULES | SUBTRACTING_RULES | MULTIPLYING_RULES | PERCENT_RULES:
        return ""
    starts = [bisect_left(article.figures, span, key=lambda figure: figure.span) for span in finding.spans]
    questioned = [
        figure for index in starts for figure in article.figures[index : index + 1] if figure.span in finding.spans
    ]
    questioned = [figure for figure in questioned if _amount(figure) > 0][:MAX_QUESTIONED]
    if len(questioned) < 2:
        return ""
    indices = {
        index
        for start in starts
        for index in range(
            max(0, start - MAX_FIGURES_EACH_SIDE), min(start + MAX_FIGURES_EACH_SIDE, len(article.figures))
        )
    }
    if finding.rule in MULTIPLYING_RULES:
        first, last = max(0, starts[0] - MAX_FIGURES_FOR_PRODUCT), starts[-1] + MAX_FIGURES_FOR_PRODUCT
        return next(_other_product(questioned, article.figures[first:last]), "")
    nearby = [article.figures[index] for index in sorted(indices)]
    if finding.rule in PERCENT_RULES:
        found = next(_other_percentage(questioned, nearby), "")
        return found or (next(_share_of_other_part(questioned, nearby), "") if finding.rule == "share-in-reach" else "")
    addable = [figure for figure in nearby if _amount(figure) > 0]
    if finding.rule == "points-back":
        return next(_difference_pointed_to(questioned[-1], addable), "")
    if finding.rule in SUBTRACTING_RULES:
        phrases = ("not", "not up by", "not down by")
        differences = [
            figure
            for figure in questioned
            if finding.arithmetic.endswith(tuple(f"{way} {figure.words}" for way in phrases))
        ][:1]
        return next(
            (explanation for figure in differences for explanation in _other_difference(figure, nearby, questioned)), ""
        )
    found = next(_sum_of_two(questioned, addable), "") or next(_sum_of_row(questioned, addable), "")
    return found or (next(_with_missing_part(questioned, addable), "") if finding.rule == "split" else "")


def _with_missing_part(questioned: Sequence[Figure], addable: Sequence[Figure]) -> Iterator[str]:
    """Sums in which a part given elsewhere completes the whole.

    "Fourteen people, three children among them ... eight women and three men."
    """
    whole, *parts = sorted(questioned, key=_amount, reverse=True)
    missing = _amount(whole) - sum(map(_amount, parts))
    last_questioned = max(questioned, key=lambda figure: figure.span)
    following = [
        figure
        for figure in addable
        if figure.span > last_questioned.span
        and _quantity_type(figure) == _quantity_type(whole)
        and _is_near(figure, last_questioned)
    ]
    for pair in combinations(following[:MAX_QUESTIONED], 2):
        if sum(map(_amount, pair)) == missing and _is_distinctive(whole, MIN_DISTANT_TOTAL):
            yield _equation((*parts, *pair), whole)
    for figure in addable:
        if (
            figure not in questioned
            and _quantity_type(figure) == _quantity_type(whole)
            and _amount(figure) == missing
            and _is_near(figure, whole, 1)
        ):
            yield _equation((*parts, figure), whole)


def _difference_pointed_to(figure: Figure, addable: Sequence[Figure]) -> Iterator[str]:
    """Sums in which a figure that points back is the difference of two earlier ones.

    "Down to 24.6 lakh from 31 lakh; those 6.4 lakh passengers."
    """
    for first, second in combinations(
        [first for first in addable if first.span < figure.span and _is_near(first, figure, MAX_SENTENCES_BACK)], 2
    ):
        low, high = sorted((first, second), key=_amount)
        if _quantity_type(first) == _quantity_type(second) == _quantity_type(figure) and _amount(high) - _amount(
            low
        ) == _amount(figure):
            yield _equation((low, figure), high)


def _other_product(questioned: Sequence[Figure], nearby: Sequence[Figure]) -> Iterator[str]:
    """Products of a rate and a count that give a total stated elsewhere.

    "$458 for each of its 315 members" gives the $144,250 stated further up, not the $58,000 beside it.
    """
    for rate, count in permutations(questioned, 2):
        product = _amount(rate) * _amount(count)
        slack = product / 100
        for whole in nearby:
            may_be_whole = (
                _quantity_type(whole) == _quantity_type(rate)
                and whole not in questioned
                and _amount(whole) > _amount(rate)
            )
            if may_be_whole and abs(_amount(whole) - product) <= slack and _is_distinctive(whole, MIN_DISTANT_TOTAL):
                yield f"{rate.words} x {count.words} = {whole.words}"


def _other_percentage(questioned: Sequence[Figure], nearby: Sequence[Figure]) -> Iterator[str]:
    """Percentages beside the questioned one that fit the two values: "18%, or a little over 19% compounded"."""
    percentages = [figure for figure in questioned if figure.kind is Kind.PERCENT]
    values = [
        end for figure in questioned if figure.kind is not Kind.PERCENT for end in (figure.value, figure.second) if end
    ]
    if len(percentages) != 1 or len(values) != 2:
        return
    small, large = sorted(values)
    ratios = (small * 100 / large, large * 100 / small, (large - small) * 100 / small, (large - small) * 100 / large)
    for figure in nearby:
        is_beside = (
            figure.kind is Kind.PERCENT
            and figure is not percentages[0]
            and abs(figure.sentence - percentages[0].sentence) <= 1
        )
        if is_beside and any(ratio in figure.interval for ratio in ratios):
            yield f"{number(small)}, {number(large)}: {figure.words}"


def _share_of_other_part(questioned: Sequence[Figure], nearby: Sequence[Figure]) -> Iterator[str]:
    """Parts stated earlier of which the percentage holds.

    "Just 62mm fell. The average is 155mm, so it has had 40%, and 93mm less": 62mm is 40%, not 93mm.
    """
    percentage = next((figure for figure in questioned if figure.kind is Kind.PERCENT), None)
    for whole, part in product(questioned, nearby):
        is_part = (
            percentage
            and _quantity_type(part) == _quantity_type(whole)
            and part not in questioned
            and 0 < _amount(part) < _amount(whole)
        )
        if (
            is_part
            and percentage
            and _is_near(part, percentage, 1)
            and _amount(part) * 100 / _amount(whole) in percentage.interval
        ):
            yield f"{part.words} of {whole.words}: {percentage.words}"


def _other_difference(figure: Figure, nearby: Sequence[Figure], questioned: Sequence[Figure]) -> Iterator[str]:
    """Pairs of figures, or the ends of a range, whose difference is the figure; the rule used at most one of the pair.

    The pair that the rule used is left out: the finding already says that it does not fit.
    """
    for first in nearby:
        if first.second is not None and first.value is not None and abs(first.second - first.value) == figure.value:
            yield f"{first.words}: {figure.words}"
    candidates = [first for first in nearby if first != figure and _amount(first) > 0 and _is_near(first, figure)]
    for first, second in combinations(candidates, 2):
        low, high = sorted((first, second), key=_amount)
        if first in questioned and second in questioned:
            continue
        if not _quantity_type(first) == _quantity_type(second) == _quantity_type(figure) or not _is_distinctive(
            high, MIN_TOTAL_IF_ALL_EXPLAINED
        ):
            continue
        if _amount(high) - _amount(low) == _amount(figure) != _amount(low):
            yield _equation((low, figure), high)


def _sum_of_two(questioned: Sequence[Figure], addable: Sequence[Figure]) -> Iterator[str]:
    """Two of the questioned figures and a third one that is their sum or difference."""
    for first, second in combinations(questioned, 2):
        if _quantity_type(first) != _quantity_type(second) or first.value == second.value:
            continue
        min_value = MIN_TOTAL_IF_ALL_EXPLAINED if len(questioned) == 2 else MIN_TOTAL
        for third in addable:
            if (
                third in questioned
                or _quantity_type(third) != _quantity_type(first)
                or not (_is_near(third, first) or _is_near(third, second))
            ):
                continue
            if len(questioned) == 2 and third.sentence not in (first.sentence, second.sentence):
                continue  # two questioned figures need a third in a sentence of one of them
            if (
                Sameness.DIFFERENT in (compare_figures(third, first), compare_figures(third, second))
                and third.kind in COUNTS
            ):
                continue
            low, middle, high = sorted((first, second, third), key=_amount)
            if (
                _amount(low) + _amount(middle) == _amount(high)
                and low.value != middle.value
                and _is_distinctive(high, min_value)
            ):
                yield _equation((low, middle), high)


def _sum_of_row(questioned: Sequence[Figure], addable: Sequence[Figure]) -> Iterator[str]:
    """Consecutive figures that add up to another one, with two or more of the questioned figures in the sum."""
    for quantity_type in dict.fromkeys(_quantity_type(figure) for figure in questioned):
        same_type = [
            figure
            for figure in addable
            if _quantity_type(figure) == quantity_type or _omits_unit(figure, quantity_type)
        ]
        if quantity_type == ("count",) and not any(figure.noun for figure in questioned):
            measured = next(
                (
                    _quantity_type(figure)
                    for figure in reversed(addable)
                    if figure.span < questioned[0].span and figure.unit
                ),
                quantity_type,
            )
            same_type = [
                figure for figure in addable if _quantity_type(figure) == measured or _omits_unit(figure, measured)
            ]
        amounts = [_amount(figure) for figure in same_type]
        figure_of_amount = dict(zip(reversed(amounts), reversed(same_type), strict=True))
        for start in range(len(same_type)):
            total = amounts[start]
            for last in range(start + 1, min(start + MAX_PARTS, len(same_type))):
                if same_type[last].sentence - same_type[last - 1].sentence > 1:
                    break
                total += amounts[last]
                whole = figure_of_amount.get(total) if last - start > 1 else None
                row = same_type[start : last + 1] if whole is not None else []
                if whole is None or whole in row:
                    continue
                questioned_count = sum(figure in questioned for figure in (*row, whole))
                if not _is_distinctive(
                    whole, MIN_TOTAL_IF_ALL_EXPLAINED if questioned_count == len(questioned) else MIN_TOTAL
                ):
                    continue
                if (
                    questioned_count > 1
                    and {*row, whole} - {*questioned}
                    and (
                        whole in questioned
                        or _is_distinctive(whole, MIN_DISTANT_TOTAL)
                        or _is_near(whole, row[0], MAX_SENTENCES_APART + 1)
                    )
                ):
                    yield _equation(row, whole)


def _equation(parts: Sequence[Figure], whole: Figure) -> str:
    if any(part.unit != whole.unit for part in parts):
        return f"{' + '.join(part.words for part in parts)} = {whole.words}"
    return f"{format_sum([part.value or Fraction(0) for part in parts])} = {number(whole.value or Fraction(0))}"


def _is_near(figure: Figure, other: Figure, max_sentences: int = MAX_SENTENCES_APART) -> bool:
    return abs(figure.sentence - other.sentence) <= max_sentences


def _is_distinctive(figure: Figure, min_value: int) -> bool:
    return (
        (figure.value or 0) >= min_value or (figure.value or Fraction(0)).denominator > 1 or figure.unit in SMALLER_UNIT
    )


def _amount(figure: Figure) -> Fraction:
    """The value, of durations in their smallest unit; 0 for a figure that cannot be added."""
    if figure.value is None or figure.is_range or figure.second is not None or figure.kind is Kind.NAME:
        return Fraction(0)
    _, factor = SMALLER_UNIT.get(figure.unit or "", ("", 1))
    return figure.value * factor


def _omits_unit(figure: Figure, quantity_type: tuple[object, ...]) -> bool:
    """Whether a bare number may take its unit from an earlier one: "3.11 million tonnes of wheat, barley is 1.02"."""
    return figure.kind is Kind.NUMBER and figure.noun is None and quantity_type[0] in (Kind.MEASURE, Kind.MONEY)


def _quantity_type(figure: Figure) -> tuple[object, ...]:
    """A key that two figures must share to be added."""
    if figure.kind in COUNTS:
        in_points = figure.noun is not None and figure.noun.head == "point"  # "that 12-point gap", of percentages
        return (Kind.PERCENT, "percent") if in_points else ("count",)
    kind = Kind.DURATION if figure.kind is Kind.AGE else Kind.PERCENT if figure.kind is Kind.POINTS else figure.kind
    unit, _ = SMALLER_UNIT.get(figure.unit or "", (figure.unit, 1))
    return (kind, unit if kind is not Kind.PERCENT else "percent")
