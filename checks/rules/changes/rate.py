"""A rate or an average that its total and its number do not give.

Ties "£6,200, or 31p for each of the 20,000 letters", "1,904 calls a year, more than five a day" and "£610 a
month ... £7,320 a year". A rate a day is held against 365 days, and against working days where people do the work; a
rate a week against 52 weeks, or the weeks that people work.

Silent where the total or the number is not stated, and where any total close by fits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from checks.model import Article, Figure, Finding, Hedge, Interval, Kind, Outcome, Severity, Span, Tick
from checks.rule import Example, Rule
from checks.rules._printed import lexicon, plain_words
from checks.rules.changes._moves import plain, stated
from checks.wording import in_unit, number, spread

EACH = lexicon("each every per for a")
LINKS = lexicon(
    """equates equivalent equal equals equalling works working worked average averaging averages
    means meaning amounts or that"""
)
WORK = lexicon("officer officers worker workers staff employee employees teacher target working trading shift")
PERIODS = {"day": "day", "daily": "day", "week": "week", "weekly": "week", "month": "month", "monthly": "month"}
A_YEAR = {  # how many of them a year has: for things that never stop, and for people at work
    "day": (Interval(Fraction(365), Fraction(366)), Interval(Fraction(200), Fraction(366))),
    "week": (Interval(Fraction(52), Fraction(53)), Interval(Fraction(40), Fraction(53))),
    "month": (Interval(Fraction(12), Fraction(12)), Interval(Fraction(10), Fraction(12))),
}
LEFT_OVER = lexicon("profit difference saving savings surplus margin leaving gain")
KINDS = (Kind.COUNT, Kind.NUMBER, Kind.MONEY)
BACK = 3  # sentences
NEXT = re.compile(r"[\d,;:(.]")  # where what is said of a figure ends


def check(article: Article) -> Iterator[Outcome]:
    figures = [one for one in article.figures if one.kind in KINDS and one.value and not one.is_range]
    for place, rate in enumerate(figures):
        number_of = figures[place + 1] if place + 1 < len(figures) else None
        if number_of is not None and _is_for_each(article, rate, number_of):
            yield from _for_each(article, rate, number_of, figures[:place])
        elif _period(article, rate) in A_YEAR:
            yield from _a_year(article, rate, figures[:place])
        elif _period(article, rate) == "year":
            yield from _times_twelve(article, rate, figures[:place])


def _is_for_each(article: Article, rate: Figure, other: Figure) -> bool:
    """ "31p for each of its 20,000 letters"."""
    if (
        rate.sentence != other.sentence
        or other.kind not in (Kind.COUNT, Kind.NUMBER)
        or other.span.start - rate.span.end > 40
    ):
        return False
    words = plain_words(article.text[rate.span.end : other.span.start])
    return ("each" in words or "every" in words or "per" in words) and "of" in words and len(words) <= 6


def _period(article: Article, figure: Figure) -> str:
    """What a figure is per: "a day", "annually", "each month"; "" for nothing."""
    if figure.per:
        return PERIODS.get(figure.per, figure.per)
    behind = plain_words(NEXT.split(article.text[figure.span.end : figure.span.end + 45])[0])[:5]
    for place, word in enumerate(behind):
        if word in {"annually", "yearly"}:
            return "year"
        if word in {"daily", "weekly", "monthly"}:
            return PERIODS[word]
        if place and behind[place - 1] in {"a", "per", "each", "every"} and word in {"year", "day", "week", "month"}:
            return word
    before = plain_words(article.text[max(0, figure.span.start - 40) : figure.span.start])[-5:]
    if {"annual", "yearly"} & set(before):
        return "year"
    return next((PERIODS[word] for word in before if word in {"daily", "weekly", "monthly"}), "")


def _for_each(article: Article, rate: Figure, number_of: Figure, earlier: list[Figure]) -> Iterator[Outcome]:
    level, count = stated(plain(rate)), plain(number_of)
    if None in (*level.interval, *count.interval):
        return
    totals = [
        plain(one)
        for one in earlier
        if one.kind is rate.kind
        and rate.sentence - one.sentence <= BACK
        and plain(one).value > level.value
        and _same_currency(one, rate)
        and None not in one.interval
    ]
    if not totals:
        return
    low, high = level.interval
    least, most = count.interval
    assert low is not None and high is not None and least is not None and most is not None  # noqa: PT018
    whole = Interval(low * least, high * most)
    for total in totals:
        if total.interval.meets(whole):
            exact = total.value / count.value
            yield Tick(
                f"{total.words} over {number_of.words} is {rate.words} each.",
                _spans(rate, number_of, total.figure),
                f"{number(total.value)} / {number(count.value)} = {number(exact)}",
            )
            return
    total = min(totals, key=lambda one: abs(one.value - level.value * count.value))
    exact = total.value / count.value
    yield Finding(
        Severity.WARNING,
        f"{total.words} over {number_of.words} is {number(_short(exact))} each, and the text says {rate.words}.",
        _spans(rate, number_of, total.figure),
        f"{number(total.value)} / {number(count.value)} = {number(_short(exact))}, not {rate.words}; "
        f"{rate.words} each would make {spread(whole, total.figure)}",
        (f"{total.words} -> {in_unit(_short(level.value * count.value), total.figure)}",),
        f"Which of {total.words}, {number_of.words} and {rate.words} is another figure?",
    )


def _same_currency(one: Figure, other: Figure) -> bool:
    major = {"penny": "GBP", "cent": "USD"}
    return major.get(one.unit or "", one.unit) == major.get(other.unit or "", other.unit)


def _a_year(article: Article, rate: Figure, earlier: list[Figure]) -> Iterator[Outcome]:
    """ "4,400 a year, equivalent to 20 a day"."""
    period = _period(article, rate)
    for total in reversed(earlier):
        if rate.sentence - total.sentence > 1:
            return
        if total.kind not in (rate.kind, Kind.COUNT) or (rate.kind is Kind.MONEY) != (total.kind is Kind.MONEY):
            continue
        lead = plain_words(article.text[max(0, total.span.start - 25) : total.span.start])
        if not {"from", "with", "than", "against"}.isdisjoint(lead[-2:]):
            continue  # the year before
        if not _is_yearly(article, total) or not _same_currency(total, rate) or None in total.interval:
            continue
        words = plain_words(article.text[total.span.end : rate.span.start])
        if not LINKS.isdisjoint(words[-14:]):
            yield from _held_against_year(article, rate, total, period)
            return


def _is_yearly(article: Article, total: Figure) -> bool:
    """Is this the figure of a year: "a year", "annual", "in 2016", "last year"?"""
    if _period(article, total) == "year":
        return True
    for moment in article.moments:
        if moment.sentence == total.sentence and 0 < moment.span.start - total.span.end < 60:
            return moment.granularity.value == "year" or "year" in moment.words
    behind = plain_words(article.text[total.span.end : total.span.end + 60])
    return "year" in behind[:8]


def _held_against_year(article: Article, rate: Figure, total: Figure, period: str) -> Iterator[Outcome]:
    bounds = article.sentences[total.sentence].span
    words = plain_words(article.text[bounds.start : article.sentences[rate.sentence].span.end])
    always, at_work = A_YEAR[period]
    times = at_work if not WORK.isdisjoint(words) else always
    low, high = total.interval
    assert low is not None and high is not None and times.low is not None and times.high is not None  # noqa: PT018
    real = Interval(low / times.high, high / times.low)
    assert rate.value is not None
    said = rate.interval
    if rate.hedge in (Hedge.MORE_THAN, Hedge.AT_LEAST, Hedge.JUST_OVER):
        said = Interval(rate.value, rate.value * 2)
    elif rate.hedge is Hedge.NONE:
        said = Interval(rate.value - Fraction(1, 2), rate.value + Fraction(1, 2)) if said.is_exact else said
    if said.meets(real):
        yield Tick(
            f"{total.words} a year is {rate.words} a {period}.",
            _spans(rate, total),
            f"{number(total.value or 0)} / {spread(times)} = {spread(_rounded(real))} a {period}",
        )
        return
    wide = Interval(*(None if end is None else end * share for end, share in zip(said, WIDER, strict=True)))
    if wide.meets(real):
        return
    yield Finding(
        Severity.WARNING,
        f"{total.words} a year is {spread(_rounded(real))} a {period}, and the text says {rate.words}.",
        _spans(rate, total),
        f"{number(total.value or 0)} / {spread(times)} = {spread(_rounded(real))} a {period}, not {rate.words}",
        (f"{rate.words} -> {spread(_rounded(real))}",),
        f"Is it {rate.words} a {period}, or another figure than {total.words} a year?",
    )


WIDER = (Fraction(9, 10), Fraction(11, 10))


def _times_twelve(article: Article, yearly: Figure, earlier: list[Figure]) -> Iterator[Outcome]:
    """ "£610 a month ... £402 a month, an annual gain of £2,496": twelve times the one, or what is left over."""
    parts = [
        (one, _period(article, one))
        for one in earlier
        if one.kind is yearly.kind
        and _same_currency(one, yearly)
        and yearly.sentence - one.sentence <= 1
        and None not in one.interval
    ]
    parts = [(one, period) for one, period in parts if period in {"month", "week"}]
    if not parts or yearly.value is None or None in yearly.interval or len({period for _, period in parts}) > 1:
        return
    times = A_YEAR[parts[0][1]][0]
    before = plain_words(article.text[max(0, yearly.span.start - 60) : yearly.span.start])
    linked = not {"giving", "making", "leaving", "meaning", "total", "totalling", "or", "equivalent"}.isdisjoint(before)
    left_over = len(parts) > 1 and not LEFT_OVER.isdisjoint(before)
    if not linked and not left_over:
        return
    sums: list[tuple[Interval, tuple[Figure, ...]]] = [(one.interval, (one,)) for one, _ in parts]
    if left_over:
        first, second = sorted((parts[-1][0], parts[-2][0]), key=lambda one: -(one.value or 0))
        sums = [(first.interval.minus(second.interval), (first, second))]
    for interval, used in sums:
        assert interval.low is not None and interval.high is not None  # noqa: PT018
        assert times.low is not None and times.high is not None  # noqa: PT018
        if Interval(interval.low * times.low, interval.high * times.high).meets(yearly.interval):
            yield Tick(f"{yearly.words} a year fits.", _spans(yearly, *used), _product(used, times, parts[0][1]))
            return
    used = sums[-1][1]
    yield Finding(
        Severity.WARNING,
        f"{_product(used, times, parts[0][1])}, and the text says {yearly.words} a year.",
        _spans(yearly, *used),
        f"{_product(used, times, parts[0][1])}, not {yearly.words}",
        question=f"Is it {yearly.words} a year, or is one of the figures a {parts[0][1]} another?",
    )


def _product(used: tuple[Figure, ...], times: Interval, period: str) -> str:
    amount = (used[0].value or Fraction(0)) - (used[1].value or Fraction(0) if len(used) > 1 else 0)
    shown = " - ".join(number(one.value or 0) for one in used)
    shown = f"({shown})" if len(used) > 1 else shown
    low = (times.low or Fraction(0)) * amount
    return f"{shown} a {period} x {number(times.low or 0)} = {in_unit(low, used[0])}"


def _rounded(interval: Interval) -> Interval:
    assert interval.low is not None
    assert interval.high is not None
    return Interval(_short(interval.low), _short(interval.high))


def _short(value: Fraction) -> Fraction:
    place = Fraction(1, 1000)
    while abs(value) >= place * 1000:
        place *= 10
    return round(value / place) * place


def _spans(*figures: Figure) -> tuple[Span, ...]:
    return tuple(sorted({figure.span for figure in figures}))


EXAMPLES = (
    Example("for each of", "The charity spent £63,420, which is 13p for each of its 204,580 letters.", "warning"),
    Example("a day", "The helpline had 1,904 calls in 1997, which equates to more than nine a day.", "warning"),
    Example(
        "at work", "Each clerk is one of the staff who read 4,400 forms a year, equivalent to 200 a day.", "warning"
    ),
    Example(
        "what is left over in a year",
        "The agent got £610 a month. The owner was paid £402 a month, leaving an annual gain of £4,296.",
        "warning",
    ),
    Example("for each of, right", "The charity spent £63,420, which is 31p for each of its 204,580 letters.", "tick"),
    Example("a day, right", "The helpline had 1,904 calls in 1997, which equates to more than five a day.", "tick"),
    Example(
        "at work, right", "Each clerk is one of the staff who read 4,400 forms a year, equivalent to 20 a day.", "tick"
    ),
    Example("no total", "It comes to 31p for each of its 204,580 letters.", "silent"),
    Example("no link", "The site sold 9,300 tickets last year. Some 400 a day come in July.", "silent"),
    Example("a rate alone", "The site sells 400 tickets a day.", "silent"),
    Example("wages of two jobs", "She earns £400 a week and he earns £31,000 a year.", "silent"),
)

RULE = Rule(code="RA01", slug="rate", scope="article", check=check, examples=EXAMPLES, aliases=("average",))
