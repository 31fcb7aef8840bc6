"""A fraction in words that does not fit the count and the whole beside it.

Ties "more than half of the 48 members - 26 - signed", "of the 240 pupils, 60, or a quarter, walk" and "two-thirds of
the 150 tenants, or 100". A fraction in words is taken as newspapers use it; "more than" and "nearly" say on which side
the count must be.

Silent where the count is not set beside the fraction as the same thing in a number, within a hundredth of the whole
from the edge, and where a whole that is only named would be twice or half of what stands nearby.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from checks.model import Article, Figure, Finding, Hedge, Interval, Kind, Outcome, Severity, Tick
from checks.number_format import format_interval, number
from checks.rule import Example, Rule
from checks.rules._printed import significant, spans
from checks.rules.changes._portions import Portion, portions
from checks.rules.changes.fraction_gloss import fraction_interval
from checks.rules.changes.share import MAX_RATIO
from checks.rules.sums._rows import figures_around
from checks.sameness import same_unit

NEAR_EDGE = Fraction(1)  # percentage points beyond the fraction that are let through
ROUGHLY = Fraction(5)  # percentage points, the same beside "some 45 of the 60"


def check(article: Article) -> Iterator[Outcome]:
    for portion in portions(article):
        if portion.ratio.kind is Kind.FRACTION and not _are_two_shares(article, portion):
            outcomes = [outcome for whole in portion.wholes for outcome in _judged(portion.ratio, portion.part, whole)]
            ticks = [outcome for outcome in outcomes if isinstance(outcome, Tick)]
            sure = portion.names_whole or (_is_like(portion) and not _fits_another(article, portion))
            yield from (ticks or (outcomes if sure else []))[:1]


def _are_two_shares(article: Article, portion: Portion) -> bool:
    """Whether the fraction and the part have two wholes: "Six out of 10 tourists go to one district out of 12"."""
    if "out of" not in portion.ratio.words:
        return False
    return any(
        whole.span.start > portion.part.span.end
        and article.text[portion.part.span.end : whole.span.start].endswith(" out of ")
        for whole in portion.wholes
    )


def _is_like(portion: Portion) -> bool:
    """Whether a whole that is only named is about as large as the fraction requires."""
    meant_whole = (portion.part.value or Fraction(0)) / (portion.ratio.value or 1)
    return any(1 / MAX_RATIO < meant_whole / (whole.value or 1) < MAX_RATIO for whole in portion.wholes)


def _fits_another(article: Article, portion: Portion) -> bool:
    """Whether the part is this fraction of another nearby count, where the whole is only named."""
    part = portion.part.value or Fraction(0)
    others = (
        figure
        for figure in figures_around(article, portion.part)
        if figure.value and (same_unit(figure, portion.part) or portion.part.kind is Kind.AGE)  # ", 30, complained"
    )
    return any(
        part * 100 / (other.value or 1) in fraction_interval(portion.ratio)
        for other in others
        if other is not portion.part
    )


def _judged(fraction: Figure, part: Figure, whole: Figure) -> Iterator[Outcome]:
    """The tick or finding for a fraction, a part and a whole."""
    assert part.value is not None
    assert whole.value is not None
    if part.value > whole.value:
        return
    share = part.value * 100 / whole.value
    allowed = fraction_interval(fraction)
    phrase = f"{fraction.hedge.value} {fraction.words}".strip()
    arithmetic = f"{number(part.value)} / {number(whole.value)} = {number(significant(share))}%"
    where = spans(fraction, part, whole)
    if share in allowed:
        yield Tick(f"{part.words} of {whole.words} is “{phrase}”.", where, arithmetic)
        return
    low, high = allowed
    hedges = {part.hedge, whole.hedge} - {Hedge.NONE}
    slack = ROUGHLY if hedges else NEAR_EDGE
    edge = Interval(None if low is None else low - slack, None if high is None else high + slack)
    if share in edge or hedges - {Hedge.ABOUT}:
        return
    yield Finding(
        Severity.WARNING,
        f"{part.words} of {whole.words} is {number(significant(share))}%, and the text says “{phrase}”.",
        where,
        f"{arithmetic}; {phrase}: {format_interval(_short(allowed))}%",
        (f"{part.words} -> {number(round(whole.value * (fraction.value or 0)))}",),
        f"Is it “{phrase}”, or are {part.words} and {whole.words} other numbers?",
    )


def _short(allowed: Interval) -> Interval:
    """An interval rounded to one decimal."""
    low, high = allowed
    return Interval(None if low is None else round(low, 1), None if high is None else round(high, 1))


EXAMPLES = (
    Example("half of the part", "Two thirds of the 60 farms, 40, wrote back, and half, 20, were angry.", "tick"),
    Example(
        "of two together",
        "It sold 40,000 vans in Poland and 20,000 in Latvia, a quarter of them, 15,000, second-hand.",
        "silent",
    ),
    Example(
        "some of other things",
        "Of the 1.4 million barns 620 are listed. Sixty-one people were fined, about one in 10.",
        "silent",
    ),
    Example(
        "not of the year before",
        "Sales rose to £1.8bn from £1.5bn. Ireland brought in £1.2bn, four fifths of the total.",
        "silent",
    ),
    Example(
        "of this year",
        "Sales rose to £1.8bn from £1.5bn. Ireland brought in £1.2bn, two thirds of the total.",
        "tick",
    ),
    Example("shares of two things", "Six out of 10 tourists go to one district out of 12, he said.", "silent"),
    Example("between dashes", "More than half of the 48 members - 21 - signed.", "warning"),
    Example("after a comma", "Nearly half of its 62 shops, 20 of them, will shut.", "warning"),
    Example("after or", "Two-thirds of the 150 tenants, or 120, said yes.", "warning"),
    Example("the whole first", "Of the 240 pupils, 90, or a quarter, walk to school.", "warning"),
    Example("the part first", "Some 45 of the 60 trees planted, or two thirds, have died.", "warning"),
    Example("the part first, right", "Some 45 of the 60 trees planted, or three quarters, have died.", "tick"),
    Example("between dashes, right", "More than half of the 48 members - 26 - signed.", "tick"),
    Example("after a comma, right", "Nearly half of its 62 shops, 30 of them, will shut.", "tick"),
    Example("after or, right", "Two-thirds of the 150 tenants, or 100, said yes.", "tick"),
    Example("the whole first, right", "Of the 240 pupils, 60, or a quarter, walk to school.", "tick"),
    Example("in all", "A third of the 90 guests were children, 50 in all.", "warning"),
    Example("in all, right", "A third of the 90 guests were children, 30 in all.", "tick"),
    Example("a third of them", "The count took in 2,412 homes. A third of them, 1,104, had no car.", "warning"),
    Example("a third of them, right", "The count took in 2,412 homes. A third of them, 804, had no car.", "tick"),
    Example(
        "a whole of others",
        "At Elm Road 29 of the 30 in the last year passed. Fourteen schools, one in nine, fell short.",
        "silent",
    ),
    Example(
        "a whole in the sentence before",
        "The county has 84 schools in all. Fourteen schools, one in nine, fell short.",
        "warning",
    ),
    Example("another count", "A third of the 90 guests stayed and those with dogs, 40 in all, left.", "silent"),
    Example("another thing", "Half of the 62 shops, 20 banks and a pub will shut.", "silent"),
    Example("a list", "Half of the 62 shops, 20 of the 31 bars and a pub will shut.", "silent"),
    Example("another price", "They bid £200m in May. Delays cost £120m, a tenth of the price.", "silent"),
    Example("the price", "They paid £200m in May. Delays cost £60m, a quarter of the price.", "warning"),
    Example("no whole", "Half of the shops, 20 of them, will shut.", "silent"),
    Example("two groups", "Half of the 62 shops will shut and 20 will move.", "silent"),
    Example("two groups of one whole", "Of the 240 pupils, 90 cycle and a quarter walk.", "silent"),
)

RULE = Rule(code="FR02", slug="fraction-of-whole", scope="article", check=check, examples=EXAMPLES)
