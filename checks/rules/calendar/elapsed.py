"""A stretch of minutes, hours, days, weeks or months that does not match its beginning and its end.

Ties "landed at 3.45pm, two hours after", "arrived on March 3 ... six days later on March 9", "for three days from
Monday to Wednesday" and "from 9:30 a.m. to 9:50 a.m. In those 20 minutes ..." to the two times. Days, weekdays and
months may be counted with both ends. Years are for the rule `duration`.

Silent unless exactly two times of the same kind stand in the sentence, and on a stretch that words such as "another" or
"every" make a different one. "Two hours after take-off" and "for two hours" are ticked where they fit and not
questioned where they do not, because they may speak of other times.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from checks.model import Article, Figure, Finding, Interval, Kind, Moment, NotChecked, Outcome, Severity, Span, Tick
from checks.number_format import number
from checks.pattern import pattern
from checks.rule import Example, Rule
from checks.rules._printed import lexicon, plain_words
from checks.rules.calendar._stretch import Bond, bond

MAX_GAP = 30  # characters between a stretch and the period that it measures
MAX_OPENING = 30  # characters from the start of a sentence within which "those 20 minutes" points back
MAX_RATIO = 3  # a length so many times another belongs to something else and is no error for it
MAX_MOMENTS = 20  # moments in a sentence: one with more is a timetable

AND_ONLY = pattern(r",? (?:and|or) (?:at )?")
LATER = pattern(r"(?: and [\w-]+ \w+)? later\b")
BACKWARDS = pattern(r"\b(?:after|having) (?:first )?(?:[a-z]+ing|it|he|she|they|been|the)\b")
"""Between two times of which the second came first: "ended at 6.20pm after starting at 9.50am"."""
POINTS_BACK = lexicon("those these that")
SPAN_WORDS = lexicon(
    "for the a an lasting lasted lasts took takes runs run ran open opens closed shut from between of over in on until"
)
"""words that may stand between a stretch and its period"""
UNBOUND = lexicon("and but while although because who average spent")  # words that part "the 10-day fair" from a period


class Scale(StrEnum):
    """The scale on which two times are subtracted."""

    CLOCK = "minutes"
    DAY = "days"
    WEEKDAY = "days of the week"
    MONTH = "months"


UNITS: dict[str, dict[Scale, Fraction]] = {
    "minute": {Scale.CLOCK: Fraction(1)},
    "hour": {Scale.CLOCK: Fraction(60)},
    "day": {Scale.DAY: Fraction(1), Scale.WEEKDAY: Fraction(1)},
    "week": {Scale.DAY: Fraction(7)},
    "month": {Scale.MONTH: Fraction(1)},
}
CYCLE = {Scale.CLOCK: 24 * 60, Scale.DAY: 365, Scale.WEEKDAY: 7, Scale.MONTH: 12}
"""Steps after which a scale starts again, because a time without a date, or a date without a year, repeats."""
BOTH_COUNTED = frozenset((Scale.DAY, Scale.WEEKDAY, Scale.MONTH))
"""Scales on which the first and the last step may both be counted."""
SLACK = {"minute": Fraction(1), "hour": Fraction(10), "day": Fraction(0), "week": Fraction(3), "month": Fraction(1)}
"""The error that rounding to the unit allows, in steps of its scale."""


class Point(NamedTuple):
    """A time as a number of steps on a scale; `halved` where a clock time does not say morning or afternoon."""

    value: int
    moment: Moment
    halved: bool = False


def check(article: Article) -> Iterator[Outcome]:
    figures = [
        figure for figure in article.figures if figure.kind is Kind.DURATION and figure.unit in UNITS and figure.value
    ]
    if not figures:
        return
    moments: dict[int, list[Moment]] = {}
    for moment in article.moments:
        moments.setdefault(moment.sentence, []).append(moment)
    for figure in figures:
        if figure.is_range or _spans_time_zones(article, figure):
            continue
        if len(moments.get(figure.sentence, ())) > MAX_MOMENTS:
            yield NotChecked(f"more than {MAX_MOMENTS} dates in one sentence: taken for a timetable", (figure.span,))
            continue
        for scale in UNITS[figure.unit or ""]:
            found = _ends(article, figure, scale, moments)
            if found is not None:
                yield from _judged(article, figure, scale, *found)


ZONES = pattern(r"\b(?:(?:[Ll]ocal|[A-Z][a-z]+) time|time zones?|[A-Z]{1,3}[SD]T|GMT|UTC)\b")
APART = pattern(r" (?:behind|ahead of)\b")


def _spans_time_zones(article: Article, figure: Figure) -> bool:
    """Whether the two clock times belong to two time zones.

    As in "left at 11.40pm New Zealand time and landed at 11.05am in Hawaii, which is 22 hours behind".
    """
    clocks = figure.unit in ("minute", "hour")
    if not clocks or len(article.words(article.sentences[figure.sentence].span)) > MAX_SENTENCE_CHARS:
        return False
    words = article.words(article.sentences[figure.sentence].span)
    return APART.match(article.text, figure.span.end) is not None or ZONES.search(words) is not None


MAX_SENTENCE_CHARS = 1000  # characters of a sentence in which time zones are looked for


def _ends(
    article: Article, figure: Figure, scale: Scale, moments: dict[int, list[Moment]]
) -> tuple[Point, Point, bool] | None:
    """The beginning, the end, and whether the words leave no other reading than this; None for no pair of times."""
    start = article.sentences[figure.sentence].span.start
    points = _points(moments.get(figure.sentence, []), scale)
    if scale is Scale.CLOCK and len(points) == 2:
        points = _with_days(points, moments[figure.sentence])
    opening = article.text[start : figure.span.start]
    if not points and len(opening) <= MAX_OPENING and not POINTS_BACK.isdisjoint(plain_words(opening)[-2:]):
        back = _points(moments.get(figure.sentence - 1, []), scale)
        return (back[0], back[1], True) if len(back) == 2 else None
    follows = len(points) == 1 and 0 <= figure.span.start - points[0].moment.span.end <= 4
    if follows and LATER.match(article.text, figure.span.end) and scale is not Scale.WEEKDAY:
        points = _points([*moments.get(figure.sentence - 1, []), *moments[figure.sentence]], scale)
    if len(points) != 2:
        return None
    first, second = points
    if LATER.match(article.text, figure.span.end) and figure.span.start < first.moment.span.start:
        return None  # "released 38 minutes later, at 7.20am, and the last at 8.05am"
    tied = bond(article, figure, first.moment.span, second.moment.span)
    if scale is Scale.CLOCK and BACKWARDS.search(article.text, first.moment.span.end, second.moment.span.start):
        first, second = second, first
    if first.moment.until is second.moment and tied is not Bond.NONE:
        return (first, second, True) if _is_beside(article, figure, first.moment.span) else None
    return None if tied is Bond.NONE else (first, second, tied is Bond.SURE)


def _points(moments: list[Moment], scale: Scale) -> list[Point]:
    """The times on a scale among the moments of a sentence; a period gives two."""
    if len(moments) > MAX_MOMENTS:
        return []
    points = []
    stated_year = next(
        (end.year for moment in moments for end in (moment, moment.until) if end is not None and end.year), 2001
    )
    for moment in moments:
        for end in (moment, moment.until):
            value = None if end is None or _is_vague(end) else _value_on_scale(end, scale, stated_year)
            if end is not None and value is not None:
                halved = scale is Scale.CLOCK and (end.hour or 0) <= 12 and not re.search(r"[ap]\.?\s?m", end.words)
                points.append(Point(value, moment if end is moment else end, halved))
    return points


def _with_days(clock: list[Point], moments: list[Moment]) -> list[Point]:
    """The two clock times with their days counted in: "From 9am on Saturday to 6am on Monday"."""
    first, second = clock
    for scale in (Scale.DAY, Scale.WEEKDAY):
        days = [point.value for point in _points(moments, scale)]
        if len(days) > 2:
            return []
        if len(days) == 2:
            apart = days[1] - days[0] if scale is Scale.DAY else (days[1] - days[0]) % CYCLE[scale]
            return [first, second._replace(value=second.value + apart * CYCLE[Scale.CLOCK])]
    return clock


def _is_vague(moment: Moment) -> bool:
    """Whether a moment cannot be subtracted: impossible, relative, or "around", "before" and the like."""
    return bool(moment.impossible or moment.relative) or moment.relation in ("after", "before", "around", "about")


def _value_on_scale(moment: Moment, scale: Scale, year: int) -> int | None:
    """The steps of a moment on a scale: minutes of the day, weekday, month or day number; None where it has none."""
    if scale is Scale.CLOCK:
        return None if moment.hour is None else 60 * moment.hour + (moment.minute or 0)
    if scale is Scale.WEEKDAY:
        return moment.weekday if moment.day is None else None
    if scale is Scale.MONTH:
        return moment.month if moment.day is None else None
    if moment.day is None or moment.month is None:
        return None
    try:
        return date(moment.year or year, moment.month, moment.day).toordinal()
    except ValueError:
        return None


def _is_beside(article: Article, figure: Figure, period: Span) -> bool:
    """Whether the stretch and the period belong together: close, with only linking words between."""
    first, second = sorted((figure.span, period))
    gap = article.text[first.end : max(first.end, second.start)]
    if first.end > second.start or len(gap) > MAX_GAP or ";" in gap:
        return False
    words = plain_words(gap)
    if "-" in figure.words:  # "the 10-day fair runs"
        return UNBOUND.isdisjoint(words)
    return SPAN_WORDS.issuperset(words)


def _judged(
    article: Article, figure: Figure, scale: Scale, first: Point, second: Point, sure: bool
) -> Iterator[Outcome]:
    """The tick or finding for a stretch between two times."""
    step = UNITS[figure.unit or ""][scale]
    stated = figure.interval.times(step)
    assert figure.value is not None
    lengths = _lengths(scale, first, second)
    shown = [number(round(length / step, 1)) for length in lengths[: 1 if step > 1 else None]]
    arithmetic = f"{' or '.join(shown)} {figure.unit}{'s' if shown != ['1'] else ''}"
    whole, *parts = sorted({first.moment.span, second.moment.span}, key=lambda span: (span.start, -span.end))
    if parts and not whole.contains(parts[0]):
        between, where = f"{first.moment.words} to {second.moment.words}", [whole, parts[0]]
    else:
        between, where = first.moment.words, [whole]
    spans = tuple(sorted([figure.span, *where]))
    fitting = [length for length in lengths if stated.meets(Interval.exact(length))]
    if fitting:
        if not any(abs(length - figure.value * step) <= max(figure.value * step / 4, step) for length in fitting):
            return  # "over 16 days, from February 6 to February 28": no lower bound bears 22 out
        yield Tick(f"{between} is {figure.words}.", spans, arithmetic)
        return
    slack = max(SLACK[figure.unit or ""], figure.value * step / 20)
    if parts and AND_ONLY.fullmatch(article.text, min(whole.end, parts[0].end), max(whole.start, parts[0].start)):
        return  # "94 minutes, 11am and 1.15pm": two showings
    if figure.unit == "day" and figure.value.denominator != 1:
        slack = Fraction(1)  # half days are counted from the hour
    near = any(
        length <= MAX_RATIO * figure.value * step and figure.value * step <= MAX_RATIO * length for length in lengths
    )
    if sure and near and not any(stated.meets(Interval(length - slack, length + slack)) for length in lengths):
        yield Finding(
            Severity.WARNING,
            f"{between} is {arithmetic}, and the text says {figure.words}.",
            spans,
            f"{arithmetic}, not {number(round(figure.value, 1))}",
            (f"{figure.words} -> {arithmetic}",),
            f"Is it {figure.words}, or are the times others?",
        )


def _lengths(scale: Scale, first: Point, second: Point) -> list[Fraction]:
    """The possible distances of two times: with both ends counted or not, over midnight or the turn of the year."""
    apart = second.value - first.value
    if scale is Scale.DAY and first.moment.year and second.moment.year:
        apart = abs(apart)
    elif scale is Scale.DAY and apart < 0 and -apart < 180:
        apart = -apart  # "with ten days to go on 29 October": counted backwards
    elif abs(apart) < CYCLE[scale]:  # otherwise the clock times carry their days
        apart %= CYCLE[scale]
    lengths = [apart, apart + 1] if scale in BOTH_COUNTED else [apart]
    if first.halved or second.halved:
        lengths += [apart - 12 * 60, apart + 12 * 60] if apart > CYCLE[scale] else [(apart + 12 * 60) % CYCLE[scale]]
    return [Fraction(length) for length in lengths if length > 0]


EXAMPLES = (
    Example("days spent", "The yacht left on 4 May and, after eight days at anchor, was home on 17 May.", "silent"),
    Example(
        "half days", "She put out at 7pm on 2 July and landed at 7am on 5 July, two and a half days later.", "silent"
    ),
    Example(
        "the end told first",
        "They finished at 6.20 p.m. after starting at 9.50 a.m., a shift of eight and a half hours.",
        "tick",
    ),
    Example(
        "the end told first, and wrong",
        "They finished at 6.20 p.m. after starting at 9.50 a.m., a shift of nine and a half hours.",
        "warning",
    ),
    Example(
        "what the two times make",
        "Supply failed at 9.40 p.m. and was back at 4.10 a.m., bringing to an end an outage of seven and a half hours.",
        "warning",
    ),
    Example(
        "what the two times make, right",
        "Supply failed at 9.40 p.m. and was back at 4.10 a.m., bringing to an end an outage of six and a half hours.",
        "tick",
    ),
    Example(
        "later than what was told before",
        "It lifted off at 6.42am. The first craft was released 38 minutes later, at 7.20am, and the last at 8.05am.",
        "silent",
    ),
    Example("two showings", "Family film: The Fox, 94 minutes, at the Rex from 11am and 1.15pm.", "silent"),
    Example("later, before the second day", "It docked on March 3 and sailed nine days later on March 9.", "warning"),
    Example("later, behind the second day", "He goes to court on March 16 and on May 11, 12 weeks later.", "warning"),
    Example("weekdays", "Nurses will walk out for five days from Monday to Wednesday.", "warning"),
    Example("months", "Work starts in January and ends in June, ten months in which the road is shut.", "warning"),
    Example(
        "pointing back", "It began at 9:30 a.m. and was over at 9:50 a.m. Those 50 minutes changed her.", "warning"
    ),
    Example("to go", "The vote is on 8 November, and with six days to go on 29 October nobody leads.", "warning"),
    Example("after so many days", "Lit on January 12, it was out by January 24, after burning for 16 days.", "warning"),
    Example("over two days", "The lane was shut from 9am on Friday to 7am on Sunday, 46 hours in all.", "tick"),
    Example(
        "over two days, wrong", "The lane was shut from 9am on Friday to 7am on Sunday, 64 hours in all.", "warning"
    ),
    Example(
        "over two dates", "It went dark at 10pm on 4 May and was lit again at 1am on 6 May, 27 hours later.", "tick"
    ),
    Example(
        "days of something",
        "The inquest opened on Monday 6 October and closed on Friday 31 October 2025, after 14 days of testimony.",
        "silent",
    ),
    Example(
        "no lower bound",
        "Some 80 films were shown over 12 days, from May 4 to May 22, an average of seven a day.",
        "silent",
    ),
    Example("in two sentences", "He set off on April 7. He was found on April 13, nine days later.", "warning"),
    Example("in two sentences, right", "He set off on April 7. He was found on April 13, six days later.", "tick"),
    Example("later, right", "It docked on March 3 and sailed six days later on March 9.", "tick"),
    Example("behind, right", "He goes to court on March 16 and on May 11, eight weeks later.", "tick"),
    Example("weekdays, right", "Nurses will walk out for three days from Monday to Wednesday.", "tick"),
    Example("over midnight", "The bar is open from 8pm to 2am, six hours a night.", "tick"),
    Example("turn of the year", "She left on 20 December and was back by 3 January, two weeks later.", "tick"),
    Example(
        "after an event, right", "It left at 1.15pm and landed at 3.45pm, two and a half hours after take-off.", "tick"
    ),
    Example(
        "after an event of its own", "It left at 1.15pm and landed at 3.45pm, five hours after the warning.", "silent"
    ),
    Example("three times", "He called at 3pm, 4pm and 6pm. Two hours later he left.", "silent"),
    Example("another statement", "Held on 3 May, he was freed on 9 May. She waited two days for a call.", "silent"),
    Example("every so often", "Trains run from 6am to 9am, every 20 minutes.", "silent"),
    Example("a part of it", "From Monday to Friday he worked three days at the mill and two at home.", "silent"),
    Example("a pause of its own", "The talks began on 3 May. On 9 May, after two days of rain, they moved.", "silent"),
    Example("days between two dates", "The 16-day fair runs from 3 to 12 May in Leeds.", "warning"),
    Example("days between two dates, right", "The 10-day fair runs from 3 to 12 May in Leeds.", "tick"),
    Example(
        "a year that one of them states", "Lost on 3 February 2021, he was found on 9 February, six days later.", "tick"
    ),
    Example("days within a period", "Drivers will strike on two days between Monday and Friday.", "silent"),
    Example("another length", "The case of 10 August 1999 was heard for four days to 6 April 2000.", "silent"),
    Example(
        "two clocks", "It left at 11.40pm New Zealand time and landed at 11.05am in Hawaii, 22 hours behind.", "silent"
    ),
    Example("ago", "The shop opened on 3 May and shut on 9 May, two weeks ago.", "silent"),
)

RULE = Rule(code="DU03", slug="elapsed", scope="article", check=check, examples=EXAMPLES)
