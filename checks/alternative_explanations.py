"""Finds another equation that holds between the figures of a finding, which explains them without a slip.

A rule that ties 10,937 votes and a majority of 545 to a third figure, which they do not give, has hardly found a slip
where the story also says that the winner had 11,482: 545 + 10,937 = 11,482. Two or more of the questioned figures then
belong to a sum that holds, and the rule has related them wrongly. Such a finding is not raised; it is listed as not
checked, with the equation that holds.

Equations also hold by chance. So a sum explains findings about sums and restatements only (a share of 45% is not
explained by its remainder), a product those about products and means, a percentage those about changes and shares. A
sum must hold exactly, stand near the questioned figures and count the same thing, and a small sum must have all of the
questioned figures. `bench/probes.py` measures how many real slips this hides.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import chain, combinations, permutations
from math import prod

from checks.budget import spend
from checks.model import Article, Figure, Finding, Kind, RelationKind, Zone
from checks.number_format import format_sum, number
from checks.pattern import pattern
from checks.precision import last_nonzero_place
from checks.sameness import Sameness, compare_figures

MAX_SENTENCES_APART = 2  # sentences from a questioned figure to one that explains it
MAX_FIGURES_EACH_SIDE = 24  # figures considered on each side: a table has thousands
MAX_FIGURES_FOR_PRODUCT = 60  # the same for the product of a rate and a count, which may stand far away
MIN_TOTAL, MIN_TOTAL_IF_ALL_EXPLAINED = 30, 10
"""Smallest totals that count, as smaller sums hold by chance; the second if all questioned figures are in the sum."""
MIN_DISTANT_TOTAL = 100  # a row hardly adds up to so large a figure by chance, however far away that stands
ADDING_KINDS: frozenset[RelationKind] = frozenset(("sum", "same"))
MULTIPLYING_KINDS: frozenset[RelationKind] = frozenset(("product", "mean"))
PERCENT_KINDS: frozenset[RelationKind] = frozenset(("change", "share"))
"""Relations of findings that may be explained otherwise: by another sum, product or percentage."""
MUCH_MORE = Fraction(1, 10)  # relative: by how much a percentage is more than the one that it is said to be more than
MAX_PARTS = 7  # parts of a row that adds up to another figure
OR = pattern(r"(?: [a-z]+){0,2},? or (?:about |around |nearly |almost )?[£$€]?")
"""What stands between an amount and its percentage: "$48 this year, or 34%"."""
MAX_TO_SHARE = 6  # characters from an amount to its percentage: ", or "
MAX_FACTORS = 8  # counts beside a rate, of which two may be multiplied
MAX_QUESTIONED = 8  # questioned figures that are considered
SMALLER_UNIT = {
    "decade": ("month", 120),
    "year": ("month", 12),
    "week": ("day", 7),
    "hour": ("second", 3600),
    "minute": ("second", 60),
}
COUNTS = (Kind.COUNT, Kind.NUMBER)
MIN_REPEATED = 10  # smallest number that is told twice in a story rather than two numbers that are equal

_Sum = tuple[Sequence[Figure], Figure]  # the parts and their whole


def alternative_equation(article: Article, finding: Finding) -> str:
    """An equation that holds and explains the questioned figures, as text; "" if there is none.

    For findings about sums and restatements a sum ("545 + 10,937 = 11,482"), for products and means a product
    ("$458 x 315 = $144,270"), for changes and shares a percentage ("545 of 1,090 = 50%").
    """
    kind = finding.relation.kind if finding.relation else None
    if kind not in ADDING_KINDS | MULTIPLYING_KINDS | PERCENT_KINDS:
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
    if kind in MULTIPLYING_KINDS:
        first, last = max(0, starts[0] - MAX_FIGURES_FOR_PRODUCT), starts[-1] + MAX_FIGURES_FOR_PRODUCT
        return next(_other_product(questioned, article.figures[first:last]), "")
    nearby = [article.figures[index] for index in sorted(indices)]
    if kind in PERCENT_KINDS:
        changes = (_change_beside(article, each, nearby) for each in questioned if each.kind is Kind.PERCENT)
        return next(_other_percentage(questioned, nearby), "") or next(chain.from_iterable(changes), "")
    if kind == "same":
        told_below = next(_total_told_first(questioned, article.figures), "")
        if told_below:
            return told_below
    addable = [figure for figure in nearby if _amount(figure) > 0]
    sums = chain(_sum_of_two(questioned, addable), _sum_of_row(questioned, addable))
    return next((_equation(parts, whole) for parts, whole in sums if not _adds_twice(finding, parts)), "")


def _adds_twice(finding: Finding, parts: Sequence[Figure]) -> bool:
    """Whether a sum has a fact twice, or just the whole and the parts that the finding is about.

    "Fire kills 15", "killed 15, five men and 12 women": 15 + 15 + 5 + 12 is the number of nothing.
    """
    is_of_sum = finding.relation is not None and finding.relation.kind == "sum"
    if is_of_sum and {figure.span for figure in parts} == set(finding.spans):
        return True
    return any(_may_be_told_again(one, other) for one, other in combinations(parts, 2))


def _may_be_told_again(figure: Figure, other: Figure) -> bool:
    """Whether two figures may be one fact: of equal small numbers only where a headline has one of them."""
    if figure.value != other.value or figure.sentence == other.sentence:
        return False
    nouns = {each.noun.head for each in (figure, other) if each.noun}
    in_headline = Zone.HEADLINE in (figure.zone, other.zone)
    return len(nouns) < 2 and (in_headline or (figure.value or 0) >= MIN_REPEATED)


def _other_product(questioned: Sequence[Figure], nearby: Sequence[Figure]) -> Iterator[str]:
    """Products of a rate and a count that give a total stated elsewhere.

    "$458 for each of its 315 members" gives the $144,250 stated further up, not the $58,000 beside it.
    """
    for rate, count in permutations(questioned, 2):
        product = _amount(rate) * (count.value or 0)
        slack = product / 100
        for whole in nearby:
            may_be_whole = (
                _quantity_type(whole) == _quantity_type(rate)
                and whole not in questioned
                and _amount(whole) > _amount(rate)
            )
            if may_be_whole and abs(_amount(whole) - product) <= slack and _is_distinctive(whole, MIN_DISTANT_TOTAL):
                yield f"{rate.words} x {count.words} = {whole.words}"
    yield from _products_with_another_count(questioned, nearby)


def _products_with_another_count(questioned: Sequence[Figure], nearby: Sequence[Figure]) -> Iterator[str]:
    """Products of a questioned figure and a count beside it, or two of them, that come to exactly what is told.

    "22 sailings each, 66 in all, and 9,900 passengers, an average of 150 a sailing"; "two classes of 30 in each of
    seven years, 420 pupils in all".
    """
    counts = [figure for figure in nearby if figure.kind in (*COUNTS, Kind.DURATION) and (figure.value or 0) > 1]
    spend(len(questioned) * len(nearby))
    for rate in questioned:
        beside = [count for count in counts if count is not rate and abs(count.sentence - rate.sentence) <= 1]
        for whole in nearby:
            if whole is rate or _quantity_type(whole) != _quantity_type(rate) or not 0 < _amount(rate) < _amount(whole):
                continue
            number_of = _amount(whole) / _amount(rate)
            if whole in questioned:
                factors = [*((count,) for count in counts), *combinations(beside[:MAX_FACTORS], 2)]
            else:
                factors = [(count,) for count in beside if count.sentence == rate.sentence]
            least = MIN_TOTAL if whole in questioned else MIN_DISTANT_TOTAL
            for counted in factors:
                made = prod(count.value or Fraction(0) for count in counted)
                if made == number_of and whole not in counted and _is_distinctive(whole, least):
                    yield " x ".join(figure.words for figure in (rate, *counted)) + f" = {whole.words}"


def _other_percentage(questioned: Sequence[Figure], nearby: Sequence[Figure]) -> Iterator[str]:
    """Percentages beside the questioned one that fit the two values: "18%, or a little over 19% compounded"."""
    percentages = [figure for figure in questioned if figure.kind is Kind.PERCENT]
    values = [
        end for figure in questioned if figure.kind is not Kind.PERCENT for end in (figure.value, figure.second) if end
    ]
    if len(percentages) == 1:
        yield from _share_of_another(percentages[0], nearby)
    if len(percentages) != 1 or len(values) != 2:
        return
    small, large = sorted(values)
    ratios = (small * 100 / large, large * 100 / small, (large - small) * 100 / small, (large - small) * 100 / large)
    for figure in nearby:
        is_beside = (
            figure.kind is Kind.PERCENT
            and figure is not percentages[0]
            and abs(figure.sentence - percentages[0].sentence) <= 1
            and next(_share_of_another(figure, nearby), None) is None  # "Of the 1,200, 300, or 25%": that is theirs
        )
        near = [ratio for ratio in ratios if abs(ratio - _amount(figure)) <= _amount(figure) * MUCH_MORE]
        if is_beside and any(ratio in figure.interval for ratio in near):  # 38% is no "more than 4%"
            yield f"{number(small)}, {number(large)}: {figure.words}"


def _share_of_another(percentage: Figure, nearby: Sequence[Figure]) -> Iterator[str]:
    """The percentage as the share of what stands right before it in another figure: "the remaining 9.6TWh (16%)"."""
    ahead = [figure for figure in nearby if figure.span.end <= percentage.span.start]
    part = ahead[-1] if ahead and ahead[-1].sentence == percentage.sentence else None
    if part is None or percentage.span.start - part.span.end > MAX_TO_SHARE:
        return
    for whole in nearby:
        may_be_whole = _quantity_type(whole) == _quantity_type(part) and 0 < _amount(part) < _amount(whole)
        if may_be_whole and 100 * _amount(part) / _amount(whole) in percentage.interval:
            yield f"{part.words} of {whole.words} = {percentage.words}"


def _change_beside(article: Article, percentage: Figure, nearby: Sequence[Figure]) -> Iterator[str]:
    """The percentage as the change that the amount beside it is: "is down $48 this year, or 34%, at $92"."""
    if article.text[percentage.span.end : percentage.span.end + 3] == " of":
        return  # "took on 40, 25 per cent of its staff of 200": the words say of what it is
    row = [figure for figure in nearby if figure.sentence == percentage.sentence and figure is not percentage]
    for amount in row:
        first, last = sorted((amount.span, percentage.span))
        if _amount(amount) <= 0 or not OR.fullmatch(article.text, first.end, last.start):
            continue
        for level in row:
            if level is amount or _quantity_type(level) != _quantity_type(amount):
                continue
            for base in (_amount(level) - _amount(amount), _amount(level) + _amount(amount)):
                if base > 0 and 100 * _amount(amount) / base in percentage.interval:
                    yield f"{amount.words} to {level.words} = {percentage.words}"


def _total_told_first(questioned: Sequence[Figure], figures: Sequence[Figure]) -> Iterator[str]:
    """What a headline gives in all, as printed or rounded, where the text gives its parts one by one.

    "Chain to close 320 shops", and below "It leaves three towns, which means 85 shops, and another 235 go elsewhere".
    The questioned figure of the text has to be one of the parts.
    """
    headlines = (figure for figure in questioned if figure.zone is Zone.HEADLINE)
    totals = [figure for figure in headlines if _is_distinctive(figure, MIN_TOTAL)]
    for total, part in ((total, part) for total in totals for part in questioned if part.zone is not Zone.HEADLINE):
        alike = [
            figure
            for figure in figures
            if figure.zone is not Zone.HEADLINE
            and abs(figure.sentence - part.sentence) <= MAX_SENTENCES_APART + 1
            and 0 < _amount(figure) < _amount(total)
            and (_quantity_type(figure) == _quantity_type(total) or _omits_unit(figure, _quantity_type(total)))
        ]
        if part not in alike:
            continue
        place = alike.index(part)
        step = last_nonzero_place(_amount(total))
        for start in range(max(0, place - MAX_PARTS + 1), place + 1):
            for end in range(max(place, start + 1), min(start + MAX_PARTS, len(alike))):
                row = alike[start : end + 1]
                made = sum(map(_amount, row), Fraction(0))
                if made == _amount(total) or (len(row) > 1 and round(made / step) * step == _amount(total)):
                    yield f"{' + '.join(figure.words for figure in row)} = {total.words}"


def _sum_of_two(questioned: Sequence[Figure], addable: Sequence[Figure]) -> Iterator[_Sum]:
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
                yield (low, middle), high


def _sum_of_row(questioned: Sequence[Figure], addable: Sequence[Figure]) -> Iterator[_Sum]:
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
                    yield row, whole


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
