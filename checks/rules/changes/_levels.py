"""The data of a statement of change: its levels, the size of the change, and the `Move` that holds them together."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

from checks.model import Figure, Hedge, Interval, Kind, Span
from checks.number_format import format_in_unit
from checks.pattern import pattern
from checks.rules._printed import printed
from checks.sameness import is_person, noun_class
from checks.word_set import word_set

GENERIC_NOUNS = word_set(
    "more fewer less figure number level total amount forecast mark year season month week day quarter"
)
"""Nouns that any other count can be meant by."""
QUANTITY_KINDS = (Kind.COUNT, Kind.NUMBER, Kind.MONEY, Kind.MEASURE)
LEVEL_KINDS = frozenset((Kind.COUNT, Kind.NUMBER, Kind.MONEY, Kind.PERCENT, Kind.MEASURE, Kind.POINTS, Kind.DURATION))
COUNT_KINDS = (Kind.COUNT, Kind.NUMBER)
CURRENCIES_BY_COIN = {"penny": ("GBP",), "cent": ("USD", "EUR", "AUD", "CAD", "NZD", "ZAR", "HKD", "SGD")}
"""The currencies that have a hundredth of this name."""
JOB_CLASS = "job"  # by `noun_class`: "it has 290 people, a loss of 50 jobs"
POINT_NOUNS = frozenset(("point", "pt"))  # of an index or of a percentage
SCALED_NUMBER = pattern(r"\d\s?(?:m|mn|bn|tn|million|billion|trillion|crore|lakh)$", re.IGNORECASE)


class Level(NamedTuple):
    """An amount at one time or of one side: a figure, or one end of "from 15 to 45", which is read as one figure.

    `value` and `interval` are in the main unit of a currency: pounds, not pence.
    """

    figure: Figure
    value: Fraction
    interval: Interval

    @property
    def span(self) -> Span:
        """The span of the figure."""
        return self.figure.span

    @property
    def words(self) -> str:
        """The words of the figure."""
        return self.figure.words

    @property
    def printed(self) -> str:
        """The level as messages show it: its words, or the value with its unit where it is one end of a range."""
        return self.in_its_unit(self.value) if self.figure.is_range else self.words

    @property
    def scale(self) -> Fraction:
        """The value of one printed unit: a hundredth for pence, which `value` counts in pounds."""
        return Fraction(1, 100) if is_in_coins(self.figure) else Fraction(1)

    def in_its_unit(self, value: Fraction) -> str:
        """Another value, formatted in the unit that the level is printed in."""
        return format_in_unit(value / self.scale, self.figure)


@dataclass(slots=True)
class Move:
    """A change as the text states it: "rose 5% to £840 from £800". What the text leaves out is None."""

    sentence: int
    before: Level | None = None  # the earlier level, or the one that is compared with
    after: Level | None = None  # the later level
    amount: Level | None = None  # the difference, in the unit of the levels or in points
    percent: Figure | None = None
    multiple: Figure | None = None
    direction: int = 0  # 1 up, -1 down, 0 not stated
    start: int = 0  # offset of its first figure in the text
    has_distant_end: bool = False  # a level comes from another sentence, so that no finding on it is an error
    unassigned: list[Level] = field(default_factory=list)  # levels in its text that have no role

    @property
    def spans(self) -> tuple[Span, ...]:
        """The spans of its figures, in text order."""
        parts = (self.amount, self.percent, self.multiple, self.before, self.after)
        return tuple(sorted({part.span for part in parts if part is not None}))

    @property
    def size(self) -> Figure | None:
        """The figure that states the size of the change; None for none."""
        return self.percent or (self.amount.figure if self.amount is not None else self.multiple)


def rounded(interval: Interval, decimals: int = 1) -> Interval:
    """The interval with its ends rounded, as messages show it."""
    return Interval(*(None if end is None else round(end, decimals) for end in interval))


def may_be_level(figure: Figure) -> bool:
    """Whether the figure may be a level, by its kind. A bare "2013" is a year: "up 2% over 2013"."""
    is_year = figure.kind is Kind.NUMBER and len(figure.words) == 4 and figure.words[:2] in {"18", "19", "20"}
    return figure.kind in LEVEL_KINDS and figure.value is not None and not is_year


def level_of(figure: Figure) -> Level:
    """The figure as a level; pence are converted to pounds, so that "9p" and "£2.11" can be compared."""
    assert figure.value is not None
    numerator, denominator = figure.value.as_integer_ratio()
    rounded = figure.hedge is Hedge.NONE and denominator == 1 and numerator % 100 == 0 and not figure.is_range
    interval = printed(figure) if rounded else figure.interval
    scale = Fraction(1, 100) if is_in_coins(figure) else Fraction(1)
    return Level(figure, figure.value * scale, interval.times(scale))


def is_in_coins(figure: Figure) -> bool:
    """Whether the figure is in pence or cents."""
    return figure.kind is Kind.MONEY and figure.unit in CURRENCIES_BY_COIN


def without_hedge(level: Level) -> Level:
    """The level with the interval of its digits alone, without its hedge."""
    return level._replace(interval=printed(level.figure).times(level.scale)) if level.figure.second is None else level


def are_comparable(first: Level, second: Level) -> bool:
    """Whether two levels measure the same thing, by their units and nouns."""
    a, b = first.figure, second.figure
    if (
        "share" in (a.per, b.per)
        and a.per != b.per
        and max(first.value, second.value) > 99 * min(first.value, second.value)
    ):
        return False  # "$24m, or 30 cents a share"
    if a.kind in COUNT_KINDS and b.kind in COUNT_KINDS:
        if a.noun is None or b.noun is None or {a.noun.head, b.noun.head} & GENERIC_NOUNS:
            return True
        first_class, second_class = noun_class(a.noun.head), noun_class(b.noun.head)
        if JOB_CLASS in (first_class, second_class):
            return first_class == second_class or is_person(first_class) or is_person(second_class)
        return first_class == second_class
    if {a.kind, b.kind} == {Kind.NUMBER, Kind.MEASURE}:
        return True  # "18 million tonnes, up from 16 million"
    if {a.kind, b.kind} == {Kind.NUMBER, Kind.MONEY}:
        bare = a if a.kind is Kind.NUMBER else b
        return SCALED_NUMBER.search(bare.words) is not None  # "450 million reais, from 360 million"
    if a.kind is not b.kind:
        return False
    return (
        a.unit == b.unit
        or b.unit in CURRENCIES_BY_COIN.get(a.unit or "", ())
        or a.unit in CURRENCIES_BY_COIN.get(b.unit or "", ())
    )


def is_in_points_of(amount: Level, level: Level) -> bool:
    """Whether the amount is in points and the level a percentage: "61%, up four percentage points"."""
    is_in_points = amount.figure.kind is Kind.POINTS or (
        amount.figure.noun is not None and amount.figure.noun.head in POINT_NOUNS
    )
    return is_in_points and level.figure.kind is Kind.PERCENT
