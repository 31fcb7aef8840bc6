"""The parts of a statement of change: its levels, by how much, and the `Move` that holds them together."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

from checks.model import Figure, Hedge, Interval, Kind, Span
from checks.number_format import format_in_unit
from checks.pattern import pattern
from checks.rules._printed import printed_interval
from checks.sameness import is_person, noun_class
from checks.word_set import word_set

ANY_LEVEL = word_set(
    "more fewer less figure number level total amount forecast mark year season month week day quarter"
)
"""Nouns that can stand for any other count."""
LEVELS = frozenset((Kind.COUNT, Kind.NUMBER, Kind.MONEY, Kind.PERCENT, Kind.MEASURE, Kind.POINTS, Kind.DURATION))
COUNTED = (Kind.COUNT, Kind.NUMBER)
MINOR = {"penny": ("GBP",), "cent": ("USD", "EUR", "AUD", "CAD", "NZD", "ZAR", "HKD", "SGD")}
"""The currencies that a coin belongs to."""
WORK = "job"  # "it has 290 people, a loss of 50 jobs"
INDEX = frozenset(("point", "pt"))
SCALED = pattern(r"\d\s?(?:m|mn|bn|tn|million|billion|trillion|crore|lakh)$", re.IGNORECASE)


class Level(NamedTuple):
    """A stated level: a figure, or one end of "from 15 to 45" where that was read as one figure."""

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
    def end(self) -> str:
        """The words of the level, or of its own end where it is one end of a range."""
        return self.in_its_unit(self.value) if self.figure.is_range else self.words

    @property
    def scale(self) -> Fraction:
        """What one of its unit is worth in the terms of `value`: a hundredth for pence."""
        return Fraction(1, 100) if is_minor(self.figure) else Fraction(1)

    def in_its_unit(self, value: Fraction) -> str:
        """Another value of the level, in the unit that it is printed in."""
        return format_in_unit(value / self.scale, self.figure)


@dataclass(slots=True)
class Move:
    """A change as the text states it; what it leaves out is None. `direction` is 1 up, -1 down, 0 not said."""

    sentence: int
    before: Level | None = None
    after: Level | None = None
    amount: Level | None = None
    percent: Figure | None = None
    multiple: Figure | None = None
    direction: int = 0
    start: int = 0  # position of its first figure in the text
    is_gathered: bool = False  # an end was found in another sentence: nothing that rests on it is an error
    loose: list[Level] = field(default_factory=list)  # levels of its stretch of text that play no part

    @property
    def spans(self) -> tuple[Span, ...]:
        """The spans of its parts, in text order."""
        parts = (self.amount, self.percent, self.multiple, self.before, self.after)
        return tuple(sorted({part.span for part in parts if part is not None}))

    @property
    def size(self) -> Figure | None:
        """The figure that states by how much."""
        return self.percent or (self.amount.figure if self.amount is not None else self.multiple)


def may_be_level(figure: Figure) -> bool:
    """Whether the figure is of a kind that rises and falls. A bare "2013" is a year: "up 2% over 2013"."""
    year = figure.kind is Kind.NUMBER and len(figure.words) == 4 and figure.words[:2] in {"18", "19", "20"}
    return figure.kind in LEVELS and figure.value is not None and not year


def plain(figure: Figure) -> Level:
    """The figure as a level, with pence in pounds so that "9p" and "£2.11" can be compared."""
    assert figure.value is not None
    numerator, denominator = figure.value.as_integer_ratio()
    rounded = figure.hedge is Hedge.NONE and denominator == 1 and numerator % 100 == 0 and not figure.is_range
    interval = printed_interval(figure) if rounded else figure.interval
    scale = Fraction(1, 100) if is_minor(figure) else Fraction(1)
    return Level(figure, figure.value * scale, interval.times(scale))


def is_minor(figure: Figure) -> bool:
    """Whether the figure is in pence or cents."""
    return figure.kind is Kind.MONEY and figure.unit in MINOR


def stated(level: Level) -> Level:
    """The level with the interval of its digits alone, without its hedge."""
    return (
        level._replace(interval=printed_interval(level.figure).times(level.scale))
        if level.figure.second is None
        else level
    )


def comparable(first: Level, second: Level) -> bool:
    """Whether two levels are of one measure, by their units and nouns."""
    a, b = first.figure, second.figure
    if (
        "share" in (a.per, b.per)
        and a.per != b.per
        and max(first.value, second.value) > 99 * min(first.value, second.value)
    ):
        return False  # "$24m, or 30 cents a share"
    if a.kind in COUNTED and b.kind in COUNTED:
        if a.noun is None or b.noun is None or {a.noun.head, b.noun.head} & ANY_LEVEL:
            return True
        first_class, second_class = noun_class(a.noun.head), noun_class(b.noun.head)
        if WORK in (first_class, second_class):
            return first_class == second_class or is_person(first_class) or is_person(second_class)
        return first_class == second_class
    if {a.kind, b.kind} == {Kind.NUMBER, Kind.MEASURE}:
        return True  # "18 million tonnes, up from 16 million"
    if {a.kind, b.kind} == {Kind.NUMBER, Kind.MONEY}:
        bare = a if a.kind is Kind.NUMBER else b
        return SCALED.search(bare.words) is not None  # "450 million reais, from 360 million"
    if a.kind is not b.kind:
        return False
    return a.unit == b.unit or b.unit in MINOR.get(a.unit or "", ()) or a.unit in MINOR.get(b.unit or "", ())


def in_points(amount: Level, level: Level) -> bool:
    """Whether the amount is in points of a percentage level: "61%, up four percentage points"."""
    points = amount.figure.kind is Kind.POINTS or (amount.figure.noun is not None and amount.figure.noun.head in INDEX)
    return points and level.figure.kind is Kind.PERCENT
