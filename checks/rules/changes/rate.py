"""Two rates of one thing, for two periods, that do not fit together.

Ties "1,904 calls a year, more than five a day", "£2,000 a month, which is £24,000 a year" and "£610 a month less £402 a
month, £2,496 a year". A year has 365 days, or at least the 200 on which people work; a week has seven days, or five.

Silent where the text does not say that one follows from the other, and where either has no period.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from fractions import Fraction

from checks.model import Article, Figure, Finding, Hedge, Interval, Kind, Outcome, Severity, Span, Tick
from checks.number_format import format_in_unit, format_interval, number
from checks.pattern import pattern
from checks.rule import Example, Rule
from checks.rules._printed import around, earlier, lexicon, plain_words, significant, step_of
from checks.rules.changes._parts import Level, comparable, plain, stated
from checks.rules.changes.average import is_glossed
from checks.rules.sums._rows import figures_between

LINKS = lexicon(
    """equates equivalent equal equals equalling works working worked average averaging averages means meaning
    amounts or that which making giving totalling roughly about"""
)
WORK = lexicon("officer officers worker workers staff employee employees teacher target working trading shift")
PERIODS = {"daily": "day", "weekly": "week", "monthly": "month", "annually": "year", "yearly": "year", "annual": "year"}
PERIOD_ORDER = ("second", "minute", "hour", "day", "week", "month", "year")  # periods from the shortest to the longest
TIMES: dict[tuple[str, str], tuple[Interval, Interval]] = {
    ("second", "minute"): (Interval(Fraction(60), Fraction(60)), Interval(Fraction(60), Fraction(60))),
    ("minute", "hour"): (Interval(Fraction(60), Fraction(60)), Interval(Fraction(50), Fraction(60))),
    ("hour", "day"): (Interval(Fraction(24), Fraction(24)), Interval(Fraction(6), Fraction(24))),
    ("day", "week"): (Interval(Fraction(7), Fraction(7)), Interval(Fraction(5), Fraction(7))),
    ("day", "month"): (Interval(Fraction(28), Fraction(31)), Interval(Fraction(20), Fraction(31))),
    ("day", "year"): (Interval(Fraction(365), Fraction(366)), Interval(Fraction(200), Fraction(366))),
    ("week", "month"): (Interval(Fraction(4), Fraction(31, 7)), Interval(Fraction(4), Fraction(31, 7))),
    ("week", "year"): (Interval(Fraction(52), Fraction(53)), Interval(Fraction(40), Fraction(53))),
    ("month", "year"): (Interval(Fraction(12), Fraction(12)), Interval(Fraction(10), Fraction(12))),
}
"""How many of the shorter period the longer one holds: at all times, and where people work."""
SECONDS = {
    "second": Fraction(1),
    "minute": Fraction(60),
    "hour": Fraction(3600),
    "day": Fraction(86400),
    "week": Fraction(7 * 86400),
    "month": Fraction(365 * 7200),
    "year": Fraction(365 * 86400),
}
"""seconds in a period"""
LEFT_OVER = lexicon("profit difference saving savings surplus margin leaving gain")
"""Words for what is left of one rate after another."""
KINDS = (Kind.COUNT, Kind.NUMBER, Kind.MONEY, Kind.MEASURE)
YEARLY = pattern(r"[^.;,\d]{0,40}\b(?:in|over|during) (?:the|a|a single|one) year\b")
LAST_YEAR = pattern(r"(?:(?:last|this) year|in (?:19|20)\d\d)\b", re.IGNORECASE)
NEXT = pattern(r"[\d,;:(.]")  # where what is said of a figure ends
MAX_WORDS_BETWEEN = 14  # words between the two rates


def check(article: Article) -> Iterator[Outcome]:
    figures = [figure for figure in article.figures if figure.kind in KINDS and figure.value and not figure.is_range]
    periods = {figure.span: period_of(article, figure) for figure in figures}
    for index, rate in enumerate(figures):
        period = periods[rate.span]
        if period not in PERIOD_ORDER:
            continue
        yield from _judge_interval(article, rate, period)
        before = [(figure, periods[figure.span]) for figure in earlier(figures, index, 1)]
        if period == "year" and _left_over(article, rate, before) is not None:
            yield from _judged_left_over(article, rate, before)
            continue
        for other, other_period in reversed(before):
            other_period = other_period or ("year" if _is_of_a_year(article, other) else "")
            if other_period not in PERIOD_ORDER or other_period == period or _is_year_before(article, other):
                continue
            if _have_one_unit(other, rate) and _is_linked(article, other, rate):
                if not _is_of_another_period(article, rate, period, other):
                    yield from _judged(article, (other, other_period), (rate, period))
                break


def _is_of_another_period(article: Article, rate: Figure, period: str, other: Figure) -> bool:
    """Whether another figure beside the rate is what it is the rate of.

    As in "June brought in 861,000, an average of 28,700 a day".
    """
    first = article.sentences[max(0, rate.sentence - 1)].span.start
    figures = figures_between(article, first, article.sentences[rate.sentence].span.end)
    factors = [always for (short, _), (always, _) in TIMES.items() if short == period]
    return any(
        figure is not rate
        and figure is not other
        and _have_one_unit(figure, rate)
        and any(
            (product := _product(_rounding_interval(rate), times)) and (figure.value or 0) in product
            for times in factors
        )
        for figure in figures[:20]
    )


def period_of(article: Article, figure: Figure) -> str:
    """The period of a rate: "a day", "annually", "each month"; "" for none."""
    if figure.per:
        return PERIODS.get(figure.per, figure.per)
    behind = plain_words(NEXT.split(article.text[figure.span.end : figure.span.end + 45])[0])[:5]
    for index, word in enumerate(behind):
        if word in PERIODS:
            return PERIODS[word]
        if index and behind[index - 1] in {"a", "an", "per", "each", "every"} and word in PERIOD_ORDER:
            return word
    before = plain_words(article.text[max(0, figure.span.start - 40) : figure.span.start])[-5:]
    return next((PERIODS[word] for word in before if word in PERIODS), "")


def _judge_interval(article: Article, rate: Figure, period: str) -> Iterator[Outcome]:
    """Judges an interval by a rate: "Every three days - about 120 a year"."""
    for length in article.figures:
        if length.sentence != rate.sentence or length.kind is not Kind.DURATION or length.unit not in SECONDS:
            continue
        before = plain_words(article.text[max(0, length.span.start - 14) : length.span.start])[-2:]
        gap = article.text[length.span.end : rate.span.start]
        if "every" not in before or length.span.end > rate.span.start or not (is_glossed(gap) or " or " in gap):
            continue
        if length.value is None or length.value <= 0:
            continue
        half = Fraction(1, 2) if length.value > 3 else min(Fraction(1, 4), length.value / 2)
        whole = SECONDS[period] / SECONDS[length.unit]
        expected = Interval(whole / (length.value + half), whole / (length.value - half))
        spans = tuple(sorted((length.span, rate.span)))
        exact = whole / length.value
        arithmetic = (
            f"{number(whole)} {length.unit}s in a {period} / {number(length.value)} = {number(significant(exact))}"
        )
        if _rounding_interval(rate).meets(expected):
            if abs(exact - plain(rate).value) <= exact / 5:
                yield Tick(f"Every {length.words} is {rate.words} a {period}.", spans, arithmetic)
        elif not _rounding_interval(rate).meets(expected.times(Fraction(9, 10))) and not _rounding_interval(rate).meets(
            expected.times(Fraction(11, 10))
        ):
            yield Finding(
                Severity.WARNING,
                f"Every {length.words} makes {number(significant(exact))} a {period}, and the text says {rate.words}.",
                spans,
                f"{arithmetic}, not {rate.words}",
                (f"{rate.words} -> {format_in_unit(significant(exact), rate)}",),
                f"Is it every {length.words}, or another figure than {rate.words} a {period}?",
            )


def _is_of_a_year(article: Article, total: Figure) -> bool:
    """Whether the figure is that of a year: "in 1997", "last year"."""
    first = bisect_left(article.moments, total.span.end, key=lambda moment: moment.span.start)
    for moment in article.moments[first : first + 1]:
        if moment.sentence == total.sentence and moment.span.start - total.span.end < 60:
            return moment.granularity.value == "year" or "year" in moment.words
    start = article.sentences[total.sentence].span.start
    if LAST_YEAR.match(article.text, start):
        return True
    return YEARLY.match(article.text, total.span.end) is not None


def _is_year_before(article: Article, total: Figure) -> bool:
    """Whether the figure is a base of comparison, such as the year before."""
    lead = plain_words(article.text[max(0, total.span.start - 25) : total.span.start])
    return not {"from", "with", "than", "against"}.isdisjoint(lead[-2:])


def _is_linked(article: Article, first: Figure, second: Figure) -> bool:
    """Whether the text says that the second rate follows from the first."""
    gap = article.text[first.span.end : second.span.start]
    words = plain_words(gap)
    if first.sentence == second.sentence and len(words) <= 2 * MAX_WORDS_BETWEEN and is_glossed(gap):
        return True
    return len(words) <= 2 * MAX_WORDS_BETWEEN and not LINKS.isdisjoint(words[-MAX_WORDS_BETWEEN:])


def _have_one_unit(first: Figure, second: Figure) -> bool:
    """Whether the two are of one measure; counts of "attacks" and of "incidents" are."""
    counted = (Kind.COUNT, Kind.NUMBER)
    if first.value is None or second.value is None:
        return False
    return (first.kind in counted and second.kind in counted) or comparable(plain(first), plain(second))


def _periods_in(article: Article, first: Figure, second: Figure, short_period: str, long_period: str) -> Interval:
    """How many of the shorter period the longer one holds, by whether the sentences are about work."""
    start = article.sentences[min(first.sentence, second.sentence)].span.start
    end = article.sentences[max(first.sentence, second.sentence)].span.end
    always, at_work = TIMES[short_period, long_period]
    return always if WORK.isdisjoint(plain_words(article.text[start:end])) else at_work


def _rounding_interval(rate: Figure) -> Interval:
    """What a rate may stand for: rounded to its last digit; "more than three" is not said of seven."""
    level = plain(rate)
    if rate.hedge in (Hedge.MORE_THAN, Hedge.AT_LEAST, Hedge.JUST_OVER):
        return Interval(level.value, level.value * 2)
    if rate.hedge in (Hedge.LESS_THAN, Hedge.AT_MOST):
        return Interval(level.value / 2, level.value)
    if rate.hedge is not Hedge.NONE:
        return level.interval
    slack = step_of(rate.value or level.value, rate.words) / 2
    return around(level.value, slack) if rate.kind is not Kind.MONEY else stated(level).interval


def _judged(article: Article, first: tuple[Figure, str], second: tuple[Figure, str]) -> Iterator[Outcome]:
    """The tick or finding for the rate of the shorter period, multiplied, and that of the longer one."""
    (less, small), (more, large) = sorted((first, second), key=lambda pair: PERIOD_ORDER.index(pair[1]))
    if (small, large) not in TIMES:
        return
    times = _periods_in(article, less, more, small, large)
    unit, whole = _rounding_interval(less), _rounding_interval(more)
    product = _product(unit, times)
    if product is None:
        return
    arithmetic = f"{number(less.value or 0)} x {format_interval(times)} = {format_interval(_short(product))}"
    spans = tuple(sorted((less.span, more.span)))
    if product.meets(whole):
        yield Tick(f"{less.words} a {small} is {more.words} a {large}.", spans, arithmetic)
        return
    if _is_a_year_of_another(article, less, more, times) or not _are_of_one_size(product, whole):
        return
    loosely = _product(product, Interval(Fraction(19, 20), Fraction(21, 20)))
    if loosely is None or (loosely.meets(whole) and not more.hedge):
        return
    yield Finding(
        Severity.WARNING,
        f"{less.words} a {small} makes {format_interval(_short(product))} a {large}, and the text says {more.words}.",
        spans,
        f"{arithmetic}, not {more.words}",
        (f"{more.words} -> {format_in_unit(significant(plain(less).value * (times.high or 1)), more)}",),
        f"Is it {less.words} a {small}, or another figure than {more.words} a {large}?",
    )


MAX_RATIO = 100
"""Times that the rates may be off; beyond this they are of two things, such as what one pensioner gets a week and all
of them cost a year.
"""


def _are_of_one_size(product: Interval, whole: Interval) -> bool:
    """Whether the two are close enough to be one rate."""
    low, high, least, most = (end or Fraction(0) for end in (*product, *whole))
    return most * MAX_RATIO >= low and least <= high * MAX_RATIO


def _is_a_year_of_another(article: Article, less: Figure, more: Figure, times: Interval) -> bool:
    """Whether another rate of the sentence gives the yearly figure.

    As in "1,850 crowns a month, or 22,200 a year ... he gets 1,480 a month".
    """
    beside = figures_between(article, *article.sentences[more.sentence].span)
    return any(
        figure is not less
        and figure is not more
        and _have_one_unit(figure, more)
        and (product := _product(_rounding_interval(figure), times)) is not None
        and product.meets(_rounding_interval(more))
        for figure in beside[:20]
        if figure.value
    )


def _product(first: Interval, second: Interval) -> Interval | None:
    """The product of two non-negative intervals; None where one of them is open."""
    if first.low is None or first.high is None or second.low is None or second.high is None:
        return None
    return Interval(first.low * second.low, first.high * second.high)


def _left_over(article: Article, yearly: Figure, rates: list[tuple[Figure, str]]) -> tuple[Level, Level] | None:
    """The two monthly rates that the figure is the difference of, or None: "£610 a month ... £402, a gain of"."""
    before = plain_words(article.text[max(0, yearly.span.start - 60) : yearly.span.start])
    parts = [
        plain(figure)
        for figure, period in rates
        if period == "month" and yearly.sentence - figure.sentence <= 1 and comparable(plain(figure), plain(yearly))
    ]
    if len(parts) < 2 or LEFT_OVER.isdisjoint(before):
        return None
    if is_glossed(article.text[parts[-1].span.end : yearly.span.start]):
        return None  # "bringing the saving to $270 a month, or $3,240 a year": of these, and nothing is left over
    first, second = sorted(parts[-2:], key=lambda level: -level.value)
    return first, second


def _judged_left_over(article: Article, yearly: Figure, rates: list[tuple[Figure, str]]) -> Iterator[Outcome]:
    """The tick or finding for a yearly figure that is left over from two monthly ones."""
    parts = _left_over(article, yearly, rates)
    assert parts is not None
    first, second = parts
    exact = (first.value - second.value) * 12
    spans: tuple[Span, ...] = tuple(sorted((yearly.span, first.span, second.span)))
    shown = f"({number(first.value)} - {number(second.value)}) x 12 = {number(exact)}"
    if stated(first).interval.minus(stated(second).interval).times(Fraction(12)).meets(stated(plain(yearly)).interval):
        if abs(exact - plain(yearly).value) <= abs(exact) / 100:
            yield Tick(f"{yearly.words} a year is left over.", spans, shown)
        return
    yield Finding(
        Severity.WARNING,
        f"{first.words} less {second.words} a month is {format_in_unit(exact, yearly)} a year, and the text says "
        f"{yearly.words}.",
        spans,
        f"{shown}, not {yearly.words}",
        (f"{yearly.words} -> {format_in_unit(exact, yearly)}",),
        f"Is it {yearly.words} a year, or is one of {first.words} and {second.words} a month another figure?",
    )


def _short(interval: Interval) -> Interval:
    """An interval rounded as messages show it."""
    assert interval.low is not None
    assert interval.high is not None
    return Interval(significant(interval.low), significant(interval.high))


EXAMPLES = (
    Example(
        "a saving that has grown",
        "Tenants would save £45 a month, bringing the saving since May to £135 a month, or £1,620 a year.",
        "tick",
    ),
    Example(
        "a saving that has grown, wrong",
        "Tenants would save £45 a month, bringing the saving since May to £135 a month, or £1,260 a year.",
        "warning",
    ),
    Example(
        "a rate of one month",
        "The record is the 8.86 million of 2019. June brought in 861,000, an average of 28,700 a day.",
        "silent",
    ),
    Example("a day", "The helpline had 1,904 calls in 1997, which equates to more than nine a day.", "warning"),
    Example(
        "at work",
        "Each clerk is one of the staff who read 4,400 forms a year, equivalent to 200 a day.",
        "warning",
    ),
    Example("a month and a year", "They earn £3,000 a month, which is £24,000 a year.", "warning"),
    Example(
        "what is left over in a year",
        "The agent got £610 a month. The owner was paid £402 a month, leaving an annual gain of £4,296.",
        "warning",
    ),
    Example("a day, right", "The helpline had 1,904 calls in 1997, which equates to more than five a day.", "tick"),
    Example(
        "at work, right", "Each clerk is one of the staff who read 4,400 forms a year, equivalent to 20 a day.", "tick"
    ),
    Example("a month and a year, right", "They earn £2,000 a month, which is £24,000 a year.", "tick"),
    Example(
        "what is left over in a year, right",
        "The agent got £610 a month. The owner was paid £402 a month, leaving an annual gain of £2,496.",
        "tick",
    ),
    Example(
        "for each, and for all", "The pension goes up by $12 a week, which means a cost of $700m a year.", "silent"
    ),
    Example(
        "of another rate",
        "The pension is £1,850 a month, or £22,200 a year. With 28 years, that means £1,480 a month.",
        "tick",
    ),
    Example("no link", "The site sold 9,300 tickets last year. Some 400 a day come in July.", "silent"),
    Example("a rate alone", "The site sells 400 tickets a day.", "silent"),
    Example("wages of two jobs", "She earns £400 a week and he earns £31,000 a year.", "silent"),
)

RULE = Rule(code="RA01", slug="rate", scope="article", check=check, examples=EXAMPLES)
